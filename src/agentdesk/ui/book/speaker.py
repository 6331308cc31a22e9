"""The voice of one booking: offers that come, what became of a purchase, tickets that are there."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from agentdesk.desk.news import BookingSettled, LineBack, LineLost, Notice, OrderChanged
from agentdesk.travel.booking import Booked, Refused, Unsure
from agentdesk.ui import words
from agentdesk.ui.announcing import announce
from agentdesk.ui.book.tab import Tab


class Speaker(QObject):
    """Says of one booking: offers that come, what became of a purchase, tickets that are there."""

    def __init__(self, tab: Tab, voice: QWidget) -> None:
        super().__init__(voice)
        self._tab, self._voice = tab, voice
        self._was_running = self._had_offers = False
        self._ticketed: frozenset[str] = frozenset()
        tab.found_changed.connect(self._found)
        self.stop = tab.desk.news.listen(self._heard)

    def _found(self) -> None:
        """The first offers and the end of a search; not each batch, which would never let the reader finish."""
        found = self._tab.found
        count = words.count(len(found.offers), "offer")
        if found.running and found.offers and not self._had_offers:
            announce(self._voice, f"First {count}. The search goes on.")
        elif self._was_running and not found.running and found.sources:
            answered = f"{found.answered} of {words.count(found.sources, 'source')} answered"
            announce(self._voice, f"{count if found.offers else 'No offers'}. {answered}.")
        self._had_offers = found.running and bool(found.offers)
        self._was_running = found.running

    def _heard(self, notice: Notice) -> None:
        match notice:
            case BookingSettled(draft_id=draft_id, outcome=outcome) if draft_id == self._tab.draft.id:
                self._settled(outcome)
            case OrderChanged(order_id=order_id) if order_id == self._tab.draft.order_id:
                self._tab.errands.run(self._tickets(order_id), replacing="say tickets")
            case _:
                pass

    def _settled(self, outcome: Booked | Refused | Unsure) -> None:
        match outcome:
            case Booked():
                announce(self._voice, f"The order is made. Booking reference {spelt(outcome.reference)}.", urgent=True)
            case Refused():
                pass  # the page says what, and that nothing was booked
            case Unsure():
                announce(self._voice, "It is not known yet whether this was booked. AgentDesk asks the airline.")

    async def _tickets(self, order_id: str) -> None:
        record = await self._tab.desk.orders.get(order_id)
        if record is None:
            return
        there = frozenset(one.number for one in record.order.tickets)
        fresh = there - self._ticketed
        self._ticketed = there
        if fresh:
            announce(self._voice, f"{words.count(len(fresh), 'ticket')} issued.")


def announce_line(notice: Notice, voice: QWidget) -> None:
    """The line to the upstream, lost and back."""
    if isinstance(notice, LineLost):
        announce(voice, "The airline's line does not answer. Everything typed is kept.", urgent=True)
    elif isinstance(notice, LineBack):
        announce(voice, "The airline's line is back.")


def spelt(reference: str) -> str:
    """A reference letter by letter, as it is read out on the telephone: `4QK7ZB` is "4 Q K 7 Z B"."""
    return " ".join(reference)
