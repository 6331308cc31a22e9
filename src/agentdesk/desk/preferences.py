"""The typed settings object: frozen, replaced as a whole, saved in one stroke. Secrets are not settings."""

from dataclasses import dataclass
from enum import StrEnum

from agentdesk.travel.environment import World

SCHEMA = 1
SIZES = (100, 125, 150, 175, 200)


class ThemeChoice(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Agency:
    """What the papers say of the seller."""

    name: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the agency and its agent have chosen. `schema` lets older files be brought forward."""

    schema: int = SCHEMA
    agency: Agency = Agency()
    agent: str = ""
    theme: ThemeChoice = ThemeChoice.SYSTEM
    world: World = World.PRACTICE
    show_key_hints: bool = True
    less_motion: bool = False
    size_percent: int = 100  # of text and controls alike, one of SIZES; from the next start
    home_airport: str = "LHR"
