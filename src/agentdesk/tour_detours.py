"""What the tour looks at without going there: calendar, fares, slices, details, comparison, entries, a hold."""

from typing import Protocol

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListView

from agentdesk.hands import Hands

_PASSPORT = ("P<USAPUTNAM<<GEORGE<<<<<<<<<<<<<<<<<<<<<<<<<", "9250764733USA8509071M3104127<<<<<<<<<<<<<<06")


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
    await hands.focus("Offers")
    await hands.press("Return")
    await hands.hear("Choose the flight back")
    notes.picture("offers-slice-picked")
    await hands.press("P")
    await hands.focus("Offers")


async def details(notes: Pictures) -> None:
    """Everything about the current offer, down to the last word of the airline."""
    hands = notes.hands
    await hands.focus("Offers")
    for _ in range(2):  # opened, then gone into
        await hands.press("D")
        await hands.find("Details of the offer")
    notes.picture("offers-details")
    await hands.press("2")
    notes.picture("offers-rules")
    await hands.press("4")
    facts = await hands.find("All the airline said", QListView)
    assert isinstance(facts, QListView)
    await hands.until(lambda: facts.indexAt(facts.rect().center()).isValid(), "what the airline said")
    notes.picture("offers-all-said")
    await hands.press("Escape")


async def compare(notes: Pictures) -> None:
    """Three journeys side by side; the marks are given back, and the first row is current again."""
    hands = notes.hands
    await hands.focus("Offers")
    await hands.press("Home")
    for _ in range(3):
        await hands.press("Space")
        await hands.press("Down")
    await hands.press("V")
    await hands.hear("Compare ")
    await hands.press("Right")
    notes.picture("offers-compare")
    await hands.press("Delete", 3)
    await hands.focus("Offers")
    await hands.press("Home")


async def passport(notes: Pictures) -> None:
    """The lines at the foot of a passport fill the form of the traveller in front; only the title is asked."""
    hands = notes.hands
    QGuiApplication.clipboard().setText("\n".join(_PASSPORT))
    await hands.press("Ctrl+Shift+V")
    await hands.hear("check digits agree")
    notes.picture("passengers-passport")
    QGuiApplication.clipboard().clear()


async def rest_of_the_house(notes: Pictures) -> None:
    """The other rooms: orders, the list of all keys, settings."""
    hands = notes.hands
    await hands.press("Ctrl+2")
    await hands.find("List of orders")
    await hands.hear("1 selected")
    notes.picture("orders")
    await hands.press("F1")
    await hands.hear("All keys")
    notes.picture("keys")
    await hands.press("Escape")
    await hands.press("Ctrl+,")
    await hands.find("Duffel token")
    notes.picture("settings")


async def hold(notes: Pictures) -> None:
    """What a hold would mean; the booking is paid all the same."""
    hands = notes.hands
    await hands.press("2")
    await hands.until(lambda: any(name.startswith("Hold £") for name in hands.names()), "the button that holds")
    notes.picture("payment-hold")
    await hands.press("1")
