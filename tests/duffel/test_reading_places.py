"""Recorded airlines, airports and suggestions."""

import pytest

from agentdesk.duffel.reading import airline, airport, place
from agentdesk.duffel.wire.journeys import WireAirline, WirePlace
from agentdesk.travel.places import Airline, Airport, Place
from tests.duffel import recorded


def many(file: str) -> list[object]:
    found = recorded.data(file)
    return found if isinstance(found, list) else [found]


@pytest.mark.parametrize("file", recorded.files("airline", "airline_list"))
def test_every_recorded_airline_has_code_and_name(file: str) -> None:
    for said in many(file):
        assert isinstance(said, dict)
        read = airline(WireAirline.model_validate_json(recorded.as_bytes(said)))
        assert (read.id, read.name, read.iata) == (said["id"], said["name"], said.get("iata_code") or "")


def test_an_airline_is_read_whole() -> None:
    read = airline(WireAirline.model_validate_json(recorded.as_bytes(recorded.data("airline-js.json"))))
    assert read == Airline(
        "BA",
        "British Airways",
        "aln_00001876aqC8c5umZmrRds",
        "https://assets.duffel.com/img/airlines/for-light-background/full-color-logo/BA.svg",
        "https://www.britishairways.com/en-gb/information/legal/british-airways/general-conditions-of-carriage",
    )


def test_an_airline_without_a_code_has_none() -> None:
    assert airline(WireAirline.model_validate_json(b'{"name": "Charter", "iata_code": null}')).iata == ""


@pytest.mark.parametrize("file", recorded.files("airport", "airport_list"))
def test_every_recorded_airport_has_code_city_and_zone(file: str) -> None:
    for said in many(file):
        assert isinstance(said, dict)
        read = airport(WirePlace.model_validate_json(recorded.as_bytes(said)))
        assert (read.iata, read.name) == (said.get("iata_code") or "", said["name"])
        assert (read.city, read.time_zone) == (said["city_name"] or "", said["time_zone"])


def test_an_airport_knows_its_metropolitan_area() -> None:
    read = airport(WirePlace.model_validate_json(recorded.as_bytes(recorded.data("airport-js.json"))))
    assert read == Airport("LHR", "Heathrow", "London", "GB", "Europe/London", "LON")


@pytest.mark.parametrize("file", recorded.files("place_suggestions"))
def test_a_suggested_airport_is_read(file: str) -> None:
    read = [place(WirePlace.model_validate_json(recorded.as_bytes(one))) for one in many(file)]
    assert read == [Place("LHR", "Heathrow", "London", "GB", False, "Europe/London")]


def test_a_city_has_the_codes_of_its_airports() -> None:
    said = recorded.data("offer-request-zz-return-3-offers.json")["slices"][0]["destination"]
    read = place(WirePlace.model_validate_json(recorded.as_bytes(said)))
    assert read == Place("PTY", "Panama City", "Panama City", "PA", True, "", ("PTY", "PAC"))
