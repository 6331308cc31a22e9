"""What stands on the page of seats, and where: who sits, the cabin, the bar of the current seat, bags."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from agentdesk.travel.journeys import Segment
from agentdesk.travel.seats import CabinMap
from agentdesk.ui import words
from agentdesk.ui.book.bags_card import BagsCard
from agentdesk.ui.book.seats_bar import SeatBar
from agentdesk.ui.book.seats_cabin import CabinPane
from agentdesk.ui.book.seats_matrix import SeatMatrix
from agentdesk.ui.book.seats_words import route
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.empty_state import EmptyState
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.progress import Running
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from agentdesk.ui.widgets.segments import Segments
from agentdesk.ui.widgets.tips import plain_tip

_WIDEST = 1500  # pixels
_HINTS_FROM = 600
_AROUND = 90  # pixels of the cabin that stay in sight around the current seat: the party sits there
_HINTS = (("← →", "Row"), ("↑ ↓", "Seat"), ("Tab", "Next passenger"), ("PgDn", "Next flight"),
          ("W A", "Window, aisle"), ("Del", "Give back"))  # fmt: skip
_DECKS = {0: "Main deck", 1: "Upper deck"}


class SeatsFrame(QObject):
    """The parts of the page. The bar stands below what scrolls, so a price is always seen before the pick."""

    deck_chosen = Signal(object)  # its number
    next_flight = Signal()
    again = Signal()  # what could not be read is wanted once more

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(page)
        self._theme = theme
        self.banner = Banner(theme)
        self.running = Running(theme)
        self.matrix = SeatMatrix(theme)
        self.together = Button(theme, "Seat together", icon="users", key="T")
        self.together.setToolTip("Seat the party together at the lowest price on all flights (T), or closest (Shift+T)")
        self.copy = Button(theme, "Copy to next flight", key="C")
        self.copy.setToolTip("The same seats, or the nearest that are equal (C)")
        self.back = Button(theme, "Undo", icon="undo-2")
        self.back.setToolTip("Undo the last pick (Ctrl+Z)")
        self.back.setEnabled(False)
        self.pane = CabinPane(theme)
        self.bar = SeatBar(theme)
        self.bags = BagsCard(theme)
        self._title = label(theme, "", "heading")
        self._detail = _Detail(theme)
        self._none = EmptyState(theme)
        self._none.setObjectName("card")
        self._decks: Segments | None = None
        self._foot = QWidget()
        self._head = QWidget()
        self._lay_out(page)
        self._show_cabin(False)
        self._none.hide()

    # --- states

    def say_reading(self) -> None:
        self._show_cabin(False)
        self._none.hide()
        self.running.say("Asking the airline for its seats")

    def say_failed(self) -> None:
        self.running.done()
        self._show_cabin(False)

    def say_trouble(self, icon: str, kind: str, title: str, text: str) -> None:
        """Why there is no cabin, where it would stand, and another try."""
        self.say_failed()
        again = Button(self._theme, "Try again", kind="primary", icon="refresh-cw")
        again.clicked.connect(self.again)
        self._none.say(icon, title, text, [again], role=kind)
        self._none.show()

    def say_no_map(self, segment: Segment, *, is_last: bool, none_at_all: bool) -> None:
        """No seats for this flight: why that is no harm, and the way on."""
        self.running.done()
        self._show_cabin(False)
        where = "these flights" if none_at_all else f"{segment.flight.code}, {route(segment)}"
        text = "It gives them out at check-in. The trip can be booked without seats, and bags can be added here."
        buttons = []
        if not is_last and not none_at_all:
            on = Button(self._theme, "Next flight", key="PgDn")
            on.clicked.connect(self.next_flight)
            buttons.append(on)
        self._none.say("info", f"The airline shows no seats for {where}.", text, buttons)
        self._none.show()

    def show_flight(self, segment: Segment, cabins: Sequence[CabinMap], deck: int, *, is_last: bool) -> None:
        self.running.done()
        self._none.hide()
        flight = segment.flight
        self._title.setText(f"{flight.code}, {flight.origin.iata} to {flight.destination.iata}")
        cabin = cabins[deck]
        numbers = [row.number for row in cabin.rows if row.number]
        rows = f"rows {numbers[0]} to {numbers[-1]}" if numbers else ""
        kind = words.cabin(cabin.cabin_class).lower() if cabin.cabin_class else ""
        self._detail.setText(", ".join(part for part in (flight.aircraft, kind, rows) if part))
        self._detail.setToolTip(plain_tip(self._detail.text()))
        self.copy.setVisible(not is_last)
        self._show_decks(cabins, deck)
        self._show_cabin(True)

    def fit(self, height: int) -> None:
        """In a low window the cabin needs the line of keys more; F1 has them all."""
        self._keys.setVisible(height >= _HINTS_FROM)

    def see_current(self, *_range: int) -> None:
        """Scroll the page to the current seat where the keyboard is in the map."""
        button, inside = self.pane.map.current_button, self._outer.widget()
        if button is not None and button.hasFocus() and inside is not None:
            spot = button.mapTo(inside, button.rect().center())
            self._outer.ensureVisible(spot.x(), spot.y(), 0, _AROUND)

    def _show_cabin(self, there: bool) -> None:
        for one in (self._head, self.pane, self._foot):
            one.setVisible(there)

    def _show_decks(self, cabins: Sequence[CabinMap], deck: int) -> None:
        """The switch stays the same widget while the cabins are called the same."""
        called = _deck_words(cabins)
        if self._decks is not None and (len(cabins) < 2 or self._decks.property("called") != called):
            self._decks.hide()
            self._decks.deleteLater()
            self._decks = None
        if len(cabins) > 1 and self._decks is None:
            self._decks = Segments(self._theme, "Deck", {name: number for number, name in enumerate(called)})
            self._decks.setProperty("called", called)
            self._decks.chosen.connect(self.deck_chosen)
            self._line.insertWidget(0, self._decks)
        if self._decks is not None:
            self._decks.put(deck)
            self._decks.show()

    # --- layout

    def _lay_out(self, page: QWidget) -> None:
        self._line = QHBoxLayout(self._head)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        self._line.addWidget(self._title)
        self._line.addWidget(self._detail, 1)
        for button in (self.together, self.copy, self.back):
            self._line.addWidget(button)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(8)
        for part in (self.matrix, self.running, self._head, self._none):
            column.addLayout(_at_most(part))
        column.addWidget(self.pane)  # a cabin takes what room there is
        column.addLayout(_at_most(self.bags))
        column.addStretch(1)
        self._outer = ScrollPane(inside)
        self._outer.verticalScrollBar().rangeChanged.connect(self.see_current)  # a banner may have taken room
        said = QWidget()  # below the cabin, so that nothing moves under the keyboard
        told = QVBoxLayout(said)
        told.setContentsMargins(16, 0, 16, 0)
        told.addWidget(self.banner)
        told.addSpacing(8)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._outer, 1)
        whole.addWidget(said)
        whole.addWidget(self._foot)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(16, 0, 16, 10)
        foot.setSpacing(8)
        foot.addWidget(self.bar)
        self._keys = self._hints()
        foot.addWidget(self._keys)
        for part in (said, self._foot):
            part.setMaximumWidth(_WIDEST + 32)

    def _hints(self) -> QWidget:
        hints = QWidget()
        row = QHBoxLayout(hints)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for key, does in _HINTS:
            row.addWidget(KeyHint(self._theme, key))
            row.addWidget(label(self._theme, does, "small"))
            row.addSpacing(10)
        row.addStretch(1)
        hints.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return hints


def _at_most(part: QWidget) -> QHBoxLayout:
    """The part at the left, no wider than what is read at a glance."""
    part.setMaximumWidth(_WIDEST)
    line = QHBoxLayout()
    line.addWidget(part, _WIDEST)
    line.addStretch(1)
    return line


class _Detail(QLabel):
    """Aircraft, class and rows: gives way to the buttons beside it, and is whole in its tool tip."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFont(theme.font("body"))
        self.setProperty("role", "text2")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)


def _deck_words(cabins: Sequence[CabinMap]) -> list[str]:
    """'Main deck', 'Upper deck'; with the class where one deck has several cabins."""
    decks = [one.deck for one in cabins]
    if len(set(decks)) == len(decks):
        return [_DECKS.get(one, f"Deck {one + 1}") for one in decks]
    named = [_DECKS.get(one, f"Deck {one + 1}") for one in decks]
    called = [f"{deck}, {words.cabin(one.cabin_class).lower()}" for deck, one in zip(named, cabins, strict=True)]
    return [name if called.count(name) == 1 else f"{name} {number + 1}" for number, name in enumerate(called)]
