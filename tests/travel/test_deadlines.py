"""Deadlines of every kind on one clock, and when to warn of them."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.deadlines import (
    Deadline,
    DeadlineKind,
    coming,
    deadlines_of,
    nearest_first,
    warning_due,
    warning_times,
)
from agentdesk.travel.orders import Order, PaymentState
from tests.samples import NOON, an_order

HOUR = timedelta(hours=1)
SOLD = an_order()
UNTICKETED = an_order(ticketed=False)
HELD = replace(UNTICKETED, kind="hold", payment=PaymentState(True, NOON + 72 * HOUR, NOON + 48 * HOUR))
LEADS = (24 * HOUR, 2 * HOUR, HOUR / 2)
LEAVES = NOON.replace(month=12, day=12, hour=9, minute=55)  # London is on UTC in December
BACK = NOON.replace(month=12, day=20, hour=1, minute=15)  # 20:15 in New York


def kinds(order: Order, now: datetime = NOON) -> list[tuple[DeadlineKind, datetime]]:
    return [(one.kind, one.at) for one in deadlines_of(order, now)]


FLIGHTS = [
    (DeadlineKind.CHECK_IN, LEAVES - 24 * HOUR),
    (DeadlineKind.DEPARTURE, LEAVES),
    (DeadlineKind.CHECK_IN, BACK - 24 * HOUR),
    (DeadlineKind.DEPARTURE, BACK),
]


def test_a_hold_has_its_price_and_its_payment_before_the_flights() -> None:
    assert kinds(HELD) == [
        (DeadlineKind.PRICE, NOON + 48 * HOUR),
        (DeadlineKind.PAY, NOON + 72 * HOUR),
        *FLIGHTS,
    ]


def test_a_price_that_holds_as_long_as_the_seats_is_no_deadline_of_its_own() -> None:
    same = replace(HELD, payment=PaymentState(True, NOON + HOUR, NOON + HOUR))
    assert kinds(same)[0] == (DeadlineKind.PAY, NOON + HOUR)
    assert DeadlineKind.PRICE not in [kind for kind, _ in kinds(same)]
    open_end = replace(HELD, payment=PaymentState(True, None, NOON + HOUR))
    assert kinds(open_end)[0] == (DeadlineKind.PRICE, NOON + HOUR)


def test_a_paid_order_has_its_void_window_and_its_tickets() -> None:
    sold = replace(UNTICKETED, void_until=NOON + 10 * HOUR)
    assert kinds(sold)[:2] == [(DeadlineKind.VOID, NOON + 10 * HOUR), (DeadlineKind.TICKETS, NOON + 24 * HOUR)]
    assert kinds(SOLD) == FLIGHTS
    assert [one.kind for one in deadlines_of(sold, NOON) if one.is_rule_of_thumb] == [
        DeadlineKind.TICKETS,
        DeadlineKind.CHECK_IN,
        DeadlineKind.CHECK_IN,
    ]


def test_nothing_can_be_missed_of_what_is_cancelled_or_lapsed() -> None:
    assert kinds(replace(HELD, cancelled_at=NOON)) == []
    lapsed = replace(HELD, payment=PaymentState(False, NOON + 72 * HOUR))
    assert kinds(lapsed, NOON + 73 * HOUR) == []


def test_a_flight_from_an_unknown_zone_has_no_instant() -> None:
    segment = SOLD.slices[0].segments[0]
    nowhere = replace(segment.flight.origin, time_zone="")
    unknown = replace(
        SOLD.slices[0], segments=(replace(segment, flight=replace(segment.flight, origin=nowhere)),), origin=nowhere
    )
    assert kinds(replace(SOLD, slices=(unknown,))) == []


def test_each_flight_is_in_the_time_of_where_it_leaves() -> None:
    cities = [one.airport.city for one in deadlines_of(HELD, NOON) if one.airport]
    assert cities == ["London", "London", "London", "London", "New York", "New York"]


def hold_of(span: timedelta) -> Deadline:
    return Deadline(DeadlineKind.PAY, "ord_1", NOON + span, NOON)


def test_warnings_come_as_long_before_as_was_chosen() -> None:
    end = NOON + 72 * HOUR
    assert warning_times(hold_of(72 * HOUR), LEADS) == (end - 24 * HOUR, end - 2 * HOUR, end - HOUR / 2)


def test_a_short_hold_is_warned_of_as_often() -> None:
    end = NOON + HOUR
    assert warning_times(hold_of(HOUR), LEADS) == (end - HOUR / 2, end - HOUR / 4, end - HOUR / 8)


SPANS = st.timedeltas(timedelta(seconds=10), timedelta(days=400))
CHOSEN = st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=4)), max_size=8)


@given(SPANS, CHOSEN)
def test_every_lead_gives_one_warning_of_its_own_before_the_deadline(span: timedelta, leads: list[timedelta]) -> None:
    times = warning_times(hold_of(span), leads)
    assert len(times) == len(set(leads)) == len(set(times))
    assert list(times) == sorted(times)
    assert all(NOON < at < NOON + span for at in times)


@given(SPANS, CHOSEN, st.timedeltas(-timedelta(days=1), timedelta(days=401)))
def test_the_warnings_due_only_grow_until_the_deadline_passes(
    span: timedelta, leads: list[timedelta], after: timedelta
) -> None:
    deadline = hold_of(span)
    earlier, later = (warning_due(deadline, leads, NOON + after + by) for by in (timedelta(0), HOUR))
    if after + HOUR < span:
        assert 0 <= earlier <= later <= len(set(leads))
    if after + HOUR >= span:
        assert later == 0


def test_what_never_had_time_is_not_warned_of() -> None:
    assert warning_times(hold_of(timedelta(0)), LEADS) == ()
    assert warning_times(hold_of(-HOUR), LEADS) == ()


@given(st.lists(st.builds(Deadline, st.sampled_from(DeadlineKind), st.text(max_size=3),
                          st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda at: at.astimezone()),
                          st.just(NOON)), max_size=12))  # fmt: skip
def test_what_is_coming_is_the_nearest_first_and_never_past(found: list[Deadline]) -> None:
    ahead = coming(found, NOON)
    assert list(ahead) == [one for one in nearest_first(found) if one.at > NOON]
    assert [one.at for one in ahead] == sorted(one.at for one in found if one.at > NOON)
