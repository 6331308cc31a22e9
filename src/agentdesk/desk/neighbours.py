"""What processes that work on one database tell each other, and which of them does what is done once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol


@dataclass(frozen=True, slots=True)
class Told:
    """There is something new, says the process `sender`. `about` is the upstream's id of an order, or ""."""

    INBOX: ClassVar[str] = "inbox"
    ORDER: ClassVar[str] = "order"
    ANYTHING: ClassVar[str] = "anything"
    """Nobody has listened for a while: look at everything."""

    sender: int
    what: str
    about: str = ""

    @property
    def text(self) -> str:
        return f"{self.sender} {self.what} {self.about}".strip()

    @classmethod
    def read(cls, text: str) -> "Told | None":
        """None for words that are not ours."""
        sender, _, rest = text.partition(" ")
        what, _, about = rest.partition(" ")
        return cls(int(sender), what, about) if sender.isdecimal() and what else None


@dataclass(frozen=True, slots=True)
class Share:
    """The duties that this process has now, and which processes there are."""

    mine: frozenset[str]
    alive: frozenset[int]


class Rates(Protocol):
    """How often each token has called in the last minute."""

    async def take(self, agent_id: str, what: str, most: int) -> float:
        """0 when one more may be made, and it is counted; else the seconds until it may."""
        ...


class Neighbours(Protocol):
    """The other processes of the same service; one that works alone has none."""

    async def listen(self, heard: Callable[[Told], None]) -> None:
        """Until cancelled: be known to be there, and hear what the others tell."""
        ...

    async def present(self) -> None:
        """Once the others know of this process; NotKept when that takes too long. `listen` runs meanwhile."""
        ...

    async def share(self, duties: Sequence[str]) -> Share:
        """Take what nobody does, up to a fair share, and give up what is beyond it. NotKept."""
        ...
