"""What the settings page asks of the program around it: tokens, the change of environment, preferences."""

from pathlib import Path
from typing import Protocol

from agentdesk.desk.preferences import Preferences
from agentdesk.travel.environment import World


class Access(Protocol):
    """Tokens in the keyring, checked against the upstream; which environment is open."""

    @property
    def world(self) -> World:
        """The environment that is open now."""
        ...

    @property
    def keeps_secrets(self) -> bool:
        """Whether tokens outlive this session."""
        ...

    async def has_token(self, world: World) -> bool: ...
    async def accept(self, token: str) -> World:
        """Check a token against the upstream and keep it; which world it opens.

        ValueError when it is no Duffel token; the errors of `Airline.account` when the upstream does not take it.
        """
        ...

    async def forget(self, world: World) -> None: ...
    def switch_to(self, world: World) -> None:
        """Close this environment in order and open the other."""
        ...


class Around(Access, Protocol):
    """Access and preferences, as the program around keeps them."""

    preferences: Preferences

    @property
    def damaged_settings(self) -> Path | None:
        """Where a settings file that could not be read at the start was put; None when there was none."""
        ...

    async def diagnostics(self) -> str:
        """What a support call wants to know: this installation and the log's last lines, and nobody's data."""
        ...

    async def back_up(self, target: Path, passphrase: str) -> int:
        """Write all that is kept into one new file under a passphrase; how many orders are in it.

        NotKept when nothing is kept in this session, the file exists, the disk is full or the data damaged; WrongKey
        when the data of another environment does not open.
        """
        ...

    def keep(self, preferences: Preferences) -> None:
        """Save and show what they change. NotKept when they could not be saved."""
        ...
