"""Every leaf of an answer is told, known or not, and no answer is too wild to be told."""

import json

import pytest

from agentdesk.duffel.telling import DEEPEST, LONGEST, MOST, leaves
from agentdesk.travel.errors import Unreadable
from agentdesk.travel.told import Empty, Leaf
from tests.duffel import recorded


def test_every_kind_of_value_is_told_in_the_order_it_came() -> None:
    raw = b'{"b": "x", "a": [1, 2.50, true, null, [], {}], "later": {"unheard_of": "y"}}'
    assert leaves(raw) == (
        (
            Leaf(("b",), "x"),
            Leaf(("a", "0"), "1"),
            Leaf(("a", "1"), "2.50"),
            Leaf(("a", "2"), True),
            Leaf(("a", "3"), None),
            Leaf(("a", "4"), Empty.NOTHING),
            Leaf(("a", "5"), Empty.NOTHING),
            Leaf(("later", "unheard_of"), "y"),
        ),
        0,
    )


@pytest.mark.parametrize("file", recorded.offer_files())
def test_nothing_of_a_recorded_offer_is_left_out(file: str) -> None:
    for offer in recorded.offers(file):
        found, left_out = leaves(recorded.as_bytes(offer))
        assert left_out == 0
        assert len({leaf.path for leaf in found}) == len(found)


def test_a_long_text_is_cut_and_says_so() -> None:
    ((leaf,), _) = leaves(json.dumps({"note": "z" * (LONGEST + 7)}).encode())
    assert str(leaf.value).endswith("… (7 more characters)")


def test_what_is_too_much_or_too_deep_is_counted() -> None:
    assert leaves(json.dumps({"many": list(range(MOST + 3))}).encode())[1] == 3
    assert leaves(b'{"a":' * (DEEPEST + 2) + b"1" + b"}" * (DEEPEST + 2))[1] == 1


@pytest.mark.parametrize("raw", [b"", b"{", b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_json_is_unreadable(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        leaves(raw)
