"""What an agent does after the sale: pay a hold, cancel with a quote, accept the airline's change.

Each is written down first, leaves this machine once, and is looked for when nobody knows what became of it.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from agentdesk.desk.checkout import AlreadySent
from agentdesk.desk.deed_keeping import DeedKeeping, money_text
from agentdesk.desk.ports import Airline, Clock, DeedJournal, OrderBook
from agentdesk.travel.actions import Possible, WhyNot, ending, supporter
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import (
    AcceptChange,
    CancelOrder,
    Deed,
    DeedDone,
    DeedLine,
    DeedOutcome,
    DeedSent,
    DeedStruckOut,
    DeedUnsure,
    PayHold,
    is_deed_open,
)
from agentdesk.travel.errors import NeverSent, OutcomeUnknown, RefusedByUpstream, TravelError
from agentdesk.travel.money import Money
from agentdesk.travel.order_events import EventKind, OrderEvent
from agentdesk.travel.orders import Order
from agentdesk.travel.paying import (
    FlightsMoved,
    Overdue,
    PaidAlready,
    Payable,
    PayReady,
    PriceMoved,
    StillOpen,
    has_lost_its_price,
    pay_ready,
)

_log = logging.getLogger(__name__)


class DeedOpen(AlreadySent):
    """Something is being done to this order, or was done that cannot be done twice: `line` says what."""

    def __init__(self, line: DeedLine) -> None:
        super().__init__("something is being done to this order")
        self.line = line


class QuoteStale(TravelError):
    """The quote's time has passed: ask anew. Nothing was sent."""


@dataclass(frozen=True, slots=True)
class NotCancellable:
    """There is no quote: `possible.why` says why, `possible.whom` who can do it. `request_id` where upstream said no.

    `code` is the upstream's, "" where it was not asked.
    """

    order: Order
    possible: Possible
    code: str = ""
    request_id: str = ""


class Servicing:
    """The one way orders are changed. Of each order only one deed is under way at a time."""

    def __init__(
        self,
        airline: Airline,
        deeds: DeedJournal,
        orders: OrderBook,
        keeping: DeedKeeping,
        *,
        clock: Clock,
        new_attempt: Callable[[], str],
        agent: Callable[[], str] = str,
    ) -> None:
        self._airline = airline
        self._deeds = deeds
        self._orders = orders
        self._keeping = keeping
        self._clock = clock
        self._new_attempt = new_attempt
        self._agent = agent
        self._under_way: set[asyncio.Task[DeedOutcome]] = set()
        self._never_left: dict[str, DeedStruckOut] = {}  # what the journal could not take yet, by attempt

    async def open_deed(self, order_id: str) -> DeedLine | None:
        """What is being done to this order and not known yet, also since before the last start."""
        await self._strike_out_again()
        return next((line for line in await self._deeds.of_order(order_id) if is_deed_open(line)), None)

    async def ready_to_pay(self, order_id: str, shown: Money | None = None) -> PayReady:
        """Read a held order and its payments again, and price it where its guarantee has passed; all that is kept.

        `shown` is the total that the agent has before their eyes; without it, the one kept last. Asks only: raises the
        errors of a question. What an upstream's "no" to the price means is told as a result, too.
        """
        known = await self._orders.get(order_id)
        answer = await self._keeping.read_again(order_id)
        if (line := await self.open_deed(order_id)) is not None:
            return StillOpen(answer.order, line)
        payments = await self._airline.payments_of(order_id)
        before = known.order if known is not None else None
        seen = shown or (before or answer.order).total
        ready = pay_ready(answer.order, payments, self._clock(), shown=seen, before=before)
        if not isinstance(ready, Payable | PriceMoved) or not has_lost_its_price(answer.order, self._clock()):
            return ready
        try:
            answer = await self._keeping.keep(await self._airline.priced_order(order_id))
        except RefusedByUpstream as refused:
            if refused.code == "unsupported_action":  # an airline that prices no hold anew: what was read counts
                return ready
            return await self._not_priced(refused, before or answer.order, seen)
        return pay_ready(answer.order, payments, self._clock(), shown=seen, before=before)

    async def _not_priced(self, refused: RefusedByUpstream, before: Order, seen: Money) -> PayReady:
        """What a refused price says of the order; raised again where it says nothing of it."""
        order = (await self._keeping.read_again(before.id)).order
        match refused.code:
            case "schedule_changed":
                return FlightsMoved(order, before, refused=True)
            case "already_paid" | "order_type_not_eligible_for_payment":
                return PaidAlready(order)
            case "past_payment_required_by_date" | "already_cancelled" | "price_changed":
                payments = await self._airline.payments_of(order.id)
                ready = pay_ready(order, payments, self._clock(), shown=seen)
                late = refused.code == "past_payment_required_by_date"
                return Overdue(order) if late and isinstance(ready, Payable | PriceMoved) else ready
            case _:
                raise refused

    async def pay(self, order_id: str, agreed: Money) -> DeedOutcome:
        """Pay a held order from the balance: exactly what the agent has agreed to, or the upstream refuses.

        This, `cancel` and `accept` raise: NeverSent when it did not leave, DeedOpen when something of this order is
        open or this was done before, NotKept when the intention could not be written (nothing was sent).
        """
        return await self._carry_out(PayHold(order_id, agreed))

    async def quote(self, order_id: str) -> Cancellation | NotCancellable:
        """A new quote for cancelling, or for releasing an unpaid hold; nothing is cancelled by it.

        The order is read again first, since only its actions say whether it can be cancelled. Raises DeedOpen while
        something of this order is open, and the errors of a question; a lost answer may be asked for again.
        """
        order = (await self._keeping.read_again(order_id)).order
        if (line := await self.open_deed(order_id)) is not None:
            raise DeedOpen(line)
        can = ending(order, self._clock())
        if not can.is_here:
            return NotCancellable(order, can)
        try:
            quote = await self._airline.quote_cancellation(order_id)
        except RefusedByUpstream as refused:
            if refused.code not in _NO_QUOTE:
                raise
            return await self._not_quoted(order_id, refused)
        detail = money_text(quote.refund)
        event = OrderEvent(order_id, self._clock(), EventKind.CANCEL_QUOTED, self._agent(), detail)
        await self._keeping.note_event(event)
        return quote

    async def _not_quoted(self, order_id: str, refused: RefusedByUpstream) -> NotCancellable:
        order = (await self._keeping.read_again(order_id)).order
        can = ending(order, self._clock())
        if can.is_here:  # its actions say yes, the airline says no
            can = Possible(can.action, supporter(order), WhyNot.NOT_OFFERED)
        return NotCancellable(order, can, refused.code, refused.request_id)

    async def cancel(self, quote: Cancellation, paid: Money) -> DeedOutcome:
        """Confirm a quote that the agent has seen; what it says, and nothing else, is confirmed.

        QuoteStale when its time has passed. `order_cancellation_stale` is a refusal like any other: ask for a new one.
        """
        if quote.is_stale(self._clock()):
            raise QuoteStale("the quote has expired")
        return await self._carry_out(CancelOrder(quote.order_id, quote, paid))

    async def accept(self, order_id: str, change_id: str) -> DeedOutcome:
        """Accept the newest change of the airline. One that is no longer so is refused, and the order read anew."""
        return await self._carry_out(AcceptChange(order_id, change_id))

    async def _carry_out(self, deed: Deed) -> DeedOutcome:
        """Once begun it goes on to its end, even if whoever asked for it goes away."""
        task = asyncio.create_task(self._carry_out_to_the_end(deed))
        self._under_way.add(task)
        task.add_done_callback(self._over)
        return await asyncio.shield(task)

    def _over(self, task: "asyncio.Task[DeedOutcome]") -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # whoever asked has heard it, or has gone away

    async def _carry_out_to_the_end(self, deed: Deed) -> DeedOutcome:
        sent = await self._written(deed)
        await self._keeping.note_asked(sent)
        try:
            outcome = await self._airline.carry_out(sent)
        except NeverSent:
            self._never_left[sent.attempt] = DeedStruckOut(sent, self._clock())
            await self._strike_out_again()
            await self._keeping.note(sent, EventKind.NOT_SENT)
            raise
        except OutcomeUnknown as unknown:
            outcome = DeedUnsure(sent, unknown.why, unknown.request_id, self._clock())
        return await self._keeping.settle_or_doubt(outcome)

    async def _strike_out_again(self) -> None:
        """Nothing of these is on its way; a disk that is full now is asked again the next time."""
        for attempt, line in tuple(self._never_left.items()):
            try:
                await self._deeds.strike_out(line)
            except TravelError as trouble:
                _log.info("%s could not be struck out yet: %s", attempt, trouble)
            else:
                self._never_left.pop(attempt, None)

    async def _written(self, deed: Deed) -> DeedSent:
        """The intention on paper; two of one order cannot both find it free."""

        def is_free(lines: tuple[DeedLine, ...]) -> None:
            for line in lines:
                if is_deed_open(line) or (isinstance(line, DeedDone) and _shuts_out(line.sent.deed, deed)):
                    raise DeedOpen(line)

        await self._strike_out_again()
        sent = DeedSent(deed, self._new_attempt(), self._clock(), self._agent())
        await self._deeds.write(sent, is_free)
        return sent


_NO_QUOTE = frozenset({"order_not_cancellable", "already_cancelled", "unsupported_action"})


def _shuts_out(done: Deed, wanted: Deed) -> bool:
    """Whether one that is done leaves no room for another: a cancelled order is over, nothing is done twice."""
    if isinstance(done, CancelOrder):
        return True
    if isinstance(done, AcceptChange) and isinstance(wanted, AcceptChange):
        return done.change_id == wanted.change_id
    return type(done) is type(wanted)
