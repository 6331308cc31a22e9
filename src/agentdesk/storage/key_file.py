"""Secrets of a service in a file that only its owner may read, for machines without a keyring."""

import json
import os
import stat
from pathlib import Path
from typing import Any

from agentdesk.desk.ports import Keys
from agentdesk.storage.database import KEY_LENGTH, sync_folder
from agentdesk.storage.keys import database_entry, new_key, token_entry
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
        entry, kept = database_entry(environment, self._folder), self._read()
        if entry not in kept:
            kept = {**kept, entry: new_key().hex()}
            self._write(kept)
        try:
            key = bytes.fromhex(kept[entry])
        except ValueError as error:
            raise NoKeyring(f"{self._path.name} holds no key for this database") from error
        if len(key) != KEY_LENGTH:
            raise NoKeyring(f"{self._path.name} holds no key for this database")
        return key

    def _read(self) -> dict[str, str]:
        try:
            found: Any = json.loads(self._path.read_bytes())
        except (OSError, ValueError) as error:
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

    def __init__(self, keys: Keys, token: str) -> None:
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
