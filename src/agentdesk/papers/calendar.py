"""An itinerary as an iCalendar file (RFC 5545): an event for each flight, at its true instants."""

from collections.abc import Iterable
from datetime import UTC, datetime

from agentdesk.desk.paper_content import Itinerary, PaperFlight
from agentdesk.papers.flights import airport
from agentdesk.papers.sheet import CLOSES, OPENS
from agentdesk.papers.words import Words
from agentdesk.travel.environment import World
from agentdesk.travel.journeys import instant
from agentdesk.travel.orders import OrderStatus

_LINE = 75  # octets, without the end of the line
_GONE = (OrderStatus.CANCELLED, OrderStatus.LAPSED)
_UNPAID = (OrderStatus.HELD, OrderStatus.OVERDUE)


def calendar(paper: Itinerary, words: Words) -> bytes:
    """The same flight of the same order has the same UID in every file, so that a newer file replaces the event.

    Times stand in UTC, which each calendar shows by its own clock; the local times stand in the description. Where the
    zone of an airport is not known, its event floats on local time.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//AgentDesk//Itinerary//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"METHOD:{method(paper)}")
    for way, part in enumerate(paper.slices):
        for leg, flown in enumerate(part.flights):
            lines += _event(paper, flown, f"{way}-{leg}", words)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines).encode()


def method(paper: Itinerary) -> str:
    """What a calendar is to do with the events (RFC 5546): take them, or take them away."""
    return "CANCEL" if paper.status in _GONE else "PUBLISH"


def _event(paper: Itinerary, flown: PaperFlight, place: str, words: Words) -> Iterable[str]:
    flight = flown.flight
    status = "CANCELLED" if paper.status in _GONE else "TENTATIVE" if paper.status in _UNPAID else "CONFIRMED"
    said = words.say(
        "calendar.flight", flight=flight.code, origin=flight.origin.iata, destination=flight.destination.iata
    )
    terminal = f", {words.say('terminal', terminal=flight.origin_terminal)}" if flight.origin_terminal else ""
    leaves, comes = (
        instant(flight.departs, flight.origin.time_zone),
        instant(flight.arrives, flight.destination.time_zone),
    )
    if leaves is None or comes is None:  # one clock for both ends, or the event would have a length of its own making
        start, end = f"{flight.departs:%Y%m%dT%H%M%S}", _floating_end(flown)
    else:
        start, end = _utc(leaves), _utc(comes)
    return (
        "BEGIN:VEVENT",
        f"UID:{_plain(paper.order_id or paper.reference)}-{place}@agentdesk",
        f"DTSTAMP:{_utc(paper.issued_at)}",
        f"SEQUENCE:{int(paper.issued_at.timestamp()) // 60 % 2**31}",
        f"DTSTART:{start}",
        *([f"DTEND:{end}"] if end else []),
        f"SUMMARY:{_text(_marked(said, paper, words))}",
        f"LOCATION:{_text(airport(flight.origin, words) + terminal)}",
        f"DESCRIPTION:{_text(_description(paper, flown, words))}",
        f"STATUS:{status}",
        "TRANSP:OPAQUE",
        "END:VEVENT",
    )


def _floating_end(flown: PaperFlight) -> str:
    flight = flown.flight
    return f"{flight.departs + flight.duration:%Y%m%dT%H%M%S}" if flight.duration is not None else ""


def _description(paper: Itinerary, flown: PaperFlight, words: Words) -> str:
    flight = flown.flight
    seats = [f"{aboard.seat} {paper.travellers[aboard.traveller].full_name}" for aboard in flown.aboard if aboard.seat]
    ends = (
        words.say(
            key,
            time=words.time(at),
            day=words.day(at.date()),
            airport=airport(place, words),
        )
        for key, at, place in (
            ("calendar.departs", flight.departs, flight.origin),
            ("calendar.arrives", flight.arrives, flight.destination),
        )
    )
    operated = words.say("operated", airline=flight.operating.name) if flight.is_codeshare else ""
    mark = "" if paper.world is World.LIVE else words.say(f"mark.{paper.world.value}")
    said = [
        mark,
        words.say("calendar.reference", reference=paper.reference, airline=paper.airline),
        *ends,
        operated,
        words.say("calendar.seats", seats=words.listed(seats)) if seats else "",
        paper.agency.name,
    ]
    return "\n".join(line for line in said if line)


def _marked(text: str, paper: Itinerary, words: Words) -> str:
    """No event of an order that is not live can look real."""
    if paper.world is World.LIVE:
        return text
    return words.say("calendar.marked", mark=words.say(f"calendar.world.{paper.world.value}"), text=text)


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _plain(text: str) -> str:
    """An identifier as it may stand in a UID: letters, digits and what joins them."""
    return "".join(one if one.isascii() and (one.isalnum() or one in "_-.") else "-" for one in text)


def _text(text: str) -> str:
    """RFC 5545, 3.3.11: what has a meaning of its own is escaped; other controls are left out."""
    text = text.replace(OPENS, "\u2066").replace(CLOSES, "\u2069")
    kept = "".join(one for one in text if one in "\n\u2066\u2069" or one.isprintable())
    for mark, meant in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        kept = kept.replace(mark, meant)
    return kept


def _folded(line: str) -> str:
    """At most 75 octets a line; no letter is cut in two."""
    rows: list[str] = []
    row, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > (_LINE if not rows else _LINE - 1):
            rows.append(row)
            row, size = "", 0
        row, size = row + letter, size + octets
    return "\r\n ".join([*rows, row]) + "\r\n"
