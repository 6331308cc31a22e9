"""The search: where, when, who; impossible input never leaves the page."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel import entries
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.routes import Route, routes, used_codes
from agentdesk.travel.search import LegForm, Search, SearchForm, TripKind
from agentdesk.travel.search_rules import Problem, check, days_of, form_of, legs_asked, the_other_way
from agentdesk.travel.trip_forms import FEWEST_LEGS, as_kind, followed, moved_leg, with_leg, without_leg
from agentdesk.ui import words
from agentdesk.ui.book.leg_line import LegLine
from agentdesk.ui.book.page import KeyHelp, Page
from agentdesk.ui.book.search_aside import SearchAside
from agentdesk.ui.book.search_codes import SearchCodes
from agentdesk.ui.book.search_foot import SearchFoot
from agentdesk.ui.book.search_party import SearchParty
from agentdesk.ui.book.search_recent import SHOWN, SearchRecent
from agentdesk.ui.book.tab import Found, Tab
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import card, hairline, label
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from agentdesk.ui.widgets.segments import Segments

_KINDS = {"One way": TripKind.ONE_WAY, "Return": TripKind.RETURN, "Multi-city": TripKind.MULTI_CITY}
_WIDEST, _EDGE = 960, 20


class SearchPage(Page):
    """Folds each input into the draft's form; complete when the form makes a `Search`."""

    step = Step.SEARCH
    keys = (
        KeyHelp("↓", "Places asked for often, in an empty field"),
        KeyHelp("Tab", "Take the place that is marked"),
        KeyHelp("Alt+X", "Swap from and to of the flight at hand"),
        KeyHelp("↑ ↓, Ctrl+↑ ↓", "In a date: a day or a week later, earlier"),
        KeyHelp("F4", "In a date: the calendar"),
        KeyHelp("Alt+O, Alt+R, Alt+M", "One way, return, multi-city"),
        KeyHelp("Alt+A, Alt+Delete", "Multi-city: add a flight, take this one out"),
        KeyHelp("Ctrl+Shift+↑ ↓", "Multi-city: this flight earlier, later"),
        KeyHelp("Alt+1 ... 4", "A recent search again"),
        KeyHelp("Alt+C", "Copy this trip into a new tab"),
        KeyHelp("Alt+B, Alt+Shift+B", "Back the other way, in a new tab or here"),
        KeyHelp("Ctrl+Enter", "Search"),
    )

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(tab, parent)
        theme = tab.theme
        self._touched: set[str] = set()
        self._routes: tuple[Route, ...] = ()
        self._used: frozenset[str] = frozenset()
        self._stops: list[QWidget] = []
        self._kind = Segments(theme, "Trip", dict(_KINDS))
        self._kind.chosen.connect(self._kind_chosen)
        self._legs: list[LegLine] = []
        self._legs_box = QVBoxLayout()
        self._more = Button(theme, "Add a flight", icon="plus", key="Alt A", small=True)
        self._more.clicked.connect(self._add_leg)
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
        self._first_gap().setFocus(Qt.FocusReason.OtherFocusReason)
        self.tab.errands.run(self._read_recent(), replacing="recent searches")

    def missing(self) -> str:
        problems = self._problems()
        if not problems:
            return ""
        if len(problems) > 1:
            return f"{words.count(len(problems), 'thing')} to complete"
        return f"{_field_word(problems[0].field)}: {words.SEARCH_TROUBLE[problems[0].why].lower()}"

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
                legs=self._legs_typed(form),
                adults=self._party.adults.value,
                child_ages=self._party.ages,
                infants=self._party.infants.value,
                cabin=self._codes.cabin,
                max_connections=self._codes.stops,
                corporate=self._codes.corporate,
                accounts=self._codes.accounts,
            )
        )
        self._follow_places()
        self._order()
        self._judge()

    def _legs_typed(self, form: SearchForm) -> tuple[LegForm, ...]:
        """The lines as they stand; those that are not shown are kept."""
        typed = tuple(line.form for line in self._legs)
        match form.kind:
            case TripKind.RETURN:
                return (typed[0], replace(LegForm(), date=typed[1].date), *form.legs[2:])
            case TripKind.ONE_WAY:
                return (typed[0], *form.legs[1:])
            case TripKind.MULTI_CITY:
                return followed(form.legs, typed)

    def _follow_places(self) -> None:
        """Show the places that follow from what was typed: of the way back, and where the next flight leaves."""
        for line, leg in zip(self._legs, self._lines(self.tab.draft.form), strict=True):
            if line.form != leg:
                line.show_form(leg)

    def _fold_form(self, form: SearchForm) -> None:
        self.tab.fold(replace(self.tab.draft, form=form))

    def _put(self, form: SearchForm) -> None:
        """Another form altogether: fold and show it."""
        self._fold_form(form)
        self._show(form)

    def _kind_chosen(self, kind: object) -> None:
        assert isinstance(kind, TripKind)
        self._put(as_kind(self.tab.draft.form, kind))

    # --- flights of a tour

    def _add_leg(self) -> None:
        form = with_leg(as_kind(self.tab.draft.form, TripKind.MULTI_CITY))
        self._put(form)
        last = self._legs[-1]
        (last.destination if last.origin.text else last.origin).edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove_leg(self, number: int) -> None:
        before = self.tab.draft.form
        after = without_leg(before, number)
        if after == before:
            return
        self._put(after)
        self._legs[min(number, len(self._legs) - 1)].destination.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move_leg(self, number: int, by: int) -> None:
        before = self.tab.draft.form
        after = moved_leg(before, number, by)
        if after == before:
            return
        self._put(after)
        self._legs[number + by].destination.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _at_hand(self) -> int:
        """The line that has the keyboard, else the first."""
        focused = QApplication.focusWidget()
        holds = (number for number, line in enumerate(self._legs) if focused and line.isAncestorOf(focused))
        return next(holds, 0)

    # --- showing

    def _lines(self, form: SearchForm) -> tuple[LegForm, ...]:
        """A line for each flight; the way back shows where it goes."""
        return legs_asked(form)

    def _show(self, form: SearchForm) -> None:
        self._kind.put(form.kind)
        lines = self._lines(form)
        self._make_lines(len(lines))
        is_tour = form.kind is TripKind.MULTI_CITY
        for number, (line, leg) in enumerate(zip(self._legs, lines, strict=True)):
            line.be_back(form.kind is TripKind.RETURN and number == 1)
            line.be_tour(is_tour, may_go=len(lines) > FEWEST_LEGS, is_last=number == len(lines) - 1)
            line.show_form(leg)
            line.origin.used = line.destination.used = self._used
        self._more.setVisible(is_tour)
        self._more.setEnabled(with_leg(form) != form)
        self._party.show_form(form)
        self._codes.show_form(form)
        self._order()
        self._judge()

    def _order(self) -> None:
        """Tab goes through the page as the eye does, whatever was made when."""
        lines = [field.edit for line in self._legs for field in (line.origin, line.destination, line.date)]
        stops = [
            *lines,
            self._more,
            *self._party.stops,
            *self._codes.stops_of_tab,
            *self._foot.stops,
            *self._recent.rows,
        ]
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    def _make_lines(self, count: int) -> None:
        while len(self._legs) > count:
            line = self._legs.pop()
            line.hide()
            line.deleteLater()
        while len(self._legs) < count:
            number = len(self._legs)
            line = LegLine(self.tab.theme, self.tab.places, number + 1)
            line.changed.connect(self._fold)
            line.touched.connect(lambda part, number=number: self._touch(f"legs.{number}.{part}"))
            line.removed.connect(lambda number=number: self._remove_leg(number))
            line.moved.connect(lambda by, number=number: self._move_leg(number, by))
            line.origin.suggest = lambda: self._routes
            line.origin.route_taken.connect(lambda route, line=line: self._take_route(line, route))
            line.destination.suggest = lambda line=line: self._routes_from(line)  # type: ignore[misc]
            self._legs.append(line)
            self._legs_box.addWidget(line)
            line.show()  # at once, so that it can take the keyboard

    def _routes_from(self, line: LegLine) -> tuple[Route, ...]:
        """Where one flies to from here: from this place first, then from anywhere."""
        code = line.form.origin_code
        others = {one.destination.iata: one for one in reversed(self._routes) if one.destination.iata != code}
        here = {one.destination.iata: one for one in reversed(self._routes) if one.origin.iata == code}
        return tuple({**dict(reversed(here.items())), **dict(reversed(others.items())), **here}.values())

    def _take_route(self, line: LegLine, route: object) -> None:
        assert isinstance(route, Route)
        line.origin.put_place(route.origin)
        line.destination.put_place(route.destination)
        self._fold()
        line.date.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _touch(self, field: str) -> None:
        self._touched.add(field)
        self._judge()

    def _judge(self) -> None:
        """Say what is wrong at the fields that have been left, and what the whole would be as an entry."""
        checked = self._checked()
        problems = () if isinstance(checked, Search) else checked
        seen = {one.field: one for one in problems if one.field in self._touched or one.why != "missing"}
        self._show_days()
        for number, line in enumerate(self._legs):
            parts = {one.field.split(".")[2]: one for one in seen.values() if one.field.startswith(f"legs.{number}.")}
            line.show_problems(_while_typing(line, parts))
        said = {path: words.SEARCH_TROUBLE[one.why] for path, one in seen.items()}
        ages = range(len(self._party.ages))
        self._party.show_problems({n: said[f"child_ages.{n}"] for n in ages if f"child_ages.{n}" in said})
        self._party.say(" ".join(said[name] for name in ("adults", "infants") if name in said))
        self._codes.show_problems(said)
        self._trouble.setText(said.get("legs", ""))
        self._trouble.setVisible("legs" in said)
        self._foot.show_entry(entries.write(checked) if isinstance(checked, Search) else "", self.missing())
        self.ready.emit(not problems)

    def _show_days(self) -> None:
        today = self._today()
        days = [found if isinstance(found, date) else None for found in days_of(self.tab.draft.form, today)]
        before: date | None = None
        for number, (line, day) in enumerate(zip(self._legs, days, strict=True)):
            following = next((one for one in days[number + 1 :] if one is not None), None)
            line.show_day(day, today, before, before or following)
            before = day or before
        self._aside.show_form(self.tab.draft.form, days, today)

    def _first_gap(self) -> QWidget:
        """The first field that has nothing right in it, else the first of all."""
        for problem in self._problems():
            path = problem.field.split(".")
            if path[0] == "legs" and len(path) == 3 and int(path[1]) < len(self._legs):
                line = self._legs[int(path[1])]
                return {"origin": line.origin, "destination": line.destination}.get(path[2], line.date).edit
        return self._legs[0].origin.edit

    # --- recent searches, other tabs

    async def _read_recent(self) -> None:
        lately = await self.tab.desk.searching.lately()
        searches = tuple(one.search for one in lately)
        self._routes, self._used = routes(searches), used_codes(searches)
        for line in self._legs:
            line.origin.used = line.destination.used = self._used
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
            "Alt+X": self._turn,
            "Alt+O": lambda: self._kind_chosen(TripKind.ONE_WAY),
            "Alt+R": lambda: self._kind_chosen(TripKind.RETURN),
            "Alt+M": lambda: self._kind_chosen(TripKind.MULTI_CITY),
            "Alt+A": self._add_leg,
            "Alt+Delete": lambda: self._remove_leg(self._at_hand()),
            "Ctrl+Shift+Up": lambda: self._move_leg(self._at_hand(), -1),
            "Ctrl+Shift+Down": lambda: self._move_leg(self._at_hand(), 1),
            "Alt+E": self._copy_entry,
            "Alt+C": self._copy_trip,
            "Alt+B": self._back_in_tab,
            "Alt+Shift+B": lambda: self._put(the_other_way(self.tab.draft.form)),
        }
        for number in range(1, SHOWN + 1):
            deeds[f"Alt+{number}"] = lambda number=number: self._recent.press(number)  # type: ignore[misc]
        for keys, deed in deeds.items():
            QShortcut(QKeySequence(keys), self).activated.connect(deed)  # while the page is on screen

    def _turn(self) -> None:
        line = self._legs[self._at_hand()]
        (self._legs[0] if line.is_back else line).turn()

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
        self._legs_box.setSpacing(6)
        inner.addLayout(self._legs_box)
        inner.addWidget(self._trouble)
        inner.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(hairline())
        inner.addWidget(self._party)
        inner.addWidget(self._codes)
        return frame


def _while_typing(line: LegLine, parts: dict[str, Problem]) -> dict[str, Problem]:
    """A field that is being typed in is not told that it is wrong yet; a place that was taken is."""
    fields = {"origin": line.origin, "destination": line.destination, "date": line.date}
    typing = {part for part, field in fields.items() if field.edit.hasFocus()}
    if line.destination.place is not None:
        typing.discard("destination")
    return {part: one for part, one in parts.items() if part not in typing}


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
