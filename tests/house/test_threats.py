"""Every test that docs/threats.md names is there, by its file and by its name."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "threats.md").read_text("utf-8")
FILES = re.findall(r"`(?:tests/)?([a-z]+/test_\w+\.py)`(?:: ((?:`test_\w+`(?:, )?)+))?", TEXT)


def test_every_test_that_is_named_is_there() -> None:
    assert len(FILES) > 30
    missing = [file for file, _ in FILES if not (ROOT / "tests" / file).is_file()]
    assert missing == []
    for file, names in FILES:
        said = (ROOT / "tests" / file).read_text("utf-8")
        for name in re.findall(r"test_\w+", names):
            assert f"def {name}(" in said, f"{file}: {name}"


def test_every_way_in_says_what_does_not_stop_it() -> None:
    ways = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]
    silent = [way.splitlines()[0] for way in ways if "held by" in way and "Not stopped" not in way]
    assert silent == []
