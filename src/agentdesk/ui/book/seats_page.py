"""Seats and bags: the cabin, each passenger in turn, each flight in turn."""

import asyncio
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.errors import TravelError
from agentdesk.travel.journeys import Segment
from agentdesk.travel.offers import Offer, Service
from agentdesk.travel.seat_layout import Cell, PlacedCabin, bands, place, together
from agentdesk.travel.seats import SeatMap
from agentdesk.ui import words
from agentdesk.ui.book.page import KeyHelp, Page
from agentdesk.ui.book.seat_picks import give_back, holder_of, pick_of, put_bags, seated, take, take_all
from agentdesk.ui.book.seats_parts import BagsBox, SeatBar, SeatMatrix, legend_words
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from agentdesk.ui.widgets.seat_map import SeatLook, SeatMapView, initials, look_of
from agentdesk.ui.widgets.segments import Segments

_SLICE = 24  # seats made between two frames


class SeatsPage(Page):
    """Seats are optional; whatever is picked stands in the draft at once."""

    step = Step.SEATS
    keys = (
        KeyHelp("← → ↑ ↓", "Move in the cabin"),
        KeyHelp("Enter", "Take the seat, or give it back"),
        KeyHelp("Del", "Give the seat back"),
        KeyHelp("Tab", "Next passenger"),
        KeyHelp("PgDn PgUp", "Next, previous flight"),
        KeyHelp("T", "Seat the party together"),
        KeyHelp("Ctrl+Z", "Undo"),
        KeyHelp("Esc, F6", "Leave the map"),
    )

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(tab, parent)
        theme = tab.theme
        self._segment = 0
        self._passenger = 0
        self._deck = 0
        self._offer_id = ""  # whose flights and passengers the counts above stand for
        self._undo: list[Draft] = []
        self._cabin: PlacedCabin | None = None
        self._goes_into_map = False  # once its seats are there
        self._price_bands: tuple[tuple[Decimal, Decimal], ...] = ()
        self._banner = Banner(theme)
        self._banner.pressed.connect(self._read_again)
        self._matrix = SeatMatrix(theme)
        self._matrix.cell_chosen.connect(self._jump)
        self._bags = BagsBox(theme)
        self._bags.counted.connect(self._count_bags)
        self._title = label(theme, "", "heading")
        self._decks: Segments | None = None
        self._together = Button(theme, "Seat together", icon="users", key="T")
        self._together.clicked.connect(self._seat_together)
        self._back = Button(theme, "Undo", icon="undo-2")
        self._back.clicked.connect(self._take_back)
        self._map = SeatMapView(theme)
        self._map.seat_pressed.connect(self._pressed)
        self._map.seat_current.connect(lambda _name: self._show_bar())
        self._map.left_map.connect(self._matrix.setFocus)
        self._none = label(theme, "", "body", "text2", wraps=True)
        self._legend = label(theme, "", "small", wraps=True)
        self._bar = SeatBar(theme)
        self._bar.pressed.connect(lambda: self._pressed(self._map.current))
        self._scroll = ScrollPane()
        self._shortcuts()
        self._lay_out()

    # --- the page

    def enter(self) -> None:
        offer = self.tab.draft.offer
        if offer is None:
            return
        if offer.id != self._offer_id:
            self._start_anew(offer.id)
        self._matrix.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.tab.seat_maps is None:
            self._none.setText("Asking the airline for its seats")
            self._map.hide()
            self.tab.errands.run(self._read(), replacing="seat maps")
        self._show()

    def _start_anew(self, offer_id: str) -> None:
        """Another offer has other flights: what was current or could be undone is not of this one."""
        self._offer_id = offer_id
        self._segment = self._passenger = self._deck = 0
        self._cabin = None
        self._undo.clear()
        self._matrix.forget()
        self._back.setEnabled(False)

    def primary_text(self) -> str:
        return "Continue to payment" if self.tab.draft.seats or self.tab.draft.bags else "Continue without seats"

    def note(self) -> str:
        offer = self.tab.draft.offer
        if offer is None:
            return ""
        wanted = len(seated(offer)) * sum(len(part.segments) for part in offer.slices)
        chosen = len(self.tab.draft.seats)
        return "All seats chosen" if chosen == wanted else f"{chosen} of {words.count(wanted, 'seat')} chosen"

    def go_on(self) -> None:
        self.goes_on.emit(Step.PAYMENT)

    # --- reading

    async def _read(self) -> None:
        offer = self.tab.draft.offer
        assert offer is not None
        self._banner.hide()
        try:
            services = offer.services or (await self.tab.desk.searching.open(offer.id)).services
            maps = await self.tab.desk.searching.seat_maps(offer.id)
        except TravelError as trouble:
            if not self._is_chosen(offer):
                return
            said = words.explain(trouble)
            self._none.setText("")
            self._banner.say("bad", said.what, f"{said.safe} {said.next}", "Try again")
            return
        chosen = self.tab.draft.offer
        if chosen is None or chosen.id != offer.id:  # while the airline was answering, the agent took another
            return
        self.tab.fold(replace(self.tab.draft, offer=replace(chosen, services=services)))
        self.tab.seat_maps = maps
        self._goes_into_map = True
        self._show()

    def _is_chosen(self, offer: Offer) -> bool:
        chosen = self.tab.draft.offer
        return chosen is not None and chosen.id == offer.id

    def _read_again(self) -> None:
        self.tab.seat_maps = None
        self.enter()

    # --- what is on screen

    def _segments(self) -> list[Segment]:
        offer = self.tab.draft.offer
        return [segment for part in offer.slices for segment in part.segments] if offer is not None else []

    def _seat_map(self) -> SeatMap | None:
        segment = self._segments()[self._segment]
        return next((one for one in self.tab.seat_maps or () if one.segment_id == segment.id), None)

    def _show(self) -> None:
        """Matrix, bags and the cabin of the current flight."""
        self._show_matrix()
        offer = self.tab.draft.offer
        assert offer is not None
        self._bags.show_draft(self.tab.draft, self._names())
        if self.tab.seat_maps is not None:
            self._show_cabin()
        self.ready.emit(True)

    def _show_matrix(self) -> None:
        offer = self.tab.draft.offer
        assert offer is not None
        names = self._names()
        flights = [f"{one.flight.origin.iata} – {one.flight.destination.iata}" for one in self._segments()]
        cells = []
        for passenger in seated(offer):
            picks = [pick_of(self.tab.draft, segment.id, passenger.id) for segment in self._segments()]
            cells.append([f"{one.designator}  {words.money(one.price)}" if one else "no seat" for one in picks])
        rows = [names[passenger.id] for passenger in seated(offer)]
        self._matrix.show_picks(rows, flights, cells, (self._passenger, self._segment))

    def _names(self) -> dict[str, str]:
        offer = self.tab.draft.offer
        assert offer is not None
        names = {}
        for number, passenger in enumerate(offer.passengers):
            form = next((one for one in self.tab.draft.travellers if one.passenger_id == passenger.id), None)
            name = f"{form.given_name} {form.family_name}".strip() if form is not None else ""
            names[passenger.id] = name or f"Passenger {number + 1}"
        return names

    def _show_cabin(self) -> None:
        segment, seat_map = self._segments()[self._segment], self._seat_map()
        flight = segment.flight
        self._title.setText(f"{flight.code}, {flight.origin.iata} to {flight.destination.iata}, {flight.aircraft}")
        there = seat_map is not None and bool(seat_map.cabins)
        self._map.setVisible(there)
        self._scroll.setVisible(there)
        self._bar.setVisible(there)
        self._together.setEnabled(there)
        self._legend.setVisible(there)
        self._none.setText(
            "" if there else "The airline shows no seats for this flight; it gives them out at check-in."
        )
        self._none.setVisible(not there)
        if seat_map is None or not there:
            return
        self._show_decks(seat_map)
        self._cabin = place(seat_map.cabins[min(self._deck, len(seat_map.cabins) - 1)])
        prices = [one.price.amount for cell in self._cabin.seats for one in cell.element.services]
        self._price_bands = bands(prices)
        self._map.show_cabin(self._cabin)
        self._scroll.setFixedHeight(self._map.height() + 14)
        self.tab.errands.run(self._fill_cabin(self._cabin), replacing="cabin")
        self._legend.setText(legend_words(self._cabin, self._passenger_id(), self._price_bands, self._currency()))

    async def _fill_cabin(self, cabin: PlacedCabin) -> None:
        """The seats in slices, so that no frame waits for a big cabin."""
        seats = [cell for cell in cabin.seats if cell.element.designator]
        for start in range(0, len(seats), _SLICE):
            self._map.add_seats(seats[start : start + _SLICE], self._look)
            await asyncio.sleep(0)
        pick = pick_of(self.tab.draft, self._segments()[self._segment].id, self._passenger_id())
        if pick is not None:
            self._map.go_to(pick.designator)
        self._show_bar()
        if self._goes_into_map:
            self._goes_into_map = False
            self._map.focus_current()

    def _show_decks(self, seat_map: SeatMap) -> None:
        if self._decks is not None:
            self._decks.hide()
            self._decks.deleteLater()
            self._decks = None
        if len(seat_map.cabins) > 1:
            values: dict[str, object] = {
                f"{'Upper' if one.deck else 'Main'} deck, {words.cabin(one.cabin_class).lower()}": number
                for number, one in enumerate(seat_map.cabins)
            }
            self._decks = Segments(self.tab.theme, "Deck", values)
            self._decks.put(min(self._deck, len(seat_map.cabins) - 1))
            self._decks.chosen.connect(self._choose_deck)
            self._head.insertWidget(1, self._decks)

    def _choose_deck(self, deck: object) -> None:
        assert isinstance(deck, int)
        self._deck = deck
        self._show_cabin()

    def _refresh(self) -> None:
        """After a pick: matrix, looks of changed seats, bar."""
        self._show_matrix()
        if self._cabin is not None:
            self._map.refresh(self._look)
        self._show_bar()
        self._back.setEnabled(bool(self._undo))
        self.ready.emit(True)

    def _look(self, cell: Cell) -> SeatLook:
        segment = self._segments()[self._segment]
        holders = {
            one.designator: (one.passenger_id, self._initials(one.passenger_id))
            for one in self.tab.draft.seats
            if one.segment_id == segment.id
        }
        return look_of(cell, self._passenger_id(), holders, self._price_bands)

    def _initials(self, passenger_id: str) -> str:
        number = next(n for n, one in enumerate(self._offer_passengers()) if one == passenger_id)
        form = next((one for one in self.tab.draft.travellers if one.passenger_id == passenger_id), None)
        return initials(form.given_name, form.family_name, str(number + 1)) if form is not None else str(number + 1)

    def _offer_passengers(self) -> list[str]:
        offer = self.tab.draft.offer
        return [one.id for one in offer.passengers] if offer is not None else []

    def _passenger_id(self) -> str:
        offer = self.tab.draft.offer
        assert offer is not None
        return seated(offer)[self._passenger].id

    def _currency(self) -> str:
        offer = self.tab.draft.offer
        assert offer is not None
        return offer.total.currency

    def _show_bar(self) -> None:
        cell = self._cabin.seat(self._map.current) if self._cabin is not None else None
        if cell is None:
            return
        segment = self._segments()[self._segment]
        holder = holder_of(self.tab.draft, segment.id, cell.element.designator)
        own = pick_of(self.tab.draft, segment.id, self._passenger_id())
        self._bar.show_seat(
            cell, self._passenger_id(), self._names(), holder, own.designator if own is not None else ""
        )

    # --- picking

    def _pressed(self, designator: str) -> None:
        cell = self._cabin.seat(designator) if self._cabin is not None else None
        if cell is None:
            return
        segment = self._segments()[self._segment]
        own = pick_of(self.tab.draft, segment.id, self._passenger_id())
        if own is not None and own.designator == designator:
            self._fold(give_back(self.tab.draft, segment.id, self._passenger_id()))
            return
        before = self.tab.draft
        self._fold(take(before, segment.id, self._passenger_id(), cell.element))
        if self.tab.draft != before and own is None:
            self._next_without_seat()

    def _next_without_seat(self) -> None:
        """Each passenger in turn: after a pick the next one who has none."""
        offer = self.tab.draft.offer
        assert offer is not None
        segment = self._segments()[self._segment]
        people = seated(offer)
        for step in range(1, len(people)):
            number = (self._passenger + step) % len(people)
            if pick_of(self.tab.draft, segment.id, people[number].id) is None:
                self._choose_passenger(number)
                return

    def _seat_together(self) -> None:
        offer = self.tab.draft.offer
        if self._cabin is None or offer is None:
            return
        segment = self._segments()[self._segment]
        people = seated(offer)
        children = frozenset(one.id for one in people if not one.is_adult)
        cells = together(self._cabin, [one.id for one in people], children)
        if not cells:
            self._banner.say("warn", "There are no seats side by side for all.", "Pick them one by one.")
            return
        self._fold(take_all(self.tab.draft, segment.id, cells))

    def _give_back(self) -> None:
        self._fold(give_back(self.tab.draft, self._segments()[self._segment].id, self._passenger_id()))

    def _count_bags(self, service: object, count: int) -> None:
        assert isinstance(service, Service)
        self._fold(put_bags(self.tab.draft, service, count))
        self._bags.show_draft(self.tab.draft, self._names())

    def _fold(self, draft: Draft) -> None:
        if draft != self.tab.draft:
            self._undo.append(self.tab.draft)
            self.tab.fold(draft)
            self._refresh()

    def _take_back(self) -> None:
        if self._undo:
            before = self._undo.pop()
            self.tab.fold(replace(self.tab.draft, seats=before.seats, bags=before.bags))
            self._bags.show_draft(self.tab.draft, self._names())
            self._refresh()

    # --- moving

    def _jump(self, passenger: int, segment: int) -> None:
        self._passenger = passenger
        if segment != self._segment:
            self._segment, self._deck, self._goes_into_map = segment, 0, True
            self._show()
        else:
            self._refresh()
            self._map.focus_current()

    def _choose_passenger(self, number: int) -> None:
        self._passenger = number
        self._refresh()

    def _next_passenger(self) -> None:
        offer = self.tab.draft.offer
        if offer is not None:
            self._choose_passenger((self._passenger + 1) % len(seated(offer)))

    def _next_flight(self, step: int) -> None:
        count = len(self._segments())
        if 0 <= self._segment + step < count:
            self._jump(0, self._segment + step)

    def _shortcuts(self) -> None:
        deeds = {
            "T": self._seat_together,
            "Del": self._give_back,
            "Ctrl+Z": self._take_back,
            "PgDown": lambda: self._next_flight(1),
            "PgUp": lambda: self._next_flight(-1),
        }
        for keys, deed in deeds.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)
        tab = QShortcut(QKeySequence("Tab"), self._map)
        tab.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        tab.activated.connect(self._next_passenger)

    # --- layout

    def _lay_out(self) -> None:
        self._scroll.setWidget(self._map)
        self._scroll.setWidgetResizable(False)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        self._head.addWidget(self._together)
        self._head.addWidget(self._back)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self._banner)
        column.addWidget(self._matrix)
        column.addLayout(self._head)
        column.addWidget(self._none)
        column.addWidget(self._scroll)
        column.addWidget(self._legend)
        column.addWidget(self._bar)
        column.addWidget(self._bags)
        column.addStretch(1)
        outer = ScrollPane()
        outer.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(outer)
