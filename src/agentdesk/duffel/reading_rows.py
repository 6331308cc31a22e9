"""Pages of offers, read fast: a part that repeats within a search is read once and shared by all its offers.

The result equals what `reading_offers` reads of the same bytes; a test holds the two against each other.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec
from pydantic import TypeAdapter, ValidationError

from agentdesk.duffel import reading, reading_journeys, reading_offers
from agentdesk.duffel.reading import BadValue, duration, identifier, instant, local_time, money, money_or_none, price
from agentdesk.duffel.wire.journeys import (
    WireAircraft,
    WireAirline,
    WireBaggage,
    WireCabin,
    WireConditions,
    WirePlace,
    WireSeatTaken,
    WireStop,
)
from agentdesk.duffel.wire.offers import WireOfferPassenger, WirePaymentRequirements
from agentdesk.duffel.wire.rows import OfferRow, SegmentPassengerRow, SegmentRow, SliceRow
from agentdesk.duffel.wire.tolerant import Texts, plain
from agentdesk.travel.journeys import (
    BagAllowance,
    CabinAmenities,
    Flight,
    Segment,
    SegmentPassenger,
    Slice,
    SliceConditions,
    Stop,
)
from agentdesk.travel.offers import Offer, PaymentTerms
from agentdesk.travel.passengers import OfferPassenger
from agentdesk.travel.places import Airline, Airport

_T = TypeVar("_T")

_rows = msgspec.json.Decoder(OfferRow)
_seated = msgspec.json.Decoder(list[SegmentPassengerRow] | None)
_bags = TypeAdapter(tuple[WireBaggage, ...])
_offer_passengers = TypeAdapter(tuple[WireOfferPassenger, ...])
_stops = TypeAdapter(tuple[WireStop, ...])
_texts = TypeAdapter(Texts)


class Remembered(dict[bytes, _T]):
    """What bytes mean, read at the first sight of them."""

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[bytes], _T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, raw: bytes) -> _T:
        value = self[raw] = self._read(raw)
        return value


class OfferReader:
    """Reads the offers of one search. Equal flights, airports and airlines are the same object in all of them."""

    def __init__(self) -> None:
        self._airports: Remembered[Airport] = Remembered(_airport)
        self._airlines: Remembered[Airline | None] = Remembered(_airline)
        self._aircraft: Remembered[str] = Remembered(_aircraft)
        self._bags: Remembered[tuple[BagAllowance, ...]] = Remembered(_read_bags)
        self._amenities: Remembered[CabinAmenities | None] = Remembered(_read_amenities)
        self._seats: Remembered[str] = Remembered(_read_seat)
        self._seated: dict[tuple[Any, ...], SegmentPassenger] = {}
        self._on_board: Remembered[tuple[SegmentPassenger, ...]] = Remembered(self._read_on_board)
        self._stops: Remembered[tuple[Stop, ...]] = Remembered(_read_stops)
        self._terms: Remembered[PaymentTerms] = Remembered(_payment_terms)
        self._conditions: Remembered[SliceConditions] = Remembered(_slice_conditions)
        self._party: Remembered[tuple[OfferPassenger, ...]] = Remembered(_read_offer_passengers)
        self._texts: Remembered[tuple[str, ...]] = Remembered(_read_texts)
        self._flights: dict[tuple[Any, ...], Flight] = {}
        self._words: dict[str, str] = {}

    def read(self, raws: Sequence[bytes | msgspec.Raw]) -> tuple[list[Offer], int]:
        """The offers that can be read, in their order, and how many cannot."""
        offers: list[Offer] = []
        for raw in raws:
            try:
                offers.append(self.offer(raw))
            except (msgspec.DecodeError, UnicodeDecodeError, ValidationError, BadValue, RecursionError):
                continue
        return offers, len(raws) - len(offers)

    def offer(self, raw: bytes | msgspec.Raw) -> Offer:
        """One offer. Raises BadValue, or the error of the decoder that could not read it."""
        row = _rows.decode(raw)
        owner = self._airlines[bytes(row.owner)]
        if owner is None:
            raise BadValue("nobody owns the offer")
        conditions = self._conditions[bytes(row.conditions)]
        if not row.slices:
            raise BadValue("no slices")
        return Offer(
            id=identifier(row.id),
            owner=owner,
            total=price(row.total_amount, row.total_currency),
            base=money(row.base_amount, row.base_currency),
            tax=money_or_none(row.tax_amount, row.tax_currency),
            expires_at=instant(row.expires_at),
            slices=tuple([self._slice(one) for one in row.slices]),
            passengers=self._party[bytes(row.passengers)],
            terms=self._terms[bytes(row.payment_requirements)],
            change=conditions.change,
            refund=conditions.refund,
            live_mode=bool(row.live_mode),
            emissions_kg=self._text(row.total_emissions_kg),
            documents_required=bool(row.passenger_identity_documents_required),
            document_kinds=self._texts[bytes(row.supported_passenger_identity_document_types)],
            loyalty_airlines=self._texts[bytes(row.supported_loyalty_programmes)],
            private_fare=", ".join(dict.fromkeys(self._text(one.type) for one in row.private_fares or () if one.type)),
        )

    def _slice(self, row: SliceRow) -> Slice:
        if not row.segments:
            raise BadValue("a slice without segments")
        return Slice(
            id=identifier(row.id),
            origin=self._airports[bytes(row.origin)],
            destination=self._airports[bytes(row.destination)],
            segments=tuple([self._segment(one) for one in row.segments]),
            duration=duration(row.duration),
            fare_brand=self._text(row.fare_brand_name),
            conditions=self._conditions[bytes(row.conditions)],
            comparison_key=self._text(row.comparison_key),
        )

    def _segment(self, row: SegmentRow) -> Segment:
        return Segment(identifier(row.id), self._flight(row), self._on_board[bytes(row.passengers)])

    def _read_on_board(self, raw: bytes) -> tuple[SegmentPassenger, ...]:
        return tuple([self._segment_passenger(one) for one in _seated.decode(raw) or ()])

    def _segment_passenger(self, row: SegmentPassengerRow) -> SegmentPassenger:
        bags, amenities = self._bags[bytes(row.baggages)], self._amenities[bytes(row.cabin)]
        seat = self._seats[bytes(row.seat)]
        cabin_name, fare = row.cabin_class_marketing_name, row.fare_basis_code
        key = (row.passenger_id, row.cabin_class, cabin_name, fare, seat, id(bags), id(amenities))
        known = self._seated.get(key)
        if known is None:
            known = self._seated[key] = SegmentPassenger(
                passenger_id=self._text(row.passenger_id),
                cabin_class=self._text(row.cabin_class),
                cabin_name=self._text(cabin_name),
                fare_basis=self._text(fare),
                bags=bags,
                amenities=amenities,
                seat=seat,
            )
        return known

    def _flight(self, row: SegmentRow) -> Flight:
        """The flight of a segment, the same object whenever all it says is the same."""
        origin, destination = self._airports[bytes(row.origin)], self._airports[bytes(row.destination)]
        marketing = self._airlines[bytes(row.marketing_carrier)]
        operating = self._airlines[bytes(row.operating_carrier)] or marketing
        if marketing is None or operating is None:
            raise BadValue("nobody sells the flight")
        aircraft, stops = self._aircraft[bytes(row.aircraft)], self._stops[bytes(row.stops)]
        # Remembered parts are alive as long as this reader, so their identity stands for their content.
        key = (
            id(origin), id(destination), id(marketing), id(operating), id(stops), aircraft,
            row.departing_at, row.arriving_at, row.duration,
            row.marketing_carrier_flight_number, row.operating_carrier_flight_number,
            row.origin_terminal, row.destination_terminal, row.distance,
        )  # fmt: skip
        known = self._flights.get(key)
        if known is not None:
            return known
        flight = self._flights[key] = Flight(
            origin=origin,
            destination=destination,
            departs=local_time(row.departing_at),
            arrives=local_time(row.arriving_at),
            duration=duration(row.duration),
            marketing=marketing,
            number=self._text(row.marketing_carrier_flight_number),
            operating=operating,
            operating_number=self._text(row.operating_carrier_flight_number),
            aircraft=aircraft,
            origin_terminal=self._text(row.origin_terminal),
            destination_terminal=self._text(row.destination_terminal),
            distance_km=self._text(row.distance),
            stops=stops,
        )
        return flight

    def _text(self, value: str | int | float | None) -> str:
        """A text that may be said again; kept once. Numbers as their digits, "" for null."""
        text = value if isinstance(value, str) else "" if value is None else str(value)
        known = self._words.get(text)
        if known is None:
            known = self._words[text] = plain(text)
        return known


def _airport(raw: bytes) -> Airport:
    return reading.airport(WirePlace.model_validate_json(raw))


def _airline(raw: bytes) -> Airline | None:
    return None if raw == b"null" else reading.airline(WireAirline.model_validate_json(raw))


def _aircraft(raw: bytes) -> str:
    return "" if raw == b"null" else WireAircraft.model_validate_json(raw).name


def _read_bags(raw: bytes) -> tuple[BagAllowance, ...]:
    return () if raw == b"null" else reading_journeys.bags(_bags.validate_json(raw))


def _read_amenities(raw: bytes) -> CabinAmenities | None:
    return None if raw == b"null" else reading_journeys.amenities(WireCabin.model_validate_json(raw))


def _read_seat(raw: bytes) -> str:
    return "" if raw == b"null" else WireSeatTaken.model_validate_json(raw).designator


def _read_stops(raw: bytes) -> tuple[Stop, ...]:
    return () if raw == b"null" else tuple(reading_journeys.stop(one) for one in _stops.validate_json(raw))


def _read_offer_passengers(raw: bytes) -> tuple[OfferPassenger, ...]:
    return tuple(reading_offers.passenger(one) for one in _offer_passengers.validate_json(raw))


def _payment_terms(raw: bytes) -> PaymentTerms:
    return reading_offers.payment_terms(None if raw == b"null" else WirePaymentRequirements.model_validate_json(raw))


def _slice_conditions(raw: bytes) -> SliceConditions:
    return reading_journeys.slice_conditions(None if raw == b"null" else WireConditions.model_validate_json(raw))


def _read_texts(raw: bytes) -> tuple[str, ...]:
    return _texts.validate_json(raw)
