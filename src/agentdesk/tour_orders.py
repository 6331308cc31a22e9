"""The tour's second trip: held, watched to its deadline, paid, ticketed, changed by the airline, cancelled."""

import re
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from agentdesk.hands import Hands
from agentdesk.tour_backstage import Backstage
from agentdesk.tour_trip import pick, save_as

_NEARLY = 71.75 * 3600  # seconds: a quarter of an hour before a hold of three days ends
_TRAVELLER = (
    ("Given name", "Bessie"),
    ("Family name", "Coleman"),
    ("Born", "26jan1990"),
    ("E-mail", "bessie@example.com"),
    ("Phone", "020 8016 0508"),
)


class Notes(Protocol):
    """Where pictures and facts go, and who makes trouble."""

    out: Path
    hands: Hands
    backstage: Backstage
    facts: dict[str, Any]

    def picture(self, name: str) -> None: ...


async def second_trip(notes: Notes) -> None:
    """From the hold to the refund; what was seen of it goes into the facts, for the judge."""
    seen: dict[str, str] = {}
    notes.facts["second_trip"] = seen
    await _search(notes.hands)
    await _hold(notes, seen)
    await _watch(notes, seen)
    await _pay(notes, seen)
    await _accept(notes)
    await _cancel(notes, seen)


async def _search(hands: Hands) -> None:
    await hands.press("Ctrl+1")
    await hands.press("Ctrl+T")
    await hands.focus("From")
    for name, text in (("From", "LHR"), ("To", "JFK"), ("Depart", "+60"), ("Return date", "+7")):
        await hands.fill(name, text)
        await hands.press("Tab")
    await hands.press("Ctrl+Return")
    rows = await hands.find("Offers", QListView)
    assert isinstance(rows, QListView)
    await hands.hear("All sources answered", 30)
    await hands.focus("Offers")
    for _ in range(rows.model().rowCount()):
        if "Duffel Airways, out" in str(rows.currentIndex().data()):  # which can be held
            break
        await hands.press("Down")
    await hands.press("Return")


async def _hold(notes: Notes, seen: dict[str, str]) -> None:
    hands = notes.hands
    await hands.find("Given name", patience=20)
    for name, value in (("Title", "Ms"), ("Gender", "Female")):
        await pick(hands, name, value)
    for name, text in _TRAVELLER:
        await hands.fill(name, text)
    await hands.press("Tab")
    await hands.press("Ctrl+Return")
    await hands.hear("Continue without seats", 30)
    await hands.press("Ctrl+Return")
    await hands.hear("Priced again", 20)
    await hands.focus("Payment")
    await hands.press("2")
    button = await _named(hands, r"Hold [£$€].+ \(practice\)")
    seen["held_for"] = _amount(button)
    await hands.focus(button)
    await hands.press("Return")
    await hands.hear("Held", 30)
    await hands.until(lambda: _after(hands, "Booking reference"), "a reference", 20)
    seen["booking_reference"] = _after(hands, "Booking reference")
    notes.picture("held")


async def _watch(notes: Notes, seen: dict[str, str]) -> None:
    """Nearly three days go by; the hold is found among the orders, its deadline close."""
    hands = notes.hands
    await notes.backstage.let_pass(_NEARLY)
    await hands.press("Ctrl+2")
    rows = await hands.find("List of orders", QListView)
    assert isinstance(rows, QListView)
    await hands.press("/")
    await hands.write(seen["booking_reference"])
    await hands.until(lambda: _rows(rows) == 1 and seen["booking_reference"] in _first(rows), "the one order")
    notes.picture("orders-found")
    await hands.press("Return")  # from the search to the list
    await hands.press("Return")
    await hands.hear("Pay by", 20)
    await hands.press("R")
    await hands.hear(" min", 20)
    notes.picture("order-deadline")
    await _paper(notes, seen, "Hold confirmation", "hold")


def _rows(rows: QListView) -> int:
    return rows.model().rowCount()


def _first(rows: QListView) -> str:
    """The first row as a screen reader says it."""
    return str(rows.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))


async def _pay(notes: Notes, seen: dict[str, str]) -> None:
    hands = notes.hands
    await hands.press("P")
    button = await _named(hands, r"(Pay|Accept, pay) [£$€].+ \(practice\)")
    seen["paid"] = _amount(button)
    notes.picture("order-pay")
    await hands.focus(button)
    await hands.press("Return")
    await hands.hear("Paid ", 30)
    await hands.hear("Ticketed", 60)
    notes.picture("order-ticketed")
    await _paper(notes, seen, "Receipt", "receipt")


async def _accept(notes: Notes) -> None:
    """The airline moves a flight; the new times are compared with the old ones, and accepted."""
    hands = notes.hands
    await notes.backstage.trouble("flight_moved")
    await hands.press("R")
    await hands.hear("moved the", 30)
    await notes.backstage.peace()
    notes.picture("order-airline-change")
    await hands.click("Accept the new times")
    await hands.hear("The new times were accepted at", 30)
    notes.picture("order-change-accepted")


async def _cancel(notes: Notes, seen: dict[str, str]) -> None:
    hands = notes.hands
    await hands.focus("Cancel…")
    await hands.press("Return")
    button = await _named(hands, r"Cancel, get .+")
    seen["refund"] = _amount(button)
    notes.picture("order-cancel-quote")
    await hands.focus(button)
    await hands.press("Return")
    await hands.hear("Cancelled at", 30)
    await hands.until(lambda: not hands.says("Ticketed, "), "an order that is cancelled, read again", 20)
    notes.picture("order-cancelled")
    await _paper(notes, seen, "Cancellation note", "cancellation")


async def _paper(notes: Notes, seen: dict[str, str], name: str, file: str) -> None:
    """One paper of the order on screen, looked at and kept as PDF."""
    hands = notes.hands
    await hands.press("Ctrl+P")
    await pick(hands, "Paper", name)
    await hands.hear(f"Preview of {name}", 20)
    notes.picture(f"paper-{file}")
    target = notes.out / f"{file}.pdf"
    await save_as(hands, "Ctrl+S", f"Save the {name[0].lower()}{name[1:]}", target)
    seen[file] = target.name
    await hands.press("Escape")
    await hands.until(lambda: not hands.says("Preview of"), "the end of the papers")


async def _named(hands: Hands, pattern: str) -> str:
    """The name of the control that is called like that, once it is there."""

    def found() -> str:
        return next((name for name in hands.names() if re.fullmatch(pattern, name)), "")

    await hands.until(found, f"a control like {pattern}", 30)
    return found()


def _after(hands: Hands, label: str) -> str:
    """The reference that stands behind a label."""
    names = hands.names()
    place = names.index(label) + 1 if label in names else len(names)
    found = names[place] if place < len(names) else ""
    return found if re.fullmatch(r"[A-Z0-9]{5,13}", found) else ""


def _amount(button: str) -> str:
    """1,612.77 of "Pay £1,612.77 (practice)"; "" where the button names none."""
    found = re.search(r"[£$€]([\d,.]+\d)", button)
    return found[1].replace(",", "") if found else ""
