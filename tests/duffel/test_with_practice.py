"""The client against the practice airline, over real sockets: a family's trip, and everything that goes wrong."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from agentdesk.desk.ports import Batch
from agentdesk.duffel.airline import DuffelAirline
from agentdesk.duffel.client import Limits
from agentdesk.duffel.retrying import Patience
from agentdesk.duffel.transport import open_airline
from agentdesk.travel.booking import BagPick, Booked, Priced, Refused, SeatPick, Sent, Unsure, Way, extras
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import ConnectionLost, NotAllowed, OfferGone, TooManyCalls, UnknownThere
from agentdesk.travel.offers import Offer
from agentdesk.travel.orders import OrderStatus, TicketKind, status
from agentdesk.travel.passengers import Loyalty, OfferPassenger, Party, PassengerKind, Traveller
from agentdesk.travel.places import Place
from agentdesk.travel.search import Cabin, Leg, Member, PrivateFare, Search
from agentdesk.travel.seats import SeatMap
from tests.practice_airline import Practice

LIMITS = Limits(patience=Patience(first_wait=timedelta(milliseconds=10)))
NAMES = ("Amelia", "Frédéric", "Zoë", "Bo")


@asynccontextmanager
async def opened(practice: Practice, limits: Limits = LIMITS) -> AsyncIterator[DuffelAirline]:
    async with open_airline(practice.url, practice.token, PRACTICE, limits) as airline:
        yield airline


def a_trip(party: Party, *airports: str, days: int = 40) -> Search:
    """A search along these airports, a week apart."""
    places = [Place(code, code, code, "", False) for code in airports]
    start = datetime.now(UTC).date() + timedelta(days=days)
    legs = [
        Leg(origin, destination, start + timedelta(days=7 * number))
        for number, (origin, destination) in enumerate(pairwise(places))
    ]
    return Search(tuple(legs), party, Cabin.ECONOMY)


async def all_batches(airline: DuffelAirline, search: Search) -> list[Batch]:
    return [batch async for batch in airline.search(search)]


async def an_offer(airline: DuffelAirline, *airports: str, party: Party | None = None) -> tuple[str, Offer]:
    """The request id and a cheap offer of the house airline."""
    batches = await all_batches(airline, a_trip(party or Party(1), *airports))
    offers = [offer for batch in batches for offer in batch.offers if offer.owner.iata == "ZZ"]
    return batches[0].request_id, min(offers, key=lambda offer: offer.total.amount)


def travellers(offer: Offer) -> tuple[Traveller, ...]:
    """Everybody on the offer, the infant on the first adult."""
    infants = [one.id for one in offer.passengers if one.is_infant]
    adults = [one.id for one in offer.passengers if one.is_adult]
    return tuple(
        Traveller(
            one.id,
            one.kind or PassengerKind.ADULT,
            "ms",
            NAMES[number],
            "Earhart",
            "f",
            born(one, offer.slices[-1].departs.date()),
            "amelia@example.com",
            "+442080160508",
            infant_id=infants[0] if infants and one.id == adults[0] else "",
        )
        for number, one in enumerate(offer.passengers)
    )


def born(one: OfferPassenger, last_day: date) -> date:
    age = 0 if one.is_infant else one.age if one.age is not None else 35
    return date(last_day.year - age, 1, 1)


def to_send(request_id: str, offer: Offer, *, seats: tuple[SeatPick, ...] = (), bags: tuple[BagPick, ...] = ()) -> Sent:
    total = offer.total + extras(seats, bags, offer.total.currency)
    now = datetime.now(UTC)
    priced = Priced("draft-1", PRACTICE, offer, request_id, travellers(offer), seats, bags, total, total, now)
    return Sent(priced, "attempt-1", now)


def first_seat(maps: tuple[SeatMap, ...], passenger_id: str) -> SeatPick:
    for map_ in maps:
        for cabin in map_.cabins:
            for element in (one for row in cabin.rows for section in row.sections for one in section):
                service = element.service_for(passenger_id)
                if service is not None:
                    return SeatPick(map_.segment_id, passenger_id, element.designator, service.price, service.id)
    raise AssertionError("no seat is for sale")


async def test_a_family_flies_from_search_to_tickets(practice: Practice) -> None:
    async with opened(practice) as airline:
        request_id, listed = await an_offer(airline, "LHR", "JFK", "LHR", party=Party(2, (7,), 1))
        offer = await airline.offer(listed.id)
        assert replace(offer, services=()) == listed
        assert await airline.price(offer.id) == replace(offer, services=())
        adult = next(one for one in offer.passengers if one.is_adult)
        seat = first_seat(await airline.seat_maps(offer.id), adult.id)
        bag = BagPick(next(one for one in offer.services if one.kind == "baggage"), 1)
        sent = to_send(request_id, offer, seats=(seat,), bags=(bag,))
        outcome, answer = await airline.book(sent)
        assert isinstance(outcome, Booked)
        assert answer is not None
        assert json.loads(answer.raw)["booking_reference"] == outcome.reference
        practice.advance(60)
        order = (await airline.order(outcome.order_id)).order
    assert (order.total, order.reference) == (sent.priced.total, outcome.reference)
    assert dict(order.metadata) == {"agentdesk_attempt": "attempt-1"}
    assert [one.full_name for one in order.passengers] == [f"{name} Earhart" for name in NAMES]
    assert status(order, datetime.now(UTC)) is OrderStatus.TICKETED
    assert sum(1 for one in order.tickets if one.kind is TicketKind.TICKET) == 4
    assert {(one.kind, one.designator, one.price) for one in order.services} == {
        ("seat", seat.designator, seat.price),
        ("baggage", "", bag.price),
    }
    (entry,) = practice.books()["orders"]
    assert (entry["booking_reference"], Decimal(entry["total_amount"])) == (
        outcome.reference,
        sent.priced.total.amount,
    )
    assert practice.books()["order_requests_received"] == 1


async def test_offers_come_in_batches_and_are_all_on_the_list(practice: Practice) -> None:
    async with opened(practice) as airline:
        batches = await all_batches(airline, a_trip(Party(1), "LHR", "JFK"))
        found = [offer for batch in batches for offer in batch.offers]
        listed = await airline.offers_of(batches[0].request_id)
    assert len(batches) > 1
    assert [batch.is_last for batch in batches] == [False] * (len(batches) - 1) + [True]
    assert sum(batch.unreadable for batch in batches) == 0
    assert {offer.id: offer for offer in found} == {offer.id: offer for offer in listed}
    assert len(found) == len(listed) >= 50


async def test_a_lost_poll_loses_no_offer(practice: Practice) -> None:
    practice.scenario("poll_lost")
    async with opened(practice) as airline:
        batches = await all_batches(airline, a_trip(Party(1), "LHR", "JFK"))
        listed = await airline.offers_of(batches[0].request_id)
    found = [offer.id for batch in batches for offer in batch.offers]
    assert sorted(found) == sorted(offer.id for offer in listed)
    assert batches[-1].is_last


async def test_where_batches_are_refused_the_same_offers_come_by_pages(practice: Practice) -> None:
    practice.scenario("no_batches")
    async with opened(practice) as airline:
        batches = await all_batches(airline, a_trip(Party(1), "LHR", "JFK"))
        listed = await airline.offers_of(batches[0].request_id)
    assert sorted(one.id for batch in batches for one in batch.offers) == sorted(one.id for one in listed)
    assert batches[-1].is_last


async def test_an_account_and_an_agreement_make_it_cheaper(practice: Practice) -> None:
    async with opened(practice) as airline:
        plain = a_trip(Party(1), "LHR", "JFK")
        member = Member("Amelia", "Earhart", (Loyalty("ZZ", "1234567890"),))
        known = replace(plain, members=(member,), private_fares=(PrivateFare("BA", "NET10"),))
        cheapest = []
        for search in (plain, known):
            offers = [offer for batch in await all_batches(airline, search) for offer in batch.offers]
            of_airline = [[one for one in offers if one.owner.iata == code] for code in ("ZZ", "BA", "VS")]
            cheapest.append([min(one.total.amount for one in some) for some in of_airline])
        (house, agreed, other), (house_known, agreed_known, other_known) = cheapest
        assert house_known < house
        assert agreed_known < agreed
        assert other_known == other


async def test_no_flights_are_no_error(practice: Practice) -> None:
    async with opened(practice) as airline:
        batches = await all_batches(airline, a_trip(Party(1), "PVD", "RAI"))
    assert sum(len(batch.offers) for batch in batches) == 0
    assert batches[-1].is_last


async def test_a_search_may_be_left_in_the_middle(practice: Practice) -> None:
    async with opened(practice) as airline:
        async for batch in airline.search(a_trip(Party(1), "LHR", "JFK")):
            first = batch
            break
        assert first.offers
        assert await airline.offer(first.offers[0].id)


async def test_a_page_of_a_proxy_is_asked_again(practice: Practice) -> None:
    practice.scenario("html_502")
    async with opened(practice) as airline:
        assert (await airline.account()).airlines_seen > 0


async def test_a_rate_limit_is_waited_for_or_told(practice: Practice) -> None:
    practice.scenario("rate_limited")
    impatient = replace(LIMITS, patience=Patience(longest=timedelta(0)))
    async with opened(practice, impatient) as airline:
        with pytest.raises(TooManyCalls) as caught:
            await airline.account()
        assert caught.value.until is not None
        assert timedelta(0) < caught.value.until - airline.upstream_now() <= timedelta(seconds=61)


async def test_a_wrong_token_is_not_allowed(practice: Practice) -> None:
    async with open_airline(practice.url, "wrong", PRACTICE) as airline:
        with pytest.raises(NotAllowed) as caught:
            await airline.account()
    assert caught.value.request_id


async def test_an_unknown_id_is_unknown_there(practice: Practice) -> None:
    async with opened(practice) as airline:
        with pytest.raises(UnknownThere):
            await airline.order("ord_none")
        with pytest.raises(UnknownThere):
            await airline.offer("off_none")


async def test_an_offer_that_is_gone_says_so(practice: Practice) -> None:
    async with opened(practice) as airline:
        _, offer = await an_offer(airline, "LHR", "JFK")
        practice.scenario("offer_gone")
        with pytest.raises(OfferGone):
            await airline.offer(offer.id)


async def test_a_price_that_rises_is_read_as_it_is_now(practice: Practice) -> None:
    async with opened(practice) as airline:
        _, offer = await an_offer(airline, "LHR", "JFK")
        practice.scenario("price_rise")
        now = await airline.price(offer.id)
    assert (now.total - offer.total).amount == Decimal("12.40")


async def test_no_seat_maps_is_an_answer(practice: Practice) -> None:
    async with opened(practice) as airline:
        _, offer = await an_offer(airline, "LHR", "JFK")
        practice.scenario("no_seat_maps")
        assert await airline.seat_maps(offer.id) == ()


async def test_the_line_is_lost_on_a_question(practice: Practice) -> None:
    practice.scenario("line_lost")
    async with opened(practice) as airline:
        with pytest.raises(ConnectionLost):
            await airline.account()


REFUSED = [
    ("order_refused", "offer_no_longer_available"),
    ("insufficient_balance", "insufficient_balance"),
    ("seat_gone", "ancillary_service_not_available"),
    ("order_not_created", "order_not_created"),
    ("order_503", "service_unavailable"),
]


@pytest.mark.parametrize(("scenario", "code"), REFUSED)
async def test_a_proven_refusal_is_one_and_nothing_is_booked(practice: Practice, scenario: str, code: str) -> None:
    async with opened(practice) as airline:
        request_id, offer = await an_offer(airline, "LHR", "JFK")
        practice.scenario(scenario)
        outcome, answer = await airline.book(to_send(request_id, offer))
    assert isinstance(outcome, Refused)
    assert (outcome.code, answer) == (code, None)
    assert outcome.request_id
    books = practice.books()
    assert (len(books["orders"]), books["order_requests_received"]) == (0, 1)


# scenario, whether it was booked all the same
UNSURE = [
    ("order_lost_before", False),
    ("order_lost_after", True),
    ("order_cut", True),
    ("order_html_502", True),
    ("order_500_booked", True),
    ("order_504_booked", True),
    ("order_200", True),
    ("order_202", True),
    ("order_202_failed", False),
]


@pytest.mark.parametrize(("scenario", "was_booked"), UNSURE)
async def test_an_order_nobody_knows_of_is_sent_once_and_found_later(
    practice: Practice, scenario: str, was_booked: bool
) -> None:
    async with opened(practice) as airline:
        request_id, offer = await an_offer(airline, "LHR", "JFK")
        practice.scenario(scenario)
        sent = to_send(request_id, offer)
        outcome, answer = await airline.book(sent)
        assert isinstance(outcome, Unsure)
        assert answer is None
        practice.stop_scenarios()
        practice.advance(60)
        by_offer = await airline.orders_of_offer(offer.id)
        by_time = await airline.orders_since(sent.at - timedelta(minutes=5))
    assert practice.books()["order_requests_received"] == 1
    assert len(by_offer) == len(by_time) == len(practice.books()["orders"]) == int(was_booked)
    for found in (*by_offer, *by_time):
        assert dict(found.order.metadata) == {"agentdesk_attempt": sent.attempt}
        assert json.loads(found.raw)["id"] == found.order.id


async def test_an_airline_that_answers_too_late_leaves_us_unsure(practice: Practice) -> None:
    async with opened(practice, replace(LIMITS, change=0.5)) as airline:
        request_id, offer = await an_offer(airline, "LHR", "JFK")
        practice.scenario("order_slow", effect={"seconds": 1.5})
        outcome, _ = await airline.book(to_send(request_id, offer))
        assert isinstance(outcome, Unsure)
        assert practice.books()["order_requests_received"] == 1


async def test_orders_of_other_offers_are_not_ours(practice: Practice) -> None:
    async with opened(practice) as airline:
        request_id, offer = await an_offer(airline, "LHR", "JFK")
        await airline.book(to_send(request_id, offer))
        _, other = await an_offer(airline, "LHR", "JFK")
        assert await airline.orders_of_offer(other.id) == ()


async def test_a_second_order_from_one_search_is_refused(practice: Practice) -> None:
    async with opened(practice) as airline:
        request_id, offer = await an_offer(airline, "LHR", "JFK")
        first, _ = await airline.book(to_send(request_id, offer))
        again, _ = await airline.book(to_send(request_id, offer))
    assert isinstance(first, Booked)
    assert not isinstance(again, Booked)
    assert len(practice.books()["orders"]) == 1


async def test_places_and_carriers_are_known(practice: Practice) -> None:
    async with opened(practice) as airline:
        places = await airline.places("lon")
        carriers = await airline.carriers()
    assert next(one for one in places if one.is_city).airports
    assert {"ZZ", "BA"} <= {one.iata for one in carriers}


async def test_the_airlines_clock_is_followed(practice: Practice) -> None:
    practice.advance(7200)
    async with opened(practice) as airline:
        await airline.account()
        ahead = airline.upstream_now() - datetime.now(UTC)
    assert timedelta(minutes=119) < ahead < timedelta(minutes=121)


def as_hold(sent: Sent) -> Sent:
    return replace(sent, priced=replace(sent.priced, way=Way.HOLD))


async def test_a_hold_keeps_its_seat_and_its_deadlines_until_it_lapses(practice: Practice) -> None:
    async with opened(practice) as airline:
        request_id, listed = await an_offer(airline, "LHR", "JFK")
        offer = await airline.offer(listed.id)
        seat = first_seat(await airline.seat_maps(offer.id), offer.passengers[0].id)
        outcome, answer = await airline.book(as_hold(to_send(request_id, offer, seats=(seat,))))
        assert isinstance(outcome, Booked)
        assert answer is not None
        order, now = answer.order, airline.upstream_now()
        assert (order.kind, status(order, now), order.tickets) == ("hold", OrderStatus.HELD, ())
        assert order.payment.pay_by == offer.terms.pay_by
        assert order.payment.price_held_until == offer.terms.price_held_until
        assert [one.designator for one in order.services] == [seat.designator]
        assert order.total == offer.total + seat.price
        practice.advance(73 * 3600)
        later = (await airline.order(order.id)).order
        assert status(later, airline.upstream_now()) is OrderStatus.LAPSED


async def test_a_hold_whose_answer_was_lost_is_found_by_its_attempt(practice: Practice) -> None:
    async with opened(practice) as airline:
        request_id, offer = await an_offer(airline, "LHR", "JFK")
        practice.scenario("order_lost_after")
        outcome, _ = await airline.book(as_hold(to_send(request_id, offer)))
        assert isinstance(outcome, Unsure)
        (found,) = await airline.orders_of_offer(offer.id)
        assert ("agentdesk_attempt", "attempt-1") in found.order.metadata
        assert found.order.payment.awaiting_payment


async def test_seats_refused_with_a_hold_are_a_plain_no_that_names_its_field(practice: Practice) -> None:
    async with opened(practice) as airline:
        request_id, listed = await an_offer(airline, "LHR", "JFK")
        offer = await airline.offer(listed.id)
        seat = first_seat(await airline.seat_maps(offer.id), offer.passengers[0].id)
        practice.scenario("no_services_with_hold")
        outcome, _ = await airline.book(as_hold(to_send(request_id, offer, seats=(seat,))))
        assert isinstance(outcome, Refused)
        assert (outcome.code, outcome.pointer) == ("services_not_allowed_for_order_type", "/services")
        again, _ = await airline.book(as_hold(to_send(request_id, offer)))
        assert isinstance(again, Booked)


async def test_a_passenger_the_airline_does_not_take_is_named_by_a_pointer(practice: Practice) -> None:
    async with opened(practice) as airline:
        request_id, offer = await an_offer(airline, "LHR", "JFK")
        sent = to_send(request_id, offer)
        odd = replace(sent.priced.travellers[0], phone="+0123456789")
        outcome, _ = await airline.book(replace(sent, priced=replace(sent.priced, travellers=(odd,))))
        assert isinstance(outcome, Refused)
        assert (outcome.code, outcome.pointer) == ("invalid_phone_number", "/passengers/0/phone_number")
