"""What may be bought with an offer besides seats: bags, and the right to cancel for any reason."""

from agentdesk.practice.carriers import DUFFEL
from agentdesk.practice.fares import INFANT, Fare, total_price
from agentdesk.practice.searches import Search
from agentdesk.practice.shapes import Json, amount, share

NO_SERVICES_ROUTE = ("BTS", "ABV")
SERVICE_BASE = 30_000_000_000
# (kind, kilograms, pence, at most)
_BAG_SIZES = (
    (("checked", 23, 3200, 2), ("checked", 32, 5400, 1)),
    (("checked", 15, 1900, 1), ("checked", 20, 2600, 1), ("checked", 26, 3700, 1), ("carry_on", 10, 1700, 1)),
    (("checked", 23, 4500, 3),),
)


def available_services(search: Search, index: int) -> list[Json]:
    """Bags for each seated passenger, and the right to cancel where the airline sells it."""
    fare = search.fares[index]
    if search.route == NO_SERVICES_ROUTE:
        return []
    found = [_bag(search, index, *entry) for entry in _bags(search, index, fare)]
    if "cfar" in fare.seller.flags:
        found.append(_cancel_for_any_reason(search, index, fare))
    for number, service in enumerate(found):
        prefix = "cfa" if service["type"] == "cancel_for_any_reason" else "ase"
        service["id"] = search.id(prefix, SERVICE_BASE + index * 1000 + number)
    return found


def _bags(search: Search, index: int, fare: Fare) -> list[tuple[str, list[str], tuple[str, int, int, int]]]:
    """(passenger, segments, size) of every bag on sale: Duffel sells by segment, the others by slice."""
    seated = [traveller.id for traveller in search.travellers if traveller.kind != INFANT]
    segments = [search.id("seg", index * 100 + number) for number in range(len(fare.flights))]
    if fare.seller.iata == DUFFEL:
        return [(who, [segment], ("checked", 23, 2000, 1)) for segment in segments for who in seated]
    grouped: list[list[str]] = []
    for journey in fare.slices:
        grouped.append(segments[: len(journey.flights)])
        segments = segments[len(journey.flights) :]
    sizes = _BAG_SIZES[1] if fare.seller.low_cost else _BAG_SIZES[share("bags", fare.seller.iata) % 2 * 2]
    return [(who, group, size) for group in grouped for who in seated for size in sizes]


def _bag(search: Search, index: int, who: str, segments: list[str], size: tuple[str, int, int, int]) -> Json:
    kind, kilograms, pence, most = size
    return {
        "type": "baggage",
        "total_amount": search.pence(pence),
        "total_currency": search.currency,
        "maximum_quantity": most,
        "passenger_ids": [who],
        "segment_ids": segments,
        "metadata": {
            "type": kind,
            "maximum_weight_kg": kilograms,
            "maximum_length_cm": 56 if kind == "carry_on" else None,
            "maximum_height_cm": 45 if kind == "carry_on" else None,
            "maximum_depth_cm": 25 if kind == "carry_on" else None,
        },
    }


def _cancel_for_any_reason(search: Search, index: int, fare: Fare) -> Json:
    kinds = [traveller.kind for traveller in search.travellers]
    total = total_price(fare, kinds, search.created.date(), search.seed, search.currency).total
    return {
        "type": "cancel_for_any_reason",
        "total_amount": amount(total * 12 // 100, search.currency),
        "total_currency": search.currency,
        "maximum_quantity": 1,
        "passenger_ids": [traveller.id for traveller in search.travellers],
        "segment_ids": [search.id("seg", index * 100 + number) for number in range(len(fare.flights))],
        "metadata": {
            "refund_amount": amount(total * 75 // 100, search.currency),
            "merchant_copy": "Cancel until departure for any reason and get most of the fare back.",
            "terms_and_conditions_url": "https://duffel.com/terms",
        },
    }
