"""The row of deeds on top of an order: back, papers, pay, cancel, and what others can do for the asking."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from agentdesk.travel.actions import Action, Possible, Whom
from agentdesk.travel.environment import World
from agentdesk.travel.orders import Order
from agentdesk.ui import words
from agentdesk.ui.orders.deed_words import why_not
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button, MoneyButton
from agentdesk.ui.widgets.progress import Running
from agentdesk.ui.widgets.tips import plain_tip

_ASKED = {Action.CHANGE_FLIGHTS: ("Change flights…", "repeat"), Action.ADD_BAGS: ("Add bags…", "luggage")}


class OrderActions(QWidget):
    """Only the words and what is shown change; the buttons stay where they are."""

    back = Signal()
    papers = Signal()
    pay = Signal()
    cancel = Signal()
    stopped = Signal()
    asks = Signal(object)  # Possible: what cannot be done here

    def __init__(self, theme: Theme, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = "" if world is World.LIVE else f" ({world})"
        self._can: dict[Action, Possible] = {}
        self.back_button = Button(theme, "Orders", icon="chevron-left", key="Esc")
        self.back_button.setToolTip("Back to the list of orders (Esc)")
        self.back_button.clicked.connect(self.back)
        self._papers = Button(theme, "Papers", icon="printer", key="Ctrl P")
        self._papers.setToolTip("Print, save or mail the papers of this order (Ctrl+P)")
        self._papers.clicked.connect(self.papers)
        self._asked = {what: Button(theme, text, icon=icon) for what, (text, icon) in _ASKED.items()}
        for what, button in self._asked.items():
            button.clicked.connect(lambda _=False, what=what: self.asks.emit(self._can[what]))
        self._pay = MoneyButton(theme, "Pay", world, big=False)
        self._pay.show_key("P")
        self._pay.setToolTip("Read the total again and show what is paid; nothing is paid yet (P)")
        self._pay.clicked.connect(self.pay)
        self._cancel = Button(theme, "Cancel…", kind="destructive", icon="ban")
        self._cancel.clicked.connect(self._end)
        self._running = Running(theme)
        self._running.stopped.connect(self.stopped)
        self._running.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lay_out()

    def show_order(self, order: Order, can: tuple[Possible, ...], *, busy: bool) -> None:
        """`busy`: something is being done to it; what moves money waits."""
        self._can = {one.action: one for one in can}
        for what, button in self._asked.items():
            button.setVisible(what in self._can and self._can[what].whom is not Whom.NOBODY)
            if what in self._can:
                button.setToolTip(plain_tip(f"{why_not(self._can[what])} A text to send is made for you."))
        pay = self._can.get(Action.PAY)
        self._pay.setVisible(pay is not None and pay.is_here)
        self._pay.setEnabled(not busy)
        self._pay.say(f"Pay {words.money(order.total)}{self._mark}…")
        ends = self._can.get(Action.CANCEL) or self._can.get(Action.RELEASE)
        self._cancel.setVisible(ends is not None)
        self._cancel.setEnabled(not busy)
        if ends is not None:
            self._cancel.say("Release…" if ends.action is Action.RELEASE else "Cancel…")
            tip = "What comes back is asked first; nothing is cancelled yet" if ends.is_here else why_not(ends)
            self._cancel.setToolTip(plain_tip(tip))

    def show_looking(self, words: str) -> None:
        """What is being read, in the free room of the row, so that nothing below moves; "" when it has ended."""
        if words:
            self._running.say(words)
        else:
            self._running.done()

    def _end(self) -> None:
        ends = self._can.get(Action.CANCEL) or self._can.get(Action.RELEASE)
        if ends is None:
            return
        if ends.is_here:
            self.cancel.emit()
        else:
            self.asks.emit(ends)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self._running, 1)
        row.addStretch(0)
        for button in (self._papers, *self._asked.values(), self._pay, self._cancel):
            row.addWidget(button)
