"""Picking seats and bags in a draft: pure functions from one draft to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agentdesk.travel.basket import same_service
from agentdesk.travel.booking import BagPick, Draft, SeatPick
from agentdesk.travel.offers import Offer, Service
from agentdesk.travel.passengers import OfferPassenger
from agentdesk.travel.seat_layout import Cell
from agentdesk.travel.seats import Element, Sitter


def seated(offer: Offer) -> tuple[OfferPassenger, ...]:
    """Those who get a seat of their own: everybody but lap infants."""
    return tuple(one for one in offer.passengers if not one.is_infant)


def sitters(draft: Draft) -> tuple[Sitter, ...]:
    """Those who get a seat, and which of them carries an infant; as long as nobody has said, the first adults do."""
    offer = draft.offer
    if offer is None:
        return ()
    infants = [one.id for one in offer.passengers if one.is_infant]
    said = {form.carried_by for form in draft.travellers if form.passenger_id in infants and form.carried_by}
    adults = [one.id for one in offer.passengers if one.is_adult and one.id not in said]
    carriers = said | set(adults[: max(len(infants) - len(said), 0)])
    return tuple(Sitter(one.id, one.is_adult, one.id in carriers) for one in seated(offer))


def infants_of(draft: Draft, passenger_id: str) -> tuple[str, ...]:
    """The infants this adult carries."""
    offer = draft.offer
    lap = {one.id for one in offer.passengers if one.is_infant} if offer is not None else set()
    said = [one.passenger_id for one in draft.travellers if one.passenger_id in lap and one.carried_by == passenger_id]
    return tuple(said)


def pick_of(draft: Draft, segment_id: str, passenger_id: str) -> SeatPick | None:
    return next((one for one in draft.seats if one.segment_id == segment_id and one.passenger_id == passenger_id), None)


def holder_of(draft: Draft, segment_id: str, designator: str) -> str:
    """The passenger who has this seat in the draft; "" for nobody."""
    return next(
        (one.passenger_id for one in draft.seats if one.segment_id == segment_id and one.designator == designator),
        "",
    )


def take(draft: Draft, segment_id: str, passenger_id: str, element: Element) -> Draft:
    """The seat for this passenger instead of the one they had; the draft as it is when it is not for them."""
    service = element.service_for(passenger_id)
    holder = holder_of(draft, segment_id, element.designator)
    if service is None or (holder and holder != passenger_id):
        return draft
    pick = SeatPick(segment_id, passenger_id, element.designator, service.price, service.id)
    return replace(draft, seats=(*_without(draft, segment_id, passenger_id), pick))


def give_back(draft: Draft, segment_id: str, passenger_id: str) -> Draft:
    return replace(draft, seats=_without(draft, segment_id, passenger_id))


def take_all(draft: Draft, segment_id: str, cells: Mapping[str, Cell]) -> Draft:
    """A seat for each passenger named, in one stroke; each of them gives the old one back first."""
    for passenger_id in cells:
        draft = give_back(draft, segment_id, passenger_id)
    for passenger_id, cell in cells.items():
        draft = take(draft, segment_id, passenger_id, cell.element)
    return draft


def _without(draft: Draft, segment_id: str, passenger_id: str) -> tuple[SeatPick, ...]:
    return tuple(one for one in draft.seats if (one.segment_id, one.passenger_id) != (segment_id, passenger_id))


# --- bags


def bag_count(draft: Draft, service: Service) -> int:
    return sum(one.quantity for one in draft.bags if _is(one.service, service))


def _is(one: Service, other: Service) -> bool:
    """The same thing, though the ids of the last reading differ; several alike are told apart by their price."""
    return one.id == other.id or (same_service(one, other) and one.price == other.price)


def put_bags(draft: Draft, service: Service, quantity: int) -> Draft:
    """So many of a bag; others of the same passenger, flights and kind go: only one weight of each (API.md 5.2)."""
    kept = tuple(one for one in draft.bags if not _excludes(one.service, service))
    return replace(draft, bags=(*kept, BagPick(service, quantity)) if quantity else kept)


def _excludes(one: Service, other: Service) -> bool:
    return (
        _bag_kind(one) == _bag_kind(other)
        and one.passenger_ids == other.passenger_ids
        and bool(set(one.segment_ids) & set(other.segment_ids))
    )


def _bag_kind(service: Service) -> str:
    return service.bag.kind if service.bag is not None else ""


def bags_for_sale(offer: Offer) -> Sequence[Service]:
    """Bags by passenger, in the order of the offer."""
    order = {one.id: number for number, one in enumerate(offer.passengers)}
    bags = [one for one in offer.services if one.kind == "baggage" and one.passenger_ids and one.max_quantity > 0]
    return sorted(bags, key=lambda one: (order.get(one.passenger_ids[0], 99), one.price.amount))


def copy_bags(draft: Draft, passenger_id: str) -> Draft:
    """Everybody gets the bags this passenger has, as far as the airline sells them the same."""
    offer = draft.offer
    if offer is None:
        return draft
    own = [one for one in draft.bags if one.service.passenger_ids[:1] == (passenger_id,)]
    for other in offer.passengers:
        for pick in own if other.id != passenger_id else ():
            wanted = replace(pick.service, passenger_ids=(other.id,))
            service = next((one for one in bags_for_sale(offer) if same_service(one, wanted)), None)
            if service is not None:
                draft = put_bags(draft, service, min(pick.quantity, service.max_quantity))
    return draft


def included(offer: Offer, service: Service) -> int:
    """How many bags of this kind the fare has already on the flights of this one."""
    covered = [one for part in offer.slices for one in part.segments if one.id in service.segment_ids]
    quantities = [
        passenger.quantity(_bag_kind(service))
        for segment in covered
        for passenger in segment.passengers
        if passenger.passenger_id == service.passenger_ids[0]
    ]
    return min(quantities, default=0)


def covers(service: Service, segment_id: str) -> bool:
    return not service.segment_ids or segment_id in service.segment_ids
