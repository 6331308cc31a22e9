"""What the airline has changed: said with its harm, accepted, refused, or other flights asked for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QGuiApplication

from agentdesk.travel.airline_changes import AirlineChange, Answered
from agentdesk.travel.change_harm import harm_of
from agentdesk.travel.deeds import DeedOutcome, DeedRefused, DeedSent
from agentdesk.travel.errors import ConnectionLost, OutcomeUnknown
from agentdesk.travel.orders import Order
from agentdesk.ui.orders.change_axis import ChangeAxis
from agentdesk.ui.orders.change_words import biggest_move, harms, headline
from tests.gui.order_under_test import a_changed, a_ticketed, moved, open_order
from tests.samples import NOON, an_offer

CALM = replace(a_ticketed(), services=(), total=an_offer().total)


def change_of(order: Order) -> AirlineChange:
    return order.airline_changes[-1]


async def test_both_times_stand_on_one_axis_with_a_sentence_for_the_ear() -> None:
    async with open_order(a_changed()) as one:
        await one.hands.hear("Duffel Airways moved the outbound flight")
        await one.hands.hear("arrives 2 h 15 later")
        axis = one.hands.window.findChild(ChangeAxis)
        assert axis is not None
        assert axis.accessibleName() == (
            "Before: Sat 12 Dec 09:55 London Heathrow to 13:00 New York John F. Kennedy with ZZ 7967. "
            "After: Sat 12 Dec 12:10 London Heathrow to 15:15 New York John F. Kennedy with ZZ 7999."
        )


async def test_no_day_to_answer_by_is_invented() -> None:
    async with open_order(a_changed()) as one:
        await one.hands.hear("The airline names no day to answer by.")
        assert not one.hands.says("Answer by")


async def test_new_times_are_accepted_and_the_card_goes() -> None:
    async with open_order(a_changed(order=CALM)) as one:
        await one.hands.click("Accept the new times")
        await one.hands.hear("The new times were accepted at")
        await one.hands.until(lambda: one.hands.seen("Accept the new times") is None, "the card's end")
        assert change_of(one.order()).answered is Answered.ACCEPTED


async def test_a_lost_seat_is_said_once_more_before_it_is_accepted() -> None:
    async with open_order(a_changed()) as one:
        await one.hands.hear("Seat 14C is not kept; £12.00 was paid for it")
        await one.hands.click("Accept the new times")
        await one.hands.hear("Accept, and lose the seats?")
        await one.hands.press("Return")
        await one.hands.until(lambda: not one.hands.says("Accept, and lose"), "the sheet's end")
        assert one.airline.deeds_sent == []
        await one.hands.click("Accept the new times")
        await one.hands.click("Accept all the same")
        await one.hands.hear("The new times were accepted at")


async def test_refusing_leads_to_the_quote() -> None:
    async with open_order(a_changed()) as one:
        await one.hands.click("Refuse, see the refund…")
        await one.hands.hear("Cancel order 4QK7ZB?")
        await one.hands.press("Esc")
        assert one.airline.deeds_sent == []


async def test_other_flights_are_asked_for_by_one_key_with_a_text() -> None:
    async with open_order(a_changed()) as one:
        await one.hands.press("A")
        await one.hands.hear("Text to send")
        await one.hands.click("Copy the text")
        assert "Order: ord_1" in QGuiApplication.clipboard().text()


async def test_a_change_that_cannot_be_accepted_here_has_no_such_button() -> None:
    order = a_changed()
    order = replace(order, airline_changes=(replace(change_of(order), available=("update",)),))
    async with open_order(order) as one:
        await one.hands.hear("This change cannot be accepted through Duffel.")
        assert one.hands.seen("Accept the new times") is None


async def test_a_newer_change_refuses_the_older_and_says_so() -> None:
    async def refuse(sent: DeedSent) -> DeedOutcome:
        return DeedRefused(sent, "stale_airline_initiated_change_accept", "", "req-no", NOON)

    async with open_order(a_changed(order=CALM)) as one:
        one.airline.on_deed = refuse
        await one.hands.click("Accept the new times")
        await one.hands.hear("The airline has changed it once more. Nothing was accepted.")


async def test_nobody_knows_shows_its_own_state_and_settles_itself() -> None:
    async def lost_after(sent: DeedSent) -> DeedOutcome:
        await one.airline.do_it(sent)
        one.airline.trouble = ConnectionLost()
        raise OutcomeUnknown("The answer was cut.", "req-9")

    async with open_order(a_changed(order=CALM)) as one:
        one.airline.on_deed = lost_after
        await one.hands.click("Accept the new times")
        await one.hands.hear("We do not know yet whether the new times are accepted.")
        assert one.hands.seen("Accept the new times") is None
        one.airline.trouble = None
        await one.hands.click("Check again")
        await one.hands.hear("The new times were accepted at")


async def test_a_change_that_comes_while_the_order_is_open_appears_in_place() -> None:
    async with open_order(a_ticketed()) as one:
        assert one.hands.seen("Accept the new times") is None
        one.airline.booked["ord_1"] = a_changed()
        await one.desk.watching.look("ord_1")
        await one.hands.find("Accept the new times")


# --- the words


def said(order: Order) -> list[str]:
    return [one.text for one in harms(harm_of(change_of(order), order), order)]


@pytest.mark.parametrize(("minutes", "move"), [(135, "arrives 2 h 15 later"), (-45, "arrives 45 min earlier")])
def test_the_biggest_move_is_named(minutes: int, move: str) -> None:
    order = a_changed(minutes)
    assert biggest_move(harm_of(change_of(order), order)) == move


def test_another_day_is_worse_than_another_hour() -> None:
    order = a_changed(24 * 60, CALM)
    assert said(order)[0] == "Leaves a day later, Sun 13 Dec"
    assert "Same airports" in said(order)


def test_a_small_move_is_calm() -> None:
    assert said(a_changed(20, CALM)) == ["Flight number now ZZ 7999", "Same day, same airports", "No connection missed"]


def test_a_cancelled_way_is_named() -> None:
    order = CALM
    change = AirlineChange("aic", NOON, order.slices, order.slices[:1], available=("cancel",))
    order = replace(order, airline_changes=(change,), open_airline_changes=1)
    harm = harm_of(change, order)
    assert headline(harm, order) == "Duffel Airways cancelled the return flight"
    assert harms(harm, order)[0].text == "JFK – LHR is gone"


def test_two_moved_ways_are_counted() -> None:
    order = CALM
    after = tuple(moved(part, 30) for part in order.slices)
    change = AirlineChange("aic", NOON + timedelta(0), order.slices, after)
    assert headline(harm_of(change, order), order) == "Duffel Airways moved 2 parts of the trip"
