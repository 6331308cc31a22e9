"""The search: where, when, who; impossible input never leaves the page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel import entries
from agentdesk.travel.booking import Step
from agentdesk.travel.search import Cabin, LegForm, Search, SearchForm, TripKind
from agentdesk.travel.search_rules import MOST_LEGS, MOST_PASSENGERS, Problem, check, form_of
from agentdesk.ui import words
from agentdesk.ui.book.leg_line import LegLine
from agentdesk.ui.book.page import KeyHelp, Page
from agentdesk.ui.book.tab import Found, Tab
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.field import Choice, Field
from agentdesk.ui.widgets.labels import card, label
from agentdesk.ui.widgets.number_stepper import NumberStepper
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from agentdesk.ui.widgets.segments import Segments

_KINDS = {"Return": TripKind.RETURN, "One way": TripKind.ONE_WAY, "Multi-city": TripKind.MULTI_CITY}
_CABINS: dict[str, object] = {words.cabin(one.value): one for one in Cabin} | {"Any cabin": None}
_CONNECTIONS: dict[str, object] = {"Direct only": 0, "1 stop at most": 1, "2 stops at most": 2}
_WIDEST = 960


class SearchPage(Page):
    """Folds each input into the draft's form; complete when the form makes a `Search`."""

    step = Step.SEARCH
    keys = (
        KeyHelp("Tab", "Take the place that is marked"),
        KeyHelp("Alt+X", "Swap from and to"),
        KeyHelp("Alt+1 ... 4", "A recent search again"),
        KeyHelp("Ctrl+Enter", "Search"),
    )

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(tab, parent)
        theme = tab.theme
        self._touched: set[str] = set()
        self._recent: tuple[Search, ...] = ()
        self._kind = Segments(theme, "Trip", dict(_KINDS))
        self._kind.chosen.connect(self._kind_chosen)
        self._legs: list[LegLine] = []
        self._legs_box = QVBoxLayout()
        self._more = Button(theme, "Add a flight", icon="plus", small=True)
        self._less = Button(theme, "Remove the last", icon="minus", small=True)
        self._more.clicked.connect(lambda: self._set_legs(len(self.tab.draft.form.legs) + 1))
        self._less.clicked.connect(lambda: self._set_legs(len(self.tab.draft.form.legs) - 1))
        self._adults = NumberStepper(theme, "Adults", 1, MOST_PASSENGERS, 1)
        self._children = NumberStepper(theme, "Children", 0, MOST_PASSENGERS - 1, 0)
        self._infants = NumberStepper(theme, "Infants", 0, MOST_PASSENGERS, 0)
        for stepper in (self._adults, self._children, self._infants):
            stepper.changed.connect(lambda _value: self._party_changed())
        self._ages: list[Field] = []
        self._ages_row = QHBoxLayout()
        self._cabin = Choice(theme, "Cabin", _CABINS)
        self._connections = Choice(theme, "Connections", _CONNECTIONS)
        for choice in (self._cabin, self._connections):
            choice.chosen.connect(lambda _value: self._fold())
        self._entry = label(theme, "", "entry", "text3")
        self._trouble = label(theme, "", "small", "bad", wraps=True)
        self._recent_box = QVBoxLayout()
        self._lay_out()

    # --- the page

    def enter(self) -> None:
        self._show(self.tab.draft.form)
        self._legs[0].origin.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.tab.errands.run(self._read_recent(), replacing="recent searches")

    def missing(self) -> str:
        problems = self._problems()
        if not problems:
            return ""
        if len(problems) > 1:
            return f"{words.count(len(problems), 'thing')} to complete"
        return f"{_FIELD_WORDS.get(problems[0].field.split('.')[-1], 'Passengers')}: " + (
            words.SEARCH_TROUBLE[problems[0].why].lower()
        )

    def primary_text(self) -> str:
        return "Search"

    def note(self) -> str:
        return "Asks all airlines at once"

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
        legs = tuple(line.form for line in self._legs)
        if form.kind is TripKind.RETURN:
            legs = (legs[0], LegForm(date=self._legs[0].back.text))
        elif form.kind is TripKind.ONE_WAY:
            legs = (legs[0], *form.legs[1:])
        cabin, stops = self._cabin.value, self._connections.value
        self.tab.fold(
            replace(
                self.tab.draft,
                form=replace(
                    form,
                    legs=legs,
                    adults=self._adults.value,
                    child_ages=tuple(field.text for field in self._ages),
                    infants=self._infants.value,
                    cabin=cabin if isinstance(cabin, Cabin) else None,
                    max_connections=stops if isinstance(stops, int) else None,
                ),
            )
        )
        self._judge()

    def _party_changed(self) -> None:
        self._make_ages(self._children.value, tuple(field.text for field in self._ages))
        self._fold()

    def _kind_chosen(self, kind: object) -> None:
        assert isinstance(kind, TripKind)
        form = self.tab.draft.form
        legs = form.legs if len(form.legs) > 1 else (*form.legs, LegForm())
        if kind is TripKind.MULTI_CITY and not legs[1].origin:
            first = legs[0]
            legs = (first, replace(legs[1], origin=first.destination, origin_code=first.destination_code))
        self.tab.fold(replace(self.tab.draft, form=replace(form, kind=kind, legs=legs)))
        self._show(self.tab.draft.form)

    def _set_legs(self, count: int) -> None:
        form = self.tab.draft.form
        last = form.legs[-1]
        more = (LegForm(origin=last.destination, origin_code=last.destination_code),)
        legs = form.legs[:count] if count < len(form.legs) else form.legs + more
        self.tab.fold(replace(self.tab.draft, form=replace(form, legs=legs)))
        self._show(self.tab.draft.form)

    # --- showing

    def _show(self, form: SearchForm) -> None:
        self._kind.put(form.kind)
        lines = form.legs if form.kind is TripKind.MULTI_CITY else form.legs[:1]
        self._make_lines(len(lines))
        back = form.legs[1].date if form.kind is TripKind.RETURN and len(form.legs) > 1 else None
        for line, leg in zip(self._legs, lines, strict=True):
            line.show_form(leg, back)
        multi = form.kind is TripKind.MULTI_CITY
        self._more.setVisible(multi and len(lines) < MOST_LEGS)
        self._less.setVisible(multi and len(lines) > 2)
        self._adults.put(form.adults)
        self._children.put(len(form.child_ages))
        self._infants.put(form.infants)
        self._make_ages(len(form.child_ages), form.child_ages)
        self._cabin.put(form.cabin)
        self._connections.put(form.max_connections)
        self._judge()

    def _make_lines(self, count: int) -> None:
        while len(self._legs) > count:
            line = self._legs.pop()
            line.hide()
            line.deleteLater()
        while len(self._legs) < count:
            number = len(self._legs)
            line = LegLine(self.tab.theme, self.tab.places, number + 1)
            line.changed.connect(self._fold)
            line.touched.connect(lambda part, number=number: self._leave_field(number, part))
            self._legs.append(line)
            self._legs_box.addWidget(line)

    def _make_ages(self, count: int, ages: Sequence[str]) -> None:
        while len(self._ages) > count:
            field = self._ages.pop()
            field.hide()
            field.deleteLater()
        while len(self._ages) < count:
            number = len(self._ages)
            field = Field(self.tab.theme, f"Age of child {number + 1}", placeholder="2 to 17")
            field.setFixedWidth(120)
            field.edited.connect(lambda _text: self._fold())
            field.left.connect(lambda number=number: self._touch(f"child_ages.{number}"))
            self._ages.append(field)
            self._ages_row.insertWidget(number, field)
        for field, age in zip(self._ages, ages, strict=False):
            field.put(age)

    def _leave_field(self, number: int, part: str) -> None:
        self._touch("legs.1.date" if part == "back" else f"legs.{number}.{part}")

    def _touch(self, field: str) -> None:
        self._touched.add(field)
        self._judge()

    def _judge(self) -> None:
        """Say what is wrong at the fields that have been left, and what the whole would be as an entry."""
        checked = self._checked()
        problems = () if isinstance(checked, Search) else checked
        seen = {one.field: one for one in problems if one.field in self._touched or one.why != "missing"}
        is_return = self.tab.draft.form.kind is TripKind.RETURN
        for number, line in enumerate(self._legs):
            line.show_dates(self._today())
            parts = {one.field.split(".")[2]: one for one in seen.values() if one.field.startswith(f"legs.{number}.")}
            if is_return and (late := seen.get("legs.1.date")) is not None:
                parts["back"] = late
            line.show_problems(self._while_typing(line, parts))
        for number, field in enumerate(self._ages):
            one = seen.get(f"child_ages.{number}")
            field.wrong(words.SEARCH_TROUBLE[one.why] if one is not None and not field.edit.hasFocus() else "")
        said = [words.SEARCH_TROUBLE[one.why] for one in seen.values() if one.field in ("adults", "infants", "legs")]
        self._trouble.setText(" ".join(said))
        self._entry.setText(entries.write(checked) if isinstance(checked, Search) else "")
        self.ready.emit(not problems)

    @staticmethod
    def _while_typing(line: LegLine, parts: dict[str, Problem]) -> dict[str, Problem]:
        """A field that is being typed in is not told that it is wrong yet."""
        typing = {
            part
            for part, field in {
                "origin": line.origin,
                "destination": line.destination,
                "date": line.date,
                "back": line.back,
            }.items()
            if field.edit.hasFocus()
        }
        return {part: one for part, one in parts.items() if part not in typing or one.why == "same_place"}

    # --- recent

    async def _read_recent(self) -> None:
        self._recent = await self.tab.desk.searching.recent()
        while (item := self._recent_box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if self._recent:
            self._recent_box.addWidget(label(self.tab.theme, "Recent searches", "heading"))
        for number, search in enumerate(self._recent):
            button = Button(self.tab.theme, _in_words(search), key=f"Alt {number + 1}")
            button.setShortcut(f"Alt+{number + 1}")
            button.clicked.connect(lambda _on=False, search=search: self._again(search))
            self._recent_box.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _again(self, search: Search) -> None:
        self.tab.fold(replace(self.tab.draft, form=form_of(search)))
        self._show(self.tab.draft.form)
        self.go_on()

    # --- layout

    def _lay_out(self) -> None:
        frame = card()
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(20, 16, 20, 16)
        inner.setSpacing(14)
        top = QHBoxLayout()
        top.addWidget(self._kind)
        top.addStretch(1)
        top.addWidget(self._less)
        top.addWidget(self._more)
        inner.addLayout(top)
        self._legs_box.setSpacing(8)
        inner.addLayout(self._legs_box)
        inner.addLayout(self._party_row())
        self._ages_row.setSpacing(12)
        self._ages_row.addStretch(1)
        inner.addLayout(self._ages_row)
        inner.addWidget(self._trouble)
        inner.addWidget(self._entry)
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST + 32)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(label(self.tab.theme, "Where to?", "title"))
        column.addWidget(frame)
        self._recent_box.setSpacing(6)
        column.addLayout(self._recent_box)
        column.addStretch(1)
        scroll = ScrollPane()
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        swap = Button(self.tab.theme, "", parent=self)
        swap.setShortcut("Alt+X")
        swap.clicked.connect(lambda: self._legs[0].turn())
        swap.setFixedSize(0, 0)
        swap.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _party_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        for name, hint, stepper in (
            ("Adults", "18 and over", self._adults),
            ("Children", "2 to 17", self._children),
            ("Infants", "under 2, on a lap", self._infants),
        ):
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(label(self.tab.theme, name, "label"))
            column.addWidget(stepper)
            column.addWidget(label(self.tab.theme, hint, "caption"))
            row.addLayout(column)
        for choice in (self._cabin, self._connections):
            choice.setMaximumWidth(180)
        row.addWidget(self._cabin)
        row.addWidget(self._connections)
        row.addStretch(1)
        return row


_FIELD_WORDS = {"origin": "From", "destination": "To", "date": "Date", "infants": "Infants", "adults": "Passengers"}


def _in_words(search: Search) -> str:
    first, last = search.legs[0], search.legs[-1]
    dates = words.short_day(first.date) + (f" to {words.short_day(last.date)}" if len(search.legs) > 1 else "")
    people = words.count(search.party.count, "passenger")
    return f"{first.origin.iata} – {first.destination.iata}, {dates}, {people}"
