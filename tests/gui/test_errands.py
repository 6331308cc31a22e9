"""Background work ends with its owner, whatever it was doing."""

import asyncio

import pytest

from agentdesk.travel.errors import ConnectionLost
from agentdesk.ui.errands import Errands


class Reports:
    """Keeps the bugs that reached the one place for them."""

    def __init__(self) -> None:
        self.bugs: list[BaseException] = []

    def __call__(self, bug: BaseException) -> None:
        self.bugs.append(bug)


async def test_a_newer_search_takes_the_place_of_an_older_one() -> None:
    done: list[str] = []

    async def search(name: str) -> None:
        await asyncio.sleep(0.01)
        done.append(name)

    async with Errands(Reports()) as errands:
        errands.run(search("older"), replacing="search")
        errands.run(search("newer"), replacing="search")
        errands.run(search("another thing"), replacing="papers")
        await errands.idle()
    assert sorted(done) == ["another thing", "newer"]


async def test_work_of_no_name_replaces_nothing() -> None:
    done: list[int] = []

    async def note(number: int) -> None:
        await asyncio.sleep(0)
        done.append(number)

    async with Errands(Reports()) as errands:
        for number in range(3):
            errands.run(note(number))
        await errands.idle()
    assert done == [0, 1, 2]


async def test_leaving_cancels_and_waits_until_the_rest_has_cleaned_up() -> None:
    cleaned: list[str] = []

    async def endless() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.01)
            cleaned.append("yes")

    async with Errands(Reports()) as errands:
        errands.run(endless())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert cleaned == ["yes"]


async def test_one_failure_is_reported_and_touches_no_other_errand() -> None:
    reports, done = Reports(), []

    async def fail() -> None:
        raise LookupError("a bug")

    async def go_on() -> None:
        await asyncio.sleep(0.01)
        done.append("went on")

    async with Errands(reports) as errands:
        errands.run(go_on())
        errands.run(fail())
        await errands.idle()
    assert [str(bug) for bug in reports.bugs] == ["a bug"]
    assert done == ["went on"]


async def test_expected_trouble_that_nobody_caught_is_reported_too() -> None:
    reports = Reports()

    async def ask() -> None:
        raise ConnectionLost("no answer")

    async with Errands(reports) as errands:
        errands.run(ask())
        await errands.idle()
    assert [type(bug) for bug in reports.bugs] == [ConnectionLost]


async def test_cancelling_is_no_bug() -> None:
    reports = Reports()
    async with Errands(reports) as errands:
        errands.run(asyncio.sleep(60), replacing="search")
        await asyncio.sleep(0)
        assert errands.is_running("search")
        errands.stop("search")
        await errands.idle()
        assert not errands.is_running("search")
    assert reports.bugs == []


async def test_delayed_work_that_is_replaced_never_starts() -> None:
    started: list[str] = []

    async def look_up(text: str) -> None:
        started.append(text)

    async with Errands(Reports()) as errands:
        for text in ("l", "lo", "lon"):
            errands.run(look_up(text), replacing="look up", after=0.01)
        await errands.idle()
    assert started == ["lon"]


async def test_nothing_starts_once_its_owner_has_gone() -> None:
    started: list[str] = []

    async def start() -> None:
        started.append("no")

    errands = Errands(Reports())
    await errands.close()
    errands.run(start())
    await errands.idle()
    assert started == []


def test_they_need_no_qt_loop() -> None:
    done: list[str] = []

    async def work() -> None:
        async with Errands(Reports()) as errands:
            errands.run(asyncio.sleep(0), replacing="a")
            await errands.idle()
            done.append("yes")

    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(work())
    assert done == ["yes"]


@pytest.mark.time_limit(5)
async def test_errands_started_while_waiting_are_waited_for_too() -> None:
    done: list[str] = []

    async with Errands(Reports()) as errands:

        async def second() -> None:
            await asyncio.sleep(0)
            done.append("second")

        async def first() -> None:
            await asyncio.sleep(0)
            errands.run(second())

        errands.run(first())
        await errands.idle()
    assert done == ["second"]
