"""What an order's fare costs, apart from its taxes and from what was bought with it (API.md 7.5)."""

from agentdesk.travel.money import Money
from agentdesk.travel.orders import Order


def taxes_of(order: Order) -> Money | None:
    """The taxes, None where the airline does not tell them in the order's currency."""
    return _in_currency(order.tax, order.total.currency)


def fare_of(order: Order, extras: Money) -> Money:
    """The fare alone; `extras` is what seats, bags and other services cost together.

    Some orders count them into their base amount: base and taxes are then the total. Without a base amount the fare is
    what taxes and extras leave of the total.
    """
    taxes = taxes_of(order) or Money.zero(order.total.currency)
    base = _in_currency(order.base, order.total.currency)
    if base is None:
        return order.total - extras - taxes
    counts_extras = base + taxes == order.total and extras <= base
    return base - extras if counts_extras else base


def _in_currency(money: Money | None, currency: str) -> Money | None:
    return money if money is not None and money.currency == currency else None
