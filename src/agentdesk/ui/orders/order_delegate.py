"""Paints a row of the list of orders: mark, reference, airline, people, route, state, what comes next, money."""

from collections.abc import Callable, Iterable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from agentdesk.travel.order_views import OrderRow, OrderSpot
from agentdesk.ui.lists.row_brush import RowBrush, Side
from agentdesk.ui.offers.airline_tile import HEIGHT, WIDTH, paint_tile
from agentdesk.ui.orders.order_columns import RIGHT, ROW, USUAL, Column, Spot, laid_out
from agentdesk.ui.orders.order_model import RowRole
from agentdesk.ui.orders.order_words import Checking, RowWords, checking_words, row_words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.badge import badge_width, paint_badge
from agentdesk.ui.widgets.deadline import Urgency

_MARK, _BLANK, _PILL = 14, 10, 20
_MOST = 400  # rows whose words are remembered
_FACES = ("body_strong:reference", "body_strong", "small_strong", "badge")  # until a reference fits whole
_BLANKS = {Column.PASSENGERS: 0.8, Column.STATE: 0.6, Column.NEXT: 0.5}  # how much of the column a blank fills
_AnyIndex = QModelIndex | QPersistentModelIndex


class OrderDelegate(QStyledItemDelegate):
    """`now` is the upstream's clock; a row that was not read yet is grey shapes once `patience` is over."""

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._brush = RowBrush(theme)
        self._ratio = 1.0
        self._pictures: dict[tuple[str | tuple[str, str, str], float], QPixmap] = {}
        self._texts: dict[OrderSpot, tuple[OrderRow, int, RowWords]] = {}
        theme.changed.connect(self._forget)
        self._chosen = USUAL
        self._width = 0
        self.spots: tuple[Spot, ...] = ()
        self.shows_blanks = False

    def choose(self, columns: Iterable[Column]) -> None:
        """Which columns the agent wants to see."""
        self._chosen = frozenset(columns)
        self.spots = laid_out(self._width, self._chosen)

    def stretch(self, width: int) -> None:
        self._width = width
        self.spots = laid_out(width, self._chosen)

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        return QSize(1, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        self._brush.begin(painter)
        self._ratio = painter.device().devicePixelRatioF()
        self._ground(painter, box, state)
        said = self._said(index.data(RowRole))
        if said is not None:
            for spot in self.spots:
                self._cell(painter, QRect(box.left() + spot.left, box.top(), spot.width, box.height()), spot, said)
        elif self.shows_blanks:
            self.paint_blank(painter, box)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()

    def _said(self, item: object) -> RowWords | None:
        match item:
            case OrderRow():
                return self._remembered(item)
            case Checking():
                return checking_words(item, self._now())
            case _:
                return None

    def _remembered(self, row: OrderRow) -> RowWords:
        """The words of a row change with it and with the second: a scrolled row is not put into words again."""
        now = self._now()
        second = int(now.timestamp())
        found = self._texts.get(row.spot)
        if found is not None and found[0] is row and found[1] == second:
            return found[2]
        if len(self._texts) >= _MOST:
            self._texts.clear()
        made = row_words(row, now)
        self._texts[row.spot] = (row, second, made)
        return made

    def _ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
        role = "surface"
        if state & QStyle.StateFlag.State_Selected:
            role = "selected"
        elif state & QStyle.StateFlag.State_MouseOver:
            role = "hover"
        painter.fillRect(box, self._brush.colour(role))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), self._brush.colour("line"))

    # --- cells

    def _cell(self, painter: QPainter, at: QRect, spot: Spot, said: RowWords) -> None:
        brush, x, y, wide, high = self._brush, at.left(), at.top(), at.width(), at.height() - 1
        match spot.column:
            case Column.MARK if said.mark:
                brush.icon(x, y + (high - _MARK) // 2, "alarm-clock", said.mark, _MARK)
            case Column.REFERENCE:
                self._reference(at, said)
            case Column.AIRLINE:
                painter.drawPixmap(x, y + (high - HEIGHT) // 2, self._tile(said.airline))
            case Column.PASSENGERS:
                self._people(at, said)
            case Column.ROUTE:
                brush.text(x, y, wide, high, said.route, "body", "text")
            case Column.LEAVES:
                face = "body" if brush.width(said.leaves, "body") <= wide + 4 else "small"
                brush.text(x, y, wide + 10, high, said.leaves, face, "text2")
            case Column.STATE:
                painter.drawPixmap(x, y + (high - _PILL) // 2, self._badge(said.badge))
            case Column.NEXT:
                fits = brush.width(said.next, "body") <= wide
                brush.text(x, y, wide, high, said.next if fits else said.next_short, "body", "text2")
            case Column.TIME_LEFT if said.left is not None:
                self._left(painter, at, said.left)
            case Column.SOLD:
                brush.text(x, y, wide, high, said.sold, "body", "text2")
            case Column.OWN_REFERENCE:
                brush.text(x, y, wide, high, said.own_reference, "body", "text2")
            case Column.TOTAL:
                brush.text(x - 20, y, wide + 20, high, said.total, "button", "text", Side.RIGHT)
            case _:
                pass

    def _reference(self, at: QRect, said: RowWords) -> None:
        """Never cut: smaller where the airline's is longer than the column."""
        brush = self._brush
        if said.reference == "none yet":
            brush.text(at.left(), at.top(), at.width(), at.height() - 1, said.reference, "body", "text3")
            return
        fitting = (face for face in _FACES if brush.width(said.reference, face) <= at.width() + 2)
        face = next(fitting, _FACES[-1])
        room = max(at.width(), round(brush.width(said.reference, face)) + 1)
        brush.text(at.left(), at.top(), room, at.height() - 1, said.reference, face, "text")

    def _people(self, at: QRect, said: RowWords) -> None:
        brush = self._brush
        more = round(brush.width(said.others, "body")) if said.others else 0
        high = at.height() - 1
        wide = brush.text(at.left(), at.top(), at.width() - more, high, said.lead, "body", "text")
        if more:
            brush.text(at.left() + wide, at.top(), more + 2, high, said.others, "body", "text3")

    def _left(self, painter: QPainter, at: QRect, left: Urgency) -> None:
        brush, high = self._brush, at.height() - 1
        if left.filled:
            wide = round(brush.width(left.words, "badge")) + 12
            pill = QRect(at.right() + 1 - wide, at.top() + (high - _PILL) // 2, wide, _PILL)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush.colour("badFill"))
            painter.drawRoundedRect(pill, 4, 4)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            brush.stale()
            brush.text(pill.left(), pill.top(), wide, _PILL, left.words, "badge", "onBad", Side.CENTRE)
            return
        role = "text" if left.role == "text2" else left.role
        face = {"text": "button", "accentText": "body"}.get(role, "body_strong")
        brush.text(at.left() - 8, at.top(), at.width() + 8, high, left.words, face, role, Side.RIGHT)

    def paint_blank(self, painter: QPainter, box: QRect) -> None:
        """Where the words will stand."""
        painter.fillRect(box, self._theme.colour("surface"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), self._theme.colour("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("sunken"))
        for spot in self.spots:
            if spot.column is not Column.MARK:
                wide = min(spot.width * _BLANKS.get(spot.column, 0.9), 160)
                middle = box.top() + (box.height() - _BLANK) / 2
                left = spot.right - wide if spot.column in RIGHT else spot.left
                painter.drawRoundedRect(QRectF(box.left() + left, middle, wide, _BLANK), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    # --- pictures that stand in many rows, drawn once

    def _forget(self) -> None:
        self._pictures.clear()

    def _tile(self, code: str) -> QPixmap:
        found = self._pictures.get((code, self._ratio))
        if found is None:
            found, painter = self._sheet(WIDTH, HEIGHT)
            paint_tile(painter, self._theme, QRectF(0, 0, WIDTH, HEIGHT), code)
            painter.end()
            self._pictures[code, self._ratio] = found
        return found

    def _badge(self, badge: tuple[str, str, str]) -> QPixmap:
        found = self._pictures.get((badge, self._ratio))
        if found is None:
            word, icon, role = badge
            wide = badge_width(self._theme, word)
            found, painter = self._sheet(wide, _PILL)
            paint_badge(painter, self._theme, QRect(0, 0, wide, _PILL + 1), word, icon, role, self._ratio)
            painter.end()
            self._pictures[badge, self._ratio] = found
        return found

    def _sheet(self, wide: int, high: int) -> tuple[QPixmap, QPainter]:
        picture = QPixmap(round(wide * self._ratio), round(high * self._ratio))
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture, QPainter(picture)
