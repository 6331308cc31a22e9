"""The page of seats by its keys: party, copies, filters, decks, conditions, and what changed meanwhile."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from agentdesk.travel.booking import Draft, SeatPick, Step
from agentdesk.travel.errors import ConnectionLost
from agentdesk.travel.money import Money
from agentdesk.travel.passengers import TravellerForm
from agentdesk.travel.seats import CabinMap, Element, ElementKind, Row, SeatMap, SeatService
from agentdesk.ui.widgets.seat_button import SeatButton, price_text, price_words
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking, open_booking
from tests.samples import FAMILY, a_bag, a_draft, an_offer, gbp

SEATED = ("pas_1", "pas_2", "pas_3")
ADULT = ("Passenger must be an adult",)


def seat(name: str, price: str = "20.00", said: tuple[str, ...] = (), people: tuple[str, ...] = SEATED) -> Element:
    services = tuple(SeatService(f"ase_{name}_{one}", one, gbp(price)) for one in people)
    return Element(ElementKind.SEAT, name, disclosures=said, services=services)


def row(number: int, sections: tuple[str, ...] = ("ABC", "DEF"), price: str = "20.00") -> Row:
    return Row(tuple(tuple(seat(f"{number}{letter}", price) for letter in part) for part in sections))


def seat_map(segment: str, *rows: Row) -> SeatMap:
    return SeatMap(f"sea_{segment}", segment, "sli", (CabinMap(0, "economy", 1, None, rows),))


def family(*, named: bool = True) -> Draft:
    """Two adults, a child of seven, an infant on the first adult's lap."""
    offer = an_offer(passengers=FAMILY)
    offer = replace(offer, services=tuple(a_bag(f"ase_b{who}", who) for who in SEATED))
    forms = (
        TravellerForm("pas_1", given_name="Adaeze", family_name="Okafor"),
        TravellerForm("pas_2", given_name="Daniel", family_name="Okafor"),
        TravellerForm("pas_3", given_name="Zoe", family_name="Okafor"),
        TravellerForm("pas_4", given_name="Ife", family_name="Okafor", carried_by="pas_1"),
    )
    return replace(a_draft(offer), step=Step.SEATS, travellers=forms if named else ())


def flying(*maps: SeatMap) -> FakeAirline:
    airline = FakeAirline()
    airline.maps = maps
    return airline


def picks(booking: OpenBooking, segment: str = "seg_out") -> dict[str, str]:
    return {one.passenger_id: one.designator for one in booking.tab.draft.seats if one.segment_id == segment}


async def in_the_map(booking: OpenBooking) -> None:
    await booking.hands.until(lambda: isinstance(QApplication.focusWidget(), SeatButton), "the keyboard in the map")


def current(booking: OpenBooking) -> str:
    seat_ = QApplication.focusWidget()
    return seat_.cell.element.designator if isinstance(seat_, SeatButton) else ""


async def test_one_key_seats_the_family_on_all_flights_and_one_undoes_it() -> None:
    maps = seat_map("seg_out", row(10), row(11, price="12.50")), seat_map("seg_back", row(30, price="7.25"))
    async with open_booking(family(), flying(*maps)) as booking:
        await in_the_map(booking)
        await booking.hands.press("T")
        await booking.hands.hear("Seated on 2 flights at the lowest price: £59.25 in all.")
        sides = (["11A", "11B", "11C"], ["11D", "11E", "11F"])
        assert sorted(picks(booking).values()) in sides
        assert len(picks(booking, "seg_back")) == 3
        assert sum(one.price.amount for one in booking.tab.draft.seats) == gbp("59.25").amount
        await booking.hands.hear("All seats chosen")
        await booking.hands.press("Ctrl+Z")
        assert booking.tab.draft.seats == ()


async def test_a_seat_for_adults_is_explained_and_the_nearest_that_will_do_is_offered() -> None:
    exits = Row((tuple(seat(f"10{letter}", "45.00", ADULT) for letter in "ABC"), ()))
    async with open_booking(family(), flying(seat_map("seg_out", exits, row(11)))) as booking:
        await in_the_map(booking)
        await booking.hands.press("Tab", 2)
        await booking.hands.hear("Passenger must be an adult. Zoe is 7, so 10A is not for Zoe.")
        await booking.hands.press("Return")
        assert picks(booking) == {}
        await booking.hands.press("G")
        assert current(booking) == "11A"
        await booking.hands.press("Return")
        assert picks(booking) == {"pas_3": "11A"}


async def test_seats_are_copied_to_the_next_flight_and_the_passenger_stays() -> None:
    out, back = seat_map("seg_out", row(10), row(11)), seat_map("seg_back", row(10, ("AC", "DF")), row(11))
    async with open_booking(family(), flying(out, back)) as booking:
        await in_the_map(booking)
        await booking.hands.press("Return")  # 10A for Adaeze
        await booking.hands.press("Right")
        await booking.hands.press("Down")
        await booking.hands.press("Return")  # 11B for Daniel
        assert picks(booking) == {"pas_1": "10A", "pas_2": "11B"}
        await booking.hands.press("C")
        await booking.hands.hear("2 seats copied to JFK – LHR.")
        assert picks(booking, "seg_back") == {"pas_1": "10A", "pas_2": "11B"}
        await booking.hands.press("PgUp")
        await booking.hands.find("Zoe Okafor, LHR – JFK, no seat")


async def test_keys_find_windows_and_aisles_and_the_ends_of_a_row() -> None:
    async with open_booking(family(), flying(seat_map("seg_out", row(10), row(11)))) as booking:
        await in_the_map(booking)
        await booking.hands.press("End")
        assert current(booking) == "10F"
        await booking.hands.press("Home")
        assert current(booking) == "10A"
        await booking.hands.press("A")
        assert current(booking) == "10C"
        await booking.hands.press("W")
        assert current(booking) == "10F"


async def test_a_filter_dims_what_does_not_fit_and_counts_what_does() -> None:
    async with open_booking(family(), flying(seat_map("seg_out", row(10), row(11, price="0.00")))) as booking:
        await in_the_map(booking)
        await booking.hands.click("Window, 4 seats")
        await booking.hands.hear("4 seats fit")
        dim = [one.cell.element.designator for one in booking.view.findChildren(SeatButton) if one.look.dim]
        assert sorted(dim) == ["10B", "10C", "10D", "10E", "11B", "11C", "11D", "11E"]
        await booking.hands.click("No charge, 2 seats")
        await booking.hands.hear("2 seats fit")


async def test_decks_are_switched_and_the_seats_are_the_same_widgets() -> None:
    main = CabinMap(0, "economy", 1, None, (row(40), row(41)))
    upper = CabinMap(1, "economy", 1, None, (row(70),))
    maps = SeatMap("sea", "seg_out", "sli", (main, upper))
    async with open_booking(family(), flying(maps)) as booking:
        await in_the_map(booking)
        before = set(booking.view.findChildren(SeatButton))
        await booking.hands.click("Upper deck")
        await booking.hands.find("70A, window, 20 pounds, free")
        assert {one for one in booking.view.findChildren(SeatButton) if one.isVisible()} <= before
        assert not booking.hands.says("41A, ")


async def test_a_new_price_and_a_lost_seat_are_said_and_the_rest_is_kept() -> None:
    old = tuple(
        SeatPick("seg_out", who, name, gbp("20.00"), f"old_{name}")
        for who, name in (("pas_1", "10A"), ("pas_2", "10B"), ("pas_3", "99C"))
    )
    rows = Row(((seat("10A", "25.00"), seat("10B"), seat("10C")), ()))
    async with open_booking(replace(family(), seats=old), flying(seat_map("seg_out", rows))) as booking:
        await booking.hands.hear("10A for Adaeze was £20.00, now £25.00.")
        assert booking.hands.says("99C for Zoe is no longer for sale.")
        assert picks(booking) == {"pas_1": "10A", "pas_2": "10B"}
        assert [one.service_id for one in booking.tab.draft.seats] == ["ase_10A_pas_1", "ase_10B_pas_2"]


async def test_seats_can_be_picked_before_anybody_has_a_name() -> None:
    async with open_booking(family(named=False), flying(seat_map("seg_out", row(10)))) as booking:
        await in_the_map(booking)
        await booking.hands.press("Return")
        await booking.hands.find("Adult 1, LHR – JFK, 10A £20.00")
        await booking.hands.find("10A, window, 20 pounds, picked for A1")
        assert booking.hands.seen("Undo") is not None


async def test_nothing_is_undone_when_nothing_was_done() -> None:
    async with open_booking(family(), flying(seat_map("seg_out", row(10)))) as booking:
        await in_the_map(booking)
        assert booking.hands.seen("Undo") is None  # it is there, and cannot be pressed
        assert booking.hands.says("Undo")


async def test_bags_of_one_are_copied_to_all() -> None:
    async with open_booking(family(), flying(seat_map("seg_out", row(10)))) as booking:
        await in_the_map(booking)
        await booking.hands.click("More bags for adaeze okafor, all flights")
        await booking.hands.press("B")
        assert sorted(one.service.passenger_ids[0] for one in booking.tab.draft.bags) == list(SEATED)
        await booking.hands.hear("1 + 1 for £20.00")


async def test_a_cut_line_keeps_what_was_picked_and_can_be_tried_again() -> None:
    pick = SeatPick("seg_out", "pas_1", "10A", gbp("20.00"), "old")
    airline = flying(seat_map("seg_out", row(10)))
    airline.trouble = ConnectionLost()
    async with open_booking(replace(family(), seats=(pick,)), airline) as booking:
        await booking.hands.find("Try again")
        assert picks(booking) == {"pas_1": "10A"}
        airline.trouble = None
        await booking.hands.click("Try again")
        await booking.hands.find("10A, window, 20 pounds, picked")


def test_prices_stand_whole_in_a_seat_and_are_said_as_one_says_them() -> None:
    assert [price_text(gbp(one)) for one in ("20.00", "12.50", "0.00", "112.5")] == ["20", "12.50", "0", "112.50"]
    assert price_text(Money.of("1500", "JPY")) == "1500"
    assert price_text(Money.of("1.25", "KWD")) == "1.250"
    said = [price_words(gbp(one)) for one in ("20.00", "1.00", "12.50", "1.05", "0.50", "0.01", "0")]
    assert said == ["20 pounds", "1 pound", "12 pounds 50", "1 pound 05", "50 pence", "1 penny", "at no charge"]
    assert price_words(Money.of("12.50", "CHF")) == "12.50 CHF"


async def test_in_a_low_window_the_seats_of_the_party_stay_in_sight_above_what_is_said_of_them() -> None:
    rows = []
    for number in range(10, 20):  # only the side that lies lowest is free
        free = row(number, ("GHJ",)).sections[0]
        taken = tuple(tuple(seat(f"{number}{one}", people=()) for one in part) for part in ("ABC", "DEF"))
        rows.append(Row((*taken, free)))
    async with open_booking(family(), flying(seat_map("seg_out", *rows), seat_map("seg_back", *rows))) as booking:
        booking.hands.window.resize(960, 620)
        booking.view.resize(960, 620)
        await in_the_map(booking)
        await booking.hands.press("T")
        await booking.hands.hear("Seated on 2 flights")
        names = set(picks(booking).values())
        seats = [one for one in booking.view.findChildren(SeatButton) if one.accessibleName().split(",")[0] in names]
        assert len(seats) == len(names) == 3
        await booking.hands.until(lambda: all(not one.visibleRegion().isEmpty() for one in seats), "all three in sight")
