"""Passport lines and a passenger's form: what is empty is filled, what was typed is compared and stays."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from agentdesk.travel.countries import by_passport_code, read_country, shown
from agentdesk.travel.dates import read_birthday, read_expiry
from agentdesk.travel.mrz import MachineLines, Part, read
from agentdesk.travel.name_rules import from_lines, same_in_lines, spellings
from agentdesk.travel.passengers import TravellerForm

_UMLAUTS = {"D", "DEU", "AUT", "CHE", "LIE", "LUX", "SWE", "FIN", "EST", "DNK", "NOR", "ISL"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CHECKED_BY: Mapping[str, Part] = {
    "document_number": Part.NUMBER,
    "born": Part.BORN,
    "document_expires": Part.EXPIRES,
}
"""The check digit that stands for a field; names, gender and country have none of their own."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field beside the passport's lines: what they say in the form's own writing."""

    field: str
    said: str
    agrees: bool
    certain: bool  # the check digit of this field agrees, or it has none
    other: str = ""  # what a name may be outside the lines: Müller for MUELLER


def lines_of(form: TravellerForm, today: date) -> MachineLines | None:
    """The lines that were read into a form; None when there were none."""
    return read(form.passport_lines.split("\n"), today) if form.passport_lines else None


def said(lines: MachineLines, *, with_document: bool) -> dict[str, str]:
    """What the lines say of each field of a form, as one would type it; fields they are silent on are left out."""
    country = by_passport_code(lines.issuer)
    found = {
        "given_name": from_lines(lines.given_name),
        "family_name": from_lines(lines.family_name),
        "gender": lines.sex,
        "born": _written(lines.born),
    }
    if with_document and not lines.is_visa:
        found["document_number"] = lines.number
        found["document_country"] = shown(country) if country is not None and country.alpha2 else ""
        found["document_expires"] = _written(lines.expires)
    return {field: text for field, text in found.items() if text}


def fill(form: TravellerForm, lines: MachineLines, *, with_document: bool) -> TravellerForm:
    """The form with its empty fields filled; whatever was typed stays."""
    values = said(lines, with_document=with_document)
    empty = {field: text for field, text in values.items() if not str(getattr(form, field)).strip()}
    kept = [field for field in form.scanned.split() if field not in empty and field in values]
    return replace(form, **empty, passport_lines="\n".join(lines.lines), scanned=" ".join([*kept, *empty]))


def take(form: TravellerForm, lines: MachineLines, today: date, *, with_document: bool) -> TravellerForm:
    """The form with what the lines say put in place of what differs."""
    values = said(lines, with_document=with_document)
    differing = [one.field for one in compare(form, lines, today, with_document=with_document) if not one.agrees]
    scanned = dict.fromkeys([*form.scanned.split(), *differing])
    return replace(form, **{field: values[field] for field in differing}, scanned=" ".join(scanned))


def undo(form: TravellerForm) -> TravellerForm:
    """The form without what the lines brought."""
    emptied = dict.fromkeys(form.scanned.split(), "")
    return replace(form, **emptied, passport_lines="", scanned="")


def compare(form: TravellerForm, lines: MachineLines, today: date, *, with_document: bool) -> tuple[Comparison, ...]:
    """Each field that the lines speak of and that is not empty, beside what they say."""
    umlauts = bool({lines.issuer, lines.nationality} & _UMLAUTS)
    return tuple(
        Comparison(
            field,
            text,
            _same(field, typed, text, lines, today),
            CHECKED_BY.get(field) not in lines.failed,
            next(iter(spellings(text)), "") if umlauts and field in ("given_name", "family_name") else "",
        )
        for field, text in said(lines, with_document=with_document).items()
        if (typed := str(getattr(form, field)).strip())
    )


def _same(field: str, typed: str, text: str, lines: MachineLines, today: date) -> bool:
    if field in ("given_name", "family_name"):
        return same_in_lines(typed, text) or (lines.names_cut and _begins(typed, text))
    if field == "born":
        return lines.born is not None and read_birthday(typed, max(today, lines.born)) == lines.born
    if field == "document_expires":
        return lines.expires is not None and read_expiry(typed, lines.expires) == lines.expires
    if field == "document_country":
        return read_country(typed) == read_country(text)
    return "".join(typed.split()).upper() == text.upper()


def _begins(typed: str, text: str) -> bool:
    """A name that the lines had to cut."""
    return "".join(typed.split()).upper().startswith("".join(text.split()).upper())


def _written(day: date | None) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day is not None else ""
