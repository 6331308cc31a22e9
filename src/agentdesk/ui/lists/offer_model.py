"""The offers of a search as a list: our own objects and an order over them."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from agentdesk.travel.offer_lists import Filters, Keys, Sort, keys_of, ordered, shown
from agentdesk.travel.offers import Offer
from agentdesk.ui.lists.offer_words import spoken

ItemRole = Qt.ItemDataRole.UserRole
_AnyIndex = QModelIndex | QPersistentModelIndex


class OfferModel(QAbstractListModel):
    """Hands back the offer through `ItemRole` and a sentence for a screen reader; never fetches."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._offers: list[Offer] = []
        self._keys: list[Keys] = []
        self._order: list[int] = []
        self.sort_by = Sort.BEST
        self.filters = Filters()

    # --- asked by the page

    @property
    def offers(self) -> Sequence[Offer]:
        """All that have come, filtered or not."""
        return self._offers

    @property
    def keys(self) -> Sequence[Keys]:
        return self._keys

    def offer(self, row: int) -> Offer:
        return self._offers[self._order[row]]

    def row_of(self, offer_id: str) -> int:
        """The row of an offer; -1 when it is not shown."""
        return next((row for row, place in enumerate(self._order) if self._offers[place].id == offer_id), -1)

    def put(self, offers: Sequence[Offer]) -> None:
        """Replace all."""
        self.beginResetModel()
        self._offers = list(offers)
        self._keys = [keys_of(offer) for offer in self._offers]
        self._order = self._sorted()
        self.endResetModel()

    def add(self, offers: Sequence[Offer]) -> None:
        """More of them, sorted in among the others; selection and current row stay with their offers."""
        start = len(self._offers)
        self._offers.extend(offers)
        self._keys.extend(keys_of(offer) for offer in offers)
        if len(self._offers) > start:
            self.arrange(self.sort_by, self.filters)

    def arrange(self, sort: Sort, filters: Filters) -> None:
        """Sort and filter anew; whoever is current or selected stays so if still shown."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [self._order[index.row()] if index.isValid() else -1 for index in before]
        self.sort_by, self.filters = sort, filters
        self._order = self._sorted()
        rows = {place: row for row, place in enumerate(self._order)} if before else {}
        after = [self.index(rows[place], 0) if place in rows else QModelIndex() for place in kept]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _sorted(self) -> list[int]:
        return ordered(self._keys, shown(self._keys, self.filters), self.sort_by)

    # --- asked by Qt

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._order)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._order):
            return None
        if role == ItemRole:
            return self.offer(index.row())
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return spoken(self.offer(index.row()))
        return None
