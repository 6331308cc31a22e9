"""Looking for a seat: what fits, what is nearest, what is equal on the next flight, what was picked before."""

from dataclasses import replace

import pytest

from agentdesk.travel.basket import renewed, same_service
from agentdesk.travel.booking import BagPick, SeatPick
from agentdesk.travel.seat_layout import Cell, PlacedCabin, place
from agentdesk.travel.seat_search import Filter, copied, fitting, nearest, next_of
from agentdesk.travel.seats import CabinMap, Element, ElementKind, Row, SeatMap, SeatService, Sitter, WhyNot, why_not
from tests.samples import a_bag, a_draft, an_offer, gbp

ADULT, PARENT, CHILD = Sitter("a", True), Sitter("a", True, with_infant=True), Sitter("a", False)


def seat(
    name: str, price: str = "20.00", *said: str, kind: ElementKind = ElementKind.SEAT, free: bool = True
) -> Element:
    services = (SeatService(f"s{name}", "a", gbp(price)), SeatService(f"t{name}", "b", gbp(price))) if free else ()
    return Element(kind, name, disclosures=said, services=services)


def drawn(*rows: tuple[str, str], price: str = "20.00", first: int = 1) -> CabinMap:
    """Rows of two sections by letters; small ones are taken."""
    made = [
        Row(tuple(tuple(seat(f"{n}{one.upper()}", price, free=one.isupper()) for one in part) for part in row))
        for n, row in enumerate(rows, first)
    ]
    return CabinMap(0, "economy", 1, None, tuple(made))


def cell(cabin: PlacedCabin, name: str) -> Cell:
    found = cabin.seat(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("said", "sitter", "why"),
    [
        ("Passenger must be an adult", CHILD, WhyNot.ADULTS_ONLY),
        ("Passenger must be an adult", ADULT, None),
        ("Adults only", CHILD, WhyNot.ADULTS_ONLY),
        ("Not suitable for children", CHILD, WhyNot.ADULTS_ONLY),
        ("Not allowed for infants", PARENT, WhyNot.NO_INFANTS),
        ("No infants", PARENT, WhyNot.NO_INFANTS),
        ("Not suitable for passengers with infants", ADULT, None),
        ("Emergency exit", PARENT, WhyNot.EXIT_ROW),
        ("Emergency exit", CHILD, WhyNot.EXIT_ROW),
        ("Families with infants may be given this row", PARENT, None),
        ("Window seat without a view", CHILD, None),
    ],
)
def test_what_the_airline_says_of_a_seat_is_obeyed(said: str, sitter: Sitter, why: WhyNot | None) -> None:
    assert why_not(seat("1A", "20.00", said), sitter) is why


def test_blocked_taken_and_other_peoples_seats_are_told_apart() -> None:
    assert why_not(seat("1A", kind=ElementKind.RESTRICTED), ADULT) is WhyNot.BLOCKED
    assert why_not(seat("1A", free=False), ADULT) is WhyNot.TAKEN
    assert why_not(seat("1A"), Sitter("c", True)) is WhyNot.NOT_THEIRS
    assert why_not(seat("1A"), CHILD, near_exit=True) is WhyNot.EXIT_ROW
    assert why_not(seat("1A"), ADULT, near_exit=True) is None


def test_wishes_add_up_and_together_is_beside_the_party() -> None:
    cabin = place(drawn(("ABC", "DEF"), ("AbC", "DEF")))
    assert fitting(cabin, ADULT, (), {Filter.WINDOW}) == {"1A", "1F", "2A", "2F"}
    assert fitting(cabin, ADULT, ("1B",), {Filter.TOGETHER}) == {"1A", "1C"}
    assert fitting(cabin, ADULT, ("1B",), {Filter.TOGETHER, Filter.AISLE}) == {"1C"}
    assert fitting(cabin, ADULT, (), {Filter.FREE}) == set()
    assert "2A" not in fitting(cabin, ADULT, (), {Filter.TOGETHER})


def test_nearest_and_next_pass_over_what_will_not_do() -> None:
    cabin = place(drawn(("ABC", "DEF"), ("ABC", "DEF")))
    near = nearest(cabin.seats, cell(cabin, "1A"), {"1C", "2F"})
    assert near is cell(cabin, "1C")
    assert nearest(cabin.seats, cell(cabin, "1A"), {"1A"}) is None
    windows = {"1A", "2F"}
    assert next_of(cabin, cell(cabin, "1A"), windows, lambda one: one.is_window) is cell(cabin, "2F")
    assert next_of(cabin, cell(cabin, "2F"), windows, lambda one: one.is_window) is cell(cabin, "1A")


def test_the_same_seat_is_copied_else_the_nearest_of_its_kind_and_none_twice() -> None:
    here = place(drawn(("ABC", "DEF"), ("ABC", "DEF"), first=10))
    then = place(drawn(("aBC", "DEF"), ("ABC", "DEF"), ("ABC", "DEF"), first=10))
    picks = {"a": cell(here, "10A"), "b": cell(here, "11A")}
    found = copied(picks, [then], (Sitter("a", True), Sitter("b", True)))
    assert {who: one.element.designator for who, (_, one) in found.items()} == {"a": "10F", "b": "11A"}


def test_picks_are_found_again_by_what_they_are_and_changes_are_told() -> None:
    kept, dearer, gone = (SeatPick("seg_out", who, name, gbp("20.00"), "old") for who, name in
                          (("a", "1A"), ("b", "1B"), ("c", "9Z")))  # fmt: skip
    elsewhere = SeatPick("seg_back", "a", "5A", gbp("9.00"), "old")
    bag = BagPick(a_bag("old_bag"), 2)
    offer = replace(an_offer(), services=(replace(a_bag("new_bag"), max_quantity=1),))
    draft = replace(a_draft(offer), seats=(kept, dearer, gone, elsewhere), bags=(bag,))
    row = Row(((seat("1A"), seat("1B", "25.00")), ()))
    news = renewed(draft, (SeatMap("sea", "seg_out", "sli", (CabinMap(0, "", 1, None, (row,)),)),), offer.services)
    assert [(one.designator, one.price, one.service_id) for one in news.draft.seats] == [
        ("1A", gbp("20.00"), "s1A"),
        ("1B", gbp("25.00"), "t1B"),
        ("5A", gbp("9.00"), "old"),
    ]
    assert [(old.designator, now.price if now else None) for old, now in news.seats] == [
        ("1B", gbp("25.00")),
        ("9Z", None),
    ]
    assert [(one.service.id, one.quantity) for one in news.draft.bags] == [("new_bag", 1)]
    assert news.has_changed
    assert same_service(bag.service, offer.services[0])
