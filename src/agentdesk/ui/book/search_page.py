"""The search: where, when, who; impossible input never leaves the page."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel import entries
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.search import Search, SearchForm, TripKind
from agentdesk.travel.search_rules import Problem, check, days_of, form_of, the_other_way
from agentdesk.travel.trip_forms import as_kind
from agentdesk.ui import words
from agentdesk.ui.book.page import KeyHelp, Page
from agentdesk.ui.book.search_aside import SearchAside
from agentdesk.ui.book.search_codes import SearchCodes
from agentdesk.ui.book.search_foot import SearchFoot
from agentdesk.ui.book.search_legs import SearchLegs
from agentdesk.ui.book.search_party import SearchParty
from agentdesk.ui.book.search_recent import SHOWN, SearchRecent
from agentdesk.ui.book.tab import Found, Tab
from agentdesk.ui.form_words import SEARCH_TROUBLE
from agentdesk.ui.widgets.labels import card, hairline, label
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from agentdesk.ui.widgets.segments import Segments

_KINDS = {"One way": TripKind.ONE_WAY, "Return": TripKind.RETURN, "Multi-city": TripKind.MULTI_CITY}
_WIDEST, _EDGE = 960, 20


class SearchPage(Page):
    """Folds each input into the draft's form; complete when the form makes a `Search`."""

    step = Step.SEARCH
    keys = (
        KeyHelp("↓", "Places asked for often"),
        KeyHelp("Tab", "Take the marked place"),
        KeyHelp("Alt+X", "Swap from and to"),
        KeyHelp("↑ ↓", "A day later, earlier"),
        KeyHelp("Ctrl+↑ ↓", "A week later, earlier"),
        KeyHelp("F4", "Calendar"),
        KeyHelp("Alt+O, R, M", "One way, return, multi"),
        KeyHelp("Alt+A", "Add a flight"),
        KeyHelp("Alt+Delete", "Take this flight out"),
        KeyHelp("Ctrl+Shift+↑ ↓", "Move this flight"),
        KeyHelp("Alt+1 ... 4", "A recent search again"),
        KeyHelp("Alt+C", "Copy this trip"),
        KeyHelp("Alt+B", "Back the other way"),
        KeyHelp("Alt+Shift+B", "Turn round in this tab"),
        KeyHelp("Alt+E", "Copy the entry"),
        KeyHelp("Ctrl+Enter", "Search"),
    )

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(tab, parent)
        theme = tab.theme
        self._touched: set[str] = set()
        self._stops: list[QWidget] = []
        self._kind = Segments(theme, "Trip", dict(_KINDS))
        self._kind.chosen.connect(self._kind_chosen)
        self._legs = SearchLegs(theme, tab.places)
        self._legs.changed.connect(self._fold)
        self._legs.touched.connect(self._touch)
        self._legs.wants.connect(self._put)
        self._codes = SearchCodes(theme)
        self._party = SearchParty(theme, self._codes.choices)
        self._party.changed.connect(self._fold)
        self._party.age_left.connect(lambda number: self._touch(f"child_ages.{number}"))
        self._codes.changed.connect(self._fold)
        self._codes.touched.connect(self._touch)
        self._trouble = label(theme, "", "small", "bad", wraps=True)
        self._foot = SearchFoot(theme)
        self._foot.entry_wanted.connect(self._copy_entry)
        self._foot.copy_wanted.connect(self._copy_trip)
        self._foot.back_wanted.connect(self._back_in_tab)
        self._aside = SearchAside(theme, self)
        self._aside.hide()  # until the trip panel takes it
        self._recent = SearchRecent(theme)
        self._recent.again.connect(self._again)
        self._lay_out()
        self._add_keys()

    # --- the page

    def enter(self) -> None:
        self._show(self.tab.draft.form)
        self._legs.first_gap(self._problems()).setFocus(Qt.FocusReason.OtherFocusReason)
        self.tab.errands.run(self._read_recent(), replacing="recent searches")

    def missing(self) -> str:
        problems = self._problems()
        if not problems:
            return ""
        if len(problems) > 1:
            return f"{words.count(len(problems), 'thing')} to complete"
        return f"{_field_word(problems[0].field)}: {SEARCH_TROUBLE[problems[0].why].lower()}"

    def primary_text(self) -> str:
        return "Search"

    def note(self) -> str:
        return "Asks all airlines at once"

    def aside(self) -> QWidget | None:
        return self._aside

    def go_on(self) -> None:
        search = self._checked()
        if isinstance(search, Search):
            self._search_for(search)

    # --- folding

    def _checked(self) -> Search | tuple[Problem, ...]:
        return check(self.tab.draft.form, self._today(), self.tab.places)

    def _problems(self) -> tuple[Problem, ...]:
        checked = self._checked()
        return () if isinstance(checked, Search) else checked

    def _today(self) -> date:
        return self.tab.now().astimezone().date()

    def _search_for(self, search: Search) -> None:
        """A new search forgets the offers of the old one; the passengers are kept."""
        self.tab.found = Found()
        self.tab.seat_maps = None
        self.tab.fold(replace(self.tab.draft, search=search, offer_request_id="", offer=None, seats=(), bags=()))
        self.goes_on.emit(Step.OFFERS)

    def _fold(self) -> None:
        form = self.tab.draft.form
        self._fold_form(
            replace(
                form,
                legs=self._legs.typed(),
                adults=self._party.adults.value,
                child_ages=self._party.ages,
                infants=self._party.infants.value,
                cabin=self._codes.cabin,
                max_connections=self._codes.stops,
                corporate=self._codes.corporate,
                accounts=self._codes.accounts,
            )
        )
        self._legs.follow(self.tab.draft.form)
        self._order()
        self._judge()

    def _fold_form(self, form: SearchForm) -> None:
        self.tab.fold(replace(self.tab.draft, form=form))

    def _put(self, form: object) -> None:
        """Another form altogether: fold and show it."""
        assert isinstance(form, SearchForm)
        self._fold_form(form)
        self._show(form)

    def _kind_chosen(self, kind: object) -> None:
        assert isinstance(kind, TripKind)
        self._put(as_kind(self.tab.draft.form, kind))

    # --- showing

    def _show(self, form: SearchForm) -> None:
        self._kind.put(form.kind)
        self._legs.show_form(form)
        self._party.show_form(form)
        self._codes.show_form(form)
        self._order()
        self._judge()

    def _order(self) -> None:
        """Tab goes through the page as the eye does, whatever was made when."""
        parts = (self._legs.stops, self._party.stops, self._codes.stops_of_tab, self._foot.stops, self._recent.rows)
        stops = [stop for part in parts for stop in part]
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    def _touch(self, field: str) -> None:
        self._touched.add(field)
        self._judge()

    def _judge(self) -> None:
        """Say what is wrong at the fields that have been left, and what the whole would be as an entry."""
        checked = self._checked()
        problems = () if isinstance(checked, Search) else checked
        seen = {one.field: one for one in problems if one.field in self._touched or one.why != "missing"}
        self._show_days()
        self._legs.show_problems(seen)
        said = {path: SEARCH_TROUBLE[one.why] for path, one in seen.items()}
        ages = range(len(self._party.ages))
        self._party.show_problems({n: said[f"child_ages.{n}"] for n in ages if f"child_ages.{n}" in said})
        self._party.say(said.get("adults", ""), said.get("infants", ""))
        self._codes.show_problems(said)
        self._trouble.setText(said.get("legs", ""))
        self._trouble.setVisible("legs" in said)
        self._foot.show_entry(entries.write(checked) if isinstance(checked, Search) else "", self.missing())
        self.ready.emit(not problems)

    def _show_days(self) -> None:
        today = self._today()
        days = [found if isinstance(found, date) else None for found in days_of(self.tab.draft.form, today)]
        self._legs.show_days(days, today)
        self._aside.show_form(self.tab.draft.form, days, today)

    # --- recent searches, other tabs

    async def _read_recent(self) -> None:
        lately = await self.tab.desk.searching.lately()
        self._legs.learn([one.search for one in lately])
        self._recent.show_searches(lately, self.tab.now())
        self._aside.show_budget(await self.tab.desk.searching.budget())
        self._order()

    def _again(self, search: object) -> None:
        assert isinstance(search, Search)
        self._touched.clear()
        self._put(form_of(search))
        self.go_on()

    def _copy_trip(self) -> None:
        self._open_tab(self.tab.draft.form)

    def _back_in_tab(self) -> None:
        self._open_tab(the_other_way(self.tab.draft.form))

    def _open_tab(self, form: SearchForm) -> None:
        """The trip in a tab of its own, with nobody's names in it."""
        desk = self.tab.desk
        self.tab.wants_tab.emit(Draft(id=desk.new_id(), environment=desk.environment, form=form))

    def _copy_entry(self) -> None:
        checked = self._checked()
        if isinstance(checked, Search):
            QGuiApplication.clipboard().setText(entries.write(checked))
            self._foot.say_copied()

    # --- layout

    def _add_keys(self) -> None:
        deeds: dict[str, Callable[[], object]] = {
            "Alt+X": self._legs.turn,
            "Alt+O": lambda: self._kind_chosen(TripKind.ONE_WAY),
            "Alt+R": lambda: self._kind_chosen(TripKind.RETURN),
            "Alt+M": lambda: self._kind_chosen(TripKind.MULTI_CITY),
            "Alt+A": self._legs.add,
            "Alt+Delete": self._legs.remove,
            "Ctrl+Shift+Up": lambda: self._legs.shift(-1),
            "Ctrl+Shift+Down": lambda: self._legs.shift(1),
            "Alt+E": self._copy_entry,
            "Alt+C": self._copy_trip,
            "Alt+B": self._back_in_tab,
            "Alt+Shift+B": lambda: self._put(the_other_way(self.tab.draft.form)),
        }
        for number in range(1, SHOWN + 1):
            deeds[f"Alt+{number}"] = lambda number=number: self._recent.press(number)  # type: ignore[misc]
        for keys, deed in deeds.items():
            QShortcut(QKeySequence(keys), self).activated.connect(deed)  # while the page is on screen

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(self.tab.theme, "New search", "title"))
        head.addStretch(1)
        head.addWidget(self._kind)
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST + 2 * _EDGE)
        column = QVBoxLayout(inside)
        column.setContentsMargins(_EDGE, 14, _EDGE, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._card())
        column.addWidget(self._foot)
        column.addWidget(self._recent)
        column.addStretch(1)
        scroll = ScrollPane()
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _card(self) -> QWidget:
        frame = card()
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(16, 12, 16, 14)
        inner.setSpacing(10)
        inner.addWidget(self._legs)
        inner.addWidget(self._trouble)
        inner.addWidget(hairline())
        inner.addWidget(self._party)
        inner.addWidget(self._codes)
        return frame


_FIELD_WORDS = {
    "origin": "From",
    "destination": "To",
    "date": "Date",
    "infants": "Infants",
    "corporate": "Corporate codes",
    "number": "Loyalty account",
    "given_name": "Member's given name",
    "family_name": "Member's family name",
    "legs": "Flights",
}


def _field_word(path: str) -> str:
    return _FIELD_WORDS.get(path.split(".")[-1], "Passengers")
