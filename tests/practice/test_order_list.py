"""The list of orders: every filter and sort, and pages."""

import pytest

from tests.practice.trips import Json, codes, duffel_offer, hold_body, order, people
from tests.practice_airline import Practice


@pytest.fixture
def three(practice: Practice) -> list[Json]:
    """A flight in two months, one next week for another traveller, and a hold in a month."""
    far = order(practice, duffel_offer(practice, ("LHR", "JFK", 60)))
    offer = duffel_offer(practice, ("MUC", "BCN", 7))
    near = order(practice, offer, passengers=[people(offer)[0] | {"given_name": "Åsa", "family_name": "Öberg"}])
    held = practice.post("/air/orders", hold_body(duffel_offer(practice, ("JFK", "EWR", 30)))).json()["data"]
    return [far, near, held]


def ids(practice: Practice, **query: object) -> list[str]:
    return [one["id"] for one in practice.get("/air/orders", **query)]


def test_each_filter_keeps_what_it_names(practice: Practice, three: list[Json]) -> None:
    far, near, held = (one["id"] for one in three)
    assert ids(practice, **{"origin_id[]": three[1]["slices"][0]["origin"]["id"]}) == [near]
    assert ids(practice, **{"destination_id[]": three[0]["slices"][0]["destination"]["id"]}) == [far]
    assert set(ids(practice, **{"owner_id[]": three[0]["owner"]["id"]})) == {far, near, held}
    assert ids(practice, **{"owner_id[]": "arl_nobody"}) == []
    assert ids(practice, **{"passenger_name[]": "öBERG"}) == [near]
    assert ids(practice, offer_id=three[2]["offer_id"], awaiting_payment="true") == [held]
    assert ids(practice, booking_reference=three[0]["booking_reference"].lower()) == [far]
    assert ids(practice, **{"created_at[before]": three[1]["created_at"]}) == [far]
    assert ids(practice, **{"created_at[after]": three[1]["created_at"]}) == [held]
    assert ids(practice, requires_action="true") == []


def test_departures_are_compared_by_the_airports_own_zone(practice: Practice, three: list[Json]) -> None:
    leaves = three[1]["slices"][0]["segments"][0]["departing_at"]
    assert ids(practice, **{"departing_at[after]": f"{leaves}Z", "sort": "created_at"}) == [
        three[0]["id"],
        three[2]["id"],
    ], "Munich is an hour or two ahead of UTC, so its flight has left before"
    assert ids(practice, **{"arriving_at[before]": f"{leaves}Z"}) == []


def test_sorts_go_both_ways_and_leave_what_has_no_such_moment_at_the_end(practice: Practice, three: list[Json]) -> None:
    far, near, held = (one["id"] for one in three)
    assert ids(practice, sort="next_departure") == [near, held, far]
    assert ids(practice, sort="-next_departure") == [far, held, near]
    assert ids(practice, sort="payment_required_by")[0] == held
    assert ids(practice, sort="-payment_required_by")[0] == held
    practice.advance(10 * 24 * 3600)
    assert ids(practice, sort="next_departure") == [held, far, near], "what has flown leaves no more"


def test_pages_follow_one_another_under_any_filter(practice: Practice, three: list[Json]) -> None:
    query = {"limit": 2, "sort": "-created_at", "owner_id[]": three[0]["owner"]["id"]}
    first = practice.ask("GET", "/air/orders", params=query).json()
    rest = practice.ask("GET", "/air/orders", params=query | {"after": first["meta"]["after"]}).json()
    assert [one["id"] for one in first["data"] + rest["data"]] == [one["id"] for one in reversed(three)]
    assert (rest["meta"]["after"], first["meta"]["before"]) == (None, None)


def test_what_is_no_filter_value_is_refused(practice: Practice) -> None:
    for query, pointer in (
        ({"awaiting_payment": "perhaps"}, "/awaiting_payment"),
        ({"requires_action": "1"}, "/requires_action"),
    ):
        assert codes(practice.ask("GET", "/air/orders", params=query)) == [("validation_type", pointer)]
    late = practice.ask("GET", "/air/orders", params={"departing_at[after]": "soon"})
    assert codes(late) == [("validation_format", "/departing_at")]
