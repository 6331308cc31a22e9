"""Searches against bookings in a calendar month: so many are free for each booking, more are charged (API.md 20)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

from agentdesk.travel.environment import World
from agentdesk.travel.money import Money

FREE_PER_BOOKING = 1500
EACH_MORE = Money(Decimal("0.005"), "USD")
_LOOK_AT = Decimal("0.8")  # of what is free


@dataclass(frozen=True, slots=True)
class SearchBudget:
    """What was searched and booked in a month by this desk; other desks of the agency are not known here."""

    month: date  # its first day, by UTC
    searches: int = 0
    bookings: int = 0

    @property
    def per_booking(self) -> int | None:
        """Searches for each booking, rounded up; None while nothing has been booked."""
        return -(-self.searches // self.bookings) if self.bookings else None

    @property
    def free(self) -> int:
        """How many searches cost nothing so far; what one booking frees is taken as given until there is one."""
        return FREE_PER_BOOKING * max(self.bookings, 1)

    @property
    def left(self) -> int:
        return max(self.free - self.searches, 0)

    @property
    def over(self) -> int:
        return max(self.searches - self.free, 0)

    @property
    def wants_a_look(self) -> bool:
        return self.searches >= _LOOK_AT * self.free

    def cost(self, world: World) -> Money:
        """What the searches beyond the free ones come to, to the cent; only live ones are charged."""
        exact = EACH_MORE * (self.over if world is World.LIVE else 0)
        return Money(exact.amount.quantize(Decimal("0.01"), ROUND_HALF_UP), exact.currency)


def month_of(instant: datetime) -> date:
    """The first day of the month of an aware instant, by UTC."""
    return instant.astimezone(UTC).date().replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
