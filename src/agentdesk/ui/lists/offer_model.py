"""The offers of a search as rows: our own objects, grouped by journey, and an order over them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from agentdesk.travel.offer_facets import Facets, OfferIndex
from agentdesk.travel.offer_filters import Filters
from agentdesk.travel.offer_groups import Fares, JourneyKey, cheapest_first, grouped, sorted_by_slice, sorted_rows
from agentdesk.travel.offer_loosening import Loosening, ways_back
from agentdesk.travel.offer_sorting import Keys, Sort, keys_of
from agentdesk.travel.offers import Offer
from agentdesk.ui.lists.offer_words import Shown, spoken

ItemRole = Qt.ItemDataRole.UserRole
ShownRole = ItemRole + 1
_AnyIndex = QModelIndex | QPersistentModelIndex


class OfferModel(QAbstractListModel):
    """A row is a journey, or one slice of it: `ItemRole` is its cheapest fare that passes, `ShownRole` what it shows.

    Slice by slice (`by_slice`) the rows show the slice after those that are `picked`, each with the cheapest total of
    all offers that begin so; as pairs they show whole journeys.
    """

    def __init__(self, parent: QObject | None = None, now: Callable[[], datetime] | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._offers: list[Offer] = []
        self._keys: list[Keys] = []
        self._journeys: list[JourneyKey] = []
        self._by_price: list[int] = []
        self._index = OfferIndex()  # may lag behind while nothing is filtered
        self._slices = 1
        self._rows: list[Fares] = []
        self._passing = 0
        self.marked: frozenset[str] = frozenset()  # ids of offers that are marked for comparison
        self.sort_by = Sort.BEST
        self.filters = Filters()
        self._wants_slices = False
        self.picked: JourneyKey = ()

    # --- asked by the page

    @property
    def offers(self) -> Sequence[Offer]:
        """All that have come, filtered or not."""
        return self._offers

    @property
    def keys(self) -> Sequence[Keys]:
        return self._keys

    @property
    def passing(self) -> int:
        """How many offers pass the filters, whatever is picked."""
        return self._passing

    @property
    def slice_count(self) -> int:
        """The most slices an offer has."""
        return self._slices

    @property
    def by_slice(self) -> bool:
        """Whether flights are chosen one after the other; there must be more than one."""
        return self._wants_slices and self._slices > 1

    @property
    def depth(self) -> int:
        """Up to which slice the rows are the same flights."""
        return min(len(self.picked) + 1, self.slice_count) if self.by_slice else self.slice_count

    @property
    def is_last(self) -> bool:
        """Whether a row is a whole journey, so that its fares can be chosen."""
        return self.depth == self.slice_count

    def shown(self, row: int) -> Shown:
        """What a row shows."""
        fares = self._rows[row]
        only = len(self.picked) if self.by_slice else None
        return Shown(self._offers[fares[0]], len(fares), only, self.is_last)

    def offer(self, row: int) -> Offer:
        """The cheapest fare of a row."""
        return self._offers[self._rows[row][0]]

    def fares(self, row: int) -> list[Offer]:
        """All fares of a row that pass, the cheapest first."""
        return [self._offers[place] for place in self._rows[row]]

    def key(self, row: int) -> JourneyKey:
        """What the offers of a row have in common."""
        return self._journeys[self._rows[row][0]][: self.depth]

    def row_of(self, offer_id: str) -> int:
        """The row that an offer stands in; -1 when it is not shown."""
        return next((row for row, fares in enumerate(self._rows) if self._holds(fares, offer_id)), -1)

    def _holds(self, fares: Fares, offer_id: str) -> bool:
        return any(self._offers[place].id == offer_id for place in fares)

    def facets(self) -> Facets:
        """What the offers have that were taken in, by the present filters."""
        return self._index.facets(self.filters)

    def ways_back(self) -> list[Loosening]:
        """Which filters to loosen where nothing passes."""
        self.take_in(len(self._offers))
        return ways_back(self._index, self.filters)

    def take_in(self, count: int) -> bool:
        """Read so many more offers for counting; whether all are read now."""
        done = len(self._index)
        self._index.add(self._offers[done : done + count])
        return len(self._index) == len(self._offers)

    # --- changed by the page

    def put(self, offers: Sequence[Offer]) -> None:
        """Replace all."""
        self.beginResetModel()
        self._offers = list(offers)
        self._index = OfferIndex()
        self.picked = ()
        self._read(0)
        self._rows = self._arranged()
        self.endResetModel()

    def add(self, offers: Sequence[Offer]) -> None:
        """More of them, sorted in among the others; selection and current row stay with their journeys."""
        start = len(self._offers)
        self._offers.extend(offers)
        self._read(start)
        if len(self._offers) > start:
            self.arrange(self.sort_by, self.filters)

    def replace(self, offer: Offer) -> None:
        """The same offer as the airline gives it now; nothing happens where it is not known."""
        place = next((place for place, one in enumerate(self._offers) if one.id == offer.id), None)
        if place is None:
            return
        self._offers[place] = offer
        self._keys[place], self._journeys[place] = keys_of(offer), offer.journey_key
        if place < len(self._index):
            self._index.put(place, self._offers)
        self._by_price = cheapest_first(self._keys, self._offers, self._by_price)
        self.arrange(self.sort_by, self.filters)

    def look(self, *, by_slice: bool, picked: JourneyKey = ()) -> None:
        """Rows of whole journeys, or of the slice after those that are picked."""
        self.beginResetModel()
        self._wants_slices, self.picked = by_slice, picked
        self._rows = self._arranged()
        self.endResetModel()

    def arrange(self, sort: Sort, filters: Filters) -> None:
        """Sort and filter anew; whatever journey is current or selected stays so if still shown."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [self.key(index.row()) if index.isValid() else () for index in before]
        self.sort_by, self.filters = sort, filters
        self._rows = self._arranged()
        rows = self._rows_of(set(kept)) if before else {}
        after = [self.index(rows[key], 0) if key in rows else QModelIndex() for key in kept]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def mark(self, offer_ids: frozenset[str]) -> None:
        """Check the boxes of the rows that hold these offers."""
        self.marked = offer_ids
        if self._rows:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._rows) - 1, 0), [Qt.ItemDataRole.CheckStateRole]
            )

    def _read(self, start: int) -> None:
        """Work out keys and journeys from place `start` on."""
        del self._keys[start:], self._journeys[start:]
        known = self._by_price if start else []
        self._keys.extend(map(keys_of, self._offers[start:]))
        self._journeys.extend(offer.journey_key for offer in self._offers[start:])
        self._by_price = cheapest_first(self._keys, self._offers, known)
        self._slices = max(map(len, self._journeys), default=1)

    def _arranged(self) -> list[Fares]:
        by_price = self._by_price
        if self.filters.count:
            self.take_in(len(self._offers))
            by_price = self._index.pick(self.filters, by_price)
        self._passing = len(by_price)
        rows = grouped(by_price, self._journeys, self.picked, self.depth)
        if self.by_slice:
            return sorted_by_slice(rows, self._offers, len(self.picked), self.sort_by)
        return sorted_rows(rows, self._keys, self.sort_by)

    def _rows_of(self, wanted: set[JourneyKey]) -> dict[JourneyKey, int]:
        """Where these stand, as far as they do; ten thousand rows are looked through in a millisecond."""
        journeys, depth = self._journeys, self.depth
        if depth == self.slice_count:
            return {key: row for row, fares in enumerate(self._rows) if (key := journeys[fares[0]]) in wanted}
        return {key: row for row, fares in enumerate(self._rows) if (key := journeys[fares[0]][:depth]) in wanted}

    def _spoken(self, row: int) -> str:
        return spoken(self.shown(row), self._now() if self._now is not None else None)

    # --- asked by Qt

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        if role == ShownRole:
            return self.shown(index.row())
        if role == ItemRole:
            return self.offer(index.row())
        if role == Qt.ItemDataRole.CheckStateRole and self.is_last:
            marked = any(self._offers[place].id in self.marked for place in self._rows[index.row()])
            return Qt.CheckState.Checked if marked else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return self._spoken(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<qt>{escape(self._spoken(index.row()))}</qt>"
        return None
