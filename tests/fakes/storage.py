"""Fakes of what storage keeps: everything in memory, and as particular as the real ones."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from agentdesk.desk.ports import OrderAnswer, OrderRecord, RecentSearch, anything_goes
from agentdesk.desk.preferences import Preferences
from agentdesk.desk.search_budget import SearchBudget, month_of
from agentdesk.travel.booking import Booked, Draft, JournalLine, Outcome, Sent, StruckOut, Unsure, is_open
from agentdesk.travel.deadlines import departure
from agentdesk.travel.deeds import AcceptChange, CancelOrder, Deed, DeedDone, PayHold, is_deed_open, sent_of_deed
from agentdesk.travel.environment import PRACTICE, Environment
from agentdesk.travel.errors import NoKeyring
from agentdesk.travel.money import Money
from agentdesk.travel.order_events import EventKind, OrderEvent
from agentdesk.travel.order_history import events_between, sale_events
from agentdesk.travel.orders import OrderStatus, status
from agentdesk.travel.search import Search
from tests.fakes.deeds import ListDeedJournal, MemoryHistory


class ListJournal:
    """A journal that remembers in a list, `entries`, all that was written, in order, and where each line stands now."""

    def __init__(self) -> None:
        self.entries: list[JournalLine] = []
        self._lines: dict[str, JournalLine] = {}

    async def write(self, sent: Sent, check: Callable[[tuple[JournalLine, ...]], None] = anything_goes) -> None:
        wanted = sent.priced.draft_id, sent.priced.offer.id
        own = [(line, _sent(line).priced) for line in reversed(self._lines.values())]
        check(tuple(line for line, priced in own if priced.draft_id == wanted[0] or priced.offer.id == wanted[1]))
        if sent.attempt in self._lines:
            raise ValueError(f"{sent.attempt} was written before")
        self._put(sent)

    async def settle(self, sent: Sent, outcome: Outcome) -> None:
        self._turn(sent, outcome)

    async def strike_out(self, line: StruckOut) -> None:
        self._turn(line.sent, line)

    async def open_lines(self) -> tuple[JournalLine, ...]:
        return tuple(line for line in self._lines.values() if is_open(line))

    async def to_settle(self) -> tuple[JournalLine, ...]:
        return await self.open_lines()

    async def take_over(self) -> tuple[JournalLine, ...]:
        """All: whoever asks for the first time comes after a program that has ended."""
        return await self.open_lines()

    async def line(self, attempt: str) -> JournalLine | None:
        return self._lines.get(attempt)

    async def of_draft(self, draft_id: str) -> JournalLine | None:
        found = [line for line in self._lines.values() if _sent(line).priced.draft_id == draft_id]
        return found[-1] if found else None

    async def of_offer(self, offer_id: str) -> tuple[JournalLine, ...]:
        found = [line for line in self._lines.values() if _sent(line).priced.offer.id == offer_id]
        return tuple(reversed(found))

    def _turn(self, sent: Sent, new: Outcome | StruckOut) -> None:
        if new.sent.attempt != sent.attempt:
            raise ValueError("an outcome of another attempt")
        if sent.attempt not in self._lines:
            raise LookupError(f"{sent.attempt} was never written")
        old = self._lines[sent.attempt]
        same_order = isinstance(old, Booked) and isinstance(new, Booked) and old.order_id == new.order_id
        found_after_all = isinstance(new, Booked) and not isinstance(old, Booked)
        if is_open(old) or same_order or found_after_all:
            self._put(new)
        elif not isinstance(new, Unsure) and (isinstance(old, Booked) or type(old) is not type(new)):
            raise ValueError(f"{sent.attempt} is settled already, as {old}")

    def _put(self, line: JournalLine) -> None:
        self.entries.append(line)
        self._lines[_sent(line).attempt] = line


def _sent(line: JournalLine) -> Sent:
    return line if isinstance(line, Sent) else line.sent


_NO_NEWS: dict[type[Deed], EventKind] = {
    PayHold: EventKind.PAID_UPSTREAM,
    CancelOrder: EventKind.CANCELLED_UPSTREAM,
    AcceptChange: EventKind.AIRLINE_CHANGE_ANSWERED,
}


class MemoryOrderBook:
    """An order book in a dictionary. `raws` are the bytes of the last answers; `history` is told what they tell, but
    for what `deeds` tell themselves."""

    def __init__(
        self,
        environment: Environment = PRACTICE,
        history: MemoryHistory | None = None,
        deeds: ListDeedJournal | None = None,
    ) -> None:
        self._environment = environment
        self._history = history if history is not None else MemoryHistory()
        self._deeds = deeds if deeds is not None else ListDeedJournal()
        self._records: dict[str, OrderRecord] = {}
        self.raws: dict[str, bytes] = {}

    async def save(self, answer: OrderAnswer, sent: Sent | None = None, agent: str = "") -> OrderAnswer | None:
        old = self._records.get(answer.order.id)
        is_newer = old is None or answer.at >= old.seen_at
        kept = answer.order if old is None or is_newer else old.order
        seen_at = answer.at if old is None or is_newer else old.seen_at
        if is_newer:
            self.raws[kept.id] = answer.raw
        first = sent if old is None or old.sent is None else None  # of what was sent; then it stays
        if first is not None:
            self._tell_sale(answer, first, agent)
        if is_newer and (old is not None or sent is None):
            await self._tell_difference(old, answer)
        self._records[kept.id] = OrderRecord(
            order=kept,
            seen_at=seen_at.astimezone(UTC),
            environment=self._environment,
            sent=sent or (old.sent if old else None),
            agent=agent or (old.agent if old else ""),
            fee=(first.priced.fee if first else None) or (old.fee if old else None),
            own_reference=(first.priced.own_reference if first else "") or (old.own_reference if old else ""),
            note=(first.priced.note if first else "") or (old.note if old else ""),
        )
        return answer

    def _tell_sale(self, answer: OrderAnswer, sent: Sent, agent: str) -> None:
        told, order_id = self._history.events, answer.order.id
        told[:] = [one for one in told if (one.order_id, one.kind) != (order_id, EventKind.FOUND)]
        known = {(one.kind, one.detail) for one in told if one.order_id == order_id}
        events = sale_events(answer.order, sent.priced.way, answer.at, agent, answer.request_id)
        told += [one for one in events if (one.kind, one.detail) not in known]

    async def _tell_difference(self, old: OrderRecord | None, answer: OrderAnswer) -> None:
        lines = await self._deeds.of_order(answer.order.id)
        done = [line for line in lines if is_deed_open(line) or isinstance(line, DeedDone)]
        ours = {_NO_NEWS[type(sent_of_deed(line).deed)] for line in done}
        before = old.order if old is not None else None
        for event in events_between(before, answer.order, answer.at, answer.request_id):
            if event.kind not in ours:
                await self._history.add(event)

    async def annotate(
        self, order_id: str, *, note: str, own_reference: str, agent: str, at: datetime
    ) -> OrderRecord | None:
        old = self._records.get(order_id)
        if old is None:
            return None
        self._records[order_id] = replace(old, note=note, own_reference=own_reference)
        await self._history.add(OrderEvent(order_id, at, EventKind.NOTED, agent))
        return self._records[order_id]

    async def many(self, order_ids: Sequence[str]) -> tuple[OrderRecord, ...]:
        return tuple(self._records[one] for one in order_ids if one in self._records)

    async def get(self, order_id: str) -> OrderRecord | None:
        return self._records.get(order_id)

    async def raw(self, order_id: str) -> bytes | None:
        return self.raws.get(order_id)

    async def newest(self, limit: int = 200) -> tuple[OrderRecord, ...]:
        return tuple(reversed(self._by_creation()))[:limit]

    async def awaiting_tickets(self, since: datetime | None = None) -> tuple[OrderRecord, ...]:
        return tuple(
            record
            for record in self._by_creation()
            if status(record.order, record.seen_at) is OrderStatus.AWAITING_TICKETS
            and (since is None or record.order.created_at >= since)
        )

    async def departing(
        self, after: datetime, before: datetime, seen_before: datetime, limit: int
    ) -> tuple[OrderRecord, ...]:
        found = [
            (leaves, record.order.id, record)
            for record in self._records.values()
            if record.order.cancelled_at is None
            and record.seen_at < seen_before
            and record.order.slices
            and (leaves := departure(record.order.slices[0])) is not None
            and after <= leaves < before
        ]
        return tuple(record for *_, record in sorted(found, key=lambda one: one[:2])[:limit])

    async def sold_since(self, since: datetime) -> tuple[OrderRecord, ...]:
        return tuple(one for one in reversed(self._by_creation()) if one.order.created_at >= since)

    async def awaiting_payment(self) -> tuple[OrderRecord, ...]:
        held = [one for one in self._records.values() if one.order.payment.awaiting_payment]
        far = datetime.max.replace(tzinfo=UTC)
        alive = [one for one in held if one.order.cancelled_at is None]
        return tuple(sorted(alive, key=lambda one: (one.order.payment.pay_by or far, one.order.id)))

    def _by_creation(self) -> list[OrderRecord]:
        return sorted(self._records.values(), key=lambda record: (record.order.created_at, record.order.id))


class MemoryDrafts:
    """Drafts in a dictionary."""

    def __init__(self) -> None:
        self._drafts: dict[str, tuple[int, Draft]] = {}

    async def save(self, draft: Draft, position: int) -> None:
        self._drafts[draft.id] = (position, draft)

    async def remove(self, draft_id: str) -> None:
        self._drafts.pop(draft_id, None)

    async def all(self) -> tuple[Draft, ...]:
        by_position = sorted(self._drafts.values(), key=lambda kept: (kept[0], kept[1].id))
        return tuple(draft for _, draft in by_position)


class MemoryRecentSearches:
    """Searches with the instant each was asked last; `orders` are the bookings they are counted against."""

    def __init__(self, orders: "MemoryOrderBook | None" = None) -> None:
        self._asked: dict[Search, datetime] = {}
        self._cheapest: dict[Search, Money] = {}
        self._counts: dict[date, int] = {}
        self._orders = orders or MemoryOrderBook()

    async def add(self, search: Search, at: datetime) -> None:
        self._asked[search] = at
        self._cheapest.pop(search, None)

    async def found(self, search: Search, cheapest: Money) -> None:
        if search in self._asked:
            self._cheapest[search] = cheapest

    async def newest(self, limit: int = 4) -> tuple[Search, ...]:
        return tuple(one.search for one in await self.lately(limit))

    async def lately(self, limit: int = 50) -> tuple[RecentSearch, ...]:
        found = [
            RecentSearch(search, at.astimezone(UTC), self._cheapest.get(search)) for search, at in self._asked.items()
        ]
        return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:limit])

    async def count(self, at: datetime, by: int = 1) -> None:
        month = month_of(at)
        self._counts[month] = max(self._counts.get(month, 0) + by, 0)

    async def month(self, at: datetime) -> SearchBudget:
        month = month_of(at)
        made = [one for one in await self._orders.newest(10_000) if month_of(one.order.created_at) == month]
        return SearchBudget(month, self._counts.get(month, 0), len(made))


class MemorySettings:
    """Preferences in a variable."""

    def __init__(self, preferences: Preferences | None = None) -> None:
        self._preferences = preferences or Preferences()

    def load(self) -> Preferences:
        return self._preferences

    def save(self, preferences: Preferences) -> None:
        self._preferences = preferences


class MemoryKeys:
    """A keyring that forgets all at the end; `locked`, it is one that stays locked."""

    def __init__(self, *, locked: bool = False) -> None:
        self.locked = locked
        self._tokens: dict[Environment, str] = {}
        self._keys: dict[Environment, bytes] = {}

    def token(self, environment: Environment) -> str | None:
        self._look()
        return self._tokens.get(environment)

    def keep_token(self, environment: Environment, token: str) -> None:
        self._look()
        self._tokens[environment] = token

    def forget_token(self, environment: Environment) -> None:
        self._look()
        self._tokens.pop(environment, None)

    def database_key(self, environment: Environment) -> bytes:
        self._look()
        return self._keys.setdefault(environment, bytes([len(self._keys) + 1]) * 32)

    def _look(self) -> None:
        if self.locked:
            raise NoKeyring("the keyring is locked")
