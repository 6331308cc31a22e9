"""In a session bus of its own: a keyring that takes a token, is locked, and has nobody who could unlock it."""

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing

import secretstorage

from agentdesk.storage.keys import KeyringKeys
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import NoKeyring


def wait_until_unlocked() -> None:
    """The daemon needs a moment to read the password; asked too early, the bus would start another one, locked."""
    has_owner = [
        "dbus-send",
        "--session",
        "--print-reply=literal",
        "--dest=org.freedesktop.DBus",
        "/org/freedesktop/DBus",
    ]
    has_owner += ["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"]
    wait_for(lambda: "true" in subprocess.run(has_owner, capture_output=True, text=True, check=True).stdout)
    wait_for(is_unlocked)


def wait_for(fact: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not fact():
        if time.monotonic() > deadline:
            raise SystemExit("the keyring was not ready in time")
        time.sleep(0.05)


def is_unlocked() -> bool:
    with closing(secretstorage.dbus_init()) as bus:
        return not secretstorage.get_default_collection(bus).is_locked()


def lock() -> None:
    with closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()


def main() -> None:
    command = ["gnome-keyring-daemon", "--unlock", "--components=secrets", "--foreground"]
    daemon = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert daemon.stdin is not None
        daemon.stdin.write(b"a password of this test")
        daemon.stdin.close()
        wait_until_unlocked()
        keys = KeyringKeys("folder")
        keys.keep_token(PRACTICE, "a token")
        print("kept", keys.token(PRACTICE))
        lock()
        for deed in (keys.token, keys.database_key):
            try:
                print("unlocked?", deed(PRACTICE))
            except NoKeyring as error:
                print(error)
    finally:
        daemon.terminate()
        daemon.wait()


if __name__ == "__main__":
    sys.exit(main())
