"""Which letter stands on which line of a cabin, whatever its rows leave out."""

from collections.abc import Sequence

from agentdesk.travel.seats import Element, ElementKind, Row

SEATS = frozenset({ElementKind.SEAT, ElementKind.RESTRICTED})
_SEAT_WIDE = SEATS | {ElementKind.EMPTY, ElementKind.BASSINET}


def letters_by_section(rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    """The letters of each section in the order of the rows that have them; "" for a line without a letter.

    Never computed from a rule: they skip (no I), and front or tail rows leave some out.
    """
    count = max((len(row.sections) for row in rows), default=0)
    found = [_fullest(rows, number, count) for number in range(count)]
    for row in rows:
        for place_, section in enumerate(row.sections):
            letters = seat_letters(section)
            home = home_of(letters, found, place_)
            known = {letter for part in found for letter in part}
            if any(letter and letter not in known for letter in letters):
                found[home] = _merged(found[home], letters)
    for row in rows:
        for place_, section in enumerate(row.sections):
            home = home_of(seat_letters(section), found, place_)
            missing = len(seat_wide(section)) + (1 if seat_wide(section) and fillers(section) else 0) - len(found[home])
            found[home] += [""] * max(missing, 0)
    return tuple(tuple(part or [""]) for part in found)


def _fullest(rows: Sequence[Row], number: int, count: int) -> list[str]:
    lines = [seat_letters(row.sections[number]) for row in rows if len(row.sections) == count]
    return max(lines, key=lambda line: (sum(map(bool, line)), len(line)), default=[])


def seat_letters(section: Sequence[Element]) -> list[str]:
    """The letters of what is as wide as a seat, in their order; "" for what has none."""
    return [element.designator[-1:] for element in seat_wide(section)]


def seat_wide(section: Sequence[Element]) -> list[Element]:
    """What is as wide as a seat; a word we do not know is, where it stands among seats."""
    seats = any(element.kind in SEATS for element in section)
    return [one for one in section if one.kind in _SEAT_WIDE or (seats and one.kind is ElementKind.OTHER)]


def fillers(section: Sequence[Element]) -> list[Element]:
    """Lavatories, galleys and the like: they fill what the seats leave."""
    wide = seat_wide(section)
    return [one for one in section if one not in wide and one.kind is not ElementKind.EXIT]


def home_of(letters: Sequence[str], found: Sequence[Sequence[str]], place_: int) -> int:
    """The section whose letters these are, whatever place they have in a row that leaves sections out."""
    for letter in letters:
        for number, part in enumerate(found):
            if letter and letter in part:
                return number
    return place_


def _merged(line: Sequence[str], letters: Sequence[str]) -> list[str]:
    """The line with the letters it lacks, each between its neighbours; in a wide gap by the alphabet."""
    merged = list(line)
    pairs = list(zip(merged, letters, strict=False))
    if len(letters) == len(merged) and all(not own or not one or own == one for own, one in pairs):
        return [own or one for own, one in pairs]
    for place_, letter in enumerate(letters):
        if not letter or letter in merged:
            continue
        before = [merged.index(one) for one in letters[:place_] if one and one in merged]
        behind = [merged.index(one) for one in letters[place_ + 1 :] if one and one in merged]
        at, end = max(before, default=-1) + 1, min(behind, default=len(merged))
        while at < end and merged[at] < letter:
            at += 1
        merged.insert(at, letter)
    return merged
