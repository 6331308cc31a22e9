"""Work that is going on: nothing at first, then a thin bar with words and Stop; spinner; blank rows."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStyle, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label

_PATIENCE = 300  # milliseconds; what is quicker needs no word
_FRAMES, _FRAME = 8, 120
_BLANK = 10


class PatientBar(QProgressBar):
    """Is painted in its turn: Qt's own paints at once, and with it whatever else of the window is due."""

    def put(self, done: int, of: int) -> None:
        self.setUpdatesEnabled(False)
        self.setRange(0, of)
        self.setValue(done)
        self.setUpdatesEnabled(True)


class Running(QWidget):
    """A bar, words and Stop. Comes after 0.3 s, so that quick work does not flicker; Stop says `stopped`."""

    stopped = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = PatientBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 4)
        self._words = label(theme, "", "body")
        self._spinner = Spinner(theme)
        self._stop = Button(theme, "Stop", key="Esc", small=True)
        self._stop.clicked.connect(self.stopped)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._bar)
        row.addWidget(self._spinner)
        row.addWidget(self._words, 1)
        row.addWidget(self._stop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE)
        self._timer.timeout.connect(self.show)
        self.hide()

    def say(self, words: str, *, done: int = 0, of: int = 0, stoppable: bool = True) -> None:
        """`done` of `of` parts; with `of` 0 the length is not known, and no bar pretends one."""
        self._words.setText(words)
        self._bar.setVisible(of > 0)
        self._spinner.setVisible(of == 0)
        self._bar.put(done, max(of, 1))
        self._bar.setAccessibleName(words)
        self._stop.setVisible(stoppable)
        if self.isHidden() and not self._timer.isActive():
            self._timer.start()

    def focus_stop(self) -> None:
        self._stop.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def done(self) -> None:
        """It has ended: say nothing any more."""
        self._timer.stop()
        self.hide()


class Spinner(QWidget):
    """Eight steps round, no words of its own: words stand beside it. Still where the system wants no motion."""

    def __init__(self, theme: Theme, size: int = 16, role: str = "accentText", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._size, self._role = theme, size, role
        self._frame = 0
        self.setFixedSize(size, size)
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME)
        self._timer.timeout.connect(self._step)
        theme.changed.connect(self._follow_theme)

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow_theme()

    @property
    def turns(self) -> bool:
        return self._timer.isActive()

    def _follow_theme(self) -> None:
        """It turns while it is seen, unless the agent or the system wants it still."""
        system = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0
        if self.isVisible() and system and self._theme.moves:
            self._timer.start()
        else:
            self._timer.stop()
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(self._size / 2, self._size / 2)
        painter.rotate(360 / _FRAMES * self._frame)
        picture = self._theme.pixmap("loader-circle", self._size, self._role, self.devicePixelRatioF())
        painter.drawPixmap(round(-self._size / 2), round(-self._size / 2), picture)

    def _step(self) -> None:
        self._frame = (self._frame + 1) % _FRAMES
        self.update()


class Blanks(QWidget):
    """Grey shapes where rows will stand. They do not move; a screen reader hears that the list is loading."""

    def __init__(
        self, theme: Theme, rows: int, row_height: int, widths: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._rows, self._height, self._widths = theme, rows, row_height, tuple(widths)
        self.setAccessibleName("Loading")
        self.setFixedHeight(rows * row_height)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        total = sum(self._widths)
        gap = max((self.width() - total) / max(len(self._widths) - 1, 1), 12)
        for row in range(self._rows):
            top = row * self._height
            painter.fillRect(0, top, self.width(), 1, self._theme.colour("line"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("sunken"))
            left = 0.0
            for width in self._widths:
                middle = top + (self._height - _BLANK) / 2
                painter.drawRoundedRect(QRectF(left, middle, width, _BLANK), 3, 3)
                left += width + gap
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
