"""The parts of the page of orders and where they stand: views, head, rows or what is said instead, foot, the order."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from agentdesk.desk.desk import Desk
from agentdesk.ui.orders.changes_chip import ChangesChip
from agentdesk.ui.orders.deadline_row import DeadlineRow
from agentdesk.ui.orders.order_columns import WIDEST
from agentdesk.ui.orders.order_delegate import OrderDelegate
from agentdesk.ui.orders.order_foot import OrderFoot
from agentdesk.ui.orders.order_list import OrderList
from agentdesk.ui.orders.order_model import OrderModel
from agentdesk.ui.orders.order_preview import OrderPreview
from agentdesk.ui.orders.order_search import OrderHead
from agentdesk.ui.orders.order_table_head import TableHead
from agentdesk.ui.orders.view_list import ViewList
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.empty_state import EmptyState

_WIDE = 1536  # pixels of this page in a window of 1600


class OrdersFrame(QWidget):
    """No deeds of its own."""

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = OrderModel(desk.clock, self)
        self._delegate = OrderDelegate(theme, desk.clock, self)
        self.list = OrderList(self._model, self._delegate, desk.clock)
        self.views, self.head, self._heads = ViewList(theme), OrderHead(theme), TableHead(theme)
        self._due, self._foot = DeadlineRow(theme), OrderFoot(theme)
        self.preview = OrderPreview(theme, desk.environment.world, desk.clock)
        self._empty = EmptyState(theme)
        self._news = ChangesChip(theme)
        self._middle = QStackedWidget()
        self._rest = QWidget()  # beyond what the eye follows, in a very wide window
        self._list_pane = self._table()
        self._lay_out()
        self.list.resized.connect(self._fit)
        theme.changed.connect(self.list.viewport().update)

    def panes(self) -> list[QWidget]:
        """In the order of Tab and F6."""
        return [self.views, self.head, self._middle, *([self.preview] if self.preview.isVisible() else [])]

    def kept_clear(self) -> tuple[int, int]:
        """Pixels at the right and at the foot that notices leave free: an export is stopped in the foot, a hold paid
        in what stands beside the rows."""
        beyond = self.width() - self.preview.geometry().right()
        at_the_edge = self.preview.isVisibleTo(self) and beyond < self.preview.width()
        return self.preview.width() if at_the_edge else 0, self._foot.height()

    # --- what stands in the middle

    @property
    def shows_rows(self) -> bool:
        return self._middle.currentIndex() == 0

    def show_rows(self) -> None:
        self._delegate.shows_blanks = False
        self._middle.setCurrentIndex(0)

    def show_words(self) -> None:
        """What is said instead of rows."""
        self._middle.setCurrentIndex(1)

    # --- layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        self.views.be_wide(wide)
        beyond = self.width() - self.views.width() - WIDEST - (self.preview.width() if wide else 0)
        self._rest.setFixedWidth(max(beyond, 0))
        if wide != self.preview.isVisibleTo(self):
            self.preview.setVisible(wide)
            self.list.pointed.emit(self.list.current)

    def _fit(self) -> None:
        self._heads.lay_out(self._delegate.spots)
        self.list.viewport().update()

    def _table(self) -> QWidget:
        table = QWidget()
        column = _column(table)
        column.addWidget(self._heads)
        column.addWidget(self.list, 1)
        return table

    def _lay_out(self) -> None:
        words = QWidget()
        said = _column(words)
        said.addWidget(self._empty)
        said.addStretch(1)
        self._middle.addWidget(self._list_pane)
        self._middle.addWidget(words)
        self.head.add_chip(self._news)
        area = QWidget()
        area.setMaximumWidth(WIDEST)
        column = _column(area)
        column.addWidget(self.head)
        column.addWidget(self._due)
        column.addWidget(self._middle, 1)
        column.addWidget(self._foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.views)
        whole.addWidget(area, 1)
        whole.addWidget(self.preview)
        whole.addWidget(self._rest)
        self.preview.hide()


def _column(inside: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
