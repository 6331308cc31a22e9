"""Who is one person and who are two; and what is left of somebody in the values of the trade."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentdesk.travel.erasing import NO_DAY, NO_NUMBER, Leaving, cleaned_of, order_without, sent_without
from agentdesk.travel.order_words import name_words, words_of
from agentdesk.travel.orders import OrderPassenger, Ticket, TicketKind
from agentdesk.travel.people import ERASED, Mention, PlaceKind, answers_to, people_among
from tests.samples import FAMILY, NOON, a_sent, amelia, an_offer, an_order


def named(
    name: str, born: str = "", email: str = "", ident: str = "ord_1", kind: PlaceKind = PlaceKind.ORDER
) -> Mention:
    given_name, _, family_name = name.rpartition(" ")
    return Mention(kind, ident, "pas_1", given_name, family_name, born, email, NOON)


def keys(*mentions: Mention) -> list[tuple[str, str, int]]:
    """Birth date, e-mail and number of mentions of each person."""
    return [(who.key.born, who.key.email, len(own)) for who, own in people_among(mentions)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amelia Earhart", "AMELIA EARHART"),
        ("Amelia Earhart", "Earhart Amelia"),
        ("Jürgen Müller", "Jurgen Muller"),
        ("Anne-Marie O'Neill", "Annemarie ONeill"),
        ("Иван Иванов", "Ivan Ivanov"),
    ],
)
def test_one_name_in_two_spellings_is_one_person(one: str, other: str) -> None:
    assert keys(named(one, "1987-07-24"), named(other, "1987-07-24", ident="ord_2")) == [("1987-07-24", "", 2)]


def test_two_of_one_name_and_different_birthdays_are_two() -> None:
    assert keys(named("Ann Lee", "1980-01-01"), named("Ann Lee", "2001-01-01", ident="ord_2")) == [
        ("1980-01-01", "", 1),
        ("2001-01-01", "", 1),
    ]


def test_a_birthday_nobody_knows_is_told_by_the_email_or_stays_apart() -> None:
    known = named("Ann Lee", "1980-01-01", "ann@lee.example")
    same = named("Ann Lee", "", "Ann@Lee.example", "ord_2")
    silent = named("Ann Lee", "", "", "ord_3")
    assert keys(known, same, silent) == [("", "", 1), ("1980-01-01", "", 2)]
    daughter = named("Ann Lee", "2001-01-01", "ann@lee.example", "ord_4")  # they share the address: nobody can tell
    assert keys(known, same, daughter) == [("", "ann@lee.example", 1), ("1980-01-01", "", 1), ("2001-01-01", "", 1)]


def test_a_bare_name_in_a_search_is_that_of_the_only_person_of_that_name() -> None:
    searched = named("Ann Lee", ident="a search", kind=PlaceKind.SEARCH)
    known, daughter = named("Ann Lee", "1980-01-01"), named("Ann Lee", "2001-01-01", ident="ord_2")
    assert keys(known, searched) == [("1980-01-01", "", 2)]
    assert keys(known, daughter, searched) == [("", "", 1), ("1980-01-01", "", 1), ("2001-01-01", "", 1)]
    assert keys(searched) == [("", "", 1)]


def test_who_was_erased_is_nobody() -> None:
    assert keys(Mention(PlaceKind.ORDER, "ord_1", "pas_1", ERASED, "", "", "", NOON), named("")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("amel", True), ("earhart a", True), ("EARHART", True), ("melia", False), ("amelia x", False), ("", False)],
)
def test_words_typed_begin_names(text: str, found: bool) -> None:
    assert answers_to(named("Amelia Earhart"), text) is found


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_every_order_of_a_person_is_found_by_the_words_of_their_name(first: str, last: str) -> None:
    """Else an erasure could miss one."""
    order = replace(an_order(), passengers=(OrderPassenger("pas_1", first, last),))
    assert set(name_words(order.passengers[0].full_name)) <= words_of(order)


def test_of_an_order_only_what_is_hers_goes() -> None:
    him = OrderPassenger("pas_2", "Otto", "Brand", "mr", "m", "1979-02-03", "otto@example.com", "+49305")
    order = replace(
        an_order(),
        passengers=(*an_order().passengers, him),
        tickets=(
            Ticket(TicketKind.TICKET, "125-1", ("pas_1",)),
            Ticket(TicketKind.TICKET, "125-2", ("pas_2",)),
            Ticket(TicketKind.EMD_STANDALONE, "125-3", ("pas_1", "pas_2")),
        ),
    )
    left = order_without(order, Leaving(frozenset({"pas_1"})))
    assert left.passengers == (OrderPassenger("pas_1", ERASED, ""), him)
    assert [one.number for one in left.tickets] == [NO_NUMBER, "125-2", "125-3"]
    assert left.passengers[0].full_name == ERASED
    assert replace(left, passengers=order.passengers, tickets=order.tickets) == order


def test_of_what_was_sent_the_price_and_the_offer_stay() -> None:
    offer = an_offer(passengers=(replace(FAMILY[0], given_name="Amelia", family_name="Earhart"),))
    sent = replace(a_sent(), priced=replace(a_sent().priced, offer=offer, note="Amelia's window"))
    left = sent_without(sent, Leaving(frozenset({"pas_1"}), clean=cleaned_of(["Amelia Earhart"], ())))
    (nobody,) = left.priced.travellers
    assert (nobody.full_name, nobody.born, nobody.email, nobody.phone) == (ERASED, NO_DAY, "", "")
    assert (nobody.document, nobody.loyalty) == (None, ())
    assert nobody.passenger_id == amelia().passenger_id
    assert left.priced.offer.passengers[0].given_name == ""
    assert (left.attempt, left.priced.offer.id, left.priced.total) == (sent.attempt, offer.id, sent.priced.total)
    assert left.priced.note == f"{ERASED} window"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ms Earhart wants a window", f"Ms {ERASED} wants a window"),
        ("EARHART/AMELIA MS", f"{ERASED}/{ERASED} MS"),
        ("Call +442080160508, Amelia.", f"Call {NO_NUMBER}, {ERASED}"),
        ("The Earharts like aisles", f"The {ERASED} like aisles"),
        ("耳ameliaさん", ERASED),
        ("", ""),
    ],
)
def test_names_and_numbers_go_out_of_free_text(text: str, left: str) -> None:
    assert cleaned_of(["Amelia Earhart"], ["+442080160508"])(text) == left


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["Amelia Earhart", "Li Bo", "José Núñez", "山田 太郎", "Jean-Luc d'Arc"]))
def test_no_word_of_a_name_is_left_in_a_text(around: str, name: str) -> None:
    clean = cleaned_of([name], ())(f"{around} {name}, {name.upper()} {around}")
    assert not set(name_words(name)) & {one for word in clean.replace(ERASED, "").split() for one in name_words(word)}
