"""What is logged, reported and copied for support names nobody: redacted by type, private, rotating."""

import io
import json
import logging
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from agentdesk.desk.diagnosing import diagnostics
from agentdesk.desk.redacting import RedactedLines, redacted, scrubbed, trace
from agentdesk.storage.log_files import FOLDER, NAME, PrivateLog, kept_log, last_lines
from agentdesk.travel.errors import NeverSent, RefusedByUpstream
from tests import samples
from tests.security.leaks import Search, Wanted

SEARCH = Search(
    [
        Wanted("token", "duffel_live_abc-DEF_0123456789"),
        Wanted("e-mail", "zoe@example.com"),
        Wanted("phone", "+44 20 8016 0508"),
        Wanted("passport", "925076473"),
        Wanted("birth date", "1987-07-24"),
        Wanted("name", "Earhart-Putnam"),
    ]
)


@dataclass(frozen=True)
class Somebody:
    name: str = "Zoë Earhart-Putnam"
    born: date = date(1987, 7, 24)


def _written(log: logging.Logger, stream: io.StringIO) -> list[dict[str, str]]:
    assert not SEARCH.in_bytes("the log", stream.getvalue().encode())
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def log(stream: io.StringIO) -> Iterator[logging.Logger]:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(RedactedLines())
    log = logging.Logger("agentdesk.somewhere")
    log.addHandler(handler)
    yield log
    handler.close()


def test_arguments_are_told_by_their_types(log: logging.Logger, stream: io.StringIO) -> None:
    log.info("%s %d %.1f %s %s", "ord_1", 7, 1.25, Decimal("3.10"), datetime(2027, 1, 2, 3, tzinfo=UTC))
    log.info("%s: %r", Somebody(), [Somebody()])
    log.info("%s %s", date(1987, 7, 24), {"name": "Earhart-Putnam"})
    log.info("of %(who)s", {"who": Somebody()})
    log.info("%d", Somebody())
    log.info(Somebody())
    told = [line["message"] for line in _written(log, stream)]
    assert told[0] == "ord_1 7 1.2 3.10 2027-01-02 03:00:00+00:00"
    assert told[1] == "<Somebody>: '<list>'"
    assert told[2:4] == ["<date> <dict>", "of <Somebody>"]
    assert told[5] == "<Somebody>"


@pytest.mark.parametrize(
    "text",
    [
        "the token duffel_live_abc-DEF_0123456789 is wrong",
        "Authorization: Bearer duffel_live_abc-DEF_0123456789",
        "zoe@example.com cannot be reached",
        "<zoe@example.com>",
        "call +44 20 8016 0508",
        "P<GBREARHART-PUTNAM<<ZOE<<<<<<<<<<<<<<<<<<<<",
        "9250764733USA8509071M3104127<<<<<<<<<<<<<<06",
        "born 1987-07-24.",
        "postgresql://desk:zoe-secret@example.com/desk",
    ],
)
def test_texts_lose_what_looks_like_somebody(text: str) -> None:
    told = scrubbed(text)
    assert not SEARCH.in_bytes("the text", told.encode())
    assert "<" in told
    assert "secret@" not in told


@pytest.mark.parametrize(
    "text",
    [
        "GET /air/orders/ord_00009htYpSCXrwaB9DnUm2: 200 in 31 ms, 4023 bytes, request FsWNWzMiM0",
        "at 2027-03-28T06:00Z",
    ],
)
def test_what_a_support_call_needs_stays(text: str) -> None:
    assert scrubbed(text) == text


def test_a_bug_is_told_by_where_it_was_and_never_by_its_words(log: logging.Logger, stream: io.StringIO) -> None:
    def read(passport: str) -> int:
        return int(passport + "Earhart-Putnam")

    try:
        try:
            read("925076473")
        except ValueError as bug:
            raise ExceptionGroup("of Earhart-Putnam", [bug, KeyError("zoe@example.com")]) from bug
    except ExceptionGroup:
        log.exception("it has failed")
    (line,) = _written(log, stream)
    assert "test_logs.py:" in line["trace"]
    assert " in read" in line["trace"]
    assert line["trace"].count("ValueError") == 2
    assert "KeyError" in line["trace"]
    assert str(Path.home()) not in line["trace"]


def test_the_upstreams_words_are_not_repeated() -> None:
    refused = RefusedByUpstream("validation_error", "Earhart-Putnam is too long", request_id="Fx1")
    assert redacted(refused) == "RefusedByUpstream: validation_error (request Fx1)"
    assert redacted(NeverSent("nothing left")) == "NeverSent: nothing left"
    assert redacted(FileNotFoundError(2, "No such file", "/home/zoe@example.com")) == "FileNotFoundError: No such file"


def test_the_repr_of_a_task_is_left_out(stream: io.StringIO) -> None:
    record = logging.makeLogRecord({"name": "asyncio", "msg": f"never retrieved\nfuture: {Somebody()}"})
    assert json.loads(RedactedLines().format(record))["message"] == "never retrieved"


def test_a_trace_of_errors_that_go_round_ends() -> None:
    one, two = ValueError("a"), ValueError("b")
    one.__cause__, two.__cause__ = two, one
    assert trace(one) == "ValueError\ncaused by\nValueError"


@pytest.mark.skipif(sys.platform == "win32", reason="files have no mode there")
def test_log_files_are_private_bounded_and_rotating(tmp_path: Path) -> None:
    handler = PrivateLog(tmp_path / NAME, largest=2_000, older=2)
    log = logging.Logger("agentdesk.busy")
    log.addHandler(handler)
    for number in range(200):
        log.info("line %d", number)
    handler.close()
    files = sorted(tmp_path.iterdir())
    assert [one.name for one in files] == [NAME, f"{NAME}.1", f"{NAME}.2"]
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in files)
    assert all(one.stat().st_size <= 2_000 for one in files)
    assert json.loads(files[0].read_text().splitlines()[-1])["message"] == "line 199"


def test_what_the_program_logs_is_kept_while_it_runs_and_no_longer(tmp_path: Path) -> None:
    somewhere = logging.getLogger("agentdesk.desk.somewhere")
    before = somewhere.getEffectiveLevel()
    with kept_log(tmp_path):
        somewhere.info("seen")
        logging.getLogger("httpx").info("https://example.com/?email=zoe@example.com")
    somewhere.info("not seen")
    assert [json.loads(line)["message"] for line in last_lines(tmp_path)] == ["seen"]
    assert somewhere.getEffectiveLevel() == before
    assert stat.S_IMODE((tmp_path / FOLDER).stat().st_mode) == 0o700 or sys.platform == "win32"


def test_a_log_that_cannot_be_kept_stops_nobody(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    with kept_log(tmp_path / "file"):
        logging.getLogger("agentdesk.desk").info("for %s", "Earhart-Putnam")
    (tmp_path / FOLDER / NAME).mkdir(parents=True)  # where the file belongs
    with kept_log(tmp_path):
        logging.getLogger("agentdesk.desk").info("for %s", "Earhart-Putnam")
    assert capfd.readouterr().err == ""
    assert last_lines(tmp_path) == []


def test_diagnostics_say_what_is_installed_and_name_nobody(tmp_path: Path) -> None:
    order = samples.an_order()
    with kept_log(tmp_path):
        logging.getLogger("agentdesk.desk").info("%s of %s, %s", order.id, order.passengers[0], "zoe@example.com")
    text = diagnostics({"World": "practice", "Note": "zoe@example.com"}, last_lines(tmp_path))
    assert "World: practice" in text
    assert order.id in text
    for person in order.passengers:
        assert person.family_name not in text
    assert not SEARCH.in_bytes("the diagnostics", text.encode())
