"""The log of a window: lines without persons in private files, of which the oldest go."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from agentdesk.desk.redacting import RedactedLines
from agentdesk.storage.folders import make_private
from agentdesk.travel.errors import NotKept

FOLDER = "logs"
NAME = "agentdesk.log"
LARGEST = 1_000_000  # bytes of a file
OLDER = 4  # files that are kept beside the one written to
_CHATTY = ("httpx", "httpcore", "alembic")


class PrivateLog(RotatingFileHandler):
    """Opens its files for their owner alone. A line that the disk does not take is lost, and nothing else."""

    def __init__(self, path: Path, *, largest: int = LARGEST, older: int = OLDER) -> None:
        super().__init__(path, maxBytes=largest, backupCount=older, encoding="utf-8", delay=True)
        self.setFormatter(RedactedLines())

    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return open(handle, "a", encoding="utf-8", errors="replace")

    def handleError(self, record: logging.LogRecord) -> None:
        """No line is worth a booking, and what logging itself would print here names everything."""


@contextmanager
def kept_log(root: Path) -> Iterator[None]:
    """While the block lasts, what the program logs is kept below the data folder; where it cannot be, nowhere."""
    try:
        folder = make_private(root / FOLDER)
    except NotKept:
        yield
        return
    handler, ours = PrivateLog(folder / NAME), logging.getLogger("agentdesk")
    before = ours.level
    levels = {name: logging.getLogger(name).level for name in _CHATTY}
    logging.getLogger().addHandler(handler)
    ours.setLevel(logging.INFO)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
        ours.setLevel(before)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def last_lines(root: Path, most: int = 200) -> list[str]:
    """The newest lines of the log, oldest first; none where there is no log. Blocks for a read of some 64 KB."""
    try:
        with (root / FOLDER / NAME).open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 64 * 1024))
            content = file.read()
    except OSError:
        return []
    lines = content.decode("utf-8", "replace").splitlines()
    return (lines[1:] if size > 64 * 1024 else lines)[-most:]
