"""What became of a payment, a cancellation or an acceptance is found upstream, and nothing is ever sent again."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from agentdesk.desk.deed_settling import ANSWERED_OTHERWISE, LONGEST, NOT_CONFIRMED
from agentdesk.desk.news import DeedSettled, LineBack, LineLost
from agentdesk.desk.settling import GIVEN_UP, Looks
from agentdesk.travel.airline_changes import Answered
from agentdesk.travel.booking import Doubt
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import (
    AcceptChange,
    CancelOrder,
    Deed,
    DeedDone,
    DeedRefused,
    DeedSent,
    DeedUnsure,
    PayHold,
)
from agentdesk.travel.errors import ConnectionLost, NotKept, Unreadable
from agentdesk.travel.order_events import EventKind
from agentdesk.travel.orders import PaymentState
from agentdesk.travel.payments import Payment, PaymentOutcome
from tests.desk.servicing_room import PAY_BY, Room, a_change, a_hold, a_paid, changed
from tests.samples import NOON, gbp

TOTAL = gbp("1612.77")
PAY = PayHold("ord_1", TOTAL)
QUOTE = Cancellation("ore_1", "ord_1", NOON, NOON + timedelta(hours=1), refund=TOTAL, refund_to="balance")
CANCEL = CancelOrder("ord_1", QUOTE, TOTAL)
ACCEPT = AcceptChange("ord_1", "aic_1")


@pytest.fixture
def room() -> Room:
    return Room()


def paying(outcome: PaymentOutcome, *, at: timedelta = timedelta(0), ident: str = "pay_1") -> Payment:
    return Payment(
        ident, "ord_1", "balance", TOTAL, NOON + at, outcome, "no money" if outcome.value == "failed" else ""
    )


async def in_doubt(room: Room, deed: Deed) -> DeedUnsure:
    """A deed that has left and got no answer."""
    sent = DeedSent(deed, f"attempt-{next(room.numbers)}", NOON, "Ann")
    await room.journal.write(sent)
    doubt = DeedUnsure(sent, "no answer", "req-9", NOON)
    await room.journal.settle(sent, doubt)
    return doubt


@pytest.mark.parametrize("deed", [PAY, CANCEL, ACCEPT])
async def test_what_a_crash_left_is_looked_for_and_found(room: Room, deed: Deed) -> None:
    await room.has(changed(a_hold(), a_change()))
    room.airline.quotes["ore_1"] = QUOTE
    sent = DeedSent(deed, "attempt-1", NOON, "Ann")
    await room.journal.write(sent)
    await room.airline.do_it(sent)  # it arrived; the answer did not

    async def done() -> bool:
        return isinstance(await room.line(), DeedDone)

    await room.until(done)
    assert [type(one) for one in room.settled] == [DeedUnsure, DeedDone]
    assert isinstance(room.settled[0], DeedUnsure)
    assert room.settled[0].doubt is Doubt.ENDED
    assert room.events[0][0] is EventKind.UNKNOWN
    assert {one.who for one in room.history.events} == {"Ann"}
    assert room.airline.deeds_sent == []
    assert await room.kept() == room.airline.booked["ord_1"]


async def test_a_payment_that_succeeded_is_the_proof(room: Room) -> None:
    await room.has(a_hold())
    room.airline.payments = [paying(PaymentOutcome.SUCCEEDED)]
    assert await room.settling.look(await in_doubt(room, PAY))
    found = await room.line()
    assert isinstance(found, DeedDone)
    assert (found.proof, found.amount, found.request_id) == ("pay_1", TOTAL, "req-9")


async def test_the_orders_own_word_is_a_proof_too(room: Room) -> None:
    await room.has(replace(a_hold(), payment=PaymentState(False, PAY_BY, None, NOON)))
    assert await room.settling.look(await in_doubt(room, PAY))
    found = await room.line()
    assert isinstance(found, DeedDone)
    assert (found.proof, found.amount) == ("", TOTAL)


async def test_tickets_are_a_proof_of_payment(room: Room) -> None:
    await room.has(replace(a_paid(), payment=PaymentState(False, PAY_BY)))
    room.airline.payments = [paying(PaymentOutcome.UNSAID)]
    assert await room.settling.look(await in_doubt(room, PAY))
    found = await room.line()
    assert isinstance(found, DeedDone)
    assert found.proof == "pay_1"


@pytest.mark.parametrize("after", [timedelta(0), timedelta(hours=1), timedelta(days=3)])
async def test_no_payment_proves_nothing_however_late(room: Room, after: timedelta) -> None:
    await room.has(a_hold())
    doubt = await in_doubt(room, PAY)
    room.later(after)
    assert not await room.settling.look(doubt)
    await room.has(replace(a_hold(), payment=PaymentState(False, PAY_BY)))
    assert not await room.settling.look(doubt), "let go by the airline, and still nobody knows"
    assert await room.line() == doubt


async def test_a_pending_payment_is_waited_for(room: Room) -> None:
    await room.has(a_hold())
    room.airline.payments = [paying(PaymentOutcome.PENDING)]
    doubt = await in_doubt(room, PAY)
    room.later(timedelta(hours=1))
    assert not await room.settling.look(doubt)
    room.airline.payments = [paying(PaymentOutcome.SUCCEEDED)]
    assert await room.settling.look(doubt)


@pytest.mark.parametrize("outcome", [PaymentOutcome.FAILED, PaymentOutcome.CANCELLED])
async def test_our_payment_that_failed_is_a_no_once_nothing_is_under_way(room: Room, outcome: PaymentOutcome) -> None:
    await room.has(a_hold())
    room.airline.payments = [paying(outcome), paying(PaymentOutcome.FAILED, at=-timedelta(days=1), ident="pay_0")]
    doubt = await in_doubt(room, PAY)
    assert not await room.settling.look(doubt)
    room.later(LONGEST)
    assert await room.settling.look(doubt)
    found = await room.line()
    assert isinstance(found, DeedRefused)
    assert found.code == f"payment_{outcome.value}"
    assert room.airline.deeds_sent == []


async def test_a_failed_payment_of_before_is_not_ours(room: Room) -> None:
    await room.has(a_hold())
    room.airline.payments = [paying(PaymentOutcome.FAILED, at=-timedelta(minutes=1))]
    doubt = await in_doubt(room, PAY)
    room.later(LONGEST)
    assert not await room.settling.look(doubt)


async def test_two_failed_payments_decide_nothing(room: Room) -> None:
    await room.has(a_hold())
    room.airline.payments = [paying(PaymentOutcome.FAILED), paying(PaymentOutcome.FAILED, ident="pay_2")]
    doubt = await in_doubt(room, PAY)
    room.later(LONGEST)
    assert not await room.settling.look(doubt)


async def test_an_order_released_unpaid_was_never_paid(room: Room) -> None:
    released = replace(QUOTE, confirmed_at=NOON, refund=gbp("0.00"), refund_to="awaiting_payment")
    order = replace(a_hold(), payment=PaymentState(False, PAY_BY), cancelled_at=NOON, cancellation=released)
    await room.has(order)
    assert await room.settling.look(await in_doubt(room, PAY))
    found = await room.line()
    assert isinstance(found, DeedRefused)
    assert found.code == "already_cancelled"


async def test_a_confirmed_quote_is_the_proof(room: Room) -> None:
    await room.has(a_paid())
    room.airline.quotes["ore_1"] = replace(QUOTE, confirmed_at=NOON)
    assert await room.settling.look(await in_doubt(room, CANCEL))
    found = await room.line()
    assert isinstance(found, DeedDone)
    assert (found.proof, found.cancellation) == ("ore_1", replace(QUOTE, confirmed_at=NOON))


async def test_an_unconfirmed_quote_proves_something_only_when_it_can_be_confirmed_no_more(room: Room) -> None:
    await room.has(a_paid())
    room.airline.quotes["ore_1"] = QUOTE
    doubt = await in_doubt(room, CANCEL)
    for wait in (timedelta(0), LONGEST, timedelta(hours=1) - LONGEST, LONGEST - timedelta(seconds=1)):
        room.later(wait)
        assert not await room.settling.look(doubt)
    room.later(timedelta(seconds=1))
    assert await room.settling.look(doubt)
    found = await room.line()
    assert isinstance(found, DeedRefused)
    assert (found.code, found.request_id) == (NOT_CONFIRMED, "req-9")


async def test_a_quote_without_an_end_is_never_proved_unconfirmed(room: Room) -> None:
    await room.has(a_paid())
    room.airline.quotes["ore_1"] = replace(QUOTE, expires_at=None)
    doubt = await in_doubt(room, CANCEL)
    room.later(timedelta(days=30))
    assert not await room.settling.look(doubt)


async def test_an_order_cancelled_by_another_quote_was_not_cancelled_by_ours(room: Room) -> None:
    other = replace(QUOTE, id="ore_2", confirmed_at=NOON)
    await room.has(replace(a_paid(), cancelled_at=NOON, cancellation=other))
    room.airline.quotes["ore_1"] = QUOTE
    doubt = await in_doubt(room, CANCEL)
    assert not await room.settling.look(doubt), "ours may still be under way"
    room.later(LONGEST)
    assert await room.settling.look(doubt)
    found = await room.line()
    assert isinstance(found, DeedRefused)
    assert found.code == "already_cancelled"


async def test_an_accepted_change_is_the_proof(room: Room) -> None:
    await room.has(changed(a_paid(), replace(a_change(), answered=Answered.ACCEPTED)))
    assert await room.settling.look(await in_doubt(room, ACCEPT))
    found = await room.line()
    assert isinstance(found, DeedDone)
    assert found.proof == "aic_1"


@pytest.mark.parametrize("answered", [Answered.CANCELLED, Answered.CHANGED, Answered.OTHER])
async def test_a_change_answered_in_another_way_was_not_accepted(room: Room, answered: Answered) -> None:
    await room.has(changed(a_paid(), replace(a_change(), answered=answered)))
    assert await room.settling.look(await in_doubt(room, ACCEPT))
    found = await room.line()
    assert isinstance(found, DeedRefused)
    assert (found.code, found.message) == (ANSWERED_OTHERWISE, answered.value)


async def test_a_change_without_an_answer_proves_nothing_until_a_newer_one_is_there(room: Room) -> None:
    await room.has(changed(a_paid(), a_change()))
    doubt = await in_doubt(room, ACCEPT)
    room.later(timedelta(days=2))
    assert not await room.settling.look(doubt)
    await room.has(changed(a_paid(), a_change(), a_change("aic_2", NOON + timedelta(minutes=1))))
    assert await room.settling.look(doubt)
    found = await room.line()
    assert isinstance(found, DeedRefused)
    assert found.code == "stale_airline_initiated_change_accept"


async def test_a_newer_change_proves_nothing_while_the_acceptance_may_be_under_way(room: Room) -> None:
    await room.has(changed(a_paid(), a_change(), a_change("aic_2", NOON + timedelta(minutes=1))))
    assert not await room.settling.look(await in_doubt(room, ACCEPT))


async def test_a_change_that_is_not_told_any_more_proves_nothing(room: Room) -> None:
    await room.has(a_paid())
    assert not await room.settling.look(await in_doubt(room, ACCEPT))


async def test_a_lost_line_is_said_once_and_its_return_once(room: Room) -> None:
    await room.has(a_hold())
    doubt = await in_doubt(room, PAY)
    room.airline.trouble = ConnectionLost()
    await room.settling.look(doubt)
    await room.settling.look(doubt)
    assert room.settling.looks("attempt-1") == Looks(2, NOON, answered=False)
    room.airline.trouble = None
    await room.settling.look(doubt)
    assert room.told == [LineLost(), LineBack()]
    assert room.settling.looks("attempt-1") == Looks(3, NOON, answered=True)


@pytest.mark.parametrize("deed", [PAY, CANCEL, ACCEPT])
async def test_a_person_ends_it_after_a_last_look_and_it_may_be_done_anew(room: Room, deed: Deed) -> None:
    await room.has(changed(a_hold(), a_change()))
    room.airline.quotes["ore_1"] = QUOTE
    await in_doubt(room, deed)
    room.airline.trouble = ConnectionLost()
    assert not await room.settling.give_up("attempt-1"), "no answer came to the last look"
    room.airline.trouble = None
    assert await room.settling.give_up("attempt-1")
    closed = await room.line()
    assert isinstance(closed, DeedRefused)
    assert closed.code == GIVEN_UP
    assert DeedSettled("ord_1", "attempt-1", closed) in room.told
    assert room.events[-1] == (EventKind.REFUSED, GIVEN_UP)
    assert isinstance(await room.servicing.pay("ord_1", TOTAL), DeedDone)


async def test_giving_up_finds_what_was_done_after_all(room: Room) -> None:
    await room.has(a_hold())
    doubt = await in_doubt(room, PAY)
    await room.airline.do_it(doubt.sent)
    assert not await room.settling.give_up("attempt-1")
    assert isinstance(await room.line(), DeedDone)


async def test_an_answer_the_disk_did_not_take_is_looked_for_in_this_run(room: Room) -> None:
    await room.has(a_hold())
    keep = room.journal.settle

    async def full(*_: object) -> None:
        raise NotKept("the disk is full")

    async def done() -> bool:
        return isinstance(await room.line(), DeedDone)

    task = asyncio.create_task(room.until(done))
    await asyncio.sleep(0)
    room.journal.settle = full  # type: ignore[method-assign,assignment]
    told = await room.servicing.pay("ord_1", TOTAL)
    assert isinstance(told, DeedUnsure)
    assert isinstance(await room.line(), DeedSent)
    room.journal.settle = keep  # type: ignore[method-assign]
    room.settling.check_now()
    await task
    assert room.airline.effects == [PAY]
    assert len(room.airline.deeds_sent) == 1


async def test_a_deed_that_is_under_way_is_left_alone(room: Room) -> None:
    await room.has(a_hold())
    go = asyncio.Event()
    do_it = room.airline.do_it

    async def slow(sent: DeedSent) -> object:
        await go.wait()
        return await do_it(sent)

    async def done() -> bool:
        return isinstance(await room.line(), DeedDone)

    room.airline.on_deed = slow  # type: ignore[assignment]
    task = asyncio.create_task(room.until(done))
    paying_ = asyncio.create_task(room.servicing.pay("ord_1", TOTAL))
    await asyncio.sleep(0.02)
    room.settling.check_now()
    await asyncio.sleep(0.02)
    assert room.settled == []
    go.set()
    await paying_
    await task
    assert [type(one) for one in room.settled] == [DeedDone]


async def test_the_orders_own_cancellation_proves_what_the_quote_cannot_say(room: Room) -> None:
    confirmed = replace(QUOTE, confirmed_at=NOON)
    await room.has(replace(a_paid(), cancelled_at=NOON, cancellation=confirmed))
    assert await room.settling.look(await in_doubt(room, CANCEL)), "the quote itself is not there any more"
    found = await room.line()
    assert isinstance(found, DeedDone)
    assert found.cancellation == confirmed


async def test_changes_that_cannot_be_listed_are_found_in_the_order(room: Room) -> None:
    await room.has(changed(a_paid(), replace(a_change(), answered=Answered.ACCEPTED)))
    room.airline.airline_changes_of = unreadable  # type: ignore[method-assign,assignment]
    assert await room.settling.look(await in_doubt(room, ACCEPT))
    assert isinstance(await room.line(), DeedDone)


@pytest.mark.parametrize("deed", [PAY, CANCEL, ACCEPT])
async def test_what_can_never_be_read_can_still_be_ended_by_a_person(room: Room, deed: Deed) -> None:
    await room.has(a_hold())
    room.airline.payments_of = unreadable  # type: ignore[method-assign,assignment]
    room.airline.cancellation = unreadable  # type: ignore[method-assign,assignment]
    room.airline.airline_changes_of = unreadable  # type: ignore[method-assign,assignment]
    doubt = await in_doubt(room, deed)
    assert not await room.settling.look(doubt)
    assert room.settling.looks(doubt.sent.attempt).answered
    assert await room.settling.give_up(doubt.sent.attempt)


async def unreadable(_: str) -> object:
    raise Unreadable("nonsense")
