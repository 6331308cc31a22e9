"""Where the columns of an offer's row stand, at every width of the list."""

from dataclasses import dataclass

PAD, CHECK, DEPART, ARRIVE, TIME = 12, 16, 46, 64, 74
GAP, SLICE = 10, 38
ONE_WAY, RETURN, MORE = 76, 92, 38  # the heights of rows with one slice, two, and of each further one
_AIRLINE, _LINE, _FARE, _PRICE = 78, 140, 140, 90
_WIDE = 930  # pixels of a list in a window of 1600: from here on there is room for aircraft and cabin
_SIDE, _WIDE_PRICE = 150, 100
_LONGEST_LINE, _WIDEST_FARE, _WIDEST_AIRLINE, _SHORTEST_LINE = 420, 240, 130, 96


@dataclass(frozen=True, slots=True)
class Columns:
    """Left edges and widths in pixels, relative to the row; `side` is 0 wide where there is no room for it."""

    check: int
    airline: int
    airline_width: int
    depart: int
    line: int
    line_width: int
    arrive: int
    time: int
    fare: int
    fare_width: int
    side: int
    side_width: int
    price: int
    price_width: int

    @property
    def is_wide(self) -> bool:
        return self.side_width > 0


def columns(width: int) -> Columns:
    """The columns of a row so wide. Below 1600 what is to spare goes to the fare; from there on, first to the line."""
    wide = width >= _WIDE
    price_width = _WIDE_PRICE if wide else _PRICE
    fixed = 2 * PAD + CHECK + GAP + _AIRLINE + 8 + DEPART + ARRIVE + TIME + 3 * GAP + 6 + GAP + price_width
    side = _SIDE if wide else 0
    spare = width - fixed - _LINE - _FARE - (side + GAP if wide else 0)
    line, fare, name = _LINE, _FARE, _AIRLINE
    if wide:
        name = min(_AIRLINE + spare * 15 // 100, _WIDEST_AIRLINE)
        line = min(_LINE + spare * 45 // 100, _LONGEST_LINE)
        fare = min(_FARE + spare * 25 // 100, _WIDEST_FARE)
        side += min(spare * 15 // 100, _WIDEST_FARE - _SIDE)
    elif spare > 0:
        fare = _FARE + spare
    else:
        line = max(_LINE + spare, _SHORTEST_LINE)
    airline = PAD + CHECK + GAP
    depart = airline + name + 8
    at_line = depart + DEPART + GAP
    arrive = at_line + line + GAP
    time = arrive + ARRIVE + GAP
    at_fare = time + TIME + 6
    at_side = at_fare + fare + GAP
    price = width - PAD - price_width
    return Columns(
        PAD, airline, name, depart, at_line, line, arrive, time, at_fare, fare, at_side, side, price, price_width
    )
