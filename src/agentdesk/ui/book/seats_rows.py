"""What stands in the matrix and in the bar, made of a draft."""

from collections.abc import Sequence
from datetime import date

from agentdesk.travel.booking import Draft
from agentdesk.travel.journeys import Segment
from agentdesk.travel.money import Money, total
from agentdesk.travel.offers import Offer, Service
from agentdesk.travel.passengers import OfferPassenger
from agentdesk.travel.seat_layout import Cell
from agentdesk.travel.seats import Sitter, why_not
from agentdesk.ui import words
from agentdesk.ui.book.bags_card import are_simple
from agentdesk.ui.book.seat_picks import (
    bag_count,
    bags_for_sale,
    covers,
    holder_of,
    included,
    infants_of,
    pick_of,
    seated,
)
from agentdesk.ui.book.seats_bar import SeatWords
from agentdesk.ui.book.seats_matrix import BagCount, FlightHead, PartyRow
from agentdesk.ui.book.seats_words import (
    bag_route,
    free_or,
    initials,
    listed,
    names,
    place_words,
    route,
    says,
    short_names,
    why_not_words,
)


def flight_heads(segments: Sequence[Segment], today: date) -> list[FlightHead]:
    return [FlightHead(route(one), words.day(one.flight.departs.date(), today)) for one in segments]


def party_rows(draft: Draft, segment_id: str) -> list[PartyRow]:
    """A row for each passenger who gets a seat; the bags are those of this flight."""
    offer = draft.offer
    assert offer is not None
    people = seated(offer)
    simple = are_simple(offer, [one.id for one in people])
    return [_row(draft, offer, one, segment_id if simple else "") for one in people]


def _row(draft: Draft, offer: Offer, passenger: OfferPassenger, bags_on: str) -> PartyRow:
    segments = [segment for part in offer.slices for segment in part.segments]
    picks = [pick_of(draft, one.id, passenger.id) for one in segments]
    infants = infants_of(draft, passenger.id)
    spent = [one.price for one in draft.seats if one.passenger_id == passenger.id]
    spent += [one.price for one in draft.bags if {passenger.id, *infants} & set(one.service.passenger_ids[:1])]
    bags = _bags(draft, offer, passenger) if bags_on else ()
    return PartyRow(
        initials=initials(draft)[passenger.id],
        name=names(draft)[passenger.id],
        detail=_detail(draft, passenger, infants),
        seats=tuple((one.designator, free_or(one.price)) if one is not None else ("", "") for one in picks),
        bags=bags,
        bag_now=next((number for number, one in enumerate(bags) if covers(one.service, bags_on)), -1),
        bags_text=_bags_text(draft, offer, passenger),
        extras=words.money(total(spent, offer.total.currency)),
    )


def _detail(draft: Draft, passenger: OfferPassenger, infants: Sequence[str]) -> str:
    """'child, 7', 'and Ife'."""
    called = short_names(draft)
    if infants:
        lap = [called[one] for one in infants]
        return f"and {listed(lap) if any(_is_named(draft, one) for one in infants) else 'infant'}"
    if passenger.is_adult:
        return ""
    age = "" if passenger.age is None else str(passenger.age)
    return ", ".join(part for part in ("child" if _is_named(draft, passenger.id) else "", age) if part)


def _is_named(draft: Draft, passenger_id: str) -> bool:
    return any(one.passenger_id == passenger_id and one.given_name.strip() for one in draft.travellers)


def _bags(draft: Draft, offer: Offer, passenger: OfferPassenger) -> tuple[BagCount, ...]:
    found = []
    for service in bags_for_sale(offer):
        if service.passenger_ids[0] == passenger.id:
            has, bought = included(offer, service), bag_count(draft, service)
            more = f"1 more: {free_or(service.price)}"
            text = f"{has} + {bought} for {words.money(service.price * bought)}" if bought else more
            spoken = f"Bags for {names(draft)[passenger.id]}, {bag_route(service, offer)}"
            each = f"{words.count(has, 'bag')} included; more: {_weight(service)}{free_or(service.price)} each"
            found.append(BagCount(service, has, bought, text, spoken, each))
    return tuple(found)


def _weight(service: Service) -> str:
    return f"{service.bag.weight_kg} kg, " if service.bag is not None and service.bag.weight_kg is not None else ""


def _bags_text(draft: Draft, offer: Offer, passenger: OfferPassenger) -> str:
    """Where one stepper does not say it all: what the fare has, what was bought."""
    checked = [
        one.quantity("checked")
        for part in offer.slices
        for segment in part.segments
        for one in segment.passengers
        if one.passenger_id == passenger.id
    ]
    bought = [one for one in draft.bags if passenger.id in one.service.passenger_ids[:1]]
    count = sum(one.quantity for one in bought)
    if not count:
        return f"{min(checked)} included" if min(checked, default=0) else "none"
    cost = total([one.price for one in bought], offer.total.currency)
    return f"{min(checked, default=0)} + {count} for {words.money(cost)}"


# --- the bar


def bar_words(draft: Draft, segment_id: str, cell: Cell, sitter: Sitter, other: Cell | None) -> SeatWords:
    """What the bar says of a seat for the passenger in turn; `other` is the nearest that would do instead."""
    offer = draft.offer
    assert offer is not None
    name = short_names(draft)[sitter.passenger_id]
    seat = cell.element.designator
    holder = holder_of(draft, segment_id, seat)
    own = pick_of(draft, segment_id, sitter.passenger_id)
    service = cell.element.service_for(sitter.passenger_id)
    barred = why_not(cell.element, sitter, near_exit=cell.near_exit)
    price = free_or(service.price) if service is not None else ""
    kind, said = place_words(cell), says(cell)
    way_on = f"Go to {other.element.designator}" if other is not None else ""
    if holder == sitter.passenger_id:
        sentence = f"{price + '. ' if price else ''}{name} has this seat."
        return SeatWords(seat, kind, sentence, said, f"Give {seat} back", True, gives_back=True)
    if holder:
        sentence = f"{short_names(draft).get(holder, '')} has this seat."
        return SeatWords(seat, kind, sentence, said, f"Take {seat}", False, way_on)
    if barred is not None:
        sentence = why_not_words(barred, seat, name, offer.passenger(sitter.passenger_id))
        detail = f"{price}. {said}" if price else said if cell.element.disclosures else ""
        detail = f"{detail} {_nearest_words(other, sitter)}".strip()
        return SeatWords(seat, kind, sentence, detail, f"Take {seat}", False, way_on, bool(price))
    if own is not None:
        change = _difference(service.price if service is not None else own.price, own.price)
        sentence = f"{price}. {name} now has {own.designator}; taking {seat} gives {own.designator} back{change}."
        return SeatWords(seat, kind, sentence, said, f"Move to {seat}", True)
    return SeatWords(seat, kind, f"{price} for {name}.", said, f"Take {seat}", True)


def _nearest_words(other: Cell | None, sitter: Sitter) -> str:
    service = other.element.service_for(sitter.passenger_id) if other is not None else None
    if other is None or service is None:
        return "No other seat here will do."
    return f"Nearest that will do: {other.element.designator}, {place_words(other).lower()}, {free_or(service.price)}."


def _difference(new: Money, old: Money) -> str:
    change = new - old
    return "" if change.is_zero else f" ({words.money(change, signed=True)})"
