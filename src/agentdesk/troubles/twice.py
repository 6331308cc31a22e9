"""What could be sold twice: the same trip in two tabs, also while the first of them is being checked."""

from agentdesk.troubles.moves import (
    PAY,
    all_offers,
    ask,
    choose,
    close_tab,
    lose,
    name,
    peace,
    press,
    to_payment,
    to_seats,
)
from agentdesk.troubles.stage import Chapter, Stage


async def two_tabs(stage: Stage) -> None:
    """The later of two tabs warns and leads to the earlier; once that is sent, the later cannot be paid."""
    hands = stage.hands
    await ask(stage)
    await all_offers(stage)
    await choose(stage)
    await name(stage)
    stage.trips -= 1  # the same days once more
    await ask(stage)
    await all_offers(stage)
    await choose(stage)
    await name(stage)
    await stage.shows("same-trip-in-two-tabs", "holds the same fare already")
    await hands.click("Go to that booking")
    await to_seats(stage)
    await to_payment(stage)
    await lose(stage, "order_lost_after")
    await press(hands, PAY)
    await hands.hear("Do not book it again.", 30)
    await hands.press("Ctrl+Tab")
    await hands.hear("New booking tab", 30)
    await stage.show("same-trip-while-the-first-is-checked")
    await peace(stage)
    await hands.hear("Booked, ", 60)  # the first, found meanwhile
    await to_seats(stage)
    await to_payment(stage)
    await stage.shows("same-traveller-flies-already", "already flies on these days")
    for _ in range(2):
        await close_tab(stage)


CHAPTERS = (
    Chapter(
        "two tabs",
        two_tabs,
        ("same-trip-in-two-tabs", "same-trip-while-the-first-is-checked", "same-traveller-flies-already"),
        silent=frozenset({"same-trip-while-the-first-is-checked"}),
    ),
)
