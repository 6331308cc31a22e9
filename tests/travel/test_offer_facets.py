"""Counts and prices beside the filters: always what one would see, never two currencies compared."""

import time
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentdesk.travel.alliances import alliance_of_all
from agentdesk.travel.journeys import Flight, Penalty, Permission, Segment
from agentdesk.travel.money import Money
from agentdesk.travel.offer_facets import Facet, OfferIndex
from agentdesk.travel.offer_filters import Filters, Group, Measure, Range, Scale, wanting
from agentdesk.travel.offer_traits import permission, traits_of
from agentdesk.travel.offers import Offer, PaymentTerms
from agentdesk.travel.places import Airline, Airport
from tests.samples import FAMILY, JFK, LHR, a_flight, an_offer

DUB = Airport("DUB", "Dublin Airport", "Dublin", "IE", "Europe/Dublin", "DUB")
LGW = Airport("LGW", "Gatwick Airport", "London", "GB", "Europe/London", "LON")
CARRIERS = (Airline("ZZ", "Duffel Airways"), Airline("BA", "British Airways"), Airline("", "Air Nameless"))
PERMISSIONS = (
    None,
    Permission(False),
    Permission(True),
    Permission(True, Penalty("0.00", "GBP")),
    Permission(True, Penalty("50.00", "EUR")),
)


def by_way_of(way: Airport, minutes: int, leaves_from: Airport | None = None) -> tuple[Flight, Flight]:
    """London to New York with a landing, so many minutes on the ground."""
    first = a_flight("1", LHR, way, datetime(2026, 12, 12, 7, 0), datetime(2026, 12, 12, 8, 20))
    leaves = datetime(2026, 12, 12, 8, 20) + timedelta(minutes=minutes)
    then = a_flight("2", leaves_from or way, JFK, leaves, leaves + timedelta(hours=2))
    return replace(first, duration=timedelta(minutes=80)), replace(then, duration=timedelta(hours=7))


def flown(offer: Offer, *flights: Flight) -> Offer:
    """The same offer with other flights out."""
    out = offer.slices[0]
    segments = tuple(Segment(f"seg_{n}", one, out.segments[0].passengers) for n, one in enumerate(flights))
    return replace(offer, slices=(replace(out, segments=segments, duration=None), *offer.slices[1:]))


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    currency = draw(st.sampled_from(["GBP", "GBP", "EUR"]))
    offer = replace(
        an_offer(f"off_{draw(st.integers(0, 99999))}"),
        total=Money(Decimal(draw(st.integers(100, 140))) * draw(st.sampled_from([1, 10])), currency),
        owner=draw(st.sampled_from(CARRIERS)),
        refund=draw(st.sampled_from(PERMISSIONS)),
        change=draw(st.sampled_from(PERMISSIONS)),
        terms=PaymentTerms(draw(st.booleans())),
    )
    carrier = draw(st.sampled_from(CARRIERS))
    way = draw(st.sampled_from(["direct", "one", "night", "airports"]))
    if way == "direct":
        flights: tuple[Flight, ...] = (a_flight(),)
    elif way == "airports":
        flights = by_way_of(LGW, 200, DUB)
    else:
        flights = by_way_of(DUB, 900 if way == "night" else draw(st.integers(30, 300)))
    named = [replace(one, marketing=carrier, aircraft=draw(st.sampled_from(["", "A320", "B777"]))) for one in flights]
    return flown(offer, *named)


SCALES = (
    (Scale(Measure.PRICE, "GBP"), 100, 1400),
    (Scale(Measure.PRICE, "EUR"), 100, 1400),
    (Scale(Measure.DURATION), 300, 1500),
    (Scale(Measure.LAYOVER), 30, 900),
    (Scale(Measure.DEPARTS, "0"), 0, 1440),
    (Scale(Measure.ARRIVES, "1"), 0, 1440),
)


@st.composite
def wishes(draw: st.DrawFn, among: list[Offer]) -> Filters:
    """Some values that there are, some that there are not, and ranges open at one end or at none."""
    filters = Filters()
    index = OfferIndex(among).facets(Filters())
    for group in draw(st.lists(st.sampled_from(Group), max_size=3, unique=True)):
        values = sorted({*index.values[group], "nowhere"})
        filters = filters.with_values(group, draw(st.frozensets(st.sampled_from(values), max_size=3)))
    for scale, low, high in draw(st.lists(st.sampled_from(SCALES), max_size=2, unique=True)):
        ends = st.none() | st.integers(low, high).map(Decimal)
        filters = filters.with_range(scale, Range(draw(ends), draw(ends)))
    return filters


def fits(offer: Offer, filters: Filters) -> bool:
    """What filters mean, offer by offer, without any index."""
    traits = traits_of(offer)
    for group, wanted in filters.values.items():
        if not wanted & set(traits.values[group]):
            return False
    for scale, wanted_range in filters.ranges.items():
        span = traits.spans.get(scale, (Decimal(-1), Decimal(-1)))
        if span is None:
            return False
        if scale in traits.spans and not (
            (wanted_range.low is None or wanted_range.low <= span[0])
            and (wanted_range.high is None or span[1] <= wanted_range.high)
        ):
            return False
    return True


def facet_of(found: list[Offer]) -> Facet:
    prices: dict[str, Decimal] = {}
    for one in found:
        prices[one.total.currency] = min(prices.get(one.total.currency, one.total.amount), one.total.amount)
    return Facet(len(found), tuple(Money(prices[one], one) for one in sorted(prices)))


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_the_list_holds_exactly_what_fits_in_the_order_asked_for(data: st.DataObject) -> None:
    some = data.draw(st.lists(offers(), max_size=12))
    filters = data.draw(wishes(some))
    order = data.draw(st.permutations(range(len(some))))
    index = OfferIndex(some)
    assert index.pick(filters, order) == [place for place in order if fits(some[place], filters)]
    assert index.count(filters) == sum(fits(one, filters) for one in some)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_the_number_and_price_beside_a_value_are_those_of_the_list_it_gives(data: st.DataObject) -> None:
    some = data.draw(st.lists(offers(), max_size=12))
    filters = data.draw(wishes(some))
    index = OfferIndex(some)
    facets = index.facets(filters)
    places = range(len(some))
    assert facets.shown == facet_of([some[place] for place in index.pick(filters, places)])
    assert facets.everything == len(some)
    for group, values in facets.values.items():
        for value, facet in values.items():
            alone = filters.with_values(group, frozenset({value}))
            assert facet == facet_of([some[place] for place in index.pick(alone, places)]), (group, value)
    assert facets.opened.keys() == filters.ranges.keys()
    for scale, facet in facets.opened.items():
        opened = index.pick(filters.without(scale), places)
        assert facet == facet_of([some[place] for place in opened]), scale


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_offers_that_come_in_batches_are_counted_as_if_they_had_come_at_once(data: st.DataObject) -> None:
    some = data.draw(st.lists(offers(), max_size=12))
    cut = data.draw(st.integers(0, len(some)))
    filters = data.draw(wishes(some))
    grown = OfferIndex(some[:cut])
    grown.add(some[cut:])
    assert grown.facets(filters) == OfferIndex(some).facets(filters)
    assert len(grown) == len(some)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_undoing_what_is_set_one_by_one_shows_everything(data: st.DataObject) -> None:
    some = data.draw(st.lists(offers(), max_size=8))
    filters = data.draw(wishes(some))
    assert filters.count == len(list(filters))
    for one in list(filters):
        filters = filters.without(one)
    assert filters == Filters()
    assert OfferIndex(some).pick(filters, range(len(some))) == list(range(len(some)))


def test_blocks_are_filled_and_an_offer_in_one_can_be_replaced() -> None:
    some = [an_offer(f"off_{number}", f"{1000 + number}.00") for number in range(1300)]
    index = OfferIndex(some[:700])
    index.add(some[700:])
    assert index.facets(Filters()).values[Group.STOPS]["0"].cheapest == (Money.of("1000.00", "GBP"),)
    for place in (3, 1299):
        some[place] = replace(an_offer(f"off_{place}", "50.00"), refund=Permission(True))
        index.put(place, some)
        free = wanting((Group.REFUND, "fee"))
        assert place in index.pick(free, range(1300))
    index.add([an_offer("off_1300", "40.00")])
    assert index.count(wanting((Group.REFUND, "fee"))) == 2
    assert index.facets(Filters()).shown == Facet(1301, (Money.of("40.00", "GBP"),))
    with pytest.raises(IndexError):
        index.put(1301, some)


def test_a_value_without_offers_stays_and_so_does_one_that_is_chosen() -> None:
    facets = OfferIndex([an_offer()]).facets(wanting((Group.AIRLINE, "XX")))
    assert facets.values[Group.STOPS].keys() == {"0", "1", "2"}
    assert facets.values[Group.AIRLINE]["XX"] == Facet()
    assert facets.values[Group.STOPS]["0"] == Facet()


def test_bags_count_only_where_each_seat_has_one_on_each_flight() -> None:
    offer = an_offer(passengers=FAMILY)
    out, back = offer.slices
    segment = back.segments[0]
    without = replace(segment.passengers[0], bags=())
    infant_without = replace(segment.passengers[3], bags=())
    missing = replace(back, segments=(replace(segment, passengers=(without, *segment.passengers[1:])),))
    infant_only = replace(back, segments=(replace(segment, passengers=(*segment.passengers[:3], infant_without)),))
    silent = replace(back, segments=(replace(segment, passengers=()),))
    for group in (Group.HOLD_BAG, Group.CABIN_BAG):
        assert not traits_of(replace(offer, slices=(out, missing))).values[group]
        assert not traits_of(replace(offer, slices=(out, silent))).values[group]
        assert traits_of(replace(offer, slices=(out, infant_only))).values[group] == ("yes",)


def test_permissions_have_four_states() -> None:
    assert [permission(one) for one in PERMISSIONS] == ["unsaid", "no", "fee", "free", "fee"]


def test_nights_and_changes_of_airport_are_known_by_the_layover() -> None:
    plain = traits_of(flown(an_offer(), *by_way_of(DUB, 90)))
    night = traits_of(flown(an_offer(), *by_way_of(DUB, 1000)))
    other = traits_of(flown(an_offer(), *by_way_of(LGW, 200, LHR)))
    assert (plain.values[Group.NO_NIGHT], plain.values[Group.SAME_AIRPORT]) == (("yes",), ("yes",))
    assert not night.values[Group.NO_NIGHT]
    assert not other.values[Group.SAME_AIRPORT]
    assert plain.values[Group.LAYOVER_AT] == ["DUB"]
    assert traits_of(an_offer()).values[Group.LAYOVER_AT] == [""]
    assert plain.spans[Scale(Measure.LAYOVER)] == (90, 90)


def test_a_direct_journey_passes_any_wish_for_layovers() -> None:
    long_wait = flown(an_offer("off_2"), *by_way_of(DUB, 400))
    filters = Filters().with_range(Scale(Measure.LAYOVER), Range(high=Decimal(120)))
    assert OfferIndex([an_offer(), long_wait]).pick(filters, [0, 1]) == [0]


def test_an_unknown_duration_passes_only_while_none_is_wanted() -> None:
    offer = an_offer()
    nowhere = replace(a_flight(), destination=replace(JFK, time_zone=""))
    index = OfferIndex([flown(offer, nowhere)])
    assert index.count(Filters()) == 1
    assert index.count(Filters().with_range(Scale(Measure.DURATION), Range(high=Decimal(9999)))) == 0


def test_an_alliance_must_sell_or_fly_each_flight() -> None:
    assert alliance_of_all([("BA", "BA"), ("ZZ", "AA")]) == "Oneworld"
    assert alliance_of_all([("BA", "BA"), ("LH", "LH")]) == ""
    assert alliance_of_all([("ZZ", "ZZ")]) == ""


def test_ten_thousand_offers_are_filtered_and_counted_within_a_frame() -> None:
    some = [replace(an_offer(), total=Money(Decimal(n * 7919 % 10007), "GBP")) for n in range(10_000)]
    index = OfferIndex(some)
    filters = wanting((Group.STOPS, "0"), (Group.CHANGE, "fee"))
    times = []
    for high in range(5000, 5007):
        wanted = filters.with_range(Scale(Measure.PRICE, "GBP"), Range(high=Decimal(high)))
        start = time.process_time()
        found = index.pick(wanted, range(10_000))
        facets = index.facets(wanted)
        times.append(time.process_time() - start)
        assert len(found) == facets.shown.count
    assert min(times) < 0.016
