"""What the list of orders asks of the index: never two questions of a kind at once, nothing moves uncalled."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from agentdesk.desk.desk import Desk
from agentdesk.desk.news import (
    AccountRead,
    BookingSettled,
    DeadlinesPassed,
    DeedSettled,
    LineBack,
    LineLost,
    Notice,
    OrderChanged,
    OrdersCame,
)
from agentdesk.desk.ports import OrderIndex
from agentdesk.travel.booking import sent_of
from agentdesk.travel.deeds import sent_of_deed
from agentdesk.travel.errors import NotKept
from agentdesk.travel.order_views import LEFT_OFF, OrderQuery, OrderRow, OrderSpot, OwnView, Sort, View
from agentdesk.ui.errands import Errands
from agentdesk.ui.orders.order_model import OrderModel
from agentdesk.ui.orders.order_words import Checking
from agentdesk.ui.orders.view_list import own_key

_PAGE, _AT_ONCE, _TOP = 60, 240, 1_000  # rows of a screen; read in one question; of a search shown at once
_BREATH = 0.4  # seconds between looks while orders change
_LOOK, _MINUTE = 3_000, 60_000  # milliseconds
_SHOWS_CHECKS = (View.ALL, View.ATTENTION)
_TODAY_AT_MOST = 100


class OrderAsking(QObject):
    """Says `ready` once the views are known, so that a list can be shown; `listed` when the model holds another list.

    `waits` is how many changes wait to be sorted in, `counted` comes with new counts, own views and deadlines of today,
    `failed` says why the database does not answer, and "" once it does.
    """

    ready = Signal()
    listed = Signal()
    waits = Signal(int)
    counted = Signal()
    row_changed = Signal(str)
    failed = Signal(str)

    def __init__(self, desk: Desk, errands: Errands, model: OrderModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._errands, self._model = desk, errands, model
        self.query = OrderQuery()
        self.only: frozenset[OrderSpot] | None = None  # today's deadlines, when only they are wanted
        self.counts: dict[str, int] = {}
        self.own: tuple[OwnView, ...] = ()
        self.left_off: OwnView | None = None
        self.due: tuple[OrderRow, ...] = ()
        self.may_move: Callable[[], bool] = lambda: True
        self.in_view: Callable[[], range] = lambda: range(_PAGE)
        self.is_awake = False
        self.is_asking = False
        self.trouble = ""
        self.more = 0  # orders of a search whose top is shown and whose rest is being read
        self.reading = 0  # orders that the first reading of the account has brought; 0 when none is under way
        self._changed: set[str] = set()
        self._again = self._is_ready = False
        self._moved: set[str] = set()
        self._waiting: tuple[tuple[OrderSpot, ...], tuple[Checking, ...]] | None = None
        self._stop_news = desk.news.listen(self._heard)
        self._checks = QTimer(self)
        self._checks.setInterval(_LOOK)
        self._checks.timeout.connect(lambda: self.look(checks_only=True))
        self._minutes = QTimer(self)
        self._minutes.setInterval(_MINUTE)
        self._minutes.timeout.connect(self.look)

    @property
    def index(self) -> OrderIndex:
        return self._desk.index

    def put_away(self) -> None:
        self._stop_news()
        self.sleep()
        for name in ("list orders", "read order rows", "look at orders"):
            self._errands.stop(name)

    async def read_ahead(self) -> None:
        """Have the list that will be shown first deciphered before anybody opens it."""
        try:
            await self._read_views()
            query = self.left_off.query if self.left_off is not None else self.query
            await self.index.spots(query, self._desk.clock())
        except NotKept:
            return  # said when the list is opened

    # --- asked by the page

    def own_view(self, key: str) -> OwnView | None:
        """By the key of its row; None for a view that is everybody's."""
        return next((one for one in self.own if own_key(one.id) == key), None)

    def show(self, query: OrderQuery, only: frozenset[OrderSpot] | None = None) -> None:
        """Another view, search or order; the newest question alone is answered."""
        self.query, self.only = query, only
        self.is_asking = True
        self._errands.run(self._list(), replacing="list orders")

    def wake(self) -> None:
        """The page is seen: what has changed meanwhile is sorted in, and it is kept up from now on."""
        self.is_awake = True
        self._minutes.start()
        if self._waiting is not None and self.may_move():
            self.merge()
            self.listed.emit()
        self.look()

    def sleep(self) -> None:
        self.is_awake = False
        self._minutes.stop()
        self._checks.stop()

    def fetch(self) -> None:
        """Read the rows in sight, and a screen above and below them, that are not here."""
        if not self._errands.is_running("read order rows"):
            self._errands.run(self._fetch(), replacing="read order rows")

    def look(self, *, checks_only: bool = False) -> None:
        """See what has changed; while that is being looked at, once more afterwards."""
        self._again |= not checks_only
        if self.is_awake and not self._errands.is_running("look at orders"):
            self._errands.run(self._look(checks_only=checks_only), replacing="look at orders")

    def merge(self) -> None:
        """Sort in what waits."""
        if self._waiting is not None:
            spots, checking = self._waiting
            self._settle_on(spots, checking)

    async def all_spots(self) -> tuple[OrderSpot, ...]:
        """Every order of the list as it is now, whether it is in sight or not."""
        query, only = self.query, self.only
        spots = await self.index.spots(query, self._desk.clock())
        return spots if only is None else tuple(one for one in spots if one in only)

    # --- work

    async def _list(self) -> None:
        try:
            await self._ask()
        except NotKept as trouble:
            self._fail(str(trouble) or "it does not answer")
            return
        finally:
            self.is_asking = False
        self.listed.emit()

    async def _ask(self) -> None:
        """A search shows its top at once; where more is found, the rest comes below it without a move."""
        query, only = self.query, self.only
        if query.text and only is None and await self._ask_top(query):
            return
        spots, checking = await self._now(query, only)
        await self._read_page(spots)
        if self.more and spots[: len(self._model.spots)] == self._model.spots and self._model.check(checking):
            self._model.extend(spots)
        else:
            self._settle_on(spots, checking)
        self.more = 0
        self.fetch()

    async def _ask_top(self, query: OrderQuery) -> bool:
        """Whether that is all."""
        top = await self.index.first(query, self._desk.clock(), _TOP)
        spots, checking = await self._split(top.spots, query)
        await self._read_page(spots)
        self.more = top.more
        self._settle_on(spots, checking)
        if self.more:
            self.listed.emit()
        return not self.more

    async def _read_page(self, spots: tuple[OrderSpot, ...]) -> None:
        """What is seen first is there when the list is shown."""
        shown = tuple(one for one in spots[:_PAGE] if self._model.known(one) is None)
        self._model.take(await self._rows(shown) if shown else ())
        self._fail("")

    async def _now(
        self, query: OrderQuery, only: frozenset[OrderSpot] | None
    ) -> tuple[tuple[OrderSpot, ...], tuple[Checking, ...]]:
        """The list as it is now."""
        spots = await self.index.spots(query, self._desk.clock())
        if only is not None:
            return tuple(one for one in spots if one in only), ()
        return await self._split(spots, query)

    async def _split(
        self, spots: tuple[OrderSpot, ...], query: OrderQuery
    ) -> tuple[tuple[OrderSpot, ...], tuple[Checking, ...]]:
        """What is being checked stands above, and only there."""
        checking = await self._being_checked(query)
        on_top = {one.row.spot for one in checking if one.row is not None}
        return (tuple(one for one in spots if one not in on_top) if on_top else spots), checking

    def _settle_on(self, spots: tuple[OrderSpot, ...], checking: tuple[Checking, ...]) -> None:
        self._waiting = None
        self._moved.clear()
        if spots != self._model.spots or not self._model.check(checking):
            self._model.put(spots, checking)
        self.waits.emit(0)
        if checking and self.is_awake:
            self._checks.start()
        elif not checking:
            self._checks.stop()

    async def _fetch(self) -> None:
        try:
            while missing := self._model.missing(self._around(self.in_view())):
                wanted = missing[:_AT_ONCE]
                rows = await self._rows(wanted)
                self._model.take(rows)
                if len(rows) < len(wanted):  # gone meanwhile: the list is made anew without them
                    self.show(self.query, self.only)
                    return
        except NotKept as trouble:
            self._fail(str(trouble) or "it does not answer")

    async def _rows(self, spots: tuple[OrderSpot, ...]) -> tuple[OrderRow, ...]:
        """As they are by the upstream's clock."""
        return await self.index.rows(spots, self._desk.clock())

    def _around(self, seen: range) -> range:
        more = len(seen)
        return range(max(seen.start - more, 0), min(seen.stop + more, self._model.rowCount()))

    async def _look(self, *, checks_only: bool) -> None:
        """Rows in place, then what stands elsewhere now, then the counts."""
        try:
            if checks_only:
                await self._look_at_checks()
                if not self._again:
                    return
            if not self._is_ready:
                await self._read_views()
                self._is_ready = True
                self.ready.emit()
            while True:
                self._again = False
                await self._reread()
                await self._compare()
                await self._count()
                if not self._changed and not self._again:
                    return
                await asyncio.sleep(_BREATH)
        except NotKept as trouble:
            self._fail(str(trouble) or "it does not answer")

    async def _reread(self) -> None:
        """The rows in sight as they are now; changed ones out of sight are forgotten."""
        changed, self._changed = self._changed, set()
        self._moved |= changed
        above, seen = len(self._model.checking), self.in_view()
        sight = self._model.spots[max(seen.start - above, 0) : max(seen.stop - above, 0)]
        for order_id in changed:
            spot = self._model.spot_of(order_id)
            if spot is not None and spot not in sight:
                self._model.forget(spot)
        if sight:
            self._model.take(await self._rows(sight))
        for order_id in changed:
            self.row_changed.emit(order_id)

    async def _compare(self) -> None:
        if self.is_asking:  # what is being asked for is as new as this, unless something has changed meanwhile
            self._again |= bool(self._moved)
            return
        query, only = self.query, self.only
        spots, checking = await self._now(query, only)
        if self._is_overtaken(query, only):
            return
        same = spots == self._model.spots and [one.attempt for one in checking] == [
            one.attempt for one in self._model.checking
        ]
        if same or self.may_move():
            await self._read_page(spots)
            self._settle_on(spots, checking)
            self.fetch()
            self.listed.emit()
            return
        self._waiting = (spots, checking)
        open_ones = {one.attempt: one for one in checking}
        self._model.check([open_ones.get(one.attempt) or replace(one, settled=True) for one in self._model.checking])
        different = set(spots) ^ set(self._model.spots) if len(spots) != len(self._model.spots) else set()
        self.waits.emit(max(len(self._moved), len(different), 1))

    def _is_overtaken(self, query: OrderQuery, only: frozenset[OrderSpot] | None) -> bool:
        """Whether the agent has asked for another list meanwhile."""
        return self.is_asking or (query, only) != (self.query, self.only)

    async def _look_at_checks(self) -> None:
        """How often we have asked; whether one was settled is seen by looking at all."""
        self._again |= not self._model.check(await self._being_checked(self.query))

    async def _count(self) -> None:
        now = self._desk.clock()
        counts = await self.index.counts(now)
        await self._read_views()
        unknown = sum(1 for one in await self._being_checked(OrderQuery()) if one.row is None)
        self.counts = {key: many + (unknown if key in _SHOWS_CHECKS else 0) for key, many in counts.items()}
        held = await self.index.spots(OrderQuery(View.HELD, sort=Sort.NEXT), now)
        self.due = _due_today(await self._rows(held[:_TODAY_AT_MOST]), self._desk)
        self._fail("")
        self.counted.emit()

    async def _read_views(self) -> None:
        own = await self.index.own_views()
        self.left_off = next((one for one in own if one.id == LEFT_OFF), None)
        self.own = tuple(one for one in own if one.id != LEFT_OFF)

    async def _being_checked(self, query: OrderQuery) -> tuple[Checking, ...]:
        """Bookings without an order and open deeds, oldest first, where the view has them and the words fit."""
        if query.view not in _SHOWS_CHECKS or query.over or query.airline or query.agent:
            return ()
        found = [
            Checking(sent.attempt, sent=sent, asked=self._desk.settling.looks(sent.attempt).count)
            for sent in map(sent_of, await self._desk.journal.open_lines())
        ]
        for deed in map(sent_of_deed, await self._desk.deeds.open_lines()):
            row = await self._row_of(deed.deed.order_id)
            if row is not None:
                asked = self._desk.deed_settling.looks(deed.attempt).count
                found.append(Checking(deed.attempt, deed=deed, row=row, asked=asked))
        wanted = query.text.casefold().split()
        return tuple(one for one in found if all(word in _said_of(one) for word in wanted))

    async def _row_of(self, order_id: str) -> OrderRow | None:
        spot = self._model.spot_of(order_id)
        spots = (spot,) if spot is not None else await self.index.spots(OrderQuery(text=order_id), self._desk.clock())
        return next((row for row in await self._rows(spots[:1]) if row.order_id == order_id), None)

    def _fail(self, why: str) -> None:
        if why != self.trouble:
            self.trouble = why
            self.failed.emit(why)

    # --- heard

    def _heard(self, notice: Notice) -> None:
        match notice:
            case OrderChanged():
                self._changed.add(notice.order_id)
                self.look()
            case OrdersCame():
                self._changed.update(notice.order_ids)
                self.look()
            case AccountRead():
                self.reading = 0 if notice.is_whole else notice.orders
                self.look()
            case BookingSettled() | DeedSettled() | DeadlinesPassed() | LineLost() | LineBack():
                self.look()
            case _:
                pass


def _due_today(rows: tuple[OrderRow, ...], desk: Desk) -> tuple[OrderRow, ...]:
    """Holds that have to be paid before the day is over, here."""
    now = desk.clock()
    today = now.astimezone().date()
    return tuple(
        one for one in rows if one.pay_by is not None and now < one.pay_by and one.pay_by.astimezone().date() == today
    )


def _said_of(one: Checking) -> str:
    if one.row is not None:
        return f"{one.row.reference} {one.row.lead} {one.row.order_id}".casefold()
    if one.sent is None:
        return ""
    names = " ".join(f"{person.given_name} {person.family_name}" for person in one.sent.priced.travellers)
    return f"{names} {one.sent.priced.own_reference}".casefold()
