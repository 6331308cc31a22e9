"""A real display for tests: a virtual X server, a window manager, and the way to the screen reader's bus."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.needs import needs
from tools.session import bus

_STARTS = 3
_PATIENCE = 10.0  # seconds until the window manager has to be there


@contextmanager
def real_display(width: int = 1280, height: int = 900) -> Iterator[dict[str, str]]:
    """The environment for a program that opens a real window: DISPLAY, xcb, accessibility on, a bus.

    Skips or fails the test where xvfb is missing.
    """
    needs("xvfb")
    env = {**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_ACCESSIBILITY": "1"}
    env.pop("NO_AT_BRIDGE", None)
    with ExitStack() as stack:
        env["DISPLAY"] = stack.enter_context(_server(width, height))
        # A bus for this display alone: the one of AT-SPI remembers the display it was started for.
        env["DBUS_SESSION_BUS_ADDRESS"] = stack.enter_context(bus(env))
        stack.enter_context(_window_manager(env))
        yield env


@contextmanager
def _server(width: int, height: int) -> Iterator[str]:
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-dpi", "96"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        try:
            number = server.stdout.readline().strip()
            assert number, "Xvfb did not start"
            yield f":{number}"
        finally:
            server.terminate()


@contextmanager
def _window_manager(env: dict[str, str]) -> Iterator[None]:
    """Openbox; started again when it has not come up, as now and then it hangs on a display that is just born."""
    for _ in range(_STARTS):
        with subprocess.Popen(["openbox"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as manager:
            try:
                if _manages(env):
                    yield
                    return
            finally:
                manager.kill()
    raise TimeoutError(f"openbox did not come up in {_STARTS} starts of {_PATIENCE:g} s")


def _manages(env: dict[str, str]) -> bool:
    """Whether a window manager has the display within the patience."""
    ask = ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if "window id" in subprocess.run(ask, env=env, capture_output=True, text=True, check=False).stdout:
            return True
        time.sleep(0.02)
    return False
