"""From an order to a paper: what the customer is told, as typed content."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest

from agentdesk.desk.paper_content import (
    Aboard,
    Itinerary,
    PaperBags,
    PaperFlight,
    PaperSlice,
    PaperTraveller,
    PriceKind,
    PriceLine,
    Rule,
    RuleState,
)
from agentdesk.desk.ports import OrderRecord
from agentdesk.desk.preferences import Preferences
from agentdesk.travel.booking import Sent
from agentdesk.travel.environment import Environment, World
from agentdesk.travel.journeys import Flight, Permission, Segment, SegmentPassenger, Slice, layovers
from agentdesk.travel.money import Money, total
from agentdesk.travel.offers import Bag, Offer
from agentdesk.travel.order_prices import fare_of, taxes_of
from agentdesk.travel.orders import Order, OrderPassenger, Ticket, TicketKind, status
from agentdesk.travel.passengers import PassengerKind, Traveller

SEAT, BAGGAGE = "seat", "baggage"  # kinds of services, in the upstream's words


@dataclass(frozen=True, slots=True)
class _Extra:
    """A bought seat or bag in terms of the order; not `confirmed` when only our own record knows it."""

    kind: str
    quantity: int
    price: Money  # for all of it
    passenger_ids: tuple[str, ...]
    segment_ids: tuple[str, ...]
    designator: str = ""
    bag: Bag | None = None
    confirmed: bool = True


def itinerary(
    order: Order,
    sent: Sent | None,
    preferences: Preferences,
    environment: Environment,
    issued_at: datetime,
    zone: str,
    *,
    fee: Money | None = None,
    own_reference: str = "",
) -> Itinerary:
    """The paper of an order. `issued_at` is an aware instant, `zone` the agency's tz database name.

    `fee` is the agency's own; one in another currency than the order is not added to it and stands on no paper.

    The upstream does not echo all that was sold (kinds of passengers, who carries the infant, bags: API.md 7.5), so
    our own copy of what we sent fills the gaps. It never contradicts the upstream: a seat or bag from our copy stands
    here only when the order costs exactly what was agreed with it.
    """
    own = _OwnCopy.of(order, sent)
    extras = _extras(order, own)
    whose_ticket, loose_tickets = _documents(order, (TicketKind.TICKET,))
    extra = fee if fee is not None and fee.currency == order.total.currency else None
    whose_emd, loose_emds = _documents(order, (TicketKind.EMD_ASSOCIATED, TicketKind.EMD_STANDALONE))
    return Itinerary(
        world=_world(order, environment),
        agency=preferences.agency,
        agent=preferences.agent,
        airline=order.owner.name,
        reference=order.reference,
        other_references=tuple(pair for pair in order.references if pair[1] != order.reference),
        issued_at=issued_at,
        issued_zone=zone,
        status=status(order, issued_at),
        pay_by=order.payment.pay_by,
        paid_at=_paid_at(order),
        travellers=tuple(
            _traveller(one, order, own, whose_ticket.get(one.id, ()), whose_emd.get(one.id, ()))
            for one in order.passengers
        ),
        loose_tickets=loose_tickets,
        loose_emds=loose_emds,
        slices=tuple(_slice(part, order, own, extras) for part in order.slices),
        change=_rule(order.change or own.change),
        refund=_rule(order.refund or own.refund),
        prices=(*_prices(order, extras), *([PriceLine(PriceKind.FEE, extra)] if extra is not None else [])),
        total=order.total + extra if extra is not None else order.total,
        airline_change_open=order.open_airline_changes > 0 and order.cancelled_at is None,
        emissions_kg=own.offer.emissions_kg if own.offer else "",
        order_id=order.id,
        own_reference=own_reference,
        price_held_until=order.payment.price_held_until,
    )


def itinerary_of(record: OrderRecord, preferences: Preferences, issued_at: datetime, zone: str) -> Itinerary:
    """The paper of an order we keep, in the name of the agent who sold it."""
    seller = replace(preferences, agent=record.agent or preferences.agent)
    return itinerary(
        record.order,
        record.sent,
        seller,
        record.environment,
        issued_at,
        zone,
        fee=record.fee,
        own_reference=record.own_reference,
    )


@dataclass(frozen=True, slots=True)
class _OwnCopy:
    """What we sent, said in the ids of the order."""

    offer: Offer | None
    travellers: dict[str, Traveller]  # by the order's passenger id
    carriers: dict[str, str]  # infant -> adult, both the order's passenger ids
    extras: tuple[_Extra, ...]

    @property
    def change(self) -> Permission | None:
        return self.offer.change if self.offer else None

    @property
    def refund(self) -> Permission | None:
        return self.offer.refund if self.offer else None

    @classmethod
    def of(cls, order: Order, sent: Sent | None) -> "_OwnCopy":
        echoed = {one.infant_id: one.id for one in order.passengers if one.infant_id}
        if sent is None:
            return cls(None, {}, echoed, ())
        priced = sent.priced
        people = _same_people(order, priced.travellers)
        tied = {
            people[one.infant_id]: people[one.passenger_id]
            for one in priced.travellers
            if one.infant_id in people and one.passenger_id in people
        }
        return cls(
            offer=priced.offer,
            travellers={people[one.passenger_id]: one for one in priced.travellers if one.passenger_id in people},
            carriers={**tied, **echoed},
            extras=_sent_extras(order, sent, people) if order.total == priced.total else (),
        )


def _same_people(order: Order, travellers: tuple[Traveller, ...]) -> dict[str, str]:
    """Passenger id as sent -> passenger id of the order: the same id, else the only one of that name."""
    ids = {one.id for one in order.passengers}
    by_name: dict[str, list[str]] = {}
    for one in order.passengers:
        by_name.setdefault(one.full_name.casefold(), []).append(one.id)
    found = {}
    for traveller in travellers:
        namesakes = by_name.get(traveller.full_name.casefold(), [])
        if traveller.passenger_id in ids:
            found[traveller.passenger_id] = traveller.passenger_id
        elif len(namesakes) == 1:
            found[traveller.passenger_id] = namesakes[0]
    return found


def _sent_extras(order: Order, sent: Sent, people: dict[str, str]) -> tuple[_Extra, ...]:
    priced = sent.priced
    segments = _same_segments(order, priced.offer)
    seats = tuple(
        _Extra(
            kind=SEAT,
            quantity=1,
            price=pick.price,
            passenger_ids=(people[pick.passenger_id],),
            segment_ids=(segments[pick.segment_id],),
            designator=pick.designator,
            confirmed=False,
        )
        for pick in priced.seats
        if pick.passenger_id in people and pick.segment_id in segments
    )
    bags = tuple(
        _Extra(
            kind=pick.service.kind,
            quantity=pick.quantity,
            price=pick.price,
            passenger_ids=tuple(people[one] for one in pick.service.passenger_ids if one in people),
            segment_ids=tuple(segments[one] for one in pick.service.segment_ids if one in segments),
            bag=pick.service.bag,
            confirmed=False,
        )
        for pick in priced.bags
    )
    return seats + bags


def _same_segments(order: Order, offer: Offer) -> dict[str, str]:
    """Segment id of the offer -> of the order (API.md 7.5: they need not be equal): the same flight on the same day."""
    there = {_flight_key(one.flight): one.id for part in order.slices for one in part.segments}
    return {
        one.id: there[_flight_key(one.flight)]
        for part in offer.slices
        for one in part.segments
        if _flight_key(one.flight) in there
    }


def _flight_key(flight: Flight) -> tuple[str, ...]:
    return (
        flight.marketing.iata,
        flight.number.lstrip("0"),
        flight.origin.iata,
        flight.destination.iata,
        flight.departs.date().isoformat(),
    )


def _extras(order: Order, own: _OwnCopy) -> tuple[_Extra, ...]:
    """The order's services; of a kind it does not mention, those we sent."""
    echoed = tuple(
        _Extra(
            kind=one.kind,
            quantity=one.quantity,
            price=one.price,
            passenger_ids=one.passenger_ids,
            segment_ids=one.segment_ids,
            designator=one.designator,
            bag=one.bag,
        )
        for one in order.services
    )
    kinds = {one.kind for one in echoed}
    return echoed + tuple(one for one in own.extras if one.kind not in kinds)


def _world(order: Order, environment: Environment) -> World:
    return World.TEST if environment.is_live and not order.live_mode else environment.world


def _paid_at(order: Order) -> datetime | None:
    """When the money was taken: an instant order is paid as it is made (API.md 7.5)."""
    if order.payment.awaiting_payment:
        return None
    if order.payment.paid_at is not None or order.kind == "hold":
        return order.payment.paid_at
    return order.created_at if order.payment.pay_by is None else None


def _documents(order: Order, kinds: tuple[TicketKind, ...]) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Numbers by passenger, and those of nobody in particular; with one passenger all are theirs."""
    wanted = [one for one in order.tickets if one.kind in kinds]
    if len(order.passengers) == 1:
        return {order.passengers[0].id: tuple(one.number for one in wanted)}, ()
    known = {one.id for one in order.passengers}
    loose = tuple(one.number for one in wanted if not known.intersection(one.passenger_ids))
    return {one: _numbers_of(wanted, one) for one in known}, loose


def _numbers_of(documents: list[Ticket], passenger_id: str) -> tuple[str, ...]:
    return tuple(one.number for one in documents if passenger_id in one.passenger_ids)


def _traveller(
    passenger: OrderPassenger, order: Order, own: _OwnCopy, tickets: tuple[str, ...], emds: tuple[str, ...]
) -> PaperTraveller:
    ours = own.travellers.get(passenger.id)
    carrier = own.carriers.get(passenger.id, "")
    return PaperTraveller(
        title=passenger.title or (ours.title if ours else ""),
        given_name=passenger.given_name,
        family_name=passenger.family_name,
        kind=_kind(passenger, own),
        carried_by=next((one.full_name for one in order.passengers if one.id == carrier), ""),
        tickets=tickets,
        emds=emds,
    )


def _kind(passenger: OrderPassenger, own: _OwnCopy) -> PassengerKind | None:
    if passenger.kind is not None:
        return passenger.kind
    ours = own.travellers.get(passenger.id)
    if ours is not None:
        return ours.kind
    return PassengerKind.INFANT if passenger.id in own.carriers else None


def _slice(part: Slice, order: Order, own: _OwnCopy, extras: tuple[_Extra, ...]) -> PaperSlice:
    waits = layovers(part)
    return PaperSlice(
        origin=part.origin,
        destination=part.destination,
        flights=tuple(
            PaperFlight(
                flight=segment.flight,
                cabins=tuple(
                    dict.fromkeys(name for one in segment.passengers if (name := one.cabin_name or one.cabin_class))
                ),
                aboard=tuple(
                    _aboard(index, passenger, segment, own, extras) for index, passenger in enumerate(order.passengers)
                ),
                layover_after=wait,
            )
            for segment, wait in zip_longest(part.segments, waits)
        ),
        elapsed=part.elapsed,
        fare_brand=part.fare_brand,
        change=_rule(part.conditions.change),
        refund=_rule(part.conditions.refund),
    )


def _aboard(
    index: int, passenger: OrderPassenger, segment: Segment, own: _OwnCopy, extras: tuple[_Extra, ...]
) -> Aboard:
    has = next((one for one in segment.passengers if one.passenger_id == passenger.id), None)
    bought = [one for one in extras if passenger.id in one.passenger_ids and segment.id in one.segment_ids]
    seat = next((one for one in bought if one.kind == SEAT and one.designator), None)
    named = has.seat if has is not None else ""
    return Aboard(
        traveller=index,
        seat=named or (seat.designator if seat else ""),
        bags=_included(has) + tuple(_bought(one) for one in bought if one.kind == BAGGAGE),
        on_lap=_kind(passenger, own) is PassengerKind.INFANT,
        seat_confirmed=bool(named) or seat is None or seat.confirmed,
    )


def _included(has: SegmentPassenger | None) -> tuple[PaperBags, ...]:
    if has is None:
        return ()
    kinds = dict.fromkeys(bag.kind for bag in has.bags)
    return tuple(
        PaperBags(kind, quantity, weight_kg=None, bought=False)
        for kind in kinds
        if (quantity := has.quantity(kind)) > 0
    )


def _bought(extra: _Extra) -> PaperBags:
    kind = extra.bag.kind if extra.bag else "checked"
    weight = extra.bag.weight_kg if extra.bag else None
    return PaperBags(kind, extra.quantity, weight, bought=True, confirmed=extra.confirmed)


def _rule(permission: Permission | None) -> Rule:
    if permission is None:
        return Rule(RuleState.UNSAID)
    if not permission.allowed:
        return Rule(RuleState.FORBIDDEN)
    if permission.penalty is None:
        return Rule(RuleState.PENALTY_UNSAID)
    try:
        penalty = Money.of(permission.penalty.amount, permission.penalty.currency)
    except ValueError:  # a text that is no amount names no fee
        return Rule(RuleState.PENALTY_UNSAID)
    return Rule(RuleState.FREE) if penalty.is_zero else Rule(RuleState.PENALTY, penalty)


def _prices(order: Order, extras: tuple[_Extra, ...]) -> tuple[PriceLine, ...]:
    """Lines that add up to the total to the cent; what no line explains is said to be other charges."""
    currency = order.total.currency
    bought = tuple(_extra_line(one, order) for one in extras if one.price.currency == currency)
    tax = taxes_of(order)
    fare = fare_of(order, total([line.amount for line in bought], currency))
    lines = [PriceLine(PriceKind.FARE, fare, quantity=len(order.passengers))]
    if tax is not None:
        lines.append(PriceLine(PriceKind.TAX, tax))
    lines.extend(bought)
    rest = order.total - total([line.amount for line in lines], currency)
    if not rest.is_zero:
        lines.append(PriceLine(PriceKind.OTHER, rest))
    return tuple(lines)


def _extra_line(extra: _Extra, order: Order) -> PriceLine:
    kind = {SEAT: PriceKind.SEAT, BAGGAGE: PriceKind.BAG}.get(extra.kind, PriceKind.SERVICE)
    detail = {
        PriceKind.SEAT: extra.designator,
        PriceKind.BAG: extra.bag.kind if extra.bag else "checked",
    }.get(kind, extra.kind)
    return PriceLine(
        kind=kind,
        amount=extra.price,
        quantity=extra.quantity,
        travellers=tuple(one.full_name for one in order.passengers if one.id in extra.passenger_ids),
        flights=tuple(
            segment.flight.code for part in order.slices for segment in part.segments if segment.id in extra.segment_ids
        ),
        detail=detail,
        weight_kg=extra.bag.weight_kg if extra.bag else None,
    )
