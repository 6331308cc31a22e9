"""What everyone promises who remembers what was said of deadlines, and how far the account was read."""

from datetime import timedelta

from agentdesk.travel.deadlines import Deadline, DeadlineKind
from tests.contracts.keepers import Opening
from tests.samples import NOON

HOUR = timedelta(hours=1)
PAY = Deadline(DeadlineKind.PAY, "ord_1", NOON + 72 * HOUR, NOON)


async def test_what_was_said_of_a_deadline_is_remembered_and_the_last_counts(opened: Opening) -> None:
    async with opened() as kept:
        assert await kept.reminded.last(PAY) is None
        await kept.reminded.keep(PAY, NOON + HOUR)
        await kept.reminded.keep(PAY, NOON + 2 * HOUR)
        assert await kept.reminded.last(PAY) == NOON + 2 * HOUR


async def test_a_deadline_of_another_kind_order_or_instant_is_another(opened: Opening) -> None:
    async with opened() as kept:
        await kept.reminded.keep(PAY, NOON)
        others = (
            Deadline(DeadlineKind.PRICE, "ord_1", PAY.at, NOON),
            Deadline(DeadlineKind.PAY, "ord_2", PAY.at, NOON),
            Deadline(DeadlineKind.PAY, "ord_1", PAY.at + HOUR, NOON),
        )
        assert [await kept.reminded.last(one) for one in others] == [None, None, None]


async def test_what_is_long_over_is_forgotten_and_nothing_else(opened: Opening) -> None:
    later = Deadline(DeadlineKind.PAY, "ord_2", PAY.at + HOUR, NOON)
    async with opened() as kept:
        await kept.reminded.keep(PAY, NOON)
        await kept.reminded.keep(later, NOON)
        await kept.marks.put("new", NOON)
        await kept.reminded.forget(PAY.at + HOUR)
        assert await kept.reminded.last(PAY) is None
        assert await kept.reminded.last(later) == NOON
        assert await kept.marks.get("new") == NOON


async def test_a_mark_is_moved(opened: Opening) -> None:
    async with opened() as kept:
        assert await kept.marks.get("new") is None
        await kept.marks.put("new", NOON)
        await kept.marks.put("new", NOON + HOUR)
        assert await kept.marks.get("new") == NOON + HOUR
        assert await kept.marks.get("old") is None
