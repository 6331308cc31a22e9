"""Parts of the system that some tests need: a missing one skips the test, or fails it if AGENTDESK_REQUIRE names it."""

import functools
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import ground

SYSTEM_PYTHON = "/usr/bin/python3"
"""Debian's own interpreter, which has the AT-SPI bindings that a virtual environment lacks."""


def _programs(*names: str) -> bool:
    return all(shutil.which(name) for name in names)


def _has_atspi() -> bool:
    if not os.path.exists(SYSTEM_PYTHON) or not _programs("dbus-daemon", "Xvfb"):
        return False
    code = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    return subprocess.run([SYSTEM_PYTHON, "-c", code], capture_output=True, check=False).returncode == 0


def _has_client() -> bool:
    return _programs("node") and (ground.CLIENT / "node_modules" / "@duffel" / "api" / "package.json").exists()


def _has_cups() -> bool:
    return _programs("lp") and os.access("/usr/sbin/cupsd", os.X_OK) and os.access("/usr/sbin/lpadmin", os.X_OK)


def postgres_programs() -> Path | None:
    """The folder of the newest server's programs: Debian keeps them out of the way."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: -int(one.parent.name)):
        if os.access(folder / "initdb", os.X_OK) and os.access(folder / "pg_ctl", os.X_OK):
            return folder
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def _has_postgres() -> bool:
    return postgres_programs() is not None and (os.geteuid() != 0 or _programs("runuser"))


PARTS: dict[str, tuple[Callable[[], bool], str]] = {
    "secretservice": (lambda: os.environ.get("AGENTDESK_SECRET_SERVICE") == "1", "the session of ./dev test"),
    "xvfb": (lambda: _programs("Xvfb", "openbox", "xdotool", "xprop"), "xvfb, openbox, xdotool and x11-utils"),
    "poppler": (lambda: _programs("pdftotext", "pdfinfo", "pdftoppm"), "poppler-utils"),
    "cups": (_has_cups, "cups-daemon and cups-client"),
    "node": (_has_client, "nodejs, npm and ./dev test, which fetches the official JavaScript client"),
    "postgres": (_has_postgres, "postgresql"),
    "atspi": (_has_atspi, "python3-gi, gir1.2-atspi-2.0, at-spi2-core, dbus and xvfb"),
}


@functools.cache
def _is_here(part: str) -> bool:
    return PARTS[part][0]()


def required() -> set[str]:
    """The parts that must be there, from AGENTDESK_REQUIRE (names with commas)."""
    names = {name.strip() for name in os.environ.get("AGENTDESK_REQUIRE", "").split(",") if name.strip()}
    if unknown := names - PARTS.keys():
        raise pytest.UsageError(f"AGENTDESK_REQUIRE names unknown parts: {', '.join(sorted(unknown))}")
    return names


def needs(*parts: str) -> None:
    """Call first in a test or fixture: `needs("xvfb", "atspi")`."""
    for part in parts:
        if _is_here(part):
            continue
        sentence = f"{part} is missing here; it comes with {PARTS[part][1]}"
        if part in required():
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)
