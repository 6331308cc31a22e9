"""The official JavaScript client works a whole day against the practice airline, over real HTTP."""

import subprocess
from pathlib import Path

from tests.needs import needs
from tests.practice_airline import Practice
from tools import ground

DAY = Path(__file__).with_name("day.js")


def test_the_official_client_searches_holds_pays_books_cancels_and_accepts(practice: Practice) -> None:
    needs("node")
    command = ["node", str(DAY), str(ground.CLIENT), practice.url, practice.token]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (0, "the official client agrees\n"), done.stderr
    books = practice.books()
    ended = [(one["cancelled"], one["paid"]) for one in books["orders"]]
    held_paid_cancelled, instant, released, changed, credited, poor, silent = ended
    assert held_paid_cancelled == credited == (True, True)
    assert instant == changed == silent == (False, True)
    assert (released, poor) == ((True, False), (False, False))
    assert {one["status"] for one in books["orders"][0]["documents"]} == {"voided"}
    assert all(len(one["payments"]) <= 1 for one in books["orders"]), "nobody paid twice"
