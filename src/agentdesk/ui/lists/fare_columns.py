"""The fares of one journey side by side, opened over the list below its row: arrows move, Enter takes one."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from agentdesk.travel.offers import Offer
from agentdesk.ui import words
from agentdesk.ui.lists import fare_words
from agentdesk.ui.lists.fare_words import ICONS, Said, State
from agentdesk.ui.lists.offer_words import cabins, spoken_fare
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.countdown import time_left
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from agentdesk.ui.widgets.tips import plain_tip

_NAMES, _COLUMN, _GAP, _PAD = 72, 196, 8, 12
_HEAD, _ROW, _TWO, _FOOT = 32, 22, 38, 48
_ROWS = ("Cabin", "Cabin bag", "Hold bag", "Change", "Refund", "Hold", "Price")
_HEIGHTS = (_ROW, _ROW, _ROW, _ROW, _ROW, _TWO, _FOOT)
_COLUMN_HEIGHT = _HEAD + sum(_HEIGHTS)
_KEYS = (("← →", "Fare"), ("Enter", "Choose"), ("Esc", "Back to the list"))
NEEDS = _COLUMN_HEIGHT + 2 * 6 + 30
"""Pixels of height that it needs at least."""


class FareColumns(QFrame):
    """Says `pointed` for the fare that has the keyboard, `chosen` on Enter, `closed` when it is left.

    `moved` says that Up (-1) or Down (+1) wants the next row; `key_pressed` hands a single letter on.
    """

    pointed = Signal(object)
    chosen = Signal(object)
    mark_toggled = Signal(object)
    closed = Signal()
    moved = Signal(int)
    key_pressed = Signal(str)

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._columns: list[_Column] = []
        self._inside = QWidget()
        self._row = QHBoxLayout(self._inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._row.setSpacing(_GAP)
        self._names = _Names(theme)
        self._pane = ScrollPane(self._inside)
        self._count = label(theme, "", "small")
        theme.changed.connect(self.update)
        self._lay_out()
        self.hide()

    @property
    def current(self) -> Offer | None:
        """The fare that has, or would get, the keyboard; None while nothing is open."""
        return next((one.offer for one in self._columns if one.isChecked()), None) if not self.isHidden() else None

    def open(self, fares: Sequence[Offer], after: QWidget, chosen: str = "") -> None:
        """Show these; the keyboard goes to the one with the id `chosen`, else to the first. Tab finds them `after`."""
        for column in self._columns:
            self._row.removeWidget(column)
            column.hide()
            column.deleteLater()
        cells = [_cells(offer) for offer in fares]
        self._columns = [
            _Column(self, self._theme, self._now, *one) for one in zip(fares, cells, _odd(cells), strict=True)
        ]
        for column in self._columns:
            column.compare_to(fares[0])
            self._row.addWidget(column, 1)
            QWidget.setTabOrder(after, column)
            after = column
        self._inside.setMinimumWidth(len(fares) * (_COLUMN + _GAP) - _GAP)
        self._names.say(len(fares[0].passengers))
        self._count.setText(f"{words.count(len(fares), 'fare')} on these flights, cheapest first")
        self.setAccessibleName(self._count.text())
        self.show()
        self.raise_()
        self.focus_on(next((place for place, one in enumerate(fares) if one.id == chosen), 0))

    def tick(self) -> None:
        """The clock has moved on."""
        for column in self._columns:
            column.update()

    def focus_on(self, place: int) -> None:
        column = self._columns[place]
        column.setChecked(True)
        self.settle(column)
        column.setFocus(Qt.FocusReason.TabFocusReason)
        self._pane.ensureWidgetVisible(column, _GAP, 0)

    def settle(self, current: "_Column") -> None:
        """One stop for Tab among the fares: the one that is on."""
        for column in self._columns:
            wanted = Qt.FocusPolicy.StrongFocus if column is current else Qt.FocusPolicy.ClickFocus
            column.setFocusPolicy(wanted)

    def step(self, column: "_Column", by: int) -> None:
        """From one fare to another; left of the first is the list."""
        place = self._columns.index(column) + by
        if place < 0:
            self.closed.emit()
        elif place < len(self._columns):
            self.focus_on(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("window"))
        painter.setPen(QPen(self._theme.colour("control"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the fares is no click on the row that it covers."""
        event.accept()

    def _lay_out(self) -> None:
        self._pane.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)
        middle = QHBoxLayout()
        middle.setSpacing(_GAP)
        middle.addWidget(self._names, 0, Qt.AlignmentFlag.AlignTop)
        middle.addWidget(self._pane, 1)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self._count, 1)
        for key, does in _KEYS:
            foot.addWidget(KeyHint(self._theme, key))
            foot.addWidget(label(self._theme, does, "small"))
        column = QVBoxLayout(self)
        column.setContentsMargins(_PAD, 8, _PAD, 6)
        column.setSpacing(4)
        column.addLayout(middle, 1)
        column.addLayout(foot)


class _Names(QWidget):
    """What stands in each row of the columns."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._people = 1
        self.setFixedSize(_NAMES, _COLUMN_HEIGHT)
        theme.changed.connect(self.update)

    def say(self, people: int) -> None:
        self._people = people
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.colour("text2"))
        top = _HEAD
        for name, height in zip(_ROWS, _HEIGHTS, strict=True):
            text = f"Total for {self._people}" if name == "Price" and self._people > 1 else name
            first = QRect(0, top, self.width(), min(height, 26) if name == "Price" else _ROW)
            painter.drawText(first, Qt.AlignmentFlag.AlignVCenter, text)
            top += height


_Cells = list[tuple[Said, str]]
"""What stands in the rows of a column, from the cabin to the hold: the state, and a second line."""


def _cells(offer: Offer) -> _Cells:
    pay, price = fare_words.hold_lines(offer)
    held = State.NO if offer.terms.instant_only else State.FREE
    return [
        (Said(State.FREE, cabins(offer.slices) or "Not said"), ""),
        (fare_words.bag(offer, "carry_on"), ""),
        (fare_words.bag(offer, "checked"), ""),
        (fare_words.cell(offer.change, "change"), ""),
        (fare_words.cell(offer.refund, "refund"), ""),
        (Said(held, pay), price),
    ]


def _odd(columns: Sequence[_Cells]) -> list[list[bool]]:
    """Which cells stand otherwise than most of their row."""
    result = [[False] * len(cells) for cells in columns]
    for row in range(len(columns[0])):
        states = [cells[row][0].state for cells in columns]
        usual, times = Counter(states).most_common(1)[0]
        for column, state in enumerate(states):
            result[column][row] = state is not usual and times * 2 > len(states)
    return result


class _Column(QPushButton):
    """One fare, painted whole: a radio button that takes the keyboard, and with it is the one looked at."""

    def __init__(
        self,
        columns: FareColumns,
        theme: Theme,
        now: Callable[[], datetime],
        offer: Offer,
        cells: _Cells,
        odd: Sequence[bool],
    ) -> None:
        super().__init__()
        self.offer = offer
        self._fares, self._theme, self._now = columns, theme, now
        self._cells, self._odd = cells, odd
        self._dearer = ""
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAutoDefault(False)
        self.setProperty("ownRing", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(spoken_fare(offer))
        self.setToolTip(plain_tip(self.accessibleName()))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(_COLUMN, _COLUMN_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def compare_to(self, cheapest: Offer) -> None:
        """Say how much dearer it is."""
        if cheapest.total.currency == self.offer.total.currency:
            more = self.offer.total - cheapest.total
            self._dearer = "cheapest" if more.is_zero else words.money(more, signed=True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setChecked(True)
        self._fares.settle(self)
        self._fares.pointed.emit(self.offer)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._fares.chosen.emit(self.offer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Left:
                self._fares.step(self, -1)
            case Qt.Key.Key_Right:
                self._fares.step(self, 1)
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self._fares.focus_on(0 if event.key() == Qt.Key.Key_Home else -1)
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self._fares.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            case Qt.Key.Key_Escape | Qt.Key.Key_Backspace:
                self._fares.closed.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if not event.isAutoRepeat():
                    self._fares.chosen.emit(self.offer)
            case Qt.Key.Key_Space:
                self._fares.mark_toggled.emit(self.offer)
            case _:
                self._hand_on(event)

    def _hand_on(self, event: QKeyEvent) -> None:
        letter = event.text().upper()
        if len(letter) == 1 and letter.isalpha():
            self._fares.key_pressed.emit(letter)
        else:
            super().keyPressEvent(event)

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        frame = self.rect().toRectF().adjusted(1, 1, -1, -1)
        painter.setPen(QPen(self._theme.colour("focus" if on else "line"), 2 if on else 1))
        painter.setBrush(self._theme.colour("selected" if on else "surface"))
        painter.drawRoundedRect(frame, 8, 8)
        self._head(painter, on)
        top = _HEAD
        for (said, second), odd, height in zip(self._cells, self._odd, _HEIGHTS, strict=False):
            self._cell(painter, QRect(2, top, self.width() - 4, height), said, second, odd and not on)
            top += height
        self._price(painter, QRect(_PAD, top, self.width() - 2 * _PAD, _FOOT))

    def _head(self, painter: QPainter, on: bool) -> None:
        radio = QRect(_PAD, (_HEAD - 14) // 2, 14, 14)
        painter.setPen(QPen(self._theme.colour("accent" if on else "control"), 5 if on else 1))
        painter.setBrush(self._theme.colour("surface"))
        inset = 2.5 if on else 0.5
        painter.drawEllipse(radio.toRectF().adjusted(inset, inset, -inset, -inset))
        room = QRect(radio.right() + 8, 0, self.width() - radio.right() - 8 - _PAD, _HEAD)
        self._write(painter, room, self.offer.fare_brand or "Fare", "body_strong", "text")

    def _cell(self, painter: QPainter, box: QRect, said: Said, second: str, odd: bool) -> None:
        if odd:
            painter.fillRect(box.adjusted(0, 1, 0, 0), self._theme.colour("sunken"))
        role = "good" if said.state in (State.FREE, State.COSTS) else "text2"
        picture = self._theme.pixmap(ICONS[said.state], 14, role, self.devicePixelRatioF())
        painter.drawPixmap(_PAD, box.top() + (_ROW - 14) // 2, picture)
        room = QRect(_PAD + 18, box.top(), self.width() - _PAD - 18 - 8, _ROW)
        self._write(painter, room, said.text, "small", "text" if role == "good" else "text2")
        if second:
            self._write(painter, room.translated(0, 16), second, "small", "text2")

    def _price(self, painter: QPainter, box: QRect) -> None:
        left = self.offer.expires_at - self._now()
        over = left.total_seconds() <= 0
        first = QRect(box.left(), box.top() + 2, box.width(), 24)
        self._write(painter, first, words.money(self.offer.total), "row_price", "disabled" if over else "text")
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._write(painter, first, self._dearer, "small", "text2", right)
        role = "bad" if left.total_seconds() < 120 else "warn" if left.total_seconds() < 600 else "text2"
        ends = "Price ended" if over else f"holds {time_left(left)}"
        second = QRect(box.left(), box.top() + 26, box.width(), 16)
        if all(one.is_adult for one in self.offer.passengers):
            self._write(painter, second, fare_words.each(self.offer), "caption", "text2")
        self._write(painter, second, ends, "caption", role, right)

    def _write(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        face: str,
        role: str,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
    ) -> None:
        painter.setFont(self._theme.font(face))
        painter.setPen(self._theme.colour(role))
        painter.drawText(box, align, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width()))
