"""What is longer than its place: scrolls, and keeps still under a screen reader."""

from PySide6.QtCore import QEvent, QMargins, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QWidget
from shiboken6 import isValid

_THICK = 10  # pixels, as in the style sheet


class ScrollPane(QScrollArea):
    """A scroll area with bars of its own.

    Qt's accessible scroll area counts the bars that are visible and then takes a child by its number without looking
    whether it is still there: a reader that walks the window while a page leaves ends the whole program. With Qt's own
    bars always off its only child is the viewport; ours are shown beside it and follow them.
    """

    def __init__(self, inside: QWidget | None = None, parent: QWidget | None = None, *, sideways: bool = True) -> None:
        super().__init__(parent)
        self._sideways = sideways
        self._fitting = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._down = _follower(self.verticalScrollBar(), self)
        self._across = _follower(self.horizontalScrollBar(), self)
        for hidden in (self.verticalScrollBar(), self.horizontalScrollBar()):
            hidden.rangeChanged.connect(self._fit)
        if inside is not None:
            self.setWidget(inside)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._fit()

    def _fit(self) -> None:
        """Show the bars that are needed and give the viewport what they leave; a new size may need others, once."""
        if self._fitting:
            return
        self._fitting = True
        for _ in range(2):
            down = self.verticalScrollBar().maximum() > 0
            across = self._sideways and self.horizontalScrollBar().maximum() > 0
            self._down.setVisible(down)
            self._across.setVisible(across)
            side = _THICK if down else 0
            mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            margins = QMargins(side if mirrored else 0, 0, 0 if mirrored else side, _THICK if across else 0)
            if margins == self.viewportMargins():
                break
            self.setViewportMargins(margins)
        self._fitting = False
        self._place()

    def _place(self) -> None:
        inside = self.viewport().geometry()
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = inside.left() - _THICK if mirrored else inside.right() + 1
        self._down.setGeometry(x, inside.top(), _THICK, inside.height())
        self._across.setGeometry(inside.left(), inside.bottom() + 1, inside.width(), _THICK)


def _follower(hidden: QScrollBar, owner: QWidget) -> QScrollBar:
    """A bar that shows and moves what the hidden one knows."""
    bar = QScrollBar(hidden.orientation(), owner)
    bar.hide()

    def follow() -> None:
        if not isValid(hidden):  # its last word, while the pane goes
            return
        bar.setRange(hidden.minimum(), hidden.maximum())
        bar.setPageStep(hidden.pageStep())
        bar.setSingleStep(hidden.singleStep())
        bar.setValue(hidden.value())

    hidden.rangeChanged.connect(follow)
    hidden.valueChanged.connect(follow)
    bar.valueChanged.connect(hidden.setValue)
    follow()
    return bar
