"""A pytest plugin: how the tests are shared out among workers that run side by side."""

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

LONGEST = ("tests/rest/", "tests/journeys/test_tour", "tests/journeys/", "tests/soak/")
"""What takes longest comes first, in this order, so that no worker is left alone with it at the end."""
TOGETHER = ("tests/rest/",)
"""Folders whose files go to one worker: what they share, services and databases, is made once."""


class ByFile(LoadFileScheduling):
    """The tests of a file go to one worker, and so do all of a folder that stays together."""

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid)


def scope(nodeid: str) -> str:
    """What goes to one worker with this test."""
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.split("::", 1)[0])


def place(nodeid: str) -> int:
    """The smaller the sooner; equal ones stay in their order."""
    return next((number for number, name in enumerate(LONGEST) if nodeid.startswith(name)), len(LONGEST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: place(item.nodeid))
