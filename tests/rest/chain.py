"""Several services of one agency on one database, each a process, and many callers at once."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx

from tests.rest.commands import commands, new_token
from tests.rest.service import Caller, Service

CANCEL = {"reason": "requested_by_customer"}
QUICK = ("--calls-per-minute", "100000", "--searches-per-minute", "10000")
BROKEN = 0
"""In place of a status: the process was killed before it answered."""


class Chain:
    """Services of one agency, each a process; one that was killed is replaced at its next use."""

    def __init__(self, data: Path, upstream: str, address: str) -> None:
        self._data, self._upstream = data, upstream
        self.shared = ("--database", address)
        self.token = new_token(data, "Ruth", options=self.shared)
        self._running: list[Service | None] = [None] * 3

    def __getitem__(self, number: int) -> Service:
        one = self._running[number] or Service(self._data, self._upstream, *QUICK, *self.shared)
        self._running[number] = one
        return one

    def kill(self, number: int) -> None:
        self[number].kill()
        self._running[number] = None

    def tokens(self, *words: str) -> str:
        (said,) = commands(self._data, ("token", *words), options=self.shared)
        assert said.code == 0, said.err
        return said.out

    def end(self) -> list[int]:
        return [one.end() for one in self._running if one is not None]


def at_once(
    callers: Sequence[Caller], count: int, deed: Callable[[Caller], httpx.Response], threads: int = 25
) -> Counter[int]:
    """So many attempts from several threads over all processes; how often which status came."""
    answers: Counter[int] = Counter()
    numbers = iter(range(count))
    lock = threading.Lock()

    def attempts() -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            try:
                status = deed(callers[number % len(callers)]).status_code
            except httpx.TransportError:
                status = BROKEN
            with lock:
                answers[status] += 1

    running = [threading.Thread(target=attempts) for _ in range(threads)]
    for one in running:
        one.start()
    for one in running:
        one.join()
    assert answers.total() == count
    return answers
