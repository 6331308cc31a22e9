"""Every recorded order against what its JSON says."""

from datetime import UTC, datetime
from typing import Any

import pytest

from agentdesk.duffel.reading_orders import read_order
from agentdesk.travel.errors import Unreadable
from agentdesk.travel.journeys import Penalty, Permission
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Bag
from agentdesk.travel.orders import Order, OrderStatus, PaymentState, Ticket, TicketKind, status
from agentdesk.travel.passengers import PassengerKind
from tests.duffel import recorded
from tests.duffel.test_reading_offers import says_what_its_json_says

LATER = datetime(2030, 1, 1, tzinfo=UTC)


def only_order(file: str) -> Order:
    return read_order(recorded.as_bytes(recorded.orders(file)[0]))


def money(said: dict[str, Any], name: str) -> Money | None:
    amount = said[f"{name}_amount"]
    return None if amount is None else Money.of(amount, said[f"{name}_currency"])


@pytest.mark.parametrize("file", recorded.files("order", "order_list"))
def test_every_order_says_what_its_json_says(file: str) -> None:
    for said in recorded.orders(file):
        order = read_order(recorded.as_bytes(said))
        assert (order.id, order.reference) == (said["id"], said["booking_reference"])
        assert order.created_at == datetime.fromisoformat(said["created_at"])
        assert order.owner.name == said["owner"]["name"]
        assert (order.total, order.base, order.tax) == tuple(money(said, name) for name in ("total", "base", "tax"))
        assert [(one.full_name, one.born, one.email) for one in order.passengers] == [
            (f"{one['given_name']} {one['family_name']}", one["born_on"], one.get("email") or "")
            for one in said["passengers"]
        ]
        assert [(one.kind.value, one.number) for one in order.tickets] == [
            (one.get("type", "other"), one["unique_identifier"]) for one in said["documents"]
        ]
        assert [(one.kind, one.quantity, one.price) for one in order.services] == [
            (one.get("type", ""), one["quantity"], money(one, "total")) for one in said["services"]
        ]
        assert order.payment.awaiting_payment is said["payment_status"]["awaiting_payment"]
        assert order.metadata == tuple(sorted((said.get("metadata") or {}).items()))
        assert (order.cancelled_at is None) == (said["cancelled_at"] is None)
        for slice_, said_slice in zip(order.slices, said["slices"], strict=True):
            says_what_its_json_says(slice_, said_slice)


def test_a_family_on_a_ticketless_airline() -> None:
    order = only_order("order-u2-family-seats-cancelled.json")
    father, mother, child, infant = order.passengers
    assert (order.reference, order.total, order.tickets) == ("K2GK5JP", Money.of("382.02", "GBP"), ())
    assert (father.kind, father.infant_id, father.gender) == (PassengerKind.ADULT, infant.id, "m")
    assert (mother.kind, child.kind, infant.kind) == (
        PassengerKind.ADULT,
        PassengerKind.CHILD,
        PassengerKind.INFANT,
    )
    assert [(one.designator, one.price.text) for one in order.services] == [
        ("5A", "18.49"),
        ("5B", "18.49"),
        ("7C", "6.49"),
        ("5B", "17.49"),
        ("13C", "20.49"),
        ("8C", "5.99"),
    ]
    assert order.cancelled_at == datetime(2021, 11, 18, 16, 34, 54, 218909, tzinfo=UTC)
    assert status(order, LATER) is OrderStatus.CANCELLED


def test_a_ticket_with_a_bag_and_a_seat() -> None:
    order = only_order("order-zz-bag-and-seat.json")
    who = order.passengers[0].id
    assert order.tickets == (
        Ticket(TicketKind.TICKET, "1", (who,)),
        Ticket(TicketKind.EMD_ASSOCIATED, "2", (who,)),
        Ticket(TicketKind.EMD_ASSOCIATED, "3", (who,)),
    )
    bag, seat = order.services
    assert (bag.bag, bag.price) == (Bag("checked", 23), Money.of("20.00", "GBP"))
    assert (seat.designator, seat.price, seat.bag) == ("32C", Money.of("20.00", "GBP"), None)
    assert order.slices[0].segments[0].passengers[0].seat == "32C"
    assert (order.refund, order.change) == (Permission(True, Penalty("30.00", "GBP")), Permission(False))
    assert (order.slices[0].segments[0].flight.origin_terminal, order.synced_at) == (
        "2",
        datetime(2022, 7, 1, 14, 59, 40, tzinfo=UTC),
    )
    assert status(order, LATER) is OrderStatus.TICKETED


def test_a_held_order_says_until_when() -> None:
    order = only_order("order-aa-hold-awaiting-payment.json")
    until = datetime(2022, 1, 14, 23, 59, tzinfo=UTC)
    assert order.payment == PaymentState(True, until, until)
    assert status(order, datetime(2022, 1, 1, tzinfo=UTC)) is OrderStatus.HELD


def test_what_a_newer_order_adds_is_read() -> None:
    said = recorded.orders("order-zz-bag-and-seat.json")[0] | {
        "type": "instant",
        "offer_id": "off_1",
        "available_actions": ["cancel", "change", "update"],
        "metadata": {"agentdesk_attempt": "attempt-1", "table": 7},
        "booking_references": [{"booking_reference": "ABC123", "carrier": {"name": "British Airways"}}, None],
        "airline_initiated_changes": [{"action_taken": None}, {"action_taken": "accepted"}],
        "void_window_ends_at": "2022-07-02T00:00:00Z",
        "payment_status": {"awaiting_payment": False, "paid_at": "2022-07-01T14:59:41Z"},
        "documents": [{"type": "hologram", "unique_identifier": "9"}],
    }
    order = read_order(recorded.as_bytes(said))
    assert (order.kind, order.offer_id, order.available_actions) == ("instant", "off_1", ("cancel", "change", "update"))
    assert dict(order.metadata) == {"agentdesk_attempt": "attempt-1", "table": "7"}
    assert order.references == (("British Airways", "ABC123"),)
    assert order.open_airline_changes == 1
    assert order.void_until == datetime(2022, 7, 2, tzinfo=UTC)
    assert order.payment.paid_at == datetime(2022, 7, 1, 14, 59, 41, tzinfo=UTC)
    assert order.tickets == (Ticket(TicketKind.OTHER, "9", ()),)


def test_everything_after_the_names_may_be_missing() -> None:
    said = recorded.orders("order-zz-bag-and-seat.json")[0]
    for key in ("services", "documents", "payment_status", "conditions", "metadata", "synced_at", "base_amount"):
        del said[key]
    said |= {"tax_amount": None, "tax_currency": None, "booking_reference": None}
    said["passengers"] = [{"id": "pas_1", "given_name": "Test", "family_name": "User"}]
    order = read_order(recorded.as_bytes(said))
    assert (order.reference, order.base, order.tax, order.tickets, order.services) == ("", None, None, (), ())
    assert order.payment == PaymentState(False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"total_amount": None},
        {"total_amount": "?"},
        {"total_amount": 193.06},
        {"total_currency": ""},
        {"base_amount": "?"},
        {"id": ""},
        {"created_at": "yesterday"},
        {"slices": []},
        {"passengers": None},
        {"services": [{"id": "ser_1", "type": "seat", "quantity": 1, "total_amount": "?"}]},
    ],
    ids=str,
)
def test_an_order_that_cannot_be_trusted_is_unreadable(wrong: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        read_order(recorded.as_bytes(recorded.orders("order-zz-bag-and-seat.json")[0] | wrong))


def test_what_cannot_be_read_is_said_without_the_names_in_it() -> None:
    said = recorded.orders("order-zz-bag-and-seat.json")[0]
    said["passengers"][0] = "Amelia Earhart"
    with pytest.raises(Unreadable) as caught:
        read_order(recorded.as_bytes(said))
    assert "Amelia" not in str(caught.value)
    assert "passengers.0" in str(caught.value)
