"""In a narrow window what comes next stands in a bar at the foot; the bar opens the rest as a drawer."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from agentdesk.desk.ports import OrderRecord
from agentdesk.ui.orders.order_next import coming
from agentdesk.ui.orders.order_side import OrderSide
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.deadline import Deadline
from agentdesk.ui.widgets.elided import Elided
from agentdesk.ui.widgets.labels import IconLabel, label

_HEIGHT = 54


class SideFold(QFrame):
    """The bar, with the time left by `clock`. Folded, the side lies over the page when it is open, else beside it."""

    def __init__(self, theme: Theme, page: QWidget, side: OrderSide, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("panelFoot")
        self.setFixedHeight(_HEIGHT)
        self._page, self._side = page, side
        self._folded, self._width = False, 0
        self._icon = IconLabel(theme, "calendar-clock", 16)
        self._strong = label(theme, "", "body_strong")
        self._text = Elided(theme, "body", "text2")
        self._left = Deadline(theme, clock, small=True)
        self._left.hide()
        self._open = Button(theme, "Next, history and note", icon="panel-bottom-open", key="H")
        self._open.setToolTip("What comes next, everything that was done, and your note (H)")
        self._open.clicked.connect(self.toggle)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._strong)
        row.addWidget(self._text, 1)
        row.addWidget(self._left)
        row.addSpacing(12)
        row.addWidget(self._open)
        page.installEventFilter(self)
        self.hide()

    def show_record(self, record: OrderRecord, now: datetime) -> None:
        first = coming(record, now)[0]
        self._icon.show_icon(first.icon, first.role)
        self._strong.setText(first.strong)
        self._text.say(first.text)
        self._left.setVisible(first.until is not None)
        if first.until is not None:
            self._left.count_to(first.until, passed="passed")

    def fold(self, folded: bool, width: int) -> None:
        """Whether there is no room beside the page; `width` of the side otherwise."""
        if (folded, width) == (self._folded, self._width):
            return
        self._folded, self._width = folded, width
        self.setVisible(folded)
        self._side.setFixedWidth(width)
        layout = self._page.layout()
        if folded:
            if layout is not None:
                layout.removeWidget(self._side)
            self._side.setVisible(False)
        else:
            if isinstance(layout, QHBoxLayout):
                layout.insertWidget(1, self._side)
            self._side.setVisible(True)

    def toggle(self) -> None:
        if not self._folded:
            self._side.focus_first()
        elif not self.close_drawer():
            self._side.show()
            self._side.raise_()
            self._place()
            self._side.focus_first()

    def close_drawer(self) -> bool:
        """Whether there was one to close."""
        if not self._folded or not self._side.isVisible():
            return False
        self._side.keep()
        self._side.hide()
        self._open.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.Resize and self._folded:
            self._place()
        return False

    def _place(self) -> None:
        room = self._page.rect()
        self._side.setGeometry(room.right() - self._width + 1, 0, self._width, room.height() - _HEIGHT)
