"""Settings: the token, the agency and the agent, the theme, the environment."""

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agentdesk.desk.preferences import Preferences, ThemeChoice
from agentdesk.travel.environment import World
from agentdesk.travel.errors import TravelError
from agentdesk.ui import words
from agentdesk.ui.errands import Errands
from agentdesk.ui.settings.access import Access
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import card, label
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from agentdesk.ui.widgets.segments import Segments

_THEMES: dict[str, object] = {"As the system": ThemeChoice.SYSTEM, "Light": ThemeChoice.LIGHT, "Dark": ThemeChoice.DARK}
_WORLDS: dict[str, object] = {"Practice": World.PRACTICE, "Test": World.TEST, "Live": World.LIVE}
_AGENCY = {"name": "Agency", "address": "Address", "email": "Agency e-mail", "phone": "Agency phone"}
_WIDEST = 860


class Around(Access, Protocol):
    """Preferences and access, as the program around keeps them."""

    preferences: Preferences

    def keep(self, preferences: Preferences) -> None: ...


class SettingsRoom(QWidget):
    """Each change is kept at once; a token only after the upstream has taken it."""

    def __init__(self, theme: Theme, errands: Errands, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._errands, self._around = theme, errands, around
        self._banner = Banner(theme)
        self._worlds = Segments(theme, "Environment", _WORLDS)
        self._worlds.chosen.connect(self._world_chosen)
        self._token = Field(theme, "Duffel token", hint="duffel_test_… or duffel_live_…, kept in the keyring only")
        self._token.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._check = Button(theme, "Check and keep", kind="primary")
        self._check.clicked.connect(self._check_token)
        self._token.edit.returnPressed.connect(self._check_token)
        self._forget = Button(theme, "Forget the token", kind="destructive", small=True)
        self._forget.clicked.connect(lambda: self._errands.run(self._forget_token(), replacing="token"))
        self._state = label(theme, "", "small", wraps=True)
        self._agent = Field(theme, "Agent", hint="Stands on what you do and on the papers")
        self._agent.edited.connect(lambda text: self._keep(replace(self._now, agent=text.strip())))
        self._agency = {name: Field(theme, shown) for name, shown in _AGENCY.items()}
        for name, field in self._agency.items():
            field.edited.connect(lambda text, name=name: self._agency_changed(name, text))
        self._themes = Segments(theme, "Theme", _THEMES)
        self._themes.chosen.connect(self._theme_chosen)
        self._lay_out()

    @property
    def _now(self) -> Preferences:
        return self._around.preferences

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        now = self._now
        self._worlds.put(self._around.world)
        self._agent.put(now.agent)
        for name, field in self._agency.items():
            field.put(getattr(now.agency, name))
        self._themes.put(now.theme)
        self._errands.run(self._show_tokens(), replacing="token state")
        self._token.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- token and environment

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
                "good", f"The token opens {world.upper()}.", f"{kept} Choose the environment above to go there."
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
        known = [world for world in (World.TEST, World.LIVE) if await self._around.has_token(world)]
        said = (
            f"There is a token for {' and '.join(world.upper() for world in known)}."
            if known
            else "There is no token yet."
        )
        self._state.setText(f"{said} Practice needs none.")
        self._forget.setVisible(self._around.world in known)

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

    # --- preferences

    def _keep(self, preferences: Preferences) -> None:
        try:
            self._around.keep(preferences)
        except TravelError as trouble:
            self._banner.say("bad", "The settings could not be saved.", str(trouble))

    def _agency_changed(self, name: str, text: str) -> None:
        self._keep(replace(self._now, agency=replace(self._now.agency, **{name: text.strip()})))

    def _theme_chosen(self, choice: object) -> None:
        assert isinstance(choice, ThemeChoice)
        self._keep(replace(self._now, theme=choice))

    # --- layout

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(label(self._theme, "Settings", "title"))
        column.addWidget(self._banner)
        row = QHBoxLayout()
        row.addWidget(self._token, 1)
        row.addWidget(self._check, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._forget, 0, Qt.AlignmentFlag.AlignVCenter)
        worlds = QHBoxLayout()
        worlds.addWidget(self._worlds)
        worlds.addStretch(1)
        themes = QHBoxLayout()
        themes.addWidget(self._themes)
        themes.addStretch(1)
        column.addWidget(self._part("Environment and token", worlds, self._state, row))
        names = QHBoxLayout()
        names.setSpacing(12)
        names.addWidget(self._agent, 1)
        names.addWidget(self._agency["name"], 1)
        contacts = QHBoxLayout()
        contacts.setSpacing(12)
        for name in ("address", "email", "phone"):
            contacts.addWidget(self._agency[name], 1)
        column.addWidget(self._part("Agent and agency, as on the papers", names, contacts))
        column.addWidget(self._part("Theme", themes))
        column.addStretch(1)
        scroll = ScrollPane()
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _part(self, title: str, *parts: QHBoxLayout | QWidget) -> QWidget:
        frame = card()
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(20, 14, 20, 14)
        inner.setSpacing(10)
        inner.addWidget(label(self._theme, title, "heading"))
        for part in parts:
            if isinstance(part, QWidget):
                inner.addWidget(part)
            else:
                inner.addLayout(part)
        return frame
