"""Buttons, chips, segments, numbers: by mouse, by keyboard, by ear."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QCheckBox, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from agentdesk.travel.environment import World
from agentdesk.ui.theme import Shade
from agentdesk.ui.widgets.buttons import Button, MoneyButton
from agentdesk.ui.widgets.chip import Chip
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.number_stepper import NumberStepper
from agentdesk.ui.widgets.segments import Segments
from tests.gui.dressed import on_screen, themed, told_description, told_name, told_role


def test_a_button_is_as_wide_as_its_words_icon_and_key(qtbot: QtBot) -> None:
    theme = themed()
    button = Button(theme, "Paste passport lines", icon="clipboard-paste", key="Ctrl Shift V")
    bare = Button(theme, "Paste passport lines")
    with on_screen(button, bare):
        assert button.minimumSizeHint().width() >= bare.sizeHint().width() + 16 + 8 + 60
        assert button.height() >= 30


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_enter_and_space_press_it_once(qtbot: QtBot, key: Qt.Key) -> None:
    pressed: list[str] = []
    button = Button(themed(), "Save PDF")
    button.clicked.connect(lambda: pressed.append("yes"))
    with on_screen(button):
        button.setFocus()
        qtbot.keyClick(button, key)
    assert pressed == ["yes"]


def test_keys_are_shown_or_hidden_as_the_agent_likes(qtbot: QtBot) -> None:
    theme = themed()
    button, hint = Button(theme, "Continue", key="Ctrl Enter"), KeyHint(theme, "F8")
    with on_screen(button, hint):
        with_key = button.sizeHint().width()
        theme.show_keys(False)
        assert button.sizeHint().width() < with_key
        assert hint.isHidden()
        theme.show_keys(True)
        assert button.sizeHint().width() == with_key
        assert hint.isVisible()


def test_a_screen_reader_hears_the_new_words_when_they_change() -> None:
    button = Button(themed(), "Pay £10.00 (practice)")
    button.say("Pay £12.00 (practice)")
    assert told_name(button) == "Pay £12.00 (practice)"
    assert told_role(button) is QAccessible.Role.Button
    button.deleteLater()


@pytest.mark.parametrize("world", list(World))
def test_the_money_button_wears_the_environment_and_is_never_the_default(world: World) -> None:
    theme = themed()
    button = MoneyButton(theme, "Pay £193.06", world)
    with on_screen(button):
        assert not button.isDefault()
        assert not button.autoDefault()
        image = button.grab().toImage()
        assert image.pixelColor(8, button.height() // 2) == theme.colour(world.value)


def test_a_disabled_money_button_has_lost_the_environments_colour() -> None:
    theme = themed(Shade.DARK)
    button = MoneyButton(theme, "Pay £193.06 (practice)", World.PRACTICE)
    button.setEnabled(False)
    with on_screen(button):
        assert button.grab().toImage().pixelColor(8, button.height() // 2) == theme.colour("disabledFill")


def test_a_chip_ticks_and_unticks(qtbot: QtBot) -> None:
    chip = Chip(themed(), "Direct")
    with on_screen(chip):
        before = chip.sizeHint().width()
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
        assert chip.isChecked()
        assert chip.sizeHint().width() > before
        assert chip.height() == 24
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
        assert not chip.isChecked()


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return])
def test_a_removable_chip_is_taken_away_by_key(qtbot: QtBot, key: Qt.Key) -> None:
    removed: list[str] = []
    chip = Chip(themed(), "BA", removable=True)
    chip.removed.connect(lambda: removed.append("BA"))
    assert told_name(chip) == "BA, remove"
    with on_screen(chip):
        qtbot.keyClick(chip, key)
    assert removed == ["BA"]


def test_arrows_move_along_the_segments_and_tab_stops_there_once(qtbot: QtBot) -> None:
    chosen: list[object] = []
    theme = themed()
    segments = Segments(theme, "Sort", {"Best": "best", "Price": "price", "Duration": "time"})
    segments.chosen.connect(chosen.append)
    after = Button(theme, "After")
    with on_screen(segments, after):
        first = segments.findChildren(Button)[0]
        first.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(first, Qt.Key.Key_Right)
        assert (segments.value, chosen) == ("price", ["price"])
        focused = QApplication.focusWidget()
        assert isinstance(focused, Button)
        assert focused.text() == "Price"
        qtbot.keyClick(focused, Qt.Key.Key_Left)
        qtbot.keyClick(first, Qt.Key.Key_Left)
        assert chosen[-1] == "time"
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is after


def test_a_clicked_segment_is_where_tab_stops_next(qtbot: QtBot) -> None:
    segments = Segments(themed(), "Sort", {"Best": 1, "Price": 2})
    with on_screen(segments):
        qtbot.mouseClick(segments.findChildren(Button)[1], Qt.MouseButton.LeftButton)
        policies = [button.focusPolicy() for button in segments.findChildren(Button)]
        assert policies == [Qt.FocusPolicy.ClickFocus, Qt.FocusPolicy.StrongFocus]


def test_choosing_a_segment_moves_nothing() -> None:
    segments = Segments(themed(), "Trip", {"One way": 1, "Return": 2, "Multi-city": 3})
    with on_screen(segments):
        before = [button.geometry() for button in segments.findChildren(Button)]
        segments.put(3)
        assert [button.geometry() for button in segments.findChildren(Button)] == before


def test_a_number_is_changed_by_arrows_signs_and_digits_within_its_limits(qtbot: QtBot) -> None:
    told: list[int] = []
    adults = NumberStepper(themed(), "Adults", 1, 9, 1)
    adults.changed.connect(told.append)
    with on_screen(adults):
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_9, Qt.Key.Key_Up):
            qtbot.keyClick(adults, key)
        assert told == [2, 3, 2, 9]
        assert (told_name(adults), told_description(adults)) == ("Adults", "9")


def test_the_ring_shows_for_the_keyboard_and_not_for_the_mouse(qtbot: QtBot) -> None:
    theme = themed()
    box, button = QCheckBox("Direct"), Button(theme, "Save")
    ring = theme.ring
    with on_screen(box, button):
        qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        assert ring.target is button
        qtbot.mousePress(box, Qt.MouseButton.LeftButton)
        assert ring.target is None
        qtbot.mouseRelease(box, Qt.MouseButton.LeftButton)
        qtbot.keyClick(box, Qt.Key.Key_Tab)
        assert ring.target is button


def test_the_ring_goes_with_its_button_when_the_page_is_scrolled_and_hides_with_it(qtbot: QtBot) -> None:
    theme = themed()
    page = QWidget()
    column = QVBoxLayout(page)
    button = Button(theme, "Far up")
    column.addWidget(button)
    column.addSpacing(2000)
    scroll = QScrollArea()
    scroll.setWidget(page)
    with on_screen(scroll) as window:
        button.setFocus(Qt.FocusReason.TabFocusReason)
        overlay = next(one for one in window.children() if type(one).__name__ == "_Overlay")
        before = overlay.pos()
        scroll.verticalScrollBar().setValue(8)
        assert overlay.pos() == before - QPoint(0, 8)
        scroll.verticalScrollBar().setValue(500)
        assert theme.ring.target is None
