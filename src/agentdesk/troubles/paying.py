"""Trouble at the payment page that leaves the booking free to be paid: before it is sent, or refused."""

from agentdesk.troubles.moves import (
    HOLD,
    PAY,
    all_offers,
    choose,
    choose_hold,
    close_tab,
    new_trip,
    peace,
    press,
    to_payment,
    trouble,
)
from agentdesk.troubles.stage import Chapter, Stage

_OFFERS_LIVE = 30 * 60.0  # seconds, at the practice airline
_LATER = 45  # seconds: longer than the desk waits before it asks again by itself


async def paying(stage: Stage) -> None:
    """Whatever is in the way of a payment, one after the other on the same page, then what ends the offer."""
    hands = stage.hands
    await new_trip(stage)
    for state, said, scenario, details in (
        ("payment-line-lost", "The line to the airlines is lost", "line_lost", {}),
        (
            "payment-too-many-questions",
            "Too many questions",
            "rate_limited",
            {"times": 50, "path": "/air/*", "effect": {"seconds": _LATER}},
        ),
        ("payment-balance-too-low", "balance with Duffel is too low", "insufficient_balance", {}),
        ("payment-upstream-out-of-order", "out of order for the moment", "order_503", {}),
        ("payment-screened-out", "fraud screening", "order_refused", {"effect": {"code": "high_fraud_risk"}}),
    ):
        await trouble(stage, scenario, **details)
        await press(hands, PAY)
        await stage.shows(state, said, 60)
        await peace(stage)
    await trouble(stage, "price_rise")
    await press(hands, PAY)
    await stage.shows("payment-price-rose", "The price rose by")
    await hands.press("Escape")
    await trouble(stage, "order_refused")
    await press(hands, PAY)
    await stage.shows("payment-sold-out", "no longer on sale")
    await _search_again(stage)
    async with stage.later(_OFFERS_LIVE + 60):
        await press(hands, PAY)
        await stage.shows("payment-offer-expired", "expired")
    await close_tab(stage)


async def _search_again(stage: Stage) -> None:
    """The way on from an offer that is gone: the passengers are kept."""
    hands = stage.hands
    await hands.click("Search again")
    await all_offers(stage)
    await choose(stage)
    await hands.press("Ctrl+Return")
    await hands.hear("Continue without seats", 30)
    await to_payment(stage)


async def extras(stage: Stage) -> None:
    """A seat that was sold meanwhile, and an airline that holds no seats."""
    hands = stage.hands
    await new_trip(stage)
    await hands.press("Alt+Left")
    await hands.hear("Continue without seats", 30)
    await hands.until(lambda: any(one[:1].isdigit() and ", free" in one for one in hands.names()), "seats", 60)
    await hands.press("T")
    await hands.hear("Continue to payment", 30)
    await to_payment(stage)
    await trouble(stage, "seat_gone")
    await press(hands, PAY)
    await stage.shows("payment-seat-gone", "A seat or bag was sold meanwhile")
    await trouble(stage, "no_services_with_hold")
    await choose_hold(stage)
    await press(hands, HOLD)
    await stage.shows("hold-without-seats-only", "does not hold seats and bags")
    await peace(stage)
    await close_tab(stage)


async def full_disk(stage: Stage) -> None:
    """Nothing is sent that could not be written down first."""
    if not stage.disk.can_be_full:
        return
    hands = stage.hands
    await new_trip(stage)
    stage.disk.fill()
    await hands.fill("Note", "Calls back at six")
    await stage.shows("typing-disk-full", "is not kept on this computer")
    await press(hands, PAY)
    await stage.shows("payment-disk-full", "Nothing was sent and no money moved.")
    stage.disk.free()
    await stage.shows("typing-kept-again", "All is kept again")
    await close_tab(stage)


CHAPTERS = (
    Chapter(
        "paying",
        paying,
        (
            *("payment-line-lost", "payment-too-many-questions", "payment-balance-too-low"),
            *("payment-upstream-out-of-order", "payment-screened-out", "payment-price-rose", "payment-sold-out"),
            "payment-offer-expired",
        ),
        silent=frozenset({"payment-price-rose"}),
    ),
    Chapter("extras", extras, ("payment-seat-gone", "hold-without-seats-only")),
    Chapter(
        "full disk",
        full_disk,
        ("typing-disk-full", "payment-disk-full", "typing-kept-again"),
        needs_disk=frozenset({"payment-disk-full", "typing-disk-full", "typing-kept-again"}),
    ),
)
