"""The list of offers: keyboard first, rows that never move under the cursor."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from agentdesk.travel.offers import Offer
from agentdesk.ui.lists.offer_delegate import OfferDelegate
from agentdesk.ui.lists.offer_model import OfferModel

_WIDEST = 1500  # pixels
_AnyIndex = QModelIndex | QPersistentModelIndex


class OfferList(QListView):
    """Says `pointed` when another offer is current, `chosen` on Enter or double click."""

    pointed = Signal(object)
    chosen = Signal(object)
    key_pressed = Signal(str)  # a single letter that the page knows

    def __init__(self, model: OfferModel, delegate: OfferDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers = model
        self._delegate = delegate
        self.was_used = False  # by key, click or scroll: from now on nothing moves by itself
        self.setAccessibleName("Offers")
        self.setMaximumWidth(_WIDEST)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._chosen)
        self.verticalScrollBar().sliderPressed.connect(self._use)

    @property
    def current(self) -> Offer | None:
        index = self.currentIndex()
        return self._offers.offer(index.row()) if index.isValid() else None

    def point_at(self, offer_id: str) -> bool:
        """Make an offer current; whether it is shown."""
        row = self._offers.row_of(offer_id)
        if row >= 0:
            self.setCurrentIndex(self._offers.index(row, 0))
        return row >= 0

    def currentChanged(self, current: _AnyIndex, previous: _AnyIndex) -> None:
        super().currentChanged(current, previous)
        self.pointed.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not event.isAutoRepeat():
                self._chosen(self.currentIndex())
            return
        letter = event.text().upper()
        self._use()
        if letter in ("N", "S") and not event.modifiers():
            self.key_pressed.emit(letter)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Rows are pictures, not names: a stray letter moves nothing, and asks no text of ten thousand of them."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._use()
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._delegate.stretch(self.viewport().width())
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._use()
        super().wheelEvent(event)

    def _use(self) -> None:
        self.was_used = True

    def _chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._offers.offer(index.row()))
