"""The lock of the desk over the secrets of this start: whether it begins locked, and what stands for its passphrase."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from agentdesk.assembly import environment_of
from agentdesk.desk.locking import DeskLock, LockShelf
from agentdesk.desk.ports import Keys
from agentdesk.desk.steady import steady
from agentdesk.storage.aside import data_names
from agentdesk.storage.keys import SessionKeys
from agentdesk.storage.sealed import SealedFileKeys
from agentdesk.travel.environment import World
from agentdesk.ui.errands import Errands
from agentdesk.ui.lock_page import Token
from agentdesk.ui.locking import LockGuard
from agentdesk.ui.main_window import MainWindow


async def guard_over(
    window: MainWindow, keys: Keys, data: Path, upstream: str, errands: Errands, world: Callable[[], World]
) -> LockGuard:
    """A guard that is at work. With a rule the desk begins locked, but for a passphrase that was typed just now."""
    lock = DeskLock(keys if isinstance(keys, LockShelf) else SessionKeys(), steady)
    await lock.load()

    async def token() -> Token | None:
        return await asyncio.to_thread(standing_token, keys, data, upstream)

    guard = LockGuard(window, lock, errands, steady, world=world, token=token)
    guard.start(locked=not isinstance(keys, SealedFileKeys))
    return guard


def standing_token(keys: Keys, data: Path, upstream: str) -> Token | None:
    """Of the strongest world of which anything is kept: a token for less must not open more. Blocking; NoKeyring."""
    kept = data_names(data)
    for world in (World.LIVE, World.TEST):
        token = keys.token(environment_of(world, upstream))
        if token:
            return Token(world, token)
        if any(name.startswith(world.value) for name in kept):
            return None
    return None
