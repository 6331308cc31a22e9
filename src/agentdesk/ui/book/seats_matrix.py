"""Passengers by flights: who sits where and at what price, bags in the hold, and what it comes to."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from agentdesk.travel.offers import Service
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.initials import Initials
from agentdesk.ui.widgets.labels import hairline, label
from agentdesk.ui.widgets.number_stepper import NumberStepper
from agentdesk.ui.widgets.tips import plain_tip

_HEAD, _ROW = 28, 34
_STEPS = {
    Qt.Key.Key_Up.value: (-1, 0),
    Qt.Key.Key_Down.value: (1, 0),
    Qt.Key.Key_Left.value: (0, -1),
    Qt.Key.Key_Right.value: (0, 1),
}


@dataclass(frozen=True, slots=True)
class FlightHead:
    """One column: where it goes and when."""

    route: str
    day: str


@dataclass(frozen=True, slots=True)
class BagCount:
    """A bag a passenger can add: what the fare has already, how many are bought, what is said of it."""

    service: Service
    included: int
    bought: int
    text: str
    spoken: str  # for whom and where to
    detail: str


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One passenger: seats are designator and price by flight, ("", "") where there is none.

    `bags` has one for each part of the trip; `bag_now` is the one of the current flight, -1 for none.
    """

    initials: str
    name: str
    detail: str  # 'child, 7'
    seats: tuple[tuple[str, str], ...]
    bags: tuple[BagCount, ...]
    bag_now: int
    bags_text: str
    extras: str


class SeatCell(QPushButton):
    """What one passenger has on one flight: seat and price, or that there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._seat, self._price = "", ""
        self.setCheckable(True)
        self.setProperty("kind", "seat_cell")
        self.setFixedHeight(28)
        self.setMinimumWidth(96)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(150, 28)

    def show_pick(self, seat: str, price: str, name: str, *, current: bool) -> None:
        self._seat, self._price = seat, price
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))
        self.setChecked(current)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter jumps, arrows belong to the whole."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour
        if self.isChecked() or self.underMouse():
            painter.setBrush(colour("selected" if self.isChecked() else "hover"))
            painter.setPen(QPen(colour("accentText"), 1) if self.isChecked() else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if not self._seat:
            text, face, role = ("Choosing now", "body_strong", "accentText") if self.isChecked() else (
                "No seat", "body", "text3")  # fmt: skip
            self._write(painter, 8, text, face, role)
            return
        end = self._write(painter, 8, self._seat, "body_strong", "text")
        self._write(painter, end + 6, self._price, "small", "text2")

    def _write(self, painter: QPainter, left: int, text: str, face: str, role: str) -> int:
        painter.setFont(self._theme.font(face))
        painter.setPen(self._theme.colour(role))
        painter.drawText(QRect(left, 0, self.width() - left, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return left + QFontMetrics(painter.font()).horizontalAdvance(text)


class SeatMatrix(QFrame):
    """The current cell is marked. Arrows move in it, Enter jumps into the cabin; one stop for Tab."""

    cell_chosen = Signal(int, int)  # row and flight
    counted = Signal(object, int)  # a Service and how many of it are wanted now
    bags_copied = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Passengers and flights")
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(10, 0, 10, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._made: tuple[object, ...] = ()
        self._current = (0, 0)
        self._cells: dict[tuple[int, int], SeatCell] = {}
        self._heads: list[QLabel] = []
        self._extras: list[QLabel] = []
        self._steppers: dict[tuple[int, int], NumberStepper] = {}
        self._bag_words: dict[int, QLabel] = {}

    @property
    def current_cell(self) -> SeatCell | None:
        return self._cells.get(self._current)

    def focus_current(self) -> None:
        cell = self.current_cell
        if cell is not None:
            cell.setFocus(Qt.FocusReason.TabFocusReason)

    def show_party(self, rows: Sequence[PartyRow], heads: Sequence[FlightHead], current: tuple[int, int]) -> None:
        """`current` is row and flight; the widgets are made anew only when names, flights or what is sold change."""
        shape = (
            tuple(heads),
            tuple((one.initials, one.name, one.detail) for one in rows),
            tuple((bag.service, bag.included, bag.spoken) for one in rows for bag in one.bags),
        )
        if shape != self._made:
            self._made = shape
            self._make(rows, heads)
        self._current = current
        for column, head in enumerate(self._heads):
            head.setFont(self._theme.font("small_strong" if column == current[1] else "small"))
            head.setProperty("role", "text" if column == current[1] else "text2")
        for place, row in enumerate(rows):
            self._show_row(place, row, heads)
        cell = self.current_cell
        if cell is not None:
            self.setFocusProxy(cell)

    def _show_row(self, place: int, row: PartyRow, heads: Sequence[FlightHead]) -> None:
        for column, (seat, price) in enumerate(row.seats):
            cell = self._cells[place, column]
            here = (place, column) == self._current
            said = f"{seat} {price}" if seat else "no seat"
            cell.show_pick(seat, price, f"{row.name}, {heads[column].route}, {said}", current=here)
            cell.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
        self._extras[place].setText(row.extras)
        for number, bag in enumerate(row.bags):
            stepper = self._steppers[place, number]
            stepper.put(bag.included + bag.bought)
            stepper.setToolTip(plain_tip(bag.detail))
            stepper.setVisible(number == row.bag_now)
        self._bag_words[place].setText(row.bags[row.bag_now].text if row.bag_now >= 0 else row.bags_text)

    # --- making

    def _make(self, rows: Sequence[PartyRow], heads: Sequence[FlightHead]) -> None:
        self._clear()
        self._grid.setColumnMinimumWidth(1, 124)
        self._put(label(self._theme, "Passenger", "small"), 0, 0, 2)
        for column, head in enumerate(heads):
            made = label(self._theme, f"{head.route}, {head.day}", "small")
            made.setContentsMargins(8, 0, 0, 0)
            made.setToolTip(plain_tip(made.text()))
            made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._heads.append(made)
            self._put(made, 0, column + 2)
            self._grid.setColumnStretch(column + 2, 1)
        last = len(heads) + 2
        self._put(self._bags_head(), 0, last)
        extras = label(self._theme, "Extras", "small")
        extras.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._put(extras, 0, last + 1)
        self._grid.setRowMinimumHeight(0, _HEAD)
        for place, row in enumerate(rows):
            line = 2 * place + 1
            self._grid.addWidget(hairline(), line, 0, 1, last + 2)
            self._grid.setRowMinimumHeight(line + 1, _ROW)
            self._make_row(place, row, line + 1, last)

    def _make_row(self, place: int, row: PartyRow, line: int, last: int) -> None:
        theme = self._theme
        self._put(Initials(theme, row.initials[:1], row.initials[1:]), line, 0)
        self._put(self._name(row), line, 1)
        for column in range(len(row.seats)):
            cell = SeatCell(theme)
            cell.clicked.connect(lambda _on=False, at=(place, column): self.cell_chosen.emit(*at))
            self._cells[place, column] = cell
            self._put(cell, line, column + 2)
        self._put(self._bag(place, row), line, last)
        extras = label(theme, "", "body_strong")
        extras.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        extras.setMinimumWidth(56)
        self._extras.append(extras)
        self._put(extras, line, last + 1)

    def _name(self, row: PartyRow) -> QWidget:
        whole = QWidget()
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        name = label(self._theme, row.name, "body")
        name.setToolTip(plain_tip(row.name))
        line.addWidget(name)
        if row.detail:
            line.addWidget(label(self._theme, row.detail, "small"))
        line.addStretch(1)
        whole.setMaximumWidth(220)
        return whole

    def _bags_head(self) -> QWidget:
        whole = QWidget()
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(label(self._theme, "Bags in the hold", "small"))
        copy = Button(self._theme, "Copy to all", key="B", small=True, name="Copy the bags to all")
        copy.setToolTip("Copy the bags to all (B)")
        copy.clicked.connect(self.bags_copied)
        line.addWidget(copy)
        line.addStretch(1)
        return whole

    def _bag(self, place: int, row: PartyRow) -> QWidget:
        """A stepper for each part of the trip, of which the current flight's is seen, and what it comes to."""
        whole = QWidget()
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for number, bag in enumerate(row.bags):
            high = bag.included + bag.service.max_quantity
            stepper = NumberStepper(self._theme, bag.spoken, bag.included, high, bag.included)
            stepper.changed.connect(lambda count, bag=bag: self.counted.emit(bag.service, count - bag.included))
            line.addWidget(stepper)
            stepper.setVisible(number == row.bag_now)
            self._steppers[place, number] = stepper
        said = self._bag_words[place] = label(self._theme, row.bags_text, "small")
        said.setMinimumWidth(112)
        line.addWidget(said, 1)
        return whole

    def _put(self, widget: QWidget, line: int, column: int, across: int = 1) -> None:
        self._grid.addWidget(widget, line, column, 1, across)

    def _clear(self) -> None:
        self._heads, self._extras = [], []
        self._cells, self._steppers, self._bag_words = {}, {}, {}
        for line in range(self._grid.rowCount()):
            self._grid.setRowMinimumHeight(line, 0)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(event.key())
        at = (self._current[0] + step[0], self._current[1] + step[1]) if step is not None else None
        if at is None or at not in self._cells:
            super().keyPressEvent(event)
            return
        self._current = at
        self._cells[at].setFocus(Qt.FocusReason.TabFocusReason)
