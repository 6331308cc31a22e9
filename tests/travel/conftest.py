"""What the rules' tests share."""

import pytest

from agentdesk.travel.place_index import PlaceIndex
from tests.known_places import known_places


@pytest.fixture(scope="session")
def places() -> PlaceIndex:
    return known_places()
