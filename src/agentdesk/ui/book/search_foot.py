"""Below the search: the same as an entry, what is missing, and the trip taken elsewhere."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import IconLabel, label
from agentdesk.ui.widgets.tips import plain_tip

_GAP = 8  # pixels between the parts


class SearchFoot(QWidget):
    """Says what the agent wants done with the search as it stands."""

    entry_wanted = Signal()  # into the clipboard
    copy_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entry = label(theme, "", "entry", "text2", wraps=True)
        self._entry.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._said = label(theme, "", "small", wraps=False)
        self._icon = IconLabel(theme, "terminal", 14)
        self._copy_entry = self._button("", "Alt+E", "copy", "Copy the entry")
        self._copy = self._button("Copy this trip", "Alt+C", "")
        self._back = self._button("Back the other way", "Alt+B", "")
        self._copy_entry.clicked.connect(self.entry_wanted)
        self._copy.clicked.connect(self.copy_wanted)
        self._back.clicked.connect(self.back_wanted)
        self._lay_out()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """For the order of Tab."""
        return (self._copy_entry, self._copy, self._back)

    def show_entry(self, entry: str, missing: str) -> None:
        """The entry, or what is missing before there is one."""
        self._entry.setText(entry)
        self._entry.setAccessibleName(f"Entry {entry}")
        for part in (self._entry, self._copy_entry):
            part.setVisible(bool(entry))
        self._icon.show_icon("terminal" if entry else "info", "text2")
        self._said.setText("is the same search as an entry" if entry else missing)
        self._show_said()

    def say_copied(self) -> None:
        self._said.setText("is in the clipboard")
        self._said.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_said()

    def _show_said(self) -> None:
        """The entry on one line if it can be; what explains it only where there is room for both."""
        entry = self._entry.fontMetrics().horizontalAdvance(self._entry.text()) + 2
        buttons = (self._copy_entry, self._copy, self._back)
        room = self.width() - sum(one.sizeHint().width() for one in buttons) - self._icon.width() - 5 * _GAP
        self._entry.setMinimumWidth(max(min(entry, room), 0))
        self._said.setVisible(not self._entry.text() or entry + self._said.sizeHint().width() <= room)

    def _button(self, text: str, keys: str, icon: str, name: str = "") -> Button:
        # the page owns the keys: a button's own would press it a tenth of a second later
        key = keys.replace("+", " ") if text else ""
        button = Button(self._theme, text, icon=icon, key=key, small=True, name=name or text)
        button.setToolTip(plain_tip(f"{name or text} ({keys})"))
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._entry)
        row.addWidget(self._copy_entry)
        row.addWidget(self._said)
        row.addStretch(1)
        row.addWidget(self._copy)
        row.addWidget(self._back)
