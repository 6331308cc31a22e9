"""How many offers each filter value has and from what price, by the other filters: counted on bits, not one by one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import compress
from operator import itemgetter

from agentdesk.travel.money import Money
from agentdesk.travel.offer_filters import Filters, Group, Range, Scale
from agentdesk.travel.offer_traits import Span, Traits, traits_of
from agentdesk.travel.offers import Offer

_BLOCK = 512  # offers; a block that is not full is made anew when more come
_AS_FLAGS = bytes.maketrans(b"01", b"\0\1")
_ALWAYS: Mapping[Group, Sequence[str]] = {
    Group.STOPS: ("0", "1", "2"),
    Group.HOLD_BAG: ("yes",),
    Group.CABIN_BAG: ("yes",),
    Group.REFUND: ("free", "fee", "no", "unsaid"),
    Group.CHANGE: ("free", "fee", "no", "unsaid"),
    Group.HOLD: ("yes",),
    Group.NO_NIGHT: ("yes",),
    Group.SAME_AIRPORT: ("yes",),
}
_Key = tuple[Group, str]


@dataclass(frozen=True, slots=True)
class Facet:
    """How many offers there are, and the cheapest of them in each currency; currencies are never compared."""

    count: int = 0
    cheapest: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class Facets:
    """What stands beside the filters: a value's facet tells what one would see if it alone were chosen in its group."""

    values: Mapping[Group, Mapping[str, Facet]]
    names: Mapping[_Key, str]  # words for values that are codes
    ends: Mapping[Scale, Span]  # the lowest and the highest of all offers, filtered or not
    opened: Mapping[Scale, Facet]  # what one would see if this range, which is set, were open
    shown: Facet  # what passes all filters
    everything: int
    currencies: tuple[str, ...]


class OfferIndex:
    """All offers of a search as seen by filters; grows as they come, asked as often as one likes."""

    def __init__(self, offers: Iterable[Offer] = ()) -> None:
        self._blocks: list[_Block] = []
        self._loose: list[_Entry] = []  # of the last block, while it is not full
        self._count = 0
        self._names: dict[_Key, str] = {}
        self._ends: dict[Scale, Span] = {}
        self.add(offers)

    def __len__(self) -> int:
        return self._count

    def add(self, offers: Iterable[Offer]) -> None:
        """More of them, at the places after those that are there."""
        fresh = [_entry(offer) for offer in offers]
        self._count += len(fresh)
        for _, traits in fresh:
            self._learn(traits)
        while fresh:
            room = _BLOCK - len(self._loose)
            if self._loose:
                self._blocks.pop()
            self._loose += fresh[:room]
            self._blocks.append(_Block(_BLOCK * len(self._blocks), self._loose))
            fresh = fresh[room:]
            if len(self._loose) == _BLOCK:
                self._loose = []

    def put(self, place: int, offers: Sequence[Offer]) -> None:
        """Another offer at a place that is taken; `offers` are all. IndexError where none is."""
        if not 0 <= place < self._count:
            raise IndexError(place)
        number = place // _BLOCK
        entries = [_entry(offer) for offer in offers[number * _BLOCK : (number + 1) * _BLOCK]]
        for _, traits in entries:
            self._learn(traits)
        self._blocks[number] = _Block(number * _BLOCK, entries)
        if self._loose and number == len(self._blocks) - 1:
            self._loose = entries

    def count(self, filters: Filters) -> int:
        """How many pass."""
        return sum(block.passing(filters).bit_count() for block in self._blocks)

    def pick(self, filters: Filters, places: Sequence[int]) -> list[int]:
        """Those of the places whose offers pass, in the order given."""
        if not filters.count:
            return list(places)
        flags = bytearray(self._count)
        for block in self._blocks:
            for place in block.places_of(block.passing(filters)):
                flags[place] = 1
        return [place for place in places if flags[place]]

    def nearest(self, filters: Filters, scale: Scale) -> Range | None:
        """The range on this scale, widened by the least that lets one pass who passes all else, to whole numbers.

        None where nobody passes all else, or only those whose place on the scale is not known.
        """
        wanted = filters.range(scale)
        ways: list[tuple[Decimal, Range]] = []
        for block in self._blocks:
            ways += (_widened(wanted, *span) for span in block.spans(scale, filters.without(scale)))
        return min(ways, key=itemgetter(0))[1] if ways else None

    def facets(self, filters: Filters) -> Facets:
        """Counts and cheapest prices of all values, each by the filters of the other groups."""
        tallies: dict[Group, dict[str, _Tally]] = {group: {} for group in Group}
        for group, always in _ALWAYS.items():
            tallies[group] = {value: _Tally() for value in always}
        for group, wanted in filters.values.items():
            for value in wanted:
                tallies[group].setdefault(value, _Tally())
        shown = _Tally()
        opened = {scale: _Tally() for scale in filters.ranges}
        for block in self._blocks:
            block.tally(filters, tallies, shown)
            block.tally_opened(filters, opened)
        return Facets(
            values={group: {value: one.facet for value, one in found.items()} for group, found in tallies.items()},
            names=dict(self._names),
            ends=dict(self._ends),
            opened={scale: one.facet for scale, one in opened.items()},
            shown=shown.facet,
            everything=self._count,
            currencies=tuple(sorted({one for block in self._blocks for one in block.currencies})),
        )

    def _learn(self, traits: Traits) -> None:
        self._names.update(traits.names)
        for scale, span in traits.spans.items():
            if span is not None:
                low, high = self._ends.get(scale, span)
                self._ends[scale] = (min(low, span[0]), max(high, span[1]))


def _widened(wanted: Range, low: Decimal | int, high: Decimal | int) -> tuple[Decimal, Range]:
    """By how much a range must be widened to hold all of this, and the range it is then."""
    first, last, by = wanted.low, wanted.high, Decimal(0)
    if first is not None and low < first:
        by += first - low
        first = Decimal(low).to_integral_value(ROUND_FLOOR)
    if last is not None and high > last:
        by += high - last
        last = Decimal(high).to_integral_value(ROUND_CEILING)
    return by, Range(first, last)


_Entry = tuple[Money, Traits]


def _entry(offer: Offer) -> _Entry:
    return offer.total, traits_of(offer)


@dataclass(slots=True)
class _Tally:
    count: int = 0
    cheapest: dict[str, Decimal] = field(default_factory=dict)

    @property
    def facet(self) -> Facet:
        return Facet(self.count, tuple(Money(self.cheapest[one], one) for one in sorted(self.cheapest)))


@dataclass(slots=True)
class _Column:
    """Where the offers of a block stand on a scale: three lists of equal length, and a mask of those not known."""

    ranks: list[int] = field(default_factory=list)
    lows: list[Decimal | int] = field(default_factory=list)
    highs: list[Decimal | int] = field(default_factory=list)
    unknown: int = 0


class _Block:
    """Some hundred offers as masks: bit n is the n-th by currency and price, so the lowest bit is the cheapest.

    Only masks and columns of numbers are kept: ten thousand small objects would each be walked by the collector.
    """

    def __init__(self, start: int, entries: Sequence[_Entry]) -> None:
        by_price = sorted(range(len(entries)), key=lambda at: (entries[at][0].currency, entries[at][0].amount, at))
        self._places = [start + at for at in by_price]
        self._prices = [entries[at][0].amount for at in by_price]
        self._everything = (1 << len(entries)) - 1
        self.currencies: dict[str, int] = {}
        self._masks: dict[Group, dict[str, int]] = {group: {} for group in Group}
        self._columns: dict[Scale, _Column] = {}
        self._ranges: dict[tuple[Scale, Range], int] = {}
        for rank, at in enumerate(by_price):
            self._mark(rank, *entries[at])

    def _mark(self, rank: int, price: Money, traits: Traits) -> None:
        bit = 1 << rank
        self.currencies[price.currency] = self.currencies.get(price.currency, 0) | bit
        for group, values in traits.values.items():
            masks = self._masks[group]
            for value in values:
                masks[value] = masks.get(value, 0) | bit
        for scale, span in traits.spans.items():
            column = self._columns.setdefault(scale, _Column())
            if span is None:
                column.unknown |= bit
            else:
                column.ranks.append(rank)
                column.lows.append(span[0])
                column.highs.append(span[1])

    def places_of(self, mask: int) -> Iterable[int]:
        """The places in the list of the offers of a mask."""
        flags = f"{mask:b}".encode().translate(_AS_FLAGS)[::-1]
        return compress(self._places, flags)

    def spans(self, scale: Scale, filters: Filters) -> Iterator[Span]:
        """Where those that pass stand on a scale, as far as it is known."""
        mask, column = self.passing(filters), self._columns.get(scale, _Column())
        for rank, low, high in zip(column.ranks, column.lows, column.highs, strict=True):
            if mask >> rank & 1:
                yield low, high

    def passing(self, filters: Filters) -> int:
        mask = self._in_ranges(filters)
        for group in filters.values:
            mask &= self._in_group(filters, group)
        return mask

    def tally(self, filters: Filters, tallies: dict[Group, dict[str, _Tally]], shown: _Tally) -> None:
        """Add this block's offers to the tallies."""
        in_groups = {group: self._in_group(filters, group) for group in filters.values}
        everywhere = self._in_ranges(filters)
        passing = everywhere
        for mask in in_groups.values():
            passing &= mask
        self._count(passing, shown)
        for group, masks in self._masks.items():
            others = passing
            if group in in_groups:
                others = everywhere
                for other, mask in in_groups.items():
                    if other is not group:
                        others &= mask
            found = tallies[group]
            for value, mask in masks.items():
                self._count(others & mask, found.setdefault(value, _Tally()))

    def tally_opened(self, filters: Filters, opened: Mapping[Scale, _Tally]) -> None:
        """Add what passes all filters but the one range, for each that is set."""
        if not opened:
            return
        in_groups = self._everything
        for group in filters.values:
            in_groups &= self._in_group(filters, group)
        for scale, tally in opened.items():
            self._count(in_groups & self._in_ranges(filters, but=scale), tally)

    def _count(self, mask: int, tally: _Tally) -> None:
        if not mask:
            return
        tally.count += mask.bit_count()
        for currency, theirs in self.currencies.items():
            here = mask & theirs
            if here:
                price = self._prices[(here & -here).bit_length() - 1]
                best = tally.cheapest.get(currency)
                tally.cheapest[currency] = price if best is None or price < best else best

    def _in_group(self, filters: Filters, group: Group) -> int:
        masks = self._masks[group]
        found = 0
        for value in filters.chosen(group):
            found |= masks.get(value, 0)
        return found

    def _in_ranges(self, filters: Filters, but: Scale | None = None) -> int:
        mask = self._everything
        for scale, wanted in filters.ranges.items():
            if scale == but:
                continue
            known = self._ranges.get((scale, wanted))
            if known is None:
                if len(self._ranges) > 32:  # a slider that is drawn along asks for many
                    self._ranges.clear()
                known = self._ranges[scale, wanted] = self._in_range(scale, wanted)
            mask &= known
        return mask

    def _in_range(self, scale: Scale, wanted: Range) -> int:
        """Offers that have nothing on this scale pass; those whose place on it is not known do not."""
        column = self._columns.get(scale, _Column())
        outside = column.unknown
        for rank, low, high in zip(column.ranks, column.lows, column.highs, strict=True):
            if not wanted.holds(low, high):
                outside |= 1 << rank
        return self._everything & ~outside
