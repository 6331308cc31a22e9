"""One service for the whole run, over the practice airline; a caller for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.practice_airline import Practice, Process
from tests.rest.service import Caller, Service, new_token


@pytest.fixture(scope="session")
def service_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="session")
def service_tokens(service_data: Path) -> dict[str, str]:
    """By role, and a second agent."""
    return {
        "agent": new_token(service_data, "Ruth"),
        "other": new_token(service_data, "Bob"),
        "reader": new_token(service_data, "Wendy", "reader"),
        "supervisor": new_token(service_data, "Ada", "supervisor"),
    }


@pytest.fixture(scope="session")
def service(service_data: Path, service_tokens: dict[str, str], practice_process: Process) -> Iterator[Service]:
    one = Service(service_data, practice_process.url, "--calls-per-minute", "100000", "--searches-per-minute", "10000")
    yield one
    assert one.end() == 0


@pytest.fixture
def caller(service: Service, service_tokens: dict[str, str], practice: Practice) -> Iterator[Caller]:
    one = Caller(service.url, service_tokens["agent"], practice)
    yield one
    one.close()


@pytest.fixture
def other(service: Service, service_tokens: dict[str, str], practice: Practice) -> Iterator[Caller]:
    one = Caller(service.url, service_tokens["other"], practice)
    yield one
    one.close()


@pytest.fixture
def reader(service: Service, service_tokens: dict[str, str], practice: Practice) -> Iterator[Caller]:
    one = Caller(service.url, service_tokens["reader"], practice)
    yield one
    one.close()


@pytest.fixture
def supervisor(service: Service, service_tokens: dict[str, str], practice: Practice) -> Iterator[Caller]:
    one = Caller(service.url, service_tokens["supervisor"], practice)
    yield one
    one.close()
