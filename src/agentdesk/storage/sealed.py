"""Secrets in one file sealed with a passphrase, for systems without a keyring.

The file: a line of magic, a line of JSON that says how it was sealed, then the sealed JSON of the secrets. The key is
made of the passphrase by scrypt; ChaCha20-Poly1305 seals, and vouches for the two lines before it too.
"""

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from agentdesk.storage.folders import make_private
from agentdesk.storage.keys import database_entry, key_of, lock_entry, new_key, next_entry, token_entry
from agentdesk.storage.replacing import replace_file
from agentdesk.travel.environment import Environment
from agentdesk.travel.errors import NotKept, WrongPassphrase

MAGIC = b"AgentDesk sealed keys 1\n"
FILE_NAME = "keys.sealed"


class Seal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the file was sealed: scrypt's costs (64 MiB and about 0.2 s with these), its salt, and the nonce."""

    salt: bytes
    nonce: bytes
    n: int = 2**16
    r: int = 8
    p: int = 1

    @property
    def is_sound(self) -> bool:
        """Whether it is safe to work with: a file must not make us use gigabytes."""
        powers = {2**power for power in range(14, 21)}
        return (
            self.n in powers
            and 1 <= self.r <= 16
            and 1 <= self.p <= 4
            and len(self.nonce) == 12
            and len(self.salt) >= 16
        )


class Secrets(msgspec.Struct):
    """What is sealed: secret texts by entry, keys as hexadecimal digits."""

    tokens: dict[str, str] = {}
    keys: dict[str, str] = {}


class SealedFileKeys:
    """The `Keys` port over one sealed file. The file is read at each call and replaced as a whole.

    Any call raises WrongPassphrase when the passphrase does not open it. A file is made at the first secret kept.
    `folder` is the id of the data folder, as in the keyring's entries.
    """

    def __init__(self, path: Path, passphrase: str, folder: str = "") -> None:
        self._path = path
        self._words = unicodedata.normalize("NFKC", passphrase).encode()
        self._folder = folder
        self._made: dict[tuple[bytes, int, int, int], bytes] = {}  # scrypt is slow by design: once per salt

    def open(self) -> None:
        """Tries the passphrase, so that a wrong one is said at once."""
        self._read()

    def token(self, environment: Environment) -> str | None:
        return self._read().tokens.get(token_entry(environment))

    def keep_token(self, environment: Environment, token: str) -> None:
        self._change(lambda secrets: secrets.tokens.update({token_entry(environment): token}))

    def forget_token(self, environment: Environment) -> None:
        if self._path.exists():
            self._change(lambda secrets: secrets.tokens.pop(token_entry(environment), None))

    def database_key(self, environment: Environment) -> bytes:
        known = self.known_key(environment)
        if known is None:
            known = new_key()
            fresh = {database_entry(environment, self._folder): known.hex()}
            self._change(lambda secrets: secrets.keys.update(fresh))
        return known

    def known_key(self, environment: Environment) -> bytes | None:
        return self._known(database_entry(environment, self._folder))

    def next_key(self, environment: Environment) -> bytes | None:
        return self._known(next_entry(environment, self._folder))

    def keep_next_key(self, environment: Environment, key: bytes) -> None:
        waiting = {next_entry(environment, self._folder): key.hex()}
        self._change(lambda secrets: secrets.keys.update(waiting))

    def use_next_key(self, environment: Environment) -> None:
        entry, waiting = database_entry(environment, self._folder), next_entry(environment, self._folder)
        if waiting in self._read().keys:
            self._change(lambda secrets: secrets.keys.update({entry: secrets.keys.pop(waiting)}))

    def lock_record(self) -> str | None:
        return self._read().tokens.get(lock_entry(self._folder))

    def keep_lock_record(self, record: str) -> None:
        self._change(lambda secrets: secrets.tokens.update({lock_entry(self._folder): record}))

    def forget_lock_record(self) -> None:
        if self._path.exists():
            self._change(lambda secrets: secrets.tokens.pop(lock_entry(self._folder), None))

    def _known(self, entry: str) -> bytes | None:
        kept = self._read().keys.get(entry)
        return None if kept is None else key_of(kept, self._path.name)

    def _read(self) -> Secrets:
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return Secrets()
        except OSError as error:
            raise NotKept(f"the sealed keys cannot be read: {error}") from error
        header, seal, sealed = _parts(content)
        try:
            plain = ChaCha20Poly1305(self._key(seal)).decrypt(seal.nonce, sealed, header)
        except InvalidTag as error:
            raise WrongPassphrase("the passphrase does not open the sealed keys") from error
        return msgspec.json.decode(plain, type=Secrets)

    def _change(self, change: Callable[[Secrets], object]) -> None:
        secrets = self._read()
        change(secrets)
        salt = next(iter(self._made), (os.urandom(16), 0, 0, 0))[0]
        seal = Seal(salt=salt, nonce=os.urandom(12))
        header = MAGIC + msgspec.json.encode(seal) + b"\n"
        plain = msgspec.json.encode(secrets)
        make_private(self._path.parent)
        replace_file(self._path, header + ChaCha20Poly1305(self._key(seal)).encrypt(seal.nonce, plain, header))

    def _key(self, seal: Seal) -> bytes:
        how = (seal.salt, seal.n, seal.r, seal.p)
        if how not in self._made:
            self._made[how] = Scrypt(salt=seal.salt, length=32, n=seal.n, r=seal.r, p=seal.p).derive(self._words)
        return self._made[how]


def _parts(content: bytes) -> tuple[bytes, Seal, bytes]:
    """The header as it stands, what it says, and the sealed rest. NotKept when this is no such file."""
    line, found, sealed = content.removeprefix(MAGIC).partition(b"\n")
    try:
        seal = msgspec.json.decode(line, type=Seal)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotKept("the file of sealed keys is damaged") from error
    if not (content.startswith(MAGIC) and found and seal.is_sound):
        raise NotKept("the file of sealed keys is damaged")
    return MAGIC + line + found, seal, sealed
