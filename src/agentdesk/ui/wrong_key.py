"""What stands in the window when the key at hand does not open what is kept: try again, or begin with empty data."""

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.lone_card import lone_card

_SAID = (
    "The keyring has another key than the one with which this data was sealed. That happens when the keyring was reset "
    "or when the folder came from another computer. Nothing has been changed."
)
_ANEW = (
    "Bring the old keyring back and try again, or begin with empty data. The old data is then moved aside and kept. "
    "What was sold stays sold; its orders are not listed here until the old data is opened again."
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
        inner.addWidget(label(theme, "What is kept here cannot be opened", "title", wraps=True))
        inner.addWidget(label(theme, _SAID, "body", "text2", wraps=True))
        inner.addWidget(where)
        inner.addWidget(label(theme, _ANEW, "body", "text2", wraps=True))
        inner.addWidget(self._trouble)
        row = QHBoxLayout()
        row.addWidget(anew)
        row.addStretch(1)
        row.addWidget(self._retry)
        inner.addLayout(row)

    async def choice(self) -> bool:
        """What is chosen from now on."""
        self._choice = asyncio.get_running_loop().create_future()
        self._retry.setFocus(Qt.FocusReason.OtherFocusReason)
        return await self._choice

    def say(self, trouble: str) -> None:
        """Why the last choice could not be carried out."""
        self._trouble.say("bad", "The old data could not be moved aside.", trouble)

    def _settle(self, anew: bool) -> None:
        if not self._choice.done():
            self._choice.set_result(anew)
