"""Orders: made, read, listed, cancelled; and payments of held ones."""

import logging
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from agentdesk.desk.agency import NumberedOrder, numbers_of
from agentdesk.desk.agency_selling import Flawed, NoSuchService, Wanted, WantedService, WrongAmount
from agentdesk.desk.checkout import AlreadySent, CannotBeHeld, ExtrasGone, OfferTaken
from agentdesk.desk.ports import OrderRecord
from agentdesk.desk.sessions import Gone, PriceMoved
from agentdesk.rest.access import Caller, allowed
from agentdesk.rest.asked import AskedTraveller, OrderBody
from agentdesk.rest.documented import errors
from agentdesk.rest.once import Key, answered, attempts_of, once
from agentdesk.rest.order_pages import Instant, OrdersAsked, page_of
from agentdesk.rest.refusing import (
    AMBIGUOUS,
    EXTRAS_GONE,
    KEY_REUSED,
    LINE,
    NO_SUCH_SERVICE,
    NOT_HOLDABLE,
    OFFER_TAKEN,
    PRICE_CHANGED,
    UNKNOWN_OFFER,
    UNKNOWN_ORDER,
    WRONG_AMOUNT,
    Answer,
    Refusal,
    Retry,
    of_upstream,
)
from agentdesk.rest.searching import kind_named, own_ids
from agentdesk.rest.teller import Teller, prices
from agentdesk.rest.told import Data, Meta, OrderTold, Page
from agentdesk.travel.agents import Right
from agentdesk.travel.booking import Booked, JournalLine, Outcome, Refused, Sent, StruckOut, Unsure, Way, sent_of
from agentdesk.travel.erasing import MARK
from agentdesk.travel.errors import NotKept
from agentdesk.travel.journeys import last_departure
from agentdesk.travel.matching import Ambiguous, Named, match
from agentdesk.travel.money import Money
from agentdesk.travel.order_views import View
from agentdesk.travel.orders import status
from agentdesk.travel.passenger_rules import forms_for
from agentdesk.travel.passengers import PassengerKind, TravellerForm
from agentdesk.travel.sessions import Asked, KeptOffer, SearchSession

router = APIRouter(tags=["Booking and orders"])
Seller = Annotated[Caller, Depends(allowed(Right.SELL))]
Reader = Annotated[Caller, Depends(allowed(Right.READ_ORDERS))]
CHECKING = "checking"
_log = logging.getLogger(__name__)


@router.post(
    "/orders",
    status_code=201,
    response_model=Data[OrderTold],
    responses={
        **errors(402, 404, 409),
        202: {
            "model": Data[OrderTold],
            "description": "the outcome is not known yet: poll the order, never send again",
        },
    },
)
async def make_order(body: OrderBody, caller: Seller, request: Request, key: Key = None) -> Response:
    """Hold, or pay at once. Availability and price are checked first; it is sent once."""

    async def deed() -> tuple[int, Data[OrderTold]]:
        attempt, before = await _under(caller, key)
        if before is not None:
            return before
        own_id, outcome = await _sell(await _wanted(body, caller), caller, attempt)
        return await _outcome(caller, own_id, outcome)

    return await once(caller, request, key, deed)


@router.get("/orders/{order_id}", response_model=Data[OrderTold], responses=errors(404))
async def read_order(order_id: str, caller: Reader) -> Response:
    """The order as last known, and when it was read from upstream."""
    return answered(200, Data[OrderTold](data=await told(caller, await numbered(caller, order_id))))


@router.get("/orders", response_model=Page[OrderTold], responses=errors())
async def list_orders(
    caller: Reader,
    view: Annotated[View, Query(description="what stands in one of the desk's views")] = View.ALL,
    search: Annotated[
        str, Query(max_length=200, description="words, each in a name, reference, ticket number, route or note")
    ] = "",
    created_after: Annotated[Instant | None, Query(description="with its offset from UTC")] = None,
    after: Annotated[str | None, Query(max_length=120, description="`meta.after` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """The agency's orders, newest first."""
    asked = OrdersAsked(view, search, created_after, after, limit)
    records, following = await page_of(caller, asked)
    numbers = await numbers_of(caller.office.numbers, records)
    shown = tuple(_told(caller, number, record) for number, record in zip(numbers, records, strict=True))
    return answered(200, Page[OrderTold](data=shown, meta=Meta(limit=limit, after=following)))


async def numbered(caller: Caller, order_id: str) -> NumberedOrder:
    """The order of this id; 404 when there is none, or it was erased."""
    found = await caller.office.numbers.of(order_id)
    if found is None or found.order_id.startswith(MARK):
        raise Refusal(UNKNOWN_ORDER)
    return found


async def record_of(caller: Caller, number: NumberedOrder) -> OrderRecord | None:
    """What is kept of it; None while nobody knows whether there is one."""
    if not number.order_id:
        line = await caller.office.desk.journal.line(number.attempt)
        if not isinstance(line, Booked):
            return None
        await caller.office.numbers.found(number.attempt, line.order_id)
        return await caller.office.desk.orders.get(line.order_id)
    return await caller.office.desk.orders.get(number.order_id)


async def told(caller: Caller, number: NumberedOrder) -> OrderTold:
    """As last known, or as it was sent while the outcome is open; 404 for one that never came to be."""
    record = await record_of(caller, number)
    if record is not None:
        return _told(caller, number, record)
    line = await caller.office.desk.journal.line(number.attempt)
    if line is None or isinstance(line, Refused) or (isinstance(line, Booked) and line.order_id.startswith(MARK)):
        raise Refusal(UNKNOWN_ORDER)
    return _checking(number.id, line)


def _told(caller: Caller, number: NumberedOrder, record: OrderRecord) -> OrderTold:
    office = caller.office
    what = status(record.order, office.desk.clock())
    return Teller(office.sealing).order(number.id, record.order, what, record.agent, record.own_reference)


def _checking(own_id: str, line: JournalLine) -> OrderTold:
    priced = sent_of(line).priced
    return OrderTold(
        id=own_id,
        status=CHECKING,
        booking_reference=None,
        type=priced.way.value,
        live_mode=priced.offer.live_mode,
        created_at=sent_of(line).at,
        synced_at=None,
        total_amount=priced.total.text,
        total_currency=priced.total.currency,
        reference=priced.own_reference,
    )


Answered = tuple[int, Data[OrderTold]]


async def _under(caller: Caller, key: str | None) -> tuple[str, Answered | None]:
    """The attempt under which it leaves now; or what became of one that left under this key when the process ended
    before it could answer. One that is proved to be nothing, and may be sent again, is followed by another."""
    for attempt in attempts_of(caller, key):
        line = await caller.office.desk.journal.line(attempt) if key is not None else None
        match line:
            case None:
                return attempt, None
            case Booked() | Sent() | Unsure():
                return attempt, await _sent_before(caller, attempt, line)
            case Refused() | StruckOut():
                answer = of_upstream(line.code) if isinstance(line, Refused) else LINE
                if answer.retry is not Retry.SAFE:
                    raise Refusal(answer)
    raise AssertionError("there is always another attempt")


async def _sent_before(caller: Caller, attempt: str, line: Booked | Sent | Unsure) -> Answered:
    number = await caller.office.numbers.of_attempt(attempt)
    if number is None:
        raise Refusal(KEY_REUSED)
    return (
        (201, Data[OrderTold](data=await told(caller, number))) if isinstance(line, Booked) else _open(number.id, line)
    )


async def _outcome(caller: Caller, own_id: str, outcome: Outcome) -> Answered:
    """It has left: whatever cannot be kept or read now, nobody may hear that nothing was sent."""
    await caller.audit("order", own_id, done=isinstance(outcome, Booked))
    match outcome:
        case Booked():
            try:
                await caller.office.numbers.found(outcome.sent.attempt, outcome.order_id)
                return 201, Data[OrderTold](data=await told(caller, await numbered(caller, own_id)))
            except NotKept as trouble:
                _log.error("%s is booked and cannot be told in full: %s", own_id, trouble)
                return _open(own_id, outcome)
        case Refused():
            raise Refusal(of_upstream(outcome.code), field=_path(outcome.pointer))
        case Unsure():
            return _open(own_id, outcome)


def _open(own_id: str, line: JournalLine) -> Answered:
    """Poll the order."""
    return 202, Data[OrderTold](data=_checking(own_id, line))


async def _sell(wanted: Wanted, caller: Caller, attempt: str) -> tuple[str, Outcome]:
    """The checkout, with each reason why nothing was sent as an answer of the service."""
    try:
        return await caller.office.selling.order(wanted, caller.agent, attempt)
    except Gone as gone:
        raise Refusal(UNKNOWN_OFFER) from gone
    except PriceMoved as moved:
        raise Refusal(PRICE_CHANGED, extra=prices(moved.old, moved.new)) from moved
    except Flawed as flawed:
        places = {form.passenger_id: place for place, form in enumerate(wanted.forms)}
        first = flawed.flaws[0]
        field = f"passengers.{places[first.passenger_id]}.{_FIELDS.get(first.field, first.field)}"
        raise Refusal(Answer(422, "invalid_field", _why(first.why.value)), field=field) from flawed
    except NoSuchService as none:
        raise Refusal(NO_SUCH_SERVICE, field=f"services.{none.place}.id") from none
    except WrongAmount as wrong:
        costs = {"amount": wrong.costs.text, "currency": wrong.costs.currency}
        raise Refusal(WRONG_AMOUNT, field="payments.0.amount", extra={"costs": costs}) from wrong
    except ExtrasGone as extras:
        raise Refusal(EXTRAS_GONE) from extras
    except CannotBeHeld as instant:
        raise Refusal(NOT_HOLDABLE, field="type") from instant
    except (OfferTaken, AlreadySent) as taken:
        raise Refusal(OFFER_TAKEN) from taken


async def _wanted(body: OrderBody, caller: Caller) -> Wanted:
    office = caller.office
    try:
        kept = await office.sessions.offer(body.selected_offers[0], caller.agent.id)
        session = await office.sessions.get(kept.session_id, caller.agent.id)
    except Gone as gone:
        raise Refusal(UNKNOWN_OFFER) from gone
    return Wanted(
        offer_id=kept.id,
        way=Way.HOLD if body.type == "hold" else Way.PAY,
        forms=_forms(body.passengers, kept, session),
        services=tuple(
            WantedService(_opened(caller, "srv", one.id, f"services.{place}.id"), one.quantity)
            for place, one in enumerate(body.services)
        ),
        paid=Money(body.payments[0].decimal, body.payments[0].currency) if body.payments else None,
        own_reference=body.reference,
    )


def _opened(caller: Caller, kind: str, sealed: str, field: str) -> str:
    upstream = caller.office.sealing.open(kind, sealed)
    if upstream is None:
        raise Refusal(NO_SUCH_SERVICE, field=field)
    return upstream


def _forms(people: Sequence[AskedTraveller], kept: KeptOffer, session: SearchSession) -> tuple[TravellerForm, ...]:
    """In the order of the offer's passengers, as the rules want them; infants without an adult get the first free."""
    named = [Named(one.id or "", _kind(one), one.born_on) for one in people]
    try:
        who = match(named, session.passengers, last_departure(kept.offer.slices))
    except Ambiguous as unclear:
        raise Refusal(AMBIGUOUS, field="passengers") from unclear
    upstream = {ours: theirs for theirs, ours in own_ids(session, kept).items()}
    carriers = {one.infant_passenger_id: upstream[mine.id] for one, mine in zip(people, who, strict=True)}
    forms = {upstream[mine.id]: _form(one, mine, upstream, carriers) for one, mine in zip(people, who, strict=True)}
    ordered = [forms[passenger.id] for passenger in kept.offer.passengers]
    return forms_for(kept.offer, ordered)


def _kind(one: AskedTraveller) -> PassengerKind | None:
    if one.type is None:
        return None
    return kind_named(one.type)


def _form(one: AskedTraveller, mine: Asked, upstream: dict[str, str], carriers: dict[str | None, str]) -> TravellerForm:
    document = one.identity_documents[0] if one.identity_documents else None
    return TravellerForm(
        passenger_id=upstream[mine.id],
        title=one.title,
        given_name=one.given_name,
        family_name=one.family_name,
        gender=one.gender,
        born=one.born_on.isoformat(),
        email=one.email,
        phone=one.phone_number,
        carried_by=carriers.get(mine.id, ""),
        document_kind=document.type if document else "",
        document_number=document.unique_identifier if document else "",
        document_country=(document.issuing_country_code or "") if document else "",
        document_expires=document.expires_on.isoformat() if document and document.expires_on else "",
        loyalty_number=", ".join(f"{a.airline_iata_code} {a.account_number}" for a in one.loyalty_programme_accounts),
    )


_FIELDS = {
    "born": "born_on",
    "phone": "phone_number",
    "carried_by": "infant_passenger_id",
    "document_number": "identity_documents.0.unique_identifier",
    "document_country": "identity_documents.0.issuing_country_code",
    "document_expires": "identity_documents.0.expires_on",
    "document_kind": "identity_documents.0.type",
    "loyalty_number": "loyalty_programme_accounts",
}


def _why(word: str) -> str:
    """A sentence for a flaw, from its word: "not_adult" -> "The field is wrong: not adult."."""
    return f"The field is wrong: {word.replace('_', ' ')}."


def _path(pointer: str) -> str:
    """A field of ours for the upstream's pointer: "/passengers/0/born_on" -> "passengers.0.born_on"."""
    return pointer.strip("/").replace("/", ".") if pointer.startswith("/passengers/") else ""
