"""What stands at the foot of every step: the total, what is missing or happens, and the one deed that comes next."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel.environment import World
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Offer
from agentdesk.ui import words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button, MoneyButton
from agentdesk.ui.widgets.countdown import Countdown
from agentdesk.ui.widgets.elided import Elided
from agentdesk.ui.widgets.labels import IconLabel, label
from agentdesk.ui.widgets.tips import plain_tip

_BAR = 54  # pixels


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the foot says: the total so far, what bars the deed or happens next, and the deed."""

    offer: Offer | None = None
    total: Money | None = None
    missing: str = ""
    note: str = ""
    deed: str = ""
    spends: bool = False
    sold: bool = False

    @property
    def sentence(self) -> str:
        return self.missing or self.note


class Deed(QWidget):
    """The one filled button: blue, or in the colour of the environment when it spends money."""

    pressed = Signal()

    def __init__(self, theme: Theme, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plain = Button(theme, "", kind="primary", key="Ctrl Enter", big=True)
        self._money = MoneyButton(theme, "", world)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self._plain, self._money):
            button.hide()
            button.clicked.connect(self.pressed)
            row.addWidget(button)

    def show_outlook(self, outlook: Outlook) -> None:
        """Both words first, so that no button is ever seen with the old ones."""
        why = f"{outlook.deed} (Ctrl+Enter)" if not outlook.missing else outlook.missing
        for button, wanted in ((self._plain, not outlook.spends), (self._money, outlook.spends)):
            button.say(outlook.deed)
            button.setEnabled(not outlook.missing)
            button.setToolTip(plain_tip(why))
            button.setVisible(wanted and bool(outlook.deed))


class TripFoot(QFrame):
    """Total 22 px, one line that says what is missing or what happens, the deed over the full width."""

    def __init__(self, theme: Theme, deed: Deed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panelFoot")
        self._total = label(theme, "", "total")
        self._currency = label(theme, "", "caption", wraps=True)
        self._sign = IconLabel(theme, "circle-alert", 14, "warn")
        self._note = label(theme, "", "small", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        row = QHBoxLayout()
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(label(theme, "Total", "body_strong"))
        left.addWidget(self._currency)
        row.addLayout(left, 1)
        row.addWidget(self._total)
        column.addLayout(row)
        said = QHBoxLayout()
        said.setSpacing(6)
        said.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._note, 1)
        column.addLayout(said)
        column.addWidget(deed)

    def show_outlook(self, outlook: Outlook) -> None:
        total = outlook.total
        self._total.setText(words.money(total) if total is not None else "")
        self._currency.setText(f"{total.currency}, all taxes included" if total is not None else "")
        self._note.setText(outlook.sentence)
        self._sign.setVisible(bool(outlook.missing))


class TripBar(QFrame):
    """The trip in 54 pixels, where there is no room for the panel; the panel opens over the page from it."""

    wanted = Signal()

    def __init__(self, theme: Theme, holds: Countdown, deed: Deed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panelFoot")
        self.setAccessibleName("Trip")
        self.setFixedHeight(_BAR)
        self.button = Button(theme, "Trip", icon="panel-bottom-open", key="Ctrl B", name="Open the trip")
        self.button.setToolTip("Open the trip (Ctrl+B)")
        self.button.clicked.connect(self.wanted)
        self._what = Elided(theme, "body_strong", "text")
        self._more = Elided(theme, "small", "text2")
        self._clock = IconLabel(theme, "clock", 14)
        self._holds = holds
        self._total = label(theme, "", "total")
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addStretch(1)
        lines.addWidget(self._what)
        lines.addWidget(self._more)
        lines.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self.button)
        row.addLayout(lines, 1)
        holding = QHBoxLayout()
        holding.setSpacing(6)
        holding.addWidget(self._clock)
        holding.addWidget(holds)
        row.addLayout(holding)
        row.addWidget(self._total)
        row.addWidget(deed)

    def show_outlook(self, outlook: Outlook) -> None:
        offer = outlook.offer
        self._total.setText(words.money(outlook.total) if outlook.total is not None else "")
        self._clock.setVisible(offer is not None and not outlook.sold)
        self._what.say(trip_words(offer) if offer is not None else "No flights chosen yet")
        more = outlook.sentence or (when_words(offer, sold=outlook.sold) if offer is not None else "")
        self._more.say(more, "warn" if outlook.missing else "text2")


def trip_words(offer: Offer) -> str:
    """'ZZ 7967, ZZ 7968, Standard'."""
    flights = [flight.code for part in offer.slices for flight in part.flights]
    return ", ".join([*flights, *([offer.fare_brand] if offer.fare_brand else [])])


def when_words(offer: Offer, *, sold: bool = False) -> str:
    """'12–19 Dec, hold to Fri 27 Nov 12:00'; once it is sold the days alone."""
    if sold:
        return days_words([part.departs.date() for part in offer.slices])
    held = words.hold(offer.terms)
    return f"{days_words([part.departs.date() for part in offer.slices])}, {held[0].lower()}{held[1:]}"


def days_words(days: list[date]) -> str:
    """'12 Dec', '12–19 Dec', '28 Dec–4 Jan'."""
    first, last = days[0], days[-1]
    if first == last:
        return words.short_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{words.short_day(last)}"
    return f"{words.short_day(first)}–{words.short_day(last)}"
