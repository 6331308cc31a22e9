"""The head of an order's page: the reference large, others beside it, who flies, what has become of it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from agentdesk.desk.ports import OrderRecord
from agentdesk.ui.orders.order_sentences import badges, who
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.badge import Badge
from agentdesk.ui.widgets.elided import Elided
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import label

_MOST, _HEIGHT, _GAP = 4, 20, 6  # badges; pixels


class OrderTitle(QWidget):
    """`clock` is the upstream's time."""

    def __init__(self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock
        self._airline = label(theme, "", "small")
        self.reference = label(theme, "", "reference")
        self.reference.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._who = Elided(theme, "heading", "text")
        self._badges = _Badges(theme)
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
        self._badges.show_badges(badges(order, self._clock()))
        self._place.setText(f"Order {place[0]:,} of {place[1]:,}" if place is not None else "")
        self._keys.setVisible(place is not None)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._airline)
        top.addWidget(self._others, 1)
        middle = QVBoxLayout()
        middle.setSpacing(2)
        middle.addWidget(self._who)
        middle.addWidget(self._badges)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.reference)
        row.addLayout(middle, 1)
        row.addWidget(self._place, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._keys, 0, Qt.AlignmentFlag.AlignBottom)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addLayout(row)


class _Badges(QWidget):
    """As many as have room, the most telling first; a cut one says nothing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._all = [Badge(theme) for _ in range(_MOST)]
        self._wanted = 0
        for badge in self._all:
            badge.setParent(self)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_badges(self, found: tuple[tuple[str, str, str], ...]) -> None:
        self._wanted = len(found)
        for badge, one in zip(self._all, found, strict=False):
            badge.say(*one)
        self.setAccessibleName(", ".join(word for word, _, _ in found))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        x = 0
        for place, badge in enumerate(self._all):
            fits = place < self._wanted and x + badge.width() <= self.width()
            badge.move(x, 0)
            badge.setVisible(fits)
            x += badge.width() + _GAP
