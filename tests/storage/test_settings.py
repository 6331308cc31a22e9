import json
import os
from pathlib import Path
from typing import Any

import pytest

from agentdesk.desk.preferences import SCHEMA, Agency, Preferences, ThemeChoice
from agentdesk.storage.replacing import replace_file
from agentdesk.storage.settings import FILE_NAME, FORWARD, JsonSettings, brought_forward
from agentdesk.travel.environment import World
from agentdesk.travel.errors import NotKept

CHOSEN = Preferences(
    agency=Agency("Müller Reisen", "Hauptstraße 1\n80331 München", "post@mueller.example", "+49891234"),
    agent="Zoë",
    theme=ThemeChoice.DARK,
    world=World.TEST,
    show_key_hints=False,
    home_airport="MUC",
)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = JsonSettings(tmp_path / "not there yet")
    assert settings.load() == Preferences()
    assert settings.put_aside is None


def test_what_was_chosen_is_there_after_a_restart(tmp_path: Path) -> None:
    JsonSettings(tmp_path / "data").save(CHOSEN)
    assert JsonSettings(tmp_path / "data").load() == CHOSEN


def test_a_person_can_read_the_file(tmp_path: Path) -> None:
    JsonSettings(tmp_path).save(CHOSEN)
    text = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert '  "agent": "Zoë"' in text
    assert json.loads(text)["schema"] == SCHEMA


def test_a_file_that_names_no_schema_and_not_every_choice_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('{"agent": "Ada", "a word of tomorrow": 1}')
    assert JsonSettings(tmp_path).load() == Preferences(agent="Ada")


@pytest.mark.expects_log("settings could not be read and were kept as settings.damaged-1.json")
@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff", b'{"theme": "pink"}', b'{"schema": "1"}', b'{"schema": 99}', b'{"agent": null}'],
)
def test_a_damaged_file_is_kept_aside_and_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    settings = JsonSettings(tmp_path)
    assert settings.load() == Preferences()
    assert settings.put_aside == tmp_path / "settings.damaged-1.json"
    assert settings.put_aside.read_bytes() == content
    settings.save(CHOSEN)
    assert JsonSettings(tmp_path).load() == CHOSEN


@pytest.mark.expects_log("settings.damaged")
def test_a_second_damaged_file_does_not_replace_the_first(tmp_path: Path) -> None:
    for content in (b"first", b"second"):
        (tmp_path / FILE_NAME).write_bytes(content)
        JsonSettings(tmp_path).load()
    assert [(tmp_path / f"settings.damaged-{n}.json").read_bytes() for n in (1, 2)] == [b"first", b"second"]


def test_older_settings_go_through_each_step_in_turn() -> None:
    def renamed(found: dict[str, Any]) -> dict[str, Any]:
        return {"agent": found["clerk"]}

    def in_capitals(found: dict[str, Any]) -> dict[str, Any]:
        return {"agent": found["agent"].upper()}

    forward = {1: renamed, 2: in_capitals}
    assert brought_forward({"schema": 1, "clerk": "Ada"}, forward, 3) == {"schema": 3, "agent": "ADA"}
    assert brought_forward({"schema": 2, "agent": "Ada"}, forward, 3) == {"schema": 3, "agent": "ADA"}
    assert brought_forward({"schema": 3, "agent": "Ada"}, forward, 3) == {"schema": 3, "agent": "Ada"}


def test_there_is_a_step_from_every_older_schema() -> None:
    assert sorted(FORWARD) == list(range(SCHEMA))


def test_a_replacement_cut_short_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / FILE_NAME
    replace_file(path, b"old")

    def no_power(source: str, target: Path) -> None:
        raise OSError("no power")

    monkeypatch.setattr(os, "replace", no_power)
    with pytest.raises(NotKept, match="no power"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == [FILE_NAME]


def test_a_new_file_is_on_the_disk_before_it_takes_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the name is on the disk before the call returns."""
    done: list[str] = []
    sync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("sync"), sync(handle)))
    monkeypatch.setattr(os, "replace", lambda source, target: (done.append("replace"), replace(source, target)))
    replace_file(tmp_path / FILE_NAME, b"new")
    assert done == ["sync", "replace", "sync"]
    assert (tmp_path / FILE_NAME).read_bytes() == b"new"


def test_a_folder_that_takes_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotKept):
        JsonSettings(tmp_path / "file").save(CHOSEN)
