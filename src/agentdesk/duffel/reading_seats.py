"""From the wire's seat maps to cabins as the airline draws them."""

import logging
from functools import lru_cache

from pydantic import ValidationError

from agentdesk.duffel.reading import BadValue, identifier, price
from agentdesk.duffel.wire.seats import WireCabinMap, WireElement, WireRow, WireSeatMap, WireSeatService
from agentdesk.travel.errors import Unreadable
from agentdesk.travel.seats import CabinMap, Element, ElementKind, Row, SeatMap, SeatService

_log = logging.getLogger(__name__)


def read_seat_map(raw: bytes) -> SeatMap:
    """The map of one segment from the bytes of its JSON object; Unreadable when it names no segment."""
    try:
        return seat_map(WireSeatMap.model_validate_json(raw))
    except (ValidationError, BadValue) as exc:
        raise Unreadable("the seat map cannot be read") from exc


def seat_map(wire: WireSeatMap) -> SeatMap:
    return SeatMap(
        id=wire.id,
        segment_id=identifier(wire.segment_id),
        slice_id=wire.slice_id,
        cabins=tuple(_cabin(one) for one in wire.cabins),
    )


def _cabin(wire: WireCabinMap) -> CabinMap:
    wings = wire.wings
    return CabinMap(
        deck=wire.deck or 0,
        cabin_class=wire.cabin_class,
        aisles=wire.aisles if wire.aisles is not None else max(1, _sections(wire.rows) - 1),
        wings=(wings.first_row_index, wings.last_row_index) if wings else None,
        rows=tuple(_row(one) for one in wire.rows),
    )


def _sections(rows: tuple[WireRow, ...]) -> int:
    return max((len(row.sections) for row in rows), default=0)


def _row(wire: WireRow) -> Row:
    return Row(tuple(tuple(_element(one) for one in section.elements) for section in wire.sections))


def _element(wire: WireElement) -> Element:
    kind = _kind(wire.type)
    return Element(
        kind=kind,
        designator=wire.designator,
        name=wire.name,
        disclosures=wire.disclosures,
        services=_services(wire.available_services) if kind is ElementKind.SEAT else (),
    )


@lru_cache(maxsize=256)
def _kind(word: str) -> ElementKind:
    """What stands there; a word we do not know is logged once, not once a seat."""
    try:
        return ElementKind(word)
    except ValueError:
        _log.info("unknown seat map element %.40r, drawn as a neutral block", word)
        return ElementKind.OTHER


def _services(wires: tuple[WireSeatService | None, ...]) -> tuple[SeatService, ...]:
    """Who may buy the seat; where the price cannot be read it is not for sale."""
    read: list[SeatService] = []
    for wire in wires:
        if wire is None:
            continue
        try:
            read.append(
                SeatService(identifier(wire.id), wire.passenger_id, price(wire.total_amount, wire.total_currency))
            )
        except BadValue as exc:
            _log.info("left out a seat that is for sale: %s", exc)
    return tuple(read)
