"""Keeps work going that is to run for as long as the program: trouble ends a round of it, never the work."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from agentdesk.travel.errors import TravelError

_log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0  # seconds before work that has failed is begun again


async def kept_going(name: str, work: Work, on_bug: Callable[[str, Exception], None]) -> None:
    """Until cancelled. Expected trouble, as of a full disk, is only logged; anything else is `on_bug`'s too."""
    pause = _FIRST_PAUSE
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001  # the work must go on after whatever it was
            met = _leaves(error)
            if all(isinstance(one, TravelError) for one in met):
                _log.warning("%s has stopped: %s", name, "; ".join(map(str, met)))
            else:
                on_bug(name, error)
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


def _leaves(error: Exception) -> list[Exception]:
    """Several where parts of the work ran side by side."""
    if isinstance(error, ExceptionGroup):
        return [leaf for one in error.exceptions for leaf in _leaves(one)]
    return [error]
