"""What every keeper of secrets, and every keeper of preferences, promises."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from agentdesk.desk.ports import Keys, Settings
from agentdesk.desk.preferences import Preferences, ThemeChoice
from agentdesk.storage.keys import KeyringKeys, SessionKeys
from agentdesk.storage.sealed import SealedFileKeys
from agentdesk.storage.settings import JsonSettings
from agentdesk.travel.environment import Environment, World
from tests.fakes.storage import MemoryKeys, MemorySettings
from tests.needs import needs

PROFILE = f"contract-{os.getpid()}"
"""The keyring belongs to the whole session, and tests may run in several processes."""

TEST = Environment(World.TEST, "https://api.duffel.com", PROFILE)
OTHERS = [
    Environment(World.LIVE, "https://api.duffel.com", PROFILE),
    Environment(World.TEST, "https://elsewhere.example", PROFILE),
    Environment(World.TEST, "https://api.duffel.com", f"{PROFILE}-second"),
    Environment(World.PRACTICE, "practice", PROFILE),
]


def from_keyring(folder: Path) -> Keys:
    needs("secretservice")
    return KeyringKeys(folder.name)


def sealed(folder: Path) -> Keys:
    return SealedFileKeys(folder / "keys.sealed", "correct horse battery staple")


def in_memory(_: Path) -> Keys:
    return MemoryKeys()


def for_the_session(_: Path) -> Keys:
    return SessionKeys()


@pytest.fixture(params=[in_memory, for_the_session, sealed, from_keyring])
def keys(request: pytest.FixtureRequest, tmp_path: Path) -> Keys:
    make: Callable[[Path], Keys] = request.param
    found = make(tmp_path)
    for environment in (TEST, *OTHERS):
        found.forget_token(environment)  # the keyring of the session outlives a test
    return found


def test_a_token_is_kept_and_forgotten(keys: Keys) -> None:
    assert keys.token(TEST) is None
    keys.keep_token(TEST, "duffel_test_one")
    assert keys.token(TEST) == "duffel_test_one"
    keys.keep_token(TEST, "duffel_test_two")
    assert keys.token(TEST) == "duffel_test_two"
    keys.forget_token(TEST)
    assert keys.token(TEST) is None
    keys.forget_token(TEST)


@pytest.mark.parametrize("other", OTHERS)
def test_a_token_goes_nowhere_but_where_it_was_entered_for(keys: Keys, other: Environment) -> None:
    keys.keep_token(TEST, "duffel_test_one")
    assert keys.token(other) is None


def test_a_database_key_is_made_once_for_each_world(keys: Keys) -> None:
    first = keys.database_key(TEST)
    assert len(first) == 32
    assert keys.database_key(TEST) == first
    assert keys.database_key(OTHERS[0]) != first
    assert keys.database_key(OTHERS[2]) != first


def test_forgetting_the_token_does_not_lock_the_database(keys: Keys) -> None:
    keys.keep_token(TEST, "duffel_test_one")
    first = keys.database_key(TEST)
    keys.forget_token(TEST)
    assert keys.database_key(TEST) == first


@pytest.fixture(params=[lambda _: MemorySettings(), JsonSettings], ids=["fake", "real"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    found: Settings = request.param(tmp_path)
    return found


def test_preferences_are_replaced_as_a_whole(settings: Settings) -> None:
    assert settings.load() == Preferences()
    settings.save(Preferences(agent="Ada", theme=ThemeChoice.DARK))
    assert settings.load() == Preferences(agent="Ada", theme=ThemeChoice.DARK)
    settings.save(Preferences(home_airport="MUC"))
    assert settings.load() == Preferences(home_airport="MUC")
