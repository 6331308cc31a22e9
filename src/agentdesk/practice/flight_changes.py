"""What an airline does to flights after the sale: moved, renumbered or cancelled, shown in the order at once."""

import copy
from datetime import UTC, datetime, timedelta

from agentdesk.practice import orders
from agentdesk.practice.gazetteer import airport_place, airports
from agentdesk.practice.shapes import Json, duration, instant, part_id, second

_CHANGED_IDS = 6_000_000  # where the parts of changed slices are counted from


def check_effect(effect: Json) -> None:
    """ValueError where the effect of a scenario names something that does not exist."""
    if effect.get("what", "moved") not in ("moved", "renumbered", "cancelled"):
        raise ValueError("a flight is moved, renumbered or cancelled")
    for name in ("origin", "destination"):
        if effect.get(name) is not None and effect[name] not in airports():
            raise ValueError(f"no airport is called {effect[name]!r}")


def change_flights(order: Json, effect: Json, now: datetime) -> None:
    """Change a paid order as an effect says; the order shows the new flights at once.

    `what`: moved (by `minutes`, to another `origin` or `destination`), renumbered (`number`) or cancelled;
    `slice` and `segment` count from 0, and without a segment the whole slice is meant; `seats` lost are told so.
    """
    shown = order["shown"]
    changes = shown["airline_initiated_changes"]
    place = (effect.get("slice") or 0) % len(shown["slices"])
    before, gone = shown["slices"][place], effect.get("what") == "cancelled"
    after = [] if gone else [_changed(order, before, effect, len(changes) + 1)]
    for older in changes:
        older["available_actions"] = []
    can_cancel = ["cancel"] if "cancel" in shown["available_actions"] else []
    changes.append(
        {
            "id": part_id("aic", order["stem"], len(changes) + 1),
            "order_id": order["id"],
            "created_at": instant(now),
            "updated_at": instant(now),
            "action_taken": None,
            "action_taken_at": None,
            "available_actions": [*can_cancel, "update"] if gone else ["accept", *can_cancel],
            "added": copy.deepcopy(after),
            "removed": [copy.deepcopy(before)],
            "travel_agent_ticket": None,
        }
    )
    if after:
        _carry_services_over(shown, before, after[0])
        shown["slices"][place] = after[0]
    shown["synced_at"] = second(now)


def _changed(order: Json, before: Json, effect: Json, number: int) -> Json:
    """The slice as it is after a change, with ids of its own."""
    after = copy.deepcopy(before)
    start, only = _CHANGED_IDS + number * 100, effect.get("segment")
    after["id"] = part_id("sli", order["stem"], start)
    segments = after["segments"]
    for place, segment in enumerate(segments):
        segment["id"] = part_id("seg", order["stem"], start + place)
        if only is None or place == only % len(segments):
            _change_segment(segment, effect)
    if effect.get("origin"):
        _move_end(segments[0], "origin", effect["origin"])
    if effect.get("destination"):
        _move_end(segments[-1], "destination", effect["destination"])
    after["origin"], after["destination"] = segments[0]["origin"], segments[-1]["destination"]
    leaves = orders.moment(segments[0]["departing_at"], segments[0]["origin"])
    after["duration"] = duration(orders.moment(segments[-1]["arriving_at"], segments[-1]["destination"]) - leaves)
    return after


def _change_segment(segment: Json, effect: Json) -> None:
    by = timedelta(minutes=effect.get("minutes") or 0)
    segment["departing_at"] = _later(segment["departing_at"], segment["origin"], by)
    segment["arriving_at"] = _later(segment["arriving_at"], segment["destination"], by)
    for stop in segment["stops"]:
        for name in ("arriving_at", "departing_at"):
            stop[name] = _later(stop[name], stop["airport"], by)
    if effect.get("what") == "renumbered":
        old = segment["marketing_carrier_flight_number"]
        segment["marketing_carrier_flight_number"] = effect.get("number") or str(int(old) + 1000)
    if effect.get("seats") == "lost":
        for person in segment["passengers"]:
            person["seat"] = None


def _later(local: str, place: Json, by: timedelta) -> str:
    there = orders.moment(local, place)
    moved = (there.astimezone(UTC) + by).astimezone(there.tzinfo)
    return moved.replace(tzinfo=None).isoformat()


def _move_end(segment: Json, end: str, code: str) -> None:
    """To another airport; the instants stay, the local times follow the place."""
    time, place = {"origin": "departing_at", "destination": "arriving_at"}[end], airport_place(code)
    there = orders.moment(segment[time], segment[end]).astimezone(airports()[code].zone)
    segment[time] = there.replace(tzinfo=None).isoformat()
    segment[end] = place
    segment[f"{end}_terminal"] = airports()[code].terminal(segment["marketing_carrier"]["iata_code"])


def _carry_services_over(shown: Json, before: Json, after: Json) -> None:
    new_ids = {old["id"]: new["id"] for old, new in zip(before["segments"], after["segments"], strict=True)}
    for service in shown["services"]:
        service["segment_ids"] = [new_ids.get(key, key) for key in service["segment_ids"]]
