"""Compares what the desk says with what stands in the airline's own books. The books are right."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from soak.proxy import Passage
from soak.wishes import Wish

Line = dict[str, Any]
_OPEN = ("Sent", "Unsure")
_NOTHING = ("Refused", "StruckOut")


@dataclass(slots=True)
class Findings:
    """What is wrong, in words, by the promise that it breaks; and what is rightly open."""

    doubled: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    open_lines: list[Line] = field(default_factory=list)
    facts: set[str] = field(default_factory=set)  # attempts of open lines that the books could settle
    ends_by_itself: int = 0
    trapped: int = 0

    def has_fact(self, line: Line) -> bool:
        return line["attempt"] in self.facts

    def late(self, lines: Sequence[Line]) -> None:
        self.unsettled += [f"open, though the books know: {one}" for one in lines]

    @property
    def unseen(self) -> list[Line]:
        """Open lines that were not looked for yet, and of which nobody knows when they will be."""
        return [one for one in self.open_lines if not one["next"] and not one["looks"]]

    def not_looked_for(self) -> None:
        self.violations += [f"open, and not looked for: {one}" for one in self.unseen]

    @property
    def all_wrong(self) -> list[str]:
        return [*self.doubled, *self.lost, *self.untrue, *self.unsettled, *self.violations]

    def add(self, other: "Findings", seed: str) -> None:
        for name in ("doubled", "lost", "untrue", "unsettled", "violations"):
            mine = getattr(self, name)
            mine += [said for one in getattr(other, name) if (said := f"{seed}: {one}") not in mine]
        if other.ends_by_itself:
            self.violations.append(f"{seed}: the desk ended by itself {other.ends_by_itself} times")
        if other.trapped:
            self.violations.append(f"{seed}: {other.trapped} redirects were followed")


def judge(
    wishes: Sequence[Wish],
    books: dict[str, Any],
    state: dict[str, Any],
    news: Sequence[Line],
    passages: Sequence[Passage],
    *,
    is_over: bool,
) -> Findings:
    """`is_over` says that nothing is on its way any more and a person has ended what had no fact."""
    found = Findings()
    _Bookings(books, state, found).judge(is_over)
    _Deeds(books, state, found).judge(is_over)
    _said_before(state, news, found)
    _shown(state, passages, found)
    if is_over:
        found.violations += [f"still open after a person has ended it: {one}" for one in found.open_lines]
    return found


class _Bookings:
    def __init__(self, books: dict[str, Any], state: dict[str, Any], found: Findings) -> None:
        self._orders: list[Line] = books["orders"]
        self._requests = [one for one in books["requests"] if one["path"] == "/air/orders"]
        self._lines: dict[str, Line] = {one["attempt"]: one for one in state["lines"]}
        self._kept = state["orders"]
        self._found = found

    def judge(self, is_over: bool) -> None:
        found = self._found
        attempts = Counter(_attempt(one) for one in self._requests)
        found.doubled += [f"attempt {one} arrived {times} times" for one, times in attempts.items() if times > 1]
        again = [one for one in self._requests if one["code"] == "offer_request_already_booked"]
        found.doubled += [f"only the airline has stopped a second order: {one}" for one in again]
        people = Counter(one["passengers"][0] for one in self._orders)
        found.doubled += [f"{who} has {times} orders" for who, times in people.items() if times > 1]
        by_attempt = {_attempt(one): one for one in self._orders}
        for attempt, order in by_attempt.items():
            self._judge_order(attempt, order)
        for line in self._lines.values():
            self._judge_line(line, by_attempt.get(line["attempt"]))
        for attempt in attempts:
            if attempt not in self._lines:
                found.lost.append(f"attempt {attempt} arrived and is not in the journal")

    def _judge_order(self, attempt: str, order: Line) -> None:
        line = self._lines.get(attempt)
        if line is None:
            self._found.lost.append(f"order {order['id']} of attempt {attempt} is not in the journal")
        elif line["what"] == "Booked" and order["id"] not in self._kept:
            self._found.lost.append(f"order {order['id']} is booked and not in the order book")

    def _judge_line(self, line: Line, order: Line | None) -> None:
        match line["what"]:
            case "Booked" if order is None or order["id"] != line["order"]:
                self._found.untrue.append(f"said to be booked: {line}")
            case "Refused" | "StruckOut" if order is not None:
                self._found.untrue.append(f"said not to be booked: {line}")
            case "Sent" | "Unsure":
                self._found.open_lines.append(line)
                if order is not None and order["visible"]:
                    self._found.facts.add(line["attempt"])


def _attempt(order: Line) -> str:
    return str((order.get("metadata") or {}).get("agentdesk_attempt", ""))


class _Deeds:
    """Payments of held orders and cancellations."""

    def __init__(self, books: dict[str, Any], state: dict[str, Any], found: Findings) -> None:
        self._orders: dict[str, Line] = {one["id"]: one for one in books["orders"]}
        self._quotes = {one["id"]: one["order_id"] for one in books["cancellations"]}
        self._requests = books["requests"]
        self._lines: list[Line] = state["deeds"]
        self._kept = state["orders"]
        self._found = found

    def judge(self, is_over: bool) -> None:
        arrived = {"PayHold": self._payments_asked(), "CancelOrder": self._confirmations_asked()}
        for kind, asked in arrived.items():
            by_order = defaultdict(list)
            for line in self._lines:
                if line["kind"] == kind:
                    by_order[line["order"]].append(line)
            for order_id in {*asked, *by_order}:
                self._judge(kind, order_id, by_order[order_id], asked[order_id])
        again = [one for one in self._requests if one["code"] in ("already_paid", "already_cancelled")]
        self._found.doubled += [f"only the airline has stopped a second deed: {one}" for one in again]
        for order_id, kept in self._kept.items():
            order = self._orders[order_id]
            if kept["cancelled"] and not order["cancelled"]:
                self._found.untrue.append(f"order {order_id} is shown as cancelled")
            if kept["paid"] and not order["paid"]:
                self._found.untrue.append(f"order {order_id} is shown as paid")

    def _judge(self, kind: str, order_id: str, lines: list[Line], arrived: int) -> None:
        found, order = self._found, self._orders[order_id]
        is_done = order["cancelled"] if kind == "CancelOrder" else order["paid"]
        left = [one for one in lines if one["what"] != "StruckOut"]
        done = [one for one in lines if one["what"] == "Done"]
        unknown = [one for one in lines if one["what"] in _OPEN]
        found.open_lines += unknown
        paid = sum(one["status"] == "succeeded" for one in order["payments"])
        if arrived > len(left):
            found.doubled.append(f"{kind} of {order_id} arrived {arrived} times for {len(left)} attempts")
        if len(done) > 1 or (kind == "PayHold" and paid > 1):
            found.doubled.append(f"{kind} of {order_id} was done {max(len(done), paid)} times")
        if done and not is_done:
            found.untrue.append(f"said to be done: {done[0]}")
        if is_done and not done and not unknown:
            found.lost.append(f"{kind} of {order_id} was done and is told by no line: {lines}")
        if is_done:
            found.facts.update(one["attempt"] for one in unknown)

    def _payments_asked(self) -> Counter[str]:
        return Counter(one["order"] for one in self._requests if one["path"] == "/air/payments")

    def _confirmations_asked(self) -> Counter[str]:
        quotes = [one["path"].split("/")[3] for one in self._requests if one["path"].endswith("/actions/confirm")]
        return Counter(self._quotes[one] for one in quotes if one in self._quotes)


def _said_before(state: dict[str, Any], news: Sequence[Line], found: Findings) -> None:
    """What was once told as certain stands in the journal."""
    last = {one["attempt"]: one["what"] for one in (*state["lines"], *state["deeds"])}
    for one in news:
        if one["what"] in ("Booked", "Done", "Refused") and last.get(one["attempt"]) != one["what"]:
            found.untrue.append(f"was told as {one['what']} and is {last.get(one['attempt'])}: {one}")


def _shown(state: dict[str, Any], passages: Sequence[Passage], found: Findings) -> None:
    """An open line shows all that is known: what was asked of what and when, and the request id if one came."""
    told = {found for one in passages for found in (one.request_id, one.dripped_id) if found}
    for line in (*state["lines"], *state["deeds"]):
        if line["what"] == "Unsure":
            lacks = [name for name in ("attempt", "at", "why", "doubt") if not line[name]]
            if not line.get("offer") and not line["order"]:
                lacks.append("offer or order")
            if line["request_id"] and line["request_id"] not in told:
                lacks.append("a request id that was told")
            if lacks:
                found.violations.append(f"{line} lacks {', '.join(lacks)}")
