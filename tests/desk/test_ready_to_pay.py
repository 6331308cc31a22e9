"""Before a hold is paid it is read again: every way in which it may have changed has an answer of its own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agentdesk.desk.ports import OrderAnswer
from agentdesk.travel.errors import ConnectionLost, RefusedByUpstream, UnknownThere
from agentdesk.travel.orders import Order, PaymentState
from agentdesk.travel.paying import (
    CancelledAlready,
    FlightsMoved,
    Lapsed,
    Overdue,
    PaidAlready,
    Payable,
    PaymentOnItsWay,
    PriceMoved,
)
from agentdesk.travel.payments import Payment, PaymentOutcome
from tests.desk.servicing_room import PAY_BY, Room, a_hold, a_paid
from tests.samples import NOON, a_flight, a_slice, gbp

TOTAL = gbp("1612.77")


@pytest.fixture
def room() -> Room:
    return Room()


def a_payment(outcome: PaymentOutcome, ident: str = "pay_1") -> Payment:
    return Payment(ident, "ord_1", "balance", TOTAL, NOON, outcome)


def dearer(order: Order) -> Order:
    return replace(order, total=order.total + gbp("12.40"))


def unpaid(order: Order) -> Order:
    """No longer awaiting payment, though nobody has paid."""
    return replace(order, payment=replace(order.payment, awaiting_payment=False))


async def test_a_hold_as_it_was_can_be_paid_and_is_not_priced_while_its_price_is_kept(room: Room) -> None:
    await room.has(a_hold())
    assert await room.servicing.ready_to_pay("ord_1") == Payable(a_hold())
    assert room.airline.asked == ["order", "payments_of"]


async def test_a_total_that_moved_is_shown_with_both_amounts_and_then_counts_as_seen(room: Room) -> None:
    await room.has(a_hold())
    await room.has(dearer(a_hold()), known=False)
    moved = await room.servicing.ready_to_pay("ord_1")
    assert moved == PriceMoved(dearer(a_hold()), TOTAL)
    assert moved.difference == gbp("12.40")
    assert (await room.kept()).total == gbp("1625.17")
    assert await room.servicing.ready_to_pay("ord_1") == Payable(dearer(a_hold()))


async def test_the_total_before_the_agents_eyes_counts_whatever_was_kept_since(room: Room) -> None:
    await room.has(dearer(a_hold()))
    assert await room.servicing.ready_to_pay("ord_1", TOTAL) == PriceMoved(dearer(a_hold()), TOTAL)
    assert isinstance(await room.servicing.ready_to_pay("ord_1", gbp("1625.17")), Payable)


async def test_another_currency_has_no_difference(room: Room) -> None:
    euro = replace(a_hold(), total=replace(TOTAL, currency="EUR"))
    await room.has(a_hold())
    await room.has(euro, known=False)
    moved = await room.servicing.ready_to_pay("ord_1")
    assert moved == PriceMoved(euro, TOTAL)
    assert moved.difference is None


@pytest.mark.parametrize("held_until", [None, NOON, NOON - timedelta(hours=1)])
async def test_a_hold_whose_price_is_not_kept_is_priced_anew(room: Room, held_until: object) -> None:
    order = a_hold(held_until=held_until)  # type: ignore[arg-type]
    await room.has(order)

    async def priced(order_id: str) -> OrderAnswer:
        room.airline.booked[order_id] = dearer(order)
        return await room.airline.order(order_id)

    room.airline.priced_order = priced  # type: ignore[method-assign]
    assert await room.servicing.ready_to_pay("ord_1") == PriceMoved(dearer(order), TOTAL)
    assert (await room.kept()).total == gbp("1625.17")


async def test_an_order_that_is_paid_says_so_and_by_what(room: Room) -> None:
    paid = replace(a_hold(), payment=PaymentState(False, PAY_BY, None, NOON))
    await room.has(paid)
    assert await room.servicing.ready_to_pay("ord_1") == PaidAlready(paid)
    room.airline.payments = [a_payment(PaymentOutcome.SUCCEEDED)]
    assert await room.servicing.ready_to_pay("ord_1") == PaidAlready(paid, room.airline.payments[0])


async def test_an_order_that_never_was_a_hold_is_paid(room: Room) -> None:
    await room.has(a_paid())
    assert isinstance(await room.servicing.ready_to_pay("ord_1"), PaidAlready)


async def test_tickets_prove_that_it_was_paid(room: Room) -> None:
    await room.has(replace(a_paid(), kind="hold", payment=PaymentState(False, PAY_BY)))
    assert isinstance(await room.servicing.ready_to_pay("ord_1"), PaidAlready)


@pytest.mark.parametrize("outcome", [PaymentOutcome.SUCCEEDED, PaymentOutcome.UNSAID])
async def test_an_order_that_says_nothing_is_judged_by_its_payments(room: Room, outcome: PaymentOutcome) -> None:
    await room.has(unpaid(a_hold()))
    room.airline.payments = [a_payment(outcome)]
    assert isinstance(await room.servicing.ready_to_pay("ord_1"), PaidAlready)


@pytest.mark.parametrize("awaiting", [True, False])
async def test_a_payment_on_its_way_is_waited_for(room: Room, awaiting: bool) -> None:
    await room.has(a_hold() if awaiting else unpaid(a_hold()))
    room.airline.payments = [a_payment(PaymentOutcome.PENDING)]
    found = await room.servicing.ready_to_pay("ord_1")
    assert isinstance(found, PaymentOnItsWay)
    assert found.payment.id == "pay_1"


@pytest.mark.parametrize("outcome", [PaymentOutcome.FAILED, PaymentOutcome.CANCELLED])
async def test_a_payment_that_failed_does_not_stand_in_the_way(room: Room, outcome: PaymentOutcome) -> None:
    await room.has(a_hold())
    room.airline.payments = [a_payment(outcome)]
    assert isinstance(await room.servicing.ready_to_pay("ord_1"), Payable)


async def test_a_hold_that_the_airline_let_go_has_lapsed(room: Room) -> None:
    await room.has(a_hold())
    await room.has(unpaid(a_hold()), known=False)
    assert await room.servicing.ready_to_pay("ord_1") == Lapsed(unpaid(a_hold()))


async def test_the_deadline_may_be_over_before_the_airline_says_so(room: Room) -> None:
    await room.has(a_hold())
    room.later(timedelta(hours=72))
    assert await room.servicing.ready_to_pay("ord_1") == Overdue(a_hold())


async def test_a_cancelled_order_is_not_paid(room: Room) -> None:
    cancelled = replace(unpaid(a_hold()), cancelled_at=NOON)
    await room.has(cancelled)
    assert await room.servicing.ready_to_pay("ord_1") == CancelledAlready(cancelled)


async def test_flights_that_moved_are_shown_before_anything_is_paid(room: Room) -> None:
    await room.has(a_hold())
    later = a_slice(a_flight(departs=a_flight().departs + timedelta(hours=2)), "out", ())
    moved = replace(a_hold(), slices=(later, a_hold().slices[1]))
    await room.has(moved, known=False)
    assert await room.servicing.ready_to_pay("ord_1") == FlightsMoved(moved, a_hold(), refused=False)
    assert await room.servicing.ready_to_pay("ord_1") == Payable(moved), "seen now"


async def test_other_ids_of_the_same_flights_are_no_change(room: Room) -> None:
    await room.has(a_hold())
    renamed = tuple(replace(one, id=f"{one.id}x") for one in a_hold().slices)
    await room.has(replace(a_hold(), slices=renamed), known=False)
    assert isinstance(await room.servicing.ready_to_pay("ord_1"), Payable)


async def refused_price(room: Room, code: str, then: Order) -> object:
    order = a_hold(held_until=None)
    await room.has(order)

    async def refuse(order_id: str) -> OrderAnswer:
        room.airline.booked[order_id] = then
        raise RefusedByUpstream(code, status=422)

    room.airline.priced_order = refuse  # type: ignore[method-assign]
    return await room.servicing.ready_to_pay("ord_1")


async def test_a_refused_price_says_what_has_become_of_the_hold(room: Room) -> None:
    order = a_hold(held_until=None)
    assert await refused_price(room, "schedule_changed", order) == FlightsMoved(order, order, refused=True)
    assert await refused_price(room, "already_paid", order) == PaidAlready(order)
    assert await refused_price(room, "past_payment_required_by_date", order) == Overdue(order)
    assert await refused_price(room, "past_payment_required_by_date", unpaid(order)) == Lapsed(unpaid(order))
    assert await refused_price(room, "order_type_not_eligible_for_payment", order) == PaidAlready(order)
    assert await refused_price(room, "price_changed", dearer(order)) == PriceMoved(dearer(order), TOTAL)
    gone = replace(unpaid(order), cancelled_at=NOON)
    assert await refused_price(room, "already_cancelled", gone) == CancelledAlready(gone)


async def test_an_airline_that_prices_no_hold_anew_is_paid_what_it_says(room: Room) -> None:
    order = a_hold(held_until=None)
    assert await refused_price(room, "unsupported_action", order) == Payable(order)


@pytest.mark.parametrize("code", ["airline_internal", "airline_unknown", "not_found"])
async def test_any_other_refusal_of_a_price_is_handed_on(room: Room, code: str) -> None:
    with pytest.raises(RefusedByUpstream, match=code):
        await refused_price(room, code, a_hold(held_until=None))


async def test_a_question_that_gets_no_answer_says_nothing(room: Room) -> None:
    await room.has(a_hold())
    room.airline.trouble = ConnectionLost("cut")
    with pytest.raises(ConnectionLost):
        await room.servicing.ready_to_pay("ord_1")
    room.airline.trouble = None
    with pytest.raises(UnknownThere):
        await room.servicing.ready_to_pay("ord_none")


async def test_an_order_that_is_not_kept_yet_is_measured_by_itself(room: Room) -> None:
    await room.has(a_hold(), known=False)
    assert await room.servicing.ready_to_pay("ord_1") == Payable(a_hold())
    assert await room.kept() == a_hold()
