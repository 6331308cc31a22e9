"""Copy diagnostics: one key, and what goes to the clipboard helps a support call and names nobody."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from agentdesk.desktop import Desktop
from agentdesk.options import DeskOptions
from agentdesk.storage.log_files import kept_log
from agentdesk.storage.settings import JsonSettings
from agentdesk.travel.environment import World
from agentdesk.ui.main_window import MainWindow
from tests.fakes.airline import FakeAirline
from tests.gui.dressed import themed
from tests.gui.rooms_under_test import open_rooms
from tests.samples import an_order


async def test_a_key_copies_them_and_says_so() -> None:
    QGuiApplication.clipboard().clear()
    async with open_rooms(airline=FakeAirline()) as one:
        await one.hands.press("Ctrl+Shift+F1")
        await one.hands.hear("Diagnostics copied")
        assert QGuiApplication.clipboard().text() == await one.around.diagnostics()
    QGuiApplication.clipboard().clear()


async def test_they_tell_of_the_program_and_of_nobody(tmp_path: Path) -> None:
    theme = themed()
    window = MainWindow(theme, World.PRACTICE)
    options = DeskOptions(tmp_path, "http://zoe:secret@127.0.0.1:9")
    desktop = Desktop(window, theme, JsonSettings(tmp_path), options, asyncio.Event())
    desktop.keep(replace(desktop.preferences, agent="Ruth Okafor"))
    order = an_order()
    with kept_log(tmp_path):
        logging.getLogger("agentdesk.desk").info("%s was looked at: %s", order.id, order)
        text = await desktop.diagnostics()
    desktop.put_away()
    window.deleteLater()
    for line in ("AgentDesk: ", "Qt: 6.", "on offscreen", "World: practice", "Python: 3.", "Text: 100 %", order.id):
        assert line in text
    people = [word for one in order.passengers for word in (one.family_name, one.given_name)]
    for name in ("Okafor", "zoe", "secret", str(tmp_path), *people):
        assert name not in text
