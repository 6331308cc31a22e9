"""Where the secrets of this start come from: the keyring, a passphrase, or nowhere; never waiting without a way out."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from agentdesk.assembly import environment_of
from agentdesk.desk.ports import Keys
from agentdesk.storage.aside import data_names, has_data, put_data_aside
from agentdesk.storage.folders import folder_id
from agentdesk.storage.keys import KeyringKeys, SessionKeys
from agentdesk.storage.sealed import FILE_NAME, SealedFileKeys
from agentdesk.travel.environment import World
from agentdesk.travel.errors import NoKeyring, TravelError
from agentdesk.ui.main_window import MainWindow
from agentdesk.ui.theme import Theme
from agentdesk.ui.unlocking import Chosen, Door, Unlocking

T = TypeVar("T")

PATIENCE = 3.0  # seconds a keyring has before the agent is offered other ways


class FindingKeys:
    """Asks in the window; `closed` is set when it is closed instead."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        data: Path,
        closed: asyncio.Event,
        *,
        patience: float = PATIENCE,
        keyring: Callable[[str], Keys] = KeyringKeys,
    ) -> None:
        self._window, self._theme, self._data, self._closed = window, theme, data, closed
        self._patience, self._keyring = patience, keyring

    async def find(self) -> Keys | None:
        """None when the window was closed."""
        if (self._data / FILE_NAME).exists():
            return await self._ask(Door.SEALED)
        self._window.say("Waiting for the system's keyring, which may ask for its password")
        keys = self._keyring(folder_id(self._data))
        opening = in_background(lambda: keys.token(environment_of(World.PRACTICE, "")))
        await self._first_of(opening, patience=self._patience)
        if self._closed.is_set():
            return None
        if not opening.done():
            return await self._ask(Door.LOCKED, keys, opening)
        return keys if _opened(opening) else await self._ask(Door.NONE)

    async def _ask(
        self, door: Door, keys: Keys | None = None, opening: "asyncio.Future[str | None] | None" = None
    ) -> Keys | None:
        """Until one of the ways leads on. A keyring that opens meanwhile is taken."""
        page = Unlocking(self._theme, door=door, has_data=has_data(self._data))
        self._window.add_room("Unlock", page)
        self._window.show_room("Unlock")
        try:
            while not self._closed.is_set():
                choosing = asyncio.ensure_future(page.choice())
                await self._first_of(choosing, *([opening] if opening is not None else []))
                if choosing.done():
                    found = await self._taken(page, choosing.result())
                    if found is not None:
                        return found
                    continue
                choosing.cancel()
                await asyncio.gather(choosing, return_exceptions=True)
                if opening is not None and opening.done():
                    if _opened(opening):
                        return keys
                    opening = None
                    page.show_door(Door.NONE)
            return None
        finally:
            self._window.take_rooms_out()

    async def _taken(self, page: Unlocking, chosen: Chosen) -> Keys | None:
        """What a choice leads to; None asks again."""
        sealed = self._data / FILE_NAME
        if chosen.anew:
            try:
                await asyncio.to_thread(put_data_aside, self._data, (FILE_NAME, *data_names(self._data)), _today())
            except TravelError as trouble:
                page.wrong(f"The old data could not be put aside: {trouble}")
                return None
            page.show_door(Door.NONE)
            return None
        if not chosen.passphrase:
            return SessionKeys()
        keys = SealedFileKeys(sealed, chosen.passphrase, folder_id(self._data))
        try:
            await asyncio.to_thread(keys.open)
        except TravelError:
            page.wrong("This passphrase does not open it; nothing was changed")
            return None
        return keys

    async def _first_of(self, *waited: "asyncio.Future[Any]", patience: float | None = None) -> None:
        """Until one is done, the window is closed, or patience ends; nothing is cancelled but the listening."""
        closing = asyncio.ensure_future(self._closed.wait())
        everything: set[asyncio.Future[Any]] = {closing, *waited}
        await asyncio.wait(everything, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        closing.cancel()
        await asyncio.gather(closing, return_exceptions=True)


def in_background(question: Callable[[], T]) -> "asyncio.Future[T]":
    """Ask in a thread for which nobody waits, neither a closed window nor the end of the program."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()
    answer.add_done_callback(lambda one: None if one.cancelled() else one.exception())  # perhaps nobody asks

    def settle(deed: Callable[[], None]) -> None:
        if not answer.done():
            deed()

    def work() -> None:
        try:
            result = question()
        except Exception as trouble:  # noqa: BLE001  # carried over to whoever awaits it
            told = trouble
            with suppress(RuntimeError):  # the loop is gone: nobody is there to be told
                loop.call_soon_threadsafe(settle, lambda: answer.set_exception(told))
        else:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(settle, lambda: answer.set_result(result))

    threading.Thread(target=work, name="keyring", daemon=True).start()
    return answer


def _opened(opening: "asyncio.Future[str | None]") -> bool:
    """Whether there is a keyring and it gave an answer; whatever else went wrong is raised."""
    trouble = opening.exception()
    if trouble is None:
        return True
    if isinstance(trouble, NoKeyring):
        return False
    raise trouble


def _today() -> date:
    return date.today()  # noqa: DTZ011  # the name of a folder, in the agent's own days
