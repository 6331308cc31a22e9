"""Phone numbers in any national form, made international (E.164) by the `phonenumbers` library."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import PhoneNumber, ValidationResult

HOME = "GB"
_LONGEST = 40  # characters: with every bracket and blank no number is longer
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # contacts apps copy them along


class PhoneTrouble(StrEnum):
    """Why a text is no phone number."""

    NO_NUMBER = "no_number"
    COUNTRY = "country"  # no country has this code
    SHORT = "short"
    LONG = "long"
    NOT_IN_USE = "not_in_use"  # as long as others, but no such number is given out


@dataclass(frozen=True, slots=True)
class Phone:
    """A number of a country, and whether the country was guessed since the text names none."""

    e164: str
    shown: str  # +44 20 8016 0508
    country: str  # ISO 3166-1 alpha-2; "" for numbers of no country
    code: int
    guessed: bool


@dataclass(frozen=True, slots=True)
class NoPhone:
    """Why not; `by` says how many digits it is short or long, 0 when unknown; `example` is a right one."""

    why: PhoneTrouble
    code: int = 0
    by: int = 0
    example: str = ""


def read(text: str, homes: Sequence[str] = (HOME,)) -> Phone | NoPhone:
    """A typed number; one without its country's code is tried in each of `homes`, the likeliest first.

    A number that would be right in a later country is taken for one only if it is none in those before.
    """
    plain = _HIDDEN.sub("", text).strip()
    if not plain or len(plain) > _LONGEST or re.search(r"[^\d+()./\s\u2010-\u2015-]", plain):
        return NoPhone(PhoneTrouble.NO_NUMBER)
    if names_country(plain):
        return _judge(plain, "ZZ" if plain.startswith("+") else homes[0], guessed=False)
    tried = [_judge(plain, home, guessed=True) for home in homes]
    return next((one for one in tried if isinstance(one, Phone)), tried[0])


def names_country(text: str) -> bool:
    """Whether a number begins with the code of a country."""
    return text.strip().startswith(("+", "00"))


def international(text: str, home: str = HOME) -> str | None:
    """`020 8016 0508` at home in GB is `+442080160508`; None when it is no possible number."""
    found = read(text, (home,))
    return found.e164 if isinstance(found, Phone) else None


def _judge(text: str, home: str, *, guessed: bool) -> Phone | NoPhone:
    try:
        number = phonenumbers.parse(text if not text.startswith("00") else f"+{text[2:]}", home)
    except phonenumbers.NumberParseException as trouble:
        return NoPhone(_PARSING.get(trouble.error_type, PhoneTrouble.NO_NUMBER))
    if phonenumbers.is_valid_number(number):
        return Phone(
            e164=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
            shown=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL),
            country=_country(number, home),
            code=number.country_code or 0,
            guessed=guessed,
        )
    return _refusal(number)


def _country(number: PhoneNumber, home: str) -> str:
    region = phonenumbers.region_code_for_number(number) or home
    return region if region.isalpha() and region != "ZZ" else ""


def _refusal(number: PhoneNumber) -> NoPhone:
    code = number.country_code or 0
    region = phonenumbers.region_code_for_country_code(code)
    sample = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    example, by = "", 0
    if sample is not None:
        example = phonenumbers.format_number(sample, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        by = len(str(sample.national_number)) - len(str(number.national_number))
    reason = phonenumbers.is_possible_number_with_reason(number)
    why = _REASONS.get(reason, PhoneTrouble.NOT_IN_USE)
    if why is PhoneTrouble.NOT_IN_USE and by > 0:
        why = PhoneTrouble.SHORT  # as long as some numbers of the country, but most likely not typed to its end
    fits = (by > 0) if why is PhoneTrouble.SHORT else (by < 0)
    return NoPhone(why, code, abs(by) if fits else 0, example)


_PARSING = {
    phonenumbers.NumberParseException.INVALID_COUNTRY_CODE: PhoneTrouble.COUNTRY,
    phonenumbers.NumberParseException.TOO_SHORT_NSN: PhoneTrouble.SHORT,
    phonenumbers.NumberParseException.TOO_SHORT_AFTER_IDD: PhoneTrouble.SHORT,
    phonenumbers.NumberParseException.TOO_LONG: PhoneTrouble.LONG,
}
_REASONS = {
    ValidationResult.TOO_SHORT: PhoneTrouble.SHORT,
    ValidationResult.TOO_LONG: PhoneTrouble.LONG,
    ValidationResult.INVALID_COUNTRY_CODE: PhoneTrouble.COUNTRY,
}
