"""The walk through every kind of trouble: all chapters one after the other, a picture of each state, and a count."""

import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication, QWidget

from agentdesk.options import TourOptions
from agentdesk.troubles import afterwards, paying, searching, starting, times, twice, unknown
from agentdesk.troubles.stage import Chapter, Stage

CHAPTERS: tuple[Chapter, ...] = (
    *starting.CHAPTERS,
    *searching.CHAPTERS,
    *paying.CHAPTERS,
    *twice.CHAPTERS,
    *unknown.CHAPTERS,
    *afterwards.CHAPTERS,
    *times.CHAPTERS,
)


def states(chapters: Sequence[Chapter] = CHAPTERS) -> tuple[str, ...]:
    """Every state that is promised, in the order of the walk."""
    return tuple(state for chapter in chapters for state in chapter.states)


def main(
    app: QApplication,
    options: TourOptions,
    look: Callable[[str, QWidget], None],
    chapters: Sequence[Chapter] = CHAPTERS,
) -> int:
    """Walk; 0 only if every state came, was announced, and has its picture. `look` is shown the window at each."""
    data = options.data or Path(tempfile.mkdtemp(prefix="agentdesk-trouble-"))
    data.mkdir(parents=True, exist_ok=True)
    try:
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
            return runner.run(walk(app, options, data, look, chapters))
    finally:
        if options.data is None:
            shutil.rmtree(data, ignore_errors=True)


async def walk(
    app: QApplication,
    options: TourOptions,
    data: Path,
    look: Callable[[str, QWidget], None],
    chapters: Sequence[Chapter] = CHAPTERS,
) -> int:
    """The same on a loop that runs already."""
    began = time.monotonic()
    stage = Stage(app, options, data, look)
    complaints: list[str] = []
    try:
        for chapter in chapters:
            started, before = time.monotonic(), len(stage.steps)
            complaints += await stage.play(chapter, _first(chapter))
            print(
                f"{chapter.title}: {len(stage.steps) - before} states, {time.monotonic() - started:.0f} s", flush=True
            )
    finally:
        await stage.end()
    _report(options, stage, complaints, time.monotonic() - began)
    return 1 if complaints else 0


def _first(chapter: Chapter) -> int:
    """The number of its first state in the whole walk, counted from 1; 1 for a chapter of somebody else."""
    return 1 + len(states(CHAPTERS[: CHAPTERS.index(chapter)])) if chapter in CHAPTERS else 1


def _report(options: TourOptions, stage: Stage, complaints: list[str], seconds: float) -> None:
    report = {
        "environment": "practice",
        "size": "x".join(str(side) for side in options.size),
        "theme": options.theme.value,
        "states": stage.steps,
        "seconds": round(seconds, 1),
        "keystrokes": stage.keystrokes,
        "clicks": stage.clicks,
        "complaints": complaints,
    }
    text = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    (options.out / "trouble.json").write_text(text, encoding="utf-8")
    for complaint in complaints:
        print(f"The walk disagrees: {complaint}", file=sys.stderr)
    print(f"{len(stage.steps)} states of trouble, {len(complaints)} not as promised: pictures in {options.out}")
