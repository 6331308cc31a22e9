"""A booking or a hold has left, and nobody knows what became of it: found, ended by a person, found after a restart."""

from PySide6.QtGui import QGuiApplication

from agentdesk.hands import NotThere
from agentdesk.troubles.moves import (
    CHECKING,
    HOLD,
    PAY,
    choose_hold,
    close_tab,
    found_again,
    lose,
    lose_questions,
    named,
    new_trip,
    press,
    press_and_send,
    reference_of,
    trouble,
)
from agentdesk.troubles.stage import Chapter, Stage

_LATE = 60.0  # seconds: longer than the practice airline takes for an order that it has only accepted
_SLOW = 8  # seconds: longer than a window takes to close
_IDS = ("Call: POST /air/orders", "Offer: off_", "Sent at: ", "metadata.agentdesk_attempt: ", "Request id: ")
_TOLD = "Kim at Duffel, 12:30"


async def found(stage: Stage) -> None:
    """The answer to a booking is lost; the desk finds the booking by itself and says so."""
    await new_trip(stage)
    await lose(stage, "order_lost_after")
    await press(stage.hands, PAY)
    await stage.shows("booking-unknown", CHECKING)
    await found_again(stage)
    await ticket(stage, "booking-settled-as-done")
    await close_tab(stage)


async def accepted(stage: Stage) -> None:
    """The airline says that the order comes later, and it does."""
    await new_trip(stage)
    await trouble(stage, "order_202")
    await press(stage.hands, PAY)
    await stage.shows("booking-accepted-for-later", "its outcome is not known yet")
    async with stage.later(_LATE):
        await stage.hands.press("R")
        await ticket(stage, "booking-came-later")
    await close_tab(stage)


async def never_arrived(stage: Stage) -> None:
    """The booking never arrived, which nothing proves: looked for again, told to support, ended by a person."""
    hands = stage.hands
    await new_trip(stage)
    await trouble(stage, "order_lost_before")
    await press(hands, PAY)
    await hands.hear(CHECKING, 30)
    await hands.click("Check again")
    await stage.shows("booking-still-open", "No order found yet.", 60)
    await hands.press("C")
    await stage.shows("booking-text-for-support", "Copied")
    check_copied(_IDS)
    await hands.click("There is no booking…")
    await hands.fill("Who said so, and when", _TOLD)
    await stage.show("booking-ended-by-a-person")
    await hands.click("Close it, nothing was booked")
    await named(hands, PAY)
    await stage.show("booking-settled-as-not-done")
    await close_tab(stage)


async def hold_found(stage: Stage) -> None:
    """The same of a hold, which takes no money but seats."""
    await new_trip(stage)
    await choose_hold(stage)
    await lose(stage, "order_lost_after")
    await press(stage.hands, HOLD)
    await stage.shows("hold-unknown", CHECKING)
    await found_again(stage)
    await ticket(stage, "hold-settled-as-done")
    await close_tab(stage)


async def hold_never_arrived(stage: Stage) -> None:
    hands = stage.hands
    await new_trip(stage)
    await choose_hold(stage)
    await trouble(stage, "order_lost_before")
    await press(hands, HOLD)
    await hands.hear(CHECKING, 30)
    await hands.click("There is no booking…")
    await hands.fill("Who said so, and when", _TOLD)
    await hands.click("Close it, nothing was booked")
    await named(hands, HOLD)
    await stage.show("hold-settled-as-not-done")
    await close_tab(stage)


async def disk_full(stage: Stage) -> None:
    """An answer came and could not be written down: open all the same, until the disk takes it."""
    if not stage.disk.can_be_full:
        return
    await new_trip(stage)
    await trouble(stage, "order_slow", effect={"seconds": 2})
    await press_and_send(stage, PAY)
    stage.disk.fill()
    await stage.shows("booking-answer-not-kept", "it could not be written down")
    stage.disk.free()
    await stage.hands.press("R")
    await stage.hands.until(lambda: not stage.hands.says("is not kept on this computer"), "a disk that takes it", 30)
    await ticket(stage, "booking-settled-once-kept")
    await close_tab(stage)


async def program_ended(stage: Stage) -> None:
    """The window is closed while a booking is on its way; the next start looks for it."""
    await new_trip(stage)
    await trouble(stage, "order_slow", effect={"seconds": _SLOW})
    await press_and_send(stage, PAY)
    await lose_questions(stage)
    await stage.close_desk()
    await stage.open_desk(CHECKING)
    await stage.shows("booking-open-after-restart", "the program ended before the answer came")
    await found_again(stage)
    await ticket(stage, "booking-found-after-restart")
    await close_tab(stage)


async def ticket(stage: Stage, state: str) -> None:
    """The ticket page, with what the airline said."""
    await reference_of(stage)
    await stage.show(state)


def check_copied(ids: tuple[str, ...]) -> None:
    """Whether the text for the upstream's support, on the clipboard, names all that it asks for."""
    copied = QGuiApplication.clipboard().text()
    if missing := [one for one in ids if one not in copied]:
        raise NotThere(f"the text for support lacks {missing}: {copied}")


CHAPTERS = (
    Chapter("booking lost and found", found, ("booking-unknown", "booking-settled-as-done")),
    Chapter("booking accepted for later", accepted, ("booking-accepted-for-later", "booking-came-later")),
    Chapter(
        "booking that never arrived",
        never_arrived,
        (
            *("booking-still-open", "booking-text-for-support", "booking-ended-by-a-person"),
            "booking-settled-as-not-done",
        ),
        silent=frozenset({"booking-ended-by-a-person"}),
    ),
    Chapter("hold lost and found", hold_found, ("hold-unknown", "hold-settled-as-done")),
    Chapter("hold that never arrived", hold_never_arrived, ("hold-settled-as-not-done",)),
    Chapter(
        "answer that is not kept",
        disk_full,
        ("booking-answer-not-kept", "booking-settled-once-kept"),
        needs_disk=frozenset({"booking-answer-not-kept", "booking-settled-once-kept"}),
    ),
    Chapter("program that ended", program_ended, ("booking-open-after-restart", "booking-found-after-restart")),
)
