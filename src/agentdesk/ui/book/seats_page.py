"""Seats and bags: the cabin, each passenger in turn, each flight in turn."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from agentdesk.travel.basket import Renewed
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.errors import TravelError
from agentdesk.travel.offers import Service
from agentdesk.travel.party_seating import Wish
from agentdesk.travel.seat_layout import Cell, PlacedCabin
from agentdesk.travel.seat_search import nearest, next_of
from agentdesk.travel.seats import SeatMap, why_not
from agentdesk.ui import words
from agentdesk.ui.announcing import announce
from agentdesk.ui.book.page import Page
from agentdesk.ui.book.page_keys import on_key
from agentdesk.ui.book.seat_picks import (
    copy_bags,
    give_back,
    infants_of,
    pick_of,
    put_bags,
    seated,
    take,
    take_all,
)
from agentdesk.ui.book.seats_frame import SeatsFrame
from agentdesk.ui.book.seats_keys import KEYS
from agentdesk.ui.book.seats_party import copied_words, copy_seats, seat_on, seated_words
from agentdesk.ui.book.seats_reading import SeatsReading
from agentdesk.ui.book.seats_rows import bar_words, flight_heads, party_rows
from agentdesk.ui.book.seats_turn import Turn
from agentdesk.ui.book.seats_words import changes, names, route, short_names
from agentdesk.ui.book.tab import Tab

_LARGE_FROM, _LARGER = 2000, 6  # pixels: pages so wide have larger seats


class SeatsPage(Page):
    """Seats are optional; whatever is picked stands in the draft at once."""

    step = Step.SEATS
    keys = KEYS

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(tab, parent)
        self._turn = Turn(tab)
        self._undo: list[Draft] = []
        self._goes_into_map = False  # once its seats are there
        self._after_banner: Callable[[], None] = self._read_again
        self.parts = SeatsFrame(tab.theme, self)
        self._reading = SeatsReading(tab, self)
        self._connect()
        self._shortcuts()

    def _connect(self) -> None:
        parts = self.parts
        self._reading.came.connect(self._came)
        self._reading.failed.connect(self._failed)
        parts.banner.pressed.connect(lambda: self._after_banner())
        parts.again.connect(self._read_again)
        parts.running.stopped.connect(self._stop_reading)
        parts.matrix.cell_chosen.connect(self._jump_to_row)
        parts.matrix.counted.connect(self._count_bags)
        parts.matrix.bags_copied.connect(self._copy_bags)
        parts.bags.counted.connect(self._count_bags)
        parts.bags.copied.connect(self._copy_bags)
        parts.together.clicked.connect(lambda: self._seat_together(Wish.CHEAPEST))
        parts.copy.clicked.connect(self._copy_seats)
        parts.back.clicked.connect(self._take_back)
        parts.deck_chosen.connect(self._choose_deck)
        parts.next_flight.connect(lambda: self._next_flight(1))
        parts.pane.seat_pressed.connect(self._pressed)
        parts.pane.seat_current.connect(lambda _name: self._show_bar())
        parts.pane.left_map.connect(parts.matrix.focus_current)
        parts.pane.filters_changed.connect(self._refresh)
        parts.bar.pressed.connect(lambda: self._pressed(parts.pane.map.current))
        parts.bar.way_on.connect(self._go_nearest)

    # --- the page

    def enter(self) -> None:
        offer = self.tab.draft.offer
        if offer is None:
            return
        if offer.id != self._turn.offer_id:
            self._start_anew(offer.id)
        self.parts.matrix.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()
        self.parts.matrix.focus_current()
        if self.tab.seat_maps is None:
            self.parts.say_reading()
            self._reading.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.parts.fit(self.height())

    def leave(self) -> None:
        self._reading.stop()
        for late in ("together", "cabin"):  # what comes late must neither change what is being paid
            self.tab.errands.stop(late)  # nor take the keyboard out of another page
        self._turn.keep()

    def _start_anew(self, offer_id: str) -> None:
        """Another offer has other flights: what was current or could be undone is not of this one."""
        self._turn.start_anew(offer_id)
        self._undo.clear()
        self.parts.back.setEnabled(False)
        self.parts.banner.hide()

    def primary_text(self) -> str:
        return "Continue to payment" if self.tab.draft.seats or self.tab.draft.bags else "Continue without seats"

    def note(self) -> str:
        offer = self.tab.draft.offer
        if offer is None:
            return ""
        wanted = len(seated(offer)) * len(self._turn.segments)
        chosen = len(self.tab.draft.seats)
        return "All seats chosen" if chosen == wanted else f"{chosen} of {words.count(wanted, 'seat')} chosen"

    def go_on(self) -> None:
        self.goes_on.emit(Step.PAYMENT)

    # --- reading

    def _came(self, news: Renewed) -> None:
        self._goes_into_map = True
        self.parts.banner.hide()
        if news.has_changed:
            strong = "The airline has changed what was picked."
            self._tell("warn", strong, changes(news, short_names(self.tab.draft)))
        self._show()
        if not self.tab.seat_maps:
            announce(self, "The airline shows no seats for these flights. Bags can be added all the same.")

    def _failed(self, trouble: TravelError) -> None:
        """Where the cabin would stand; the seats can be left to the airline."""
        said = words.explain(trouble)
        text = f"{said.safe} {said.next} Or go on without seats: the airline gives them out at check-in."
        self.parts.banner.hide()
        self.parts.say_trouble(said.icon or "circle-alert", said.kind, said.what.removesuffix("."), text)
        announce(self, f"{said.what} {text}", urgent=True)

    def _read_again(self) -> None:
        self.tab.seat_maps = None
        self.parts.banner.hide()
        self.enter()

    def _stop_reading(self) -> None:
        self._reading.stop()
        self.parts.say_failed()
        text = "What was picked is kept. Seats can be left to the airline, which gives them out at check-in."
        self._tell("neutral", "The seats were not read.", text, "Read them", self._read_again)

    def _tell(
        self, kind: str, strong: str, text: str = "", deed: str = "", do: Callable[[], None] | None = None
    ) -> None:
        self._after_banner = do or self.parts.banner.hide
        self.parts.banner.say(kind, strong, text, deed)

    # --- what is on screen

    def _show(self) -> None:
        """Matrix, bags and the cabin of the current flight."""
        self._show_party()
        if self.tab.seat_maps is not None and self._turn.party:
            self._show_flight()
        self.ready.emit(True)

    def _show_party(self) -> None:
        draft = self.tab.draft
        segments = self._turn.segments
        rows = party_rows(draft, segments[self._turn.segment].id)
        self.parts.matrix.show_party(
            rows, flight_heads(segments, self.tab.now().date()), (self._turn.passenger, self._turn.segment)
        )
        if self._turn.party:
            who = self._turn.sitter.passenger_id
            simple = any(row.bags for row in rows)
            self.parts.bags.show_draft(draft, () if simple else (who, *infants_of(draft, who)), names(draft)[who])

    def _show_flight(self) -> None:
        segment = self._turn.flight
        seat_map = self._turn.map_of(segment)
        last = self._turn.segment == len(self._turn.segments) - 1
        if seat_map is None:
            self.parts.say_no_map(
                segment, is_last=last, none_at_all=not any(map(self._turn.map_of, self._turn.segments))
            )
            return
        self._turn.deck = min(self._turn.deck, len(seat_map.cabins) - 1)
        self.parts.show_flight(segment, seat_map.cabins, self._turn.deck, is_last=last)
        self.tab.errands.run(self._fill(seat_map), replacing="cabin")

    async def _fill(self, seat_map: SeatMap) -> None:
        pane, before = self.parts.pane, self.parts.pane.current
        more = _LARGER if self.width() >= _LARGE_FROM else 0
        await pane.show_cabin(seat_map.cabins[self._turn.deck], more, self._turn.seating())
        pick = pick_of(self.tab.draft, self._turn.flight.id, self._turn.sitter.passenger_id)
        pane.go_to(pick.designator if pick is not None else self._like(before))
        self._show_bar()
        if self._goes_into_map:
            self._goes_into_map = False
            pane.map.focus_current()
        await pane.look_ahead(self._turn.party)

    def _like(self, before: Cell | None) -> str:
        """Where one was in the cabin before: the same seat, if it will do."""
        if before is None:
            return ""
        name = before.element.designator
        return name if name in self.parts.pane.fit else ""

    def _choose_deck(self, deck: object) -> None:
        assert isinstance(deck, int)
        self._turn.deck = deck
        self._show_flight()

    def _refresh(self) -> None:
        """After a pick or for another passenger: matrix, looks of changed seats, bar."""
        self._show_party()
        if self._turn.party and self.tab.seat_maps is not None and self._turn.map_of(self._turn.flight) is not None:
            self.parts.pane.refresh(self._turn.seating())
            self._show_bar()
        self.parts.back.setEnabled(bool(self._undo))
        self.ready.emit(True)

    def _show_bar(self) -> None:
        pane = self.parts.pane
        cell = pane.current
        if cell is None or pane.cabin is None:
            return
        sitter, segment = self._turn.sitter, self._turn.flight
        other = nearest(pane.cabin.seats, self._beside(pane.cabin, cell), pane.fit - {cell.element.designator})
        self.parts.bar.show_seat(bar_words(self.tab.draft, segment.id, cell, sitter, other))
        self.parts.see_current()

    def _beside(self, cabin: PlacedCabin, current: Cell) -> Cell:
        """Where the nearest is counted from: a seat of the party, adults first; else where one is."""
        adults = [one.passenger_id for one in self._turn.party if one.is_adult]
        own = self._turn.sitter.passenger_id
        picks = [
            one for one in self.tab.draft.seats if one.segment_id == self._turn.flight.id and one.passenger_id != own
        ]
        picks.sort(key=lambda one: one.passenger_id not in adults)
        found = [cell for one in picks if (cell := cabin.seat(one.designator)) is not None]
        return found[0] if found else current

    # --- picking

    def _pressed(self, designator: str) -> None:
        cell = self.parts.pane.current
        if cell is None or cell.element.designator != designator:
            return
        draft, segment, sitter = self.tab.draft, self._turn.flight, self._turn.sitter
        own = pick_of(draft, segment.id, sitter.passenger_id)
        if own is not None and own.designator == designator:
            self._fold(give_back(draft, segment.id, sitter.passenger_id))
            return
        if why_not(cell.element, sitter, near_exit=cell.near_exit) is not None:
            announce(self.parts.bar, self.parts.bar.accessibleName(), urgent=True)
            return
        self._fold(take(draft, segment.id, sitter.passenger_id, cell.element))
        if self.tab.draft != draft and own is None:
            self._next_without_seat()

    def _next_without_seat(self) -> None:
        """Each passenger in turn: after a pick the next one who has none."""
        party, segment = self._turn.party, self._turn.flight
        for step in range(1, len(party)):
            number = (self._turn.passenger + step) % len(party)
            if pick_of(self.tab.draft, segment.id, party[number].passenger_id) is None:
                self._choose_passenger(number)
                return

    def _give_back(self) -> None:
        if self._turn.party:
            self._fold(give_back(self.tab.draft, self._turn.flight.id, self._turn.sitter.passenger_id))

    def _count_bags(self, service: object, count: int) -> None:
        assert isinstance(service, Service)
        self._fold(put_bags(self.tab.draft, service, count))

    def _copy_bags(self) -> None:
        if self._turn.party:
            self._fold(copy_bags(self.tab.draft, self._turn.sitter.passenger_id))

    def _fold(self, draft: Draft) -> None:
        if draft != self.tab.draft:
            self._undo.append(self.tab.draft)
            self.tab.fold(draft)
            self._refresh()

    def _take_back(self) -> None:
        if self._undo:
            before = self._undo.pop()
            self.tab.fold(replace(self.tab.draft, seats=before.seats, bags=before.bags))
            self.parts.banner.hide()
            self._refresh()

    # --- the whole party

    def _seat_together(self, wish: Wish) -> None:
        if self.tab.seat_maps is not None and self._turn.party:
            self.tab.errands.run(self._seat_all(wish), replacing="together")

    async def _seat_all(self, wish: Wish) -> None:
        """All flights at once, worked out between frames; nothing is folded until all of it is known."""
        offer, party = self.tab.draft.offer, self._turn.party
        flights = [(one, seat_map) for one in self._turn.segments if (seat_map := self._turn.map_of(one)) is not None]
        found = [(segment, await seat_on(seat_map, party, wish)) for segment, seat_map in flights]
        if offer is None or not self._reading.is_chosen(offer.id) or party != self._turn.party:
            return
        draft = self.tab.draft
        for segment, sitting in found:
            if sitting is not None:
                draft = take_all(draft, segment.id, dict(sitting.seats))
        self._fold(draft)
        self._go_to_pick()
        said = seated_words(found, wish, short_names(draft), offer.total.currency)
        other = Wish.BEST if wish is Wish.CHEAPEST else Wish.CHEAPEST
        self._tell(said.kind, said.strong, said.text, said.deed, lambda: self._seat_together(other))

    def _copy_seats(self) -> None:
        """The seats of this flight on the next one: the same, else the nearest that are equal."""
        segments, number = self._turn.segments, self._turn.segment + 1
        if number >= len(segments) or self.tab.seat_maps is None:
            return
        here, then = segments[number - 1], segments[number]
        found = copy_seats(self.tab.draft, (here, self._turn.map_of(here)), self._turn.map_of(then), self._turn.party)
        if found:
            draft = take_all(self.tab.draft, then.id, found)
            said = copied_words(self.tab.draft, here, then, found)
            self._fold(draft)
            self._tell("good", *said)
            self._go_to_flight(number)
        elif any(one.segment_id == here.id for one in self.tab.draft.seats):
            self._tell("neutral", f"No seats that will do on {route(then)}.", "Nothing was changed.")
        else:
            self._tell("neutral", "There is no seat to copy yet.", "Take one first, then copy.")

    # --- moving

    def _jump_to_row(self, row: int, segment: int) -> None:
        """A cell of the matrix: its rows are those who get a seat."""
        self._turn.passenger = row
        if segment != self._turn.segment:
            self._go_to_flight(segment)
            return
        self._refresh()
        self._go_to_pick()
        self.parts.pane.map.focus_current()

    def _go_to_flight(self, segment: int) -> None:
        self._turn.segment, self._turn.deck, self._goes_into_map = segment, 0, True
        self._show()
        if self._turn.map_of(self._turn.flight) is None:
            self.parts.matrix.focus_current()

    def _go_to_pick(self) -> None:
        pick = pick_of(self.tab.draft, self._turn.flight.id, self._turn.sitter.passenger_id)
        if pick is not None:
            self.parts.pane.go_to(pick.designator)

    def _choose_passenger(self, number: int) -> None:
        self._turn.passenger = number
        self._refresh()

    def _next_passenger(self, step: int) -> None:
        if self._turn.party:
            self._choose_passenger((self._turn.passenger + step) % len(self._turn.party))
            self._go_to_pick()

    def _next_flight(self, step: int) -> None:
        """The passenger in turn stays the same."""
        if 0 <= self._turn.segment + step < len(self._turn.segments) and self.tab.seat_maps is not None:
            self._go_to_flight(self._turn.segment + step)

    def _go_nearest(self) -> None:
        pane = self.parts.pane
        if pane.cabin is not None and (cell := pane.current) is not None:
            found = nearest(pane.cabin.seats, self._beside(pane.cabin, cell), pane.fit - {cell.element.designator})
            self._go_to_seat(found)

    def _go_next(self, kind: Callable[[Cell], bool]) -> None:
        pane = self.parts.pane
        if pane.cabin is not None and (cell := pane.current) is not None:
            self._go_to_seat(next_of(pane.cabin, cell, pane.fit, kind))

    def _go_to_seat(self, cell: Cell | None) -> None:
        if cell is not None:
            self.parts.pane.go_to(cell.element.designator)
            self.parts.pane.map.focus_current()

    def _shortcuts(self) -> None:
        deeds: dict[str, Callable[[], None]] = {
            "T": lambda: self._seat_together(Wish.CHEAPEST),
            "Shift+T": lambda: self._seat_together(Wish.BEST),
            "C": self._copy_seats,
            "W": lambda: self._go_next(lambda cell: cell.is_window),
            "A": lambda: self._go_next(lambda cell: cell.is_aisle),
            "G": self._go_nearest,
            "B": self._copy_bags,
            "Del": self._give_back,
            "Ctrl+Z": self._take_back,
            "PgDown": lambda: self._next_flight(1),
            "PgUp": lambda: self._next_flight(-1),
        }
        for keys, deed in deeds.items():
            on_key(self, keys, deed)
        on_key(self.parts.pane.map, "Tab", lambda: self._next_passenger(1))
        on_key(self.parts.pane.map, "Shift+Tab", lambda: self._next_passenger(-1))
