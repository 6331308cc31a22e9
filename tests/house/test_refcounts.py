"""Qt's binding must not take references that it does not own.

PySide6 6.12.0 on Python 3.11 gives one away with every `Signal(bool)` and every call that returns nothing, until the
interpreter aborts after some 560 signals. From 3.12 on these objects live for ever and nothing can be seen.
"""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Signal

TIMES = 200
SLACK = 20  # references that the interpreter itself may take or leave meanwhile


class Speaker(QObject):
    """Says something true, false and nothing."""

    said = Signal(bool)
    fell_silent = Signal()


def drift(deed: Callable[[], object]) -> int:
    """By how much the counts of None, True and False move at most in TIMES repetitions."""
    deed()
    before = [sys.getrefcount(thing) for thing in (None, True, False)]
    for _ in range(TIMES):
        deed()
    after = [sys.getrefcount(thing) for thing in (None, True, False)]
    return max(abs(now - then) for then, now in zip(before, after, strict=True))


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    speaker = Speaker()
    speaker.said.connect(lambda _: None)
    return speaker


DEEDS: dict[str, Callable[[Speaker], object]] = {
    "emit True": lambda speaker: speaker.said.emit(True),
    "emit False": lambda speaker: speaker.said.emit(False),
    "emit nothing": lambda speaker: speaker.fell_silent.emit(),
    "call that returns nothing": lambda speaker: speaker.setObjectName("x"),
    "call that returns True": lambda speaker: speaker.blockSignals(False),
    "static call": lambda _: QCoreApplication.setApplicationName("AgentDesk"),
}


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None, True and False are immortal from Python 3.12 on")
@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
def test_reference_counts_do_not_drift(speaker: Speaker, deed: Callable[[Speaker], object]) -> None:
    assert drift(lambda: deed(speaker)) <= SLACK


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_drift_is_seen() -> None:
    kept: list[None] = []
    assert drift(lambda: kept.append(None)) > SLACK
