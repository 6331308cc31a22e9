"""How often to look at an order again, and how many looks a minute there may be. Pure but for the counting."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from agentdesk.travel.deadlines import departure
from agentdesk.travel.order_views import SOON
from agentdesk.travel.orders import Order, OrderStatus, status

Table = tuple[tuple[timedelta, timedelta], ...]

TICKET_PACE: Table = (
    (timedelta(minutes=5), timedelta(seconds=3)),
    (timedelta(hours=1), timedelta(seconds=30)),
    (timedelta(days=1), timedelta(minutes=5)),
    (timedelta(days=7), timedelta(hours=1)),
)
"""Up to how long ago an order without tickets was paid, how long to wait. Later its airline is taken for one that has
none."""
HOLD_PACE: Table = (
    (timedelta(hours=1), timedelta(minutes=1)),
    (timedelta(days=1), timedelta(minutes=15)),
    (timedelta.max, timedelta(hours=2)),
)
"""Up to which time left to pay an unpaid hold, how long to wait."""
FLIGHT_PACE: Table = (
    (timedelta(hours=6), timedelta(minutes=10)),
    (timedelta(days=1), timedelta(minutes=30)),
    (timedelta(days=3), timedelta(hours=2)),
    (SOON, timedelta(hours=8)),
)
"""Up to which time until the next flight leaves, how long to wait; lists that are kept up bring many at once before."""
SCREEN_PACE = timedelta(seconds=15)
LONGEST = timedelta(hours=1)  # between looks at an order that cannot be read
_LATE = timedelta(seconds=5)  # after a deadline, by when the airline has let the seats go
_GUESS = 60  # calls a minute, until an answer has said the limit: the lowest that was ever documented


def of_table(table: Table, value: timedelta) -> timedelta | None:
    """The pace of the first row that is not passed; None beyond the last."""
    return next((pace for limit, pace in table if value <= limit), None)


def waited_for_tickets(order: Order, now: datetime) -> timedelta:
    """Since it was paid: a hold may have been made days before."""
    return max(now - (order.payment.paid_at or order.created_at), timedelta(0))


def next_ticket_look(waited: timedelta) -> timedelta | None:
    """How long to wait before looking for tickets again; None when they are no longer waited for."""
    return of_table(TICKET_PACE, waited)


def next_hold_look(now: datetime, pay_by: datetime | None) -> timedelta:
    """How long to wait before looking at an unpaid hold again: never past the moment when it lapses."""
    if pay_by is None:
        return HOLD_PACE[-1][1]
    left = pay_by - now
    if left <= timedelta(0):
        return HOLD_PACE[0][1]
    return min(of_table(HOLD_PACE, left) or HOLD_PACE[-1][1], left + _LATE)


def next_flight_look(order: Order, now: datetime) -> timedelta | None:
    """The nearer the next flight the oftener; None when none leaves soon."""
    ahead = [at - now for part in order.slices if (at := departure(part)) is not None and at > now]
    return of_table(FLIGHT_PACE, min(ahead)) if ahead else None


def pace(order: Order, now: datetime, *, on_screen: bool = False) -> timedelta | None:
    """How long to wait between looks at this order now; None when it need not be looked at."""
    found = [SCREEN_PACE if on_screen else None]
    state = status(order, now)
    if state in (OrderStatus.HELD, OrderStatus.OVERDUE):
        found.append(next_hold_look(now, order.payment.pay_by))
    if state is OrderStatus.AWAITING_TICKETS:
        found.append(next_ticket_look(waited_for_tickets(order, now)))
    if state not in (OrderStatus.CANCELLED, OrderStatus.LAPSED):
        found.append(next_flight_look(order, now))
    return min((one for one in found if one is not None), default=None)


SHARES = (1.0, 0.9, 0.9, 0.75)
"""By rank, how much of the allowance may be used up: there is always some left for what is more urgent."""


def rank(order: Order, now: datetime, *, on_screen: bool) -> int:
    """Which of several to look at first when not all can be: the smaller the sooner."""
    if on_screen:
        return 0
    state = status(order, now)
    if state is OrderStatus.AWAITING_TICKETS and waited_for_tickets(order, now) <= TICKET_PACE[0][0]:
        return 1
    pay_by = order.payment.pay_by
    lapsing = state is OrderStatus.HELD and pay_by is not None and pay_by - now <= HOLD_PACE[0][0]
    return 2 if lapsing else 3


class Allowance:
    """Looks of all kinds together stay under a tenth of the limit, whatever a minute is looked at.

    `limit` gives the calls a minute that the upstream allows, None while it has not said; `steady` counts seconds.
    """

    def __init__(self, limit: Callable[[], int | None], steady: Callable[[], float]) -> None:
        self._limit, self._steady = limit, steady
        self._taken: deque[float] = deque()
        self._closed_until = 0.0

    @property
    def per_minute(self) -> int:
        return max((self._limit() or _GUESS) // 10, 1)

    def room(self, share: float = 1.0) -> int:
        """How many looks may be taken now; `share` is what one who is not in a hurry leaves to the others."""
        if self._steady() < self._closed_until:
            return 0
        self._forget()
        return max(max(int(self.per_minute * share), 1) - len(self._taken), 0)

    def take(self) -> None:
        self._taken.append(self._steady())

    def wait(self, share: float = 1.0) -> float:
        """Seconds until there is room."""
        now = self._steady()
        if now < self._closed_until:
            return self._closed_until - now
        if self.room(share):
            return 0.0
        most = max(int(self.per_minute * share), 1)
        return max(self._taken[len(self._taken) - most] + 60 - now, 0.01)

    def pause(self, seconds: float) -> None:
        """The upstream wants to be left alone."""
        self._closed_until = max(self._closed_until, self._steady() + seconds)

    def _forget(self) -> None:
        gone = self._steady() - 60
        while self._taken and self._taken[0] <= gone:
            self._taken.popleft()
