"""Dates as agents type them: 12dec, 12/12, +14, next fri, 2026-12-12."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FARTHEST = timedelta(days=330)
"""Airlines sell about so far ahead."""

_JUST_GONE = timedelta(days=365) - FARTHEST  # a day without its year that lies so little back is past, not next year's

_LOOK_BACK = 20  # years: a passport that ended lately has ended, it does not last another century

_FULL_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class DateTrouble(StrEnum):
    """Why a text is no date that can be used."""

    NOT_UNDERSTOOD = "not_understood"
    PAST = "past"
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True)
class NoDate:
    """The reason, and the date it was taken for where it was one."""

    why: DateTrouble
    taken_for: date | None = None


def read(text: str, today: date, after: date | None = None) -> date | NoDate:
    """A travel date: of the coming twelve months where no year is given, not past, not too far.

    `after` is the day of the flight before, if known: "+7" and "fri" count from it, not from today.
    """
    clean, named_day = _without_weekday(_tidy(text))
    found = _counted(clean, today, after or today) or _any(clean, today)
    if found is None or (named_day is not None and found.weekday() != named_day):
        return NoDate(DateTrouble.NOT_UNDERSTOOD)
    if found < today:
        return NoDate(DateTrouble.PAST, found)
    return NoDate(DateTrouble.TOO_FAR, found) if found > today + FARTHEST else found


def read_birthday(text: str, today: date) -> date | NoDate:
    """A date of birth, with its year: 24jul87, 24/07/1987, 1987-07-24. Two digits mean the last hundred years."""
    found = _with_year(_tidy(text), today, born=True)
    if found is not None and found > today and not re.search(r"\d{4}", text):
        found = _made(found.year - 100, found.month, found.day)
    if found is None:
        return NoDate(DateTrouble.NOT_UNDERSTOOD)
    if found > today:
        return NoDate(DateTrouble.TOO_FAR, found)
    return NoDate(DateTrouble.PAST, found) if found.year < today.year - 120 else found


def read_expiry(text: str, today: date) -> date | NoDate:
    """When a document ends, with its year; two digits mean the last twenty years or the coming eighty."""
    found = _with_year(_tidy(text), today, born=False)
    return found if found is not None else NoDate(DateTrouble.NOT_UNDERSTOOD)


def _tidy(text: str) -> str:
    plain = re.sub(r"\b(\d{1,2})(st|nd|rd|th)\b", r"\1", text.lower().replace(",", " "))
    return " ".join(plain.split())


def _without_weekday(text: str) -> tuple[str, int | None]:
    """'sat 12 dec' is 12 dec, if that is a Saturday."""
    match = re.fullmatch(r"([a-z]{2,9})\.? (\d.*)", text)
    day = _day_named(match[1]) if match else None
    return (match[2], day) if match and day is not None else (text, None)


def _day_named(text: str) -> int | None:
    fits = [number for number, name in enumerate(_DAYS) if name.startswith(text)]
    return fits[0] if len(fits) == 1 else None


def is_counted(text: str) -> bool:
    """Whether a text means another day tomorrow than it does today: +14, fri, tomorrow."""
    return _counted(_tidy(text), date(2001, 1, 1), date(2001, 1, 1)) is not None


def written(day: date) -> str:
    """A day as an agent would type it, read back as that day while it is on sale: 'Sat 12 Dec 2026'."""
    return f"{_DAYS[day.weekday()][:3].title()} {day.day} {_FULL_MONTHS[day.month - 1][:3].title()} {day.year}"


def _any(text: str, today: date) -> date | None:
    return _with_year(text, today, born=False) or _without_year(text, today)


def _counted(text: str, today: date, after: date) -> date | None:
    """Today and tomorrow are what they are; so many days and the next Friday count from `after`."""
    named = {"today": 0, "tod": 0, "tomorrow": 1, "tom": 1}
    if text in named:
        return today + timedelta(days=named[text])
    match = re.fullmatch(r"\+ ?(\d{1,3})([dw]?)", text)
    if match:
        return after + timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))
    return _weekday(text, after)


def _weekday(text: str, today: date) -> date | None:
    match = re.fullmatch(r"(next )?([a-z]{2,9})", text)
    if not match:
        return None
    day = _day_named(match[2])
    if day is None:
        return None
    ahead = (day - today.weekday()) % 7 or 7
    if match[1] and ahead + today.weekday() < 7:  # 'next fri' on a Wednesday means the week after
        ahead += 7
    return today + timedelta(days=ahead)


def _with_year(text: str, today: date, *, born: bool) -> date | None:
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return _made(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{2})(\d{2})(\d{4})", text):
        return _made(int(match[3]), int(match[2]), int(match[1]))
    if match := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})", text):
        return _made(_year(match[3], today, born=born), int(match[2]), int(match[1]))
    if match := re.fullmatch(r"(\d{1,2})[ -]?([a-z]+)\.?[ -]?(\d{4}|\d{2})", text):
        return _made(_year(match[3], today, born=born), _month(match[2]), int(match[1]))
    if match := re.fullmatch(r"([a-z]+)\.? ?(\d{1,2}) (\d{4})", text):
        return _made(int(match[3]), _month(match[1]), int(match[2]))
    return None


def _without_year(text: str, today: date) -> date | None:
    if match := re.fullmatch(r"(\d{1,2})[ -]?([a-z]+)\.?", text):
        day, month = int(match[1]), _month(match[2])
    elif match := re.fullmatch(r"([a-z]+)\.? ?(\d{1,2})", text):
        day, month = int(match[2]), _month(match[1])
    elif match := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})\.?", text):
        day, month = int(match[1]), int(match[2])
    else:
        return None
    for year in range(today.year - 1, today.year + 9):  # 29 February may be years away
        found = _made(year, month, day)
        if found is not None and found > today - _JUST_GONE:
            return found
    return None


def _month(text: str) -> int:
    """1 to 12, 0 when it is none."""
    fits = [number + 1 for number, name in enumerate(_FULL_MONTHS) if len(text) >= 3 and name.startswith(text)]
    return fits[0] if len(fits) == 1 else 0


def _year(text: str, today: date, *, born: bool) -> int:
    if len(text) == 4:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    if born:
        return year if year <= today.year else year - 100
    return year if year >= today.year - _LOOK_BACK else year + 100


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
