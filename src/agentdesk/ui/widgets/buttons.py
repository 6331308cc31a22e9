"""Buttons: plain, primary, destructive, link, and the one that spends money."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from agentdesk.travel.environment import World
from agentdesk.ui.theme import Theme, polish

_KEY_GAP, _KEY_PADDING, _KEY_HEIGHT = 8, 5, 18
_ICON, _ICON_GAP, _EDGE = 16, 8, 6
_INKS = {
    "primary": "onAccent",
    **{f"money_{world}": "onEnv" for world in World},
    "destructive": "bad",
    "destructive_final": "onBad",
    "link": "accentText",
    "chip_on": "accentText",
}
_ROW_EDGE = 10
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
        self._icon_role = ""
        self.setProperty("kind", kind)
        self.setProperty("big", big)
        self.setProperty("small", small)
        self._big, self._small = big, small
        self.setProperty("ringRadius", 12 if kind.startswith("chip") else 5 if small else 6)
        self.setFont(theme.font(self._face()))
        self.setAccessibleName(name or text)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._follow_theme)
        self._draw_icon()

    @property
    def key(self) -> str:
        """The key that does the same, as it stands beside the words; "" when there is none."""
        return self._key

    def say(self, text: str) -> None:
        """Change its words, and with them its name."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def show_key(self, key: str) -> None:
        """The key that does the same now; "" for none."""
        self._key = key
        self.updateGeometry()
        self.update()

    def show_icon(self, icon: str, role: str = "") -> None:
        """Another icon, in a colour role of its own."""
        self._icon, self._icon_role = icon, role
        self._draw_icon()
        self.update()

    def set_kind(self, kind: str) -> None:
        self._kind = kind
        self.setProperty("kind", kind)
        self.setFont(self.theme.font(self._face()))
        polish(self)
        self._draw_icon()

    def sizeHint(self) -> QSize:
        """All its words, icon and key: a deed or an amount is never cut where there is room for it."""
        words = QFontMetrics(self.font()).horizontalAdvance(self.text())
        icon = _ICON + (_ICON_GAP if self.text() else 0) if self._icon else 0
        key = self._key_width() + _KEY_GAP if self._key and self.theme.shows_keys else 0
        return QSize(words + icon + key + 2 * self._margin(), super().sizeHint().height())

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
        return QFontMetrics(self.theme.font("key")).horizontalAdvance(self._key) + 2 * _KEY_PADDING

    def _margin(self) -> int:
        """Between an edge and the words, border and all."""
        return 2 if self._kind == "link" else 9 if self._small else 13

    def _face(self) -> str:
        strong = self._kind.startswith(("primary", "money")) or self._kind in ("destructive_final", "chip_on")
        if self._kind == "link":
            return "body"
        if self._small:
            return "label"
        return "button_big" if self._big else "body_strong" if strong else "button"

    def _paint_line(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = self.fontMetrics().horizontalAdvance(self.text())
        icon = _ICON + (_ICON_GAP if self.text() else 0) if self._icon else 0
        key = self._key_width() + _KEY_GAP if self._key and self.theme.shows_keys else 0
        edge = min(_EDGE, self._margin())
        x = _ROW_EDGE if self._kind == "row" else max((self.width() - icon - words - key) // 2, edge)
        role = self._ink() if self.isEnabled() else "disabled"
        if self._icon:
            picture = self.theme.pixmap(self._icon, _ICON, self._icon_role or role, self.devicePixelRatioF())
            painter.drawPixmap(x, (self.height() - _ICON) // 2, picture)
            x += icon
        painter.setPen(self.theme.colour(role))
        painter.setFont(self.font())
        room = self.width() - x - key - edge
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room + 1)
        painter.drawText(QRect(x, 0, room + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        if key:
            self._paint_key(painter, x + min(words, room) + _KEY_GAP, role)

    def _paint_key(self, painter: QPainter, left: int, role: str) -> None:
        box = QRect(left, (self.height() - _KEY_HEIGHT) // 2, self._key_width(), _KEY_HEIGHT)
        filled = role in ("onAccent", "onEnv", "onBad", "disabled")
        paint_key(painter, self.theme, box, self._key, role if filled else "")

    def _ink(self) -> str:
        """The colour role of words and icon."""
        if self._kind == "segment":
            return "accentText" if self.isChecked() else "text2"
        return _INKS.get(self._kind, "text")

    def _follow_theme(self) -> None:
        self._draw_icon()
        self.updateGeometry()
        self.update()

    def _draw_icon(self) -> None:
        if self._icon:
            self.setIcon(self.theme.icon(self._icon, _ICON, self._ink()))  # for the size hint; painted by ourselves
            self.setIconSize(QSize(_ICON, _ICON))


class MoneyButton(Button):
    """Fills with the environment's colour where it is not live; never a default, never pressed by one key alone."""

    def __init__(
        self, theme: Theme, text: str, world: World, parent: QWidget | None = None, *, big: bool = True
    ) -> None:
        super().__init__(theme, text, kind=f"money_{world}", icon=ENVIRONMENT_ICONS[world], big=big, parent=parent)
        self.setDefault(False)


def paint_key(painter: QPainter, theme: Theme, box: QRect, key: str, ink: str = "") -> None:
    """A key as it looks on the keyboard: a border, the lower edge darker. On a filled ground all in `ink`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(theme.colour(ink or "line"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush if ink else theme.colour("surface"))
    painter.drawRoundedRect(frame, 4, 4)
    if not ink:
        painter.setClipRect(QRectF(frame.left() - 1, frame.bottom() - 2, frame.width() + 2, 3))
        painter.setPen(QPen(theme.colour("control"), 1))
        painter.drawRoundedRect(frame, 4, 4)
        painter.setClipping(False)
    painter.setPen(theme.colour(ink or "text2"))
    painter.setFont(theme.font("key"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()


def shown_key(keys: str) -> str:
    """A key combination as printed on a hint."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")
