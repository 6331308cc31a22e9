"""Text and controls up to 200 %: chosen in the settings, there from the next start."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from agentdesk.app import chosen_scale
from agentdesk.desk.preferences import Preferences
from agentdesk.desk.sizes import SIZES
from agentdesk.storage.settings import FILE_NAME, JsonSettings
from tests.fakes.airline import FakeAirline
from tests.gui.rooms_under_test import open_rooms
from tests.samples import an_offer


@pytest.mark.parametrize("size", SIZES)
def test_every_size_that_can_be_chosen_is_taken_at_the_next_start(tmp_path: Path, size: int) -> None:
    JsonSettings(tmp_path).save(Preferences(size_percent=size))
    found = chosen_scale(tmp_path)
    assert found is None if size == 100 else float(found or 0) == size / 100


async def test_keys_change_the_size_step_by_step_and_never_beyond() -> None:
    async with open_rooms(airline=FakeAirline(an_offer())) as one:
        await one.hands.press("Ctrl+-")
        assert one.around.preferences.size_percent == 100
        await one.hands.press("Ctrl+=", 2)
        assert one.around.preferences.size_percent == 150
        await one.hands.press("Ctrl+=", 9)
        assert one.around.preferences.size_percent == 200
        await one.hands.press("Ctrl+0")
        assert one.around.preferences.size_percent == 100


@pytest.mark.parametrize("content", ["", "{", "[]", '{"size_percent": "200"}', '{"size_percent": 900}', "{}"])
def test_damaged_settings_start_at_the_usual_size(tmp_path: Path, content: str) -> None:
    assert chosen_scale(tmp_path) is None
    (tmp_path / FILE_NAME).write_text(content, encoding="utf-8")
    assert chosen_scale(tmp_path) is None


def test_the_window_is_drawn_at_that_size(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({"size_percent": 150}), encoding="utf-8")
    code = """
import os, sys
from pathlib import Path
from agentdesk import app
os.environ["QT_SCALE_FACTOR"] = app.chosen_scale(Path(sys.argv[1]))
window = app.MainWindow(app.Theme(), app.World.PRACTICE) if app.application() else None
print(window.devicePixelRatioF(), window.minimumWidth())
"""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    env.pop("QT_SCALE_FACTOR", None)
    command = [sys.executable, "-c", code, str(tmp_path)]
    run = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.split() == ["1.5", "1024"]
