"""Sentences about people and what becomes of their data; of the window and of the command line, so without Qt."""

from datetime import date, datetime
from typing import assert_never

from agentdesk.travel.past_orders import Reason, Why
from agentdesk.travel.people import Copy, Fate, Overwritten, PersonFound, Place, PlaceKind

STAYS_PROOF = (
    "What stays: that something was sent, when, for how much and how it ended, without a name, so that nothing is ever "
    "sent twice; and what you noted for others who travelled along."
)
NOT_OURS = (
    "What cannot be reached from here: the airline's and Duffel's own records, papers that were printed or saved, and "
    "mails."
)


def born_words(born: str) -> str:
    """ "born 24 July 1987", or that nobody knows."""
    return f"born {day(date.fromisoformat(born))}" if born else "birth date not known"


def counted_words(person: PersonFound) -> str:
    """ "2 orders, 1 booking or search without an order"."""
    said = [_many(person.orders, "order", "orders")] if person.orders else []
    if person.others:
        said.append(_many(person.others, "booking or search without an order", "bookings or searches without an order"))
    return ", ".join(said)


def place_words(place: Place) -> str:
    """Which thing it is."""
    since = day(place.since)
    match place.kind:
        case PlaceKind.ORDER:
            return f"Order {place.title or 'without a reference'} of {since}"
        case PlaceKind.ATTEMPT:
            return f"A booking of {since} that led to no order here{_of(place)}"
        case PlaceKind.DRAFT:
            return f"An unfinished booking{_of(place)}"
        case PlaceKind.SEARCH:
            return f"A search of {since} that named them"
        case PlaceKind.VIEW:
            return f"The saved view “{place.title}”" if place.title else "Where the list of orders was left"
        case _:
            assert_never(place.kind)


def fate_words(place: Place) -> str:
    """What becomes of it, or has become."""
    match place.fate:
        case Fate.GOES:
            return "goes as a whole" if place.kind is not PlaceKind.ATTEMPT else "keeps no name"
        case Fate.BLANKED:
            return "stays for those who travel along, without this person"
        case Fate.STAYS:
            return f"stays: {reason_words(place.reason)}" if place.reason is not None else "stays"
        case _:
            assert_never(place.fate)


def reason_words(reason: Reason) -> str:
    """Why it is still needed, and until when."""
    until = f" until {day(reason.until)}" if reason.until is not None else ""
    match reason.why:
        case Why.FLIES:
            return f"its flights are not over{until}"
        case Why.UNSEEN:
            return (
                "it was last read before its flights, which may have moved since. Open the order once and try again"
                + (f"; it can go without that from {day(reason.until)}" if reason.until is not None else "")
            )
        case Why.TO_PAY:
            return f"it is held and not paid{until}"
        case Why.VOIDABLE:
            return f"it can still be voided{until}"
        case Why.REFUND:
            return f"it was cancelled, and what comes back may be on its way{until}"
        case Why.OPEN:
            return "something was sent and nobody knows yet what became of it"
        case Why.UNREADABLE:
            return "it cannot be read: a newer AgentDesk has made it, or it is damaged"
        case _:
            assert_never(reason.why)


def overwritten_words(done: Overwritten) -> str:
    """What was done with the room that was freed."""
    match done:
        case Overwritten.NOTHING:
            return "Nothing was changed."
        case Overwritten.REWRITTEN:
            return "The database was written anew: no trace is left in its file."
        case Overwritten.ZEROED:
            return "What was freed in the database was overwritten with zeroes."
        case Overwritten.OPERATOR:
            return (
                "The rows are gone from the database. Its write-ahead log, replicas and backups are its operator's: "
                "what they hold goes with their own age."
            )
        case Overwritten.LATER:
            return "What was freed could not be overwritten just now; it is with the next erasure. It stays encrypted."
        case _:
            assert_never(done)


def copy_words(copy: Copy) -> str:
    """Which copy, of when, and whether it is still where it was made."""
    when = f"of {day(copy.made_at)}" if copy.made_at is not None else "of an unknown day"
    return f"{copy.path}, {when}" + ("" if copy.is_there else " (no longer there; perhaps moved)")


def day(at: date | datetime) -> str:
    """ "23 November 2026"; of an instant the day in UTC."""
    return f"{at.day} {at:%B %Y}"


def _of(place: Place) -> str:
    return f", {place.title}" if place.title else ""


def _many(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"
