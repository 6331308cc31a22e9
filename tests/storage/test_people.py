"""Everything about one person told, and one person erased: from orders, journal, index, drafts; not one byte stays."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection, event

from agentdesk.desk.news import Board, Notice, OrderChanged
from agentdesk.desk.people import People
from agentdesk.storage import overwriting
from agentdesk.storage.encoding import to_json
from agentdesk.storage.keys import SessionKeys
from agentdesk.storage.mentions import mentions_in_attempts
from agentdesk.storage.opening import FILE_NAME, Storage, open_storage
from agentdesk.travel.booking import Booked, Refused, Sent
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.order_views import LEFT_OFF, OrderQuery, OwnView
from agentdesk.travel.past_orders import Why
from agentdesk.travel.people import ERASED, ErasureReport, Fate, Overwritten, PersonKey, PlaceKind
from tests.fakes.storage import MemoryKeys
from tests.samples import NOON
from tests.storage.people_values import (
    AFTER,
    OTTO,
    SECRETS,
    ZELDA,
    answer_for,
    bare_bytes,
    fill,
    left_of,
    order_for,
    sent_for,
)

KEYS = MemoryKeys()
KEY = KEYS.database_key(PRACTICE)
HER = PersonKey(("quetzalcoatl", "zeldamira"), "1987-07-24")
HIM = PersonKey(("brandenstein", "ottokarius"), "1979-02-03")


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    """In memory; what looks at the file has one of its own."""
    async with open_storage(tmp_path, PRACTICE, SessionKeys()) as opened:
        await fill(opened)
        yield opened


def people(storage: Storage, news: Board | None = None) -> People:
    return People(storage.people, news or Board(), clock=lambda: AFTER)


def fates(report: ErasureReport) -> dict[tuple[PlaceKind, str], Fate]:
    return {(one.kind, one.title): one.fate for one in report.plan.places}


async def test_a_person_is_found_by_the_beginning_of_any_name(storage: Storage) -> None:
    for text in ("quetz", "Zeldamira Quetzalcoatl", "quetzalcoatl zelda"):
        (found,) = (await people(storage).find(text)).people
        assert (found.key, found.name, found.born) == (HER, "Zeldamira Quetzalcoatl", "1987-07-24")
        assert (found.orders, found.others) == (2, 3)  # the refused booking, the draft and the search
    assert [one.name for one in (await people(storage).find("otto")).people] == ["Ottokarius Brandenstein"]
    assert (await people(storage).find("nobody")).people == ()
    assert (await people(storage).find(" ")).people == ()


async def test_two_of_one_name_and_different_birthdays_are_two(storage: Storage) -> None:
    other = replace(ZELDA, born="2001-01-31", email="young@quetzal.example")
    await storage.orders.save(answer_for(order_for("young", "YOUNG1", other)))
    found = (await people(storage).find("quetzalcoatl")).people
    assert [(one.born, one.orders) for one in found] == [("", 0), ("1987-07-24", 2), ("2001-01-31", 1)]
    assert found[0].others == 1  # the search, which knows no birthday and may have been for either
    await people(storage).erase(HER)
    left = (await people(storage).find("quetzalcoatl")).people
    assert [(one.born, one.orders, one.others) for one in left] == [("2001-01-31", 1, 1)]


async def test_everything_of_one_is_told_and_nothing_of_the_other(storage: Storage) -> None:
    told = msgspec.json.encode(await people(storage).tell(HER)).decode()
    for hers in ("Zeldamira", "zelda@quetzal", "1987-07-24", "PASSQ4711", "LOYALQ99", "125-99887766", "QUETZ1"):
        assert hers in told
    for his in ("PASSB0815", "LOYALB11", "1979-02-03", "otto@branden", "125-11223344", "Brandenstein"):
        assert his not in told
    assert "Another traveller" in told
    found = msgspec.json.decode(told)
    assert [one["booking_reference"] for one in found["order"]] == ["QUETZ1", "BOTH22"]
    assert {one["what"] for one in found["order"][0]["history"]} >= {"booked", "ticketed", "printed"}
    assert len(found["order"][0]["done_to_it"]) == 2
    assert [one["state"] for one in found["attempt"]] == ["refused"]
    assert len(found["draft"]) == len(found["search"]) == len(found["view"]) == 1
    with pytest.raises(LookupError):
        await people(storage).tell(PersonKey(("nobody",)))


async def test_not_one_byte_of_her_is_left(tmp_path: Path) -> None:
    async with open_storage(tmp_path, PRACTICE, KEYS) as storage:
        await fill(storage)
        await storage.orders.annotate(
            "both", note="Zeldamira's window, Otto vegan", own_reference="QUETZALCOATL/1", agent="Ada", at=NOON
        )
        assert set(left_of(bare_bytes(tmp_path, KEY))) == set(SECRETS)
        report = await people(storage).erase(HER)
        assert report.overwritten is Overwritten.REWRITTEN
        assert left_of(bare_bytes(tmp_path, KEY)) == []
        assert fates(report) == {
            (PlaceKind.ORDER, "QUETZ1"): Fate.GOES,
            (PlaceKind.ORDER, "BOTH22"): Fate.BLANKED,
            (PlaceKind.ATTEMPT, "LHR-JFK JFK-LHR"): Fate.GOES,
            (PlaceKind.DRAFT, "LHR-JFK JFK-LHR"): Fate.GOES,
            (PlaceKind.SEARCH, ""): Fate.GOES,
            (PlaceKind.VIEW, ""): Fate.GOES,
        }
        left = await storage.orders.get("both")
        assert left is not None
        assert left.note == f"{ERASED} window, Otto vegan"
        assert await storage.drafts.all() == ()
        assert await storage.searches.newest() == ()
        assert await storage.index.own_views() == ()
        assert await storage.people.mentions(HER, AFTER) is None
    assert left_of(bare_bytes(tmp_path, KEY)) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [FILE_NAME, "lock"]
    assert OTTO.family_name.encode() in bare_bytes(tmp_path, KEY)


async def test_who_travelled_with_her_keeps_the_order(storage: Storage) -> None:
    heard: list[Notice] = []
    news = Board()
    news.listen(heard.append)
    await people(storage, news).erase(HER)
    assert {one.order_id for one in heard if isinstance(one, OrderChanged)} == {"alone", "both"}
    assert await storage.orders.get("alone") is None
    record = await storage.orders.get("both")
    assert record is not None
    hers, his = record.order.passengers
    assert (hers.full_name, hers.born, hers.email, hers.id) == (ERASED, "", "", "pas_1")
    assert his == OTTO
    assert [one.number for one in record.order.tickets] == ["erased", "125-11223344"]
    assert record.sent is not None
    assert [one.given_name for one in record.sent.priced.travellers] == [ERASED, "Ottokarius"]
    raw = msgspec.json.decode(await storage.orders.raw("both") or b"")
    assert raw["passengers"][0]["given_name"] == ""
    assert raw["passengers"][1]["email"] == "otto@branden.example"
    assert raw["contact"] == "erased"  # her address, wherever it stands
    for query, many in (("quetzalcoatl", 0), ("brandenstein", 1), ("erased traveller", 1)):
        assert len(await storage.index.spots(OrderQuery(text=query), AFTER)) == many
    told = await storage.history.of_order("both")
    assert {one.detail for one in told if one.kind.value == "ticketed"} == {"erased", "125-11223344"}
    await people(storage, news).erase(HIM)
    assert await storage.orders.get("both") is None
    assert await storage.index.spots(OrderQuery(), AFTER) == ()


async def test_that_something_was_tried_is_still_proved(storage: Storage) -> None:
    """Never twice relies on it: attempt, offer, state and total."""
    await people(storage).erase(HER)
    for ident in ("alone", "both"):
        line = await storage.journal.line(f"attempt-{ident}")
        assert isinstance(line, Booked)
        assert line.sent.priced.offer.id == f"off_attempt-{ident}"
        assert line.sent.priced.total == sent_for("x", ZELDA).priced.total
        assert await storage.journal.of_offer(f"off_attempt-{ident}") == (line,)
        assert await storage.journal.of_draft(f"draft-attempt-{ident}") == line
        with pytest.raises(ValueError, match="in the journal already"):
            await storage.journal.write(line.sent)
    refused = await storage.journal.line("attempt-no")
    assert isinstance(refused, Refused)
    assert (refused.code, refused.message, refused.request_id) == ("declined", "", "req_3")
    assert [len(await storage.deeds.of_order(one)) for one in ("alone", "both")] == [0, 2]
    kept = await storage.deeds.line("deed-alone")
    assert kept is not None
    found_again = Booked(sent_for("attempt-alone", ZELDA), "alone", "QUETZ1", NOON)
    await storage.journal.settle(found_again.sent, found_again)  # whoever finds it upstream once more changes nothing
    again = await storage.journal.line("attempt-alone")
    assert isinstance(again, Booked)
    assert again.reference == ""


async def test_the_upstream_does_not_bring_her_back(storage: Storage) -> None:
    await people(storage).erase(HER)
    later = AFTER.replace(day=5)
    assert await storage.orders.save(answer_for(order_for("alone", "QUETZ1", ZELDA), later)) is None
    assert await storage.orders.get("alone") is None
    kept = await storage.orders.save(answer_for(order_for("both", "BOTH22", ZELDA, OTTO), later))
    assert kept is not None
    assert kept.order.passengers[0].full_name == ERASED
    record = await storage.orders.get("both")
    assert record is not None
    assert record.seen_at == later
    both = order_for("both", "BOTH22", ZELDA, OTTO)
    renumbered = replace(both, passengers=(replace(ZELDA, id="pas_9"), OTTO), tickets=both.tickets[1:])
    kept = await storage.orders.save(answer_for(renumbered, later.replace(day=6)))
    assert kept is not None
    assert left_of(to_json(kept.order).encode() + kept.raw) == []  # though the airline names her by another id
    assert await storage.orders.save(answer_for(order_for("other", "OTHER1", ZELDA), later)) is not None  # a new order


async def test_what_is_still_needed_stays_and_is_named(storage: Storage) -> None:
    early = People(storage.people, Board(), clock=lambda: NOON)
    report = await early.erase(HER)
    stay = {one.title: one.reason for one in report.plan.of(Fate.STAYS)}
    assert set(stay) == {"QUETZ1", "BOTH22"}
    assert all(one is not None and one.why is Why.FLIES and one.until is not None for one in stay.values())
    assert await storage.orders.get("alone") is not None
    assert (await storage.drafts.all()) == ()


async def test_a_booking_under_way_stays(storage: Storage) -> None:
    sent: Sent = sent_for("attempt-open", ZELDA)
    await storage.journal.write(sent)
    report = await people(storage).erase(HER)
    (stays,) = report.plan.of(Fate.STAYS)
    assert (stays.kind, stays.id) == (PlaceKind.ATTEMPT, "attempt-open")
    assert stays.reason is not None
    assert stays.reason.why is Why.OPEN
    assert await storage.journal.line("attempt-open") == sent


async def test_a_large_file_is_not_written_anew_and_holds_zeroes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`secure_delete` alone, over many orders whose pages are split and joined meanwhile."""
    monkeypatch.setattr(overwriting, "LARGEST", 0)
    async with open_storage(tmp_path, PRACTICE, KEYS) as storage:
        await fill(storage)
        for number in range(24):
            who = replace(ZELDA if number % 4 == 0 else OTTO, id="pas_2")
            await storage.orders.save(answer_for(order_for(f"ord_{number}", f"REF{number:03}", who)))
        report = await people(storage).erase(HER)
        assert report.overwritten is Overwritten.ZEROED
        assert len(report.plan.of(Fate.GOES)) >= 7
        assert left_of(bare_bytes(tmp_path, KEY)) == []
        assert b"REF001" in bare_bytes(tmp_path, KEY)


async def test_what_an_end_half_way_has_left_is_overwritten_the_next_time(tmp_path: Path) -> None:
    """The power goes after the rows have gone: the search still has her words, and nobody would ask for her again."""
    async with open_storage(tmp_path, PRACTICE, KEYS) as storage:
        await fill(storage)
        found = await storage.people.mentions(HER, AFTER)
        assert found is not None
        for place in await storage.people.places(HER, found[1], AFTER):
            await storage.people.erase(place, found[1], AFTER)
        assert left_of(bare_bytes(tmp_path, KEY)) != []
    async with open_storage(tmp_path, PRACTICE, KEYS) as storage:
        assert await storage.people.mentions(HER, AFTER) is None
        await storage.people.finish()
        assert left_of(bare_bytes(tmp_path, KEY)) == []


async def test_an_address_that_the_family_shares_stays_with_those_who_stay(storage: Storage) -> None:
    child = replace(OTTO, email=ZELDA.email, family_name=ZELDA.family_name)
    order = replace(order_for("family", "FAMILY", ZELDA, child), metadata=(("customer", "Ms Zeldamira Quetzalcoatl"),))
    await storage.orders.save(answer_for(order))
    await people(storage).erase(HER)
    record = await storage.orders.get("family")
    assert record is not None
    assert record.order.passengers[1] == child
    assert record.order.metadata == (("customer", "Ms erased"),)
    raw = msgspec.json.decode(await storage.orders.raw("family") or b"")
    assert [one["email"] for one in raw["passengers"]] == ["", ZELDA.email]


async def test_saved_views_that_name_her_go(storage: Storage) -> None:
    views = {
        "quetzalcoatl": "Mine",
        "over £1,000 zeldamira": "Mine",
        "quetz zeld": "Mine",
        "": "Quetzalcoatl family",
        "zel airport": "Others",
        "held": "Others",
    }
    for number, (text, name) in enumerate(views.items()):
        await storage.index.keep_view(OwnView(f"own-{number}", name, OrderQuery(text=text)))
    await storage.index.keep_view(OwnView(LEFT_OFF, "[]", OrderQuery(text="ada quetz")))
    await people(storage).erase(HER)
    assert [one.query.text for one in await storage.index.own_views()] == ["zel airport", "held"]


async def test_bookings_without_an_order_are_found_by_their_index(tmp_path: Path) -> None:
    async with open_storage(tmp_path, PRACTICE, SessionKeys()) as storage:
        asked: list[tuple[str, tuple[object, ...]]] = []

        def plan(connection: Connection) -> str:
            mentions_in_attempts(connection, 0, lost=False)
            said, values = asked[-1]
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values).all()
            return " ".join(str(row[-1]) for row in rows)

        def listen(connection: Connection) -> None:
            def heard(
                _connection: object, _cursor: object, said: str, values: tuple[object, ...], *_more: object
            ) -> None:
                asked.append((said, values))

            event.listen(connection.engine, "before_cursor_execute", heard)

        database = storage.people._database
        await database.run(listen)
        assert "journal_unsold" in await database.run(plan)
