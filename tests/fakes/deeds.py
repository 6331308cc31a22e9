"""Fakes of what storage keeps of deeds and of an order's history, as particular as the real ones."""

from collections.abc import Callable

from agentdesk.desk.ports import anything_goes
from agentdesk.travel.deeds import (
    DeedDone,
    DeedLine,
    DeedOutcome,
    DeedSent,
    DeedStruckOut,
    DeedUnsure,
    is_deed_open,
    sent_of_deed,
)
from agentdesk.travel.order_events import OrderEvent


class ListDeedJournal:
    """A journal that remembers in a list, `entries`, all that was written, in order, and where each line stands now."""

    def __init__(self) -> None:
        self.entries: list[DeedLine] = []
        self._lines: dict[str, DeedLine] = {}

    async def write(self, sent: DeedSent, check: Callable[[tuple[DeedLine, ...]], None] = anything_goes) -> None:
        check(await self.of_order(sent.deed.order_id))
        if sent.attempt in self._lines:
            raise ValueError(f"{sent.attempt} was written before")
        self._put(sent)

    async def settle(self, sent: DeedSent, outcome: DeedOutcome) -> None:
        self._turn(sent, outcome)

    async def strike_out(self, line: DeedStruckOut) -> None:
        self._turn(line.sent, line)

    async def open_lines(self) -> tuple[DeedLine, ...]:
        return tuple(line for line in self._lines.values() if is_deed_open(line))

    async def to_settle(self) -> tuple[DeedLine, ...]:
        return await self.open_lines()

    async def take_over(self) -> tuple[DeedLine, ...]:
        """All: whoever asks for the first time comes after a program that has ended."""
        return await self.open_lines()

    async def line(self, attempt: str) -> DeedLine | None:
        return self._lines.get(attempt)

    async def of_order(self, order_id: str) -> tuple[DeedLine, ...]:
        found = [line for line in self._lines.values() if sent_of_deed(line).deed.order_id == order_id]
        return tuple(reversed(found))

    def _turn(self, sent: DeedSent, new: DeedOutcome | DeedStruckOut) -> None:
        if new.sent.attempt != sent.attempt:
            raise ValueError("an outcome of another attempt")
        if sent.attempt not in self._lines:
            raise LookupError(f"{sent.attempt} was never written")
        old = self._lines[sent.attempt]
        found_after_all = isinstance(new, DeedDone) and not isinstance(old, DeedDone)
        if is_deed_open(old) or found_after_all:
            self._put(new)
        elif not isinstance(new, DeedUnsure) and type(old) is not type(new):
            raise ValueError(f"{sent.attempt} is settled already, as {old}")

    def _put(self, line: DeedLine) -> None:
        self.entries.append(line)
        self._lines[sent_of_deed(line).attempt] = line


class MemoryHistory:
    """Events in a list, as they came."""

    def __init__(self) -> None:
        self.events: list[OrderEvent] = []

    async def add(self, event: OrderEvent) -> None:
        self.events.append(event)

    async def of_order(self, order_id: str) -> tuple[OrderEvent, ...]:
        found = [(one.at, number) for number, one in enumerate(self.events) if one.order_id == order_id]
        return tuple(self.events[number] for _, number in sorted(found, reverse=True))
