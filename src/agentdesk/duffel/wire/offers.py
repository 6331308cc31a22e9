"""The one offer that was opened (API.md 5), and what came of a search."""

from typing import Annotated

from agentdesk.duffel.wire.journeys import WireAirline, WireBagMetadata, WireConditions, WireSlice
from agentdesk.duffel.wire.tolerant import AsList, Flag, Number, OrNone, Text, Texts, Wire


class WirePaymentRequirements(Wire):
    requires_instant_payment: Flag = None
    payment_required_by: str | None = None
    price_guarantee_expires_at: str | None = None


class WireOfferPassenger(Wire):
    id: str
    type: Text = ""
    age: Number = None
    given_name: Text = ""
    family_name: Text = ""


class WirePrivateFare(Wire):
    type: Text = ""


class WireService(Wire):
    """Something for sale with the offer; the price stays as it came."""

    id: str
    type: Text = ""
    total_amount: str | None = None
    total_currency: str | None = None
    maximum_quantity: Number = None
    passenger_ids: Texts = ()
    segment_ids: Texts = ()
    metadata: Annotated[WireBagMetadata | None, OrNone] = None


class WireOffer(Wire):
    """An offer. Amounts stay as they came: a missing or odd one makes the offer unreadable, never free."""

    id: str
    live_mode: Flag = None
    owner: WireAirline
    total_amount: str
    total_currency: str
    base_amount: str
    base_currency: str
    tax_amount: str | None = None
    tax_currency: str | None = None
    expires_at: str
    total_emissions_kg: Text = ""
    slices: tuple[WireSlice, ...]
    passengers: tuple[WireOfferPassenger, ...]
    payment_requirements: Annotated[WirePaymentRequirements | None, OrNone] = None
    conditions: Annotated[WireConditions | None, OrNone] = None
    passenger_identity_documents_required: Flag = None
    supported_passenger_identity_document_types: Texts = ()
    supported_loyalty_programmes: Texts = ()
    private_fares: Annotated[tuple[Annotated[WirePrivateFare | None, OrNone], ...], AsList] = ()
    available_services: Annotated[tuple[Annotated[WireService | None, OrNone], ...], AsList] = ()
