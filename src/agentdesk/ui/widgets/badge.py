"""A badge: icon and word on a quiet ground; the same painting for widgets and for list rows."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from agentdesk.ui.theme import Theme

_HEIGHT, _ICON, _PADDING, _GAP = 20, 12, 6, 4
GROUNDS = {"good": "goodSoft", "warn": "warnSoft", "bad": "badSoft", "accentText": "accentSoft", "text2": "sunken"}


def badge_width(theme: Theme, word: str) -> int:
    return 2 * _PADDING + _ICON + _GAP + QFontMetrics(theme.font("badge")).horizontalAdvance(word)


def paint_badge(painter: QPainter, theme: Theme, spot: QRect, word: str, icon: str, role: str, ratio: float) -> None:
    """Paint into the left of `spot`, vertically centred."""
    box = QRect(spot.left(), spot.center().y() - _HEIGHT // 2, badge_width(theme, word), _HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(GROUNDS[role]))
    painter.drawRoundedRect(box, 4, 4)
    painter.drawPixmap(box.left() + _PADDING, box.top() + 4, theme.pixmap(icon, _ICON, role, ratio))
    painter.setPen(theme.colour(role))
    painter.setFont(theme.font("badge"))
    words = box.adjusted(_PADDING + _ICON + _GAP, 0, _PADDING, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)
    painter.restore()


class Badge(QWidget):
    """Roles: good, warn, bad, accentText, text2."""

    def __init__(self, theme: Theme, word: str = "", icon: str = "info", role: str = "text2") -> None:
        super().__init__()
        self._theme, self._word, self._icon, self._role = theme, word, icon, role
        theme.changed.connect(self.update)
        self.say(word, icon, role)

    def say(self, word: str, icon: str, role: str) -> None:
        self._word, self._icon, self._role = word, icon, role
        self.setAccessibleName(word)
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(badge_width(self._theme, self._word), _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_badge(
            QPainter(self), self._theme, self.rect(), self._word, self._icon, self._role, self.devicePixelRatioF()
        )
