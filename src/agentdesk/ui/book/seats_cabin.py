"""The cabin on the page: seats with the looks they have for one passenger, filters above, the legend below."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agentdesk.travel.seat_layout import Cell, PlacedCabin, bands, cell_size, place
from agentdesk.travel.seats import CabinMap, Sitter
from agentdesk.ui.book.seats_filters import SeatFilters
from agentdesk.ui.book.seats_legend import SeatLegend, legend
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from agentdesk.ui.widgets.seat_button import SeatLook, look_of, price_text, wider_by
from agentdesk.ui.widgets.seat_map import LetterStrip, SeatMapView

_SLICE = 24  # seats made between two frames
_BAR = 12  # below a cabin that scrolls sideways


@dataclass(frozen=True, slots=True)
class Seating:
    """For whom the cabin stands, and who of the party has which seat: passenger and initials by designator."""

    sitter: Sitter
    initials: str
    holders: Mapping[str, tuple[str, str]]
    party: int  # how many get a seat
    currency: str

    @property
    def held(self) -> frozenset[str]:
        """What others of the party have."""
        return frozenset(name for name, one in self.holders.items() if one[0] != self.sitter.passenger_id)


class CabinPane(QWidget):
    """Keeps what each seat looks like for each passenger, so that a pick only touches the seats it changes."""

    seat_pressed = Signal(str)
    seat_current = Signal(str)
    left_map = Signal()
    filters_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cabin: PlacedCabin | None = None
        self._bands: tuple[tuple[Decimal, Decimal], ...] = ()
        self._looks: dict[str, dict[str, SeatLook]] = {}  # by passenger and designator, without who has what
        self._fit: frozenset[str] = frozenset()
        self._seating: Seating | None = None
        self.filters = SeatFilters(theme)
        self.filters.changed.connect(self.filters_changed)
        self.map = SeatMapView(theme)
        self.map.seat_pressed.connect(self.seat_pressed)
        self.map.seat_current.connect(self._current_moved)
        self.map.left_map.connect(self.left_map)
        self._legend = SeatLegend(theme)
        self._scroll = ScrollPane(self.map)
        self._scroll.setWidgetResizable(False)
        self._letters = LetterStrip(theme, self._scroll)
        self._scroll.horizontalScrollBar().valueChanged.connect(self._show_letters)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.filters)
        column.addWidget(self._scroll)
        column.addWidget(self._legend)

    async def show_cabin(self, drawn: CabinMap, more: int, seating: Seating) -> None:
        """Another cabin, filled in slices so that no frame waits for it; `more` as in `place`."""
        prices = [one.price for row in drawn.rows for part in row.sections for seat in part for one in seat.services]
        texts = list({price_text(price) for price in prices})
        more = max(more, wider_by(self._theme.font("seat"), texts, cell_size(drawn)))
        self.cabin = place(drawn, more)
        self._bands = bands(price.amount for price in prices)
        self._looks = {}
        self._seating = seating
        self._fit = self._recount(self.cabin, seating)
        self.map.show_cabin(self.cabin)
        self._letters.show_letters(self.cabin)
        self._fit_height()
        self._show_legend(self.cabin, seating)
        for cells in _slices([cell for cell in self.cabin.seats if cell.element.designator]):
            self.map.add_seats(cells, self._look)
            await asyncio.sleep(0)

    async def look_ahead(self, sitters: tuple[Sitter, ...]) -> None:
        """Work out what the seats look like for the others too, between frames: the next pick shows at once."""
        cabin = self.cabin
        for sitter in sitters:
            for cells in _slices(list(cabin.seats) if cabin is not None else []):
                if cabin is not self.cabin:
                    return
                for cell in cells:
                    self._bare(sitter, cell)
                await asyncio.sleep(0)

    def refresh(self, seating: Seating) -> None:
        """After a pick, or for another passenger: only what looks different is painted again."""
        if self.cabin is None:
            return
        self._seating = seating
        self._fit = self._recount(self.cabin, seating)
        self.map.refresh(self._look)
        self._show_legend(self.cabin, seating)

    @property
    def fit(self) -> frozenset[str]:
        """The designators of the seats that will do for the passenger in turn and fit the filters."""
        return self._fit

    @property
    def current(self) -> Cell | None:
        return self.cabin.seat(self.map.current) if self.cabin is not None else None

    def go_to(self, designator: str) -> None:
        self.map.go_to(designator)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def _recount(self, cabin: PlacedCabin, seating: Seating) -> frozenset[str]:
        return self.filters.recount(cabin, seating.sitter, seating.held, alone=seating.party < 2)

    def _bare(self, sitter: Sitter, cell: Cell) -> SeatLook:
        known = self._looks.setdefault(sitter.passenger_id, {})
        name = cell.element.designator
        if name not in known:
            known[name] = look_of(cell, sitter, {}, self._bands)
        return known[name]

    def _look(self, cell: Cell) -> SeatLook:
        assert self._seating is not None
        seating, name = self._seating, cell.element.designator
        if name in seating.holders:
            return look_of(cell, seating.sitter, seating.holders, self._bands)
        bare = self._bare(seating.sitter, cell)
        return replace(bare, dim=True) if self.filters.wanted and name not in self._fit else bare

    def _show_legend(self, cabin: PlacedCabin, seating: Seating) -> None:
        others = [one for one in seating.holders.values() if one[0] != seating.sitter.passenger_id]
        party = others[0][1] if others else ""
        parts = legend(cabin, seating.sitter, self._bands, seating.currency, seating.initials, party)
        self._legend.show_parts(parts)

    def _current_moved(self, designator: str) -> None:
        button = self.map.current_button
        if button is not None:
            self._scroll.ensureWidgetVisible(button, 60, 0)
        self.seat_current.emit(designator)

    def _fit_height(self) -> None:
        across = self.map.width() > self.width()
        self._scroll.setFixedHeight(self.map.height() + (_BAR if across else 0))

    def _show_letters(self, shift: int) -> None:
        self._letters.setVisible(shift > 0)
        self._letters.raise_()


def _slices(cells: list[Cell]) -> Iterator[list[Cell]]:
    for start in range(0, len(cells), _SLICE):
        yield cells[start : start + _SLICE]
