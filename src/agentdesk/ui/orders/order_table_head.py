"""The head of the list of orders: what stands in each column; a press sorts by it, another turns it round."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from agentdesk.travel.order_views import Sort
from agentdesk.ui.orders.order_columns import HEAD, NAMES, RIGHT, SORTS, Column, Spot
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.tips import plain_tip

_ARROW, _GAP = 14, 4


class TableHead(QFrame):
    """Says `sorted_by` with the Sort and whether it is descending. Left and right move between the columns."""

    sorted_by = Signal(object, bool)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tableHead")
        self.setAccessibleName("Columns")
        self.setFixedHeight(HEAD)
        self._sort, self._descending = Sort.NEXT, False
        self._heads = {one: _Head(theme, one, self) for one in Column if NAMES[one]}
        for one, head in self._heads.items():
            head.clicked.connect(lambda _on=False, one=one: self._press(one))
        self.show_sort(self._sort, descending=False)

    def lay_out(self, spots: Sequence[Spot]) -> None:
        """Stand above the cells."""
        places = {spot.column: spot for spot in spots}
        for one, head in self._heads.items():
            spot = places.get(one)
            head.setVisible(spot is not None)
            if spot is not None:
                room = 10  # beyond the words, so that the ring has somewhere to stand
                head.setGeometry(spot.left - room, 1, spot.width + 2 * room, HEAD - 3)

    def show_sort(self, sort: Sort, *, descending: bool) -> None:
        self._sort, self._descending = sort, descending
        for one, head in self._heads.items():
            head.mark(one in SORTS and SORTS[one] is sort, descending=descending)

    def focus(self) -> None:
        """The keyboard to the column that is sorted by."""
        sorted_one = next(
            (head for one, head in self._heads.items() if SORTS.get(one) is self._sort and head.isVisible()), None
        )
        target = sorted_one or next((one for one in self._stops()), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}.get(event.key())
        stops, now = self._stops(), self.focusWidget()
        if by is not None and now in stops:
            stops[(stops.index(now) + by) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _stops(self) -> "list[_Head]":
        return [head for one, head in self._heads.items() if one in SORTS and head.isVisible()]

    def _press(self, column: Column) -> None:
        sort = SORTS[column]
        descending = not self._descending if sort is self._sort and sort is not Sort.NEXT else False
        self.sorted_by.emit(sort, descending)


class _Head(Button):
    """The words of a column; strong, with an arrow, when it is sorted by."""

    def __init__(self, theme: Theme, column: Column, parent: QWidget) -> None:
        super().__init__(theme, NAMES[column], kind="column", parent=parent)
        self._column = column
        self._on = self._descending = False
        self.setProperty("ringRadius", 4)
        if column not in SORTS:
            self.setEnabled(False)
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        else:
            again = "" if SORTS[column] is Sort.NEXT else "; again turns it round"
            self.setToolTip(plain_tip(f"Sort by {NAMES[column].lower()}{again} (S)"))

    def mark(self, on: bool, *, descending: bool) -> None:
        self._on, self._descending = on, on and descending
        how = ("sorted, descending" if descending else "sorted, ascending") if on else "not sorted"
        if self._column in SORTS:
            self.setAccessibleName(f"Sort by {NAMES[self._column].lower()}")
            self.setAccessibleDescription(how)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEAD - 3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Escape belong to the whole head."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Escape, Qt.Key.Key_Down):
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        role = "text" if self._on else "text3"
        if self.underMouse() and self._column in SORTS:
            role = "text"
        font = self.theme.font("small_strong" if self._on else "small")
        painter.setFont(font)
        painter.setPen(self.theme.colour(role))
        inside = self.rect().adjusted(10, 0, -10, 0)
        words = QFontMetrics(font).horizontalAdvance(self.text())
        arrow = _ARROW + _GAP if self._on else 0
        left = inside.right() + 1 - words if self._column in RIGHT else inside.left()
        at_arrow = left - arrow if self._column in RIGHT else left + words + _GAP
        painter.drawText(inside.adjusted(left - inside.left(), 0, 8, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._on:
            self._paint_arrow(painter, at_arrow)

    def _paint_arrow(self, painter: QPainter, left: int) -> None:
        picture = self.theme.pixmap("arrow-up", _ARROW, "text", self.devicePixelRatioF())
        painter.translate(left + _ARROW / 2, self.height() / 2)
        if self._descending:
            painter.rotate(180)
        painter.drawPixmap(-_ARROW // 2, -_ARROW // 2, picture)
