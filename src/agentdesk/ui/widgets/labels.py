"""Labels in a step of the type scale and a colour role."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from agentdesk.ui.theme import Theme

_QUIET = {"caption": "text3", "small": "text2", "label": "text2"}


def label(
    theme: Theme,
    text: str = "",
    face: str = "body",
    role: str = "",
    *,
    wraps: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """A label; small steps are quieter by themselves. Text is plain, so no answer from upstream can be markup."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(theme.font(face))
    made.setProperty("role", role or _QUIET.get(face, ""))
    made.setWordWrap(wraps)
    return made


class IconLabel(QLabel):
    """An icon in a role, drawn anew when the theme changes; nothing for a screen reader to say."""

    def __init__(
        self, theme: Theme, name: str, size: int = 16, role: str = "text2", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._name, self._size, self._role = theme, name, size, role
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    def show_icon(self, name: str, role: str = "") -> None:
        self._name, self._role = name, role or self._role
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Drawn for the screen it is on, as sharp there as it can be."""
        if self._name:
            role = self._role if self.isEnabled() else "disabled"
            QPainter(self).drawPixmap(0, 0, self._theme.pixmap(self._name, self._size, role, self.devicePixelRatioF()))


def hairline(parent: QWidget | None = None) -> QFrame:
    """One pixel between parts."""
    line = QFrame(parent)
    line.setObjectName("hairline")
    line.setFixedHeight(1)
    return line


def card(parent: QWidget | None = None) -> QFrame:
    """A surface with a border."""
    frame = QFrame(parent)
    frame.setObjectName("card")
    return frame
