import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from agentdesk.storage.keys import SERVICE, KeyringKeys, database_entry, find_backend, token_entry
from agentdesk.storage.opening import open_storage
from agentdesk.travel.environment import PRACTICE, Environment, World
from agentdesk.travel.errors import NoKeyring, WrongKey
from tests.needs import needs
from tests.samples import a_sent

PROFILE = f"keyring-{os.getpid()}"  # the keyring is that of the whole session
TEST = Environment(World.TEST, "https://api.duffel.com", PROFILE)
TOKEN = "duffel_test_of-the-keyring"


class PlainFile(KeyringBackend):
    """A backend that we do not know: it might write anywhere."""

    priority = 9

    def get_password(self, service: str, username: str) -> str | None:
        return "a secret"

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("a secret was handed to a backend nobody knows")


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Whatever backend a test makes keyring choose is unlearnt afterwards."""
    before = keyring.core._keyring_backend
    yield monkeypatch
    keyring.core._keyring_backend = before


@pytest.mark.parametrize(
    "backend",
    ["keyring.backends.fail.Keyring", "keyring.backends.null.Keyring", "tests.storage.test_keyring.PlainFile"],
)
def test_a_backend_that_keeps_nothing_or_keeps_it_openly_is_refused(chosen: pytest.MonkeyPatch, backend: str) -> None:
    chosen.setenv("PYTHON_KEYRING_BACKEND", backend)
    keyring.core.init_backend()
    keys = KeyringKeys("folder")
    for deed in (lambda: keys.token(TEST), lambda: keys.keep_token(TEST, TOKEN), lambda: keys.database_key(TEST)):
        with pytest.raises(NoKeyring, match="no keyring"):
            deed()


def test_without_a_secret_service_there_is_no_keyring(tmp_path: Path) -> None:
    code = """
from agentdesk.storage.keys import KeyringKeys
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import NoKeyring
try:
    KeyringKeys("folder").database_key(PRACTICE)
except NoKeyring as error:
    print("no keyring:", error)
"""
    bare = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    homes = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**bare, **homes}, capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout.startswith("no keyring: this system has no keyring")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def real() -> Iterator[KeyringKeys]:
    needs("secretservice")
    keys = KeyringKeys("folder-of-this-test")
    yield keys
    keys.forget_token(TEST)


def test_the_keyring_of_the_desktop_is_used(real: KeyringKeys) -> None:
    assert type(find_backend()).__module__ == "keyring.backends.SecretService"
    real.keep_token(TEST, TOKEN)
    assert keyring.get_password(SERVICE, token_entry(TEST)) == TOKEN


def test_a_new_process_finds_token_and_key(real: KeyringKeys) -> None:
    real.keep_token(TEST, TOKEN)
    key = real.database_key(TEST)
    code = """
import sys
from agentdesk.storage.keys import KeyringKeys
from agentdesk.travel.environment import Environment, World
keys, test = KeyringKeys("folder-of-this-test"), Environment(World.TEST, "https://api.duffel.com", sys.argv[1])
print(keys.token(test), keys.database_key(test).hex())
"""
    done = subprocess.run([sys.executable, "-c", code, PROFILE], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.split() == [TOKEN, key.hex()]


def test_two_data_folders_have_two_keys(real: KeyringKeys) -> None:
    assert KeyringKeys("another-folder").database_key(TEST) != real.database_key(TEST)


def test_the_rule_of_the_lock_is_kept_for_one_data_folder_alone(real: KeyringKeys) -> None:
    real.forget_lock_record()  # there is none
    assert real.lock_record() is None
    real.keep_lock_record('{"minutes": 5}')
    try:
        assert real.lock_record() == '{"minutes": 5}'
        assert KeyringKeys("another folder").lock_record() is None
    finally:
        real.forget_lock_record()
    assert real.lock_record() is None


def test_a_spoilt_entry_is_said_and_not_replaced(real: KeyringKeys) -> None:
    entry = database_entry(TEST, "spoilt")
    for content in ("not hex", "abcd"):
        keyring.set_password(SERVICE, entry, content)
        with pytest.raises(NoKeyring, match="no key"):
            KeyringKeys("spoilt").database_key(TEST)
        assert keyring.get_password(SERVICE, entry) == content


async def test_the_database_opens_with_the_key_from_the_keyring(real: KeyringKeys, tmp_path: Path) -> None:
    async with open_storage(tmp_path, PRACTICE, real) as storage:
        await storage.journal.write(a_sent())
    async with open_storage(tmp_path, PRACTICE, KeyringKeys("folder-of-this-test")) as storage:
        assert await storage.journal.open_lines() == (a_sent(),)
    secrets = [real.database_key(PRACTICE), real.database_key(PRACTICE).hex().encode()]
    for path in tmp_path.iterdir():
        assert not any(secret in path.read_bytes() for secret in secrets)
    with pytest.raises(WrongKey):
        async with open_storage(tmp_path, PRACTICE, KeyringKeys("another-folder")):
            pass


def test_a_keyring_that_goes_away_is_said(real: KeyringKeys, monkeypatch: pytest.MonkeyPatch) -> None:
    real.keep_token(TEST, TOKEN)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    with pytest.raises(NoKeyring, match="did not open"):
        real.token(TEST)
    monkeypatch.undo()
    assert real.token(TEST) == TOKEN


def test_a_keyring_that_stays_locked_is_said(tmp_path: Path) -> None:
    """In a session of its own, since nobody there can unlock it again."""
    needs("secretservice")
    (tmp_path / "run").mkdir(mode=0o700)
    (tmp_path / "keyrings").mkdir()
    session = {"XDG_DATA_HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path / "run"), "HOME": str(tmp_path)}
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-m", "tests.storage.locked_session"],
        cwd=Path(__file__).parents[2],
        env={**kept, **session},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    first, *then = done.stdout.splitlines()
    assert first == "kept a token"
    assert len(then) == 2
    assert all("did not open" in line for line in then)
