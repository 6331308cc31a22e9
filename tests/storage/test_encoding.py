import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agentdesk.storage.encoding import from_json, from_micros, to_json, to_micros
from agentdesk.travel.booking import Draft, Sent
from agentdesk.travel.errors import NotKept
from agentdesk.travel.journeys import Flight
from agentdesk.travel.money import Money
from agentdesk.travel.orders import Order
from tests.samples import a_draft, a_flight, a_sent, an_order
from tests.storage.travel_values import INSTANTS, KINDS


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=15,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_any_value_comes_back_to_the_last_digit(kind: type[Any], data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    back = from_json(to_json(value), kind)
    assert back == value
    assert repr(back) == repr(value)  # 45.00 equals 45.0, but must not become it


@pytest.mark.parametrize(("value", "kind"), [(a_draft(), Draft), (a_sent(), Sent), (an_order(), Order)])
def test_a_whole_trip_comes_back(value: object, kind: type[Any]) -> None:
    assert from_json(to_json(value), kind) == value


@pytest.mark.skipif(sys.platform == "win32", reason="it has no fork")
def test_threads_that_read_a_kind_for_the_first_time_at_once_do_not_end_the_process() -> None:
    """msgspec's own decoders of dataclasses are not made for that: every second process died of it."""
    command = [sys.executable, "-m", "tests.storage.decoding_race", "25"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.split() == ["0"]


def test_an_amount_is_text_and_keeps_its_digits() -> None:
    text = to_json(Money(Decimal("1612.770"), "GBP"))
    assert text == '{"amount":"1612.770","currency":"GBP"}'


def test_a_local_time_stays_without_a_zone() -> None:
    back = from_json(to_json(a_flight()), Flight)
    assert back.departs == datetime(2026, 12, 12, 9, 55)
    assert back.departs.tzinfo is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"amount": 1612.77, "currency": "GBP"}',
        '{"amount": "1"}',
        '{"amount": "x", "currency": "GBP"}',
    ],
)
def test_damaged_text_is_said(text: str) -> None:
    if text.startswith('{"amount": 1612.77'):
        assert from_json(text, Money).amount == Decimal("1612.77")  # read as written, never through a float
        return
    with pytest.raises(NotKept, match="Money"):
        from_json(text, Money)


@given(INSTANTS)
@settings(database=None)
def test_an_instant_comes_back_to_the_microsecond(instant: datetime) -> None:
    assert from_micros(to_micros(instant)) == instant


def test_an_instant_of_another_zone_becomes_utc() -> None:
    summer = datetime(2026, 7, 1, 14, 0, tzinfo=timezone(timedelta(hours=2)))
    assert from_micros(to_micros(summer)).isoformat() == "2026-07-01T12:00:00+00:00"
    assert from_micros(to_micros(summer)).tzinfo is UTC


def test_a_time_without_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="zone"):
        to_micros(datetime(2026, 7, 1))
