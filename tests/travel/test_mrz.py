"""Passport lines are read as ICAO 9303 writes them, and no damage to a checked character goes unseen."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.mrz import Layout, Part, find, looks_begun, read, repaired

TODAY = date(2026, 11, 23)
VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
OKAFOR = "P<GBROKAFOR<<DANIEL<CHUKWUEMEKA<<<<<<<<<<<<<\n5338041727GBR8504179M2704092<<<<<<<<<<<<<<08"
ERIKSSON_TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
ERIKSSON_TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
ERIKSSON_TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
LONG_NUMBER = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"


def digit(text: str) -> str:
    """Worked out another way than the program does: 7, 3, 1 over and over."""
    total = 0
    for place, one in enumerate(text):
        total += (0 if one == "<" else VALUES.index(one)) * [7, 3, 1][place % 3]
    return str(total % 10)


@dataclass(frozen=True)
class Holder:
    """Somebody with a document."""

    family: str
    given: str
    number: str
    born: str
    sex: str
    expires: str
    personal: str

    def td3(self) -> list[str]:
        upper = f"P<GBR{self.family}<<{self.given}"[:44].ljust(44, "<")
        number = self.number.ljust(9, "<")
        personal = self.personal.ljust(14, "<")
        parts = [f"{text}{digit(text)}" for text in (number, self.born, self.expires, personal)]
        lower = f"{parts[0]}GBR{parts[1]}{self.sex}{parts[2]}{parts[3]}"
        return [upper, lower + digit("".join(parts))]

    def td2(self) -> list[str]:
        upper = f"I<GBR{self.family}<<{self.given}"[:36].ljust(36, "<")
        number = self.number.ljust(9, "<")
        parts = [f"{text}{digit(text)}" for text in (number, self.born, self.expires)]
        lower = f"{parts[0]}GBR{parts[1]}{self.sex}{parts[2]}{'<' * 7}"
        return [upper, lower + digit("".join(parts) + "<" * 7)]

    def td1(self) -> list[str]:
        number = self.number.ljust(9, "<")
        upper = f"I<GBR{number}{digit(number)}".ljust(30, "<")
        born, expires = self.born + digit(self.born), self.expires + digit(self.expires)
        middle = f"{born}{self.sex}{expires}GBR{'<' * 11}"
        whole = digit(upper[5:] + born + expires + "<" * 11)
        return [upper, middle + whole, f"{self.family}<<{self.given}"[:30].ljust(30, "<")]


NAMES = st.from_regex(r"[A-Z]{2,12}(<[A-Z]{1,8})?", fullmatch=True)
DAYS = st.dates(date(1930, 1, 1), date(2026, 11, 22)).map(lambda day: f"{day:%y%m%d}")
HOLDERS = st.builds(
    Holder,
    family=NAMES,
    given=NAMES,
    number=st.from_regex(r"[A-Z0-9]{5,9}", fullmatch=True),
    born=DAYS,
    sex=st.sampled_from("MF<"),
    expires=st.dates(date(2027, 1, 1), date(2045, 12, 31)).map(lambda day: f"{day:%y%m%d}"),
    personal=st.from_regex(r"[A-Z0-9]{0,14}", fullmatch=True),
)
DOCUMENTS = st.tuples(HOLDERS, st.sampled_from(["td1", "td2", "td3"]))


def test_the_passport_of_the_page_is_read() -> None:
    found = find(OKAFOR, TODAY)
    assert found is not None
    assert (found.family_name, found.given_name) == ("OKAFOR", "DANIEL CHUKWUEMEKA")
    assert (found.number, found.issuer, found.nationality) == ("533804172", "GBR", "GBR")
    assert (found.born, found.sex, found.expires) == (date(1985, 4, 17), "m", date(2027, 4, 9))
    assert (found.agreeing, len(found.checks), found.failed) == (5, 5, ())


@pytest.mark.parametrize(
    ("text", "layout", "digits", "number"),
    [
        (ERIKSSON_TD3, Layout.TD3, 5, "L898902C3"),
        (ERIKSSON_TD2, Layout.TD2, 4, "D23145890"),
        (ERIKSSON_TD1, Layout.TD1, 4, "D23145890"),
        (LONG_NUMBER, Layout.TD1, 4, "D23145890734"),
    ],
)
def test_the_specimens_of_the_standard_agree_in_every_digit(
    text: str, layout: Layout, digits: int, number: str
) -> None:
    found = find(text, TODAY)
    assert found is not None
    assert (found.layout, found.agreeing, len(found.checks), found.number) == (layout, digits, digits, number)


@given(DOCUMENTS)
def test_made_lines_are_read_back_whole(document: tuple[Holder, str]) -> None:
    holder, layout = document
    found = read(getattr(holder, layout)(), TODAY)
    assert found.failed == ()
    assert found.number == holder.number
    assert found.family_name == holder.family.replace("<", " ")
    assert found.given_name.startswith(holder.given.replace("<", " ")) or found.names_cut
    assert found.born is not None
    assert f"{found.born:%y%m%d}" == holder.born
    assert found.born <= TODAY
    assert found.expires is not None
    assert f"{found.expires:%y%m%d}" == holder.expires


@given(DOCUMENTS, st.data())
def test_one_damaged_character_is_found(document: tuple[Holder, str], data: st.DataObject) -> None:
    """All but those that weigh the same modulo ten, which the standard's digits cannot tell apart."""
    holder, layout = document
    lines = getattr(holder, layout)()
    row, columns = (0, range(5, 15)) if layout == "td1" else (1, range(10))
    dates = range(7) if layout == "td1" else range(13, 20)
    at_row, at = data.draw(st.sampled_from([(row, one) for one in columns] + [(1, one) for one in dates]))
    old = lines[at_row][at]
    weight = VALUES.index(old) % 10 if old != "<" else 0
    new = data.draw(st.sampled_from([one for one in VALUES if VALUES.index(one) % 10 != weight]))
    lines[at_row] = lines[at_row][:at] + new + lines[at_row][at + 1 :]
    assert read(lines, TODAY).failed


@given(st.text(alphabet=st.sampled_from("P<ACIV0O19GBRX\n "), max_size=300) | st.text(max_size=500))
def test_nothing_in_a_text_makes_the_reader_fall(text: str) -> None:
    found = find(text, TODAY)
    assert found is None or found.layout in Layout


def test_ten_thousand_characters_are_looked_through_at_once() -> None:
    assert find("P<" * 5000, TODAY) is None
    assert find("x" * 10_000 + "\n" + OKAFOR, TODAY) is not None


@pytest.mark.parametrize(
    "text",
    [
        OKAFOR.lower(),
        OKAFOR.replace("\n", " "),
        OKAFOR.replace("\n", "\r\n\r\n"),
        OKAFOR.replace("\n", ""),
        "Passport of Mr Okafor:\n\n" + OKAFOR + "\nKind regards",
        OKAFOR.replace("<<", "«"),
        OKAFOR.replace("<<<<<<<<<<<<<\n", "\n"),
        " ".join(OKAFOR),
    ],
)
def test_lines_are_found_as_scanners_and_mails_leave_them(text: str) -> None:
    found = find(text, TODAY)
    assert found is not None
    assert found.number == "533804172"
    assert found.failed == ()


def test_letters_read_for_digits_are_reported_and_mended_only_as_a_proposal() -> None:
    found = find(ERIKSSON_TD3.replace("740812", "74O812").replace("898902", "8989O2"), TODAY)
    assert found is not None
    assert set(found.failed) >= {Part.NUMBER, Part.BORN}
    assert found.born is None
    assert found.number == "L8989O2C3"
    mended = repaired(found, TODAY)
    assert mended is not None
    assert (mended.number, mended.born) == ("L898902C3", date(1974, 8, 12))


def test_a_wrong_digit_that_looks_like_no_other_is_not_mended() -> None:
    found = find(OKAFOR.replace("533804172", "533804772"), TODAY)
    assert found is not None
    assert set(found.failed) == {Part.NUMBER, Part.ALL}
    assert repaired(found, TODAY) is None


def test_two_digits_of_a_year_are_a_birth_that_was_and_an_expiry_that_comes() -> None:
    found = read(Holder("A", "B", "12345", "261124", "M", "200101", "").td3(), TODAY)
    assert found.born == date(1926, 11, 24)
    assert found.expires == date(2020, 1, 1)
    assert read(Holder("A", "B", "12345", "261123", "M", "050101", "").td3(), TODAY).expires == date(2105, 1, 1)


def test_unknown_parts_of_a_birth_date_leave_it_open() -> None:
    assert read(Holder("A", "B", "12345", "85<<<<", "M", "300101", "").td3(), TODAY).born is None


def test_a_name_without_given_names_and_a_cut_one() -> None:
    single = read(["P<IDNSUHARTO".ljust(44, "<"), Holder("A", "B", "1", "850101", "M", "300101", "").td3()[1]], TODAY)
    assert (single.family_name, single.given_name, single.names_cut) == ("SUHARTO", "", False)
    assert read(Holder("A" * 30, "B" * 30, "12345", "850101", "M", "300101", "").td3(), TODAY).names_cut


def test_a_visa_is_told_from_a_passport() -> None:
    found = find("V" + ERIKSSON_TD3[1:], TODAY)
    assert found is not None
    assert found.is_visa
    assert len(found.checks) == 3


def test_a_first_line_is_known_before_the_second_has_come() -> None:
    assert looks_begun(OKAFOR.splitlines()[0])
    assert not looks_begun("Daniel Chukwuemeka")
