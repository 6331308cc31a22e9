"""The bill of materials names every locked package, and a licence that nobody has allowed does not come in."""

from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest

from tools import ground, licences
from tools.audit import pinned


class Package(Distribution):
    """An installed package with this metadata."""

    def __init__(self, name: str, **said: str) -> None:
        self._said = {"Name": name, **said}

    def read_text(self, filename: str) -> str | None:
        return "".join(f"{key.replace('_', '-')}: {value}\n" for key, value in self._said.items())

    def locate_file(self, path: object) -> Path:
        return Path()


def test_every_locked_package_is_on_the_bill_under_a_licence_that_is_allowed() -> None:
    locked = pinned(*ground.LOCKS.glob("*.txt"))
    assert licences.troubles(locked, licences.bill(), distributions()) == []
    assert licences.shipped_troubles() == []


def test_a_new_package_without_a_line_is_found_and_a_line_without_a_package() -> None:
    assert licences.troubles(["new_one"], {}, []) == ["new-one is locked, and licences.tsv does not name its licence"]
    assert licences.troubles([], {"gone": "MIT"}, []) == ["gone is on licences.tsv and locked nowhere"]


@pytest.mark.parametrize("licence", ["AGPL-3.0-only", "GPL-3.0-only", "???", "", "MIT AND GPL-2.0-only", "Proprietary"])
def test_what_nobody_has_allowed_is_found(licence: str) -> None:
    assert licences.troubles(["x"], {"x": licence}, [])


@pytest.mark.parametrize("licence", ["MIT", "GPL-2.0-only OR MIT", "MIT AND Apache-2.0", "(MIT OR AGPL-3.0-only)"])
def test_what_can_be_met_is_allowed(licence: str) -> None:
    assert licences.troubles(["x"], {"x": licence}, []) == []


@pytest.mark.parametrize(
    "said",
    [
        {"License_Expression": "AGPL-3.0-only"},
        {"License": "GPL-3.0-only"},
        {"Classifier": "License :: OSI Approved :: Apache Software License"},
    ],
)
def test_a_package_that_has_changed_its_licence_is_found(said: dict[str, str]) -> None:
    (found,) = licences.troubles(["x"], {"x": "MIT"}, [Package("x", **said)])
    assert found.startswith("x says that it is under ")


def test_a_package_that_says_what_the_bill_says_is_good() -> None:
    assert licences.troubles(["x"], {"x": "MIT"}, [Package("x", License="MIT"), Package("y", License="???")]) == []
