"""What the tour looks at on its way without going there: calendar, fares side by side, slices, entries, a hold."""

from typing import Protocol

from agentdesk.hands import Hands


class Pictures(Protocol):
    """Where pictures go."""

    hands: Hands

    def picture(self, name: str) -> None: ...


async def calendar(notes: Pictures) -> None:
    """The months of a date, left without choosing another day."""
    hands = notes.hands
    await hands.focus("Depart")
    await hands.press("F4")
    await hands.find("Calendar, Depart")
    notes.picture("search-calendar")
    await hands.press("Escape")


async def entry(notes: Pictures) -> None:
    """A search as a terminal takes it, understood word by word before it runs."""
    hands = notes.hands
    await hands.press("Ctrl+K")
    await hands.write("AN24DECLHRFCO/ADT2CHD1/C-J")
    await hands.find("What the command bar found")
    notes.picture("command-entry")
    for _ in range(2):  # the list, then the bar
        await hands.press("Escape")


async def fares(notes: Pictures) -> None:
    """The other fares of the current flights, then the way out and the way back apart."""
    hands = notes.hands
    await hands.focus("Offers")
    await hands.press("Right")
    await hands.hear(" fares")
    notes.picture("offers-fares")
    await hands.press("Escape")
    await hands.press("P")
    notes.picture("offers-slices")
    await hands.press("P")
    await hands.focus("Offers")


async def hold(notes: Pictures) -> None:
    """What a hold would mean; the booking is paid all the same."""
    hands = notes.hands
    await hands.press("2")
    await hands.until(lambda: any(name.startswith("Hold £") for name in hands.names()), "the button that holds")
    notes.picture("payment-hold")
    await hands.press("1")
