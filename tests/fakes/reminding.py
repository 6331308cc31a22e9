"""Fakes of what is remembered about deadlines and about how far the account was read."""

from datetime import datetime

from agentdesk.travel.deadlines import Deadline, DeadlineKind


class MemoryReminded:
    """What was said, in a dictionary; `kept` lists it in order."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, DeadlineKind, datetime], datetime] = {}
        self.kept: list[tuple[str, datetime]] = []

    async def last(self, deadline: Deadline) -> datetime | None:
        return self._said.get((deadline.order_id, deadline.kind, deadline.at))

    async def keep(self, deadline: Deadline, due: datetime) -> None:
        self._said[deadline.order_id, deadline.kind, deadline.at] = due
        self.kept.append((deadline.order_id, due))

    async def forget(self, before: datetime) -> None:
        self._said = {key: due for key, due in self._said.items() if key[2] >= before}


class MemoryMarks:
    """Marks in a dictionary."""

    def __init__(self) -> None:
        self._marks: dict[str, datetime] = {}

    async def get(self, name: str) -> datetime | None:
        return self._marks.get(name)

    async def put(self, name: str, at: datetime) -> None:
        self._marks[name] = at
