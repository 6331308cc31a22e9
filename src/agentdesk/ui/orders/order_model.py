"""The list of orders as rows: where they stand, what of them is known here, and what is being checked on top."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from agentdesk.travel.order_views import OrderRow, OrderSpot
from agentdesk.ui.orders.order_words import Checking, checking_words, row_words
from agentdesk.ui.widgets.tips import plain_tip

RowRole = Qt.ItemDataRole.UserRole
"""An `OrderRow`, a `Checking`, or None while it has not been read."""
_MOST = 3_000  # rows that are remembered, some forty screens
_FEW = 8  # keys that are looked for one by one
_AnyIndex = QModelIndex | QPersistentModelIndex
Key = str | OrderSpot
"""Names a row wherever it stands: an attempt that is being checked, or an order's spot."""


class OrderModel(QAbstractListModel):
    """Never fetches: `missing` tells what has to be read of some rows, `take` is given it."""

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._checking: tuple[Checking, ...] = ()
        self._spots: tuple[OrderSpot, ...] = ()
        self._rows: OrderedDict[OrderSpot, OrderRow] = OrderedDict()
        self._by_id: dict[str, OrderSpot] = {}

    # --- asked by the page

    @property
    def spots(self) -> tuple[OrderSpot, ...]:
        return self._spots

    @property
    def checking(self) -> tuple[Checking, ...]:
        return self._checking

    @property
    def currency(self) -> str:
        """Of the first order that is known, for an amount that is typed without one."""
        return next((row.total.currency for row in self._rows.values()), "GBP")

    def item(self, row: int) -> OrderRow | Checking | None:
        """What stands there; None while it has not been read."""
        if row < len(self._checking):
            return self._checking[row]
        return self._rows.get(self._spots[row - len(self._checking)])

    def key(self, row: int) -> Key:
        """What the row is called wherever it stands."""
        above = len(self._checking)
        return self._checking[row].attempt if row < above else self._spots[row - above]

    def spot_at(self, row: int) -> OrderSpot | None:
        """None for what is being checked."""
        above = len(self._checking)
        return self._spots[row - above] if row >= above else None

    def spots_in(self, rows: range) -> tuple[OrderSpot, ...]:
        """Of the orders in these rows; a booking that has no order yet has none."""
        above = len(self._checking)
        on_top = (one.row.spot for one in self._checking[rows.start : rows.stop] if one.row is not None)
        return (*on_top, *self._spots[max(rows.start - above, 0) : max(rows.stop - above, 0)])

    def row_of(self, key: Key) -> int:
        """-1 when it is not in the list."""
        if isinstance(key, str):
            return next((row for row, one in enumerate(self._checking) if one.attempt == key), -1)
        try:
            return self._spots.index(key) + len(self._checking)
        except ValueError:
            return -1

    def rows_of(self, keys: Collection[Key]) -> list[int]:
        """The same of many, as far as they are in the list."""
        if len(keys) < _FEW:
            return [row for row in map(self.row_of, keys) if row >= 0]
        wanted, above = set(keys), len(self._checking)
        on_top = [row for row, one in enumerate(self._checking) if one.attempt in wanted]
        return on_top + [row + above for row, spot in enumerate(self._spots) if spot in wanted]

    def spot_of(self, order_id: str) -> OrderSpot | None:
        """Of an order whose row is remembered."""
        return self._by_id.get(order_id)

    def known(self, spot: OrderSpot) -> OrderRow | None:
        return self._rows.get(spot)

    def missing(self, rows: range) -> tuple[OrderSpot, ...]:
        """The spots among these rows that have to be read."""
        above = len(self._checking)
        first, last = max(rows.start - above, 0), max(rows.stop - above, 0)
        return tuple(spot for spot in self._spots[first:last] if spot not in self._rows)

    # --- changed by the page

    def put(self, spots: Sequence[OrderSpot], checking: Sequence[Checking] = ()) -> None:
        """Another list; rows that are remembered stay so. Nothing is selected afterwards."""
        self.beginResetModel()
        self._spots, self._checking = tuple(spots), tuple(checking)
        self.endResetModel()

    def extend(self, spots: tuple[OrderSpot, ...]) -> bool:
        """The whole of a list whose top is here: what is current and selected stays. False when it begins otherwise."""
        here = len(self._spots)
        if spots[:here] != self._spots:
            return False
        if len(spots) > here:
            above = len(self._checking)
            self.beginInsertRows(QModelIndex(), above + here, above + len(spots) - 1)
            self._spots = spots
            self.endInsertRows()
        return True

    def check(self, checking: Sequence[Checking]) -> bool:
        """The same attempts as before, asked once more: False when they are others, and nothing is changed."""
        if [one.attempt for one in checking] != [one.attempt for one in self._checking]:
            return False
        if tuple(checking) != self._checking:
            self._checking = tuple(checking)
            self._say_changed(range(len(self._checking)))
        return True

    def take(self, rows: Iterable[OrderRow]) -> None:
        """Remember what was read; shown rows change in place."""
        changed = False
        for row in rows:
            changed |= self._rows.pop(row.spot, None) != row
            self._rows[row.spot] = row
            self._by_id[row.order_id] = row.spot
        while len(self._rows) > _MOST:
            _, gone = self._rows.popitem(last=False)
            self._by_id.pop(gone.order_id, None)
        if changed:
            self._say_changed(range(self.rowCount()))  # whichever are in sight are painted anew

    def forget(self, spot: OrderSpot) -> None:
        """It has changed and is not on screen: read it again when it is."""
        row = self._rows.pop(spot, None)
        if row is not None:
            self._by_id.pop(row.order_id, None)

    def _say_changed(self, rows: range) -> None:
        if rows:
            self.dataChanged.emit(self.index(rows.start, 0), self.index(rows.stop - 1, 0))

    # --- asked by Qt

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._checking) + len(self._spots)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < self.rowCount():
            return None
        if role == RowRole:
            return self.item(index.row())
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return self._spoken(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._spoken(index.row()))
        return None

    def _spoken(self, row: int) -> str:
        match self.item(row):
            case OrderRow() as order:
                return row_words(order, self._now()).spoken
            case Checking() as checking:
                return checking_words(checking, self._now()).spoken
            case None:
                return "Loading"
