"""Runs careless tests in a pytest of their own, and says how each failed."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[1]

Verdicts = dict[str, str]
"""For each test the words of its failure; an empty text where it passed."""


def verdicts(folder: Path, imports: str, tests: dict[str, str], *, conftest: str = "") -> Verdicts:
    """Run each test in a file of its own, all in one go."""
    (folder / "conftest.py").write_text(conftest)
    for number, test in enumerate(tests.values()):
        (folder / f"test_sample{number}.py").write_text(imports + test + "\n")
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), "-q"]
    command += ["-p", "tests.strictness", "-p", "no:cacheprovider", "--continue-on-collection-errors"]
    command += ["-o", f"pythonpath={ROOT}", "--junitxml", str(report), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert report.exists(), done.stdout + done.stderr
    words: Verdicts = dict.fromkeys(tests, "")
    seen = set()
    for case in ElementTree.parse(report).iter("testcase"):
        place = f"{case.get('classname')} {case.get('name')}"
        name = list(tests)[int(re.findall(r"test_sample(\d+)", place)[0])]
        seen.add(name)
        words[name] += "".join(
            f"{part.get('message')} {part.text}" for part in case if part.tag in ("failure", "error")
        )
    assert seen == set(tests), done.stdout
    return words
