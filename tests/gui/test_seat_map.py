"""The seat map as a widget: what its seats say and do, though the map answers for all of them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from agentdesk.app import application
from agentdesk.travel.seat_layout import Cell, place
from agentdesk.travel.seats import CabinMap, Sitter
from agentdesk.ui.theme import Shade, Theme
from agentdesk.ui.widgets.seat_button import SeatButton, SeatLook, look_of
from agentdesk.ui.widgets.seat_map import SeatMapView
from tests.gui.test_seats_keys import row


def free(cell: Cell) -> SeatLook:
    return look_of(cell, Sitter("pas_1", is_adult=True), {}, ())


def current(seats: SeatMapView) -> SeatButton:
    button = seats.current_button
    assert button is not None
    return button


@pytest.fixture
def seats() -> Iterator[SeatMapView]:
    theme = Theme(Shade.LIGHT)
    theme.apply(application())
    view = SeatMapView(theme)
    placed = place(CabinMap(0, "economy", 1, None, tuple(row(number) for number in (1, 2, 3))))
    view.show_cabin(placed)
    view.add_seats(placed.seats, free)
    view.show()
    yield view
    QToolTip.hideText()
    view.close()
    view.deleteLater()


@pytest.mark.qt_log_ignore("does not support raise", extend=True)  # a tip raises itself; off-screen has no order
def test_a_seat_under_the_mouse_says_what_it_says_to_a_screen_reader(seats: SeatMapView) -> None:
    button = current(seats)
    inside = QPoint(3, 3)
    QApplication.sendEvent(button, QHelpEvent(QEvent.Type.ToolTip, inside, button.mapToGlobal(inside)))
    assert QToolTip.text() == button.accessibleName() == "1A, window, 20 pounds, free"


def test_a_seat_takes_the_keys_of_the_map_and_leaves_the_others_to_qt(seats: SeatMapView) -> None:
    pressed: list[str] = []
    seats.seat_pressed.connect(pressed.append)
    seats.focus_current()
    start = seats.current
    QTest.keyClick(current(seats), Qt.Key.Key_Right)
    assert seats.current == "2A" != start
    QTest.keyClick(current(seats), Qt.Key.Key_Return)
    QTest.keyClick(current(seats), Qt.Key.Key_Space)
    assert pressed == ["2A", "2A"]


def test_the_focus_ring_follows_the_corners_of_a_seat(seats: SeatMapView) -> None:
    assert current(seats).property("ringRadius") == 5
