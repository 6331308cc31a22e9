"""The typed settings object: frozen, replaced as a whole, saved in one stroke. Secrets are not settings."""

from dataclasses import dataclass
from enum import StrEnum

from agentdesk.travel.deadlines import DeadlineKind
from agentdesk.travel.environment import World

SCHEMA = 1
LEADS = (4320, 1440, 720, 240, 120, 60, 30, 10)
"""Minutes before a deadline, of which the agent chooses when to be warned."""
LARGEST_LOGO = 300_000
"""Letters of a logo's data URI."""


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
    logo: str = ""  # a PNG or JPEG as data URI (RFC 2397), at most LARGEST_LOGO letters


@dataclass(frozen=True, slots=True)
class Alerts:
    """What the agent is warned of, how long before (minutes, each of them once), and how."""

    minutes: tuple[int, ...] = (1440, 120, 30)
    kinds: tuple[DeadlineKind, ...] = (DeadlineKind.PAY, DeadlineKind.PRICE)
    desktop: bool = True
    sound: bool = True


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
    alerts: Alerts = Alerts()
    language: str = "en"  # of the papers, ISO 639; the window speaks its own
    keep_orders_months: int = 0  # after the last flight, one of past_orders.MONTHS; 0 is for ever
    printer: str = ""  # the one that papers go to straight, by its name; "" until one was chosen
