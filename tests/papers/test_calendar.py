"""The calendar of an itinerary: right instants in any zone, the same event for the same flight, nothing that breaks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agentdesk.papers.calendar import calendar
from agentdesk.papers.words import BRITISH, LANGUAGES
from agentdesk.travel.environment import Environment, World
from tests.papers.orders import AGENCY, called_off, on_hold, one_way, paper, the_family, the_nine

LIVE = Environment(World.LIVE, "https://api.example.com")


def events(content: bytes) -> list[dict[str, str]]:
    """Each event's lines by name, unfolded."""
    text = content.decode().replace("\r\n ", "")
    found = []
    for block in text.split("BEGIN:VEVENT\r\n")[1:]:
        lines = block.split("END:VEVENT")[0].strip().split("\r\n")
        found.append(dict(line.split(":", 1) for line in lines))
    return found


def test_each_flight_is_an_event_at_its_true_instants() -> None:
    out, back = events(calendar(paper(the_family()), BRITISH))
    assert (out["DTSTART"], out["DTEND"]) == ("20261212T095500Z", "20261212T180000Z")  # 13:00 in New York
    assert (back["DTSTART"], back["DTEND"]) == ("20261220T011500Z", "20261220T081000Z")  # 20:15 the day before
    assert out["SUMMARY"] == "PRACTICE: ZZ 7967 LHR to JFK"
    assert out["LOCATION"] == "London Heathrow (LHR)\\, Terminal 2"
    assert (
        "Arrives 13:00 on Saturday 12 December 2026\\, local time in New York John F. Kennedy (JFK)"
        in out["DESCRIPTION"]
    )
    assert "Operated by British Airways" in out["DESCRIPTION"]


def test_summer_time_on_one_side_of_the_ocean_only_is_right() -> None:
    """On 20 March 2027 New York has summer time and London has not."""
    order = one_way()
    (part,) = order.slices
    flight = replace(
        part.segments[0].flight,
        departs=datetime(2027, 3, 20, 9, 55),
        arrives=datetime(2027, 3, 20, 13, 0),
    )
    moved = replace(order, slices=(replace(part, segments=(replace(part.segments[0], flight=flight),)),))
    (event,) = events(calendar(paper(moved), BRITISH))
    start = datetime.strptime(event["DTSTART"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert start == flight_instant(flight.departs, flight.origin.time_zone)
    end = datetime.strptime(event["DTEND"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert end == flight_instant(flight.arrives, flight.destination.time_zone)


def flight_instant(local: datetime, zone: str) -> datetime:
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_the_same_flight_keeps_its_uid_and_a_later_file_counts_as_newer() -> None:
    first = paper(the_family())
    later = replace(first, issued_at=first.issued_at + timedelta(hours=1))
    old, new = events(calendar(first, BRITISH)), events(calendar(later, BRITISH))
    assert [one["UID"] for one in old] == [one["UID"] for one in new]
    assert len({one["UID"] for one in old}) == len(old)
    assert int(new[0]["SEQUENCE"]) > int(old[0]["SEQUENCE"])


@pytest.mark.parametrize(
    ("made", "status"), [(the_family, "CONFIRMED"), (on_hold, "TENTATIVE"), (called_off, "CANCELLED")]
)
def test_what_has_become_of_the_order_stands_in_each_event(made: object, status: str) -> None:
    assert callable(made)
    assert {one["STATUS"] for one in events(calendar(paper(made()), BRITISH))} == {status}


def test_only_a_live_order_carries_no_mark() -> None:
    order = replace(the_family(), live_mode=True)
    (out, _) = events(calendar(paper(order, LIVE), BRITISH))
    assert out["SUMMARY"] == "ZZ 7967 LHR to JFK"
    assert "NOT A TICKET" not in out["DESCRIPTION"]


def test_no_line_is_longer_than_75_octets_and_all_end_alike() -> None:
    agency = replace(
        AGENCY, agency=replace(AGENCY.agency, name="Reisebüro Übermöhrenstraße 世界旅行社; Söhne, \\ & Co\n" * 3)
    )
    content = calendar(paper(the_nine(), preferences=agency), BRITISH)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.decode(), "no letter is cut in two"
    assert "世界旅行社\\; Söhne\\, \\\\ & Co" in content.decode().replace("\r\n ", "")


def test_an_airport_without_a_zone_floats_on_local_time() -> None:
    order = one_way()
    (part,) = order.slices
    flight = part.segments[0].flight
    lost = replace(flight, origin=replace(flight.origin, time_zone=""))
    odd = replace(order, slices=(replace(part, segments=(replace(part.segments[0], flight=lost),)),))
    (event,) = events(calendar(paper(odd), BRITISH))
    assert event["DTSTART"] == f"{flight.departs:%Y%m%dT%H%M%S}"
    assert flight.duration is not None
    assert event["DTEND"] == f"{flight.departs + flight.duration:%Y%m%dT%H%M%S}"


def test_a_cancelled_order_takes_its_events_away_by_the_ids_they_came_with() -> None:
    sold, ended = (calendar(paper(order), BRITISH) for order in (the_family(), called_off()))
    assert b"METHOD:PUBLISH" in sold
    assert b"METHOD:CANCEL" in ended
    assert {one["UID"] for one in events(sold)} == {one["UID"] for one in events(ended)}
    assert {one["STATUS"] for one in events(ended)} == {"CANCELLED"}


def test_events_are_said_in_the_papers_language_and_stay_plain_for_calendars() -> None:
    (first, _) = events(calendar(paper(the_family()), LANGUAGES["ar"]))
    assert "رقم الحجز" in first["DESCRIPTION"]
    assert not {"\ue066", "\ue069"} & set(first["DESCRIPTION"] + first["SUMMARY"] + first["LOCATION"])
    (german, _) = events(calendar(paper(the_family()), LANGUAGES["de"]))
    assert german["SUMMARY"] == "ÜBUNG: ZZ 7967 LHR – JFK"
