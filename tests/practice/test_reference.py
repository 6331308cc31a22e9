"""Places, airlines, aircraft, loyalty programmes."""

import pytest

from tests.practice_airline import Practice

PLACE_KEYS = {
    "id",
    "type",
    "name",
    "iata_code",
    "iata_city_code",
    "iata_country_code",
    "country_name",
    "icao_code",
    "latitude",
    "longitude",
    "time_zone",
    "city_name",
    "city",
    "airports",
}


@pytest.mark.parametrize(
    ("typed", "first"),
    [("LHR", "LHR"), ("lon", "LON"), ("new york", "NYC"), ("heathr", "LHR"), ("münchen", None), ("par", "PAR")],
)
def test_places_are_suggested_for_typed_text(practice: Practice, typed: str, first: str | None) -> None:
    found = practice.get("/places/suggestions", query=typed)
    assert (found[0]["iata_code"] if found else None) == first
    assert all(place.keys() == PLACE_KEYS for place in found)


def test_a_city_brings_its_airports_and_an_airport_its_city(practice: Practice) -> None:
    london = practice.get("/places/suggestions", query="LON")[0]
    assert (london["type"], london["id"], london["country_name"]) == ("city", "cit_lon_gb", "United Kingdom")
    assert {"LHR", "LGW", "STN", "LTN", "LCY"} <= {airport["iata_code"] for airport in london["airports"]}
    heathrow = practice.get("/places/suggestions", query="LHR")[0]
    assert (heathrow["id"], heathrow["city"]["iata_code"]) == ("arp_lhr_gb", "LON")
    assert heathrow["time_zone"] == "Europe/London"


def test_places_near_a_point_come_nearest_first(practice: Practice) -> None:
    found = practice.get("/places/suggestions", lat=51.47, lng=-0.46, rad=50_000)
    assert found[0]["iata_code"] == "LHR"
    assert "JFK" not in {place["iata_code"] for place in found}


def test_a_suggestion_needs_a_question(practice: Practice) -> None:
    assert practice.ask("GET", "/places/suggestions").status_code == 422
    assert practice.get("/places/suggestions", query="qqqqqq") == []


def test_reference_lists_are_read_one_by_one_too(practice: Practice) -> None:
    for name, keys in {
        "airlines": {"id", "name", "iata_code", "logo_symbol_url", "logo_lockup_url", "conditions_of_carriage_url"},
        "aircraft": {"id", "name", "iata_code"},
        "loyalty_programmes": {"id", "name", "owner_airline_id", "alliance", "logo_url"},
    }.items():
        rows = practice.get(f"/air/{name}", limit=200)
        assert all(row.keys() == keys for row in rows)
        assert [row["name"] for row in rows] == sorted(row["name"] for row in rows)
        assert practice.get(f"/air/{name}/{rows[3]['id']}") == rows[3]
    assert practice.get("/air/airports/arp_jfk_us")["iata_code"] == "JFK"
    assert [port["iata_code"] for port in practice.get("/air/airports", iata_code="CDG")] == ["CDG"]
    assert {port["iata_country_code"] for port in practice.get("/air/airports", iata_country_code="IS")} == {"IS"}
    assert practice.get("/air/cities", limit=5)[0]["airports"]


def test_duffel_airways_keeps_its_id(practice: Practice) -> None:
    assert practice.get("/air/airlines/arl_00009VME7D6ivUu8dn35WK")["iata_code"] == "ZZ"
