"""Every recorded offer, read both ways, against what its JSON says."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from agentdesk.duffel.reading_offers import read_offer
from agentdesk.duffel.reading_rows import OfferReader
from agentdesk.travel.errors import Unreadable
from agentdesk.travel.journeys import BagAllowance, CabinAmenities, Penalty, Permission, Slice
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Bag, Offer, PaymentTerms
from agentdesk.travel.passengers import PassengerKind
from tests.duffel import recorded


def gbp(amount: str) -> Money:
    return Money.of(amount, "GBP")


def only_offer(file: str) -> Offer:
    return read_offer(recorded.as_bytes(recorded.offers(file)[0]))


@pytest.mark.parametrize("file", recorded.offer_files())
def test_every_offer_says_what_its_json_says(file: str) -> None:
    for said in recorded.offers(file):
        offer = read_offer(recorded.as_bytes(said))
        assert offer.id == said["id"]
        assert (offer.owner.iata, offer.owner.name) == (said["owner"]["iata_code"], said["owner"]["name"])
        assert (str(offer.total.amount), offer.total.currency) == (said["total_amount"], said["total_currency"])
        assert (str(offer.base.amount), offer.base.currency) == (said["base_amount"], said["base_currency"])
        assert offer.tax is not None
        assert (str(offer.tax.amount), offer.tax.currency) == (said["tax_amount"], said["tax_currency"])
        assert offer.expires_at == datetime.fromisoformat(said["expires_at"])
        assert offer.live_mode is said["live_mode"]
        assert [one.id for one in offer.passengers] == [one["id"] for one in said["passengers"]]
        assert len(offer.services) == len(said.get("available_services") or [])
        for slice_, said_slice in zip(offer.slices, said["slices"], strict=True):
            says_what_its_json_says(slice_, said_slice)


def says_what_its_json_says(slice_: Slice, said: dict[str, Any]) -> None:
    assert slice_.id == said["id"]
    assert (slice_.origin.iata, slice_.destination.iata) == (
        said["origin"]["iata_code"],
        said["destination"]["iata_code"],
    )
    assert slice_.fare_brand == (said.get("fare_brand_name") or "")
    assert slice_.comparison_key == said.get("comparison_key", "")
    for segment, told in zip(slice_.segments, said["segments"], strict=True):
        flight = segment.flight
        assert segment.id == told["id"]
        assert flight.origin.time_zone == told["origin"]["time_zone"]
        assert flight.origin.name == told["origin"]["name"]
        assert flight.destination.iata == told["destination"]["iata_code"]
        assert flight.departs == datetime.fromisoformat(told["departing_at"])
        assert flight.arrives == datetime.fromisoformat(told["arriving_at"])
        assert flight.code == f"{told['marketing_carrier']['iata_code']} {told['marketing_carrier_flight_number']}"
        assert flight.operating.name == told["operating_carrier"]["name"]
        assert flight.operating_number == (told["operating_carrier_flight_number"] or "")
        assert flight.origin_terminal == (told["origin_terminal"] or "")
        assert flight.destination_terminal == (told["destination_terminal"] or "")
        assert flight.aircraft == (told["aircraft"] or {"name": ""})["name"]
        assert flight.distance_km == (told.get("distance") or "")
        for on_board, said_on_board in zip(segment.passengers, told["passengers"], strict=True):
            assert on_board.passenger_id == said_on_board["passenger_id"]
            assert on_board.cabin_class == (said_on_board["cabin_class"] or "")
            assert on_board.cabin_name == (said_on_board["cabin_class_marketing_name"] or "")
            assert [(bag.kind, bag.quantity) for bag in on_board.bags] == [
                (bag["type"], bag["quantity"]) for bag in said_on_board["baggages"]
            ]


@pytest.mark.parametrize("file", recorded.offer_files())
def test_a_row_is_read_like_the_opened_offer(file: str) -> None:
    reader = OfferReader()
    raws = [recorded.as_bytes(one) for one in recorded.offers(file)]
    rows, unreadable = reader.read(raws)
    assert unreadable == 0
    assert rows == [replace(read_offer(raw), services=()) for raw in raws]


@pytest.mark.parametrize(
    ("file", "count", "total"),
    [
        ("offers-list-hr-ua-50.json", 50, "100958.36"),
        ("offer-request-qf-68-offers.json", 68, "24455.40"),
        ("offer-request-nk-v2-first-9.json", 9, "2243.82"),
        ("offer-request-ba-ew-zz-11-offers.json", 11, "2095.94"),
        ("offer-request-zz-return-3-offers.json", 3, "1125.31"),
        ("partial-offer-request-fares.json", 4, "3377.21"),
    ],
)
def test_the_prices_of_a_list_add_up_to_the_penny(file: str, count: int, total: str) -> None:
    rows, _ = OfferReader().read([recorded.as_bytes(one) for one in recorded.offers(file)])
    assert len(rows) == count
    assert sum(offer.total.amount for offer in rows) == Decimal(total)


def test_the_newest_recording_is_read_to_the_last_detail() -> None:
    offer = read_offer(recorded.as_bytes(recorded.offers("offer-request-nk-v2-first-9.json")[0]))
    out, back = offer.slices
    assert (offer.total.text, offer.total.currency, offer.base.text) == ("171.98", "USD", "85.40")
    assert offer.tax == Money.of("86.58", "USD")
    assert offer.expires_at == datetime(2025, 7, 17, 15, 43, 51, 119104, tzinfo=UTC)
    assert offer.terms == PaymentTerms(instant_only=True)
    assert (out.fare_brand, out.duration) == ("Value", timedelta(hours=1, minutes=51))
    assert out.conditions.change == Permission(True, Penalty("99.00", "USD"))
    assert out.segments[0].flight.code == "NK 0207"
    assert out.segments[0].flight.origin.city == "Atlanta"
    assert (out.departs, back.arrives) == (datetime(2025, 10, 6, 11, 54), datetime(2025, 10, 13, 20, 12))
    assert out.segments[0].passengers[0].bags == (BagAllowance("checked", 0), BagAllowance("carry_on", 0))
    assert out.segments[0].passengers[0].fare_basis == "GA21Y4"
    assert offer.refund == Permission(False)
    assert (offer.services, offer.emissions_kg, offer.live_mode) == ((), "54", True)


def test_bags_for_sale_have_price_weight_and_owner() -> None:
    offer = only_offer("offer-zz-2pax-return-services.json")
    said = recorded.offers("offer-zz-2pax-return-services.json")[0]["available_services"]
    assert [one.price for one in offer.services] == [gbp(one["total_amount"]) for one in said]
    assert offer.services[0].bag == Bag("checked", weight_kg=23)
    assert [one.passenger_ids for one in offer.services[:2]] == [(one.id,) for one in offer.passengers]
    assert offer.services[0].segment_ids == (offer.slices[1].segments[0].id,)
    assert offer.terms == PaymentTerms(
        False, datetime(2023, 4, 17, 9, 28, 21, tzinfo=UTC), datetime(2023, 4, 16, 9, 28, 21, tzinfo=UTC)
    )
    assert (offer.refund, offer.change) == (Permission(True, Penalty("110.00", "GBP")), Permission(False))
    assert (offer.slices[0].origin.city_iata, offer.slices[1].arrives) == ("NYC", datetime(2023, 4, 29, 5, 55))


def test_all_155_services_of_an_offer_are_read_with_their_prices() -> None:
    offer = only_offer("offer-lh-155-services.json")
    said = recorded.offers("offer-lh-155-services.json")[0]["available_services"]
    assert len(offer.services) == 155
    assert sum(one.price.amount for one in offer.services) == sum(Decimal(one["total_amount"]) for one in said)
    assert offer.may_be_held
    assert offer.terms.price_held_until is None


def test_a_service_that_is_no_bag_has_none() -> None:
    bag, cancel = only_offer("offer-js.json").services
    assert (bag.kind, bag.bag, bag.max_quantity) == ("baggage", Bag("carry_on", 23, 90, 90, 75), 1)
    assert (cancel.kind, cancel.bag, cancel.price) == ("cancel_for_any_reason", None, gbp("3.25"))


def test_what_the_cabin_offers_is_told() -> None:
    offer = read_offer(recorded.as_bytes(recorded.offers("offer-request-zz-return-3-offers.json")[0]))
    assert offer.slices[0].segments[0].passengers[0].amenities == CabinAmenities(
        wifi="paid", seat_pitch="30", seat_type="standard", power="yes"
    )


def test_a_stop_inside_a_segment_is_told() -> None:
    said = recorded.offers("offer-zz-2pax-return-services.json")[0]
    place = said["slices"][0]["origin"]
    said["slices"][0]["segments"][0]["stops"] = [
        {
            "id": "sto_1",
            "airport": place,
            "arriving_at": "2023-04-21T17:00:00",
            "departing_at": "2023-04-21T17:45:00",
            "duration": "PT45M",
        }
    ]
    raw = recorded.as_bytes(said)
    stop = read_offer(raw).slices[0].segments[0].flight.stops[0]
    assert (stop.airport.iata, stop.duration) == ("JFK", timedelta(minutes=45))
    assert OfferReader().offer(raw) == replace(read_offer(raw), services=())


def test_passengers_keep_kind_and_age() -> None:
    said = recorded.offers("partial-offer-request-fares.json")[0]
    assert [one.kind for one in read_offer(recorded.as_bytes(said)).passengers] == [
        PassengerKind.ADULT,
        PassengerKind.ADULT,
        PassengerKind.INFANT,
    ]
    said["passengers"][2] |= {"type": None, "age": 1}
    third = read_offer(recorded.as_bytes(said)).passengers[2]
    assert (third.kind, third.age, third.is_infant) == (None, 1, True)


def test_equal_flights_are_one_object_in_all_offers_of_a_search() -> None:
    rows, _ = OfferReader().read(
        [recorded.as_bytes(one) for one in recorded.offers("offer-request-nk-v2-first-9.json")]
    )
    flights = [segment.flight for offer in rows for part in offer.slices for segment in part.segments]
    assert len({id(flight) for flight in flights}) == len(set(flights)) == 2
    assert len({id(offer.owner) for offer in rows}) == 1


def test_offers_of_the_step_by_step_search_cannot_be_sold_so_they_are_counted_as_unreadable() -> None:
    raws = [recorded.as_bytes(one) for one in recorded.offers(recorded.WITHOUT_WHOLE_OFFERS)]
    assert OfferReader().read(raws) == ([], 11)
    with pytest.raises(Unreadable):
        read_offer(raws[0])


BAD_PRICES: list[dict[str, object]] = [
    {"total_amount": None},
    {"total_amount": ""},
    {"total_amount": "free"},
    {"total_amount": "1,612.77"},
    {"total_amount": "1e3"},
    {"total_amount": "NaN"},
    {"total_amount": "Infinity"},
    {"total_amount": " 45.00"},
    {"total_amount": "4_5"},
    {"total_amount": "٤٥"},
    {"total_amount": "-45.00"},
    {"total_amount": 45},
    {"total_amount": 45.0},
    {"total_currency": None},
    {"total_currency": ""},
    {"total_currency": "gbp"},
    {"total_currency": "£"},
    {"base_amount": None},
    {"base_currency": None},
    {"tax_amount": "?"},
    {"tax_currency": None},
    {"expires_at": None},
    {"expires_at": "soon"},
    {"slices": []},
    {"slices": None},
]


@pytest.mark.parametrize("wrong", BAD_PRICES, ids=str)
def test_an_offer_that_cannot_be_trusted_is_left_out_and_the_others_stay(wrong: dict[str, object]) -> None:
    good = recorded.offers("offer-zz-2pax-return-services.json")[0]
    raw = recorded.as_bytes(good | wrong)
    rows, unreadable = OfferReader().read([recorded.as_bytes(good), raw, recorded.as_bytes(good)])
    assert (len(rows), unreadable) == (2, 1)
    with pytest.raises(Unreadable):
        read_offer(raw)


@pytest.mark.parametrize(
    "key", ["total_amount", "total_currency", "base_amount", "expires_at", "slices", "owner", "id"]
)
def test_a_missing_key_that_matters_makes_the_offer_unreadable(key: str) -> None:
    said = recorded.offers("offer-js.json")[0]
    del said[key]
    assert OfferReader().read([recorded.as_bytes(said)]) == ([], 1)
    with pytest.raises(Unreadable):
        read_offer(recorded.as_bytes(said))


def test_an_offer_without_tax_has_none() -> None:
    said = recorded.offers("offer-js.json")[0] | {"tax_amount": None, "tax_currency": None}
    assert read_offer(recorded.as_bytes(said)).tax is None
    assert OfferReader().offer(recorded.as_bytes(said)).tax is None


def test_a_service_with_a_bad_price_is_not_for_sale() -> None:
    said = recorded.offers("offer-js.json")[0]
    said["available_services"][0]["total_amount"] = "free"
    said["available_services"].append("a word")
    assert [one.kind for one in read_offer(recorded.as_bytes(said)).services] == ["cancel_for_any_reason"]


def test_a_penalty_that_cannot_be_read_is_not_known_and_never_free() -> None:
    said = recorded.offers("offer-js.json")[0]
    said["conditions"]["refund_before_departure"] = {
        "allowed": True,
        "penalty_amount": "?",
        "penalty_currency": "GBP",
    }
    assert read_offer(recorded.as_bytes(said)).refund == Permission(True, None)


NULLABLE = [
    "duration",
    "distance",
    "aircraft",
    "origin_terminal",
    "destination_terminal",
    "operating_carrier_flight_number",
    "stops",
]


def test_everything_that_may_be_null_may_be_null() -> None:
    said = recorded.offers("offer-request-zz-return-3-offers.json")[0]
    said |= {"total_emissions_kg": None, "private_fares": None, "conditions": None, "payment_requirements": None}
    for part in said["slices"]:
        part |= {"duration": None, "fare_brand_name": None, "conditions": None, "comparison_key": None}
        part["origin"] |= {"city": None, "time_zone": None, "icao_code": None, "city_name": None}
        for segment in part["segments"]:
            segment |= dict.fromkeys(NULLABLE)
            for one in segment["passengers"]:
                one |= {"cabin": None, "fare_basis_code": None, "cabin_class_marketing_name": None, "baggages": None}
    raw = recorded.as_bytes(said)
    offer = read_offer(raw)
    assert OfferReader().offer(raw) == offer
    assert offer.terms.instant_only
    assert offer.slices[0].duration is None
    assert offer.slices[0].origin.time_zone == ""


def test_unknown_words_and_keys_do_no_harm() -> None:
    said = recorded.offers("offer-request-zz-return-3-offers.json")[0]
    said |= {"brand_new": {"nested": [1]}, "private_fares": [{"type": "galactic"}]}
    said["slices"][0]["segments"][0]["passengers"][0]["cabin_class"] = "suite"
    said["slices"][0]["segments"][0]["passengers"][0]["baggages"].append({"type": "ski", "quantity": 1})
    raw = recorded.as_bytes(said)
    offer = read_offer(raw)
    assert offer == OfferReader().offer(raw)
    assert offer.private_fare == "galactic"
    assert offer.slices[0].segments[0].passengers[0].cabin_class == "suite"
    assert offer.slices[0].segments[0].passengers[0].quantity("ski") == 1


def test_a_time_with_an_offset_is_no_local_time() -> None:
    said = recorded.offers("offer-js.json")[0]
    said["slices"][0]["segments"][0]["departing_at"] = "2020-06-13T16:38:02Z"
    assert OfferReader().read([json.dumps(said).encode()]) == ([], 1)


# What is said of a flight and of who sits there, one thing changed at a time.
OTHERWISE: list[tuple[str, object]] = [
    ("departing_at", "2025-10-06T11:55:00"),
    ("arriving_at", "2025-10-06T13:46:00"),
    ("duration", "PT1H52M"),
    ("distance", "1000"),
    ("origin_terminal", "N"),
    ("destination_terminal", "S"),
    ("marketing_carrier_flight_number", "208"),
    ("operating_carrier_flight_number", "209"),
    ("aircraft", {"name": "Airbus A320"}),
    ("marketing_carrier", {"name": "Other", "iata_code": "XX"}),
    ("operating_carrier", {"name": "Other", "iata_code": "XX"}),
    ("origin", {"name": "Elsewhere", "iata_code": "ELS"}),
    ("destination", {"name": "Elsewhere", "iata_code": "ELS"}),
    ("passengers.passenger_id", "pas_other"),
    ("passengers.cabin_class", "business"),
    ("passengers.cabin_class_marketing_name", "Upper"),
    ("passengers.fare_basis_code", "OTHER"),
    ("passengers.baggages", [{"type": "checked", "quantity": 3}]),
    ("passengers.cabin", {"amenities": {"power": {"available": True}}}),
    ("passengers.seat", {"designator": "1A"}),
]


@pytest.mark.parametrize(("what", "value"), OTHERWISE, ids=[row[0] for row in OTHERWISE])
def test_what_differs_in_one_thing_only_is_not_taken_for_the_same(what: str, value: object) -> None:
    one = recorded.offers("offer-request-nk-v2-first-9.json")[0]
    other = json.loads(json.dumps(one))
    segment = other["slices"][0]["segments"][0]
    of, _, key = what.rpartition(".")
    (segment["passengers"][0] if of else segment)[key] = value
    raws = [recorded.as_bytes(one), recorded.as_bytes(other)]
    rows, _ = OfferReader().read(raws)
    assert rows == [read_offer(raw) for raw in raws]
    assert rows[0] != rows[1]
