"""Every test of a contract runs over the fake and over the real thing."""

from pathlib import Path

import pytest

from tests.contracts.keepers import Opening, fake, real


@pytest.fixture(params=[fake, real], ids=["fake", "real"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Opening:
    opening: Opening = request.param(tmp_path)
    return opening
