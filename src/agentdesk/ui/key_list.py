"""F1: every key that works here."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from agentdesk.ui.actions import Command
from agentdesk.ui.book.page import KeyHelp
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.sheet import Sheet


class KeyList(Sheet):
    """The keys of this page first, then those that work anywhere."""

    def __init__(self, window: QWidget, theme: Theme, commands: Sequence[Command], page: Sequence[KeyHelp]) -> None:
        super().__init__(window, theme, "Keys", back="Close", deed=Button(theme, "Done", kind="primary"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        rows = [("This page", ""), *((one.does, one.keys) for one in page)] if page else []
        rows += [("Anywhere", ""), *((one.name, one.shown_keys) for one in commands)]
        for number, (does, keys) in enumerate(rows):
            face = "body" if keys else "heading"
            grid.addWidget(label(theme, does, face), number, 0)
            grid.addWidget(label(theme, keys, "body_strong"), number, 1)
        self.body.addLayout(grid)
