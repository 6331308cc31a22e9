"""What stands in the window when there is no keyring: a passphrase at each start, or this session only."""

import asyncio
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import card, label

SHORTEST = 10


@dataclass(frozen=True, slots=True)
class Chosen:
    """A passphrase; "" means this session only."""

    passphrase: str


class Unlocking(QWidget):
    """`await choice()` until the agent has chosen; `wrong(sentence)` asks again."""

    def __init__(self, theme: Theme, *, is_new: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_new = is_new
        self._choice: asyncio.Future[Chosen] = asyncio.get_running_loop().create_future()
        title = "There is no keyring on this machine" if is_new else "Your passphrase opens the desk"
        said = (
            "AgentDesk keeps tokens and the key of its data in the operating system's keyring. Without one you can "
            "seal them in a file with a passphrase, asked for at each start, or go on with nothing kept at all."
            if is_new
            else "Tokens and the key of the data are sealed in a file. Nothing can be read without the passphrase."
        )
        self._field = Field(theme, "Passphrase", hint=f"At least {SHORTEST} characters" if is_new else "")
        self._field.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.edit.returnPressed.connect(self._with_passphrase)
        self._again = Field(theme, "Passphrase again", hint="There is no other way to the data: write it down safely")
        self._again.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._again.edit.returnPressed.connect(self._with_passphrase)
        self._open = Button(theme, "Open with the passphrase", kind="primary")
        self._open.clicked.connect(self._with_passphrase)
        self._once = Button(theme, "This session only")
        self._once.clicked.connect(lambda: self._settle(Chosen("")))
        frame = card()
        frame.setFixedWidth(620)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(24, 20, 24, 20)
        inner.setSpacing(12)
        inner.addWidget(label(theme, title, "title"))
        inner.addWidget(label(theme, said, "body", "text2", wraps=True))
        inner.addWidget(self._field)
        inner.addWidget(self._again)
        self._again.setVisible(is_new)
        row = QHBoxLayout()
        row.addWidget(self._once)
        row.addStretch(1)
        row.addWidget(self._open)
        inner.addLayout(row)
        whole = QVBoxLayout(self)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(frame)
        middle.addStretch(1)
        whole.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(2)

    async def choice(self) -> Chosen:
        """What has been chosen, be it before anybody asked; asked again, what is chosen from now on."""
        self._field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        try:
            return await self._choice
        finally:
            self._choice = asyncio.get_running_loop().create_future()

    def wrong(self, sentence: str) -> None:
        self._field.wrong(sentence)
        self._field.edit.selectAll()

    def _with_passphrase(self) -> None:
        if self._is_new and len(self._field.text) < SHORTEST:
            self.wrong(f"At least {SHORTEST} characters")
        elif self._is_new and self._field.text != self._again.text:
            self._again.wrong("Not the same passphrase")
        elif self._field.text:
            self._settle(Chosen(self._field.text))

    def _settle(self, chosen: Chosen) -> None:
        if not self._choice.done():
            self._choice.set_result(chosen)
