"""A search and all it found: the same offers for the same search and seed, made again whenever needed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from agentdesk.practice.carriers import DUFFEL, carriers
from agentdesk.practice.fares import Brand, Fare, brands, sells_cabin
from agentdesk.practice.gazetteer import airports_at
from agentdesk.practice.journeys import Journey, Window, Wish, journeys
from agentdesk.practice.shapes import Json, amount, from_pence, instant, part_id, share
from agentdesk.practice.travellers import Traveller

FEWEST, MOST, MOST_EVER = 50, 300, 1000
_FIRST_DAY, _LAST_DAY = 1, 330
_NO_OFFERS_ROUTE = ("PVD", "RAI")
_BRANDS_EACH = 3


@dataclass
class Search:
    """An offer request. `found` fills up while `look` is stepped through."""

    stem: str
    created: datetime
    seed: str
    currency: str
    slices: list[Json]
    travellers: list[Traveller]
    cabin: str | None
    changes: int
    wanted: int | None
    body: Json
    found: list[Fare] | None = field(default=None, repr=False)

    def id(self, prefix: str, index: int) -> str:
        """The id of a part of this search; all of them share its stem."""
        return part_id(prefix, self.stem, index)

    @property
    def fares(self) -> list[Fare]:
        """Everything found; looks now if nobody did."""
        if self.found is None:
            for _ in self.look():
                pass
        assert self.found is not None
        return self.found

    @property
    def route(self) -> tuple[str, str]:
        return self.slices[0]["origin"], self.slices[0]["destination"]

    @property
    def last_departure(self) -> date:
        return date.fromisoformat(self.slices[-1]["departure_date"])

    def pence(self, value: int) -> str:
        """Pence as an amount in the billing currency."""
        return amount(from_pence(value, self.currency), self.currency)

    def document(self) -> Json:
        """What has to be kept to make this search again."""
        return {
            "stem": self.stem,
            "created": instant(self.created),
            "seed": self.seed,
            "currency": self.currency,
            "wanted": self.wanted,
            "body": self.body,
        }

    def look(self) -> Iterator[None]:
        """Find the offers in small steps, so that other requests are answered between."""
        if self.route == _NO_OFFERS_ROUTE or not self._sold_yet():
            self.found = []
            return
        wanted = self.wanted or FEWEST + 10 + share(self.seed, *self.route) * (MOST - FEWEST - 30) // 1000
        by_carrier: list[dict[str, list[Journey]]] = []
        ways_wanted = wanted // _BRANDS_EACH + 2
        per_slice = ways_wanted if len(self.slices) == 1 else max(6, round(ways_wanted ** (1 / len(self.slices))) + 2)
        for wish in self._wishes():
            ways: dict[str, list[Journey]] = {}
            for of_one in journeys(self.seed, wish, per_slice, self.cabin or "economy"):
                if of_one:
                    ways[of_one[0].seller] = of_one
                yield
            by_carrier.append(ways)
        yield from self._price(by_carrier, wanted)

    def _sold_yet(self) -> bool:
        ahead = [(date.fromisoformat(part["departure_date"]) - self.created.date()).days for part in self.slices]
        return all(_FIRST_DAY <= days <= _LAST_DAY for days in ahead)

    def _wishes(self) -> Iterator[Wish]:
        for part in self.slices:
            yield Wish(
                part["origin"],
                part["destination"],
                date.fromisoformat(part["departure_date"]),
                self.changes,
                _window(part),
            )

    def _price(self, by_carrier: list[dict[str, list[Journey]]], wanted: int) -> Iterator[None]:
        """Put journeys together, the best of every carrier first, and sell each in its brands."""
        ways: list[tuple[float, tuple[Journey, ...]]] = []
        shared = [code for code in carriers() if all(code in found for found in by_carrier)]
        for code in shared:
            most = wanted if len(shared) < 4 else wanted // 2
            for way in _combinations([found[code] for found in by_carrier], most):
                ways.append(way)
                if len(ways) % 50 == 0:
                    yield
        ways.sort(key=lambda way: (way[0], way[1][0].key))
        sold: list[Fare] = []
        for number, (_, combination) in enumerate(ways):
            if len(sold) >= wanted:
                break
            sold += [Fare(combination, brand) for brand in self._brands(combination, number)]
            if number % 20 == 0:
                yield
        del sold[wanted:]
        sold.sort(key=lambda fare: fare.seller.iata != DUFFEL)
        self.found = sold

    def _brands(self, combination: tuple[Journey, ...], number: int) -> tuple[Brand, ...]:
        seller = combination[0].seller
        chosen = brands(seller, self.cabin or "economy")
        if self.cabin is None and number % 3 == 0 and all(sells_cabin(way, "business") for way in combination):
            chosen += brands(seller, "business")[:1]
        return chosen

    def batch_numbers(self, batches: int) -> dict[str, int]:
        """In which batch each airline answers with all it has: Duffel first, some airline always last."""
        others = sorted({fare.seller.iata for fare in self.fares} - {DUFFEL}, key=lambda code: share(self.stem, code))
        return {DUFFEL: 0} | {code: batches - 1 - n * batches // len(others) for n, code in enumerate(others)}


def _window(part: Json) -> Window:
    leave, arrive = part.get("departure_time") or {}, part.get("arrival_time") or {}
    return Window(
        _minute(leave.get("from"), 0),
        _minute(leave.get("to"), 1439),
        _minute(arrive.get("from"), 0),
        _minute(arrive.get("to"), 1439),
    )


def _minute(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _combinations(ways: list[list[Journey]], most: int) -> Iterator[tuple[float, tuple[Journey, ...]]]:
    """One journey per slice, with a score that is low for quick and straight ones."""
    fastest = [min(way.span for way in of_slice) for of_slice in ways]
    yielded = 0
    depth = 0
    deepest = sum(len(of_slice) - 1 for of_slice in ways)
    while depth <= deepest and yielded < most:
        for places in _places([len(of_slice) for of_slice in ways], depth):
            chosen = tuple(of_slice[place] for of_slice, place in zip(ways, places, strict=True))
            if not _in_order(chosen):
                continue
            lost = sum(((way.span - best) / timedelta(hours=1) for way, best in zip(chosen, fastest, strict=True)), 0.0)
            changes = sum(len(way.flights) - 1 for way in chosen)
            yield depth + changes * 1.5 + lost / 3, chosen
            yielded += 1
            if yielded >= most:
                return
        depth += 1


def _places(lengths: list[int], total: int) -> Iterator[tuple[int, ...]]:
    """Every way to take one place from each list so that the places add up to a total."""
    if len(lengths) == 1:
        if total < lengths[0]:
            yield (total,)
        return
    for first in range(min(lengths[0] - 1, total) + 1):
        for rest in _places(lengths[1:], total - first):
            yield (first, *rest)


def _in_order(chosen: tuple[Journey, ...]) -> bool:
    """Nobody leaves before having arrived."""
    return all(
        later.flights[0].departs - earlier.flights[-1].arrives >= timedelta(minutes=90)
        for earlier, later in pairwise(chosen)
    )


def revived(document: Json) -> Search:
    """A search made again from what was kept of it."""
    body = document["body"]
    stem = document["stem"]
    search = Search(
        stem,
        datetime.fromisoformat(document["created"]),
        document["seed"],
        document["currency"],
        body["slices"],
        [],
        body.get("cabin_class"),
        1 if body.get("max_connections") is None else int(body["max_connections"]),
        document["wanted"],
        body,
    )
    search.travellers = [
        Traveller.asked(search.id("pas", number), passenger) for number, passenger in enumerate(body["passengers"])
    ]
    return search


def known_place(code: object) -> bool:
    """Whether a code can be searched from or to."""
    return isinstance(code, str) and bool(airports_at(code))
