"""Every test of a contract runs over the fake and over the real things."""

from pathlib import Path

import pytest

from tests.contracts.keepers import Opening, fake, real, shared
from tests.postgres import Cluster


@pytest.fixture(params=["fake", "real", "postgres"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Opening:
    if request.param == "fake":
        return fake(tmp_path)
    if request.param == "real":
        return real(tmp_path)
    cluster: Cluster = request.getfixturevalue("postgres")
    address: str = request.getfixturevalue("postgres_for_all")
    cluster.empty(address)
    return shared(tmp_path, address)
