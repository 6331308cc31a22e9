"""AgentDesk with Hands that are told by wire what to do: run as a module, it is the process that a test kills.

Each line in is ["verb", argument, ...], each line out {"answer": ...} or {"trouble": "..."}.
"""

import asyncio
import json
import sys
from pathlib import Path

import PySide6.QtWidgets  # noqa: F401  # before qasync, which takes the first Qt binding that it finds loaded
import qasync
from PySide6.QtWidgets import QLineEdit, QListView

from agentdesk import desktop
from agentdesk.app import application
from agentdesk.hands import Hands, NotThere
from agentdesk.options import DeskOptions
from agentdesk.travel.environment import World
from agentdesk.ui.main_window import MainWindow
from agentdesk.ui.theme import Shade, Theme

PATIENCE = 15  # seconds


async def obey(hands: Hands) -> None:
    while line := await asyncio.to_thread(sys.stdin.readline):
        verb, *arguments = json.loads(line)
        try:
            said = {"answer": await do(hands, verb, arguments)}
        except NotThere as trouble:
            said = {"trouble": str(trouble)}
        print(json.dumps(said), flush=True)


async def do(hands: Hands, verb: str, arguments: list[str]) -> object:
    match verb, arguments:
        case "names", []:
            return hands.names()
        case "value", [name]:
            field = await hands.find(name, QLineEdit)
            assert isinstance(field, QLineEdit)
            return field.text()
        case "begins", [start]:
            await hands.until(lambda: any(name.startswith(start) for name in hands.names()), f"'{start}...'")
            return next(name for name in hands.names() if name.startswith(start))
        case "minimise", []:
            hands.window.showMinimized()
        case "raised", []:
            await hands.until(lambda: not hands.window.isMinimized(), "the window in front")
        case "row", [start]:
            rows = await hands.find("Offers", QListView)
            assert isinstance(rows, QListView)
            return await walk_to(hands, rows, start)
        case (("focus" | "find"), [name]):
            await hands.find(name)
            if verb == "focus":
                await hands.focus(name)
        case (("write" | "press" | "click" | "hear" | "fill"), _):
            await getattr(hands, verb)(*arguments)
        case _:
            raise ValueError(f"{verb} is no verb")
    return None


async def walk_to(hands: Hands, rows: QListView, start: str) -> str:
    """Down the list to the first row that begins so; which one is on top depends on the day's fares."""
    await hands.until(lambda: rows.currentIndex().isValid(), "a row")
    await hands.focus(rows.accessibleName())
    for _ in range(rows.model().rowCount()):
        if str(rows.currentIndex().data()).startswith(start):
            return str(rows.currentIndex().data())
        await hands.press("Down")
    raise NotThere(f"no row '{start}...'")


async def main(data: Path, upstream: str) -> int:
    theme = Theme(Shade.LIGHT)
    theme.apply(application())
    window = MainWindow(theme, World.PRACTICE)
    window.show()
    window.activateWindow()
    life = asyncio.ensure_future(desktop.live(window, theme, DeskOptions(data=data, upstream=upstream)))
    orders = asyncio.ensure_future(obey(Hands(window, patience=PATIENCE)))
    await asyncio.wait({life, orders}, return_when=asyncio.FIRST_COMPLETED)
    window.close()
    return await life


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application())) as runner:
        sys.exit(runner.run(main(Path(sys.argv[1]), sys.argv[2])))
