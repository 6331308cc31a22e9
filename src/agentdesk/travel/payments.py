"""Payments of held orders, as the upstream lists them (API.md 9)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from agentdesk.travel.money import Money


class PaymentOutcome(StrEnum):
    """UNSAID: old answers name no status."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment. `kind` is the upstream's word (balance, card, arc_bsp_cash, airline_credit)."""

    id: str
    order_id: str
    kind: str
    amount: Money
    created_at: datetime
    outcome: PaymentOutcome = PaymentOutcome.UNSAID
    failure_reason: str = ""
