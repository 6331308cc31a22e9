"""Numbers as they are dialled at home become international, and a wrong one says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.phones import NoPhone, Phone, PhoneTrouble, international, names_country, read

HOMES = ("GB", "US", "DE")


@pytest.mark.parametrize(
    ("typed", "number", "country", "guessed"),
    [
        ("020 8016 0508", "+442080160508", "GB", True),
        ("+44 (0)20 8016 0508", "+442080160508", "GB", False),
        ("0044 20 8016 0508", "+442080160508", "GB", False),
        ("(212) 736-5000", "+12127365000", "US", True),
        ("+1 212.736.5000", "+12127365000", "US", False),
        ("\u202a+49 30 901820\u202c", "+4930901820", "DE", False),
    ],
)
def test_a_number_in_any_form(typed: str, number: str, country: str, guessed: bool) -> None:
    found = read(typed, HOMES)
    assert isinstance(found, Phone)
    assert (found.e164, found.country, found.guessed) == (number, country, guessed)


def test_the_likeliest_country_wins() -> None:
    first, second = read("030 901820", ("DE", "GB")), read("030 901820", ("GB", "DE"))
    assert isinstance(first, Phone)
    assert first.country == "DE"
    assert isinstance(second, Phone)
    assert second.country == "DE", "none of Britain, so the next is asked"


@pytest.mark.parametrize(
    ("typed", "why", "code", "by"),
    [
        ("07911 12345", PhoneTrouble.SHORT, 44, 1),
        ("+44 7911 12", PhoneTrouble.SHORT, 44, 4),
        ("+44 7911 123456789", PhoneTrouble.LONG, 44, 3),
        ("+999 123456789", PhoneTrouble.COUNTRY, 0, 0),
        ("+44 7700 900123", PhoneTrouble.NOT_IN_USE, 44, 0),
        ("call me", PhoneTrouble.NO_NUMBER, 0, 0),
        ("", PhoneTrouble.NO_NUMBER, 0, 0),
        ("0800 FLOWERS", PhoneTrouble.NO_NUMBER, 0, 0),
        ("1" * 10_000, PhoneTrouble.NO_NUMBER, 0, 0),
        ("٠٢٠٨٠١٦٠٥٠٨😀", PhoneTrouble.NO_NUMBER, 0, 0),
    ],
)
def test_a_wrong_number_says_why(typed: str, why: PhoneTrouble, code: int, by: int) -> None:
    found = read(typed, ("GB",))
    assert isinstance(found, NoPhone)
    assert (found.why, found.code, found.by) == (why, code, by)


def test_the_example_is_a_right_number() -> None:
    found = read("07911 12345", ("GB",))
    assert isinstance(found, NoPhone)
    assert international(found.example) is not None


@given(st.text(alphabet="0123456789+() -./", max_size=30), st.sampled_from(["GB", "US", "DE", "JP"]))
def test_what_is_written_out_is_read_back_as_the_same_number(text: str, home: str) -> None:
    found = read(text, (home,))
    if isinstance(found, Phone):
        assert international(found.shown, "FR") == found.e164
        assert names_country(found.shown)
