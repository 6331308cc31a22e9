"""What the agency service keeps beside the desk: its agents, who did what, answers by key, orders by its own ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.agents import Agent, Role
from agentdesk.travel.booking import ATTEMPT_KEY


class NameTaken(Exception):
    """There is an agent of this name with a token that works."""


class AgentBook(Protocol):
    """Agents and the digests of their tokens; a token itself is shown once and never kept."""

    async def add(self, name: str, role: Role, at: datetime, origin: str = "") -> tuple[Agent, str]:
        """The agent and the token; `origin` says for the audit from where. NameTaken."""
        ...

    async def by_token(self, token: str) -> Agent | None:
        """None for a token that was never given or is revoked."""
        ...

    async def all(self) -> tuple[Agent, ...]: ...
    async def revoke(self, name: str, at: datetime, origin: str = "") -> bool:
        """Whether there was one to revoke; in the audit like `add`."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the audit: who did what to what, when and from where. `target` is an id of the service.

    `agent_id` is "" for what was done by a command; its user then stands in `origin`.
    """

    at: datetime
    agent_id: str
    action: str
    target: str
    origin: str
    request_id: str
    done: bool


class Audit(Protocol):
    async def add(self, entry: Entry) -> None: ...
    async def of(self, target: str) -> tuple[Entry, ...]:
        """Oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer that a key was given."""

    status: int
    answer: str


class OtherBody(Exception):
    """The key was used for another request."""


class AnswerShelf(Protocol):
    """Answers by agent and key, for thirty days (REST.md, Idempotent)."""

    async def begin(self, agent_id: str, key: str, digest: str, at: datetime) -> Kept | bool:
        """True when this call is the first and goes on, False while another is under way, else its answer.

        One that was left by a process that has ended, or is under way for longer than any call takes, begins anew.

        OtherBody when the digest is not that of the first call.
        """
        ...

    async def finish(self, agent_id: str, key: str, kept: Kept) -> None: ...
    async def give_back(self, agent_id: str, key: str) -> None:
        """Nothing has happened: the key is free again."""
        ...

    async def forget(self, before: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class NumberedOrder:
    """An order by the service's own id. `order_id` is the upstream's, "" while nobody knows whether there is one."""

    id: str
    agent_id: str
    attempt: str
    order_id: str
    created_at: datetime


class OrderNumbers(Protocol):
    """The service's own ids of orders."""

    async def begin(self, own_id: str, attempt: str, agent_id: str, at: datetime) -> str:
        """The id of this attempt: `own_id`, or that which it got before its process ended or its disk was full."""
        ...

    async def found(self, attempt: str, order_id: str) -> None:
        """An order that was taken for one made elsewhere is known by the attempt's id from then on."""
        ...

    async def of(self, own_id: str) -> NumberedOrder | None: ...
    async def of_attempt(self, attempt: str) -> NumberedOrder | None: ...
    async def known(self, order_ids: Sequence[str]) -> Mapping[str, NumberedOrder]:
        """By the upstream's id those that have a number already."""
        ...

    async def of_upstream(self, order_id: str, at: datetime, attempt: str = "") -> NumberedOrder:
        """With a new id when the order was made elsewhere, by no attempt of ours."""
        ...


async def number_of(numbers: OrderNumbers, record: OrderRecord) -> NumberedOrder:
    """The service's id of an order. One that is told of before its sale was answered is known by its attempt."""
    order = record.order
    attempt = record.sent.attempt if record.sent is not None else dict(order.metadata).get(ATTEMPT_KEY, "")
    return await numbers.of_upstream(order.id, order.created_at, attempt)


async def numbers_of(numbers: OrderNumbers, records: Sequence[OrderRecord]) -> tuple[NumberedOrder, ...]:
    """The same of many, asked for at once."""
    known = await numbers.known([one.order.id for one in records])
    return tuple([known.get(one.order.id) or await number_of(numbers, one) for one in records])


@dataclass(frozen=True, slots=True)
class ServiceEvent:
    """Something that callers may want to look at again. `number` grows; `target` is an id of the service."""

    number: int
    at: datetime
    kind: str  # order.changed
    target: str


class EventLog(Protocol):
    """Events in their order, kept for those who come back."""

    async def add(self, kind: str, target: str, at: datetime, order_id: str = "") -> None:
        """Other processes are told too: `order_id` is the upstream's."""
        ...

    async def after(self, number: int, limit: int = 500) -> tuple[ServiceEvent, ...]:
        """Oldest first."""
        ...

    async def last(self) -> int:
        """The newest number, 0 while there is none."""
        ...

    async def forget(self, before: datetime) -> int: ...
