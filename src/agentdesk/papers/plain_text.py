"""A sheet as plain text for a mail: aligned by columns, readable in any window."""

import unicodedata
from collections.abc import Iterable
from textwrap import wrap

from agentdesk.papers.sheet import Cost, Journey, Leg, Person, Place, Sheet

WIDTH = 72
_AMOUNT = 14
_INDENT = 11


def plain_text(sheet: Sheet) -> str:
    """The whole paper. Lines are at most 72 columns wide, save where one word is longer."""
    parts = [
        _head(sheet),
        [sheet.mark],
        [line for one in sheet.notices for line in wrap(one, WIDTH)],
        [f"{sheet.reference_label}: {sheet.reference}", *sheet.reference_hints, *sheet.other_references],
        *(_journey(one) for one in sheet.journeys),
        *(_person(one, sheet.heads) for one in sheet.people),
        [sheet.conditions_head, "", *(line for one in sheet.conditions for line in _bullet(one))],
        _price(sheet),
        [*wrap(sheet.footer, WIDTH), *([sheet.mark] if sheet.mark else [])],
    ]
    return "\n\n".join("\n".join(lines) for part in parts if (lines := _trimmed(part))) + "\n"


def width(text: str) -> int:
    """Columns a text takes in a window of fixed pitch: wide letters take two, marks above letters none."""
    return sum(
        0
        if unicodedata.combining(one) or unicodedata.category(one) == "Cf"
        else 2
        if unicodedata.east_asian_width(one) in "WF"
        else 1
        for one in text
    )


def _trimmed(lines: Iterable[str]) -> list[str]:
    """Each line cleaned of ends; nothing when all are empty."""
    trimmed = [line.rstrip() for line in lines]
    return trimmed if any(trimmed) else []


def _padded(text: str, columns: int) -> str:
    return text + " " * max(0, columns - width(text))


def _head(sheet: Sheet) -> list[str]:
    return [
        sheet.title.upper(),
        ", ".join(sheet.issue_lines),
        "",
        *(line for line in (sheet.agency, *sheet.agency_lines) if line),
    ]


def _bullet(text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent="- ", subsequent_indent="  ")


def _journey(journey: Journey) -> list[str]:
    lines = [
        journey.day.upper(),
        *wrap(", ".join(one for one in (journey.route, journey.summary, journey.fare) if one), WIDTH),
    ]
    for leg in journey.legs:
        lines += ["", *_leg(leg)]
    return lines


def _leg(leg: Leg) -> list[str]:
    return [
        *([leg.day] if leg.day else []),
        *wrap(f"{leg.flight}. {leg.operated}", WIDTH),
        *_end(leg.origin),
        *_end(leg.destination),
        *_indented("; ".join(leg.middle)),
        *_indented(leg.seats),
        *(["", *wrap(f"... {leg.wait}", WIDTH, subsequent_indent="    ")] if leg.wait else []),
    ]


def _end(place: Place) -> list[str]:
    time = _padded(f"  {place.time} {place.day_change}", _INDENT)
    first, *more = _indented(", ".join((place.airport, *place.details)))
    return [time + first.lstrip(), *more]


def _indented(text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=" " * _INDENT, subsequent_indent=" " * _INDENT)


def _person(person: Person, heads: tuple[tuple[str, ...], ...]) -> list[str]:
    labels = [" ".join(head) for head in heads]
    longest = max(width(label) for label in labels) + 2
    rows = [(labels[1], (*person.tickets, *person.documents)), *zip(labels[2:], person.cells, strict=True)]
    lines = [person.name + (f" ({person.remark})" if person.remark else "")]
    for head, cell in rows:
        for at, text in enumerate(cell):
            lines.append("  " + _padded(head if at == 0 else "", longest) + text)
    return lines


def _price(sheet: Sheet) -> list[str]:
    rule = "-" * WIDTH
    return [
        sheet.price_head,
        "",
        *(line for one in sheet.costs for line in _cost(one)),
        rule,
        _padded(sheet.total_label, WIDTH - max(_AMOUNT, width(sheet.total))) + sheet.total.rjust(_AMOUNT),
        *(line for one in sheet.price_notes for line in wrap(one, WIDTH)),
    ]


def _cost(cost: Cost) -> list[str]:
    words = ", ".join(one for one in (cost.what, cost.whose, cost.each) if one)
    *above, last = wrap(words, WIDTH - _AMOUNT, subsequent_indent="  ") or [""]
    return [*above, _padded(last, WIDTH - _AMOUNT) + cost.amount.rjust(_AMOUNT)]
