"""The filters beside the offers: sections of values with counts and prices, and ranges."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from agentdesk.travel.offer_facets import Facet, Facets
from agentdesk.travel.offer_filters import Filters, Group, Measure, Range, Scale
from agentdesk.ui.lists import filter_words
from agentdesk.ui.lists.filter_rows import BoxSection, RangeSection, Row, Wish
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.chip import Chip
from agentdesk.ui.widgets.labels import hairline, label
from agentdesk.ui.widgets.scroll_pane import ScrollPane

FEW, FEW_WHEN_WIDE = 5, 12
"""How many airlines, airports or aircraft are shown before 'more' is asked for."""
_EITHER = frozenset({"free", "fee"})
_FARE: Sequence[tuple[Group, frozenset[str], str]] = (
    (Group.HOLD_BAG, frozenset({"yes"}), "With hold bag"),
    (Group.CABIN_BAG, frozenset({"yes"}), "With cabin bag"),
    (Group.REFUND, _EITHER, "Refundable"),
    (Group.CHANGE, _EITHER, "Changeable"),
    (Group.HOLD, frozenset({"yes"}), "Holdable"),
)
_WAY: Sequence[tuple[Group, frozenset[str], str]] = (
    (Group.NO_NIGHT, frozenset({"yes"}), "No overnight"),
    (Group.SAME_AIRPORT, frozenset({"yes"}), "Same airport"),
)
_TITLES = {
    Group.STOPS: "Stops",
    Group.AIRLINE: "Airlines",
    Group.LAYOVER_AT: "Layover in",
    Group.REFUND: "Refund",
    Group.CHANGE: "Change",
    Group.ALLIANCE: "Alliances",
    Group.OPERATING: "Flown by",
    Group.AIRCRAFT: "Aircraft",
}
_LONG = (Group.AIRLINE, Group.LAYOVER_AT, Group.OPERATING, Group.AIRCRAFT)
_FARES, _ON_THE_WAY = "Fare", "On the way"
_Spot = Group | Scale | str
"""What a section is about: a group, a scale, or a title over several groups."""


class FilterPanel(QFrame):
    """Says `changed` when the agent sets a filter; `filters` are those set now. `left` is Escape.

    `show_facets` shows what a search has; the panel itself never looks at an offer.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self.setAccessibleName("Filters")
        self._theme = theme
        self._filters = Filters()
        self._facets: Facets | None = None
        self._slices = 1
        self._few = FEW
        self._last: QWidget | None = None  # had the keyboard last
        self._ordered: list[QWidget] = []
        self._sections: dict[_Spot, BoxSection | RangeSection] = {}
        self._count = Chip(theme, "0", removable=True)
        self._count.setToolTip("Show all offers again (Ctrl+Backspace)")
        self._count.removed.connect(self.clear)
        self._count.hide()
        self._from = label(theme, "offers", "caption", "text2")
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._pane = ScrollPane(self._inside, sideways=False)
        self._lay_out()

    # --- what is set

    @property
    def filters(self) -> Filters:
        return self._filters

    def put(self, filters: Filters) -> None:
        """Set them without saying `changed`."""
        self._filters = filters
        self._show()

    def choose(self, filters: Filters) -> None:
        """Set them as the agent would."""
        self._set(filters)

    def clear(self) -> None:
        self._set(Filters())

    def remove(self, one: Group | Scale) -> None:
        self._set(self._filters.without(one))

    def _set(self, filters: Filters) -> None:
        if filters != self._filters:
            self._filters = filters
            self._show()
            self.changed.emit()

    # --- what is shown

    @property
    def facets(self) -> Facets | None:
        return self._facets

    @property
    def slices(self) -> int:
        return self._slices

    def show_facets(self, facets: Facets, slices: int) -> None:
        """Counts and prices by the present filters, of a search with so many slices."""
        for _ in self.showing(facets, slices):
            pass

    def showing(self, facets: Facets, slices: int) -> Iterator[None]:
        """As `show_facets`, a section at each step; between two steps the window may paint and hear keys."""
        self._facets, self._slices = facets, slices
        yield from self._sections_shown(facets)

    def show_more(self, wide: bool) -> None:
        """A wide window has room for longer lists."""
        few = FEW_WHEN_WIDE if wide else FEW
        if few != self._few:
            self._few = few
            self._show()

    def focus(self) -> None:
        """The keyboard to where it was here before, else to the first filter."""
        stops = list(self._stops())
        target = self._last if self._last in stops else next(iter(stops), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self) -> None:
        for _ in self._sections_shown(self._facets):
            pass

    def _sections_shown(self, facets: Facets | None) -> Iterator[None]:
        count = self._filters.count
        if self._count.hasFocus() and not count:
            self.focus_first()
        self._count.setVisible(bool(count))
        self._count.say(str(count))
        self._count.setAccessibleName(f"Show all offers again, {count} {'filter' if count == 1 else 'filters'} set")
        if facets is None:
            return
        self._from.setText(filter_words.heading(facets.currencies))
        for spot in self._wanted(facets):
            if isinstance(spot, Scale):
                self._show_range(spot, facets)
            else:
                self._show_boxes(spot, facets)
            self._order()
            yield

    def focus_first(self) -> None:
        self._last = None
        self.focus()

    def _wanted(self, facets: Facets) -> list[_Spot]:
        """All sections there can be in this search, in their order."""
        numbers = [str(number) for number in range(self._slices)]
        prices = [Scale(Measure.PRICE, one) for one in facets.currencies]
        first = Scale(Measure.DEPARTS, "0")
        times = [Scale(measure, one) for one in numbers for measure in (Measure.DEPARTS, Measure.ARRIVES)]
        spots: list[_Spot] = [Group.STOPS, Group.AIRLINE, first, *prices, _FARES, Scale(Measure.DURATION)]
        spots += [Scale(Measure.LAYOVER), _ON_THE_WAY, Group.LAYOVER_AT]
        spots += [one for one in times if one != first]
        spots += [Group.REFUND, Group.CHANGE, Group.ALLIANCE, Group.OPERATING, Group.AIRCRAFT]
        return spots

    def _show_boxes(self, spot: Group | str, facets: Facets) -> None:
        section = self._sections.get(spot)
        if section is None:
            section = BoxSection(self._theme, _TITLES[spot] if isinstance(spot, Group) else spot)
            section.toggled.connect(self._toggled)
            section.cleared.connect(partial(self._clear_section, spot))
            self._place(spot, section, facets)
        assert isinstance(section, BoxSection)
        section.show_rows(list(self._rows(spot, facets)), self._few if spot in _LONG else 100)

    def _rows(self, spot: Group | str, facets: Facets) -> Iterator[Row]:
        if not isinstance(spot, Group):
            for group, values, name in _FARE if spot == _FARES else _WAY:
                each = [facets.values[group].get(value, Facet()) for value in values]
                on = values <= self._filters.chosen(group)
                yield Row((group, values), name, filter_words.together(each), on)
            return
        found = facets.values[spot]
        if spot is Group.OPERATING and found.keys() <= facets.values[Group.AIRLINE].keys() and not self._is_on(spot):
            return  # all are flown by those who sell them: the airlines say it already
        if spot is Group.LAYOVER_AT and found.keys() <= {""} and not self._is_on(spot):
            return
        named = {value: filter_words.value(spot, value, facets.names) for value in found}
        order = sorted(found, key=lambda one: (one != "", named[one].casefold())) if spot in _LONG else list(found)
        for value in order:
            on = value in self._filters.chosen(spot)
            full = filter_words.full_value(spot, value, facets.names)
            yield Row((spot, frozenset({value})), named[value], found[value], on, full)

    def _is_on(self, one: Group | Scale) -> bool:
        return one in self._filters.values or one in self._filters.ranges

    def _show_range(self, scale: Scale, facets: Facets) -> None:
        section = self._sections.get(scale)
        span = facets.ends.get(scale)
        if span is None or (span[0] == span[1] and not self._is_on(scale)):
            if section is not None:
                section.hide()
            return
        title = filter_words.scale(scale, self._slices, len(facets.currencies))
        if section is None:
            section = RangeSection(self._theme, title)
            section.changed.connect(partial(self._moved, scale))
            section.cleared.connect(partial(self.remove, scale))
            self._place(scale, section, facets)
        assert isinstance(section, RangeSection)
        ends, step = _ends(scale, int(Decimal(span[0]).to_integral_value(ROUND_FLOOR)), _up(span[1]))
        held = self._filters.range(scale)
        low = int(held.low) if held.low is not None else None
        high = int(held.high) if held.high is not None else None
        section.call(title)
        section.show_range(ends, low, high, step, partial(filter_words.point, scale))
        section.show_tally(facets.shown, facets.opened.get(scale, facets.shown))
        section.show()

    def _place(self, spot: _Spot, section: BoxSection | RangeSection, facets: Facets) -> None:
        """Where it belongs among those that are there."""
        self._sections[spot] = section
        order = [one for one in self._wanted(facets) if one in self._sections]
        before = order[: order.index(spot)] if spot in order else order
        at = self._column.indexOf(self._sections[before[-1]]) + 1 if before else 0
        self._column.insertWidget(at, section)

    # --- what the agent does

    def _toggled(self, wish: Wish, on: bool) -> None:
        group, values = wish
        chosen = self._filters.chosen(group)
        self._set(self._filters.with_values(group, chosen | values if on else chosen - values))

    def _clear_section(self, spot: Group | str) -> None:
        groups = (spot,) if isinstance(spot, Group) else [one[0] for one in (_FARE if spot == _FARES else _WAY)]
        filters = self._filters
        for group in groups:
            filters = filters.without(group)
        self._set(filters)

    def _moved(self, scale: Scale) -> None:
        section = self._sections[scale]
        assert isinstance(section, RangeSection)
        slider = section.slider
        low = Decimal(slider.low) if slider.low > slider.ends[0] else None
        high = Decimal(slider.high) if slider.high < slider.ends[1] else None
        self._set(self._filters.with_range(scale, Range(low, high)))

    def _stops(self) -> Iterator[QWidget]:
        for place in range(self._column.count()):
            item = self._column.itemAt(place)
            section = item.widget() if item is not None else None
            if isinstance(section, BoxSection | RangeSection) and not section.isHidden():
                yield from (one for one in section.boxes if not one.isHidden())

    def _step(self, by: int) -> None:
        stops = [one for one in self._stops() if one.isVisible()]
        if self._last in stops:
            place = stops.index(self._last) + by
            if 0 <= place < len(stops):
                stops[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _order(self) -> None:
        """Tab goes from top to bottom, also over what was put in later; the panel hears who has the keyboard."""
        stops = [self._count, *self._stops()]
        if stops == self._ordered:
            return
        self._ordered = stops
        for first, then in pairwise(stops):
            QWidget.setTabOrder(first, then)
        for one in stops:
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Heard here, since the scrolled page between would take the arrows for itself."""
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._last = watched
            self._pane.ensureWidgetVisible(watched, 0, 32)
        return isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._takes(event)

    def _takes(self, event: QKeyEvent) -> bool:
        """Up and Down from filter to filter; Escape leaves."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        by = {Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1}.get(event.key())
        if by is not None:
            self._step(by)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        return by is not None or event.key() == Qt.Key.Key_Escape

    # --- layout

    def _lay_out(self) -> None:
        head = QWidget()
        head.setObjectName("filtersHead")
        head.setFixedHeight(44)
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(8)
        row.addWidget(label(self._theme, "Filters", "body_strong"))
        row.addWidget(self._count)
        self._from.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._from.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self._from, 1)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(hairline())
        whole.addWidget(self._pane, 1)


def _up(value: Decimal | int) -> int:
    return int(Decimal(value).to_integral_value(ROUND_CEILING))


def _ends(scale: Scale, low: int, high: int) -> tuple[tuple[int, int], int]:
    """Where a slider begins and ends, and its step: times by the half hour, the others by what there is."""
    if scale.measure in (Measure.DEPARTS, Measure.ARRIVES):
        return (0, 1440), 30
    step = _round_step(high - low) if scale.measure is Measure.PRICE else 15
    return (low // step * step, -(-high // step) * step), step


def _round_step(spread: int) -> int:
    """1, 2 or 5 times a power of ten, so that a hundred steps or so span the prices."""
    size = 1
    while size * 100 < spread:
        for times in (2, 5, 10):
            if size * times * 100 >= spread:
                return size * times
        size *= 10
    return size
