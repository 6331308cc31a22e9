"""Environments: practice, test and live are separate worlds, each with its own address, token and data."""

from dataclasses import dataclass
from enum import StrEnum


class World(StrEnum):
    """Which world an answer, an order or a price belongs to."""

    PRACTICE = "practice"
    TEST = "test"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Environment:
    """One world at one address for one profile of the agency; carried by every draft, order and journal line.

    `address` is the base URL the token was entered for. For the practice airline, whose port differs from start
    to start, it is the fixed word "practice".
    """

    world: World
    address: str
    profile: str = "main"

    @property
    def is_live(self) -> bool:
        return self.world is World.LIVE

    @property
    def folder(self) -> str:
        """The name of this environment's data folder below the data folder of the program."""
        return f"{self.world}-{self.profile}"


PRACTICE = Environment(World.PRACTICE, "practice")


def world_of_token(token: str) -> World | None:
    """Which world a Duffel token opens (API.md 1.1); None when it is no such token."""
    if token.startswith("duffel_test_"):
        return World.TEST
    if token.startswith("duffel_live_"):
        return World.LIVE
    return None
