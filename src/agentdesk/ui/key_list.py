"""F1: every key that works here."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from agentdesk.ui.actions import Command
from agentdesk.ui.book.page import KeyHelp
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.sheet import Sheet

_COLUMNS = 2


class KeyList(Sheet):
    """The keys of this page first, then those that work anywhere; its deed leads to the command bar."""

    def __init__(self, room: QWidget, theme: Theme, commands: Sequence[Command], page: Sequence[KeyHelp]) -> None:
        deed = Button(theme, "Find an action", kind="primary", icon="search", key="Ctrl K")
        super().__init__(room, theme, "Keys", back="Close", deed=deed)
        self._theme = theme
        if page:
            self._add("This page", [(one.does, one.keys) for one in page])
        self._add("Anywhere", [(one.name, one.shown_keys) for one in commands])

    def _add(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        """Down the left column first, then down the right one."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        grid.addWidget(label(self._theme, title, "heading"), 0, 0, 1, 2 * _COLUMNS)
        deep = -(-len(rows) // _COLUMNS)
        for number, (does, keys) in enumerate(rows):
            column = 2 * (number // deep)
            grid.addWidget(label(self._theme, does, "small", "text", wraps=True), number % deep + 1, column)
            grid.addWidget(label(self._theme, keys, "small_strong"), number % deep + 1, column + 1)
        self.body.addLayout(grid)
