"""Offers in their list: a page from bytes to painted rows, and ten thousand of them sorted and filtered."""

import gc
from datetime import UTC, datetime
from functools import partial
from statistics import median

from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QWidget

from agentdesk.duffel.reading_rows import OfferReader
from agentdesk.travel.offer_filters import Filters, Group, Measure, Range, Scale, wanting
from agentdesk.travel.offer_sorting import Sort
from agentdesk.travel.offers import Offer
from agentdesk.travel.timeline import scale
from agentdesk.ui.lists.filter_panel import FilterPanel
from agentdesk.ui.lists.offer_delegate import OfferDelegate
from agentdesk.ui.lists.offer_list import OfferList
from agentdesk.ui.lists.offer_model import OfferModel
from benchmarks.reading import page, read, resident
from benchmarks.windows import median_of, milliseconds, shown, themed

_AT_ONCE = 200


class Listed:
    """The list of offers in a window of its own."""

    def __init__(self) -> None:
        self.model = OfferModel()
        self._delegate = OfferDelegate(themed(), lambda: datetime.now(UTC))
        self._list = OfferList(self.model, self._delegate)
        self._panel = FilterPanel(themed())
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.addWidget(self._panel)
        row.addWidget(self._list, 1)
        self._window: QMainWindow = shown(inside)

    def add(self, offers: list[Offer]) -> None:
        """As the offers' page does it: one scale for all rows, then the rows."""
        everything = [*self.model.offers, *offers]
        self._delegate.fit(2, scale([part for one in everything for part in one.slices], self._delegate.line_width))
        self.model.add(offers)
        self._list.setCurrentIndex(self.model.index(0, 0))

    def filter(self, wanted: Filters) -> None:
        """As the offers' page does it: the rows that pass, then the counts beside the filters."""
        self._panel.put(wanted)
        self.model.arrange(Sort.PRICE, wanted)
        self._panel.show_facets(self.model.facets(), 2)

    def clear(self) -> None:
        self._delegate.forget()
        self.model.put(())

    def close(self) -> None:
        self._window.close()
        self._window.deleteLater()


def batch(count: int = 200, runs: int = 21) -> float:
    """The median of milliseconds from the bytes of a page to its rows on screen, nothing remembered."""
    body, listed, times = page(count), Listed(), []
    for _ in range(runs):
        listed.clear()
        times.append(milliseconds(lambda: listed.add(read(body, OfferReader()))))
    listed.close()
    return median(times)


def many(count: int = 10_000, runs: int = 7) -> tuple[float, float, float]:
    """Sorted and repainted; filtered, counted and repainted (ms, the slowest of its kind); and megabytes kept."""
    reader, listed = OfferReader(), Listed()
    gc.collect()
    before = resident()
    for start in range(0, count, _AT_ONCE):
        listed.model.add(read(page(_AT_ONCE, start), reader))
    gc.collect()
    kept = resident() - before
    listed.add([])
    model, nothing = listed.model, Filters()
    sorts = [median_of(runs, partial(model.arrange, sort, nothing)) for sort in Sort]
    dearest = sorted(one.price for one in model.keys)[len(model.keys) // 2]
    price = Scale(Measure.PRICE, model.keys[0].currency)
    wishes = [
        wanting((Group.STOPS, "0"), (Group.STOPS, "1")),
        nothing.with_range(price, Range(high=dearest)),
        wanting((Group.CHANGE, "fee"), (Group.HOLD_BAG, "yes")),
        nothing,
    ]
    filters = [median_of(runs, partial(listed.filter, wish)) for wish in wishes]
    listed.close()
    return max(sorts), max(filters), kept
