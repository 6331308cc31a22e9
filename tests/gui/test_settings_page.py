"""Settings: a token is kept only after the upstream has taken it; the agency's words stand on the papers."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from agentdesk.desk.preferences import Preferences, ThemeChoice
from agentdesk.hands import Hands
from agentdesk.travel.environment import World, world_of_token
from agentdesk.travel.errors import NotAllowed, NotKept
from agentdesk.ui.errands import Errands
from agentdesk.ui.settings.look_part import later_words
from agentdesk.ui.settings.settings_room import SettingsRoom
from agentdesk.ui.unlocking import Chosen, Door, Unlocking
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.progress import Spinner
from tests.gui.dressed import themed


@dataclass
class Around:
    """The program around the settings: takes one token, remembers what it was told."""

    preferences: Preferences = field(default_factory=Preferences)
    world: World = World.PRACTICE
    keeps_secrets: bool = True
    damaged_settings: Path | None = None
    tokens: dict[World, str] = field(default_factory=dict)
    gone_to: list[World] = field(default_factory=list)

    def keep(self, preferences: Preferences) -> None:
        self.preferences = preferences

    async def has_token(self, world: World) -> bool:
        return world in self.tokens

    async def accept(self, token: str) -> World:
        world = world_of_token(token)
        if world is None:
            raise ValueError("no Duffel token")
        if token != "duffel_test_right":
            raise NotAllowed("access_token_not_found")
        self.tokens[world] = token
        return world

    async def forget(self, world: World) -> None:
        self.tokens.pop(world, None)

    async def diagnostics(self) -> str:
        return ""

    async def back_up(self, target: Path, passphrase: str) -> int:
        raise NotKept("nothing is kept here")

    def switch_to(self, world: World) -> None:
        self.gone_to.append(world)


def _raise(bug: BaseException) -> None:
    raise bug


def _shown(room: QWidget) -> Hands:
    """The room in a window that has the keyboard."""
    window = QWidget()
    window.resize(1000, 700)
    room.setParent(window)
    room.resize(window.size())
    window.show()
    window.activateWindow()
    return Hands(window)


def _put_away(hands: Hands) -> None:
    hands.window.close()
    hands.window.deleteLater()


async def test_a_token_is_checked_and_kept_and_then_opens_its_world() -> None:
    around = Around()
    async with Errands(_raise) as errands:
        hands = _shown(SettingsRoom(themed(), errands, around))
        await hands.fill("Duffel token", "nonsense")
        await hands.press("Return")
        await hands.hear("A Duffel token begins with")
        await hands.fill("Duffel token", "duffel_test_wrong")
        await hands.press("Return")
        await hands.hear("Duffel does not know this token.")
        assert around.tokens == {}
        await hands.click("Test")
        await hands.hear("There is no token for TEST.")
        await hands.fill("Duffel token", "duffel_test_right")
        await hands.press("Return")
        await hands.hear("The token opens TEST.")
        assert not hands.says("duffel_test_right")
        await hands.click("Test")
        await hands.until(lambda: around.gone_to == [World.TEST], "the test environment")
        _put_away(hands)


async def test_agency_agent_and_theme_are_kept_as_typed() -> None:
    around = Around()
    async with Errands(_raise) as errands:
        hands = _shown(SettingsRoom(themed(), errands, around))
        await hands.fill("Agent", "Ruth Amankwah")
        await hands.fill("Agency", "Far & Away")
        await hands.click("Dark")
        assert around.preferences.agent == "Ruth Amankwah"
        assert around.preferences.agency.name == "Far & Away"
        assert around.preferences.theme is ThemeChoice.DARK
        _put_away(hands)


async def test_without_a_keyring_a_passphrase_is_asked_twice_or_nothing_is_kept() -> None:
    async with Errands(_raise) as errands:
        page = Unlocking(themed(), door=Door.NONE)
        hands = _shown(page)
        chosen: list[Chosen] = []

        async def choose() -> None:
            chosen.append(await page.choice())

        errands.run(choose())
        await hands.fill("Passphrase", "short")
        await hands.press("Return")
        await hands.hear("At least 10 characters")
        await hands.fill("Passphrase", "correct horse battery")
        await hands.fill("Passphrase again", "correct horse batteri")
        await hands.press("Return")
        await hands.hear("Not the same passphrase")
        await hands.fill("Passphrase again", "correct horse battery")
        await hands.press("Return")
        await hands.until(lambda: chosen, "the choice")
        assert chosen == [Chosen("correct horse battery")]
        errands.run(choose())
        await asyncio.sleep(0)
        await hands.click("This session only")
        await hands.until(lambda: len(chosen) == 2, "the other choice")
        assert chosen[1] == Chosen("")
        _put_away(hands)


async def test_a_locked_keyring_leaves_other_ways_and_no_passphrase_where_it_would_lead_nowhere() -> None:
    async with Errands(_raise) as errands:
        page = Unlocking(themed(), door=Door.LOCKED, has_data=True)
        hands = _shown(page)
        chosen: list[Chosen] = []

        async def choose() -> None:
            chosen.append(await page.choice())

        errands.run(choose())
        await hands.hear("The system's keyring is still locked")
        assert hands.seen("Passphrase") is None
        assert hands.says("For this session you can work without them")
        page.show_door(Door.NONE)
        await hands.find("Passphrase")
        await hands.click("This session only")
        await hands.until(lambda: chosen == [Chosen("")], "the choice")
        _put_away(hands)


async def test_a_forgotten_passphrase_can_be_left_behind_with_the_old_data() -> None:
    async with Errands(_raise) as errands:
        page = Unlocking(themed(), door=Door.SEALED)
        hands = _shown(page)
        chosen: list[Chosen] = []

        async def choose() -> None:
            chosen.append(await page.choice())

        errands.run(choose())
        await asyncio.sleep(0)
        assert hands.seen("Begin with empty data") is None
        page.wrong("This passphrase does not open it")
        await hands.click("Begin with empty data")
        await hands.until(lambda: chosen == [Chosen("", anew=True)], "the choice")
        _put_away(hands)


async def test_the_look_is_kept_and_says_what_comes_with_the_next_start() -> None:
    around = Around()
    async with Errands(_raise) as errands:
        hands = _shown(SettingsRoom(themed(), errands, around))
        await hands.click("Show keys beside the words of what they do")
        assert not around.preferences.show_key_hints
        await hands.click("Less motion: spinners stand still")
        assert around.preferences.less_motion
        await hands.click("150 %")
        assert around.preferences.size_percent == 150
        await hands.hear("From the next start of AgentDesk.")
        assert "larger than this screen" not in later_words(150, QSize(1920, 1080))
        assert "larger than this screen" in later_words(200, QSize(1280, 800))
        await hands.click("Look settings")
        await hands.until(lambda: hands.seen("As the system") is not None, "the theme")
        _put_away(hands)


async def test_settings_that_could_not_be_read_are_said_with_where_they_are() -> None:
    around = Around(damaged_settings=Path("/data/settings.damaged-1.json"))
    async with Errands(_raise) as errands:
        hands = _shown(SettingsRoom(themed(), errands, around))
        await hands.hear("The settings of the last time could not be read.")
        await hands.hear("/data/settings.damaged-1.json")
        _put_away(hands)


async def test_hints_and_spinners_follow_the_choice() -> None:
    theme = themed()
    spinner, hint = Spinner(theme), KeyHint(theme, "Ctrl K")
    window = QWidget()
    for one in (spinner, hint):
        one.setParent(window)
    window.show()
    theme.show_keys(False)
    theme.let_move(False)
    assert not hint.isVisible()
    assert not spinner.turns
    theme.show_keys(True)
    theme.let_move(True)
    assert hint.isVisible()
    window.close()
    window.deleteLater()
