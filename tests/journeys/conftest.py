"""Tests of the window: each runs on a qasync loop of its own and leaves nothing behind."""

import pytest

from tests.qt_strictness import nothing_left_behind, qt_loop

__all__ = ["nothing_left_behind", "qt_loop"]


@pytest.fixture(autouse=True)
def _on_the_qt_loop(qt_loop: object, nothing_left_behind: None) -> None:
    """Every test here has the Qt loop, async or not: widgets may start errands."""
