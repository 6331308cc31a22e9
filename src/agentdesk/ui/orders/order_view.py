"""One order on screen: reference, status, tickets as they arrive, what to do with them, flights, conditions."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.desk.desk import Desk
from agentdesk.desk.ports import OrderRecord
from agentdesk.desk.preferences import Preferences
from agentdesk.travel.journeys import instant
from agentdesk.travel.orders import Order, OrderStatus, status
from agentdesk.travel.passengers import PassengerKind
from agentdesk.ui import words
from agentdesk.ui.book.page import KeyHelp
from agentdesk.ui.book.payment_words import both
from agentdesk.ui.errands import Errands
from agentdesk.ui.orders.on_screen import OnScreen
from agentdesk.ui.orders.order_flights import FlightsCard
from agentdesk.ui.orders.order_head import OrderHead, unpaid
from agentdesk.ui.orders.order_papers import OrderPapers
from agentdesk.ui.orders.order_tickets import TicketTable
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import ENVIRONMENT_ICONS, Button, shown_key
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.tips import plain_tip

_WIDEST, _GAP = 1040, 8
_CHECK_IN = timedelta(hours=24)  # before departure, as a rule of thumb
ORDER_KEYS = (
    KeyHelp("Ctrl+P", "Print the itinerary"),
    KeyHelp("Ctrl+S", "Save it as PDF"),
    KeyHelp("M", "Mail it"),
    KeyHelp("K", "Flights into the calendar"),
    KeyHelp("C", "Copy the booking reference"),
    KeyHelp("T", "Copy the itinerary as text"),
    KeyHelp("B", "Book again: the same search and passengers in a new tab"),
)


class OrderView(QWidget):
    """Shows a record of the order book; makes its papers through the desk."""

    books_again = Signal()

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        errands: Errands,
        preferences: Callable[[], Preferences],
        *,
        hero: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._desk, self._hero = theme, desk, hero
        self._record: OrderRecord | None = None
        self._papers = OrderPapers(desk, errands, preferences, self)
        self._on_screen = OnScreen(self, desk.watching)
        self._banner, self._next = Banner(theme), Banner(theme)
        self._papers.told.connect(self._banner.say)
        self._banner.pressed.connect(self._banner.hide)
        self._head = OrderHead(theme, desk.clock, hero=hero)
        self._tickets = TicketTable(theme, desk.clock)
        self._tickets.copied.connect(self._papers.copy)
        self._flights = FlightsCard(theme)
        self._note = label(theme, "", "body", "text2", wraps=True)
        self._seen = label(theme, "", "caption")
        self._buttons = self._make_buttons()
        self._deeds = QVBoxLayout()
        self._shape: tuple[int, ...] = ()
        self._lay_out()

    @property
    def order_id(self) -> str:
        return self._record.order.id if self._record is not None else ""

    def focus_first(self) -> None:
        """The keyboard comes to the first button, once the agent has looked: nothing here spends money."""
        self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    async def save_pdf(self, target: Path) -> None:
        await self._papers.save_pdf(target)

    def show_record(self, record: OrderRecord) -> None:
        """Show it as last known; what is the same stays as it is."""
        if record == self._record:
            return
        self._record = record
        self._on_screen.of(record.order.id)
        order = record.order
        self._papers.show_record(record)
        self._head.show_record(record)
        self._tickets.show_order(order)
        self._flights.show_order(order)
        self._note.setText(f"Note: {record.note}" if record.note else "")
        self._note.setVisible(bool(record.note))
        self._seen.setText(f"As the airline said at {words.clock(record.seen_at.astimezone())}")
        name = self._papers.recipient_name
        self._buttons[2].say(f"Mail to {name}" if self._papers.recipient else "Mail")
        self._place_buttons()
        self._show_next(order)

    # --- what comes next

    def _show_next(self, order: Order) -> None:
        now = self._desk.clock()
        what = status(order, now)
        if unpaid(order, now):
            self._say_unpaid(order, what)
            return
        if what in (OrderStatus.CANCELLED, OrderStatus.LAPSED):
            strong = "The hold has ended." if what is OrderStatus.LAPSED else "This booking is cancelled."
            text = "It was not paid in time; the airline has let the flights go." if what is OrderStatus.LAPSED else ""
            self._next.say("bad", strong, text)
            return
        said = [*_unseated(order), _check_in(order, now)]
        text = " ".join(one for one in said if one)
        if text:
            self._next.say("neutral", "Still to do.", text)
        else:
            self._next.hide()

    def _say_unpaid(self, order: Order, what: OrderStatus) -> None:
        pay_by = order.payment.pay_by
        if what is OrderStatus.OVERDUE:
            self._next.say("bad", "Not paid in time.", "The airline may let the flights go at any moment.")
        elif pay_by is None:
            self._next.say("warn", "Held, not paid.", "Nothing was charged. The airline has named no deadline.")
        else:
            by = both(pay_by, order.slices)
            said = f"Nothing was charged. Pay by {by}, or the airline lets the flights go. Tickets come after that."
            self._next.say("warn", "Held, not paid.", said)

    # --- widgets

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()

    def _make_buttons(self) -> list[Button]:
        world = self._desk.environment.world
        mark = "" if self._desk.environment.is_live else f" ({world})"
        kind = f"money_{world}" if mark else "primary"
        icon = ENVIRONMENT_ICONS[world] if mark else "printer"
        papers = self._papers
        wanted: list[tuple[str, str, str, str, Callable[[], None]]] = [
            (f"Print itinerary{mark}…", icon, "Ctrl+P", "Print the itinerary", papers.ask_printer),
            ("Save PDF…", "download", "Ctrl+S", "Save the itinerary as PDF", papers.ask_where_to_save),
            ("Mail", "mail", "M", "A mail with the itinerary, for your mail program", papers.mail),
            ("Calendar", "calendar-plus", "K", "The flights for your calendar", papers.calendar),
            ("Copy reference", "copy", "C", "Copy the booking reference", papers.copy_reference),
            ("Copy as text", "file-text", "T", "Copy the itinerary as text", papers.copy_text),
        ]
        if self._hero:
            again = "The same search and passengers in a new tab"
            wanted.append(("Book again", "plane", "B", again, self.books_again.emit))
        made = []
        for place, (text, picture, keys, hint, do) in enumerate(wanted):
            first = kind if place == 0 and self._hero else ""
            button = Button(self._theme, text, kind=first, icon=picture, key=shown_key(keys))
            button.setToolTip(plain_tip(f"{hint} ({shown_key(keys)})"))
            button.clicked.connect(do)
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(button.click)
            made.append(button)
        return made

    def _place_buttons(self) -> None:
        """As many in a row as have room; a row is made anew only when that changes."""
        room, rows, used = min(self.width(), _WIDEST) - 40, [[self._buttons[0]]], self._buttons[0].sizeHint().width()
        for button in self._buttons[1:]:
            width = button.sizeHint().width() + _GAP
            if used + width > room:
                rows.append([])
                used = -_GAP
            rows[-1].append(button)
            used += width
        shape = tuple(len(row) for row in rows)
        if shape == self._shape:
            return
        self._shape = shape
        while (item := self._deeds.takeAt(0)) is not None:
            if (line := item.layout()) is not None:
                line.deleteLater()
        for row in rows:
            made = QHBoxLayout()
            made.setSpacing(_GAP)
            for button in row:
                made.addWidget(button)
            made.addStretch(1)
            self._deeds.addLayout(made)

    def _lay_out(self) -> None:
        self._deeds.setSpacing(_GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(14)
        for part in (self._head, self._tickets):
            column.addWidget(part)
        column.addLayout(self._deeds)
        for one in (self._banner, self._next, self._flights, self._note, self._seen):
            column.addWidget(one)
        column.addStretch(1)
        self.setMaximumWidth(_WIDEST)
        self._place_buttons()


def _unseated(order: Order) -> tuple[str, ...]:
    """'Zoe Okafor has no seat yet.', for those with a seat of their own."""
    flights = [segment.id for part in order.slices for segment in part.segments]
    held: dict[str, set[str]] = {one.id: set() for one in order.passengers if one.kind is not PassengerKind.INFANT}
    for service in order.services:
        if service.designator:
            for passenger_id in service.passenger_ids:
                held.get(passenger_id, set()).update(service.segment_ids)
    for segment in (segment for part in order.slices for segment in part.segments):
        for has in segment.passengers:
            if has.seat:
                held.get(has.passenger_id, set()).add(segment.id)
    names = {one.id: one.given_name for one in order.passengers}
    without = [names[one] for one, seats in held.items() if not seats]
    some = [names[one] for one, seats in held.items() if seats and len(seats) < len(flights)]
    said = []
    if without:
        who = "Nobody" if len(without) == len(held) else ", ".join(without)
        verb = "has" if len(without) == 1 or len(without) == len(held) else "have"
        said.append(f"{who} {verb} {'a' if who == 'Nobody' else 'no'} seat yet; seats are given at check-in.")
    if some:
        said.append(f"{', '.join(some)} {'has' if len(some) == 1 else 'have'} no seat on every flight.")
    return tuple(said)


def _check_in(order: Order, now: datetime) -> str:
    first = order.slices[0].segments[0].flight
    leaves = instant(first.departs, first.origin.time_zone)
    if leaves is None or leaves <= now:
        return ""
    opens = leaves - _CHECK_IN
    return (
        f"Online check-in usually opens {words.moment(opens)}." if opens > now else "Online check-in is usually open."
    )
