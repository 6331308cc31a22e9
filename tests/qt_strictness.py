"""Fixtures for tests of the window: a qasync loop a test, and nothing left behind: widget, timer, thread or task."""

import asyncio
import gc
import threading
import time
import traceback
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import pytest
import qasync
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from tests.strictness import judge, told

_GRACE = 2.0  # seconds for threads that are just ending
_QTS_OWN = {"QTipLabel"}  # Qt keeps one tool tip for the whole program


class QtRunner:
    """Runs coroutines on a qasync loop."""

    def __init__(self, loop: qasync.QEventLoop) -> None:
        self.loop = loop

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(coroutine)


@pytest.fixture
def qt_loop(qapp: QApplication, nothing_left_behind: None) -> Iterator[QtRunner]:
    """The loop that Qt and asyncio share in this test. Await facts: `qtbot.wait...` would start a second loop and hang.

    It ends before `nothing_left_behind` looks round, and its worker threads with it.
    """
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)
    trouble: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _, context: trouble.append(context))
    yield QtRunner(loop)
    left = [task for task in asyncio.all_tasks(loop) if not task.done()]
    words = [told(task) for task in left]
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.wait(left, timeout=_GRACE))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
    asyncio.set_event_loop(None)
    judge(words, trouble)


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails the test for each window, running timer or thread that outlives it, and names the line that started it."""
    qapp.setQuitOnLastWindowClosed(False)  # else the loop stops when a test closes its window
    started: WeakKeyDictionary[object, str] = WeakKeyDictionary()
    for kind in (QTimer, QThread):
        monkeypatch.setattr(kind, "start", _noting(kind.start, started))
    shots = _watch_single_shots(monkeypatch)
    windows = set(_windows())
    threads = set(threading.enumerate())
    yield
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    left = [f"window {_named(window)}" for window in _windows() if window not in windows]
    left += [f"timer started at {line}" for timer, line in _of_kind(started, QTimer) if _runs(timer.isActive)]
    left += [f"single shot asked for at {shot.line}" for shot in shots if shot.will_fire()]
    left += _still_running(started, threads)
    for window in _windows():
        if window not in windows:
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if left:
        pytest.fail("left behind: " + "; ".join(left), pytrace=False)


def _windows() -> list[QWidget]:
    return [
        window
        for window in QApplication.topLevelWidgets()
        if window.parent() is None and window.metaObject().className() not in _QTS_OWN
    ]


def _named(window: QWidget) -> str:
    names = (window.objectName(), window.accessibleName(), window.windowTitle())
    return " ".join([type(window).__name__, *(repr(name) for name in names if name)])


def _of_kind(started: "WeakKeyDictionary[Any, str]", kind: type) -> list[tuple[Any, str]]:
    return [(thing, line) for thing, line in started.items() if isinstance(thing, kind)]


def _runs(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except RuntimeError:  # Qt has deleted it already
        return False


def _still_running(started: "WeakKeyDictionary[object, str]", before: set[threading.Thread]) -> list[str]:
    deadline = time.monotonic() + _GRACE
    while True:
        left = [f"thread {thread.name}" for thread in threading.enumerate() if thread not in before and _lasts(thread)]
        left += [f"thread started at {line}" for thread, line in _of_kind(started, QThread) if _runs(thread.isRunning)]
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.01)


def _lasts(thread: threading.Thread) -> bool:
    """Threads that Qt made and Python merely saw are no news: their end cannot be seen from here."""
    return thread.is_alive() and not isinstance(thread, threading._DummyThread)


def _noting(start: Callable[..., None], started: "WeakKeyDictionary[object, str]") -> Callable[..., None]:
    def noted(self: object, *arguments: object) -> None:
        started[self] = _caller()
        start(self, *arguments)

    return noted


@dataclass(eq=False)
class _Shot:
    """A single shot that has not been fired; it never will be once its context object is deleted."""

    line: str
    context: QObject | None

    def will_fire(self) -> bool:
        return self.context is None or isValid(self.context)


def _watch_single_shots(monkeypatch: pytest.MonkeyPatch) -> list[_Shot]:
    """The shots that have not been fired yet."""
    waiting: list[_Shot] = []
    shoot = QTimer.singleShot

    def watched(*arguments: Any) -> None:
        *before, deed = arguments
        if not callable(deed):  # the old form with the name of a slot
            shoot(*arguments)
            return
        shot = _Shot(_caller(), next((thing for thing in before if isinstance(thing, QObject)), None))

        def fire() -> None:
            waiting.remove(shot)
            deed()

        waiting.append(shot)
        shoot(*before, fire)

    monkeypatch.setattr(QTimer, "singleShot", staticmethod(watched))
    return waiting


def _caller() -> str:
    frame = next(frame for frame in reversed(traceback.extract_stack()) if frame.filename != __file__)
    return f"{frame.filename}:{frame.lineno}"
