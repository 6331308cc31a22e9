"""From the wire's slices and segments to journeys, for the one offer or order that was opened."""

from agentdesk.duffel.reading import BadValue, airline, airport, duration, identifier, local_time, permission
from agentdesk.duffel.wire.journeys import (
    WireBaggage,
    WireCabin,
    WireConditions,
    WireSegment,
    WireSegmentPassenger,
    WireSlice,
    WireStop,
)
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


def slices(wires: tuple[WireSlice, ...]) -> tuple[Slice, ...]:
    """All slices; BadValue when there is none or one without segments."""
    if not wires:
        raise BadValue("no slices")
    return tuple(_slice(one) for one in wires)


def _slice(wire: WireSlice) -> Slice:
    if not wire.segments:
        raise BadValue("a slice without segments")
    return Slice(
        id=identifier(wire.id),
        origin=airport(wire.origin),
        destination=airport(wire.destination),
        segments=tuple(_segment(one) for one in wire.segments),
        duration=duration(wire.duration),
        fare_brand=wire.fare_brand_name,
        conditions=slice_conditions(wire.conditions),
        comparison_key=wire.comparison_key,
    )


def slice_conditions(wire: WireConditions | None) -> SliceConditions:
    if wire is None:
        return SliceConditions()
    return SliceConditions(
        change=permission(wire.change_before_departure),
        refund=permission(wire.refund_before_departure),
        seat_selection=wire.advance_seat_selection,
        priority_boarding=wire.priority_boarding,
        priority_check_in=wire.priority_check_in,
    )


def _segment(wire: WireSegment) -> Segment:
    return Segment(
        id=identifier(wire.id),
        flight=_flight(wire),
        passengers=tuple(segment_passenger(one) for one in wire.passengers),
    )


def _flight(wire: WireSegment) -> Flight:
    marketing = airline(wire.marketing_carrier)
    return Flight(
        origin=airport(wire.origin),
        destination=airport(wire.destination),
        departs=local_time(wire.departing_at),
        arrives=local_time(wire.arriving_at),
        duration=duration(wire.duration),
        marketing=marketing,
        number=wire.marketing_carrier_flight_number,
        operating=airline(wire.operating_carrier) if wire.operating_carrier else marketing,
        operating_number=wire.operating_carrier_flight_number,
        aircraft=wire.aircraft.name if wire.aircraft else "",
        origin_terminal=wire.origin_terminal,
        destination_terminal=wire.destination_terminal,
        distance_km=wire.distance,
        stops=tuple(stop(one) for one in wire.stops),
    )


def stop(wire: WireStop) -> Stop:
    return Stop(
        airport=airport(wire.airport),
        arrives=local_time(wire.arriving_at),
        departs=local_time(wire.departing_at),
        duration=duration(wire.duration),
    )


def segment_passenger(wire: WireSegmentPassenger) -> SegmentPassenger:
    return SegmentPassenger(
        passenger_id=wire.passenger_id,
        cabin_class=wire.cabin_class,
        cabin_name=wire.cabin_class_marketing_name,
        fare_basis=wire.fare_basis_code,
        bags=bags(wire.baggages),
        amenities=amenities(wire.cabin),
        seat=wire.seat.designator if wire.seat else "",
    )


def bags(wires: tuple[WireBaggage, ...]) -> tuple[BagAllowance, ...]:
    """What comes with the fare. Where it is not said how many, nothing is promised."""
    return tuple(
        BagAllowance(kind=one.type, quantity=one.quantity)
        for one in wires
        if one.quantity is not None and one.quantity >= 0
    )


def amenities(cabin: WireCabin | None) -> CabinAmenities | None:
    """None where the airline says nothing of its cabin."""
    if cabin is None or cabin.amenities is None:
        return None
    wifi, seat, power = cabin.amenities.wifi, cabin.amenities.seat, cabin.amenities.power
    return CabinAmenities(
        wifi=_offered(wifi.available, wifi.cost) if wifi else "",
        seat_pitch=seat.pitch if seat else "",
        seat_type=seat.type if seat else "",
        power=_offered(power.available) if power else "",
    )


def _offered(available: bool | None, cost: str = "") -> str:
    """ "no", "yes", or at what cost ("free", "paid", "free or paid"); "" when the airline does not say."""
    if available is None:
        return ""
    if not available:
        return "no"
    return cost if cost and cost != "n/a" else "yes"
