"""Buttons: plain, primary, destructive, link, and the one that spends money."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from agentdesk.travel.environment import World
from agentdesk.ui.theme import Theme, polish

_KEY_GAP, _KEY_PADDING, _KEY_HEIGHT = 8, 5, 18
_ICON, _ICON_GAP, _EDGE = 16, 6, 6
_INKS = {
    "primary": "onAccent",
    **{f"money_{world}": "onEnv" for world in World},
    "destructive": "bad",
    "destructive_final": "onBad",
    "link": "accentText",
    "chip_on": "accentText",
}
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
        return hint + QSize((self._key_width() + _KEY_GAP if self._key else 0) + (_ICON_GAP if self._icon else 0), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses like Space, once however long it is held."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The style paints the box; icon, words and key stand in it as one centred line."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        self._paint_line(painter)

    def _key_width(self) -> int:
        return QFontMetrics(self.theme.font("badge")).horizontalAdvance(self._key) + 2 * _KEY_PADDING

    def _paint_line(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = self.fontMetrics().horizontalAdvance(self.text())
        icon = _ICON + (_ICON_GAP if self.text() else 0) if self._icon else 0
        key = self._key_width() + _KEY_GAP if self._key else 0
        x = max((self.width() - icon - words - key) // 2, _EDGE)
        role = self._ink() if self.isEnabled() else "disabled"
        if self._icon:
            picture = self.theme.pixmap(self._icon, _ICON, role, self.devicePixelRatioF())
            painter.drawPixmap(x, (self.height() - _ICON) // 2, picture)
            x += icon
        painter.setPen(self.theme.colour(role))
        painter.setFont(self.font())
        room = self.width() - x - key - _EDGE
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room + 1)
        painter.drawText(QRect(x, 0, room + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        if self._key:
            self._paint_key(painter, x + min(words, room) + _KEY_GAP, role)

    def _paint_key(self, painter: QPainter, left: int, role: str) -> None:
        painter.setFont(self.theme.font("badge"))
        box = QRect(left, (self.height() - _KEY_HEIGHT) // 2, self._key_width(), _KEY_HEIGHT)
        painter.setPen(QPen(self.theme.colour(role), 1))
        painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 4, 4)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)

    def _ink(self) -> str:
        """The colour role of words and icon."""
        if self._kind == "segment":
            return "accentText" if self.isChecked() else "text2"
        return _INKS.get(self._kind, "text")

    def _draw_icon(self) -> None:
        if self._icon:
            self.setIcon(self.theme.icon(self._icon, _ICON, self._ink()))  # for the size hint; painted by ourselves
            self.setIconSize(QSize(_ICON, _ICON))


class MoneyButton(Button):
    """Fills with the environment's colour where it is not live; never a default, never pressed by one key alone."""

    def __init__(self, theme: Theme, text: str, world: World, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, kind=f"money_{world}", icon=ENVIRONMENT_ICONS[world], big=True, parent=parent)
        self.setDefault(False)


def shown_key(keys: str) -> str:
    """A key combination as printed on a hint."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")
