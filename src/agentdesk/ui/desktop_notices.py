"""Notifications of the desktop and their sound: by the session bus or a tray; if neither is there, it says so."""

import asyncio
import sys
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

if TYPE_CHECKING:
    from agentdesk.ui.bus_notices import BusNotices

_START = 2.0  # seconds: the window is painted first
_AGAIN = 60.0  # until a desktop without notifications is asked once more
_SHOWN_FOR = 20_000  # milliseconds, by a tray
_REMEMBERED = 50  # notifications that may still be clicked


class Shows(StrEnum):
    """What is known of this desktop."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"


class DesktopNotices(QObject):
    """The `Notifier` port. `changed` says that `shows` did; `wanted` the order whose notification was clicked."""

    changed = Signal()
    wanted = Signal(str)

    def __init__(
        self,
        icon: QIcon,
        *,
        bus: str | None = None,
        beep: Callable[[], None] = QApplication.beep,
        parent: QObject | None = None,
    ) -> None:
        """`bus` is an address instead of the session's, "" for none."""
        super().__init__(parent)
        self._icon, self._beep = icon, beep
        self._bus_address = bus if bus is not None else "SESSION" if sys.platform == "linux" else ""
        self._bus: BusNotices | None = None
        self._tray: QSystemTrayIcon | None = None
        self._orders: dict[int, str] = {}
        self._last = ""
        self.shows = Shows.UNKNOWN

    async def run(self) -> None:
        """Keep the way to the desktop open until cancelled."""
        try:
            await asyncio.sleep(_START)
            while True:
                if self._bus_address:
                    # Its modules are not needed by the first window, and not there but on Linux.
                    from agentdesk.ui.bus_notices import BusNotices

                    self._bus = BusNotices(self._bus_address, self._clicked)
                    await self._bus.hold(self._opened)
                self._show(Shows.YES if self._find_tray() else Shows.NO)
                await asyncio.sleep(_AGAIN)
        finally:
            self._bus = None
            if self._tray is not None:
                self._tray.hide()
                self._tray.deleteLater()
                self._tray = None

    async def tell(self, title: str, text: str, order_id: str, *, shown: bool, sound: bool) -> None:
        """As the port says; what this desktop cannot show is told by `shows`, and the sound comes all the same."""
        bus, heard = self._bus, False
        if shown and bus is not None and bus.is_open:
            number = await bus.tell(title, text, sound=sound)
            if number is not None:
                heard = bus.has_sound
                self._orders[number] = order_id
                while len(self._orders) > _REMEMBERED:
                    del self._orders[next(iter(self._orders))]
        elif shown and self._tray is not None:
            self._last = order_id
            self._tray.showMessage(title, text, self._icon, _SHOWN_FOR)
        if sound and not heard:
            self._beep()

    async def withdraw(self) -> None:
        """Take what still stands on the desktop off it: it names people. A tray's messages go by themselves."""
        numbers = tuple(self._orders)
        self._orders.clear()
        if self._bus is not None and numbers:
            await self._bus.withdraw(numbers)

    async def _opened(self) -> None:
        self._show(Shows.YES)

    def _find_tray(self) -> bool:
        if self._tray is None and QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._tray = QSystemTrayIcon(self._icon, self)
            self._tray.setToolTip("AgentDesk")
            self._tray.messageClicked.connect(lambda: self.wanted.emit(self._last))
            self._tray.show()
        return self._tray is not None

    def _clicked(self, number: int) -> None:
        order_id = self._orders.pop(number, "")
        if order_id:
            self.wanted.emit(order_id)

    def _show(self, shows: Shows) -> None:
        if shows is not self.shows:
            self.shows = shows
            self.changed.emit()
