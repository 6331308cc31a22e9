"""Trouble before anything is sold: while searching, when an offer is opened, at the passengers, at the seats."""

from agentdesk.troubles.moves import all_offers, ask, choose, close_tab, name, peace, to_seats, trouble
from agentdesk.troubles.stage import Chapter, Stage

_OFFERS_LIVE = 30 * 60.0  # seconds, at the practice airline
_LATER = 45  # seconds: longer than the desk waits before it asks again by itself


async def searching(stage: Stage) -> None:
    """The search gets no answer, or one that says no; each is tried again where it stands."""
    hands = stage.hands
    await trouble(stage, "line_lost")
    await ask(stage)
    await stage.shows("search-line-lost", "The line to the airlines is lost", 60)
    await peace(stage)
    for state, said, scenario, effect in (
        ("search-too-many-questions", "Too many questions", "rate_limited", {"seconds": _LATER}),
        ("search-upstream-out-of-order", "out of order for the moment", "order_503", {}),
        ("search-token-unknown", "does not know this token", "order_503", {"code": "access_token_not_found"}),
    ):
        await trouble(stage, scenario, method="*", path="/air/*", times=50, effect=effect)
        await hands.click("Try again")
        await stage.shows(state, said, 60)
        await peace(stage)
    await trouble(stage, "hold_last_batch")
    await hands.click("Try again")
    await stage.shows("search-airline-slow", "answered, ", 60)
    await trouble(stage, "line_lost")
    await stage.shows("search-line-lost-midway", "answered, line lost", 60)
    await peace(stage)
    await close_tab(stage)


async def choosing(stage: Stage) -> None:
    """An offer is opened: no line, another price, sold out, its time over."""
    hands = stage.hands
    await ask(stage)
    await all_offers(stage)
    await trouble(stage, "line_lost")
    await _open(stage)
    await stage.shows("offer-line-lost", "The line to the airlines is lost", 60)
    await peace(stage)
    await trouble(stage, "price_rise")
    await hands.click("Try again")
    await stage.shows("offer-price-rose", "The airline changed the price")
    await hands.press("Escape")
    await trouble(stage, "offer_gone")
    await _open(stage)
    await stage.shows("offer-sold-out", "no longer on sale")
    await peace(stage)
    async with stage.later(_OFFERS_LIVE + 60):
        await _open(stage)
        await stage.shows("offer-price-ended", "price")
    await close_tab(stage)


async def _open(stage: Stage) -> None:
    await stage.hands.focus("Offers")
    await stage.hands.press("Return")


async def going_on(stage: Stage) -> None:
    """The line goes while passengers are named, and is away when seats are asked for; some airlines have no map."""
    hands = stage.hands
    await ask(stage)
    await all_offers(stage)
    await choose(stage)
    await trouble(stage, "line_lost")
    await name(stage)
    await to_seats(stage)
    await stage.shows("seats-line-lost", "The line to the airlines is lost", 60)
    await hands.press("Alt+Left")
    await hands.find("Given name", patience=30)
    await stage.shows("passengers-line-lost", "no answer, looking again")
    await peace(stage)
    await trouble(stage, "no_seat_maps")
    await to_seats(stage)
    await stage.shows("seats-none-offered", "The airline shows no seats", 60)
    await peace(stage)
    await close_tab(stage)


CHAPTERS = (
    Chapter(
        "searching",
        searching,
        (
            *("search-line-lost", "search-too-many-questions", "search-upstream-out-of-order", "search-token-unknown"),
            *("search-airline-slow", "search-line-lost-midway"),
        ),
    ),
    Chapter("choosing", choosing, ("offer-line-lost", "offer-price-rose", "offer-sold-out", "offer-price-ended")),
    Chapter(
        "going on",
        going_on,
        ("seats-line-lost", "passengers-line-lost", "seats-none-offered"),
        silent=frozenset({"passengers-line-lost"}),
    ),
)
