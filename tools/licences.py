"""The bill of materials: every locked package with its licence, each one that we may use, and true to what it says."""

import re
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path

from tools import ground
from tools.audit import pinned
from tools.package_parts import RESOURCES, SHIPPED

BILL = ground.LOCKS / "licences.tsv"
ALLOWED = frozenset(
    {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-3.0-only", "MIT", "MIT-0", "MPL-2.0", "OFL-1.1"}
    | {"PSF-2.0", "Unlicense", "Zlib"}
)
"""What may be in the program or make it: permissive licences, and those whose copyleft ends at their own files."""

ONLY_BUILDING = frozenset({"pyinstaller", "pyinstaller-hooks-contrib"})
"""Under the GPL with an exception for what they build; they run on the builder's machine and are never shipped."""

_CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-or-later",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def plain(name: str) -> str:
    """A package's name as all indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def bill(file: Path = BILL) -> dict[str, str]:
    """Each package with its licence, an SPDX expression."""
    lines = (line.partition("\t") for line in file.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {name: licence for name, _, licence in lines if name}


def is_allowed(licence: str) -> bool:
    """Whether an SPDX expression can be met: all that AND joins, one of what OR joins. No exceptions are known here."""
    either = [part for part in re.split(r"\s+OR\s+", licence.replace("(", "").replace(")", "")) if part]
    return bool(either) and any(all(one in ALLOWED for one in re.split(r"\s+AND\s+", part)) for part in either)


def said_by(package: Distribution) -> str:
    """The licence by its own metadata, as an SPDX expression; "" where it names none that is known."""
    for found in package.metadata.get_all("License-Expression") or []:
        return str(found)
    classifiers = package.metadata.get_all("Classifier") or []
    names = [one.rpartition(" :: ")[2] for one in classifiers if one.startswith("License ::")]
    if known := sorted({_CLASSIFIERS[one] for one in names if one in _CLASSIFIERS}):
        return " OR ".join(known)
    free = str(next(iter(package.metadata.get_all("License") or []), ""))
    return free if all(one in ALLOWED or "GPL-" in one for one in re.split(r" OR | AND ", free)) else ""


def troubles(locked: Iterable[str], known: dict[str, str], installed: Iterable[Distribution]) -> list[str]:
    """What is wrong, a sentence each; none where every package is on the bill, allowed, and says the same itself."""
    names = {plain(name) for name in locked}
    found = [f"{name} is locked, and {BILL.name} does not name its licence" for name in sorted(names - known.keys())]
    found += [f"{name} is on {BILL.name} and locked nowhere" for name in sorted(known.keys() - names)]
    found += [
        f"{name} is under {known[name]}, which nobody has allowed"
        for name in sorted(names & known.keys() - ONLY_BUILDING)
        if not is_allowed(known[name])
    ]
    for package in installed:
        name, says = plain(package.metadata["Name"]), said_by(package)
        if name in known and says and says != known[name]:
            found.append(f"{name} says that it is under {says}, and {BILL.name} that it is under {known[name]}")
    return found


def shipped_troubles() -> list[str]:
    """The same of what ships beside packages: fonts, icons, places."""
    found = [f"{name} is under {licence}, which nobody has allowed" for name, licence, _ in SHIPPED
             if not is_allowed(licence)]  # fmt: skip
    return found + [
        f"the licence of {name} is missing" for name, _, file in SHIPPED if not (RESOURCES / file).is_file()
    ]


def main() -> int:
    """Print what is wrong; 1 where something is."""
    locked = pinned(*sorted(ground.LOCKS.glob("*.txt")))
    found = troubles(locked, bill(), distributions()) + shipped_troubles()
    for one in found:
        print(one)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
