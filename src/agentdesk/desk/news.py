"""A board of small notices: what has changed, never the new data itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from agentdesk.travel.booking import Outcome
from agentdesk.travel.deadlines import Deadline, DeadlineKind
from agentdesk.travel.deeds import DeedOutcome
from agentdesk.travel.people import PlaceKind


@dataclass(frozen=True, slots=True)
class OrderChanged:
    """Read the order again from the order book."""

    order_id: str


@dataclass(frozen=True, slots=True)
class OrdersCame:
    """Orders that were not known here, many at once."""

    order_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """An order that is open on screen was read again and is as it was: its age is new."""

    order_id: str


@dataclass(frozen=True, slots=True)
class AccountRead:
    """How many orders of the account have been read at its first reading; nobody knows before how many there are."""

    orders: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class DeadlineNear:
    """A warning that is due: how long is left by the upstream's clock."""

    order_id: str
    kind: DeadlineKind
    at: datetime
    left: timedelta


@dataclass(frozen=True, slots=True)
class DeadlinesPassed:
    """Nothing can be done about these any more; `while_closed`, they passed when nobody was there to be warned."""

    deadlines: tuple[Deadline, ...]
    while_closed: bool = False


@dataclass(frozen=True, slots=True)
class BookingSettled:
    """An intention has an outcome (which may be Unsure)."""

    draft_id: str
    attempt: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class DeedSettled:
    """What was done to an order has an outcome (which may be DeedUnsure)."""

    order_id: str
    attempt: str
    outcome: DeedOutcome


@dataclass(frozen=True, slots=True)
class PersonErased:
    """Something that named a person who was erased has gone, or names them no longer: nothing may keep it again."""

    kind: PlaceKind
    id: str


@dataclass(frozen=True, slots=True)
class LineLost:
    """The upstream does not answer; said once. `asked`: somebody waited for the answer, and is told where they are."""

    asked: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class LineBack:
    """The upstream answers again; said once."""


_OfOrders = OrderChanged | OrdersCame | OrderSeen | AccountRead | DeadlineNear | DeadlinesPassed


@dataclass(frozen=True, slots=True)
class PrinterPicked:
    """A paper went to a printer of this name, "" for the system's dialog: the next one offers it first."""

    name: str


Notice = _OfOrders | BookingSettled | DeedSettled | PersonErased | LineLost | LineBack | PrinterPicked


class Board:
    """Tells every listener each notice, in the order they came."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Notice], None]] = []

    def listen(self, listener: Callable[[Notice], None]) -> Callable[[], None]:
        """Returns a function that ends it."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def tell(self, notice: Notice) -> None:
        for listener in tuple(self._listeners):
            listener(notice)
