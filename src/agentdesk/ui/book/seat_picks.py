"""Picking seats and bags in a draft: pure functions from one draft to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agentdesk.travel.booking import BagPick, Draft, SeatPick
from agentdesk.travel.offers import Offer, Service
from agentdesk.travel.passengers import OfferPassenger
from agentdesk.travel.seat_layout import Cell
from agentdesk.travel.seats import Element


def seated(offer: Offer) -> tuple[OfferPassenger, ...]:
    """Those who get a seat of their own: everybody but lap infants."""
    return tuple(one for one in offer.passengers if not one.is_infant)


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
    """A seat for each passenger named, in one stroke."""
    for passenger_id in cells:
        draft = give_back(draft, segment_id, passenger_id)
    for passenger_id, cell in cells.items():
        draft = take(draft, segment_id, passenger_id, cell.element)
    return draft


def _without(draft: Draft, segment_id: str, passenger_id: str) -> tuple[SeatPick, ...]:
    return tuple(one for one in draft.seats if (one.segment_id, one.passenger_id) != (segment_id, passenger_id))


def bag_count(draft: Draft, service: Service) -> int:
    return sum(one.quantity for one in draft.bags if one.service.id == service.id)


def put_bags(draft: Draft, service: Service, quantity: int) -> Draft:
    """So many of a bag; others of the same passenger, flights and kind go: only one weight of each (API.md 5.2)."""
    kept = tuple(one for one in draft.bags if not _excludes(one.service, service))
    return replace(draft, bags=(*kept, BagPick(service, quantity)) if quantity else kept)


def _excludes(one: Service, other: Service) -> bool:
    same_kind = (one.bag.kind if one.bag else "") == (other.bag.kind if other.bag else "")
    return (
        same_kind and one.passenger_ids == other.passenger_ids and bool(set(one.segment_ids) & set(other.segment_ids))
    )


def bags_for_sale(offer: Offer) -> Sequence[Service]:
    """Bags by passenger, in the order of the offer."""
    order = {one.id: number for number, one in enumerate(offer.passengers)}
    bags = [one for one in offer.services if one.kind == "baggage" and one.passenger_ids]
    return sorted(bags, key=lambda one: (order.get(one.passenger_ids[0], 99), one.price.amount))
