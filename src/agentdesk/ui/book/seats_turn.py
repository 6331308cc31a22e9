"""Whose turn it is among the seats: the passenger, the flight and the deck that are current."""

from agentdesk.travel.journeys import Segment
from agentdesk.travel.seats import SeatMap, Sitter
from agentdesk.ui.book.seat_picks import sitters
from agentdesk.ui.book.seats_cabin import Seating
from agentdesk.ui.book.seats_words import initials
from agentdesk.ui.book.tab import Tab

_PLACE = "seats.place"  # in the draft's looks: offer, passenger and flight


class Turn:
    """Counts into the draft's flights, into those of its passengers who get a seat, and into the decks of a map."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab
        self.offer_id = ""  # whose flights and passengers the counts stand for
        self.segment = self.passenger = self.deck = 0

    def keep(self) -> None:
        """Write the place into the draft."""
        self._tab.fold(self._tab.draft.with_look(_PLACE, f"{self.offer_id} {self.passenger} {self.segment}"))

    def start_anew(self, offer_id: str) -> None:
        """Another offer has other flights: its first ones, or where the agent was when it was chosen before."""
        self.offer_id = offer_id
        self.segment = self.passenger = self.deck = 0
        kept = self._tab.draft.look(_PLACE).split()
        if len(kept) == 3 and kept[0] == offer_id:
            self.passenger = min(int(kept[1]), max(len(self.party) - 1, 0))
            self.segment = min(int(kept[2]), len(self.segments) - 1)

    @property
    def segments(self) -> list[Segment]:
        """All flights of the trip."""
        offer = self._tab.draft.offer
        return [segment for part in offer.slices for segment in part.segments] if offer is not None else []

    def map_of(self, segment: Segment) -> SeatMap | None:
        """The cabins of a flight; None where the airline has given none."""
        found = next((one for one in self._tab.seat_maps or () if one.segment_id == segment.id), None)
        return found if found is not None and found.cabins else None

    @property
    def flight(self) -> Segment:
        return self.segments[self.segment]

    @property
    def party(self) -> tuple[Sitter, ...]:
        """Those who get a seat."""
        return sitters(self._tab.draft)

    @property
    def sitter(self) -> Sitter:
        return self.party[self.passenger]

    def seating(self) -> Seating:
        """Who sits where on the current flight."""
        draft, segment, short = self._tab.draft, self.flight, initials(self._tab.draft)
        sitter = self.sitter
        holders = {
            one.designator: (one.passenger_id, short[one.passenger_id])
            for one in draft.seats
            if one.segment_id == segment.id and one.passenger_id in short
        }
        currency = draft.offer.total.currency if draft.offer is not None else ""
        return Seating(sitter, short[sitter.passenger_id], holders, len(self.party), currency)
