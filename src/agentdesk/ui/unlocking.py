"""What stands in the window when the keyring does not open: a passphrase at each start, or this session only."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from agentdesk.ui.announcing import announce
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.lone_card import lone_card

SHORTEST = 10


class Door(StrEnum):
    """Why the agent is asked."""

    NONE = "none"  # there is no keyring on this machine
    LOCKED = "locked"  # there is one, and it has not opened yet
    SEALED = "sealed"  # a passphrase was chosen at an earlier start


_TITLES = {
    Door.NONE: "There is no keyring on this machine",
    Door.LOCKED: "The system's keyring is still locked",
    Door.SEALED: "Your passphrase opens the desk",
}
_SAID = {
    Door.NONE: "AgentDesk keeps tokens and the key of its data in the operating system's keyring. Without one you can "
    "seal them in a file with a passphrase, asked for at each start, or go on with nothing kept at all.",
    Door.LOCKED: "The system may be asking for its password in another window. As soon as the keyring is open, the "
    "desk opens by itself; nothing is changed meanwhile.",
    Door.SEALED: "Tokens and the key of the data are sealed in a file. Nothing can be read without the passphrase.",
}
_NOT_WAITING = "You need not wait for it:"
_ONLY_SESSION = (
    "The bookings and orders kept here open with the keyring only. For this session you can work without them; they "
    "are not touched, and nothing of this session is kept."
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A passphrase; "" means this session only, or with `anew` empty data beside the old."""

    passphrase: str
    anew: bool = False


class Unlocking(QWidget):
    """`await choice()` until the agent has chosen; `wrong(sentence)` asks again.

    `has_data`: what is kept here opens with the locked keyring only, so a passphrase would lead nowhere.
    """

    def __init__(self, theme: Theme, *, door: Door, has_data: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_data = has_data
        self._choice: asyncio.Future[Chosen] = asyncio.get_running_loop().create_future()
        self._title = label(theme, "", "title", wraps=True)
        self._said = label(theme, "", "body", "text2", wraps=True)
        self._field = Field(theme, "Passphrase", hint="")
        self._field.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.edit.returnPressed.connect(self._with_passphrase)
        self._again = Field(theme, "Passphrase again", hint="There is no other way to the data: write it down safely")
        self._again.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._again.edit.returnPressed.connect(self._with_passphrase)
        self._open = Button(theme, "Open with the passphrase", kind="primary", key="Enter")
        self._open.clicked.connect(self._with_passphrase)
        self._once = Button(theme, "This session only")
        self._once.setToolTip("Nothing is kept when AgentDesk ends")
        self._once.clicked.connect(lambda: self._settle(Chosen("")))
        self._anew = Button(theme, "Begin with empty data")
        self._anew.setToolTip("The old data is moved aside and kept; a new passphrase is asked for")
        self._anew.clicked.connect(lambda: self._settle(Chosen("", anew=True)))
        self._door = door
        self._lay_out()
        self.show_door(door)

    def show_door(self, door: Door) -> None:
        """Ask for another reason than before."""
        self._door = door
        only_session = door is Door.LOCKED and self._has_data
        self._title.setText(_TITLES[door])
        more = _ONLY_SESSION if only_session else _NOT_WAITING if door is Door.LOCKED else ""
        self._said.setText(f"{_SAID[door]} {more}".strip())
        self._field.put("")
        self._field.hint(f"At least {SHORTEST} characters" if self._is_new else "")
        self._field.setVisible(not only_session)
        self._again.setVisible(self._is_new and not only_session)
        self._open.setVisible(not only_session)
        self._anew.hide()
        announce(self, _TITLES[door])
        if self.isVisible():
            self._take_focus()

    async def choice(self) -> Chosen:
        """What has been chosen, be it before anybody asked; asked again, what is chosen from now on."""
        self._take_focus()
        try:
            return await self._choice
        finally:
            self._choice = asyncio.get_running_loop().create_future()

    def wrong(self, sentence: str) -> None:
        """Ask again; a forgotten passphrase is no dead end."""
        self._field.wrong(sentence)
        self._field.edit.selectAll()
        self._anew.setVisible(self._door is Door.SEALED)

    @property
    def _is_new(self) -> bool:
        return self._door is not Door.SEALED

    def _take_focus(self) -> None:
        target = self._once if self._field.isHidden() else self._field.edit
        target.setFocus(Qt.FocusReason.OtherFocusReason)

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

    def _lay_out(self) -> None:
        inner = lone_card(self)
        for part in (self._title, self._said, self._field, self._again):
            inner.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._once)
        row.addWidget(self._anew)
        row.addStretch(1)
        row.addWidget(self._open)
        inner.addLayout(row)
