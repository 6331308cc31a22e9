"""The list of orders: keyboard first, one or many selected, only what is on screen is painted and ticks."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from agentdesk.travel.order_views import OrderRow
from agentdesk.ui.lists.even_rows import EvenRows
from agentdesk.ui.orders.order_columns import ROW
from agentdesk.ui.orders.order_delegate import OrderDelegate
from agentdesk.ui.orders.order_model import Key, OrderModel
from agentdesk.ui.orders.order_words import Checking, deadline_of
from agentdesk.ui.widgets.countdown import until_change

_AnyIndex = QModelIndex | QPersistentModelIndex
_BLANKS = 16  # rows
_MODIFIED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class OrderList(EvenRows):
    """Says `opened` with the item of the row on Enter or double click, `pointed` when another is current, `scrolled`
    when other rows come in sight. Single letters, '/' and Escape are the page's."""

    opened = Signal(object)
    pointed = Signal(object)
    scrolled = Signal()
    selection_changed = Signal()
    resized = Signal()

    def __init__(
        self, model: OrderModel, delegate: OrderDelegate, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(ROW, parent)
        self._orders, self._delegate, self._now = model, delegate, now
        self.was_used = False  # by key, click or scroll: from now on nothing moves by itself
        self.setObjectName("orderList")
        self.setAccessibleName("List of orders")
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.verticalScrollBar().valueChanged.connect(self.scrolled)
        self.verticalScrollBar().sliderPressed.connect(self._use)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.tick)

    # --- asked and set by the page

    @property
    def current(self) -> OrderRow | Checking | None:
        index = self.currentIndex()
        return self._orders.item(index.row()) if index.isValid() else None

    @property
    def current_key(self) -> Key | None:
        index = self.currentIndex()
        return self._orders.key(index.row()) if index.isValid() else None

    def selected_ranges(self) -> list[range]:
        """Whatever is selected, as ranges of rows: all of a hundred thousand are one."""
        chosen = self.selectionModel().selection()
        return [range(chosen.at(n).top(), chosen.at(n).bottom() + 1) for n in range(chosen.count())]

    def selected_count(self) -> int:
        return sum(len(one) for one in self.selected_ranges())

    def selected_keys(self, most: int) -> tuple[Key, ...]:
        """What is selected, to be found again; nothing when it is more than anybody picks one by one."""
        if self.selected_count() > most:
            return ()
        return tuple(self._orders.key(row) for part in self.selected_ranges() for row in part)

    def point_at(self, key: Key | None, selected: Collection[Key] = (), *, at: int | None = None) -> bool:
        """Make a row current and select it and others; `at` are the pixels from the top at which it shall stand.

        Whether it is in the list.
        """
        row = self._orders.row_of(key) if key is not None else -1
        if row < 0:
            return False
        index = self._orders.index(row, 0)
        chosen = QItemSelection(index, index)
        for place in self._orders.rows_of(selected):
            chosen.append(QItemSelectionRange(self._orders.index(place, 0)))
        model = self.selectionModel()
        model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        model.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if at is not None:
            self.stand(row, at)
        return True

    def step(self, by: int) -> OrderRow | Checking | None:
        """Go to the next row, or with -1 to the one before; None at the end."""
        row = self.currentIndex().row() + by
        if not 0 <= row < self._orders.rowCount():
            return None
        self.setCurrentIndex(self._orders.index(row, 0))
        return self._orders.item(row)

    # --- time

    def tick(self) -> None:
        """Paint anew the visible rows with a deadline, and wait until one of them says something else."""
        self._clock.stop()
        now, waits = self._now(), [60_000]
        for row in self.rows_in_view():
            item = self._orders.item(row)
            until = deadline_of(item, now) if isinstance(item, OrderRow) else None
            if until is not None and until > now - timedelta(minutes=1):
                self.viewport().update(0, self.offset_of(row), self.viewport().width(), ROW)
                waits.append(until_change(until - now))
        if self.isVisible():
            self._clock.start(max(min(waits), 20))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tick()

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Before anything was ever read: shapes where rows will stand, once that takes longer than a moment."""
        super().paintEvent(event)
        if self._delegate.shows_blanks and not self._orders.rowCount():
            painter = QPainter(self.viewport())
            for row in range(_BLANKS):
                box = QRect(0, row * ROW, self.viewport().width(), ROW)
                self._delegate.paint_blank(painter, box)
            painter.end()

    # --- heard

    def dataChanged(self, first: _AnyIndex, last: _AnyIndex, roles: Sequence[int] = ()) -> None:
        super().dataChanged(first, last, roles)
        self.tick()

    def currentChanged(self, current: _AnyIndex, previous: _AnyIndex) -> None:
        super().currentChanged(current, previous)
        self.pointed.emit(self.current)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & _MODIFIED
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if not event.isAutoRepeat() and self.currentIndex().isValid():
                self._open(self.currentIndex().row())
            return
        self._use()
        text = event.text().upper()
        if plain and (key == Qt.Key.Key_Escape or (len(text) == 1 and (text.isalpha() or text == "/"))):
            event.ignore()  # for the page
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """A stray letter moves nothing; '/' leads to the search."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._use()
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._use()
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._delegate.stretch(self.width())  # the scroll bar stands in the margin, and no column moves for it
        super().resizeEvent(event)
        self.resized.emit()
        self.scrolled.emit()

    def _use(self) -> None:
        self.was_used = True

    def _open(self, row: int) -> None:
        item = self._orders.item(row) if row >= 0 else None
        if item is not None:
            self.opened.emit(item)
