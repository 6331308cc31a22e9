import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentdesk.storage.sealed_stream import PIECE, Opener, Sealer, start_of
from agentdesk.travel.errors import NotKept, TravelError, WrongPassphrase

CHEAP = 2**10
WORDS = "correct horse battery staple"
CONTENT = bytes(range(256)) * (PIECE // 128)  # two pieces, to the byte


def sealed(path: Path, content: bytes, words: str = WORDS) -> bytes:
    with path.open("wb") as file:
        sealer = Sealer(file, words, len(content), n=CHEAP)
        for start in range(0, len(content), 10_000):
            sealer.write(content[start : start + 10_000])
        sealer.finish()
    return path.read_bytes()


def opened(path: Path, size: int, words: str = WORDS) -> bytes:
    with path.open("rb") as file:
        return Opener(file, start_of(file), words).read(size)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sealed") / "file"


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_what_was_sealed_is_given_back(path: Path, size: int) -> None:
    content = CONTENT[:size]
    found = sealed(path, content)
    assert opened(path, size) == content
    assert size < 100 or content[:100] not in found


def test_the_same_contents_are_never_sealed_the_same_way(path: Path) -> None:
    assert sealed(path, CONTENT)[-100:] != sealed(path, CONTENT)[-100:]


def test_another_passphrase_is_said_to_be_wrong(path: Path) -> None:
    sealed(path, CONTENT)
    with pytest.raises(WrongPassphrase):
        opened(path, 1, WORDS + " ")


def test_a_passphrase_typed_in_another_form_of_unicode_is_the_same(path: Path) -> None:
    sealed(path, b"x", "Jos\u00e9s Pferd")
    assert opened(path, 1, "Jose\u0301s Pferd") == b"x"


def test_pieces_in_another_order_or_from_another_file_are_noticed(path: Path) -> None:
    first = sealed(path, CONTENT)
    start = len(first) - 2 * (PIECE + 16)
    one, two = first[start : start + PIECE + 16], first[start + PIECE + 16 :]
    other = sealed(path, CONTENT)
    for pieces in (two + one, one + one, two + two, other[start:]):
        path.write_bytes(first[:start] + pieces)
        with pytest.raises(NotKept, match="damaged"):
            opened(path, len(CONTENT))


def test_an_end_that_is_missing_is_said_with_its_length(path: Path) -> None:
    whole = sealed(path, CONTENT)
    path.write_bytes(whole[: -PIECE - 16])
    with pytest.raises(NotKept, match=f"cut short: {len(whole) - PIECE - 16:,} of its {len(whole):,} bytes"):
        opened(path, 1)
    path.write_bytes(whole + b"more")
    with pytest.raises(NotKept, match="4 bytes stand behind its end"):
        opened(path, 1)


def test_a_file_of_a_newer_program_is_said_before_a_passphrase_is_asked_for(path: Path) -> None:
    whole = sealed(path, CONTENT)
    magic, line, _, rest = whole.split(b"\n", 3)
    said = magic + b"\n" + line.replace(b'"version":1', b'"version":2,"cipher":"new"') + b"\n"
    path.write_bytes(said + hashlib.sha256(said).hexdigest().encode() + b"\n" + rest)
    with path.open("rb") as file, pytest.raises(NotKept, match="newer AgentDesk"):
        start_of(file)


@pytest.mark.parametrize("content", [b"", b"AgentDesk", b"AgentDesk backup\n", b"PK\x03\x04" * 50, b"\n" * 5000])
def test_what_is_no_backup_is_said(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with path.open("rb") as file, pytest.raises(NotKept, match=r"no backup|cut short"):
        start_of(file)


def test_a_file_cannot_ask_for_gigabytes(path: Path) -> None:
    magic, line, _, rest = sealed(path, CONTENT).split(b"\n", 3)
    said = magic + b"\n" + line.replace(b'"n":1024', b'"n":1073741824') + b"\n"
    path.write_bytes(said + hashlib.sha256(said).hexdigest().encode() + b"\n" + rest)
    with path.open("rb") as file, pytest.raises(NotKept, match="damaged"):
        start_of(file)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    path = tmp_path_factory.mktemp("damaged") / "file"
    return path, sealed(path, CONTENT[: PIECE + 5000])


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_damage_gives_other_contents_or_ends_in_a_bug(whole: tuple[Path, bytes], data: st.DataObject) -> None:
    """Bytes changed, cut out, doubled or added anywhere, more often at the beginning."""
    path, good = whole
    content = bytearray(good)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.one_of(st.integers(0, 300), st.integers(0, len(good)))) % max(1, len(content))
        match data.draw(st.sampled_from(["flip", "cut", "add", "drop"])):
            case "flip":
                content[at] ^= data.draw(st.integers(1, 255))
            case "cut":
                del content[at + 1 :]
            case "drop":
                del content[at : at + data.draw(st.integers(1, 70_000))]
            case _:
                content[at:at] = data.draw(st.binary(min_size=1, max_size=40))
        content = content or bytearray(b"?")
    path.write_bytes(content)
    if bytes(content) == good:
        return
    with pytest.raises(TravelError):
        opened(path, PIECE + 5000)


def test_a_sealer_keeps_to_what_it_was_told() -> None:
    with pytest.raises(ValueError, match="more"):
        Sealer(BytesIO(), WORDS, 2, n=CHEAP).write(b"three")
    with pytest.raises(ValueError, match="less"):
        Sealer(BytesIO(), WORDS, 2, n=CHEAP).finish()
