"""One line of the search page: from, swap, to, date."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from agentdesk.travel.dates import read
from agentdesk.travel.place_index import PlaceIndex
from agentdesk.travel.places import Place
from agentdesk.travel.search import LegForm
from agentdesk.travel.search_rules import Problem
from agentdesk.ui import words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.place_edit import PlaceEdit


class LegLine(QWidget):
    """Shows a `LegForm` and says `changed` with the new one on each input. `with_return` adds the return's date."""

    changed = Signal()
    touched = Signal(str)  # the part that the agent has left: origin, destination, date, back

    def __init__(self, theme: Theme, places: PlaceIndex, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = places
        suffix = f" {number}" if number > 1 else ""
        self.origin = PlaceEdit(theme, f"From{suffix}", places)
        self.destination = PlaceEdit(theme, f"To{suffix}", places)
        self.date = Field(theme, f"Depart{suffix}", placeholder="12dec, +14, next fri")
        self.back = Field(theme, "Return date", placeholder="19dec, +21")
        self.swap = QToolButton()
        self.swap.setObjectName("flat")
        self.swap.setAccessibleName(f"Swap{suffix}")
        self.swap.setToolTip("Swap (Alt+X)")
        self.swap.setFixedSize(30, 30)
        self.swap.setIcon(theme.icon("arrow-left-right", 16, "text2"))
        theme.changed.connect(lambda: self.swap.setIcon(theme.icon("arrow-left-right", 16, "text2")))
        self.swap.clicked.connect(self.turn)
        self._lay_out()
        for field, part in self._fields().items():
            field.edited.connect(lambda _text: self.changed.emit())
            field.left.connect(lambda part=part: self.touched.emit(part))
        for place in (self.origin, self.destination):
            place.taken.connect(lambda _place: self.changed.emit())

    def show_form(self, leg: LegForm, back: str | None) -> None:
        self.origin.put_place(self._taken(leg.origin_code), leg.origin)
        self.destination.put_place(self._taken(leg.destination_code), leg.destination)
        self.date.put(leg.date)
        self.back.setVisible(back is not None)
        self.back.put(back or "")

    @property
    def form(self) -> LegForm:
        def code(field: PlaceEdit) -> str:
            return field.place.iata if field.place is not None else ""

        return LegForm(
            self.origin.text, self.destination.text, self.date.text, code(self.origin), code(self.destination)
        )

    def turn(self) -> None:
        """Swap from and to."""
        leg = self.form
        self.show_form(
            replace(
                leg,
                origin=leg.destination,
                destination=leg.origin,
                origin_code=leg.destination_code,
                destination_code=leg.origin_code,
            ),
            self.back.text if self.back.isVisibleTo(self) else None,
        )
        self.changed.emit()

    def show_dates(self, today: date) -> None:
        """Under each date the day it was taken for, and how far away it is."""
        for field in (self.date, self.back):
            found = read(field.text, today) if field.text.strip() else None
            if isinstance(found, date):
                field.hint(f"{words.full_day(found)}, in {words.count((found - today).days, 'day')}", "good")
            else:
                field.hint("")

    def show_problems(self, problems: dict[str, Problem]) -> None:
        """By part; the others lose theirs."""
        for field, part in self._fields().items():
            if part in problems:
                field.wrong(words.SEARCH_TROUBLE[problems[part].why])
            elif field.error:
                field.wrong("")

    def _fields(self) -> dict[Field, str]:
        return {self.origin: "origin", self.destination: "destination", self.date: "date", self.back: "back"}

    def _taken(self, code: str) -> Place | None:
        return self._places.by_code(code) if code else None

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.origin, 3)
        row.addWidget(self.swap, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.destination, 3)
        for field in (self.date, self.back):
            field.setMaximumWidth(196)
            field.setMinimumWidth(96)
            row.addWidget(field, 2)
