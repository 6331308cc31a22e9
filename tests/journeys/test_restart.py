"""The power goes out on every page: what was typed and picked is back, and nothing is sold twice."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.practice_airline import Practice

_SAVED_WITHIN = 15.0  # seconds a draft may take to its file on a busy machine
_PASSPHRASE = "a passphrase for tests"


class Wired:
    """The hands inside the program's process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def do(self, *words: str) -> object:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the program ended"
        said = json.loads(line)
        assert "answer" in said, said["trouble"]
        return said["answer"]

    def kill(self) -> None:
        """As a power cut would."""
        self._process.kill()
        self._process.wait(10)


@contextmanager
def desk(data: Path, upstream: str) -> Iterator[Wired]:
    """The program on this folder, opened with the passphrase; killed at the end."""
    command = [sys.executable, "-m", "tests.journeys.hands_by_wire", str(data), upstream]
    env = os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "QT_QPA_PLATFORM": "offscreen"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=env, text=True, **pipes) as process:  # type: ignore[call-overload]
        wired = Wired(process)
        try:
            wired.do("find", "Passphrase")
            is_new = "Passphrase again" in list(wired.do("names"))  # type: ignore[call-overload]
            for field in ("Passphrase", "Passphrase again")[: 1 + is_new]:
                wired.do("fill", field, _PASSPHRASE)
            wired.do("press", "Return")
            wired.do("find", "Bookings")
            yield wired
        finally:
            wired.kill()


def _killed_once_kept(one: Wired, data: Path) -> None:
    """Cut the power as soon as the files have been still for a while: the draft has reached them."""
    end = time.monotonic() + _SAVED_WITHIN
    before, since = _stamps(data), time.monotonic()
    while time.monotonic() - since < 0.7:
        assert time.monotonic() < end, "the files never came to rest"
        time.sleep(0.05)
        now = _stamps(data)
        if now != before:
            before, since = now, time.monotonic()
    one.kill()


def _stamps(data: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in data.rglob("*") if path.is_file()}


def _search(one: Wired) -> None:
    one.do("fill", "From", "lhr")
    one.do("press", "Tab")
    one.do("fill", "To", "JFK")
    one.do("press", "Tab")
    one.do("fill", "Depart", "+20")
    one.do("fill", "Return date", "+27")


def _choose(one: Wired) -> None:
    one.do("press", "Ctrl+Return")
    one.do("hear", "All sources answered")
    one.do("row", "Duffel Airways, out")
    one.do("focus", "Offers")
    one.do("press", "Return")
    one.do("find", "Given name")


def _name(one: Wired) -> None:
    one.do("focus", "Title")
    one.do("press", "Down")
    one.do("focus", "Gender")
    one.do("press", "Down")
    for field, text in (
        ("Given name", "Amelia"),
        ("Family name", "Earhart"),
        ("Born", "24jul87"),
        ("E-mail", "amelia@example.com"),
        ("Phone", "020 8016 0508"),
    ):
        one.do("fill", field, text)


def _to_payment(one: Wired) -> None:
    one.do("press", "Ctrl+Return")
    one.do("begins", "Continue without seats")
    one.do("press", "Ctrl+Return")
    one.do("begins", "Pay £")


def _pay(one: Wired) -> None:
    one.do("click", str(one.do("begins", "Pay £")))


def test_a_kill_on_every_page_loses_nothing(practice: Practice, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with desk(data, practice.url) as one:
        one.do("fill", "From", "lhr")
        one.do("press", "Tab")
        one.do("fill", "To", "New Yo")
        one.do("fill", "Depart", "+20")
        _killed_once_kept(one, data)
    with desk(data, practice.url) as one:
        assert "Heathrow" in str(one.do("value", "From"))
        assert one.do("value", "To"), "half typed, and still there"
        _search(one)
        one.do("press", "Ctrl+Return")
        one.do("hear", "All sources answered")
        _killed_once_kept(one, data)
    with desk(data, practice.url) as one:
        one.do("row", "Duffel Airways, out")
        one.do("focus", "Offers")
        one.do("press", "Return")
        one.do("find", "Given name")
        one.do("fill", "Given name", "Amel")
        _killed_once_kept(one, data)
    with desk(data, practice.url) as one:
        assert one.do("value", "Given name") == "Amel"
        _name(one)
        one.do("press", "Ctrl+Return")
        one.do("begins", "Continue without seats")
        _killed_once_kept(one, data)
    with desk(data, practice.url) as one:
        one.do("begins", "Continue without seats")
        one.do("press", "Ctrl+Return")
        total = one.do("begins", "Pay £")
        _killed_once_kept(one, data)
    with desk(data, practice.url) as one:
        assert one.do("begins", "Pay £") == total
        _pay(one)
        one.do("hear", "Booking reference")
        _killed_once_kept(one, data)
    with desk(data, practice.url) as one:
        one.do("hear", practice.books()["orders"][0]["booking_reference"])
    assert len(practice.books()["orders"]) == 1


@pytest.mark.parametrize("trouble", ["order_slow", "order_lost_after"])
def test_a_kill_after_sending_ends_in_one_ticket(practice: Practice, tmp_path: Path, trouble: str) -> None:
    data = tmp_path / "data"
    with desk(data, practice.url) as one:
        _search(one)
        _choose(one)
        _name(one)
        _to_payment(one)
        practice.scenario(trouble)
        _pay(one)
        _until_sent(practice)
        one.kill()
    with desk(data, practice.url) as one:
        one.do("hear", "Booking reference")
        orders = practice.books()["orders"]
        one.do("hear", orders[0]["booking_reference"])
    books = practice.books()
    assert len(books["orders"]) == 1
    assert books["order_requests_received"] == 1, "it was sent no second time"


def test_a_kill_after_holding_ends_in_one_hold(practice: Practice, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with desk(data, practice.url) as one:
        _search(one)
        _choose(one)
        _name(one)
        _to_payment(one)
        one.do("fill", "Your own reference", "K-2041")
        one.do("click", "Hold")
        practice.scenario("order_lost_after")
        one.do("click", str(one.do("begins", "Hold £")))
        _until_sent(practice)
        one.kill()
    with desk(data, practice.url) as one:
        one.do("hear", "Held, not paid.")
        one.do("hear", "K-2041")
    (held,) = practice.books()["orders"]
    assert held["payments"] == []
    assert practice.books()["order_requests_received"] == 1, "it was sent no second time"


def _until_sent(practice: Practice) -> None:
    end = time.monotonic() + _SAVED_WITHIN
    while not practice.books()["orders"]:
        assert time.monotonic() < end, "the order never reached the airline"
        time.sleep(0.02)
