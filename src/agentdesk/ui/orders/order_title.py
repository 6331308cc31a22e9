"""The head of an order's page: the reference large, others beside it, who flies, what has become of it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.desk.ports import OrderRecord
from agentdesk.ui.orders.order_sentences import badges, who
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.badge import Badge
from agentdesk.ui.widgets.elided import Elided
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import label

_MOST = 4  # badges


class OrderTitle(QWidget):
    """`clock` is the upstream's time."""

    def __init__(self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock
        self._airline = label(theme, "", "small")
        self.reference = label(theme, "", "reference")
        self.reference.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._who = Elided(theme, "heading", "text")
        self._badges = [Badge(theme) for _ in range(_MOST)]
        self._others = Elided(theme, "small", "text2")
        self._place = label(theme, "", "small")
        self._keys = KeyHint(theme, "Alt ↑ ↓")
        self._lay_out()

    def show_record(self, record: OrderRecord, place: tuple[int, int] | None) -> None:
        """`place`: which of how many in the list, counted from 1; None where there is no list."""
        order = record.order
        self._airline.setText(order.owner.name)
        self.reference.setText(order.reference)
        self.reference.setAccessibleName(f"Booking reference {order.reference}")
        self._who.say(who(order))
        others = [f"{airline} {locator}" for airline, locator in order.references if locator != order.reference]
        self._others.say(", ".join(others))
        self._others.setVisible(bool(others))
        found = badges(order, self._clock())
        for place_, badge in enumerate(self._badges):
            badge.setVisible(place_ < len(found))
            if place_ < len(found):
                badge.say(*found[place_])
        self._place.setText(f"Order {place[0]:,} of {place[1]:,}" if place is not None else "")
        self._keys.setVisible(place is not None)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._airline)
        left.addWidget(self.reference)
        middle = QVBoxLayout()
        middle.setSpacing(4)
        middle.addStretch(1)
        middle.addWidget(self._who)
        row = QHBoxLayout()
        row.setSpacing(6)
        for badge in self._badges:
            row.addWidget(badge)
            badge.hide()
        row.addWidget(self._others)
        row.addStretch(1)
        middle.addLayout(row)
        middle.addSpacing(4)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        whole.addLayout(left)
        whole.addLayout(middle, 1)
        whole.addWidget(self._place, 0, Qt.AlignmentFlag.AlignBottom)
        whole.addWidget(self._keys, 0, Qt.AlignmentFlag.AlignBottom)
