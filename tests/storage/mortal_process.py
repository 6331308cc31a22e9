"""A process that forks a child for each deed and has it die at a chosen moment; it tells how the child ended.

A line of JSON on standard input: the deed's name and arguments, and when the child dies: at which change of a file's
name, opening for writing or removal (`at`, from 1), or when a file would outgrow so many bytes (`size`, by SIGXFSZ).
With `full`, the disk refuses what outgrows `size`, and the child lives to tell.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agentdesk.storage.backup import back_up
from agentdesk.storage.key_file import KeyFile
from agentdesk.storage.restoring import restore
from agentdesk.storage.rotating import change_key
from agentdesk.storage.upgrading import current_engine
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import TravelError
from tests.samples import NOON

WORDS = "correct horse battery staple"
_CHANGING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def rotate(path: str, key_file: str) -> None:
    change_key(Path(path), KeyFile(Path(key_file), "folder"), PRACTICE)


def upgrade(path: str, key: str) -> None:
    current_engine(Path(path), bytes.fromhex(key)).dispose()


def back_up_folder(root: str, key_file: str, target: str) -> None:
    keys = KeyFile(Path(key_file), "folder")
    back_up(Path(root), keys, Path(target), WORDS, whose="desk", program="", now=NOON, n=2**10)


def restore_folder(root: str, key_file: str, source: str) -> None:
    restore(Path(root), KeyFile(Path(key_file), "folder"), Path(source), WORDS, whose="desk", today=NOON.date())


DEEDS: dict[str, Callable[..., None]] = {
    "rotate": rotate,
    "upgrade": upgrade,
    "back up": back_up_folder,
    "restore": restore_folder,
}


@dataclass
class Death:
    """Comes with the event of that number; events that change nothing on the disk are not counted."""

    at: int
    seen: int = 0

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        opens = event == "open" and isinstance(arguments[2], int) and arguments[2] & _CHANGING
        if opens or event in ("os.rename", "os.remove", "os.link", "os.rmdir", "os.mkdir"):
            self.seen += 1
            if self.seen == self.at:
                os.kill(os.getpid(), signal.SIGKILL)


def child(order: dict[str, Any]) -> str:
    if order.get("size") is not None:
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["size"], limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN if order.get("full") else signal.SIG_DFL)
    death = Death(order.get("at", 0))
    sys.addaudithook(death)
    try:
        DEEDS[order["deed"]](*order["arguments"])
    except TravelError as trouble:
        return f"{type(trouble).__name__}: {trouble}"
    return f"done in {death.seen} steps"


def main() -> None:
    for line in sys.stdin:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            try:
                told = child(json.loads(line))
            except BaseException as bug:  # noqa: BLE001  # the test shows it
                told = f"bug {bug!r}"
            os.write(writing, told.encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            told = pipe.read()
        _, status = os.waitpid(pid, 0)
        print("killed" if os.WIFSIGNALED(status) else told.replace("\n", " "), flush=True)


if __name__ == "__main__":
    main()
