"""The agency's logo in the settings: chosen from a file by the keyboard, refused in words, removed."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from agentdesk.desk.agency_logo import LARGEST_PICTURE, picture
from agentdesk.ui.errands import Errands
from agentdesk.ui.settings.logo_field import LogoField
from agentdesk.ui.settings.settings_room import SettingsRoom
from tests.gui.dressed import themed
from tests.gui.test_settings_page import Around, _put_away, _raise, _shown
from tests.papers.test_logo import a_png


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform says so of every dialog
async def test_a_logo_is_chosen_kept_with_the_agency_and_removed(tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(a_png())
    around = Around()
    async with Errands(_raise) as errands:
        hands = _shown(SettingsRoom(themed(), errands, around))
        await hands.fill("Agency", "Harbour Street Travel")
        await hands.click("Choose a logo")
        await hands.until(lambda: hands.window.findChildren(QFileDialog), "the dialog")
        (dialog,) = hands.window.findChildren(QFileDialog)
        dialog.selectFile(str(file))
        dialog.fileSelected.emit(str(file))
        dialog.reject()
        await hands.until(lambda: around.preferences.agency.logo, "the logo")
        assert picture(around.preferences.agency.logo) == a_png()
        assert around.preferences.agency.name == "Harbour Street Travel"
        await hands.click("Remove the logo")
        assert around.preferences.agency.logo == ""
        assert around.preferences.agency.name == "Harbour Street Travel"
        _put_away(hands)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GIF89a", "This is no PNG or JPEG picture."),
        (a_png()[:60], "This picture is damaged."),
        (a_png().ljust(LARGEST_PICTURE + 1, b"x"), "The picture is too large: at most 224 kB."),
        (None, "The file could not be read: No such file or directory."),
    ],
)
async def test_what_cannot_be_a_logo_is_said_at_the_field_and_changes_nothing(
    content: bytes | None, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "logo.png"
    if content is not None:
        file.write_bytes(content)
    around = Around()
    async with Errands(_raise) as errands:
        hands = _shown(SettingsRoom(themed(), errands, around))
        (field,) = hands.window.findChildren(LogoField)
        await field.take(file)
        assert field.error == said
        assert around.preferences.agency.logo == ""
        _put_away(hands)
