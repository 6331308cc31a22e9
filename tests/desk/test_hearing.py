"""Events are taken in once and looked at until that has succeeded, over a restart too."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from agentdesk.desk.deed_keeping import DeedKeeping
from agentdesk.desk.deed_settling import DeedSettling
from agentdesk.desk.hearing import Hearing, NotGenuine
from agentdesk.desk.line import Line
from agentdesk.desk.news import Board
from agentdesk.desk.settling import Settling
from agentdesk.desk.watching import Watching
from agentdesk.duffel.webhooks import is_genuine, read_event
from agentdesk.storage.opening import Storage, open_storage
from agentdesk.travel.booking import Doubt, Refused, Unsure
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import ConnectionLost
from agentdesk.travel.upstream_events import CREATION_FAILED, UpstreamEvent, Webhook
from tests.fakes.airline import FakeAirline
from tests.fakes.storage import MemoryKeys
from tests.samples import NOON, a_sent, an_offer, an_order

EVENT = UpstreamEvent("wev_1", "order.created", NOON, "ord_1", "off_1")


class Room:
    """Hearing over a real database and a fake airline."""

    def __init__(self, storage: Storage) -> None:
        self.storage, self.airline = storage, FakeAirline(an_offer())
        board, clock, self.seconds = Board(), self.airline.upstream_now, 0.0
        line, journal, orders = Line(board), storage.journal, storage.orders
        keeping = DeedKeeping(self.airline, storage.deeds, orders, storage.history, board, clock=clock)
        self.settling = Settling(self.airline, journal, orders, board, line, clock=clock)
        self.hearing = Hearing(
            storage.inbox,
            self.settling,
            DeedSettling(self.airline, storage.deeds, keeping, board, line, clock=clock),
            Watching(self.airline, orders, board, line, clock=clock),
            journal,
            clock=clock,
            verify=lambda body, signature, secrets, now: signature in secrets,
            read=lambda body, now: replace(EVENT, id=body.decode()) if body else None,
            steady=lambda: self.seconds,
        )

    async def add(self, event: UpstreamEvent) -> None:
        assert await self.storage.inbox.add(event, NOON)

    async def run(self) -> None:
        """As long as it takes to look at all that is due."""
        task = asyncio.create_task(self.hearing.run())
        await asyncio.sleep(0.2)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def waits(self) -> list[str]:
        return [one.id for one in await self.storage.inbox.waiting(10)]


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        yield Room(storage)


async def test_only_what_is_signed_is_taken_in_and_once(room: Room) -> None:
    with pytest.raises(NotGenuine):
        await room.hearing.hear(b"wev_1", "secret")
    await room.storage.inbox.register(Webhook("end_1", "https://x.example", (), active=True, secret="secret"), NOON)
    assert await room.hearing.hear(b"wev_1", "secret")
    assert not await room.hearing.hear(b"wev_1", "secret")
    assert not await room.hearing.hear(b"", "secret")
    with pytest.raises(NotGenuine):
        await room.hearing.hear(b"wev_2", "another")
    assert await room.waits() == ["wev_1"]
    await room.storage.inbox.forget_webhook("end_1")
    with pytest.raises(NotGenuine):
        await room.hearing.hear(b"wev_2", "secret")


async def test_the_order_is_read_again_and_the_event_done_with(room: Room) -> None:
    room.airline.booked["ord_1"] = an_order()
    await room.add(EVENT)
    await room.run()
    assert await room.storage.orders.get("ord_1") is not None
    assert await room.waits() == []
    assert not await room.storage.inbox.add(EVENT, NOON)


async def test_what_could_not_be_looked_at_is_looked_at_after_a_restart(room: Room) -> None:
    room.airline.booked["ord_1"] = an_order()
    room.airline.trouble = ConnectionLost("no answer")
    await room.add(EVENT)
    await room.run()
    assert await room.waits() == ["wev_1"]
    asked = len(room.airline.asked)
    await room.run()
    assert len(room.airline.asked) == asked  # it pauses
    again = Room(room.storage)
    again.airline.booked["ord_1"] = an_order()
    await again.run()
    assert await again.waits() == []
    assert await room.storage.orders.get("ord_1") is not None


async def test_an_order_that_is_not_there_yet_is_looked_for_again(room: Room) -> None:
    await room.add(EVENT)
    await room.run()
    assert await room.waits() == ["wev_1"]
    room.airline.booked["ord_1"] = an_order()
    room.seconds += 2
    await room.run()
    assert await room.waits() == []


async def promised(room: Room, doubt: Doubt) -> str:
    sent = a_sent()
    await room.storage.journal.write(sent)
    await room.storage.journal.settle(sent, Unsure(sent, "", "", NOON, doubt))
    return sent.priced.offer.id


@pytest.mark.parametrize(
    ("doubt", "offer", "at", "ends"),
    [
        (Doubt.LATER, "", NOON, True),
        (Doubt.NO_ANSWER, "", NOON, False),
        (Doubt.LATER, "off_of_another", NOON, False),
        (Doubt.LATER, "", NOON.replace(year=NOON.year - 1), False),
    ],
)
async def test_only_a_promised_order_ends_by_an_event(
    room: Room, doubt: Doubt, offer: str, at: datetime, ends: bool
) -> None:
    offer_id = await promised(room, doubt)
    await room.add(UpstreamEvent("wev_2", CREATION_FAILED, at, "", offer or offer_id))
    await room.run()
    line = await room.storage.journal.line("attempt-1")
    assert isinstance(line, Refused if ends else Unsure)
    assert await room.waits() == []


async def test_an_order_is_not_given_up_while_nobody_answers(room: Room) -> None:
    offer_id = await promised(room, Doubt.LATER)
    room.airline.trouble = ConnectionLost("no answer")
    await room.add(UpstreamEvent("wev_2", CREATION_FAILED, NOON, "", offer_id))
    await room.run()
    assert isinstance(await room.storage.journal.line("attempt-1"), Unsure)
    assert await room.waits() == ["wev_2"]


async def test_an_order_that_is_there_after_all_is_found_not_given_up(room: Room) -> None:
    offer_id = await promised(room, Doubt.LATER)
    room.airline.booked["ord_1"] = an_order(attempt="attempt-1")
    await room.add(UpstreamEvent("wev_2", CREATION_FAILED, NOON, "", offer_id))
    await room.run()
    line = await room.storage.journal.line("attempt-1")
    assert not isinstance(line, Refused | Unsure)


def test_the_real_reader_and_judge_fit() -> None:
    assert not is_genuine(b"{}", "", (), NOON)
    assert read_event(b"{}", NOON) is None
