"""How all orders stand, kept while nothing moves: a search picks from it what it has found."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from itertools import chain, count, islice

import msgspec
from sqlalchemy import Connection, text

from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.encoding import from_micros
from agentdesk.storage.order_list import moves
from agentdesk.storage.order_queries import Question, next_change, ordered
from agentdesk.travel.order_views import OrderQuery, OrderSpot, Sort, View

_KEPT = 2  # orders of rows that are remembered, some ten megabytes for 100,000 orders
_DENSE = 5  # one in so many is picked: then all are gone through, instead of looking up each one's place
_SLICE = 10_000  # gone through without a break for other threads
_PIECE = 120_000  # characters: as many spots


class _Stood:
    """As of `since`, until the next moment at which time alone moves something, or something is written."""

    def __init__(self, spots: list[OrderSpot], moves: int, since: datetime | None, until: datetime | None) -> None:
        self.spots = spots
        self._moves, self._since, self._until = moves, since, until
        self._places: dict[OrderSpot, int] = {}

    def is_so(self, moves: int, now: datetime) -> bool:
        begun = self._since is None or self._since <= now
        return self._moves == moves and begun and (self._until is None or now < self._until)

    def picked(self, picks: Sequence[OrderSpot]) -> list[OrderSpot]:
        """Those of them that stand here, in this order."""
        if len(picks) * _DENSE > len(self.spots):
            return _gone_through(self.spots, set(picks))
        if not self._places:
            for start in range(0, len(self.spots), _SLICE):
                self._places.update(zip(self.spots[start : start + _SLICE], count(start)))
        return [self.spots[place] for place in sorted(self._places[spot] for spot in picks)]


class Standing:
    """Used in the database's thread only. Where others write too (`alone` is False) nothing is kept."""

    def __init__(self, *, alone: bool = True) -> None:
        self._known: OrderedDict[Sort, _Stood] = OrderedDict()
        self._alone = alone

    def of(self, connection: Connection, view: View, sort: Sort, now: datetime) -> list[OrderSpot]:
        """All orders of the view. Not to be changed."""
        if view is not View.ALL:
            return answer_all(connection, ordered(view, sort, now))
        return self._all(connection, sort, now).spots

    def picked(
        self, connection: Connection, query: OrderQuery, now: datetime, picks: Sequence[OrderSpot]
    ) -> list[OrderSpot]:
        """Those of `picks` that the view has, in the query's order."""
        if query.view is View.ALL:
            return self._all(connection, query.sort, now).picked(picks)
        return _gone_through(self.of(connection, query.view, query.sort, now), set(picks))

    def top(
        self, connection: Connection, query: OrderQuery, now: datetime, picks: Sequence[OrderSpot], limit: int
    ) -> tuple[OrderSpot, ...]:
        """The first of all orders that are among `picks`, which rise."""
        spots = self._all(connection, query.sort, now).spots
        walk = reversed(spots) if query.descending else iter(spots)
        return tuple(islice((spot for spot in walk if _is_in(picks, spot)), limit))

    def _all(self, connection: Connection, sort: Sort, now: datetime) -> _Stood:
        if not self._alone:
            return _read(connection, sort, now)
        known = self._known.get(sort)
        if known is None or not known.is_so(moves(connection), now):
            known = self._known[sort] = _read(connection, sort, now)
        self._known.move_to_end(sort)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return known


def _is_in(picks: Sequence[OrderSpot], spot: OrderSpot) -> bool:
    place = bisect_left(picks, spot)
    return place < len(picks) and picks[place] == spot


def _gone_through(spots: list[OrderSpot], wanted: set[OrderSpot]) -> list[OrderSpot]:
    found: list[OrderSpot] = []
    for start in range(0, len(spots), _SLICE):
        found += filter(wanted.__contains__, spots[start : start + _SLICE])
    return found


def _read(connection: Connection, sort: Sort, now: datetime) -> _Stood:
    spots = answer_all(connection, ordered(View.ALL, sort, now))
    if sort is not Sort.NEXT:
        return _Stood(spots, moves(connection), None, None)
    question = next_change(now)
    until = connection.execute(text(question.sentence), question.values).scalar()
    return _Stood(spots, moves(connection), now, None if until is None else from_micros(until))


def answer_all(connection: Connection, questions: Sequence[Question]) -> list[OrderSpot]:
    """The answers, one after the other."""
    return list(chain.from_iterable(answer(connection, question) for question in questions))


def answer(connection: Connection, question: Question) -> list[OrderSpot]:
    """The spots; they come as a JSON array, read in pieces so that other threads can go on in between."""
    in_one = text(dialect_of(connection).in_one.format(question.sentence))
    array = str(connection.execute(in_one, question.values).scalar_one())
    found: list[OrderSpot] = []
    start, end = 1, len(array) - 1
    while start < end:
        stop = array.find(",", start + _PIECE)
        stop = end if stop < 0 else stop
        found += msgspec.json.decode(f"[{array[start:stop]}]", type=list[int])
        start = stop + 1
    return found
