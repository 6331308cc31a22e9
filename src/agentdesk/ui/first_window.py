"""A second start on the same data raises the first window instead of opening another."""

import asyncio
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QWidget

_WAIT = 2.0  # seconds for a first window to answer
_HERE = b"here\n"
_UNSTACKED = "offscreen"  # Qt's platform without a screen, which warns of every window that is to be raised


def _name(data: Path) -> str:
    return "agentdesk-" + hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:24]


async def call_first_window(data: Path, patience: float = _WAIT) -> bool:
    """Ask the window that has this data folder to come forward; whether it has answered.

    The system takes the call of a window that hangs too, so that only its answer counts.
    """
    socket = QLocalSocket()
    answered = asyncio.get_running_loop().create_future()

    def settle(is_here: bool) -> None:
        if not answered.done():
            answered.set_result(is_here)

    socket.readyRead.connect(lambda: settle(bytes(socket.readAll().data()).startswith(_HERE)))
    socket.errorOccurred.connect(lambda _error: settle(False))
    socket.connectToServer(_name(data))
    try:
        return bool(await asyncio.wait_for(answered, patience))
    except TimeoutError:
        return False
    finally:
        socket.abort()
        socket.deleteLater()


class FirstWindow(QObject):
    """Listens for later starts for as long as the window lives; only this user can call."""

    def __init__(self, window: QWidget, data: Path) -> None:
        super().__init__(window)
        self._window = window
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)
        QLocalServer.removeServer(_name(data))
        self._server.listen(_name(data))

    def _called(self) -> None:
        if self._window.isMinimized():
            self._window.showNormal()
        if QApplication.platformName() != _UNSTACKED:
            self._window.raise_()
        self._window.activateWindow()
        QApplication.alert(self._window)  # where the system lets no window take the keyboard by itself
        while self._server.hasPendingConnections():
            caller = self._server.nextPendingConnection()
            caller.disconnected.connect(caller.deleteLater)
            caller.write(_HERE)
            caller.disconnectFromServer()  # once it is written

    def close(self) -> None:
        self._server.close()
