"""Where no offer passes the filters, the least changes that bring some back are named, with what they bring."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from agentdesk.travel.journeys import Penalty, Permission
from agentdesk.travel.offer_facets import OfferIndex
from agentdesk.travel.offer_filters import Filters, Group, Measure, Range, Scale, wanting
from agentdesk.travel.offer_loosening import MOST, ways_back
from agentdesk.travel.offers import PaymentTerms
from tests.samples import an_offer
from tests.travel.test_offer_facets import DUB, by_way_of, facet_of, fits, flown, offers, wishes

PRICE = Scale(Measure.PRICE, "GBP")


@given(st.data())
@settings(deadline=None, max_examples=80)
def test_each_way_back_brings_exactly_what_it_says_and_there_is_one_where_one_can_be(data: st.DataObject) -> None:
    some = data.draw(st.lists(offers(), max_size=8))
    filters = data.draw(wishes(some))
    index = OfferIndex(some)
    ways = ways_back(index, filters)
    assert len(ways) <= MOST
    for way in ways:
        assert way.facet.count
        assert way.facet == facet_of([one for one in some if fits(one, way.filters)])
        kept = set(filters) - set(way.changed)
        assert all(_part(way.filters, one) == _part(filters, one) for one in kept)
    helps = any(index.count(filters.without(one).without(other)) for one in filters for other in filters)
    assert bool(ways) == (not index.count(filters) and helps)


def _part(filters: Filters, one: Group | Scale) -> object:
    return filters.range(one) if isinstance(one, Scale) else filters.chosen(one)


def test_stops_are_allowed_one_by_one() -> None:
    index = OfferIndex([flown(an_offer(), *by_way_of(DUB, 90))])
    (way,) = ways_back(index, wanting((Group.STOPS, "0")))
    assert way.filters == wanting((Group.STOPS, "0"), (Group.STOPS, "1"))


def test_a_range_is_widened_to_the_nearest_offer_and_no_further() -> None:
    index = OfferIndex([an_offer("off_1", "640.35"), an_offer("off_2", "900.00")])
    (way,) = ways_back(index, Filters().with_range(PRICE, Range(Decimal(100), Decimal(600))))
    assert way.filters == Filters().with_range(PRICE, Range(Decimal(100), Decimal(641)))
    assert way.facet.count == 1


def test_a_fee_is_tried_before_no_refund_at_all() -> None:
    fee = replace(an_offer("off_1"), refund=Permission(True, Penalty("50.00", "GBP")))
    never = replace(an_offer("off_2"), refund=Permission(False))
    (way,) = ways_back(OfferIndex([fee, never]), wanting((Group.REFUND, "free")))
    assert way.filters == wanting((Group.REFUND, "free"), (Group.REFUND, "fee"))
    (way,) = ways_back(OfferIndex([never]), wanting((Group.REFUND, "free"), (Group.REFUND, "fee")))
    assert way.filters == Filters()


def test_two_are_taken_away_only_where_no_single_one_helps() -> None:
    offer = replace(an_offer(), refund=Permission(False), terms=PaymentTerms(True))
    (way,) = ways_back(OfferIndex([offer]), wanting((Group.REFUND, "free"), (Group.HOLD, "yes")))
    assert set(way.changed) == {Group.REFUND, Group.HOLD}


def test_nothing_is_offered_while_offers_pass() -> None:
    assert ways_back(OfferIndex([an_offer()]), wanting((Group.STOPS, "0"))) == []
    assert ways_back(OfferIndex([an_offer()]), Filters()) == []
    assert ways_back(OfferIndex(), wanting((Group.STOPS, "0"))) == []
