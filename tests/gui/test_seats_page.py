"""Seats: prices before the pick, one seat for one passenger, by keyboard, undone by one key."""

import asyncio
from dataclasses import replace

from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.seats import CabinMap, Element, ElementKind, Row, SeatMap, SeatService
from agentdesk.ui.book.seat_picks import bag_count, put_bags, take
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking, open_booking
from tests.gui.test_payment_page import ready_to_pay
from tests.samples import FAMILY, a_bag, a_draft, an_offer, gbp

_COUPLE = FAMILY[:2]


def _seat(name: str, price: str = "20.00", passengers: tuple[str, ...] = ("pas_1", "pas_2")) -> Element:
    services = tuple(SeatService(f"ase_{name}_{one}", one, gbp(price)) for one in passengers)
    return Element(ElementKind.SEAT, name, services=services)


def _map(segment: str) -> SeatMap:
    rows = tuple(
        Row(((_seat(f"{row}A"), _seat(f"{row}B")), (_seat(f"{row}C", passengers=()), _seat(f"{row}D", "35.00"))))
        for row in (10, 11, 12)
    )
    return SeatMap(f"sea_{segment}", segment, "sli_out", (CabinMap(0, "economy", 1, None, rows),))


def _draft() -> Draft:
    offer = replace(an_offer(passengers=_COUPLE), services=(a_bag("ase_b1"), a_bag("ase_b2", "pas_2")))
    return replace(a_draft(offer), step=Step.SEATS)


def _airline(*segments: str) -> FakeAirline:
    airline = FakeAirline()
    airline.maps = tuple(_map(segment) for segment in segments)
    return airline


def _picks(booking: OpenBooking) -> list[tuple[str, str, str]]:
    return [(one.segment_id, one.passenger_id, one.designator) for one in booking.tab.draft.seats]


async def test_arrows_move_enter_takes_and_the_next_passenger_is_in_turn() -> None:
    async with open_booking(_draft(), _airline("seg_out", "seg_back")) as booking:
        first = await booking.hands.find("10A, window, 20 pounds, free")
        await booking.hands.until(first.hasFocus, "the keyboard in the map")
        await booking.hands.press("Right")
        await booking.hands.press("Return")
        await booking.hands.press("Down")
        await booking.hands.press("Return")
        assert _picks(booking) == [("seg_out", "pas_1", "11A"), ("seg_out", "pas_2", "11B")]
        await booking.hands.hear("2 of 4 seats chosen")
        await booking.hands.press("Ctrl+Z")
        assert _picks(booking) == [("seg_out", "pas_1", "11A")]


async def test_enter_on_the_own_seat_gives_it_back() -> None:
    async with open_booking(_draft(), _airline("seg_out")) as booking:
        await booking.hands.click("10A, window, 20 pounds, free")
        assert len(_picks(booking)) == 1
        await booking.hands.click("Adult 1, LHR – JFK, 10A £20.00")
        await booking.hands.find("10A, window, 20 pounds, picked")
        await booking.hands.press("Return")
        assert _picks(booking) == []


async def test_a_seat_that_is_not_for_sale_cannot_be_taken() -> None:
    async with open_booking(_draft(), _airline("seg_out")) as booking:
        await booking.hands.click("10C, aisle, taken")
        assert _picks(booking) == []
        assert booking.hands.says("10C is taken.")


async def test_one_key_seats_the_party_side_by_side_at_the_lowest_price() -> None:
    async with open_booking(_draft(), _airline("seg_out")) as booking:
        await booking.hands.find("10A, window, 20 pounds, free")
        await booking.hands.click("Seat together")
        await booking.hands.hear("Seated on 1 flight at the lowest price: £40.00 in all.")
        assert {one[2] for one in _picks(booking)} == {"10A", "10B"}


async def test_a_flight_without_a_map_is_said_kindly_and_the_trip_goes_on() -> None:
    async with open_booking(_draft(), _airline()) as booking:
        await booking.hands.hear("The airline shows no seats for these flights.")
        assert booking.view.page is not None
        assert booking.view.page.missing() == ""


async def test_a_bag_counted_after_seats_leaves_the_seats() -> None:
    async with open_booking(_draft(), _airline("seg_out")) as booking:
        await booking.hands.click("10A, window, 20 pounds, free")
        await booking.hands.click("More bags for adult 2, all flights")
        assert len(_picks(booking)) == 1
        assert [one.service.id for one in booking.tab.draft.bags] == ["ase_b2"]
        await booking.hands.hear("£1,652.77")


def test_one_seat_holds_one_passenger() -> None:
    draft = take(_draft(), "seg_out", "pas_1", _seat("10A"))
    assert take(draft, "seg_out", "pas_2", _seat("10A")) == draft
    moved = take(draft, "seg_out", "pas_1", _seat("11A"))
    assert [one.designator for one in moved.seats] == ["11A"]


def test_only_one_weight_of_bag_for_the_same_passenger_and_flights() -> None:
    light, heavy = a_bag("ase_15"), replace(a_bag("ase_23"), price=gbp("35.00"))
    draft = put_bags(_draft(), light, 1)
    draft = put_bags(draft, heavy, 2)
    assert bag_count(draft, light) == 0
    assert bag_count(draft, heavy) == 2
    assert put_bags(draft, heavy, 0).bags == ()


class _SlowSeats(FakeAirline):
    """Its seat maps come when they are let go."""

    def __init__(self) -> None:
        super().__init__(an_offer())
        self.maps = (_map("seg_out"),)
        self.let_go = asyncio.Event()

    async def seat_maps(self, offer_id: str) -> tuple[SeatMap, ...]:
        await self.let_go.wait()
        return await super().seat_maps(offer_id)


async def test_a_cabin_that_comes_late_leaves_the_next_page_alone() -> None:
    airline = _SlowSeats()
    async with open_booking(replace(ready_to_pay(), step=Step.SEATS), airline) as one:
        one.view.go_to(Step.PAYMENT)
        await one.hands.focus("Your own reference")
        airline.let_go.set()
        before = one.tab.draft
        await one.hands.write("K-2041")
        await asyncio.sleep(0.1)
        assert replace(one.tab.draft, looks=before.looks) == replace(before, own_reference="K-2041")
        one.view.go_to(Step.SEATS)
        await one.hands.until(lambda: any(name.startswith("10A") for name in one.hands.names()), "the cabin, read anew")
