"""Deadlines are told in the window, on the desktop and by sound, as the agent has chosen, in words with both clocks."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon

from agentdesk.desk.news import AccountRead, Board, DeadlineNear, DeadlinesPassed, OrdersCame
from agentdesk.desk.ports import OrderAnswer, OrderRecord
from agentdesk.desk.preferences import Alerts
from agentdesk.hands import Hands
from agentdesk.travel.deadlines import Deadline, DeadlineKind
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.orders import Order, PaymentState
from agentdesk.ui.desktop_notices import DesktopNotices, Shows
from agentdesk.ui.errands import Errands
from agentdesk.ui.notices import Notices, next_deadline
from agentdesk.ui.orders import deadline_words
from agentdesk.ui.settings.alerts_part import AlertsPart, lead_words
from tests.fakes.airline import FakeAirline
from tests.gui.dressed import on_screen, themed
from tests.gui.rooms_under_test import OpenRooms, open_rooms
from tests.samples import NOON, an_offer, an_order

HOUR = timedelta(hours=1)


def hold(ident: str = "ord_1", name: str = "Earhart", hours: float = 2) -> Order:
    order = an_order(ident, ticketed=False)
    person = replace(order.passengers[0], family_name=name)
    payment = PaymentState(True, NOON + hours * HOUR, NOON + hours * HOUR / 2)
    return replace(order, kind="hold", passengers=(person,), payment=payment)


def record(order: Order) -> OrderRecord:
    return OrderRecord(order, NOON, PRACTICE, None, "")


def deadline(order: Order, kind: DeadlineKind = DeadlineKind.PAY) -> Deadline:
    at = order.payment.pay_by if kind is DeadlineKind.PAY else order.payment.price_held_until
    assert at is not None
    return Deadline(kind, order.id, at, NOON)


class FakeNotifier:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, bool, bool]] = []

    async def tell(self, title: str, text: str, order_id: str, *, shown: bool, sound: bool) -> None:
        self.told.append((title, order_id, shown, sound))


def _raise(bug: BaseException) -> None:
    raise bug


def toasts(one: OpenRooms) -> list[str]:
    return [toast.accessibleName() for toast in one.window.toasts.shown]


async def test_a_warning_stands_in_the_window_and_its_button_opens_the_order() -> None:
    async with open_rooms(airline=FakeAirline(an_offer())) as one:
        order = hold()
        await one.desk.orders.save(OrderAnswer(order, b"{}", NOON))
        one.desk.news.tell(DeadlineNear(order.id, DeadlineKind.PAY, NOON + 2 * HOUR, 2 * HOUR))
        await one.hands.until(lambda: bool(toasts(one)), "the warning")
        assert toasts(one)[0].startswith("2 h left to pay 4QK7ZB. Earhart, by ")
        await one.hands.click("Show")
        assert one.window.room is one.rooms.orders


@pytest.mark.parametrize("left", [HOUR, 2 * HOUR])
async def test_a_warning_of_the_last_hour_stays_until_it_is_closed(left: timedelta) -> None:
    async with open_rooms(airline=FakeAirline(an_offer())) as one:
        await one.desk.orders.save(OrderAnswer(hold(), b"{}", NOON))
        one.desk.news.tell(DeadlineNear("ord_1", DeadlineKind.PAY, NOON + left, left))
        await one.hands.until(lambda: bool(toasts(one)), "the warning")
        timers = one.window.toasts.shown[0].findChildren(QTimer)
        assert [timer.isActive() for timer in timers] == [left > HOUR]
        if left <= HOUR:
            await one.hands.click("Close")
            assert toasts(one) == []


async def test_what_ended_while_the_desk_was_closed_is_said_in_one_with_a_way_to_see_it() -> None:
    async with open_rooms(airline=FakeAirline(an_offer())) as one:
        orders = [hold("ord_1"), hold("ord_2", "Okafor")]
        for order in orders:
            await one.desk.orders.save(OrderAnswer(order, b"{}", NOON))
        one.desk.news.tell(DeadlinesPassed(tuple(deadline(order) for order in orders), while_closed=True))
        await one.hands.until(lambda: bool(toasts(one)), "the notice")
        assert toasts(one) == ["2 holds ended while AgentDesk was closed. Earhart 4QK7ZB, Okafor 4QK7ZB"]
        await one.hands.click("Show")
        assert one.window.room is one.rooms.orders
        assert not one.rooms.orders.shows_order
        await one.hands.hear("Needs attention")


async def test_the_desktop_and_the_sound_are_as_chosen() -> None:
    async with open_rooms(airline=FakeAirline(an_offer())) as one, Errands(_raise) as errands:
        await one.desk.orders.save(OrderAnswer(hold(), b"{}", NOON))
        notifier, chosen = FakeNotifier(), Alerts()
        board = replace(one.desk, news=Board())
        notices = Notices(
            one.window, board, errands, one.rooms.bookings, lambda _: None, notifier, alerts=lambda: chosen
        )
        for alerts in (Alerts(), Alerts(sound=False), Alerts(desktop=False), Alerts(desktop=False, sound=False)):
            chosen = alerts
            board.news.tell(DeadlineNear("ord_1", DeadlineKind.PAY, NOON + HOUR, HOUR))
            await one.hands.until(lambda: len(toasts(one)) > 0, "the toast")
            one.window.toasts.clear()
        notices.put_away()
        assert [(shown, sound) for _, _, shown, sound in notifier.told] == [(True, True), (True, False), (False, True)]


async def test_the_first_reading_of_the_account_is_told_in_the_strip() -> None:
    async with open_rooms(airline=FakeAirline(an_offer())) as one:
        one.desk.news.tell(AccountRead(1200, is_whole=False))
        await one.hands.hear("Reading the account's orders, 1,200 so far")
        one.desk.news.tell(AccountRead(1250, is_whole=True))
        await one.hands.until(
            lambda: not any("Reading the account" in name for name in one.hands.names()), "the end of it"
        )


async def test_orders_that_come_with_the_account_count_at_the_rail_and_in_the_strip() -> None:
    async with open_rooms(airline=FakeAirline(an_offer())) as one:
        await one.desk.orders.save(OrderAnswer(hold(), b"{}", NOON))
        one.desk.news.tell(OrdersCame(("ord_1",)))
        await one.hands.find("Orders, 1 to act on")
        await one.hands.hear("Next deadline: Earhart 4QK7ZB")


def test_the_price_of_a_hold_counts_as_a_deadline_of_its_own() -> None:
    found = next_deadline([], [record(hold())], NOON)
    assert found is not None
    assert (found.until, found.what.startswith("price held until ")) == (NOON + HOUR, True)
    later = next_deadline([], [record(hold())], NOON + HOUR)
    assert later is not None
    assert (later.until, later.what.startswith("pay by ")) == (NOON + 2 * HOUR, True)
    assert next_deadline([], [record(hold())], NOON + 2 * HOUR) is None


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (24 * HOUR - timedelta(seconds=1), "24 h"),
        (2 * HOUR + timedelta(minutes=15), "2 h 15 min"),
        (timedelta(minutes=30, seconds=-3), "30 min"),
        (timedelta(seconds=20), "less than a minute"),
    ],
)
def test_the_time_left_is_said_roundly(left: timedelta, said: str) -> None:
    assert deadline_words.about(left) == said
    told = deadline_words.near(DeadlineKind.PAY, NOON + left, left, record(hold()))
    assert told.title == f"{said[0].upper()}{said[1:]} left to pay 4QK7ZB"


def test_a_deadline_is_said_by_both_clocks() -> None:
    told = deadline_words.near(DeadlineKind.PRICE, NOON, HOUR, record(hold()))
    assert "(" in told.text or "London" in told.text
    assert "New York" in told.text


@pytest.mark.parametrize("kind", list(DeadlineKind))
def test_every_kind_has_its_words(kind: DeadlineKind) -> None:
    one = Deadline(kind, "ord_1", NOON, NOON - HOUR)
    for told in (deadline_words.near(kind, NOON, HOUR, record(hold())), deadline_words.passed(one, record(hold()))):
        assert "4QK7ZB" in told.title
        assert "{" not in f"{told.title}{told.text}"
    assert deadline_words.brief(kind, NOON, NOON)


def test_kinds_that_ended_together_are_counted_apart() -> None:
    found = [deadline(hold("ord_1")), deadline(hold("ord_2")), deadline(hold("ord_3"), DeadlineKind.PRICE)]
    records = [record(hold(f"ord_{number}", f"Name{number}")) for number in range(1, 7)]
    told = deadline_words.while_closed(found, records)
    assert told.title == "2 holds ended and 1 price guarantee ended while AgentDesk was closed"
    assert told.text.endswith("Name4 4QK7ZB and 2 more")


async def test_alerts_are_kept_as_they_are_chosen() -> None:
    part = AlertsPart(themed())
    kept: list[Alerts] = []
    part.changed.connect(kept.append)
    with on_screen(part) as window:
        part.show_now(Alerts())
        hands = Hands(window, patience=3)
        await hands.click("Warn 2 h before")
        await hands.click("Warn 3 days before")
        await hands.click("A sound")
        await hands.click("The void window closes")
        await hands.click("A hold has to be paid")
    assert kept[-1] == Alerts((4320, 1440, 30), (DeadlineKind.PRICE, DeadlineKind.VOID), desktop=True, sound=False)
    assert [lead_words(minutes) for minutes in kept[-1].minutes] == ["3 days", "24 h", "30 min"]


async def test_a_desktop_that_shows_nothing_is_said_in_the_settings() -> None:
    notices = DesktopNotices(QIcon(), bus="")
    part = AlertsPart(themed(), notices)
    with on_screen(part) as window:
        hands = Hands(window, patience=3)
        assert not any("This desktop shows no notifications" in name for name in hands.names())
        notices.shows = Shows.NO
        notices.changed.emit()
        await hands.hear("This desktop shows no notifications")
    notices.deleteLater()
