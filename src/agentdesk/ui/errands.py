"""Background work with an owner: whoever starts it also ends it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Self

BugReport = Callable[[BaseException], None]


class Errands:
    """Keeps tasks alive, lets a newer one replace an older of the same name, sends bugs to one place.

    Leaving its `async with` block, or `close`, cancels and awaits the rest. One failure does not touch the others.
    """

    def __init__(self, on_bug: BugReport) -> None:
        self.on_bug = on_bug
        self._tasks: set[asyncio.Task[None]] = set()
        self._named: dict[str, asyncio.Task[None]] = {}
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.close()

    def run(self, work: Coroutine[Any, Any, object], *, replacing: str = "", after: float = 0.0) -> None:
        """Start work now, or `after` seconds. A still running one of the same `replacing` name is cancelled."""
        if self._closed:
            work.close()
            return
        if replacing:
            self.stop(replacing)
        task = asyncio.get_running_loop().create_task(self._do(work, after))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _task: work.close())  # cancelled before its first step, it would be unawaited
        if replacing:
            self._named[replacing] = task

    def stop(self, name: str) -> None:
        """Cancel the errand of that name, if there is one."""
        older = self._named.pop(name, None)
        if older is not None:
            older.cancel()

    def is_running(self, name: str) -> bool:
        task = self._named.get(name)
        return task is not None and not task.done()

    async def idle(self) -> None:
        """Until nothing runs any more."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Cancel what still runs and wait until it has ended; nothing can be started afterwards."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await self.idle()

    async def _do(self, work: Coroutine[Any, Any, object], after: float) -> None:
        try:
            if after:
                await asyncio.sleep(after)
            await work
        except Exception as bug:  # noqa: BLE001  # the outermost handler of background work: all of it is reported
            self.on_bug(bug)
