"""Buttons: plain, primary, destructive, link, and the one that spends money."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from agentdesk.travel.environment import World
from agentdesk.ui.theme import Theme, polish

_KEY_GAP, _KEY_PADDING, _KEY_HEIGHT = 8, 5, 18
ENVIRONMENT_ICONS = {World.PRACTICE: "graduation-cap", World.TEST: "flask-conical", World.LIVE: "radio"}


class Button(QPushButton):
    """A push button named by its words; `key` stands beside them as a hint. Enter presses it, as Space does.

    `kind`: "" (plain), primary, destructive, destructive_final, link, chip, segment.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        kind: str = "",
        icon: str = "",
        key: str = "",
        big: bool = False,
        small: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.theme = theme
        self._kind, self._icon, self._key = kind, icon, key
        self.setProperty("kind", kind)
        self.setProperty("big", big)
        self.setProperty("small", small)
        face = "button_big" if big else "body_strong" if kind.startswith(("primary", "money")) else "body"
        self.setFont(theme.font("small" if small else face))
        self.setAccessibleName(name or text)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._draw_icon)
        self._draw_icon()

    def say(self, text: str) -> None:
        """Change its words, and with them its name."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_kind(self, kind: str) -> None:
        self._kind = kind
        self.setProperty("kind", kind)
        polish(self)
        self._draw_icon()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return hint + QSize(self._key_width() + _KEY_GAP, 0) if self._key else hint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses like Space, once however long it is held."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._key:
            self._paint_key()

    def _key_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._key) + 2 * _KEY_PADDING

    def _paint_key(self) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.theme.font("badge"))
        width = painter.fontMetrics().horizontalAdvance(self._key) + 2 * _KEY_PADDING
        words = self.fontMetrics().horizontalAdvance(self.text())
        left = min((self.width() + words) // 2 + _KEY_GAP - self._key_width() // 2, self.width() - width - 8)
        box = QRect(left, (self.height() - _KEY_HEIGHT) // 2, width, _KEY_HEIGHT)
        filled = self._kind.startswith(("primary", "money"))
        role = "disabled" if not self.isEnabled() else self._ink() if filled else "text3"
        painter.setPen(QPen(self.theme.colour(role), 1))
        painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 4, 4)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)

    def _ink(self) -> str:
        if self._kind == "primary":
            return "onAccent"
        if self._kind.startswith("money"):
            return "onEnv"
        return {"destructive": "bad", "destructive_final": "onBad", "link": "accentText"}.get(self._kind, "text2")

    def _draw_icon(self) -> None:
        if self._icon:
            self.setIcon(self.theme.icon(self._icon, 16, self._ink()))
            self.setIconSize(QSize(16, 16))


class MoneyButton(Button):
    """Fills with the environment's colour where it is not live; never a default, never pressed by one key alone."""

    def __init__(self, theme: Theme, text: str, world: World, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, kind=f"money_{world}", icon=ENVIRONMENT_ICONS[world], big=True, parent=parent)
        self.setDefault(False)


def shown_key(keys: str) -> str:
    """A key combination as printed on a hint."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")
