"""Warnings reach the desktop by its notification server, with sound as chosen; where there is none it is said."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from PySide6.QtGui import QIcon

from agentdesk.ui import desktop_notices
from agentdesk.ui.bus_notices import BusNotices
from agentdesk.ui.desktop_notices import DesktopNotices, Shows
from tests.gui.notification_server import Server, private_bus, serving

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="needs a session bus of its own"
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with private_bus() as found:
        yield found


class Heard:
    """What a program would have done: beeps and orders asked for."""

    def __init__(self) -> None:
        self.beeps = 0
        self.wanted: list[str] = []

    def beep(self) -> None:
        self.beeps += 1


@asynccontextmanager
async def running(address: str, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DesktopNotices]:
    monkeypatch.setattr(desktop_notices, "_START", 0.0)
    monkeypatch.setattr(desktop_notices, "_AGAIN", 0.2)
    notices = DesktopNotices(QIcon(), bus=address, beep=heard.beep)
    notices.wanted.connect(heard.wanted.append)
    task = asyncio.ensure_future(notices.run())
    try:
        await until(lambda: notices.shows is not Shows.UNKNOWN)
        yield notices
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        notices.deleteLater()


async def until(fact: object) -> None:
    assert callable(fact)
    async with asyncio.timeout(8):
        while not fact():
            await asyncio.sleep(0.02)


async def test_a_warning_stands_on_the_desktop_and_a_click_leads_to_its_order(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, heard = Server(), Heard()
    with serving(address, server) as there:
        async with running(address, heard, monkeypatch) as notices:
            assert notices.shows is Shows.YES
            await notices.tell("Pay 4QK7ZB by 16:00", "Earhart, 30 min left", "ord_1", shown=True, sound=True)
            (told,) = server.told
            assert (told["app"], told["title"], told["text"]) == (
                "AgentDesk",
                "Pay 4QK7ZB by 16:00",
                "Earhart, 30 min left",
            )
            assert told["hints"]["urgency"] == 2
            assert told["hints"]["sound-name"] == "alarm-clock-elapsed"
            assert heard.beeps == 0  # the server makes the sound
            there.click(99)  # of another program
            there.click(1)
            await until(lambda: heard.wanted == ["ord_1"])


async def test_what_stands_on_the_desktop_is_withdrawn_when_the_desk_locks(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(closed=[1])  # its user has closed the first by hand, which servers answer with an error
    with serving(address, server):
        async with running(address, Heard(), monkeypatch) as notices:
            for name in ("Earhart", "Coleman"):
                await notices.tell("Pay 4QK7ZB by 16:00", name, "ord_1", shown=True, sound=False)
            await notices.withdraw()
            assert server.closed == [1, 2]
            await notices.withdraw()  # once is enough
            assert server.closed == [1, 2]
            await notices.tell("A deadline is near", "", "ord_1", shown=True, sound=False)
            assert len(server.told) == 3


async def test_names_are_no_markup_on_the_desktop(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    server, heard = Server(can=("body", "body-markup", "actions")), Heard()
    with serving(address, server):
        async with running(address, heard, monkeypatch) as notices:
            await notices.tell("Pay", '<img src="http://x.example"> & Smith', "ord_1", shown=True, sound=False)
    (told,) = server.told
    assert told["text"] == '&lt;img src="http://x.example"&gt; &amp; Smith'


async def test_without_sound_the_server_is_told_to_be_still(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    server, heard = Server(), Heard()
    with serving(address, server):
        async with running(address, heard, monkeypatch) as notices:
            await notices.tell("Pay", "", "ord_1", shown=True, sound=False)
            assert server.told[0]["hints"]["suppress-sound"] is True
            assert "sound-name" not in server.told[0]["hints"]
            await notices.tell("Pay", "", "ord_1", shown=False, sound=True)
            assert (len(server.told), heard.beeps) == (1, 1)


async def test_a_server_that_makes_no_sound_is_helped_by_ours(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    server, heard = Server(can=("body",)), Heard()
    with serving(address, server):
        async with running(address, heard, monkeypatch) as notices:
            await notices.tell("Pay", "", "ord_1", shown=True, sound=True)
    assert (len(server.told), heard.beeps) == (1, 1)


async def test_a_desktop_without_a_server_is_said_to_show_none_until_one_comes(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, heard = Server(), Heard()
    async with running(address, heard, monkeypatch) as notices:
        changes: list[Shows] = []
        notices.changed.connect(lambda: changes.append(notices.shows))
        await notices.tell("Pay", "", "ord_1", shown=True, sound=True)
        assert (notices.shows, heard.beeps) == (Shows.NO, 1)
        with serving(address, server):
            await until(lambda: notices.shows is Shows.YES)
            assert changes == [Shows.YES]


async def test_a_server_that_refuses_is_not_trusted_and_the_sound_comes_all_the_same(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, heard = Server(refuses=True), Heard()
    with serving(address, server):
        async with running(address, heard, monkeypatch) as notices:
            await notices.tell("Pay", "", "ord_1", shown=True, sound=True)
            assert heard.beeps == 1
            await until(lambda: notices.shows is Shows.NO)


async def test_no_bus_at_all_is_no_accident(monkeypatch: pytest.MonkeyPatch) -> None:
    for gone in ("unix:path=/nonexistent/bus", ""):
        async with running(gone, Heard(), monkeypatch) as notices:
            assert notices.shows is Shows.NO


@pytest.mark.parametrize("said", [b"", b"OK 0123456789abcdef0123456789abcdef\r\n"], ids=["nothing", "welcome"])
async def test_a_program_that_ends_before_the_bus_has_answered_leaves_no_line_open(said: bytes, tmp_path: Path) -> None:
    came, gone = asyncio.Event(), asyncio.Event()

    async def half_a_bus(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(said)
        if said:
            await reader.readline()  # BEGIN, and the greeting behind it stays unanswered
        came.set()
        await reader.read()
        gone.set()
        writer.close()

    async def ready() -> None:
        raise AssertionError("there is no bus")

    async with await asyncio.start_unix_server(half_a_bus, tmp_path / "bus"):
        task = asyncio.ensure_future(BusNotices(f"unix:path={tmp_path / 'bus'}").hold(ready))
        await asyncio.wait_for(came.wait(), 5)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await asyncio.wait_for(gone.wait(), 5)
