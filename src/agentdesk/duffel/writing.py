"""From travel values to request bodies. Strict: what the upstream must refuse is a ValueError here."""

from collections.abc import Sequence
from typing import Any

from agentdesk.duffel.wire.requests import (
    AskedByAge,
    AskedByType,
    AskedCancellation,
    AskedFare,
    AskedOffers,
    AskedPrice,
    AskedSlice,
    SentDocument,
    SentHoldPayment,
    SentLoyalty,
    SentOrder,
    SentPassenger,
    SentPayment,
    SentService,
    enveloped,
)
from agentdesk.travel.booking import ATTEMPT_KEY, Priced, Sent, Way, extras
from agentdesk.travel.deeds import PayHold
from agentdesk.travel.passengers import Party, Traveller
from agentdesk.travel.search import Member, PrivateFare, Search


def offer_request(search: Search) -> dict[str, Any]:
    """Body of a search, single or batch.

    Children by their age, since the date of birth must fit it later (API.md 4.1). Adults and lap infants by type: their
    ages are not known here, and one that was made up would not fit.
    """
    return enveloped(
        AskedOffers(
            slices=tuple(
                AskedSlice(origin=leg.origin.iata, destination=leg.destination.iata, departure_date=leg.date)
                for leg in search.legs
            ),
            passengers=_party(search.party, search.members),
            cabin_class=search.cabin.value if search.cabin else None,
            max_connections=search.max_connections,
            private_fares=_private_fares(search.private_fares),
        )
    )


def _party(party: Party, members: Sequence[Member]) -> tuple[AskedByType | AskedByAge, ...]:
    """Adults, children, infants; those known by name come first among the adults, then among the children."""
    if len(members) > party.adults + len(party.child_ages):
        raise ValueError("more people with accounts than adults and children")
    known = [*members, *([None] * (party.adults + len(party.child_ages) - len(members)))]
    return (
        *(AskedByType(type="adult", **_named(one)) for one in known[: party.adults]),
        *(AskedByAge(age=age, **_named(one)) for age, one in zip(party.child_ages, known[party.adults :], strict=True)),
        *(AskedByType(type="child") for _ in range(party.children)),
        *(AskedByType(type="infant_without_seat") for _ in range(party.infants)),
    )


def _named(member: Member | None) -> dict[str, Any]:
    if member is None:
        return {}
    accounts = tuple(SentLoyalty(airline_iata_code=one.airline, account_number=one.number) for one in member.accounts)
    if not accounts:
        raise ValueError("a name without an account tells the airlines nothing")
    return {
        "given_name": member.given_name,
        "family_name": member.family_name,
        "loyalty_programme_accounts": accounts,
    }


def _private_fares(fares: Sequence[PrivateFare]) -> dict[str, tuple[AskedFare]] | None:
    """By airline; the upstream takes one entry for each (API.md 4.1)."""
    if len({one.airline for one in fares}) != len(fares):
        raise ValueError("two agreements with one airline")
    if any(not (one.corporate_code or one.tracking_reference or one.tour_code) for one in fares):
        raise ValueError("an agreement without a code")
    return {
        one.airline: (
            AskedFare(
                corporate_code=one.corporate_code or None,
                tracking_reference=one.tracking_reference or None,
                tour_code=one.tour_code or None,
            ),
        )
        for one in fares
    } or None


def pricing() -> dict[str, Any]:
    """Body of `actions/price`: what does it cost from the balance, flights only?"""
    return enveloped(AskedPrice())


def order(sent: Sent) -> dict[str, Any]:
    """Body of an order paid from the balance, or of a hold, with our attempt id in its metadata (API.md 7.1, 7.2, 8).

    The agency's fee, reference and note stay here: they are no part of what the airline sells.
    """
    priced = sent.priced
    _check(priced)
    payment = SentPayment(amount=_amount(priced), currency=priced.total.currency)
    return enveloped(
        SentOrder(
            type=priced.way.value,
            selected_offers=(priced.offer.id,),
            passengers=tuple(_passenger(one) for one in priced.travellers),
            payments=(payment,) if priced.way is Way.PAY else None,
            services=_services(priced) or None,
            metadata={ATTEMPT_KEY: sent.attempt},
        )
    )


def payment(deed: PayHold) -> dict[str, Any]:
    """Body of a payment from the balance: the order's total in the upstream's own text (API.md 9)."""
    paid = SentPayment(amount=f"{deed.amount.amount:f}", currency=deed.amount.currency)
    return enveloped(SentHoldPayment(order_id=deed.order_id, payment=paid))


def cancellation(order_id: str) -> dict[str, Any]:
    """Body of a quote for a cancellation (API.md 10)."""
    return enveloped(AskedCancellation(order_id=order_id))


def _check(priced: Priced) -> None:
    """The amount must be what its parts come to, and everybody must fly once (API.md 7.1, 7.3)."""
    offer = priced.offer
    if priced.way is Way.HOLD and offer.terms.instant_only:
        raise ValueError("the offer cannot be held")
    if priced.total != offer.total + extras(priced.seats, priced.bags, offer.total.currency):
        raise ValueError("the amount is not the offer with its seats and bags")
    travellers = [one.passenger_id for one in priced.travellers]
    if sorted(travellers) != sorted(one.id for one in offer.passengers):
        raise ValueError("the travellers are not the passengers of the offer")
    carried = [one.infant_id for one in priced.travellers if one.infant_id]
    if len(set(carried)) != len(carried) or not set(carried) <= set(travellers):
        raise ValueError("an infant is carried twice or by nobody on this booking")


def _amount(priced: Priced) -> str:
    """The upstream's own text when nothing is added to the offer, else the exact sum."""
    if not priced.seats and not priced.bags:
        return f"{priced.offer.total.amount:f}"
    return priced.total.text


def _services(priced: Priced) -> tuple[SentService, ...]:
    """Seats once each, bags by quantity; the same service picked twice is one line."""
    quantities: dict[str, int] = {}
    for seat in priced.seats:
        if seat.service_id in quantities:
            raise ValueError("a seat is bought twice")
        quantities[seat.service_id] = 1
    for pick in priced.bags:
        quantities[pick.service.id] = quantities.get(pick.service.id, 0) + pick.quantity
    return tuple(SentService(id=id_, quantity=quantity) for id_, quantity in quantities.items())


def _passenger(traveller: Traveller) -> SentPassenger:
    return SentPassenger.model_validate(
        {
            "id": traveller.passenger_id,
            "title": traveller.title,
            "given_name": traveller.given_name,
            "family_name": traveller.family_name,
            "gender": traveller.gender,
            "born_on": traveller.born,
            "email": traveller.email,
            "phone_number": traveller.phone,
            "infant_passenger_id": traveller.infant_id or None,
            "identity_documents": _documents(traveller),
            "loyalty_programme_accounts": _loyalty(traveller),
        }
    )


def _documents(traveller: Traveller) -> tuple[SentDocument, ...] | None:
    document = traveller.document
    if document is None:
        return None
    return (
        SentDocument.model_validate(
            {
                "type": document.kind,
                "unique_identifier": document.number,
                "issuing_country_code": document.country,
                "expires_on": document.expires,
            }
        ),
    )


def _loyalty(traveller: Traveller) -> tuple[SentLoyalty, ...] | None:
    return (
        tuple(SentLoyalty(airline_iata_code=one.airline, account_number=one.number) for one in traveller.loyalty)
        or None
    )
