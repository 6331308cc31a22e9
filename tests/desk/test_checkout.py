"""Checkout: priced again, written down first, sent once, settled by what the answer proves."""

import asyncio
from dataclasses import replace
from itertools import count

import pytest

from agentdesk.desk.checkout import AlreadySent, CannotBeHeld, Checkout, ExtrasGone, OfferTaken
from agentdesk.desk.news import Board, BookingSettled, Notice, OrderChanged
from agentdesk.desk.ports import OrderAnswer
from agentdesk.travel.booking import (
    BagPick,
    Booked,
    Doubt,
    Draft,
    JournalLine,
    Outcome,
    Refused,
    SeatPick,
    Sent,
    StruckOut,
    Unsure,
    Way,
)
from agentdesk.travel.errors import NeverSent, NotKept, OfferGone, OutcomeUnknown
from agentdesk.travel.offers import Offer, PaymentTerms
from agentdesk.travel.orders import OrderStatus, status
from agentdesk.travel.seats import CabinMap, Element, ElementKind, Row, SeatMap, SeatService
from tests.fakes.airline import FakeAirline
from tests.fakes.storage import ListJournal, MemoryOrderBook
from tests.samples import NOON, a_bag, a_draft, a_priced, amelia, an_offer, expired, gbp


class Counter:
    """The desk under test with all that it was given."""

    def __init__(self, airline: FakeAirline) -> None:
        self.airline = airline
        self.journal = ListJournal()
        self.orders = MemoryOrderBook()
        self.told: list[Notice] = []
        board = Board()
        board.listen(self.told.append)
        self.checkout = Checkout(
            airline, self.journal, self.orders, board, clock=lambda: NOON, new_attempt=lambda: "attempt-1"
        )


@pytest.fixture
def counter() -> Counter:
    return Counter(FakeAirline(an_offer()))


def a_map(price: str = "20.00", service: str = "ase_seat_new") -> SeatMap:
    seat = Element(ElementKind.SEAT, "15E", services=(SeatService(service, "pas_1", gbp(price)),))
    return SeatMap("sea_1", "seg_out", "sli_out", (CabinMap(0, "economy", 1, None, (Row(((seat,),)),)),))


def pick(price: str = "20.00") -> SeatPick:
    return SeatPick("seg_out", "pas_1", "15E", gbp(price), "ase_seat_old")


async def test_price_takes_the_ids_and_prices_of_the_latest_read(counter: Counter) -> None:
    counter.airline.offers["off_1"] = replace(an_offer(), services=(a_bag("ase_bag_new", price="25.00"),))
    counter.airline.maps = (a_map("30.00"),)
    draft = replace(a_draft(), seats=(pick(),), bags=(BagPick(a_bag("ase_bag_old"), 2),))

    priced = await counter.checkout.price(draft, (amelia(),))

    assert priced.seats[0].service_id == "ase_seat_new"
    assert priced.bags[0].service.id == "ase_bag_new"
    assert priced.shown_total == gbp("1672.77")
    assert priced.total == gbp("1692.77")
    assert priced.difference == gbp("20.00")
    assert priced.has_changed


async def test_expired_offer_cannot_be_priced(counter: Counter) -> None:
    with pytest.raises(OfferGone):
        await counter.checkout.price(a_draft(expired(an_offer())), (amelia(),))
    assert counter.airline.asked == []


async def test_extras_that_are_sold_meanwhile_are_named(counter: Counter) -> None:
    draft = replace(a_draft(), seats=(pick(),), bags=(BagPick(a_bag(), 1),))
    with pytest.raises(ExtrasGone) as gone:
        await counter.checkout.price(draft, (amelia(),))
    assert [one.designator for one in gone.value.seats] == ["15E"]
    assert len(gone.value.bags) == 1


async def test_intention_is_written_before_the_order_leaves(counter: Counter) -> None:
    seen: list[int] = []

    async def look(sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        seen.append(len(counter.journal.entries))
        return await counter.airline.book_it(sent)

    counter.airline.on_book = look
    outcome = await counter.checkout.book(a_priced())

    assert seen == [1]
    assert isinstance(outcome, Booked)
    assert await counter.journal.line("attempt-1") == outcome
    record = await counter.orders.get("ord_1")
    assert record is not None
    assert record.sent is not None
    assert counter.told == [OrderChanged("ord_1"), BookingSettled("draft-1", "attempt-1", outcome)]


async def test_unknown_outcome_stays_open_and_is_sent_once(counter: Counter) -> None:
    async def lose(sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        raise OutcomeUnknown("no answer in time", "req_7")

    counter.airline.on_book = lose
    outcome = await counter.checkout.book(a_priced())

    assert isinstance(outcome, Unsure)
    assert outcome.request_id == "req_7"
    assert await counter.journal.open_lines() == (outcome,)
    assert len(counter.airline.sent) == 1


async def test_refusal_closes_the_line(counter: Counter) -> None:
    async def refuse(sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        return Refused(sent, "insufficient_balance", "", "req_8", NOON), None

    counter.airline.on_book = refuse
    assert isinstance(await counter.checkout.book(a_priced()), Refused)
    assert await counter.journal.open_lines() == ()


async def test_what_never_left_is_struck_out_and_said(counter: Counter) -> None:
    async def no_line(sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        raise NeverSent

    counter.airline.on_book = no_line
    with pytest.raises(NeverSent):
        await counter.checkout.book(a_priced())
    assert isinstance(await counter.journal.line("attempt-1"), StruckOut)
    assert await counter.journal.open_lines() == ()


class FullJournal(ListJournal):
    """Nothing can be struck out in it while the disk is full."""

    is_full = True

    async def strike_out(self, line: StruckOut) -> None:
        if self.is_full:
            raise NotKept("the disk is full")
        await super().strike_out(line)


async def test_what_never_left_while_the_disk_is_full_is_struck_out_before_the_next_attempt() -> None:
    counter = Counter(FakeAirline(an_offer()))
    journal, board = FullJournal(), Board()
    attempts = (f"attempt-{number}" for number in count(1))
    checkout = Checkout(
        counter.airline, journal, counter.orders, board, clock=lambda: NOON, new_attempt=lambda: next(attempts)
    )

    async def no_line(sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        raise NeverSent

    counter.airline.on_book = no_line
    with pytest.raises(NeverSent):
        await checkout.book(a_priced())
    assert isinstance(await journal.line("attempt-1"), Sent)

    journal.is_full, counter.airline.on_book = False, counter.airline.book_it
    assert isinstance(await checkout.book(a_priced()), Booked)
    assert isinstance(await journal.line("attempt-1"), StruckOut)
    assert await journal.open_lines() == ()


async def test_a_booking_is_never_sent_a_second_time(counter: Counter) -> None:
    await counter.checkout.book(a_priced())
    with pytest.raises(AlreadySent):
        await counter.checkout.book(a_priced())
    assert len(counter.airline.sent) == 1


@pytest.mark.parametrize("shown", [an_offer(), expired(an_offer())], ids=["on sale", "expired"])
async def test_a_booking_that_was_sent_is_not_priced_again_and_says_so(counter: Counter, shown: Offer) -> None:
    await counter.checkout.book(a_priced())
    asked = list(counter.airline.asked)

    with pytest.raises(AlreadySent):
        await counter.checkout.price(replace(a_draft(), offer=shown), (amelia(),))

    assert counter.airline.asked == asked, "nothing is asked for it any more"


async def test_a_booking_that_was_refused_can_be_priced_again(counter: Counter) -> None:
    async def refuse(sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        return Refused(sent, "insufficient_balance", "", "req_8", NOON), None

    counter.airline.on_book = refuse
    assert isinstance(await counter.checkout.book(a_priced()), Refused)

    assert (await counter.checkout.price(a_draft(), (amelia(),))).total == a_priced().total


class FullDisk(MemoryOrderBook):
    """An order book that cannot keep anything any more."""

    async def save(self, answer: OrderAnswer, sent: Sent | None = None, agent: str = "") -> OrderAnswer | None:
        raise NotKept("the disk is full")


async def test_an_answer_that_cannot_be_kept_is_looked_for_and_not_paid_again(counter: Counter) -> None:
    checkout = Checkout(
        counter.airline,
        counter.journal,
        FullDisk(),
        Board(),
        clock=lambda: NOON,
        new_attempt=lambda: "attempt-1",
    )
    assert isinstance(await checkout.book(a_priced()), Unsure)
    assert len(await counter.journal.open_lines()) == 1
    with pytest.raises(AlreadySent):
        await checkout.book(a_priced())
    assert len(counter.airline.sent) == 1


def held(offer: Offer | None = None) -> Draft:
    return replace(a_draft(offer), way=Way.HOLD)


async def test_a_hold_is_written_down_sent_once_and_kept_with_its_deadlines(counter: Counter) -> None:
    draft = replace(held(), fee="5%", own_reference=" K-2041 ", note="Calls after six")
    priced = await counter.checkout.price(draft, (amelia(),))
    assert (priced.way, priced.fee, priced.own_reference) == (Way.HOLD, gbp("80.64"), "K-2041")
    outcome = await counter.checkout.book(priced)
    assert isinstance(outcome, Booked)
    assert counter.airline.sent[0].priced.way is Way.HOLD
    record = await counter.orders.get("ord_1")
    assert record is not None
    assert status(record.order, NOON) is OrderStatus.HELD
    assert record.order.payment.pay_by == an_offer().terms.pay_by
    assert (record.fee, record.own_reference, record.note) == (gbp("80.64"), "K-2041", "Calls after six")


@pytest.mark.parametrize(
    "terms", [PaymentTerms(instant_only=True), PaymentTerms(instant_only=False, pay_by=NOON)], ids=["instant", "late"]
)
async def test_what_must_be_paid_at_once_cannot_be_held(counter: Counter, terms: PaymentTerms) -> None:
    offer = replace(an_offer(), terms=terms)
    counter.airline.offers["off_1"] = offer
    with pytest.raises(CannotBeHeld):
        await counter.checkout.price(held(offer), (amelia(),))
    assert "book" not in counter.airline.asked


async def test_a_hold_of_flights_alone_leaves_the_picks_out_of_the_price(counter: Counter) -> None:
    draft = replace(held(), bare_hold=True, seats=(pick(),), bags=(BagPick(a_bag(), 1),))
    priced = await counter.checkout.price(draft, (amelia(),))
    assert (priced.seats, priced.bags, priced.total, priced.shown_total) == ((), (), gbp("1612.77"), gbp("1612.77"))
    paying = await counter.checkout.price(replace(a_draft(), bare_hold=True), (amelia(),))
    assert paying.way is Way.PAY


async def test_an_offer_sold_in_one_booking_cannot_be_sold_in_another(counter: Counter) -> None:
    first = await counter.checkout.book(a_priced())
    other = replace(a_draft(), id="draft-2")
    with pytest.raises(OfferTaken) as taken:
        await counter.checkout.price(other, (amelia(),))
    assert taken.value.line == first
    assert counter.airline.asked == ["book"], "nothing is asked for it any more"
    with pytest.raises(OfferTaken):
        await counter.checkout.book(replace(a_priced(), draft_id="draft-2"))
    assert len(counter.airline.sent) == 1


async def test_an_offer_whose_outcome_is_open_in_one_booking_is_barred_in_another(counter: Counter) -> None:
    async def lose(sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        raise OutcomeUnknown("no answer in time")

    counter.airline.on_book = lose
    await counter.checkout.book(a_priced())
    with pytest.raises(OfferTaken) as taken:
        await counter.checkout.price(replace(a_draft(), id="draft-2"), (amelia(),))
    assert isinstance(taken.value.line, Unsure)


async def test_an_offer_refused_in_one_booking_is_free_for_another(counter: Counter) -> None:
    async def refuse(sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        return Refused(sent, "insufficient_balance", "", "req_8", NOON), None

    counter.airline.on_book = refuse
    await counter.checkout.book(a_priced())
    assert await counter.checkout.taken("draft-2", "off_1") is None


async def test_two_bookings_of_one_offer_sent_in_the_same_moment_make_one_order() -> None:
    class SlowJournal(ListJournal):
        """Each look into it lets others go first."""

        async def of_offer(self, offer_id: str) -> tuple[JournalLine, ...]:
            found = await super().of_offer(offer_id)
            await asyncio.sleep(0)
            return found

    airline, journal, attempts = FakeAirline(an_offer()), SlowJournal(), count(1)
    checkout = Checkout(
        airline,
        journal,
        MemoryOrderBook(),
        Board(),
        clock=lambda: NOON,
        new_attempt=lambda: f"attempt-{next(attempts)}",
    )
    both = [checkout.book(replace(a_priced(), draft_id=draft)) for draft in ("draft-1", "draft-2")]
    ended = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in ended) == ["Booked", "OfferTaken"]
    assert len(airline.sent) == 1


async def test_an_answer_that_cannot_be_kept_says_so(counter: Counter) -> None:
    checkout = Checkout(
        counter.airline, counter.journal, FullDisk(), Board(), clock=lambda: NOON, new_attempt=lambda: "attempt-1"
    )
    outcome = await checkout.book(a_priced())
    assert isinstance(outcome, Unsure)
    assert (outcome.doubt, outcome.why) == (Doubt.NOT_KEPT, "the disk is full")
