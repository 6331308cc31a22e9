"""Orders as JSON (RFC 8259): a list of objects, one a line, money as decimal text with its currency."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.journeys import Segment
from agentdesk.travel.money import Money
from agentdesk.travel.orders import OrderPassenger, status


def orders_json(records: Iterable[OrderRecord]) -> Iterator[bytes]:
    """A valid list also when it is empty; never more than one order in memory."""
    yield b"["
    before = b"\n"
    for record in records:
        yield before + json.dumps(_order(record), ensure_ascii=False).encode("utf-8", "replace")
        before = b",\n"
    yield b"\n]\n"


def _order(record: OrderRecord) -> dict[str, Any]:
    order = record.order
    proof = order.cancellation
    return {
        "order_id": order.id,
        "reference": order.reference,
        "status": status(order, record.seen_at).value,
        "world": record.environment.world.value,
        "airline": {"iata": order.owner.iata, "name": order.owner.name},
        "created_at": _instant(order.created_at),
        "pay_by": _instant(order.payment.pay_by),
        "price_held_until": _instant(order.payment.price_held_until),
        "paid_at": _instant(order.payment.paid_at),
        "cancelled_at": _instant(order.cancelled_at),
        "total": _money(order.total),
        "base": _money(order.base),
        "tax": _money(order.tax),
        "agency_fee": _money(record.fee),
        "refund": {"amount": _money(proof.refund), "to": proof.refund_to} if proof is not None else None,
        "passengers": [_passenger(one) for one in order.passengers],
        "documents": [
            {"kind": one.kind.value, "number": one.number, "passenger_ids": [*one.passenger_ids]}
            for one in order.tickets
        ],
        "slices": [
            {
                "origin": part.origin.iata,
                "destination": part.destination.iata,
                "flights": [_flight(one) for one in part.segments],
            }
            for part in order.slices
        ],
        "services": [
            {
                "kind": one.kind,
                "quantity": one.quantity,
                "price": _money(one.price),
                "seat": one.designator or None,
                "passenger_ids": [*one.passenger_ids],
                "segment_ids": [*one.segment_ids],
            }
            for one in order.services
        ],
        "agent": record.agent,
        "own_reference": record.own_reference,
        "note": record.note,
        "seen_at": _instant(record.seen_at),
    }


def _passenger(one: OrderPassenger) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "given_name": one.given_name,
        "family_name": one.family_name,
        "kind": one.kind.value if one.kind is not None else None,
    }


def _flight(one: Segment) -> dict[str, Any]:
    flight = one.flight
    return {
        "segment_id": one.id,
        "flight": flight.code,
        "operated_by": flight.operating.name,
        "origin": flight.origin.iata,
        "destination": flight.destination.iata,
        "departs_local": flight.departs.isoformat(),
        "departs_zone": flight.origin.time_zone,
        "arrives_local": flight.arrives.isoformat(),
        "arrives_zone": flight.destination.time_zone,
    }


def _money(money: Money | None) -> dict[str, str] | None:
    return {"amount": money.text, "currency": money.currency} if money is not None else None


def _instant(at: datetime | None) -> str | None:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at is not None else None
