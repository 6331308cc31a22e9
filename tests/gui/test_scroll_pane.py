"""Scroll panes: bars that follow, and a screen reader that may ask at any moment."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

import agentdesk.ui
from agentdesk.ui.widgets.scroll_pane import ScrollPane

_UI = Path(agentdesk.ui.__path__[0])


def _pane(qtbot: QtBot, width: int, height: int) -> ScrollPane:
    inside = QLabel("Long")
    inside.setMinimumSize(width, height)
    pane = ScrollPane(inside)
    qtbot.addWidget(pane)
    pane.resize(200, 100)
    pane.show()
    return pane


def _shown_bars(pane: ScrollPane) -> list[Qt.Orientation]:
    own = (bar for bar in pane.findChildren(QScrollBar) if bar.parent() is pane)
    return [bar.orientation() for bar in own if bar.isVisible()]


@pytest.mark.parametrize(
    ("width", "height", "bars"),
    [
        (50, 50, []),
        (50, 400, [Qt.Orientation.Vertical]),
        (400, 50, [Qt.Orientation.Horizontal]),
        (400, 400, [Qt.Orientation.Vertical, Qt.Orientation.Horizontal]),
        (195, 400, [Qt.Orientation.Vertical, Qt.Orientation.Horizontal]),
    ],
)
def test_bars_come_when_needed(qtbot: QtBot, width: int, height: int, bars: list[Qt.Orientation]) -> None:
    pane = _pane(qtbot, width, height)
    assert _shown_bars(pane) == bars


def test_a_bar_moves_the_content_and_follows_it(qtbot: QtBot) -> None:
    pane = _pane(qtbot, 50, 400)
    bar = next(bar for bar in pane.findChildren(QScrollBar) if bar.isVisible())
    bar.setValue(120)
    assert pane.verticalScrollBar().value() == 120
    pane.verticalScrollBar().setValue(30)
    assert bar.value() == 30
    assert bar.pageStep() == pane.verticalScrollBar().pageStep()


def test_content_that_shrinks_takes_its_bar_away(qtbot: QtBot) -> None:
    pane = _pane(qtbot, 50, 400)
    content = pane.widget()
    assert content is not None
    content.setMinimumHeight(20)
    qtbot.waitUntil(lambda: not _shown_bars(pane))
    assert pane.viewport().width() == pane.width()


def test_the_bar_stands_where_reading_ends(qtbot: QtBot) -> None:
    pane = _pane(qtbot, 50, 400)
    bar = next(bar for bar in pane.findChildren(QScrollBar) if bar.isVisible())
    assert bar.x() == pane.width() - bar.width()
    pane.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: bar.x() == 0)


@pytest.mark.parametrize("height", [50, 400])
def test_a_reader_always_finds_one_child(qtbot: QtBot, height: int) -> None:
    pane = _pane(qtbot, 50, height)
    accessible = QAccessible.queryAccessibleInterface(pane)
    assert accessible.childCount() == 1


@pytest.mark.parametrize("module", sorted(_UI.rglob("*.py")), ids=lambda path: str(path.relative_to(_UI)))
def test_no_other_scroll_area_is_made(module: Path) -> None:
    made = [
        node.lineno
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Name) and node.id == "QScrollArea"
    ]
    assert not made or module.name == "scroll_pane.py", f"lines {made}: use ScrollPane"


def test_a_page_that_goes_leaves_its_pane_safe(qtbot: QtBot) -> None:
    pane = _pane(qtbot, 50, 400)
    accessible = QAccessible.queryAccessibleInterface(pane)
    before = accessible.childCount()
    pane.hide()
    child = accessible.child(before - 1)
    assert child is not None
    assert isinstance(child.object(), QWidget)
