"""Paying a hold, cancelling with a quote and accepting a change: written first, sent once, kept and told."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from agentdesk.desk.checkout import AlreadySent
from agentdesk.desk.news import DeedSettled, OrderChanged
from agentdesk.desk.servicing import DeedOpen, NotCancellable, QuoteStale
from agentdesk.travel.actions import Action, Whom, WhyNot
from agentdesk.travel.booking import Doubt
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import (
    AcceptChange,
    CancelOrder,
    DeedDone,
    DeedOutcome,
    DeedRefused,
    DeedSent,
    DeedStruckOut,
    DeedUnsure,
    PayHold,
)
from agentdesk.travel.errors import ConnectionLost, NeverSent, NotKept, OutcomeUnknown, RefusedByUpstream
from agentdesk.travel.order_events import EventKind
from agentdesk.travel.orders import PaymentState
from agentdesk.travel.paying import StillOpen
from tests.desk.servicing_room import AGENT, PAY_BY, Room, a_change, a_hold, a_paid, answering, changed
from tests.samples import NOON, a_flight, a_slice, gbp

TOTAL = gbp("1612.77")


@pytest.fixture
def room() -> Room:
    return Room()


def unsure(sent: DeedSent) -> DeedUnsure:
    return DeedUnsure(sent, "no answer", "req-9", NOON)


# Paying -------------------------------------------------------------------------------------------------------------


async def test_a_payment_is_written_first_sent_once_and_its_proof_is_kept(room: Room) -> None:
    await room.has(a_hold())
    seen: list[object] = []

    async def look_and_do(sent: DeedSent) -> DeedOutcome:
        seen.append(await room.line())
        return await room.airline.do_it(sent)

    room.airline.on_deed = look_and_do
    outcome = await room.servicing.pay("ord_1", TOTAL)
    sent = DeedSent(PayHold("ord_1", TOTAL), "attempt-1", NOON, AGENT)
    assert seen == [sent], "on disk before it left"
    assert outcome == DeedDone(sent, NOON, "pay_1", "req-yes", amount=TOTAL)
    assert await room.line() == outcome
    assert room.airline.deeds_sent == [sent]
    assert (await room.kept()).payment == PaymentState(False, PAY_BY, NOON + timedelta(hours=48), NOON)
    assert room.told == [DeedSettled("ord_1", "attempt-1", outcome), OrderChanged("ord_1")]
    assert room.events == [(EventKind.PAY_ASKED, "1612.77 GBP"), (EventKind.PAID, "1612.77 GBP")]
    assert {(one.who, one.order_id) for one in room.history.events} == {(AGENT, "ord_1")}
    assert [one.request_id for one in room.history.events] == ["", "req-yes"]


async def test_a_refused_payment_may_be_tried_anew_by_a_person(room: Room) -> None:
    await room.has(a_hold())
    wrong = await room.servicing.pay("ord_1", gbp("1.00"))
    assert isinstance(wrong, DeedRefused)
    assert wrong.code == "payment_amount_does_not_match_order_amount"
    assert room.events[-1] == (EventKind.REFUSED, wrong.code)
    assert "order" in room.airline.asked, "read again: something must be different"
    assert isinstance(await room.servicing.pay("ord_1", TOTAL), DeedDone)
    assert room.airline.effects == [PayHold("ord_1", TOTAL)]


async def test_a_payment_that_did_not_leave_is_struck_out(room: Room) -> None:
    await room.has(a_hold())

    async def refused_line(sent: DeedSent) -> DeedOutcome:
        raise NeverSent("refused")

    room.airline.on_deed = refused_line
    with pytest.raises(NeverSent):
        await room.servicing.pay("ord_1", TOTAL)
    assert isinstance(await room.line(), DeedStruckOut)
    assert room.events[-1] == (EventKind.NOT_SENT, "")
    assert await room.servicing.open_deed("ord_1") is None
    room.airline.on_deed = room.airline.do_it
    assert isinstance(await room.servicing.pay("ord_1", TOTAL), DeedDone)


async def test_what_did_not_leave_is_struck_out_as_soon_as_the_disk_takes_it(room: Room) -> None:
    await room.has(a_hold())
    keep = room.journal.strike_out

    async def refused_line(sent: DeedSent) -> DeedOutcome:
        raise NeverSent("refused")

    async def full(line: DeedStruckOut) -> None:
        raise NotKept("the disk is full")

    room.airline.on_deed, room.journal.strike_out = refused_line, full  # type: ignore[method-assign]
    with pytest.raises(NeverSent):
        await room.servicing.pay("ord_1", TOTAL)
    with pytest.raises(DeedOpen):
        await room.servicing.pay("ord_1", TOTAL)
    room.journal.strike_out = keep  # type: ignore[method-assign]
    room.airline.on_deed = room.airline.do_it
    assert await room.servicing.open_deed("ord_1") is None
    assert isinstance(await room.line(), DeedStruckOut)
    assert isinstance(await room.servicing.pay("ord_1", TOTAL), DeedDone)


async def test_an_answer_that_proves_nothing_leaves_it_open(room: Room) -> None:
    await room.has(a_hold())
    room.airline.on_deed = answering(unsure)
    outcome = await room.servicing.pay("ord_1", TOTAL)
    assert isinstance(outcome, DeedUnsure)
    assert await room.servicing.open_deed("ord_1") == outcome
    assert room.told == [DeedSettled("ord_1", "attempt-1", outcome)]
    assert room.events[-1] == (EventKind.UNKNOWN, "no_answer")


async def test_an_airline_that_raises_what_it_does_not_know_leaves_it_open(room: Room) -> None:
    await room.has(a_hold())

    async def lost(sent: DeedSent) -> DeedOutcome:
        raise OutcomeUnknown("the line broke", "req-3")

    room.airline.on_deed = lost
    outcome = await room.servicing.pay("ord_1", TOTAL)
    assert isinstance(outcome, DeedUnsure)
    assert (outcome.why, outcome.request_id) == ("the line broke", "req-3")


async def test_while_one_is_open_nothing_else_is_done_to_the_order(room: Room) -> None:
    await room.has(changed(a_hold(), a_change()))
    await room.has(a_hold("ord_2"))
    room.airline.on_deed = answering(unsure)
    open_line = await room.servicing.pay("ord_1", TOTAL)
    quote = Cancellation("ore_1", "ord_1", NOON)
    for doing in (
        room.servicing.pay("ord_1", TOTAL),
        room.servicing.cancel(quote, TOTAL),
        room.servicing.accept("ord_1", "aic_1"),
        room.servicing.quote("ord_1"),
    ):
        with pytest.raises(DeedOpen) as caught:
            await doing
        assert isinstance(caught.value, AlreadySent)
        assert caught.value.line == open_line
    assert isinstance(await room.servicing.ready_to_pay("ord_1"), StillOpen)
    assert len(room.airline.deeds_sent) == 1
    room.airline.on_deed = room.airline.do_it
    assert isinstance(await room.servicing.pay("ord_2", TOTAL), DeedDone), "another order is free"


async def test_two_pressed_at_once_send_one(room: Room) -> None:
    await room.has(a_hold())
    both = await asyncio.gather(
        room.servicing.pay("ord_1", TOTAL), room.servicing.pay("ord_1", TOTAL), return_exceptions=True
    )
    assert [type(one) for one in both] == [DeedDone, DeedOpen]
    assert len(room.airline.deeds_sent) == 1


async def test_what_is_done_is_not_done_again(room: Room) -> None:
    await room.has(a_hold())
    await room.servicing.pay("ord_1", TOTAL)
    with pytest.raises(DeedOpen) as caught:
        await room.servicing.pay("ord_1", TOTAL)
    assert isinstance(caught.value.line, DeedDone)
    assert len(room.airline.deeds_sent) == 1


async def test_an_intention_that_cannot_be_written_is_not_sent(room: Room) -> None:
    await room.has(a_hold())

    async def full(sent: DeedSent, check: object = None) -> None:
        raise NotKept("the disk is full")

    room.journal.write = full  # type: ignore[method-assign]
    with pytest.raises(NotKept):
        await room.servicing.pay("ord_1", TOTAL)
    assert room.airline.deeds_sent == []


async def test_an_answer_that_cannot_be_kept_is_told_as_unsure(room: Room) -> None:
    await room.has(a_hold())

    async def full(sent: DeedSent, outcome: DeedOutcome) -> None:
        raise NotKept("the disk is full")

    room.journal.settle = full  # type: ignore[method-assign]
    outcome = await room.servicing.pay("ord_1", TOTAL)
    assert isinstance(outcome, DeedUnsure)
    assert (outcome.doubt, outcome.request_id) == (Doubt.NOT_KEPT, "req-yes")
    assert room.settled == [outcome]
    assert isinstance(await room.line(), DeedSent), "on disk it has only left"


@pytest.mark.expects_log("the history of ord_1 lacks")
async def test_money_does_not_wait_for_the_history(room: Room) -> None:
    await room.has(a_hold())

    async def full(event: object) -> None:
        raise NotKept("the disk is full")

    room.history.add = full  # type: ignore[method-assign]
    assert isinstance(await room.servicing.pay("ord_1", TOTAL), DeedDone)


async def test_an_order_that_cannot_be_read_again_takes_nothing_from_the_outcome(room: Room) -> None:
    await room.has(a_hold())
    room.airline.trouble = ConnectionLost("cut")
    outcome = await room.servicing.pay("ord_1", TOTAL)
    assert isinstance(outcome, DeedDone)
    assert await room.line() == outcome
    assert (await room.kept()).payment.awaiting_payment, "as it was known"


async def test_who_asked_may_go_away_and_it_goes_on(room: Room) -> None:
    await room.has(a_hold())
    go = asyncio.Event()

    async def slow(sent: DeedSent) -> DeedOutcome:
        await go.wait()
        return await room.airline.do_it(sent)

    room.airline.on_deed = slow
    asked = asyncio.create_task(room.servicing.pay("ord_1", TOTAL))
    async with asyncio.timeout(5):
        while not room.airline.deeds_sent:
            await asyncio.sleep(0)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert isinstance(await room.line(), DeedSent)
    go.set()
    async with asyncio.timeout(5):
        while not room.settled:
            await asyncio.sleep(0)
    assert isinstance(await room.line(), DeedDone)


# Cancelling ---------------------------------------------------------------------------------------------------------


async def test_a_quote_changes_nothing_and_its_confirmation_is_kept(room: Room) -> None:
    await room.has(a_paid())
    quote = await room.servicing.quote("ord_1")
    assert isinstance(quote, Cancellation)
    assert (quote.refund, quote.refund_to, quote.confirmed_at) == (TOTAL, "balance", None)
    assert room.airline.effects == []
    assert room.events == [(EventKind.CANCEL_QUOTED, "1612.77 GBP")]
    outcome = await room.servicing.cancel(quote, TOTAL)
    assert isinstance(outcome, DeedDone)
    assert outcome.sent.deed == CancelOrder("ord_1", quote, TOTAL)
    assert outcome.cancellation == replace(quote, confirmed_at=NOON)
    assert (await room.kept()).cancelled_at == NOON
    assert room.events[1:] == [(EventKind.CANCEL_ASKED, "1612.77 GBP"), (EventKind.CANCELLED, "1612.77 GBP")]


async def test_releasing_a_hold_gives_nothing_back(room: Room) -> None:
    await room.has(a_hold())
    quote = await room.servicing.quote("ord_1")
    assert isinstance(quote, Cancellation)
    assert (quote.refund, quote.refund_to) == (gbp("0.00"), "awaiting_payment")
    assert isinstance(await room.servicing.cancel(quote, gbp("0.00")), DeedDone)


async def test_a_quote_that_has_expired_is_not_sent(room: Room) -> None:
    await room.has(a_paid())
    quote = await room.servicing.quote("ord_1")
    assert isinstance(quote, Cancellation)
    room.later(timedelta(hours=1))
    with pytest.raises(QuoteStale):
        await room.servicing.cancel(quote, TOTAL)
    assert room.airline.deeds_sent == []
    again = await room.servicing.quote("ord_1")
    assert isinstance(again, Cancellation)
    assert again.id != quote.id
    assert isinstance(await room.servicing.cancel(again, TOTAL), DeedDone)


async def test_a_quote_that_is_no_longer_the_newest_is_refused_and_no_other_is_confirmed(room: Room) -> None:
    await room.has(a_paid())
    quote = await room.servicing.quote("ord_1")
    await room.airline.quote_cancellation("ord_1")  # by somebody else
    assert isinstance(quote, Cancellation)
    outcome = await room.servicing.cancel(quote, TOTAL)
    assert isinstance(outcome, DeedRefused)
    assert outcome.code == "order_cancellation_stale"
    assert room.airline.effects == []
    assert isinstance(await room.servicing.quote("ord_1"), Cancellation)


async def test_what_cannot_be_cancelled_here_says_why_and_who_can(room: Room) -> None:
    await room.has(replace(a_paid(), available_actions=("update",)))
    found = await room.servicing.quote("ord_1")
    assert isinstance(found, NotCancellable)
    assert (found.possible.why, found.possible.whom, found.code) == (WhyNot.NOT_OFFERED, Whom.DUFFEL, "")
    assert "quote_cancellation" not in room.airline.asked


async def test_actions_are_read_again_before_a_quote(room: Room) -> None:
    await room.has(a_paid())
    await room.has(replace(a_paid(), available_actions=("update",), cancelled_at=NOON), known=False)
    found = await room.servicing.quote("ord_1")
    assert isinstance(found, NotCancellable)
    assert (found.possible.why, found.possible.whom) == (WhyNot.CANCELLED, Whom.NOBODY)
    assert (await room.kept()).cancelled_at == NOON


@pytest.mark.parametrize("code", ["order_not_cancellable", "unsupported_action"])
async def test_an_airline_that_refuses_to_quote_sends_to_support_with_the_request(room: Room, code: str) -> None:
    await room.has(a_paid())

    async def refuse(order_id: str) -> Cancellation:
        raise RefusedByUpstream(code, "No", request_id="req-4", status=422)

    room.airline.quote_cancellation = refuse  # type: ignore[method-assign]
    found = await room.servicing.quote("ord_1")
    assert isinstance(found, NotCancellable)
    assert found.possible.action is Action.CANCEL
    assert (found.possible.why, found.possible.whom) == (WhyNot.NOT_OFFERED, Whom.DUFFEL)
    assert (found.code, found.request_id) == (code, "req-4")


async def test_an_order_cancelled_meanwhile_says_so(room: Room) -> None:
    await room.has(a_paid())

    async def cancelled_meanwhile(order_id: str) -> Cancellation:
        room.airline.booked["ord_1"] = replace(a_paid(), cancelled_at=NOON, available_actions=("update",))
        raise RefusedByUpstream("already_cancelled", status=422)

    room.airline.quote_cancellation = cancelled_meanwhile  # type: ignore[method-assign]
    found = await room.servicing.quote("ord_1")
    assert isinstance(found, NotCancellable)
    assert found.possible.why is WhyNot.CANCELLED


@pytest.mark.parametrize(
    "trouble",
    [ConnectionLost("cut"), RefusedByUpstream("airline_internal", status=500), RefusedByUpstream("not_found")],
)
async def test_a_quote_that_did_not_come_may_be_asked_for_again(room: Room, trouble: Exception) -> None:
    await room.has(a_paid())
    ask = room.airline.quote_cancellation

    async def fail(order_id: str) -> Cancellation:
        raise trouble

    room.airline.quote_cancellation = fail  # type: ignore[method-assign]
    with pytest.raises(type(trouble)):
        await room.servicing.quote("ord_1")
    room.airline.quote_cancellation = ask  # type: ignore[method-assign]
    assert isinstance(await room.servicing.quote("ord_1"), Cancellation)


# Accepting ----------------------------------------------------------------------------------------------------------


async def test_a_change_is_accepted_once_and_the_order_says_so(room: Room) -> None:
    await room.has(changed(a_paid(), a_change()))
    outcome = await room.servicing.accept("ord_1", "aic_1")
    assert isinstance(outcome, DeedDone)
    assert (outcome.proof, outcome.amount, outcome.cancellation) == ("aic_1", None, None)
    assert (await room.kept()).open_changes == ()
    assert room.events == [(EventKind.ACCEPT_ASKED, "aic_1"), (EventKind.ACCEPTED, "aic_1")]
    with pytest.raises(DeedOpen):
        await room.servicing.accept("ord_1", "aic_1")


async def test_a_newer_change_refuses_the_older_one_and_is_read(room: Room) -> None:
    await room.has(changed(a_paid(), a_change()))
    newer = a_change("aic_2", NOON + timedelta(minutes=1))
    await room.has(changed(a_paid(), a_change(), newer), known=False)
    outcome = await room.servicing.accept("ord_1", "aic_1")
    assert isinstance(outcome, DeedRefused)
    assert outcome.code == "stale_airline_initiated_change_accept"
    assert [one.id for one in (await room.kept()).open_changes] == ["aic_1", "aic_2"]
    accepted = await room.servicing.accept("ord_1", "aic_2")
    assert isinstance(accepted, DeedDone)
    assert accepted.sent.deed == AcceptChange("ord_1", "aic_2")


async def test_a_second_change_can_be_accepted_after_the_first(room: Room) -> None:
    await room.has(changed(a_paid(), a_change()))
    await room.servicing.accept("ord_1", "aic_1")
    first = (await room.kept()).airline_changes[0]
    flight = a_slice(a_flight(departs=NOON.replace(tzinfo=None)), "out", ())
    await room.has(changed(a_paid(), first, replace(a_change("aic_2"), after=(flight,))))
    assert isinstance(await room.servicing.accept("ord_1", "aic_2"), DeedDone)


async def test_nothing_more_is_done_to_an_order_that_was_cancelled_here(room: Room) -> None:
    await room.has(changed(a_hold(), a_change()))
    quote = await room.servicing.quote("ord_1")
    assert isinstance(quote, Cancellation)
    await room.servicing.cancel(quote, TOTAL)
    for doing in (
        room.servicing.pay("ord_1", TOTAL),
        room.servicing.accept("ord_1", "aic_1"),
        room.servicing.cancel(quote, TOTAL),
    ):
        with pytest.raises(DeedOpen):
            await doing
    assert len(room.airline.deeds_sent) == 1
