"""What a built program consists of: its bill of materials (CycloneDX) and the licences of every part."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools import ground

RESOURCES = ground.ROOT / "resources"
# What ships beside Python packages: name, licence, file of the licence below resources/.
SHIPPED = (
    ("Inter", "OFL-1.1", "fonts/LICENSE-Inter.txt"),
    ("JetBrains Mono", "OFL-1.1", "fonts/LICENSE-JetBrainsMono.txt"),
    ("Noto Sans and Naskh", "OFL-1.1", "fonts/papers/LICENSE-NotoSans.txt"),
    ("Noto Sans CJK", "OFL-1.1", "fonts/papers/LICENSE-NotoSansCJK.txt"),
    ("lucide-static", "ISC", "icons/LICENSE"),
    ("airportsdata (places)", "MIT", "places/LICENSE-airportsdata.txt"),
    ("swagger-ui", "Apache-2.0", "rest/LICENSE"),
)
_LICENCE = re.compile(r"(licen[cs]e|copying|notice|authors|copyright)", re.IGNORECASE)
_TELL = (
    "import json, sys, platform, sysconfig; print(json.dumps([platform.python_version(), sysconfig.get_path('purelib'),"
    " sysconfig.get_path('stdlib')]))"
)


def papers(home: Path, target: Path) -> None:
    """Write `bom.json`, `copyright` and a folder of licence texts into `target`, for the program installed in `home`.

    Trouble where a part has no licence at all: neither named in its metadata nor as a text.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    python = ground.program(home, "python")
    told = subprocess.run([str(python), "-c", _TELL], capture_output=True, text=True, check=True).stdout
    release, packages, library = json.loads(told)
    whole = target / "bom.json"
    lister = ground.program(ground.tool("bom", ground.BOM_LOCK), "cyclonedx-py")
    ground.must(lister, "environment", "--output-reproducible", "--of", "JSON", "-o", whole, python,
                why="There is no bill of materials.")  # fmt: skip
    bom = part_of(json.loads(whole.read_text("utf-8")), "agentdesk")
    bom["components"] += [*_shipped(), _component("CPython", release, "PSF-2.0")]
    whole.write_text(json.dumps(bom, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
    texts = {**_texts(bom, Path(packages)), **{name: [RESOURCES / file] for name, _, file in SHIPPED}}
    texts["CPython"] = [Path(library) / "LICENSE.txt"]
    # These name the LGPL without bringing its text; another part under the same licence does.
    for name in ("PySide6_Essentials", "shiboken6"):
        texts[name] = texts[name] or texts["psycopg"]
    texts["agentdesk"] = [ground.ROOT / "LICENSE"]
    _write(target, bom, texts)


def part_of(bom: dict[str, Any], name: str) -> dict[str, Any]:
    """A bill of only that component, which becomes its subject, and of all that it needs; nothing of the builders."""
    needs = {one["ref"]: one.get("dependsOn", []) for one in bom["dependencies"]}
    subject = next(one for one in bom["components"] if one["name"] == name)
    wanted, open_ = set(), [subject["bom-ref"]]
    while open_:
        ref = open_.pop()
        if ref not in wanted:
            wanted.add(ref)
            open_ += needs.get(ref, [])
    return {
        **bom,
        "metadata": {**bom["metadata"], "component": {**subject, "type": "application"}},
        "components": [one for one in bom["components"] if one["bom-ref"] in wanted and one is not subject],
        "dependencies": [one for one in bom["dependencies"] if one["ref"] in wanted],
    }


def licence_of(component: dict[str, Any]) -> str:
    """How its metadata names the licence; empty where it does not."""
    names = [
        each.get("expression") or each["license"].get("id") or each["license"].get("name", "")
        for each in component.get("licenses", [])
    ]
    plain = [name for name in names if not name.startswith("License ::")]
    return "; ".join(dict.fromkeys(plain or names))


def _shipped() -> Iterator[dict[str, Any]]:
    for name, licence, _ in SHIPPED:
        yield _component(name, "", licence)


def _component(name: str, version: str, licence: str) -> dict[str, Any]:
    plain = {"type": "library", "bom-ref": f"{name}=={version}".rstrip("="), "name": name}
    return {**plain, **({"version": version} if version else {}), "licenses": [{"license": {"id": licence}}]}


def _texts(bom: dict[str, Any], packages: Path) -> dict[str, list[Path]]:
    """For each package the files that hold its licence, from its metadata folder."""
    texts: dict[str, list[Path]] = {}
    for component in bom["components"]:
        folder = f"{re.sub(r'[-_.]+', '_', component['name']).lower()}-{component.get('version', '')}.dist-info"
        homes = [one for one in packages.glob("*.dist-info") if _plain(one.name) == _plain(folder)]
        texts[component["name"]] = sorted(
            file for home in homes for file in home.rglob("*") if file.is_file() and _LICENCE.search(file.name)
        )
    return texts


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()


def _write(target: Path, bom: dict[str, Any], texts: dict[str, list[Path]]) -> None:
    lines = [
        "AgentDesk and all that is packed with it. Licence texts lie in licences/, a bill of materials in bom.json.",
        "",
    ]
    for component in [
        bom["metadata"]["component"],
        *sorted(bom["components"], key=lambda one: str(one["name"]).lower()),
    ]:
        name, licence, files = component["name"], licence_of(component), texts.get(component["name"], [])
        if not licence and not files:
            raise ground.Trouble(f"{name} names no licence and brings none.")
        for file in files:
            copied = target / "licences" / name.replace(" ", "-") / file.name
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copied)
        lines.append(f"{name} {component.get('version', '')}".strip() + f": {licence or 'see its text'}")
    (target / "copyright").write_text("\n".join(lines) + "\n", "utf-8")
