"""Builds what people install: wheel, sdist, one folder with everything, a .deb, its licences and bill of materials."""

import ast
import gzip
import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from tools import ground, package_libraries, package_parts, system

SOURCES = ground.ROOT / "packaging"
LINUX = SOURCES / "linux"
DIST = ground.ROOT / "dist"
BUILD = ground.ROOT / "build"
LARGEST = 70_000_000  # bytes of the .deb
LIBC = "libc6 (>= 2.36)"
TRUST = "ca-certificates"  # TLS is checked against the system's own store
WAYLAND = ("libwayland-client0", "libwayland-cursor0", "libwayland-egl1")
NAME = "agentdesk"


def package(*, only_wheel: bool = False) -> None:
    """Put everything into dist/; Trouble in words where a step fails."""
    home = ground.tool("package", ground.PACKAGE_LOCK)
    env = build_env()
    shutil.rmtree(DIST, ignore_errors=True)
    wheel = wheel_and_sdist(home, DIST, env)
    if only_wheel:
        return
    folder = one_folder(home, wheel, env)
    papers = DIST / "papers"
    package_parts.papers(home, papers)
    shutil.copytree(papers, folder / "papers")
    if shutil.which("dpkg-deb") is None:
        print("There is no dpkg-deb here, so there is no .deb.", flush=True)
        return
    made = debian(folder, papers, env)
    size = made.stat().st_size
    print(f"{made.relative_to(ground.ROOT)}: {size / 1e6:.1f} MB", flush=True)
    if size > LARGEST:
        raise ground.Trouble(f"The .deb is over {LARGEST // 1_000_000} MB.")


def prove(older: list[Path]) -> int:
    """Install, use and remove the .deb in a bare Debian 12; as root, with debootstrap. 0 where all of it went well.

    `older` may name the package of an earlier version, over which it is then installed.
    """
    made = next(DIST.glob("*.deb"), None)
    if made is None:
        raise ground.Trouble("There is no .deb to prove.")
    return ground.run(SOURCES / "prove.sh", made, *older)


def version() -> str:
    """The version, read from the one place where it stands."""
    tree = ast.parse((ground.ROOT / "src" / NAME / "resources.py").read_text("utf-8"))
    for line in tree.body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "VERSION":
            return str(ast.literal_eval(line.value))
    raise ground.Trouble("src/agentdesk/resources.py names no VERSION.")


def build_env() -> dict[str, str]:
    """The environment of a build whose bytes hang on the commit alone: its time stands in place of the clock's."""
    env = {**os.environ, "PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    if "SOURCE_DATE_EPOCH" not in env:
        log = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=ground.ROOT, capture_output=True, text=True, check=False
        )
        if log.returncode:
            raise ground.Trouble("Outside a Git checkout SOURCE_DATE_EPOCH has to be set.")
        env["SOURCE_DATE_EPOCH"] = log.stdout.strip()
    return env


def wheel_and_sdist(home: Path, target: Path, env: Mapping[str, str], kinds: str = "sdist,wheel") -> Path:
    """Build these kinds into `target`; the wheel's path."""
    builder: list[str | Path] = [ground.program(home, "python"), "-m", "hatchling", "build", "-d", target]
    builder += [part for kind in kinds.split(",") for part in ("-t", kind)]
    ground.must(*builder, why="The wheel could not be built.", env=env)
    return next(target.glob("*.whl"))


def one_folder(home: Path, wheel: Path, env: Mapping[str, str]) -> Path:
    """The program with its interpreter and all libraries in one folder, built from the wheel."""
    python = ground.program(home, "python")
    ground.must(python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps", "--force-reinstall",
                "--no-compile", wheel, why="The wheel could not be installed.")  # fmt: skip
    # The modules lie in their archive as they are: what holds the archive squeezes better, and a start need not unpack.
    loose = {**env, "PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0"}
    ground.must(python, "-m", "PyInstaller", "-y", "--log-level", "WARN", "--distpath", DIST, "--workpath", BUILD,
                SOURCES / "agentdesk.spec", why="PyInstaller could not build the program.", env=loose)  # fmt: skip
    return DIST / NAME


def debian(folder: Path, papers: Path, env: Mapping[str, str]) -> Path:
    """A Debian package of that folder; `papers` are the licences and the bill of materials."""
    root = BUILD / "deb"
    shutil.rmtree(root, ignore_errors=True)
    share = root / "usr" / "share"
    shutil.copytree(folder, root / "usr" / "lib" / NAME, symlinks=True)
    shutil.rmtree(root / "usr" / "lib" / NAME / "papers")
    shutil.copytree(papers, share / "doc" / NAME)
    inside = root / "usr" / "lib" / NAME / "_internal"
    libraries = package_libraries.leave_to_debian(inside)
    fonts = package_libraries.leave_fonts_to_debian(inside)
    (root / "usr" / "bin").mkdir()
    (root / "usr" / "bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    since = datetime.fromtimestamp(int(env["SOURCE_DATE_EPOCH"]), UTC).date().isoformat()
    words = {"VERSION": version(), "DATE": since}
    _put(share / "applications" / "agentdesk.desktop", (LINUX / "agentdesk.desktop").read_bytes())
    _put(share / "icons/hicolor/scalable/apps/agentdesk.svg", (SOURCES / "agentdesk.svg").read_bytes())
    _put(share / "metainfo" / "app.agentdesk.AgentDesk.metainfo.xml", filled("agentdesk.metainfo.xml.in", words))
    _put(share / "man/man1/agentdesk.1.gz", gzip.compress(filled("agentdesk.1.in", words), 9, mtime=0))
    changes = (ground.ROOT / "CHANGELOG.md").read_bytes()
    _put(share / "doc" / NAME / "changelog.gz", gzip.compress(changes, 9, mtime=0))
    needed = {*libraries, *fonts, *system.PAINTING, *system.WINDOW, *WAYLAND, TRUST}
    control = {
        "VERSION": debian_version(version()),
        "ARCHITECTURE": _output("dpkg", "--print-architecture"),
        "KILOBYTES": str(sum(file.lstat().st_size for file in root.rglob("*") if file.is_file()) // 1024),
        "DEPENDS": ", ".join((LIBC, *sorted(needed))),
    }
    _put(root / "DEBIAN" / "control", filled("control.in", control))
    _for_everybody(root)
    target = DIST / f"{NAME}_{control['VERSION']}_{control['ARCHITECTURE']}.deb"
    ground.must("dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "-Sextreme", "--build", root, target,
                why="The .deb could not be built.", env=env)  # fmt: skip
    return target


def debian_version(plain: str) -> str:
    """Debian's way to write a version, in which `1.0rc1` comes before `1.0`: `1.0~rc1`."""
    for mark in ("a", "b", "rc", ".dev"):
        before, found, after = plain.partition(mark)
        if found and after.isdecimal():
            return f"{before}~{mark.lstrip('.')}{after}"
    return plain


def filled(name: str, words: Mapping[str, str]) -> bytes:
    """A template of packaging/linux with its @WORDS@ filled in; Trouble for one that nobody filled."""
    text = (LINUX / name).read_text("utf-8")
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    if left := [part for part in text.split("@")[1::2] if part.isupper()]:
        raise ground.Trouble(f"{name} wants {', '.join(left)}.")
    return text.encode()


def _put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _for_everybody(root: Path) -> None:
    """Every folder and file may be read by all and written by its owner alone, whatever the builder's umask is."""
    for file in (root, *root.rglob("*")):
        if not file.is_symlink():
            runs = file.is_dir() or bool(file.stat().st_mode & 0o100)
            file.chmod(0o755 if runs else 0o644)


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
