"""`agentdesk person find`, `export` and `erase`: one person in all data of the desk or service, without a window."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agentdesk.desk.news import Board
from agentdesk.desk.people import People, as_json
from agentdesk.options import PersonOptions
from agentdesk.safekeeping import HalfDone, done, keys_of, root_of
from agentdesk.serve_desk import SHARED
from agentdesk.storage.aside import data_names
from agentdesk.storage.backup import environment_in
from agentdesk.storage.key_file import KeyFile
from agentdesk.storage.keys import KeyringKeys, LastingKeys
from agentdesk.storage.opening import open_storage
from agentdesk.storage.replacing import replace_file
from agentdesk.travel.environment import Environment, World
from agentdesk.travel.errors import NotKept
from agentdesk.travel.people import ErasurePlan, Fate, PersonFound, PersonKey
from agentdesk.ui.people_words import (
    NOT_OURS,
    STAYS_PROOF,
    born_words,
    copy_words,
    counted_words,
    day,
    fate_words,
    overwritten_words,
    place_words,
)

_YES = "erase"


def find_main(options: PersonOptions, words: str) -> int:
    """Say who is kept."""
    return done(lambda: asyncio.run(_find(options, words)))


def export_main(options: PersonOptions, words: str, out: Path) -> int:
    """Write all that is kept of one person into a new file."""
    return done(lambda: asyncio.run(_export(options, words, out)))


def erase_main(options: PersonOptions, words: str, *, sure: bool) -> int:
    """Erase one person for good, once somebody has said yes."""
    return done(lambda: asyncio.run(_erase(options, words, sure=sure)))


@dataclass(frozen=True, slots=True)
class _World:
    """The data of one environment, open."""

    name: str
    people: People


async def _find(options: PersonOptions, words: str) -> None:
    async def say(world: _World) -> None:
        found = await world.people.find(words)
        for one in found.people:
            mails = f", {', '.join(one.emails)}" if one.emails else ""
            known = "; ".join(one.names)
            print(f"{world.name}: {known}, {born_words(one.born)}{mails}: {counted_words(one)}, last {day(one.last)}")
        if not found.people:
            print(f"{world.name}: nobody.")
        if not found.is_all:
            print(f"{world.name}: only the newest orders that answer were looked at. Type more of the name.")

    await _in_each(options, say)


async def _export(options: PersonOptions, words: str, out: Path) -> None:
    if out.exists():
        raise NotKept(f"{out} exists already: name a new file")
    key = await _the_one(options, words)
    told: dict[str, Any] = {}

    async def gather(world: _World) -> None:
        try:
            told[world.name] = await world.people.tell(key)
        except LookupError:
            return

    await _in_each(options, gather)
    replace_file(out, as_json(told))
    print(f"Everything kept of this person is in {out}, readable to you alone: {', '.join(told)}.")
    print("It is not encrypted: delete it when you have handed it over. Notes are free text: read them before.")


async def _erase(options: PersonOptions, words: str, *, sure: bool) -> None:
    key = await _the_one(options, words)
    plans: dict[str, ErasurePlan] = {}

    async def plan(world: _World) -> None:
        try:
            plans[world.name] = await world.people.plan(key)
        except LookupError:
            return

    await _in_each(options, plan)
    for name, one in plans.items():
        _print_plan(f"{name}: {one.person.name}, {born_words(one.person.born)}", one)
    print(f"As of {day(datetime.now(UTC))} by this computer's clock. {STAYS_PROOF}")
    if all(place.fate is Fate.STAYS for one in plans.values() for place in one.places):
        print("Nothing may go yet, so nothing was changed.")
        return
    if not sure and not _says_yes():
        print("Nothing was changed.")
        return

    async def erase(world: _World) -> None:
        if world.name not in plans:
            return
        try:
            report = await world.people.erase(key)
        except LookupError:
            return
        except NotKept as trouble:
            raise HalfDone(f"{trouble}. Some of it may have gone; the same command goes on from there") from trouble
        stay = report.plan.of(Fate.STAYS)
        number = len(report.plan.places)
        print(f"{world.name}: erased from {number - len(stay)} of {number}. {overwritten_words(report.overwritten)}")
        for place in stay:
            print(f"  {place_words(place)} {fate_words(place)}.")
        for copy in report.plan.copies:
            print(f"  A copy that cannot be changed still names them: {copy_words(copy)}")

    await _in_each(options, erase)
    print(f"{NOT_OURS} What a backup brings back has to be erased again.")


def _print_plan(head: str, plan: ErasurePlan) -> None:
    print(head)
    for place in plan.places:
        print(f"  {place_words(place)} {fate_words(place)}.")
    for copy in plan.copies:
        print(f"  A copy that cannot be changed names them: {copy_words(copy)}")


def _says_yes() -> bool:
    """A typed word; nobody is asked where nobody is."""
    if not sys.stdin.isatty():
        raise NotKept("there is nobody to ask: add --yes when you are sure")
    return input(f"This cannot be taken back. Type {_YES} to go on: ").strip().casefold() == _YES


async def _the_one(options: PersonOptions, words: str) -> PersonKey:
    """Whom the words mean, in all environments together. NotKept when it is nobody, or more than one."""
    found: dict[PersonKey, PersonFound] = {}

    async def look(world: _World) -> None:
        answer = await world.people.find(words)
        if not answer.is_all and options.born is None:
            raise NotKept("these words answer to too much: type the whole name")
        found.update({one.key: one for one in answer.people if _is_meant(one, options)})

    await _in_each(options, look)
    if not found:
        raise NotKept("nobody of that name is kept here")
    if len(found) > 1:
        listed = "; ".join(f"{one.name}, {born_words(one.born)}" for one in found.values())
        raise NotKept(f"that is more than one person: {listed}. Say which with the whole name and --born YYYY-MM-DD")
    return next(iter(found))


def _is_meant(person: PersonFound, options: PersonOptions) -> bool:
    if options.born is not None and person.born != options.born:
        return False
    wanted = options.email.casefold()
    return not wanted or wanted in {one.casefold() for one in person.emails}


async def _in_each(options: PersonOptions, work: Callable[[_World], Awaitable[None]]) -> None:
    """One environment after the other, each held meanwhile."""
    if options.database:
        environment = Environment(World(options.world or World.PRACTICE.value), "")
        await _in_one(options, environment, _shared_keys(options), work)
        return
    root = root_of(options.keeping)
    names = [name for name in data_names(root) if not options.world or name.partition("-")[0] == options.world]
    if not names:
        raise NotKept(f"there is no data in {root}")
    keys = keys_of(options.keeping)
    for name in names:
        await _in_one(options, environment_in(name), keys, work)


async def _in_one(
    options: PersonOptions, environment: Environment, keys: LastingKeys, work: Callable[[_World], Awaitable[None]]
) -> None:
    async with _opened(options, environment, keys) as world:
        await work(world)


@asynccontextmanager
async def _opened(options: PersonOptions, environment: Environment, keys: LastingKeys) -> AsyncIterator[_World]:
    folder = root_of(options.keeping) / environment.folder
    async with open_storage(folder, environment, keys, options.database) as storage:
        yield _World(environment.folder, People(storage.people, Board(), clock=lambda: datetime.now(UTC)))


def _shared_keys(options: PersonOptions) -> LastingKeys:
    """Of a PostgreSQL: the same on every machine."""
    file = options.keeping.key_file
    return KeyringKeys(SHARED) if file is None else KeyFile(file, SHARED)
