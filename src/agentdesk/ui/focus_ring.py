"""The ring around whatever has the keyboard: two pixels, two pixels away, above its neighbours."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QTabBar, QWidget

_WIDTH, _GAP, _RADIUS = 2, 2, 8


class FocusRing(QObject):
    """Follows the keyboard over buttons and the like; fields draw their own border, lists their own row."""

    def __init__(self, colour: QColor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self._overlay: _Overlay | None = None
        self._target: QWidget | None = None

    @property
    def colour(self) -> QColor:
        return self._colour

    @colour.setter
    def colour(self, colour: QColor) -> None:
        self._colour = colour
        if self._overlay is not None:
            self._overlay.colour = colour
            self._overlay.update()

    def follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Connected to the application's `focusChanged`."""
        self._let_go()
        if isinstance(now, QAbstractButton | QTabBar) and not now.property("ownRing"):
            self._target = now
            now.installEventFilter(self)
            now.destroyed.connect(self._gone)
            self._overlay = _Overlay(now.window(), self._colour)
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._target and event.type() in _MOVES:
            self._place()
        return False

    def _place(self) -> None:
        target, overlay = self._target, self._overlay
        if target is None or overlay is None:
            return
        corner = target.mapTo(target.window(), target.rect().topLeft())
        grow = _WIDTH + _GAP
        overlay.setGeometry(QRect(corner, target.size()).adjusted(-grow, -grow, grow, grow))
        overlay.setVisible(target.isVisible())
        overlay.raise_()

    def _let_go(self) -> None:
        if self._target is not None:
            self._target.removeEventFilter(self)
            self._target.destroyed.disconnect(self._gone)
        self._gone()

    def _gone(self) -> None:
        self._target = None
        if self._overlay is not None:
            self._overlay.hide()
            self._overlay.setParent(None)
            self._overlay.deleteLater()
            self._overlay = None


_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}


class _Overlay(QWidget):
    def __init__(self, window: QWidget, colour: QColor) -> None:
        super().__init__(window)
        self.colour = colour
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.colour, _WIDTH))
        inset = _WIDTH / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)
