"""The lines of the trip's price: what is said is true to the cent, however many seats and bags there are."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.booking import BagPick, SeatPick, draft_total
from agentdesk.travel.money import Money, total
from agentdesk.travel.passengers import OfferPassenger, PassengerKind
from agentdesk.ui import words
from agentdesk.ui.book.trip_prices import price_lines
from tests.samples import a_bag, a_draft, an_offer

pence = st.integers(min_value=0, max_value=99_999_999).map(lambda amount: Decimal(amount) / 100)
segments = st.sampled_from([*(one.id for part in an_offer().slices for one in part.segments), "seg_of_another_offer"])
seats = st.lists(st.tuples(segments, pence), max_size=18)
bags = st.lists(st.tuples(st.sampled_from([15, 20, 23]), pence, st.integers(1, 3)), max_size=9)


def gbp(amount: Decimal) -> Money:
    return Money(amount, "GBP")


@given(
    base=pence,
    tax=st.none() | pence,
    party=st.lists(st.sampled_from(PassengerKind), min_size=1),
    seats=seats,
    bags=bags,
)
def test_the_lines_add_up_to_the_total_and_every_pick_is_in_one(
    base: Decimal,
    tax: Decimal | None,
    party: list[PassengerKind],
    seats: list[tuple[str, Decimal]],
    bags: list[tuple[int, Decimal, int]],
) -> None:
    offer = replace(
        an_offer(),
        base=gbp(base),
        tax=gbp(tax) if tax is not None else None,
        total=gbp(base + (tax or 0)),
        passengers=tuple(OfferPassenger(f"pas_{number}", kind) for number, kind in enumerate(party)),
    )
    picks = tuple(
        SeatPick(segment, f"pas_{number}", f"{number + 1}A", gbp(price), f"ase_{number}")
        for number, (segment, price) in enumerate(seats)
    )
    picked = tuple(
        BagPick(replace(service, price=gbp(price), bag=replace(service.bag, weight_kg=kilos)), count)
        for kilos, price, count in bags
        if (service := a_bag()).bag is not None
    )
    draft = replace(a_draft(offer), seats=picks, bags=picked)
    lines = price_lines(offer, draft)
    assert total([line.amount for line in lines], "GBP") == draft_total(draft)
    said = " ".join(line.text for line in lines)
    known = {one.id for part in offer.slices for one in part.segments}
    assert all(pick.designator in said for pick in picks if pick.segment_id in known)


def test_a_price_is_divided_only_where_that_is_exact() -> None:
    two = tuple(OfferPassenger(f"pas_{number}", PassengerKind.ADULT) for number in range(2))
    even = replace(an_offer(), passengers=two, base=gbp(Decimal("1113.80")))
    assert price_lines(even)[0].text == "2 adults × £556.90"
    odd = replace(even, base=gbp(Decimal("1113.81")))
    assert price_lines(odd)[0].text == "2 adults"
    mixed = replace(even, passengers=(two[0], OfferPassenger("pas_2", PassengerKind.CHILD)))
    assert price_lines(mixed)[0].text == "Fare, 1 adult, 1 child"
    yen = replace(even, base=Money(Decimal(10001), "JPY"), total=Money(Decimal(10001), "JPY"), tax=None)
    assert price_lines(yen)[0].text == "2 adults", "there is no half yen"


def test_seats_are_named_by_flight_and_bags_of_a_kind_are_one_line() -> None:
    offer = an_offer()
    out = offer.slices[0].segments[0].id
    seats = tuple(
        SeatPick(out, f"pas_{number}", name, gbp(Decimal(20)), name) for number, name in enumerate(("28C", "28D"))
    )
    draft = replace(a_draft(offer), seats=seats, bags=(BagPick(a_bag(), 2),))
    said = {line.text: words.money(line.amount) for line in price_lines(offer, draft)}
    assert said["Seats 28C, 28D, LHR – JFK"] == "£40.00"
    assert said["Hold bag 23 kg, 2 × £20.00"] == "£40.00"
