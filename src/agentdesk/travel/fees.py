"""The agency's own fee, typed by the agent: an amount in the currency of the offer, or a share of its price."""

import re
from decimal import ROUND_HALF_UP, Decimal

from agentdesk.travel.money import Money, minor_digits

LARGEST = Decimal(1_000_000)
_AMOUNT = re.compile(r"(?:[A-Z]{3} ?|[£€$¥] ?)?(\d{1,7}(?:[ ,]\d{3})*)(?:[.,](\d{1,3}))?", re.IGNORECASE | re.ASCII)
_SHARE = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?) ?%", re.ASCII)


class NoFee(ValueError):
    """The text is no amount that can be asked for in this currency."""


def read_fee(text: str, price: Money) -> Money | None:
    """'25', '25.00', '£25', '1,250.00' or '5%' of the price; None when nothing is typed or it is nothing.

    NoFee when it is no amount, has more decimals than the currency, or is beyond LARGEST.
    """
    typed = text.strip()
    if not typed:
        return None
    if share := _SHARE.fullmatch(typed):
        part = price.amount * Decimal(share[1].replace(",", ".")) / 100
        unit = Decimal(1).scaleb(-minor_digits(price.currency))
        fee = Money(part.quantize(unit, ROUND_HALF_UP), price.currency)
    else:
        fee = Money(_amount(typed, minor_digits(price.currency)), price.currency)
    if fee.amount > LARGEST:
        raise NoFee(text)
    return None if fee.is_zero else fee


def _amount(typed: str, digits: int) -> Decimal:
    found = _AMOUNT.fullmatch(typed)
    if found is None:
        raise NoFee(typed)
    whole, rest = re.sub(r"[ ,]", "", found[1]), found[2] or ""
    if len(rest) > digits:
        raise NoFee(typed)
    return Decimal(f"{whole}.{rest or 0}")
