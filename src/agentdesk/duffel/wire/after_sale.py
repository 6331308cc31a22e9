"""Payments, cancellations and the airline's own changes (API.md 9, 10, 12), alone or within an order."""

from typing import Annotated

from agentdesk.duffel.wire.journeys import WireSlice
from agentdesk.duffel.wire.tolerant import AsList, ListOrNone, OrNone, Text, Texts, Wire


class WirePayment(Wire):
    """`status` and `order_id` are missing in old answers."""

    id: str
    order_id: Text = ""
    type: Text = ""
    status: Text = ""
    amount: str
    currency: str
    failure_reason: Text = ""
    created_at: str


class WireCredit(Wire):
    """`credit_code` is null until the cancellation is confirmed."""

    id: Text = ""
    credit_name: Text = ""
    credit_code: Text = ""
    credit_amount: str
    credit_currency: str
    issued_on: Text = ""
    passenger_id: Text = ""


class WireCancellation(Wire):
    """A quote, or a confirmed one. Within an order `order_id` may be left out."""

    id: str
    order_id: Text = ""
    created_at: str
    expires_at: str | None = None
    confirmed_at: str | None = None
    refund_amount: str | None = None
    refund_currency: str | None = None
    refund_to: Text = ""
    airline_credits: Annotated[tuple[WireCredit, ...], AsList] = ()


class WireAirlineChange(Wire):
    """A change by the airline. Slices that cannot be read are None: the change still counts as one."""

    id: Text = ""
    created_at: Text = ""
    updated_at: Text = ""
    action_taken: Text = ""
    action_taken_at: Text = ""
    available_actions: Texts = ()
    added: Annotated[tuple[WireSlice, ...] | None, ListOrNone] = ()
    removed: Annotated[tuple[WireSlice, ...] | None, ListOrNone] = ()


WireAirlineChanges = Annotated[tuple[Annotated[WireAirlineChange | None, OrNone], ...], AsList]
"""Within an order."""
