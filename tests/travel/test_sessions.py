"""Who is who between a search, an offer and an order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.matching import Ambiguous, Named, match
from agentdesk.travel.passengers import OfferPassenger, PassengerKind
from agentdesk.travel.sessions import asked, upstream_ids

ADULT, CHILD, INFANT = PassengerKind.ADULT, PassengerKind.CHILD, PassengerKind.INFANT
people = st.lists(
    st.one_of(
        st.just((ADULT, None)),
        st.just((INFANT, None)),
        st.just((CHILD, None)),
        st.tuples(st.just(CHILD), st.integers(2, 17)),
    ),
    min_size=1,
    max_size=9,
)


def ids(count: int) -> list[str]:
    return [f"pas_{number}" for number in range(count)]


@given(people)
def test_the_party_counts_everybody_once(who: list[tuple[PassengerKind, int | None]]) -> None:
    party, passengers = asked(who, ids(len(who)))
    assert party.count == len(who)
    assert [one.id for one in passengers] == ids(len(who))
    assert sorted(one.place for one in passengers) == list(range(len(who)))
    in_order = sorted(passengers, key=lambda one: one.place)
    assert [one.age for one in in_order if one.age is not None] == list(party.child_ages)


@given(people, st.randoms())
def test_each_passenger_is_one_of_the_offer(who: list[tuple[PassengerKind, int | None]], random: object) -> None:
    _, passengers = asked(who, ids(len(who)))
    in_order = sorted(passengers, key=lambda one: one.place)
    offered = [OfferPassenger(f"up_{n}", None if one.age else one.kind, one.age) for n, one in enumerate(in_order)]
    random.shuffle(offered)  # type: ignore[attr-defined]
    found = upstream_ids(passengers, offered)
    by_id = {one.id: one for one in offered}
    assert found.keys() == {one.id for one in passengers}
    assert len(set(found.values())) == len(who)
    for one in passengers:
        theirs = by_id[found[one.id]]
        assert theirs.age == one.age
        assert theirs.kind == (None if one.age else one.kind)


def test_another_party_is_said() -> None:
    _, passengers = asked([(ADULT, None)], ids(1))
    with pytest.raises(LookupError):
        upstream_ids(passengers, [])


DAY = date(2027, 3, 28)


def test_a_kind_that_the_airline_sees_otherwise_still_fits() -> None:
    _, passengers = asked([(ADULT, None), (CHILD, 17)], ids(2))
    offered = [OfferPassenger("a", ADULT), OfferPassenger("b", ADULT)]
    assert upstream_ids(passengers, offered) == {"pas_0": "a", "pas_1": "b"}


def test_people_are_matched_by_id_then_type_then_age() -> None:
    _, passengers = asked([(ADULT, None), (CHILD, 12), (CHILD, 8), (INFANT, None)], ids(4))
    named = [
        Named("", None, date(2019, 1, 1)),
        Named("", INFANT, date(2026, 9, 1)),
        Named("pas_0", None, date(1987, 7, 24)),
        Named("", None, date(2015, 1, 1)),
    ]
    assert [one.id for one in match(named, passengers, DAY)] == ["pas_2", "pas_3", "pas_0", "pas_1"]


@pytest.mark.parametrize(
    "named",
    [
        [],
        [Named("", ADULT, date(1987, 1, 1))] * 2,
        [Named("", CHILD, date(2018, 1, 1))],
        [Named("pas_9", None, date(1987, 1, 1))],
    ],
)
def test_people_who_fit_nowhere_are_ambiguous(named: list[Named]) -> None:
    _, passengers = asked([(ADULT, None)], ids(1))
    with pytest.raises(Ambiguous):
        match(named, passengers, DAY)
