"""A chip: a filter that is on or off, or a thing that can be taken away."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button

_MARK, _GAP, _PADDING, _HEIGHT = 14, 6, 11, 24


class Chip(Button):
    """Toggles with a tick. A removable one carries a cross: click, Delete and Backspace say `removed`."""

    removed = Signal()

    def __init__(
        self, theme: Theme, text: str, *, on: bool = False, removable: bool = False, parent: QWidget | None = None
    ) -> None:
        self._removable = removable
        super().__init__(theme, text, kind="chip_on" if removable else "chip", parent=parent)
        self.setCheckable(not removable)
        self.setChecked(on and not removable)
        self.toggled.connect(lambda _on: self.updateGeometry())
        if removable:
            self.setAccessibleName(f"{text}, remove")
            self.clicked.connect(self.removed)

    def say(self, text: str) -> None:
        super().say(text)
        if self._removable:
            self.setAccessibleName(f"{text}, remove")

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._ink_font()).horizontalAdvance(self.text())
        return QSize(2 * _PADDING + words + (_MARK + _GAP if self._is_marked() else 0), _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)

    def _is_marked(self) -> bool:
        return self._removable or self.isChecked()

    def _ink_font(self) -> QFont:
        return self.theme.font("body_strong" if self._is_marked() else "body")

    def _paint_line(self, painter: QPainter) -> None:
        role = "disabled" if not self.isEnabled() else "accentText" if self._is_marked() else "text"
        painter.setFont(self._ink_font())
        painter.setPen(self.theme.colour(role))
        words = painter.fontMetrics().horizontalAdvance(self.text())
        left = _PADDING
        if self._is_marked():
            mark = self.theme.pixmap("x" if self._removable else "check", _MARK, role, self.devicePixelRatioF())
            at = _PADDING + words + _GAP if self._removable else _PADDING
            painter.drawPixmap(at, (self.height() - _MARK) // 2, mark)
            left += 0 if self._removable else _MARK + _GAP
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
