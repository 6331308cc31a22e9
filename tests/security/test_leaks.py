"""The search that ends every tour and every soak finds what it is to find, in every disguise and place."""

import base64
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.security.leaks import Leak, Search, Wanted, family, forms

TOKEN = "duffel_live_Secret-Token_0123456789"
SEARCH = Search([Wanted("token", TOKEN), Wanted("e-mail", "zoë+x@example.com")])


def _whats(leaks: set[Leak]) -> set[str]:
    return {one.what for one in leaks}


@pytest.mark.parametrize("form", sorted(forms(TOKEN)))
def test_each_disguise_is_seen_through(form: str) -> None:
    assert _whats(SEARCH.in_bytes("here", b"\xff\x00" + forms(TOKEN)[form] + b"\x80")) == {"token"}


@pytest.mark.parametrize("before", [b"", b"a", b"ab", b"abc", b"Bearer "])
def test_base64_is_seen_through_whatever_stands_around(before: bytes) -> None:
    coded = base64.b64encode(before + TOKEN.encode() + b"tail")
    assert _whats(SEARCH.in_bytes("here", coded)) == {"token"}


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "noise").write_bytes(os.urandom(1 << 20) + TOKEN[:-1].encode())
    assert SEARCH.in_folder(tmp_path) == set()


def test_a_leak_into_a_file_its_name_or_a_packed_pdf_is_found_and_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "log").write_bytes(b"x" * 100 + "zoë+x@example.com".encode("utf-16-le"))
    (tmp_path / f"{TOKEN}.txt").touch()
    (tmp_path / "paper.pdf").write_bytes(b"1 0 obj\nstream\n" + zlib.compress(TOKEN.encode()) + b"\nendstream")

    leaks = SEARCH.in_folder(tmp_path)

    assert {(one.what, Path(one.where).name) for one in leaks} >= {("e-mail", "log"), ("token", "paper.pdf")}
    assert any(one.where.startswith("the name") for one in leaks)
    assert SEARCH.in_folder(tmp_path, but=["*.txt", "log", "paper.pdf"]) == set()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_leak_into_a_childs_arguments_or_environment_is_found() -> None:
    command = [sys.executable, "-S", "-c", "input()", TOKEN]
    env = {**os.environ, "CONTACT": "zoë+x@example.com"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env) as child:
        try:
            leaks = SEARCH.in_processes(family(os.getpid()))
        finally:
            child.kill()
    assert {(one.what, one.where.split()[0]) for one in leaks} == {("token", "cmdline"), ("e-mail", "environ")}
