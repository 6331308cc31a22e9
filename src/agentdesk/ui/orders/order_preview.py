"""The order beside the list, in a wide window: what has to be done, flights, people, history and money."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.environment import World
from agentdesk.travel.journeys import Slice, layovers
from agentdesk.travel.order_events import OrderEvent
from agentdesk.travel.order_views import OrderRow
from agentdesk.travel.orders import Order, OrderStatus, status
from agentdesk.travel.timeline import place, scale
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.orders.history_words import tell
from agentdesk.ui.orders.order_words import state_of, until_words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.badge import Badge
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button, MoneyButton
from agentdesk.ui.widgets.countdown import time_left
from agentdesk.ui.widgets.elided import Elided
from agentdesk.ui.widgets.journey_line import paint_line
from agentdesk.ui.widgets.labels import hairline, label
from agentdesk.ui.widgets.scroll_pane import ScrollPane

WIDTH = 360
_LINE, _EVENTS, _WHEN = 328, 8, 66  # pixels of a line; events shown; pixels of their times
_UNPAID = (OrderStatus.HELD, OrderStatus.OVERDUE)


class OrderPreview(QFrame):
    """Says `opened` with the record, `pays` when it shall be opened at its payment."""

    opened = Signal(object)
    pays = Signal(object)

    def __init__(self, theme: Theme, world: World, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("orderPreview")
        self.setAccessibleName("The order in short")
        self.setFixedWidth(WIDTH)
        self._theme, self._world, self._now = theme, world, now
        self._record: OrderRecord | None = None
        self._row: OrderRow | None = None
        self._events: tuple[OrderEvent, ...] = ()
        self._reference = label(theme, "", "reference")
        self._badge = Badge(theme)
        self._who = label(theme, "", "body", "text2", wraps=True)
        self._banner = Banner(theme)
        self._body = QVBoxLayout()
        self._total = label(theme, "", "total")
        self._what = label(theme, "Total", "heading")
        self._open = Button(theme, "Open", key="Enter")
        self._open.setAccessibleName("Open this order")
        self._open.clicked.connect(lambda: self.opened.emit(self._record))
        mark = "" if world is World.LIVE else f" ({world})"
        self._pay = MoneyButton(theme, f"Pay{mark}…", world, big=False)
        self._pay.setToolTip("The order at its payment; nothing is paid yet (P)")
        self._pay.clicked.connect(lambda: self.pays.emit(self._record))
        self._mark = mark
        self._lay_out()
        self.show_nothing()

    @property
    def order_id(self) -> str:
        return self._record.order.id if self._record is not None else ""

    def show_nothing(self) -> None:
        """No order is current, or nobody knows its order yet."""
        self._record = self._row = None
        self._inside.hide()
        self._foot.hide()

    def show_record(self, record: OrderRecord, row: OrderRow, events: Sequence[OrderEvent] = ()) -> None:
        if (record, row, tuple(events)) == (self._record, self._row, self._events) and self._inside.isVisible():
            return
        self._record, self._row, self._events = record, row, tuple(events)
        order, now = record.order, self._now()
        self._reference.setText(order.reference)
        self._badge.say(*state_of(row))
        self._who.setText(f"{_people(order)}. {order.owner.name}")
        self._show_next(row, order, now)
        clear(self._body)
        for part in self._parts(order, now):
            self._body.addWidget(part)
        unpaid = status(order, now) in _UNPAID
        self._what.setText("To pay" if unpaid else "Total")
        self._total.setText(words.money(order.total))
        self._pay.setVisible(unpaid)
        self._pay.say(f"Pay {words.money(order.total)}{self._mark}…")
        self._inside.show()
        self._foot.show()

    def _show_next(self, row: OrderRow, order: Order, now: datetime) -> None:
        pay = order.payment
        if row.airline_changes and row.status is not OrderStatus.CANCELLED:
            self._banner.say("bad", f"{order.owner.name} changed the flights.", "Open it to see what is different.")
        elif row.status is OrderStatus.HELD and pay.pay_by is not None:
            kept = "Price kept until then." if (pay.price_held_until or now) >= pay.pay_by else "The price may rise."
            strong = f"Pay by {until_words(pay.pay_by, now)}, {time_left(pay.pay_by - now)}."
            self._banner.say("warn", strong, kept, icon="alarm-clock")
        elif row.status is OrderStatus.OVERDUE and pay.pay_by is not None:
            said = "The airline may let the seats go at any moment."
            self._banner.say("bad", f"Payment was due {until_words(pay.pay_by, now)}.", said, icon="alarm-clock-off")
        else:
            self._banner.hide()

    def _parts(self, order: Order, now: datetime) -> Iterator[QWidget]:
        per_minute = scale(order.slices, float(_LINE))
        for part in order.slices:
            yield _Way(self._theme, part, per_minute)
        yield hairline()
        yield _title(self._theme, "Passengers")
        for one in order.passengers:
            kind = words.passenger_kind(one.kind) if one.kind is not None else ""
            yield _line(self._theme, one.full_name, kind)
        if self._events:
            yield hairline()
            yield _title(self._theme, "History")
        for event in self._events[:_EVENTS]:
            yield _event(self._theme, event, order.owner.name, now)

    def _lay_out(self) -> None:
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(self._reference)
        head.addStretch(1)
        head.addWidget(self._badge)
        column.addLayout(head)
        column.addWidget(self._who)
        column.addWidget(self._banner)
        column.addWidget(hairline())
        self._body.setSpacing(8)
        column.addLayout(self._body)
        column.addStretch(1)
        self._foot = QFrame()
        self._foot.setObjectName("panelFoot")
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(10)
        money = QHBoxLayout()
        money.addWidget(self._what)
        money.addStretch(1)
        money.addWidget(self._total)
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        deeds.addWidget(self._open)
        deeds.addWidget(self._pay, 1)
        foot.addLayout(money)
        foot.addLayout(deeds)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(ScrollPane(self._inside, sideways=False), 1)
        whole.addWidget(self._foot)


class _Way(QWidget):
    """A slice: its day and duration, its line, and where it leaves and arrives."""

    def __init__(self, theme: Theme, part: Slice, per_minute: float) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        waits = layovers(part)
        stops = words.count(len(waits), "stop") if waits else "direct"
        took = words.duration(part.elapsed)
        column.addLayout(_pair(theme, words.day(part.departs.date()), f"{stops}, {took}" if took else stops))
        column.addWidget(_Line(theme, part, per_minute))
        days = (part.arrives.date() - part.departs.date()).days
        over = ", ".join(f"{one.airport.iata} {words.duration(one.duration)}" for one in waits)
        row = QHBoxLayout()
        row.addWidget(label(theme, f"{words.clock(part.departs)} {part.origin.iata}", "body_strong"))
        row.addStretch(1)
        middle = Elided(theme, "small", "text2")
        middle.say(over)
        row.addWidget(middle)
        row.addStretch(1)
        change = f" {words.day_change(days)}" if days else ""
        row.addWidget(label(theme, f"{words.clock(part.arrives)}{change} {part.destination.iata}", "body_strong"))
        column.addLayout(row)


class _Line(QWidget):
    def __init__(self, theme: Theme, part: Slice, per_minute: float) -> None:
        super().__init__()
        self._theme, self._parts = theme, place(part, per_minute, float(_LINE))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(_LINE, 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_line(QPainter(self), self._theme, self._parts, 0.0, 9.0)


def _people(order: Order) -> str:
    """'Lindqvist, Elsa and Jonas'; whoever has another family name is named in full."""
    first = order.passengers[0]
    others = [one.given_name if one.family_name == first.family_name else one.full_name for one in order.passengers[1:]]
    given = ", ".join([first.given_name, *others[:-1]])
    said = ", ".join(name for name in (first.family_name, given) if name)
    return f"{said} and {others[-1]}" if others else said


def _pair(theme: Theme, strong: str, quiet: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(label(theme, strong, "body_strong"))
    row.addStretch(1)
    row.addWidget(label(theme, quiet, "small", "text2"))
    return row


def _title(theme: Theme, text: str) -> QWidget:
    return label(theme, text, "small_strong", "text2")


def _line(theme: Theme, left: str, right: str) -> QWidget:
    inside = QWidget()
    row = QHBoxLayout(inside)
    row.setContentsMargins(0, 0, 0, 0)
    name = Elided(theme, "body", "text")
    name.say(left)
    row.addWidget(name, 1)
    row.addWidget(label(theme, right, "small", "text2"))
    return inside


def _event(theme: Theme, event: OrderEvent, airline: str, now: datetime) -> QWidget:
    """'09:12', or 'Fri 16:02', or '12 Oct', and what happened."""
    inside = QWidget()
    row = QHBoxLayout(inside)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    local = event.at.astimezone()
    days = (now.astimezone().date() - local.date()).days
    week = f"{words.weekday(local.date())} {words.clock(local)}"
    when = words.clock(local) if not days else week if 0 < days < 7 else words.short_day(local.date())
    at = label(theme, when, "small", "text2")
    at.setFixedWidth(_WHEN)
    row.addWidget(at, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(theme, tell(event, airline).text, "small", "text", wraps=True), 1)
    return inside
