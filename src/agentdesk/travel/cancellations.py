"""Cancelling an order: the quote that says what comes back, which is confirmed or left (API.md 10)."""

from dataclasses import dataclass
from datetime import date, datetime

from agentdesk.travel.money import Money


@dataclass(frozen=True, slots=True)
class Credit:
    """What an airline gives back as a credit of its own. `code` is "" until the cancellation is confirmed."""

    id: str
    name: str
    code: str
    amount: Money
    issued_on: date | None
    passenger_id: str


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A quote, or the proof once `confirmed_at` is there. Nothing is cancelled before that.

    `refund` is None where nobody says beforehand what comes back; `refund_to` is the upstream's word (balance, voucher,
    airline_credits, awaiting_payment, original_form_of_payment, ...) and "" when it says none. Of several quotes of an
    order only the newest can be confirmed, until `expires_at`.
    """

    id: str
    order_id: str
    created_at: datetime
    expires_at: datetime | None = None
    confirmed_at: datetime | None = None
    refund: Money | None = None
    refund_to: str = ""
    credits: tuple[Credit, ...] = ()

    def is_stale(self, now: datetime) -> bool:
        """Whether its time has passed unconfirmed; a newer quote may have replaced it before."""
        return self.confirmed_at is None and self.expires_at is not None and now >= self.expires_at

    def kept_of(self, paid: Money) -> Money | None:
        """What does not come back of what was paid; None where the currencies differ or the refund is not known."""
        if self.refund is None or self.refund.currency != paid.currency:
            return None
        return paid - self.refund
