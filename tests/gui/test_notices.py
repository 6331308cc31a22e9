"""Banners, toasts, running work and empty pages: the quietest voice that will do, heard by a screen reader too."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from agentdesk.travel.environment import World
from agentdesk.ui.widgets.badge import Badge, badge_width
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.empty_state import EmptyState
from agentdesk.ui.widgets.environment import EnvironmentBadge, EnvironmentStripe
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.progress import Running, Spinner
from agentdesk.ui.widgets.status_strip import StatusStrip
from agentdesk.ui.widgets.stepper import Stepper
from agentdesk.ui.widgets.toasts import Toasts
from tests.gui.dressed import on_screen, themed, told_description, told_name


def wait_for(qtbot: QtBot, fact: Callable[[], bool]) -> None:
    qtbot.waitUntil(fact, timeout=3000)


def test_a_banner_hides_until_it_has_something_to_say(qtbot: QtBot) -> None:
    pressed: list[str] = []
    banner = Banner(themed())
    banner.pressed.connect(lambda: pressed.append("yes"))
    with on_screen(banner):
        assert banner.isHidden()
        assert banner.sentence == ""
        banner.say("bad", "The airline refused the card.", "Nothing was charged.", "Try again")
        assert banner.sentence == "The airline refused the card. Nothing was charged."
        assert told_name(banner) == banner.sentence
        qtbot.mouseClick(banner.button, Qt.MouseButton.LeftButton)
        banner.say("note", "The price fell by £12.00.")
        assert banner.button.isHidden()
    assert pressed == ["yes"]


def test_what_an_airline_said_is_never_markup() -> None:
    banner = Banner(themed())
    with on_screen(banner):
        banner.say("bad", "<b>Refused</b>", '<img src="file:///etc/passwd">')
        assert banner.sentence == '<b>Refused</b> <img src="file:///etc/passwd">'
        shown = banner.findChildren(QLabel)[-1].text()
        assert "<img" not in shown
        assert "<b>" not in shown


@pytest.mark.parametrize("kind", ["note", "warn", "bad", "good", "neutral"])
def test_each_kind_of_banner_has_its_own_ground(kind: str) -> None:
    theme = themed()
    grounds = {"note": "accentSoft", "neutral": "sunken"}
    banner = Banner(theme)
    with on_screen(banner):
        banner.say(kind, "The price fell by £12.00.")
        banner.resize(300, 40)
        image = banner.grab().toImage()
        assert image.pixelColor(image.width() - 8, 20) == theme.colour(grounds.get(kind, f"{kind}Soft"))


def test_a_long_banner_wraps_instead_of_widening_the_page() -> None:
    banner = Banner(themed())
    with on_screen(banner):
        banner.say("warn", "The airline has changed the times. " * 6, "Every seat is kept. " * 6, "Look")
        assert banner.heightForWidth(400) > banner.heightForWidth(1200)
        assert banner.minimumSizeHint().width() < 400


def test_at_most_three_toasts_stand_at_the_lower_right_the_newest_lowest(qtbot: QtBot) -> None:
    theme, page = themed(), QWidget()
    with on_screen(page):
        toasts = Toasts(theme, page)
        for number in range(4):
            toasts.tell("good", f"Ticket {number} arrived", "Zoe Okafor, IXK4SC")
        assert [told_name(one) for one in toasts.shown] == [
            f"Ticket {number} arrived. Zoe Okafor, IXK4SC" for number in (1, 2, 3)
        ]
        tops = [one.y() for one in toasts.shown]
        assert tops == sorted(tops)
        assert {one.geometry().right() for one in toasts.shown} == {page.width() - 13}
        assert toasts.shown[-1].geometry().bottom() < page.height()
        toasts.clear()
        assert toasts.shown == ()


def test_a_toast_goes_by_itself_but_waits_for_mouse_and_keyboard(qtbot: QtBot) -> None:
    theme, page = themed(), QWidget()
    with on_screen(page):
        toasts = Toasts(theme, page)
        toast = toasts.tell("warn", "Pay within 30 min", deed="Pay")
        timer = toast.findChildren(QTimer)[0]
        assert timer.interval() == 6000
        assert timer.isActive()
        spot = QPointF(5, 5)
        QApplication.sendEvent(toast, QEnterEvent(spot, spot, spot))
        assert not timer.isActive()
        QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
        assert timer.isActive()
        toast.findChildren(Button)[0].setFocus(Qt.FocusReason.TabFocusReason)
        assert not timer.isActive()
        timer.setInterval(1)
        page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        page.setFocus()
        wait_for(qtbot, lambda: toasts.shown == ())


def test_the_button_of_a_toast_does_its_deed_and_the_toast_goes(qtbot: QtBot) -> None:
    done: list[str] = []
    theme, page = themed(), QWidget()
    with on_screen(page):
        toasts = Toasts(theme, page)
        toast = toasts.tell("good", "Ticket arrived", deed="Open", do=lambda: done.append("opened"))
        qtbot.mouseClick(toast.findChildren(Button)[0], Qt.MouseButton.LeftButton)
        assert done == ["opened"]
        assert toasts.shown == ()


def test_quick_work_shows_nothing_and_slow_work_words_and_stop(qtbot: QtBot) -> None:
    stopped: list[str] = []
    running = Running(themed())
    running.stopped.connect(lambda: stopped.append("yes"))
    with on_screen(running):
        running.say("Pricing again")
        assert running.isHidden()
        running.done()
        qtbot.wait(350)
        assert running.isHidden()
        running.say("3 of 6 sources answered", done=3, of=6)
        wait_for(qtbot, running.isVisible)
        qtbot.mouseClick(running.findChildren(Button)[0], Qt.MouseButton.LeftButton)
        assert stopped == ["yes"]
        running.done()
        assert running.isHidden()


def test_work_of_unknown_length_has_no_bar_that_pretends_one(qtbot: QtBot) -> None:
    running = Running(themed())
    with on_screen(running):
        running.say("Pricing again")
        wait_for(qtbot, running.isVisible)
        assert [one.isVisible() for one in running.findChildren(Spinner)] == [True]
        running.say("1 of 2", done=1, of=2)
        assert [one.isVisible() for one in running.findChildren(Spinner)] == [False]


def test_an_empty_page_says_why_and_the_way_on() -> None:
    theme = themed()
    empty = EmptyState(theme)
    with on_screen(empty):
        empty.say("clipboard-list", "No orders yet", "Orders appear here.", (Button(theme, "Book a practice trip"),))
        assert told_name(empty) == "No orders yet. Orders appear here."
        empty.say("filter-x", "None of the 61 offers match", buttons=(Button(theme, "Clear filters"),))
        assert [one.text() for one in empty.findChildren(Button) if one.isVisible()] == ["Clear filters"]


def test_steps_that_are_done_can_be_gone_back_to(qtbot: QtBot) -> None:
    gone: list[int] = []
    stepper = Stepper(themed(), ["Search", "Offers", "Passengers"])
    stepper.step_chosen.connect(gone.append)
    with on_screen(stepper):
        stepper.show_steps(current=1, done=[0], open_=[0, 1])
        steps = {told_name(one): one for one in stepper.findChildren(QWidget) if told_name(one).startswith("Step ")}
        assert [told_description(one) for one in steps.values()] == ["done", "current step", "later"]
        qtbot.mouseClick(steps["Step 1 Search"], Qt.MouseButton.LeftButton)
        qtbot.mouseClick(steps["Step 3 Passengers"], Qt.MouseButton.LeftButton)
    assert gone == [0]


@pytest.mark.parametrize("world", list(World))
def test_the_environment_is_told_by_word_and_pattern(world: World) -> None:
    theme = themed()
    badge, stripe = EnvironmentBadge(theme, world), EnvironmentStripe(theme, world)
    with on_screen(badge, stripe):
        assert world.upper() in told_name(badge)
        image = stripe.grab().toImage()
        row = [image.pixelColor(x, 2) for x in range(60)]
        share = sum(one == theme.colour(world.value) for one in row) / len(row)
        assert (share == 1) is (world is World.LIVE)
        assert share > 0.3


def test_a_badge_is_as_wide_as_its_word_and_says_it() -> None:
    theme = themed()
    badge = Badge(theme, "Held", "hand", "warn")
    with on_screen(badge, KeyHint(theme, "Ctrl K")) as window:
        assert badge.width() == badge_width(theme, "Held")
        badge.say("Awaiting tickets", "loader-circle", "accentText")
        assert badge.width() == badge_width(theme, "Awaiting tickets")
        assert told_name(badge) == "Awaiting tickets"
        assert "Key Ctrl K" in [told_name(one) for one in window.findChildren(KeyHint)]


def test_the_strip_tells_of_the_line_the_next_deadline_and_the_time() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    strip = StatusStrip(themed())
    with on_screen(strip) as window:
        strip.show_line("No line since 14:41", works=False)
        strip.show_deadline("Lindqvist 4QK7ZB", "pay by 16:00", noon + timedelta(minutes=79), lambda: noon)
        heard = [told_name(one) for one in window.findChildren(QWidget) if one.isVisible()]
        assert "No line since 14:41" in heard
        assert "Next deadline: Lindqvist 4QK7ZB pay by 16:00, 1 h 19 min" in heard
        strip.show_deadline("", "", None, lambda: noon)
        assert not any("Lindqvist" in told_name(one) for one in window.findChildren(QWidget) if one.isVisible())


def test_what_is_typed_into_an_empty_field_is_asked_for_in_a_readable_grey() -> None:
    theme = themed()
    field = Field(theme, "Frequent flyer", placeholder="Programme and number")
    with on_screen(field):
        assert field.edit.palette().color(QPalette.ColorRole.PlaceholderText) == theme.colour("text3")
