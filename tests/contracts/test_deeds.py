"""What every journal of deeds promises: the same as one of bookings."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agentdesk.travel.booking import Doubt
from agentdesk.travel.cancellations import Cancellation, Credit
from agentdesk.travel.deeds import (
    AcceptChange,
    CancelOrder,
    Deed,
    DeedDone,
    DeedLine,
    DeedOutcome,
    DeedRefused,
    DeedSent,
    DeedStruckOut,
    DeedUnsure,
    PayHold,
    sent_of_deed,
)
from tests.contracts.keepers import Opening
from tests.samples import NOON, gbp

LATER = NOON + timedelta(seconds=3)
CREDIT = Credit("acd_1", "Duffel Airways", "", gbp("90.80"), date(2026, 11, 23), "pas_1")
QUOTE = Cancellation("ore_1", "ord_1", NOON, LATER, None, gbp("90.80"), "airline_credits", (CREDIT,))
DEEDS: list[Deed] = [
    PayHold("ord_1", gbp("90.80")),
    CancelOrder("ord_1", QUOTE, gbp("120.00")),
    AcceptChange("ord_1", "aic_1"),
]
SENT = DeedSent(DEEDS[0], "deed-1", NOON, "Ada")
DONE = DeedDone(SENT, LATER, "pay_1", "req_1", None, gbp("90.80"))
REFUSED = DeedRefused(SENT, "price_changed", "The price has changed", "req_1", LATER)
UNSURE = DeedUnsure(SENT, "no answer within 130 s", "req_1", LATER, Doubt.ENDED)
STRUCK_OUT = DeedStruckOut(SENT, LATER)


@pytest.mark.parametrize("deed", DEEDS)
async def test_an_intention_is_found_again_and_is_open(opened: Opening, deed: Deed) -> None:
    sent = DeedSent(deed, "deed-1", NOON, "Ada")
    async with opened() as kept:
        await kept.deeds.write(sent)
        assert await kept.deeds.line("deed-1") == sent
        assert await kept.deeds.open_lines() == (sent,)
        assert await kept.deeds.of_order("ord_1") == (sent,)


async def test_an_attempt_that_was_never_written_has_no_line(opened: Opening) -> None:
    async with opened() as kept:
        assert await kept.deeds.line("deed-9") is None
        assert await kept.deeds.of_order("ord_9") == ()
        assert await kept.deeds.open_lines() == ()


async def test_an_attempt_is_written_once(opened: Opening) -> None:
    async with opened() as kept:
        await kept.deeds.write(SENT)
        with pytest.raises(ValueError, match="deed-1"):
            await kept.deeds.write(replace(SENT, at=LATER))
        assert await kept.deeds.line("deed-1") == SENT


@pytest.mark.parametrize("outcome", [DONE, REFUSED])
async def test_a_settled_line_is_no_longer_open(opened: Opening, outcome: DeedOutcome) -> None:
    async with opened() as kept:
        await kept.deeds.write(SENT)
        await kept.deeds.settle(SENT, outcome)
        assert await kept.deeds.line("deed-1") == outcome
        assert await kept.deeds.open_lines() == ()


async def test_a_confirmed_cancellation_is_kept_whole(opened: Opening) -> None:
    sent = DeedSent(DEEDS[1], "deed-1", NOON)
    confirmed = replace(QUOTE, confirmed_at=LATER, credits=(replace(CREDIT, code="ABC123"),))
    done = DeedDone(sent, LATER, "ore_1", "req_1", confirmed)
    async with opened() as kept:
        await kept.deeds.write(sent)
        await kept.deeds.settle(sent, done)
        assert await kept.deeds.line("deed-1") == done


async def test_an_unsure_line_stays_open_until_it_is_settled(opened: Opening) -> None:
    async with opened() as kept:
        await kept.deeds.write(SENT)
        await kept.deeds.settle(SENT, UNSURE)
        assert await kept.deeds.open_lines() == (UNSURE,)
        await kept.deeds.settle(SENT, DONE)
        assert await kept.deeds.open_lines() == ()


async def test_what_never_left_is_struck_out_and_kept(opened: Opening) -> None:
    async with opened() as kept:
        await kept.deeds.write(SENT)
        await kept.deeds.strike_out(STRUCK_OUT)
        assert await kept.deeds.line("deed-1") == STRUCK_OUT
        assert await kept.deeds.open_lines() == ()


@pytest.mark.parametrize("said_before", [DONE, REFUSED])
async def test_doubt_does_not_unsettle_a_line(opened: Opening, said_before: DeedOutcome) -> None:
    async with opened() as kept:
        await kept.deeds.write(SENT)
        await kept.deeds.settle(SENT, said_before)
        await kept.deeds.settle(SENT, UNSURE)
        assert await kept.deeds.line("deed-1") == said_before


@pytest.mark.parametrize("said_before", [REFUSED, STRUCK_OUT, UNSURE])
async def test_what_was_done_outweighs_what_was_said_before(
    opened: Opening, said_before: DeedRefused | DeedStruckOut | DeedUnsure
) -> None:
    async with opened() as kept:
        await kept.deeds.write(SENT)
        if isinstance(said_before, DeedStruckOut):
            await kept.deeds.strike_out(said_before)
        else:
            await kept.deeds.settle(SENT, said_before)
        await kept.deeds.settle(SENT, DONE)
        assert await kept.deeds.line("deed-1") == DONE


async def test_what_was_done_stays_done(opened: Opening) -> None:
    async with opened() as kept:
        await kept.deeds.write(SENT)
        await kept.deeds.settle(SENT, DONE)
        with pytest.raises(ValueError, match="deed-1"):
            await kept.deeds.settle(SENT, REFUSED)
        with pytest.raises(ValueError, match="deed-1"):
            await kept.deeds.strike_out(STRUCK_OUT)
        assert await kept.deeds.line("deed-1") == DONE


async def test_an_outcome_needs_its_intention(opened: Opening) -> None:
    async with opened() as kept:
        with pytest.raises(LookupError):
            await kept.deeds.settle(SENT, DONE)
        await kept.deeds.write(SENT)
        with pytest.raises(ValueError, match=r"attempt|deed-2"):
            await kept.deeds.settle(SENT, replace(DONE, sent=replace(SENT, attempt="deed-2")))


async def test_lines_come_in_the_order_they_were_written(opened: Opening) -> None:
    """Even when the clock was set back in between."""
    lines = [DeedSent(DEEDS[n % 3], f"deed-{letter}", NOON - timedelta(hours=n)) for n, letter in enumerate("dbca")]
    other = DeedSent(PayHold("ord_2", gbp("1.00")), "deed-other", NOON)

    def attempts(found: tuple[DeedLine, ...]) -> list[str]:
        return [sent_of_deed(line).attempt for line in found]

    async with opened() as kept:
        for line in (*lines, other):
            await kept.deeds.write(line)
        await kept.deeds.settle(lines[1], replace(UNSURE, sent=lines[1]))
        assert attempts(await kept.deeds.open_lines()) == ["deed-d", "deed-b", "deed-c", "deed-a", "deed-other"]
        assert attempts(await kept.deeds.of_order("ord_1")) == ["deed-a", "deed-c", "deed-b", "deed-d"]
