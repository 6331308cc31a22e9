"""Secrets of a service in a file that only its owner may read, for machines without a keyring."""

import json
import os
import stat
from pathlib import Path
from typing import Any

from agentdesk.storage.database import sync_folder
from agentdesk.storage.keys import LastingKeys, database_entry, key_of, new_key, next_entry, token_entry
from agentdesk.travel.environment import Environment
from agentdesk.travel.errors import NoKeyring


class KeyFile:
    """The `Keys` port over a file with mode 0600, made when it is not there. NoKeyring when others may read it.

    Whoever reads the file reads the database: it belongs beside the operator's other secrets, not into a backup.
    """

    def __init__(self, path: Path, folder: str) -> None:
        self._path = path
        self._folder = folder
        self.is_new = not path.exists()
        if self.is_new:
            self._write({})
        elif os.name != "nt" and not _is_credential(path) and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise NoKeyring(f"others may read {path.name}: it needs mode 0600")

    def token(self, environment: Environment) -> str | None:
        return self._read().get(token_entry(environment))

    def keep_token(self, environment: Environment, token: str) -> None:
        self._write({**self._read(), token_entry(environment): token})

    def forget_token(self, environment: Environment) -> None:
        self._write({name: one for name, one in self._read().items() if name != token_entry(environment)})

    def database_key(self, environment: Environment) -> bytes:
        known = self.known_key(environment)
        if known is None:
            known = new_key()
            self._write({**self._read(), database_entry(environment, self._folder): known.hex()})
        return known

    def known_key(self, environment: Environment) -> bytes | None:
        return self._key(database_entry(environment, self._folder))

    def next_key(self, environment: Environment) -> bytes | None:
        return self._key(next_entry(environment, self._folder))

    def keep_next_key(self, environment: Environment, key: bytes) -> None:
        self._write({**self._read(), next_entry(environment, self._folder): key.hex()})

    def use_next_key(self, environment: Environment) -> None:
        kept = self._read()
        key = kept.pop(next_entry(environment, self._folder), None)
        if key is not None:
            self._write({**kept, database_entry(environment, self._folder): key})

    def _key(self, entry: str) -> bytes | None:
        kept = self._read().get(entry)
        return None if kept is None else key_of(kept, self._path.name)

    def _read(self) -> dict[str, str]:
        try:
            found: Any = json.loads(self._path.read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            raise NoKeyring(f"{self._path.name} cannot be read") from error
        if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
            raise NoKeyring(f"{self._path.name} is no file of keys")
        return found

    def _write(self, secrets: dict[str, str]) -> None:
        """The whole file anew, so that a power cut leaves the old or the new one."""
        beside = self._path.with_name(self._path.name + ".new")
        try:
            beside.unlink(missing_ok=True)
            handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(json.dumps(secrets, indent=1).encode())
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, self._path)
            sync_folder(self._path.parent)
        except OSError as error:
            raise NoKeyring(f"{self._path.name} cannot be written: {error.strerror}") from error


def _is_credential(path: Path) -> bool:
    """Handed over by systemd, which keeps the folder private; by a list of who may read, which looks like a group."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY", "")
    return bool(folder) and path.parent == Path(folder)


class GivenToken:
    """Other keys, with a token that was handed over at the start and is kept nowhere."""

    def __init__(self, keys: LastingKeys, token: str) -> None:
        self._keys = keys
        self._token = token

    def token(self, environment: Environment) -> str | None:
        return self._token

    def keep_token(self, environment: Environment, token: str) -> None:
        raise NoKeyring("the token is read from a file")

    def forget_token(self, environment: Environment) -> None:
        raise NoKeyring("the token is read from a file")

    def database_key(self, environment: Environment) -> bytes:
        return self._keys.database_key(environment)

    def known_key(self, environment: Environment) -> bytes | None:
        return self._keys.known_key(environment)

    def next_key(self, environment: Environment) -> bytes | None:
        return self._keys.next_key(environment)

    def keep_next_key(self, environment: Environment, key: bytes) -> None:
        self._keys.keep_next_key(environment, key)

    def use_next_key(self, environment: Environment) -> None:
        self._keys.use_next_key(environment)
