"""What the details say of a flight: zones, who flies, and what each passenger has."""

from dataclasses import replace
from datetime import datetime

import pytest

from agentdesk.travel.journeys import BagAllowance, CabinAmenities, SegmentPassenger
from agentdesk.ui.offers import flight_words
from tests.samples import FAMILY, JFK, LHR, a_flight, an_offer


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/London", "UTC+0"),
        ("America/New_York", "UTC−5"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("America/St_Johns", "UTC−3:30"),
        ("", ""),
        ("Nowhere/Atall", ""),
    ],
)
def test_the_zone_of_a_local_time_is_said(zone: str, said: str) -> None:
    assert flight_words.zone(datetime(2026, 12, 12, 9, 55), zone) == said


def test_how_far_the_arrival_is_behind_or_ahead_is_said() -> None:
    out = a_flight()
    assert flight_words.zone_difference(out) == "5 h behind LHR"
    home = replace(out, origin=JFK, destination=LHR)
    assert flight_words.zone_difference(home) == "5 h ahead of JFK"
    assert flight_words.zone_difference(replace(out, destination=LHR)) == "the same time as LHR"
    assert flight_words.zone_difference(replace(out, destination=replace(JFK, time_zone=""))) == ""


def test_the_operating_carrier_is_always_said_in_full() -> None:
    assert flight_words.operated(a_flight()) == "Operated by British Airways as BA 117"
    silent = replace(a_flight(), operating_number="")
    assert flight_words.operated(silent) == "Operated by British Airways"


@pytest.mark.parametrize("said", ["", "nonsense", "-5", "9E999999", "NaN"])
def test_a_distance_that_can_be_none_is_left_out(said: str) -> None:
    assert flight_words.distance([replace(a_flight(), distance_km=said)]) == ""


def test_passengers_with_the_same_are_told_together_and_the_others_by_name() -> None:
    offer = an_offer(passengers=FAMILY)
    segment = offer.slices[0].segments[0]
    assert flight_words.on_board(offer, segment) == ["Economy, fare Y1. 1 hold bag, 1 cabin bag"]
    less = (BagAllowance("checked", 0),)
    comforts = CabinAmenities("paid", "31", "extra_legroom", "no")
    aboard = tuple(
        replace(one, bags=less if one.passenger_id == "pas_3" else one.bags, amenities=comforts)
        for one in segment.passengers
    )
    assert flight_words.on_board(offer, replace(segment, passengers=aboard)) == [
        "Adult 1, adult 2, infant 4 (1): Economy, fare Y1. 1 hold bag, 1 cabin bag",
        "Child 3 (7): Economy, fare Y1. No hold bag",
        "Wi-Fi for a charge, no power at seat, pitch 31, extra legroom",
    ]


def test_silence_about_bags_is_said_and_strange_passengers_are_not_hidden() -> None:
    offer = an_offer()
    other = SegmentPassenger("pas_9", "", "", "", ())
    segment = replace(offer.slices[0].segments[0], passengers=(other,))
    assert flight_words.on_board(offer, segment) == ["Cabin not said. Bags not said"]
    assert flight_words.party_of(offer, ["pas_9"]) == "Another passenger"
