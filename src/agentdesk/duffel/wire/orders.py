"""Orders (API.md 7.5): nearly everything after the names may be missing."""

from typing import Annotated

from pydantic import Field

from agentdesk.duffel.wire.after_sale import WireAirlineChanges, WireCancellation
from agentdesk.duffel.wire.journeys import WireAirline, WireBagMetadata, WireConditions, WireSlice
from agentdesk.duffel.wire.tolerant import AsList, Flag, Number, OrNone, Text, Texts, TextsByKey, Wire


class WireOrderPassenger(Wire):
    id: str
    title: Text = ""
    given_name: Text = ""
    family_name: Text = ""
    gender: Text = ""
    born_on: Text = ""
    email: Text = ""
    phone_number: Text = ""
    type: Text = ""
    infant_passenger_id: Text = ""


class WireBookedService(Wire):
    id: Text = ""
    type: Text = ""
    quantity: Number = None
    total_amount: str | None = None
    total_currency: str | None = None
    passenger_ids: Texts = ()
    segment_ids: Texts = ()
    metadata: Annotated[WireBagMetadata | None, OrNone] = None


class WireDocument(Wire):
    type: Text = ""
    unique_identifier: Text = ""
    passenger_ids: Texts = ()


class WirePaymentStatus(Wire):
    awaiting_payment: Flag = None
    payment_required_by: str | None = None
    price_guarantee_expires_at: str | None = None
    paid_at: str | None = None


class WireLocator(Wire):
    booking_reference: Text = ""
    carrier: Annotated[WireAirline | None, OrNone] = None


class WireOrder(Wire):
    """An order; total, id, creation and slices must be there."""

    id: str
    booking_reference: Text = ""
    created_at: str
    live_mode: Flag = None
    type: Text = ""
    offer_id: Text = ""
    owner: WireAirline
    total_amount: str
    total_currency: str
    base_amount: str | None = None
    base_currency: str | None = None
    tax_amount: str | None = None
    tax_currency: str | None = None
    slices: tuple[WireSlice, ...]
    passengers: tuple[WireOrderPassenger, ...]
    services: Annotated[tuple[WireBookedService, ...], AsList] = ()
    documents: Annotated[tuple[WireDocument, ...], AsList] = ()
    payment_status: Annotated[WirePaymentStatus | None, OrNone] = None
    conditions: Annotated[WireConditions | None, OrNone] = None
    available_actions: Texts = ()
    cancelled_at: str | None = None
    booking_references: Annotated[tuple[Annotated[WireLocator | None, OrNone], ...], AsList] = ()
    airline_initiated_changes: WireAirlineChanges = ()
    cancellation: Annotated[WireCancellation | None, OrNone] = None
    content: Text = ""
    void_window_ends_at: str | None = None
    synced_at: str | None = None
    metadata: TextsByKey = Field(default_factory=dict)
