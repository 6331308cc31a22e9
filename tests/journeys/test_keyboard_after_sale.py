"""The day after the sale by keyboard alone, heard by a screen reader: held, warned, paid, changed, cancelled."""

from pathlib import Path

from tests.journeys.by_keys import go_to, search, to_payment
from tests.journeys.real_desk import RealDesk, real_desk
from tests.practice_airline import Practice

_NEARLY = 71.75 * 3600  # seconds: a quarter of an hour before a hold of three days ends


def test_an_order_is_held_paid_changed_and_cancelled_with_the_keyboard_alone(
    practice: Practice, tmp_path: Path
) -> None:
    with real_desk(tmp_path / "data", practice.url) as desk:
        go_to(desk, "This session only")
        desk.key("space")
        search(desk, out="+60", back="+67")
        to_payment(desk)
        reference = _hold(desk, practice)
        _warned(desk, practice, reference)
        _pay(desk, practice, reference)
        _accept(desk, practice)
        _cancel(desk, practice, reference)


def _hold(desk: RealDesk, practice: Practice) -> str:
    go_to(desk, "Pay now")
    desk.key("2")
    button = desk.wait("Hold £*")
    go_to(desk, button)
    desk.key("Return")
    desk.hear("The order is made. Booking reference *")
    (order,) = practice.books()["orders"]
    assert (order["payments"], f"Hold £{order['total_amount']}") == ([], button.split(" (")[0])
    return str(order["booking_reference"])


def _warned(desk: RealDesk, practice: Practice, reference: str) -> None:
    """Nearly three days go by; the warning is heard, and the row says what is left."""
    desk.key("ctrl+2")
    desk.until_focus(f"{reference},*")
    practice.advance(_NEARLY)
    desk.key("Return")  # looking at the order tells what time it is
    desk.hear(f"1? min left to pay {reference}. Earhart, by *")


def _pay(desk: RealDesk, practice: Practice, reference: str) -> None:
    desk.key("p")
    desk.hear("Pay *")
    button = desk.wait("* £* (practice)")
    assert not desk.has_focus(button), "no key that is still down pays"
    go_to(desk, button)
    desk.key("Return", "Return")
    desk.hear("Paying £*. It can no longer be stopped.")
    desk.hear("Paid £*")
    desk.hear(f"The tickets of {reference} are there.")
    (order,) = practice.books()["orders"]
    assert [f"£{one['amount']}" in button for one in order["payments"]] == [True]


def _accept(desk: RealDesk, practice: Practice) -> None:
    practice.scenario("flight_moved")
    desk.key("r")
    desk.hear("* changed the flights of *")
    practice.stop_scenarios()
    go_to(desk, "Accept the new times")
    desk.key("Return")
    desk.hear("The new times were accepted at *")


def _cancel(desk: RealDesk, practice: Practice, reference: str) -> None:
    go_to(desk, "Cancel…")
    desk.key("Return")
    button = desk.wait("Cancel, get *")
    assert desk.has_focus("Keep the order"), "the first focus is the way back"
    go_to(desk, button)
    desk.key("Return")
    desk.hear("Cancelled at *")
    desk.hear(f"Order {reference} is cancelled.")
    desk.key("Escape")
    desk.until_focus(f"{reference},*ancelled*")
    (order,) = practice.books()["orders"]
    assert order["cancelled"] is True
