"""Beside the search: the trip asked for so far, dates that can be typed, and how the month stands."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.desk.search_budget import FREE_PER_BOOKING, SearchBudget
from agentdesk.travel.dates import read
from agentdesk.travel.search import LegForm, SearchForm
from agentdesk.travel.search_rules import legs_asked
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.labels import hairline, label

_EXAMPLES = ("12dec", "12/12", "+14", "next fri")
_DAY, _TYPED = 88, 80  # pixels of the first columns


class SearchAside(QWidget):
    """Made anew when the form changes; it takes no keyboard."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("The search so far")
        self._trip = QVBoxLayout()
        self._trip.setSpacing(6)
        self._dates = QGridLayout()
        self._dates.setVerticalSpacing(4)
        self._month = QVBoxLayout()
        self._month.setSpacing(2)
        self._shown: tuple[object, ...] = ()
        self._today: date | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(12)
        for part in (self._trip, self._dates, self._month):
            padded = QVBoxLayout()
            padded.setContentsMargins(14, 0, 14, 0)
            padded.addLayout(part)
            column.addLayout(padded)
            if part is not self._month:
                column.addWidget(hairline())
        column.addStretch(1)

    def show_form(self, form: SearchForm, days: Sequence[date | None], today: date) -> None:
        """Each flight with its day, then who flies and how."""
        if (form, tuple(days)) != self._shown:
            self._shown = (form, tuple(days))
            clear(self._trip)
            for leg, day in zip(legs_asked(form), days, strict=True):
                self._trip.addLayout(self._flight(leg, day))
            self._trip.addWidget(label(self._theme, _how(form), "small", wraps=True))
        if today != self._today:
            self._today = today
            self._show_examples(today)

    def show_budget(self, budget: SearchBudget) -> None:
        clear(self._month)
        self._month.addWidget(label(self._theme, "This month", "small_strong", "text"))
        row = QHBoxLayout()
        ratio = f"{budget.per_booking:,} : 1" if budget.per_booking is not None else "none booked"
        row.addWidget(label(self._theme, "Searches per booking", "small"), 1)
        row.addWidget(label(self._theme, ratio, "small", "warn" if budget.wants_a_look else "text"))
        self._month.addLayout(row)
        said = f"Free up to {FREE_PER_BOOKING:,} : 1, {budget.left:,} left"
        self._month.addWidget(label(self._theme, said, "small"))

    def _flight(self, leg: LegForm, day: date | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        when = label(self._theme, words.day(day, self._today) if day else "…", "body_strong")
        when.setFixedWidth(_DAY)
        row.addWidget(when)
        row.addWidget(label(self._theme, f"{leg.origin_code or '…'} – {leg.destination_code or '…'}", "body"), 1)
        return row

    def _show_examples(self, today: date) -> None:
        clear(self._dates)
        self._dates.addWidget(label(self._theme, "Dates you can type", "small_strong", "text"), 0, 0, 1, 2)
        meanings = [_meaning(typed, today) for typed in _EXAMPLES]
        for number, (typed, means) in enumerate(
            (*zip(_EXAMPLES, meanings, strict=True), ("+7", "after the date above")), 1
        ):
            example = label(self._theme, typed, "entry", "text2")
            example.setMinimumWidth(_TYPED)
            self._dates.addWidget(example, number, 0, Qt.AlignmentFlag.AlignLeft)
            self._dates.addWidget(label(self._theme, means, "small"), number, 1)
        self._dates.setColumnStretch(1, 1)


def _meaning(typed: str, today: date) -> str:
    found = read(typed, today)
    if not isinstance(found, date):  # 12 December may be just gone
        return "the 12th of December"
    if typed.startswith("+"):
        return words.days_ahead((found - today).days)
    return words.day(found, today)


def _how(form: SearchForm) -> str:
    """'2 adults, 1 child (7), economy, at most 1 stop'."""
    cabin = words.cabin(form.cabin.value).lower() if form.cabin else "any cabin"
    most = form.max_connections if form.max_connections is not None else 1
    stops = "direct" if most == 0 else f"at most {words.count(most, 'stop')}"
    ages = tuple(age.strip() for age in form.child_ages)
    return f"{words.party_asked(form.adults, ages, form.infants)}, {cabin}, {stops}"
