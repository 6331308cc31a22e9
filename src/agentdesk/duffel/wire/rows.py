"""Offers as a list needs them: only the frame is decoded; parts that repeat from offer to offer stay bytes.

An airport, a carrier or a bag allowance comes hundreds of times in one search with the very same bytes: they are
read once and remembered by their bytes (`reading_rows`).
"""

import msgspec

NOTHING = msgspec.Raw(b"null")


class SegmentPassengerRow(msgspec.Struct, gc=False):
    passenger_id: str | None = None
    cabin_class: str | None = None
    cabin_class_marketing_name: str | None = None
    fare_basis_code: str | None = None
    baggages: msgspec.Raw = NOTHING
    cabin: msgspec.Raw = NOTHING
    seat: msgspec.Raw = NOTHING


class SegmentRow(msgspec.Struct, gc=False):
    id: str
    origin: msgspec.Raw
    destination: msgspec.Raw
    departing_at: str
    arriving_at: str
    marketing_carrier: msgspec.Raw
    marketing_carrier_flight_number: str | None = None
    operating_carrier: msgspec.Raw = NOTHING
    operating_carrier_flight_number: str | None = None
    aircraft: msgspec.Raw = NOTHING
    origin_terminal: str | None = None
    destination_terminal: str | None = None
    duration: str | None = None
    distance: str | int | float | None = None
    stops: msgspec.Raw = NOTHING
    passengers: msgspec.Raw = NOTHING  # of `SegmentPassengerRow`


class SliceRow(msgspec.Struct, gc=False):
    id: str
    origin: msgspec.Raw
    destination: msgspec.Raw
    segments: list[SegmentRow]
    duration: str | None = None
    fare_brand_name: str | None = None
    comparison_key: str | None = None
    conditions: msgspec.Raw = NOTHING


class PrivateFareRow(msgspec.Struct, gc=False):
    type: str | None = None


class OfferRow(msgspec.Struct, gc=False):
    """One offer of a page; amounts as the texts they came as."""

    id: str
    owner: msgspec.Raw
    total_amount: str
    total_currency: str
    base_amount: str
    base_currency: str
    expires_at: str
    slices: list[SliceRow]
    passengers: msgspec.Raw
    tax_amount: str | None = None
    tax_currency: str | None = None
    live_mode: bool | None = None
    total_emissions_kg: str | int | float | None = None
    payment_requirements: msgspec.Raw = NOTHING
    conditions: msgspec.Raw = NOTHING
    passenger_identity_documents_required: bool | None = None
    supported_passenger_identity_document_types: msgspec.Raw = NOTHING
    supported_loyalty_programmes: msgspec.Raw = NOTHING
    private_fares: list[PrivateFareRow] | None = None
