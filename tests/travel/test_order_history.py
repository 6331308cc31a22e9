from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from agentdesk.travel.airline_changes import AirlineChange, Answered
from agentdesk.travel.order_events import EventKind, OrderEvent
from agentdesk.travel.order_history import events_between
from agentdesk.travel.orders import Order, OrderPassenger, PaymentState, Ticket, TicketKind
from tests.samples import NOON, an_order, gbp

DAY = timedelta(days=1)
LATER = NOON + timedelta(minutes=5)
SOLD = an_order()
BARE = an_order(ticketed=False)
HELD = replace(BARE, kind="hold", payment=PaymentState(True, NOON + 2 * DAY, NOON + DAY))
EMD = Ticket(TicketKind.EMD_ASSOCIATED, "125-9", ("pas_1",))
CHANGE = AirlineChange("aic_1", NOON, SOLD.slices, SOLD.slices)
CHANGED = replace(SOLD, open_airline_changes=1, airline_changes=(CHANGE,))


def held(**payment: object) -> Order:
    return replace(HELD, payment=replace(HELD.payment, **payment))  # type: ignore[arg-type]  # any field of it


def moved(order: Order, departs: datetime) -> Order:
    """The first flight leaves at another time."""
    part = order.slices[0]
    segment = part.segments[0]
    segment = replace(segment, flight=replace(segment.flight, departs=departs))
    return replace(order, slices=(replace(part, segments=(segment,)), *order.slices[1:]))


MOVED = moved(SOLD, datetime(2026, 12, 12, 11, 0))
PAID = replace(HELD, payment=PaymentState(False, HELD.payment.pay_by, None, LATER))
LAPSED = replace(HELD, payment=PaymentState(False, HELD.payment.pay_by, HELD.payment.price_held_until))

CASES = [
    (BARE, SOLD, LATER, [(EventKind.TICKETED, "125-2125261780")]),
    (SOLD, replace(SOLD, tickets=(*SOLD.tickets, EMD, EMD)), LATER, [(EventKind.TICKETED, "125-9")]),
    (HELD, PAID, LATER, [(EventKind.PAID_UPSTREAM, "")]),
    (HELD, replace(PAID, tickets=SOLD.tickets), LATER, [("paid_upstream", ""), ("ticketed", "125-2125261780")]),
    (HELD, LAPSED, NOON + 3 * DAY, [(EventKind.LAPSED, "")]),
    (HELD, LAPSED, LATER, []),  # neither paid nor lapsed: nobody knows yet
    (LAPSED, PAID, LATER, [(EventKind.PAID_UPSTREAM, "")]),
    (HELD, replace(HELD, total=gbp("1700.00")), LATER, [(EventKind.PRICE_MOVED, "1612.77 GBP 1700.00 GBP")]),
    (HELD, held(price_held_until=None), LATER, [(EventKind.GUARANTEE_MOVED, "")]),
    (HELD, held(pay_by=NOON + DAY), LATER, [(EventKind.DEADLINE_MOVED, "2026-11-24T12:00:00+00:00")]),
    (SOLD, CHANGED, LATER, [(EventKind.AIRLINE_CHANGED, "aic_1")]),
    (SOLD, replace(CHANGED, slices=MOVED.slices), LATER, [(EventKind.AIRLINE_CHANGED, "aic_1")]),
    (
        CHANGED,
        replace(CHANGED, airline_changes=(replace(CHANGE, answered=Answered.ACCEPTED, answered_at=LATER),)),
        LATER,
        [(EventKind.AIRLINE_CHANGE_ANSWERED, "accepted")],
    ),
    (SOLD, MOVED, LATER, [(EventKind.FLIGHTS_MOVED, "")]),
    (SOLD, replace(SOLD, cancelled_at=LATER, available_actions=("update",)), LATER, [("cancelled_upstream", "")]),
    (SOLD, replace(SOLD, available_actions=("cancel", "change")), LATER, [("actions_changed", "cancel,change")]),
    (
        replace(SOLD, available_actions=("change", "cancel")),
        replace(SOLD, available_actions=("cancel", "change")),
        LATER,
        [],
    ),
    (SOLD, replace(SOLD, total=gbp("1700.00")), LATER, []),  # of a paid order: what it costs by now is no price rise
    (SOLD, replace(SOLD, synced_at=LATER, passengers=(OrderPassenger("pas_1", "A", "B"),)), LATER, []),
]


@pytest.mark.parametrize(("old", "new", "at", "facts"), CASES)
def test_the_difference_between_two_answers_is_told_in_facts(
    old: Order, new: Order, at: datetime, facts: list[tuple[EventKind, str]]
) -> None:
    expected = tuple(OrderEvent("ord_1", at, EventKind(kind), "", detail, "req_1") for kind, detail in facts)
    assert events_between(old, new, at, "req_1") == expected
    assert events_between(new, new, at, "req_1") == ()


def test_an_order_that_nobody_knew_was_found() -> None:
    assert events_between(None, CHANGED, NOON) == (OrderEvent("ord_1", NOON, EventKind.FOUND),)
