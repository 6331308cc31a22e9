"""The lock of the desk: its passphrase as a scrypt hash, its rule, and waits that grow with every wrong try."""

import asyncio
import hashlib
import hmac
import json
import logging
import os
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Protocol, runtime_checkable

from agentdesk.travel.errors import TravelError

MINUTES = (5, 10, 15, 30, 60)
"""After how long alone the desk can lock itself."""
SHORTEST_PIN = 6
LONGEST_WAIT = 60  # seconds

_log = logging.getLogger(__name__)


@runtime_checkable
class LockShelf(Protocol):
    """Where the rule of the lock is kept, beside the other secrets; blocking. NoKeyring or NotKept."""

    def lock_record(self) -> str | None: ...
    def keep_lock_record(self, record: str) -> None: ...
    def forget_lock_record(self) -> None: ...


@dataclass(frozen=True, slots=True)
class LockRule:
    """After how many minutes it locks, and what the passphrase leaves of itself: scrypt's costs, salt and hash.

    32 MiB and about a tenth of a second for each try (RFC 7914). `wrong` counts the tries since the last right one.
    """

    minutes: int
    salt: bytes = field(repr=False)
    hash: bytes = field(repr=False)
    n: int = 2**15
    r: int = 8
    p: int = 1
    wrong: int = 0


def new_rule(minutes: int, words: str, *, n: int = 2**15) -> LockRule:
    """A rule under a new passphrase; takes scrypt's time. ValueError for one that is too short."""
    if len(words) < SHORTEST_PIN:
        raise ValueError(f"a passphrase has at least {SHORTEST_PIN} characters")
    blank = LockRule(minutes, os.urandom(16), b"", n=n)
    return replace(blank, hash=_derived(blank, words))


def fits(rule: LockRule, words: str) -> bool:
    """Whether this is the passphrase; takes scrypt's time."""
    return hmac.compare_digest(_derived(rule, words), rule.hash)


def wait_after(wrong: int) -> int:
    """Seconds until the next try after so many wrong ones: none, 1, 2, 4 and on to a minute."""
    return min(2 ** min(wrong - 1, 10), LONGEST_WAIT) if wrong > 0 else 0


def written(rule: LockRule) -> str:
    known = asdict(rule)
    return json.dumps({**known, "salt": rule.salt.hex(), "hash": rule.hash.hex()})


def read_rule(record: str) -> LockRule:
    """ValueError when this is no rule, or one that would take gigabytes to try."""
    try:
        found: Any = json.loads(record)
        rule = LockRule(
            minutes=int(found["minutes"]),
            salt=bytes.fromhex(found["salt"]),
            hash=bytes.fromhex(found["hash"]),
            n=int(found["n"]),
            r=int(found["r"]),
            p=int(found["p"]),
            wrong=max(int(found["wrong"]), 0),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("this is no rule of a lock") from error
    sound = rule.n in {2**power for power in range(10, 19)} and 1 <= rule.r <= 16 and 1 <= rule.p <= 4
    if not sound or rule.minutes not in MINUTES or len(rule.salt) < 16 or len(rule.hash) != 32:
        raise ValueError("this is no rule of a lock")
    return rule


class DeskLock:
    """Whether and when the desk locks, and who may open it. `clock` counts seconds, steadily and through a suspend."""

    def __init__(self, shelf: LockShelf, clock: Callable[[], float], *, n: int = 2**15) -> None:
        self._shelf, self._clock, self._n = shelf, clock, n
        self._rule: LockRule | None = None
        self._free_at = 0.0
        self._turn = asyncio.Lock()

    async def load(self) -> None:
        """What was kept. A damaged record bars the desk like a passphrase nobody knows: it is never an open door.

        The wait after wrong tries begins anew at each start, so ending the program shortens nothing.
        """
        record = await asyncio.to_thread(self._shelf.lock_record)
        if record is None:
            self._rule = None
            return
        try:
            self._rule = read_rule(record)
        except ValueError:
            _log.warning("the record of the lock is damaged; it stays locked")
            self._rule = LockRule(MINUTES[0], os.urandom(16), os.urandom(32), n=self._n)
        self._free_at = self._clock() + wait_after(self._rule.wrong)

    @property
    def minutes(self) -> int:
        """Of the rule; 0 while it is off."""
        return self._rule.minutes if self._rule is not None else 0

    @property
    def wait_left(self) -> float:
        """Seconds until the next try is heard."""
        return max(self._free_at - self._clock(), 0.0)

    async def put_on(self, minutes: int, words: str) -> None:
        """From now on. ValueError for a short passphrase; NoKeyring or NotKept when it cannot be kept."""
        async with self._turn:
            rule = await asyncio.to_thread(new_rule, minutes, words, n=self._n)
            await self._keep(rule)

    async def change_minutes(self, minutes: int) -> None:
        """Of a rule that is on. The caller has asked for the passphrase."""
        async with self._turn:
            if self._rule is not None:
                await self._keep(replace(self._rule, minutes=minutes))

    async def take_off(self) -> None:
        """The caller has asked for the passphrase, or for what stands for it."""
        async with self._turn:
            await asyncio.to_thread(self._shelf.forget_lock_record)
            self._rule = None

    async def opens(self, words: str) -> bool:
        """Whether this is the passphrase. Never while a wait lasts, and each try is counted before it is made."""
        return await self._tried(lambda rule: fits(rule, words))

    async def stands_for(self, given: str, kept: str) -> bool:
        """The same of another secret that proves as much, as the upstream's token; wrong ones are counted alike."""
        return await self._tried(lambda _rule: hmac.compare_digest(given.strip().encode(), kept.encode()))

    async def _tried(self, is_right: Callable[[LockRule], bool]) -> bool:
        async with self._turn:
            rule = self._rule
            if rule is None:
                return True
            if self.wait_left > 0:
                return False
            counted = replace(rule, wrong=rule.wrong + 1)
            await self._count(counted)
            right = await asyncio.to_thread(is_right, rule)
            if right:
                await self._count(replace(rule, wrong=0))
            else:
                self._free_at = self._clock() + wait_after(counted.wrong)
            return right

    async def _count(self, rule: LockRule) -> None:
        """A keyring that has closed meanwhile, or a full disk, must not lock the right person out for ever."""
        self._rule = rule
        try:
            await self._keep(rule)
        except TravelError as trouble:
            _log.warning("a try at the lock could not be counted: %s", type(trouble).__name__)

    async def _keep(self, rule: LockRule) -> None:
        await asyncio.to_thread(self._shelf.keep_lock_record, written(rule))
        self._rule = rule


def _derived(rule: LockRule, words: str) -> bytes:
    plain = unicodedata.normalize("NFKC", words).encode()
    needed = 128 * rule.r * (rule.n + rule.p + 2)
    return hashlib.scrypt(plain, salt=rule.salt, n=rule.n, r=rule.r, p=rule.p, maxmem=2 * needed, dklen=32)
