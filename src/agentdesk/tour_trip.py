"""What the tour does: two adults, a child and an infant fly out and back, with seats and a bag."""

import asyncio
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtWidgets import QApplication, QComboBox, QListView, QWidget

from agentdesk import tour_detours as detours
from agentdesk import tour_trouble as trouble
from agentdesk.hands import Hands
from agentdesk.tour_backstage import Backstage

FAMILY = (
    ("ms", "Amelia", "Earhart", "Female", "24jul1987"),
    ("mr", "George", "Putnam", "Male", "07sep1985"),
    ("miss", "Zoë", "Earhart-Putnam", "Female", ""),
    ("mr", "Björn", "Putnam", "Male", ""),
)


class Notes(Protocol):
    """Where pictures and facts go."""

    out: Path
    hands: Hands
    backstage: Backstage
    facts: dict[str, Any]

    def picture(self, name: str) -> None: ...


async def family_trip(notes: Notes) -> Path:
    """Search to ticket and paper; the path of the itinerary."""
    await _search(notes)
    await _choose(notes)
    await _name(notes)
    await _sit(notes)
    await _pay(notes)
    return await _paper(notes)


async def _search(notes: Notes) -> None:
    hands = notes.hands
    notes.picture("search-empty")
    await hands.focus("From")
    await hands.write("heathr")
    notes.picture("search-places")
    await hands.press("Tab")
    await hands.focus("To")
    await hands.write("JFK")
    await hands.press("Tab")
    await hands.fill("Depart", "+40")
    await detours.calendar(notes)
    await hands.fill("Return date", "+7")
    for name, times in (("Adults", 1), ("Children", 1), ("Infants", 1)):
        await hands.focus(name)
        await hands.press("Up", times)
    notes.picture("search-age-missing")
    await hands.fill("Age of child 1", "7")
    await hands.press("Tab")
    notes.picture("search-complete")
    await detours.entry(notes)
    await hands.press("Ctrl+Return")


async def _choose(notes: Notes) -> None:
    """Wait for all, take the first that gives every wish: seats, bags, and nobody's passport."""
    hands = notes.hands
    rows = await hands.find("Offers", QListView)
    assert isinstance(rows, QListView)
    await hands.until(lambda: rows.model().rowCount() > 0, "a first row")
    notes.picture("offers-first")
    await hands.hear("All sources answered", 30)
    notes.picture("offers-all")
    await trouble.filters(notes)
    await detours.fares(notes)
    await detours.details(notes)
    await detours.compare(notes)
    for _ in range(rows.model().rowCount()):
        if "Duffel Airways, out" in str(rows.currentIndex().data()):
            break
        await hands.press("Down")
    notes.picture("offers-chosen")
    await hands.press("Return")
    await hands.find("Given name", patience=20)


async def _name(notes: Notes) -> None:
    hands = notes.hands
    notes.picture("passengers-empty")
    for number, (title, given, family, gender, born) in enumerate(FAMILY):
        if number:
            await hands.press("Ctrl+Down")
        if given == "George":
            await detours.passport(notes)
            await pick(hands, "Title", "Mr")
            continue
        await pick(hands, "Title", title.capitalize())
        await hands.fill("Given name", given)
        await hands.fill("Family name", family)
        await pick(hands, "Gender", gender)
        await hands.fill("Born", born or _birthday(number))
        if number == 0:
            await hands.fill("E-mail", "amelia@example.com")
            await hands.fill("Phone", "020 8016 0508")
            notes.picture("passengers-first")
            await hands.click("Use this e-mail and phone for all")
        await asyncio.sleep(0)
    await hands.press("Tab")
    notes.picture("passengers-complete")
    await hands.press("Ctrl+Return")


def _birthday(number: int) -> str:
    """The child is 7 and the infant 1 on a flight about seven weeks away."""
    years = 7 if number == 2 else 1
    born = date.today() + timedelta(days=47) - timedelta(days=round(365.25 * years) + 60)  # noqa: DTZ011
    return born.isoformat()


async def pick(hands: Hands, name: str, value: str) -> None:
    """Choose in a combo box by its keys: the first letters of the value."""
    box = await hands.find(name, QComboBox)
    await hands.focus(name)
    assert isinstance(box, QComboBox)
    for _ in range(box.count() + 1):
        if box.currentText() == value:
            return
        await hands.press("Down" if box.findText(value) > box.currentIndex() else "Up")


async def _sit(notes: Notes) -> None:
    """A seat for everyone who has one on both flights, and one bag."""
    hands = notes.hands
    await _whole_cabin(hands)
    notes.picture("seats-map")
    await hands.press("T")
    await hands.until(lambda: hands.says("picked"), "picked seats", 10)
    notes.picture("seats-together")
    await hands.press("PgDown")
    await _whole_cabin(hands)
    notes.picture("seats-back")
    bag = next((name for name in hands.names() if name.startswith("More bags")), "")
    if bag:
        await hands.click(bag)
    notes.picture("seats-and-bag")
    await hands.press("Ctrl+Return")


async def _whole_cabin(hands: Hands) -> None:
    """Until the map has stopped growing: big cabins are filled between frames."""
    await hands.until(lambda: _seats(hands), "seats", 30)
    before = -1
    while before != len(hands.names()):
        before = len(hands.names())
        await asyncio.sleep(0.15)


def _seats(hands: Hands) -> list[str]:
    return [name for name in hands.names() if name[:1].isdigit() and ", " in name and "free" in name]


async def _pay(notes: Notes) -> None:
    hands = notes.hands
    await hands.until(lambda: _pay_button(hands), "the button that pays")
    await hands.hear("Priced again", 20)
    notes.picture("payment")
    await hands.focus("Payment")
    await detours.hold(notes)
    await hands.fill("Agency fee", "25")
    notes.facts["fee"] = "25"  # for the customer's paper, never for the airline
    await hands.fill("Your own reference", "K-2041")
    notes.picture("payment-fee")
    await trouble.price_rise(notes, _pay_button(hands))
    name = _pay_button(hands)
    notes.facts["total_shown"] = name.removeprefix("Pay ").removesuffix(" (practice)")
    await notes.backstage.trouble("order_lost_after")
    await hands.focus(name)
    await hands.press("Return")
    notes.picture("paying")
    await trouble.answer_lost(notes)
    await hands.hear("Booking reference", 60)
    await hands.until(lambda: _reference(hands), "a reference")
    notes.facts["booking_reference"] = _reference(hands)
    notes.picture("ticket-awaited")
    await hands.hear("Ticketed", 60)
    notes.picture("ticket")


def _pay_button(hands: Hands) -> str:
    return next((name for name in hands.names() if name.startswith("Pay ") and name[4:5] in "£€$"), "")


def _reference(hands: Hands) -> str:
    names = hands.names()
    place = names.index("Booking reference") + 1 if "Booking reference" in names else 0
    found = names[place] if place else ""
    return found if re.fullmatch(r"[A-Z0-9]{5,13}", found) else ""


async def _paper(notes: Notes) -> Path:
    target = notes.out / "itinerary.pdf"
    await save_as(notes.hands, "Ctrl+S", "Save the itinerary", target)
    notes.picture("itinerary-saved")
    return target


async def save_as(hands: Hands, keys: str, title: str, target: Path) -> None:
    """Into the dialog of that title goes the name of a file, which is waited for."""
    target.unlink(missing_ok=True)
    await hands.press(keys)
    dialog = await _dialog(hands, title)
    inside = Hands(dialog)
    name = next(one for one in inside.names() if one.startswith("File name") or one == "File &name:")
    await inside.fill(name, str(target))
    await inside.press("Return")
    hands.keystrokes += inside.keystrokes
    await hands.until(target.exists, target.name, 20)
    await hands.come_forward()
    await hands.hear("Saved as", 10)


async def _dialog(hands: Hands, title: str) -> QWidget:
    def there() -> QWidget | None:
        return next(
            (one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowTitle() == title), None
        )

    await hands.until(there, f"the dialog '{title}'")
    found = there()
    assert found is not None
    return found
