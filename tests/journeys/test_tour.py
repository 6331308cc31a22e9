"""The guided tour: the family's trip through the real window, in both themes, judged by the airline's own books."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from agentdesk.tour_judge import judged
from tests.needs import needs
from tests.practice.trips import duffel_offer, order
from tests.practice_airline import Practice

_LONGEST = 300
STATES = {
    *("search-calendar", "command-entry", "offers-filtered", "offers-none-pass", "offers-fares", "offers-slice-picked"),
    *("offers-details", "offers-compare", "offers-sold-out", "offers-ended", "passengers-passport", "seats-together"),
    *("payment-hold", "payment-price-rose", "checking", "ticket-awaited", "ticket", "tab-brought-back"),
}


def _tour(out: Path, theme: str, size: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.journeys.inspected_tour", str(out), theme, size]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=_LONGEST, check=False)


@pytest.mark.time_limit(_LONGEST)
@pytest.mark.parametrize(("theme", "size"), [("light", "1280x800"), ("dark", "1024x700")])
def test_the_tour_books_the_family_and_agrees_with_the_books(theme: str, size: str, tmp_path: Path) -> None:
    needs("poppler")
    done = _tour(tmp_path, theme, size)
    report: dict[str, Any] = json.loads((tmp_path / "tour.json").read_text())

    assert done.returncode == 0, (report["complaints"], done.stderr[-2000:])
    assert report["theme"] == theme
    assert report["environment"] == "practice"
    assert len(report["tickets"]) == 4
    assert report["paid"] == [report["total"]]
    kinds = [one["type"] for one in report["services"]]
    assert kinds.count("seat") == 6
    assert kinds.count("baggage") == 1
    assert report["keystrokes"] > 50
    assert report["stalls_ms"]["ticks"] > 100
    pictures = sorted(one.name for one in tmp_path.glob("*.png"))
    assert pictures == [one["picture"] for one in report["steps"]]
    assert {one["step"] for one in report["steps"]} >= STATES
    assert json.loads((tmp_path / "complaints.json").read_text("utf-8")) == {}, "faint, cut, small or without a name"
    assert json.loads((tmp_path / "leaks.json").read_text("utf-8")) == []
    assert list((tmp_path / "data").rglob("*.db")), "the database was among what was searched"
    assert (tmp_path / "itinerary.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_the_judge_finds_every_disagreement(practice: Practice, tmp_path: Path) -> None:
    needs("poppler")
    booked = order(practice, duffel_offer(practice, ("LHR", "JFK", 30)))
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(_EMPTY_PDF)
    facts = {"booking_reference": booked["booking_reference"], "total_shown": "£1.00"}

    found = " ".join(judged(practice.url, facts, empty))

    assert "the button said 1.00" in found
    assert "no seat and no bag" in found
    assert f"lacks '{booked['booking_reference']}'" in found
    assert judged(practice.url, {"booking_reference": "NOSUCH", "total_shown": "£1.00"}, empty) == [
        "the books have 0 orders with the reference NOSUCH"
    ]


_EMPTY_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
