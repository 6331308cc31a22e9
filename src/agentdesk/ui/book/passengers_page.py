"""The passengers: a form for each, with the upstream's rules while typing."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from agentdesk.travel.booking import Step
from agentdesk.travel.passenger_rules import Flaw, check, errors, forms_for, kind_of
from agentdesk.travel.passengers import PassengerKind, TravellerForm
from agentdesk.travel.phones import international
from agentdesk.ui import words
from agentdesk.ui.book.page import KeyHelp, Page
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.book.traveller_form import TravellerEditor
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import card, label
from agentdesk.ui.widgets.scroll_pane import ScrollPane

_SHOWN, _FOCUS = "passengers.shown", "passengers.focus"
_LIST, _LIST_NARROW, _FORM = 196, 148, 720


class PassengersPage(Page):
    """One passenger on screen at a time; the list on the left says how each stands."""

    step = Step.PASSENGERS
    keys = (
        KeyHelp("Ctrl+↓ ↑", "Next, previous passenger"),
        KeyHelp("F8", "Next thing missing"),
        KeyHelp("Ctrl+Enter", "Seats and bags"),
    )

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(tab, parent)
        self._editors: dict[int, TravellerEditor] = {}  # made when first shown
        self._buttons: list[Button] = []
        self._touched: dict[str, set[str]] = {}
        self._offer_id = ""
        self._shown = 0
        self._group = QButtonGroup(self)
        self._side = card()
        self._list = QVBoxLayout()
        self._stack = QStackedWidget()
        self._contact = Button(tab.theme, "Use this e-mail and phone for all", icon="copy", small=True)
        self._contact.clicked.connect(self._copy_contact)
        for keys, deed in (
            ("Ctrl+Down", lambda: self._show(self._current + 1)),
            ("Ctrl+Up", lambda: self._show(self._current - 1)),
            ("F8", self._next_missing),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)
        self._lay_out()

    # --- the page

    def enter(self) -> None:
        offer = self.tab.draft.offer
        if offer is None:
            return
        if tuple(form.passenger_id for form in self.tab.draft.travellers) != tuple(one.id for one in offer.passengers):
            self.tab.fold(replace(self.tab.draft, travellers=forms_for(offer, self.tab.draft.travellers)))
        if self._offer_id != offer.id:
            self._make_editors()
            self._offer_id = offer.id
        for number, editor in self._editors.items():
            editor.show_form(self.tab.draft.travellers[number])
        shown = self.tab.draft.look(_SHOWN)
        self._show(int(shown) if shown.isdecimal() else 0, self.tab.draft.look(_FOCUS) or "given_name")

    def leave(self) -> None:
        if self._editors:
            field = self._editors[self._current].focused_field
            draft = self.tab.draft.with_look(_SHOWN, str(self._current))
            self.tab.fold(draft.with_look(_FOCUS, field) if field else draft)

    def missing(self) -> str:
        number = len(errors(self._flaws()))
        return f"{words.count(number, 'thing')} to complete (F8)" if number else ""

    def primary_text(self) -> str:
        return "Continue to seats"

    def note(self) -> str:
        return "Names are as the airline will get them"

    def go_on(self) -> None:
        self.goes_on.emit(Step.SEATS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(_LIST if self.width() >= _FORM + 60 else _LIST_NARROW)

    # --- judging

    def _flaws(self) -> tuple[Flaw, ...]:
        offer, forms = self.tab.draft.offer, self.tab.draft.travellers
        if offer is None or len(forms) != len(offer.passengers):
            return ()
        return check(forms, offer, self._today(), international)

    def _today(self) -> date:
        return self.tab.now().astimezone().date()

    def _judge(self) -> None:
        flaws = self._flaws()
        adults = self._adults()
        for number, form in enumerate(self.tab.draft.travellers):
            own = [flaw for flaw in flaws if flaw.passenger_id == form.passenger_id]
            if (editor := self._editors.get(number)) is not None:
                editor.name_adults(adults)
                editor.show_flaws(own, self._touched.setdefault(form.passenger_id, set()), self._today())
            self._say(number, form, len(errors(own)))
        self.ready.emit(not errors(flaws))

    def _say(self, number: int, form: TravellerForm, missing: int) -> None:
        name = ", ".join(part for part in (form.family_name.strip(), form.given_name.strip()) if part)
        state = "complete" if not missing else f"{missing} missing"
        button = self._buttons[number]
        button.setText(name or self._kind_words(number))
        button.setAccessibleName(f"Passenger {number + 1}, {name or self._kind_words(number)}, {state}")
        button.show_icon("circle-check" if not missing else "circle-dashed", "good" if not missing else "text3")

    def _kind_words(self, number: int) -> str:
        offer = self.tab.draft.offer
        assert offer is not None
        passenger = offer.passengers[number]
        kind = words.passenger_kind(kind_of(passenger)).capitalize()
        return f"{kind} {number + 1}" + (f" ({passenger.age})" if kind == "Child" and passenger.age else "")

    def _adults(self) -> dict[str, str]:
        """Adults by passenger id, named as far as they are."""
        offer = self.tab.draft.offer
        assert offer is not None
        names: dict[str, str] = {}
        for number, (passenger, form) in enumerate(zip(offer.passengers, self.tab.draft.travellers, strict=True)):
            if kind_of(passenger) is PassengerKind.ADULT:
                name = f"{form.given_name} {form.family_name}".strip()
                names[passenger.id] = name or f"Adult {number + 1}"
        return names

    # --- moving

    @property
    def _current(self) -> int:
        return self._shown

    def _show(self, number: int, field: str = "given_name") -> None:
        if 0 <= number < len(self._buttons):
            self._shown = number
            self._stack.setCurrentWidget(self._editor(number))
            self._judge()
            self._buttons[number].setChecked(True)
            self._contact.setVisible(len(self._buttons) > 1 and number == 0)
            self._editors[number].focus_field(field)

    def _next_missing(self) -> None:
        ids = [form.passenger_id for form in self.tab.draft.travellers]
        flaws = errors(self._flaws())
        if not flaws:
            return
        here = (self._current, self._editors[self._current].focused_field)
        places = [(ids.index(flaw.passenger_id), flaw.field) for flaw in flaws]
        if here in places:
            after = places[(places.index(here) + 1) % len(places)]
        else:
            after = next((place for place in places if place[0] >= self._current), places[0])
        self._touched[ids[after[0]]].add(after[1])
        self._show(*after)
        self._judge()

    # --- folding

    def _changed(self, number: int, form: object) -> None:
        assert isinstance(form, TravellerForm)
        forms = list(self.tab.draft.travellers)
        forms[number] = form
        self.tab.fold(replace(self.tab.draft, travellers=tuple(forms)))
        self._judge()

    def _touch(self, number: int, field: str) -> None:
        if number < len(self.tab.draft.travellers):
            self._touched.setdefault(self.tab.draft.travellers[number].passenger_id, set()).add(field)
            self._judge()

    def _copy_contact(self) -> None:
        first, *rest = self.tab.draft.travellers
        forms = (first, *(replace(form, email=first.email, phone=first.phone) for form in rest))
        self.tab.fold(replace(self.tab.draft, travellers=forms))
        for number, editor in self._editors.items():
            editor.show_form(forms[number])
        self._judge()

    # --- layout

    def _editor(self, number: int) -> TravellerEditor:
        """The form of a passenger, made when it is first asked for: nine at once would hold the window."""
        offer = self.tab.draft.offer
        assert offer is not None
        if number not in self._editors:
            editor = TravellerEditor(self.tab.theme, offer, offer.passengers[number], self._adults())
            editor.show_form(self.tab.draft.travellers[number])
            editor.changed.connect(lambda form: self._changed(number, form))
            editor.left.connect(lambda field: self._touch(number, field))
            self._editors[number] = editor
            self._stack.addWidget(editor)
        return self._editors[number]

    def _make_editors(self) -> None:
        offer = self.tab.draft.offer
        assert offer is not None
        for old in (*self._editors.values(), *self._buttons):
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._editors, self._buttons, self._shown = {}, [], 0
        for number in range(len(offer.passengers)):
            button = Button(self.tab.theme, "", kind="row", icon="circle-dashed")
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, number=number: self._show(number))
            self._group.addButton(button)
            self._buttons.append(button)
            self._list.insertWidget(number, button)

    def _lay_out(self) -> None:
        side = self._side
        side.setLayout(self._list)
        self._list.setContentsMargins(6, 6, 6, 6)
        self._list.setSpacing(2)
        frame = card()
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(20, 16, 20, 16)
        inner.setSpacing(8)
        inner.addWidget(self._stack)
        inner.addWidget(self._contact, 0, Qt.AlignmentFlag.AlignLeft)
        frame.setMaximumWidth(_FORM)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(16, 12, 16, 16)
        row.setSpacing(12)
        row.addWidget(side, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(frame, 1, Qt.AlignmentFlag.AlignTop)
        row.addStretch(0)
        scroll = ScrollPane()
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 12, 0, 0)
        title = label(self.tab.theme, "Who travels", "title")
        title.setContentsMargins(16, 0, 0, 0)
        whole.addWidget(title)
        whole.addWidget(scroll, 1)
