"""The fields of a passenger's form: two lines are kept free below each, for a hint, an error or a proposal."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.field import Choice, Field
from agentdesk.ui.widgets.tips import plain_tip

_HINT = 32  # two lines of small text: rows do not move when one is said
TAKE_KEY = "Alt+Return"


class FormField(Field):
    """A line of text whose hint may come with a proposal: a button, and Alt+Enter in the field, take it."""

    proposed = Signal(str)

    def __init__(self, theme: Theme, text: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, text, hint=hint, parent=parent)
        self._hint.setFixedHeight(_HINT)
        self._proposal = ""
        self._take = Button(theme, "", kind="link")
        self._take.clicked.connect(self.take)
        self._take.hide()
        foot = self._foot()
        foot.addWidget(self._take, 0, Qt.AlignmentFlag.AlignTop)
        shortcut = QShortcut(QKeySequence(TAKE_KEY), self.edit)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.take)

    def _foot(self) -> QBoxLayout:
        column = self.layout()
        assert isinstance(column, QLayout)
        last = column.itemAt(column.count() - 1)
        foot = last.layout() if last is not None else None
        assert isinstance(foot, QBoxLayout)
        return foot

    def propose(self, text: str) -> None:
        """Offer another writing; an empty text takes the offer back."""
        if text != self._proposal:
            self._proposal = text
            self._take.say(f"Take {text}" if text else "")
            self._take.setToolTip(plain_tip(f"Take {text} (Alt+Enter)" if text else ""))
        self._take.setVisible(bool(text))

    @property
    def proposal(self) -> str:
        return self._proposal

    def take(self) -> None:
        if self._proposal:
            self.proposed.emit(self._proposal)
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)


class Pick(Choice):
    """One of a few values; says `chosen` however it came to be chosen, also by assistive technology."""

    def __init__(self, theme: Theme, text: str, values: dict[str, object], *, hint: str = "") -> None:
        super().__init__(theme, text, values, hint=hint)
        self._hint.setFixedHeight(_HINT)
        self._putting = False
        self.combo.activated.disconnect()
        self.combo.currentIndexChanged.connect(self._changed)

    def put(self, value: object) -> None:
        was, self._putting = self._putting, True
        try:
            super().put(value)
        finally:
            self._putting = was

    def offer(self, values: dict[str, object], value: object) -> None:
        was, self._putting = self._putting, True
        try:
            super().offer(values, value)
        finally:
            self._putting = was

    def _changed(self, place: int) -> None:
        if not self._putting and 0 <= place < len(self._values):
            self.chosen.emit(self._values[place])
