"""One order on screen: reference, status, tickets as they arrive, flights, price, papers."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.desk.desk import Desk
from agentdesk.desk.papers import itinerary_of
from agentdesk.desk.ports import OrderRecord
from agentdesk.desk.preferences import Preferences
from agentdesk.travel.orders import Order, OrderStatus, TicketKind, status
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.errands import Errands
from agentdesk.ui.lists.offer_words import operated_names
from agentdesk.ui.local_zone import local_zone
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.badge import Badge
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import card, label


class OrderView(QWidget):
    """Shows a record of the order book; makes its papers through the desk."""

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
        self._theme, self._desk, self._errands, self._preferences = theme, desk, errands, preferences
        self._record: OrderRecord | None = None
        self._banner = Banner(theme)
        self._banner.pressed.connect(self._banner_pressed)
        self._reference = label(theme, "", "reference_hero" if hero else "reference")
        self._reference.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._badge = Badge(theme)
        self._seen = label(theme, "", "caption")
        self._save = Button(theme, "Save the itinerary…", kind="primary" if hero else "", icon="download")
        self._save.clicked.connect(self._ask_where)
        self._copy = Button(theme, "Copy as text", icon="copy")
        self._copy.clicked.connect(lambda: self._errands.run(self._copy_text(), replacing="copy text"))
        self._copy_reference = Button(theme, "Copy the reference", icon="copy")
        self._copy_reference.clicked.connect(self._put_reference)
        self._tickets = QGridLayout()
        self._flights = QVBoxLayout()
        self._money = QVBoxLayout()
        self._saved_to: Path | None = None
        self._lay_out()

    @property
    def order_id(self) -> str:
        return self._record.order.id if self._record is not None else ""

    def focus_first(self) -> None:
        self._save.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_record(self, record: OrderRecord) -> None:
        """Show it as last known; what is the same stays as it is."""
        if record == self._record:
            return
        self._record = record
        order = record.order
        word, icon, role = words.STATUS[status(order, self._desk.clock())]
        self._reference.setText(order.reference)
        self._badge.say(word, icon, role)
        self._seen.setText(f"As the airline said at {words.clock(record.seen_at.astimezone())}")
        self._show_tickets(order)
        self._show_flights(order)
        self._show_money(order)

    # --- papers

    async def save_pdf(self, target: Path) -> None:
        """Write the itinerary; trouble with the disk is said in the page."""
        content = await asyncio.to_thread(self._pdf)
        try:
            await asyncio.to_thread(target.write_bytes, content)
        except OSError as trouble:
            self._banner.say("bad", f"The file could not be written: {trouble.strerror}.", "Choose another place.")
            return
        self._saved_to = target
        self._banner.say("good", f"Saved as {target.name}.", str(target.parent))

    def _pdf(self) -> bytes:
        assert self._record is not None
        paper = itinerary_of(self._record, self._preferences(), self._desk.clock(), local_zone())
        return self._desk.papers.pdf(paper)

    async def _copy_text(self) -> None:
        assert self._record is not None
        paper = itinerary_of(self._record, self._preferences(), self._desk.clock(), local_zone())
        QGuiApplication.clipboard().setText(await asyncio.to_thread(self._desk.papers.text, paper))
        self._banner.say("good", "The itinerary is on the clipboard.", "Paste it into a mail.")

    def _put_reference(self) -> None:
        QGuiApplication.clipboard().setText(self._reference.text())
        self._banner.say("good", f"{self._reference.text()} is on the clipboard.")

    def _ask_where(self) -> None:
        dialog = QFileDialog(self.window(), "Save the itinerary")
        dialog.setObjectName("saveItinerary")
        dialog.setAccessibleName("Save the itinerary")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"itinerary-{self._reference.text()}.pdf")
        dialog.fileSelected.connect(lambda path: self._errands.run(self.save_pdf(Path(path)), replacing="save pdf"))
        dialog.open()

    def _banner_pressed(self) -> None:
        self._banner.hide()

    # --- parts

    def _show_tickets(self, order: Order) -> None:
        clear(self._tickets)
        now = self._desk.clock()
        for row, person in enumerate(order.passengers):
            kind = f" ({words.passenger_kind(person.kind)})" if person.kind is not None else ""
            self._tickets.addWidget(
                label(self._theme, f"{person.family_name}, {person.given_name}{kind}", "body_strong"), row, 0
            )
            numbers = ", ".join(one.number for one in order.tickets_of(person.id))
            said = numbers or _waiting(order, now)
            cell = label(self._theme, said, "body" if numbers else "small", "" if numbers else "warn")
            cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._tickets.addWidget(cell, row, 1)
            seats = [one.designator for one in order.services if one.designator and person.id in one.passenger_ids]
            papers = [
                one.number
                for one in order.tickets
                if one.kind is not TicketKind.TICKET and person.id in one.passenger_ids
            ]
            extra = ", ".join([*(f"seat {seat}" for seat in seats), *(f"EMD {number}" for number in papers)])
            self._tickets.addWidget(label(self._theme, extra, "small"), row, 2)
        self._tickets.setColumnStretch(2, 1)

    def _show_flights(self, order: Order) -> None:
        clear(self._flights)
        for part in order.slices:
            title = f"{part.origin.iata} – {part.destination.iata}, {words.day(part.departs.date())}"
            self._flights.addWidget(label(self._theme, title, "body_strong"))
            for flight in part.flights:
                change = words.day_change((flight.arrives.date() - flight.departs.date()).days)
                line = (
                    f"{words.clock(flight.departs)} {words.airport(flight.origin, flight.origin_terminal)}  →  "
                    f"{words.clock(flight.arrives)}{' ' + change if change else ''} "
                    f"{words.airport(flight.destination, flight.destination_terminal)}"
                )
                self._flights.addWidget(label(self._theme, line, "body", wraps=True))
                detail = ", ".join(
                    one for one in (flight.code, words.duration(flight.duration), flight.aircraft) if one
                )
                operated = operated_names((flight,))
                self._flights.addWidget(
                    label(self._theme, f"{detail}. {operated}" if operated else detail, "small", wraps=True)
                )

    def _show_money(self, order: Order) -> None:
        clear(self._money)
        paid = "Paid" if not order.payment.awaiting_payment else "To pay"
        row = QHBoxLayout()
        row.addWidget(label(self._theme, paid, "body_strong"))
        row.addStretch(1)
        row.addWidget(label(self._theme, words.money(order.total), "total"))
        self._money.addLayout(row)
        for said in (words.condition(order.change, "change"), words.condition(order.refund, "refund")):
            self._money.addWidget(label(self._theme, said, "small"))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._banner)
        head = QHBoxLayout()
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(label(self._theme, "Booking reference", "caption"))
        left.addWidget(self._reference)
        head.addLayout(left)
        head.addSpacing(16)
        head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        head.addWidget(self._seen, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        buttons = QHBoxLayout()
        for button in (self._save, self._copy, self._copy_reference):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self._tickets.setHorizontalSpacing(24)
        for title, inside in (
            ("Travellers and tickets", self._tickets),
            ("Flights", self._flights),
            ("Price", self._money),
        ):
            column.addWidget(self._part(title, inside))
        column.addStretch(1)

    def _part(self, title: str, inside: QGridLayout | QVBoxLayout) -> QFrame:
        frame = card()
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(6)
        inner.addWidget(label(self._theme, title, "heading"))
        inner.addLayout(inside)
        return frame


def _waiting(order: Order, now: datetime) -> str:
    match status(order, now):
        case OrderStatus.CANCELLED | OrderStatus.LAPSED:
            return "no ticket"
        case OrderStatus.HELD | OrderStatus.OVERDUE:
            return "no ticket before it is paid"
        case _:
            return "ticket number follows"
