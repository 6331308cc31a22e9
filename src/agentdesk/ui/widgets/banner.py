"""A banner in the page: what happened, what is safe, and a button that does what comes next."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from agentdesk.ui.announcing import announce
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.edged import Edged
from agentdesk.ui.widgets.labels import IconLabel

_ICONS = {"note": "info", "warn": "triangle-alert", "bad": "circle-x", "good": "circle-check", "neutral": "info"}
_ROLES = {"note": "accentText", "warn": "warn", "bad": "bad", "good": "good", "neutral": "text"}
_GROUNDS = {
    "note": ("accentSoft", "accentText", "accent"),
    "warn": ("warnSoft", "warnLine", "warnLine"),
    "bad": ("badSoft", "badLine", "badLine"),
    "good": ("goodSoft", "good", "good"),
    "neutral": ("sunken", "control", "control"),
}


class Banner(Edged):
    """Kinds: note, warn, bad, good, neutral. Hidden until it has something to say."""

    pressed = Signal()
    looked = Signal()  # what it is about is to be shown

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("banner")
        self._strong = self._text = ""
        self._icon = IconLabel(theme, "info", 16)
        self._words = QLabel()
        self._words.setFont(theme.font("body"))
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        wraps = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        wraps.setHeightForWidth(True)
        self._words.setSizePolicy(wraps)
        self._deed = Button(theme, "", kind="link")
        self._deed.clicked.connect(self.pressed)
        self._look = Button(theme, "", kind="link")
        self._look.clicked.connect(self.looked)
        self._look.hide()
        theme.changed.connect(self._write)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        row.addWidget(self._look)
        row.addWidget(self._deed)
        self.setMinimumHeight(40)
        self.hide()

    def say(self, kind: str, strong: str, text: str = "", deed: str = "", *, icon: str = "", look: str = "") -> None:
        """`strong` is what happened, `text` what is safe, `deed` what can be done; `icon` instead of the kind's own;
        `look` names what can be looked at first."""
        self.setProperty("kind", kind)
        self.dress(*_GROUNDS[kind])
        self._icon.show_icon(icon or _ICONS[kind], _ROLES[kind])
        self._strong, self._text = strong, text
        self._write()
        self._deed.say(deed)
        self._deed.setVisible(bool(deed))
        self._look.say(look)
        self._look.setVisible(bool(look))
        self.setAccessibleName(f"{strong} {text}".strip())
        self.show()
        if self.isVisible():  # of a page behind nobody is told: what happens there has notices of its own
            announce(self, self.accessibleName(), urgent=kind == "bad")

    @property
    def sentence(self) -> str:
        """What it says now; "" while hidden."""
        return "" if self.isHidden() else f"{self._strong} {self._text}".strip()

    @property
    def button(self) -> Button:
        return self._deed

    def _write(self) -> None:
        """Bold and plain in one paragraph; what comes from upstream is escaped, so it can never be markup."""
        strong = f'<span style="font-weight:600; color:{self._theme.hex("text")}">{escape(self._strong)}</span>'
        text = f'<span style="color:{self._theme.hex("text2")}">{escape(self._text)}</span>' if self._text else ""
        self._words.setText(f"{strong} {text}".strip())
        self._words.setAccessibleName(f"{self._strong} {self._text}".strip())
