"""`agentdesk doctor`: what this machine lacks for AgentDesk, in words, and how to mend it."""

import ctypes
import importlib
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx

from agentdesk import resources, scratch
from agentdesk.duffel.transport import DUFFEL
from agentdesk.duffel.trust import system_trust
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import NoKeyring, TravelError

QT = ("PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets", "PySide6.QtSvg", "PySide6.QtPrintSupport")
XCB = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""Libraries that Qt's X11 window loads, and the Debian packages that hold them."""

FONTS = ("fonts/Inter-Regular.otf", "fonts/JetBrainsMono-Regular.ttf", "fonts/papers")
DISK = 500_000_000  # bytes that should be free: database, its copies, papers
PATIENCE = 8.0  # seconds that the upstream has to answer
EARLIEST_YEAR = 2026
DRIFT = 60  # seconds that this machine's clock may be off: deadlines and signatures are told in minutes
SECRET = "the name of a passenger, which nobody may read"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, and what to do about it."""

    what: str
    mend: str


def libraries() -> Trouble | None:
    """Whether Qt can be loaded at all."""
    for name in QT:
        try:
            importlib.import_module(name)
        except ImportError as error:
            packages = "libgl1 libegl1 libfontconfig1 libxkbcommon0 libdbus-1-3 libglib2.0-0"
            return Trouble(f"{name} cannot be loaded: {error}", f"On Debian and Ubuntu: apt-get install {packages}")
    return None


def window_libraries() -> Trouble | None:
    """Whether Qt can open a window under X11."""
    if sys.platform != "linux":
        return None
    missing = [package for library, package in XCB.items() if not _loads(library)]
    if not missing:
        return None
    return Trouble("Libraries for the window are missing", f"On Debian and Ubuntu: apt-get install {' '.join(missing)}")


def display() -> Trouble | None:
    """Whether there is a screen to open a window on."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return None
    return Trouble(
        "There is no display", "Start AgentDesk from a desktop session; `agentdesk tour` works without a display"
    )


def fonts() -> Trouble | None:
    """Whether the fonts that ship with the program are there."""
    try:
        for name in FONTS:
            resources.path(name)
    except FileNotFoundError as error:
        return Trouble(f"A part of the program is gone: {error}", "Install AgentDesk again")
    return None


def keyring() -> Trouble | None:
    """Whether secrets can be kept: asks the keyring, and writes nothing."""
    from agentdesk.storage.keys import KeyringKeys

    try:
        KeyringKeys("").token(PRACTICE)
    except TravelError as error:
        return Trouble(
            f"Secrets cannot be kept: {error}",
            "Start or install a keyring such as gnome-keyring or KWallet and unlock it; "
            "without one AgentDesk asks for a passphrase at each start",
        )
    return None


def database() -> Trouble | None:
    """Whether the database binding loads, encrypts what it writes, and can search text."""
    try:
        from agentdesk.storage.database import close_engine, engine_of, in_transaction
    except ImportError as error:
        return Trouble(f"The database cannot be loaded: {error}", "Install AgentDesk again")
    with tempfile.TemporaryDirectory(dir=scratch.folder()) as folder:
        file = Path(folder) / "probe.db"
        try:
            engine = engine_of(file, secrets.token_bytes(32))
            in_transaction(
                engine, lambda connection: connection.exec_driver_sql("CREATE VIRTUAL TABLE t USING fts5(x)")
            )
            in_transaction(engine, lambda connection: connection.exec_driver_sql(f"INSERT INTO t VALUES ('{SECRET}')"))
            close_engine(engine)
        except TravelError as error:
            return Trouble(f"The database does not work: {error}", "Install AgentDesk again")
        if SECRET.encode() in file.read_bytes():
            return Trouble("The database does not encrypt", "Install AgentDesk again; do not work with this one")
    return None


def lost_keys(folder: Path) -> Trouble | None:
    """Whether the keyring has the keys of the data that is there; nothing is made nor changed.

    Behind a passphrase nobody can tell without it, and a keyring that is not there has been told of already.
    """
    from agentdesk.safekeeping import LOST, lost
    from agentdesk.storage.aside import data_names
    from agentdesk.storage.folders import folder_id
    from agentdesk.storage.keys import KeyringKeys
    from agentdesk.storage.sealed import FILE_NAME

    if not data_names(folder) or (folder / FILE_NAME).exists():
        return None
    try:
        names = lost(folder, KeyringKeys(folder_id(folder)))
    except NoKeyring:
        return None
    except TravelError as error:
        return Trouble(f"The data cannot be read: {error}", "Bring a backup back: `agentdesk restore FILE`")
    return Trouble(f"No key at hand opens the data of {', '.join(names)}", LOST) if names else None


def data_folder(folder: Path) -> Trouble | None:
    """Whether data can be written where it belongs."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Trouble(
            f"The data folder {folder} cannot be written: {error.strerror}",
            "Give yourself the right to write there, or name another folder with --data",
        )
    return None


def disk(folder: Path, wanted: int = DISK) -> Trouble | None:
    """Whether there is room for data: `wanted` bytes."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free
    if free >= wanted:
        return None
    return Trouble(
        f"The disk of {folder} has only {free // 1_000_000} MB left",
        f"Make room: {wanted // 1_000_000} MB should be free",
    )


def upstream(address: str) -> tuple[Trouble | None, datetime | None]:
    """Whether the upstream answers at all, and what time it says it is; no token goes there."""
    try:
        answer = httpx.head(address, timeout=PATIENCE, follow_redirects=False, verify=system_trust())
    except httpx.HTTPError as error:
        return Trouble(
            f"{address} cannot be reached: {str(error) or type(error).__name__}",
            "Look at the network, its proxy (HTTPS_PROXY) and firewall; the practice airline works without",
        ), None
    try:
        return None, parsedate_to_datetime(answer.headers.get("date", "")).astimezone(UTC)
    except ValueError:
        return None, None


def clock(theirs: datetime | None, ours: datetime) -> Trouble | None:
    """Whether this machine's clock agrees with the upstream's; without one, whether it can be true at all."""
    if theirs is None:
        if ours.year >= EARLIEST_YEAR:
            return None
        return Trouble(f"This machine believes it is {ours:%d %b %Y}", "Set the clock: `timedatectl set-ntp true`")
    off = round((ours - theirs).total_seconds())
    if abs(off) <= DRIFT:
        return None
    way = "fast" if off > 0 else "slow"
    return Trouble(
        f"This machine's clock is {abs(off)} seconds {way}",
        "Have it set by the network: `timedatectl set-ntp true`, or the system's date settings",
    )


def main(folder: Path, address: str = DUFFEL) -> int:
    """Look at everything and tell; 1 where something is missing."""
    unreachable, theirs = upstream(address)
    checks: dict[str, Callable[[], Trouble | None]] = {
        "Qt": libraries,
        "window": window_libraries,
        "display": display,
        "fonts": fonts,
        "keyring": keyring,
        "database": database,
        "data folder": lambda: data_folder(folder),
        "keys": lambda: lost_keys(folder),
        "disk": lambda: disk(folder),
        "upstream": lambda: unreachable,
        "clock": lambda: clock(theirs, datetime.now(UTC)),
    }
    print(f"AgentDesk {resources.version()}, data in {folder}")
    troubled = 0
    for name, check in checks.items():
        trouble = check()
        print(f"  {name:12} {'good' if trouble is None else trouble.what}")
        if trouble is not None:
            troubled += 1
            print(f"  {'':12} -> {trouble.mend}")
    print("Nothing is missing." if not troubled else f"{troubled} of {len(checks)} need mending.")
    return 1 if troubled else 0


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
