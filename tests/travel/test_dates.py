"""Dates are read as agents type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.dates import FARTHEST, DateTrouble, NoDate, is_counted, read, read_birthday, read_expiry, written

TODAY = date(2026, 11, 23)  # a Monday
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12dec", date(2026, 12, 12)),
        ("12DEC", date(2026, 12, 12)),
        (" 12 Dec ", date(2026, 12, 12)),
        ("12-dec", date(2026, 12, 12)),
        ("dec 12", date(2026, 12, 12)),
        ("dec12", date(2026, 12, 12)),
        ("12 december", date(2026, 12, 12)),
        ("12th december", date(2026, 12, 12)),
        ("1st dec", date(2026, 12, 1)),
        ("sat 12 dec", date(2026, 12, 12)),
        ("12dec26", date(2026, 12, 12)),
        ("12 Dec 2026", date(2026, 12, 12)),
        ("Dec 12, 2026", date(2026, 12, 12)),
        ("12/12", date(2026, 12, 12)),
        ("12.12.", date(2026, 12, 12)),
        ("12.12.26", date(2026, 12, 12)),
        ("12122026", date(2026, 12, 12)),
        ("2026-12-12", date(2026, 12, 12)),
        ("01/02", date(2027, 2, 1)),
        ("12may", date(2027, 5, 12)),
        ("19oct", date(2027, 10, 19)),
        ("today", TODAY),
        ("23nov", TODAY),
        ("+0", TODAY),
        ("tomorrow", date(2026, 11, 24)),
        ("+14", date(2026, 12, 7)),
        ("+2w", date(2026, 12, 7)),
        ("+330", TODAY + timedelta(days=330)),
        ("fri", date(2026, 11, 27)),
        ("friday", date(2026, 11, 27)),
        ("next fri", date(2026, 12, 4)),
        ("mon", date(2026, 11, 30)),
        ("next mon", date(2026, 11, 30)),
    ],
)
def test_a_date_is_read_as_it_is_meant(typed: str, meant: date) -> None:
    assert read(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "soon",
        "may",
        "t",
        "12/13",
        "31/11",
        "30feb",
        "0jan",
        "2026-02-30",
        "99/99/9999",
        "sun 12 dec",
        "-1",
        "+",
    ],
)
def test_what_is_no_date_is_not_understood(typed: str) -> None:
    assert read(typed, TODAY) == NoDate(DateTrouble.NOT_UNDERSTOOD)


@pytest.mark.parametrize(
    ("typed", "why", "taken_for"),
    [
        ("2026-11-22", DateTrouble.PAST, date(2026, 11, 22)),
        ("12dec12", DateTrouble.PAST, date(2012, 12, 12)),
        ("22nov", DateTrouble.PAST, date(2026, 11, 22)),
        ("20oct", DateTrouble.PAST, date(2026, 10, 20)),
        ("+331", DateTrouble.TOO_FAR, date(2027, 10, 20)),
        ("12 december 2027", DateTrouble.TOO_FAR, date(2027, 12, 12)),
        ("29feb", DateTrouble.TOO_FAR, date(2028, 2, 29)),
    ],
)
def test_a_day_that_cannot_be_flown_says_why_and_what_it_was_taken_for(
    typed: str, why: DateTrouble, taken_for: date
) -> None:
    assert read(typed, TODAY) == NoDate(why, taken_for)


def test_just_after_new_year_a_december_day_lies_in_the_past() -> None:
    assert read("31dec", date(2027, 1, 2)) == NoDate(DateTrouble.PAST, date(2026, 12, 31))


def test_just_before_new_year_a_january_day_lies_ahead() -> None:
    assert read("2jan", date(2026, 12, 31)) == date(2027, 1, 2)


@given(DAYS, st.integers(0, FARTHEST.days))
def test_a_day_within_reach_is_read_in_every_spelling(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    month = MONTHS[day.month - 1]
    for typed in (
        day.isoformat(),
        f"{day.day}{month}",
        f"{month} {day.day}",
        f"{day.day}/{day.month}",
        f"{day:%d.%m.%Y}",
        f"{day:%a} {day.day} {month}",
        f"{day.day}{month}{day:%y}",
        f"+{ahead}",
    ):
        assert read(typed, today) == day, typed


@given(DAYS, st.sampled_from("monday tuesday wednesday thursday friday saturday sunday".split()))
def test_a_weekday_lies_within_the_next_seven_days_and_next_within_fourteen(today: date, name: str) -> None:
    soon, later = read(name, today), read(f"next {name}", today)
    assert isinstance(soon, date)
    assert isinstance(later, date)
    assert 1 <= (soon - today).days <= 7
    assert 1 <= (later - today).days <= 14
    assert soon.strftime("%A").lower() == later.strftime("%A").lower() == name
    assert later.isocalendar()[:2] > today.isocalendar()[:2]


@given(st.text(max_size=20), DAYS)
def test_whatever_is_typed_gives_a_day_within_reach_or_a_reason(text: str, today: date) -> None:
    found = read(text, today)
    if isinstance(found, date):
        assert today <= found <= today + FARTHEST


@pytest.mark.parametrize(
    "typed",
    ["24jul87", "24 July 1987", "24-jul-1987", "1987-07-24", "24/07/1987", "24.7.87", "24071987", "July 24, 1987"],
)
def test_a_birthday_is_read_in_many_forms(typed: str) -> None:
    assert read_birthday(typed, TODAY) == date(1987, 7, 24)


def test_two_digits_of_a_birth_year_mean_the_last_hundred_years() -> None:
    assert read_birthday("23nov26", TODAY) == TODAY
    assert read_birthday("24nov26", TODAY) == date(1926, 11, 24)
    assert read_birthday("1jan27", TODAY) == date(1927, 1, 1)


def test_a_birthday_needs_its_year() -> None:
    assert read_birthday("24jul", TODAY) == NoDate(DateTrouble.NOT_UNDERSTOOD)
    assert read_birthday("+14", TODAY) == NoDate(DateTrouble.NOT_UNDERSTOOD)


def test_nobody_is_born_tomorrow_or_in_another_century() -> None:
    assert read_birthday("2026-11-24", TODAY) == NoDate(DateTrouble.TOO_FAR, date(2026, 11, 24))
    assert read_birthday("1jan1850", TODAY) == NoDate(DateTrouble.PAST, date(1850, 1, 1))


def test_29_february_is_a_birthday_only_in_leap_years() -> None:
    assert read_birthday("29feb00", TODAY) == date(2000, 2, 29)
    assert read_birthday("29feb01", TODAY) == NoDate(DateTrouble.NOT_UNDERSTOOD)


def test_a_document_that_ended_lately_does_not_last_another_century() -> None:
    assert read_expiry("12may31", TODAY) == date(2031, 5, 12)
    assert read_expiry("12may25", TODAY) == date(2025, 5, 12)
    assert read_expiry("12may24", TODAY) == date(2024, 5, 12)
    assert read_expiry("12may06", TODAY) == date(2006, 5, 12)
    assert read_expiry("12may05", TODAY) == date(2105, 5, 12)
    assert read_expiry("12may", TODAY) == NoDate(DateTrouble.NOT_UNDERSTOOD)


@given(st.dates(date(1907, 1, 1), TODAY))
def test_every_birthday_of_a_living_person_is_read(born: date) -> None:
    assert read_birthday(born.isoformat(), TODAY) == born
    assert read_birthday(f"{born:%d/%m/%Y}", TODAY) == born


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("+7", date(2026, 12, 19)),
        ("+1w", date(2026, 12, 19)),
        ("+0", date(2026, 12, 12)),
        ("fri", date(2026, 12, 18)),
        ("next fri", date(2026, 12, 18)),
        ("today", TODAY),
        ("tomorrow", date(2026, 11, 24)),
        ("19dec", date(2026, 12, 19)),
        ("1/12", date(2026, 12, 1)),
    ],
)
def test_after_a_flight_days_are_counted_from_it(typed: str, meant: date) -> None:
    assert read(typed, TODAY, date(2026, 12, 12)) == meant


@pytest.mark.parametrize(
    ("typed", "counts"),
    [("+14", True), ("fri", True), ("next fri", True), ("Tomorrow", True), ("12dec", False), ("soon", False)],
)
def test_a_counted_day_is_known_as_one(typed: str, counts: bool) -> None:
    assert is_counted(typed) is counts


@given(DAYS, st.integers(0, FARTHEST.days))
def test_a_written_day_is_read_back(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    assert read(written(day), today) == day


@given(DAYS, st.integers(0, 100), st.integers(0, 200))
def test_days_counted_from_a_flight_lie_so_far_behind_it(today: date, ahead: int, more: int) -> None:
    flight = today + timedelta(days=ahead)
    assert read(f"+{more}", today, flight) == flight + timedelta(days=more)
