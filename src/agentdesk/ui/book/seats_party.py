"""Seating the whole party, and copying its seats to the next flight: the work, and what is said of it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from agentdesk.travel.booking import Draft
from agentdesk.travel.journeys import Segment
from agentdesk.travel.money import Money
from agentdesk.travel.party_seating import Sitting, Wish, seating
from agentdesk.travel.seat_layout import Cell, place
from agentdesk.travel.seat_search import copied
from agentdesk.travel.seats import SeatMap, Sitter
from agentdesk.ui import words
from agentdesk.ui.book.seats_words import listed, route, short_names

_FRAME = 0.006  # seconds of work between two frames


@dataclass(frozen=True, slots=True)
class Said:
    """What a banner says, and the words on its button."""

    kind: str
    strong: str
    text: str = ""
    deed: str = ""


async def seat_on(seat_map: SeatMap, party: Sequence[Sitter], wish: Wish) -> Sitting | None:
    """The best seats for all on one flight; the window goes on painting meanwhile."""
    cabins = []
    for drawn in seat_map.cabins:
        cabins.append(place(drawn))
        await asyncio.sleep(0)
    work = seating(cabins, party, wish)
    until = perf_counter() + _FRAME
    while True:
        try:
            next(work)
        except StopIteration as done:
            found = done.value
            assert found is None or isinstance(found, Sitting)
            return found
        if perf_counter() > until:
            await asyncio.sleep(0)
            until = perf_counter() + _FRAME


def seated_words(
    found: Sequence[tuple[Segment, Sitting | None]], wish: Wish, called: Mapping[str, str], currency: str
) -> Said:
    """What was done, what it costs to the cent, and who does not sit as one would wish."""
    done = [(segment, one) for segment, one in found if one is not None]
    short = [route(segment) for segment, one in found if one is None]
    if not done:
        return Said("warn", "There are not enough seats for everybody.", "Nothing was changed. Pick them one by one.")
    cost = Money.zero(currency)
    for _, sitting in done:
        cost += Money(sitting.price, currency)
    how = "at the lowest price" if wish is Wish.CHEAPEST else "as close as can be"
    strong = f"Seated on {words.count(len(done), 'flight')} {how}: {words.money(cost)} in all."
    said = [f"Not enough seats for everybody on {listed(short)}."] if short else []
    for segment, sitting in done:
        alone = sitting.alone if len(sitting.seats) > 1 else ()
        if sitting.apart:
            said.append(f"{_called(sitting.apart, called)} not beside an adult on {route(segment)}.")
        elif alone:
            said.append(f"{_called(alone, called)} alone on {route(segment)}.")
    deed = "Closest seats instead" if wish is Wish.CHEAPEST else "Cheapest seats instead"
    return Said("warn" if said else "good", strong, " ".join(said), deed if _has_company(done) else "")


def _called(people: Sequence[str], called: Mapping[str, str]) -> str:
    return f"{listed([called[who] for who in people])} {'sits' if len(people) == 1 else 'sit'}"


def _has_company(done: Sequence[tuple[Segment, Sitting]]) -> bool:
    return any(len(one.seats) > 1 for _, one in done)


def copy_seats(
    draft: Draft, here: tuple[Segment, SeatMap | None], then: SeatMap | None, party: Sequence[Sitter]
) -> dict[str, Cell]:
    """By passenger the seat on the next flight for each who has one here; empty where none can be had."""
    segment, seat_map = here
    if seat_map is None or then is None:
        return {}
    picks = {one.passenger_id: one.designator for one in draft.seats if one.segment_id == segment.id}
    cells: dict[str, Cell] = {}
    for cabin in map(place, seat_map.cabins):
        cells |= {who: cell for who, seat in picks.items() if (cell := cabin.seat(seat)) is not None}
    found = copied(cells, [place(one) for one in then.cabins], party)
    return {who: cell for who, (_, cell) in found.items()}


def copied_words(draft: Draft, here: Segment, then: Segment, found: Mapping[str, Cell]) -> tuple[str, str]:
    """How many seats were copied, and who has another than before."""
    called = short_names(draft)
    before = {one.passenger_id: one.designator for one in draft.seats if one.segment_id == here.id}
    others = [
        f"{called[who]} has {cell.element.designator} instead of {before[who]}"
        for who, cell in found.items()
        if cell.element.designator != before[who]
    ]
    left = [called[who] for who in before if who in called and who not in found]
    said = [f"{listed(others)}."] if others else []
    said += [f"No seat for {listed(left)}."] if left else []
    return f"{words.count(len(found), 'seat')} copied to {route(then)}.", " ".join(said)
