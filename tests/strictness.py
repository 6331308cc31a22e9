"""A pytest plugin: async tests on plain asyncio with a time limit, and no log line above INFO that nobody expects."""

import asyncio
import contextlib
import gc
import inspect
import logging
import re
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Protocol

import pytest

TIME_LIMIT = 20.0  # seconds an async test may take, unless its marker says otherwise
LOOP_FIXTURE = "qt_loop"  # the tests of the window bring a loop of their own, see tests/qt_strictness.py


class Runs(Protocol):
    """Something that runs a coroutine to its end."""

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any: ...


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end: the rubbish behind each test is looked for without it."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run an `async def test_...` on the test's loop."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    runner: Runs = pyfuncitem._request.getfixturevalue("runner")
    runner.run(_within_limit(pyfuncitem.obj(**wanted), _limit_of(pyfuncitem)))
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> object:
    """Run an async fixture on the same loop as the test that asks for it."""
    function = fixturedef.func
    if inspect.isasyncgenfunction(function):
        make: Callable[..., object] = _run_generator
    elif inspect.iscoroutinefunction(function):
        make = _run_coroutine
    else:
        return None
    if request.scope != "function":
        raise pytest.UsageError(f"async fixture {fixturedef.argname!r} must have the scope of a function")
    runner: Runs = request.getfixturevalue("runner")
    wanted = {name: request.getfixturevalue(name) for name in fixturedef.argnames}
    value = make(function(**wanted), runner, fixturedef)
    fixturedef.cached_result = (value, fixturedef.cache_key(request), None)
    return value


def _run_coroutine(coroutine: Any, runner: Runs, fixturedef: pytest.FixtureDef[Any]) -> object:
    return runner.run(_within_limit(coroutine, TIME_LIMIT))


def _run_generator(generator: Any, runner: Runs, fixturedef: pytest.FixtureDef[Any]) -> object:
    def finish() -> None:
        with contextlib.suppress(StopAsyncIteration):
            runner.run(_within_limit(anext(generator), TIME_LIMIT))
            pytest.fail(f"async fixture {fixturedef.argname!r} yielded twice")

    fixturedef.addfinalizer(finish)
    return runner.run(_within_limit(anext(generator), TIME_LIMIT))


@pytest.fixture
def runner(request: pytest.FixtureRequest) -> Iterator[Runs]:
    """Runs coroutines on the test's own loop; a task that the test leaves behind fails it."""
    if LOOP_FIXTURE in request.fixturenames:
        yield request.getfixturevalue(LOOP_FIXTURE)
        return
    with asyncio.Runner() as plain:
        trouble: list[dict[str, Any]] = []
        plain.get_loop().set_exception_handler(lambda _, context: trouble.append(context))
        yield plain
        left = [told(task) for task in asyncio.all_tasks(plain.get_loop())]
    judge(left, trouble)


def judge(left: list[str], trouble: list[dict[str, Any]]) -> None:
    """Fail the test for tasks that are still pending and for errors that reached the loop."""
    if left:
        pytest.fail("left pending: " + "; ".join(left), pytrace=False)
    if trouble:
        first = trouble[0]
        raise AssertionError(f"an error reached the loop: {first['message']}") from first.get("exception")


def told(task: "asyncio.Task[Any]") -> str:
    """A task in words: its name, its coroutine and the line where it waits."""
    frames = task.get_stack(limit=1)
    where = f" at {frames[-1].f_code.co_filename}:{frames[-1].f_lineno}" if frames else ""
    return f"{task.get_name()} {getattr(task.get_coro(), '__qualname__', task.get_coro())}{where}"


async def _within_limit(coroutine: Coroutine[Any, Any, Any], seconds: float) -> Any:
    try:
        async with asyncio.timeout(seconds) as limit:
            return await coroutine
    except TimeoutError:
        if limit.expired():
            raise AssertionError(f"still running after {seconds:g} s") from None
        raise


def _limit_of(item: pytest.Item) -> float:
    marker = item.get_closest_marker("time_limit")
    return float(marker.args[0]) if marker else TIME_LIMIT


class _Listener(logging.Handler):
    """Keeps what is logged at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.exc_info and record.exc_info[1]:
            text += f" ({record.exc_info[1]!r})"
        self.lines.append(f"{record.levelname} {record.name}: {text}")


@pytest.fixture(autouse=True)
def only_expected_log_lines(request: pytest.FixtureRequest) -> Iterator[None]:
    """A line at WARNING or above fails the test; with `@pytest.mark.expects_log(pattern)` the lack of it does."""
    patterns = [re.compile(str(marker.args[0])) for marker in request.node.iter_markers("expects_log")]
    listener = _Listener()
    logging.getLogger().addHandler(listener)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(listener)
    surprises = [line for line in listener.lines if not any(pattern.search(line) for pattern in patterns)]
    if surprises:
        pytest.fail("logged without being expected:\n" + "\n".join(surprises), pytrace=False)
    missed = [pattern.pattern for pattern in patterns if not any(pattern.search(line) for line in listener.lines)]
    if missed:
        pytest.fail(f"expected in the log, but never came: {missed}", pytrace=False)
