"""How often an order is looked at, and that all looks together leave the upstream in peace."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.desk.pace import SCREEN_PACE, SHARES, Allowance, next_hold_look, next_ticket_look, pace, rank
from agentdesk.travel.orders import PaymentState
from tests.samples import NOON, an_order

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOLD, UNTICKETED = an_order(), an_order(ticketed=False)
HELD = replace(UNTICKETED, kind="hold", payment=PaymentState(True, NOON + 40 * HOUR))
LEAVES = NOON.replace(month=12, day=12, hour=9, minute=55)
BACK = NOON.replace(month=12, day=20, hour=1, minute=15)


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (0 * MINUTE, 3 * SECOND),
        (5 * MINUTE, 3 * SECOND),
        (5 * MINUTE + SECOND, 30 * SECOND),
        (HOUR, 30 * SECOND),
        (HOUR + SECOND, 5 * MINUTE),
        (DAY, 5 * MINUTE),
        (DAY + SECOND, HOUR),
        (8 * DAY, None),
    ],
)
def test_tickets_are_looked_for_the_less_the_longer_they_take(age: timedelta, wait: timedelta | None) -> None:
    assert next_ticket_look(age) == wait


def test_tickets_of_a_hold_are_waited_for_from_its_payment_on() -> None:
    at = NOON + 2 * DAY
    paid = replace(HELD, payment=replace(HELD.payment, awaiting_payment=False, paid_at=at))
    assert pace(paid, at + MINUTE, on_screen=True) == 3 * SECOND
    assert rank(paid, at + MINUTE, on_screen=False) == 1
    assert pace(paid, at + 10 * MINUTE) == 30 * SECOND


@pytest.mark.parametrize(
    ("left", "wait"),
    [
        (HOUR, MINUTE),
        (20 * SECOND, 25 * SECOND),
        (0 * SECOND, MINUTE),
        (-DAY, MINUTE),
        (HOUR + SECOND, 15 * MINUTE),
        (10 * DAY, 2 * HOUR),
        (None, 2 * HOUR),
    ],
)
def test_a_hold_is_looked_at_every_minute_in_its_last_hour(left: timedelta | None, wait: timedelta) -> None:
    assert next_hold_look(NOON, None if left is None else NOON + left) == wait


@given(st.timedeltas(SECOND, 100 * DAY))
def test_no_look_sleeps_past_the_moment_when_a_hold_lapses(left: timedelta) -> None:
    assert next_hold_look(NOON, NOON + left) <= left + 5 * SECOND


@pytest.mark.parametrize(
    ("before", "wait"),
    [(15 * DAY, None), (14 * DAY, 8 * HOUR), (2 * DAY, 2 * HOUR), (20 * HOUR, 30 * MINUTE), (5 * HOUR, 10 * MINUTE)],
)
def test_the_nearer_the_flight_the_oftener(before: timedelta, wait: timedelta | None) -> None:
    assert pace(SOLD, LEAVES - before) == wait


def test_after_the_first_flight_the_next_one_counts() -> None:
    assert pace(SOLD, LEAVES + HOUR) == 8 * HOUR
    assert pace(SOLD, BACK - HOUR) == 10 * MINUTE
    assert pace(SOLD, BACK + HOUR) is None


def test_the_most_urgent_reason_sets_the_pace() -> None:
    fresh = replace(UNTICKETED, payment=PaymentState(False, paid_at=LEAVES - HOUR))
    assert pace(fresh, LEAVES - HOUR) == 3 * SECOND
    assert pace(SOLD, NOON, on_screen=True) == SCREEN_PACE
    assert pace(fresh, LEAVES - HOUR, on_screen=True) == 3 * SECOND


def test_what_is_over_is_looked_at_only_while_it_is_open() -> None:
    cancelled = replace(HELD, cancelled_at=NOON)
    lapsed = replace(HELD, payment=PaymentState(False, NOON))
    for over in (cancelled, lapsed):
        assert pace(over, LEAVES - HOUR) is None
        assert pace(over, LEAVES - HOUR, on_screen=True) == SCREEN_PACE


def test_what_the_agent_looks_at_goes_first_then_fresh_tickets_then_a_lapsing_hold() -> None:
    lapsing = replace(HELD, payment=PaymentState(True, NOON + MINUTE))
    ranked = [
        rank(SOLD, NOON, on_screen=True),
        rank(UNTICKETED, NOON, on_screen=False),
        rank(lapsing, NOON, on_screen=False),
        rank(HELD, NOON, on_screen=False),
    ]
    assert ranked == [0, 1, 2, 3]
    assert sorted(SHARES, reverse=True) == list(SHARES)


@given(st.one_of(st.none(), st.integers(1, 600)), st.lists(st.floats(0.01, 90), min_size=1, max_size=30))
def test_any_minute_of_looks_stays_under_a_tenth_of_the_limit(limit: int | None, pauses: list[float]) -> None:
    now = 1000.0
    allowance = Allowance(lambda: limit, lambda: now)
    taken: list[float] = []
    for pause in pauses:
        while allowance.room():
            allowance.take()
            taken.append(now)
        assert allowance.wait() > 0
        now += pause
    tenth = max((limit or 60) // 10, 1)
    assert all(later - earlier >= 60 for earlier, later in zip(taken, taken[tenth:], strict=False))


def test_waiting_as_long_as_it_says_makes_room() -> None:
    now = 0.0
    allowance = Allowance(lambda: 100, lambda: now)
    for second in range(10):
        now = float(second)
        allowance.take()
    assert (allowance.room(), allowance.wait()) == (0, 51.0)
    now += allowance.wait()
    assert allowance.room() == 1


def test_one_who_is_not_in_a_hurry_leaves_room_to_the_others() -> None:
    allowance = Allowance(lambda: 100, lambda: 0.0)
    for _ in range(5):
        allowance.take()
    assert (allowance.room(0.5), allowance.room()) == (0, 5)


def test_a_pause_asked_for_by_the_upstream_is_kept() -> None:
    now = 0.0
    allowance = Allowance(lambda: 4000, lambda: now)
    allowance.pause(20)
    assert (allowance.room(), allowance.wait()) == (0, 20.0)
    now = 20.0
    assert allowance.room() == 400
