"""Reads the offer that is wanted again, and asks where its price has changed."""

from PySide6.QtWidgets import QWidget

from agentdesk.travel.offers import Offer
from agentdesk.ui import words
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.sheet import Sheet


class Opening:
    """One offer is read at a time; a second Enter meanwhile is not heard."""

    def __init__(self, tab: Tab, page: QWidget) -> None:
        self._tab, self._page = tab, page
        self.is_busy = False

    async def read(self, listed: Offer) -> Offer:
        """The offer as the airline gives it now. Raises the errors of `Airline.offer`."""
        self.is_busy = True
        try:
            return await self._tab.desk.searching.open(listed.id)
        finally:
            self.is_busy = False

    async def accepts(self, listed: Offer, opened: Offer) -> bool:
        """Whether the agent takes it at its new price; the keyboard is on the way back."""
        theme = self._tab.theme
        deed = Button(theme, f"Take it for {words.money(opened.total)}", kind="primary")
        sheet = Sheet(self._page, theme, "The airline changed the price", back="Keep looking", deed=deed)
        difference = words.money(opened.total - listed.total, signed=True)
        before, now = words.money(listed.total), words.money(opened.total)
        said = f"Before {before}, now {now}: {difference}. Nothing has been booked."
        sheet.body.addWidget(label(theme, said, "body", wraps=True))
        self.is_busy = True
        try:
            return await sheet.answer()
        finally:
            self.is_busy = False
