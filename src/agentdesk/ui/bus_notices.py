"""Desktop notifications over the session bus, as the freedesktop.org specification has them (Linux and its kin)."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from html import escape
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, MatchRule, message_bus, new_method_call
from jeepney.auth import BEGIN, AuthenticationError, Authenticator
from jeepney.bus import get_bus
from jeepney.io.asyncio import DBusConnection, DBusRouter
from jeepney.io.common import RouterClosed
from jeepney.wrappers import unwrap_msg

_log = logging.getLogger(__name__)

_SERVER = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)
_ANSWER = 5.0  # seconds that a notification server may take
_CRITICAL = 2
_NO_ROUTE = (
    AuthenticationError,
    DBusErrorResponse,
    RouterClosed,
    OSError,
    EOFError,
    KeyError,
    RuntimeError,
    TimeoutError,
)
"""What is raised where there is no bus, no server, or one that goes away. KeyError: no address in the environment."""


class BusNotices:
    """One connection, kept open: some desktops take a program's notifications down when it leaves the bus.

    `clicked` is told the number of a notification whose body was clicked.
    """

    def __init__(self, address: str = "SESSION", clicked: Callable[[int], None] = lambda _number: None) -> None:
        self._address, self._clicked = address, clicked
        self._router: DBusRouter | None = None
        self._can: tuple[str, ...] = ()
        self._signals: asyncio.Queue[Any] = asyncio.Queue(16)  # None ends the holding

    @property
    def is_open(self) -> bool:
        return self._router is not None

    @property
    def has_sound(self) -> bool:
        return "sound" in self._can

    async def hold(self, ready: Callable[[], Awaitable[None]]) -> None:
        """Open, tell `ready`, and keep open until the bus or the server goes; then, or at once, it returns."""
        self._signals = asyncio.Queue(16)
        try:
            async with _open_router(self._address) as router:
                (can,) = await self._ask(router, "GetCapabilities", None, ())
                rule = MatchRule(type="signal", interface=_SERVER.interface, member="ActionInvoked")
                await self._say(router, message_bus.AddMatch(rule))
                self._can, self._router = tuple(can), router
                await ready()
                with router.filter(rule, queue=self._signals):
                    while (message := await self._signals.get()) is not None:
                        self._clicked(int(message.body[0]))
        except _NO_ROUTE as trouble:
            _log.info("no notifications over the bus: %s", type(trouble).__name__)
        finally:
            self._router, self._can = None, ()

    async def tell(self, title: str, text: str, *, sound: bool) -> int | None:
        """The number of the notification on screen; None when it could not be shown."""
        if self._router is None:
            return None
        hints: dict[str, tuple[str, object]] = {
            "urgency": ("y", _CRITICAL),
            "desktop-entry": ("s", "agentdesk"),
            "category": ("s", "x-agentdesk.deadline"),
        }
        hints |= {"sound-name": ("s", "alarm-clock-elapsed")} if sound else {"suppress-sound": ("b", True)}
        text = escape(text, quote=False) if "body-markup" in self._can else text  # names come from upstream
        body = ("AgentDesk", 0, "appointment-soon", title, text, ["default", "Show"], hints, -1)
        try:
            (number,) = await self._ask(self._router, "Notify", "susssasa{sv}i", body)
        except _NO_ROUTE as trouble:
            _log.info("a notification was not shown: %s", type(trouble).__name__)
            self._end()
            return None
        return int(number)

    async def withdraw(self, numbers: Sequence[int]) -> None:
        """Take these off the screen; those that are gone already do no harm."""
        for number in numbers:
            if self._router is None:
                return
            try:
                await self._ask(self._router, "CloseNotification", "u", (number,))
            except DBusErrorResponse as gone:
                _log.info("a notification could not be withdrawn: %s", gone.name)
            except _NO_ROUTE as trouble:
                _log.info("a notification could not be withdrawn: %s", type(trouble).__name__)
                self._end()
                return

    async def _ask(self, router: DBusRouter, method: str, signature: str | None, body: tuple[Any, ...]) -> list[Any]:
        return await self._say(router, new_method_call(_SERVER, method, signature, body))

    async def _say(self, router: DBusRouter, message: Any) -> list[Any]:
        async with asyncio.timeout(_ANSWER):
            return list(unwrap_msg(await router.send_and_get_reply(message)))

    def _end(self) -> None:
        if self._signals.full():
            self._signals.get_nowait()
        self._signals.put_nowait(None)


@asynccontextmanager
async def _open_router(address: str) -> AsyncIterator[DBusRouter]:
    """A greeted connection to the bus at `address`, closed whatever happens.

    jeepney's own `open_dbus_router` leaves its socket open when it is cancelled or refused before the bus has answered.
    """
    reader, writer = await asyncio.open_unix_connection(get_bus(address))
    try:
        async with asyncio.timeout(_ANSWER):
            greeting = Authenticator()
            for line in greeting:
                writer.write(line)
                greeting.feed(await reader.readuntil(b"\r\n"))
        writer.write(BEGIN)
        async with DBusRouter(DBusConnection(reader, writer)) as router:
            async with asyncio.timeout(_ANSWER):
                unwrap_msg(await router.send_and_get_reply(message_bus.Hello()))
            yield router
    finally:
        writer.close()
