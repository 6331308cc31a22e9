"""Servicing against the practice airline over real sockets: every end that a deed can come to, and its books after."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from agentdesk.desk.deed_settling import LONGEST, NOT_CONFIRMED
from agentdesk.desk.ports import Airline
from agentdesk.desk.servicing import NotCancellable
from agentdesk.duffel.airline import DuffelAirline
from agentdesk.duffel.client import Limits
from agentdesk.duffel.transport import open_airline
from agentdesk.travel.actions import Whom, WhyNot
from agentdesk.travel.booking import Booked, Doubt
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import DeedDone, DeedOutcome, DeedRefused, DeedUnsure
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import ConnectionLost, NeverSent
from agentdesk.travel.order_events import EventKind
from agentdesk.travel.orders import Order, OrderStatus, status
from agentdesk.travel.paying import (
    CancelledAlready,
    FlightsMoved,
    Lapsed,
    PaidAlready,
    Payable,
    PaymentOnItsWay,
    PriceMoved,
)
from tests.desk.servicing_room import Room
from tests.duffel.test_with_practice import LIMITS, an_offer, as_hold, to_send
from tests.practice_airline import Practice
from tests.samples import gbp


class RealRoom(Room):
    """The room over the real client and the practice airline, with one order in the book."""

    def __init__(self, airline: Airline, practice: Practice) -> None:
        self.practice = practice
        super().__init__(airline)  # type: ignore[arg-type]  # nothing of the fake's own is used here
        self.order: Order

    async def sold(self, airline: DuffelAirline, *, hold: bool, route: tuple[str, ...] = ("LHR", "JFK")) -> Order:
        request_id, offer = await an_offer(airline, *route)
        sent = to_send(request_id, offer)
        outcome, answer = await airline.book(as_hold(sent) if hold else sent)
        assert isinstance(outcome, Booked)
        assert answer is not None
        await self.orders.save(answer)
        self.order = answer.order
        return answer.order

    @property
    def book(self) -> dict[str, object]:
        """What the practice airline has in its books about the order."""
        found: dict[str, object] = next(one for one in self.practice.books()["orders"] if one["id"] == self.order.id)
        return found

    async def end(self, outcome: DeedOutcome) -> DeedOutcome:
        """What it comes to: as it was answered, or as it is found when it is looked for."""
        if not isinstance(outcome, DeedUnsure):
            return outcome
        assert await self.settling.look(outcome)
        line = await self.journal.line(outcome.sent.attempt)
        assert isinstance(line, DeedDone | DeedRefused)
        return line


@asynccontextmanager
async def opened(
    practice: Practice, *, hold: bool, limits: Limits = LIMITS, route: tuple[str, ...] = ("LHR", "JFK")
) -> AsyncIterator[RealRoom]:
    async with open_airline(practice.url, practice.token, PRACTICE, limits) as airline:
        room = RealRoom(airline, practice)
        await room.sold(airline, hold=hold, route=route)
        yield room


def count(practice: Practice, path: str) -> int:
    """How many requests of this kind really arrived."""
    return sum(path in one["path"] for one in practice.books()["requests"])


# Answers that prove nothing, and whether the deed was done behind them. A 503 of the upstream's own is a plain no.
LOST = [
    ("lost_before", False),
    ("lost_after", True),
    ("cut", True),
    ("html_502", True),
    ("500_done", True),
    ("504_done", True),
    ("202", True),
    ("slow", True),
]
QUICK_END = replace(LIMITS, change=0.5)


def limits_of(name: str) -> Limits:
    return QUICK_END if name == "slow" else LIMITS


@pytest.mark.parametrize(("name", "done"), [*LOST, ("200", True), ("202_failed", False)])
async def test_a_payment_without_a_proof_is_found_or_left_open_and_never_sent_again(
    practice: Practice, name: str, done: bool
) -> None:
    async with opened(practice, hold=True, limits=limits_of(name)) as room:
        practice.scenario(f"payment_{name}")
        outcome = await room.servicing.pay(room.order.id, room.order.total)
        assert isinstance(outcome, DeedUnsure)
        assert outcome.doubt is (Doubt.LATER if name[:3] in ("200", "202") else Doubt.NO_ANSWER)
        practice.advance(10)
        assert await room.settling.look(outcome) == done
        line = await room.line()
        if done:
            assert isinstance(line, DeedDone)
            assert line.amount == room.order.total
            assert status(await room.kept(room.order.id), room.airline.upstream_now()) is not OrderStatus.HELD
        else:
            assert line == outcome
            assert await room.settling.give_up("attempt-1")
            assert isinstance(await room.servicing.pay(room.order.id, room.order.total), DeedDone)
        assert room.book["paid"] is True
        assert len(room.book["payments"]) == 1  # type: ignore[arg-type]
        assert count(practice, "/air/payments") == (1 if done else 2)


@pytest.mark.parametrize(("name", "done"), LOST)
async def test_a_confirmation_without_a_proof_is_found_by_its_quote(practice: Practice, name: str, done: bool) -> None:
    async with opened(practice, hold=False, limits=limits_of(name)) as room:
        quote = await room.servicing.quote(room.order.id)
        assert isinstance(quote, Cancellation)
        practice.scenario(f"cancellation_{name}")
        outcome = await room.servicing.cancel(quote, room.order.total)
        assert isinstance(outcome, DeedUnsure)
        practice.advance(10)
        if not done:
            assert not await room.settling.look(outcome), "it may still be under way"
            practice.advance((timedelta(hours=1) + LONGEST).total_seconds())
            await room.airline.order(room.order.id)  # the clock is heard
        line = await room.end(outcome)
        if done:
            assert isinstance(line, DeedDone)
            assert line.cancellation is not None
            assert line.cancellation.confirmed_at is not None
            assert (await room.kept(room.order.id)).cancelled_at is not None
        else:
            assert isinstance(line, DeedRefused)
            assert line.code == NOT_CONFIRMED
        assert room.book["cancelled"] == done
        assert count(practice, "/actions/confirm") == 1


@pytest.mark.parametrize(("name", "done"), LOST)
async def test_an_acceptance_without_a_proof_is_found_in_the_change(practice: Practice, name: str, done: bool) -> None:
    async with opened(practice, hold=False, limits=limits_of(name)) as room:
        practice.scenario("flight_moved")
        (change,) = (await room.keeping.read_again(room.order.id)).order.open_changes
        practice.scenario(f"accept_{name}")
        outcome = await room.servicing.accept(room.order.id, change.id)
        assert isinstance(outcome, DeedUnsure)
        assert await room.settling.look(outcome) == done
        if done:
            assert isinstance(await room.line(), DeedDone)
            assert (await room.kept(room.order.id)).open_changes == ()
        else:
            assert await room.settling.give_up("attempt-1")
            assert isinstance(await room.servicing.accept(room.order.id, change.id), DeedDone)
        assert count(practice, "/actions/accept") == (1 if done else 2)


@pytest.mark.parametrize("kind", ["payment", "cancellation", "accept"])
async def test_temporarily_away_is_a_plain_no_and_may_be_tried_anew(practice: Practice, kind: str) -> None:
    async with opened(practice, hold=kind == "payment") as room:
        practice.scenario(f"{kind}_503")
        first, again = await twice(room, kind)
        assert isinstance(first, DeedRefused)
        assert isinstance(again, DeedDone)


async def twice(room: RealRoom, kind: str) -> tuple[DeedOutcome, DeedOutcome]:
    order = room.order
    if kind == "payment":
        return await room.servicing.pay(order.id, order.total), await room.servicing.pay(order.id, order.total)
    if kind == "cancellation":
        quote = await room.servicing.quote(order.id)
        assert isinstance(quote, Cancellation)
        return await room.servicing.cancel(quote, order.total), await room.servicing.cancel(quote, order.total)
    room.practice.scenario("flight_moved")
    (change,) = (await room.keeping.read_again(order.id)).order.open_changes
    return await room.servicing.accept(order.id, change.id), await room.servicing.accept(order.id, change.id)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("payment_refused", "payment_declined"),
        ("insufficient_balance", "insufficient_balance"),
        ("payment_failed", "payment_failed"),
        ("payment_price_changed", "price_changed"),
        ("hold_lapses_at_payment", "past_payment_required_by_date"),
        ("held_flight_changes_at_payment", "schedule_changed"),
    ],
)
async def test_a_refused_payment_says_why_and_what_the_order_is_now(practice: Practice, name: str, code: str) -> None:
    async with opened(practice, hold=True) as room:
        practice.scenario(name)
        outcome = await room.servicing.pay(room.order.id, room.order.total)
        assert isinstance(outcome, DeedRefused)
        assert (outcome.code, bool(outcome.request_id)) == (code, True)
        assert room.book["paid"] is False
        assert room.events[-1] == (EventKind.REFUSED, code)
        kept = await room.kept(room.order.id)
        if code == "price_changed":
            assert kept.total == room.order.total + gbp("12.40")
            assert isinstance(await room.servicing.pay(kept.id, kept.total), DeedDone)
        if code == "past_payment_required_by_date":
            assert status(kept, room.airline.upstream_now()) is OrderStatus.LAPSED
            assert isinstance(await room.servicing.ready_to_pay(kept.id), Lapsed)


async def test_a_payment_on_its_way_is_waited_for_until_it_succeeds(practice: Practice) -> None:
    async with opened(practice, hold=True) as room:
        practice.scenario("payment_pending")
        outcome = await room.servicing.pay(room.order.id, room.order.total)
        assert isinstance(outcome, DeedUnsure)
        assert outcome.doubt is Doubt.LATER
        assert not await room.settling.look(outcome)
        practice.advance(21)
        assert await room.settling.look(outcome)
        assert isinstance(await room.line(), DeedDone)


async def test_a_payment_on_its_way_that_fails_is_a_no_once_nothing_is_under_way(practice: Practice) -> None:
    async with opened(practice, hold=True) as room:
        practice.scenario("payment_pending_failed")
        outcome = await room.servicing.pay(room.order.id, room.order.total)
        assert isinstance(outcome, DeedUnsure)
        practice.advance(21)
        assert not await room.settling.look(outcome)
        practice.advance(LONGEST.total_seconds())
        await room.airline.order(room.order.id)
        line = await room.end(outcome)
        assert isinstance(line, DeedRefused)
        assert (line.code, line.message) == ("payment_failed", "The payment was not accepted.")
        assert isinstance(await room.servicing.pay(room.order.id, room.order.total), DeedDone)


async def test_before_paying_a_hold_everything_that_may_have_changed_is_said(practice: Practice) -> None:
    async with opened(practice, hold=True) as room:
        ident = room.order.id
        assert isinstance(await room.servicing.ready_to_pay(ident), Payable)
        practice.scenario("held_price_rise")
        moved = await room.servicing.ready_to_pay(ident)
        assert isinstance(moved, PriceMoved)
        assert moved.difference == gbp("12.40")
        assert isinstance(await room.servicing.ready_to_pay(ident), Payable), (
            "seen, and priced anew without a guarantee"
        )
        practice.scenario("payment_pending")
        await room.servicing.pay(ident, moved.order.total)
        assert await room.settling.give_up("attempt-1")
        assert isinstance(await room.servicing.ready_to_pay(ident), PaymentOnItsWay)
        practice.advance(21)
        assert isinstance(await room.servicing.ready_to_pay(ident), PaidAlready)


async def test_a_hold_whose_flights_changed_unseen_says_so_when_it_is_priced(practice: Practice) -> None:
    async with opened(practice, hold=True) as room:
        practice.scenario("held_price_rise")
        await room.servicing.ready_to_pay(room.order.id)
        practice.scenario("held_flight_changes")
        found = await room.servicing.ready_to_pay(room.order.id)
        assert isinstance(found, FlightsMoved)
        assert found.refused


async def test_a_hold_that_lapsed_or_was_released_is_not_paid(practice: Practice) -> None:
    async with opened(practice, hold=True) as room:
        quote = await room.servicing.quote(room.order.id)
        assert isinstance(quote, Cancellation)
        assert (quote.refund, quote.refund_to) == (gbp("0.00"), "awaiting_payment")
        assert isinstance(await room.servicing.cancel(quote, gbp("0.00")), DeedDone)
        assert isinstance(await room.servicing.ready_to_pay(room.order.id), CancelledAlready)
    async with opened(practice, hold=True) as room:
        practice.scenario("hold_lapses")
        assert isinstance(await room.servicing.ready_to_pay(room.order.id), Lapsed)
        found = await room.servicing.quote(room.order.id)
        assert isinstance(found, NotCancellable)
        assert found.possible.why is WhyNot.LAPSED


@pytest.mark.parametrize(
    ("name", "refund", "to", "credits_given"),
    [
        ("refund_unknown", None, "original_form_of_payment", 0),
        ("refund_nothing", "0", "balance", 0),
        ("refund_voucher", "all", "voucher", 0),
        ("refund_credits", "all", "airline_credits", 1),
    ],
)
async def test_what_comes_back_is_what_the_airline_says(
    practice: Practice, name: str, refund: str | None, to: str, credits_given: int
) -> None:
    async with opened(practice, hold=False) as room:
        practice.scenario(name)
        quote = await room.servicing.quote(room.order.id)
        assert isinstance(quote, Cancellation)
        paid = room.order.total
        assert quote.refund == {"all": paid, "0": paid * 0}.get(refund or "")
        assert quote.kept_of(paid) == {"all": paid * 0, "0": paid}.get(refund or "")
        assert quote.refund_to == to
        assert [one.code for one in quote.credits] == [""] * credits_given
        outcome = await room.servicing.cancel(quote, paid)
        assert isinstance(outcome, DeedDone)
        assert outcome.cancellation is not None
        assert all(len(one.code) == 13 for one in outcome.cancellation.credits)
        assert (await room.kept(room.order.id)).cancellation == outcome.cancellation


async def test_a_stale_quote_is_refused_and_asked_anew(practice: Practice) -> None:
    async with opened(practice, hold=False) as room:
        practice.scenario("quote_stale")
        first = await room.servicing.quote(room.order.id)
        assert isinstance(first, Cancellation)
        stale = await room.servicing.cancel(first, room.order.total)
        assert isinstance(stale, DeedRefused)
        assert stale.code == "order_cancellation_stale"
        again = await room.servicing.quote(room.order.id)
        assert isinstance(again, Cancellation)
        assert again.id != first.id
        assert isinstance(await room.servicing.cancel(again, room.order.total), DeedDone)


async def test_a_lost_quote_may_be_asked_for_again_and_the_newest_counts(practice: Practice) -> None:
    async with opened(practice, hold=False) as room:
        practice.scenario("quote_lost")
        with pytest.raises(ConnectionLost):
            await room.servicing.quote(room.order.id)
        quote = await room.servicing.quote(room.order.id)
        assert isinstance(quote, Cancellation)
        assert len(await room.airline.cancellations_of(room.order.id)) == 2
        assert isinstance(await room.servicing.cancel(quote, room.order.total), DeedDone)


@pytest.mark.parametrize("name", ["not_cancellable", "quote_refused"])
async def test_what_only_the_airline_can_cancel_says_who_can(practice: Practice, name: str) -> None:
    async with opened(practice, hold=False) as room:
        practice.scenario(name)
        found = await room.servicing.quote(room.order.id)
        assert isinstance(found, NotCancellable)
        assert (found.possible.why, found.possible.whom) == (WhyNot.NOT_OFFERED, Whom.DUFFEL)
        assert bool(found.request_id) == (name == "quote_refused")


async def test_an_airline_that_answers_oddly_to_a_confirmation_leaves_it_open(practice: Practice) -> None:
    async with opened(practice, hold=False) as room:
        quote = await room.servicing.quote(room.order.id)
        assert isinstance(quote, Cancellation)
        practice.scenario("cancellation_refused")
        outcome = await room.servicing.cancel(quote, room.order.total)
        assert isinstance(outcome, DeedUnsure)
        assert outcome.request_id


async def test_a_change_that_is_no_longer_the_newest_is_read_anew(practice: Practice) -> None:
    async with opened(practice, hold=False) as room:
        practice.scenario("flight_moved", times=2)
        (first,) = (await room.keeping.read_again(room.order.id)).order.open_changes
        await room.airline.order(room.order.id)
        outcome = await room.servicing.accept(room.order.id, first.id)
        assert isinstance(outcome, DeedRefused)
        assert outcome.code == "stale_airline_initiated_change_accept"
        newest = (await room.kept(room.order.id)).open_changes[-1]
        assert newest.id != first.id
        assert isinstance(await room.servicing.accept(room.order.id, newest.id), DeedDone)


async def test_a_cancelled_flight_cannot_be_accepted_and_all_comes_back(practice: Practice) -> None:
    async with opened(practice, hold=False) as room:
        practice.scenario("flight_cancelled")
        (change,) = (await room.keeping.read_again(room.order.id)).order.open_changes
        assert change.after == ()
        refused = await room.servicing.accept(room.order.id, change.id)
        assert isinstance(refused, DeedRefused)
        assert refused.code == "unsupported_action"
        quote = await room.servicing.quote(room.order.id)
        assert isinstance(quote, Cancellation)
        assert quote.refund == room.order.total


async def test_what_never_left_is_struck_out(practice: Practice) -> None:
    async with opened(practice, hold=True) as room:
        async with open_airline("http://127.0.0.1:9", practice.token, PRACTICE, LIMITS) as nobody:
            room.airline = nobody  # type: ignore[assignment]
            room.start()
            with pytest.raises(NeverSent):
                await room.servicing.pay(room.order.id, room.order.total)
        assert await room.servicing.open_deed(room.order.id) is None
        assert room.events[-1] == (EventKind.NOT_SENT, "")
        assert count(practice, "/air/payments") == 0
