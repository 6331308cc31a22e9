"""Saves, renames and deletes an agent's own views; a deleted one can be brought back."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from agentdesk.desk.desk import Desk
from agentdesk.travel.order_views import OrderQuery, OwnView
from agentdesk.ui.errands import Errands
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.sheet import Sheet

_LONGEST = 40


class OwnViews:
    """Works over `page`; `deleted` is the view that can still be brought back."""

    def __init__(self, theme: Theme, desk: Desk, errands: Errands, page: QWidget) -> None:
        self._theme, self._desk, self._errands, self._page = theme, desk, errands, page
        self.deleted: OwnView | None = None

    def name(self, query: OrderQuery, before: OwnView | None, done: Callable[[OwnView], None]) -> None:
        """Ask for a name: of a new view of this query, or another for the one of before."""
        self._errands.run(self._name(query, before, done), replacing="name a view")

    async def _name(self, query: OrderQuery, before: OwnView | None, done: Callable[[OwnView], None]) -> None:
        deed = Button(self._theme, "Rename" if before is not None else "Save the view", kind="primary", key="Enter")
        title = f"Another name for {before.name}" if before is not None else "Save this view"
        said = "" if before is not None else "The view, the search and the order of rows, under a name of your own."
        sheet = Sheet(self._page, self._theme, title, back="Leave it", deed=deed, text=said)
        field = Field(self._theme, "Name")
        field.edit.setMaxLength(_LONGEST)
        field.put(before.name if before is not None else "")
        typed = [field.text]  # the sheet is gone when its answer is there

        def write(text: str) -> None:
            typed.append(text.strip())
            deed.setEnabled(bool(typed[-1]))

        field.edited.connect(write)
        field.edit.returnPressed.connect(deed.click)
        deed.setEnabled(bool(field.text))
        sheet.body.addWidget(field)
        QTimer.singleShot(0, sheet, lambda: field.edit.setFocus(Qt.FocusReason.TabFocusReason))
        if await sheet.answer():
            view = OwnView(before.id if before is not None else self._desk.new_id(), typed[-1], query)
            await self._desk.index.keep_view(view)
            done(view)

    def drop(self, view: OwnView, done: Callable[[], None]) -> None:
        self.deleted = view

        async def work() -> None:
            await self._desk.index.drop_view(view.id)
            done()

        self._errands.run(work())

    def bring_back(self, done: Callable[[OwnView], None]) -> None:
        """The one that was deleted last."""
        view, self.deleted = self.deleted, None

        async def work(view: OwnView) -> None:
            await self._desk.index.keep_view(view)
            done(view)

        if view is not None:
            self._errands.run(work(view))
