"""Trouble with time: a wrong clock, a deadline that is near, holds that end while the window is open or closed."""

import re

from agentdesk.troubles.moves import hold, open_order
from agentdesk.troubles.stage import Chapter, Stage

_MINUTES = re.compile(r"^1?[0-9] min$")
_HOUR = 3600.0
_NEARLY = 71.8 * _HOUR  # a few minutes before a hold of three days ends
_OVER = 73 * _HOUR


async def clocks(stage: Stage) -> None:
    """This computer's clock is hours behind; deadlines and prices go by the airline's."""
    await stage.close_desk()
    async with stage.later(5 * _HOUR):
        await stage.open_desk()
        await stage.shows("computer-clock-behind", "This computer's clock is 4 h 5", 60)
        await stage.close_desk()
    await stage.open_desk()


async def ending(stage: Stage) -> None:
    """A hold nears its end on screen, and ends; another ends while the desk is closed."""
    hands = stage.hands
    reference = await hold(stage)
    await open_order(stage, reference)
    await stage.let_pass(_NEARLY)
    await hands.press("R")
    await hands.until(lambda: any(_MINUTES.search(one) for one in hands.names()), "the minutes that are left", 60)
    await stage.show("hold-ends-in-minutes")
    other = await hold(stage)
    await stage.close_desk()
    await stage.let_pass(_OVER)
    await stage.open_desk()
    await stage.shows("holds-ended-while-closed", "while AgentDesk was closed", 60)
    await open_order(stage, other)
    await stage.shows("hold-expired", "Hold expired", 60)


CHAPTERS = (
    Chapter("wrong clock", clocks, ("computer-clock-behind",)),
    Chapter(
        "ends of holds",
        ending,
        ("hold-ends-in-minutes", "holds-ended-while-closed", "hold-expired"),
        silent=frozenset({"hold-expired"}),
    ),
)
