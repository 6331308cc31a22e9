"""The ground the commands stand on: one environment in .venv, filled by uv from the hashed lock file."""

import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
LOCKS = ROOT / "locks"
EVERYTHING = LOCKS / "all.txt"
UV_LOCK = LOCKS / "uv.txt"
AUDIT_LOCK = LOCKS / "audit.txt"
PACKAGE_LOCK = LOCKS / "package.txt"
BOM_LOCK = LOCKS / "bom.txt"
FUZZ_LOCK = LOCKS / "fuzz.txt"
CLIENT_LOCK = ROOT / "tests" / "official_client" / "package-lock.json"
CLIENT = TOOLS / "official_client"


class Trouble(Exception):
    """Something that a person has to know, said in a sentence; the command ends with it."""


def _scripts(environment: Path) -> Path:
    return environment / ("Scripts" if os.name == "nt" else "bin")


def program(environment: Path, name: str) -> Path:
    """Where an environment keeps a program of that name."""
    return _scripts(environment) / (f"{name}.exe" if os.name == "nt" else name)


def python() -> Path:
    """The interpreter of the project's environment."""
    return program(VENV, "python")


def run(*command: str | Path, env: Mapping[str, str] | None = None) -> int:
    """Run a command in the project's folder, its output going to the terminal; its exit code."""
    sys.stdout.flush()
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False).returncode


def must(*command: str | Path, why: str, env: Mapping[str, str] | None = None) -> None:
    """Run a command that has to succeed; Trouble with `why` where it does not."""
    if run(*command, env=env):
        raise Trouble(why)


def stands() -> bool:
    """Whether .venv is in step with the lock file; known in a few milliseconds."""
    return python().exists() and _stamp(VENV) == _digest(EVERYTHING, ROOT / "pyproject.toml")


def prepare() -> None:
    """Bring .venv in step with the lock file."""
    if stands():
        return
    uv = _uv()
    env = outward()
    if not python().exists():
        _say("Making .venv")
        must(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV, why="No .venv could be made.", env=env)
    _say("Filling .venv from locks/all.txt")
    install = (uv, "pip")
    compiled = "--compile-bytecode"  # once here, not at every start where Python may not write beside its sources
    must(*install, "sync", "--quiet", "--require-hashes", "--system-certs", compiled, "--python", python(), EVERYTHING,
         why="The packages could not be installed; is the package index reachable?", env=env)  # fmt: skip
    must(*install, "install", "--quiet", "--system-certs", "--python", python(), "--no-deps", "--no-build-isolation",
         "--editable", ROOT, why="AgentDesk itself could not be installed into .venv.", env=env)  # fmt: skip
    _write_stamp(VENV, _digest(EVERYTHING, ROOT / "pyproject.toml"))


def lock(*, upgrade: bool) -> None:
    """Write the lock files anew from pyproject.toml and from the versions asked for in locks/*.in."""
    uv, env = _uv(), outward()
    common = ["--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url",
              "--system-certs", "--no-header"]  # fmt: skip
    if upgrade:
        common.append("--upgrade")
    for sources, target in (
        (["pyproject.toml", "--group", "dev"], EVERYTHING),
        (["pyproject.toml", "locks/package.in", "--constraint", "locks/all.txt"], PACKAGE_LOCK),
        (["locks/bom.in"], BOM_LOCK),
        (["locks/uv.in"], UV_LOCK),
        (["locks/audit.in"], AUDIT_LOCK),
        (["locks/fuzz.in"], FUZZ_LOCK),
    ):
        _say(f"Writing {target.relative_to(ROOT)}")
        must(uv, "pip", "compile", *common, *sources, "--output-file", target, why="No lock file could be made.",
             env={**env, "UV_CUSTOM_COMPILE_COMMAND": "./dev lock"})  # fmt: skip


def tool(name: str, lock_file: Path) -> Path:
    """An environment of its own for a tool that is not the project's, installed by pip with hashes."""
    home = TOOLS / name
    wanted = _digest(lock_file)
    if _stamp(home) == wanted:
        return home
    _say(f"Fetching {name}")
    shutil.rmtree(home, ignore_errors=True)
    try:
        venv.create(home, with_pip=True, clear=True)
    except (subprocess.CalledProcessError, ImportError) as error:
        raise Trouble(
            "This Python cannot make environments: its venv or ensurepip is missing (Debian: apt install python3-venv)."
        ) from error
    must(program(home, "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps",
         "--only-binary", ":all:", "--require-hashes", "-r", lock_file,
         why=f"{name} could not be fetched; is the package index reachable?")  # fmt: skip
    _write_stamp(home, wanted)
    return home


def prepare_client() -> None:
    """Bring the official JavaScript client in step with its lock file, each package by its hash; none without npm."""
    npm, wanted = shutil.which("npm"), _digest(CLIENT_LOCK)
    if npm is None or _stamp(CLIENT) == wanted:
        return
    _say("Fetching the official JavaScript client")
    shutil.rmtree(CLIENT, ignore_errors=True)
    CLIENT.mkdir(parents=True)
    for name in ("package.json", CLIENT_LOCK.name):
        shutil.copy(CLIENT_LOCK.with_name(name), CLIENT)
    must(npm, "ci", "--prefix", CLIENT, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error",
         why="The official JavaScript client could not be fetched; is the package index reachable?")  # fmt: skip
    _write_stamp(CLIENT, wanted)


def _uv() -> Path:
    return program(tool("uv", UV_LOCK), "uv")


def outward() -> dict[str, str]:
    """The environment for tools that reach out: pip's index and certificates, which they do not read themselves."""
    env = dict(os.environ)
    env.pop("VIRTUAL_ENV", None)
    env.setdefault("UV_HTTP_TIMEOUT", "180")
    env.setdefault("UV_NO_PROGRESS", "1")
    env.setdefault("UV_PYTHON_DOWNLOADS", "never")
    env.setdefault("UV_NO_CONFIG", "1")
    settings = _pip_settings()
    if "index-url" in settings and not env.keys() & {"UV_DEFAULT_INDEX", "UV_INDEX_URL"}:
        env["UV_DEFAULT_INDEX"] = settings["index-url"]
    if "cert" in settings:
        env.setdefault("SSL_CERT_FILE", settings["cert"])
        env.setdefault("REQUESTS_CA_BUNDLE", settings["cert"])
    if not _on_one_disk(env):
        env.setdefault("UV_LINK_MODE", "copy")
    return env


def _pip_settings() -> dict[str, str]:
    """What pip goes by, `{"index-url": ...}`, from its files and the environment; a value may hold a password."""
    command = [str(program(tool("uv", UV_LOCK), "python")), "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    settings: dict[str, str] = {}
    for strength in ("global.", "install.", ":env:."):
        for line in listed.splitlines():
            name, equals, value = line.partition("=")
            if equals and name.startswith(strength):
                settings[name.removeprefix(strength)] = str(ast.literal_eval(value))
    return settings


def _on_one_disk(env: Mapping[str, str]) -> bool:
    home = Path(
        env.get("UV_CACHE_DIR") or env.get("XDG_CACHE_HOME") or env.get("HOME") or env.get("LOCALAPPDATA") or "."
    )
    return home.exists() and home.stat().st_dev == ROOT.stat().st_dev


def _digest(*files: Path) -> str:
    digest = hashlib.sha256(str(ROOT).encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _stamp(environment: Path) -> str:
    file = environment / "stamp.json"
    return str(json.loads(file.read_text())["holds"]) if file.exists() else ""


def _write_stamp(environment: Path, holds: str) -> None:
    (environment / "stamp.json").write_text(json.dumps({"holds": holds}))


def _say(sentence: str) -> None:
    print(f"· {sentence}", flush=True)
