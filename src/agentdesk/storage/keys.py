"""Secrets: tokens and database keys, in the operating system's keyring or, when asked for, in memory only."""

import secrets
import sys
from collections.abc import Callable
from typing import Protocol, TypeVar, runtime_checkable
from urllib.parse import quote

import keyring
from keyring.backend import KeyringBackend
from keyring.core import init_backend
from keyring.errors import KeyringError

from agentdesk.desk.ports import Keys
from agentdesk.storage.database import KEY_LENGTH
from agentdesk.travel.environment import Environment
from agentdesk.travel.errors import NoKeyring

if sys.platform == "linux":
    from jeepney.wrappers import DBusErrorResponse
    from secretstorage.exceptions import SecretStorageException

    _TROUBLE: tuple[type[Exception], ...] = (KeyringError, SecretStorageException, DBusErrorResponse, OSError)
else:
    _TROUBLE = (KeyringError, OSError)

SERVICE = "AgentDesk"
"""The name under which the keyring's own window lists our entries."""

SAFE = (
    "keyring.backends.SecretService",
    "keyring.backends.kwallet",
    "keyring.backends.libsecret",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
)
"""The only backends we trust: others may write plain files, or nothing at all."""

T = TypeVar("T")


def token_entry(environment: Environment) -> str:
    """A token goes only to the address it was entered for, so the address is part of its name."""
    return f"token {environment.world} {quote(environment.profile, safe='')} {environment.address}"


def database_entry(environment: Environment, folder: str) -> str:
    return f"database {environment.world} {quote(environment.profile, safe='')} {folder}"


def next_entry(environment: Environment, folder: str) -> str:
    """Where a new key waits beside the one in use, until the database has been opened with it."""
    return f"next {database_entry(environment, folder)}"


def lock_entry(folder: str) -> str:
    """Of the lock of the desk: one for all environments of a data folder."""
    return f"lock {folder}"


def new_key() -> bytes:
    return secrets.token_bytes(KEY_LENGTH)


def key_of(kept: str, where: str) -> bytes:
    """The key that an entry holds; NoKeyring when it holds none, saying `where` that is."""
    try:
        key = bytes.fromhex(kept)
    except ValueError as error:
        raise NoKeyring(f"{where} holds no key") from error
    if len(key) != KEY_LENGTH:
        raise NoKeyring(f"{where} holds no key")
    return key


@runtime_checkable
class LastingKeys(Keys, Protocol):
    """Keys that are there at the next start too, so that a database's key can be changed for another."""

    def known_key(self, environment: Environment) -> bytes | None:
        """The key in use; unlike `database_key` it makes none."""
        ...

    def next_key(self, environment: Environment) -> bytes | None:
        """The new key that waits beside the one in use."""
        ...

    def keep_next_key(self, environment: Environment, key: bytes) -> None: ...
    def use_next_key(self, environment: Environment) -> None:
        """The waiting key takes the place of the one in use, which is gone then."""
        ...


class KeyringKeys:
    """The `Keys` port over the system's keyring. `folder` is the id of the data folder (`folders.folder_id`).

    Every call may wait for a person to unlock the keyring; NoKeyring when there is none, or it stays locked.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def token(self, environment: Environment) -> str | None:
        return _get(token_entry(environment))

    def keep_token(self, environment: Environment, token: str) -> None:
        _keep(token_entry(environment), token)

    def forget_token(self, environment: Environment) -> None:
        entry = token_entry(environment)
        if _get(entry) is not None:
            _asked(lambda backend: backend.delete_password(SERVICE, entry))

    def database_key(self, environment: Environment) -> bytes:
        known = self.known_key(environment)
        if known is None:
            known = new_key()
            _keep(database_entry(environment, self._folder), known.hex())
        return known

    def known_key(self, environment: Environment) -> bytes | None:
        return self._key(database_entry(environment, self._folder))

    def next_key(self, environment: Environment) -> bytes | None:
        return self._key(next_entry(environment, self._folder))

    def keep_next_key(self, environment: Environment, key: bytes) -> None:
        _keep(next_entry(environment, self._folder), key.hex())

    def use_next_key(self, environment: Environment) -> None:
        """In two steps; between them the same key stands in both places."""
        key = self.next_key(environment)
        if key is None:
            return
        _keep(database_entry(environment, self._folder), key.hex())
        _asked(lambda backend: backend.delete_password(SERVICE, next_entry(environment, self._folder)))

    def lock_record(self) -> str | None:
        return _get(lock_entry(self._folder))

    def keep_lock_record(self, record: str) -> None:
        _keep(lock_entry(self._folder), record)

    def forget_lock_record(self) -> None:
        if self.lock_record() is not None:
            _asked(lambda backend: backend.delete_password(SERVICE, lock_entry(self._folder)))

    def _key(self, entry: str) -> bytes | None:
        kept = _get(entry)
        return None if kept is None else key_of(kept, f"the entry {entry!r} of the keyring")


class SessionKeys:
    """The `Keys` port in memory: all is forgotten when the program ends, and so is the database (see `opening`)."""

    def __init__(self) -> None:
        self._tokens: dict[Environment, str] = {}
        self._keys: dict[Environment, bytes] = {}
        self._lock: str | None = None

    def token(self, environment: Environment) -> str | None:
        return self._tokens.get(environment)

    def keep_token(self, environment: Environment, token: str) -> None:
        self._tokens[environment] = token

    def forget_token(self, environment: Environment) -> None:
        self._tokens.pop(environment, None)

    def database_key(self, environment: Environment) -> bytes:
        return self._keys.setdefault(environment, new_key())

    def lock_record(self) -> str | None:
        return self._lock

    def keep_lock_record(self, record: str) -> None:
        self._lock = record

    def forget_lock_record(self) -> None:
        self._lock = None


def find_backend() -> KeyringBackend:
    """The keyring of this system; NoKeyring when it has none that is safe."""
    chosen = keyring.get_keyring()
    if not _is_safe(chosen):
        init_backend(_is_safe)  # the best of the safe ones; what the user has set stands before it, and may be none
        chosen = keyring.get_keyring()
    if not _is_safe(chosen):
        raise NoKeyring(f"this system has no keyring to keep secrets in (found {type(chosen).__module__})")
    return chosen


def _is_safe(backend: KeyringBackend) -> bool:
    return type(backend).__module__ in SAFE


def _asked(question: Callable[[KeyringBackend], T]) -> T:
    backend = find_backend()
    try:
        return question(backend)
    except _TROUBLE as error:
        raise NoKeyring(f"the keyring did not open: {error}") from error


def _get(entry: str) -> str | None:
    return _asked(lambda backend: backend.get_password(SERVICE, entry))


def _keep(entry: str, secret: str) -> None:
    _asked(lambda backend: backend.set_password(SERVICE, entry, secret))
    if _get(entry) != secret:
        raise NoKeyring("the keyring does not give back what it was given")
