"""Slices, segments and places as offers and orders carry them (API.md 5.1, 7.5)."""

from typing import Annotated

from pydantic import AliasChoices, Field

from agentdesk.duffel.wire.tolerant import AsList, Flag, Number, OrNone, Text, Texts, Wire


class WireCity(Wire):
    name: Text = ""
    iata_code: Text = ""


class WirePlace(Wire):
    """An airport or a city (API.md 3)."""

    type: Text = ""
    name: Text = ""
    iata_code: Text = ""
    iata_city_code: Text = ""
    iata_country_code: Text = ""
    city_name: Text = ""
    time_zone: Text = ""
    city: Annotated[WireCity | None, OrNone] = None
    airports: Annotated[tuple[Annotated["WirePlace | None", OrNone], ...], AsList] = ()


class WireAirline(Wire):
    id: Text = ""
    name: Text = ""
    iata_code: Text = ""
    logo_symbol_url: Text = ""
    conditions_of_carriage_url: Text = ""


class WireAircraft(Wire):
    name: Text = ""


class WireBaggage(Wire):
    type: Text = ""
    quantity: Number = None


class WireWifi(Wire):
    available: Flag = None
    cost: Text = ""


class WireSeatComfort(Wire):
    pitch: Text = ""
    type: Text = ""


class WirePower(Wire):
    available: Flag = None


class WireAmenities(Wire):
    wifi: Annotated[WireWifi | None, OrNone] = None
    seat: Annotated[WireSeatComfort | None, OrNone] = None
    power: Annotated[WirePower | None, OrNone] = None


class WireCabin(Wire):
    amenities: Annotated[WireAmenities | None, OrNone] = None


class WireSeatTaken(Wire):
    designator: Text = ""


class WireSegmentPassenger(Wire):
    passenger_id: Text = ""
    cabin_class: Text = ""
    cabin_class_marketing_name: Text = ""
    fare_basis_code: Text = ""
    baggages: Annotated[tuple[WireBaggage, ...], AsList] = ()
    cabin: Annotated[WireCabin | None, OrNone] = None
    seat: Annotated[WireSeatTaken | None, OrNone] = None


class WireStop(Wire):
    airport: WirePlace
    arriving_at: str
    departing_at: str
    duration: Text = ""


class WireSegment(Wire):
    """A flight of an offer or order. Changes by the airline were recorded with older names of its times."""

    id: str
    origin: WirePlace
    destination: WirePlace
    origin_terminal: Text = ""
    destination_terminal: Text = ""
    departing_at: str = Field(validation_alias=AliasChoices("departing_at", "departure_datetime"))
    arriving_at: str = Field(validation_alias=AliasChoices("arriving_at", "arrival_datetime"))
    duration: Text = ""
    distance: Text = ""
    marketing_carrier: WireAirline
    marketing_carrier_flight_number: Text = ""
    operating_carrier: Annotated[WireAirline | None, OrNone] = None
    operating_carrier_flight_number: Text = ""
    aircraft: Annotated[WireAircraft | None, OrNone] = None
    stops: Annotated[tuple[WireStop, ...], AsList] = ()
    passengers: Annotated[tuple[WireSegmentPassenger, ...], AsList] = ()


class WirePermission(Wire):
    """`allowed` must be said; the penalty stays as it came."""

    allowed: bool
    penalty_amount: str | None = None
    penalty_currency: str | None = None


class WireConditions(Wire):
    """Conditions of an offer, an order or a slice; the last three only on slices."""

    refund_before_departure: Annotated[WirePermission | None, OrNone] = None
    change_before_departure: Annotated[WirePermission | None, OrNone] = None
    advance_seat_selection: Flag = None
    priority_boarding: Flag = None
    priority_check_in: Flag = None


class WireSlice(Wire):
    id: str
    origin: WirePlace
    destination: WirePlace
    duration: Text = ""
    fare_brand_name: Text = ""
    segments: tuple[WireSegment, ...]
    conditions: Annotated[WireConditions | None, OrNone] = None
    comparison_key: Text = ""


class WireBagMetadata(Wire):
    """What a bag may weigh and measure; on seats: where it is."""

    type: Text = ""
    maximum_weight_kg: Number = None
    maximum_length_cm: Number = None
    maximum_height_cm: Number = None
    maximum_depth_cm: Number = None
    designator: Text = ""
    disclosures: Texts = ()
