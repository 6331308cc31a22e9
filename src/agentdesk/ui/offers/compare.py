"""Up to four offers side by side, everything on one line across; fares follow the arrows, the totals follow at once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from agentdesk.travel.offers import Offer
from agentdesk.travel.timeline import minutes_of
from agentdesk.ui import words
from agentdesk.ui.book.offers_parts import way
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.offers import compare_words
from agentdesk.ui.offers.compare_column import FARE, FARES_PAD, FOOT, HEAD, ROW, WAY, Column
from agentdesk.ui.offers.logo_pictures import LogoPictures
from agentdesk.ui.offers.still_pane import StillPane
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import label

_NAMES, _GAP, _EDGE, _WIDEST = 116, 8, 16, 420
_KEYS = (("← →", "Offer"), ("↑ ↓", "Fare"), ("Enter", "Choose"), ("Del", "Remove"), ("Esc", "Back to list"))
_LAST = ("CO₂", "Price holds")


class Comparison(QFrame):
    """`show_offers` fills it. `chosen` carries the fare to take, `changed` the ids that stand there, `left` ends it."""

    chosen = Signal(object)
    pointed = Signal(object)
    changed = Signal(list)
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        logos: LogoPictures | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._now, self._logos = theme, now, logos
        self.setObjectName("comparison")
        self.setAccessibleName("Comparison")
        self.columns: list[Column] = []
        self._place = 0
        self._title = label(theme, "", "heading")
        self._trip = label(theme, "", "small")
        self._mark = QCheckBox("Mark what differs")
        self._mark.setFont(theme.font("small"))
        self._mark.setToolTip("Shade the cells that are better or worse than the rest (M)")
        self._mark.setChecked(True)
        self._mark.toggled.connect(lambda _on: self._say())
        self._back = Button(theme, "Back to list", key="Esc")
        self._back.clicked.connect(self.left)
        self._inside = QWidget()
        self._row = QHBoxLayout(self._inside)
        self._pane = StillPane(self._inside)
        self._names = QWidget(self._inside)
        self._pane.horizontalScrollBar().valueChanged.connect(self._hold_names)
        self._lay_out()
        self.hide()

    @property
    def current(self) -> Offer | None:
        """The fare marked in the column that has the keyboard."""
        return self.columns[self._place].offer if self.columns else None

    @property
    def offers(self) -> list[Offer]:
        return [column.offer for column in self.columns]

    def show_offers(
        self,
        offers: Sequence[Offer],
        fares: Mapping[str, Sequence[Offer]],
        trip: str,
        outside: frozenset[str] = frozenset(),
    ) -> None:
        """The marked offers, each with all fares of its flights by its id; `trip` says what was searched.

        `outside` are the ids of fares that the filters keep out of the list.
        """
        for column in self.columns:
            self._row.removeWidget(column)
            column.hide()
            column.deleteLater()
        self._trip.setText(trip)
        most = max((len(fares[one.id]) for one in offers), default=1)
        longest = max((minutes_of(part) for one in offers for part in one.slices), default=1.0)
        band = most * FARE + FARES_PAD
        self.columns = [
            Column(self._theme, self._now, fares[one.id], one, band, 1 / max(longest, 1.0), self._logos, outside)
            for one in offers
        ]
        for place, column in enumerate(self.columns):
            self._connect(column)
            self._row.insertWidget(place, column, 1, Qt.AlignmentFlag.AlignTop)
            column.setMaximumWidth(_WIDEST)
            column.show_fare(column.offer)
        self._fill_names(offers[0] if offers else None, band)
        self._place = min(self._place, max(len(self.columns) - 1, 0))
        self._say()

    def focus(self) -> None:
        """Give the keyboard to the marked fare of the current column."""
        if self.columns:
            self._go(self._place)

    # --- what the agent does

    def _connect(self, column: Column) -> None:
        column.fare_taken.connect(lambda fare, column=column: self._take_fare(column, fare))
        column.entered.connect(lambda column=column: self._go(self.columns.index(column)))
        column.chosen.connect(lambda column=column: self.chosen.emit(column.offer))
        column.removed.connect(lambda column=column: self._remove(column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        sideways = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}.get(key)
        upright = {Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1}.get(key)
        if not plain or not self.columns:
            super().keyPressEvent(event)
        elif sideways is not None:
            self._go(max(0, min(self._place + sideways, len(self.columns) - 1)))
        elif upright is not None:
            self._step_fare(upright)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.chosen.emit(self.current)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove(self.columns[self._place])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            bar = self._pane.verticalScrollBar()
            bar.setValue(bar.value() + (bar.pageStep() if key == Qt.Key.Key_PageDown else -bar.pageStep()))
        elif key == Qt.Key.Key_M:
            self._mark.toggle()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_V):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _go(self, place: int) -> None:
        self._place = place
        for number, column in enumerate(self.columns):
            column.be_current(number == place)
        column = self.columns[place]
        column.focus()
        self._bring(column)
        self.pointed.emit(column.offer)

    def _bring(self, column: Column) -> None:
        """Sideways only: the bands stay where they are."""
        bar, left = self._pane.horizontalScrollBar(), column.x() - _EDGE - _NAMES - _GAP
        right = column.x() + column.width() + _EDGE - self._pane.viewport().width()
        bar.setValue(min(max(bar.value(), right), left))

    def _step_fare(self, by: int) -> None:
        column = self.columns[self._place]
        number = [one.id for one in column.fares].index(column.offer.id) + by
        if 0 <= number < len(column.fares):
            self._take_fare(column, column.fares[number])

    def _take_fare(self, column: Column, fare: Offer) -> None:
        column.show_fare(fare)
        self._say()
        self.changed.emit([one.id for one in self.offers])
        self._go(self.columns.index(column))

    def _remove(self, column: Column) -> None:
        kept = [one for one in self.columns if one is not column]
        self.changed.emit([one.offer.id for one in kept])
        if not kept:
            self.left.emit()
            return
        fares = {one.offer.id: one.fares for one in kept}
        self._place = max(min(self._place, len(kept) - 1), 0)
        self.show_offers([one.offer for one in kept], fares, self._trip.text())
        self.focus()

    # --- what is said

    def _say(self) -> None:
        """All that depends on the others: marks, lowest emissions, differences."""
        offers = self.offers
        self._title.setText(f"Compare {words.count(len(offers), 'offer')}")
        found = [compare_words.cells(one) for one in offers]
        rows = [compare_words.odd(row) for row in zip(*found, strict=True)]
        marks = self._mark.isChecked()
        emissions, moved = compare_words.emissions(offers), compare_words.differences(offers)
        for number, column in enumerate(self.columns):
            odd = [marks and row[number] for row in rows]
            column.say(found[number], odd, emissions[number], moved[number])

    def _fill_names(self, offer: Offer | None, fare_band: int) -> None:
        """The label column, whose bands are as high as those of the offers."""
        layout = self._names.layout()
        assert layout is not None
        clear(layout)
        if offer is None:
            return
        number = len(offer.passengers)
        slices = len(offer.slices)
        bands = [("Airline", HEAD)]
        bands += [(f"{way(n, slices)}, {words.day(part.departs.date())}", WAY) for n, part in enumerate(offer.slices)]
        bands += [("Fare", fare_band), ("", 1)]
        bands += [(name, ROW) for name in compare_words.NAMES]
        bands += [(f"{_LAST[0]} for {number}", ROW), (_LAST[1], ROW), ("", 1)]
        bands += [(f"Total for {number}", 46), ("", FOOT - 46)]
        for name, height in bands:
            layout.addWidget(self._name(name, height))
        self._names.resize(_NAMES + _GAP, sum(height for _name, height in bands) + 2)
        self._row.setContentsMargins(_EDGE + _NAMES + _GAP, 12, _EDGE, 8)
        self._hold_names()

    def _name(self, text: str, height: int) -> QLabel:
        made = label(self._theme, text, "small", wraps=True)
        made.setFixedHeight(height)
        return made

    def _hold_names(self) -> None:
        """They stay where they are while the offers go sideways."""
        self._names.move(self._pane.horizontalScrollBar().value() + _EDGE, 13)
        self._names.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold_names()

    # --- layout

    def _lay_out(self) -> None:
        names = QVBoxLayout(self._names)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(0)
        self._names.setAutoFillBackground(True)
        self._row.setSpacing(_GAP)
        self._row.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._pane, 1)
        column.addWidget(self._foot())

    def _head(self) -> QWidget:
        head = QFrame()
        head.setObjectName("panelHead")
        head.setFixedHeight(44)
        row = QHBoxLayout(head)
        row.setContentsMargins(_EDGE, 0, _EDGE, 0)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._trip, 1)
        row.addWidget(self._mark)
        row.addWidget(self._back)
        return head

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setObjectName("listFoot")
        foot.setFixedHeight(30)
        row = QHBoxLayout(foot)
        row.setContentsMargins(_EDGE, 0, _EDGE, 0)
        row.setSpacing(6)
        for key, does in _KEYS:
            row.addWidget(KeyHint(self._theme, key))
            row.addWidget(label(self._theme, does, "small"))
            row.addSpacing(10)
        row.addStretch(1)
        row.addWidget(label(self._theme, "Shaded cells are worse or better than the rest of their row.", "small"))
        return foot
