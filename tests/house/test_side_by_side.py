"""How the tests are shared out among workers."""

from tests.side_by_side import place, scope


def test_what_shares_a_service_goes_to_one_worker_and_a_file_is_never_torn() -> None:
    assert scope("tests/rest/test_access.py::test_one") == scope("tests/rest/test_events.py::test_two[sqlite]")
    assert scope("tests/gui/test_keys.py::test_one") == scope("tests/gui/test_keys.py::Some::test_two")
    assert scope("tests/gui/test_keys.py::test_one") != scope("tests/gui/test_tabs.py::test_one")


def test_what_takes_longest_comes_first() -> None:
    names = ["tests/gui/test_keys.py::t", "tests/journeys/test_restart.py::t", "tests/journeys/test_tour.py::t"]
    assert sorted([*names, "tests/rest/test_access.py::t"], key=place) == [
        "tests/rest/test_access.py::t",
        "tests/journeys/test_tour.py::t",
        "tests/journeys/test_restart.py::t",
        "tests/gui/test_keys.py::t",
    ]
