"""A long file sealed with a passphrase in pieces, so that neither sealing nor opening needs it in memory.

The file: a line of magic; a line of JSON that says how it was sealed and how long its contents are; their SHA-256, so
that damage there is not taken for a wrong passphrase; a tag that only the right passphrase makes; then pieces of 64
KiB, each under ChaCha20-Poly1305 with its place in its nonce, the last one marked, and all that stands before them as
associated data. So a piece that was changed, moved, left out or taken from another file is noticed, and so is a missing
end.
"""

import hashlib
import os
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from agentdesk.travel.errors import NotKept, WrongPassphrase

MAGIC = b"AgentDesk backup\n"
VERSION = 1
PIECE = 64 * 1024
COST = 2**17
"""Of scrypt: 128 MiB and about half a second."""
_TAG = 16
_LONGEST = 1024  # bytes of the line that says how


class How(msgspec.Struct, frozen=True):
    """How a file was sealed: scrypt's salt and costs, and the bytes that are in it."""

    salt: bytes
    size: int
    n: int = COST
    r: int = 8
    p: int = 1
    version: int = VERSION

    @property
    def is_sound(self) -> bool:
        """Whether it is safe to work with: a file must not make us use gigabytes."""
        powers = {2**power for power in range(10, 21)}
        return self.n in powers and 1 <= self.r <= 8 and 1 <= self.p <= 4 and len(self.salt) == 16 and self.size >= 0

    @property
    def pieces(self) -> int:
        return max(1, -(-self.size // PIECE))

    @property
    def sealed_size(self) -> int:
        return self.size + self.pieces * _TAG


class _Version(msgspec.Struct):
    version: int


@dataclass(frozen=True, slots=True)
class Start:
    """All that stands before the pieces: `head` as it stands, and the tag that proves the passphrase."""

    how: How
    head: bytes
    tag: bytes

    @property
    def size(self) -> int:
        """Of the whole file."""
        return len(self.head) + _TAG + self.how.sealed_size


class Sealer:
    """Seals what is written, `size` bytes in all, into a file that is open for writing. ValueError for other sizes."""

    def __init__(self, file: BinaryIO, passphrase: str, size: int, *, n: int = COST) -> None:
        how = How(salt=os.urandom(16), size=size, n=n)
        head = _head(how)
        proof, key = _keys(passphrase, how)
        self._file, self._head, self._cipher, self._how = file, head, ChaCha20Poly1305(key), how
        self._waiting, self._number, self._left = bytearray(), 0, size
        file.write(head + ChaCha20Poly1305(proof).encrypt(bytes(12), b"", head))

    def write(self, content: bytes) -> None:
        if len(content) > self._left:
            raise ValueError("more than was said")
        self._left -= len(content)
        self._waiting += content
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]))
            del self._waiting[:PIECE]

    def finish(self) -> None:
        """The last piece."""
        if self._left:
            raise ValueError("less than was said")
        self._seal(bytes(self._waiting))

    def _seal(self, piece: bytes) -> None:
        nonce = _nonce(self._number, self._number == self._how.pieces - 1)
        self._file.write(self._cipher.encrypt(nonce, piece, self._head))
        self._number += 1


class Opener:
    """Gives back what was sealed, in order. WrongPassphrase at once when it does not open the file."""

    def __init__(self, file: BinaryIO, start: Start, passphrase: str) -> None:
        proof, key = _keys(passphrase, start.how)
        try:
            ChaCha20Poly1305(proof).decrypt(bytes(12), start.tag, start.head)
        except InvalidTag as error:
            raise WrongPassphrase("the passphrase does not open the backup") from error
        self._file, self._start, self._cipher = file, start, ChaCha20Poly1305(key)
        self._opened, self._number = bytearray(), 0

    def read(self, size: int) -> bytes:
        """Exactly so many bytes. NotKept where the file is damaged; what was read before is sound."""
        while len(self._opened) < size:
            self._opened += self._piece()
        found = bytes(self._opened[:size])
        del self._opened[:size]
        return found

    def _piece(self) -> bytes:
        how, number = self._start.how, self._number
        if number >= how.pieces:
            raise NotKept("the backup is damaged: less is in it than it says")
        self._number += 1
        is_last = number == how.pieces - 1
        size = how.size - number * PIECE if is_last else PIECE
        try:
            sealed = self._file.read(size + _TAG)
            return self._cipher.decrypt(_nonce(number, is_last), sealed, self._start.head)
        except InvalidTag as error:
            share = 100 * number // how.pieces
            raise NotKept(f"the backup is damaged {share} % of the way through it") from error
        except OSError as error:
            raise NotKept(f"the backup cannot be read: {error}") from error


def start_of(file: BinaryIO) -> Start:
    """What stands before the pieces, read without a passphrase; `file` then stands at the first of them.

    NotKept when the file is no backup, is damaged there, was made by a newer program, or is shorter than it says.
    """
    try:
        start = _start_of(file)
        size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise NotKept(f"the backup cannot be read: {error}") from error
    if size < start.size:
        raise NotKept(f"the backup is cut short: {size:,} of its {start.size:,} bytes are there")
    if size > start.size:
        raise NotKept(f"the backup is damaged: {size - start.size:,} bytes stand behind its end")
    return start


def _start_of(file: BinaryIO) -> Start:
    if file.read(len(MAGIC)) != MAGIC:
        raise NotKept("this is no backup of AgentDesk")
    line, digest, tag = file.readline(_LONGEST), file.read(65), file.read(_TAG)
    if digest != hashlib.sha256(MAGIC + line).hexdigest().encode() + b"\n" or len(tag) < _TAG:
        raise NotKept("the backup is damaged at its beginning, or cut short there")
    try:
        version = msgspec.json.decode(line, type=_Version).version
        if version > VERSION:
            raise NotKept("the backup was made by a newer AgentDesk: install that one, then restore with it")
        how = msgspec.json.decode(line, type=How)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotKept("the backup is damaged at its beginning") from error
    if not how.is_sound:
        raise NotKept("the backup is damaged at its beginning")
    return Start(how, MAGIC + line + digest, tag)


def _head(how: How) -> bytes:
    said = MAGIC + msgspec.json.encode(how) + b"\n"
    return said + hashlib.sha256(said).hexdigest().encode() + b"\n"


def _nonce(number: int, is_last: bool) -> bytes:
    """The key is used for this one file, so the place alone makes each nonce its own."""
    return number.to_bytes(11, "big") + bytes([is_last])


def _keys(passphrase: str, how: How) -> tuple[bytes, bytes]:
    """One for the proof and one for the pieces."""
    words = unicodedata.normalize("NFKC", passphrase).encode()
    made = Scrypt(salt=how.salt, length=64, n=how.n, r=how.r, p=how.p).derive(words)
    return made[:32], made[32:]
