"""The documents tell the truth: links lead somewhere, and every option and setting is told of."""

import argparse
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from agentdesk.cli import parser
from agentdesk.desk.preferences import Preferences
from tools.commands import COMMANDS

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
README = (ROOT / "README.md").read_text("utf-8")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def dead_links(document: str, folder: Path) -> list[str]:
    """Relative links of a document in a folder that lead nowhere, to files or to headings."""
    dead = []
    for link in LINK.findall(document):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, heading = unquote(link).partition("#")
        target = folder / path if path else None
        text = document
        if target is not None:
            if not target.exists():
                dead.append(link)
                continue
            text = target.read_text("utf-8") if heading else ""
        if heading and heading not in _headings(text):
            dead.append(link)
    return dead


def _headings(document: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", document, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _options(commands: argparse.ArgumentParser) -> Iterator[str]:
    for action in commands._actions:
        yield from (option for option in action.option_strings if option.startswith("--"))
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices
            for command in action.choices.values():
                yield from _options(command)


def _settings(kind: type, before: str = "") -> Iterator[str]:
    for field in dataclasses.fields(kind):
        if dataclasses.is_dataclass(field.type):
            yield from _settings(field.type, f"{field.name} ")  # type: ignore[arg-type]
        elif field.name != "schema":  # the file's own version, nobody's choice
            yield (before + field.name).replace("_", " ")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_link_is_dead(document: Path) -> None:
    assert dead_links(document.read_text("utf-8"), document.parent) == []


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# A heading\n")
    text = "[a](there.md) [b](gone.md) [c](there.md#a-heading) [d](there.md#none) [e](#own) [f](https://x.invalid)"
    assert dead_links(text, tmp_path) == ["gone.md", "there.md#none", "#own"]


@pytest.mark.parametrize("option", sorted(set(_options(parser())) - {"--help"}))
def test_readme_tells_of_every_option(option: str) -> None:
    assert re.search(rf"`[^`]*{re.escape(option)}\b[^`]*`", README)


@pytest.mark.parametrize("setting", sorted(set(_settings(Preferences))))
def test_readme_tells_of_every_setting(setting: str) -> None:
    assert f"| {setting} |" in README.lower()


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_readme_tells_of_every_command(command: str) -> None:
    assert f"`./dev {command}`" in README
