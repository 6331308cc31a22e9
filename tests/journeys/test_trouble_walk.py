"""The walk through trouble: every kind has its states, every state is promised once and written down, and it walks."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from agentdesk import troubles
from agentdesk.practice import scenarios
from agentdesk.troubles import walk

ROOT = Path(__file__).parents[2]
KINDS = {
    "no keyring": ("keyring-missing", "passphrase-wrong"),
    "a locked keyring": ("keyring-locked", "keyring-locked-with-data"),
    "a lost key": ("key-does-not-fit", "old-data-kept"),
    "a folder that cannot be used": ("folder-not-usable", "settings-damaged"),
    "a second program": ("open-already",),
    "a full disk": ("disk-full-at-start", "payment-disk-full", "typing-disk-full", "booking-answer-not-kept"),
    "no line at a start": ("no-line-at-start", "line-back-after-start"),
    "a line lost on the way": (
        *("search-line-lost", "search-line-lost-midway", "offer-line-lost", "passengers-line-lost"),
        *("seats-line-lost", "payment-line-lost", "hold-line-lost", "cancel-line-lost"),
    ),
    "too many questions": ("search-too-many-questions", "payment-too-many-questions", "hold-too-many-questions"),
    "an upstream out of order": ("search-upstream-out-of-order", "payment-upstream-out-of-order", "cancel-refused"),
    "a token that is refused": ("search-token-unknown",),
    "slow airlines": ("search-airline-slow",),
    "prices": ("offer-price-rose", "payment-price-rose", "hold-price-rose"),
    "sold out": ("offer-sold-out", "payment-sold-out", "payment-seat-gone", "seats-none-offered"),
    "time is over": ("offer-price-ended", "payment-offer-expired", "cancel-quote-over"),
    "money is missing": ("payment-balance-too-low", "hold-balance-too-low"),
    "a payment refused": ("payment-screened-out", "hold-payment-declined", "hold-payment-failed"),
    "what a hold does not take": ("hold-without-seats-only",),
    "sold twice": ("same-trip-in-two-tabs", "same-trip-while-the-first-is-checked", "same-traveller-flies-already"),
    "a booking nobody knows of": ("booking-unknown", "booking-settled-as-done", "booking-settled-as-not-done"),
    "a booking accepted for later": ("booking-accepted-for-later", "booking-came-later"),
    "a booking cut short by the program's end": ("booking-open-after-restart", "booking-found-after-restart"),
    "support": ("booking-still-open", "booking-text-for-support", "booking-ended-by-a-person"),
    "a hold nobody knows of": ("hold-unknown", "hold-settled-as-done", "hold-settled-as-not-done"),
    "a payment of a hold nobody knows of": (
        *("hold-payment-on-its-way", "hold-payment-settled-as-not-done"),
        *("hold-payment-unknown", "hold-payment-settled-as-done"),
    ),
    "a change nobody knows to be accepted": (
        *("change-refused", "change-unknown", "change-settled-as-not-done", "change-settled-as-done"),
    ),
    "a cancellation nobody knows of": ("cancel-unknown", "cancel-settled-as-not-done", "cancel-settled-as-done"),
    "what cannot be cancelled here": ("cancel-not-here",),
    "changes of the airline": ("airline-moved-a-flight", "airline-cancelled-a-flight", "hold-flights-moved"),
    "holds that end": (*("hold-ends-in-minutes", "hold-let-go-meanwhile", "holds-ended-while-closed", "hold-expired"),),
    "a wrong clock": ("computer-clock-behind",),
}
"""Every kind of trouble there is, and the states in which an agent sees it."""


def test_every_kind_of_trouble_has_its_states_and_each_is_promised_once() -> None:
    promised = walk.states()
    assert len(promised) == len(set(promised))
    missing = {kind: found for kind, states in KINDS.items() if (found := set(states) - set(promised))}
    assert missing == {}
    known = {state for states in KINDS.values() for state in states}
    assert known | {"typing-kept-again", "booking-settled-once-kept"} == set(promised)
    for chapter in walk.CHAPTERS:
        assert chapter.silent | chapter.needs_disk <= set(chapter.states)


def test_every_trouble_that_is_played_is_known_to_the_practice_airline() -> None:
    folder = Path(str(troubles.__path__[0]))
    text = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    named = set(re.findall(r'(?:trouble|lose)\(stage, "(\w+)"', text))
    assert len(named) > 25
    assert named <= set(scenarios.named())


def test_every_state_is_written_down() -> None:
    told = (ROOT / "docs" / "reliability.md").read_text("utf-8")
    assert [state for state in walk.states() if f"`{state}`" not in told] == []
    assert f"{len(walk.states())} states" in told


def test_a_chapter_keeps_a_picture_of_each_state_and_says_what_did_not_come(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.journeys.one_chapter", str(tmp_path)]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1, done.stderr[-2000:]
    report = json.loads((tmp_path / "out" / "trouble.json").read_text())
    (step,) = report["states"]
    assert (tmp_path / "out" / step["picture"]).read_bytes().startswith(b"\x89PNG")
    assert "The desk cannot be opened" in " ".join(step["said"]), "it is announced"
    (complaint,) = report["complaints"]
    assert complaint.startswith("wrong: ")
    assert "never-shown" in complaint
