"""A list whose rows all have one height: nothing takes longer for a hundred thousand rows than for twenty."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QCursor, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

_AnyIndex = QModelIndex | QPersistentModelIndex
_Move = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint


class EvenRows(QListView):
    """`QListView` places every row whenever one changes (a quarter of a second for 100,000). Here a row's place is
    reckoned from its number. It stays a list to a screen reader."""

    def __init__(self, height: int, parent: QWidget | None = None) -> None:
        self._height = height  # before Qt asks for the first row
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # --- where rows are

    def rows_in_view(self) -> range:
        """The rows that are on screen, as far as there are any."""
        top, count = self.verticalOffset(), self._count()
        last = -(-(top + self.viewport().height()) // self._height)
        return range(min(top // self._height, count), min(last, count))

    def offset_of(self, row: int) -> int:
        """How many pixels below the top of the list a row stands."""
        return row * self._height - self.verticalOffset()

    def stand(self, row: int, at: int) -> None:
        """Scroll so that a row stands so many pixels below the top, as far as there are rows."""
        self.updateGeometries()
        self.verticalScrollBar().setValue(row * self._height - at)

    def visualRect(self, index: _AnyIndex) -> QRect:
        if not index.isValid():
            return QRect()
        return QRect(0, self.offset_of(index.row()), self.viewport().width(), self._height)

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = (point.y() + self.verticalOffset()) // self._height
        return self.model().index(row, 0) if 0 <= row < self._count() else QModelIndex()

    def isIndexHidden(self, index: _AnyIndex) -> bool:
        return False

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def scrollTo(self, index: _AnyIndex, hint: _Hint = _Hint.EnsureVisible) -> None:
        if not index.isValid():
            return
        top, high = self.offset_of(index.row()), self.viewport().height()
        bar = self.verticalScrollBar()
        if hint is _Hint.PositionAtTop or (top < 0 and hint is _Hint.EnsureVisible):
            bar.setValue(bar.value() + top)
        elif hint is _Hint.PositionAtBottom or (top + self._height > high and hint is _Hint.EnsureVisible):
            bar.setValue(bar.value() + top + self._height - high)
        elif hint is _Hint.PositionAtCenter:
            bar.setValue(bar.value() + top - (high - self._height) // 2)

    # --- moving and selecting

    def moveCursor(self, action: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count, row = self._count(), self.currentIndex().row()
        if not count:
            return QModelIndex()
        page = max(self.viewport().height() // self._height - 1, 1)
        by = {
            _Move.MoveUp: -1,
            _Move.MovePrevious: -1,
            _Move.MoveDown: 1,
            _Move.MoveNext: 1,
            _Move.MovePageUp: -page,
            _Move.MovePageDown: page,
        }
        if action is _Move.MoveHome:
            row = 0
        elif action is _Move.MoveEnd:
            row = count - 1
        else:
            row = max(row, 0) + by.get(action, 0) if row >= 0 else 0
        return self.model().index(min(max(row, 0), count - 1), 0)

    def selectAll(self) -> None:
        """At once: nothing is hidden, so nothing has to be looked at."""
        if count := self._count():
            every = QItemSelection(self.model().index(0, 0), self.model().index(count - 1, 0))
            self.selectionModel().select(every, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def setSelection(self, box: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        box = box.normalized()
        count = self._count()
        first = max((box.top() + self.verticalOffset()) // self._height, 0)
        last = min((box.bottom() + self.verticalOffset()) // self._height, count - 1)
        chosen = QItemSelection()
        if first <= last:
            chosen = QItemSelection(self.model().index(first, 0), self.model().index(last, 0))
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    # --- drawing

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        bar, high = self.verticalScrollBar(), self.viewport().height()
        bar.setSingleStep(self._height)
        bar.setPageStep(high)
        bar.setRange(0, max(self._count() * self._height - high, 0))

    def dataChanged(self, first: _AnyIndex, last: _AnyIndex, roles: Sequence[int] = ()) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        model, delegate = self.model(), self.itemDelegate()
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain = option.state & ~(
            QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver
        )
        spot = self.viewport().mapFromGlobal(QCursor.pos())
        hovered = self.indexAt(spot).row() if self.viewport().underMouse() else -1
        current = self.currentIndex().row()
        selected, box = self.selectionModel(), event.rect()
        for row in self.rows_in_view():
            place = QRect(0, self.offset_of(row), self.viewport().width(), self._height)
            if not place.intersects(box):
                continue
            index = model.index(row, 0)
            state = plain
            if selected.isSelected(index):
                state |= QStyle.StateFlag.State_Selected
            if row == hovered:
                state |= QStyle.StateFlag.State_MouseOver
            if row == current and self.hasFocus():
                state |= QStyle.StateFlag.State_HasFocus
            option.rect, option.state = place, state
            delegate.paint(painter, option, index)
        painter.end()

    def _count(self) -> int:
        model: QAbstractItemModel | None = self.model()
        return 0 if model is None else model.rowCount()
