"""Searches: the world's timetable, batches, prices, groups of brands, and what cannot be searched."""

import itertools
import time
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tests.practice.trips import Json, ahead, codes, offers, search, search_body
from tests.practice_airline import Practice

RETURN = (("LHR", "JFK", 60), ("JFK", "LHR", 67))
PAIRS = [
    ("LHR", "JFK"),
    ("LHR", "EDI"),
    ("LON", "NYC"),
    ("LHR", "SYD"),
    ("INV", "UAK"),
    ("SCL", "AKL"),
    ("BTS", "MRU"),
    ("LTN", "STN"),
    ("GRU", "NBO"),
    ("HNL", "ANC"),
    ("KEF", "USH"),
    ("PPT", "TLS"),
]


def segments(offer: Json) -> list[Json]:
    return [segment for part in offer["slices"] for segment in part["segments"]]


def moment(segment: Json, end: str) -> datetime:
    place, text = ("origin", "departing_at") if end == "start" else ("destination", "arriving_at")
    return datetime.fromisoformat(segment[text]).replace(tzinfo=ZoneInfo(segment[place]["time_zone"]))


def span(text: str) -> timedelta:
    days, _, clock = text.removeprefix("P").partition("T")
    hours, _, minutes = clock.partition("H") if "H" in clock else ("0", "", clock)
    return timedelta(days=int(days.rstrip("D") or 0), hours=int(hours or 0), minutes=int(minutes.rstrip("M") or 0))


@pytest.mark.parametrize(("origin", "destination"), PAIRS)
def test_any_pair_gives_a_plausible_list(practice: Practice, origin: str, destination: str) -> None:
    found = offers(practice, (origin, destination, 45))
    assert 50 <= len(found) <= 300
    journeys = {offer["slices"][0]["comparison_key"] for offer in found}
    assert 17 <= len(journeys) <= 110
    for offer in found:
        for segment in segments(offer):
            leaves, arrives = moment(segment, "start"), moment(segment, "end")
            assert arrives - leaves == span(segment["duration"])
            assert 5 <= leaves.hour <= 23
            pace = float(segment["distance"]) / (span(segment["duration"]) / timedelta(hours=1))
            assert 20 < pace < 1000


def test_a_journey_is_as_long_as_from_its_start_to_its_end(practice: Practice) -> None:
    for offer in offers(practice, ("LHR", "SYD", 50)):
        for part in offer["slices"]:
            legs = part["segments"]
            assert span(part["duration"]) == moment(legs[-1], "end") - moment(legs[0], "start")
            for first, second in itertools.pairwise(legs):
                assert first["destination"]["iata_code"] == second["origin"]["iata_code"]
                wait = moment(second, "start") - moment(first, "end")
                assert timedelta(minutes=45) <= wait <= timedelta(hours=14)


def test_short_flights_do_not_land_in_the_dead_of_night(practice: Practice) -> None:
    found = offers(practice, ("LHR", "FCO", 45)) + offers(practice, ("CDG", "ATH", 45))
    hours = [moment(segment, "end").hour for offer in found for segment in segments(offer)]
    assert not [hour for hour in hours if 2 <= hour <= 3]


def test_some_journeys_change_at_a_hub_some_overnight_some_arrive_on_another_day(practice: Practice) -> None:
    found = offers(practice, ("MAN", "BKK", 45)) + offers(practice, ("LHR", "JFK", 45))
    stops = {len(offer["slices"][0]["segments"]) for offer in found}
    assert stops == {1, 2}
    assert any(segment["arriving_at"][:10] > segment["departing_at"][:10] for o in found for segment in segments(o))
    waits = [
        moment(second, "start") - moment(first, "end")
        for offer in found
        for first, second in zip(segments(offer), segments(offer)[1:], strict=False)
    ]
    assert max(waits) > timedelta(hours=7)
    assert any(s["operating_carrier"]["id"] != s["marketing_carrier"]["id"] for o in found for s in segments(o))


def test_only_straight_flights_are_found_when_no_change_is_wanted(practice: Practice) -> None:
    found = offers(practice, ("LHR", "JFK", 45), max_connections=0)
    assert {len(offer["slices"][0]["segments"]) for offer in found} == {1}


def contents(found: list[Json]) -> list[object]:
    return [
        (
            offer["owner"]["iata_code"],
            offer["total_amount"],
            [part["fare_brand_name"] for part in offer["slices"]],
            [(segment["marketing_carrier_flight_number"], segment["departing_at"]) for segment in segments(offer)],
        )
        for offer in found
    ]


def test_the_same_seed_gives_the_same_offers_and_another_seed_others(practice: Practice) -> None:
    first = contents(offers(practice, *RETURN))
    practice.reset()
    again = contents(offers(practice, *RETURN))
    practice.reset(seed=99)
    other = contents(offers(practice, *RETURN))
    assert first == again
    assert first != other


def test_a_thousand_offers_come_when_asked_for(practice: Practice) -> None:
    practice.reset(offers=1000)
    assert len(offers(practice, *RETURN)) == 1000
    assert len(offers(practice, ("LHR", "EDI", 50))) == 1000


def test_brands_of_one_journey_share_its_comparison_key(practice: Practice) -> None:
    groups: dict[tuple[str, ...], list[Json]] = defaultdict(list)
    for offer in offers(practice, *RETURN, cabin_class="economy"):
        groups[tuple(part["comparison_key"] for part in offer["slices"])].append(offer)
    sizes = sorted(len(group) for group in groups.values())
    assert sizes[len(sizes) // 2] in (3, 4)
    for group in groups.values():
        assert len({tuple(s["departing_at"] for s in segments(offer)) for offer in group}) == 1
        assert len({offer["slices"][0]["fare_brand_name"] for offer in group}) == len(group)
        prices = [Decimal(offer["total_amount"]) for offer in group]
        assert prices == sorted(prices)


@pytest.mark.parametrize(
    ("legs", "low", "high"),
    [
        ((("LHR", "JFK", 60), ("JFK", "LHR", 67)), 340, 1150),
        ((("LHR", "EDI", 60), ("EDI", "LHR", 67)), 55, 340),
        ((("LHR", "SYD", 60), ("SYD", "LHR", 80)), 600, 2250),
    ],
)
def test_fares_are_believable(practice: Practice, legs: tuple[tuple[str, str, int], ...], low: int, high: int) -> None:
    """Whatever today is: the bounds leave room for the dearest weeks of the year."""
    prices = [Decimal(offer["total_amount"]) for offer in offers(practice, *legs, cabin_class="economy")]
    assert low <= min(prices)
    assert max(prices) <= high


def test_business_costs_more_than_economy(practice: Practice) -> None:
    def cheapest(cabin: str) -> Decimal:
        return min(Decimal(offer["total_amount"]) for offer in offers(practice, *RETURN, cabin_class=cabin))

    economy, premium, business, first = (cheapest(c) for c in ("economy", "premium_economy", "business", "first"))
    assert economy * 2 < business
    assert economy < premium < business < first


def test_a_child_pays_three_quarters_and_an_infant_a_tenth_of_the_fare(practice: Practice) -> None:
    def base(*ages: int) -> Decimal:
        found = offers(practice, ("LHR", "JFK", 60), ages=ages)
        return Decimal(next(offer for offer in found if offer["owner"]["iata_code"] == "ZZ")["base_amount"])

    adult = base(30)
    assert abs(base(30, 6) - adult * Decimal("1.75")) < Decimal("0.03")
    assert abs(base(30, 1) - adult * Decimal("1.10")) < Decimal("0.03")


def test_totals_are_base_and_tax(practice: Practice) -> None:
    found = offers(practice, ("STN", "DUB", 40), ages=(30, 6))
    untold = [offer for offer in found if offer["tax_amount"] is None]
    assert untold
    for offer in found:
        tax = Decimal(offer["tax_amount"] or 0)
        assert Decimal(offer["base_amount"]) + tax == Decimal(offer["total_amount"])
        assert (offer["tax_currency"] is None) == (offer["tax_amount"] is None)


def test_prices_are_told_in_the_billing_currency(practice: Practice) -> None:
    practice.reset(currency="JPY")
    offer = offers(practice, ("LHR", "JFK", 60))[0]
    assert offer["total_currency"] == "JPY"
    assert "." not in offer["total_amount"]
    assert int(offer["total_amount"]) > 20_000


def test_conditions_come_in_all_their_shapes(practice: Practice) -> None:
    found = offers(practice, *RETURN) + offers(practice, ("LHR", "BOM", 40))
    rules = [offer["conditions"][name] for offer in found for name in offer["conditions"]]
    shapes = {
        None
        if rule is None
        else (rule["allowed"], rule["penalty_amount"] in ("0.00", "0"), rule["penalty_amount"] is None)
        for rule in rules
    }
    assert shapes >= {None, (False, False, True), (True, True, False), (True, False, False), (True, False, True)}
    assert {rule["penalty_currency"] for rule in rules if rule and rule["penalty_amount"]} >= {"GBP", "USD", "EUR"}


def test_six_slices_can_be_searched(practice: Practice) -> None:
    legs = [("LHR", "JFK"), ("SFO", "HND"), ("HND", "SIN"), ("SIN", "DXB"), ("DXB", "CDG"), ("CDG", "LHR")]
    found = offers(practice, *[(*leg, 40 + 5 * number) for number, leg in enumerate(legs)])
    assert len(found) >= 50
    assert all(len(offer["slices"]) == 6 for offer in found)


def test_nothing_flies_today_or_after_eleven_months(practice: Practice) -> None:
    assert offers(practice, ("LHR", "JFK", 0)) == []
    assert offers(practice, ("LHR", "JFK", 331)) == []
    assert offers(practice, ("LHR", "JFK", 1)) != []
    assert offers(practice, ("LHR", "JFK", 330)) != []


def test_a_time_window_is_kept(practice: Practice) -> None:
    body = search_body(("LHR", "EDI", 40))
    body["slices"][0]["departure_time"] = {"from": "09:00", "to": "12:00"}
    found = practice.post("/air/offer_requests", body).json()["data"]["offers"]
    assert found
    assert all("09:00" <= offer["slices"][0]["segments"][0]["departing_at"][11:16] <= "12:00" for offer in found)


REQUEST_KEYS = {
    "id",
    "live_mode",
    "created_at",
    "cabin_class",
    "slices",
    "passengers",
    "client_key",
    "airline_credit_ids",
}


def test_an_offer_request_shows_what_was_asked(practice: Practice) -> None:
    data = search(practice, ("LON", "JFK", 40), ages=(30, 1))
    assert data.keys() == REQUEST_KEYS | {"offers"}
    [part] = data["slices"]
    assert (part["origin_type"], part["origin"]["iata_code"], part["destination_type"]) == ("city", "LON", "airport")
    assert [(one["type"], one["age"]) for one in data["passengers"]] == [(None, 30), (None, 1)]
    assert [one["type"] for one in data["offers"][0]["passengers"]] == ["adult", "infant_without_seat"]
    assert practice.get(f"/air/offer_requests/{data['id']}") == data
    assert practice.get("/air/offer_requests")[0]["id"] == data["id"]


def test_offers_are_left_out_when_asked(practice: Practice) -> None:
    answer = practice.post("/air/offer_requests", search_body(*RETURN), return_offers="false")
    assert answer.json()["data"].keys() == REQUEST_KEYS


def test_offers_are_paged_and_sorted(practice: Practice) -> None:
    data = search(practice, *RETURN)
    query = {"offer_request_id": data["id"], "limit": 200}
    by_price = practice.get("/air/offers", sort="total_amount", **query)
    prices = [Decimal(offer["total_amount"]) for offer in by_price]
    assert prices == sorted(prices)
    longest = practice.get("/air/offers", sort="-total_duration", **query)
    spans = [sum((span(part["duration"]) for part in offer["slices"]), timedelta()) for offer in longest]
    assert spans == sorted(spans, reverse=True)
    straight = practice.get("/air/offers", max_connections=0, **query)
    assert {len(part["segments"]) for offer in straight for part in offer["slices"]} == {1}
    found: list[str] = []
    after = None
    while True:
        page = practice.ask("GET", "/air/offers", params=query | {"limit": 64} | ({"after": after} if after else {}))
        found += [offer["id"] for offer in page.json()["data"]]
        after = page.json()["meta"]["after"]
        if after is None:
            break
    assert found == [offer["id"] for offer in data["offers"]]


def test_itineraries_group_offers_by_flights_and_brand(practice: Practice) -> None:
    data = practice.post("/air/offer_requests", search_body(*RETURN), view="itineraries").json()["data"]
    assert "offers" not in data
    itinerary = data["slices"][0]["itineraries"][0]
    assert itinerary.keys() == {"segments", "brands"}
    assert itinerary["brands"][0].keys() == {"fare_brand_name", "offers"}
    assert itinerary["brands"][0]["offers"][0]["type"] == "single_ticket"


def test_batches_arrive_unevenly_and_never_repeat_an_offer(practice: Practice) -> None:
    practice.reset(first_batch_seconds=0.2, last_batch_seconds=3.0)
    started = time.monotonic()
    created = practice.post("/air/batch_offer_requests", search_body(*RETURN))
    batch = created.json()["data"]
    assert created.status_code == 201
    assert batch.keys() == {"id", "live_mode", "created_at", "client_key", "total_batches", "remaining_batches"}
    assert batch["total_batches"] == batch["remaining_batches"]
    found: list[str] = []
    arrivals: list[float] = []
    while batch["remaining_batches"]:
        batch = practice.get(f"/air/batch_offer_requests/{batch['id']}")
        arrivals.append(time.monotonic() - started)
        found += [offer["id"] for offer in batch["offers"]]
    assert arrivals[0] < 1.0
    assert 2.8 < arrivals[-1] < 5.0
    assert len(found) == len(set(found)) >= 50
    listed: list[str] = []
    for sort in ("total_amount", "-total_amount"):
        query = {"offer_request_id": batch["id"], "limit": 200, "sort": sort}
        listed += [offer["id"] for offer in practice.get("/air/offers", **query)]
    assert set(listed) == set(found)


def test_offers_that_have_not_come_yet_are_not_listed(practice: Practice) -> None:
    practice.reset(first_batch_seconds=0.05, last_batch_seconds=30)
    batch = practice.post("/air/batch_offer_requests", search_body(*RETURN)).json()["data"]
    first = practice.get(f"/air/batch_offer_requests/{batch['id']}")
    listed = practice.get("/air/offers", offer_request_id=batch["id"], limit=200)
    assert {offer["id"] for offer in listed} == {offer["id"] for offer in first["offers"]}


def test_slow_airlines_are_left_out_when_the_search_is_impatient(practice: Practice) -> None:
    practice.reset(first_batch_seconds=0.1, last_batch_seconds=30)
    asked = practice.post("/air/batch_offer_requests", search_body(*RETURN), supplier_timeout=2000)
    batch = asked.json()["data"]
    started = time.monotonic()
    found = 0
    while batch["remaining_batches"]:
        batch = practice.get(f"/air/batch_offer_requests/{batch['id']}")
        found += len(batch["offers"])
    assert time.monotonic() - started < 6
    practice.reset()
    assert 0 < found < len(offers(practice, *RETURN))


def test_a_batch_dies_after_its_time_but_its_offers_stay(practice: Practice) -> None:
    batch = practice.post("/air/batch_offer_requests", search_body(*RETURN)).json()["data"]
    practice.get(f"/air/batch_offer_requests/{batch['id']}")
    practice.advance(61)
    assert practice.ask("GET", f"/air/batch_offer_requests/{batch['id']}").status_code == 404
    assert practice.get("/air/offers", offer_request_id=batch["id"])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"slices": []}, [("validation_required", "/slices")]),
        (
            {"slices": None, "passengers": None},
            [("validation_required", "/slices"), ("validation_required", "/passengers")],
        ),
        ({"passengers": [{}]}, [("validation_required", "/passengers/0/type")]),
        ({"passengers": [{"type": "adult", "age": 30}]}, [("invalid_field_sets", "/passengers/0/type")]),
        ({"passengers": [{"type": "dog"}]}, [("validation_inclusion", "/passengers/0/type")]),
        ({"passengers": [{"age": "30"}]}, [("validation_type", "/passengers/0/age")]),
        ({"passengers": [{"age": 30}] * 10}, [("validation_length", "/passengers")]),
        ({"passengers": [{"age": 30}, {"age": 1}, {"age": 0}]}, [("invalid_field_sets", "/passengers")]),
        (
            {"passengers": [{"age": 30, "given_name": "Æthel"}]},
            [("validation_format", "/passengers/0/given_name")],
        ),
        ({"cabin_class": "sleeper"}, [("validation_inclusion", "/cabin_class")]),
        ({"max_connections": 3}, [("validation_inclusion", "/max_connections")]),
    ],
)
def test_impossible_searches_are_refused(practice: Practice, change: Json, expected: list[tuple[str, str]]) -> None:
    answer = practice.post("/air/offer_requests", search_body(*RETURN) | change)
    assert answer.status_code == 422
    assert codes(answer) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"origin": "XXXX"}, ("validation_inclusion", "/slices/0/origin")),
        ({"origin": None}, ("validation_required", "/slices/0/origin")),
        ({"origin": "JFK"}, ("invalid_field_sets", "/slices/0/destination")),
        ({"departure_date": "soon"}, ("validation_format", "/slices/0/departure_date")),
        ({"departure_date": ahead(-1)}, ("validation_inclusion", "/slices/0/departure_date")),
        ({"departure_time": {"from": "9"}}, ("validation_format", "/slices/0/departure_time")),
    ],
)
def test_impossible_slices_are_refused(practice: Practice, part: Json, expected: tuple[str, str]) -> None:
    body = search_body(("LHR", "JFK", 60))
    body["slices"][0] |= part
    answer = practice.post("/air/batch_offer_requests", body)
    assert (answer.status_code, codes(answer)) == (422, [expected])


def test_a_return_before_its_departure_is_refused(practice: Practice) -> None:
    answer = practice.post("/air/offer_requests", search_body(("LHR", "JFK", 60), ("JFK", "LHR", 50)))
    assert codes(answer) == [("validation_inclusion", "/slices/1/departure_date")]


def test_a_search_for_a_thousand_does_not_keep_others_waiting(practice: Practice) -> None:
    practice.reset(offers=1000, first_batch_seconds=0.0, last_batch_seconds=0.1)
    batch = practice.post("/air/batch_offer_requests", search_body(("PAR", "TYO", 90), ("TYO", "PAR", 99))).json()[
        "data"
    ]
    longest = 0.0
    for _ in range(40):
        started = time.monotonic()
        practice.get("/air/aircraft", limit=1)
        longest = max(longest, time.monotonic() - started)
    assert longest < 0.5
    assert practice.get(f"/air/batch_offer_requests/{batch['id']}")["offers"]


def test_a_known_code_takes_a_tenth_off_and_others_are_ignored(practice: Practice) -> None:
    plain = offers(practice, ("LHR", "JFK", 60), cabin_class="economy")
    asked = {"BA": [{"corporate_code": "NET10"}], "AA": [{"tour_code": "NET10"}], "VS": [{"corporate_code": "OTHER"}]}
    private = offers(practice, ("LHR", "JFK", 60), cabin_class="economy", private_fares=asked)
    assert {one["owner"]["iata_code"] for one in plain} >= {"BA", "AA", "VS"}
    for before, after in zip(plain, private, strict=True):
        airline = after["owner"]["iata_code"]
        base = Decimal(before["base_amount"])
        if airline == "BA":
            assert after["private_fares"] == [{"type": "corporate", "corporate_code": "NET10"}]
            assert abs(Decimal(after["base_amount"]) - base * Decimal("0.9")) <= Decimal("0.01")
        elif airline == "AA":
            assert after["private_fares"] == [{"type": "negotiated"}]
        else:
            assert after["private_fares"] == []
            assert after["total_amount"] == before["total_amount"]


@pytest.mark.parametrize(
    ("fares", "code", "pointer"),
    [
        ([], "validation_type", "/private_fares"),
        ({"BA": {}}, "validation_type", "/private_fares/BA"),
        ({"BA": []}, "validation_length", "/private_fares/BA"),
        ({"BA": [{"corporate_code": "A"}, {"corporate_code": "B"}]}, "validation_length", "/private_fares/BA"),
        ({"BA": [{}]}, "validation_required", "/private_fares/BA/0/corporate_code"),
        ({"BA": [{"tour_code": 5}]}, "validation_type", "/private_fares/BA/0/tour_code"),
    ],
)
def test_codes_of_the_wrong_shape_are_refused(practice: Practice, fares: object, code: str, pointer: str) -> None:
    answer = practice.post("/air/offer_requests", search_body(("LHR", "JFK", 60), private_fares=fares))
    assert answer.status_code == 422
    assert [(one["code"], one["source"]["pointer"]) for one in answer.json()["errors"]] == [(code, pointer)]


def test_an_account_needs_its_airline_number_and_names(practice: Practice) -> None:
    body = search_body(("LHR", "JFK", 60))
    body["passengers"][0]["loyalty_programme_accounts"] = [{"airline_iata_code": "ZZ"}]
    answer = practice.post("/air/offer_requests", body)
    assert sorted(one["source"]["pointer"] for one in answer.json()["errors"]) == [
        "/passengers/0/family_name",
        "/passengers/0/given_name",
        "/passengers/0/loyalty_programme_accounts/0/account_number",
    ]
