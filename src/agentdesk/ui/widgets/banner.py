"""A banner in the page: what happened, what is safe, and a button that does what comes next."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.ui.theme import Theme, polish
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import IconLabel, label

_ICONS = {"note": "info", "warn": "triangle-alert", "bad": "circle-alert", "good": "circle-check", "neutral": "info"}
_ROLES = {"note": "accentText", "warn": "warn", "bad": "bad", "good": "good", "neutral": "text2"}


class Banner(QFrame):
    """Kinds: note, warn, bad, good, neutral. Hidden until it has something to say."""

    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._icon = IconLabel(theme, "info", 16)
        self._strong = label(theme, "", "body_strong", wraps=True)
        self._text = label(theme, "", "body", "text2", wraps=True)
        self._deed = Button(theme, "")
        self._deed.clicked.connect(self.pressed)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._strong)
        words.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self._deed)
        self.hide()

    def say(self, kind: str, strong: str, text: str = "", deed: str = "") -> None:
        self.setProperty("kind", kind)
        polish(self)
        self._icon.show_icon(_ICONS[kind], _ROLES[kind])
        self._strong.setText(strong)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._deed.say(deed)
        self._deed.setVisible(bool(deed))
        self.setAccessibleName(f"{strong} {text}".strip())
        self.show()

    @property
    def sentence(self) -> str:
        """What it says now; "" while hidden."""
        return "" if self.isHidden() else f"{self._strong.text()} {self._text.text()}".strip()

    @property
    def button(self) -> Button:
        return self._deed
