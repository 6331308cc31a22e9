from dataclasses import replace

import pytest

from agentdesk.travel.order_words import words_asked, words_of
from agentdesk.travel.orders import OrderPassenger
from tests.samples import an_order


def is_found(asked: str, *names: str) -> bool:
    """Whether an order of passengers with these names answers to a text."""
    people = tuple(OrderPassenger(f"pas_{n}", *name.rsplit(" ", 1)) for n, name in enumerate(names))
    words = words_of(replace(an_order("ord_0000A9hNUvYZ"), passengers=people), "Vögel-7", "Gangplatz, bitte")
    return all(any(word.startswith(form) for word in words for form in forms) for forms in words_asked(asked))


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("muller", "Zoë Müller"),
        ("MÜLLER zoe", "Zoë Müller"),
        ("müller", "ZOE MULLER"),
        ("lukasz", "Łukasz Nowak"),
        ("łukasz", "LUKASZ NOWAK"),
        ("oster", "Søren Øster"),
        ("øster", "SOREN OSTER"),
        ("strasse", "Jan Straße"),
        ("straße", "JAN STRASSE"),
        ("nguyen", "Văn Nguyễn"),
        ("istanbul", "Ada İstanbul"),
        ("yilmaz", "Deniz Yılmaz"),
        ("o'sullivan", "Niamh O’Sullivan"),
        ("osullivan", "Niamh O'Sullivan"),
        ("sullivan", "Niamh O'Sullivan"),
        ("alsay", "Hana Al-Sayed"),
        ("al-sayed", "Hana Al-Sayed"),
        ("иван", "Пётр Иванов"),
        ("ivanov petr", "Пётр Иванов"),
        ("παπ", "Νίκος Παπαδόπουλος"),
        ("nikos", "Νίκος Παπαδόπουλος"),
        ("محمد", "علي محمد"),
        ("mhmd", "علي محمد"),
        ("田", "太郎 山田"),
        ("太郎", "太郎 山田"),
        ("shantian", "太郎 山田"),
        ("김", "철수 김"),
        ("gim", "철수 김"),
    ],
)
def test_a_name_is_found_in_its_own_letters_and_in_latin_ones(asked: str, name: str) -> None:
    assert is_found(asked, "Amelia Earhart", name)
    assert not is_found(asked, "Amelia Earhart")


@pytest.mark.parametrize(
    "asked",
    "4qk7|125-2125261780|1252125|2125261|125-21|ord_0000a9|0000A9hN|lhr-jfk|LHRJFK|jfk lhr|london|new york|york new|"
    "vögel-7|vogel7|gangplatz|bitte gang".split("|"),
)
def test_an_order_is_found_by_reference_ticket_id_route_and_what_the_agency_wrote(asked: str) -> None:
    assert is_found(asked, "Amelia Earhart")


@pytest.mark.parametrize("asked", ["arhart", "earhart bleriot", "125-9", "lhrlhr", "ord_0000b", "vog-8"])
def test_a_word_that_begins_no_word_of_the_order_finds_nothing(asked: str) -> None:
    assert not is_found(asked, "Amelia Earhart")


@pytest.mark.parametrize("asked", ["", "  ", "-", "'*\"", "(:) ^"])
def test_signs_alone_ask_for_nothing(asked: str) -> None:
    assert words_asked(asked) == ()


def test_the_kind_of_an_id_alone_does_not_find_every_order() -> None:
    assert "ord" not in words_of(an_order("ord_0000A9hNUvYZ"))
