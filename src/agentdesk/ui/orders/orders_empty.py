"""What the list of orders says where there are no rows, and the ways on from there."""

import re
from collections.abc import Callable

from agentdesk.travel.order_searching import write_search
from agentdesk.travel.order_views import OrderQuery, View
from agentdesk.ui.orders import list_words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.empty_state import EmptyState

_REFERENCE = re.compile(r"[A-Za-z0-9]{5,13}")  # of 6 mostly, of up to 13 (API.md 7.2)


class OrdersEmpty:
    """`clear` empties the search, `everywhere` searches in all orders, `all_orders` shows all, `again` reads anew,
    `ask_airline` looks there for what may be a booking reference."""

    def __init__(
        self,
        theme: Theme,
        shown: EmptyState,
        *,
        clear: Callable[[], None],
        everywhere: Callable[[], None],
        all_orders: Callable[[], None],
        again: Callable[[], None],
        ask_airline: Callable[[str], None],
    ) -> None:
        self._theme, self._shown = theme, shown
        self._clear, self._everywhere, self._all_orders, self._again = clear, everywhere, all_orders, again
        self._ask_airline = ask_airline

    def say_nothing(self, query: OrderQuery, *, any_orders: bool) -> None:
        """Nothing answers to the query; whether there are any orders at all."""
        said = list_words.nothing(query, write_search(query), any_orders=any_orders)
        buttons = []
        if narrows(query):
            buttons.append(self._button("Clear the search", "x", self._clear, "Esc"))
            if query.view is not View.ALL:
                buttons.append(self._button("Search in all orders", "search", self._everywhere))
            reference = query.text.strip()
            if _REFERENCE.fullmatch(reference):
                text = "Search the airline for this reference"
                buttons.append(self._button(text, "search", lambda: self._ask_airline(reference)))
        elif query.view is not View.ALL:
            buttons.append(self._button("Show all orders", "list", self._all_orders))
        self._shown.say(said.icon, said.title, said.text, buttons)

    def say_trouble(self, why: str) -> None:
        """The database does not answer."""
        said = f"The database says: {why}. What was written down stays as it is, and sales go on."
        again = self._button("Try again", "refresh-cw", self._again)
        self._shown.say("triangle-alert", "The orders cannot be read now", said, [again], role="bad")

    def _button(self, text: str, icon: str, do: Callable[[], None], key: str = "") -> Button:
        button = Button(self._theme, text, icon=icon, key=key)
        button.clicked.connect(do)
        return button


def narrows(query: OrderQuery) -> bool:
    """Whether more than a view was asked for."""
    return bool(query.text or query.over or query.airline or query.agent)
