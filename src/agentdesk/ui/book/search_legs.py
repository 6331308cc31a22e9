"""The flights of the search page: a line for each, in a tour with the ways to add, move and take them out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from agentdesk.travel.place_index import PlaceIndex
from agentdesk.travel.routes import Route, routes, used_codes
from agentdesk.travel.search import LegForm, Search, SearchForm, TripKind
from agentdesk.travel.search_rules import Problem, legs_asked
from agentdesk.travel.trip_forms import FEWEST_LEGS, as_kind, followed, moved_leg, with_leg, without_leg
from agentdesk.ui.book.leg_line import LegLine
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button


class SearchLegs(QWidget):
    """Says `changed` with each input, `touched` with the path of a field that was left, and `wants` another form."""

    changed = Signal()
    touched = Signal(str)
    wants = Signal(object)  # a SearchForm, when flights are added, moved or taken out

    def __init__(self, theme: Theme, places: PlaceIndex, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._places = theme, places
        self._form = SearchForm()
        self._routes: tuple[Route, ...] = ()
        self._used: frozenset[str] = frozenset()
        self._lines: list[LegLine] = []
        self._more = Button(theme, "Add a flight", icon="plus", key="Alt A", small=True)
        self._more.clicked.connect(self.add)
        self._box = QVBoxLayout()
        self._box.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._box)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """For the order of Tab."""
        fields = [field.edit for line in self._lines for field in (line.origin, line.destination, line.date)]
        return (*fields, self._more)

    def typed(self) -> tuple[LegForm, ...]:
        """The lines as they stand; those that are not shown, and the places of a way back, are kept."""
        typed, kept = tuple(line.form for line in self._lines), self._form.legs
        match self._form.kind:
            case TripKind.RETURN:
                back = kept[1] if len(kept) > 1 else LegForm()
                return (typed[0], replace(back, date=typed[1].date), *kept[2:])
            case TripKind.ONE_WAY:
                return (typed[0], *kept[1:])
            case TripKind.MULTI_CITY:
                return followed(kept, typed)

    # --- showing

    def show_form(self, form: SearchForm) -> None:
        """All of it, in as many lines as it asks for."""
        self._form = form
        legs = legs_asked(form)
        self._make_lines(len(legs))
        is_tour = form.kind is TripKind.MULTI_CITY
        for number, (line, leg) in enumerate(zip(self._lines, legs, strict=True)):
            line.be_back(form.kind is TripKind.RETURN and number == 1)
            line.be_tour(is_tour, may_go=len(legs) > FEWEST_LEGS, is_last=number == len(legs) - 1)
            line.show_form(leg)
        self._more.setVisible(is_tour)
        self._more.setEnabled(with_leg(form) != form)

    def follow(self, form: SearchForm) -> None:
        """What follows from what was typed: where the way back goes, and where the next flight leaves."""
        self._form = form
        for line, leg in zip(self._lines, legs_asked(form), strict=True):
            if line.form != leg:
                line.show_form(leg)

    def show_days(self, days: Sequence[date | None], today: date) -> None:
        before: date | None = None
        for number, (line, day) in enumerate(zip(self._lines, days, strict=True)):
            following = next((one for one in days[number + 1 :] if one is not None), None)
            line.show_day(day, today, before, before or following)
            before = day or before

    def show_problems(self, problems: Mapping[str, Problem]) -> None:
        """By path ("legs.0.origin")."""
        for number, line in enumerate(self._lines):
            at = f"legs.{number}."
            parts = {path.removeprefix(at): one for path, one in problems.items() if path.startswith(at)}
            line.show_problems(_while_typing(line, parts))

    def learn(self, searches: Sequence[Search]) -> None:
        """What is often asked comes first."""
        self._routes, self._used = routes(searches), used_codes(searches)
        for line in self._lines:
            line.origin.used = line.destination.used = self._used

    def first_gap(self, problems: Sequence[Problem]) -> QWidget:
        """The first field that has nothing right in it, else the first of all."""
        for problem in problems:
            path = problem.field.split(".")
            if path[0] == "legs" and len(path) == 3 and int(path[1]) < len(self._lines):
                line = self._lines[int(path[1])]
                return {"origin": line.origin, "destination": line.destination}.get(path[2], line.date).edit
        return self._lines[0].origin.edit

    # --- flights of a tour

    def add(self) -> None:
        """One flight more; a trip that was no tour becomes one."""
        self.wants.emit(with_leg(as_kind(self._form, TripKind.MULTI_CITY)))
        last = self._lines[-1]
        (last.destination if last.origin.text else last.origin).edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove(self, number: int | None = None) -> None:
        """The flight of a line, else of the one at hand."""
        at = self._at_hand() if number is None else number
        if self._form.kind is TripKind.MULTI_CITY:
            self._change(without_leg(self._form, at), at)

    def shift(self, by: int, number: int | None = None) -> None:
        at = self._at_hand() if number is None else number
        if self._form.kind is TripKind.MULTI_CITY:
            self._change(moved_leg(self._form, at, by), at + by)

    def turn(self) -> None:
        """Swap the ends of the flight at hand; a way back turns with the way out."""
        line = self._lines[self._at_hand()]
        (self._lines[0] if line.is_back else line).turn()

    def _change(self, form: SearchForm, then_at: int) -> None:
        if form != self._form:
            self.wants.emit(form)
            at = min(max(then_at, 0), len(self._lines) - 1)
            self._lines[at].destination.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _at_hand(self) -> int:
        """The line that has the keyboard, else the first."""
        focused = QApplication.focusWidget()
        holds = (number for number, line in enumerate(self._lines) if focused and line.isAncestorOf(focused))
        return next(holds, 0)

    # --- lines

    def _make_lines(self, count: int) -> None:
        while len(self._lines) > count:
            line = self._lines.pop()
            line.hide()
            line.deleteLater()
        while len(self._lines) < count:
            self._add_line(len(self._lines))

    def _add_line(self, number: int) -> None:
        line = LegLine(self._theme, self._places, number + 1)
        line.changed.connect(self.changed)
        line.touched.connect(lambda part: self.touched.emit(f"legs.{number}.{part}"))
        line.removed.connect(lambda: self.remove(number))
        line.moved.connect(lambda by: self.shift(by, number))
        line.origin.suggest = lambda: self._routes
        line.origin.route_taken.connect(lambda route: self._take_route(line, route))
        line.destination.suggest = lambda: self._routes_from(line)
        line.origin.used = line.destination.used = self._used
        self._lines.append(line)
        self._box.addWidget(line)
        line.show()  # at once, so that it can take the keyboard

    def _routes_from(self, line: LegLine) -> tuple[Route, ...]:
        """Where one flies to: from here first, then from anywhere; each place once."""
        code = line.form.origin_code
        ordered = sorted(self._routes, key=lambda one: one.origin.iata != code)
        targets: dict[str, Route] = {}
        for one in ordered:
            if one.destination.iata != code:
                targets.setdefault(one.destination.iata, one)
        return tuple(targets.values())

    def _take_route(self, line: LegLine, route: object) -> None:
        assert isinstance(route, Route)
        line.origin.put_place(route.origin)
        line.destination.put_place(route.destination)
        self.changed.emit()
        line.date.edit.setFocus(Qt.FocusReason.OtherFocusReason)


def _while_typing(line: LegLine, parts: dict[str, Problem]) -> dict[str, Problem]:
    """A field that is being typed in is not told that it is wrong yet; a place that was taken is."""
    fields = {"origin": line.origin, "destination": line.destination, "date": line.date}
    typing = {part for part, field in fields.items() if field.edit.hasFocus()}
    if line.destination.place is not None:
        typing.discard("destination")
    return {part: one for part, one in parts.items() if part not in typing}
