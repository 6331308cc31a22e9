"""Writes down what became of a deed, in the journal, the order and its history, and tells it."""

import asyncio
import logging

from agentdesk.desk.news import Board, DeedSettled
from agentdesk.desk.ports import Airline, Clock, DeedJournal, History, OrderAnswer, OrderBook
from agentdesk.desk.watching import take_in
from agentdesk.travel.booking import Doubt
from agentdesk.travel.deeds import (
    AcceptChange,
    CancelOrder,
    Deed,
    DeedDone,
    DeedOutcome,
    DeedRefused,
    DeedSent,
    DeedUnsure,
    PayHold,
)
from agentdesk.travel.errors import TravelError
from agentdesk.travel.money import Money
from agentdesk.travel.order_events import EventKind, OrderEvent

_log = logging.getLogger(__name__)

_PATIENCE = 10.0  # seconds for reading an order again before the outcome is handed back without it


class DeedKeeping:
    """Shared by the one who does and the one who finds out, so that an outcome is kept the same way by both."""

    def __init__(
        self, airline: Airline, deeds: DeedJournal, orders: OrderBook, history: History, news: Board, *, clock: Clock
    ) -> None:
        self._airline = airline
        self._deeds = deeds
        self._orders = orders
        self._history = history
        self._news = news
        self._clock = clock

    async def settle(self, outcome: DeedOutcome) -> None:
        """Journal first: what stands there is true, whatever happens after. TravelError when it takes nothing."""
        sent = outcome.sent
        await self._deeds.settle(sent, outcome)
        await self.note(sent, *_told_by(outcome))
        self._news.tell(DeedSettled(sent.deed.order_id, sent.attempt, outcome))
        if not isinstance(outcome, DeedUnsure):
            await self._try_to_read_again(sent.deed.order_id)

    async def settle_or_doubt(self, outcome: DeedOutcome) -> DeedOutcome:
        """As `settle`; an answer that cannot be kept leaves the outcome unsure, told and looked for in this run."""
        try:
            await self.settle(outcome)
        except TravelError as trouble:
            request_id, sent = outcome.request_id, outcome.sent
            unsure = DeedUnsure(sent, str(trouble), request_id, self._clock(), Doubt.NOT_KEPT)
            self._news.tell(DeedSettled(sent.deed.order_id, sent.attempt, unsure))
            return unsure
        return outcome

    async def note_asked(self, sent: DeedSent) -> None:
        """Before it leaves."""
        await self.note(sent, _ASKED[type(sent.deed)], _wanted(sent.deed))

    async def note(self, sent: DeedSent, kind: EventKind, detail: str = "", request_id: str = "") -> None:
        """Into the order's history. That is for people to read: money does not wait for it."""
        await self.note_event(OrderEvent(sent.deed.order_id, self._clock(), kind, sent.agent, detail, request_id))

    async def note_event(self, event: OrderEvent) -> None:
        try:
            await self._history.add(event)
        except TravelError as trouble:
            _log.warning("the history of %s lacks %s: %s", event.order_id, event.kind, trouble)

    async def read_again(self, order_id: str) -> OrderAnswer:
        """The order as it is upstream now, kept and told."""
        return await self.keep(await self._airline.order(order_id))

    async def keep(self, answer: OrderAnswer) -> OrderAnswer:
        await take_in(answer, self._orders, self._news)
        return answer

    async def _try_to_read_again(self, order_id: str) -> None:
        """What a deed has changed; when the line is slow or gone now, those who watch the order read it later."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await self.read_again(order_id)
        except (TravelError, TimeoutError) as trouble:
            _log.info("order %s could not be read again: %s", order_id, trouble)


_ASKED: dict[type[Deed], EventKind] = {
    PayHold: EventKind.PAY_ASKED,
    CancelOrder: EventKind.CANCEL_ASKED,
    AcceptChange: EventKind.ACCEPT_ASKED,
}
_DONE: dict[type[Deed], EventKind] = {
    PayHold: EventKind.PAID,
    CancelOrder: EventKind.CANCELLED,
    AcceptChange: EventKind.ACCEPTED,
}


def _told_by(outcome: DeedOutcome) -> tuple[EventKind, str, str]:
    """What the history says of an outcome: kind, detail, request id."""
    match outcome:
        case DeedDone():
            kept = outcome.cancellation
            detail = money_text(outcome.amount) or (money_text(kept.refund) if kept else "") or _wanted_id(outcome)
            return _DONE[type(outcome.sent.deed)], detail, outcome.request_id
        case DeedRefused():
            return EventKind.REFUSED, outcome.code, outcome.request_id
        case DeedUnsure():
            return EventKind.UNKNOWN, outcome.doubt.value, outcome.request_id


def _wanted(deed: Deed) -> str:
    match deed:
        case PayHold():
            return money_text(deed.amount)
        case CancelOrder():
            return money_text(deed.quote.refund)
        case AcceptChange():
            return deed.change_id


def _wanted_id(done: DeedDone) -> str:
    deed = done.sent.deed
    return deed.change_id if isinstance(deed, AcceptChange) else ""


def money_text(money: Money | None) -> str:
    """As the history keeps an amount: "90.80 GBP"; "" for none."""
    return "" if money is None else f"{money.text} {money.currency}"
