"""The quick part of the fuzzing: spoilt seeds, anything at all, and whatever was ever found."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzzing.targets import TARGETS

FOUND = Path(__file__).parent / "found"
QUICK = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
TRICKY = (
    b"[" * 100_000,
    b'{"data":' * 50_000,
    b'{"a":' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    b"\xff\xfe\x00",
    "\u202e\u0000\u2028\ud7ff٣٣/١٢".encode(),
    b"9" * 5_000,
    b"1e999999999",
    b"A" * 200_000,
    "½²Ⅷ٠१".encode(),
    b"<" * 20_000,
)
readers = pytest.mark.parametrize("name", sorted(TARGETS))


@st.composite
def spoilt(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A good input with pieces taken out, doubled or overwritten."""
    content = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        match draw(st.sampled_from(["cut", "double", "write"])):
            case "cut":
                del content[start:end]
            case "double":
                content[start:start] = content[start:end]
            case _:
                content[start:end] = draw(st.binary(max_size=12))
    return bytes(content)


@readers
def test_whatever_comes_is_read_or_refused_in_our_own_words(name: str) -> None:
    target = TARGETS[name]

    @QUICK
    @given(spoilt(list(target.seeds())) | st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
    def ask(content: bytes) -> None:
        target.run(content)

    ask()


@readers
def test_deep_long_and_odd_inputs_are_refused_too(name: str) -> None:
    for content in (b"", *TRICKY):
        TARGETS[name].run(content)


@pytest.mark.parametrize("file", sorted(FOUND.glob("*/*")), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_what_was_found_once_stays_mended(file: Path) -> None:
    TARGETS[file.parent.name].run(file.read_bytes())
