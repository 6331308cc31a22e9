"""Reads the offer that is wanted again, says what has changed, and takes it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from agentdesk.travel.booking import Step
from agentdesk.travel.errors import OfferGone, TravelError
from agentdesk.travel.offers import Offer
from agentdesk.travel.passenger_rules import forms_for
from agentdesk.ui import words
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.sheet import Sheet


def _nothing() -> None:
    """What a banner without a button does."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a banner says: its kind, what happened, what is safe; the words of its button and what that does."""

    kind: str
    what: str
    text: str
    deed: str = ""
    do: Callable[[], object] = _nothing


class Opening(QObject):
    """One offer is read at a time; a second Enter meanwhile is not heard.

    Says `began` and `ended` around the reading, `told` with a `Telling` (None: what was said no longer holds),
    `renewed` with the offer as the airline gives it now where it is not taken, `taken` with the step that is next.
    """

    began = Signal()
    ended = Signal()
    told = Signal(object)
    renewed = Signal(object)
    taken = Signal(Step)

    def __init__(self, tab: Tab, page: QWidget, search_again: Callable[[], object]) -> None:
        super().__init__(page)
        self._tab, self._page, self._search_again = tab, page, search_again
        self.is_busy = False

    def choose(self, offer: object) -> None:
        """Take this fare, after it was read again from the airline."""
        assert isinstance(offer, Offer)
        if not self.is_busy:
            self._tab.errands.run(self._open(offer), replacing="open offer")

    async def _open(self, listed: Offer) -> None:
        """Read the offer again, then take it; one whose price had ended is only shown as it is now."""
        had_ended = listed.has_expired(self._tab.now())
        self.is_busy = True
        self.began.emit()
        try:
            opened = await self._tab.desk.searching.open(listed.id)
        except TravelError as trouble:
            said = words.explain(trouble)
            text = f"{said.safe} {said.next}"
            if isinstance(trouble, OfferGone):
                self.told.emit(Telling("bad", said.what, text, "Search again", self._search_again))
            else:
                self.told.emit(Telling(said.kind, said.what, text, "Try again", lambda: self.choose(listed)))
            return
        finally:
            self.is_busy = False
            self.ended.emit()
        self.told.emit(None)
        if had_ended or opened.has_expired(self._tab.now()):
            self._say_renewed(listed, opened)
        elif opened.total == listed.total or await self._accepts(listed, opened):
            self._take(opened)
        else:
            self.renewed.emit(opened)

    async def _accepts(self, listed: Offer, opened: Offer) -> bool:
        """Whether the agent takes it at its new price; the keyboard is on the way back."""
        theme = self._tab.theme
        deed = Button(theme, f"Take it for {words.money(opened.total)}", kind="primary")
        sheet = Sheet(self._page, theme, "The airline changed the price", back="Keep looking", deed=deed)
        before, now = words.money(listed.total), words.money(opened.total)
        said = f"Before {before}, now {now}: {_difference(listed, opened)}. Nothing has been booked."
        sheet.body.addWidget(label(theme, said, "body", wraps=True))
        self.is_busy = True
        try:
            return await sheet.answer()
        finally:
            self.is_busy = False

    def _say_renewed(self, listed: Offer, opened: Offer) -> None:
        """What became of a price that had ended."""
        self.renewed.emit(opened)
        if opened.has_expired(self._tab.now()):
            text = "The airline gives no new price for this offer. The search and the passengers are kept."
            self.told.emit(Telling("warn", "This price has ended.", text, "Search again", self._search_again))
            return
        moved = "the same as before" if opened.total == listed.total else _difference(listed, opened)
        until = f"It holds until {words.clock(opened.expires_at.astimezone())}. Enter chooses it."
        price = words.money(opened.total)
        self.told.emit(Telling("good", f"The airline sells it again for {price}, {moved}.", until))

    def _take(self, offer: Offer) -> None:
        draft = self._tab.draft
        if draft.offer is None or draft.offer.id != offer.id:
            self._tab.seat_maps = None
            draft = replace(draft, seats=(), bags=())
        self._tab.fold(replace(draft, offer=offer, travellers=forms_for(offer, draft.travellers)))
        self.taken.emit(Step.PASSENGERS)


def _difference(listed: Offer, opened: Offer) -> str:
    """'+£12.40'; in words where the currency is another."""
    if listed.total.currency != opened.total.currency:
        return f"in {opened.total.currency} instead of {listed.total.currency}"
    return words.money(opened.total - listed.total, signed=True)
