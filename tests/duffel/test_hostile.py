"""Whatever an upstream sends: one of our errors or a right value, never a crash, never a wrong price."""

import copy
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agentdesk.duffel.reading import BadValue, duration, instant, local_time, money, read_carrier, read_place
from agentdesk.duffel.reading_after_sale import read_airline_change, read_cancellation, read_payment
from agentdesk.duffel.reading_offers import read_offer
from agentdesk.duffel.reading_orders import read_order
from agentdesk.duffel.reading_rows import OfferReader
from agentdesk.duffel.reading_seats import read_seat_map
from agentdesk.duffel.refusals import outcome_of_write, refusal, refusals_in
from agentdesk.travel.errors import TravelError
from tests.duffel import recorded

OFFER = recorded.offers("offer-zz-2pax-return-services.json")[0]
ORDER = recorded.orders("order-zz-bag-and-seat.json")[0]
PLACE = recorded.data("offer-request-zz-return-3-offers.json")["slices"][0]["destination"]
PAYMENT = recorded.data("payment-java.json") | {"status": "succeeded", "order_id": "ord_1"}
CHANGE = recorded.data("airline-initiated-change-js.json")
QUOTE = recorded.data("order-cancellation-js.json") | {
    "airline_credits": [{"id": "acd_1", "credit_amount": "90.80", "credit_currency": "GBP", "credit_code": None}]
}
SEATS = recorded.data("seat-map-docs-sample-3-4-3.json")[0]

nonsense: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just("2023-13-45T99:99:99"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=4,
)


def ways(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every way from the top of a JSON value to a part of it."""
    if isinstance(value, dict):
        inner = list(value.items())
    else:
        inner = list(enumerate(value)) if isinstance(value, list) else []
    return [(*way, key) for key, _ in inner] + [one for key, part in inner for one in ways(part, (*way, key))]


def with_nonsense(value: Any, way: tuple[Any, ...], odd: Any, drop: bool) -> Any:
    spoilt = copy.deepcopy(value)
    at = spoilt
    for key in way[:-1]:
        at = at[key]
    if drop:
        del at[way[-1]]
    else:
        at[way[-1]] = odd
    return spoilt


def spoilt(value: Any) -> st.SearchStrategy[Any]:
    """The value with one part of it replaced by nonsense or taken out."""
    return st.builds(with_nonsense, st.just(value), st.sampled_from(ways(value)), nonsense, st.booleans())


def parts(value: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of a list in it; none when it is no list."""
    found = value.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


PATIENT = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(spoilt(OFFER))
def test_a_spoilt_offer_is_unreadable_or_says_its_own_price(said: dict[str, Any]) -> None:
    raw = as_json(said)
    try:
        opened = read_offer(raw)
    except TravelError:
        opened = None
    rows, unreadable = OfferReader().read([raw])
    assert len(rows) + unreadable == 1
    for offer in [*rows, *([opened] if opened else [])]:
        assert str(offer.total.amount) == said["total_amount"]
        assert offer.total.currency == said["total_currency"]
        assert str(offer.base.amount) == said["base_amount"]
        assert all(part.segments for part in offer.slices)
    if opened is not None:
        for_sale = [(one.get("id"), one.get("total_amount")) for one in parts(said, "available_services")]
        for service in opened.services:
            assert (service.id, str(service.price.amount)) in for_sale


@PATIENT
@given(spoilt(ORDER))
def test_a_spoilt_order_is_unreadable_or_says_its_own_price(said: dict[str, Any]) -> None:
    try:
        order = read_order(as_json(said))
    except TravelError:
        return
    assert (str(order.total.amount), order.total.currency) == (said["total_amount"], said["total_currency"])
    assert order.id == said["id"]
    assert [str(one.price.amount) for one in order.services] == [one["total_amount"] for one in parts(said, "services")]


@PATIENT
@given(spoilt(SEATS))
def test_a_spoilt_seat_map_is_unreadable_or_sells_at_its_own_prices(said: dict[str, Any]) -> None:
    try:
        map_ = read_seat_map(as_json(said))
    except TravelError:
        return
    text = as_json(said).decode()
    for cabin in map_.cabins:
        for row in cabin.rows:
            for element in (one for section in row.sections for one in section):
                for service in element.services:
                    assert f'"{service.price.amount}"' in text


@PATIENT
@given(spoilt(PLACE))
def test_a_spoilt_place_is_still_a_place(said: dict[str, Any]) -> None:
    read_place(as_json(said))
    read_carrier(as_json(said))


@PATIENT
@given(spoilt(PAYMENT))
def test_a_spoilt_payment_is_unreadable_or_says_its_own_amount_and_state(said: dict[str, Any]) -> None:
    try:
        payment = read_payment(as_json(said))
    except TravelError:
        return
    assert (str(payment.amount.amount), payment.amount.currency) == (said["amount"], said["currency"])
    assert payment.outcome.value == said.get("status") or payment.outcome.value == "unsaid"


@PATIENT
@given(spoilt(QUOTE))
def test_a_spoilt_cancellation_is_unreadable_or_says_its_own_refund(said: dict[str, Any]) -> None:
    try:
        found = read_cancellation(as_json(said))
    except TravelError:
        return
    if found.refund is not None:
        assert (str(found.refund.amount), found.refund.currency) == (said["refund_amount"], said["refund_currency"])
    else:
        assert said.get("refund_amount") is None
    assert (found.confirmed_at is None) == (said.get("confirmed_at") is None)
    assert [str(one.amount.amount) for one in found.credits] == [
        one["credit_amount"] for one in parts(said, "airline_credits")
    ]


@PATIENT
@given(spoilt(CHANGE))
def test_a_spoilt_change_by_the_airline_is_unreadable_or_a_change(said: dict[str, Any]) -> None:
    try:
        change = read_airline_change(as_json(said))
    except TravelError:
        change = None
    order = read_order(as_json(ORDER | {"airline_initiated_changes": [said]}))
    assert order.airline_changes == (() if change is None else (change,))
    assert order.open_airline_changes == int(isinstance(said, dict) and not answer_of(said))


def answer_of(said: dict[str, Any]) -> str:
    """A number would be read as its own text; anything else that is no text counts as no answer."""
    word = said.get("action_taken")
    return str(word) if isinstance(word, str | int | float) and not isinstance(word, bool) else ""


READERS = [read_offer, read_order, read_seat_map, read_payment, read_cancellation, read_airline_change]


@pytest.mark.parametrize("read", READERS)
@given(raw=st.binary(max_size=60) | nonsense.map(as_json))
@settings(max_examples=80, deadline=None)
def test_noise_is_unreadable(read: Any, raw: bytes) -> None:
    with pytest.raises(TravelError):
        read(raw)


@given(raw=st.binary(max_size=60) | nonsense.map(as_json), status=st.integers(100, 599))
@settings(max_examples=150, deadline=None)
def test_noise_is_never_taken_for_a_refusal(raw: bytes, status: int) -> None:
    assert refusals_in(raw) is None
    assert outcome_of_write(status, raw) != "nothing_happened"
    refusal(status, raw)


@given(cut=st.integers(0, len(as_json(OFFER)) - 1))
@settings(max_examples=100, deadline=None)
def test_an_offer_cut_short_is_unreadable(cut: int) -> None:
    raw = as_json(OFFER)[:cut]
    assert OfferReader().read([raw]) == ([], 1)
    with pytest.raises(TravelError):
        read_offer(raw)


@given(depth=st.integers(500, 20_000))
@settings(max_examples=10, deadline=None)
def test_a_body_nested_without_end_is_unreadable(depth: int) -> None:
    raw = b'{"id":' + b"[" * depth + b"]" * depth + b"}"
    assert OfferReader().read([raw]) == ([], 1)
    assert refusals_in(b'{"errors":' + b"[" * depth + b"]" * depth + b"}") is None
    with pytest.raises(TravelError):
        read_order(raw)


AMOUNTS = st.text(alphabet="0123456789.,-+eE_ ٣", max_size=12) | st.text(max_size=12)


@given(AMOUNTS, st.sampled_from(["GBP", "gbp", "", "GB", "£", "GBPP", "JPY"]))
@settings(max_examples=400, deadline=None)
def test_money_is_exactly_what_was_said_or_nothing(amount: str, currency: str) -> None:
    try:
        read = money(amount, currency)
    except BadValue:
        return
    assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", amount)
    assert (Decimal(amount), currency) == (read.amount, read.currency)
    assert currency in ("GBP", "JPY")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**9))
def test_every_decimal_text_keeps_its_value_and_its_digits(amount: Any) -> None:
    assert str(money(f"{amount:f}", "GBP").amount) == f"{amount:f}"


@given(st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_odd_times_are_refused_and_odd_durations_are_not_said(text: str) -> None:
    for read in (instant, local_time):
        try:
            read(text)
        except BadValue:
            continue
    duration(text)
