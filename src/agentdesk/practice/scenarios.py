"""Trouble on demand: the test routes, and named scenarios that are switched on and off while the airline runs."""

import json
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from agentdesk import resources
from agentdesk.practice.bodies import check_kinds
from agentdesk.practice.shapes import Json

_FORM = {"name": str, "method": str, "path": str, "route": str, "skip": int, "times": int, "effect": dict}
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
    }
)


@dataclass
class Scenario:
    """One trouble: where it strikes, how often still, and what it does."""

    name: str
    method: str
    path: str
    route: str
    skip: int
    times: int | None
    effect: Json
    struck: int = 0

    def strikes(self, method: str, path: str, route: str | None) -> bool:
        """Whether a call is meant."""
        return (
            self.times != 0
            and self.method in ("*", method)
            and fnmatchcase(path, self.path)
            and (self.route == "*" or self.route == route)
        )

    def shown(self) -> Json:
        return {
            "name": self.name,
            "method": self.method,
            "path": self.path,
            "route": self.route,
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


def scenario(asked: Json) -> Scenario:
    """From what is asked: a name, with anything of it said differently, or a whole new one. ValueError when wrong."""
    check_kinds(asked, _FORM)
    name = asked.get("name") or ""
    if not asked.get("effect") and name not in named():
        raise ValueError(f"no scenario is called {name!r}")
    body = named().get(name, {}) | asked
    effect = dict(named().get(name, {}).get("effect", {})) | (asked.get("effect") or {})
    if effect.get("kind") not in KINDS:
        raise ValueError(f"an effect is one of {', '.join(sorted(KINDS))}")
    return Scenario(
        name or effect["kind"],
        body.get("method") or "*",
        body.get("path") or "*",
        body.get("route") or "*",
        body.get("skip") or 0,
        body.get("times"),
        effect,
    )


class Scenarios:
    """What is switched on now; the newest strikes first, the test routes always."""

    def __init__(self) -> None:
        self.running: list[Scenario] = []
        self._routes = [scenario(route) for route in _data()["test_routes"]]

    def start(self, asked: Json) -> Scenario:
        """Switch one on."""
        started = scenario(asked)
        self.running.insert(0, started)
        return started

    def stop(self, name: str | None = None) -> None:
        """Switch off all of a name, or everything but the test routes."""
        self.running = [one for one in self.running if name is not None and one.name != name]

    def active(self, kind: str, method: str, path: str, route: str | None) -> bool:
        """Whether something of a kind is on for a call, without using it up."""
        return any(one.effect["kind"] == kind and one.strikes(method, path, route) for one in self.running)

    def take(self, kinds: frozenset[str], method: str, path: str, route: str | None) -> Json | None:
        """The effect that strikes a call now, used up once."""
        for one in (*self.running, *self._routes):
            if one.effect["kind"] not in kinds or not one.strikes(method, path, route):
                continue
            if one.skip:
                one.skip -= 1
                continue
            one.struck += 1
            if one.times is not None:
                one.times -= 1
            return one.effect
        return None
