"""One row over the list of orders: what has to be paid today."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from agentdesk.travel.order_views import OrderRow
from agentdesk.ui import words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.elided import Elided
from agentdesk.ui.widgets.labels import IconLabel, label

_HEIGHT, _NAMED = 36, 5


class DeadlineRow(QFrame):
    """Says `shown_only` when its button is pressed. It goes only when the list is made anew: nothing jumps."""

    shown_only = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("deadlineRow")
        self.setFixedHeight(_HEIGHT)
        self._strong = label(theme, "", "body_strong")
        self._who = Elided(theme, "body", "text2")
        self._only = Button(theme, "Show only these", kind="link", key="D")
        self._only.clicked.connect(self.shown_only)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(IconLabel(theme, "alarm-clock", 16, "warn"))
        row.addWidget(self._strong)
        row.addWidget(self._who, 1)
        row.addWidget(self._only)
        self.hide()

    def say(self, due: Sequence[OrderRow], *, only: bool) -> None:
        """Whose deadlines, nearest first; `only` while nothing else is listed."""
        named = [f"{one.lead.split(',')[0]} {words.clock(one.pay_by.astimezone())}" for one in due if one.pay_by]
        more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
        strong = f"{words.count(len(due), 'deadline')} today." if due else "No more deadlines today."
        who = ", ".join(named[:_NAMED]) + more + "." if named else ""
        self._strong.setText(strong)
        self._who.say(who)
        self._only.setVisible(bool(due) or only)
        self._only.say("Show all again" if only else "Show only these")
        self.setAccessibleName(f"{strong} {who}".strip())
