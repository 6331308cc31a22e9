"""What every journal promises."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agentdesk.travel.booking import Booked, Outcome, Refused, Sent, StruckOut, Unsure
from tests.contracts.keepers import Opening
from tests.samples import NOON, a_priced, a_sent

SENT = a_sent()
LATER = NOON + timedelta(seconds=3)
BOOKED = Booked(SENT, "ord_1", "4QK7ZB", LATER)
REFUSED = Refused(SENT, "offer_no_longer_available", "The offer is gone", "req_1", LATER)
UNSURE = Unsure(SENT, "no answer within 130 s", "", LATER)
STRUCK_OUT = StruckOut(SENT, LATER)


async def test_an_intention_is_found_again_and_is_open(opened: Opening) -> None:
    async with opened() as kept:
        await kept.journal.write(SENT)
        assert await kept.journal.line(SENT.attempt) == SENT
        assert await kept.journal.open_lines() == (SENT,)


async def test_an_attempt_that_was_never_written_has_no_line(opened: Opening) -> None:
    async with opened() as kept:
        assert await kept.journal.line("attempt-9") is None
        assert await kept.journal.of_draft("draft-9") is None
        assert await kept.journal.open_lines() == ()


async def test_an_attempt_is_written_once(opened: Opening) -> None:
    async with opened() as kept:
        await kept.journal.write(SENT)
        with pytest.raises(ValueError, match="attempt-1"):
            await kept.journal.write(replace(SENT, at=LATER))
        assert await kept.journal.line(SENT.attempt) == SENT


async def test_an_offer_tells_every_line_that_came_of_it_newest_first(opened: Opening) -> None:
    other = replace(SENT, attempt="attempt-2", priced=replace(a_priced(), draft_id="draft-2"), at=LATER)
    async with opened() as kept:
        assert await kept.journal.of_offer("off_1") == ()
        await kept.journal.write(SENT)
        await kept.journal.settle(SENT, BOOKED)
        await kept.journal.write(other)
        assert await kept.journal.of_offer("off_1") == (other, BOOKED)
        assert await kept.journal.of_offer("off_9") == ()


@pytest.mark.parametrize("outcome", [BOOKED, REFUSED])
async def test_a_settled_line_is_no_longer_open(opened: Opening, outcome: Outcome) -> None:
    async with opened() as kept:
        await kept.journal.write(SENT)
        await kept.journal.settle(SENT, outcome)
        assert await kept.journal.line(SENT.attempt) == outcome
        assert await kept.journal.open_lines() == ()


async def test_an_unsure_line_stays_open_until_it_is_settled(opened: Opening) -> None:
    async with opened() as kept:
        await kept.journal.write(SENT)
        await kept.journal.settle(SENT, UNSURE)
        assert await kept.journal.open_lines() == (UNSURE,)
        await kept.journal.settle(SENT, BOOKED)
        assert await kept.journal.open_lines() == ()


async def test_what_never_left_is_struck_out_and_kept(opened: Opening) -> None:
    async with opened() as kept:
        await kept.journal.write(SENT)
        await kept.journal.strike_out(STRUCK_OUT)
        assert await kept.journal.line(SENT.attempt) == STRUCK_OUT
        assert await kept.journal.open_lines() == ()


async def test_doubt_does_not_unsettle_a_line(opened: Opening) -> None:
    async with opened() as kept:
        await kept.journal.write(SENT)
        await kept.journal.settle(SENT, BOOKED)
        await kept.journal.settle(SENT, UNSURE)
        assert await kept.journal.line(SENT.attempt) == BOOKED


@pytest.mark.parametrize("said_before", [REFUSED, STRUCK_OUT, UNSURE])
async def test_an_order_found_upstream_outweighs_what_was_said_before(
    opened: Opening, said_before: Refused | StruckOut | Unsure
) -> None:
    async with opened() as kept:
        await kept.journal.write(SENT)
        if isinstance(said_before, StruckOut):
            await kept.journal.strike_out(said_before)
        else:
            await kept.journal.settle(SENT, said_before)
        await kept.journal.settle(SENT, BOOKED)
        assert await kept.journal.line(SENT.attempt) == BOOKED


@pytest.mark.parametrize("contradiction", [REFUSED, replace(BOOKED, order_id="ord_2")])
async def test_a_booked_line_cannot_become_another(opened: Opening, contradiction: Outcome) -> None:
    async with opened() as kept:
        await kept.journal.write(SENT)
        await kept.journal.settle(SENT, BOOKED)
        with pytest.raises(ValueError, match="attempt-1"):
            await kept.journal.settle(SENT, contradiction)
        with pytest.raises(ValueError, match="attempt-1"):
            await kept.journal.strike_out(STRUCK_OUT)
        assert await kept.journal.line(SENT.attempt) == BOOKED


async def test_an_outcome_needs_its_intention(opened: Opening) -> None:
    async with opened() as kept:
        with pytest.raises(LookupError):
            await kept.journal.settle(SENT, BOOKED)
        await kept.journal.write(SENT)
        with pytest.raises(ValueError, match="attempt"):
            await kept.journal.settle(SENT, replace(BOOKED, sent=a_sent("attempt-2")))


async def test_open_lines_come_in_the_order_they_were_written(opened: Opening) -> None:
    """Even when the clock was set back in between."""
    lines = [replace(a_sent(f"attempt-{letter}"), at=NOON - timedelta(hours=n)) for n, letter in enumerate("dbca")]
    async with opened() as kept:
        for line in lines:
            await kept.journal.write(line)
        await kept.journal.settle(lines[1], replace(UNSURE, sent=lines[1]))
        attempts = [
            line.attempt if isinstance(line, Sent) else line.sent.attempt for line in await kept.journal.open_lines()
        ]
        assert attempts == ["attempt-d", "attempt-b", "attempt-c", "attempt-a"]


async def test_a_draft_finds_the_newest_line_it_led_to(opened: Opening) -> None:
    other = Sent(replace(a_priced(), draft_id="draft-2"), "attempt-3", NOON)
    again = a_sent("attempt-2")
    async with opened() as kept:
        await kept.journal.write(SENT)
        await kept.journal.settle(SENT, REFUSED)
        await kept.journal.write(again)
        await kept.journal.write(other)
        assert await kept.journal.of_draft("draft-1") == again
        assert await kept.journal.of_draft("draft-2") == other
