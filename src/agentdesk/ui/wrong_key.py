"""What stands in the window when the key at hand does not open what is kept: try again, or begin with empty data."""

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agentdesk.ui.announcing import announce
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.lone_card import lone_card

_TITLE = "What is kept here cannot be opened"
_SAID = (
    "The keyring does not have the key with which this data was sealed. That happens when the keyring was reset or "
    "when the folder came from another computer. Nothing has been changed."
)
_BACK = (
    "Bring the old keyring back and try again. If you have a backup, close AgentDesk and run: agentdesk restore FILE"
)
_ANEW = (
    "Or begin with empty data: the old data is moved aside and kept, and the account's orders are read again from the "
    "airline. Notes, your own references and fees, unfinished bookings and the record of what was tried stay in the "
    "old data only."
)


class WrongKeyPage(QWidget):
    """`await choice()`: True begins with empty data, False tries again."""

    def __init__(self, theme: Theme, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._trouble = Banner(theme)
        self._retry = Button(theme, "Try again", kind="primary", icon="refresh-cw")
        self._retry.clicked.connect(lambda: self._settle(False))
        anew = Button(theme, "Begin with empty data, keep the old")
        anew.clicked.connect(lambda: self._settle(True))
        where = label(theme, str(folder), "entry", "text2", wraps=True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inner = lone_card(self)
        inner.addWidget(label(theme, _TITLE, "title", wraps=True))
        inner.addWidget(label(theme, _SAID, "body", "text2", wraps=True))
        inner.addWidget(where)
        for way in (_BACK, _ANEW):
            inner.addWidget(label(theme, way, "body", "text2", wraps=True))
        inner.addWidget(self._trouble)
        row = QHBoxLayout()
        row.addWidget(anew)
        row.addStretch(1)
        row.addWidget(self._retry)
        inner.addLayout(row)

    async def choice(self) -> bool:
        """What has been chosen, be it before anybody asked; asked again, what is chosen from now on."""
        announce(self, f"{_TITLE}. {_SAID}", urgent=True)
        self._retry.setFocus(Qt.FocusReason.OtherFocusReason)
        try:
            return await self._choice
        finally:
            self._choice = asyncio.get_running_loop().create_future()

    def say(self, trouble: str) -> None:
        """Why the last choice could not be carried out."""
        self._trouble.say("bad", "The old data could not be moved aside.", trouble)

    def _settle(self, anew: bool) -> None:
        if not self._choice.done():
            self._choice.set_result(anew)
