"""What a .deb leaves to Debian: its libraries and largest font come from their own packages, and are mended there."""

import filecmp
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools import ground

_ELF = b"\x7fELF"
_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
# Named by the package itself, with the version that the interpreter and the wheels were built against.
_LIBC = {"libc6", "libc-bin"}
_FONTS = {Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"): "fonts-noto-cjk"}
"""For Chinese, Japanese and Korean names: a seventh of the package, and on many desktops already."""


def leave_to_debian(inside: Path) -> list[str]:
    """Take Debian's own libraries out of a program folder; the packages that bring them, sorted.

    PyInstaller lays what it took from the system flat into `inside`, beside the folders of the Python packages. The
    interpreter's own library stays, since the program opens it by its path. Trouble where a part needs a library that
    neither the folder nor an installed package has.
    """
    for library in inside.glob("lib*.so*"):
        if not library.is_symlink() and not library.name.startswith("libpython") and owner(library.name):
            library.unlink()
    brought = {file.name for file in inside.rglob("*.so*")}
    packages, missing = set(), set()
    for name in sorted(set(needed(_programs(inside.parent))) - brought):
        package = owner(name)
        packages.add(package)
        if not package:
            missing.add(name)
    if missing:
        raise ground.Trouble(f"Nobody brings {', '.join(sorted(missing))}, and the program asks for it.")
    return sorted(packages - _LIBC)


def leave_fonts_to_debian(inside: Path) -> list[str]:
    """Links to Debian's own file in place of a font that is the same to the byte; the packages that bring them."""
    packages: list[str] = []
    for font, package in _FONTS.items():
        if not font.is_file():
            print(f"{package} is not installed here, so its font goes into the .deb.", flush=True)
            continue
        for ours in inside.rglob(font.name):
            if filecmp.cmp(font, ours, shallow=False):
                ours.unlink()
                ours.symlink_to(font)
                packages.append(package)
    return packages


def owner(library: str) -> str:
    """The installed package that brings a library of that name to where the linker looks; "" when none does."""
    found = subprocess.run(["dpkg-query", "--search", f"*/{library}"], capture_output=True, text=True, check=False)
    for line in found.stdout.splitlines():
        packages, _, path = line.partition(": ")
        if re.fullmatch(r"(/usr)?/lib(/[\w-]+-linux-gnu\w*)?", str(Path(path).parent)):
            return packages.partition(",")[0].partition(":")[0]
    return ""


def needed(files: Iterable[Path]) -> Iterator[str]:
    """The libraries that these programs and libraries name as needed."""
    for file in files:
        told = subprocess.run(
            ["readelf", "--dynamic", "--wide", str(file)], capture_output=True, text=True, check=True
        ).stdout
        yield from _NEEDED.findall(told)


def _programs(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as opened:
                if opened.read(len(_ELF)) == _ELF:
                    yield file
