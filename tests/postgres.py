"""A pytest plugin: a PostgreSQL of the tests' own in a temporary folder, from its first use to the end of the run."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.needs import needs, postgres_programs

USER = "agentdesk"
_LONGEST = 60  # seconds


class Cluster:
    """A running server; it listens to a socket in its folder and to nothing else."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder, self._programs = folder, programs
        self._numbers = count(1)
        # PostgreSQL refuses to run as root, so its own user does then.
        self._as_user = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
        if self._as_user:
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
        folder.chmod(0o755)
        self._server: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")

    def start(self) -> None:
        """It ends when we do, however we end: the shell before it waits for the pipe to close."""
        # A crash of the machine may cost the tests their data, so nothing waits for the disk.
        settings = ("listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=120")
        options = [word for setting in settings for word in ("-c", setting)]
        server = [str(self._programs / "postgres"), "-D", str(self._folder / "data"), "-k", str(self._folder), *options]
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [*self._as_user, "sh", "-c", '"$@" </dev/null & read -r word; kill -QUIT $!; wait', "sh", *server],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd="/",
            )
        ends = time.monotonic() + _LONGEST
        while not self._answers():
            assert time.monotonic() < ends, (self._folder / "log").read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        assert self._server is not None
        assert self._server.stdin is not None
        self._server.stdin.close()
        self._server.wait(_LONGEST)

    def _answers(self) -> bool:
        try:
            self.say("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def fresh(self) -> str:
        """The address of a new, empty database."""
        name = f"desk_{next(self._numbers)}"
        self.say(f"CREATE DATABASE {name}")
        return self.address(name)

    def address(self, name: str) -> str:
        return f"postgresql+psycopg://{USER}@/{name}?host={self._folder}"

    def say(self, sentence: str, name: str = "postgres") -> list[tuple[object, ...]]:
        """One sentence of SQL, and its answer."""
        with psycopg.connect(host=str(self._folder), dbname=name, user=USER, autocommit=True) as connection:
            cursor = connection.execute(sentence.encode())
            return cursor.fetchall() if cursor.description else []

    def empty(self, address: str) -> None:
        """Everything out of a database but its schema."""
        name = name_of(address)
        found = self.say("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", name)
        tables = [str(table) for (table,) in found if table != "alembic_version"]
        if tables:
            self.say(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE", name)

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as_user, str(self._programs / program), "-D", str(self._folder / "data"), *arguments]
        done = subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", text=True, check=False
        )
        assert done.returncode == 0, f"{program}: {done.stderr}"


def name_of(address: str) -> str:
    return address.partition("@/")[2].partition("?")[0]


def place() -> str:
    """Where PostgreSQL's own user may go: the usual folder is root's alone on some machines."""
    usual = tempfile.gettempdir()
    if os.geteuid() != 0:
        return usual
    may = subprocess.run(["runuser", "-u", "postgres", "--", "test", "-x", usual], check=False).returncode == 0
    return usual if may else "/var/tmp"


@contextmanager
def running() -> Iterator[Cluster]:
    """A new server, gone without a trace afterwards."""
    programs = postgres_programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="desk-pg-", dir=place()))
    try:
        cluster = Cluster(folder, programs)
        cluster.start()
        yield cluster
        cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """One server for the whole run."""
    needs("postgres")
    with running() as cluster:
        yield cluster


@pytest.fixture
def own_postgres() -> Iterator[Cluster]:
    """One for this test alone, which may stop it."""
    needs("postgres")
    with running() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgres_for_all(postgres: Cluster) -> str:
    """One database for all tests that empty it before they begin: making one takes longer."""
    return postgres.fresh()
