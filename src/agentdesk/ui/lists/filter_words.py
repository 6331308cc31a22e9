"""Words for filters: what a value or a range is called, how many offers it has and from what price."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal

from agentdesk.travel.money import Money
from agentdesk.travel.offer_facets import Facet
from agentdesk.travel.offer_filters import Filters, Group, Measure, Range, Scale
from agentdesk.travel.offer_loosening import Loosening
from agentdesk.ui import words

OUTSIDE = "outside your filters"
"""Said of a fare that the list leaves out, where it is shown all the same among the fares of its flights."""
VALUES: Mapping[tuple[Group, str], str] = {
    (Group.STOPS, "0"): "Direct",
    (Group.STOPS, "1"): "1 stop",
    (Group.STOPS, "2"): "2 or more",
    (Group.HOLD_BAG, "yes"): "With hold bag",
    (Group.CABIN_BAG, "yes"): "With cabin bag",
    (Group.HOLD, "yes"): "Holdable",
    (Group.REFUND, "free"): "In full",
    (Group.REFUND, "fee"): "Less a fee",
    (Group.REFUND, "no"): "No refund",
    (Group.REFUND, "unsaid"): "Not said",
    (Group.CHANGE, "free"): "Free",
    (Group.CHANGE, "fee"): "For a fee",
    (Group.CHANGE, "no"): "No change",
    (Group.CHANGE, "unsaid"): "Not said",
    (Group.NO_NIGHT, "yes"): "No overnight",
    (Group.SAME_AIRPORT, "yes"): "Same airport",
    (Group.LAYOVER_AT, ""): "None, direct",
}
_SHORT: Mapping[Group, str] = {
    Group.REFUND: "Refund",
    Group.CHANGE: "Change",
    Group.OPERATING: "Flown by",
    Group.LAYOVER_AT: "Layover",
}
_ANY: Mapping[Group, str] = {
    Group.STOPS: "any number of stops",
    Group.AIRLINE: "any airline",
    Group.ALLIANCE: "any alliance",
    Group.OPERATING: "flown by any airline",
    Group.HOLD_BAG: "without hold bag too",
    Group.CABIN_BAG: "without cabin bag too",
    Group.REFUND: "any refund",
    Group.CHANGE: "any change",
    Group.HOLD: "pay now only, too",
    Group.AIRCRAFT: "any aircraft",
    Group.LAYOVER_AT: "any layover airport",
    Group.NO_NIGHT: "overnight stays too",
    Group.SAME_AIRPORT: "change of airport too",
}
_BOTH = frozenset({"free", "fee"})
_UNITS = {"GBP": "pounds", "EUR": "euros", "USD": "dollars", "JPY": "yen", "CHF": "francs", "AUD": "Australian dollars"}
_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥"}


def value(group: Group, one: str, names: Mapping[tuple[Group, str], str]) -> str:
    """'Direct', 'British Airways', 'Dublin DUB'."""
    if (group, one) in VALUES:
        return VALUES[group, one]
    name = names.get((group, one), one)
    return f"{name} {one}" if group is Group.LAYOVER_AT and name != one else name


def full_value(group: Group, one: str, names: Mapping[tuple[Group, str], str]) -> str:
    """The same where no heading stands above it: 'Refund: less a fee'."""
    said = value(group, one, names)
    return (
        f"{_SHORT[group]}: {said[0].lower() + said[1:] if (group, one) in VALUES else said}"
        if group in _SHORT
        else said
    )


def from_price(facet: Facet) -> str:
    """Whole units of the one currency, never more than it costs: '1,586'; a dash where none or several are."""
    return whole(facet.cheapest[0].amount) if len(facet.cheapest) == 1 else "–"


def whole(amount: Decimal) -> str:
    return f"{amount.to_integral_value(ROUND_FLOOR):,}"


def spoken(name: str, facet: Facet) -> str:
    """'Direct, 12 offers, from 310 pounds'."""
    prices = " and ".join(f"{whole(one.amount)} {_UNITS.get(one.currency, one.currency)}" for one in facet.cheapest)
    return f"{name}, {words.count(facet.count, 'offer') if facet.count else 'no offers'}" + (
        f", from {prices}" if prices else ""
    )


def tip(name: str, facet: Facet) -> str:
    """The same to be read, with the exact prices."""
    prices = " and ".join(words.money(one) for one in facet.cheapest)
    return f"{name}: {words.count(facet.count, 'offer') if facet.count else 'no offers'}" + (
        f", from {prices}" if prices else ""
    )


def share(within: int, of: int) -> str:
    """'21 of 38'; where all are within, their number alone."""
    return str(within) if within == of else f"{within} of {of}"


def share_spoken(within: Facet, of: Facet) -> str:
    """'21 of 38 offers, from 1,586 pounds'."""
    return spoken("", within).removeprefix(", ") if within.count == of.count else _share(within, of, spoken("", within))


def share_tip(within: Facet, of: Facet) -> str:
    """The same to be read, and what all would be: '21 of 38 offers, from £1,586.40; all from £1,398.12'."""
    if within.count == of.count:
        return tip("", within).removeprefix(": ")
    opened = " and ".join(words.money(one) for one in of.cheapest)
    return _share(within, of, tip("", within)) + f"; all from {opened}"


def _share(within: Facet, of: Facet, said: str) -> str:
    prices = said.partition(", from ")[2]
    return f"{within.count} of {words.count(of.count, 'offer')}" + (f", from {prices}" if prices else "")


def loosened(way: Loosening, names: Mapping[tuple[Group, str], str], slices: int) -> str:
    """What a way back changes and brings: 'Up to 1 stop: 4 offers from £1,402'."""
    said = " and ".join(_loosened(one, way.filters, names, slices) for one in way.changed)
    prices = " or ".join(f"{point(Scale(Measure.PRICE, one.currency), int(one.amount))}" for one in way.facet.cheapest)
    return f"{said[0].upper()}{said[1:]}: {words.count(way.facet.count, 'offer')}" + (
        f" from {prices}" if prices else ""
    )


def _loosened(one: Group | Scale, filters: Filters, names: Mapping[tuple[Group, str], str], slices: int) -> str:
    """'up to 1 stop', 'any airline', 'price for all up to £641'."""
    if isinstance(one, Scale):
        title = scale(one, slices, 1)
        kept = filters.range(one)
        said = f"Any {title[0].lower()}{title[1:]}" if kept.is_open else chip(one, filters, names, slices)
        return said[0].lower() + said[1:]
    if not filters.chosen(one):
        return _ANY[one]
    return "up to 1 stop" if one is Group.STOPS and "1" in filters.chosen(one) else chip(one, filters, names, slices)


def heading(currencies: Sequence[str]) -> str:
    """'offers, from £': said once; several currencies are never put on one line."""
    if len(currencies) != 1:
        return "offers"
    return f"offers, from {_SYMBOLS.get(currencies[0], currencies[0])}"


def scale(one: Scale, slices: int, currencies: int) -> str:
    """'Departure, out', 'Price for all'."""
    match one.measure:
        case Measure.PRICE:
            return "Price for all" + (f", {one.of}" if currencies > 1 else "")
        case Measure.DURATION:
            return "Longest way" if slices > 1 else "Time on the way"
        case Measure.LAYOVER:
            return "Layover"
        case Measure.DEPARTS:
            return f"Departure{_way(int(one.of), slices)}"
        case Measure.ARRIVES:
            return f"Arrival{_way(int(one.of), slices)}"


def _way(number: int, slices: int) -> str:
    if slices == 1:
        return ""
    return f", {('out', 'back')[number]}" if slices == 2 else f", flight {number + 1}"


def point(one: Scale, at: int) -> str:
    """A value on a scale: '£1,398', '8 h 05', '09:55'."""
    match one.measure:
        case Measure.PRICE:
            return f"{_SYMBOLS.get(one.of, one.of + ' ')}{at:,}"
        case Measure.DURATION | Measure.LAYOVER:
            return words.duration(timedelta(minutes=at))
        case Measure.DEPARTS | Measure.ARRIVES:
            return f"{at // 60 % 24:02}:{at % 60:02}" if at < 1440 else "23:59"


def range_(one: Scale, wanted: Range) -> str:
    """'06:00 to 15:00', 'from 06:00', 'up to £900'."""
    low = point(one, int(wanted.low)) if wanted.low is not None else ""
    high = point(one, int(wanted.high)) if wanted.high is not None else ""
    return f"{low} to {high}" if low and high else f"from {low}" if low else f"up to {high}"


def chip(one: Group | Scale, filters: Filters, names: Mapping[tuple[Group, str], str], slices: int) -> str:
    """What is set in a group or on a scale, for a chip of its own."""
    if isinstance(one, Scale):
        return f"{scale(one, slices, 1)} {range_(one, filters.range(one))}"
    chosen = filters.chosen(one)
    if one in (Group.REFUND, Group.CHANGE) and chosen == _BOTH:
        return "Refundable" if one is Group.REFUND else "Changeable"
    said = [value(one, held, names) for held in sorted(chosen)]
    if one in _SHORT:
        said = [full_value(one, sorted(chosen)[0], names), *(held[0].lower() + held[1:] for held in said[1:])]
    return ", ".join(said)


def together(facets: Sequence[Facet]) -> Facet:
    """Of values that no offer has two of: their sum, and the cheapest in each currency."""
    cheapest: dict[str, Money] = {}
    for facet in facets:
        for price in facet.cheapest:
            best = cheapest.get(price.currency)
            cheapest[price.currency] = price if best is None or price < best else best
    return Facet(sum(facet.count for facet in facets), tuple(cheapest[one] for one in sorted(cheapest)))
