"""A keyring of the walk's own: it can be missing, locked, or have lost its keys; the system's is left alone."""

import threading

from agentdesk.desk.ports import Keys
from agentdesk.storage.keys import new_key
from agentdesk.travel.environment import Environment
from agentdesk.travel.errors import NoKeyring


class WalkKeyring:
    """Makes the keys of a data folder. `is_missing` and `lock` hold for all of them."""

    def __init__(self) -> None:
        self.is_missing = False
        self._open = threading.Event()
        self._open.set()
        self._kept: dict[tuple[str, str], bytes] = {}

    def of(self, folder: str) -> Keys:
        return _WalkKeys(self, folder)

    def lock(self) -> None:
        self._open.clear()

    def unlock(self) -> None:
        self._open.set()

    def forget(self) -> None:
        """As after a reset: what was kept is gone."""
        self._kept.clear()

    def key(self, folder: str, environment: Environment) -> bytes | None:
        return self._kept.get((folder, environment.folder))

    def keep(self, folder: str, environment: Environment, key: bytes) -> None:
        self._kept[folder, environment.folder] = key

    def wait(self) -> None:
        """Until it is open; NoKeyring where there is none."""
        self._open.wait()
        if self.is_missing:
            raise NoKeyring("this walk has no keyring just now")


class _WalkKeys:
    """The `LastingKeys` of one data folder. There is no token: the practice airline takes any."""

    def __init__(self, keyring: WalkKeyring, folder: str) -> None:
        self._keyring, self._folder = keyring, folder

    def token(self, environment: Environment) -> str | None:
        self._keyring.wait()
        return None

    def keep_token(self, environment: Environment, token: str) -> None:
        raise NoKeyring("the walk keeps no token")

    def forget_token(self, environment: Environment) -> None:
        self._keyring.wait()

    def database_key(self, environment: Environment) -> bytes:
        known = self.known_key(environment)
        if known is None:
            known = new_key()
            self._keyring.keep(self._folder, environment, known)
        return known

    def known_key(self, environment: Environment) -> bytes | None:
        self._keyring.wait()
        return self._keyring.key(self._folder, environment)

    def next_key(self, environment: Environment) -> bytes | None:
        return None

    def keep_next_key(self, environment: Environment, key: bytes) -> None:
        raise NoKeyring("the walk changes no key")

    def use_next_key(self, environment: Environment) -> None:
        raise NoKeyring("the walk changes no key")
