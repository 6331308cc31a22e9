"""Offers as the wire shows them: slices, segments, passengers, prices, conditions."""

from dataclasses import dataclass
from datetime import timedelta

from agentdesk.practice import agreements, fares
from agentdesk.practice.carriers import DUFFEL, aircraft, aircraft_types, airline, programmes_taken_by
from agentdesk.practice.extras import available_services
from agentdesk.practice.fares import Fare, Price, cabin_on
from agentdesk.practice.flights import Flight, local
from agentdesk.practice.gazetteer import airport_place, airports
from agentdesk.practice.searches import Search
from agentdesk.practice.shapes import Json, amount, duration, instant, second, share
from agentdesk.practice.travellers import Traveller

OFFER_LIFE = timedelta(minutes=30)
_HOLD, _GUARANTEE = timedelta(hours=72), timedelta(hours=48)
# Whoever shows this account pays Duffel Airways a tenth less.
_FREQUENT_FLYER = (DUFFEL, "1234567890")
_ALL_HOLDABLE_ROUTE = ("JFK", "EWR")
_CABIN_NAMES = {
    "economy": "Economy",
    "premium_economy": "Premium Economy",
    "business": "Business",
    "first": "First",
}


@dataclass(frozen=True)
class Mark:
    """What happened to one offer since it was found: its price moved by so many minor units."""

    raised: int = 0


def price(search: Search, fare: Fare, mark: Mark) -> Price:
    """The price of an offer now, in minor units."""
    kinds = [traveller.kind for traveller in search.travellers]
    found = fares.total_price(fare, kinds, search.created.date(), search.seed, search.currency)
    known_here = fare.seller.iata == DUFFEL and any(_FREQUENT_FLYER in one.loyalty for one in search.travellers)
    base = found.base * 90 // 100 if known_here else found.base
    base = base * agreements.SHARE // 100 if agreements.agreed(search.body, fare.seller) else base
    return Price(base + mark.raised, found.tax)


def offer(search: Search, index: int, mark: Mark, with_services: bool = False) -> Json:
    """One offer; `available_services` is null unless asked for."""
    fare = search.fares[index]
    cost, seller, money = price(search, fare, mark), fare.seller, search.currency
    untold_tax = "ticketless" in seller.flags
    return {
        "id": search.id("off", index),
        "live_mode": False,
        "created_at": instant(search.created),
        "updated_at": instant(search.created),
        "expires_at": instant(search.created + OFFER_LIFE),
        "owner": airline(seller.iata),
        "total_amount": amount(cost.total, money),
        "total_currency": money,
        "base_amount": amount(cost.total if untold_tax else cost.base, money),
        "base_currency": money,
        "tax_amount": None if untold_tax else amount(cost.tax, money),
        "tax_currency": None if untold_tax else money,
        "total_emissions_kg": str(_emissions(fare, search.travellers)),
        "partial": False,
        "passengers": [traveller.on_offer() for traveller in search.travellers],
        "slices": [_slice(search, index, fare, number) for number in range(len(fare.slices))],
        "payment_requirements": _payment_requirements(search, fare),
        "conditions": fares.conditions(fare, money),
        "available_services": available_services(search, index) if with_services else None,
        "passenger_identity_documents_required": documents_required(fare),
        "supported_passenger_identity_document_types": documents_supported(fare),
        "supported_loyalty_programmes": list(programmes_taken_by(seller.iata)),
        "private_fares": agreements.agreed(search.body, seller),
        "available_airline_credit_ids": [],
        "intended_payment_methods": [],
        "intended_services": [],
    }


def abroad(fare: Fare) -> bool:
    """Whether a border is crossed."""
    return (
        len({airports()[code].country for flight in fare.flights for code in (flight.origin, flight.destination)}) > 1
    )


def documents_required(fare: Fare) -> bool:
    """Some airlines want a passport at booking when a border is crossed."""
    return "docs" in fare.seller.flags and abroad(fare)


def documents_supported(fare: Fare) -> list[str]:
    """Kinds of identity documents that may be sent with the order."""
    seller = fare.seller
    american = any(airports()[flight.destination].country == "US" for flight in fare.flights)
    if seller.iata == DUFFEL:
        return ["passport"]
    if "docs" in seller.flags:
        return ["passport"]
    if american and not seller.low_cost:
        return ["passport", "known_traveler_number", "passenger_redress_number"]
    return []


def may_hold(fare: Fare) -> bool:
    """Whether an order may wait for its payment."""
    everything = (fare.flights[0].origin, fare.flights[-1].destination) == _ALL_HOLDABLE_ROUTE
    return everything or fare.seller.holdable


def _payment_requirements(search: Search, fare: Fare) -> Json:
    if not may_hold(fare):
        return {
            "requires_instant_payment": True,
            "payment_required_by": None,
            "price_guarantee_expires_at": None,
        }
    guaranteed = fare.seller.iata == DUFFEL or share("guarantee", fare.seller.iata) < 600
    hold = _HOLD if fare.seller.iata == DUFFEL else timedelta(hours=24)
    return {
        "requires_instant_payment": False,
        "payment_required_by": second(search.created + hold),
        "price_guarantee_expires_at": second(search.created + min(hold, _GUARANTEE)) if guaranteed else None,
    }


def _emissions(fare: Fare, travellers: list[Traveller]) -> int:
    heavier = {"economy": 100, "premium_economy": 150, "business": 290, "first": 400}[fare.brand.cabin]
    grams = sum(int(flight.kilometres) * aircraft_types()[flight.aircraft].grams_per_seat_km for flight in fare.flights)
    seated = sum(traveller.kind != fares.INFANT for traveller in travellers)
    return grams * heavier * seated // 100_000


def _slice(search: Search, index: int, fare: Fare, number: int) -> Json:
    journey = fare.slices[number]
    before = sum(len(earlier.flights) for earlier in fare.slices[:number])
    first, last = journey.flights[0], journey.flights[-1]
    refined = fare.brand.cabin != "economy" or fare.brand.kind == "flex"
    rules = fares.conditions(fare, search.currency)
    return {
        "id": search.id("sli", index * 100 + number),
        "origin": airport_place(first.origin),
        "origin_type": "airport",
        "destination": airport_place(last.destination),
        "destination_type": "airport",
        "duration": duration(journey.span),
        "fare_brand_name": fare.brand.name,
        "comparison_key": journey.key,
        "ngs_shelf": fare.brand.shelf,
        "conditions": {
            "change_before_departure": rules["change_before_departure"],
            "advance_seat_selection": None if fare.brand.kind == "silent" else fare.brand.seats_are_free,
            "priority_boarding": refined,
            "priority_check_in": refined,
        },
        "segments": [_segment(search, index, fare, before + n, flight) for n, flight in enumerate(journey.flights)],
    }


def _segment(search: Search, index: int, fare: Fare, number: int, flight: Flight) -> Json:
    starts, ends = airports()[flight.origin], airports()[flight.destination]
    return {
        "id": search.id("seg", index * 100 + number),
        "origin": airport_place(flight.origin),
        "destination": airport_place(flight.destination),
        "origin_terminal": starts.terminal(flight.carrier),
        "destination_terminal": ends.terminal(flight.carrier),
        "departing_at": flight.departs_local.isoformat(),
        "arriving_at": flight.arrives_local.isoformat(),
        "duration": duration(flight.span),
        "distance": str(flight.kilometres),
        "marketing_carrier": airline(flight.carrier),
        "marketing_carrier_flight_number": flight.number,
        "operating_carrier": airline(flight.operator),
        "operating_carrier_flight_number": flight.operator_number,
        "aircraft": aircraft(flight.aircraft),
        "stops": _stops(search, index * 100 + number, flight),
        "passengers": [_segment_passenger(fare, flight, traveller) for traveller in search.travellers],
    }


def _stops(search: Search, number: int, flight: Flight) -> list[Json]:
    pause = flight.pause
    if pause is None:
        return []
    return [
        {
            "id": search.id("sto", number),
            "airport": airport_place(pause.airport),
            "arriving_at": local(pause.arrives, pause.airport).isoformat(),
            "departing_at": local(pause.departs, pause.airport).isoformat(),
            "duration": duration(pause.departs - pause.arrives),
        }
    ]


def _segment_passenger(fare: Fare, flight: Flight, traveller: Traveller) -> Json:
    cabin = cabin_on(flight, fare.brand.cabin)
    return {
        "passenger_id": traveller.id,
        "cabin_class": cabin,
        "cabin_class_marketing_name": _CABIN_NAMES[cabin],
        "fare_basis_code": fare_basis(fare, traveller.kind),
        "baggages": fares.baggages(fare, flight, traveller.kind),
        "cabin": {"name": cabin, "marketing_name": _CABIN_NAMES[cabin], "amenities": _amenities(flight, cabin)},
    }


def fare_basis(fare: Fare, kind: str) -> str:
    """A fare basis as airlines write it: booking class, season, brand, and the child's or infant's ending."""
    letter = {"economy": "YBMKLQOG"[share(fare.slices[0].key) % 8]}.get(fare.brand.cabin, fare.brand.cabin[0].upper())
    ending = {fares.CHILD: "/CH25", fares.INFANT: "/IN90"}.get(kind, "")
    return f"{letter}{share(fare.slices[0].key, 'basis'):03d}{fare.brand.kind[:2].upper()}{fare.seller.country}{ending}"


def _amenities(flight: Flight, cabin: str) -> Json | None:
    luck = share("amenities", flight.carrier, flight.aircraft)
    if luck < 150:
        return None
    better = cabin in ("business", "first")
    wide = flight.kilometres > 4500
    return {
        "wifi": {
            "available": luck > 350,
            "cost": ("free" if better or luck > 800 else "paid") if luck > 350 else "n/a",
        },
        "seat": {
            "pitch": {"economy": "30", "premium_economy": "38", "business": "60" if wide else "34", "first": "80"}[
                cabin
            ],
            "type": "full_flat" if better and wide else "recliner" if cabin != "economy" else "standard",
        },
        "power": {"available": wide or luck > 600},
    }
