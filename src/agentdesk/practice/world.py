"""The state of the practice world: its clock, its settings, its searches, offers, orders, payments and sold seats."""

import hashlib
import os
import re
from collections import OrderedDict
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agentdesk.practice.clock import Clock
from agentdesk.practice.offers import Mark
from agentdesk.practice.orders import paid, settle
from agentdesk.practice.outbox import Outbox
from agentdesk.practice.scenarios import Scenarios
from agentdesk.practice.searches import MOST_EVER, Search, revived
from agentdesk.practice.shapes import CURRENCIES, Json, base62, instant
from agentdesk.practice.shelf import Shelf

_ID = re.compile(r"\b[a-z0-9]{3}_0000([0-9A-Za-z]{12})([0-9A-Za-z]{6})\b")
_READY_SEARCHES = 48
_SEARCHES_KEPT_FOR = timedelta(hours=2)


@dataclass(frozen=True)
class Settings:
    """What can be set when the world is reset. Spans are seconds."""

    seed: str = "practice"
    currency: str = "GBP"
    offers: int | None = None
    requests_per_minute: int = 4000
    searches_per_minute: int = 30
    ticket_seconds: float = 4.0
    late_order_seconds: float = 30.0
    first_batch_seconds: float = 0.2
    last_batch_seconds: float = 3.0
    webhook_retry_seconds: float = 5.0

    def changed(self, asked: Json) -> "Settings":
        """With other values; ValueError names what is wrong."""
        for one in fields(self):
            value = asked.get(one.name)
            if value is None:
                continue
            wanted: tuple[type, ...] = {"seed": (str, int), "currency": (str,)}.get(one.name, (int, float))
            if (
                not isinstance(value, wanted)
                or isinstance(value, bool)
                or (one.name == "currency" and value not in CURRENCIES)
            ):
                raise ValueError(f"{one.name} cannot be {value!r}")
        known = {one.name for one in fields(self)}
        if unknown := sorted(set(asked) - known):
            raise ValueError(f"unknown setting: {', '.join(unknown)}")
        values = {name: value for name, value in asked.items() if value is not None}
        if "offers" in values and not 1 <= values["offers"] <= MOST_EVER:
            raise ValueError(f"offers can be 1 to {MOST_EVER}")
        if "seed" in values:
            values["seed"] = str(values["seed"])
        return replace(self, **values)


class World:
    """Everything the practice airline remembers."""

    def __init__(
        self, settings: Settings, file: Path | None = None, start: datetime | None = None, speed: float = 1.0
    ) -> None:
        """A new world, or the one kept in a file; the seed is for searches to come.

        Its clock starts at an instant, or where a kept world left off, and runs at a pace; ValueError when it cannot.
        """
        self._start, self._speed = start, speed
        self._clock = Clock(start, speed)
        self.first_settings = settings
        self.settings = settings
        self.shelf = Shelf(file)
        self.scenarios = Scenarios(self.now)
        self.outbox = Outbox(self.shelf)
        self._forget()
        self._recall()

    def _forget(self) -> None:
        self._salt = base62(int.from_bytes(os.urandom(8), "big"), 11)
        self._serial = 0
        self._ready: OrderedDict[str, Search] = OrderedDict()
        self._searches: dict[str, Json] = {}
        self.marks: dict[str, Mark] = {}
        self.orders: dict[str, Json] = {}
        self.payments: dict[str, Json] = {}
        self.cancellations: dict[str, Json] = {}
        self.sold: dict[str, list[str]] = {}
        self.booked: dict[str, str] = {}
        self.requests: list[Json] = []
        self.received = 0

    def _recall(self) -> None:
        meta = dict(self.shelf.all("meta")).get("world")
        if meta is None:
            self._write_meta()
            return
        self._salt, self._serial = meta["salt"], meta["serial"]
        if self._start is None:
            self._clock.jump(datetime.now(UTC) + timedelta(seconds=meta["ahead"]))
        self.settings = replace(Settings(**meta["settings"]), seed=self.first_settings.seed)
        self._searches = dict(self.shelf.all("search"))
        self.marks = {key: Mark(**mark) for key, mark in self.shelf.all("mark")}
        self.orders = dict(self.shelf.all("order"))
        self.payments = dict(self.shelf.all("payment"))
        self.cancellations = dict(self.shelf.all("cancellation"))
        self.sold = {key: document["seats"] for key, document in self.shelf.all("sold")}
        self.booked = {order["stem"]: key for key, order in self.orders.items()}
        self.requests = [document for _, document in self.shelf.all("request")]
        self.received = len(self.requests)

    def _write_meta(self) -> None:
        self.shelf.put(
            "meta",
            "world",
            {
                "salt": self._salt,
                "serial": self._serial,
                "ahead": self._clock.ahead.total_seconds(),
                "settings": asdict(self.settings),
            },
        )

    def reset(self, settings: Settings) -> None:
        """An empty world: nothing searched, nothing sold, the clock as at the start, no trouble."""
        self.shelf.clear()
        self.settings = settings
        self._clock = Clock(self._start, self._speed)
        self.scenarios = Scenarios(self.now)
        self._forget()
        self.outbox.recall()
        self._write_meta()

    # The clock ------------------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """The world's own time."""
        return self._clock.now()

    @property
    def speed(self) -> float:
        """How many of its seconds go by in one of the machine's."""
        return self._clock.speed

    def jump(self, to: datetime) -> None:
        """Set the world's clock. ValueError outside this century."""
        self._clock.jump(to)
        self._write_meta()

    def run_at(self, speed: float) -> None:
        """Let the world's clock go on at another pace. ValueError when it cannot."""
        self._clock.run_at(speed)
        self._write_meta()

    def close(self) -> None:
        """Keep the clock and let go of the file."""
        self._write_meta()
        self.shelf.close()

    # Searches -------------------------------------------------------------------------------------------------------

    def new_search(self, body: Json) -> Search:
        """A search that nobody has looked for yet, kept under a stem of its own."""
        self._serial += 1
        digest = hashlib.sha256(f"{self._salt}/{self._serial}".encode()).digest()
        stem = base62(int.from_bytes(digest[:9], "big"), 12)[-12:]
        settings = self.settings
        document: Json = {
            "stem": stem,
            "created": instant(self.now()),
            "seed": settings.seed,
            "currency": settings.currency,
            "wanted": settings.offers,
            "body": body,
        }
        self._searches[stem] = document
        self.shelf.put("search", stem, document)
        self._write_meta()
        self._drop_old_searches()
        return self._remember(revived(document))

    def _drop_old_searches(self) -> None:
        oldest = self.now() - _SEARCHES_KEPT_FOR
        old = [
            stem
            for stem, document in self._searches.items()
            if datetime.fromisoformat(document["created"]) < oldest and stem not in self.booked
        ]
        for stem in old:
            del self._searches[stem]
            self._ready.pop(stem, None)
        self.shelf.drop("search", old)

    def _remember(self, search: Search) -> Search:
        self._ready[search.stem] = search
        self._ready.move_to_end(search.stem)
        while len(self._ready) > _READY_SEARCHES:
            self._ready.popitem(last=False)
        return search

    def search(self, stem: str) -> Search | None:
        """The search with this stem, made again if it was put away."""
        ready = self._ready.get(stem)
        document = self._searches.get(stem)
        if ready is None and document is not None:
            ready = revived(document)
        return self._remember(ready) if ready else None

    def stems(self) -> list[str]:
        """The stems of the searches that are kept, newest first."""
        return list(reversed(self._searches))

    def rename(self, search: Search, number: int, body: Json) -> None:
        """Keep what a change to an offer's passenger says."""
        search.body["passengers"][number] |= {
            key: body[key] for key in ("given_name", "family_name", "loyalty_programme_accounts") if body.get(key)
        }
        search.travellers[number] = search.travellers[number].named(body)
        self._searches[search.stem]["body"] = search.body
        self.shelf.put("search", search.stem, self._searches[search.stem])

    def part_of(self, key: str, prefix: str) -> tuple[Search, int] | None:
        """The search an id belongs to, and the id's own number in it."""
        found = _ID.fullmatch(key)
        search = self.search(found[1]) if found and key.startswith(f"{prefix}_") else None
        return (search, _number(found[2])) if search and found else None

    def route_in(self, text: str) -> str | None:
        """The route ("LHR-JFK") of the first search or order whose id stands in a text."""
        for found in _ID.finditer(text):
            document = self._searches.get(found[1])
            if document:
                first = document["body"]["slices"][0]
                return f"{first['origin']}-{first['destination']}"
        return None

    # What was sold --------------------------------------------------------------------------------------------------

    def mark(self, offer_id: str, mark: Mark) -> None:
        """Keep what happened to an offer."""
        self.marks[offer_id] = mark
        self.shelf.put("mark", offer_id, asdict(mark))

    def keep_order(self, order: Json, payment: Json | None = None, seats: dict[str, list[str]] | None = None) -> None:
        """Write an order, its payment and the seats it took, all in one stroke."""
        documents: list[tuple[str, str, object]] = []
        self.orders[order["id"]] = order
        self.booked[order["stem"]] = order["id"]
        if payment is not None:
            self.payments[payment["id"]] = payment
            documents.append(("payment", payment["id"], payment))
        for flight, taken in (seats or {}).items():
            self.sold[flight] = self.sold.get(flight, []) + taken
            documents.append(("sold", flight, {"seats": self.sold[flight]}))
            order["seats"][flight] = taken
        documents.append(("order", order["id"], order))
        self.shelf.put_all(documents)

    def keep_cancellation(self, cancellation: Json, order: Json | None = None) -> None:
        """Write a cancellation, and with its confirmation the order that it ended, in one stroke."""
        self.cancellations[cancellation["id"]] = cancellation
        documents: list[tuple[str, str, object]] = [("cancellation", cancellation["id"], cancellation)]
        if order is not None:
            documents.append(("order", order["id"], order))
        self.shelf.put_all(documents)

    def payment_of(self, order: Json) -> Json | None:
        """What paid for an order."""
        return next((one for one in self.payments_of(order) if one["status"] == "succeeded"), None)

    def payments_of(self, order: Json) -> list[Json]:
        """Every payment that was tried for an order, oldest first."""
        return [one for one in self.payments.values() if one["order_id"] == order["id"]]

    def release(self, order: Json) -> None:
        """Give back the seats of an order that will not fly."""
        for flight, taken in order["seats"].items():
            self.sold[flight] = [seat for seat in self.sold[flight] if seat not in taken]
            self.shelf.put("sold", flight, {"seats": self.sold[flight]})
        order["seats"] = {}

    def settle(self, order: Json) -> None:
        """Bring an order up to date: a payment that is due, tickets that are, a deadline that has passed."""
        due = order.get("payment_due")
        if due and datetime.fromisoformat(due["at"]) <= self.now():
            self._end_payment(order, due)
        waiting = order["shown"]["payment_status"]["awaiting_payment"]
        if settle(order, self.now()):
            if waiting and not order["shown"]["payment_status"]["awaiting_payment"]:
                self.release(order)
            self.keep_order(order)

    def _end_payment(self, order: Json, due: Json) -> None:
        """A payment that was pending ends as was said when it was made."""
        payment = self.payments[due["id"]]
        payment |= {"status": due["status"], "failure_reason": due["reason"]}
        order["payment_due"] = None
        if due["status"] == "succeeded":
            paid(order, self.now(), self.settings.ticket_seconds)
        self.keep_order(order, payment)
        self.tell_of_payment(payment)

    def tell(self, kind: str, key: str, told: Json, at: datetime | None = None) -> None:
        """Whoever has registered a webhook hears of something, now or at an instant to come."""
        self.outbox.tell(kind, key, told, at or self.now())

    def tell_of_payment(self, payment: Json) -> None:
        """How a payment has ended; one that is pending has not."""
        if payment["status"] in ("succeeded", "failed"):
            self.tell(f"air.payment.{payment['status']}", payment["id"], _of_payment(payment))

    def tell_of_new_payment(self, payment: Json) -> None:
        """That there is one, and how it has ended if it has."""
        self.tell("payment.created", payment["id"], _of_payment(payment))
        self.tell_of_payment(payment)

    def facts(self, order: Json) -> Json:
        """What a scenario can be meant for, all in small letters."""
        shown = order["shown"]
        return {
            "order": [order["id"].casefold()],
            "reference": [shown["booking_reference"].casefold()],
            "airline": [shown["owner"]["iata_code"].casefold()],
            "passenger": [f"{one['given_name']} {one['family_name']}".casefold() for one in shown["passengers"]],
            "type": [shown["type"]],
        }

    def facts_in(self, text: str, data: Json) -> Json:
        """The facts of the order that a call names, or of the one that its body would make."""
        for found in _ID.finditer(text):
            key = self.booked.get(found[1])
            if key is not None and found[0][:4] in ("ord_", "ore_", "aic_", "pay_"):
                return self.facts(self.orders[key])
        people, kind = data.get("passengers"), data.get("type")
        if not isinstance(people, list):
            return {}
        names = [f"{one.get('given_name')} {one.get('family_name')}" for one in people if isinstance(one, dict)]
        return {"passenger": [name.casefold() for name in names], "type": [str(kind or "instant")]}

    def keep_request(self, entry: Json) -> None:
        """Write down that somebody asked for an order or a payment, and what was answered."""
        if "number" not in entry:
            self.received += 1
            entry["number"] = self.received
            self.requests.append(entry)
        self.shelf.put("request", f"{entry['number']:08d}", entry)


def _of_payment(payment: Json) -> Json:
    return {name: payment[name] for name in ("id", "order_id", "status", "amount", "currency")}


def _number(digits: str) -> int:
    value = 0
    for digit in digits:
        value = value * 62 + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".index(digit)
    return value
