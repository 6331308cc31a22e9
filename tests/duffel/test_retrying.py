"""When a question is asked again, as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from agentdesk.duffel.retrying import Patience, http_date, server_says_until, wait_before

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
PATIENCE = Patience(attempts=3, first_wait=timedelta(seconds=1), longest=timedelta(seconds=20))


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


@pytest.mark.parametrize(
    ("attempt", "status", "until", "jitter", "expected"),
    [
        # no answer at all: our own time, doubling, stretched by jitter up to half
        (1, None, None, 0.0, seconds(1)),
        (1, None, None, 1.0, seconds(1.5)),
        (2, None, None, 0.0, seconds(2)),
        (3, None, None, 0.0, None),
        # answers worth asking again
        (1, 429, None, 0.0, seconds(1)),
        (1, 502, None, 0.0, seconds(1)),
        (1, 503, None, 0.5, seconds(1.25)),
        (2, 504, None, 0.0, seconds(2)),
        # answers that would not change
        (1, 200, None, 0.0, None),
        (1, 400, None, 0.0, None),
        (1, 401, None, 0.0, None),
        (1, 404, None, 0.0, None),
        (1, 422, None, 0.0, None),
        (1, 500, None, 0.0, None),
        (1, 302, None, 0.0, None),
        # the server's own time counts, with a breath of jitter
        (1, 429, NOW + seconds(7), 0.0, seconds(7)),
        (1, 429, NOW + seconds(7), 1.0, seconds(7.1)),
        (1, 503, NOW + seconds(3), 0.0, seconds(3)),
        # its time has passed already
        (1, 429, NOW - seconds(5), 0.0, seconds(0)),
        # more than we are ready to sit and wait
        (1, 429, NOW + seconds(20), 0.0, seconds(20)),
        (1, 429, NOW + seconds(21), 0.0, None),
        (3, 429, NOW + seconds(1), 0.0, None),
        # a gateway's word on when to come back is not asked for
        (1, 504, NOW + seconds(9), 0.0, seconds(1)),
    ],
)
def test_how_long_to_wait(
    attempt: int, status: int | None, until: datetime | None, jitter: float, expected: timedelta | None
) -> None:
    assert wait_before(attempt, status, until=until, now=NOW, jitter=jitter, patience=PATIENCE) == expected


def test_our_own_wait_has_a_cap() -> None:
    patient = Patience(attempts=99, first_wait=seconds(1), longest=seconds(20))
    assert wait_before(30, None, until=None, now=NOW, jitter=1.0, patience=patient) == seconds(20)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"retry-after": "12"}, NOW + seconds(12)),
        ({"retry-after": "Sun, 22 Nov 2026 15:00:30 GMT"}, NOW + seconds(30)),
        ({"ratelimit-reset": "Sun, 22 Nov 2026 15:00:45 GMT"}, NOW + seconds(45)),
        ({"retry-after": "5", "ratelimit-reset": "Sun, 22 Nov 2026 15:00:45 GMT"}, NOW + seconds(5)),
        ({"retry-after": "soon", "ratelimit-reset": "Sun, 22 Nov 2026 15:00:45 GMT"}, NOW + seconds(45)),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "99999999999999999999"}, None),
        ({"retry-after": "²"}, None),
        ({"ratelimit-reset": "never"}, None),
    ],
)
def test_what_the_server_says(headers: dict[str, str], expected: datetime | None) -> None:
    assert server_says_until(headers, NOW) == expected


@pytest.mark.parametrize("text", [None, "", "x", "Sun, 99 Nov 2026 15:00:45 GMT", "Sun, 22 Nov 2026"])
def test_what_is_no_date_is_none(text: str | None) -> None:
    assert http_date(text) is None


def test_a_date_of_the_docs_is_read() -> None:
    assert http_date("Sun, 06 Nov 1994 08:49:37 GMT") == datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)
