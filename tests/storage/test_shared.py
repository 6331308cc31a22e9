"""One PostgreSQL under several processes: what is sealed, who holds what, how often a token calls in all of them."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from agentdesk.desk.neighbours import Told
from agentdesk.storage.columns import Seal
from agentdesk.storage.opening import Storage, open_storage
from agentdesk.storage.postgres import SharedDatabase
from agentdesk.storage.shared_rates import SharedRates
from agentdesk.travel.booking import Booked, JournalLine, Sent, Unsure, sent_of
from agentdesk.travel.environment import Environment, World
from agentdesk.travel.errors import NotKept, WrongKey
from agentdesk.travel.passengers import Document
from tests.fakes.storage import MemoryKeys
from tests.postgres import Cluster, name_of
from tests.samples import NOON, a_sent

ELSEWHERE = Environment(World.PRACTICE, "http://127.0.0.1:9")
"""An upstream of its own, as every shared database has: nothing of it lies in the folder."""
DUTIES = ("one", "two", "three", "four", "five")


class OtherKeys(MemoryKeys):
    """Of somebody who has another key."""

    def database_key(self, environment: Environment) -> bytes:
        return secrets.token_bytes(32)


@pytest.fixture
def address(postgres: Cluster, postgres_for_all: str) -> str:
    postgres.empty(postgres_for_all)
    return postgres_for_all


@asynccontextmanager
async def process(folder: Path, address: str) -> AsyncIterator[Storage]:
    """As a service opens it: known to the others to be there."""
    async with open_storage(folder, ELSEWHERE, MemoryKeys(), address) as storage:
        listening = asyncio.ensure_future(storage.neighbours.listen(lambda _: None))
        try:
            await storage.neighbours.present()
            yield storage
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


def with_passport(number: str) -> Sent:
    sent = a_sent()
    first, *others = sent.priced.travellers
    first = replace(first, document=Document("passport", number, "GB", NOON.date()))
    return replace(sent, priced=replace(sent.priced, travellers=(first, *others)))


async def test_no_document_is_readable_in_the_database(tmp_path: Path, address: str, postgres: Cluster) -> None:
    sent = with_passport("PASS4711")
    async with process(tmp_path, address) as storage:
        await storage.journal.write(sent)
        assert await storage.journal.line(sent.attempt) == sent
    dumped = [bytes(row[0]) for row in postgres.say("SELECT payload FROM journal", name_of(address))]  # type: ignore[call-overload]
    assert len(dumped) == 1
    assert b"PASS4711" not in dumped[0]
    assert sent.priced.travellers[0].family_name.encode() not in dumped[0]


async def test_another_key_is_refused_before_anything_is_read(tmp_path: Path, address: str) -> None:
    async with process(tmp_path, address):
        pass
    with pytest.raises(WrongKey):
        async with open_storage(tmp_path, ELSEWHERE, OtherKeys(), address):
            pass


def test_what_is_sealed_opens_only_where_it_belongs() -> None:
    seal = Seal(bytes(32))
    one, two = seal.close("words", "journal.payload"), seal.close("words", "journal.payload")
    assert one != two
    assert seal.open(one, "journal.payload") == "words"
    for sealed, place in ((one, "orders.sent"), (one[:-1] + bytes([one[-1] ^ 1]), "journal.payload"), (b"", "x")):
        with pytest.raises(NotKept):
            seal.open(sealed, place)


async def test_many_may_open_a_new_database_at_once(tmp_path: Path, postgres: Cluster) -> None:
    address = postgres.fresh()
    async with AsyncExitStack() as stack:
        opened = await asyncio.gather(*(stack.enter_async_context(process(tmp_path, address)) for _ in range(3)))
        assert len({await one.secret() for one in opened}) == 1


async def test_a_database_of_a_newer_program_is_refused(tmp_path: Path, postgres: Cluster) -> None:
    address = postgres.fresh()
    async with process(tmp_path, address):
        pass
    postgres.say("UPDATE alembic_version SET version_num = 'later'", name_of(address))
    with pytest.raises(NotKept, match="newer"):
        async with process(tmp_path, address):
            pass


async def test_a_database_of_an_older_program_is_brought_forward(tmp_path: Path, postgres: Cluster) -> None:
    address = postgres.fresh()
    async with process(tmp_path, address) as storage:
        await storage.journal.write(a_sent())
    for table in ("journal", "deeds", "sessions", "idempotency"):  # as the schema 0006 had it
        postgres.say(f"ALTER TABLE {table} DROP COLUMN holder", name_of(address))
    postgres.say("DROP TABLE duties, rates, erased", name_of(address))
    postgres.say("DROP INDEX journal_unsold", name_of(address))
    postgres.say("UPDATE alembic_version SET version_num = '0006'", name_of(address))
    async with process(tmp_path, address) as storage:
        assert await storage.journal.take_over() == (a_sent(),)
        assert (await storage.neighbours.share(DUTIES)).mine == set(DUTIES)


async def test_open_lines_go_to_one_of_those_who_are_left(tmp_path: Path, address: str) -> None:
    async with AsyncExitStack() as left:
        two, three = [await left.enter_async_context(process(tmp_path, address)) for _ in range(2)]
        async with process(tmp_path, address) as one:
            written = [replace(a_sent(), attempt=f"attempt-{number}") for number in range(6)]
            for sent in written:
                await one.journal.write(sent)
            await one.journal.settle(written[5], Unsure(written[5], "", "", NOON))
            assert len(await one.journal.to_settle()) == 6
            assert await two.journal.take_over() == ()
        taken: list[JournalLine] = []
        while len(taken) < 6:  # that it is gone is known to the database a moment later
            for some in await asyncio.gather(two.journal.take_over(), three.journal.take_over()):
                taken += some
        assert {sent_of(line).attempt for line in taken} == {one.attempt for one in written}
        assert len(taken) == len(await two.journal.to_settle()) + len(await three.journal.to_settle()) == 6


async def test_what_is_settled_in_two_processes_at_once_is_settled_once(tmp_path: Path, address: str) -> None:
    async with process(tmp_path, address) as one, process(tmp_path, address) as two:
        await one.journal.write(a_sent())
        booked = Booked(a_sent(), "ord_1", "4QK7ZB", NOON)
        await asyncio.gather(
            *(storage.journal.settle(a_sent(), outcome) for storage in (one, two) for outcome in (booked,) * 5),
            two.journal.settle(a_sent(), Unsure(a_sent(), "", "", NOON)),
        )
        assert await two.journal.line(a_sent().attempt) == booked


async def test_duties_are_shared_out_and_taken_up_again(tmp_path: Path, address: str) -> None:
    async with process(tmp_path, address) as one:
        assert (await one.neighbours.share(DUTIES)).mine == set(DUTIES)
        async with process(tmp_path, address) as two:
            assert (await two.neighbours.share(DUTIES)).mine == frozenset()
            mine = (await one.neighbours.share(DUTIES)).mine
            theirs = (await two.neighbours.share(DUTIES)).mine
            assert (len(mine), len(theirs)) == (3, 2)
            assert mine | theirs == set(DUTIES)
        while (await one.neighbours.share(DUTIES)).mine != set(DUTIES):
            await asyncio.sleep(0.01)


async def test_a_word_reaches_the_others_and_not_oneself(tmp_path: Path, address: str) -> None:
    heard: dict[int, list[Told]] = {0: [], 1: []}
    async with AsyncExitStack() as stack:
        opened, listening = [], []
        for number in heard:
            storage = await stack.enter_async_context(open_storage(tmp_path, ELSEWHERE, MemoryKeys(), address))
            listening.append(asyncio.ensure_future(storage.neighbours.listen(heard[number].append)))
            await storage.neighbours.present()
            opened.append(storage)
        while not all(heard.values()):  # that they listen
            await asyncio.sleep(0.01)
        await opened[0].events.add("order.changed", "ord_own", NOON, "ord_theirs")
        while len(heard[1]) < 2:
            await asyncio.sleep(0.01)
        for one in listening:
            one.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
    assert [(one.what, one.about) for one in heard[1]] == [(Told.ANYTHING, ""), (Told.ORDER, "ord_theirs")]
    assert [one.what for one in heard[0]] == [Told.ANYTHING]


async def test_calls_are_counted_by_all_processes_together(tmp_path: Path, address: str) -> None:
    now = 60.0 * 1000
    async with process(tmp_path, address) as one, process(tmp_path, address) as two:
        counts = []
        for storage in (one, two):
            database = storage.journal._database
            assert isinstance(database, SharedDatabase)
            counts.append(SharedRates(database, lambda: now))
        assert [await counts[number % 2].take("agt_1", "call", 6) for number in range(6)] == [0.0] * 6
        assert 0 < await counts[0].take("agt_1", "call", 6) <= 120
        assert await counts[1].take("agt_2", "call", 6) == 0
        now += 60 + 30  # half of the minute before is still within sixty seconds
        assert [await counts[0].take("agt_1", "call", 6) for _ in range(3)] == [0.0] * 3
        wait = await counts[1].take("agt_1", "call", 6)
        assert 0 < wait <= 30
        now += wait + 0.01
        assert await counts[1].take("agt_1", "call", 6) == 0


async def test_a_character_that_the_database_cannot_keep_harms_nothing(tmp_path: Path, address: str) -> None:
    async with process(tmp_path, address) as storage:
        assert await storage.numbers.of("ord_\0") is None
        await storage.orders.annotate("ord_\0", note="\0", own_reference="\0", agent="\0", at=NOON)


@pytest.mark.time_limit(60)
async def test_a_database_that_was_away_is_used_again(tmp_path: Path, own_postgres: Cluster) -> None:
    address = own_postgres.fresh()
    async with process(tmp_path, address) as storage:
        assert (await storage.neighbours.share(DUTIES)).mine == set(DUTIES)
        await asyncio.to_thread(own_postgres.stop)
        with pytest.raises(NotKept):
            await storage.journal.write(a_sent())
        await asyncio.to_thread(own_postgres.start)
        while not (await storage.neighbours.share(DUTIES)).mine:
            await asyncio.sleep(0.1)
        await storage.journal.write(a_sent())
        assert await storage.journal.open_lines() == (a_sent(),)
