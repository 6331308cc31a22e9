"""Who may call the agency service, and what each role may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """READER looks, AGENT sells too, SUPERVISOR sees and does what agents do for all of them."""

    READER = "reader"
    AGENT = "agent"
    SUPERVISOR = "supervisor"


class Right(StrEnum):
    SEARCH = "search"
    READ_ORDERS = "read_orders"
    SELL = "sell"
    AUDIT = "audit"  # see who did what
    SERVICE = "service"  # pay, cancel and answer what another agent has sold too


_RIGHTS = {
    Role.READER: frozenset({Right.READ_ORDERS}),
    Role.AGENT: frozenset({Right.SEARCH, Right.READ_ORDERS, Right.SELL, Right.SERVICE}),
    Role.SUPERVISOR: frozenset(Right),
}


@dataclass(frozen=True, slots=True)
class Agent:
    """A caller with a token of its own. `name` is what stands on what was done."""

    id: str
    name: str
    role: Role
    created_at: datetime
    revoked_at: datetime | None = None

    def may(self, right: Right) -> bool:
        return self.revoked_at is None and right in _RIGHTS[self.role]
