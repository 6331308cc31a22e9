"""The questions to the list of orders in SQL: which orders a view has, what is searched, and in which order.

`travel.order_places` is the law of all of it; the tests hold these sentences against it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_FLOOR

from agentdesk.storage.dialects import Dialect
from agentdesk.storage.encoding import to_micros
from agentdesk.storage.order_list import first_spot
from agentdesk.travel.money import Money, minor_digits
from agentdesk.travel.order_views import FRESH, LAST_DAY, SOON, OrderQuery, OrderSpot, Sort, View
from agentdesk.travel.order_words import words_asked

Values = Mapping[str, str | int]

_LAPSED = "(stage = 'lapsing' AND pay_by_at <= :now)"
_AWAITING = "stage IN ('awaiting', 'lapsing') AND (stage = 'awaiting' OR pay_by_at > :now) AND leaves_at > :now"
_CHANGED = "airline_changes > 0 AND stage <> 'cancelled' AND last_leaves_at > :now"
_PRESSING = f"""spot IN (
    SELECT spot FROM order_list WHERE {_CHANGED}
    UNION ALL
    SELECT spot FROM order_list WHERE stage = 'unpaid' AND pay_by_at >= :a_week_ago AND pay_by_at < :in_a_day
    UNION ALL
    SELECT spot FROM order_list WHERE stage IN ('awaiting', 'lapsing') AND (
        ({_LAPSED} AND pay_by_at >= :a_week_ago)
        OR (NOT {_LAPSED} AND leaves_at > :now AND tickets_due_at BETWEEN :a_week_ago AND :now)
    )
)"""
_VIEWS: Mapping[View, str] = {
    View.ALL: "",
    View.ATTENTION: _PRESSING,
    View.HELD: "stage = 'unpaid'",
    View.AWAITING_TICKETS: _AWAITING,
    View.DEPARTING_SOON: f"leaves_at > :now AND leaves_at <= :soon AND stage <> 'cancelled' AND NOT {_LAPSED}",
    View.AIRLINE_CHANGES: _CHANGED,
    View.CANCELLED: "stage = 'cancelled'",
}
_DEADLINE = "CASE WHEN price_until_at > :now THEN price_until_at ELSE pay_by_at END"
_IS_PAST = f"(stage = 'cancelled' OR {_LAPSED} OR leaves_at IS NULL OR leaves_at <= :now)"
_GROUP = f"CASE WHEN stage = 'unpaid' THEN 0 WHEN {_IS_PAST} THEN 3 WHEN stage = 'ticketed' THEN 2 ELSE 1 END"
_GROUPS = (
    ("stage = 'unpaid'", f"{_DEADLINE} NULLS LAST, spot"),
    (_AWAITING, "spot"),
    ("leaves_at > :now AND stage = 'ticketed'", "leaves_at, spot"),
    (f"stage <> 'unpaid' AND {_IS_PAST}", "spot DESC"),
)
"""The groups of `Sort.NEXT`, each by an index of its own: for all orders at once."""
_NEXT = f"""{_GROUP},
    CASE {_GROUP} WHEN 0 THEN {_DEADLINE} WHEN 2 THEN leaves_at END NULLS LAST,
    CASE {_GROUP} WHEN 3 THEN -spot ELSE spot END"""
"""The same in one sentence: for some orders."""
_SORTS: Mapping[Sort, str] = {
    Sort.NEXT: _NEXT,
    Sort.REFERENCE: "reference, spot",
    Sort.PASSENGER: "lead_key, spot",
    Sort.DEPARTURE: "leaves_at NULLS LAST, spot",
    Sort.TOTAL: "total_currency, total_minor, spot",
    Sort.CREATED: "spot",
}


_CHANGES = (
    "leaves_at > :now",
    "stage = 'unpaid' AND pay_by_at > :now",
    "stage = 'unpaid' AND price_until_at > :now",
    "stage IN ('awaiting', 'lapsing') AND pay_by_at > :now",
)
"""What changes its place in `Sort.NEXT` by time alone, by the column that says when: the first word with _at."""


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence that answers with spots, and its values."""

    sentence: str
    values: Values

    @property
    def counted(self) -> str:
        return f"SELECT count(*) FROM ({self.sentence}) AS them"


def ordered(view: View, sort: Sort, now: datetime, only: str = "", among: str = "") -> tuple[Question, ...]:
    """Whose answers, one after the other, are all orders of the view.

    `only` is a JSON array of the spots looked at, and `among` the sentence that reads it (`Dialect.among`).
    """
    values: dict[str, str | int] = {**_moments(now)}
    wanted = [_VIEWS[view]] if _VIEWS[view] else []
    if sort is Sort.NEXT and not wanted and not only:
        return tuple(Question(_sentence([group], by), values) for group, by in _GROUPS)
    if only:
        values["only"] = only
        wanted.append(f"spot IN ({among})")
    return (Question(_sentence(wanted, _SORTS[sort]), values),)


def next_change(now: datetime) -> Question:
    """When the order of `Sort.NEXT` is another by time alone: NULL for never."""
    moments = (f"SELECT min({_column(when)}) AS spot FROM order_list WHERE {when}" for when in _CHANGES)
    return Question(f"SELECT min(spot) FROM ({' UNION ALL '.join(moments)}) AS them", _moments(now))


def _column(condition: str) -> str:
    return next(word for word in condition.split() if word.endswith("_at"))


def in_view(view: View, now: datetime) -> Question:
    """All orders of the view, in no order."""
    return Question(_sentence([_VIEWS[view]] if _VIEWS[view] else []), _moments(now))


@dataclass(frozen=True, slots=True)
class Bounds:
    """A piece of a list, the newest first: as many as `limit`, below the spot of the one before, made after `since`."""

    limit: int
    below: OrderSpot | None
    since: datetime | None


def newest(query: OrderQuery, agents: Sequence[str], dialect: Dialect, now: datetime, bounds: Bounds) -> Question:
    """The next ones of all that answer to the query. Words are joined and not looked up, so that both databases can
    walk them from the newest down and stop. Holds are few and have an index by their deadlines: they are sorted, where
    a walk would go on to the oldest order of all."""
    values: dict[str, str | int] = {**_moments(now), "limit": bounds.limit}
    place = "spot + 0" if query.view is View.HELD and not query.text else "spot"
    wanted = [_VIEWS[query.view]] if _VIEWS[query.view] else []
    for condition, more in _conditions(query, agents):
        wanted.append(condition)
        values |= more
    if bounds.below is not None:
        wanted.append(f"{place} < :below")
        values["below"] = bounds.below
    if bounds.since is not None:
        wanted.append("spot >= :first AND created_at > :since")
        values |= {"first": first_spot(bounds.since), "since": to_micros(bounds.since)}
    source = "order_list"
    if alternatives := words_asked(query.text):
        source = f"({dialect.found_by}) AS said JOIN order_list USING (spot)"
        values["match"] = dialect.match(alternatives)
    where = f" WHERE {' AND '.join(f'({one})' for one in wanted)}" if wanted else ""
    return Question(f"SELECT spot FROM {source}{where} ORDER BY {place} DESC LIMIT :limit", values)


def picked(query: OrderQuery, agents: Sequence[str], dialect: Dialect) -> tuple[Question, ...]:
    """One question for each condition of the query beside its view: an order must be in the answers to all of them.

    `agents` are all names that stand in the list; `dialect` is that of whoever is asked.
    """
    found = [Question(_sentence([condition]), values) for condition, values in _conditions(query, agents)]
    if alternatives := words_asked(query.text):
        found.append(Question(dialect.found_by, {"match": dialect.match(alternatives)}))
    return tuple(found)


def _conditions(query: OrderQuery, agents: Sequence[str]) -> Iterator[tuple[str, Values]]:
    """All but the view and the words."""
    if query.airline:
        yield "owner = :owner", {"owner": query.airline.upper()}
    if query.over is not None:
        more: Values = {"currency": query.over.currency, "over": _whole(query.over)}
        yield "total_currency = :currency AND total_minor > :over", more
    if query.agent:
        named = {f"agent{number}": name for number, name in enumerate(agents) if is_agent(name, query.agent)}
        names = ", ".join(f":{key}" for key in named) or "NULL"
        yield f"agent IN ({names})", named


def _sentence(wanted: Sequence[str], by: str = "") -> str:
    where = " WHERE " + " AND ".join(wanted) if wanted else ""
    return f"SELECT spot FROM order_list{where}" + (f" ORDER BY {by}" if by else "")


def _moments(now: datetime) -> Values:
    return {
        "now": to_micros(now),
        "soon": to_micros(now + SOON),
        "in_a_day": to_micros(now + LAST_DAY),
        "a_week_ago": to_micros(now - FRESH),
    }


def is_agent(name: str, asked: str) -> bool:
    """Whether each word asked for begins a word of the agent's name."""
    words = [form for forms in words_asked(name) for form in forms]
    return all(any(word.startswith(forms) for word in words) for forms in words_asked(asked))


def _whole(amount: Money) -> int:
    """Minor units, rounded down: what is more than these is more than the amount."""
    return int(amount.amount.scaleb(minor_digits(amount.currency)).to_integral_value(ROUND_FLOOR))
