"""Dates, durations and amounts as a paper says them, and the catalogue behind."""

import re
import string
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from agentdesk import papers
from agentdesk.papers.english import ENGLISH
from agentdesk.papers.itinerary import sheet
from agentdesk.papers.plain_text import WIDTH, plain_text, width
from agentdesk.papers.words import BRITISH, LANGUAGES
from agentdesk.travel.money import Money
from tests.papers.orders import LGW, four_flights, one_way, paper, six_flights, the_family, the_nine
from tests.samples import LHR


@pytest.mark.parametrize(
    ("amount", "currency", "with_symbol", "bare"),
    [
        ("1797.77", "GBP", "£1,797.77", "1,797.77"),
        ("20", "GBP", "£20.00", "20.00"),
        ("20.0", "EUR", "€20.00", "20.00"),
        ("-12.4", "USD", "−US$12.40", "−12.40"),
        ("152300", "JPY", "JP¥152,300", "152,300"),
        ("12.345", "GBP", "£12.345", "12.345"),
        ("1.5", "KWD", "KWD\N{NO-BREAK SPACE}1.500", "1.500"),
        ("123456789012345678901.23", "GBP", "£123,456,789,012,345,678,901.23", "123,456,789,012,345,678,901.23"),
        ("0.00", "GBP", "£0.00", "0.00"),
        ("250000", "IDR", "IDR\N{NO-BREAK SPACE}250,000.00", "250,000.00"),
    ],
)
def test_amounts_keep_every_digit(amount: str, currency: str, with_symbol: str, bare: str) -> None:
    money = Money(Decimal(amount), currency)
    assert BRITISH.money(money) == with_symbol
    assert BRITISH.amount(money) == bare


def test_times_and_days_are_said_in_full() -> None:
    assert BRITISH.day(date(2026, 12, 12)) == "Saturday 12 December 2026"
    assert BRITISH.duration(timedelta(hours=8, minutes=5)) == "8 h 05"
    assert BRITISH.duration(timedelta(minutes=45)) == "45 min"
    assert BRITISH.duration(timedelta(days=1, hours=7, minutes=30)) == "31 h 30"


def test_instants_are_told_in_the_agencys_time() -> None:
    instant = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert BRITISH.moment(instant, "Europe/London") == "Thursday 2 July 2026, 00:30 London"
    assert BRITISH.moment(instant, "America/New_York") == "Wednesday 1 July 2026, 19:30 New York"
    assert BRITISH.past_moment(instant, "") == "1 July 2026, 23:30 UTC"


_PAPERS = Path(papers.__path__[0])
_CATALOGUES = ("english.py", "german.py", "french.py", "spanish.py", "turkish.py", "arabic.py")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_word_of_a_catalogue_is_used(language: str) -> None:
    code = "".join(file.read_text() for file in _PAPERS.glob("*.py") if file.name not in _CATALOGUES)
    said = set(re.findall(r'"((?:[a-z_]+\.)+[a-z_]+|[a-z_]+)"', code))
    families = set(re.findall(r'f"([a-z_.]+)\.\{', code))
    families |= set(re.findall(r'count\(\s*"([a-z_.]+)"', code))
    families |= {"change", "refund"}  # as f"{what}.{state}"
    catalogue = LANGUAGES[language].catalogue
    unused = {key for key in catalogue if key not in said and not any(key.startswith(f"{one}.") for one in families)}
    assert unused == set()


def test_each_catalogue_is_a_file_that_is_not_read_as_code() -> None:
    assert len(_CATALOGUES) == len(LANGUAGES)
    assert [name for name in _CATALOGUES if not (_PAPERS / name).is_file()] == []


def test_sentences_ask_only_for_named_values() -> None:
    for key, sentence in ENGLISH.items():
        fields = [name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None]
        assert all(re.fullmatch(r"[a-z]+", name) for name in fields), key


def test_airports_are_named_once_and_shortly() -> None:
    content = sheet(paper(the_nine()), BRITISH)
    places = [leg.origin.airport for part in content.journeys for leg in part.legs]
    assert places[:3] == ["London Heathrow (LHR)", "Dublin (DUB)", "New York John F. Kennedy (JFK)"]


def test_a_change_of_airport_is_said_at_the_wait() -> None:
    order = the_nine()
    first, second, third = four_flights()[0]
    part = order.slices[0]
    flights = (first, replace(second, origin=LGW, destination=LHR), replace(third, origin=LHR))
    segments = tuple(replace(one, flight=flight) for one, flight in zip(part.segments, flights, strict=True))
    legs = sheet(paper(replace(order, slices=(replace(part, segments=segments),))), BRITISH).journeys[0].legs
    assert legs[0].wait == "2 h 05 to change airport: arrive at Dublin (DUB), leave from London Gatwick (LGW)"


def test_seats_move_under_their_flight_when_there_are_too_many_columns() -> None:
    few, many = sheet(paper(the_family()), BRITISH), sheet(paper(six_flights()), BRITISH)
    assert [" ".join(head) for head in few.heads] == [
        "Passenger",
        "Ticket number",
        "Seat ZZ 7967",
        "Seat ZZ 7968",
        "Bags",
    ]
    assert few.journeys[0].legs[0].seats == ""
    assert len(many.heads) == 3
    assert many.journeys[0].legs[0].seats == "Seats: 40K Adaeze Okafor"


def test_equal_extras_share_a_line_that_says_how_many() -> None:
    costs = sheet(paper(the_family()), BRITISH).costs
    assert [(one.what, one.each, one.amount) for one in costs] == [
        ("Fares, 4 passengers", "", "1,309.55"),
        ("Taxes and charges", "", "303.22"),
        ("Seats 31D, 31E, 31F, ZZ 7967", "3 × 25.00", "75.00"),
        ("Checked bag 23 kg", "", "60.00"),
    ]


def test_bags_that_differ_by_flight_say_where() -> None:
    second = sheet(paper(the_nine()), BRITISH).people[1]
    assert second.cells[-1] == ("1 checked, 1 cabin", "+ 1 checked, 32 kg", "on LHR – GRU")


@pytest.mark.parametrize("make", [the_family, the_nine, one_way, six_flights])
def test_plain_text_fits_a_mail(make: object) -> None:
    assert callable(make)
    text = plain_text(sheet(paper(make()), BRITISH))
    assert [line for line in text.splitlines() if width(line) > WIDTH] == []
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert "\n\n\n" not in text


def test_amounts_in_plain_text_stand_under_each_other_also_after_wide_letters() -> None:
    text = plain_text(sheet(paper(the_nine()), BRITISH))
    head, _, foot = text.partition("\nPaid\n")
    assert head
    prices = foot.partition("\nReceived")[0].splitlines()
    assert {width(line) for line in prices if re.search(r"\d\.\d\d$", line)} == {WIDTH}
