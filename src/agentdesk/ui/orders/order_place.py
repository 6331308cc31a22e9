"""Where in the orders the agent was: view, search and order of rows, the current row, how far it was scrolled."""

import json
from dataclasses import dataclass

from agentdesk.travel.order_views import LEFT_OFF, OrderQuery, OrderSpot, OwnView, View
from agentdesk.ui.orders.order_columns import CHOICES, USUAL, Column


@dataclass(frozen=True, slots=True)
class Place:
    """`at` are the pixels between the top of the list and the current row."""

    view: str = View.ALL.value
    spot: OrderSpot | None = None
    at: int = 0
    columns: frozenset[Column] = USUAL


def kept(place: Place, query: OrderQuery) -> OwnView:
    """As it is kept among the views, in the encrypted database: a search may name people."""
    said = [place.view, place.spot, place.at, sorted(place.columns)]
    return OwnView(LEFT_OFF, json.dumps(said), query)


def read_place(view: OwnView) -> Place:
    """The usual place where what was kept is not understood."""
    try:
        name, spot, at, columns = json.loads(view.name)
        chosen = frozenset(one for one in CHOICES if one.value in columns)
        return Place(str(name), spot if isinstance(spot, int) else None, int(at), chosen)
    except (ValueError, TypeError):
        return Place()
