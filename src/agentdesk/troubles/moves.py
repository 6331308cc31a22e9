"""What every chapter does on its way: search, choose, name, pay or hold, and open the order that came of it."""

import asyncio
import re
import time
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from agentdesk.hands import Hands, NotThere
from agentdesk.tour_trip import pick
from agentdesk.troubles.stage import Stage

PAY, HOLD = r"Pay [£$€].+ \(practice\)", r"Hold [£$€].+ \(practice\)"
PAY_HELD = r"(Pay|Accept, pay) [£$€].+ \(practice\)"
CANCEL = r"Cancel, get .+"
CHECKING = "Checking with the airline"
_GIVEN = ("Bessie", "Amelia", "Beryl", "Harriet", "Jacqueline", "Sabiha", "Valentina")
_FAMILY = ("Coleman", "Earhart", "Markham", "Quimby", "Cochran", "Gokcen", "Tereshkova")
"""Each trip has somebody else, or every one after the first would be told to look like another."""
_TRAVELLER = (
    ("Born", "26jan1990"),
    ("E-mail", "bessie@example.com"),
    ("Phone", "020 8016 0508"),
)
_ARRIVES, _LOOK_AGAIN = 30.0, 0.05  # seconds
_FIRST_DAY = 30  # days ahead: those of two trips are never the same, or they would look like one sold twice


async def trouble(stage: Stage, name: str, **details: Any) -> None:
    await stage.backstage.trouble(name, **details)


async def peace(stage: Stage) -> None:
    await stage.backstage.peace()


async def lose(stage: Stage, scenario: str) -> None:
    """Lose the answer to a change, and what is asked of orders until there is peace."""
    await trouble(stage, scenario)
    await lose_questions(stage)


async def lose_questions(stage: Stage) -> None:
    for path in ("/air/orders*", "/air/payments*", "/air/order_cancellations*", "/air/airline_initiated_changes*"):
        await trouble(stage, "line_lost", method="GET", path=path)


async def press_and_send(stage: Stage, pattern: str) -> None:
    """Press what buys, until the airline has the request: it has left, and the answer has not come."""
    before = await stage.backstage.orders_asked_for()
    await press(stage.hands, pattern)
    end = time.monotonic() + _ARRIVES
    while await stage.backstage.orders_asked_for() == before:
        if time.monotonic() > end:
            raise NotThere("the request did not arrive at the airline")
        await asyncio.sleep(_LOOK_AGAIN)


async def settles(stage: Stage, state: str, text: str) -> None:
    """Nothing is being checked any more, and these words stand there."""
    hands = stage.hands
    await hands.until(lambda: not hands.says(CHECKING) and hands.says(text), f"'{text}', settled", 60)
    await stage.show(state)


async def found_again(stage: Stage) -> None:
    """The line is back, and the agent asks at once."""
    await peace(stage)
    await stage.hands.press("R")


# --- a booking


async def ask(stage: Stage) -> None:
    """A search for direct flights in a tab of its own, on days that no other trip has."""
    hands = stage.hands
    stage.trips += 1
    await hands.press("Ctrl+1")
    await hands.press("Ctrl+T")
    await hands.focus("From")
    day = _FIRST_DAY + 2 * stage.trips
    for name, text in (("From", "LHR"), ("To", "JFK"), ("Depart", f"+{day}"), ("Return date", "+7")):
        await hands.fill(name, text)
        await hands.press("Tab")
    await pick(hands, "Most stops", "Direct only")  # a third of the offers, in a third of the time
    await hands.press("Ctrl+Return")


async def all_offers(stage: Stage) -> None:
    await stage.hands.hear("All sources answered", 60)


async def choose(stage: Stage) -> None:
    """The first fare of an airline that lets hold, pay late, cancel and pick seats."""
    hands = stage.hands
    rows = await hands.find("Offers", QListView)
    assert isinstance(rows, QListView)
    await hands.focus("Offers")
    for _ in range(rows.model().rowCount()):
        if "Duffel Airways, out" in str(rows.currentIndex().data()):
            break
        await hands.press("Down")
    await hands.press("Return")
    await hands.find("Given name", patience=30)


async def name(stage: Stage) -> None:
    hands = stage.hands
    for field, value in (("Title", "Ms"), ("Gender", "Female")):
        await pick(hands, field, value)
    given, family = _GIVEN[stage.trips % len(_GIVEN)], _FAMILY[stage.trips // len(_GIVEN) % len(_FAMILY)]
    for field, text in (("Given name", given), ("Family name", family), *_TRAVELLER):
        await hands.fill(field, text)
    await hands.press("Tab")


async def to_seats(stage: Stage) -> None:
    await stage.hands.press("Ctrl+Return")
    await stage.hands.hear("Continue without seats", 30)


async def to_payment(stage: Stage) -> None:
    """From the seats."""
    await stage.hands.press("Ctrl+Return")
    await stage.hands.hear("Priced again", 30)


async def new_trip(stage: Stage) -> None:
    """A fresh booking up to its payment page."""
    await ask(stage)
    await all_offers(stage)
    await choose(stage)
    await name(stage)
    await to_seats(stage)
    await to_payment(stage)


async def close_tab(stage: Stage) -> None:
    await stage.hands.press("Ctrl+1")
    await stage.hands.press("Ctrl+W")


async def choose_hold(stage: Stage) -> None:
    await stage.hands.focus("Payment")
    await stage.hands.press("2")
    await named(stage.hands, HOLD)


async def hold(stage: Stage) -> str:
    """A held order; its booking reference."""
    await new_trip(stage)
    await choose_hold(stage)
    await press(stage.hands, HOLD)
    reference = await reference_of(stage)
    await close_tab(stage)
    return reference


async def reference_of(stage: Stage) -> str:
    """On the ticket page."""
    hands = stage.hands
    await hands.hear("Booking reference", 60)

    def there() -> str:
        names = hands.names()
        place = names.index("Booking reference") + 1 if "Booking reference" in names else len(names)
        found = names[place] if place < len(names) else ""
        return found if re.fullmatch(r"[A-Z0-9]{5,13}", found) else ""

    await hands.until(there, "a booking reference", 30)
    return there()


# --- an order


async def open_order(stage: Stage, reference: str) -> None:
    """Found in the list by its reference, and opened."""
    hands = stage.hands
    await hands.press("Ctrl+2")
    if hands.seen("List of orders", QListView) is None:  # an order of another chapter stands before the list
        await hands.press("Escape")
    rows = await hands.find("List of orders", QListView)
    assert isinstance(rows, QListView)
    await hands.press("/")
    await hands.press("Ctrl+A")
    await hands.write(reference)
    spoken = Qt.ItemDataRole.AccessibleTextRole

    def only() -> bool:
        model = rows.model()
        return model.rowCount() == 1 and reference in str(model.index(0, 0).data(spoken))

    await hands.until(only, "the one order in the list", 30)
    await hands.press("Return")  # from the search to the list
    await hands.press("Return")
    await hands.find("Order details", patience=30)


async def ask_to_pay(stage: Stage) -> None:
    """The sheet with the total that was read again."""
    await stage.hands.press("P")
    await named(stage.hands, PAY_HELD)


async def ask_to_cancel(stage: Stage) -> None:
    await stage.hands.focus("Cancel…")
    await stage.hands.press("Return")
    await named(stage.hands, CANCEL)


# --- hands


async def press(hands: Hands, pattern: str) -> None:
    await hands.focus(await named(hands, pattern))
    await hands.press("Return")


async def named(hands: Hands, pattern: str) -> str:
    """The name of the control that is called like that, once it is there."""

    def found() -> str:
        return next((one for one in hands.names() if re.fullmatch(pattern, one)), "")

    await hands.until(found, f"a control like {pattern}", 30)
    return found()
