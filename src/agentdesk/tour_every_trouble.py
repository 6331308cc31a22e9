"""A walk through every kind of trouble the practice airline can make: each state says what happened and what to do."""

import re
from collections.abc import Awaitable, Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListView

from agentdesk.hands import Hands, NotThere
from agentdesk.tour_backstage import Backstage
from agentdesk.tour_trip import pick

_TRAVELLER = (
    ("Given name", "Bessie"),
    ("Family name", "Coleman"),
    ("Born", "26jan1990"),
    ("E-mail", "bessie@example.com"),
    ("Phone", "020 8016 0508"),
)
_PAY, _HOLD = r"Pay [£$€].+ \(practice\)", r"Hold [£$€].+ \(practice\)"
_PAY_HELD = r"(Pay|Accept, pay) [£$€].+ \(practice\)"
_CHECKING = "Checking with"
_SUPPORT_IDS = ("Offer: off_", "Sent at: ", "metadata.agentdesk_attempt: ", "Request id: ")


class Pictures(Protocol):
    """Where pictures go, and who makes trouble."""

    hands: Hands
    backstage: Backstage

    def picture(self, name: str) -> None: ...


async def every_trouble(notes: Pictures) -> list[str]:
    """Every chapter, each with a fresh trip; what did not come, said chapter by chapter."""
    complaints: list[str] = []
    for number, chapter in enumerate(CHAPTERS, start=1):
        try:
            await chapter(notes, number)
        except NotThere as missed:
            notes.picture(f"not-there-{chapter.__name__}")
            complaints.append(f"{chapter.__name__}: {missed}")
        await notes.backstage.peace()
    return complaints


# --- before anything is sent


async def searching(notes: Pictures, number: int) -> None:
    """The line is lost while searching, and when an offer is opened; too many questions; the server is out of order."""
    hands = notes.hands
    await notes.backstage.trouble("line_lost")
    await _ask(hands, number)
    await hands.hear("The line", 60)
    notes.picture("search-line-lost")
    await notes.backstage.peace()
    await hands.press("Ctrl+W")
    await notes.backstage.trouble("slow_answer")
    await _ask(hands, number)
    await hands.hear("source", 30)
    notes.picture("search-slow")
    await notes.backstage.peace()
    await hands.hear("All sources answered", 60)
    await notes.backstage.trouble("offer_gone")
    await hands.focus("Offers")
    await hands.press("Return")
    await hands.hear("no longer on sale", 30)
    notes.picture("offer-sold-out")


async def paying(notes: Pictures, number: int) -> None:
    """All that stops a payment before or while it is sent, and leaves the booking free to be paid."""
    hands = notes.hands
    await _to_payment(notes, number)
    for scenario, said, name in (
        ("price_rise", "The price rose by", "payment-price-rose"),
        ("insufficient_balance", "balance with Duffel is too low", "payment-balance-too-low"),
        ("order_503", "out of order for the moment", "payment-upstream-out-of-order"),
        ("line_lost", "The line to the airlines is lost", "payment-line-lost"),
    ):
        await notes.backstage.trouble(scenario)
        await _press(hands, _PAY)
        await hands.hear(said, 60)
        notes.picture(name)
        await notes.backstage.peace()
        if scenario == "price_rise":
            await hands.press("Escape")
    await notes.backstage.trouble("order_not_created")
    await _press(hands, _PAY)
    await hands.hear("did not take the booking", 30)
    notes.picture("payment-airline-refuses")


# --- sent, and nobody knows


async def booking_found(notes: Pictures, number: int) -> None:
    """The answer to a booking is lost; the desk finds the booking."""
    await _to_payment(notes, number)
    await _lose(notes, "order_lost_after")
    await _press(notes.hands, _PAY)
    await notes.hands.hear(_CHECKING, 30)
    notes.picture("booking-unknown")
    await notes.backstage.peace()
    await notes.hands.hear("Booking reference", 60)
    notes.picture("booking-settled-as-done")


async def booking_open(notes: Pictures, number: int) -> None:
    """The booking never arrived, which nothing proves: looked for again, told to support, ended by a person."""
    hands = notes.hands
    await _to_payment(notes, number)
    await notes.backstage.trouble("order_lost_before")
    await _press(hands, _PAY)
    await hands.hear(_CHECKING, 30)
    await hands.click("Check again")
    await hands.hear("Asked ", 30)
    notes.picture("booking-still-open")
    await hands.click("Copy for a support call")
    copied = QGuiApplication.clipboard().text()
    if missing := [one for one in _SUPPORT_IDS if one not in copied]:
        raise NotThere(f"the text for support lacks {missing}: {copied}")
    notes.picture("booking-text-for-support")
    await hands.click("There is no booking…")
    await hands.fill("Who said so, and when", "Kim at Duffel, 12:30")
    notes.picture("booking-ended-by-a-person")
    await hands.click("Close it, nothing was booked")
    await _named(hands, _PAY)
    notes.picture("booking-settled-as-not-done")


async def holding(notes: Pictures, number: int) -> None:
    """The answer to a hold is lost; found, its payment fails in every way, is lost, and found."""
    hands = notes.hands
    await _to_payment(notes, number)
    await hands.focus("Payment")
    await hands.press("2")
    await _lose(notes, "order_lost_after")
    await _press(hands, _HOLD)
    await hands.hear(_CHECKING, 30)
    notes.picture("hold-unknown")
    await notes.backstage.peace()
    await _open_order(notes, "hold-settled-as-done")
    for scenario, said, name in (
        ("insufficient_balance", "balance with Duffel is too low", "hold-balance-too-low"),
        ("payment_refused", "The payment was declined", "hold-payment-declined"),
    ):
        await notes.backstage.trouble(scenario)
        await _pay_held(hands)
        await hands.hear(said, 30)
        notes.picture(name)
        await notes.backstage.peace()
    await _lose(notes, "payment_lost_after")
    await _pay_held(hands)
    await hands.hear("We do not know yet whether this order is paid", 30)
    notes.picture("payment-of-hold-unknown")
    await notes.backstage.peace()
    await hands.hear("Paid ", 60)
    await hands.hear("Ticketed", 60)
    notes.picture("payment-of-hold-settled-as-done")
    await _change(notes)
    await _cancel(notes)


async def _change(notes: Pictures) -> None:
    """The airline moves a flight, and the answer to its acceptance is lost."""
    hands = notes.hands
    await notes.backstage.trouble("flight_moved")
    await hands.press("R")
    await hands.hear("moved the", 30)
    await notes.backstage.peace()
    await _lose(notes, "accept_lost_after")
    await hands.click("Accept the new times")
    await hands.hear("We do not know yet whether the new times are accepted", 30)
    notes.picture("change-unknown")
    await notes.backstage.peace()
    await hands.hear("The new times were accepted at", 60)
    notes.picture("change-settled-as-done")


async def _cancel(notes: Pictures) -> None:
    """A quote that is over, then a cancellation whose answer is lost."""
    hands = notes.hands
    await notes.backstage.trouble("quote_stale")
    await hands.focus("Cancel…")
    await hands.press("Return")
    await _press(hands, r"Cancel, get .+")
    await hands.hear("The quote was no longer the newest", 30)
    notes.picture("cancellation-quote-over")
    await notes.backstage.peace()
    await _lose(notes, "cancellation_lost_after")
    await hands.focus("Cancel…")
    await hands.press("Return")
    await _press(hands, r"Cancel, get .+")
    await hands.hear("We do not know yet whether this order is cancelled", 30)
    notes.picture("cancellation-unknown")
    await notes.backstage.peace()
    await hands.hear("Cancelled at", 60)
    notes.picture("cancellation-settled-as-done")


async def lapsing(notes: Pictures, number: int) -> None:
    """A hold is let go by the airline while its payment is under way."""
    hands = notes.hands
    await _to_payment(notes, number)
    await hands.focus("Payment")
    await hands.press("2")
    await _press(hands, _HOLD)
    await _open_order(notes, "hold-to-lapse")
    await notes.backstage.trouble("hold_lapses_at_payment")
    await _pay_held(hands)
    await hands.hear("The time to pay was over", 30)
    notes.picture("hold-lapsed-meanwhile")


CHAPTERS: tuple[Callable[[Pictures, int], Awaitable[None]], ...] = (
    searching,
    paying,
    booking_found,
    booking_open,
    holding,
    lapsing,
)

# --- on the way


async def _lose(notes: Pictures, scenario: str) -> None:
    """Lose an answer, and let questions take two seconds, that there is something to see before it is settled."""
    await notes.backstage.trouble(scenario)
    await notes.backstage.trouble("slow_answer", method="GET")


async def _ask(hands: Hands, number: int) -> None:
    """A search in a tab of its own, on a day that no other chapter has."""
    await hands.press("Ctrl+1")
    await hands.press("Ctrl+T")
    await hands.focus("From")
    for name, text in (("From", "LHR"), ("To", "JFK"), ("Depart", f"+{50 + number}"), ("Return date", "+7")):
        await hands.fill(name, text)
        await hands.press("Tab")
    await hands.press("Ctrl+Return")


async def _to_payment(notes: Pictures, number: int) -> None:
    hands = notes.hands
    await _ask(hands, number)
    rows = await hands.find("Offers", QListView)
    assert isinstance(rows, QListView)
    await hands.hear("All sources answered", 30)
    await hands.focus("Offers")
    for _ in range(rows.model().rowCount()):
        if "Duffel Airways, out" in str(rows.currentIndex().data()):  # which can be held
            break
        await hands.press("Down")
    await hands.press("Return")
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


async def _open_order(notes: Pictures, name: str) -> None:
    """From the ticket page of a hold to its order."""
    hands = notes.hands
    await hands.hear("Held", 60)
    await hands.hear("Booking reference", 30)
    notes.picture(name)
    names = hands.names()
    reference = names[names.index("Booking reference") + 1]
    await hands.press("Ctrl+2")
    if hands.says("Booking reference") and hands.says("Order 1 of"):  # the order of the chapter before
        await hands.press("Escape")
    rows = await hands.find("List of orders", QListView)
    assert isinstance(rows, QListView)
    await hands.press("/")
    await hands.press("Ctrl+A")
    await hands.write(reference)
    spoken = Qt.ItemDataRole.AccessibleTextRole
    await hands.until(lambda: reference in str(rows.model().index(0, 0).data(spoken)), "the order in the list", 30)
    await hands.press("Return")  # from the search to the list
    await hands.press("Return")
    await hands.find("Release…", patience=30)


async def _pay_held(hands: Hands) -> None:
    await hands.press("P")
    await _press(hands, _PAY_HELD)


async def _press(hands: Hands, pattern: str) -> None:
    await hands.focus(await _named(hands, pattern))
    await hands.press("Return")


async def _named(hands: Hands, pattern: str) -> str:
    """The name of the control that is called like that, once it is there."""

    def found() -> str:
        return next((name for name in hands.names() if re.fullmatch(pattern, name)), "")

    await hands.until(found, f"a control like {pattern}", 30)
    return found()
