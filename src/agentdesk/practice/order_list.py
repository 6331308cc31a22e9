"""The list of orders: who stays in it, and in which order."""

from collections.abc import Callable
from datetime import UTC, datetime

from agentdesk.practice.door import Call
from agentdesk.practice.orders import arrivals, departures, needs_action
from agentdesk.practice.refusals import refuse
from agentdesk.practice.shapes import Json, minor_of

_SORTS = ("payment_required_by", "total_amount", "created_at", "next_departure")
_NEVER = datetime.max.replace(tzinfo=UTC)

_Takes = Callable[[Json], bool]


def filters(call: Call) -> list[_Takes]:
    """What an order must be to stay in the list: the filters of API.md 7.6, all of them at once."""
    found = [_one_of(values, call.all_asked(name)) for name, values in _EXACT.items() if call.all_asked(name)]
    found += [_named(text) for text in call.all_asked("passenger_name")]
    found += [_true(values, call, name) for name, values in _TRUTHS.items() if call.asked(name) is not None]
    found += [
        _within(moments, _moment(call, f"{name}[after]"), _moment(call, f"{name}[before]"))
        for name, moments in _MOMENTS.items()
    ]
    return found


def in_order(call: Call, shown: list[Json], now: datetime) -> list[Json]:
    """As `sort` asks, newest first when it does not; what has no such moment stands at the end either way."""
    sort = call.asked("sort") or "-created_at"
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name not in _SORTS:
        raise refuse("validation_inclusion", f"Field 'sort' must be one of {', '.join(_SORTS)}", "/sort")
    if name == "total_amount":
        return sorted(shown, key=lambda order: (_total(order), order["id"]), reverse=down)
    keys: dict[str, Callable[[Json], datetime | None]] = {
        "payment_required_by": lambda order: _deadline(order),
        "created_at": lambda order: datetime.fromisoformat(order["created_at"]),
        "next_departure": lambda order: _next_departure(order, now),
    }
    timed = [(keys[name](order), order) for order in shown]
    there = sorted((one for one in timed if one[0]), key=lambda one: (one[0] or _NEVER, one[1]["id"]), reverse=down)
    return [order for _, order in there] + [order for moment, order in timed if moment is None]


def _one_of(values: Callable[[Json], set[str]], asked: list[str]) -> _Takes:
    wanted = {value.casefold() for value in asked}
    return lambda order: bool(wanted & {value.casefold() for value in values(order)})


def _named(text: str) -> _Takes:
    part = text.casefold()
    return lambda order: any(part in name for name in _names(order))


def _names(order: Json) -> list[str]:
    return [f"{person['given_name']} {person['family_name']}".casefold() for person in order["passengers"]]


def _true(values: Callable[[Json], bool], call: Call, name: str) -> _Takes:
    asked = call.asked(name)
    if asked not in ("true", "false"):
        raise refuse("validation_type", f"Field '{name}' must be true or false", f"/{name}")
    return lambda order: values(order) == (asked == "true")


def _within(moments: Callable[[Json], list[datetime]], low: datetime | None, high: datetime | None) -> _Takes:
    if low is None and high is None:
        return lambda order: True
    return lambda order: any(
        (low is None or moment > low) and (high is None or moment < high) for moment in moments(order)
    )


def _moment(call: Call, name: str) -> datetime | None:
    text = call.asked(name)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        field = name.partition("[")[0]
        raise refuse("validation_format", f"Field '{field}' is not a datetime", f"/{field}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _next_departure(order: Json, now: datetime) -> datetime | None:
    if order["cancelled_at"] is not None:
        return None
    return min((moment for moment in departures(order) if moment >= now), default=None)


def _deadline(order: Json) -> datetime | None:
    status = order["payment_status"]
    return datetime.fromisoformat(status["payment_required_by"]) if status["awaiting_payment"] else None


def _total(order: Json) -> int:
    return minor_of(order["total_amount"], order["total_currency"]) or 0


_EXACT: dict[str, Callable[[Json], set[str]]] = {
    "booking_reference": lambda order: {order["booking_reference"]},
    "offer_id": lambda order: {order["offer_id"]},
    "owner_id": lambda order: {order["owner"]["id"]},
    "origin_id": lambda order: {part["origin"]["id"] for part in order["slices"]},
    "destination_id": lambda order: {part["destination"]["id"] for part in order["slices"]},
    "user_id": lambda order: set(order["users"]),
}
_TRUTHS: dict[str, Callable[[Json], bool]] = {
    "awaiting_payment": lambda order: bool(order["payment_status"]["awaiting_payment"]),
    "requires_action": needs_action,
}
_MOMENTS: dict[str, Callable[[Json], list[datetime]]] = {
    "created_at": lambda order: [datetime.fromisoformat(order["created_at"])],
    "departing_at": departures,
    "arriving_at": arrivals,
}
