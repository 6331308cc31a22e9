"""The Duffel account in the settings: which environment is open, and the tokens for the others."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agentdesk.travel.environment import World
from agentdesk.travel.errors import TravelError
from agentdesk.ui import words
from agentdesk.ui.errands import Errands
from agentdesk.ui.settings.access import Around
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.environment import EnvironmentBadge
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import IconLabel, card, hairline, label
from agentdesk.ui.widgets.segments import Segments

_WORLDS: dict[str, object] = {"Practice": World.PRACTICE, "Test": World.TEST, "Live": World.LIVE}
_BADGES = 112  # pixels of the column of badges


class TokensPart(QWidget):
    """A token is kept only after the upstream has taken it; it is never shown again."""

    def __init__(
        self, theme: Theme, errands: Errands, around: Around, banner: Banner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._errands, self._around, self._banner = theme, errands, around, banner
        self._worlds = Segments(theme, "Environment", _WORLDS)
        self._worlds.chosen.connect(self._world_chosen)
        self._token = Field(theme, "Duffel token", hint="duffel_test_… or duffel_live_…, kept in the keyring only")
        self._token.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._token.edit.setToolTip("Paste the token and press Enter")
        self._token.edit.returnPressed.connect(self._check_token)
        self._check = Button(theme, "Check and keep", kind="primary", key="Enter")
        self._check.clicked.connect(self._check_token)
        self._forget = Button(theme, "Forget the token", kind="destructive", small=True)
        self._forget.hide()
        self._forget.clicked.connect(lambda: self._errands.run(self._forget_token(), replacing="token"))
        self._signs = {world: IconLabel(theme, "minus", 16, "text3") for world in (World.LIVE, World.TEST)}
        self._states = {world: label(theme, "Looking", "small", "text2") for world in (World.LIVE, World.TEST)}
        self._lay_out()

    def show_now(self) -> None:
        self._worlds.put(self._around.world)
        self._errands.run(self._show_tokens(), replacing="token state")

    def take_focus(self) -> None:
        self._token.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- tokens

    def _check_token(self) -> None:
        self._errands.run(self._accept(self._token.text.strip()), replacing="token")

    async def _accept(self, token: str) -> None:
        self._check.setEnabled(False)
        self._token.hint("Asking the upstream")
        try:
            world = await self._around.accept(token)
        except ValueError:
            self._token.wrong("A Duffel token begins with duffel_test_ or duffel_live_")
        except TravelError as trouble:
            self._token.wrong(words.explain(trouble).what)
        else:
            self._token.put("")
            self._token.hint("")
            kept = "It is kept in the keyring." if self._around.keeps_secrets else "It is kept for this session only."
            self._banner.say(
                "good", f"The token opens {world.upper()}.", f"{kept} Choose the environment below to go there."
            )
            await self._show_tokens()
        finally:
            self._check.setEnabled(True)

    async def _forget_token(self) -> None:
        world = self._around.world
        await self._around.forget(world)
        self._banner.say("note", f"The token for {world.upper()} is forgotten.")
        if world is World.PRACTICE:
            await self._show_tokens()
        else:
            self._around.switch_to(World.PRACTICE)

    async def _show_tokens(self) -> None:
        for world, state in self._states.items():
            known = await self._around.has_token(world)
            where = "In the keyring of this computer" if self._around.keeps_secrets else "For this session only"
            state.setText(where if known else "No token yet")
            self._signs[world].show_icon("shield-check" if known else "minus", "good" if known else "text3")
            if world is self._around.world:
                self._forget.setVisible(known)
        if self._around.world is World.PRACTICE:
            self._forget.hide()

    # --- environment

    def _world_chosen(self, world: object) -> None:
        assert isinstance(world, World)
        self._errands.run(self._go_to(world), replacing="environment")

    async def _go_to(self, world: World) -> None:
        if world is self._around.world:
            return
        if world is not World.PRACTICE and not await self._around.has_token(world):
            self._worlds.put(self._around.world)
            self._banner.say("warn", f"There is no token for {world.upper()}.", "Enter one below first.")
            return
        self._around.switch_to(world)

    # --- layout

    def _lay_out(self) -> None:
        accounts = card()
        column = QVBoxLayout(accounts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for world in (World.LIVE, World.TEST):
            column.addLayout(self._account(world))
            column.addWidget(hairline())
        column.addLayout(self._practice())
        entry = QHBoxLayout()
        entry.setSpacing(12)
        entry.addWidget(self._token, 1)
        entry.addWidget(self._check, 0, Qt.AlignmentFlag.AlignVCenter)
        entry.addWidget(self._forget, 0, Qt.AlignmentFlag.AlignVCenter)
        where = card()
        row = QHBoxLayout(where)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(12)
        row.addWidget(label(self._theme, "Work in", "body_strong"))
        row.addWidget(self._worlds)
        row.addStretch(1)
        row.addWidget(label(self._theme, "Open bookings stay where they were begun.", "small"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(accounts)
        whole.addLayout(entry)
        whole.addWidget(where)

    def _account(self, world: World) -> QHBoxLayout:
        row = self._row(world)
        row.addWidget(self._signs[world])
        row.addWidget(self._states[world], 1)
        return row

    def _practice(self) -> QHBoxLayout:
        row = self._row(World.PRACTICE)
        row.addWidget(IconLabel(self._theme, "check", 16, "good"))
        row.addWidget(label(self._theme, "Practice airline, needs no token and no network", "small", "text2"), 1)
        return row

    def _row(self, world: World) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(8)
        holder = QWidget()
        holder.setFixedWidth(_BADGES)
        inside = QHBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(EnvironmentBadge(self._theme, world))
        inside.addStretch(1)
        row.addWidget(holder)
        return row
