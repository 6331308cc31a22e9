"""How long a start takes, each in a process of its own: a bare window, and the desk painted and loaded.

`python -m benchmarks.starting bare` and `... desk FOLDER UPSTREAM` are such processes. They print the instants, by the
machine's steady clock, at which their window was painted and at which it could be used.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import PySide6.QtWidgets  # noqa: F401  # before qasync, as in the desk
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QMainWindow, QWidget

_LOOK_AGAIN = 40  # milliseconds: often enough to be exact, seldom enough not to be what is measured
_PATIENCE = 30  # seconds


class Painted(QObject):
    """Calls back once, as soon as a window of this kind has been painted for the first time."""

    def __init__(self, app: QApplication, kind: str, then: Callable[[], None]) -> None:
        super().__init__(app)
        self._app, self._kind, self._then = app, kind, then
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and type(watched).__name__ == self._kind:
            self._app.removeEventFilter(self)
            QTimer.singleShot(0, self._then)
        return False


def _bare() -> None:
    app = QApplication([])
    window = QMainWindow()
    window.resize(1280, 800)

    def painted() -> None:
        print(time.monotonic())
        app.quit()

    Painted(app, "QMainWindow", painted)
    window.show()
    app.exec()


def _desk(folder: Path, upstream: str) -> None:
    from agentdesk.app import application, main
    from agentdesk.options import DeskOptions

    app = application()
    look = QTimer(app)

    def painted() -> None:
        print(time.monotonic())
        look.timeout.connect(lambda: _look(look))
        look.start(_LOOK_AGAIN)

    Painted(app, "MainWindow", painted)
    sys.exit(main(DeskOptions(folder, upstream)))


def _look(look: QTimer) -> None:
    """Press what the desk asks for where there is no keyring; once the search is on screen, say so and close."""
    window = next(one for one in QApplication.topLevelWidgets() if type(one).__name__ == "MainWindow")
    for one in window.findChildren(QWidget):
        kind = type(one).__name__
        if isinstance(one, QAbstractButton) and one.text() == "This session only" and one.isVisible():
            one.click()
            return
        if kind == "SearchPage" and one.isVisible():
            look.stop()
            one.repaint()
            print(time.monotonic())
            window.close()
            return


def starts(upstream: str, runs: int = 7) -> tuple[float, float, float]:
    """Milliseconds from the process's birth: bare window painted, desk painted, desk loaded. Medians, taken in turn."""
    bare, painted, loaded = [], [], []
    _start("bare")  # fills the system's file cache
    for _ in range(runs):
        bare.append(_start("bare")[0])
        with tempfile.TemporaryDirectory(prefix="agentdesk-bench-") as folder:
            first, usable = _start("desk", folder, upstream)
        painted.append(first)
        loaded.append(usable)
    return median(bare), median(painted), median(loaded)


def _start(*arguments: str) -> list[float]:
    born = time.monotonic()
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.starting", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=_PATIENCE,
    ).stdout
    return [(float(line) - born) * 1000 for line in said.split()]


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        _bare()
    else:
        _desk(Path(sys.argv[2]), sys.argv[3])
