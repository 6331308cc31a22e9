"""The life of the desktop: which secrets, which environment, its rooms, and closing in reverse order."""

import asyncio
import gc
import os
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QTimer, qVersion
from PySide6.QtGui import QGuiApplication

from agentdesk import resources
from agentdesk.app import report
from agentdesk.assembly import DUFFEL, Assembled, Ways, assembled, environment_of, open_airline
from agentdesk.desk.diagnosing import diagnostics
from agentdesk.desk.left_open import as_journal_says
from agentdesk.desk.news import LineBack, LineLost, Notice, PrinterPicked
from agentdesk.desk.ports import Keys, Settings
from agentdesk.desk.preferences import Preferences, ThemeChoice
from agentdesk.finding_keys import FindingKeys
from agentdesk.guarding import guard_over
from agentdesk.options import DeskOptions
from agentdesk.storage.aside import has_data, put_data_aside
from agentdesk.storage.backup import back_up
from agentdesk.storage.folders import make_private
from agentdesk.storage.keys import KeyringKeys, LastingKeys, SessionKeys
from agentdesk.storage.log_files import kept_log, last_lines
from agentdesk.storage.replacing import sweep_drafts
from agentdesk.storage.settings import FILE_NAME as SETTINGS
from agentdesk.storage.settings import JsonSettings
from agentdesk.travel.environment import Environment, World, world_of_token
from agentdesk.travel.errors import DataFolderInUse, NotKept, TravelError, WrongKey
from agentdesk.travel.place_index import PlaceIndex
from agentdesk.ui import words
from agentdesk.ui.cannot_open import CannotOpenPage
from agentdesk.ui.errands import Errands
from agentdesk.ui.first_window import FirstWindow, call_first_window
from agentdesk.ui.line_notices import LineNotices
from agentdesk.ui.locking import LockGuard
from agentdesk.ui.main_window import MainWindow
from agentdesk.ui.rooms import Rooms
from agentdesk.ui.theme import Shade, Theme
from agentdesk.ui.welcome import Welcome
from agentdesk.ui.wrong_key import WrongKeyPage

T = TypeVar("T")

_CLOCK = 10_000  # milliseconds
_AT_START = 0.5  # seconds for a first window to answer before this one goes on


async def live(
    window: MainWindow,
    theme: Theme,
    options: DeskOptions,
    *,
    shade: Shade | None = None,
    born: Callable[["Desktop"], None] = lambda _desktop: None,
    keyring: Callable[[str], Keys] = KeyringKeys,
) -> int:
    """From the painted window to its end; the exit code. A given shade is kept; `born` is told each desktop.

    What cannot be opened is said in the window, and tried again when the agent wants. `keyring` makes the keys of a
    data folder from its id.
    """
    closed = asyncio.Event()
    window.closed.connect(closed.set)
    try:
        if await call_first_window(options.data, _AT_START):
            return 0  # before anything of the folder is read or swept; the first may be in another world
        while not closed.is_set():
            try:
                return await _lived(window, theme, options, closed, shade, born, keyring)
            except TravelError as trouble:
                if isinstance(trouble, DataFolderInUse) and await call_first_window(options.data):
                    return 0
                await _told(window, theme, options.data, trouble, closed)
        return 0
    finally:
        window.hide()
        window.deleteLater()


async def _lived(
    window: MainWindow,
    theme: Theme,
    options: DeskOptions,
    closed: asyncio.Event,
    shade: Shade | None,
    born: Callable[["Desktop"], None],
    keyring: Callable[[str], Keys],
) -> int:
    make_private(options.data)
    sweep_drafts(options.data)
    settings = JsonSettings(options.data)
    desktop = Desktop(window, theme, settings, options, closed)
    desktop.fixed_shade = shade
    desktop.damaged_settings = settings.put_aside
    desktop.show_look()
    born(desktop)
    try:
        with kept_log(options.data):
            keys = await FindingKeys(window, theme, options.data, closed, keyring=keyring).find()
            return await desktop.run(keys) if keys is not None else 0
    finally:
        desktop.put_away()


async def _told(window: MainWindow, theme: Theme, folder: Path, trouble: TravelError, closed: asyncio.Event) -> None:
    """Why the desk cannot be opened, until the agent wants another try or the window is closed."""
    page = CannotOpenPage(theme, trouble, folder)
    page.left.connect(window.close)
    window.add_room("Cannot open", page)
    window.show_room("Cannot open")
    waiting = [asyncio.ensure_future(one) for one in (page.another_try(), closed.wait())]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        window.take_rooms_out()


class Desktop:
    """One window over one environment at a time."""

    def __init__(
        self, window: MainWindow, theme: Theme, settings: Settings, options: DeskOptions, closed: asyncio.Event
    ) -> None:
        self._window, self._theme, self._settings, self._options = window, theme, settings, options
        self._closed = closed
        self._places = PlaceIndex(resources.read("places/places.tsv"))
        self._ways: Ways | None = None
        self._next: World | None = None
        self._clock = QTimer(window)
        self.preferences = settings.load()
        self.environment: Environment | None = None
        self.rooms: Rooms | None = None
        self.fixed_shade: Shade | None = None
        self.damaged_settings: Path | None = None
        self._is_loaded = False
        self._kept: Path | None = None  # where data went that could not be opened
        self.upstream_address = ""
        self._line = LineNotices(window)
        self.guard: LockGuard | None = None

    # --- waiting

    async def _or_closed(self, choice: Coroutine[Any, Any, T]) -> T | None:
        """What the choice brings, or None once the window is closed."""
        choosing = asyncio.ensure_future(choice)
        closing = asyncio.ensure_future(self._closed.wait())
        done, waiting = await asyncio.wait({choosing, closing}, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return choosing.result() if choosing in done else None

    # --- environments

    async def run(self, keys: Keys) -> int:
        """One environment after another until the window is closed; TravelError when one cannot be opened."""
        self._ways = Ways(self._options.data, self._options.upstream, keys, self._settings)
        async with Errands(self._bug) as errands:
            data, upstream = self._options.data, self._options.upstream
            self.guard = await guard_over(self._window, keys, data, upstream, errands, lambda: self.world)
            try:
                return await self._run_on(keys)
            finally:
                self.guard.put_away()
                self.guard = None

    async def _run_on(self, keys: Keys) -> int:
        world = await (self._welcomed() if self._is_new() else self._first_world(keys))
        while world is not None and not self._closed.is_set():
            world = await self._opened(world)
        return 0

    def _is_new(self) -> bool:
        """Whether nothing was ever chosen or kept here."""
        root = self._options.data
        chosen = (root / SETTINGS).exists() or self.damaged_settings is not None
        return self._options.welcomes and not chosen and not has_data(root)

    async def _welcomed(self) -> World | None:
        """At the very first start: where to begin. None when the window is closed instead."""
        async with Errands(self._bug) as errands:
            page = Welcome(self._theme, errands, self.accept, keeps_secrets=self.keeps_secrets)
            self._window.add_room("Welcome", page)
            self._window.show_room("Welcome")
            try:
                world = await self._or_closed(page.choice())
            finally:
                self._window.take_rooms_out()
        if world is not None:
            self.keep(replace(self.preferences, world=world))
        return world

    async def _first_world(self, keys: Keys) -> World:
        """The one open last, if there is still a token for it."""
        world = self.preferences.world
        token = await asyncio.to_thread(keys.token, environment_of(world, self._options.upstream))
        return world if token or world is World.PRACTICE else World.PRACTICE

    async def _live_in(self, world: World) -> World | None:
        """Until the window is closed (None) or another world is asked for."""
        assert self._ways is not None
        self.environment = environment_of(world, self._options.upstream)
        self._window.show_world(self.environment.world)
        self._window.say("Opening the desk")
        self._next = None
        turned = asyncio.Event()
        self._turned = turned
        async with assembled(self.environment, self._ways, lambda: self.preferences) as opened:
            desk = opened.desk
            first = FirstWindow(self._window, self._options.data)
            async with Errands(self._bug) as errands:
                stop = desk.news.listen(self._heard)
                rooms = self.rooms = Rooms(
                    self._window, self._theme, desk, self._places, errands, self, guard=self.guard
                )
                rooms.open(await as_journal_says(await desk.drafts.all(), desk.journal))
                errands.run(desk.keep_watch(self._bug))
                self._say_kept()
                try:
                    await self._or_closed(self._until_turned(opened, turned))
                finally:
                    stop()
                    await rooms.put_away()
                    self.rooms = None
                    self._window.take_rooms_out()
                    first.close()
        return self._next

    async def _until_turned(self, opened: Assembled, turned: asyncio.Event) -> None:
        """The line is shown once it is there; an upstream that cannot be opened ends the desk."""
        await asyncio.sleep(0)  # the rooms are painted first
        opened.load.set()
        self.upstream_address = await asyncio.shield(opened.upstream)
        self._line.show(self.world, works=True)
        if not self._is_loaded:
            self._is_loaded = True
            gc.freeze()  # all is loaded and stays: else the collector walks through it while offers come, for 100 ms
        await turned.wait()

    async def _opened(self, world: World) -> World | None:
        """As `_live_in`; where the key does not fit, the agent says what then."""
        try:
            return await self._live_in(world)
        except WrongKey:
            return await self._past_wrong_key(world)

    async def _past_wrong_key(self, world: World) -> World | None:
        """Try again, or begin with empty data beside the old; None when the window is closed instead."""
        assert self.environment is not None
        root, name = self._options.data, self.environment.folder
        page = WrongKeyPage(self._theme, root / name)
        self._window.add_room("Wrong key", page)
        self._window.show_room("Wrong key")
        try:
            while (anew := await self._or_closed(page.choice())) is not None:
                if not anew:
                    return world
                try:
                    self._kept = await asyncio.to_thread(put_data_aside, root, (name,), self.today())
                except TravelError as trouble:
                    page.say(str(trouble))
                else:
                    return world
            return None
        finally:
            self._window.take_rooms_out()

    @staticmethod
    def today() -> date:
        """By this computer: the name of a folder, in the agent's own days."""
        return date.today()  # noqa: DTZ011

    def _say_kept(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            self._window.toasts.tell("warn", "The old data is kept", str(kept), icon="hard-drive")

    def put_away(self) -> None:
        self._clock.stop()

    def show_look(self) -> None:
        """As preferred, unless this start has its own shade."""
        self._theme.show_keys(self.preferences.show_key_hints)
        self._theme.let_move(not self.preferences.less_motion)
        if self.fixed_shade is None and self.preferences.theme is ThemeChoice.SYSTEM:
            self._theme.follow(QGuiApplication.styleHints())
            return
        self._theme.stop_following()
        self._theme.use(self.fixed_shade or Shade(self.preferences.theme.value))

    # --- asked by the rooms

    def keep(self, preferences: Preferences) -> None:
        """Save changed preferences and show what they change."""
        self.preferences = preferences
        self._settings.save(preferences)
        self.show_look()
        self._window.show_agent(preferences.agent)

    async def diagnostics(self) -> str:
        """This installation and the log's last lines, for a support call; nobody's data."""
        screen = self._window.screen()
        size = screen.availableSize()
        facts = {
            "AgentDesk": resources.version(),
            "Qt": f"{qVersion()} on {QGuiApplication.platformName()}",
            "Screen": f"{size.width()}x{size.height()} at {screen.devicePixelRatio():g}",
            "Desktop": os.environ.get("XDG_CURRENT_DESKTOP", "-"),
            "World": self.world.value,
            "Upstream": "its own address" if self._options.upstream else "the usual",
            "Secrets": "kept" if self.keeps_secrets else "for this session",
            "Settings": "damaged, put aside" if self.damaged_settings is not None else "good",
            "Text": f"{self.preferences.size_percent} %",
        }
        return diagnostics(facts, await asyncio.to_thread(last_lines, self._options.data))

    async def back_up(self, target: Path, passphrase: str) -> int:
        keys = self._ways.keys if self._ways is not None else None
        if not isinstance(keys, LastingKeys):
            raise NotKept("in this session nothing is kept on this computer")
        make = partial(back_up, self._options.data, keys, target, passphrase, whose="desk", program=resources.VERSION)
        contents = await asyncio.to_thread(make, now=datetime.now(UTC))
        return sum(one.orders for one in contents.databases)

    @property
    def world(self) -> World:
        return self.environment.world if self.environment is not None else World.PRACTICE

    @property
    def keeps_secrets(self) -> bool:
        return self._ways is not None and not isinstance(self._ways.keys, SessionKeys)

    async def has_token(self, world: World) -> bool:
        assert self._ways is not None
        return bool(await asyncio.to_thread(self._ways.keys.token, environment_of(world, self._options.upstream)))

    async def accept(self, token: str) -> World:
        """Check a token against the upstream it is for, then keep it."""
        assert self._ways is not None
        world = world_of_token(token)
        if world is None:
            raise ValueError("no Duffel token")
        environment = environment_of(world, self._options.upstream)
        async with await open_airline(self._options.upstream or DUFFEL, token, environment) as airline:
            await airline.account()
        await asyncio.to_thread(self._ways.keys.keep_token, environment, token)
        return environment.world

    async def forget(self, world: World) -> None:
        assert self._ways is not None
        await asyncio.to_thread(self._ways.keys.forget_token, environment_of(world, self._options.upstream))

    def switch_to(self, world: World) -> None:
        self._next = world
        self.keep(replace(self.preferences, world=world))
        self._turned.set()

    # --- heard

    def _heard(self, notice: Notice) -> None:
        match notice:
            case LineLost():
                self._line.lost(notice)
            case LineBack():
                self._line.back(notice)
            case PrinterPicked(name) if name != self.preferences.printer:
                self._remember_printer(name)
            case _:
                pass

    def _remember_printer(self, name: str) -> None:
        try:
            self.keep(replace(self.preferences, printer=name))
        except TravelError as trouble:
            self._window.toasts.tell("warn", "The printer could not be remembered.", str(trouble))

    def _bug(self, bug: BaseException) -> None:
        """What an errand met; a disk that takes nothing is no bug, and the words for bugs would not be true of it."""
        report(bug)
        if isinstance(bug, NotKept):
            said = words.explain(bug)
            self._window.toasts.tell(
                "warn", said.what, f"What was done last is not kept. {said.next}", icon="hard-drive"
            )
        else:
            self._window.show_bug(bug)
