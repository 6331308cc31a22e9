"""Shows in the strip how the month's searches stand against its bookings."""

from agentdesk.desk.desk import Desk
from agentdesk.desk.search_budget import FREE_PER_BOOKING, SearchBudget
from agentdesk.travel.environment import World
from agentdesk.ui import words
from agentdesk.ui.errands import Errands
from agentdesk.ui.widgets.status_strip import StatusStrip


class SearchTally:
    """Reads the count when asked to; a search counts when it is asked, a booking when it is kept."""

    def __init__(self, strip: StatusStrip, desk: Desk, errands: Errands) -> None:
        self._strip, self._desk, self._errands = strip, desk, errands

    def show(self) -> None:
        self._errands.run(self._show(), replacing="search tally")

    def put_away(self) -> None:
        self._strip.show_budget("", "", warns=False)

    async def _show(self) -> None:
        budget = await self._desk.searching.budget()
        self._strip.show_budget(
            in_short(budget), in_full(budget, self._desk.environment.world), warns=budget.wants_a_look
        )


def in_short(budget: SearchBudget) -> str:
    """'312 searches per booking'; '12 searches, no booking'; nothing before the first search."""
    if not budget.searches:
        return ""
    if budget.per_booking is None:
        return f"{_searches(budget.searches)}, no booking"
    return f"{_searches(budget.per_booking)} per booking"


def in_full(budget: SearchBudget, world: World) -> str:
    """'936 searches and 3 bookings in November. 1,500 searches are free for each booking: 3,564 are left.'"""
    bookings = words.count(budget.bookings, "booking") if budget.bookings else "no booking"
    said = f"{_searches(budget.searches)} and {bookings} in {words.month(budget.month)}."
    free = f"{FREE_PER_BOOKING:,} searches are free for each booking"
    if not budget.over:
        return f"{said} {free}: {budget.left:,} are left."
    cost = budget.cost(world)
    price = "; none are charged here" if cost.is_zero else f" and cost about {words.money(cost)}"
    return f"{said} {free}: {budget.over:,} are above that{price}."


def _searches(number: int) -> str:
    return f"{number:,} {'search' if number == 1 else 'searches'}"
