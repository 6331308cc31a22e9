"""Orders as rows for a spreadsheet (RFC 4180, UTF-8 with a mark of order), one for each order, as they come."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.money import Money
from agentdesk.travel.orders import TicketKind, status

COLUMNS = (
    "order_id", "reference", "status", "world", "airline", "created_at_utc", "pay_by_utc", "price_held_until_utc",
    "cancelled_at_utc", "passengers", "route", "first_departure_local", "flights", "tickets", "emds", "total",
    "currency", "base", "tax", "agency_fee", "agency_fee_currency", "refund", "refund_currency", "agent",
    "own_reference", "note", "seen_at_utc",
)  # fmt: skip
"""Amounts are decimals with a point and have their currency (ISO 4217) beside them; instants are UTC as in ISO 8601."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def orders_csv(records: Iterable[OrderRecord]) -> Iterator[bytes]:
    """The head, then a row at a time."""
    yield "\N{ZERO WIDTH NO-BREAK SPACE}".encode() + _row(COLUMNS)
    for record in records:
        yield _row([str(one) for one in _cells(record)])


def _cells(record: OrderRecord) -> tuple[str, ...]:
    order = record.order
    segments = [segment for part in order.slices for segment in part.segments]
    back = order.cancellation.refund if order.cancellation is not None else None
    return (
        order.id,
        disarmed(order.reference),
        status(order, record.seen_at).value,
        record.environment.world.value,
        disarmed(order.owner.name),
        _instant(order.created_at),
        _instant(order.payment.pay_by),
        _instant(order.payment.price_held_until),
        _instant(order.cancelled_at),
        disarmed("; ".join(one.full_name for one in order.passengers)),
        "; ".join(f"{part.origin.iata}-{part.destination.iata}" for part in order.slices),
        f"{segments[0].flight.departs:%Y-%m-%dT%H:%M}" if segments else "",
        disarmed("; ".join(one.flight.code for one in segments)),
        disarmed("; ".join(one.number for one in order.tickets if one.kind is TicketKind.TICKET)),
        disarmed("; ".join(one.number for one in order.tickets if one.kind is not TicketKind.TICKET)),
        *_money(order.total),
        _money(order.base)[0],
        _money(order.tax)[0],
        *_money(record.fee),
        *_money(back),
        disarmed(record.agent),
        disarmed(record.own_reference),
        disarmed(record.note),
        _instant(record.seen_at),
    )


def disarmed(text: str) -> str:
    """A text that no spreadsheet takes for a formula; amounts never come through here, so a minus stays a number."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _money(money: Money | None) -> tuple[str, str]:
    return (money.text, money.currency) if money is not None else ("", "")


def _instant(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at is not None else ""


def _row(cells: Iterable[str]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow([*cells])
    return line.getvalue().encode("utf-8", "replace")
