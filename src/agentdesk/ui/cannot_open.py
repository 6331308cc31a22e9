"""What stands in the window when the desk cannot be opened: what happened, what is safe, and another try."""

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agentdesk.travel.errors import ConnectionLost, DataFolderInUse, NeverSent, NotKept, TravelError
from agentdesk.ui import words
from agentdesk.ui.announcing import announce
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.lone_card import lone_card

_NUMBER = re.compile(r"\[(Errno|WinError) \d+\] ")
_TITLE = "The desk cannot be opened"
_AS_IT_WAS = "Nothing was sent, and what is kept is as it was."


@dataclass(frozen=True, slots=True)
class Said:
    """Three paragraphs: what happened, what is safe, what to do."""

    happened: str
    safe: str
    then: str


def said_of(trouble: TravelError) -> Said:
    """In words about a start, where nothing has been sent yet."""
    match trouble:
        case DataFolderInUse():
            return Said(
                "Another AgentDesk works on this data folder, and its window does not answer.",
                "Nothing was changed. Two on one folder could book the same trip twice, so this one waits.",
                "Look for the other window. If it hangs, end it and try again: what it has sent is looked for then.",
            )
        case NotKept() if words.is_known_of_disks(str(trouble)):
            what, then = words.not_kept(str(trouble))
            return Said(f"{what} {_sentence(str(trouble))}", _AS_IT_WAS, then)
        case NotKept():
            then = "Look at that, then try again. Another folder can be named with --data."
            return Said(_sentence(str(trouble)), _AS_IT_WAS, then)
        case ConnectionLost() | NeverSent():
            what = _sentence(str(trouble)) or words.explain(trouble).what
            return Said(what, _AS_IT_WAS, "Mend that, then try again.")
        case _:
            said = words.explain(trouble)
            return Said(f"{said.what} {_where(str(trouble), said.what)}".strip(), _AS_IT_WAS, said.next)


def _where(why: str, said: str) -> str:
    """The system's own words, where they are not said already: they name the file."""
    return "" if why in said else _sentence(why)


def _sentence(text: str) -> str:
    text = _NUMBER.sub("", text).strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}." if text else ""


class CannotOpenPage(QWidget):
    """`await another_try()`; `left` when the agent closes the program instead."""

    left = Signal()

    def __init__(self, theme: Theme, trouble: TravelError, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        said = said_of(trouble)
        self._sentence = f"{_TITLE}. {said.happened} {said.safe} {said.then}"
        self.setAccessibleName(self._sentence)
        self._wanted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._again = Button(theme, "Try again", kind="primary", icon="refresh-cw", key="Enter")
        self._again.setToolTip("Open the desk once more (Enter)")
        self._again.clicked.connect(self._settle)
        closes = Button(theme, "Close AgentDesk")
        closes.setToolTip("Nothing is open, so nothing is lost")
        closes.clicked.connect(self.left)
        where = label(theme, str(folder), "entry", "text2", wraps=True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inner = lone_card(self)
        inner.addWidget(label(theme, _TITLE, "title", wraps=True))
        for text, role in ((said.happened, "text"), (said.safe, "text2"), (said.then, "text2")):
            inner.addWidget(label(theme, text, "body", role, wraps=True))
        inner.addWidget(where)
        row = QHBoxLayout()
        row.addWidget(closes)
        row.addStretch(1)
        row.addWidget(self._again)
        inner.addLayout(row)

    async def another_try(self) -> None:
        """Until the agent wants one."""
        announce(self, self._sentence, urgent=True)
        self._again.setFocus(Qt.FocusReason.OtherFocusReason)
        await self._wanted

    def _settle(self) -> None:
        if not self._wanted.done():
            self._wanted.set_result(None)
