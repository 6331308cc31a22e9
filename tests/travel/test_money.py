"""Money is exact and keeps its currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.money import Money, minor_digits, total

AMOUNTS = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=2)
POUNDS = AMOUNTS.map(lambda amount: Money(amount, "GBP"))


def gbp(amount: str) -> Money:
    return Money.of(amount, "GBP")


@given(POUNDS, POUNDS, POUNDS)
def test_sums_do_not_depend_on_their_order(a: Money, b: Money, c: Money) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + b - b == a
    assert a - a == Money.zero("GBP")
    assert Money.zero("GBP") - (-a) == a
    assert total([a, b, c], "GBP") == a + b + c


@given(POUNDS, st.integers(0, 50))
def test_many_times_is_added_many_times(a: Money, times: int) -> None:
    assert a * times == total([a] * times, "GBP")


@given(POUNDS, POUNDS)
def test_order_is_the_order_of_amounts(a: Money, b: Money) -> None:
    assert (a < b) == (a.amount < b.amount)
    assert (a <= b) == (a.minor_units <= b.minor_units)


@given(POUNDS)
def test_its_text_is_read_back_unchanged(a: Money) -> None:
    assert Money.of(a.text, "GBP") == a


def test_equal_amounts_are_equal_however_written() -> None:
    assert gbp("45.0") == gbp("45.00")
    assert hash(gbp("45.0")) == hash(gbp("45.00"))
    assert gbp("45.00") != Money.of("45.00", "EUR")


@pytest.mark.parametrize("text", ["", "abc", "1,00", "NaN", "Infinity", "-Infinity", "£1", "1 2"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Money.of(text, "GBP")


def test_currencies_do_not_mix() -> None:
    for mix in (
        lambda: gbp("1") + Money.of("1", "EUR"),
        lambda: gbp("1") - Money.of("1", "EUR"),
        lambda: gbp("1") < Money.of("1", "EUR"),
        lambda: total([Money.of("1", "EUR")], "GBP"),
    ):
        with pytest.raises(ValueError, match="together"):
            mix()


@pytest.mark.parametrize(
    ("amount", "currency", "text", "units"),
    [
        ("20", "GBP", "20.00", 2000),
        ("20.005", "GBP", "20.005", 2000),
        ("20.015", "GBP", "20.015", 2002),
        ("1500", "JPY", "1500", 1500),
        ("1.5", "KWD", "1.500", 1500),
        ("-3.1", "EUR", "-3.10", -310),
        ("1E+3", "GBP", "1000.00", 100000),
        ("123456789012345678901234.56", "GBP", "123456789012345678901234.56", 12345678901234567890123456),
    ],
)
def test_amounts_show_the_digits_of_their_currency(amount: str, currency: str, text: str, units: int) -> None:
    money = Money.of(amount, currency)
    assert money.text == text
    assert money.minor_units == units


def test_unknown_currencies_have_hundredths() -> None:
    assert minor_digits("XYZ") == 2
    assert (minor_digits("ISK"), minor_digits("BHD")) == (0, 3)


def test_nothing_sums_to_zero_in_the_currency_asked() -> None:
    assert total([], "JPY") == Money(Decimal(0), "JPY")
    assert total([], "JPY").is_zero
