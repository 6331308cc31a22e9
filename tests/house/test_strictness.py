"""The suite is strict: each way to be careless fails a test, and the failure names what was careless."""

import pytest

from tests.careless import Verdicts, verdicts

IMPORTS = "import asyncio, logging, warnings\nimport pytest\n"

GOOD = {
    "async test": "async def test_x(): await asyncio.sleep(0)",
    "async fixture": """
@pytest.fixture
async def thing():
    await asyncio.sleep(0)
    yield 3
    await asyncio.sleep(0)
async def test_x(thing): assert thing == 3
""",
    "expected line": """
@pytest.mark.expects_log("gone")
def test_x(): logging.getLogger("a").warning("line gone")
""",
    "info line": "def test_x(): logging.getLogger('a').info('fine')",
}

BAD = {
    "warning": ("def test_x(): warnings.warn('old way')", "old way"),
    "unknown marker": ("@pytest.mark.frobnicate\ndef test_x(): pass", "frobnicate"),
    "unexpected pass": ("@pytest.mark.xfail\ndef test_x(): pass", "XPASS"),
    "log line": ("def test_x(): logging.getLogger('a').warning('line gone')", "WARNING a: line gone"),
    "expected line that never comes": (
        "@pytest.mark.expects_log('gone')\ndef test_x(): pass",
        "never came: ['gone']",
    ),
    "pending task": (
        "async def forever(): await asyncio.sleep(99)\n"
        "async def test_x():\n    task = asyncio.create_task(forever()); await asyncio.sleep(0)",
        " forever at ",
    ),
    "slow test": (
        "@pytest.mark.time_limit(0.05)\nasync def test_x(): await asyncio.sleep(9)",
        "still running after 0.05 s",
    ),
    "lost error": (
        "async def test_x(): asyncio.get_running_loop().call_soon(lambda: 1 / 0); await asyncio.sleep(0.01)",
        "division by zero",
    ),
    "failing async test": ("async def test_x(): assert 1 == 2", "assert 1 == 2"),
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    tests = GOOD | {name: test for name, (test, _) in BAD.items()}
    return verdicts(tmp_path_factory.mktemp("plain"), IMPORTS, tests)


@pytest.mark.parametrize("name", GOOD)
def test_careful_test_passes(plain: Verdicts, name: str) -> None:
    assert not plain[name]


@pytest.mark.parametrize("name", BAD)
def test_careless_test_fails_and_is_named(plain: Verdicts, name: str) -> None:
    assert BAD[name][1] in plain[name]
