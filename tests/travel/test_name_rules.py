"""Names are never rewritten behind the agent's back; what could be typed instead is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.name_rules import NameTrouble, advice, from_lines, in_lines, same_in_lines, spellings
from agentdesk.travel.passenger_rules import name_flaw


@pytest.mark.parametrize(
    ("typed", "why", "proposal"),
    [
        ("Æneas", NameTrouble.LETTERS, "Aeneas"),
        ("Guðrún", NameTrouble.LETTERS, "Gudrún"),
        ("Þór", NameTrouble.LETTERS, "Thór"),
        ("Œdipe", NameTrouble.LETTERS, "Oedipe"),
        ("Гагарин", NameTrouble.LETTERS, "Gagarin"),
        ("Щукина Ольга", NameTrouble.LETTERS, "Shchukina Olga"),
        ("小泉", NameTrouble.OTHER_SCRIPT, ""),
        ("محمد", NameTrouble.OTHER_SCRIPT, ""),
        ("O’Neill", NameTrouble.SIGNS, "O'Neill"),
        ("Anne–Marie", NameTrouble.SIGNS, "Anne-Marie"),
        ("J. R.", NameTrouble.SIGNS, "J R"),
        ("Anna2", NameTrouble.SIGNS, "Anna"),
        ("😀", NameTrouble.SIGNS, ""),
        ("Zoe\u0308", NameTrouble.INVISIBLE, "Zoë"),
        ("\u202eevil", NameTrouble.INVISIBLE, "evil"),
        ("An\u200bna", NameTrouble.INVISIBLE, "Anna"),
        ("Daniel Chukwuemeka Emmanuel", NameTrouble.TOO_LONG, "Daniel Chukwuemeka"),
        ("Wolfeschlegelsteinhausen", NameTrouble.TOO_LONG, ""),
    ],
)
def test_what_an_airline_does_not_take_and_what_it_would(typed: str, why: NameTrouble, proposal: str) -> None:
    found = advice(typed)
    assert found is not None
    assert (found.why, found.proposal) == (why, proposal)


@pytest.mark.parametrize("name", ["", "Zoë", "O'Neill", "Anne-Marie", "A", "Łukasz"])
def test_a_name_that_is_taken_needs_no_advice(name: str) -> None:
    assert advice(name) is None


@given(st.text(max_size=60))
def test_a_proposal_is_always_taken_by_the_airline(text: str) -> None:
    found = advice(text)
    if found is not None and found.proposal:
        assert name_flaw(found.proposal) is None
        assert found.proposal != text


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Müller-Lüdenscheidt", "MUELLER LUEDENSCHEIDT"),
        ("O'Connor", "OCONNOR"),
        ("Søren Ærø", "SOEREN AEROE"),
        ("Strauß", "STRAUSS"),
        ("Зоя", "ZOIA"),
        ("Łukasz", "LUKASZ"),
        ("小泉", ""),
    ],
)
def test_names_in_passport_lines(name: str, lines: str) -> None:
    assert in_lines(name) == lines


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Müller", "MUELLER", True),
        ("Müller", "MULLER", True),
        ("O'Neill", "ONEILL", True),
        ("Anne-Marie", "ANNE MARIE", True),
        ("Earhart", "EARHEART", False),
        ("", "", False),
    ],
)
def test_typed_names_are_compared_as_lines_write_them(one: str, other: str, same: bool) -> None:
    assert same_in_lines(one, other) is same


def test_the_way_back_is_only_a_proposal() -> None:
    assert from_lines("MUELLER") == "Mueller"
    assert spellings("MUELLER") == ("Müller",)
    assert spellings("SMITH") == ()
