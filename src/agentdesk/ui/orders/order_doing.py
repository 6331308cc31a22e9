"""Pays, cancels and accepts for the order on screen: asks before, sends once, and shows what became of it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from agentdesk.desk.desk import Desk
from agentdesk.desk.news import DeedSettled, Notice
from agentdesk.desk.ports import OrderRecord
from agentdesk.desk.servicing import DeedOpen, NotCancellable, QuoteStale
from agentdesk.travel.actions import Action, Possible, Whom, ending
from agentdesk.travel.airline_changes import AirlineChange
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.change_harm import harm_of
from agentdesk.travel.deeds import (
    AcceptChange,
    CancelOrder,
    Deed,
    DeedDone,
    DeedLine,
    DeedOutcome,
    DeedRefused,
    DeedUnsure,
    PayHold,
    sent_of_deed,
)
from agentdesk.travel.errors import NeverSent, RefusedByUpstream, TooManyCalls, TravelError
from agentdesk.travel.money import Money
from agentdesk.travel.paying import FlightsMoved, Payable, PayReady, PriceMoved
from agentdesk.ui import words
from agentdesk.ui.announcing import announce
from agentdesk.ui.book.tab import LiveConsent
from agentdesk.ui.errands import Errands
from agentdesk.ui.orders import deed_words
from agentdesk.ui.orders.cancel_sheet import CancelSheet
from agentdesk.ui.orders.deed_sheets import accept_sheet, ask_sheet, giving_up_sheet
from agentdesk.ui.orders.doing import (
    Asking,
    Checking,
    Doing,
    Idle,
    Looking,
    Proved,
    Standing,
    Trouble,
    WayOn,
    is_busy,
    may_stop,
)
from agentdesk.ui.orders.pay_sheets import flights_sheet, live_sheet, pay_sheet, pay_words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.sheet import Sheet
from agentdesk.ui.words import Explained

_ERRAND = "order deed"


class OrderDoing(QObject):
    """One order at a time. What has been sent goes on whatever is shown, and is found again with its order."""

    changed = Signal()
    gave_up = Signal(str)  # what Duffel's support has said
    not_closed = Signal(str)

    def __init__(
        self, theme: Theme, desk: Desk, errands: Errands, over: QWidget, live: LiveConsent | None = None
    ) -> None:
        super().__init__(over)
        self._theme, self._desk, self._errands, self._over = theme, desk, errands, over
        self.live = live or LiveConsent()
        self._record: OrderRecord | None = None
        self._state: Standing = Idle()
        self._sheet: Sheet | None = None
        self._stop_news = desk.news.listen(self._heard)

    def put_away(self) -> None:
        self._stop_news()

    @property
    def state(self) -> Standing:
        return self._state

    @property
    def asks(self) -> bool:
        """Whether a sheet is open; keys of the page below do nothing then."""
        return self._sheet is not None

    def show_record(self, record: OrderRecord) -> None:
        """Another order ends what was being asked; what is open of the new one is found again."""
        same = self._record is not None and self._record.order.id == record.order.id
        self._record = record
        if same:
            return
        self._errands.stop(_ERRAND)
        self._go(Idle())
        self._errands.run(self._find_open(record.order.id), replacing="open deed")

    # --- what the agent wants

    def pay(self) -> None:
        """Read the total again, show it, and pay it once the agent agrees."""
        self._begin(self._pay)

    def cancel(self) -> None:
        """Ask what comes back, show it, and cancel once the agent agrees."""
        self._begin(self._cancel)

    def accept(self, change: AirlineChange) -> None:
        async def accept() -> None:
            await self._accept(change)

        self._begin(accept)

    def stop(self) -> bool:
        """Stop what is only being read; whether there was something to stop."""
        if not may_stop(self._state):
            return False
        self._errands.stop(_ERRAND)
        self._go(Idle())
        announce(self._over, "Stopped. Nothing was sent.")
        return True

    def go_on(self) -> None:
        """What the button beside the last trouble or proof does."""
        state = self._state
        if isinstance(state, Proved):
            self._go(Idle())
        if not isinstance(state, Idle) or state.trouble is None:
            return
        match state.trouble.way_on:
            case WayOn.PAY:
                self.pay()
            case WayOn.QUOTE:
                self.cancel()
            case WayOn.LOOK:
                self._go(Idle())
                self._errands.run(self._desk.watching.look(self._order_id), replacing="look at order")
            case WayOn.ASK:
                can = ending(self._shown().order, self._desk.clock())
                self.ask_who_can(can, state.trouble.said.request_id)
            case WayOn.NONE:
                self._go(Idle())

    def ask_who_can(self, can: Possible, request_id: str = "") -> None:
        """A text for whoever can do what cannot be done here."""
        if self._record is None or self.asks:
            return
        sheet = ask_sheet(self._over, self._theme, self._record.order, can, request_id=request_id)
        self._errands.run(self._ask_beside(sheet), replacing="ask who can")

    def check_again(self) -> None:
        self._desk.deed_settling.check_now()

    def copy_ids(self) -> None:
        if isinstance(self._state, Checking):
            QGuiApplication.clipboard().setText(deed_words.for_support(self._state.unsure))
            announce(self._over, "The ids are on the clipboard.")

    def give_up(self) -> None:
        """End an open outcome by what Duffel's support has said."""
        if isinstance(self._state, Checking):
            self._errands.run(self._give_up(self._state.unsure), replacing="give up deed")

    # --- paying

    async def _pay(self) -> None:
        record = self._shown()
        self._go(Looking("Reading the total again", self._desk.clock()))
        ready = await self._desk.servicing.ready_to_pay(record.order.id, record.order.total)
        if isinstance(ready, FlightsMoved) and not ready.refused:
            if not await self._ask(flights_sheet(self._over, self._theme, ready)):
                self._go(Idle())
                return
            self._go(Looking("Reading the total again", self._desk.clock()))
            ready = await self._desk.servicing.ready_to_pay(record.order.id, record.order.total)
        if not isinstance(ready, Payable | PriceMoved):
            self._not_payable(ready)
            return
        total, environment = ready.order.total, self._desk.environment
        agreed = await self._ask(pay_sheet(self._over, self._theme, ready, environment, self._desk.clock()))
        if not agreed or not await self._meant(pay_words(total, environment), "Do not pay"):
            self._go(Idle())
            return
        self._send(PayHold(record.order.id, total), lambda: self._desk.servicing.pay(record.order.id, total))

    def _not_payable(self, ready: PayReady) -> None:
        said = deed_words.not_payable(ready)
        if said is None:  # moved once more while the agent looked: shown anew when asked anew
            what = Explained("The airline has changed the flights once more.", "Nothing was paid.", "Look again.")
            self._go(Idle(Trouble(what, WayOn.PAY)))
        else:
            self._go(Idle(Trouble(said[1], kind=said[0], about=Action.PAY)))

    async def _meant(self, deed: str, back: str) -> bool:
        """In live, the first deed that moves money wants a typed word."""
        if not self._desk.environment.is_live or self.live.confirmed:
            return True
        self.live.confirmed = await self._ask(live_sheet(self._over, self._theme, deed, self._desk.environment, back))
        return self.live.confirmed

    # --- cancelling

    async def _cancel(self) -> None:
        quote = await self._quote()
        while quote is not None:
            if not await self._ask(CancelSheet(self._over, self._theme, self._shown(), quote, self._desk.clock)):
                self._go(Idle())
                return
            if not quote.is_stale(self._desk.clock()):
                break
            quote = await self._quote()
        if quote is None:
            return
        if not await self._meant(deed_words.cancel_deed(quote), "Keep the order"):
            self._go(Idle())
            return
        agreed, paid = quote, self._paid(self._shown(), quote)
        self._send(CancelOrder(quote.order_id, agreed, paid), lambda: self._desk.servicing.cancel(agreed, paid))

    async def _quote(self) -> Cancellation | None:
        """A new one; None when there is none to be had, which is said."""
        self._go(Looking("Asking what comes back", self._desk.clock()))
        found = await self._desk.servicing.quote(self._order_id)
        if not isinstance(found, NotCancellable):
            return found
        way_on = WayOn.NONE if found.possible.whom is Whom.NOBODY else WayOn.ASK
        self._go(Idle(Trouble(deed_words.not_cancellable(found), way_on, about=found.possible.action)))
        return None

    def _paid(self, record: OrderRecord, quote: Cancellation) -> Money:
        released = quote.refund_to == "awaiting_payment"
        return Money.zero(record.order.total.currency) if released else record.order.total

    # --- accepting

    async def _accept(self, change: AirlineChange) -> None:
        record = self._shown()
        harm = harm_of(change, record.order)
        if harm.breaks_the_trip or harm.seats:
            self._go(Asking())
            if not await self._ask(accept_sheet(self._over, self._theme, harm, record.order)):
                self._go(Idle())
                return
        deed = AcceptChange(record.order.id, change.id)
        self._send(deed, lambda: self._desk.servicing.accept(record.order.id, change.id))

    # --- asking, sending, hearing

    def _begin(self, deed: Callable[[], Awaitable[None]]) -> None:
        if self._record is not None and not is_busy(self._state):
            self._errands.run(self._guarded(deed), replacing=_ERRAND)

    async def _guarded(self, deed: Callable[[], Awaitable[None]]) -> None:
        """What may go wrong before anything is sent leaves the order as it was."""
        try:
            await deed()
        except DeedOpen as open_:
            self._show_line(open_.line)
        except TravelError as trouble:
            said = _explained(trouble)
            safe = "Nothing was sent; the order is as it was."
            told = replace(said, safe=safe)
            self._go(Idle(Trouble(told, self._again(deed), kind=said.kind)))

    def _again(self, deed: Callable[[], Awaitable[None]]) -> WayOn:
        if deed == self._pay:
            return WayOn.PAY
        return WayOn.QUOTE if deed == self._cancel else WayOn.LOOK

    async def _ask(self, sheet: Sheet) -> bool:
        self._sheet = sheet
        self._go(Asking())
        try:
            return await sheet.answer()
        finally:
            self._sheet = None

    def _send(self, deed: Deed, send: Callable[[], Awaitable[DeedOutcome]]) -> None:
        """From here on it goes to its end, whatever is shown."""
        self._go(Doing(deed, self._desk.clock()))
        announce(self._over, f"{deed_words.doing(deed)}. It can no longer be stopped.")
        self._errands.run(self._carried(deed, send))

    async def _carried(self, deed: Deed, send: Callable[[], Awaitable[DeedOutcome]]) -> None:
        """The outcome itself comes as news; here only what never became one."""
        try:
            await send()
        except DeedOpen as open_:
            if deed.order_id == self._order_id:
                self._show_line(open_.line)
        except TravelError as trouble:
            if deed.order_id == self._order_id:
                self._go(Idle(_not_sent(trouble, deed)))

    def _heard(self, notice: Notice) -> None:
        if isinstance(notice, DeedSettled) and notice.order_id == self._order_id:
            self._show_outcome(notice.outcome)

    def _show_outcome(self, outcome: DeedOutcome) -> None:
        match outcome:
            case DeedDone():
                self._go(Proved(outcome))
            case DeedRefused():
                self._go(Idle(_refused(outcome)))
            case DeedUnsure():
                self._go(Checking(outcome))
                deed = outcome.sent.deed
                announce(self._over, f"{deed_words.question(deed)} {deed_words.warning(deed)}", urgent=True)

    async def _find_open(self, order_id: str) -> None:
        line = await self._desk.servicing.open_deed(order_id)
        if line is not None and order_id == self._order_id:
            self._show_line(line)

    def _show_line(self, line: DeedLine) -> None:
        """A line of the journal that was found: looked for, under way, or done before."""
        unsure = self._desk.deed_settling.open_outcome(line)
        if unsure is not None:
            self._go(Checking(unsure))
        elif isinstance(line, DeedDone):
            self._go(Proved(line))
        else:
            sent = sent_of_deed(line)
            self._go(Doing(sent.deed, sent.at))

    async def _give_up(self, unsure: DeedUnsure) -> None:
        told = [""]
        if not await self._ask_beside(giving_up_sheet(self._over, self._theme, told)):
            return
        if await self._desk.deed_settling.give_up(unsure.sent.attempt):
            self.gave_up.emit(told[-1])
        else:
            self.not_closed.emit("Not closed: no answer came just now. Try again in a minute.")

    async def _ask_beside(self, sheet: Sheet) -> bool:
        """A sheet that leaves the state as it is."""
        self._sheet = sheet
        try:
            return await sheet.answer()
        finally:
            self._sheet = None

    def _go(self, state: Standing) -> None:
        self._state = state
        self.changed.emit()

    @property
    def _order_id(self) -> str:
        return self._record.order.id if self._record is not None else ""

    def _shown(self) -> OrderRecord:
        if self._record is None:
            raise RuntimeError("no order is shown")
        return self._record


def _explained(trouble: TravelError) -> Explained:
    """A question about an order that got no answer: in words about orders, not about fares."""
    if isinstance(trouble, RefusedByUpstream) and not isinstance(trouble, TooManyCalls):
        return deed_words.refused(trouble.code, trouble.message, trouble.request_id)
    return words.explain(trouble)


def _not_sent(trouble: TravelError, deed: Deed) -> Trouble:
    """It never left, or its quote was over: the order is as it was."""
    again = {PayHold: WayOn.PAY, CancelOrder: WayOn.QUOTE, AcceptChange: WayOn.LOOK}[type(deed)]
    if isinstance(trouble, QuoteStale):
        return Trouble(deed_words.refused("order_cancellation_stale", "", ""), WayOn.QUOTE)
    said = words.explain(trouble)
    what = "The airline could not be reached; nothing was sent." if isinstance(trouble, NeverSent) else said.what
    told = replace(said, what=what, safe="The order is as it was.", next="Try again when the line is back.")
    return Trouble(told, again, kind=said.kind)


def _refused(no: DeedRefused) -> Trouble:
    """The upstream's no, and the way on from it."""
    said, deed = deed_words.refused(no.code, no.message, no.request_id), no.sent.deed
    about = {PayHold: Action.PAY, CancelOrder: Action.CANCEL, AcceptChange: Action.ACCEPT_CHANGE}[type(deed)]
    return Trouble(said, deed_words.way_on(deed, no.code), about=about)
