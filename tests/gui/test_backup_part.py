"""Data and backup in the settings: the passphrase twice, a file, and what came of it."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from agentdesk import desktop
from agentdesk.assembly import environment_of
from agentdesk.hands import Hands
from agentdesk.storage.backup import back_up, read_contents
from agentdesk.storage.key_file import KeyFile
from agentdesk.travel.environment import World
from agentdesk.ui.errands import Errands
from agentdesk.ui.settings.backup_part import BackupPart
from tests.gui.dressed import themed
from tests.gui.rooms_under_test import Around
from tests.gui.test_ways_in import a_desktop

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform says so of every dialog

WORDS = "correct horse battery"


async def name(hands: Hands, target: Path) -> None:
    """In the dialog that asks where to."""

    def shown() -> QFileDialog | None:
        found = [box for box in hands.window.findChildren(QFileDialog) if box.isVisible()]
        return found[0] if found else None

    await hands.until(shown, "the dialog for the file")
    dialog = shown()
    assert dialog is not None
    assert Path(dialog.selectedFiles()[0]).name.startswith("agentdesk-20")
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.setText(str(target))
    dialog.accept()
    await hands.until(lambda: shown() is None, "the dialog gone")
    await hands.come_forward()


async def test_everything_is_backed_up_from_the_window_while_it_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop, "back_up", partial(back_up, n=2**10))  # scrypt is slow by design
    target = tmp_path / "agency.backup"
    async with a_desktop(tmp_path / "data", KeyFile(tmp_path / "keys", "here")) as (_, hands):
        await hands.find("From")
        await hands.press("Ctrl+,")
        await hands.click("Data and backup settings")
        await hands.fill("Passphrase of the backup", WORDS)
        await hands.fill("The same passphrase again", WORDS)
        await hands.press("Return")
        await name(hands, target)
        await hands.hear("The backup is made.")
        assert hands.says("It was read again and is whole.")
        field = await hands.find("Passphrase of the backup", QLineEdit)
        assert isinstance(field, QLineEdit)
        assert field.text() == ""
    (kept,) = read_contents(target, WORDS, whole=True).databases
    assert kept.name.startswith(environment_of(World.PRACTICE, "").folder)


async def test_a_passphrase_too_short_or_mistyped_and_a_file_that_is_there_are_said(tmp_path: Path) -> None:
    target = tmp_path / "agency.backup"
    target.write_text("an older backup")
    async with Errands(_raise) as errands:
        part, hands = _shown(errands, Around())
        await hands.fill("Passphrase of the backup", "short")
        await hands.press("Return")
        await hands.hear("At least 12 characters")
        await hands.fill("Passphrase of the backup", WORDS)
        await hands.fill("The same passphrase again", "correct horse batteri")
        await hands.press("Return")
        await hands.hear("Not the same passphrase")
        await hands.fill("The same passphrase again", WORDS)
        await hands.click("Back up…")
        await name(hands, target)
        await hands.hear("There is no backup.")
        assert hands.says("exists already: name a new file. Nothing was changed.")
        assert target.read_text() == "an older backup"
        await hands.click("Back up…")
        await name(hands, tmp_path / "another.backup")
        await hands.hear("The backup is made.")
        assert hands.says("3 orders")
        part.hide()
        part.deleteLater()


async def test_a_session_that_keeps_nothing_has_nothing_to_back_up() -> None:
    async with Errands(_raise) as errands:
        part, hands = _shown(errands, Around(keeps_secrets=False))
        await hands.hear("In this session nothing is kept on this computer")
        assert hands.seen("Back up…") is None  # it cannot be pressed
        part.hide()
        part.deleteLater()


def _shown(errands: Errands, around: Around) -> tuple[BackupPart, Hands]:
    part = BackupPart(themed(), errands, around)
    part.show_now()
    part.resize(800, 300)
    part.show()
    part.activateWindow()
    return part, Hands(part, patience=8)


def _raise(bug: BaseException) -> None:
    raise bug
