"""Where trouble is played: a window over the practice airline, and a numbered picture of each state that comes."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from agentdesk.desktop import live
from agentdesk.hands import Hands, NotThere
from agentdesk.options import DeskOptions, TourOptions
from agentdesk.tour_backstage import Backstage
from agentdesk.travel.environment import World
from agentdesk.troubles.disk import Disk
from agentdesk.troubles.keyring import WalkKeyring
from agentdesk.troubles.line import Line
from agentdesk.ui.announcing import overhear
from agentdesk.ui.main_window import MainWindow
from agentdesk.ui.theme import Shade, Theme

MAIN = "desk"
"""The data folder of the desk that most chapters share, before its number."""
_START = 60.0  # seconds a window may take to be usable
_STANDS = 0.05  # seconds until what has just been made is shown and laid out


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of the walk: how it is played, and the states that it promises, in their order.

    Those of `silent` need no announcement: what has the keyboard says them. Those of `needs_disk` need a disk that can
    be full. `has_desk`: it is played in the window that is open, else it opens windows of its own. `has_line`: the
    airline is there when it begins.
    """

    title: str
    play: Callable[["Stage"], Awaitable[None]]
    states: tuple[str, ...]
    silent: frozenset[str] = frozenset()
    needs_disk: frozenset[str] = frozenset()
    has_desk: bool = True
    has_line: bool = True


class Stage:
    """What a chapter is handed: hands in the window in front, the airline's back door, keyring, line and disk."""

    def __init__(
        self, app: QApplication, options: TourOptions, data: Path, look: Callable[[str, QWidget], None]
    ) -> None:
        self._options, self._look = options, look
        self._theme = Theme(Shade(options.theme.value))  # one for all windows: each would draw a focus ring of its own
        self._theme.apply(app)
        self.data = data
        self.line = Line(data / "airline.db")
        self.backstage = Backstage(lambda: self.line.address)
        self.keyring, self.disk = WalkKeyring(), Disk()
        self.steps: list[dict[str, Any]] = []
        self.keystrokes = self.clicks = 0
        self.trips = 0
        self._passed, self._folders = 0.0, 0
        self._hands: Hands | None = None
        self._desk: contextlib.AsyncExitStack | None = None
        self._numbers: dict[str, int] = {}
        self._chapter: Chapter | None = None
        self._heard: list[str] = []
        self._unsaved: list[tuple[QImage, Path]] = []
        self._since = time.monotonic()
        self._hush = overhear(self._heard.append)

    @property
    def hands(self) -> Hands:
        assert self._hands is not None, "no window is open"
        return self._hands

    # --- windows

    @asynccontextmanager
    async def window(self, folder: str, upstream: str = "") -> AsyncIterator[Hands]:
        """The program over a data folder, until the block is left; nothing is waited for."""
        theme = self._theme
        window = MainWindow(theme, World.PRACTICE)
        window.resize(*self._options.size)
        window.show()
        options = DeskOptions(self.data / folder, upstream or self.line.address)
        life = asyncio.ensure_future(live(window, theme, options, shade=theme.shade, keyring=self.keyring.of))
        before, self._hands = self._hands, Hands(window)
        try:
            yield self._hands
        finally:
            self.keystrokes += self._hands.keystrokes
            self.clicks += self._hands.clicks
            self._hands = before
            window.close()
            await life

    async def open_desk(self, at: str = "New booking tab") -> None:
        """The one desk of most chapters, if it is not open already, until it shows some words."""
        if self._desk is None:
            self._desk = contextlib.AsyncExitStack()
            hands = await self._desk.enter_async_context(self.window(f"{MAIN}-{self._folders}"))
            await hands.hear(at, _START)

    async def close_desk(self) -> None:
        if self._desk is not None:
            desk, self._desk = self._desk, None
            await desk.aclose()

    @asynccontextmanager
    async def later(self, seconds: float) -> AsyncIterator[None]:
        """The airline's clock stands so much ahead while the block lasts; the next answer tells the desk.

        For what is only offered: an order that was seen later is not seen anew before that.
        """
        await self.backstage.let_pass(seconds)
        try:
            yield
        finally:
            await self.backstage.let_pass(-seconds)

    async def let_pass(self, seconds: float) -> None:
        """So much time goes by at the airline, for the rest of the chapter."""
        await self.backstage.let_pass(seconds)
        self._passed += seconds

    async def _back_in_time(self) -> None:
        """The next chapter begins at its own time, in a folder that has seen no other."""
        if self._passed:
            await self.close_desk()
            await self.backstage.let_pass(-self._passed)
            self._passed = 0.0
            self._folders += 1

    async def end(self) -> None:
        self.disk.free()
        self.keyring.unlock()
        await self.close_desk()
        await self.line.down()
        self._hush()
        self._save()

    # --- chapters

    async def play(self, chapter: Chapter, first: int) -> list[str]:
        """Play it; `first` is the number of its first state. What did not come as promised, in words."""
        self._chapter = chapter
        self._window_notices()
        self._numbers = {state: number for number, state in enumerate(chapter.states, start=first)}
        before = len(self.steps)
        complaints: list[str] = []
        try:
            if chapter.has_line:
                await self.line.up()
            if chapter.has_desk:
                await self.open_desk()
            await chapter.play(self)
        except NotThere as missed:
            complaints.append(f"{chapter.title}: {missed}")
            self._keep_what_is_there(chapter)
            await self._begin_anew()
        else:
            await self._peace()
        await self._back_in_time()
        self._save()
        shown = [step["state"] for step in self.steps[before:]]
        wanted = [one for one in chapter.states if self.disk.can_be_full or one not in chapter.needs_disk]
        if not complaints and shown != wanted:
            complaints.append(f"{chapter.title}: it promises {wanted} and showed {shown}")
        mute = [one["state"] for one in self.steps[before:] if not one["said"] and one["state"] not in chapter.silent]
        complaints += [f"{chapter.title}: nothing was announced before '{one}'" for one in mute]
        return complaints

    def _window_notices(self) -> None:
        """What is still said of the chapter before is said no more."""
        if self._hands is not None and isinstance(self._hands.window, MainWindow):
            self._hands.window.toasts.clear()
        self._heard.clear()

    async def _peace(self) -> None:
        self.disk.free()
        self.keyring.unlock()
        self.keyring.is_missing = False
        if self.line.is_up:
            await self.backstage.peace()

    async def _begin_anew(self) -> None:
        """After a state that did not come: the next chapter finds a window that knows nothing of it."""
        await self._peace()
        await self.close_desk()

    def _keep_what_is_there(self, chapter: Chapter) -> None:
        if self._hands is not None:
            name = f"not-there-{chapter.title.replace(' ', '-')}.png"
            self._unsaved.append((self._hands.picture(), self._options.out / name))

    async def show(self, state: str) -> None:
        """Keep a picture of a state once all of it stands, with what was announced since the one before."""
        await asyncio.sleep(_STANDS)
        hands, now = self.hands, time.monotonic()
        target = self._options.out / f"{self._numbers[state]:02}-{state}.png"
        self._unsaved.append((hands.picture(), target))
        self._look(state, hands.window)
        assert self._chapter is not None
        self.steps.append(
            {
                "state": state,
                "chapter": self._chapter.title,
                "picture": target.name,
                "seconds": round(now - self._since, 3),
                "said": tuple(self._heard),
            }
        )
        self._heard.clear()
        self._since = time.monotonic()
        if not self.disk.is_full:
            self._save()

    async def shows(self, state: str, text: str, patience: float = 30) -> None:
        """Wait for words of a state, then keep it."""
        await self.hands.hear(text, patience)
        await self.show(state)

    def _save(self) -> None:
        for image, target in self._unsaved:
            image.save(str(target))
        self._unsaved.clear()
