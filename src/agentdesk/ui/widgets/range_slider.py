"""From and to on one line: a slider with two handles, each a slider of its own for keys and screen readers."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.tips import plain_tip

_HANDLE, _HIGH, _RING, _TRACK = 24, 24, 12, 3  # pixels: target, height, drawn circle, line


class RangeSlider(QWidget):
    """Two handles that never pass each other. `changed` says each change by hand; values are whole numbers."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._say: Callable[[int], str] = str
        self._more = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HIGH)
        self._low = _Handle(theme, f"{name}, from", self, self._dragged)
        self._high = _Handle(theme, f"{name}, to", self, self._dragged)
        for handle in (self._low, self._high):
            handle.valueChanged.connect(self._moved)
        theme.changed.connect(self.update)

    @property
    def handles(self) -> tuple[QSlider, QSlider]:
        return self._low, self._high

    @property
    def low(self) -> int:
        return self._low.value()

    @property
    def high(self) -> int:
        return self._high.value()

    @property
    def ends(self) -> tuple[int, int]:
        return self._low.minimum(), self._high.maximum()

    @property
    def is_held(self) -> bool:
        """Whether the mouse is drawing a handle along."""
        return self._low.isSliderDown() or self._high.isSliderDown()

    def put(self, ends: tuple[int, int], low: int, high: int, step: int, say: Callable[[int], str]) -> None:
        """Show ends and values without saying `changed`; `say` puts a value in words."""
        self._say = say
        for handle, value in ((self._low, low), (self._high, high)):
            handle.blockSignals(True)
            handle.setRange(*ends)
            handle.setSingleStep(step)
            handle.setPageStep(step * 4)
            handle.setValue(value)
            handle.blockSignals(False)
            self._tell(handle)
        self._place()

    def tell_more(self, text: str) -> None:
        """What is spoken after where a handle stands, such as how many are within."""
        if text != self._more:
            self._more = text
            for handle in self.handles:
                self._tell(handle)

    def _tell(self, handle: QSlider) -> None:
        said = self._say(handle.value())
        handle.setAccessibleDescription(f"{said}; {self._more}" if self._more else said)
        handle.setToolTip(plain_tip(said))

    def sizeHint(self) -> QSize:
        return QSize(180, _HIGH)

    def _moved(self) -> None:
        """The one that moved stops at the other."""
        mover = self.sender()
        for handle, bound in (
            (self._low, min(self._low.value(), self._high.value())),
            (self._high, max(self._low.value(), self._high.value())),
        ):
            if handle is mover and handle.value() != bound:
                handle.setValue(bound)
                return
            self._tell(handle)
        self._place()
        self.changed.emit()

    def _dragged(self, handle: QSlider, x: int) -> None:
        """Set by the mouse, on the step nearest to it; the ends can always be reached."""
        low, high = self.ends
        room = max(self.width() - _RING, 1)
        step = max(handle.singleStep(), 1)
        raw = low + (x - _RING / 2) * (high - low) / room
        value = high if raw >= high else low if raw <= low else round(raw / step) * step
        handle.setValue(min(max(value, low), high))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """On the line: the nearer handle comes."""
        x = event.position().toPoint().x()
        near = min((self._low, self._high), key=lambda one: abs(one.geometry().center().x() - x))
        near.setFocus(Qt.FocusReason.MouseFocusReason)
        self._dragged(near, x)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        low, high = self.ends
        room = self.width() - _RING
        for handle in (self._low, self._high):
            share = (handle.value() - low) / (high - low) if high > low else 1.0 if handle is self._high else 0.0
            left = round(share * room) - (_HANDLE - _RING) // 2  # at the ends the knob alone is inside
            handle.setGeometry(left, (_HIGH - _HANDLE) // 2, _HANDLE, _HANDLE)
        if self._low.value() == self._high.value() == high:
            self._low.raise_()  # else neither could be drawn away from the end
        else:
            self._high.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        inset = _RING / 2
        middle = _HIGH / 2
        painter.setBrush(self._theme.colour("control"))
        painter.drawRoundedRect(QRectF(inset, middle - 1, self.width() - 2 * inset, 2), 1, 1)
        left, right = self._low.geometry().center().x(), self._high.geometry().center().x()
        painter.setBrush(self._theme.colour("accent"))
        painter.drawRoundedRect(QRectF(left, middle - _TRACK / 2, right - left, _TRACK), 1, 1)


class _Handle(QSlider):
    """A slider of which only the knob is shown; its owner knows where it stands."""

    def __init__(self, theme: Theme, name: str, owner: QWidget, drag: Callable[[QSlider, int], None]) -> None:
        super().__init__(Qt.Orientation.Horizontal, owner)
        self._theme, self._drag = theme, drag
        self.setAccessibleName(name)
        self.setProperty("ringRadius", _RING)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            owner = self.parentWidget()
            assert owner is not None
            self._drag(self, self.mapTo(owner, QPoint(event.position().toPoint())).x())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("accent"), 2))
        painter.setBrush(self._theme.colour("surface"))
        inset = (_HANDLE - _RING) / 2 + 1
        painter.drawEllipse(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))
