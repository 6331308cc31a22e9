"""A session for tests: homes in a temporary folder, a private bus and an unlocked Secret Service, gone afterwards."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

_PATIENCE = 10.0  # seconds until a service has to answer
_UNLOCKED = "org.freedesktop.DBus.Properties.Get string:org.freedesktop.Secret.Collection string:Locked"


@contextmanager
def private_session() -> Iterator[dict[str, str]]:
    """The environment for a program in the session; where the system has no bus or keyring, they are left out."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="agentdesk-", ignore_cleanup_errors=True)))
        env = {**os.environ, **_homes(folder)}
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS", "XAUTHORITY"):
            env.pop(name, None)
        if sys.platform == "linux" and shutil.which("dbus-daemon"):
            env["DBUS_SESSION_BUS_ADDRESS"] = stack.enter_context(bus(env))
            if shutil.which("gnome-keyring-daemon") and shutil.which("dbus-send"):
                stack.enter_context(_keyring(env))
                env["AGENTDESK_SECRET_SERVICE"] = "1"
        yield env


def _homes(folder: Path) -> dict[str, str]:
    homes = {
        "HOME": folder / "home",
        "XDG_DATA_HOME": folder / "home" / "data",
        "XDG_CONFIG_HOME": folder / "home" / "config",
        "XDG_CACHE_HOME": folder / "home" / "cache",
        "XDG_STATE_HOME": folder / "home" / "state",
        "XDG_RUNTIME_DIR": folder / "run",
    }
    for home in homes.values():
        home.mkdir(mode=0o700)
    (folder / "home" / "data" / "keyrings").mkdir(mode=0o700)
    return {name: str(home) for name, home in homes.items()}


@contextmanager
def bus(env: dict[str, str]) -> Iterator[str]:
    """The address of a session bus of its own, for as long as the block lasts."""
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--nosyslog", "--print-address=1"]
    with subprocess.Popen(
        command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as bus:
        assert bus.stdout is not None
        try:
            yield bus.stdout.readline().strip()
        finally:
            bus.terminate()


@contextmanager
def _keyring(env: dict[str, str]) -> Iterator[None]:
    command = ["gnome-keyring-daemon", "--unlock", "--components=secrets", "--foreground"]
    with subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as daemon:
        assert daemon.stdin is not None
        daemon.stdin.write(b"a password for tests")
        daemon.stdin.close()
        try:
            _wait_until_unlocked(env)
            yield
        finally:
            daemon.terminate()


def _wait_until_unlocked(env: dict[str, str]) -> None:
    send = ["dbus-send", "--session", "--print-reply"]
    is_there = [*send, "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner"]
    is_there += ["string:org.freedesktop.secrets"]
    ask = [*send, "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets/aliases/default", *_UNLOCKED.split()]
    # In this order: asked before our daemon has its name, the bus would start another one, locked for good.
    _wait_for_answer(is_there, "boolean true", env)
    _wait_for_answer(ask, "boolean false", env)


def _wait_for_answer(question: list[str], awaited: str, env: dict[str, str]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while awaited not in subprocess.run(question, env=env, capture_output=True, text=True, check=False).stdout:
        if time.monotonic() > deadline:
            raise TimeoutError(f"the Secret Service did not unlock its keyring within {_PATIENCE:.0f} s")
        time.sleep(0.02)


def main(command: list[str]) -> int:
    """`python -m tools.session COMMAND ...`: run a command in a session of its own; its exit code."""
    with private_session() as env:
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
