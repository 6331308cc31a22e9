"""What the operating system has to bring: Debian's and Ubuntu's packages for Qt's window and for the tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.ground import TOOLS, Trouble

PAINTING = ("libgl1", "libegl1", "libfontconfig1", "libxkbcommon0", "libdbus-1-3", "libglib2.0-0")
WINDOW = (
    "libx11-xcb1", "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1",
    "libxcb-randr0", "libxcb-render-util0", "libxcb-shape0", "libxcb-xkb1",
)  # fmt: skip
TESTS = (
    "xvfb", "xauth", "openbox", "xdotool", "scrot", "x11-utils", "gnome-keyring", "dbus", "libglib2.0-bin",
    "gir1.2-atspi-2.0", "python3-gi", "at-spi2-core", "fonts-noto-core", "fonts-noto-cjk", "poppler-utils",
    "nodejs", "npm", "cups-daemon", "cups-client", "postgresql",
)  # fmt: skip
TO_RUN = PAINTING + WINDOW
TO_TEST = TO_RUN + TESTS
_NOT_WANTED = TOOLS / "not-wanted.txt"


def prepare(packages: tuple[str, ...], *, yes: bool) -> None:
    """Install what is missing: at once as root or with `yes`, else after one question that is not asked again."""
    if not shutil.which("dpkg-query") or not shutil.which("apt-get"):
        return
    missing = [name for name in packages if name not in _installed()]
    if not missing or (not yes and _declined() >= set(missing)):
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    root = os.geteuid() == 0
    line = " ".join(install if root else ["sudo", *install])
    print(f"This system lacks what AgentDesk needs:\n\n    {line}\n", flush=True)
    if root or yes or _agreed(set(missing)):
        _apt(install, as_root=root)
    else:
        print("Going on without.", flush=True)


def _apt(install: list[str], *, as_root: bool) -> None:
    before = [] if as_root else ["sudo"]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = ["-qq", "-o=Dpkg::Use-Pty=0"]
    # A list that cannot be renewed may still be good enough; the installation itself tells.
    subprocess.run([*before, "apt-get", "update", *quiet], env=env, check=False, capture_output=True)
    with subprocess.Popen(
        [*before, *install, *quiet], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as apt:
        said, _ = apt.communicate()
    if apt.returncode:
        raise Trouble(f"{said}\nThe system's packages could not be installed; the lines above say why.")


def _installed() -> set[str]:
    """Names of the installed packages, and the names that they stand in for."""
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}\t${Package}\t${Provides}\n"]
    names: set[str] = set()
    for line in subprocess.run(query, capture_output=True, text=True, check=True).stdout.splitlines():
        status, package, provides = line.split("\t")
        if status == "installed":
            names.add(package)
            names.update(part.split()[0] for part in provides.split(",") if part.strip())
    return names


def _agreed(packages: set[str]) -> bool:
    """Ask once; a no is remembered, so that it is not asked for again."""
    if not sys.stdin.isatty():
        return False
    if input("Install these now? [Y/n] ").strip().lower() in {"", "y", "yes"}:
        return True
    TOOLS.mkdir(exist_ok=True)
    _NOT_WANTED.write_text("\n".join(sorted(_declined() | packages)))
    return False


def _declined() -> set[str]:
    return set(_NOT_WANTED.read_text().split()) if _NOT_WANTED.exists() else set()


def has_display() -> bool:
    """Whether a window can be opened here."""
    if sys.platform in ("win32", "darwin"):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    display = os.environ.get("DISPLAY", "")
    number = display.removeprefix("unix").removeprefix(":").partition(".")[0]
    # A display of another machine is taken on trust; one of this machine has a socket.
    return bool(display) and (not number.isdecimal() or Path(f"/tmp/.X11-unix/X{number}").exists())
