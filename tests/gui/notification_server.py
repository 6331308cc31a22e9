"""A notification server of the test's own on a private bus: keeps what it was told, and clicks when asked to."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from jeepney import DBusAddress, MessageType, message_bus, new_error, new_method_return, new_signal
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tools.session import bus

_PATH, _NAME = "/org/freedesktop/Notifications", "org.freedesktop.Notifications"


@contextmanager
def private_bus() -> Iterator[str]:
    """The address of a session bus that nobody else is on."""
    with bus(dict(os.environ)) as address:
        yield address.split(",guid")[0]


@dataclass
class Server:
    """`told` are the bodies of its Notify calls; `refuses`, it answers each with an error."""

    can: tuple[str, ...] = ("body", "actions", "sound")
    refuses: bool = False
    told: list[dict[str, Any]] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)

    def answer(self, connection: DBusConnection, message: Any) -> None:
        member = message.header.fields[3]
        if member == "GetCapabilities":
            connection.send(new_method_return(message, "as", (list(self.can),)))
        elif member == "Notify" and self.refuses:
            connection.send(new_error(message, f"{_NAME}.Error.Refused", "s", ("no",)))
        elif member == "Notify":
            app, _, _, title, text, actions, hints, _ = message.body
            hints = {name: value for name, (_, value) in hints.items()}
            self.told.append({"app": app, "title": title, "text": text, "actions": actions, "hints": hints})
            connection.send(new_method_return(message, "u", (len(self.told),)))
        elif member == "CloseNotification" and message.body[0] in self.closed:
            connection.send(new_error(message, f"{_NAME}.Error.Gone", "s", ("no such notification",)))
        elif member == "CloseNotification":
            self.closed.append(message.body[0])
            connection.send(new_method_return(message))


class Running:
    """A server that answers in a thread of its own."""

    def __init__(self, address: str, server: Server) -> None:
        self._server = server
        self._connection = open_dbus_connection(address)
        reply = self._connection.send_and_get_reply(message_bus.RequestName(_NAME))
        assert reply.body == (1,)
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def click(self, number: int) -> None:
        emitter = DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
        self._connection.send(new_signal(emitter, "ActionInvoked", "us", (number, "default")))

    def end(self) -> None:
        self._ends.set()
        self._thread.join()
        self._connection.close()

    def _serve(self) -> None:
        while not self._ends.is_set():
            try:
                message = self._connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            if message.header.message_type is MessageType.method_call:
                self._server.answer(self._connection, message)


@contextmanager
def serving(address: str, server: Server) -> Iterator[Running]:
    running = Running(address, server)
    try:
        yield running
    finally:
        running.end()
