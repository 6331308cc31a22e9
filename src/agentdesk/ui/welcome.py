"""What stands in the window at the very first start: practise now, or enter a token; nothing else."""

import asyncio
from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from agentdesk.travel.environment import World
from agentdesk.travel.errors import TravelError
from agentdesk.ui import words
from agentdesk.ui.announcing import announce
from agentdesk.ui.book.page_keys import on_key
from agentdesk.ui.errands import Errands
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import hairline, label
from agentdesk.ui.widgets.lone_card import lone_card

_TITLE = "Welcome to AgentDesk"
_PRACTISE = (
    "An invented airline answers, on this computer alone: no network, no account, and nothing is sold. All else works "
    "as it does when you sell."
)
_SELL = (
    "Enter an access token of your agency's Duffel account. With a test token no money moves; with a live one what you "
    "buy is bought."
)
_LATER = "You can change this at any time in the settings (Ctrl ,). F1 shows every key."


class Welcome(QWidget):
    """`await choice()`: the world to begin in. `accept` checks a token and keeps it, as `Access.accept` does.

    A token that is not taken is said beside its field, and both ways stay open.
    """

    def __init__(
        self,
        theme: Theme,
        errands: Errands,
        accept: Callable[[str], Awaitable[World]],
        *,
        keeps_secrets: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._errands, self._accept = theme, errands, accept
        self._choice: asyncio.Future[World] = asyncio.get_running_loop().create_future()
        where = "the keyring" if keeps_secrets else "this session"
        self._hint = f"duffel_test_… or duffel_live_…, kept in {where} only"
        self._practise = Button(theme, "Practise now", kind="primary", icon="graduation-cap", key="Alt P", big=True)
        self._practise.setToolTip("Open the practice airline (Alt P)")
        self._practise.clicked.connect(lambda: self._settle(World.PRACTICE))
        self._token = Field(theme, "Duffel token", hint=self._hint)
        self._token.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._token.edit.setToolTip("Paste the token and press Enter (Alt T)")
        self._token.edit.returnPressed.connect(self._check_token)
        self._token.edited.connect(lambda _text: self._token.hint(self._hint))
        self._check = Button(theme, "Check and begin")
        self._check.setToolTip("Ask Duffel whether it takes the token (Enter in the field)")
        self._check.clicked.connect(self._check_token)
        on_key(self, "Alt+P", lambda: self._settle(World.PRACTICE))
        on_key(self, "Alt+T", self._to_token)
        self._lay_out()

    async def choice(self) -> World:
        """Where the agent wants to begin."""
        announce(self, _TITLE)
        self._practise.setFocus(Qt.FocusReason.OtherFocusReason)
        return await self._choice

    def _to_token(self) -> None:
        self._token.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _check_token(self) -> None:
        if not self._token.text.strip():
            self._token.wrong("Paste a token first, or practise without one")
            self._to_token()
            return
        self._errands.run(self._ask(self._token.text.strip()), replacing="token")

    async def _ask(self, token: str) -> None:
        self._check.setEnabled(False)
        self._token.hint("Asking Duffel")
        try:
            world = await self._accept(token)
        except ValueError:
            self._token.wrong("A Duffel token begins with duffel_test_ or duffel_live_")
        except TravelError as trouble:
            self._token.wrong(words.explain(trouble).what)
        else:
            self._settle(world)
        finally:
            self._check.setEnabled(True)

    def _settle(self, world: World) -> None:
        if not self._choice.done():
            self._choice.set_result(world)

    def _lay_out(self) -> None:
        theme, inner = self._theme, lone_card(self)
        inner.addWidget(label(theme, _TITLE, "title", wraps=True))
        inner.addWidget(label(theme, "Practise first", "heading", wraps=True))
        inner.addWidget(label(theme, _PRACTISE, "body", "text2", wraps=True))
        first = QHBoxLayout()
        first.addWidget(self._practise)
        first.addStretch(1)
        inner.addLayout(first)
        inner.addSpacing(4)
        inner.addWidget(hairline())
        inner.addSpacing(4)
        inner.addWidget(label(theme, "Or sell with your Duffel account", "heading", wraps=True))
        inner.addWidget(label(theme, _SELL, "body", "text2", wraps=True))
        second = QHBoxLayout()
        second.setSpacing(12)
        second.addWidget(self._token, 1)
        second.addWidget(self._check, 0, Qt.AlignmentFlag.AlignVCenter)
        inner.addLayout(second)
        inner.addWidget(label(theme, _LATER, "small", wraps=True))
