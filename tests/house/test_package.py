"""What people install: same bytes from the same commit, one version, a bill of its own parts, nothing unfilled."""

import shutil
import subprocess
import zipfile
from email import message_from_bytes
from pathlib import Path
from xml.etree import ElementTree

import pytest

from agentdesk import resources
from agentdesk.cli import parser
from tools import audit, ground, package, package_libraries, package_parts

WORDS = {"VERSION": "1.2.3", "DATE": "2027-03-28"}


def test_two_wheels_of_one_commit_have_the_same_bytes(tmp_path: Path) -> None:
    env = package.build_env()
    wheels = [package.wheel_and_sdist(ground.VENV, tmp_path / name, env, "wheel") for name in ("one", "two")]
    assert wheels[0].read_bytes() == wheels[1].read_bytes()
    with zipfile.ZipFile(wheels[0]) as wheel:
        names = set(wheel.namelist())
        assert {"agentdesk/cli.py", "agentdesk/_resources/tokens.json"} <= names
        about = next(name for name in names if name.endswith(".dist-info/METADATA"))
        assert message_from_bytes(wheel.read(about))["Version"] == resources.VERSION


def test_the_version_is_read_from_its_one_place() -> None:
    assert package.version() == resources.VERSION


@pytest.mark.parametrize(
    ("plain", "written"), [("0.1.0", "0.1.0"), ("1.0rc1", "1.0~rc1"), ("1.0.dev2", "1.0~dev2"), ("2.0b3", "2.0~b3")]
)
def test_debian_sorts_what_comes_before_a_release_before_it(plain: str, written: str) -> None:
    assert package.debian_version(plain) == written


def test_a_template_that_nobody_filled_is_told() -> None:
    with pytest.raises(ground.Trouble, match="VERSION"):
        package.filled("agentdesk.1.in", {"DATE": "2027-03-28"})


def test_the_man_page_names_every_command() -> None:
    page = package.filled("agentdesk.1.in", WORDS).decode()
    commands = next(one for one in parser()._actions if one.dest == "command").choices or ()
    assert [name for name in commands if f"\n.B {name}\n" not in page] == []


def test_the_catalogue_entry_starts_what_the_menu_starts() -> None:
    entry = ElementTree.fromstring(package.filled("agentdesk.metainfo.xml.in", WORDS))
    release = entry.find("releases/release")
    assert release is not None
    assert release.get("version") == "1.2.3"
    launched = entry.findtext("launchable")
    assert launched
    assert (package.LINUX / launched).exists()


@pytest.mark.parametrize("lock", [ground.PACKAGE_LOCK, ground.BOM_LOCK], ids=lambda path: path.name)
def test_every_package_of_the_builders_has_a_hash(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert text.count("--hash=sha256:") >= len(audit.pinned(lock)) > 20


def test_what_is_packed_is_what_was_tested() -> None:
    tested, packed = audit.pinned(ground.EVERYTHING), audit.pinned(ground.PACKAGE_LOCK)
    assert {name for name in packed.keys() & tested.keys() if packed[name] != tested[name]} == set()


BOM = {
    "metadata": {"tools": {}},
    "components": [{"bom-ref": f"{name}==1", "name": name} for name in ("agentdesk", "part", "deep", "builder")],
    "dependencies": [
        {"ref": "agentdesk==1", "dependsOn": ["part==1"]},
        {"ref": "part==1", "dependsOn": ["deep==1"]},
        {"ref": "deep==1", "dependsOn": ["agentdesk==1"]},
        {"ref": "builder==1", "dependsOn": ["part==1"]},
    ],
}


def test_the_bill_lists_what_is_packed_and_no_builder() -> None:
    bill = package_parts.part_of(BOM, "agentdesk")
    assert bill["metadata"]["component"]["name"] == "agentdesk"
    assert [one["name"] for one in bill["components"]] == ["part", "deep"]
    assert "builder==1" not in {one["ref"] for one in bill["dependencies"]}


def test_licences_are_named_as_their_metadata_names_them() -> None:
    named = [{"license": {"id": "MIT"}}, {"license": {"name": "License :: OSI Approved :: MIT License"}}]
    assert package_parts.licence_of({"licenses": named}) == "MIT"
    assert package_parts.licence_of({"licenses": [{"expression": "MIT OR ISC"}]}) == "MIT OR ISC"
    assert package_parts.licence_of({}) == ""


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="a .deb is made on Debian")
def test_libraries_of_debian_are_left_to_its_packages(tmp_path: Path) -> None:
    inside = tmp_path / "_internal"
    inside.mkdir()
    listed = subprocess.run(["dpkg-query", "--listfiles", "liblzma5"], capture_output=True, text=True, check=True)
    library = next(Path(line) for line in listed.stdout.splitlines() if line.endswith("/liblzma.so.5"))
    shutil.copy(library, inside / library.name)
    shutil.copy(library, inside / "libpython3.11.so.1.0")
    shutil.copy("/usr/bin/xz", tmp_path / "agentdesk")
    assert package_libraries.leave_to_debian(inside) == ["liblzma5"]
    assert [file.name for file in inside.iterdir()] == ["libpython3.11.so.1.0"]


def test_a_library_that_nobody_brings_has_no_owner() -> None:
    assert package_libraries.owner("libof-nobody.so.7") == ""


def test_the_proof_is_sound_shell() -> None:
    subprocess.run(["bash", "-n", package.SOURCES / "prove.sh"], check=True)
