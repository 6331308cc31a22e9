"""The trip beside every step: flights, fare, conditions, price, and the one deed that comes next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from agentdesk.travel.basket import lines
from agentdesk.travel.booking import draft_total
from agentdesk.travel.flow import is_sold
from agentdesk.travel.journeys import Flight, Layover, Slice, layovers
from agentdesk.travel.offers import Offer
from agentdesk.ui import words
from agentdesk.ui.book.page import Page
from agentdesk.ui.book.payment_parts import clear, price_words
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.widgets.buttons import Button, MoneyButton
from agentdesk.ui.widgets.countdown import Countdown
from agentdesk.ui.widgets.labels import hairline, label
from agentdesk.ui.widgets.scroll_pane import ScrollPane


class TripPanel(QFrame):
    """Shows the draft's offer, or the one the page points at; its foot never scrolls."""

    primary_pressed = Signal()

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tripPanel")
        self.setAccessibleName("Trip")
        self.setFixedWidth(280)
        self._tab = tab
        self._page: Page | None = None
        self._pointed: Offer | None = None
        self._shown: tuple[object, ...] = ()
        self._holds = Countdown(tab.theme, tab.now)
        self._body = QVBoxLayout()
        self._total = self._label("", "total")
        self._currency = self._label("", "caption", wraps=True)
        self._note = self._label("", "small", wraps=True)
        self._plain = Button(tab.theme, "", kind="primary", key="Ctrl Enter", big=True)
        self._money = MoneyButton(tab.theme, "", tab.draft.environment.world)
        for button in (self._plain, self._money):
            button.clicked.connect(self.primary_pressed)
        self._lay_out()

    def show_page(self, page: Page) -> None:
        self._page = page
        self._pointed = None
        self.refresh()

    def point_at(self, offer: object) -> None:
        """Show an offer the agent only looks at; None goes back to the draft's own."""
        self._pointed = offer if isinstance(offer, Offer) else None
        self.refresh()

    def refresh(self, _ready: bool = False) -> None:
        """Say again what is there now; the body is made anew only when the trip has changed."""
        draft = self._tab.draft
        offer = self._pointed or draft.offer
        state = (offer, draft.seats, draft.bags, is_sold(draft))
        if state != self._shown:
            self._shown = state
            self._fill(offer)
        self._foot(offer)

    # --- body

    def _fill(self, offer: Offer | None) -> None:
        clear(self._body)
        self._holds.setVisible(offer is not None and not is_sold(self._tab.draft))
        if offer is None:
            self._body.addWidget(self._label("The flights you choose stand here.", "small", wraps=True))
            self._body.addStretch(1)
            return
        self._holds.count_to(offer.expires_at, before="Price holds", passed="Price ended")
        for slice_ in offer.slices:
            self._add_slice(slice_)
        self._add_line()
        self._add_fare(offer)
        self._add_line()
        for line in lines(offer, self._tab.draft if self._pointed is None else None):
            self._add_price(price_words(line.what, line.quantity, offer), words.money(line.amount))
        self._body.addStretch(1)

    def _add_slice(self, slice_: Slice) -> None:
        stops = "direct" if slice_.stop_count == 0 else words.count(slice_.stop_count, "stop")
        head = QHBoxLayout()
        head.addWidget(self._label(words.day(slice_.departs.date()), "body_strong"))
        head.addStretch(1)
        head.addWidget(self._label(stops, "caption"))
        self._body.addLayout(head)
        waits: tuple[Layover | None, ...] = (*layovers(slice_), None)
        for flight, wait in zip(slice_.flights, waits, strict=True):
            self._add_flight(flight, slice_)
            if wait is not None:
                self._body.addWidget(self._label(words.layover(wait), "small", wraps=True))

    def _add_flight(self, flight: Flight, slice_: Slice) -> None:
        self._body.addLayout(
            self._at(words.clock(flight.departs), words.airport(flight.origin, flight.origin_terminal))
        )
        detail = ", ".join(part for part in (words.duration(flight.duration), flight.code, flight.aircraft) if part)
        self._body.addLayout(self._at("", detail, small=True))
        if flight.is_codeshare:
            self._body.addLayout(self._at("", f"Operated by {flight.operating.name}", small=True))
        days = (flight.arrives.date() - slice_.departs.date()).days
        changed = f"  {words.day_change(days)} {words.day(flight.arrives.date())}" if days else ""
        arrival = words.airport(flight.destination, flight.destination_terminal) + changed
        self._body.addLayout(self._at(words.clock(flight.arrives), arrival))

    def _add_fare(self, offer: Offer) -> None:
        brand = offer.fare_brand or "Fare"
        cabins = dict.fromkeys(
            words.cabin(one.cabin_class)
            for part in offer.slices
            for segment in part.segments
            for one in segment.passengers
        )
        self._body.addWidget(self._label(f"{brand}  {', '.join(cabins)}", "body_strong", wraps=True))
        said = [
            words.bags(offer),
            words.condition(offer.change, "change"),
            words.condition(offer.refund, "refund"),
            "" if is_sold(self._tab.draft) else words.hold(offer.terms),
        ]
        for line in said:
            if line:
                self._body.addWidget(self._label(line, "small", wraps=True))

    def _add_price(self, text: str, amount: str) -> None:
        row = QHBoxLayout()
        row.addWidget(self._label(text, "small", wraps=True), 1)
        row.addWidget(self._label(amount, "small"), 0, Qt.AlignmentFlag.AlignTop)
        self._body.addLayout(row)

    def _add_line(self) -> None:
        self._body.addSpacing(6)
        self._body.addWidget(hairline())
        self._body.addSpacing(6)

    def _at(self, time: str, text: str, *, small: bool = False) -> QHBoxLayout:
        """A time and what happens then, in two columns."""
        row = QHBoxLayout()
        row.setSpacing(8)
        left = self._label(time, "body_strong")
        left.setFixedWidth(38)
        row.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label(text, "small" if small else "body", wraps=True), 1)
        return row

    def _label(self, text: str, face: str, *, wraps: bool = False) -> QLabel:
        return label(self._tab.theme, text, face, wraps=wraps)

    # --- foot

    def _foot(self, offer: Offer | None) -> None:
        page = self._page
        total = offer.total if self._pointed is not None and offer is not None else draft_total(self._tab.draft)
        self._total.setText(words.money(total) if total is not None else "")
        self._currency.setText(f"{total.currency}, all taxes included" if total is not None else "")
        if page is None:
            return
        missing, text, spends = page.missing(), page.primary_text(), page.primary_spends()
        self._note.setText(missing or page.note())
        self._note.setProperty("kind", "missing" if missing else "")
        for button, wanted in ((self._plain, not spends), (self._money, spends)):
            button.setVisible(wanted and bool(text))
            button.say(text)
            button.setEnabled(not missing)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        inside = QWidget()
        inside.setLayout(self._body)
        self._body.setContentsMargins(14, 12, 14, 12)
        self._body.setSpacing(4)
        scroll = ScrollPane(sideways=False)
        scroll.setObjectName("tripScroll")
        scroll.setAccessibleName("Trip details")
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # its middle is read by the keyboard too
        scroll.setWidget(inside)
        column.addWidget(scroll, 1)
        column.addWidget(self._make_foot())

    def _head(self) -> QFrame:
        head = QFrame()
        head.setObjectName("panelHead")
        head.setFixedHeight(44)
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 0, 14, 0)
        row.addWidget(self._label("Trip", "heading"))
        row.addStretch(1)
        row.addWidget(self._holds)
        return head

    def _make_foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("panelFoot")
        column = QVBoxLayout(foot)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        row = QHBoxLayout()
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._label("Total", "body_strong"))
        left.addWidget(self._currency)
        row.addLayout(left, 1)
        row.addWidget(self._total)
        column.addLayout(row)
        column.addWidget(self._note)
        column.addWidget(self._plain)
        column.addWidget(self._money)
        return foot
