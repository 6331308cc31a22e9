"""One line of the search page: number, from, swap, to, date, and in a tour the ways to move it and take it out."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent, QTransform
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from agentdesk.travel.place_index import PlaceIndex
from agentdesk.travel.places import Place
from agentdesk.travel.search import LegForm
from agentdesk.travel.search_rules import Problem
from agentdesk.ui.book.telling import tell_wrong
from agentdesk.ui.form_words import SEARCH_TROUBLE
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.date_edit import DateEdit
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.place_edit import PlaceEdit
from agentdesk.ui.widgets.tips import plain_tip

_NUMBER, _SWAP, _DATE, _DATE_NARROW, _DEED = 14, 30, 196, 168, 28
LABEL_HEIGHT = 19  # of a field, with the gap below it
_NARROW = 660  # pixels of a line; below that a flight is moved by its keys alone


class LegLine(QWidget):
    """Shows a `LegForm` and says `changed` with each input. The line of a way back shows where it goes, and has a date.

    Only the first line wears the labels; the others have the same columns.
    """

    changed = Signal()
    touched = Signal(str)  # the part that the agent has left: origin, destination, date
    moved = Signal(int)  # one line up (-1) or down (1)
    removed = Signal()

    def __init__(self, theme: Theme, places: PlaceIndex, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self._theme = theme
        self._is_back = False
        self._is_tour = False
        suffix = f" {number}" if number > 1 else ""
        self.origin = PlaceEdit(theme, f"From{suffix}", places)
        self.destination = PlaceEdit(theme, f"To{suffix}", places, icon="plane-landing")
        self.destination.only_target = True
        self.date = DateEdit(theme, f"Depart{suffix}", placeholder="12dec, +14, fri")
        self.swap = Button(theme, "", icon="arrow-left-right", name=f"Swap{suffix}")
        self.swap.setToolTip("Swap from and to (Alt+X)")
        self.swap.setFixedSize(_SWAP, 30)
        self.swap.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        keeps_room = self.swap.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(True)
        self.swap.setSizePolicy(keeps_room)
        self.swap.clicked.connect(self.turn)
        self._number = label(theme, str(number), "body", "text2")
        self._deeds = (
            self._tool("arrow-up", f"Flight {number} earlier", "Earlier in the trip (Ctrl+Shift+Up)", _DEED),
            self._tool("arrow-up", f"Flight {number} later", "Later in the trip (Ctrl+Shift+Down)", _DEED, turned=True),
            self._tool("x", f"Take flight {number} out", "Take this flight out (Alt+Delete)", _DEED),
        )
        self._deeds[0].clicked.connect(lambda: self.moved.emit(-1))
        self._deeds[1].clicked.connect(lambda: self.moved.emit(1))
        self._deeds[2].clicked.connect(self.removed)
        self._lay_out(is_first=number == 1)
        for field, part in self._fields().items():
            field.edited.connect(lambda _text: self.changed.emit())
            field.left.connect(lambda part=part: self.touched.emit(part))
        for place in (self.origin, self.destination):
            place.taken.connect(lambda _place: self.changed.emit())

    @property
    def is_back(self) -> bool:
        return self._is_back

    def be_back(self, is_back: bool) -> None:
        """The way back of a return: its places follow the line above, only the date is typed."""
        self._is_back = is_back
        self.date.rename("Return date" if is_back else f"Depart{self._suffix}")
        self.date.edit.setPlaceholderText("19dec, +7" if is_back else "12dec, +14, fri")
        for field in (self.origin, self.destination):
            field.edit.setReadOnly(is_back)
            field.edit.setPlaceholderText("" if is_back else "City or airport")
            field.edit.setFocusPolicy(Qt.FocusPolicy.NoFocus if is_back else Qt.FocusPolicy.StrongFocus)
        self.swap.setVisible(not is_back)

    def be_tour(self, is_tour: bool, *, may_go: bool, is_last: bool) -> None:
        """One of several flights: it can be moved, and taken out while enough are left."""
        self._is_tour = is_tour
        earlier, later, out = self._deeds
        earlier.setEnabled(self._number.text() != "1")
        later.setEnabled(not is_last)
        out.setEnabled(may_go)
        self._show_deeds()

    def show_form(self, leg: LegForm) -> None:
        self.origin.put_place(self._taken(leg.origin_code), leg.origin)
        self.destination.put_place(self._taken(leg.destination_code), leg.destination)
        self.date.put(leg.date)
        if self._is_back:
            for field in (self.origin, self.destination):
                field.hint("")

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
            )
        )
        self.changed.emit()

    def show_day(self, day: date | None, today: date, after: date | None, other: date | None) -> None:
        """Under the date the day it was taken for, and how far away it is."""
        self.date.show_day(day, today, after, other, stays=self._is_back)

    def show_problems(self, problems: dict[str, Problem]) -> None:
        """By part; the others lose theirs."""
        for field, part in self._fields().items():
            tell_wrong(field, SEARCH_TROUBLE[problems[part].why] if part in problems else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.date.setFixedWidth(_DATE if self.width() >= _NARROW else _DATE_NARROW)
        self._show_deeds()

    @property
    def _suffix(self) -> str:
        return f" {self._number.text()}" if self._number.text() != "1" else ""

    def _show_deeds(self) -> None:
        for deed in self._deeds[:2]:
            deed.setVisible(self._is_tour and self.width() >= _NARROW)
        self._deeds[2].setVisible(self._is_tour)

    def _fields(self) -> dict[Field, str]:
        return {self.origin: "origin", self.destination: "destination", self.date: "date"}

    def _taken(self, code: str) -> Place | None:
        return self._places.by_code(code) if code else None

    def _tool(self, icon: str, name: str, tip: str, wide: int, *, turned: bool = False) -> QToolButton:
        button = QToolButton()
        button.setObjectName("flat")
        button.setAccessibleName(name)
        button.setToolTip(plain_tip(tip))
        button.setFixedSize(wide, 30)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys do the same

        def dress() -> None:
            picture = self._theme.icon(icon, 16, "text2")
            if turned:
                upright = picture.pixmap(QSize(16, 16), self.devicePixelRatioF())
                picture = QIcon(upright.transformed(QTransform().rotate(180)))
            button.setIcon(picture)

        self._theme.dress(button, dress)
        return button

    def _lay_out(self, *, is_first: bool) -> None:
        """The number and the buttons stand beside the inputs, whatever labels and hints do."""
        head = LABEL_HEIGHT if is_first else 0
        if not is_first:
            for field in (self.origin, self.destination):
                field.hide_label()
            self.date.hide_label()
        self._number.setFixedSize(_NUMBER, 30)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(lowered(self._number, head))
        row.addWidget(self.origin, 1, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lowered(self.swap, head))
        row.addWidget(self.destination, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.date, 0, Qt.AlignmentFlag.AlignTop)
        for deed in self._deeds:
            row.addLayout(lowered(deed, head))
            deed.hide()


def lowered(widget: QWidget, by: int) -> QVBoxLayout:
    """A column that holds a widget beside the inputs of fields whose labels are so high."""
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addSpacing(by)
    column.addWidget(widget)
    column.addStretch(1)
    return column
