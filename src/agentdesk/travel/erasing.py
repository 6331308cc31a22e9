"""Values of the trade without some of the people in them: what stays proves what was done, and names nobody."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from agentdesk.travel.booking import ATTEMPT_KEY, Booked, Draft, JournalLine, Priced, Refused, Sent, StruckOut, Unsure
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import (
    CancelOrder,
    Deed,
    DeedDone,
    DeedLine,
    DeedRefused,
    DeedSent,
    DeedStruckOut,
    DeedUnsure,
    sent_of_deed,
)
from agentdesk.travel.offers import Offer
from agentdesk.travel.order_words import name_words
from agentdesk.travel.orders import Order, OrderPassenger, Ticket
from agentdesk.travel.passengers import OfferPassenger, Traveller, TravellerForm
from agentdesk.travel.people import ERASED

NO_DAY = date(1, 1, 1)
"""The birth date of a traveller who was erased from what we sent."""
MARK = "erased-"
"""With this begins what stands in place of the id of an order that was erased."""
NO_NUMBER = "erased"
"""The number of a ticket of theirs: that there was one still counts."""
_LONG = 5  # letters of a name that stands in no other word by chance
_WORD = re.compile(r"[^\s,;:()/]+")


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who is left out: passengers by their ids. `label` stands for their names and `number` for those of their tickets;
    `clean` cleans a free text of them."""

    ids: frozenset[str]
    label: str = ERASED
    number: str = NO_NUMBER
    clean: Callable[[str], str] = lambda text: text


def order_without(order: Order, gone: Leaving) -> Order:
    """The order with these passengers blanked: names, birth date, contact, numbers of tickets that are theirs alone."""
    return replace(
        order,
        passengers=tuple(_passenger_without(one, gone) for one in order.passengers),
        tickets=tuple(_ticket_without(one, gone) for one in order.tickets),
        metadata=tuple((key, value if key == ATTEMPT_KEY else gone.clean(value)) for key, value in order.metadata),
        cancellation=None if order.cancellation is None else _without_codes(order.cancellation, gone),
    )


def sent_without(sent: Sent, gone: Leaving) -> Sent:
    """What we sent, without them: also documents, frequent flyer accounts and what was noted."""
    priced = sent.priced
    return replace(sent, priced=_priced_without(priced, gone))


def draft_without(draft: Draft, gone: Leaving) -> Draft:
    """What was typed, without them, and without who was named at the search: nobody can tell whose that was."""
    return replace(
        draft,
        offer=None if draft.offer is None else offer_without(draft.offer, gone),
        travellers=tuple(
            TravellerForm(one.passenger_id, given_name=gone.label) if one.passenger_id in gone.ids else one
            for one in draft.travellers
        ),
        search=replace(draft.search, members=()) if draft.search is not None and gone.ids else draft.search,
        form=replace(draft.form, accounts=()) if gone.ids else draft.form,
    )


def line_without(line: JournalLine, gone: Leaving) -> JournalLine:
    """A line of the journal: attempt, offer, total and outcome stay as they are."""
    sent = sent_without(line if isinstance(line, Sent) else line.sent, gone)
    match line:
        case Sent():
            return sent
        case Refused():
            return replace(line, sent=sent, message=gone.clean(line.message))
        case Unsure():
            return replace(line, sent=sent, why=gone.clean(line.why))
        case Booked() | StruckOut():
            return replace(line, sent=sent)
        case _:
            assert_never(line)


def bare_line(line: JournalLine, mark: str) -> JournalLine:
    """A line of an order that has gone as a whole: it proves that the attempt was made, and tells nothing else.

    `mark` stands where the order's id stood.
    """
    sent = line if isinstance(line, Sent) else line.sent
    everybody = Leaving(frozenset(one.passenger_id for one in sent.priced.travellers), clean=lambda _: "")
    bare = line_without(line, everybody)
    return replace(bare, order_id=mark, reference="") if isinstance(bare, Booked) else bare


def cleaned_of(names: Collection[str], values: Collection[str]) -> Callable[[str], str]:
    """A function that takes these values, and each word of these names, out of a free text.

    Someone else of the same family name loses it there too, and a word that holds it: better than that a name stays.
    """
    unwanted = {word for name in names for word in name_words(name)}
    exact = sorted((value for value in values if len(value) > 2), key=len, reverse=True)

    def clean(text: str) -> str:
        for value in exact:
            text = re.sub(re.escape(value), NO_NUMBER, text, flags=re.IGNORECASE)
        return _WORD.sub(lambda found: ERASED if _names_somebody(found.group(), unwanted) else found.group(), text)

    return clean


def _names_somebody(word: str, unwanted: Collection[str]) -> bool:
    """Also in another form, as in "the Earharts" or within a text without spaces; a short name only by itself."""
    return any(
        own == name or (len(name) >= _LONG and name in own) or (len(name) >= _LONG - 1 and own.startswith(name))
        for own in name_words(word)
        for name in unwanted
    )


def personal_values(order: Order | None, sent: Sent | None, ids: Collection[str]) -> tuple[str, ...]:
    """What tells of these passengers and of nobody else in the order, as written: contacts, numbers of documents and
    tickets. An address that a whole family gave is still that of those who stay."""
    people = {one.id for one in order.passengers} if order is not None else set()
    people |= {one.passenger_id for one in sent.priced.travellers} if sent is not None else set()
    theirs, others = set(ids), people - set(ids)
    kept = set(_values(order, sent, others))
    return tuple(dict.fromkeys(value for value in _values(order, sent, theirs) if value not in kept))


def _values(order: Order | None, sent: Sent | None, ids: set[str]) -> list[str]:
    found: list[str] = []
    for one in order.passengers if order is not None else ():
        if one.id in ids:
            found += [one.email, one.phone, one.full_name]
    for ticket in order.tickets if order is not None else ():
        if ticket.passenger_ids and set(ticket.passenger_ids) <= ids:
            found.append(ticket.number)
    for traveller in sent.priced.travellers if sent is not None else ():
        if traveller.passenger_id in ids:
            found += [traveller.email, traveller.phone, traveller.full_name]
            found += [traveller.document.number] if traveller.document is not None else []
            found += [account.number for account in traveller.loyalty]
    return [value for value in found if value and value not in (NO_NUMBER, ERASED)]


def _passenger_without(one: OrderPassenger, gone: Leaving) -> OrderPassenger:
    if one.id not in gone.ids:
        return one
    return OrderPassenger(id=one.id, given_name=gone.label, family_name="", kind=one.kind, infant_id=one.infant_id)


def _ticket_without(one: Ticket, gone: Leaving) -> Ticket:
    theirs = bool(one.passenger_ids) and set(one.passenger_ids) <= gone.ids
    return replace(one, number=gone.number) if theirs else one


def _priced_without(priced: Priced, gone: Leaving) -> Priced:
    return replace(
        priced,
        offer=offer_without(priced.offer, gone),
        travellers=tuple(_traveller_without(one, gone) for one in priced.travellers),
        own_reference=gone.clean(priced.own_reference),
        note=gone.clean(priced.note),
    )


def offer_without(offer: Offer, gone: Leaving) -> Offer:
    """An offer repeats the names that were told at the search."""
    return replace(offer, passengers=tuple(_offered_without(one, gone) for one in offer.passengers))


def _offered_without(one: OfferPassenger, gone: Leaving) -> OfferPassenger:
    return replace(one, given_name="", family_name="") if one.id in gone.ids else one


def _traveller_without(one: Traveller, gone: Leaving) -> Traveller:
    if one.passenger_id not in gone.ids:
        return one
    return Traveller(
        passenger_id=one.passenger_id,
        kind=one.kind,
        title="",
        given_name=gone.label,
        family_name="",
        gender="",
        born=NO_DAY,
        email="",
        phone="",
        infant_id=one.infant_id,
    )


def bare_deed(line: DeedLine, mark: str) -> DeedLine:
    """What was done to an order that has gone: that it was tried, for how much and how it ended."""
    sent = sent_of_deed(line)
    deed: Deed
    match sent.deed:
        case CancelOrder():
            deed = replace(sent.deed, order_id=mark, quote=_bare_cancellation(sent.deed.quote, mark))
        case _:
            deed = replace(sent.deed, order_id=mark)
    bare = replace(sent, deed=deed)
    match line:
        case DeedSent():
            return bare
        case DeedDone():
            proof = line.cancellation
            told = None if proof is None else _bare_cancellation(proof, mark)
            return replace(line, sent=bare, cancellation=told)
        case DeedRefused():
            return replace(line, sent=bare, message="")
        case DeedUnsure():
            return replace(line, sent=bare, why="")
        case DeedStruckOut():
            return replace(line, sent=bare)
        case _:
            assert_never(line)


def deed_without(line: DeedLine, gone: Leaving) -> DeedLine:
    """What was done to an order from which some travellers have gone."""
    sent = sent_of_deed(line)
    if isinstance(sent.deed, CancelOrder):
        sent = replace(sent, deed=replace(sent.deed, quote=_without_codes(sent.deed.quote, gone)))
    match line:
        case DeedSent():
            return sent
        case DeedDone():
            proof = line.cancellation
            return replace(line, sent=sent, cancellation=None if proof is None else _without_codes(proof, gone))
        case DeedRefused():
            return replace(line, sent=sent, message=gone.clean(line.message))
        case DeedUnsure():
            return replace(line, sent=sent, why=gone.clean(line.why))
        case DeedStruckOut():
            return replace(line, sent=sent)
        case _:
            assert_never(line)


def _bare_cancellation(one: Cancellation, mark: str) -> Cancellation:
    return replace(one, order_id=mark, credits=())


def _without_codes(one: Cancellation, gone: Leaving) -> Cancellation:
    """An airline's credit is paid out to whoever knows its code."""
    theirs = (replace(credit, code="") if credit.passenger_id in gone.ids else credit for credit in one.credits)
    return replace(one, credits=tuple(theirs))
