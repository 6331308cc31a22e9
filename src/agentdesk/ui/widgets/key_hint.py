"""The key that saves a click, shown beside the words of what it does."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import paint_key

_HEIGHT, _PADDING = 18, 5


class KeyHint(QWidget):
    """One combination, such as 'Ctrl K'. Takes no focus; a screen reader says 'Key Ctrl K'."""

    def __init__(self, theme: Theme, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._key = theme, key
        self.setAccessibleName(f"Key {key}")
        self.setFixedSize(self.sizeHint())
        theme.changed.connect(self._follow_theme)
        if not theme.shows_keys:
            self.hide()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._theme.font("key")).horizontalAdvance(self._key)
        return QSize(words + 2 * _PADDING, _HEIGHT)

    def _follow_theme(self) -> None:
        if self.parentWidget() is not None:  # shown alone it would be a window
            self.setVisible(self._theme.shows_keys)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_key(QPainter(self), self._theme, self.rect(), self._key)
