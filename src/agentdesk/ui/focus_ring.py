"""The ring around whatever has the keyboard: two pixels wide, two away, above its neighbours."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QLineEdit,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

_WIDTH, _GAP, _RADIUS = 2, 2, 6
_GAP_AT_ERROR = 1


class FocusRing(QObject):
    """Follows the keyboard over buttons and the like. Fields draw their own border, lists their own row.

    What the mouse has pressed gets no ring. A widget may say with properties: `ownRing` (it paints its own),
    `ringAround` (the ring goes around its parent, as for one of a group), `ringRadius` (of its own corners, else 6).
    """

    def __init__(self, colour: QColor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self._overlay: _Overlay | None = None
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []

    @property
    def colour(self) -> QColor:
        return self._colour

    @colour.setter
    def colour(self, colour: QColor) -> None:
        self._colour = colour
        if self._overlay is not None:
            self._overlay.colour = colour
            self._overlay.update()

    @property
    def target(self) -> QWidget | None:
        """What the ring stands around now."""
        return self._target if self._overlay is not None and self._overlay.isVisible() else None

    def follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Connected to the application's `focusChanged`."""
        self._let_go()
        by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if now is None or not _is_ringed(now) or (by_mouse and not isinstance(now, QLineEdit)):
            return
        self._target = now
        now.destroyed.connect(self._gone)
        self._overlay = _Overlay(now.window(), self._colour)
        self._watch(now)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Moves with its widget, and with every widget around it: in a scrolled page the child itself does not move."""
        if event.type() in _MOVES and self._target is not None:
            self._place()
        return False

    def _watch(self, target: QWidget) -> None:
        step: QWidget | None = target
        while step is not None:
            step.installEventFilter(self)
            self._watched.append(step)
            step = None if step.isWindow() else step.parentWidget()

    def _place(self) -> None:
        target, overlay = self._target, self._overlay
        if target is None or overlay is None:
            return
        if not isValid(target) or not isValid(overlay):  # a window on its way out still tells of its own moves
            self._gone()
            return
        spot = _spot(target)
        wrong = isinstance(target, QLineEdit)
        grow = _WIDTH + (_GAP_AT_ERROR if wrong else _GAP)
        ring = spot.adjusted(-grow, -grow, grow, grow)
        overlay.radius = _radius(target) + grow - _WIDTH / 2
        overlay.setGeometry(ring)
        clip = _seen(target).intersected(ring).translated(-ring.topLeft())
        overlay.setMask(QRegion(clip))
        overlay.setVisible(target.isVisible() and not clip.isEmpty() and (not wrong or bool(target.property("wrong"))))
        overlay.raise_()

    def _let_go(self) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        if self._target is not None and isValid(self._target):
            self._target.destroyed.disconnect(self._gone)
        self._gone()

    def _gone(self) -> None:
        self._target = None
        self._watched = []
        overlay, self._overlay = self._overlay, None
        if overlay is not None and isValid(overlay):
            overlay.hide()
            overlay.setParent(None)
            overlay.deleteLater()


_MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.DynamicPropertyChange,
    QEvent.Type.StyleChange,
}


def _is_ringed(widget: QWidget) -> bool:
    if widget.property("ownRing"):
        return False
    return isinstance(widget, QAbstractButton | QTabBar | QLineEdit) or bool(widget.property("ringRadius"))


def _radius(target: QWidget) -> int:
    if isinstance(target, QCheckBox):
        return 4
    if isinstance(target, QRadioButton):
        return 8
    said = target.property("ringRadius")
    return said if isinstance(said, int) else _RADIUS


def _spot(target: QWidget) -> QRect:
    """What is to be ringed, in the window's coordinates: of a check box the box alone, of a group the whole."""
    parent = target.parentWidget()
    if target.property("ringAround") and parent is not None:
        target = parent
    inside = target.rect()
    if isinstance(target, QCheckBox | QRadioButton):
        option = QStyleOptionButton()
        target.initStyleOption(option)
        is_check = isinstance(target, QCheckBox)
        element = QStyle.SubElement.SE_CheckBoxIndicator if is_check else QStyle.SubElement.SE_RadioButtonIndicator
        inside = target.style().subElementRect(element, option, target)
    return QRect(target.mapTo(target.window(), inside.topLeft()), inside.size())


def _seen(target: QWidget) -> QRect:
    """The part of the window in which the target can be seen: not beyond the edge of a scrolled page."""
    window = target.window()
    seen = window.rect()
    step = target
    while not step.isWindow() and (parent := step.parentWidget()) is not None:
        if isinstance(parent, QAbstractScrollArea):
            seen = seen.intersected(QRect(step.mapTo(window, QPoint(0, 0)), step.size()))
        step = parent
    return seen


class _Overlay(QWidget):
    def __init__(self, window: QWidget, colour: QColor) -> None:
        super().__init__(window)
        self.colour = colour
        self.radius: float = _RADIUS
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.colour, _WIDTH))
        inset = _WIDTH / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, self.radius, self.radius)
