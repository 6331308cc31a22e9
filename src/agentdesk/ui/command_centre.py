"""What the command bar finds: orders kept here, what the window can do, and terminal entries."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from agentdesk.desk.desk import Desk
from agentdesk.desk.ports import RecentSearch
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.entries import is_search, write
from agentdesk.travel.order_views import OrderQuery, OrderRow
from agentdesk.travel.place_index import PlaceIndex
from agentdesk.travel.search import Search, SearchForm
from agentdesk.travel.search_rules import check, form_of
from agentdesk.ui import words
from agentdesk.ui.actions import Command
from agentdesk.ui.book.bookings import Bookings
from agentdesk.ui.command_entries import Echo, echo, go_on_with
from agentdesk.ui.command_matches import Row, ranked
from agentdesk.ui.errands import Errands
from agentdesk.ui.orders.orders_room import OrdersRoom
from agentdesk.ui.widgets.buttons import Button

_ORDERS, _ENTRIES, _ACTIONS, _LOOKED_AT = 5, 3, 8, 50
_RETRIEVE = re.compile(r"RT\s*([A-Z0-9]{4,})", re.IGNORECASE)
HERE = "Find, run or type an entry"
"""The command that leads to the bar; it is not found in it."""
_NEVER = ("money", "destructive_final", "segment", "row")  # kinds of buttons that only their own press may do


class CommandCentre:
    """One for the rooms of one environment. Earlier searches are read when the bar is entered,
    orders are asked of the index with each letter."""

    def __init__(
        self,
        desk: Desk,
        places: PlaceIndex,
        errands: Errands,
        commands: Sequence[Command],
        bookings: Bookings,
        orders: OrdersRoom,
        *,
        show: Callable[[str], None],
        room: Callable[[], QWidget | None],
        found: Callable[[], None],
    ) -> None:
        self._desk, self._places, self._errands = desk, places, errands
        self._commands, self._bookings, self._orders = commands, bookings, orders
        self._show, self._room, self._found = show, room, found
        self._answer: tuple[str, tuple[OrderRow, ...]] = ("", ())  # what was typed, and the orders found
        self._recent: tuple[RecentSearch, ...] = ()
        self._retrieved: list[str] = []  # of this session: they may name people

    def read(self) -> None:
        """The bar was entered; what is read is shown as soon as it is there."""
        self._errands.run(self._read(), replacing="command bar")

    async def _read(self) -> None:
        self._answer = ("", ())  # orders may have changed
        self._recent = await self._desk.searching.lately(_ENTRIES)
        self._found()

    def entries(self) -> tuple[str, ...]:
        """Earlier entries, newest first."""
        return (*reversed(self._retrieved), *(write(one.search) for one in self._recent))

    def find(self, text: str) -> list[Row]:
        """All lines for what is typed."""
        typed = text.strip()
        if is_search(typed):
            return self._entry_rows(typed)
        if not typed:
            return [*self._earlier_rows(), *self._action_rows("")]
        retrieved = _RETRIEVE.fullmatch(typed)
        wanted = retrieved[1] if retrieved else typed
        rows = [*self._order_rows(wanted), *self._action_rows(typed)]
        if not rows and self._answer[0] == wanted:
            hint = "An order is found by reference, name, ticket number or id; an entry begins with AN."
            rows = [Row("nothing", "Nothing found.", hint, "search")]
        return rows

    # --- entries

    def _entry_rows(self, typed: str) -> list[Row]:
        said: Echo = echo(typed, self._today(), self._places)
        form = said.form
        if form is None:
            return [Row("wrong" if one.wrong else "echo", one.part, one.meaning) for one in said.said]
        rows = [Row("run", "Search flights", keys="Enter", deed=lambda: self._search(form))]
        for one in said.said:
            role, warning = ("warn", one.warns) if one.warns else ("", "")
            rows.append(Row("echo", one.part, one.meaning, icon=warning, role=role))
        rows.append(Row("echo_end", ""))
        more = go_on_with(typed, form)
        if more:
            rows.append(Row("heading", "You may go on with"))
            rows += [Row("extend", part, meaning, completes=part) for part, meaning in more]
        return rows

    def _search(self, form: SearchForm) -> None:
        """In a new tab: at once when nothing is missing, else the page says what is."""
        checked = check(form, self._today(), self._places)

        def filled(draft: Draft) -> Draft:
            if isinstance(checked, Search):
                return replace(draft, form=form_of(checked), search=checked, step=Step.OFFERS)
            return replace(draft, form=form)

        self._show("Book")
        self._bookings.new_with(filled)

    def _earlier_rows(self) -> list[Row]:
        rows = [Row("entry", text, "Order", refills=text) for text in reversed(self._retrieved[-_ENTRIES:])]
        for one in self._recent:
            asked = words.moment(one.at)
            rows.append(Row("entry", write(one.search), f"Search, {asked}", refills=write(one.search)))
        return [Row("heading", "Your last entries"), *rows] if rows else []

    # --- orders

    def _order_rows(self, typed: str) -> list[Row]:
        """Those found for this; until the answer is there, those found before that."""
        if self._answer[0] != typed:
            self._errands.run(self._look_for(typed), replacing="find orders")
        rows = [self._order_row(one) for one in self._answer[1]]
        return [Row("heading", "Orders"), *rows] if rows else []

    async def _look_for(self, typed: str) -> None:
        """The nearest few: those whose reference begins so, then in the order of the list."""
        index = self._desk.index
        now = self._desk.clock()
        top = await index.first(OrderQuery(text=typed), now, _LOOKED_AT)
        found = await index.rows(top.spots, now)
        begins = typed.casefold()
        nearest = sorted(found, key=lambda row: not row.reference.casefold().startswith(begins))
        self._answer = (typed, tuple(nearest[:_ORDERS]))
        self._found()

    def _order_row(self, row: OrderRow) -> Row:
        more = f" +{row.others}" if row.others else ""
        parts = [f"{row.lead}{more}", f"{row.origin} – {row.destination}" if row.origin else ""]
        if row.departs is not None:
            parts.append(words.day(row.departs.date()))
        said = ", ".join(part for part in parts if part)
        return Row("order", row.reference, said, "ticket", deed=lambda: self._open(row))

    def _open(self, row: OrderRow) -> None:
        entry = f"RT{row.reference}"
        self._retrieved = [one for one in self._retrieved if one != entry] + [entry]
        self._show("Orders")
        self._orders.page.open(row)

    # --- actions

    def _action_rows(self, typed: str) -> list[Row]:
        rows = [
            Row("action", one.name, icon=one.icon, keys=one.shown_keys, deed=one.deed)
            for one in self._commands
            if one.name != HERE
        ]
        if typed:
            rows = self._page_rows() + rows
        found = ranked(typed, rows, lambda row: row.strong)[:_ACTIONS]
        return [Row("heading", "Actions"), *found] if found else []

    def _page_rows(self) -> list[Row]:
        """What the page in front offers as buttons, but for those that spend or end something."""
        room = self._room()
        if room is None:
            return []
        rows: dict[str, Row] = {}
        for button in room.findChildren(Button):
            name = button.accessibleName()
            kind = str(button.property("kind") or "")
            if button.isVisible() and button.isEnabled() and name and not kind.startswith(_NEVER):
                rows.setdefault(name, Row("action", name, icon="log-in", deed=button.click))
        return list(rows.values())

    def _today(self) -> date:
        return self._desk.clock().astimezone().date()
