"""The desk of one environment: every use case, put together once by the composition root."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from agentdesk.desk.checkout import Checkout
from agentdesk.desk.deed_keeping import DeedKeeping
from agentdesk.desk.deed_settling import DeedSettling
from agentdesk.desk.going_on import kept_going
from agentdesk.desk.keeping import Keeping
from agentdesk.desk.line import Line
from agentdesk.desk.logos import Logos
from agentdesk.desk.lookalikes import Lookalikes
from agentdesk.desk.news import Board
from agentdesk.desk.pace import Allowance
from agentdesk.desk.people import People, PeopleStore, Retention
from agentdesk.desk.ports import (
    Airline,
    Clock,
    DeedJournal,
    Drafts,
    History,
    Journal,
    LogoShelf,
    LogoSource,
    Marks,
    OrderBook,
    OrderIndex,
    Papers,
    RecentSearches,
    Reminded,
)
from agentdesk.desk.preferences import Preferences
from agentdesk.desk.reminders import Reminders
from agentdesk.desk.searching import Searching
from agentdesk.desk.servicing import Servicing
from agentdesk.desk.settling import Settling
from agentdesk.desk.steady import steady
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
    servicing: Servicing
    deed_settling: DeedSettling
    watching: Watching
    orders: OrderBook
    index: OrderIndex
    history: History
    deeds: DeedJournal
    journal: Journal
    drafts: Drafts
    papers: Papers
    news: Board
    line: Line
    clock: Clock
    new_id: Callable[[], str]
    logos: Logos
    keeping: Keeping
    reminders: Reminders
    lookalikes: Lookalikes
    people: People | None = None
    retention: Retention | None = None

    async def keep_watch(self, on_bug: Callable[[Exception], None]) -> None:
        """Settle, watch, keep the account up, warn of deadlines and let go what is too old, until cancelled.

        Each of them goes on whatever becomes of the others, and after a disk that took nothing for a while.
        """
        watches = {
            "settling": self.settling.run,
            "settling deeds": self.deed_settling.run,
            "watching": self.watching.run,
            "account": self.keeping.run,
            "deadlines": self.reminders.run,
        }
        if self.retention is not None:
            watches["retention"] = self.retention.run
        async with asyncio.TaskGroup() as together:
            for name, work in watches.items():
                together.create_task(kept_going(name, work, lambda _, bug: on_bug(bug)))


def open_desk(
    airline: Airline,
    *,
    journal: Journal,
    orders: OrderBook,
    index: OrderIndex,
    history: History,
    deeds: DeedJournal,
    drafts: Drafts,
    recent: RecentSearches,
    papers: Papers,
    new_id: Callable[[], str],
    preferences: Callable[[], Preferences],
    reminded: Reminded,
    marks: Marks,
    logo_source: LogoSource | None = None,
    logo_shelf: LogoShelf | None = None,
    people: PeopleStore | None = None,
) -> Desk:
    """Put the use cases together over their ports."""

    def agent() -> str:
        return preferences().agent

    news, clock = Board(), airline.upstream_now
    line = Line(news)
    allowance = Allowance(lambda: airline.calls_per_minute, steady)
    watching = Watching(airline, orders, news, line, clock=clock, allowance=allowance)

    deed_keeping = DeedKeeping(airline, deeds, orders, history, news, clock=clock)

    def knows_time() -> bool:
        return airline.knows_time

    return Desk(
        environment=airline.environment,
        airline=airline,
        searching=Searching(airline, recent, line, clock),
        checkout=Checkout(airline, journal, orders, news, clock=clock, new_attempt=new_id, agent=agent, line=line),
        settling=Settling(airline, journal, orders, news, line, clock=clock, agent=agent),
        servicing=Servicing(airline, deeds, orders, deed_keeping, clock=clock, new_attempt=new_id, agent=agent),
        deed_settling=DeedSettling(airline, deeds, deed_keeping, news, line, clock=clock),
        watching=watching,
        orders=orders,
        index=index,
        history=history,
        deeds=deeds,
        journal=journal,
        drafts=drafts,
        papers=papers,
        news=news,
        line=line,
        clock=clock,
        new_id=new_id,
        logos=Logos(logo_source, logo_shelf, line, clock),
        keeping=Keeping(airline, orders, marks, news, line, allowance, clock=clock, knows_time=knows_time),
        reminders=Reminders(
            orders,
            reminded,
            news,
            line,
            clock=clock,
            knows_time=knows_time,
            look=watching.look,
            alerts=lambda: preferences().alerts,
        ),
        lookalikes=Lookalikes(orders, index, clock),
        people=None if people is None else People(people, news, clock=clock),
        retention=None
        if people is None
        else Retention(
            people,
            news,
            clock=clock,
            knows_time=knows_time,
            months=lambda: preferences().keep_orders_months,
        ),
    )
