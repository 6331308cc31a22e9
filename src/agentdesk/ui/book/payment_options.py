"""Pay now or hold: two cards side by side, one of them chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from agentdesk.travel.booking import Way
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.book.payment_words import Said
from agentdesk.ui.theme import Theme, polish
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import IconLabel, label
from agentdesk.ui.widgets.tips import plain_tip


class OptionCard(QFrame):
    """A way to order: its name, its key, and what it means in a few lines. The whole card can be clicked."""

    def __init__(self, theme: Theme, name: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme, self._name = theme, name
        self.button = QRadioButton(name)
        self.button.setFont(theme.font("heading"))
        self.button.setAccessibleName(name)
        self.button.setToolTip(plain_tip(f"{name} ({key})"))
        self.button.setProperty("ringAround", True)
        self.button.setProperty("ringRadius", 8)
        self.button.toggled.connect(self._show_chosen)
        head = QHBoxLayout()
        head.addWidget(self.button)
        head.addStretch(1)
        head.addWidget(KeyHint(theme, key))
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(24, 0, 0, 0)
        self._lines.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(self._lines)
        column.addStretch(1)

    def show_lines(self, lines: Sequence[Said], *, possible: bool) -> None:
        """What it means; where it is not possible, why not."""
        clear(self._lines)
        for said in lines:
            row = QHBoxLayout()
            row.setSpacing(6)
            if said.icon:
                row.addWidget(IconLabel(self._theme, said.icon, 14, said.role), 0, Qt.AlignmentFlag.AlignTop)
            role = "" if said.role == "text" else said.role
            row.addWidget(label(self._theme, said.text, "body", role, wraps=True), 1)
            self._lines.addLayout(row)
        self.button.setEnabled(possible)
        self.button.setAccessibleDescription(" ".join(said.text for said in lines))
        self.setCursor(Qt.CursorShape.PointingHandCursor if possible else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.button.isEnabled():
            self.button.setFocus(Qt.FocusReason.MouseFocusReason)
            self.button.click()

    def _show_chosen(self, chosen: bool) -> None:
        self.setProperty("chosen", chosen)
        polish(self)


class Options(QWidget):
    """The two cards; says `chosen` when the agent takes the other one."""

    chosen = Signal(Way)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Pay now or hold")
        self.cards = {Way.PAY: OptionCard(theme, "Pay now", "1"), Way.HOLD: OptionCard(theme, "Hold", "2")}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for way, card in self.cards.items():
            row.addWidget(card, 1)
            self._group.addButton(card.button)
            card.button.clicked.connect(lambda _checked=False, way=way: self.chosen.emit(way))
            card.button.toggled.connect(lambda on, way=way: self._moved(on, way))
        self._shown = Way.PAY

    def show_way(self, way: Way) -> None:
        """Show what the draft says, without saying `chosen`."""
        self._shown = way
        self.cards[way].button.setChecked(True)

    def take(self, way: Way) -> None:
        """As if its card had been clicked; nothing when it is not possible."""
        button = self.cards[way].button
        if button.isEnabled() and button.isVisible():
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            button.click()

    def _moved(self, on: bool, way: Way) -> None:
        """The arrow keys check the other button without a click."""
        if on and way is not self._shown:
            self._shown = way
            self.chosen.emit(way)
