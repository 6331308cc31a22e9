"""What a test of the window leaves behind fails it and is named: window, timer, thread, task; so does a word of Qt."""

import pytest

from tests.careless import Verdicts, verdicts

CONFTEST = """
import pytest
from tests.qt_strictness import nothing_left_behind, qt_loop

@pytest.fixture(autouse=True)
def _loop(qt_loop): pass
"""

IMPORTS = """import asyncio, threading, time
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QWidget
"""

GOOD = {
    "window closed by the bot": "def test_x(qtbot): w = QWidget(); qtbot.addWidget(w); w.show()",
    "timer stopped": "def test_x(qapp): t = QTimer(); t.start(9000); t.stop()",
    "shot fired": "async def test_x(): QTimer.singleShot(0, lambda: None); await asyncio.sleep(0.05)",
    "shot with a deleted context": (
        "def test_x(qtbot): w = QWidget(); qtbot.addWidget(w); QTimer.singleShot(9000, w, lambda: None)"
    ),
    "work in a thread": "async def test_x(): await asyncio.to_thread(time.sleep, 0.01)",
    "window closed": "async def test_x(): w = QWidget(); w.show(); w.close(); await asyncio.sleep(0.01)",
}

BAD = {
    "window": (
        "KEPT = []\ndef test_x(qapp): KEPT.append(QWidget()); KEPT[0].setObjectName('left')",
        "left behind: window QWidget 'left'",
    ),
    "timer": ("KEPT = []\ndef test_x(qapp):\n    KEPT.append(QTimer())\n    KEPT[0].start(9000)", ".py:7"),
    "single shot": ("def test_x(qapp): QTimer.singleShot(9000, lambda: None)", "single shot asked for at"),
    "thread": ("def test_x(qapp): threading.Thread(target=time.sleep, args=[5], name='slow').start()", "thread slow"),
    "task": (
        "async def forever(): await asyncio.sleep(99)\nKEPT = []\n"
        "async def test_x(): KEPT.append(asyncio.ensure_future(forever())); await asyncio.sleep(0)",
        "forever",
    ),
    "message of Qt": ("def test_x(qapp): qWarning('no such font')", "no such font"),
    "error in a slot": (
        "def test_x(qapp): QTimer.singleShot(0, lambda: 1 / 0); qapp.processEvents()",
        "ZeroDivisionError",
    ),
}


@pytest.fixture(scope="module")
def windowed(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    tests = GOOD | {name: test for name, (test, _) in BAD.items()}
    return verdicts(tmp_path_factory.mktemp("windowed"), IMPORTS, tests, conftest=CONFTEST)


@pytest.mark.parametrize("name", GOOD)
def test_careful_test_of_the_window_passes(windowed: Verdicts, name: str) -> None:
    assert not windowed[name]


@pytest.mark.parametrize("name", BAD)
def test_careless_test_of_the_window_fails_and_is_named(windowed: Verdicts, name: str) -> None:
    assert BAD[name][1] in windowed[name]
