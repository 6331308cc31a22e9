"""Names between a passport and an airline: what is not taken, and how ICAO 9303 part 3 writes it in A to Z.

Everything here is a proposal to be shown: nothing is put in place of what was typed.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from agentdesk.travel.passenger_rules import LONGEST_NAME, may_stand_in_name, name_flaw

_LATIN = {
    "Á": "A", "À": "A", "Â": "A", "Ä": "AE", "Ă": "A", "Ã": "A", "Ą": "A", "Ā": "A", "Å": "AA", "Æ": "AE",
    "Ć": "C", "Ĉ": "C", "Č": "C", "Ċ": "C", "Ç": "C", "Đ": "D", "Ď": "D", "Ð": "D",
    "É": "E", "È": "E", "Ê": "E", "Ë": "E", "Ě": "E", "Ė": "E", "Ę": "E", "Ē": "E", "Ĕ": "E",
    "Ĝ": "G", "Ğ": "G", "Ġ": "G", "Ģ": "G", "Ħ": "H", "Ĥ": "H",
    "Í": "I", "Ì": "I", "Î": "I", "Ï": "I", "Ĩ": "I", "Į": "I", "Ī": "I", "Ĭ": "I", "İ": "I", "Ĳ": "IJ",
    "Ĵ": "J", "Ķ": "K", "Ł": "L", "Ĺ": "L", "Ľ": "L", "Ļ": "L", "Ŀ": "L",
    "Ń": "N", "Ñ": "N", "Ň": "N", "Ņ": "N", "Ŋ": "N",
    "Ø": "OE", "Ó": "O", "Ò": "O", "Ô": "O", "Ö": "OE", "Õ": "O", "Ő": "O", "Ō": "O", "Ŏ": "O", "Œ": "OE",
    "Ŕ": "R", "Ř": "R", "Ŗ": "R", "Ś": "S", "Ŝ": "S", "Š": "S", "Ş": "S", "Ș": "S", "ẞ": "SS", "ß": "SS",
    "Ŧ": "T", "Ť": "T", "Ţ": "T", "Ț": "T", "Þ": "TH",
    "Ú": "U", "Ù": "U", "Û": "U", "Ü": "UE", "Ŭ": "U", "Ű": "U", "Ũ": "U", "Ū": "U", "Ų": "U", "Ů": "U",
    "Ŵ": "W", "Ẁ": "W", "Ẃ": "W", "Ẅ": "W", "Ý": "Y", "Ŷ": "Y", "Ÿ": "Y", "Ỳ": "Y", "Ź": "Z", "Ž": "Z", "Ż": "Z",
    "ĸ": "Q", "ſ": "S", "ı": "I",
}  # fmt: skip
_CYRILLIC = dict(
    zip(
        "АБВГДЕЁЖЗИІЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯҐЄЇЎЂЃЅЈЉЊЋЌЏ",
        (
            "A B V G D E E ZH Z I I I K L M N O P R S T U F KH TS CH SH SHCH IE Y - E IU IA "
            "G IE I U D G DZ J LJ NJ C K DZ"
        ).split(),
        strict=True,
    )
)
_CYRILLIC["Ь"] = ""
_OTHER_WAYS = {"AE": "Ä", "OE": "Ö", "UE": "Ü", "SS": "ß", "AA": "Å"}
_MARKS = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"}


class NameTrouble(StrEnum):
    """Why an airline would not take a name as it is typed."""

    INVISIBLE = "invisible"  # control characters, marks of direction: pasted along
    LETTERS = "letters"  # of an alphabet that can be written in A to Z
    OTHER_SCRIPT = "other_script"  # no table for it: as the passport's own lines have it
    SIGNS = "signs"  # digits, dots, emoji
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class NameAdvice:
    """What is in the way (`letters` are those not taken, each once), and what could be typed instead; "" if unknown."""

    why: NameTrouble
    letters: str
    proposal: str


def in_lines(name: str) -> str:
    """The name as the lines of a passport have it: A to Z and spaces; "" where a letter is in no table (9303-3, 6).

    Apostrophes vanish, hyphens become spaces.
    """
    written: list[str] = []
    for letter in unicodedata.normalize("NFC", name):
        upper = letter if letter in _LATIN else letter.upper()
        if upper.isascii() and upper.isalpha():
            written.append(upper)
        elif letter in " -–‐‑—" or letter.isspace():
            written.append(" ")
        elif letter in "'’‘ʼ`´":
            continue
        elif upper in _LATIN or upper in _CYRILLIC:
            written.append(_LATIN.get(upper, _CYRILLIC.get(upper, "")))
        else:
            return ""
    return " ".join("".join(written).split())


def advice(name: str) -> NameAdvice | None:
    """How a name could be typed that the airline does not take (API.md 7.3); None when it is taken as it is."""
    tidy = " ".join(unicodedata.normalize("NFC", visible(name)).split())
    is_hidden = len(visible(name)) != len(name) or (tidy != " ".join(name.split()) and name_flaw(tidy) is None)
    if is_hidden and tidy:
        return NameAdvice(NameTrouble.INVISIBLE, "", _within(_taken(tidy)))
    plain = " ".join(name.split())
    strange = "".join(dict.fromkeys(letter for letter in plain if not may_stand_in_name(letter)))
    if strange:
        taken = _taken(tidy)
        return NameAdvice(_why(strange, taken), strange[:8], _within(taken) if taken != plain else "")
    return NameAdvice(NameTrouble.TOO_LONG, "", _within(plain)) if len(plain) > LONGEST_NAME else None


def visible(text: str) -> str:
    """The text without control characters and marks of direction, which pasting brings along."""
    return "".join(
        " " if one in "\t\r\n\u2028\u2029\xa0" else one for one in text if one in "\t\r\n" or not _is_hidden(one)
    )


def _is_hidden(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn")


def same_in_lines(one: str, other: str) -> bool:
    """Whether two names are one in a passport's lines: Müller and MUELLER, also MULLER; O'Neill and ONEILL."""
    if not one.strip() or not other.strip():
        return False
    return bool(_ways(one) & _ways(other))


def _ways(name: str) -> set[str]:
    """As the table has it, and with each letter's accent only left out, as many airlines do."""
    ways = {in_lines(name), in_lines(_bare(name))} - {""}
    return {way.replace(" ", "") for way in ways} or {name.casefold()}


def _bare(name: str) -> str:
    decomposed = unicodedata.normalize("NFD", name)
    return (
        "".join(letter for letter in decomposed if not unicodedata.combining(letter))
        .replace("Ø", "O")
        .replace("ø", "o")
    )


def from_lines(name: str) -> str:
    """'ANNA MARIA' as a person writes it: 'Anna Maria'."""
    return " ".join(part.capitalize() for part in name.split())


def spellings(name: str) -> tuple[str, ...]:
    """What a name of passport lines may stand for: MUELLER for Müller. Empty where it stands for itself alone."""
    found = name
    for pair, letter in _OTHER_WAYS.items():
        found = re.sub(pair, letter, found, flags=re.IGNORECASE)
    return (from_lines(found),) if found != name else ()


def _taken(name: str) -> str:
    """With every letter that is not taken written as passports write it; "" where one cannot be."""
    written: list[str] = []
    for letter in name:
        if may_stand_in_name(letter):
            written.append(letter)
        elif letter in _MARKS:
            written.append(_MARKS[letter])
        elif letter.isalpha():
            table = in_lines(letter)
            if letter.upper() == "Ь":
                continue
            if not table:
                return ""
            first = not written or written[-1] in " -'"
            written.append(table.capitalize() if first or letter.isupper() else table.lower())
        elif letter == ".":
            written.append(" ")
    kept = " ".join("".join(written).split())
    return kept if any(letter.isalpha() for letter in kept) else ""


def _within(name: str) -> str:
    """As many whole names as fit."""
    if len(name) <= LONGEST_NAME:
        return name
    kept = ""
    for part in name.split():
        longer = f"{kept} {part}".strip()
        if len(longer) > LONGEST_NAME:
            break
        kept = longer
    return kept


def _why(strange: str, taken: str) -> NameTrouble:
    letters = [letter for letter in strange if letter.isalpha()]
    if letters and not taken:
        return NameTrouble.OTHER_SCRIPT
    return NameTrouble.LETTERS if letters else NameTrouble.SIGNS
