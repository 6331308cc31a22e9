"""The machine-readable lines of passports and cards (ICAO 9303 parts 3 to 6): found in any text, read, verified."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
_WEIGHTS = (7, 3, 1)
_LOOKALIKES = {"O": "0", "0": "O", "I": "1", "1": "I", "S": "5", "5": "S", "B": "8", "8": "B", "Z": "2", "2": "Z"}
_MOST_SWAPS = 6  # look-alikes tried together in one field
_EXPIRED_BEFORE = 20  # years: an older document is not shown at a desk, its two digits mean the coming century


class Layout(StrEnum):
    """Three lines of 30, two of 36, two of 44."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"


class Part(StrEnum):
    """What a check digit stands for."""

    NUMBER = "number"
    BORN = "born"
    EXPIRES = "expires"
    PERSONAL = "personal"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Check:
    """A check digit as printed and as worked out; `at` is where it stands: line and column, from 0."""

    part: Part
    printed: str
    wanted: str
    at: tuple[int, int]

    @property
    def agrees(self) -> bool:
        return self.printed == self.wanted


@dataclass(frozen=True, slots=True)
class MachineLines:
    """What the lines say. Names are in capitals A to Z; a date that cannot be one is None; nothing is corrected."""

    layout: Layout
    lines: tuple[str, ...]
    kind: str  # P, PO, I, AC ...
    issuer: str  # the code as printed: GBR, D, UNO ...
    nationality: str
    family_name: str
    given_name: str
    names_cut: bool  # the field was too short for the names
    number: str
    born: date | None
    sex: str  # m, f, or "" where not stated
    expires: date | None
    checks: tuple[Check, ...]

    @property
    def agreeing(self) -> int:
        return sum(check.agrees for check in self.checks)

    @property
    def is_visa(self) -> bool:
        return self.kind.startswith("V")

    @property
    def failed(self) -> tuple[Part, ...]:
        return tuple(check.part for check in self.checks if not check.agrees)


def check_digit(text: str) -> str:
    """Weights 7, 3, 1 over the characters' values, modulo 10 (9303-3, 4.9)."""
    return str(sum(_VALUES.get(one, 0) * _WEIGHTS[place % 3] for place, one in enumerate(text)) % 10)


def find(text: str, today: date) -> MachineLines | None:
    """The first lines of a travel document in a text, whatever stands around them; None when there are none.

    Blanks within a line, lower case and double arrows are as scanners and mails make them; the fillers that a mail
    has cut from the end of a line of names are put back.
    """
    if "<" not in text and "«" not in text:
        return None
    rows = [_clean(row) for row in re.split(r"[\r\n\u2028\u2029]+", text)]
    for place in range(len(rows)):
        for layout in Layout:
            if (lines := _fit(rows[place:], layout)) is not None:
                return read(lines, today)
    return _find_in_stream(_clean(text), today)


def looks_begun(text: str) -> bool:
    """Whether a text is the first line of a document, as a scanner has it typed before the second."""
    row = _clean(text)
    return any(len(row) == length for length in (30, 36, 44)) and _is_first(row)


def read(lines: Sequence[str], today: date) -> MachineLines:
    """Lines of one of the three layouts. ValueError where they are of none."""
    match (len(lines), {len(line) for line in lines}):
        case (3, lengths) if lengths == {30}:
            return _read_td1(tuple(lines), today)
        case (2, lengths) if lengths == {36}:
            return _read_two(tuple(lines), Layout.TD2, today)
        case (2, lengths) if lengths == {44}:
            return _read_two(tuple(lines), Layout.TD3, today)
    raise ValueError("no machine-readable lines")


def repaired(found: MachineLines, today: date) -> MachineLines | None:
    """The same lines with O for 0 and such exchanged, where that alone makes every check digit agree.

    A proposal: whoever holds the document must look. None when nothing is wrong, or when more than one way fits.
    """
    if not found.failed:
        return None
    fits: list[MachineLines] = []
    for lines in _exchanged(found):
        other = read(lines, today)
        if not other.failed and other.born is not None:
            fits.append(other)
    return fits[0] if len(fits) == 1 else None


# --- finding


def _clean(row: str) -> str:
    return re.sub(r"[^0-9A-Z<]", "", row.upper().replace("«", "<<").replace("‹", "<"))


def _is_first(row: str) -> bool:
    if len(row) == 30:
        return re.match(r"[ACI][A-Z<][A-Z<]{3}[0-9A-Z<]{9}[0-9O<]", row) is not None
    return re.match(r"[PACIV][A-Z<][A-Z<0]{3}[A-Z0]+<", row) is not None


def _is_dated(row: str, born_at: int, expires_at: int) -> bool:
    """Whether birth, sex and expiry can stand there, as digits or what is read for them; a birth may be unknown."""
    born, expires = row[born_at : born_at + 7], row[expires_at : expires_at + 7]
    fits = re.fullmatch(r"[0-9OISBZ<]{7}", born) is not None and re.fullmatch(r"[0-9OISBZ]{7}", expires) is not None
    return fits and row[born_at + 7] in "MFX<H"


def _fit(rows: Sequence[str], layout: Layout) -> tuple[str, ...] | None:
    rows = [row for row in rows[:6] if row]
    if layout is Layout.TD1:
        if len(rows) < 3 or len(rows[0]) != 30 or len(rows[1]) != 30 or not 5 <= len(rows[2]) <= 30:
            return None
        fits = _is_first(rows[0]) and _is_dated(rows[1], 0, 8)
        return (rows[0], rows[1], rows[2].ljust(30, "<")) if fits else None
    length = 44 if layout is Layout.TD3 else 36
    if len(rows) < 2 or not 10 <= len(rows[0]) <= length or len(rows[1]) != length:
        return None
    fits = _is_first(rows[0].ljust(length, "<")) and _is_dated(rows[1], 13, 21)
    return (rows[0].ljust(length, "<"), rows[1]) if fits else None


def _find_in_stream(stream: str, today: date) -> MachineLines | None:
    """Where a field has swallowed the ends of the lines."""
    for start in (match.start() for match in re.finditer(r"[PACIV]", stream[:4000])):
        for length, count in ((44, 2), (36, 2), (30, 3)):
            part = stream[start : start + length * count]
            rows = [part[at : at + length] for at in range(0, len(part), length)]
            if len(part) == length * count and "<<" in part:
                layout = Layout.TD3 if length == 44 else Layout.TD2 if length == 36 else Layout.TD1
                if (lines := _fit(rows, layout)) is not None:
                    return read(lines, today)
    return None


# --- reading


def _read_td1(lines: tuple[str, ...], today: date) -> MachineLines:
    upper, middle, lower = lines
    number, digit, column = _number(upper[5:14], upper[14], upper[15:30], (14, 15))
    checks = (
        Check(Part.NUMBER, digit, check_digit(number.ljust(9, "<")), (0, column)),
        Check(Part.BORN, middle[6], check_digit(middle[:6]), (1, 6)),
        Check(Part.EXPIRES, middle[14], check_digit(middle[8:14]), (1, 14)),
        Check(Part.ALL, middle[29], check_digit(upper[5:] + middle[:7] + middle[8:15] + middle[18:29]), (1, 29)),
    )
    return _made(
        Layout.TD1, lines, upper, lower, number, (middle[:6], middle[7], middle[8:14], middle[15:18]), checks, today
    )


def _read_two(lines: tuple[str, ...], layout: Layout, today: date) -> MachineLines:
    upper, lower = lines
    end = 42 if layout is Layout.TD3 else 35
    if layout is Layout.TD3 or upper[0] == "V":
        number, digit, column = lower[:9], lower[9], 9
    else:
        number, digit, column = _number(lower[:9], lower[9], lower[28:35], (9, 28))
    checks = [
        Check(Part.NUMBER, digit, check_digit(number.ljust(9, "<")), (1, column)),
        Check(Part.BORN, lower[19], check_digit(lower[13:19]), (1, 19)),
        Check(Part.EXPIRES, lower[27], check_digit(lower[21:27]), (1, 27)),
    ]
    last = 35
    if layout is Layout.TD3:
        last = 43
        wanted = check_digit(lower[28:42])
        empty = lower[28:42] == "<" * 14  # then a filler will do as well as 0 (9303-4, 4.2.2)
        checks.append(Check(Part.PERSONAL, lower[42], "<" if empty and lower[42] == "<" else wanted, (1, 42)))
        end = 43
    said = (lower[13:19], lower[20], lower[21:27], lower[10:13])
    if upper[0] == "V":  # visas end with optional data (9303-7)
        return _made(layout, lines, upper, upper[5:], number, said, tuple(checks[:3]), today)
    whole = check_digit(lower[:10] + lower[13:20] + lower[21:end])
    checks.append(Check(Part.ALL, lower[last], whole, (1, last)))
    return _made(layout, lines, upper, upper[5:], number, said, tuple(checks), today)


def _number(principal: str, digit: str, optional: str, at: tuple[int, int]) -> tuple[str, str, int]:
    """A number of more than nine characters goes on in the optional data, its check digit last (9303-5, 4.2.4)."""
    rest = optional.split("<", 1)[0]
    if digit != "<" or len(rest) < 2:
        return principal, digit, at[0]
    return principal + rest[:-1], rest[-1], at[1] + len(rest) - 1


def _made(
    layout: Layout,
    lines: tuple[str, ...],
    upper: str,
    names: str,
    number: str,
    said: tuple[str, str, str, str],
    checks: tuple[Check, ...],
    today: date,
) -> MachineLines:
    born, sex, expires, nationality = said
    family, _, given = names.rstrip("<").partition("<<")
    return MachineLines(
        layout=layout,
        lines=lines,
        kind=upper[:2].rstrip("<"),
        issuer=upper[2:5].rstrip("<"),
        nationality=nationality.rstrip("<"),
        family_name=_spaced(family),
        given_name=_spaced(given),
        names_cut=not names.endswith("<"),
        number=number.replace("<", ""),
        born=_birth(born, today),
        sex={"M": "m", "F": "f"}.get(sex, ""),
        expires=_expiry(expires, today),
        checks=checks,
    )


def _spaced(name: str) -> str:
    return " ".join(part for part in name.split("<") if part)


def _birth(text: str, today: date) -> date | None:
    """The last such day that has come: nobody is born tomorrow."""
    found = _day(text, today.year // 100 * 100)
    if found is None or found > today:
        return _day(text, today.year // 100 * 100 - 100)
    return found


def _expiry(text: str, today: date) -> date | None:
    century = today.year // 100 * 100
    found = _day(text, century)
    old = found is not None and found.year < today.year - _EXPIRED_BEFORE
    return _day(text, century + 100) if old else found


def _day(text: str, century: int) -> date | None:
    if not (text.isascii() and text.isdecimal()):
        return None
    try:
        return date(century + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


# --- repairing


def _exchanged(found: MachineLines) -> Iterator[tuple[str, ...]]:
    """The lines with every set of look-alikes exchanged in the fields whose check digit fails."""
    places = _doubtful(found)
    for swaps in product((False, True), repeat=len(places)):
        if any(swaps):
            rows = [list(line) for line in found.lines]
            for (row, column), swap in zip(places, swaps, strict=True):
                if swap:
                    rows[row][column] = _LOOKALIKES[rows[row][column]]
            yield tuple("".join(row) for row in rows)


def _doubtful(found: MachineLines) -> list[tuple[int, int]]:
    """Where a look-alike stands in a field that fails: letters where digits must be, either in a number."""
    row = 0 if found.layout is Layout.TD1 else 1
    dates_at = {Part.BORN: 0, Part.EXPIRES: 8} if found.layout is Layout.TD1 else {Part.BORN: 13, Part.EXPIRES: 21}
    number_at = 5 if found.layout is Layout.TD1 else 0
    places: list[tuple[int, int]] = []
    for check in found.checks:
        if check.agrees:
            continue
        if check.part in dates_at:
            start = dates_at[check.part]
            places += [(1, at) for at in range(start, start + 7) if found.lines[1][at] in "OISBZ"]
        elif check.part is Part.NUMBER:
            places += [(row, at) for at in range(number_at, number_at + 9) if found.lines[row][at] in "O0I1"]
        if check.printed in "OISBZ" and check.at not in places:
            places.append(check.at)
    return places[:_MOST_SWAPS]
