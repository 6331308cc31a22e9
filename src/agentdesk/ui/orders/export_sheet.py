"""Asks which orders leave the program as a file, and as what."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button, shown_key
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.segments import Segments
from agentdesk.ui.widgets.sheet import Sheet
from agentdesk.ui.widgets.tips import plain_tip

_SAVE = "Ctrl+S"


class Format(Enum):
    """By the end of the file's name."""

    CSV = "csv"
    JSON = "json"


_SAID = {
    Format.CSV: "One row for each order: passengers, route, ticket numbers, amounts with their currency, notes. "
    "Text that a spreadsheet would take for a formula is made harmless.",
    Format.JSON: "Everything that is shown of each order, with its flights, passengers, tickets and extras.",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be exported: the view by its name, how many orders it has, how many rows are selected."""

    view: str
    in_view: int
    selected: int


class ExportSheet(Sheet):
    """Says `wants` after each choice; its deed asks for the file."""

    wants = Signal(object)

    def __init__(self, parent: QWidget, theme: Theme, choices: Choices) -> None:
        deed = Button(theme, "Choose the file…", kind="primary", icon="download", key=shown_key(_SAVE))
        deed.setToolTip(plain_tip(f"Choose the file ({shown_key(_SAVE)})"))
        said = "The file holds names and ticket numbers as they are: keep it where only the agency reads it."
        super().__init__(parent, theme, "Export orders", back="Leave it", deed=deed, text=said)
        which = {f"This view, {choices.in_view:,}": False}
        if choices.selected:
            which[f"Selected, {choices.selected:,}"] = True
        self._which = Segments(theme, "Which orders", which)
        if 1 < choices.selected < choices.in_view:
            self._which.put(True)
        formats = {"CSV, for a spreadsheet": Format.CSV, "JSON, for a program": Format.JSON}
        self._format = Segments(theme, "Format", formats)
        self._about = label(theme, _SAID[Format.CSV], "small", "text2", wraps=True)
        for choice in (self._which, self._format):
            choice.chosen.connect(self._chosen)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        for row, (name, choice) in enumerate((("Orders", self._which), ("Format", self._format))):
            grid.addWidget(_name(theme, name), row, 0)
            grid.addWidget(choice, row, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self._about, 2, 1)
        self.body.addLayout(grid)
        shortcut = QShortcut(QKeySequence(_SAVE), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(deed.click)
        self._cover()

    def open(self) -> None:
        """The keyboard begins at the first question: no file is touched before one was named."""
        super().open()
        first = next(one for one in self._which.findChildren(QAbstractButton) if one.isChecked())
        first.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def wanted(self) -> tuple[bool, Format]:
        """Whether only what is selected, and as what."""
        return bool(self._which.value), Format(self._format.value)

    def _chosen(self) -> None:
        self._about.setText(_SAID[self.wanted[1]])
        self._cover()
        self.wants.emit(self.wanted)


def orders(count: int) -> str:
    """'1 order', '18,204 orders'."""
    return f"{count:,} {'order' if count == 1 else 'orders'}"


def _name(theme: Theme, text: str) -> QLabel:
    return label(theme, text, "body", "text2")
