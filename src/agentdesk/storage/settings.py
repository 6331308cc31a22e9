"""The preferences in a JSON file of the data folder: readable, replaced as a whole, older files brought forward."""

import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from agentdesk.desk.preferences import SCHEMA, Preferences
from agentdesk.storage.folders import make_private
from agentdesk.storage.replacing import replace_file
from agentdesk.travel.errors import NotKept

FILE_NAME = "settings.json"

_log = logging.getLogger(__name__)

Step = Callable[[dict[str, Any]], dict[str, Any]]


def _from_unmarked(found: dict[str, Any]) -> dict[str, Any]:
    """Files written by hand may not say which schema they follow: the first."""
    return found


FORWARD: Mapping[int, Step] = {0: _from_unmarked}
"""From a schema to the next one: the step at n makes n + 1."""


class JsonSettings:
    """The `Settings` port. `put_aside` names the file that could not be read, for the window to say."""

    def __init__(self, root: Path) -> None:
        self._path = root / FILE_NAME
        self.put_aside: Path | None = None

    def load(self) -> Preferences:
        """The defaults when there is no file yet, or when it is damaged: then it is kept aside."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return Preferences()
        except OSError as error:
            raise NotKept(f"the settings cannot be read: {error}") from error
        try:
            return _read(content)
        except ValueError as error:
            self.put_aside = self._keep_aside()
            _log.warning("settings could not be read and were kept as %s: %s", self.put_aside.name, error)
            return Preferences()

    def save(self, preferences: Preferences) -> None:
        make_private(self._path.parent)
        replace_file(self._path, msgspec.json.format(msgspec.json.encode(preferences), indent=2) + b"\n")

    def _keep_aside(self) -> Path:
        number = 1
        while (aside := self._path.with_name(f"settings.damaged-{number}.json")).exists():
            number += 1
        try:
            os.replace(self._path, aside)
        except OSError as error:
            raise NotKept(f"the damaged settings cannot be put aside: {error}") from error
        return aside


def brought_forward(found: dict[str, Any], forward: Mapping[int, Step], newest: int) -> dict[str, Any]:
    """Step by step up to the newest schema. ValueError for a schema of a newer program, or none at all."""
    schema = found.get("schema", 0)
    if not isinstance(schema, int) or not 0 <= schema <= newest:
        raise ValueError(f"unknown schema {schema!r}")
    for number in range(schema, newest):
        found = {**forward[number](found), "schema": number + 1}
    return found


def _read(content: bytes) -> Preferences:
    """ValueError when this is no file of ours (all errors of msgspec are)."""
    try:
        found = msgspec.json.decode(content, type=dict[str, Any])
        return msgspec.convert(brought_forward(found, FORWARD, SCHEMA), Preferences)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
