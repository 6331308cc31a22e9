"""The rooms of the program over fakes, in the real window: for what spans several bookings."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from agentdesk.desk.desk import Desk
from agentdesk.desk.preferences import Preferences
from agentdesk.hands import Hands
from agentdesk.travel.booking import Draft
from agentdesk.travel.environment import World
from agentdesk.travel.errors import NotKept
from agentdesk.ui.errands import Errands
from agentdesk.ui.locking import LockGuard
from agentdesk.ui.main_window import MainWindow
from agentdesk.ui.rooms import Rooms
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import a_desk
from tests.gui.dressed import themed
from tests.known_places import known_places


@dataclass(slots=True)
class Around:
    """The program around the rooms: what was kept, which world was asked for."""

    preferences: Preferences = field(default_factory=Preferences)
    world: World = World.PRACTICE
    keeps_secrets: bool = True
    damaged_settings: Path | None = None
    asked_for: list[World] = field(default_factory=list)

    def keep(self, preferences: Preferences) -> None:
        self.preferences = preferences

    async def has_token(self, world: World) -> bool:
        return False

    async def accept(self, token: str) -> World:
        raise ValueError("no Duffel token")

    async def forget(self, world: World) -> None:
        pass

    async def back_up(self, target: Path, passphrase: str) -> int:
        """Into a file that can be looked at; one that is there is refused, as by the real one."""
        if target.exists():
            raise NotKept(f"{target} exists already: name a new file")
        target.write_text(passphrase)
        return 3

    async def diagnostics(self) -> str:
        return "AgentDesk, for a support call"

    def switch_to(self, world: World) -> None:
        self.asked_for.append(world)


@dataclass(frozen=True, slots=True)
class OpenRooms:
    """The window with its rooms, and hands to use it."""

    desk: Desk
    window: MainWindow
    rooms: Rooms
    hands: Hands
    around: Around
    guard: LockGuard | None = None


@asynccontextmanager
async def open_rooms(
    *drafts: Draft,
    airline: FakeAirline,
    desk: Desk | None = None,
    size: tuple[int, int] = (1280, 800),
    guarded: Callable[[MainWindow], LockGuard] | None = None,
) -> AsyncIterator[OpenRooms]:
    """The rooms open on these drafts, or on one empty booking; `desk` goes on where an earlier window ended."""
    desk = desk or a_desk(airline)
    theme, around = themed(), Around()
    window = MainWindow(theme, World.PRACTICE)
    window.resize(*size)
    window.show()
    window.activateWindow()
    places = known_places()
    guard = guarded(window) if guarded is not None else None
    async with Errands(_raise) as errands:
        rooms = Rooms(window, theme, desk, places, errands, around, own_clock=desk.clock, guard=guard)
        rooms.open(drafts)
        hands = Hands(window, patience=8)
        await hands.come_forward()
        try:
            yield OpenRooms(desk, window, rooms, hands, around, guard)
        finally:
            await rooms.put_away()
            window.hide()
            window.deleteLater()


def _raise(bug: BaseException) -> None:
    raise bug
