"""Looks for what must not lie about: a secret or a person, in bytes of any sort and in any usual disguise."""

import base64
import html
import json
import os
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_PART = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: what it is, and how it was typed."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Leak:
    """Where something was found, what it was, and how it was disguised. It never repeats what it has found."""

    where: str
    what: str
    form: str


def forms(text: str) -> dict[str, bytes]:
    """How a text may be written: as it is, in base64 at each of its three positions, in hex, percent-encoded, wide."""
    plain = text.encode()
    found = {
        "as it is": plain,
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
        "percent-encoded": quote(text, safe="").encode(),
        "every letter percent-encoded": "".join(f"%{one:02X}" for one in plain).encode(),
        "JSON": json.dumps(text)[1:-1].encode(),
        "HTML": html.escape(text).encode(),
        "UTF-16 LE": text.encode("utf-16-le"),
        "UTF-16 BE": text.encode("utf-16-be"),
        "reversed": plain[::-1],
    }
    for shift in range(3):
        first = -(-shift * 8 // 6)  # letters that also depend on what stands before
        whole = (shift + len(plain)) * 8 // 6  # letters that depend on nothing behind
        coded = base64.b64encode(b"\0" * shift + plain)[first:whole]
        found[f"base64 at {shift}"] = coded
        found[f"base64 for addresses at {shift}"] = coded.translate(bytes.maketrans(b"+/", b"-_"))
    return {form: raw for form, raw in found.items() if len(raw) >= 5}


class Search:
    """Everything that is wanted, in one expression: looking through a file costs one reading."""

    def __init__(self, wanted: Iterable[Wanted]) -> None:
        self._known: dict[bytes, tuple[str, str]] = {}
        for one in wanted:
            for form, raw in forms(one.text).items():
                self._known.setdefault(raw, (one.what, form))
        longest_first = sorted(self._known, key=len, reverse=True)
        self._longest = max(len(raw) for raw in longest_first)
        self._any = re.compile(b"|".join(re.escape(raw) for raw in longest_first))

    def in_bytes(self, where: str, content: bytes) -> set[Leak]:
        """What stands in these bytes."""
        return {Leak(where, *self._known[match[0]]) for match in self._any.finditer(content)}

    def in_file(self, path: Path, where: str) -> set[Leak]:
        """A file as it lies there; a PDF also unpacked, and as it reads."""
        found: set[Leak] = set()
        kept = b""
        with path.open("rb") as file:
            while part := file.read(_PART):
                found |= self.in_bytes(where, kept + part)
                kept = part[-self._longest :]
        if path.suffix == ".pdf":
            found |= self.in_bytes(where, _unpacked(path.read_bytes()))
            found |= self.in_bytes(where, _read_aloud(path))
        return found

    def in_folder(self, folder: Path, *, but: Iterable[str] = ()) -> set[Leak]:
        """Every file under it, names of files too; not those whose path within it matches a pattern of `but`."""
        found: set[Leak] = set()
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_symlink() or any(inside.match(pattern) for pattern in but):
                continue
            found |= self.in_bytes(f"the name {inside}", os.fsencode(inside))
            if path.is_file():
                try:
                    found |= self.in_file(path, str(inside))
                except FileNotFoundError:
                    continue  # gone since it was listed
        return found

    def in_processes(self, pids: Iterable[int]) -> set[Leak]:
        """The arguments and the environments of processes, as others of the machine see them."""
        found: set[Leak] = set()
        for pid in pids:
            for part in ("cmdline", "environ"):
                try:
                    content = Path(f"/proc/{pid}/{part}").read_bytes()
                except OSError:
                    continue  # ended, or not for us to see
                found |= self.in_bytes(f"{part} of a process", content.replace(b"\0", b"\n"))
        return found


def family(pid: int) -> list[int]:
    """A process and all that it has started, as far as they live."""
    parents: dict[int, int] = dict(_parents())
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def _parents() -> Iterator[tuple[int, int]]:
    if sys.platform != "linux":
        return
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                said = (entry / "stat").read_bytes()
            except OSError:
                continue
            yield int(entry.name), int(said[said.rfind(b")") + 2 :].split()[1])


def _unpacked(pdf: bytes) -> bytes:
    """What a PDF's packed parts hold, one after the other."""
    parts = []
    for packed in _STREAM.findall(pdf):
        try:
            parts.append(zlib.decompressobj().decompress(packed))
        except zlib.error:
            continue  # a picture, or not packed this way
    return b"\n".join(parts)


def _read_aloud(pdf: Path) -> bytes:
    reader = shutil.which("pdftotext")
    if reader is None:
        return b""
    return subprocess.run([reader, str(pdf), "-"], capture_output=True, check=False).stdout


def said(leaks: Iterable[Leak]) -> list[str]:
    """Sorted sentences for a test that fails, or a report."""
    return sorted({f"{one.what} in {one.where} ({one.form})" for one in leaks})
