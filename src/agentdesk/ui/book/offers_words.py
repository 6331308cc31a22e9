"""What the list of offers says of itself: how the search stands, how many pass, why there is nothing to see."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from agentdesk.travel.errors import ConnectionLost, NeverSent
from agentdesk.travel.offer_filters import Filters
from agentdesk.ui import words
from agentdesk.ui.book.offers_parts import way
from agentdesk.ui.book.offers_search import OfferSearch
from agentdesk.ui.book.tab import Found
from agentdesk.ui.lists import filter_words
from agentdesk.ui.lists.offer_model import OfferModel

SLOW = timedelta(seconds=5)  # from here on it is said how long one has waited
SLOWER = timedelta(seconds=20)  # and from here on, that it may be worth the wait


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why no row is there: icon and its role, title, text, and the deeds of `OfferMiddle` that lead on."""

    icon: str
    title: str
    text: str
    deeds: tuple[str, ...]
    role: str = "text2"
    ways: tuple[tuple[str, Filters], ...] = ()  # filters that bring offers back, and what each is called


def head(model: OfferModel, *, running: bool) -> tuple[str, str, str]:
    """'38 offers', ' of 61', ', 17 journeys'; slice by slice '5 flights back', '', ' in 12 offers'.

    The last may be left out where there is no room.
    """
    everything, rows = len(model.offers), model.rowCount()
    if running and not everything:
        return "Offers", "", ""
    if model.by_slice:
        behind = sum(model.shown(row).fares for row in range(rows))
        what = way(len(model.picked), model.slice_count).lower()
        ways = (f"flight {what}", f"flights {what}") if model.slice_count == 2 else ("flight", "flights")
        return words.count(rows, *ways), "", f" in {words.count(behind, 'offer')}"
    rest = f" of {everything}" if model.passing != everything else ""
    more = f"{',' if rest else ' in'} {words.count(rows, 'journey')}" if rows != model.passing else ""
    return words.count(model.passing, "offer"), rest, more


def stream(search: OfferSearch, found: Found, prices_until: datetime | None) -> tuple[str, str]:
    """How the search stands: what to read first, and the rest of the sentence."""
    unread = (
        f" {words.count(found.unreadable, 'offer')} could not be read and cannot be sold." if found.unreadable else ""
    )
    sources = f"{found.answered} of {words.count(found.sources, 'source')}"
    waited = search.going_on
    clock = f", {int(waited.total_seconds())} s" if waited >= SLOW else ""
    if found.running and search.was_read_back:
        return "Reading the offers again", f"{clock}."
    if found.running and not found.sources:
        return "Asking the airlines", f"{clock}."
    if found.running:
        slow = " Some airlines take up to a minute." if waited >= SLOWER else ""
        return sources, f" answered{clock}.{slow}{unread}"
    if not found.sources:
        return "No source has answered", "."
    at = f" at {words.clock(search.ended.astimezone())}" if search.ended is not None else ""
    if found.answered < found.sources:
        ended = "line lost" if search.trouble is not None else "stopped"
        return sources, f" answered, {ended}{at}.{unread}"
    holds = f" Prices hold until {words.clock(prices_until.astimezone())}." if prices_until is not None else ""
    if search.was_read_back:
        return "Read again", f"{at}: what was found before.{holds}"
    return "All sources answered", f"{at}.{holds}{unread}"


def nothing(search: OfferSearch, found: Found, model: OfferModel) -> Nothing:
    """Why there is no row, while no search runs."""
    if everything := len(model.offers):
        if model.passing:
            title = "None that begins with the flights picked passes the filters"
            text = "With other flights before it some do. All offers are kept."
            return Nothing("filter-x", title, text, ("give back", "clear"))
        title = f"None of the {words.count(everything, 'offer')} passes the filters"
        names = model.facets().names
        ways = [(filter_words.loosened(way, names, model.slice_count), way.filters) for way in model.ways_back()]
        text = "They are all kept. Nearest to what you wanted:" if ways else "They are all kept."
        return Nothing("filter-x", title, text, ("clear",), ways=tuple(ways))
    if search.trouble is not None:
        said = words.explain(search.trouble)
        text = f"{said.safe} {said.next}" + (f" Request {said.request_id}." if said.request_id else "")
        lost = isinstance(search.trouble, ConnectionLost | NeverSent)
        icon, role = ("wifi-off", "warn") if lost else ("circle-alert", said.kind)
        return Nothing(icon, said.what.removesuffix("."), text, ("retry", "search"), role)
    if search.was_read_back:
        text = "The airlines keep a price for half an hour at most. The search and the passengers are kept."
        return Nothing("hourglass", "These prices have ended", text, ("again", "search"), "warn")
    if search.was_stopped or found.answered < max(found.sources, 1):
        text = f"{_answered(found)} The search is kept."
        return Nothing("ban", "Stopped before any offer came", text, ("again", "search"))
    text = "Another day, an airport nearby, another cabin or more connections may help."
    if found.unreadable:
        text = f"{words.count(found.unreadable, 'offer')} came that could not be read. {text}"
    return Nothing("plane", "No flights were found", f"All sources answered. {text}", ("search", "again"))


def _answered(found: Found) -> str:
    if not found.answered:
        return "No source had answered."
    return f"{found.answered} of {words.count(found.sources, 'source')} had answered."
