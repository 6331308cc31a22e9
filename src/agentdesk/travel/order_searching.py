"""What is typed into the search of the orders: words to find, and a few conditions among them."""

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from agentdesk.travel.money import Money
from agentdesk.travel.order_views import OrderQuery

_SIGNS = {"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY"}
_OVER = re.compile(r"(?:^|\s)(?:over\s+|>\s*)([£€$¥]?)\s*(\d[\d,.]*)(?:\s*([A-Za-z]{3})\b)?(?=\s|$)", re.IGNORECASE)
_AIRLINE = re.compile(r"(?:^|\s)airline:\s*([A-Za-z0-9]{2})(?=\s|$)", re.IGNORECASE)
_AGENT = re.compile(r'(?:^|\s)agent:\s*("[^"]+"|\S+)(?=\s|$)', re.IGNORECASE)


def read_search(typed: str, base: OrderQuery, currency: str = "GBP") -> OrderQuery:
    """`base` with what was typed: 'over £1,000' (or '>1000 EUR'), 'airline:BA' and 'agent:Ruth' are conditions, all
    else are words to be found. `currency` is that of an amount without one."""
    over: Money | None = None
    airline = agent = ""
    rest = typed
    if (found := _OVER.search(rest)) and (amount := _amount(found[2])) is not None:
        over = Money(amount, (found[3] or _SIGNS.get(found[1]) or currency).upper())
        rest = rest[: found.start()] + " " + rest[found.end() :]
    if found := _AIRLINE.search(rest):
        airline = found[1].upper()
        rest = rest[: found.start()] + " " + rest[found.end() :]
    if found := _AGENT.search(rest):
        agent = found[1].strip('"')
        rest = rest[: found.start()] + " " + rest[found.end() :]
    return replace(base, text=" ".join(rest.split()), over=over, airline=airline, agent=agent)


def write_search(query: OrderQuery) -> str:
    """The conditions and words of a query as they are typed; reading it gives the same query."""
    parts = [f"over {query.over.amount.normalize():f} {query.over.currency}"] if query.over is not None else []
    if query.airline:
        parts.append(f"airline:{query.airline}")
    if query.agent:
        parts.append(f'agent:"{query.agent}"' if " " in query.agent else f"agent:{query.agent}")
    return " ".join([*parts, query.text]).strip()


def _amount(typed: str) -> Decimal | None:
    """'1,000' and '1000.50'; a comma before one or two last digits is a decimal one."""
    plain = re.sub(r",(\d{1,2})$", r".\1", typed) if "." not in typed else typed
    try:
        return Decimal(plain.replace(",", ""))
    except InvalidOperation:
        return None
