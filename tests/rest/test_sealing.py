"""Sealed ids tell nothing, come back whole, and cannot be made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.rest.sealing import Sealing

SEALING = Sealing(bytes(range(32)))


@given(st.text(min_size=1, max_size=80))
def test_an_id_comes_back_and_is_always_sealed_alike(upstream: str) -> None:
    sealed = SEALING.seal("seg", upstream)
    assert sealed == SEALING.seal("seg", upstream)
    assert SEALING.open("seg", sealed) == upstream
    assert SEALING.open("srv", sealed.replace("seg_", "srv_")) is None
    assert Sealing(bytes(32)).open("seg", sealed) is None


@given(st.text(max_size=500))
def test_a_made_up_id_opens_nothing(text: str) -> None:
    assert SEALING.open("seg", text) is None
    assert SEALING.open("seg", f"seg_{text}") is None


def test_a_secret_has_its_length() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealing(b"short")
