"""A service for the whole run on a file, and one on a PostgreSQL where that matters; a caller for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Cluster
from tests.practice_airline import Practice, Process
from tests.rest.chain import QUICK
from tests.rest.commands import new_tokens
from tests.rest.service import Caller, Service

BOTH = frozenset({"test_access", "test_events", "test_once", "test_ordering", "test_searching", "test_servicing"})
"""Tests of what is kept: they run over both kinds of database."""


class Agency:
    """A running service and the tokens of its agents by role, and of a second agent."""

    def __init__(self, data: Path, upstream: str, address: str = "") -> None:
        self.data, self.address = data, address
        shared = ("--database", address) if address else ()
        made = new_tokens(data, {"Ruth": "agent", "Bob": "agent", "Wendy": "reader", "Ada": "supervisor"}, shared)
        self.tokens = dict(zip(("agent", "other", "reader", "supervisor"), made.values(), strict=True))
        self.service = Service(data, upstream, *QUICK, *shared)


class Agencies:
    """By the kind of database, each made at its first use."""

    def __init__(self, request: pytest.FixtureRequest, upstream: str) -> None:
        self._request, self._upstream = request, upstream
        self._made: dict[str, Agency] = {}

    def of(self, kind: str) -> Agency:
        if kind not in self._made:
            folders: pytest.TempPathFactory = self._request.getfixturevalue("tmp_path_factory")
            address = ""
            if kind == "postgres":
                cluster: Cluster = self._request.getfixturevalue("postgres")
                address = cluster.fresh()
            self._made[kind] = Agency(folders.mktemp(f"service-{kind}"), self._upstream, address)
        return self._made[kind]

    def end(self) -> None:
        codes = [one.service.end() for one in self._made.values()]
        assert codes == [0] * len(codes)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "agency" in metafunc.fixturenames:
        both = metafunc.module.__name__.rpartition(".")[2] in BOTH
        metafunc.parametrize("agency", ["sqlite", "postgres"] if both else ["sqlite"], indirect=True)


@pytest.fixture(scope="session")
def practice_process() -> Iterator[Process]:
    """An airline of their own: a service goes on asking it while other tests run, and would take their troubles."""
    process = Process()
    yield process
    process.end()


@pytest.fixture(scope="session")
def practice_for_all(practice_process: Process) -> Iterator[Practice]:
    one = Practice(practice_process.url)
    yield one
    one.close()


@pytest.fixture(scope="session")
def agencies(request: pytest.FixtureRequest, practice_process: Process) -> Iterator[Agencies]:
    made = Agencies(request, practice_process.url)
    yield made
    made.end()


@pytest.fixture
def agency(request: pytest.FixtureRequest, agencies: Agencies) -> Agency:
    return agencies.of(request.param)


@pytest.fixture
def service(agency: Agency) -> Service:
    return agency.service


@pytest.fixture
def service_tokens(agency: Agency) -> dict[str, str]:
    return agency.tokens


@pytest.fixture
def caller(agency: Agency, practice: Practice) -> Iterator[Caller]:
    yield from _calling(agency, "agent", practice)


@pytest.fixture
def other(agency: Agency, practice: Practice) -> Iterator[Caller]:
    yield from _calling(agency, "other", practice)


@pytest.fixture
def reader(agency: Agency, practice: Practice) -> Iterator[Caller]:
    yield from _calling(agency, "reader", practice)


@pytest.fixture
def supervisor(agency: Agency, practice: Practice) -> Iterator[Caller]:
    yield from _calling(agency, "supervisor", practice)


def _calling(agency: Agency, role: str, practice: Practice) -> Iterator[Caller]:
    one = Caller(agency.service.url, agency.tokens[role], practice)
    yield one
    one.close()
