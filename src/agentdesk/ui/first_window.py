"""A second start on the same data raises the first window instead of opening another."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

_WAIT = 500  # milliseconds for a first window to answer


def _name(data: Path) -> str:
    return "agentdesk-" + hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:24]


def call_first_window(data: Path) -> bool:
    """Ask the window that has this data folder to come forward; whether there is one."""
    socket = QLocalSocket()
    socket.connectToServer(_name(data))
    answered = socket.waitForConnected(_WAIT)
    socket.abort()
    return answered


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
        while self._server.hasPendingConnections():
            self._server.nextPendingConnection().deleteLater()
        if self._window.isMinimized():
            self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()

    def close(self) -> None:
        self._server.close()
