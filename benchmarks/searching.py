"""How long the UI thread is away while a thousand offers stream in: the whole desk against a practice airline.

`python -m benchmarks.searching FOLDER UPSTREAM` is the desk's process; it prints what its stall meter has seen.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import PySide6.QtWidgets  # noqa: F401  # before qasync
import qasync

from agentdesk.app import application
from agentdesk.desktop import live
from agentdesk.hands import Hands
from agentdesk.options import DeskOptions
from agentdesk.stalls import StallMeter
from agentdesk.travel.environment import World
from agentdesk.ui.book.offers_page import OffersPage
from agentdesk.ui.main_window import MainWindow
from agentdesk.ui.theme import Shade, Theme


def stalls(upstream: str) -> dict[str, float]:
    """In milliseconds `median`, `p99` and `longest`, how many `offers` there were and in how many `seconds`."""
    with tempfile.TemporaryDirectory(prefix="agentdesk-bench-") as folder:
        said = subprocess.run(
            [sys.executable, "-m", "benchmarks.searching", folder, upstream],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=60,
        ).stdout
    measured: dict[str, float] = json.loads(said)
    return measured


async def _measured(folder: Path, upstream: str) -> None:
    theme = Theme(Shade.LIGHT)
    theme.apply(application())
    window = MainWindow(theme, World.PRACTICE)
    window.show()
    life = asyncio.ensure_future(live(window, theme, DeskOptions(folder, upstream)))
    hands = Hands(window)
    await hands.until(lambda: hands.seen("From") or hands.seen("This session only"), "the desk", 60)
    if hands.seen("This session only") is not None:
        await hands.click("This session only")
    for field, text in (("From", "LHR"), ("To", "JFK"), ("Depart", "+20"), ("Return date", "+27")):
        await hands.fill(field, text)
        await hands.press("Tab")
    meter = StallMeter(window)
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0.3)
    started = loop.time()
    meter.start()
    await hands.press("Ctrl+Return")
    page = window.findChild(OffersPage)
    assert page is not None
    while page.tab.found.running or not page.tab.found.answered:
        await asyncio.sleep(0.02)  # only two attributes are looked at, so that nothing of ours is measured
    await asyncio.sleep(0.1)
    meter.pause()
    seen, seconds = meter.stop(), loop.time() - started
    window.close()
    await life
    found = {"offers": len(page.tab.found.offers), "seconds": seconds}
    print(json.dumps(found | {"median": seen.median, "p99": seen.p99, "longest": seen.longest}))


def _main(folder: str, upstream: str) -> None:
    app = application()
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        runner.run(_measured(Path(folder), upstream))


if __name__ == "__main__":
    _main(*sys.argv[1:])
