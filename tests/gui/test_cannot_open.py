"""What stands in the window when the desk cannot be opened: three sentences, and another try."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from agentdesk.hands import Hands
from agentdesk.travel.errors import ConnectionLost, DataFolderInUse, NeverSent, NoKeyring, NotKept, TravelError
from agentdesk.ui.cannot_open import CannotOpenPage, said_of
from agentdesk.ui.errands import Errands
from tests.gui.dressed import themed


@pytest.mark.parametrize(
    ("trouble", "happened", "then"),
    [
        (DataFolderInUse("/data"), "Another AgentDesk works on this data folder", "Look for the other window."),
        (NotKept("/data/id cannot be read: [Errno 28] No space left"), "The disk is full.", "Make room on it"),
        (
            NotKept("the folder /data cannot be made: [Errno 17] File exists"),
            "The folder /data cannot be made",
            "--data",
        ),
        (ConnectionLost("the practice airline did not start in time"), "The practice airline did not", "try again"),
        (NeverSent("the address must be https"), "The address must be https.", "try again"),
        (NoKeyring("none"), "There is no keyring", "Start one"),
    ],
)
def test_each_trouble_of_a_start_says_what_happened_what_is_safe_and_what_to_do(
    trouble: TravelError, happened: str, then: str
) -> None:
    said = said_of(trouble)
    assert said.happened.startswith(happened)
    assert "Errno" not in said.happened
    assert "Nothing was" in said.safe
    assert then in said.then


async def test_enter_tries_once_more(tmp_path: Path) -> None:
    window = QWidget()
    window.resize(1024, 700)
    page = CannotOpenPage(themed(), NotKept("the disk is full"), tmp_path, window)
    page.resize(window.size())
    window.show()
    window.activateWindow()
    tried: list[bool] = []

    async def wait() -> None:
        await page.another_try()
        tried.append(True)

    async with Errands(lambda bug: pytest.fail(str(bug))) as errands:
        errands.run(wait())
        hands = Hands(window)
        await hands.come_forward()
        again = await hands.find("Try again")
        await hands.until(again.hasFocus, "the keyboard on the button")
        await hands.press("Return")
        await hands.until(lambda: tried, "another try")
    window.hide()
    window.deleteLater()
