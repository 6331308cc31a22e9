"""Trouble with what is sold already: paying a hold, the airline's changes, cancelling."""

from agentdesk.troubles.moves import (
    CANCEL,
    PAY_HELD,
    ask_to_cancel,
    ask_to_pay,
    found_again,
    hold,
    lose,
    open_order,
    peace,
    press,
    settles,
    trouble,
)
from agentdesk.troubles.stage import Chapter, Stage
from agentdesk.troubles.unknown import check_copied

_OVER = 4 * 60.0  # seconds: nothing of a request is on its way any more
_QUOTE_OVER = 66 * 60.0  # seconds: past the hour of a quote, and what a request may take
_LATER = 45  # seconds: longer than the desk waits before it asks again by itself
_PAYMENT_IDS = ("Call: POST /air/payments", "Order: ord_", "Our attempt: ", "Sent at: ", "Request id: ")
_CANCELLATION_IDS = ("Call: POST /air/order_cancellations/ore_", "Order: ord_", "Our attempt: ", "Sent at: ")
_CHANGE_IDS = ("Call: POST /air/airline_initiated_changes/aic_", "Order: ord_", "Our attempt: ", "Sent at: ")


async def paying_a_hold(stage: Stage) -> None:
    """Its payment is stopped and refused in every way, is lost, and is found; one more is found to have failed."""
    hands = stage.hands
    await open_order(stage, await hold(stage))
    await trouble(stage, "line_lost")
    await hands.press("P")
    await stage.shows("hold-line-lost", "Nothing was sent; the order is as it was.", 60)
    await peace(stage)
    await trouble(stage, "rate_limited", times=50, path="/air/*", effect={"seconds": _LATER})
    await hands.press("P")
    await stage.shows("hold-too-many-questions", "Too many questions", 60)
    await peace(stage)
    for state, said, scenario in (
        ("hold-balance-too-low", "balance with Duffel is too low", "insufficient_balance"),
        ("hold-payment-declined", "The payment was declined", "payment_refused"),
        ("hold-price-rose", "Look at the new total", "payment_price_changed"),
    ):
        await ask_to_pay(stage)
        await trouble(stage, scenario)
        await press(hands, PAY_HELD)
        await stage.shows(state, said)
        await peace(stage)
    await ask_to_pay(stage)
    await trouble(stage, "payment_pending_failed", effect={"seconds": 5})
    await press(hands, PAY_HELD)
    await stage.shows("hold-payment-on-its-way", "We do not know yet whether this order is paid")
    await stage.let_pass(_OVER)
    await hands.press("R")
    await settles(stage, "hold-payment-settled-as-not-done", "The payment failed")
    await ask_to_pay(stage)
    await trouble(stage, "payment_failed")
    await press(hands, PAY_HELD)
    await stage.shows("hold-payment-failed", "The payment failed. Nothing was paid")
    await peace(stage)
    await ask_to_pay(stage)
    await lose(stage, "payment_lost_after")
    await press(hands, PAY_HELD)
    await stage.shows("hold-payment-unknown", "We do not know yet whether this order is paid")
    await hands.press("C")
    check_copied(_PAYMENT_IDS)
    await found_again(stage)
    await hands.until(lambda: not hands.says("to pay"), "an order that is paid", 60)
    await settles(stage, "hold-payment-settled-as-done", "Paid ")


async def lapsing(stage: Stage) -> None:
    """Holds that can no longer be paid: flights moved meanwhile, seats let go in the last moment."""
    hands = stage.hands
    await open_order(stage, await hold(stage))
    await ask_to_pay(stage)
    await trouble(stage, "held_flight_changes_at_payment")
    await press(hands, PAY_HELD)
    await stage.shows("hold-flights-moved", "The airline has moved the held flights")
    await peace(stage)
    await open_order(stage, await hold(stage))
    await ask_to_pay(stage)
    await trouble(stage, "hold_lapses_at_payment")
    await press(hands, PAY_HELD)
    await stage.shows("hold-let-go-meanwhile", "Nothing was paid.")


async def changing(stage: Stage) -> None:
    """The airline moves flights: accepted and lost, superseded meanwhile, refused, found."""
    hands = stage.hands
    await _paid_order(stage)
    await trouble(stage, "flight_moved")
    await hands.press("R")
    await stage.shows("airline-moved-a-flight", "moved the")
    await peace(stage)
    await trouble(stage, "accept_refused")
    await hands.click("Accept the new times")
    await stage.shows("change-refused", "The airline does not take this through Duffel")
    await peace(stage)
    await lose(stage, "accept_lost_before")
    await hands.click("Accept the new times")
    await stage.shows("change-unknown", "We do not know yet whether the new times are accepted")
    await hands.press("C")
    check_copied(_CHANGE_IDS)
    await peace(stage)
    await trouble(stage, "flight_moved", path="/air/airline_initiated_changes", effect={"minutes": 25})
    await stage.let_pass(_OVER)
    await hands.press("R")
    await hands.hear("arrives 25 min later", 60)
    await settles(stage, "change-settled-as-not-done", "The airline has changed it once more")
    await peace(stage)
    await lose(stage, "accept_lost_after")
    await hands.click("Accept the new times")
    await hands.hear("We do not know yet whether the new times are accepted", 30)
    await found_again(stage)
    await hands.until(lambda: not hands.says("arrives 25 min later"), "an answered change", 60)
    await settles(stage, "change-settled-as-done", "The new times were accepted at")
    await trouble(stage, "flight_cancelled")
    await hands.press("R")
    await stage.shows("airline-cancelled-a-flight", "cancelled the", 60)
    await peace(stage)


async def cancelling(stage: Stage) -> None:
    """No quote, a stale one, a refusal; then the confirmation is lost twice: never sent, and done."""
    hands = stage.hands
    await _paid_order(stage)
    await trouble(stage, "line_lost")
    await _cancel(stage)
    await stage.shows("cancel-line-lost", "Nothing was sent; the order is as it was.", 60)
    await peace(stage)
    await trouble(stage, "quote_refused")
    await _cancel(stage)
    await stage.shows("cancel-not-here", "It cannot be cancelled here")
    await peace(stage)
    await ask_to_cancel(stage)
    await trouble(stage, "quote_stale")
    await press(hands, CANCEL)
    await stage.shows("cancel-quote-over", "The quote was no longer the newest")
    await peace(stage)
    await ask_to_cancel(stage)
    await trouble(stage, "cancellation_503")
    await press(hands, CANCEL)
    await stage.shows("cancel-refused", "Duffel is out of order for the moment")
    await peace(stage)
    await ask_to_cancel(stage)
    await lose(stage, "cancellation_lost_before")
    await press(hands, CANCEL)
    await stage.shows("cancel-unknown", "We do not know yet whether this order is cancelled")
    await hands.press("C")
    check_copied(_CANCELLATION_IDS)
    await peace(stage)
    await stage.let_pass(_QUOTE_OVER)
    await hands.press("R")
    await settles(stage, "cancel-settled-as-not-done", "The cancellation never reached Duffel")
    await ask_to_cancel(stage)
    await lose(stage, "cancellation_lost_after")
    await press(hands, CANCEL)
    await hands.hear("We do not know yet whether this order is cancelled", 30)
    await found_again(stage)
    await hands.until(lambda: not hands.says("Ticketed, "), "an order that is cancelled, read again", 60)
    await settles(stage, "cancel-settled-as-done", "Cancelled at")


async def _paid_order(stage: Stage) -> None:
    """The order page of an order that is paid and ticketed."""
    await open_order(stage, await hold(stage))
    await ask_to_pay(stage)
    await press(stage.hands, PAY_HELD)
    await stage.hands.hear("Paid ", 30)
    await stage.hands.hear("Ticketed", 60)


async def _cancel(stage: Stage) -> None:
    await stage.hands.focus("Cancel…")
    await stage.hands.press("Return")


CHAPTERS = (
    Chapter(
        "paying a hold",
        paying_a_hold,
        (
            *("hold-line-lost", "hold-too-many-questions", "hold-balance-too-low", "hold-payment-declined"),
            *("hold-price-rose", "hold-payment-on-its-way", "hold-payment-settled-as-not-done", "hold-payment-failed"),
            *("hold-payment-unknown", "hold-payment-settled-as-done"),
        ),
    ),
    Chapter("holds that are over", lapsing, ("hold-flights-moved", "hold-let-go-meanwhile")),
    Chapter(
        "changes of the airline",
        changing,
        (
            *("airline-moved-a-flight", "change-refused", "change-unknown", "change-settled-as-not-done"),
            *("change-settled-as-done", "airline-cancelled-a-flight"),
        ),
    ),
    Chapter(
        "cancelling",
        cancelling,
        (
            *("cancel-line-lost", "cancel-not-here", "cancel-quote-over", "cancel-refused", "cancel-unknown"),
            *("cancel-settled-as-not-done", "cancel-settled-as-done"),
        ),
    ),
)
