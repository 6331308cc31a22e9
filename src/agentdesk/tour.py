"""The guided trip: a family books a return through the real window, judged by the airline's own books."""

import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import PySide6.QtWidgets  # noqa: F401  # before qasync
import qasync
from PySide6.QtWidgets import QApplication, QWidget

from agentdesk.app import application
from agentdesk.desktop import Desktop, live
from agentdesk.hands import Hands, NotThere
from agentdesk.options import DeskOptions, TourOptions
from agentdesk.stalls import StallMeter, Stalls
from agentdesk.tour_backstage import Backstage
from agentdesk.tour_detours import rest_of_the_house
from agentdesk.tour_judge import judged
from agentdesk.tour_orders import second_trip
from agentdesk.tour_trip import family_trip
from agentdesk.tour_trouble import second_customer
from agentdesk.travel.environment import World
from agentdesk.troubles import walk
from agentdesk.ui.main_window import MainWindow
from agentdesk.ui.theme import Shade, Theme


@dataclass(slots=True)
class Diary:
    """What the tour has seen: pictures, seconds per step, facts for the report."""

    out: Path
    hands: Hands
    started: float
    meter: StallMeter
    look: Callable[[str, QWidget], None]
    backstage: Backstage
    steps: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    def picture(self, name: str) -> None:
        """Keep a numbered picture and the time the step took."""
        number = len(self.steps) + 1
        target = self.out / f"{number:02}-{name}.png"
        now = time.monotonic()
        self.meter.pause()  # keeping a picture is the tour's own work
        self.hands.picture().save(str(target))
        self.look(name, self.hands.window)
        self.steps.append(
            {
                "step": name,
                "picture": target.name,
                "seconds": round(now - self.started, 3),
                "longest_stall_ms": round(self.meter.lap(), 1),
            }
        )
        self.started = time.monotonic()
        self.meter.start()


def main(options: TourOptions, look: Callable[[str, QWidget], None] = lambda _name, _window: None) -> int:
    """Make the trip; 0 only if references, amounts and tickets agree with the books and the paper.

    `look` is shown the window at each picture.
    """
    if not options.visible:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    options.out.mkdir(parents=True, exist_ok=True)
    app = application()
    if options.trouble:
        return walk.main(app, options, look)
    data = options.data or Path(tempfile.mkdtemp(prefix="agentdesk-tour-"))
    try:
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
            return runner.run(_tour(app, options, data, look))
    finally:
        if options.data is None:
            shutil.rmtree(data, ignore_errors=True)


async def _tour(app: QApplication, options: TourOptions, data: Path, look: Callable[[str, QWidget], None]) -> int:
    theme = Theme(Shade(options.theme.value))
    theme.apply(app)
    window = MainWindow(theme, World.PRACTICE)
    window.resize(*options.size)
    window.show()
    desktops: list[Desktop] = []
    life = asyncio.ensure_future(
        live(window, theme, DeskOptions(data, options.upstream), shade=theme.shade, born=desktops.append)
    )
    meter = StallMeter(window)
    backstage = Backstage(lambda: desktops[0].upstream_address)
    diary = Diary(options.out, Hands(window), time.monotonic(), meter, look, backstage)
    try:
        complaints = await _made(diary, meter, desktops)
    except NotThere as missed:
        diary.picture("not-there")
        complaints = [str(missed)]
    stalls = meter.stop()
    window.close()
    await life
    _report(options, diary, stalls, complaints)
    return 0 if not complaints else 1


async def _made(diary: Diary, meter: StallMeter, desktops: list[Desktop]) -> list[str]:
    """The trip itself, then the judgement: every way in which the books or the paper disagree."""
    await diary.hands.until(lambda: diary.hands.seen("From") or diary.hands.seen("This session only"), "the desk", 60)
    if diary.hands.seen("This session only") is not None:
        diary.picture("no-keyring")
        await diary.hands.click("This session only")
        await diary.hands.find("From", patience=60)
    meter.start()
    pdf = await family_trip(diary)
    await second_customer(diary)
    await rest_of_the_house(diary)
    await second_trip(diary)
    meter.pause()
    upstream = desktops[0].upstream_address
    return await asyncio.to_thread(judged, upstream, diary.facts, pdf)


def _report(options: TourOptions, diary: Diary, stalls: Stalls, complaints: list[str]) -> None:
    report = {
        "environment": "practice",
        "size": "x".join(str(side) for side in options.size),
        "theme": options.theme.value,
        **diary.facts,
        "steps": diary.steps,
        "seconds": round(sum(step["seconds"] for step in diary.steps), 3),
        "keystrokes": diary.hands.keystrokes,
        "clicks": diary.hands.clicks,
        "stalls_ms": {"p99": round(stalls.p99, 1), "longest": round(stalls.longest, 1), "ticks": stalls.ticks},
        "complaints": complaints,
    }
    (options.out / "tour.json").write_text(json.dumps(report, indent=2, default=_plain) + "\n", encoding="utf-8")
    for complaint in complaints:
        print(f"The tour disagrees: {complaint}", file=sys.stderr)
    if not complaints:
        print(f"{diary.facts['booking_reference']}: {len(diary.steps)} pictures and tour.json in {options.out}")


def _plain(value: object) -> str:
    if isinstance(value, Decimal | Path):
        return str(value)
    raise TypeError(type(value).__name__)
