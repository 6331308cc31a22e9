"""The orders sold here, newest first; Enter opens one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import (
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from agentdesk.desk.desk import Desk
from agentdesk.desk.news import Notice, OrderChanged
from agentdesk.desk.ports import OrderRecord
from agentdesk.desk.preferences import Preferences
from agentdesk.travel.orders import Order, status
from agentdesk.ui import words
from agentdesk.ui.errands import Errands
from agentdesk.ui.orders.order_view import OrderView
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.badge import paint_badge
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.scroll_pane import ScrollPane

_ROW = 36
_REFERENCE, _AIRLINE, _PEOPLE, _ROUTE, _DAY, _STATE, _TOTAL = 90, 40, 220, 130, 100, 150, 110
_AnyIndex = QModelIndex | QPersistentModelIndex
RecordRole = Qt.ItemDataRole.UserRole


class OrderModel(QAbstractListModel):
    """Records of the order book; never fetches."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records: list[OrderRecord] = []

    def put(self, records: Sequence[OrderRecord]) -> None:
        self.beginResetModel()
        self._records = list(records)
        self.endResetModel()

    def row_of(self, order_id: str) -> int:
        return next((row for row, one in enumerate(self._records) if one.order.id == order_id), -1)

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._records)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._records):
            return None
        record = self._records[index.row()]
        if role == RecordRole:
            return record
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return spoken(record.order)
        return None


def people(order: Order) -> str:
    first = order.passengers[0]
    more = f" +{len(order.passengers) - 1}" if len(order.passengers) > 1 else ""
    return f"{first.family_name}, {first.given_name}{more}"


def route(order: Order) -> str:
    return f"{order.slices[0].origin.iata} – {order.slices[0].destination.iata}"


def spoken(order: Order) -> str:
    """The row as a sentence."""
    day = words.day(order.slices[0].departs.date())
    return f"{order.reference}, {people(order)}, {route(order)}, {day}, {words.money(order.total)}"


class OrderDelegate(QStyledItemDelegate):
    """Paints a row: reference, airline, passengers, route, day, state, total."""

    def __init__(self, theme: Theme, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._desk = theme, desk

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        return QSize(800, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        record = index.data(RecordRole)
        if not isinstance(record, OrderRecord):
            return
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        order = record.order
        painter.save()
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, self._theme.colour("selected" if selected else "surface"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), self._theme.colour("line"))
        x = box.left() + 16
        columns = (
            (order.reference, _REFERENCE, "body_strong"),
            (order.owner.iata, _AIRLINE, "body"),
            (people(order), _PEOPLE, "body"),
            (route(order), _ROUTE, "body"),
            (words.day(order.slices[0].departs.date()), _DAY, "body"),
        )
        for text, width, face in columns:
            self._write(painter, QRect(x, box.top(), width, box.height()), text, face)
            x += width + 12
        word, icon, role = words.STATUS[status(order, self._desk.clock())]
        paint_badge(painter, self._theme, QRect(x, box.top(), _STATE, box.height()), word, icon, role, 1.0)
        total = QRect(box.right() - _TOTAL - 16, box.top(), _TOTAL, box.height())
        self._write(painter, total, words.money(order.total), "body_strong", Qt.AlignmentFlag.AlignRight)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()

    def _write(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        face: str,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        painter.setFont(self._theme.font(face))
        painter.setPen(self._theme.colour("text"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, shown)


class OrderList(QListView):
    """Enter or double click opens."""

    opened = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(RecordRole))
            return
        super().keyPressEvent(event)


class OrdersRoom(QWidget):
    """The list, and the order that was opened from it."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        errands: Errands,
        preferences: Callable[[], Preferences],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._errands = desk, errands
        self._model = OrderModel(self)
        self._list = OrderList()
        self._list.setAccessibleName("Orders sold")
        self._list.setModel(self._model)
        self._list.setItemDelegate(OrderDelegate(theme, desk, self._list))
        self._list.setUniformItemSizes(True)
        self._list.opened.connect(self._open)
        self._list.doubleClicked.connect(lambda index: self._open(index.data(RecordRole)))
        theme.changed.connect(self._list.viewport().update)
        self._count = label(theme, "Orders", "title")
        self._empty = label(theme, "What you sell stands here. Ctrl+1 leads to the bookings.", "body", "text2")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._view = OrderView(theme, desk, errands, preferences, hero=False)
        self._view.setMaximumWidth(960)
        self._back = Button(theme, "All orders", icon="chevron-left", key="Esc")
        self._back.setShortcut("Esc")
        self._back.clicked.connect(self._to_list)
        self._stack = QStackedWidget()
        self._stop_news = desk.news.listen(self._heard)
        self._lay_out()

    def put_away(self) -> None:
        self._stop_news()

    def open_order(self, record: OrderRecord) -> None:
        """Show one, whichever way it was found."""
        self._open(record)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._errands.run(self._read(), replacing="read orders")

    async def _read(self) -> None:
        records = await self._desk.orders.newest()
        current = self._list.currentIndex().data(RecordRole)
        self._model.put(records)
        self._count.setText(words.count(len(records), "order") if records else "Orders")
        row = self._model.row_of(current.order.id) if isinstance(current, OrderRecord) else 0
        if records:
            self._list.setCurrentIndex(self._model.index(max(row, 0), 0))
        if self._stack.currentIndex() < 2:
            self._stack.setCurrentIndex(1 if records else 0)
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        for record in records:
            if record.order.id == self._view.order_id:
                self._view.show_record(record)

    def _heard(self, notice: Notice) -> None:
        if isinstance(notice, OrderChanged) and self.isVisible():
            self._errands.run(self._read(), replacing="read orders")

    def _open(self, record: object) -> None:
        if isinstance(record, OrderRecord):
            self._view.show_record(record)
            self._stack.setCurrentIndex(2)
            self._back.setFocus(Qt.FocusReason.TabFocusReason)
            self._errands.run(self._desk.watching.look(record.order.id), replacing="look at order")

    def _to_list(self) -> None:
        self._stack.setCurrentIndex(1 if self._model.rowCount() else 0)
        self._list.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 8, 16, 0)
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        scroll = ScrollPane()
        scroll.setWidget(self._view)
        column.addWidget(scroll, 1)
        for one in (self._empty, self._list, page):
            self._stack.addWidget(one)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 12, 0, 0)
        self._count.setContentsMargins(16, 0, 16, 4)
        whole.addWidget(self._count)
        whole.addWidget(self._stack, 1)
