"""What the rules' tests share."""

import pytest

from agentdesk import resources
from agentdesk.travel.place_index import PlaceIndex


@pytest.fixture(scope="session")
def places() -> PlaceIndex:
    return PlaceIndex(resources.read("places/places.tsv"))
