"""Locks the window when nobody has touched it for the time of the rule, and at once when asked to."""

from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QToolTip
from shiboken6 import isValid

from agentdesk.desk.locking import DeskLock
from agentdesk.travel.environment import World
from agentdesk.travel.errors import TravelError
from agentdesk.ui.errands import Errands
from agentdesk.ui.lock_page import LockPage, Token
from agentdesk.ui.main_window import MainWindow

_LOOK = 1000  # milliseconds
_POPUPS = 10
_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,  # of a shortcut only this one comes here
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TabletPress,
    QEvent.Type.TabletMove,
}
_PICTURES = {QEvent.Type.Expose, QEvent.Type.UpdateRequest, QEvent.Type.Paint}


async def no_token() -> Token | None:
    return None


def machine_now() -> datetime:
    return datetime.now(UTC)


class LockGuard(QObject):
    """Watches over the windows of the program. `turned` says that it is locked or open now.

    It hears what each window is given before the window does: one that wakes up after the time has passed is locked
    before it paints, and what was pressed then is not heard by what lies behind.
    """

    turned = Signal(bool)

    def __init__(
        self,
        window: MainWindow,
        lock: DeskLock,
        errands: Errands,
        clock: Callable[[], float],
        *,
        world: Callable[[], World],
        token: Callable[[], Coroutine[Any, Any, Token | None]] = no_token,
    ) -> None:
        """`clock` counts seconds through a suspend; `token` finds the secret that stands for the passphrase."""
        super().__init__(window)
        self._window, self._errands, self._clock = window, errands, clock
        self._world, self._token = world, token
        self.lock = lock
        self.now: Callable[[], datetime] = machine_now
        self.ahead: Callable[[], Sequence[datetime]] = tuple
        self._touched = clock()
        self._spot = QPointF(-1, -1)
        self._watched: list[QWindow] = []
        self._tick = QTimer(self)
        self._tick.setInterval(_LOOK)
        self._tick.timeout.connect(self.look)

    @property
    def is_locked(self) -> bool:
        return self._window.is_covered

    def start(self, *, locked: bool = False) -> None:
        """Follow the rule as it is now; `locked`, the desk is not open before somebody has opened it."""
        self._touched = self._clock()
        if not self.lock.minutes:
            self._tick.stop()
            self._let_go()
            return
        if locked:
            self.lock_now()
        else:
            self._watch()
            self._tick.start()

    def forget_desk(self) -> None:
        """The environment behind goes; another may come."""
        self.now, self.ahead = machine_now, tuple

    def put_away(self) -> None:
        self._tick.stop()
        self._let_go()
        self._window.uncover()
        self.deleteLater()

    # --- locking

    def look(self) -> bool:
        """Lock when the time has passed; whether it is locked."""
        if not self.is_locked and self.lock.minutes:
            if self._clock() - self._touched >= self.lock.minutes * 60:
                self.lock_now()
            else:
                self._watch()
        return self.is_locked

    def lock_now(self) -> bool:
        """Whether it is locked now: without a passphrase it cannot be."""
        if not self.lock.minutes:
            return False
        if self.is_locked:
            return True
        self._tick.stop()
        page = LockPage(
            self._window.theme,
            self._world(),
            self.lock,
            self._errands,
            since=self.now(),
            now=lambda: self.now(),
            ahead=lambda: self.ahead(),
            token=self._token,
        )
        page.opened.connect(self._open)
        page.forgotten.connect(lambda: self._errands.run(self._open_for_good(), replacing="lock off"))
        self._window.cover(page)
        self._close_others()
        self._window.activateWindow()
        page.setFocus()
        self.turned.emit(True)
        return True

    def _open(self) -> None:
        self._window.uncover()
        self.start()
        self.turned.emit(False)

    async def _open_for_good(self) -> None:
        """The token was right: the lock is off, and the agent is told so."""
        try:
            await self.lock.take_off()
        except TravelError as trouble:
            self._window.toasts.tell("warn", "The lock could not be taken off.", str(trouble), icon="lock")
        else:
            said = "Choose a new passphrase in Settings, or the desk stays open when left alone."
            self._window.toasts.tell("warn", "The lock is off", said, icon="lock", stays=True)
        self._open()

    def _close_others(self) -> None:
        """Popups, dialogs for files and printers, tool tips: none of them outlives the window that they belong to."""
        for _ in range(_POPUPS):
            popup = QApplication.activePopupWidget()
            if popup is None:
                break
            popup.close()
        QToolTip.hideText()
        for other in QApplication.topLevelWidgets():
            if other is self._window or not other.isVisible():
                continue
            if isinstance(other, QDialog):
                other.reject()
            else:
                other.hide()

    # --- watching

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whether the event goes no further."""
        kind = event.type()
        is_touch = kind in _TOUCHES or (kind == QEvent.Type.MouseMove and self._has_moved(event))
        if not is_touch and kind not in _PICTURES:
            return False
        if self.is_locked:
            return False
        if self.look():
            return is_touch
        if is_touch:
            self._touched = self._clock()
        return False

    def _has_moved(self, event: QEvent) -> bool:
        """A window that moves under a still mouse is told of moves too."""
        if not isinstance(event, QMouseEvent):
            return False
        before, self._spot = self._spot, event.globalPosition()
        return before != self._spot

    def _watch(self) -> None:
        """Every window of the program, those that have come meanwhile too."""
        self._watched = [one for one in self._watched if isValid(one)]
        for window in QGuiApplication.topLevelWindows():
            if window not in self._watched:
                window.installEventFilter(self)
                self._watched.append(window)

    def _let_go(self) -> None:
        for window in self._watched:
            if isValid(window):
                window.removeEventFilter(self)
        self._watched = []
