"""What the agent asks of a seat: each wish says how many seats fit it with the others."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agentdesk.travel.seat_layout import PlacedCabin
from agentdesk.travel.seat_search import Filter, fitting
from agentdesk.travel.seats import Sitter
from agentdesk.ui import words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.chip import Chip
from agentdesk.ui.widgets.labels import label

_WORDS = {
    Filter.WINDOW: "Window",
    Filter.AISLE: "Aisle",
    Filter.FREE: "No charge",
    Filter.LEGROOM: "Extra legroom",
    Filter.TOGETHER: "Together",
}


class SeatFilters(QWidget):
    """Chips that are on dim the seats that do not fit; several at once all have to fit."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[Filter, Chip] = {}
        self._said = label(theme, "", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for one, name in _WORDS.items():
            chip = Chip(theme, name)
            chip.toggled.connect(lambda _on: self.changed.emit())
            self._chips[one] = chip
            row.addWidget(chip)
        row.addSpacing(6)
        row.addWidget(self._said)
        row.addStretch(1)

    @property
    def wanted(self) -> frozenset[Filter]:
        return frozenset(one for one, chip in self._chips.items() if chip.isChecked())

    def recount(self, cabin: PlacedCabin, sitter: Sitter, held: Collection[str], *, alone: bool) -> frozenset[str]:
        """Say how many fit for this passenger, and which they are; who travels alone has nobody to sit beside."""
        wanted = self.wanted
        fit = fitting(cabin, sitter, held, wanted)
        for one, chip in self._chips.items():
            number = len(fitting(cabin, sitter, held, wanted | {one}))
            said = f"{_WORDS[one]}, {number}"
            if chip.text() != said:
                chip.setText(said)
                chip.setAccessibleName(f"{_WORDS[one]}, {words.count(number, 'seat')}")
                chip.updateGeometry()
            chip.setVisible(one is not Filter.TOGETHER or not alone)
        self._said.setText(f"{words.count(len(fit), 'seat')} fit" if wanted else "")
        return fit
