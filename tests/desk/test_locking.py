"""The lock of the desk: who opens it, how long wrong tries make one wait, and that a restart forgives nothing."""

import json

import pytest

from agentdesk.desk.locking import DeskLock, read_rule, wait_after
from agentdesk.storage.keys import SessionKeys

RIGHT, WRONG = "correct horse", "correct house"


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


async def a_lock(shelf: SessionKeys, clock: Hand) -> DeskLock:
    lock = DeskLock(shelf, clock, n=2**10)
    await lock.load()
    return lock


def test_each_wrong_try_makes_the_next_wait_longer_up_to_a_minute() -> None:
    assert [wait_after(wrong) for wrong in (0, 1, 2, 3, 4, 5, 6, 7, 8, 500)] == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


async def test_only_its_passphrase_opens_it_however_its_letters_are_composed() -> None:
    shelf, clock = SessionKeys(), Hand()
    lock = await a_lock(shelf, clock)
    assert lock.minutes == 0
    assert await lock.opens("anything")  # nothing is asked for while it is off
    await lock.put_on(15, "Zürich 1998")
    assert lock.minutes == 15
    assert not await lock.opens("Zurich 1998")
    clock.seconds += 1
    assert await lock.opens("Zu\u0308rich 1998")


async def test_while_a_wait_lasts_the_right_one_is_not_heard_either() -> None:
    shelf, clock = SessionKeys(), Hand()
    lock = await a_lock(shelf, clock)
    await lock.put_on(5, RIGHT)
    for wait in (1, 2, 4):
        assert not await lock.opens(WRONG)
        assert lock.wait_left == wait
        clock.seconds += wait - 0.1
        assert not await lock.opens(RIGHT)
        clock.seconds += 0.1
    assert await lock.opens(RIGHT)
    assert not await lock.opens(WRONG)
    assert lock.wait_left == 1  # a right one has wiped the slate


async def test_a_restart_begins_the_wait_anew_and_counts_on() -> None:
    shelf, clock = SessionKeys(), Hand()
    first = await a_lock(shelf, clock)
    await first.put_on(5, RIGHT)
    for _ in range(3):
        assert not await first.opens(WRONG)
        clock.seconds += 100
    again = await a_lock(shelf, clock)
    assert again.wait_left == 4
    assert not await again.opens(RIGHT)
    clock.seconds += 4
    assert not await again.opens(WRONG)
    assert again.wait_left == 8


async def test_a_try_is_counted_before_it_is_made_so_that_a_kill_between_wins_nothing() -> None:
    counts: list[int] = []

    class Watched(SessionKeys):
        def keep_lock_record(self, record: str) -> None:
            counts.append(json.loads(record)["wrong"])
            super().keep_lock_record(record)

    clock = Hand()
    lock = await a_lock(Watched(), clock)
    await lock.put_on(5, RIGHT)
    assert await lock.opens(RIGHT)
    assert counts == [0, 1, 0]


async def test_what_is_kept_does_not_hold_the_passphrase_and_no_two_are_alike() -> None:
    one, other = SessionKeys(), SessionKeys()
    for shelf in (one, other):
        await (await a_lock(shelf, Hand())).put_on(5, RIGHT)
    first, second = one.lock_record(), other.lock_record()
    assert first is not None
    assert second is not None
    assert RIGHT not in first
    assert read_rule(first).salt != read_rule(second).salt
    assert read_rule(first).hash != read_rule(second).hash
    assert read_rule(first).hash.hex() not in repr(read_rule(first))


async def test_with_a_short_passphrase_it_stays_off() -> None:
    lock = await a_lock(SessionKeys(), Hand())
    with pytest.raises(ValueError, match="at least 6"):
        await lock.put_on(5, "12345")
    assert lock.minutes == 0


async def test_it_goes_off_and_stays_off() -> None:
    shelf = SessionKeys()
    lock = await a_lock(shelf, Hand())
    await lock.put_on(60, RIGHT)
    await lock.change_minutes(10)
    assert (await a_lock(shelf, Hand())).minutes == 10
    await lock.take_off()
    assert (await a_lock(shelf, Hand())).minutes == 0
    assert shelf.lock_record() is None


@pytest.mark.expects_log("the record of the lock is damaged")
@pytest.mark.parametrize("record", ["", "{}", "[]", "null", '{"minutes": 5}', "[" * 100_000])
async def test_a_damaged_record_bars_the_desk(record: str) -> None:
    shelf = SessionKeys()
    shelf.keep_lock_record(record)
    lock = await a_lock(shelf, Hand())
    assert lock.minutes
    assert not await lock.opens("anything")


async def test_a_record_that_would_take_gigabytes_is_no_rule() -> None:
    shelf = SessionKeys()
    await (await a_lock(shelf, Hand())).put_on(5, RIGHT)
    with pytest.raises(ValueError, match="no rule"):
        read_rule(json.dumps({**json.loads(shelf.lock_record() or ""), "n": 2**30}))


async def test_the_upstreams_token_stands_for_it_and_wrong_ones_count_alike() -> None:
    clock = Hand()
    lock = await a_lock(SessionKeys(), clock)
    await lock.put_on(5, RIGHT)
    assert not await lock.stands_for("duffel_test_guess", "duffel_test_kept")
    assert lock.wait_left == 1
    clock.seconds += 1
    assert await lock.stands_for(" duffel_test_kept\n", "duffel_test_kept")
