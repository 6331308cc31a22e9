"""While an outcome is not known: asks again, copies the ids, and ends it when a person knows."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from agentdesk.travel.booking import Draft, Unsure
from agentdesk.ui.announcing import announce
from agentdesk.ui.book.payment_checking import CheckingView
from agentdesk.ui.book.payment_sheets import giving_up_sheet
from agentdesk.ui.book.payment_words import for_support
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.widgets.sheet import Sheet


class Watch(QObject):
    """Behind a `CheckingView`. `ask` opens a sheet over the page and tells whether its deed was chosen."""

    def __init__(self, tab: Tab, view: CheckingView, ask: Callable[[Sheet], Awaitable[bool]], over: QWidget) -> None:
        super().__init__(view)
        self._tab, self._view, self._ask, self._over = tab, view, ask, over
        self._unsure: Unsure | None = None
        view.check_again.connect(self.check_again)
        view.copy_ids.connect(self.copy_ids)
        view.other_booking.connect(lambda: tab.wants_tab.emit(Draft(tab.desk.new_id(), tab.desk.environment)))
        view.give_up.connect(lambda: tab.errands.run(self._give_up(), replacing="give up"))

    def show(self, unsure: Unsure | None) -> None:
        self._unsure = unsure
        self._view.show_line(unsure)
        self.show_looks()

    def show_looks(self) -> None:
        """How often was asked, when last and when next; again each second."""
        if self._unsure is not None:
            looks = self._tab.desk.settling.looks(self._unsure.sent.attempt)
            self._view.show_looks(looks, self._unsure.since, self._tab.now())

    def check_again(self) -> None:
        self._tab.desk.settling.check_now()
        self.show_looks()

    def copy_ids(self) -> None:
        if self._unsure is not None:
            QGuiApplication.clipboard().setText(for_support(self._unsure))
            self._view.say_copied()
            announce(self._view, "The ids are on the clipboard.")

    async def _give_up(self) -> None:
        unsure, told = self._unsure, [""]
        if unsure is None or not await self._ask(giving_up_sheet(self._over, self._tab.theme, told)):
            return
        draft = self._tab.draft
        said = "; ".join(one for one in (draft.note, f"No booking: {told[-1]}") if one)
        self._tab.fold(replace(draft, note=said))
        if not await self._tab.desk.settling.give_up(unsure.sent.attempt):
            self._view.say_not_closed("Not closed: the airline gave no answer just now. Try again in a minute.")
