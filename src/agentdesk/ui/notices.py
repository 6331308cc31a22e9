"""What happens out of sight is told in the window: bookings settled, tickets come, the next deadline."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from agentdesk.desk.desk import Desk
from agentdesk.desk.news import BookingSettled, Notice, OrderChanged
from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.booking import Booked, Draft, Refused, Unsure
from agentdesk.travel.flow import is_sold
from agentdesk.travel.orders import is_ticketed, needs_attention
from agentdesk.ui import words
from agentdesk.ui.book.booking_tabs import tab_name
from agentdesk.ui.book.bookings import Bookings
from agentdesk.ui.errands import Errands
from agentdesk.ui.main_window import MainWindow


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
    ) -> None:
        self._window, self._desk, self._errands, self._bookings = window, desk, errands, bookings
        self._open_order = open_order
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
                "The old file is kept.",
                deed="Show",
                do=lambda: self._window.open_room("Settings"),
            )
        self._errands.run(self._read())

    def put_away(self) -> None:
        self._stop()
        self._window.toasts.clear()
        self._window.status.show_deadline("", "", None, self._desk.clock)
        self._window.rail.show_count("Orders", 0)

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
        changed = [one for one in await self._desk.orders.newest() if needs_attention(one.order)]
        self._window.rail.show_count("Orders", len({one.order.id for one in (*self._held, *changed)}))
        self.show_deadline()

    # --- heard

    def _heard(self, notice: Notice) -> None:
        if isinstance(notice, BookingSettled):
            self._settled(notice)
        elif isinstance(notice, OrderChanged):
            self._errands.run(self._changed(notice.order_id))

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

    async def _changed(self, order_id: str) -> None:
        record = await self._desk.orders.get(order_id)
        await self._read_held()
        if record is None or order_id not in self._awaited or not is_ticketed(record.order):
            return
        self._awaited.discard(order_id)
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
    """The nearest instant that is still to come: an offer's price ends, or a held order has to be paid."""
    found = [
        NextDeadline(
            tab_name(one).text, f"price holds until {words.clock(one.offer.expires_at.astimezone())}", until, True
        )
        for one in drafts
        if one.offer is not None and not is_sold(one) and (until := one.offer.expires_at) > now
    ]
    for record in held:
        order = record.order
        if order.payment.pay_by is not None and order.payment.pay_by > now:
            first = order.passengers[0].family_name if order.passengers else ""
            by = _by(order.payment.pay_by, now)
            found.append(NextDeadline(f"{first} {order.reference}".strip(), f"pay by {by}", order.payment.pay_by))
    return min(found, key=lambda one: one.until, default=None)


def _by(until: datetime, now: datetime) -> str:
    """The time alone today, else with its day."""
    local = until.astimezone()
    return words.clock(local) if local.date() == now.astimezone().date() else words.moment(until)
