"""Quiet notices at the lower right: what has happened elsewhere, and one thing to do about it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.ui.announcing import announce
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.edged import Edged
from agentdesk.ui.widgets.labels import IconLabel, label

_WIDTH, _GAP, _MARGIN, _MOST = 300, 8, 12, 3
_TALL = 80  # pixels of one with two lines, and its gap
_STAYS = 6000  # milliseconds


class Toast(Edged):
    """Kinds: good, warn. Goes after six seconds, but not while the mouse is on it or the keyboard in it.

    One that `stays` goes by its buttons and Esc alone.
    """

    gone = Signal()

    def __init__(
        self,
        theme: Theme,
        kind: str,
        strong: str,
        text: str = "",
        *,
        icon: str = "",
        deed: str = "",
        do: Callable[[], object] | None = None,
        stays: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._stays = stays
        self.setAccessibleName(f"{strong.removesuffix('.')}. {text}".strip())
        self.setFixedWidth(_WIDTH)
        self.dress("raised", "control", kind)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(theme, strong, "button", wraps=True))
        if text:
            words.addWidget(label(theme, text, "small", "text2", wraps=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        row.setSpacing(6)
        row.addWidget(IconLabel(theme, icon or ("circle-check" if kind == "good" else "triangle-alert"), 16, kind))
        row.addLayout(words, 1)
        if stays:
            words.addLayout(self._two_buttons(theme, deed, do))
        elif deed:
            row.addWidget(self._button(theme, deed, do))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_STAYS)
        self._timer.timeout.connect(self.go)

    def stay(self) -> None:
        """Come on screen for a while, and let a screen reader say it; behind a lock it waits until it is seen."""
        self.show()
        if not self._stays and self.isVisible():
            self._timer.start()
        announce(self, self.accessibleName())

    def go(self) -> None:
        self._timer.stop()
        self.hide()
        self.gone.emit()
        self.deleteLater()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._wait_again()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._timer.stop()
        elif event.type() == QEvent.Type.FocusOut:
            self._wait_again()
        return False

    def _wait_again(self) -> None:
        focused = QApplication.focusWidget()
        if self._stays:
            return
        if self.isVisible() and not self.underMouse() and not (focused is not None and self.isAncestorOf(focused)):
            self._timer.start()

    def _two_buttons(self, theme: Theme, deed: str, do: Callable[[], object] | None) -> QHBoxLayout:
        """Below the words, which keep the whole width."""
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(16)
        if deed:
            row.addWidget(self._button(theme, deed, do))
        row.addWidget(self._button(theme, "Close", None))
        row.addStretch(1)
        return row

    def _button(self, theme: Theme, deed: str, do: Callable[[], object] | None) -> Button:
        button = Button(theme, deed, kind="link")
        button.installEventFilter(self)
        if do is not None:
            button.clicked.connect(lambda: do())
        button.clicked.connect(self.go)
        return button


class Toasts(QObject):
    """Stacks at most three at the lower right of a widget; an older one makes room for the newest.

    `clear` tells how many pixels they leave free at the right and at the foot.
    """

    def __init__(self, theme: Theme, over: QWidget, *, clear: Callable[[], tuple[int, int]] = lambda: (0, 0)) -> None:
        super().__init__(over)
        self._theme, self._over, self._clear = theme, over, clear
        self._shown: list[Toast] = []
        over.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._look_around)

    @property
    def shown(self) -> tuple[Toast, ...]:
        return tuple(self._shown)

    def tell(
        self,
        kind: str,
        strong: str,
        text: str = "",
        *,
        icon: str = "",
        deed: str = "",
        do: Callable[[], object] | None = None,
        stays: bool = False,
    ) -> Toast:
        """Show one. `do` is what its button does; afterwards the toast goes. One that `stays` waits to be closed."""
        while len(self._shown) >= _MOST:
            self._shown[0].go()
        toast = Toast(self._theme, kind, strong, text, icon=icon, deed=deed, do=do, stays=stays, parent=self._over)
        toast.gone.connect(lambda: self._forget(toast))
        self._shown.append(toast)
        toast.stay()
        self._place()
        return toast

    def wake(self) -> None:
        """What came while nobody could see it is told now."""
        for toast in self.shown:
            toast.stay()
        self._place()

    def clear(self) -> None:
        for toast in self.shown:
            toast.go()

    def room_above(self, deed: QWidget) -> int:
        """How much of the foot is left free so that a deed is not covered; 0 where it stands out of the way."""
        place = QRect(deed.mapTo(self._over, QPoint(0, 0)), deed.size())
        left, top = self._over.width() - _WIDTH - _MARGIN, self._over.height() - _MOST * _TALL
        return self._over.height() - place.top() if place.right() >= left and place.bottom() >= top else 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _forget(self, toast: Toast) -> None:
        self._shown.remove(toast)
        self._place()

    def _look_around(self, _before: QWidget | None, _now: QWidget | None) -> None:
        """A sheet that opens or closes takes the keyboard, and what must not be covered is another."""
        if self._shown and self._over.isVisible():
            self._place()

    def _place(self) -> None:
        right, low = self._clear()
        foot = self._over.height() - low - _MARGIN
        for toast in reversed(self._shown):
            height = toast.heightForWidth(_WIDTH) if toast.hasHeightForWidth() else toast.sizeHint().height()
            toast.resize(_WIDTH, height)
            foot -= height
            toast.move(self._over.width() - right - _WIDTH - _MARGIN, foot)
            toast.raise_()
            foot -= _GAP
