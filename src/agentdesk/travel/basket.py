"""What is in the trip and what it costs: fare by passenger, seats, bags, total."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agentdesk.travel.booking import BagPick, Draft, SeatPick
from agentdesk.travel.money import Money, total
from agentdesk.travel.offers import Offer, Service
from agentdesk.travel.passenger_rules import kind_of
from agentdesk.travel.passengers import PassengerKind
from agentdesk.travel.seats import SeatMap


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One line: what it is, how often, what it costs altogether."""

    what: str  # fare, taxes, seats, bags
    quantity: int
    amount: Money


def lines(offer: Offer, draft: Draft | None = None) -> tuple[BasketLine, ...]:
    """Fare and taxes for all passengers, then what is ordered with the draft. They add up to the total."""
    found = [BasketLine("fare", len(offer.passengers), offer.total if offer.tax is None else offer.base)]
    if offer.tax is not None:
        found.append(BasketLine("taxes", 1, offer.total - offer.base))
    if draft is not None:
        currency = offer.total.currency
        seats, bags = draft.ordered_seats, draft.ordered_bags
        if seats:
            found.append(BasketLine("seats", len(seats), total([one.price for one in seats], currency)))
        if bags:
            count = sum(one.quantity for one in bags)
            found.append(BasketLine("bags", count, total([one.price for one in bags], currency)))
    return tuple(found)


def party(offer: Offer) -> tuple[tuple[PassengerKind, int], ...]:
    """How many of each kind travel, adults first."""
    counted = Counter(kind_of(one) for one in offer.passengers)
    return tuple((kind, counted[kind]) for kind in PassengerKind if counted[kind])


# --- what was picked, after the airline was asked again


@dataclass(frozen=True, slots=True)
class Renewed:
    """A draft with today's service ids and prices, and what has changed with them. Old and new stand side by side."""

    draft: Draft
    seats: tuple[tuple[SeatPick, SeatPick | None], ...] = ()  # None: no longer for sale to them
    bags: tuple[tuple[BagPick, BagPick | None], ...] = ()

    @property
    def has_changed(self) -> bool:
        return bool(self.seats or self.bags)


def same_service(one: Service, other: Service) -> bool:
    """Whether both are the same thing for the same people and flights; ids differ from read to read (API.md 5.2)."""
    return (
        one.kind == other.kind
        and one.bag == other.bag
        and set(one.passenger_ids) == set(other.passenger_ids)
        and set(one.segment_ids) == set(other.segment_ids)
    )


def renewed(draft: Draft, maps: Sequence[SeatMap], services: Sequence[Service]) -> Renewed:
    """The same picks by what they are: seats by designator, bags by kind, size, passengers and flights.

    What has no map this time stays as it was: nobody has said that it is gone, and it is asked for again before paying.
    """
    by_segment = {one.segment_id: one for one in maps if one.cabins}
    seats, bags = [], []
    changed_seats: list[tuple[SeatPick, SeatPick | None]] = []
    changed_bags: list[tuple[BagPick, BagPick | None]] = []
    for seat in draft.seats:
        seat_map = by_segment.get(seat.segment_id)
        seat_now = seat if seat_map is None else _seat_now(seat, seat_map)
        seats += [seat_now] if seat_now is not None else []
        if seat_now is None or seat_now.price != seat.price:
            changed_seats.append((seat, seat_now))
    for bag in draft.bags:
        bag_now = _bag_now(bag, services)
        bags += [bag_now] if bag_now is not None else []
        if bag_now is None or (bag_now.service.price, bag_now.quantity) != (bag.service.price, bag.quantity):
            changed_bags.append((bag, bag_now))
    draft = replace(draft, seats=tuple(seats), bags=tuple(bags))
    return Renewed(draft, tuple(changed_seats), tuple(changed_bags))


def _seat_now(pick: SeatPick, seat_map: SeatMap) -> SeatPick | None:
    element = seat_map.find(pick.designator)
    service = element.service_for(pick.passenger_id) if element is not None else None
    return None if service is None else replace(pick, price=service.price, service_id=service.id)


def _bag_now(pick: BagPick, services: Sequence[Service]) -> BagPick | None:
    alike = [one for one in services if same_service(one, pick.service)]
    now = next((one for one in alike if one.id == pick.service.id), None)
    now = now or next((one for one in alike if one.price == pick.service.price), None) or next(iter(alike), None)
    if now is None or now.max_quantity < 1:
        return None
    return BagPick(now, min(pick.quantity, now.max_quantity))
