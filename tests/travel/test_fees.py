"""The agency's fee as it is typed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.fees import NoFee, read_fee
from agentdesk.travel.money import Money

PRICE = Money.of("1612.77", "GBP")


@pytest.mark.parametrize(
    ("typed", "fee"),
    [
        ("25", "25"), ("25.5", "25.5"), ("25,50", "25.50"), ("£25", "25"), ("GBP 25.00", "25"), ("1,250.00", "1250"),
        ("1 250,50", "1250.50"), ("5%", "80.64"), ("2.5 %", "40.32"), ("  25 ", "25"),
    ],
)  # fmt: skip
def test_an_amount_or_a_share_is_understood(typed: str, fee: str) -> None:
    assert read_fee(typed, PRICE) == Money.of(fee, "GBP")


@pytest.mark.parametrize("typed", ["", "   ", "0", "0.00", "0%"])
def test_nothing_typed_or_nothing_asked_is_no_fee(typed: str) -> None:
    assert read_fee(typed, PRICE) is None


@pytest.mark.parametrize(
    "typed", ["abc", "-5", "25.505", "25..", "1e3", "NaN", "25 GBP x", "%", "100%5", "99999999", "٢٥"]
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(NoFee):
        read_fee(typed, PRICE)


def test_a_currency_without_decimals_takes_none() -> None:
    yen = Money.of("180000", "JPY")
    assert read_fee("3000", yen) == Money.of("3000", "JPY")
    assert read_fee("5%", Money.of("180010", "JPY")) == Money.of("9001", "JPY")
    with pytest.raises(NoFee):
        read_fee("3000.5", yen)


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal("999999.99"), places=2, allow_nan=False))
def test_every_amount_of_pence_comes_back_to_the_penny(amount: Decimal) -> None:
    assert read_fee(str(amount), PRICE) == Money(amount, "GBP")
    assert read_fee(f"£{amount:,}", PRICE) == Money(amount, "GBP")
