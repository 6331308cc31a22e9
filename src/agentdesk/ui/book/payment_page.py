"""Payment: paid or held, priced again, agreed to the cent, sent once; an unknown outcome settles itself here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agentdesk.desk.checkout import AlreadySent, OfferTaken
from agentdesk.desk.news import BookingSettled, Notice
from agentdesk.travel.booking import Booked, Priced, Refused, Step, Unsure, Way, draft_total
from agentdesk.travel.errors import NotKept, OfferGone, TravelError
from agentdesk.travel.flow import is_sold
from agentdesk.travel.lookalikes import Lookalike
from agentdesk.travel.passenger_rules import complete
from agentdesk.travel.passengers import Traveller
from agentdesk.travel.phones import international
from agentdesk.ui.announcing import announce
from agentdesk.ui.book import paying, payment_words
from agentdesk.ui.book.page import KeyHelp, Page
from agentdesk.ui.book.page_keys import on_key
from agentdesk.ui.book.paying import Asking, Checking, CheckingPrice, Deed, Open, Paying, Sending, Trouble
from agentdesk.ui.book.payment_checking import CheckingView
from agentdesk.ui.book.payment_records import is_fee
from agentdesk.ui.book.payment_selling import SellingView
from agentdesk.ui.book.payment_sheets import live_sheet, price_sheet
from agentdesk.ui.book.payment_steps import StepsFoot
from agentdesk.ui.book.payment_watch import Watch
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from agentdesk.ui.widgets.sheet import Sheet

_SECOND = 1000
_WIDEST = 1040
_LOOK_AGAIN = timedelta(minutes=2)  # a price read longer ago than this is read again when the page comes on screen
# Where the page of passengers finds who and which field is shown first.
_SHOWN, _FOCUS = "passengers.shown", "passengers.focus"


class PaymentPage(Page):
    """Shows one state of `paying` at a time; the order runs on the application's errands, so no closed tab stops it."""

    step = Step.PAYMENT
    keys = (
        KeyHelp("1  2", "Pay now or hold"),
        KeyHelp("Tab, Enter", "To the button that pays or holds, and press it; no single key does"),
        KeyHelp("Esc", "Stop, until the order is sent"),
        KeyHelp("R", "While checking: ask the airline now"),
        KeyHelp("C", "While checking: copy the ids for a support call"),
        KeyHelp("Alt+←", "Back to the seats"),
    )

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(tab, parent)
        theme = tab.theme
        self._state: Paying = paying.first_state(tab.draft)
        self._looked: tuple[object, datetime] | None = None  # what was priced on coming here, and when
        self._sheet: Sheet | None = None
        self._alike: tuple[Lookalike, ...] = ()
        self._meant: set[str] = set()  # orders like this one of which the agent has said that both are meant
        self._selling = SellingView(theme)
        self._selling.chosen.connect(self._choose)
        self._selling.edited.connect(self._note_down)
        self._selling.pressed.connect(self._trouble_pressed)
        self._selling.looked.connect(self._look_at_alike)
        self._foot = StepsFoot(theme)
        self._foot.stopped.connect(self._stop)
        self._checking = CheckingView(theme)
        self._watch = Watch(tab, self._checking, self._ask, self)
        self._tick = QTimer(self)
        self._tick.setInterval(_SECOND)
        self._tick.timeout.connect(self._second_passed)
        self._stop_news = tab.desk.news.listen(self._heard)
        self.destroyed.connect(self._stop_news)
        self._lay_out()
        self._make_keys()

    # --- the page

    def enter(self) -> None:
        draft = self.tab.draft
        if is_sold(draft):
            self._go(Checking(None))
            self.tab.errands.run(self._read_line(), replacing="read journal")
        else:
            if draft.offer is not None and draft.way is Way.HOLD and not draft.offer.terms.allow_hold(self.tab.now()):
                self.tab.fold(replace(draft, way=Way.PAY))
            self._go(Open() if isinstance(self._state, Checking) else self._state)
            self._look_at_price()
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def missing(self) -> str:
        match self._state:
            case Checking():
                return "Cannot be paid twice"
            case Open(Trouble(deed=Deed.SEARCH_AGAIN)):
                return "Search again to go on"
            case Open(Trouble(deed=Deed.ANYWAY)):
                return "Look at the order that is like it"
            case Open():
                if self._travellers() is None:
                    return "Something is missing under Passengers"
                return "" if self._fee_is_right() else "The agency fee is not an amount"
            case CheckingPrice() | Asking() | Sending():
                return "Holding" if self.tab.draft.way is Way.HOLD else "Paying"

    def primary_text(self) -> str:
        draft = self.tab.draft
        if isinstance(self._state, Checking):
            return "Locked until settled"
        total = draft_total(draft)
        if total is None:
            return ""
        return payment_words.deed(draft.way, total, draft.environment.world, live=draft.environment.is_live)

    def primary_spends(self) -> bool:
        return True

    def note(self) -> str:
        offer = self.tab.draft.offer
        if self.tab.draft.way is Way.HOLD:
            return "Nothing is charged now"
        return f"Charged once. Agency balance, {offer.total.currency}." if offer is not None else ""

    def go_on(self) -> None:
        if paying.may_pay(self._state) and self._sheet is None:
            self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)  # the button goes; the keyboard stays on the page
            self._go(CheckingPrice(self.tab.now()))
            self.tab.errands.run(self._price_and_send(), replacing="price")

    # --- choosing and noting

    def _choose(self, way: Way) -> None:
        if isinstance(self._state, Open) and not is_sold(self.tab.draft):
            self.tab.fold(replace(self.tab.draft, way=way))
            self._go(Open(self._state.trouble if _still_stands(self._state.trouble, way) else None))

    def _take(self, way: Way) -> None:
        if isinstance(self._state, Open) and self._sheet is None:
            self._selling.take(way)

    def _note_down(self, fee: str, reference: str, note: str) -> None:
        self.tab.fold(replace(self.tab.draft, fee=fee, own_reference=reference, note=note))
        self._selling.show_records(self.tab.draft)
        self.ready.emit(not self.missing())

    # --- the price, when the page comes on screen

    def _look_at_price(self) -> None:
        """Price again what the agent comes with, unless that was just done; any other booking of it is told."""
        draft, now = self.tab.draft, self.tab.now()
        what = (draft.offer.id if draft.offer is not None else "", draft.ordered_seats, draft.ordered_bags)
        fresh = self._looked is not None and self._looked[0] == what and now - self._looked[1] < _LOOK_AGAIN
        if isinstance(self._state, Open) and self._state.trouble is None and not fresh and self._travellers():
            self._selling.say_price("clock", "text2", "Pricing again")
            self.tab.errands.run(self._look(what), replacing="price")

    async def _look(self, what: object) -> None:
        travellers = self._travellers()
        if travellers is None:
            return
        try:
            priced = await self.tab.desk.checkout.price(replace(self.tab.draft, fee=""), travellers)
        except (OfferTaken, OfferGone) as trouble:
            self._selling.say_price("", "text2", "")
            self._go(paying.stopped_by(trouble))
            return
        except AlreadySent:
            await self._show_sent()
            return
        except TravelError:  # said when it matters: nothing is sent without a price read just before
            self._selling.say_price("wifi-off", "warn", "Not priced again yet; it is before anything is sent")
            return
        self._looked = (what, priced.at)
        await self._show_alikes(travellers)
        if priced.has_changed:
            accepted = await self._ask(self._price_sheet(priced, spends=False))
            self._fold_prices(priced)
            if not accepted:
                self.goes_on.emit(Step.OFFERS)
                return
        at = payment_words.seconds_clock(priced.at)
        self._selling.say_price(
            "check", "good", f"Priced again at {at}, {'accepted' if priced.has_changed else 'unchanged'}"
        )

    # --- paying and holding

    async def _price_and_send(self) -> None:
        """Price again; ask when it changed or is the first live sale; then send, on the application's errands."""
        travellers = self._travellers()
        if travellers is None or not self._fee_is_right():
            self._go(Open())
            return
        try:
            priced = await self.tab.desk.checkout.price(self.tab.draft, travellers)
        except AlreadySent:
            await self._show_sent()
            return
        except TravelError as trouble:
            self._go(paying.stopped_by(self._ended(trouble)))
            return
        if await self._show_alikes(travellers):
            return
        self._go(Asking(priced))
        agreed = await self._agreed(priced)
        self._fold_prices(priced)
        if not agreed:
            self._go(Open())
            return
        self._go(Sending(priced, self.tab.now()))
        self.tab.app_errands.run(self._send(priced))

    async def _show_alikes(self, travellers: tuple[Traveller, ...]) -> bool:
        """Whether a traveller is in an order like this one, of which the agent has not said yet that both are meant."""
        offer = self.tab.draft.offer
        if offer is None or is_sold(self.tab.draft):
            return False
        try:
            found = await self.tab.desk.lookalikes.of(travellers, offer.slices)
        except NotKept:  # whoever cannot read cannot write either: the sale itself says so
            return False
        fresh = tuple(one for one in found if one.order.id not in self._meant)
        if not fresh:
            return False
        self._alike = fresh
        self._go(paying.looks_like(fresh))
        return True

    def _look_at_alike(self) -> None:
        if self._alike:
            self.tab.wants_order.emit(self._alike[0].order.id)

    def _ended(self, trouble: TravelError) -> TravelError:
        """An offer whose time is over has ended, however the upstream puts it."""
        offer = self.tab.draft.offer
        if isinstance(trouble, OfferGone) and offer is not None and offer.has_expired(self.tab.now()):
            return OfferGone("offer_expired", trouble.message, request_id=trouble.request_id)
        return trouble

    async def _send(self, priced: Priced) -> None:
        try:
            outcome = await self.tab.desk.checkout.book(priced)
        except AlreadySent:
            await self._show_sent()
            return
        except TravelError as trouble:
            self._go(paying.stopped_by(trouble))
            return
        match outcome:
            case Refused() as no:
                self._show_refusal(no)
            case Unsure() as unsure:
                self._go(Checking(unsure))
            case Booked():
                pass  # the view of the booking has heard it and shows the ticket

    async def _show_sent(self) -> None:
        """What became of this booking, which was sent before."""
        self._go(Checking(None))
        await self._read_line()

    async def _agreed(self, priced: Priced) -> bool:
        if priced.has_changed and not await self._ask(self._price_sheet(priced, spends=True)):
            return False
        if not priced.environment.is_live or self.tab.live.confirmed:
            return True
        self.tab.live.confirmed = await self._ask(live_sheet(self, self.tab.theme, priced))
        return self.tab.live.confirmed

    def _price_sheet(self, priced: Priced, *, spends: bool) -> Sheet:
        others = self.tab.found.offers
        return price_sheet(self, self.tab.theme, self.tab.draft, priced, others, spends=spends)

    async def _ask(self, sheet: Sheet) -> bool:
        self._sheet = sheet
        try:
            return await sheet.answer()
        finally:
            self._sheet = None

    def _stop(self) -> None:
        if paying.may_stop(self._state) and self._sheet is None:
            self.tab.errands.stop("price")
            self._go(Open())
            announce(self, "Stopped. Nothing was sent.")

    def _fold_prices(self, priced: Priced) -> None:
        """What was read just now becomes what the trip panel shows; picks that are left out of a hold stay picked."""
        draft = self.tab.draft
        if is_sold(draft):
            return
        if draft.leaves_extras_out:
            self.tab.fold(replace(draft, offer=priced.offer))
        else:
            self.tab.fold(replace(draft, offer=priced.offer, seats=priced.seats, bags=priced.bags))
        self._show_draft()

    def _travellers(self) -> tuple[Traveller, ...] | None:
        offer = self.tab.draft.offer
        if offer is None or len(self.tab.draft.travellers) != len(offer.passengers):
            return None
        return complete(self.tab.draft.travellers, offer, self._today(), international)

    def _fee_is_right(self) -> bool:
        return not self.tab.draft.fee.strip() or is_fee(self.tab.draft)

    def _today(self) -> date:
        return self.tab.now().astimezone().date()

    def _show_refusal(self, no: Refused) -> None:
        if no.code == "services_not_allowed_for_order_type":
            self.tab.fold(replace(self.tab.draft, bare_hold=True))
        self._go(paying.refused(no))

    # --- settling

    def _heard(self, notice: Notice) -> None:
        if not isinstance(notice, BookingSettled) or notice.draft_id != self.tab.draft.id:
            return
        match notice.outcome:
            case Unsure() as unsure:
                self._go(Checking(unsure))
            case Refused() as no:
                self._show_refusal(no)
            case Booked():
                pass

    async def _read_line(self) -> None:
        line = await self.tab.desk.journal.of_draft(self.tab.draft.id)
        unsure = self.tab.desk.settling.open_outcome(line) if line is not None else None
        if unsure is not None:
            self._go(Checking(unsure))

    # --- showing

    def _go(self, state: Paying) -> None:
        before, self._state = self._state, state
        checking = isinstance(state, Checking)
        self._checking.setVisible(checking)
        self._selling.setVisible(not checking)
        self._foot.setVisible(not checking)
        if isinstance(state, Checking):
            self._watch.show(state.unsure)
        self._show_draft()
        if isinstance(state, Open) and state.trouble is not None:
            self._scroll.verticalScrollBar().setValue(0)
        if isinstance(state, Sending) and not isinstance(before, Sending):
            announce(self, "Sending the order. It can no longer be stopped.")
        self.ready.emit(paying.may_pay(state))

    def _show_draft(self) -> None:
        draft, offer = self.tab.draft, self.tab.draft.offer
        if offer is None or isinstance(self._state, Checking):
            return
        self._selling.show_draft(draft, offer, self._state, may_hold=offer.terms.allow_hold(self.tab.now()))
        self._foot.show_steps(paying.steps_of(self._state, draft.way, offer.owner.name), self._state)

    def _second_passed(self) -> None:
        """The next look comes nearer; an offer that ends while the page is open says so at once."""
        if isinstance(self._state, Checking):
            self._watch.show_looks()
        offer = self.tab.draft.offer
        if isinstance(self._state, Open) and self._sheet is None and offer is not None:
            trouble = self._state.trouble
            if offer.has_expired(self.tab.now()) and (trouble is None or trouble.deed is not Deed.SEARCH_AGAIN):
                self._go(paying.stopped_by(OfferGone("offer_expired", "The offer has expired.")))

    def _trouble_pressed(self) -> None:
        if not isinstance(self._state, Open) or self._state.trouble is None:
            return
        trouble = self._state.trouble
        match trouble.deed:
            case Deed.PICK_AGAIN:
                self._state = Open()
                self.tab.seat_maps = None
                self.goes_on.emit(Step.SEATS)
            case Deed.PASSENGERS:
                self._state = Open()
                draft = self.tab.draft
                if trouble.passenger is not None:
                    draft = draft.with_look(_SHOWN, str(trouble.passenger))
                self.tab.fold(draft.with_look(_FOCUS, trouble.field) if trouble.field else draft)
                self.goes_on.emit(Step.PASSENGERS)
            case Deed.BARE_HOLD | Deed.HOLD:
                self._choose(Way.HOLD)
                self._go(Open())
            case Deed.PAY_NOW:
                self._choose(Way.PAY)
                self._go(Open())
            case Deed.SEARCH_AGAIN:
                self._search_again()
            case Deed.ANYWAY:
                self._meant |= {one.order.id for one in self._alike}
                self._go(Open())
            case Deed.AGAIN:
                pass

    def _search_again(self) -> None:
        draft = replace(self.tab.draft, offer=None, offer_request_id="", seats=(), bags=(), bare_hold=False)
        self.tab.fold(draft)
        self.tab.found.offers.clear()
        self._state, self._looked = Open(), None
        self.goes_on.emit(Step.OFFERS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape stops; an open sheet has taken it for itself before it comes here."""
        if event.key() == Qt.Key.Key_Escape and paying.may_stop(self._state):
            self._stop()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)

    # --- widgets

    def _make_keys(self) -> None:
        for key, do in (
            ("1", lambda: self._take(Way.PAY)),
            ("2", lambda: self._take(Way.HOLD)),
            ("R", lambda: self._while_checking(self._watch.check_again)),
            ("C", lambda: self._while_checking(self._watch.copy_ids)),
        ):
            on_key(self, key, do, repeats=False)

    def _while_checking(self, deed: Callable[[], None]) -> None:
        if isinstance(self._state, Checking) and self._sheet is None:
            deed()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.addWidget(self._selling)
        outer.addWidget(self._checking)
        outer.addStretch(1)
        self._scroll = ScrollPane()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName("Payment")
        self._scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self._foot)


def _still_stands(trouble: Trouble | None, way: Way) -> bool:
    """Whether what the last try met has nothing to do with paying or holding."""
    return trouble is not None and trouble.deed not in (Deed.BARE_HOLD, Deed.PAY_NOW, Deed.HOLD) and way is not None
