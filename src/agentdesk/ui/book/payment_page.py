"""Payment: priced again, agreed to the cent, sent once; an unknown outcome settles itself here."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.desk.checkout import AlreadySent, ExtrasGone
from agentdesk.desk.news import BookingSettled, Notice
from agentdesk.travel.booking import Booked, Priced, Refused, Step, Unsure, draft_total
from agentdesk.travel.errors import OfferGone, TravelError
from agentdesk.travel.flow import is_sold
from agentdesk.travel.money import Money
from agentdesk.travel.passenger_rules import complete
from agentdesk.travel.passengers import Traveller
from agentdesk.travel.phones import international
from agentdesk.ui import words
from agentdesk.ui.book.page import KeyHelp, Page
from agentdesk.ui.book.paying import (
    Asking,
    Checking,
    CheckingPrice,
    Open,
    Paying,
    Sending,
    first_state,
    may_pay,
    refused,
)
from agentdesk.ui.book.payment_parts import CheckingCard, Progress, Purchase
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import MoneyButton
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from agentdesk.ui.widgets.sheet import Sheet

_SECOND = 1000
LIVE_WORD = "LIVE"


class PaymentPage(Page):
    """Shows one state of `paying` at a time; the order runs on the application's errands, so no closed tab stops it."""

    step = Step.PAYMENT
    keys = (KeyHelp("Tab, Enter", "To the button that pays, and press it"), KeyHelp("Alt+←", "Back to the seats"))

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(tab, parent)
        self._state: Paying = first_state(tab.draft)
        self._scroll = ScrollPane()
        self._banner = Banner(tab.theme)
        self._banner.pressed.connect(self._banner_pressed)
        self._purchase = Purchase(tab)
        self._progress = Progress(tab.theme)
        self._checking = CheckingCard(tab.theme)
        self._checking.check_again.connect(self._check_again)
        self._checking.copy_ids.connect(self._copy_ids)
        self._tick = QTimer(self)
        self._tick.setInterval(_SECOND)
        self._tick.timeout.connect(self._show_next_look)
        self._stop_news = tab.desk.news.listen(self._heard)
        self.destroyed.connect(self._stop_news)
        self._lay_out()

    # --- the page

    def enter(self) -> None:
        self._purchase.show_draft()
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)
        if is_sold(self.tab.draft):
            self._go(Checking(None))
            self.tab.errands.run(self._read_line(), replacing="read journal")
        elif isinstance(self._state, Checking):
            self._go(Open())
        else:
            self._go(self._state)

    def missing(self) -> str:
        if isinstance(self._state, Open) and self._state.search_again:
            return "Search again to go on"
        if self._travellers() is None:
            return "Something is missing under Passengers"
        return "" if may_pay(self._state) else "Working"

    def primary_text(self) -> str:
        match self._state:
            case Open():
                total = draft_total(self.tab.draft)
                environment = self.tab.draft.environment
                mark = "" if environment.is_live else f" ({environment.world})"
                return f"Pay {words.money(total)}{mark}" if total is not None else ""
            case CheckingPrice() | Asking() | Sending():
                return "Paying"
            case Checking():
                return ""

    def primary_spends(self) -> bool:
        return True

    def note(self) -> str:
        return "Books and pays at once, from the agency's balance"

    def go_on(self) -> None:
        if may_pay(self._state):
            self._go(CheckingPrice())
            self.tab.errands.run(self._price_and_pay(), replacing="price")

    # --- paying

    async def _price_and_pay(self) -> None:
        """Price again; ask when it changed or is the first live sale; then send, on the application's errands."""
        travellers = self._travellers()
        if travellers is None:
            self._go(Open())
            return
        try:
            priced = await self.tab.desk.checkout.price(self.tab.draft, travellers)
        except TravelError as trouble:
            self._go(_after(trouble))
            return
        self._go(Asking(priced))
        if not await self._agreed(priced):
            self._fold_prices(priced)
            self._go(Open())
            return
        self._fold_prices(priced)
        self._go(Sending(priced))
        self.tab.app_errands.run(self._send(priced))

    async def _send(self, priced: Priced) -> None:
        try:
            outcome = await self.tab.desk.checkout.book(priced)
        except AlreadySent:
            self._go(Checking(None))
            await self._read_line()
            return
        except TravelError as trouble:
            self._go(_after(trouble))
            return
        match outcome:
            case Refused() as no:
                self._go(refused(no, words.refusal(no.code, no.message, no.request_id)))
            case Unsure() as unsure:
                self._go(Checking(unsure))
            case Booked():
                pass  # the view of the booking has heard it and shows the ticket

    async def _agreed(self, priced: Priced) -> bool:
        if priced.has_changed and not await self._accepts(priced):
            return False
        return not priced.environment.is_live or await self._types_live(priced)

    async def _accepts(self, priced: Priced) -> bool:
        deed = MoneyButton(self.tab.theme, f"Pay {words.money(priced.total)}", priced.environment.world)
        rose = priced.difference.amount > 0
        title = f"The price {'rose' if rose else 'fell'} by {words.money(_size(priced))}"
        sheet = Sheet(self, self.tab.theme, title, back="Do not pay", deed=deed)
        for what, amount in (
            ("Before", words.money(priced.shown_total)),
            ("Now", words.money(priced.total)),
            ("Difference", words.money(priced.difference, signed=True)),
        ):
            row = QHBoxLayout()
            row.addWidget(label(self.tab.theme, what, "body", "text2"))
            row.addStretch(1)
            row.addWidget(label(self.tab.theme, amount, "body_strong"))
            sheet.body.addLayout(row)
        said = "Nothing has been booked or charged yet. The trip and the passengers are kept either way."
        sheet.body.addWidget(label(self.tab.theme, said, "body", "text2", wraps=True))
        return await sheet.answer()

    async def _types_live(self, priced: Priced) -> bool:
        """The first live sale of a session wants a typed word, so that nobody takes live for practice."""
        if self.tab.live.confirmed:
            return True
        deed = MoneyButton(self.tab.theme, f"Pay {words.money(priced.total)}", priced.environment.world)
        deed.setEnabled(False)
        sheet = Sheet(self, self.tab.theme, "This is a live sale", back="Do not pay", deed=deed)
        said = "Real money is paid for a real seat. Type LIVE to say that you mean it; you are asked once a session."
        sheet.body.addWidget(label(self.tab.theme, said, "body", wraps=True))
        field = Field(self.tab.theme, "Type LIVE")
        field.edited.connect(lambda text: deed.setEnabled(text.strip().upper() == LIVE_WORD))
        sheet.body.addWidget(field)
        yes = await sheet.answer()
        if yes:
            self.tab.live.confirmed = True
        return yes

    def _fold_prices(self, priced: Priced) -> None:
        """What was read just now becomes what the trip panel shows."""
        draft = self.tab.draft
        if not is_sold(draft):
            self.tab.fold(replace(draft, offer=priced.offer, seats=priced.seats, bags=priced.bags))

    def _travellers(self) -> tuple[Traveller, ...] | None:
        offer = self.tab.draft.offer
        if offer is None or len(self.tab.draft.travellers) != len(offer.passengers):
            return None
        return complete(self.tab.draft.travellers, offer, self._today(), international)

    def _today(self) -> date:
        return self.tab.now().astimezone().date()

    # --- settling

    def _heard(self, notice: Notice) -> None:
        if not isinstance(notice, BookingSettled) or notice.draft_id != self.tab.draft.id:
            return
        match notice.outcome:
            case Unsure() as unsure:
                self._go(Checking(unsure))
            case Refused() as no:
                self._go(refused(no, words.refusal(no.code, no.message, no.request_id)))
            case Booked():
                pass

    async def _read_line(self) -> None:
        line = await self.tab.desk.journal.of_draft(self.tab.draft.id)
        if isinstance(line, Unsure):
            self._go(Checking(line))

    def _check_again(self) -> None:
        self.tab.desk.settling.check_now()
        self._show_next_look()

    def _copy_ids(self) -> None:
        """A text for the upstream's support, with every id and no person."""
        if not isinstance(self._state, Checking) or self._state.unsure is None:
            return
        unsure = self._state.unsure
        sent = unsure.sent
        lines = [
            "Order creation with unknown outcome",
            f"Sent at: {sent.at:%Y-%m-%d %H:%M:%S} UTC",
            f"Offer: {sent.priced.offer.id}",
            f"Offer request: {sent.priced.offer_request_id}",
            f"metadata.agentdesk_attempt: {sent.attempt}",
            f"Request id: {unsure.request_id or 'none came'}",
            f"What happened: {unsure.why}",
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self._checking.say_copied()

    # --- showing

    def _go(self, state: Paying) -> None:
        self._state = state
        checking = isinstance(state, Checking)
        self._checking.setVisible(checking)
        self._purchase.setVisible(not checking)
        self._progress.show_state(state)
        self._progress.setVisible(not isinstance(state, Open))
        if isinstance(state, Checking):
            self._checking.show_line(state.unsure)
        if isinstance(state, Open) and state.trouble is not None:
            deed = "Search again" if state.search_again else "Pick again" if state.pick_again else ""
            said = state.trouble
            self._banner.say("bad", said.what, f"{said.safe} {said.next}", deed)
        else:
            self._banner.hide()
        self._show_next_look()
        self.ready.emit(may_pay(state))

    def _show_next_look(self) -> None:
        if isinstance(self._state, Checking) and self._state.unsure is not None:
            at = self.tab.desk.settling.next_look_at(self._state.unsure.sent.attempt)
            self._checking.show_next(at, self.tab.now())

    def _banner_pressed(self) -> None:
        if not isinstance(self._state, Open):
            return
        if self._state.pick_again:
            self.tab.seat_maps = None
            self.goes_on.emit(Step.SEATS)
            return
        self.tab.fold(replace(self.tab.draft, offer=None, offer_request_id="", seats=(), bags=()))
        self.tab.found.offers.clear()
        self._state = Open()
        self.goes_on.emit(Step.OFFERS)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setMaximumWidth(752)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for part in (self._banner, self._checking, self._progress, self._purchase):
            column.addWidget(part)
        column.addStretch(1)
        scroll = self._scroll
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName("Payment")
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)


def _size(priced: Priced) -> Money:
    """The difference without its sign."""
    return priced.difference if priced.difference.amount >= 0 else -priced.difference


def _after(trouble: TravelError) -> Open:
    """Where a try that met trouble before anything was bought leaves the agent."""
    return Open(
        words.explain(trouble),
        search_again=isinstance(trouble, OfferGone),
        pick_again=isinstance(trouble, ExtrasGone),
    )
