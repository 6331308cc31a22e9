"""The bands around the list of offers: head, stream strip, what is picked slice by slice, foot with the keys."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from agentdesk.travel.journeys import Slice
from agentdesk.travel.offer_sorting import Sort
from agentdesk.ui import words
from agentdesk.ui.book.page import KeyHelp
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.chip import Chip
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.progress import PatientBar
from agentdesk.ui.widgets.segments import Segments
from agentdesk.ui.widgets.tips import plain_tip

SORTS = {
    "Best": Sort.BEST,
    "Price": Sort.PRICE,
    "Duration": Sort.DURATION,
    "Departure": Sort.DEPARTURE,
    "Arrival": Sort.ARRIVAL,
}
_SORT_TIPS = {
    "Best": "Price, with £12 (or its like) added for each traveller's hour on the way and £30 for each stop (S)",
    "Price": "The cheapest first (S)",
    "Duration": "The shortest way there and back first (S)",
    "Departure": "The earliest departure first (S)",
    "Arrival": "The earliest arrival first (S)",
}
_SPACES = 48  # pixels of the head between and beside its parts
_TIGHT = 760  # pixels of the head, below which the word Sort gives way


class ListHead(QFrame):
    """How many offers there are, whether returns are chosen in pairs, and by what the rows are sorted."""

    sort_chosen = Signal(object)
    by_slice_chosen = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("listHead")
        self.setFixedHeight(44)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # what it shows follows its width
        self._has_ways = False
        self._settles = QTimer(self)
        self._settles.setSingleShot(True)
        self._settles.setInterval(0)
        self._settles.timeout.connect(self._fit)
        self._strong = label(theme, "", "heading")
        self._rest = label(theme, "", "body", "text2")
        self._more = label(theme, "", "body", "text2")
        self._word = label(theme, "Sort", "small")
        self.sort = Segments(theme, "Sort", dict(SORTS))
        self.sort.chosen.connect(self.sort_chosen)
        self.ways = Segments(theme, "Choose flights", {"Pairs": False, "Slice by slice": True})
        self.ways.setToolTip("Out and back together, or one after the other (P)")
        self.ways.chosen.connect(lambda value: self.by_slice_chosen.emit(bool(value)))
        for button in self.sort.findChildren(QAbstractButton):
            button.setToolTip(plain_tip(_SORT_TIPS[button.text()]))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(0)
        row.addWidget(self._strong)
        row.addWidget(self._rest)
        row.addWidget(self._more)
        row.addStretch(1)
        row.addWidget(self.ways)
        row.addSpacing(12)
        row.addWidget(self._word)
        row.addSpacing(8)
        row.addWidget(self.sort)

    def say(self, strong: str, rest: str, more: str, *, has_ways: bool) -> None:
        """`more` is said only where there is room; a screen reader hears it always."""
        for part, text in ((self._strong, strong), (self._rest, rest), (self._more, more)):
            part.setText(text)
        self._rest.setVisible(bool(rest))
        self.setAccessibleName(strong + rest + more)
        self._has_ways = has_ways
        self._fit()

    def _fit(self) -> None:
        """The word Sort gives way first, then all but the number, at last the ways to choose: their key stays."""
        least = self._strong.sizeHint().width() + self.sort.sizeHint().width() + _SPACES
        self.ways.setVisible(self._has_ways and self.width() >= least + self.ways.sizeHint().width())
        self._word.setVisible(self.width() >= _TIGHT or not self._has_ways)
        taken = [one for one in (self._strong, self._rest, self.ways, self._word, self.sort) if not one.isHidden()]
        room = self.width() - sum(one.sizeHint().width() for one in taken) - _SPACES
        self._more.setVisible(self._more.sizeHint().width() <= room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settles.start()  # what is shown while a layout is at work sets it to work again


class StreamStrip(QFrame):
    """Who has answered and who is awaited, what has come meanwhile, and Stop."""

    stopped = Signal()
    merged = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("streamStrip")
        self.setFixedHeight(34)  # 32 and its two hairlines
        self._progress = PatientBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedSize(84, 4)
        self._progress.setAccessibleName("Sources that have answered")
        self._strong = label(theme, "", "small_strong")
        self._rest = label(theme, "", "small")
        self._chip = Button(theme, "", kind="chip_on", icon="arrow-up", key="N")
        self._chip.clicked.connect(self.merged)
        self._stop = Button(theme, "Stop", small=True)
        self._stop.clicked.connect(self.stopped)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(0)
        line.addWidget(self._progress)
        line.addSpacing(12)
        line.addWidget(self._strong)
        line.addWidget(self._rest, 1)
        line.addWidget(self._chip)
        line.addSpacing(8)
        line.addWidget(self._stop)

    def say(self, strong: str, rest: str) -> None:
        self._strong.setText(strong)
        self._rest.setText(rest)
        self._rest.setToolTip(plain_tip(strong + rest))
        self.setAccessibleName(strong + rest)

    def count(self, answered: int, sources: int, *, running: bool) -> None:
        self._progress.put(answered, max(sources, 1))
        self._stop.setVisible(running)

    def wait(self, offers: int) -> None:
        """So many have come and wait to be shown."""
        self._chip.say(words.count(offers, "new offer"))
        self._chip.setVisible(offers > 0)


class SlicePicks(QFrame):
    """The flights picked so far, each of which can be given back, and which one is to be chosen now."""

    given_back = Signal(int)  # the number of the slice that is to be chosen anew

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("slicePicks")
        self.setFixedHeight(36)
        self._chips: list[Chip] = []
        self._words = label(theme, "", "small")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._words)
        self._row.addStretch(1)
        self._back = QWidget()
        back = QHBoxLayout(self._back)
        back.setContentsMargins(0, 0, 0, 0)
        back.setSpacing(8)
        back.addWidget(KeyHint(theme, "←"))
        back.addWidget(label(theme, "Back", "small"))
        self._row.addWidget(self._back)

    def show_picks(self, picked: Sequence[Slice], of: int) -> None:
        """`picked` are the slices chosen of the `of` that the journey has."""
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for number, part in enumerate(picked):
            chip = Chip(self._theme, f"{way(number, of)} {_times(part)}", removable=True)
            chip.removed.connect(lambda number=number: self.given_back.emit(number))
            self._chips.append(chip)
            self._row.insertWidget(number, chip)
        self._back.setVisible(bool(picked))
        self._words.setText(asks(len(picked), of))
        self.setAccessibleName(self._words.text())


class ListFoot(QFrame):
    """The keys that save a click, and how to read the rows; what has no room is left out whole, the words first."""

    def __init__(self, theme: Theme, keys: Sequence[KeyHelp], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("listFoot")
        self.setFixedHeight(30)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(16)
        self._keys = [_key_and_words(theme, one) for one in keys]
        for one in self._keys:
            row.addWidget(one)
        row.addStretch(1)
        self._words = label(theme, "Times are local. Lines share one scale.", "small")
        row.addWidget(self._words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - 24
        for one in self._keys:
            room -= one.sizeHint().width() + 16
            one.setVisible(room >= 0)
        self._words.setVisible(self._words.sizeHint().width() <= room)


def _key_and_words(theme: Theme, one: KeyHelp) -> QWidget:
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(KeyHint(theme, one.keys))
    row.addWidget(label(theme, one.does, "small"))
    return both


def way(number: int, of: int) -> str:
    """'Out', 'Back', 'Flight 2'."""
    if of <= 2:
        return "Back" if number else "Out"
    return f"Flight {number + 1}"


def asks(picked: int, of: int) -> str:
    """What is to be chosen now, and what the prices stand for."""
    which = f"flight {way(picked, of).lower()}" if of == 2 else f"flight {picked + 1} of {of}"
    prices = "for the whole trip" if picked + 1 >= of else "the lowest of all trips that begin so"
    return f"Choose the {which}. Prices are {prices}."


def _times(part: Slice) -> str:
    codes = "/".join(flight.code for flight in part.flights)
    return (
        f"{words.clock(part.departs)} {part.origin.iata} – {words.clock(part.arrives)} {part.destination.iata}, {codes}"
    )
