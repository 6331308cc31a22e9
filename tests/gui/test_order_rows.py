"""What a row of the orders says and which columns have room."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from agentdesk.travel.deeds import DeedSent, PayHold
from agentdesk.travel.order_views import OrderRow
from agentdesk.travel.orders import OrderStatus
from agentdesk.ui.orders.order_columns import PAD, USUAL, Column, laid_out
from agentdesk.ui.orders.order_words import Checking, checking_words, row_words, state_of
from tests.fakes.order_index import many_rows
from tests.samples import NOON, a_sent, gbp

ROW: OrderRow = many_rows(1, NOON)[0]


def a_row(state: OrderStatus, **changes: object) -> OrderRow:
    return replace(ROW, status=state, airline_changes=0, **changes)  # type: ignore[arg-type]


def held(left: timedelta) -> OrderRow:
    return a_row(OrderStatus.HELD, pay_by=NOON + left, next_at=NOON + left)


@pytest.mark.parametrize(
    ("left", "said", "short", "time", "role"),
    [
        (timedelta(hours=2), "Pay by 14:00 today", "Pay by 14:00 today", "2 h 00 min", "warn"),
        (timedelta(minutes=50), "Pay by 12:50 today", "Pay by 12:50 today", "50 min", "bad"),
        (timedelta(hours=27), "Pay by Tue 24 Nov 15:00", "Tue 24 Nov 15:00", "1 d 3 h", ""),
    ],
)
def test_a_hold_says_until_when_and_how_urgent(left: timedelta, said: str, short: str, time: str, role: str) -> None:
    words = row_words(held(left), NOON)
    assert (words.next, words.next_short, words.mark) == (said, short, role)
    assert words.left is not None
    assert words.left.words == time


def test_a_price_that_ends_before_the_hold_comes_first() -> None:
    row = replace(held(timedelta(hours=5)), next_at=NOON + timedelta(hours=1))
    words = row_words(row, NOON)
    assert words.next == "Price until 13:00 today"
    assert words.left is not None
    assert words.left.words == "1 h 00 min"


def test_a_hold_that_is_overdue_has_passed() -> None:
    words = row_words(a_row(OrderStatus.OVERDUE, pay_by=NOON - timedelta(hours=1), next_at=None), NOON)
    assert words.next == "Payment was due 11:00 today"
    assert words.left is not None
    assert (words.left.words, words.left.filled) == ("passed", True)


def test_what_else_comes_next() -> None:
    leaves = NOON + timedelta(days=3)
    flies = a_row(OrderStatus.TICKETED, departs=leaves.replace(tzinfo=None), departs_at=leaves)
    assert row_words(flies, NOON).next == "Leaves in 3 days"
    soon = replace(flies, departs=NOON.replace(tzinfo=None), departs_at=NOON + timedelta(hours=20))
    assert row_words(soon, NOON).next == "Check-in usually open"
    gone = replace(flies, departs=(NOON - timedelta(days=2)).replace(tzinfo=None), departs_at=NOON - timedelta(days=2))
    assert row_words(gone, NOON).next == "Left Sat 21 Nov"
    assert row_words(a_row(OrderStatus.AWAITING_TICKETS, tickets=2, passengers=3), NOON).next == "2 of 3 tickets"
    changed = replace(flies, airline_changes=1)
    assert row_words(changed, NOON).next == "Answer the change"
    assert state_of(changed)[0] == "Airline changed"
    assert row_words(a_row(OrderStatus.TICKETED, departs=None, departs_at=None), NOON).leaves == ""


def test_what_is_being_checked_has_no_reference_and_says_how_often_it_was_asked_for() -> None:
    words = checking_words(Checking("attempt-1", sent=a_sent(), asked=2), NOON)
    assert (words.reference, words.next, words.badge[0]) == ("none yet", "Asked 2 times", "Being checked")
    assert words.left is not None
    assert words.left.words == "settling"
    paying = DeedSent(PayHold(ROW.order_id, gbp("10.00")), "attempt-2", NOON)
    words = checking_words(Checking("attempt-2", deed=paying, row=ROW, asked=1), NOON)
    assert (words.reference, words.next) == (ROW.reference, "Paying, asked once")
    assert checking_words(Checking("attempt-2", deed=paying, row=ROW, settled=True), NOON).badge[0] == "Settled"


def test_a_row_is_one_sentence() -> None:
    said = row_words(replace(held(timedelta(hours=2)), others=3), NOON).spoken
    assert "and 3 more" in said
    assert "2 h 00 min left" in said
    assert "LHR to BKK" in said


def test_columns_stand_where_the_design_has_them_at_1280() -> None:
    places = {spot.column: spot for spot in laid_out(1012)}
    assert [places[one].left for one in (Column.MARK, Column.REFERENCE, Column.AIRLINE)] == [14, 40, 118]
    assert [places[one].left for one in (Column.PASSENGERS, Column.ROUTE, Column.LEAVES)] == [156, 324, 420]
    assert [places[one].left for one in (Column.STATE, Column.NEXT)] == [480, 620]
    assert (places[Column.TIME_LEFT].right, places[Column.TOTAL].right) == (902, 998)
    assert Column.SOLD not in places


def test_leaves_gives_way_first_then_route_and_a_wide_list_has_both_and_when_it_was_sold() -> None:
    def shown(width: int) -> set[Column]:
        return {spot.column for spot in laid_out(width)}

    assert Column.LEAVES not in shown(940)
    assert Column.ROUTE in shown(940)
    assert not {Column.LEAVES, Column.ROUTE} & shown(756)
    assert {Column.LEAVES, Column.ROUTE, Column.SOLD} <= shown(1265)


@pytest.mark.parametrize("width", [756, 940, 1012, 1265, 1500])
def test_columns_never_overlap_and_end_at_the_margin(width: int) -> None:
    spots = laid_out(width)
    assert all(one.right <= two.left for one, two in pairwise(spots))
    assert spots[-1].right == width - PAD


def test_hidden_columns_leave_their_room_to_the_next_thing() -> None:
    fewer = {spot.column: spot for spot in laid_out(1012, USUAL - {Column.ROUTE, Column.TOTAL, Column.SOLD})}
    assert Column.ROUTE not in fewer
    assert fewer[Column.NEXT].width == 188 + 96 + 96


def test_a_cancelled_order_has_nothing_to_come() -> None:
    cancelled = a_row(OrderStatus.CANCELLED, pay_by=NOON, next_at=None)
    assert row_words(cancelled, NOON).left is None
    assert row_words(cancelled, NOON).next == ""
