"""Finds what ships with the program: fonts, icons, templates, places; in a wheel, an installer or a checkout."""

from pathlib import Path

VERSION = "0.1.0"
RELEASES_PAGE = ""
"""Where newer versions are told of, an https address; whoever makes releases names it here."""

_HERE = Path(__file__).resolve().parent
_SHIPPED = _HERE / "_resources"
_CHECKOUT = _HERE.parent.parent / "resources"


def path(name: str) -> Path:
    """The file or folder of that name (`"fonts"`, `"practice/airlines.json"`).

    Raises FileNotFoundError for a name that does not ship, ValueError for one that leads out of the folder.
    """
    root = _SHIPPED if _SHIPPED.is_dir() else _CHECKOUT
    found = (root / name).resolve()
    if not found.is_relative_to(root.resolve()):
        raise ValueError(f"{name!r} leads out of the program's resources")
    if not found.exists():
        raise FileNotFoundError(f"the program's resource {name!r} is missing")
    return found


def read(name: str) -> bytes:
    """What stands in the file of that name; errors as for `path`."""
    return path(name).read_bytes()


def version() -> str:
    """The program's version, such as `0.1.0`."""
    return VERSION
