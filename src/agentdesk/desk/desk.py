"""The desk of one environment: every use case, put together once by the composition root."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from agentdesk.desk.checkout import Checkout
from agentdesk.desk.line import Line
from agentdesk.desk.logos import Logos
from agentdesk.desk.news import Board
from agentdesk.desk.ports import (
    Airline,
    Clock,
    Drafts,
    Journal,
    LogoShelf,
    LogoSource,
    OrderBook,
    Papers,
    RecentSearches,
)
from agentdesk.desk.preferences import Preferences
from agentdesk.desk.searching import Searching
from agentdesk.desk.settling import Settling
from agentdesk.desk.watching import Watching
from agentdesk.travel.environment import Environment


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window and the service are given. `clock` is the upstream's time."""

    environment: Environment
    airline: Airline
    searching: Searching
    checkout: Checkout
    settling: Settling
    watching: Watching
    orders: OrderBook
    journal: Journal
    drafts: Drafts
    papers: Papers
    news: Board
    line: Line
    clock: Clock
    new_id: Callable[[], str]
    logos: Logos

    async def keep_watch(self) -> None:
        """Settle and watch until cancelled."""
        await asyncio.gather(self.settling.run(), self.watching.run())


def open_desk(
    airline: Airline,
    *,
    journal: Journal,
    orders: OrderBook,
    drafts: Drafts,
    recent: RecentSearches,
    papers: Papers,
    new_id: Callable[[], str],
    preferences: Callable[[], Preferences],
    logo_source: LogoSource | None = None,
    logo_shelf: LogoShelf | None = None,
) -> Desk:
    """Put the use cases together over their ports."""

    def agent() -> str:
        return preferences().agent

    news, clock = Board(), airline.upstream_now
    line = Line(news)
    return Desk(
        environment=airline.environment,
        airline=airline,
        searching=Searching(airline, recent, line, clock),
        checkout=Checkout(airline, journal, orders, news, clock=clock, new_attempt=new_id, agent=agent),
        settling=Settling(airline, journal, orders, news, line, clock=clock, agent=agent),
        watching=Watching(airline, orders, news, line, clock=clock),
        orders=orders,
        journal=journal,
        drafts=drafts,
        papers=papers,
        news=news,
        line=line,
        clock=clock,
        new_id=new_id,
        logos=Logos(logo_source, logo_shelf, line, clock),
    )
