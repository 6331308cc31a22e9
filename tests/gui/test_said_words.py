"""All the airline said: every leaf of every recorded offer is shown in words, or hidden for a reason."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from agentdesk.duffel.telling import leaves
from agentdesk.travel.told import Leaf, Told
from agentdesk.ui.offers.said_words import HIDDEN, SaidRow, holds, said_rows, said_text
from tests.duffel import recorded
from tests.samples import an_offer


def told(raw: bytes) -> Told:
    return Told(an_offer(), *leaves(raw))


def every_leaf(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """A walk of its own, by the standard library alone."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not inside:
        yield path, value
    for name, one in inside:
        yield from every_leaf(one, (*path, str(name)))


def is_said(value: object, row: SaidRow) -> bool:
    """Whether the row says the value: letter by letter, or in words from which it can be read back."""
    said = row.value or ""
    match value:
        case None:
            return "not said" in said or len(row.paths) == 2
        case bool():
            return said == ("yes" if value else "no")
        case list() | dict():
            return said == "none"
        case str() if re.match(r"\d{4}-\d\d-\d\dT", value):
            return re.search(r"\d\d:\d\d", said) is not None and value[:4] in said
        case str() if re.fullmatch(r"PT?\d.*", value):
            hours = re.search(r"(\d+)H", value)
            return hours is None or re.search(r"\d+ (h|min)", said) is not None
        case str() if re.fullmatch(r"-?\d+\.\d+", value):
            return abs(Decimal(said.split()[0].replace(",", "")) - Decimal(value)) < 1
        case str() if value.strip():
            flat = said.replace(" ", "_").casefold()
            return " ".join(value.split()) in said or value.casefold() in flat
        case str():
            return said == "(empty)"
        case _:
            return str(value) in said


@pytest.mark.parametrize("file", recorded.offer_files())
def test_every_leaf_of_a_recorded_offer_is_shown_or_known_to_be_hidden(file: str) -> None:
    for offer in recorded.offers(file):
        rows = said_rows(told(recorded.as_bytes(offer)))
        shown = {path: row for row in rows for path in row.paths}
        for path, value in every_leaf(offer):
            if path[-1] in HIDDEN:
                assert path not in shown
            else:
                assert path in shown, f"{path} is not shown"
                assert is_said(value, shown[path]), f"{path}: {value!r} is said as {shown[path].value!r}"


def test_each_leaf_is_shown_once_and_no_heading_stands_alone() -> None:
    for file in recorded.offer_files():
        for offer in recorded.offers(file)[:3]:
            rows = said_rows(told(recorded.as_bytes(offer)))
            paths = [path for row in rows for path in row.paths]
            assert len(paths) == len(set(paths))
            ends = [row.value is None for row in rows] + [True]
            assert not any(first and then for first, then in pairwise(ends))


def test_a_field_nobody_has_met_is_shown_in_words() -> None:
    raw = b'{"lounge_access": {"included_guests": 2}, "slices": [{"mood": "calm"}]}'
    said = said_text(said_rows(told(raw)))
    assert "Lounge access, included guests: 2" in said
    assert "Mood: calm" in said


def test_amounts_come_with_their_currency_and_times_in_words() -> None:
    raw = b'{"total_amount": "1612.77", "total_currency": "JPY", "expires_at": "2026-11-23T12:30:00Z"}'
    said = said_text(said_rows(told(raw)))
    assert "Total: 1,612.77 JPY" in said
    assert re.search(r"Price holds until: \w{3} \d+ Nov 2026 \d\d:\d\d", said)


@pytest.mark.parametrize(
    "value",
    ["1E999999", "9" * 5000, "PT99999999999999H", "99999-01-01T00:00", "2026-99-99T99:99:99Z", "\x00\x1b[31m", ""],
)
def test_wild_values_are_shown_plainly_and_quickly(value: str) -> None:
    raw = json.dumps({"total_amount": value, "total_currency": "GBP", "distance": value, "expires_at": value}).encode()
    text = said_text(said_rows(told(raw)))
    assert "\x1b" not in text
    assert len(text) < 20_000


def test_signs_that_would_turn_the_text_round_are_shown_as_marks() -> None:
    raw = json.dumps({"note": "pay \u202e00.1 £", "x\u202ey": "<b>bold</b>\nsecond line"}).encode()
    text = said_text(said_rows(told(raw)))
    assert "\u202e" not in text
    assert "\ufffd" in text
    assert "<b>bold</b> second line" in text


def test_the_secret_key_of_the_web_components_is_not_shown_and_what_was_left_out_is_counted() -> None:
    rows = said_rows(replace(Told(an_offer(), (Leaf(("client_key",), "s3cret"),)), left_out=3))
    assert "s3cret" not in said_text(rows)
    assert "3 values" in said_text(rows)


def test_rows_are_found_by_label_and_by_value() -> None:
    row = SaidRow("Aircraft, name", "Boeing 777-300")
    assert holds(row, "aircraft")
    assert holds(row, "boeing")
    assert not holds(row, "airbus")
    assert not holds(SaidRow("Aircraft"), "aircraft")
