"""A theme on the application under test, and what a screen reader is told of a widget."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout, QWidget

from agentdesk.ui.theme import Shade, Theme


def themed(shade: Shade = Shade.LIGHT) -> Theme:
    """A theme with its fonts and style sheet in place."""
    theme = Theme(shade)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    return theme


@contextmanager
def on_screen(*widgets: QWidget) -> Iterator[QWidget]:
    """The widgets below each other in a window that has the keyboard; gone afterwards."""
    window = QWidget()
    column = QVBoxLayout(window)
    column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the offscreen platform warns of size hints
    for widget in widgets:
        column.addWidget(widget)
    window.resize(500, 400)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)  # in an async test this would be a second loop
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()


def told_role(widget: QWidget) -> QAccessible.Role:
    """The role a screen reader hears."""
    return QAccessible.queryAccessibleInterface(widget).role()


def told_name(widget: QWidget) -> str:
    """The name a screen reader hears."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def told_description(widget: QWidget) -> str:
    """What a screen reader adds to the name."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Description)
