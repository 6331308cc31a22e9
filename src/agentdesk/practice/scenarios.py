"""Trouble on demand: the test routes, and named scenarios that are switched on and off while the airline runs."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from functools import cache

from agentdesk import resources
from agentdesk.practice.bodies import check_kinds
from agentdesk.practice.flight_changes import check_effect
from agentdesk.practice.shapes import Json

_WHOM = {"order": str, "reference": str, "airline": str, "passenger": str, "type": str}
_FORM = {
    "name": str,
    "method": str,
    "path": str,
    "route": str,
    "whom": _WHOM,
    "after_seconds": int,
    "skip": int,
    "times": int,
    "effect": dict,
}
_CHANGE_FORM = {
    "what": str,
    "minutes": int,
    "number": str,
    "slice": int,
    "segment": int,
    "seats": str,
    "origin": str,
    "destination": str,
}
_LONGEST = 366 * 24 * 3600
KINDS = frozenset(
    {
        "delay",
        "hold_last_batch",
        "raise_price",
        "refuse",
        "airline_refuses",
        "bare_hold",
        "drop",
        "truncate",
        "answer",
        "outcome",
        "late_tickets",
        "lapse",
        "schedule_change",
        "payment",
        "refund",
        "no_cancel",
        "webhook",
    }
)


@dataclass
class Scenario:
    """One trouble: where, whom and from when on it strikes, how often still, and what it does."""

    name: str
    method: str
    path: str
    route: str
    skip: int
    times: int | None
    effect: Json
    whom: Json
    after_seconds: int
    since: datetime
    struck: int = 0

    def strikes(self, method: str, path: str, route: str | None, facts: Json | None, now: datetime) -> bool:
        """Whether a call is meant; `facts` tell of the order it is about."""
        return (
            self.times != 0
            and (not self.after_seconds or now >= self.since + timedelta(seconds=self.after_seconds))
            and self._means(facts or {})
            and self.method in ("*", method)
            and fnmatchcase(path, self.path)
            and (self.route == "*" or self.route == route)
        )

    def _means(self, facts: Json) -> bool:
        """Whether an order is the one that is meant; a passenger by any part of the name, all in any case."""
        return all(
            wanted is None
            or any(
                wanted.casefold() in name if key == "passenger" else wanted.casefold() == name
                for name in facts.get(key, ())
            )
            for key, wanted in self.whom.items()
        )

    def shown(self) -> Json:
        return {
            "name": self.name,
            "method": self.method,
            "path": self.path,
            "route": self.route,
            "whom": self.whom,
            "after_seconds": self.after_seconds,
            "skip": self.skip,
            "times": self.times,
            "struck": self.struck,
            "effect": self.effect,
        }


@cache
def _data() -> Json:
    data: Json = json.loads(resources.read("practice/scenarios.json"))
    return data


def named() -> Json:
    """Every named scenario as data."""
    scenarios: Json = _data()["named"]
    return scenarios


def scenario(asked: Json, now: datetime) -> Scenario:
    """From what is asked: a name, with anything of it said differently, or a whole new one.

    Raises ValueError or a refusal when it is wrong.
    """
    check_kinds(asked, _FORM)
    name = asked.get("name") or ""
    if not asked.get("effect") and name not in named():
        raise ValueError(f"no scenario is called {name!r}")
    body = named().get(name, {}) | asked
    effect = dict(named().get(name, {}).get("effect", {})) | (asked.get("effect") or {})
    if effect.get("kind") not in KINDS:
        raise ValueError(f"an effect is one of {', '.join(sorted(KINDS))}")
    if effect["kind"] == "schedule_change":
        check_kinds(effect, _CHANGE_FORM)
        check_effect(effect)
    if not 0 <= (body.get("after_seconds") or 0) <= _LONGEST:
        raise ValueError("after_seconds can be nothing to a year")
    return Scenario(
        name or effect["kind"],
        body.get("method") or "*",
        body.get("path") or "*",
        body.get("route") or "*",
        body.get("skip") or 0,
        body.get("times"),
        effect,
        body.get("whom") or {},
        body.get("after_seconds") or 0,
        now,
    )


class Scenarios:
    """What is switched on now; the newest strikes first, the test routes always."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """`now` tells the world's time."""
        self.running: list[Scenario] = []
        self._now = now
        self._routes = [scenario(route, now()) for route in _data()["test_routes"]]

    def start(self, asked: Json) -> Scenario:
        """Switch one on."""
        started = scenario(asked, self._now())
        self.running.insert(0, started)
        return started

    def stop(self, name: str | None = None) -> None:
        """Switch off all of a name, or everything but the test routes."""
        self.running = [one for one in self.running if name is not None and one.name != name]

    def active(self, kind: str, method: str, path: str, route: str | None) -> bool:
        """Whether something of a kind is on for a call, without using it up."""
        now = self._now()
        return any(one.effect["kind"] == kind and one.strikes(method, path, route, None, now) for one in self.running)

    def take(
        self, kinds: frozenset[str], method: str, path: str, route: str | None, facts: Json | None = None
    ) -> Json | None:
        """The effect that strikes a call now, used up once."""
        now = self._now()
        for one in (*self.running, *self._routes):
            if one.effect["kind"] not in kinds or not one.strikes(method, path, route, facts, now):
                continue
            if one.skip:
                one.skip -= 1
                continue
            one.struck += 1
            if one.times is not None:
                one.times -= 1
            return one.effect
        return None
