"""What has become of an order, in the order of API.md 7.5."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.orders import (
    Order,
    OrderPassenger,
    OrderStatus,
    PaymentState,
    Ticket,
    TicketKind,
    is_ticketed,
    needs_attention,
    status,
)
from tests.samples import NOON, an_order

HOUR = timedelta(hours=1)
SOLD = an_order()
UNTICKETED = an_order(ticketed=False)
HELD = replace(UNTICKETED, kind="hold", payment=PaymentState(True, pay_by=NOON + HOUR))
UNPAID = replace(HELD, payment=PaymentState(False, pay_by=NOON + HOUR))


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (SOLD, OrderStatus.TICKETED),
        (UNTICKETED, OrderStatus.AWAITING_TICKETS),
        (replace(SOLD, cancelled_at=NOON), OrderStatus.CANCELLED),
        (replace(HELD, cancelled_at=NOON), OrderStatus.CANCELLED),
        (HELD, OrderStatus.HELD),
        (replace(HELD, payment=PaymentState(True)), OrderStatus.HELD),
        (replace(HELD, payment=PaymentState(True, pay_by=NOON)), OrderStatus.OVERDUE),
        (replace(HELD, payment=PaymentState(True, pay_by=NOON - HOUR)), OrderStatus.OVERDUE),
        (replace(UNPAID, payment=PaymentState(False, pay_by=NOON - HOUR)), OrderStatus.LAPSED),
        (replace(UNPAID, kind="", payment=PaymentState(False, pay_by=NOON)), OrderStatus.LAPSED),
        (replace(UNPAID, payment=PaymentState(False, NOON - HOUR, paid_at=NOON)), OrderStatus.AWAITING_TICKETS),
        (replace(SOLD, kind="hold", payment=PaymentState(False, NOON - HOUR)), OrderStatus.TICKETED),
        (replace(SOLD, payment=PaymentState(False)), OrderStatus.TICKETED),
    ],
)
def test_the_status_is_derived(order: Order, found: OrderStatus) -> None:
    assert status(order, NOON) is found


def test_a_hold_becomes_overdue_on_the_minute_it_ends() -> None:
    assert status(HELD, NOON + HOUR - timedelta(seconds=1)) is OrderStatus.HELD
    assert status(HELD, NOON + HOUR) is OrderStatus.OVERDUE


@given(st.integers(-10_000, 10_000), st.sampled_from([SOLD, UNTICKETED, HELD, UNPAID]))
def test_a_cancelled_order_stays_cancelled_at_any_time(minutes: int, order: Order) -> None:
    now = NOON + timedelta(minutes=minutes)
    assert status(replace(order, cancelled_at=NOON), now) is OrderStatus.CANCELLED


TWO = (OrderPassenger("pas_1", "Amelia", "Earhart"), OrderPassenger("pas_2", "George", "Earhart"))


def ticket(number: str, *holders: str, kind: TicketKind = TicketKind.TICKET) -> Ticket:
    return Ticket(kind, number, holders)


@pytest.mark.parametrize(
    ("tickets", "done"),
    [
        ((), False),
        ((ticket("1", "pas_1"),), False),
        ((ticket("1", "pas_1"), ticket("2", "pas_1")), False),
        ((ticket("1", "pas_1"), ticket("2", "pas_2")), True),
        ((ticket("1", "pas_1", "pas_2"),), True),
        ((ticket("1"),), False),
        ((ticket("1"), ticket("2")), True),
        ((ticket("1", "pas_1"), ticket("2", "pas_2", kind=TicketKind.EMD_ASSOCIATED)), False),
        ((ticket("1", kind=TicketKind.EMD_STANDALONE), ticket("2", kind=TicketKind.EMD_STANDALONE)), False),
    ],
)
def test_an_order_is_ticketed_once_everybody_has_a_ticket(tickets: tuple[Ticket, ...], done: bool) -> None:
    assert is_ticketed(replace(SOLD, passengers=TWO, tickets=tickets)) is done


def test_each_sees_their_own_tickets_and_no_receipts() -> None:
    tickets = (ticket("1", "pas_1"), ticket("2", "pas_2"), ticket("3", "pas_1", kind=TicketKind.EMD_ASSOCIATED))
    order = replace(SOLD, passengers=TWO, tickets=tickets)
    assert [one.number for one in order.tickets_of("pas_1")] == ["1"]


def test_a_change_nobody_answered_needs_attention_until_the_order_is_cancelled() -> None:
    assert not needs_attention(SOLD)
    assert needs_attention(replace(SOLD, open_airline_changes=1))
    assert not needs_attention(replace(SOLD, open_airline_changes=1, cancelled_at=NOON))
