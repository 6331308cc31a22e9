"""The window locks when left alone and shows nothing of a customer until the passphrase is typed; work goes on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from agentdesk.desk.locking import DeskLock, new_rule, written
from agentdesk.desk.news import DeadlineNear
from agentdesk.desk.ports import OrderAnswer
from agentdesk.storage.keys import SessionKeys
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.deadlines import DeadlineKind
from agentdesk.travel.environment import World
from agentdesk.travel.passenger_rules import forms_for
from agentdesk.ui.announcing import overhear
from agentdesk.ui.errands import Errands
from agentdesk.ui.first_window import call_first_window
from agentdesk.ui.lock_page import Token
from agentdesk.ui.locking import LockGuard
from agentdesk.ui.main_window import MainWindow
from agentdesk.ui.notices import Notices
from tests.fakes.airline import FakeAirline
from tests.gui.rooms_under_test import OpenRooms, open_rooms
from tests.gui.test_deadline_notices import FakeNotifier, hold
from tests.gui.test_ways_in import a_desktop
from tests.samples import NOON, a_draft

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform says so of every dialog

WORDS = "correct horse"
CUSTOMER = "Lindqvist"


class Hand:
    """A clock that is moved by hand, as a suspend moves the real one."""

    def __init__(self) -> None:
        self.seconds = 50.0

    def __call__(self) -> float:
        return self.seconds


@dataclass(frozen=True, slots=True)
class Guarded:
    rooms: OpenRooms
    guard: LockGuard
    clock: Hand
    lock: DeskLock
    token: list[Token]  # none, or the one that stands for the passphrase


@asynccontextmanager
async def a_guarded_desk(*drafts: Draft, minutes: int = 5) -> AsyncIterator[Guarded]:
    """The rooms of a desk that locks after so many minutes alone."""
    clock = Hand()
    lock = DeskLock(SessionKeys(), clock, n=2**10)
    if minutes:
        await lock.put_on(minutes, WORDS)

    token: list[Token] = []

    async def standing() -> Token | None:
        return token[0] if token else None

    async with Errands(_raise) as errands:

        def guarded(window: MainWindow) -> LockGuard:
            return LockGuard(window, lock, errands, clock, world=lambda: World.PRACTICE, token=standing)

        async with open_rooms(*drafts, airline=FakeAirline(), guarded=guarded) as rooms:
            guard = rooms.guard
            assert guard is not None
            guard.start()
            try:
                yield Guarded(rooms, guard, clock, lock, token)
            finally:
                guard.put_away()


def a_customer() -> Draft:
    """A booking that names somebody in its tab, its form and the panel beside."""
    draft = a_draft()
    assert draft.offer is not None
    first, *others = forms_for(draft.offer)
    named = replace(first, given_name="Amelia", family_name=CUSTOMER)
    return replace(draft, step=Step.PASSENGERS, travellers=(named, *others))


def touch(window: QWidget, key: Qt.Key = Qt.Key.Key_Shift, letter: str = "") -> None:
    """A key as the system gives it to a window; QTest would run the loop within the loop."""
    handle = window.windowHandle()
    assert handle is not None
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(handle, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))


async def test_left_alone_for_its_time_it_locks_before_it_paints_or_hears_anything() -> None:
    async with a_guarded_desk(a_customer()) as desk:
        window, clock, hands = desk.rooms.window, desk.clock, desk.rooms.hands
        clock.seconds += 299
        touch(window)
        clock.seconds += 299
        assert not desk.guard.look()
        clock.seconds += 1
        assert desk.guard.look()
        await hands.hear("The desk is locked")
        handle = window.windowHandle()
        assert handle is not None
        for kind in (QEvent.Type.Expose, QEvent.Type.UpdateRequest):
            await unlock(desk)
            clock.seconds += 8 * 3600  # the night in a bag: no timer ran meanwhile
            assert desk.guard.eventFilter(handle, QEvent(kind)) is False  # painted it is, but locked
            assert desk.guard.is_locked
        await unlock(desk)
        field = await hands.focus("Given name")
        clock.seconds += 300
        touch(window, Qt.Key.Key_X, "x")  # the key that wakes it up is not heard by what lies behind
        assert desk.guard.is_locked
        assert field.property("text") == "Amelia"


async def test_locked_nothing_of_a_customer_is_seen_spoken_found_or_reached() -> None:
    said: list[str] = []
    async with a_guarded_desk(a_customer()) as desk:
        rooms, window, hands = desk.rooms, desk.rooms.window, desk.rooms.hands
        await hands.fill("Given name", "Astrid Mari")
        field = await hands.find("Given name", QLineEdit)
        assert hands.says(CUSTOMER)
        assert CUSTOMER in " ".join(spoken(window))
        QGuiApplication.clipboard().setText("kept as it is")
        dialog = QFileDialog(window, CUSTOMER)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.open()
        await hands.come_forward()
        turned: list[bool] = []
        desk.guard.turned.connect(turned.append)
        stop = overhear(said.append)
        desk.clock.seconds += 300  # a dialog keeps the keys to itself, not the time
        assert desk.guard.look()
        assert not dialog.isVisible()
        dialog.deleteLater()
        assert not hands.says(CUSTOMER)
        assert CUSTOMER not in " ".join(spoken(window))
        assert window.windowTitle() == "AgentDesk – PRACTICE – locked"
        window.toasts.tell("good", "Booked, ABC123", CUSTOMER)
        tabs = len(rooms.rooms.bookings.drafts)
        for keys in ("Ctrl+T", "Ctrl+K", "F1", "Ctrl+2", "Ctrl+Return", "Alt+Left", "Ctrl+W", "F6", "Tab", "Escape"):
            await hands.press(keys)
        assert len(rooms.rooms.bookings.drafts) == tabs
        assert window.room is rooms.rooms.bookings
        assert not hands.says(CUSTOMER)
        assert CUSTOMER not in " ".join(said)
        assert turned == [True]
        stop()
        assert QGuiApplication.clipboard().text() == "kept as it is"
        await unlock(desk)
        await hands.hear("Booked, ABC123")  # told now that somebody is there
        assert hands.says(CUSTOMER)
        assert field.hasFocus()  # the keyboard is where it was, and what was typed is there
        await hands.write("a")
        assert field.property("text") == "Astrid Maria"


async def test_a_wrong_passphrase_waits_and_the_token_of_the_environment_takes_the_lock_off() -> None:
    async with a_guarded_desk() as desk:
        hands = desk.rooms.hands
        await hands.press("Ctrl+L")
        await hands.fill("Passphrase of the desk", "wrong one")
        await hands.press("Return")
        await hands.hear("That was not it. The next try in 1 s")
        await hands.fill("Passphrase of the desk", WORDS)
        await hands.press("Return")
        await asyncio.sleep(0.05)
        assert desk.guard.is_locked  # not heard yet, though it is right
        desk.clock.seconds += 1
        await hands.press("Return")
        await hands.until(lambda: not desk.guard.is_locked, "the open desk")
        await hands.press("Ctrl+L")
        await hands.click("Forgotten?")
        await hands.hear("agentdesk lock --forget")  # no token is kept here
        assert hands.seen("Open with the token") is None
        await unlock(desk)
        desk.token.append(Token(World.TEST, "duffel_test_secret"))
        await hands.press("Ctrl+L")
        await hands.click("Forgotten?")
        await hands.fill("Duffel token of TEST", "duffel_test_secret")
        await hands.click("Open with the token")
        await hands.until(lambda: not desk.guard.is_locked, "the open desk")
        assert desk.lock.minutes == 0
        await hands.hear("The lock is off")


async def test_deadlines_are_counted_and_told_to_the_desktop_without_a_name() -> None:
    async with a_guarded_desk() as desk:
        window, news, notifier = desk.rooms.window, desk.rooms.desk.news, FakeNotifier()
        order = hold(name=CUSTOMER)
        await desk.rooms.desk.orders.save(OrderAnswer(order, b"{}", NOON))
        async with Errands(_raise) as errands:
            notices = Notices(
                window, desk.rooms.desk, errands, desk.rooms.rooms.bookings, print, notifier,
                is_locked=lambda: desk.guard.is_locked,
            )  # fmt: skip
            notices.start()
            desk.guard.ahead = notices.ahead
            near = DeadlineNear(order.id, DeadlineKind.PAY, NOON + timedelta(hours=2), timedelta(hours=2))
            news.tell(near)
            await desk.rooms.hands.until(lambda: len(notifier.told) == 1, "the desktop's notification")
            await desk.rooms.hands.press("Ctrl+L")
            news.tell(near)
            await desk.rooms.hands.until(lambda: len(notifier.told) == 2, "the desktop's notification")
            await desk.rooms.hands.hear("2 deadlines to come, the next in ")
            assert order.reference in notifier.told[0][0]
            assert [title for title, *_ in notifier.told[1:]] == ["A deadline is near"]
            assert not desk.rooms.hands.says(CUSTOMER)
            assert not desk.rooms.hands.says(order.reference)
            notices.put_away()


async def test_it_is_switched_on_changed_and_switched_off_in_the_settings() -> None:
    async with a_guarded_desk(minutes=0) as desk:
        hands = desk.rooms.hands
        desk.clock.seconds += 1_000_000
        assert not desk.guard.look()
        await hands.press("Ctrl+L")
        await hands.hear("The desk has no passphrase yet")
        assert not desk.guard.is_locked
        await hands.click("Settings")
        await hands.click("Lock settings")
        await choose(desk, 3)
        await hands.fill("Passphrase", "short")
        await hands.press("Return")
        await hands.hear("At least 6 characters")
        await hands.fill("Passphrase", WORDS)
        await hands.fill("The same again", "other words")
        await hands.press("Return")
        await hands.hear("Not the same")
        await hands.fill("The same again", WORDS)
        await hands.press("Return")
        await hands.hear("The desk locks after 15 minutes alone.")
        assert desk.lock.minutes == 15
        await choose(desk, 2)
        await hands.click("Change the lock")
        await hands.hear("Changes need it")
        await hands.fill("Present passphrase", WORDS)
        await hands.press("Return")
        await hands.hear("The desk locks after 60 minutes alone.")
        assert await desk.lock.opens(WORDS)
        await choose(desk, -5)
        await hands.fill("Present passphrase", "wrong words")
        await hands.click("Switch the lock off")
        await hands.hear("That was not it. The next try in 1 s")
        assert desk.lock.minutes == 60
        desk.clock.seconds += 1
        await hands.fill("Present passphrase", WORDS)
        await hands.press("Return")
        await hands.hear("The lock is off.")
        assert desk.lock.minutes == 0


async def test_a_desk_with_a_rule_starts_locked_and_works_behind_it(tmp_path: Path) -> None:
    keys = SessionKeys()
    keys.keep_lock_record(written(new_rule(5, WORDS, n=2**10)))
    async with a_desktop(tmp_path, keys) as (window, hands):
        await hands.hear("The desk is locked")
        await hands.until(lambda: window.room is not None, "the rooms behind")
        assert hands.seen("From") is None
        assert await call_first_window(tmp_path, 8)  # a second start raises the locked window, and opens nothing
        assert hands.says("The desk is locked")
        await hands.fill("Passphrase of the desk", WORDS)
        await hands.press("Return")
        await hands.find("From")
        assert window.windowTitle() == "AgentDesk – PRACTICE"


async def choose(desk: Guarded, by: int) -> None:
    """So many lines down, or up."""
    await desk.rooms.hands.focus("Lock the desk when left alone")
    await desk.rooms.hands.press("Down" if by > 0 else "Up", times=abs(by))


async def unlock(desk: Guarded) -> None:
    await desk.rooms.hands.fill("Passphrase of the desk", WORDS)
    await desk.rooms.hands.press("Return")
    await desk.rooms.hands.until(lambda: not desk.guard.is_locked, "the open desk")


def spoken(window: QWidget) -> list[str]:
    """Every word that assistive technology finds in a window, hidden parts too."""

    def within(one: QAccessibleInterface) -> list[str]:
        found = [
            one.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
        ]
        for place in range(one.childCount()):
            child = one.child(place)
            if child.isValid():
                found += within(child)
        return found

    return within(QAccessible.queryAccessibleInterface(window))


def _raise(bug: BaseException) -> None:
    raise bug
