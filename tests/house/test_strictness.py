"""The suite is strict: each way to be careless fails a test, and the failure names what was careless."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
WITH_QT = "from tests.qt_strictness import nothing_left_behind, qt_loop\nimport pytest\n"
WITH_QT += "@pytest.fixture(autouse=True)\ndef _loop(qt_loop): pass\n"
IMPORTS = "import asyncio, gc, logging, threading, time, warnings\nimport pytest\n"
QT_IMPORTS = IMPORTS + "from PySide6.QtCore import QThread, QTimer, qWarning\nfrom PySide6.QtWidgets import QWidget\n"

GOOD = {
    "async test": "async def test_x(): await asyncio.sleep(0)",
    "async fixture": """
@pytest.fixture
async def thing():
    await asyncio.sleep(0)
    yield 3
    await asyncio.sleep(0)
async def test_x(thing): assert thing == 3
""",
    "expected line": """
@pytest.mark.expects_log("gone")
def test_x(): logging.getLogger("a").warning("line gone")
""",
    "info line": "def test_x(): logging.getLogger('a').info('fine')",
}

BAD = {
    "warning": ("def test_x(): warnings.warn('old way')", "old way"),
    "unknown marker": ("@pytest.mark.frobnicate\ndef test_x(): pass", "frobnicate"),
    "unexpected pass": ("@pytest.mark.xfail\ndef test_x(): pass", "XPASS"),
    "log line": ("def test_x(): logging.getLogger('a').warning('line gone')", "WARNING a: line gone"),
    "expected line that never comes": (
        "@pytest.mark.expects_log('gone')\ndef test_x(): pass",
        "never came: ['gone']",
    ),
    "pending task": (
        "async def forever(): await asyncio.sleep(99)\n"
        "async def test_x():\n    task = asyncio.create_task(forever()); await asyncio.sleep(0)",
        " forever at ",
    ),
    "slow test": (
        "@pytest.mark.time_limit(0.05)\nasync def test_x(): await asyncio.sleep(9)",
        "still running after 0.05 s",
    ),
    "lost error": (
        "async def test_x(): asyncio.get_running_loop().call_soon(lambda: 1 / 0); await asyncio.sleep(0.01)",
        "division by zero",
    ),
    "failing async test": ("async def test_x(): assert 1 == 2", "assert 1 == 2"),
}

GOOD_WITH_QT = {
    "window closed by the bot": "def test_x(qtbot): w = QWidget(); qtbot.addWidget(w); w.show()",
    "timer stopped": "def test_x(qapp): t = QTimer(); t.start(9000); t.stop()",
    "shot fired": "async def test_x(): QTimer.singleShot(0, lambda: None); await asyncio.sleep(0.05)",
    "shot with a deleted context": (
        "def test_x(qtbot): w = QWidget(); qtbot.addWidget(w); QTimer.singleShot(9000, w, lambda: None)"
    ),
    "work in a thread": "async def test_x(): await asyncio.to_thread(time.sleep, 0.01)",
    "window closed": "async def test_x(): w = QWidget(); w.show(); w.close(); await asyncio.sleep(0.01)",
}

BAD_WITH_QT = {
    "window": (
        "KEPT = []\ndef test_x(qapp): KEPT.append(QWidget()); KEPT[0].setObjectName('left')",
        "left behind: window QWidget 'left'",
    ),
    "timer": ("KEPT = []\ndef test_x(qapp):\n    KEPT.append(QTimer())\n    KEPT[0].start(9000)", ".py:8"),
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


Verdicts = dict[str, str]
"""For each test the words of its failure; an empty text where it passed."""


def _verdicts(folder: Path, tests: dict[str, str], *, qt: bool) -> Verdicts:
    """Run each test in a file of its own, all in one go."""
    (folder / "conftest.py").write_text(WITH_QT if qt else "")
    for number, test in enumerate(tests.values()):
        (folder / f"test_sample{number}.py").write_text((QT_IMPORTS if qt else IMPORTS) + test + "\n")
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), "-q"]
    command += ["-p", "tests.strictness", "-p", "no:cacheprovider", "--continue-on-collection-errors"]
    command += ["-o", f"pythonpath={ROOT}", "--junitxml", str(report), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert report.exists(), done.stdout + done.stderr
    words: Verdicts = dict.fromkeys(tests, "")
    seen = set()
    for case in ElementTree.parse(report).iter("testcase"):
        place = f"{case.get('classname')} {case.get('name')}"
        name = list(tests)[int(re.findall(r"test_sample(\d+)", place)[0])]
        seen.add(name)
        words[name] += "".join(
            f"{part.get('message')} {part.text}" for part in case if part.tag in ("failure", "error")
        )
    assert seen == set(tests), done.stdout
    return words


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    tests = GOOD | {name: test for name, (test, _) in BAD.items()}
    return _verdicts(tmp_path_factory.mktemp("plain"), tests, qt=False)


@pytest.fixture(scope="module")
def windowed(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    tests = GOOD_WITH_QT | {name: test for name, (test, _) in BAD_WITH_QT.items()}
    return _verdicts(tmp_path_factory.mktemp("windowed"), tests, qt=True)


@pytest.mark.parametrize("name", GOOD)
def test_careful_test_passes(plain: Verdicts, name: str) -> None:
    assert not plain[name]


@pytest.mark.parametrize("name", BAD)
def test_careless_test_fails_and_is_named(plain: Verdicts, name: str) -> None:
    assert BAD[name][1] in plain[name]


@pytest.mark.parametrize("name", GOOD_WITH_QT)
def test_careful_test_of_the_window_passes(windowed: Verdicts, name: str) -> None:
    assert not windowed[name]


@pytest.mark.parametrize("name", BAD_WITH_QT)
def test_careless_test_of_the_window_fails_and_is_named(windowed: Verdicts, name: str) -> None:
    assert BAD_WITH_QT[name][1] in windowed[name]
