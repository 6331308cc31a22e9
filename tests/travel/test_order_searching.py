"""What is typed into the search of the orders becomes words and conditions, and can be written back."""

import pytest

from agentdesk.travel.money import Money
from agentdesk.travel.order_searching import read_search, write_search
from agentdesk.travel.order_views import OrderQuery, Sort, View

BASE = OrderQuery(View.HELD, sort=Sort.TOTAL)


@pytest.mark.parametrize(
    ("typed", "text", "over"),
    [
        ("garcia  bio", "garcia bio", None),
        ("over 1000", "", ("1000", "GBP")),
        ("over £1,000.50 okafor", "okafor", ("1000.50", "GBP")),
        ("okafor >1000 EUR", "okafor", ("1000", "EUR")),
        (">€99,90", "", ("99.90", "EUR")),
        ("rover 1000", "rover 1000", None),
        ("over", "over", None),
        ("125-2125261780", "125-2125261780", None),
        ("", "", None),
    ],
)
def test_an_amount_is_a_condition_and_all_else_is_words(typed: str, text: str, over: tuple[str, str] | None) -> None:
    found = read_search(typed, BASE)
    assert found.text == text
    assert found.over == (Money.of(*over) if over is not None else None)
    assert (found.view, found.sort) == (View.HELD, Sort.TOTAL)


def test_airline_and_agent_are_conditions_too() -> None:
    found = read_search('airline:ba lhr agent:"Ruth Amankwah"', BASE)
    assert (found.airline, found.agent, found.text) == ("BA", "Ruth Amankwah", "lhr")


def test_an_amount_without_a_currency_is_in_that_of_the_list() -> None:
    assert read_search("over 100", BASE, "JPY").over == Money.of("100", "JPY")


@pytest.mark.parametrize("typed", ["over 1000 EUR airline:BA agent:Ruth okafor", 'agent:"Ruth A" lhr', "garcia", ""])
def test_what_is_written_back_reads_as_the_same(typed: str) -> None:
    query = read_search(typed, BASE)
    assert read_search(write_search(query), BASE) == query
