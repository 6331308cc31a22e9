"""The doctor says in words what is missing, how to mend it, and by its exit code that something is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from agentdesk import doctor
from agentdesk.storage.opening import open_storage
from agentdesk.travel.environment import PRACTICE
from tests.fakes.storage import MemoryKeys
from tests.needs import needs


def test_a_file_in_place_of_the_data_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    trouble = doctor.data_folder(tmp_path / "data")
    assert trouble is not None
    assert str(tmp_path / "data") in trouble.what
    assert "--data" in trouble.mend


def test_a_data_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    assert doctor.data_folder(tmp_path / "new") is None
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    assert doctor.disk(tmp_path / "not there yet", wanted=1) is None
    trouble = doctor.disk(tmp_path / "not there yet", wanted=10**18)
    assert trouble is not None
    assert "1000000000000 MB should be free" in trouble.mend


def test_the_display_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert doctor.display() is not None
    monkeypatch.setenv("DISPLAY", ":9")
    assert doctor.display() is None


def test_the_database_encrypts_here() -> None:
    assert doctor.database() is None


def test_qt_and_fonts_are_here() -> None:
    assert doctor.libraries() is None
    assert doctor.fonts() is None


def test_the_keyring_of_the_session_is_found() -> None:
    needs("secretservice")
    assert doctor.keyring() is None


async def test_a_lost_key_is_told_with_the_way_back(tmp_path: Path) -> None:
    needs("secretservice")
    assert doctor.lost_keys(tmp_path) is None
    async with open_storage(tmp_path / PRACTICE.folder, PRACTICE, MemoryKeys()) as storage:
        await storage.drafts.all()
    trouble = doctor.lost_keys(tmp_path)
    assert trouble is not None
    assert trouble.what == "No key at hand opens the data of practice-main"
    assert "`agentdesk key lost`" in trouble.mend
    assert {one.name for one in tmp_path.iterdir()} == {"practice-main", "id"}
    assert {one.name for one in (tmp_path / "practice-main").iterdir()} == {"desk.db", "lock"}
    (tmp_path / "keys.sealed").write_text("")
    assert doctor.lost_keys(tmp_path) is None


def test_missing_parts_make_it_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    with an_upstream(datetime.now(UTC) - timedelta(hours=3)) as address:
        assert doctor.main(tmp_path, address) == 1
    told = capsys.readouterr().out
    assert "There is no display" in told
    assert "-> Start AgentDesk from a desktop session" in told
    assert "seconds fast" in told
    assert "need mending" in told


@contextmanager
def an_upstream(says: datetime) -> Iterator[str]:
    """An address that answers everything with 404 and this time."""

    class Answer(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response_only(404)
            self.send_header("Date", format_datetime(says, usegmt=True))
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_an_upstream_that_answers_tells_its_time() -> None:
    moment = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    with an_upstream(moment) as address:
        assert doctor.upstream(address) == (None, moment)


def test_an_upstream_out_of_reach_is_told_with_what_works_without() -> None:
    with an_upstream(datetime.now(UTC)) as address:
        pass
    trouble, theirs = doctor.upstream(address)
    assert trouble is not None
    assert theirs is None
    assert f"{address} cannot be reached" in trouble.what
    assert "practice airline works without" in trouble.mend


@pytest.mark.parametrize(
    ("off", "words"), [(50, ""), (-50, ""), (120, "120 seconds fast"), (-7200, "7200 seconds slow")]
)
def test_a_clock_that_is_off_is_told(off: int, words: str) -> None:
    theirs = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    trouble = doctor.clock(theirs, theirs + timedelta(seconds=off))
    assert (trouble.what if trouble else "").endswith(words)
    assert (trouble is None) == (words == "")


def test_without_a_network_an_impossible_year_is_told() -> None:
    trouble = doctor.clock(None, datetime(1970, 1, 1, tzinfo=UTC))
    assert trouble is not None
    assert "01 Jan 1970" in trouble.what
    assert doctor.clock(None, datetime(2027, 1, 1, tzinfo=UTC)) is None
