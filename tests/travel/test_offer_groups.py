"""Offers grouped into journeys: none lost, none doubled, the cheapest in front, however they came."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.offer_facets import OfferIndex
from agentdesk.travel.offer_filters import Filters, Group
from agentdesk.travel.offer_groups import cheapest_first, grouped, sorted_by_slice, sorted_rows
from agentdesk.travel.offer_sorting import Sort, keys_of
from agentdesk.travel.offers import Offer
from tests.samples import an_offer

START = datetime(2026, 12, 12, 6, 0)


def fare(number: int, price: int, ways: tuple[int, ...], *, refundable: bool = False) -> Offer:
    """An offer whose slices leave so many hours after six; the same hours are the same flights."""
    template = an_offer(f"off_{number}", f"{price}.00")
    slices = []
    for place, hours in enumerate(ways):
        part = template.slices[place % 2]
        flight = replace(
            part.segments[0].flight,
            number=f"{place}{hours}",
            departs=START + timedelta(days=7 * place, hours=hours),
            arrives=START + timedelta(days=7 * place, hours=hours + 8),
        )
        segment = replace(part.segments[0], flight=flight)
        slices.append(replace(part, id=f"sli_{place}", segments=(segment,), comparison_key=f"{place}:{hours}"))
    refund = replace(template.refund, allowed=refundable) if template.refund is not None else None
    return replace(template, slices=tuple(slices), refund=refund)


@st.composite
def searches(draw: st.DrawFn) -> list[Offer]:
    """Offers of one search: as many slices each, few different flights, many fares."""
    slices = draw(st.integers(1, 3))
    one = st.tuples(st.integers(1, 40), st.tuples(*[st.integers(0, 3)] * slices), st.booleans())
    return [
        fare(number, 100 * price, ways, refundable=refundable)
        for number, (price, ways, refundable) in enumerate(draw(st.lists(one, max_size=25)))
    ]


def _wish(refundable: bool) -> Filters:
    return Filters().with_values(Group.REFUND, frozenset({"free", "fee"} if refundable else ()))


def rows_of(offers: list[Offer], wanted: Filters = Filters(), sort: Sort = Sort.PRICE) -> list[list[str]]:
    """The ids of whole journeys' fares, row by row."""
    keys = [keys_of(offer) for offer in offers]
    passing = set(OfferIndex(offers).pick(wanted, range(len(offers))))
    by_price = [place for place in cheapest_first(keys, offers) if place in passing]
    slices = len(offers[0].slices) if offers else 1
    rows = grouped(by_price, [offer.journey_key for offer in offers], (), slices)
    return [[offers[place].id for place in row] for row in sorted_rows(rows, keys, sort)]


@given(searches(), st.booleans(), st.sampled_from(Sort))
def test_grouping_loses_and_doubles_no_offer(offers: list[Offer], refundable: bool, sort: Sort) -> None:
    wanted = _wish(refundable)
    found = [one for row in rows_of(offers, wanted, sort) for one in row]
    assert sorted(found) == sorted(offers[place].id for place in OfferIndex(offers).pick(wanted, range(len(offers))))


@given(searches(), st.booleans(), st.sampled_from(Sort))
def test_a_row_is_one_journey_and_shows_the_cheapest_that_passes(
    offers: list[Offer], refundable: bool, sort: Sort
) -> None:
    by_id = {offer.id: offer for offer in offers}
    rows = rows_of(offers, _wish(refundable), sort)
    assert len({by_id[row[0]].journey_key for row in rows}) == len(rows)
    for row in rows:
        assert {by_id[one].journey_key for one in row} == {by_id[row[0]].journey_key}
        prices = [by_id[one].total.amount for one in row]
        assert prices == sorted(prices)
        same = [one for one in offers if one.journey_key == by_id[row[0]].journey_key]
        passing = [
            one.total.amount for one in same if not refundable or (one.refund is not None and one.refund.allowed)
        ]
        assert prices[0] == min(passing)


@given(searches(), st.sampled_from(Sort), st.integers())
def test_the_order_of_rows_is_the_same_however_the_offers_came(offers: list[Offer], sort: Sort, chance: int) -> None:
    shuffled = sorted(offers, key=lambda offer: hash((offer.id, chance)))
    assert rows_of(shuffled, sort=sort) == rows_of(offers, sort=sort)


@given(searches(), st.sampled_from(Sort))
def test_slice_by_slice_reaches_each_offer_exactly_once(offers: list[Offer], sort: Sort) -> None:
    keys = [keys_of(offer) for offer in offers]
    journeys = [offer.journey_key for offer in offers]
    by_price = cheapest_first(keys, offers)
    slices = len(journeys[0]) if offers else 1
    reached: list[str] = []
    picks: list[tuple[str, ...]] = [()]
    while picks:
        picked = picks.pop()
        rows = sorted_by_slice(grouped(by_price, journeys, picked, len(picked) + 1), offers, len(picked), sort)
        for row in rows:
            key = journeys[row[0]][: len(picked) + 1]
            totals = [offer.total.amount for offer in offers if offer.journey_key[: len(key)] == key]
            assert offers[row[0]].total.amount == min(totals)
            if len(picked) + 1 == slices:
                reached += [offers[place].id for place in row]
            else:
                picks.append(key)
    assert sorted(reached) == sorted(offer.id for offer in offers)


def test_returns_are_sorted_by_their_own_times() -> None:
    offers = [fare(0, 300, (0, 5)), fare(1, 200, (0, 9)), fare(2, 400, (0, 1))]
    keys = [keys_of(offer) for offer in offers]
    journeys = [offer.journey_key for offer in offers]
    rows = grouped(cheapest_first(keys, offers), journeys, ("0:0",), 2)
    assert [row[0] for row in sorted_by_slice(rows, offers, 1, Sort.DEPARTURE)] == [2, 0, 1]
    assert [row[0] for row in sorted_by_slice(rows, offers, 1, Sort.PRICE)] == [1, 0, 2]


def test_equal_prices_stand_by_id() -> None:
    assert rows_of([fare(2, 100, (0,)), fare(1, 100, (0,))]) == [["off_1", "off_2"]]


@given(searches(), st.integers(0, 25))
def test_late_offers_are_sorted_in_as_if_all_had_come_at_once(offers: list[Offer], first: int) -> None:
    keys = [keys_of(offer) for offer in offers]
    early = cheapest_first(keys[:first], offers[:first])
    assert cheapest_first(keys, offers, early) == cheapest_first(keys, offers)
