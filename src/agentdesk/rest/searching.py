"""Search and discovery: a search that goes on, its offers from the cache, one offer and its seats from the airline."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from agentdesk.desk.ports import Airline
from agentdesk.desk.sessions import Gone, PriceMoved
from agentdesk.rest.access import Caller, allowed
from agentdesk.rest.asked import AskedPassenger, SearchBody
from agentdesk.rest.documented import errors
from agentdesk.rest.once import answered
from agentdesk.rest.refusing import (
    BAD_FIELD,
    IMPOSSIBLE,
    NO_SUCH_PLACE,
    PRICE_CHANGED,
    UNKNOWN_OFFER,
    UNKNOWN_SEARCH,
    Answer,
    Refusal,
)
from agentdesk.rest.teller import Teller, prices
from agentdesk.rest.told import Data, Meta, OfferTold, Page, SearchState, SearchTold, SeatMapTold
from agentdesk.travel.agents import Right
from agentdesk.travel.dates import FARTHEST
from agentdesk.travel.passengers import ADULT_AGE, INFANT_UNDER, PassengerKind
from agentdesk.travel.search import Cabin, Leg, Search
from agentdesk.travel.sessions import KeptOffer, OfferSort, SearchSession, asked, upstream_ids

router = APIRouter(tags=["Search and discovery"])
Searcher = Annotated[Caller, Depends(allowed(Right.SEARCH))]
_LONGEST_PAGE = 200


@router.post("/offer-requests", status_code=201, response_model=Data[SearchTold], responses=errors(400, 422))
async def start_search(body: SearchBody, caller: Searcher) -> Data[SearchTold]:
    """Start a search. It answers at once with its id; offers arrive in the background."""
    office = caller.office
    await office.limits.count(caller.agent.id, "search")
    who = [_kind(one) for one in body.passengers]
    party, passengers = asked(who, [office.new_id("pas") for _ in who])
    _check_party(who)
    await learn_time(office.desk.airline, [part.departure_date for part in body.slices])
    search = Search(
        legs=_legs(body, caller),
        party=party,
        cabin=Cabin(body.cabin_class) if body.cabin_class else None,
        max_connections=body.max_connections,
    )
    session = await office.sessions.start(caller.agent.id, search, passengers)
    return Data[SearchTold](data=Teller(office.sealing).search(session, live=office.desk.environment.is_live))


@router.get("/offers", response_model=Page[OfferTold], responses=errors(404, 422))
async def list_offers(
    caller: Searcher,
    offer_request_id: Annotated[str, Query(max_length=100)],
    sort: OfferSort = OfferSort.TOTAL,
    max_price: Annotated[Decimal | None, Query(ge=0, max_digits=16, decimal_places=4)] = None,
    after: Annotated[str | None, Query(max_length=120, description="`meta.after` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=_LONGEST_PAGE)] = 50,
) -> Response:
    """What has arrived, from the cache. `meta.search` says whether more may come."""
    office = caller.office
    session = await _session(caller, offer_request_id)
    try:
        page = await office.sessions.offers(session, sort, most=max_price, after=after, limit=limit)
    except ValueError as error:
        raise Refusal(BAD_FIELD, field="after") from error
    teller = Teller(office.sealing)
    return answered(
        200,
        Page[OfferTold](
            data=tuple(_told(teller, one, session, opened=False) for one in page.offers),
            meta=Meta(after=page.after, limit=limit, search=_state(session)),
        ),
    )


@router.get("/offers/{offer_id}", response_model=Data[OfferTold], responses=errors(404, 409))
async def read_offer(offer_id: str, caller: Searcher) -> Data[OfferTold]:
    """The offer read again from the airline, with the services that can be added."""
    try:
        kept = await caller.office.sessions.read_again(offer_id, caller.agent.id)
    except Gone as gone:
        raise Refusal(UNKNOWN_OFFER) from gone
    except PriceMoved as moved:
        raise Refusal(PRICE_CHANGED, extra=prices(moved.old, moved.new)) from moved
    session = await _session(caller, kept.session_id)
    return Data[OfferTold](data=_told(Teller(caller.office.sealing), kept, session, opened=True))


@router.get("/offers/{offer_id}/seat-maps", response_model=Data[tuple[SeatMapTold, ...]], responses=errors(404))
async def read_seat_maps(offer_id: str, caller: Searcher) -> Response:
    """Cabins by flight; flights without a map are left out."""
    try:
        kept, maps = await caller.office.sessions.seat_maps(offer_id, caller.agent.id)
    except Gone as gone:
        raise Refusal(UNKNOWN_OFFER) from gone
    session = await _session(caller, kept.session_id)
    ids = own_ids(session, kept)
    return answered(200, Data[tuple[SeatMapTold, ...]](data=Teller(caller.office.sealing).seat_maps(maps, ids)))


async def _session(caller: Caller, session_id: str) -> SearchSession:
    try:
        return await caller.office.sessions.get(session_id, caller.agent.id)
    except Gone as gone:
        raise Refusal(UNKNOWN_SEARCH) from gone


def own_ids(session: SearchSession, kept: KeptOffer) -> dict[str, str]:
    """Our passengers' ids by the upstream's."""
    return {theirs: ours for ours, theirs in upstream_ids(session.passengers, kept.offer.passengers).items()}


def _told(teller: Teller, kept: KeptOffer, session: SearchSession, *, opened: bool) -> OfferTold:
    return teller.offer(kept, own_ids(session, kept), session.passengers, opened=opened)


def _state(session: SearchSession) -> SearchState:
    return SearchState(
        state=session.state.value,
        sources=session.sources,
        answered=session.answered,
        unreadable=session.unreadable,
        trouble=session.trouble,
    )


def kind_named(word: str) -> PassengerKind:
    """`infant` is read as `infant_without_seat` (REST.md)."""
    return PassengerKind.INFANT if word == "infant" else PassengerKind(word)


def _kind(one: AskedPassenger) -> tuple[PassengerKind, int | None]:
    if one.age is not None:
        if one.age < INFANT_UNDER:
            return PassengerKind.INFANT, None
        return (PassengerKind.ADULT, None) if one.age >= ADULT_AGE else (PassengerKind.CHILD, one.age)
    return kind_named(one.type or ""), None


def _check_party(who: list[tuple[PassengerKind, int | None]]) -> None:
    kinds = [kind for kind, _ in who]
    if PassengerKind.ADULT not in kinds:
        raise _impossible("passengers", "Nobody can fly without an adult.")
    if kinds.count(PassengerKind.INFANT) > kinds.count(PassengerKind.ADULT):
        raise _impossible("passengers", "Each infant needs an adult of its own.")


async def learn_time(airline: Airline, days: Iterable[date]) -> None:
    """Have the upstream tell its time before a day is refused for this machine's clock alone, which may be wrong.

    Raises a TravelError when the upstream does not answer.
    """
    today = airline.upstream_now().date()
    if not airline.knows_time and not all(today <= day <= today + FARTHEST for day in days):
        await airline.account()


def _legs(body: SearchBody, caller: Caller) -> tuple[Leg, ...]:
    legs: list[Leg] = []
    today = caller.office.desk.clock().date()
    for number, part in enumerate(body.slices):
        at = f"slices.{number}"
        origin, destination = caller.office.place(part.origin), caller.office.place(part.destination)
        if origin is None or destination is None:
            raise Refusal(NO_SUCH_PLACE, field=f"{at}.{'destination' if origin else 'origin'}")
        if origin.iata == destination.iata:
            raise _impossible(f"{at}.destination", "A flight leads to another place.")
        if part.departure_date < today:
            raise _impossible(f"{at}.departure_date", "This day is past.")
        if part.departure_date > today + FARTHEST:
            raise _impossible(f"{at}.departure_date", "Airlines do not sell that far ahead.")
        if legs and part.departure_date < legs[-1].date:
            raise _impossible(f"{at}.departure_date", "This is before the flight before it.")
        legs.append(Leg(origin, destination, part.departure_date))
    return tuple(legs)


def _impossible(field: str, sentence: str) -> Refusal:
    return Refusal(Answer(IMPOSSIBLE.status, IMPOSSIBLE.code, sentence), field=field)
