"""One person erased from what the agency service keeps too, in its file and in each row of a PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from agentdesk.desk.agency import Kept
from agentdesk.desk.news import Board
from agentdesk.desk.people import People
from agentdesk.storage.opening import Storage, open_storage
from agentdesk.travel.agents import Role
from agentdesk.travel.deadlines import Deadline, DeadlineKind
from agentdesk.travel.environment import Environment, World
from agentdesk.travel.erasing import MARK
from agentdesk.travel.order_views import OrderQuery
from agentdesk.travel.people import ERASED, Overwritten, PersonKey
from agentdesk.travel.upstream_events import UpstreamEvent
from tests.fakes.storage import MemoryKeys
from tests.postgres import Cluster, name_of
from tests.samples import NOON
from tests.storage.people_values import AFTER, OTTO, SECRETS, ZELDA, answer_for, fill, left_of, order_for

ELSEWHERE = Environment(World.PRACTICE, "http://127.0.0.1:9")
HER = PersonKey(("quetzalcoatl", "zeldamira"), "1987-07-24")
KEYS = MemoryKeys()


@pytest.fixture
def address(request: pytest.FixtureRequest) -> str:
    """Of a PostgreSQL; "" for a file."""
    if request.param == "sqlite":
        return ""
    postgres: Cluster = request.getfixturevalue("postgres")
    shared: str = request.getfixturevalue("postgres_for_all")
    postgres.empty(shared)
    return shared


@asynccontextmanager
async def service(folder: Path, address: str) -> AsyncIterator[Storage]:
    """With an answer about each order that a caller was given, an event about one of them, and a warning."""
    async with open_storage(folder, ELSEWHERE, KEYS, address) as storage:
        await fill(storage)
        agent, _ = await storage.agents.add("Ruth", Role.AGENT, NOON)
        for ident, people in (("alone", (ZELDA,)), ("both", (ZELDA, OTTO))):
            await storage.numbers.begin(f"ord_{ident}", f"attempt-{ident}", agent.id, NOON)
            await storage.numbers.found(f"attempt-{ident}", ident)
            told = {
                "id": f"ord_{ident}",
                "reference": "FILE Quetzalcoatl",
                "passengers": [{"given_name": one.given_name, "family_name": one.family_name} for one in people],
            }
            await storage.answers.begin(agent.id, f"key-{ident}", "digest", NOON)
            answer = Kept(201, msgspec.json.encode({"data": told}).decode())
            await storage.answers.finish(agent.id, f"key-{ident}", answer)
            await storage.reminded.keep(Deadline(DeadlineKind.PAY, ident, NOON, NOON), NOON - timedelta(hours=1))
            await storage.inbox.add(UpstreamEvent(f"wev_{ident}", "order.updated", NOON, order_id=ident), NOON)
        yield storage


@pytest.mark.parametrize("address", ["sqlite", "postgres"], indirect=True)
async def test_what_the_service_keeps_of_her_goes_too(tmp_path: Path, address: str) -> None:
    async with service(tmp_path, address) as storage:
        (agent,) = await storage.agents.all()
        people = People(storage.people, Board(), clock=lambda: AFTER)
        assert len((await people.find("quetz")).people) == 1
        report = await people.erase(HER)
        assert report.overwritten is (Overwritten.OPERATOR if address else Overwritten.REWRITTEN)
        gone, kept = [await storage.numbers.of(f"ord_{one}") for one in ("alone", "both")]
        assert gone is not None
        assert kept is not None
        assert gone.order_id.startswith(MARK)
        assert kept.order_id == "both"
        assert await storage.numbers.known(["alone"]) == {}
        answers = [await storage.answers.begin(agent.id, f"key-{one}", "digest", NOON) for one in ("alone", "both")]
        texts = [one.answer for one in answers if isinstance(one, Kept)]
        assert len(texts) == 2
        assert left_of("".join(texts).encode()) == []
        assert "ord_alone" in texts[0]
        assert "Brandenstein" in texts[1]
        assert [one.order_id for one in await storage.inbox.waiting(10)] == ["both"]
        past = Deadline(DeadlineKind.PAY, "alone", NOON, NOON)
        assert await storage.reminded.last(past) is None
        for text, many in (("quetzalcoatl", 0), ("ottokarius", 1)):
            assert len(await storage.index.spots(OrderQuery(text=text), AFTER)) == many
        assert await storage.orders.save(answer_for(order_for("alone", "QUETZ1", ZELDA), AFTER)) is None
        again = await storage.orders.save(answer_for(order_for("both", "BOTH22", ZELDA, OTTO), AFTER))
        assert again is not None
        assert again.order.passengers[0].full_name == ERASED


@pytest.mark.parametrize("address", ["postgres"], indirect=True)
async def test_no_row_of_a_postgresql_names_her(tmp_path: Path, address: str, postgres: Cluster) -> None:
    def rows() -> bytes:
        names = postgres.say("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", name_of(address))
        found = [
            row for (table,) in names for row in postgres.say(f'SELECT t::text FROM "{table}" t', name_of(address))
        ]
        raw = postgres.say("SELECT encode(raw, 'escape') FROM orders", name_of(address))
        return "\n".join(str(row[0]) for row in [*found, *raw]).encode()

    async with service(tmp_path, address) as storage:
        sealed = {"PASSQ4711", "LOYALQ99"}  # of documents nothing is readable even before, but in the airline's answer
        assert set(SECRETS) - set(left_of(rows())) <= sealed
        await People(storage.people, Board(), clock=lambda: AFTER).erase(HER)
        assert left_of(rows()) == []
        (key,) = postgres.say("SELECT value FROM meta WHERE key = 'erasure key'", name_of(address))
        assert len(str(key[0])) > 64  # sealed
