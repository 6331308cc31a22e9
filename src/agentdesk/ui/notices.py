"""What happens out of sight is told in the window: bookings settled, tickets come, the next deadline."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from agentdesk.desk.desk import Desk
from agentdesk.desk.news import (
    AccountRead,
    BookingSettled,
    DeadlineNear,
    DeadlinesPassed,
    DeedSettled,
    Notice,
    OrderChanged,
    OrdersCame,
)
from agentdesk.desk.ports import Notifier, OrderRecord
from agentdesk.desk.preferences import Alerts
from agentdesk.travel.booking import Booked, Draft, Refused, Unsure
from agentdesk.travel.deadlines import DeadlineKind, coming, deadlines_of
from agentdesk.travel.errors import NotKept
from agentdesk.travel.flow import is_sold
from agentdesk.travel.order_views import View
from agentdesk.travel.orders import is_ticketed
from agentdesk.ui import words
from agentdesk.ui.book.booking_tabs import tab_name
from agentdesk.ui.book.bookings import Bookings
from agentdesk.ui.errands import Errands
from agentdesk.ui.main_window import MainWindow
from agentdesk.ui.orders import deadline_words, deed_words

_TOGETHER = 0.2  # seconds: changes that come together are counted once
_RECOUNT = 6  # looks at the clock: time alone makes a hold urgent
_MANY = 200  # orders of an account: fewer are read before anybody has read the words
_STAYS = timedelta(hours=1)  # a warning so near waits to be closed


_OF_HOLDS = (DeadlineKind.PAY, DeadlineKind.PRICE)
_NAMELESS = ("A deadline is near", "Unlock the desk to see which.")


@dataclass(frozen=True, slots=True)
class NextDeadline:
    """Whose it is, what has to be done by then, and when."""

    who: str
    what: str
    until: datetime
    is_price: bool = False  # of an offer: minutes are its nature, and no alarm


class Notices:
    """Listens for the rooms; whatever the agent is looking at is not told again."""

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        errands: Errands,
        bookings: Bookings,
        open_order: Callable[[OrderRecord], None],
        notifier: Notifier | None = None,
        alerts: Callable[[], Alerts] = Alerts,
        show_urgent: Callable[[], None] | None = None,
        order_in_front: Callable[[], str] = str,
        is_locked: Callable[[], bool] = bool,
    ) -> None:
        """`show_urgent` opens the list of all orders that want the agent; `order_in_front` is the id of the order that
        is on screen, or "". While it `is_locked`, nothing that leaves the window names anybody."""
        self._window, self._desk, self._errands, self._bookings = window, desk, errands, bookings
        self._open_order, self._notifier, self._alerts = open_order, notifier, alerts
        self._order_in_front, self._is_locked = order_in_front, is_locked
        self._show_urgent = show_urgent or (lambda: window.open_room("Orders"))
        self._ticks = 0
        self._awaited: set[str] = set()
        self._held: tuple[OrderRecord, ...] = ()
        self._told: NextDeadline | None = None
        self._stop = desk.news.listen(self._heard)
        bookings.changed.connect(self.show_deadline)

    def start(self, *, damaged_settings: bool = False) -> None:
        """Know what is awaited and held from before; `damaged_settings` could not be read and were put aside."""
        if damaged_settings:
            self._window.toasts.tell(
                "warn",
                "The settings could not be read",
                "The usual ones hold until you change them; the old file is kept.",
                deed="Show",
                do=lambda: self._window.open_room("Settings"),
            )
        self._errands.run(self._read())

    def put_away(self) -> None:
        self._stop()
        self._window.toasts.clear()
        self._window.status.show_deadline("", "", None, self._desk.clock)
        self._window.rail.show_count("Orders", 0)

    def tick(self) -> None:
        """Time has passed: another deadline may be the nearest, and more orders may want the agent."""
        self._ticks += 1
        self.show_deadline()
        if self._ticks % _RECOUNT == 0:
            self._errands.run(self._count(), replacing="orders to act on")

    def show_deadline(self) -> None:
        """The nearest of open offers and held orders, in the strip."""
        found = next_deadline(self._bookings.drafts, self._held, self._desk.clock())
        if found == self._told:
            return
        self._told = found
        if found is None:
            self._window.status.show_deadline("", "", None, self._desk.clock)
        else:
            self._window.status.show_deadline(
                found.who, found.what, found.until, self._desk.clock, is_price=found.is_price
            )

    async def _read(self) -> None:
        self._awaited |= {one.order.id for one in await self._desk.orders.awaiting_tickets()}
        await self._read_held()

    async def _read_held(self) -> None:
        self._held = await self._desk.orders.awaiting_payment()
        self.show_deadline()
        await self._count()

    async def _count(self) -> None:
        """How many orders want the agent; what cannot be counted leaves the number as it was."""
        try:
            counts = await self._desk.index.counts(self._desk.clock())
        except NotKept:
            return
        self._window.rail.show_count("Orders", counts.get(View.ATTENTION.value, 0))

    # --- heard

    def _heard(self, notice: Notice) -> None:
        if isinstance(notice, BookingSettled):
            self._settled(notice)
        elif isinstance(notice, DeedSettled):
            self._errands.run(self._deed_settled(notice))
        elif isinstance(notice, OrderChanged):
            self._errands.run(self._changed(notice.order_id))
            self._errands.run(self._read_held(), replacing="orders held", after=_TOGETHER)
        elif isinstance(notice, OrdersCame):
            self._errands.run(self._read_held(), replacing="orders held", after=_TOGETHER)
        elif isinstance(notice, AccountRead):
            self._reading(notice)
        elif isinstance(notice, DeadlineNear):
            self._errands.run(self._near(notice))
        elif isinstance(notice, DeadlinesPassed):
            self._errands.run(self._passed(notice))

    def _settled(self, notice: BookingSettled) -> None:
        outcome, name = notice.outcome, self._name_of(notice.draft_id)
        if isinstance(outcome, Booked):
            self._awaited.add(outcome.order_id)
        if self._is_in_front(notice.draft_id):
            return
        match outcome:
            case Booked():
                self._tell("good", f"Booked, {outcome.reference}", name, notice.draft_id)
            case Refused():
                self._tell("warn", "Not booked, nothing was charged", name, notice.draft_id)
            case Unsure():
                self._tell("warn", "Checking with the airline", name, notice.draft_id)
            case _:
                assert_never(outcome)

    async def _deed_settled(self, notice: DeedSettled) -> None:
        """What was done to an order that is not in front."""
        if self._order_in_front() == notice.order_id:
            return
        record = await self._desk.orders.get(notice.order_id)
        if record is None:
            return
        kind, said = deed_words.settled(notice.outcome)
        who = f"{deadline_words.lead(record)} {record.order.reference}".strip()
        self._window.toasts.tell(kind, said, who, deed="Show", do=lambda: self._show_order(record))

    def _reading(self, read: AccountRead) -> None:
        """The first reading of the account in the strip; how long it takes nobody knows before."""
        said = "" if read.is_whole or read.orders < _MANY else f"Reading the account's orders, {read.orders:,} so far"
        self._window.status.show_running(said)

    async def _near(self, notice: DeadlineNear) -> None:
        record = await self._desk.orders.get(notice.order_id)
        if record is not None:
            told = deadline_words.near(notice.kind, notice.at, notice.left, record)
            await self._warn(told, record, "alarm-clock", stays=notice.left <= _STAYS)

    async def _passed(self, notice: DeadlinesPassed) -> None:
        found = [await self._desk.orders.get(order_id) for order_id in {one.order_id: 0 for one in notice.deadlines}]
        records = [one for one in found if one is not None]
        if notice.while_closed and records:
            told = deadline_words.while_closed(notice.deadlines, records)
            show = records[0] if len(records) == 1 else None
            await self._warn(told, show, "alarm-clock-off", stays=True)
            return
        for deadline in notice.deadlines:
            record = next((one for one in records if one.order.id == deadline.order_id), None)
            if record is not None:
                await self._warn(deadline_words.passed(deadline, record), record, "alarm-clock-off", stays=True)

    async def _warn(
        self, told: deadline_words.Told, record: OrderRecord | None, icon: str, *, stays: bool = False
    ) -> None:
        """In the window, on the desktop and by sound, as chosen; without an order its button opens the list."""

        def show() -> None:
            if record is not None:
                self._show_order(record)
            else:
                self._show_urgent()

        self._window.toasts.tell("warn", told.title, told.text, icon=icon, deed="Show", do=show, stays=stays)
        chosen = self._alerts()
        if self._notifier is not None and (chosen.desktop or chosen.sound):
            order_id = record.order.id if record is not None else ""
            title, text = told.title, told.text
            if self._is_locked():
                title, text = _NAMELESS
            await self._notifier.tell(title, text, order_id, shown=chosen.desktop, sound=chosen.sound)

    def ahead(self) -> tuple[datetime, ...]:
        """When the holds that wait for payment end, and their prices."""
        now = self._desk.clock()
        return tuple(
            one.at
            for record in self._held
            for one in coming(deadlines_of(record.order, now), now)
            if one.kind in _OF_HOLDS
        )

    async def show(self, order_id: str) -> None:
        """Open an order that was asked for, and come to the front where that was outside the window."""
        record = await self._desk.orders.get(order_id)
        if record is not None:
            if not self._window.isActiveWindow():
                self._window.show()
                self._window.raise_()
                self._window.activateWindow()
            if not self._is_locked():
                self._show_order(record)

    async def _changed(self, order_id: str) -> None:
        record = await self._desk.orders.get(order_id)
        if record is None or order_id not in self._awaited or not is_ticketed(record.order):
            return
        self._awaited.discard(order_id)
        if self._order_in_front() == order_id:  # its page says so itself
            return
        draft = next((one for one in self._bookings.drafts if one.order_id == order_id), None)
        if draft is not None and self._is_in_front(draft.id):
            return
        first = record.order.passengers[0].family_name if record.order.passengers else ""
        said = f"{first} {words.count(len(record.order.tickets), 'ticket')}".strip()
        self._window.toasts.tell(
            "good",
            f"Ticketed, {record.order.reference}",
            said,
            icon="ticket-check",
            deed="Show",
            do=lambda: self._show_booking(draft.id) if draft is not None else self._show_order(record),
        )

    def _tell(self, kind: str, strong: str, name: str, draft_id: str) -> None:
        is_open = any(one.id == draft_id for one in self._bookings.drafts)
        deed = "Show" if is_open else ""
        self._window.toasts.tell(kind, strong, name, deed=deed, do=lambda: self._show_booking(draft_id))

    def _show_booking(self, draft_id: str) -> None:
        self._window.open_room("Book")
        self._bookings.go_to(draft_id)

    def _show_order(self, record: OrderRecord) -> None:
        self._window.open_room("Orders")
        self._open_order(record)

    def _is_in_front(self, draft_id: str) -> bool:
        view = self._bookings.current
        return self._window.room is self._bookings and view is not None and view.tab.draft.id == draft_id

    def _name_of(self, draft_id: str) -> str:
        return next((tab_name(one).text for one in self._bookings.drafts if one.id == draft_id), "")


def next_deadline(drafts: Sequence[Draft], held: Sequence[OrderRecord], now: datetime) -> NextDeadline | None:
    """The nearest instant that is still to come: an offer's price ends, a hold or its price does."""
    found = [
        NextDeadline(
            tab_name(one).text, f"price holds until {words.clock(one.offer.expires_at.astimezone())}", until, True
        )
        for one in drafts
        if one.offer is not None and not is_sold(one) and (until := one.offer.expires_at) > now
    ]
    for record in held:
        who = f"{deadline_words.lead(record)} {record.order.reference}".strip()
        ahead = [one for one in coming(deadlines_of(record.order, now), now) if one.kind in _OF_HOLDS]
        found += [NextDeadline(who, deadline_words.brief(one.kind, one.at, now), one.at) for one in ahead]
    return min(found, key=lambda one: one.until, default=None)
