"""Walks through a chapter that keeps its promise and one that does not: run as a module, since the walk ends with its
program and leaves the application as it is."""

import asyncio
import sys
from pathlib import Path

import PySide6.QtWidgets  # noqa: F401  # before qasync
import qasync

from agentdesk.app import application
from agentdesk.options import TourOptions
from agentdesk.troubles import walk
from agentdesk.troubles.stage import Chapter, Stage


async def play(stage: Stage) -> None:
    blocked = stage.data / "blocked"
    blocked.write_text("a file")
    async with stage.window("blocked") as hands:
        await stage.shows("folder-not-usable", "The desk cannot be opened")
        blocked.unlink()
        await hands.click("Try again")
        await hands.find("From")


async def nothing(_stage: Stage) -> None:
    return


CHAPTERS = (
    Chapter("right", play, ("folder-not-usable",), has_desk=False, has_line=False),
    Chapter("wrong", nothing, ("never-shown",), has_desk=False, has_line=False),
)


def main(folder: Path) -> int:
    app = application()
    options = TourOptions(folder / "out", size=(1024, 700))
    options.out.mkdir()
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        return runner.run(walk.walk(app, options, folder, lambda _name, _window: None, CHAPTERS))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
