"""Fields say what they are, what is wrong and what was understood, and nothing jumps."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from agentdesk.ui.widgets.field import Choice, Field
from tests.gui.dressed import on_screen, themed, told_description, told_name, told_role


def test_a_screen_reader_hears_label_and_hint() -> None:
    field = Field(themed(), "Family name", hint="As in the passport")
    field.hint("The airline gets OKAFOR")
    assert told_role(field.edit) is QAccessible.Role.EditableText
    assert told_name(field.edit) == "Family name"
    assert told_description(field.edit) == "The airline gets OKAFOR"
    field.deleteLater()


def test_an_error_is_heard_and_shown_and_gives_way_to_the_hint_of_before() -> None:
    field = Field(themed(), "Mobile phone")
    field.hint("With the country's code", "warn")
    field.wrong("One digit short for +44")
    assert field.error == "One digit short for +44"
    assert told_description(field.edit) == "One digit short for +44"
    field.wrong("")
    assert field.error == ""
    assert told_description(field.edit) == "With the country's code"
    assert field.edit.property("warns") is True
    field.deleteLater()


def test_an_error_of_one_line_moves_nothing_below() -> None:
    theme = themed()
    field, below = Field(theme, "Date"), Field(theme, "Cabin")
    with on_screen(field, below) as window:
        before = (field.height(), below.y())
        field.wrong("Return is before departure")
        window.layout().activate()
        assert (field.height(), below.y()) == before


def test_a_long_error_wraps_and_never_widens_the_field() -> None:
    field = Field(themed(), "Mobile phone")
    narrow = field.minimumSizeHint().width()
    field.wrong("One digit short for +44. Type the whole number, for example +44 7700 900123.")
    assert field.minimumSizeHint().width() == narrow
    assert field.heightForWidth(180) > field.heightForWidth(600)
    field.deleteLater()


def test_the_whole_hint_can_be_read_at_the_mouse() -> None:
    field = Field(themed(), "Frequent flyer")
    field.hint("Duffel Airways takes ZZ, BA, AA")
    tips = [one.toolTip() for one in field.findChildren(QLabel)]
    assert "Duffel Airways takes ZZ, BA, AA" in tips
    field.deleteLater()


def test_typing_is_told_and_putting_is_not(qtbot: QtBot) -> None:
    told: list[str] = []
    field = Field(themed(), "From")
    field.edited.connect(told.append)
    with on_screen(field):
        field.put("LHR")
        assert told == []
        qtbot.keyClicks(field.edit, "x")
        assert told == ["LHRx"]


def test_a_choice_tells_the_value_picked_by_hand(qtbot: QtBot) -> None:
    told: list[object] = []
    choice = Choice(themed(), "Cabin", {"Economy": "economy", "Business": "business"})
    choice.chosen.connect(told.append)
    with on_screen(choice):
        qtbot.keyClick(choice.combo, Qt.Key.Key_Down)
    assert told == ["business"]
    assert choice.value == "business"
    choice.put("economy")
    assert choice.value == "economy"
    assert len(told) == 1


def test_a_choice_put_to_an_unknown_value_is_empty() -> None:
    choice = Choice(themed(), "Cabin", {"Economy": "economy"})
    choice.put("steerage")
    assert choice.value is None
    choice.deleteLater()
