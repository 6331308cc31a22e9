"""The list of offers: keyboard first, rows that never move under the cursor."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from agentdesk.travel.offers import Offer
from agentdesk.ui.lists.offer_delegate import OfferDelegate
from agentdesk.ui.lists.offer_model import OfferModel

_AnyIndex = QModelIndex | QPersistentModelIndex


class OfferList(QListView):
    """Says `pointed` when another offer is current, `chosen` on Enter or double click.

    Right and a click on fare or price say `goes_in` (fares, or the details of a single one), Left and Escape
    `goes_out`, Space and a click on a check box `mark_toggled`; a single letter goes to the page.
    """

    pointed = Signal(object)
    chosen = Signal(object)
    goes_in = Signal()
    goes_out = Signal()
    mark_toggled = Signal(object)  # the Offer of the row
    key_pressed = Signal(str)  # a single letter
    resized = Signal()

    def __init__(self, model: OfferModel, delegate: OfferDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers = model
        self._delegate = delegate
        self.was_used = False  # by key, click or scroll: from now on nothing moves by itself
        self.setAccessibleName("Offers")
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
        """The cheapest fare of the current row."""
        index = self.currentIndex()
        return self._offers.offer(index.row()) if index.isValid() else None

    def point_at(self, offer_id: str) -> bool:
        """Make the row of an offer current; whether it is shown."""
        row = self._offers.row_of(offer_id)
        if row >= 0:
            self.setCurrentIndex(self._offers.index(row, 0))
        return row >= 0

    def rows_in_view(self) -> range:
        """The rows that are on screen, as far as there are any."""
        inside = self.viewport().rect()
        first, last = self.indexAt(inside.topLeft()), self.indexAt(inside.bottomLeft())
        if not first.isValid():
            return range(0)
        return range(first.row(), last.row() + 1 if last.isValid() else self._offers.rowCount())

    def row_box(self, row: int) -> QRect:
        """Where a row stands, in pixels of the viewport."""
        return self.visualRect(self._offers.index(row, 0))

    def currentChanged(self, current: _AnyIndex, previous: _AnyIndex) -> None:
        super().currentChanged(current, previous)
        self.pointed.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if not event.isAutoRepeat():
                self._chosen(self.currentIndex())
            return
        self._use()
        letter = event.text().upper()
        if plain and key == Qt.Key.Key_Right:
            self.goes_in.emit()
        elif plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.goes_out.emit()
        elif plain and key == Qt.Key.Key_Space:
            self._mark(self.currentIndex())
        elif plain and len(letter) == 1 and letter.isalpha():
            self.key_pressed.emit(letter)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Rows are pictures, not names: a stray letter moves nothing, and asks no text of ten thousand of them."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._use()
        spot = event.position().toPoint()
        index = self.indexAt(spot)
        box = self.visualRect(index)
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            if self._delegate.check_box(box).adjusted(-6, -8, 6, 8).contains(spot):
                self._mark(index)
                return
            if self._delegate.opens_fares(box, spot.x()):
                super().mousePressEvent(event)
                self.goes_in.emit()
                return
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._delegate.stretch(self.viewport().width())
        super().resizeEvent(event)
        self.resized.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._use()
        super().wheelEvent(event)

    def _use(self) -> None:
        self.was_used = True

    def _mark(self, index: QModelIndex) -> None:
        if index.isValid() and self._offers.is_last:
            self.mark_toggled.emit(self._offers.offer(index.row()))

    def _chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._offers.offer(index.row()))
