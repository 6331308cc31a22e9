"""What the airline has changed, before all else: both times on one axis, what it does to the trip, three answers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel.airline_changes import AirlineChange
from agentdesk.travel.change_harm import ChangeHarm, harm_of
from agentdesk.travel.orders import Order
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.orders.change_axis import ChangeAxis
from agentdesk.ui.orders.change_words import Harm, biggest_move, harms, headline
from agentdesk.ui.orders.order_sentences import way_title
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.elided import Elided
from agentdesk.ui.widgets.flowing import Flowing
from agentdesk.ui.widgets.labels import IconLabel, label


class ChangeCard(QFrame):
    """Shows the newest change that nobody has answered; hidden while there is none."""

    accepts = Signal(object)  # the AirlineChange
    refuses = Signal()
    asks = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("changeCard")
        self._theme = theme
        self._shown: tuple[object, ...] = ()
        self._change: AirlineChange | None = None
        self._title = label(theme, "", "body_strong")
        self._since = Elided(theme, "body", "text2")
        self._move = label(theme, "", "small_strong", "warn")
        self._axes, self._harms = QVBoxLayout(), Flowing(16, 6)
        self._said = label(theme, "", "small", wraps=True)
        self._ask = Button(theme, "Ask for other flights", key="A")
        self._ask.setToolTip("A text for whoever can change them, ready to send (A)")
        self._ask.clicked.connect(self.asks)
        self._refuse = Button(theme, "Refuse, see the refund…", kind="destructive")
        self._refuse.setToolTip("What cancelling gives back; nothing is cancelled yet")
        self._refuse.clicked.connect(self.refuses)
        self._accept = Button(theme, "Accept the new times", kind="primary")
        self._accept.clicked.connect(lambda: self.accepts.emit(self._change))
        self._lay_out()
        self.hide()

    @property
    def harm(self) -> str:
        """Everything that is said of it, for a screen reader."""
        return self.accessibleName()

    def show_order(self, order: Order, *, busy: bool) -> None:
        """`busy`: something else is being done to the order; the answers wait."""
        change = order.open_changes[-1] if order.open_changes and order.cancelled_at is None else None
        shown = (change, order.services, order.slices)
        if change is None:
            self._shown = ()
            self.hide()
            return
        if shown != self._shown:
            self._shown, self._change = shown, change
            self._fill(order, change, harm_of(change, order))
        able = "accept" in change.available
        self._accept.setVisible(able)
        self._accept.setEnabled(not busy)
        self._refuse.setVisible("cancel" in order.available_actions)
        self._refuse.setEnabled(not busy)
        self._said.setText(self._remark(order, able))
        self.show()

    def _remark(self, order: Order, able: bool) -> str:
        many = len(order.open_changes)
        if not able:
            return "This change cannot be accepted through Duffel."
        return f"{many} changes are open; accepting the newest answers all." if many > 1 else ""

    def _fill(self, order: Order, change: AirlineChange, harm: ChangeHarm) -> None:
        title = headline(harm, order)
        self._title.setText(title)
        self._since.say(f"Seen {words.moment(change.created_at)}. The airline names no day to answer by.")
        self._move.setText(biggest_move(harm))
        clear(self._axes)
        ways = [way for way in harm.ways if not way.is_same] or list(harm.ways)
        for way in ways:
            if len(ways) > 1 and (part := way.after or way.before) is not None:
                self._axes.addWidget(label(self._theme, way_title((part,), 0, change.created_at), "small_strong"))
            self._axes.addWidget(ChangeAxis(self._theme, way))
        said = harms(harm, order)
        self._harms.show_parts([_said(self._theme, one) for one in said])
        self.setAccessibleName(". ".join([title, *(one.text for one in said)]))

    def _lay_out(self) -> None:
        head = QFrame()
        head.setObjectName("changeHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(8)
        row.addWidget(IconLabel(self._theme, "calendar-clock", 16, "warn"))
        row.addWidget(self._title)
        row.addWidget(self._since, 1)
        row.addWidget(self._move)
        middle = QVBoxLayout()
        middle.setContentsMargins(14, 10, 14, 10)
        middle.setSpacing(10)
        self._axes.setSpacing(8)
        middle.addLayout(self._axes)
        middle.addWidget(self._harms)
        foot = QFrame()
        foot.setObjectName("changeFoot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(8)
        row.addWidget(self._said, 1)
        for button in (self._ask, self._refuse, self._accept):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(middle)
        column.addWidget(foot)


def _said(theme: Theme, one: Harm) -> QWidget:
    inside = QWidget()
    row = QHBoxLayout(inside)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(IconLabel(theme, one.icon, 14, one.role))
    words_ = Elided(theme, "small", one.role)
    words_.say(one.text)
    row.addWidget(words_, 1)
    return inside
