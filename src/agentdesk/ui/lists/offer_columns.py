"""Where the columns of an offer's row stand, at every width of the list."""

from dataclasses import dataclass

PAD, CHECK, DEPART, ARRIVE = 12, 16, 46, 64
GAP, SLICE = 10, 38
ONE_WAY, RETURN, MORE = 76, 92, 38  # the heights of rows with one slice, two, and of each further one
_AIRLINE, _LINE, _TIME, _FARE, _PRICE = 78, 140, 74, 140, 86
_WIDE = 930  # pixels of a list in a window of 1600: from here on there is room for aircraft and cabin
_SIDE, _WIDE_PRICE = 150, 100
_LONGEST_LINE, _WIDEST_FARE, _WIDEST_AIRLINE, _WIDEST_TIME, _SHORTEST_LINE = 420, 240, 130, 118, 96
_NARROWEST_FARE, _SHORT_LINE, _TINY_LINE, _TILE = 100, 72, 40, 26  # beside the details in the smallest window


@dataclass(frozen=True, slots=True)
class Columns:
    """Left edges and widths in pixels, relative to the row; `side` and `fare` are 0 wide where there is no room."""

    check: int
    airline: int
    airline_width: int
    depart: int
    line: int
    line_width: int
    arrive: int
    time: int
    time_width: int
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
    """The columns of a row so wide. Below 1600 what is to spare goes to the fare; from there on, first to the line.

    Where there is no room the fare goes first, then the airline's name; its tile, times and price always stay.
    """
    wide = width >= _WIDE
    price_width = _WIDE_PRICE if wide else _PRICE
    fixed = 2 * PAD + CHECK + GAP + _AIRLINE + 8 + DEPART + ARRIVE + _TIME + 3 * GAP + 2 * 6 + price_width
    side = _SIDE if wide else 0
    spare = width - fixed - _LINE - _FARE - (side + GAP if wide else 0)
    line, fare, name, timed = _LINE, _FARE, _AIRLINE, _TIME
    if wide:
        name = min(_AIRLINE + spare * 15 // 100, _WIDEST_AIRLINE)
        timed = min(_TIME + spare * 10 // 100, _WIDEST_TIME)
        line = min(_LINE + spare * 35 // 100, _LONGEST_LINE)
        fare = min(_FARE + spare * 25 // 100, _WIDEST_FARE)
        side += min(spare * 15 // 100, _WIDEST_FARE - _SIDE)
    elif spare > 0:
        fare = _FARE + spare
    else:
        line = max(_LINE + spare, _SHORTEST_LINE)
        fare = _FARE + spare + _LINE - line
        if fare < _NARROWEST_FARE:
            line, fare = line + fare, 0
        if line < _SHORT_LINE:
            line, name = max(line + _AIRLINE - _TILE, _TINY_LINE), _TILE
    airline = PAD + CHECK + GAP
    depart = airline + name + 8
    at_line = depart + DEPART + GAP
    arrive = at_line + line + GAP
    time = arrive + ARRIVE + GAP
    at_fare = time + timed + 6
    at_side = at_fare + fare + GAP
    price = width - PAD - price_width
    return Columns(
        PAD, airline, name, depart, at_line, line, arrive, time, timed, at_fare, fare, at_side, side, price, price_width
    )
