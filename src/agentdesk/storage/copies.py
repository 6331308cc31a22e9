"""Copies of the data that nothing of ours can change: backups, by where they were made, and data put aside."""

import logging
import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from agentdesk.storage.replacing import replace_file
from agentdesk.travel.errors import NotKept
from agentdesk.travel.people import Copy

FILE_NAME = "backups.json"
_MOST = 20
_ASIDE = re.compile(r"^kept-(\d{4}-\d\d-\d\d)(-\d+)?$")
_log = logging.getLogger(__name__)


class _Made(msgspec.Struct, frozen=True):
    path: str
    made_at: datetime


def remember_backup(root: Path, file: Path, made_at: datetime) -> None:
    """The last twenty are remembered, to be named where data is erased. NotKept when the list cannot be written."""
    made = [one for one in _made(root) if one.path != str(file)][-_MOST + 1 :]
    content = msgspec.json.encode([*made, _Made(str(file), made_at.astimezone(UTC))])
    replace_file(root / FILE_NAME, msgspec.json.format(content, indent=2) + b"\n")


def copies_beside(root: Path) -> tuple[Copy, ...]:
    """Newest first; of each backup whether it is still where it was made."""
    backups = [Copy(one.path, one.made_at, Path(one.path).exists()) for one in _made(root)]
    aside = [Copy(str(path), _day(path)) for path in root.glob("kept-*") if _ASIDE.match(path.name)]
    older = [Copy(str(path), _changed(path)) for path in root.glob("*/*.before")]
    newest = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted([*backups, *aside, *older], key=lambda one: (one.made_at or newest, one.path), reverse=True))


def _made(root: Path) -> list[_Made]:
    """What is remembered; a list that cannot be read is begun anew."""
    try:
        return msgspec.json.decode((root / FILE_NAME).read_bytes(), type=list[_Made])
    except FileNotFoundError:
        return []
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        _log.warning("the list of backups cannot be read: %s", type(trouble).__name__)
        return []


def _day(path: Path) -> datetime | None:
    found = _ASIDE.match(path.name)
    try:
        return None if found is None else datetime.fromisoformat(found.group(1)).replace(tzinfo=UTC)
    except ValueError:
        return None


def _changed(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return None


def try_to_remember(root: Path, file: Path, made_at: datetime) -> None:
    """The backup is made, whatever becomes of the list."""
    try:
        remember_backup(root, file, made_at)
    except NotKept as trouble:
        _log.warning("the backup could not be remembered: %s", trouble)
