"""What was searched lately, in rows that run it again."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.desk.ports import RecentSearch
from agentdesk.travel.search import Search, TripKind
from agentdesk.travel.search_rules import kind_of
from agentdesk.ui import words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import card, label
from agentdesk.ui.widgets.tips import plain_tip

SHOWN = 4
_ROW, _PADDING, _WHEN, _PRICE = 32, 13, 92, 92
# Where each column begins, in hundredths of what the number, the time and the price leave.
_ROUTE, _DATES, _PEOPLE, _CABIN = 0, 30, 50, 70


class SearchRecent(QWidget):
    """At most four rows, newest first; `again` says the search of the row that was pressed, or Alt+1 to Alt+4."""

    again = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[_Row] = []
        self._card = card()
        self._inside = QVBoxLayout(self._card)
        self._inside.setContentsMargins(1, 1, 1, 1)
        self._inside.setSpacing(0)
        self._lay_out()
        self.hide()

    def show_searches(self, recent: Sequence[RecentSearch], now: datetime) -> None:
        """Made anew only when they have changed: the keyboard may stand on one of them."""
        if [row.recent for row in self._rows] == list(recent[:SHOWN]):
            return
        for row in self._rows:
            self._inside.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [_Row(self._theme, number, one, now) for number, one in enumerate(recent[:SHOWN], 1)]
        for row in self._rows:
            self._inside.addWidget(row)
            row.clicked.connect(lambda _on=False, row=row: self.again.emit(row.recent.search))
        self.setVisible(bool(self._rows))

    def press(self, number: int) -> None:
        """Run the row of that number, if there is one."""
        if number <= len(self._rows):
            self._rows[number - 1].click()

    @property
    def rows(self) -> tuple[QWidget, ...]:
        """For the order of Tab."""
        return tuple(self._rows)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(label(self._theme, "Recent searches", "body_strong"))
        head.addStretch(1)
        for part in ("Alt 1", "to", "Alt 4", "run again"):
            is_key = part.startswith("Alt")
            head.addWidget(KeyHint(self._theme, part, self) if is_key else label(self._theme, part, "small"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._card)


class _Row(Button):
    """Painted in columns; its name says them all."""

    def __init__(self, theme: Theme, number: int, recent: RecentSearch, now: datetime) -> None:
        self.recent = recent
        self._number = number
        self._parts = (route(recent.search), dates(recent.search), people(recent.search), how(recent.search))
        self._when = when(recent.at, now)
        self._price = words.money(recent.cheapest) if recent.cheapest is not None else ""
        super().__init__(theme, f"{self._parts[0]}, {self._parts[1]}", kind="row", name=in_words(recent.search))
        told = f", from {self._price} then" if self._price else ""
        self.setAccessibleDescription(f"Asked {self._when}{told}")
        self.setToolTip(plain_tip(f"{in_words(recent.search)}{told} (Alt+{number})"))
        self.setFixedHeight(_ROW + 1)

    def sizeHint(self) -> QSize:
        return QSize(300, _ROW + 1)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._number > 1:
            QPainter(self).fillRect(QRect(QPoint(0, 0), QSize(self.width(), 1)), self.theme.colour("line"))

    def _paint_line(self, painter: QPainter) -> None:
        theme, middle = self.theme, Qt.AlignmentFlag.AlignVCenter
        tall = self.height()
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text3"))
        painter.drawText(QRect(_PADDING, 0, 16, tall), middle, str(self._number))
        right = self.width() - _PADDING
        painter.drawText(QRect(right - _PRICE - _WHEN, 0, _WHEN, tall), middle, self._when)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        painter.drawText(QRect(right - _PRICE, 0, _PRICE, tall), middle | Qt.AlignmentFlag.AlignRight, self._price)
        left = _PADDING + 20
        room = right - _PRICE - _WHEN - left
        starts = [left + room * part // 100 for part in (_ROUTE, _DATES, _PEOPLE, _CABIN)] + [left + room]
        for place, text in enumerate(self._parts):
            painter.setFont(theme.font("body"))
            painter.setPen(theme.colour("text" if place == 0 else "text2"))
            box = QRect(starts[place], 0, starts[place + 1] - starts[place] - 8, tall)
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, middle, cut)


def route(search: Search) -> str:
    """'LHR – JFK', 'MAN – AMS – GVA – MAN'; a return names both ends once."""
    legs = search.legs[:1] if kind_of(search.legs) is TripKind.RETURN else search.legs
    stops = [legs[0].origin.iata]
    for leg in legs:
        stops += [leg.destination.iata] if leg.origin.iata == stops[-1] else [leg.origin.iata, leg.destination.iata]
    return " – ".join(stops)


def dates(search: Search) -> str:
    """'12–19 Dec', '28 Dec – 4 Jan', '3, 5, 9 Dec'."""
    days = [leg.date for leg in search.legs]
    if len(days) == 2 and kind_of(search.legs) is TripKind.RETURN:
        out, back = days
        return (
            f"{out.day}–{words.short_day(back)}"
            if _same_month(days)
            else f"{words.short_day(out)} – {words.short_day(back)}"
        )
    if len(days) > 1 and _same_month(days):
        return ", ".join(str(day.day) for day in days[:-1]) + f", {words.short_day(days[-1])}"
    return ", ".join(words.short_day(day) for day in days)


def _same_month(days: Sequence[date]) -> bool:
    return len({(day.year, day.month) for day in days}) == 1


def people(search: Search) -> str:
    """'2 ADT 1 CHD'."""
    party = search.party
    counts = ((party.adults, "ADT"), (len(party.child_ages), "CHD"), (party.infants, "INF"))
    return " ".join(f"{number} {word}" for number, word in counts if number)


def how(search: Search) -> str:
    """'Economy', 'Business, direct', 'Any cabin, 2 stops'."""
    cabin = words.cabin(search.cabin.value) if search.cabin else "Any cabin"
    return cabin + {0: ", direct", 2: ", 2 stops"}.get(
        search.max_connections if search.max_connections is not None else 1, ""
    )


def when(at: datetime, now: datetime) -> str:
    """'10:12' today, 'Fri 17:20' within six days, else '4 Nov'; in the agent's own time."""
    local, today = at.astimezone(), now.astimezone().date()
    if local.date() == today:
        return words.clock(local)
    if 0 < (today - local.date()).days <= 6:
        return f"{words.weekday(local.date())} {words.clock(local)}"
    return words.short_day(local.date())


def in_words(search: Search) -> str:
    """The search as a screen reader says it: 'LHR – JFK, 12 Dec to 19 Dec, 2 adults, 1 child (7), Economy'."""
    days = " to ".join(words.short_day(day) for day in (search.legs[0].date, search.legs[-1].date)[: len(search.legs)])
    party = search.party
    who = words.party_asked(party.adults, tuple(str(age) for age in party.child_ages), party.infants)
    return f"{route(search)}, {days}, {who}, {how(search)}"
