"""The passengers: a form for each, with the upstream's rules while typing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from agentdesk.travel.booking import Step
from agentdesk.travel.countries import read_country, shown
from agentdesk.travel.passenger_rules import Flaw, Wrong, check, errors, forms_for, kind_of, takes_documents
from agentdesk.travel.passenger_warnings import warnings
from agentdesk.travel.passengers import PassengerKind, TravellerForm
from agentdesk.travel.phones import HOME, Phone, names_country, read
from agentdesk.ui import words
from agentdesk.ui.announcing import announce
from agentdesk.ui.book.page import KeyHelp, Page
from agentdesk.ui.book.page_keys import on_key
from agentdesk.ui.book.passport_reading import PassportReading
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.book.traveller_form import Judgement, TravellerEditor
from agentdesk.ui.book.traveller_list import Standing, TravellerList
from agentdesk.ui.widgets.badge import Badge
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.scroll_pane import ScrollPane

_SHOWN, _FOCUS, _SCROLL = "passengers.shown", "passengers.focus", "passengers.scroll"
_FORM, _CHIPS_UNDER = 720, 1100  # pixels: of the form, of the whole window
_LONGEST = 60  # characters of a name that are shown in lists


class PassengersPage(Page):
    """One passenger on screen at a time; the list on the left says how each stands."""

    step = Step.PASSENGERS
    keys = (
        KeyHelp("Ctrl+↓ ↑, PgDn PgUp", "Next, previous passenger"),
        KeyHelp("Ctrl+PgDn PgUp", "Last, first passenger"),
        KeyHelp("Ctrl+Shift+V", "Passport lines from the clipboard"),
        KeyHelp("Alt+Enter", "Take the proposed writing of a name"),
        KeyHelp("F8", "Next thing missing"),
        KeyHelp("Ctrl+Enter", "Seats and bags"),
    )

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(tab, parent)
        self._editors: dict[int, TravellerEditor] = {}  # made when first shown
        self._touched: dict[str, set[str]] = {}
        self._offer_id = ""
        self._shown = 0
        self._people = TravellerList(tab.theme)
        self._people.chosen.connect(self._show)
        self._people.wants_contact.connect(lambda: self._show(0, "email"))
        self._name = label(tab.theme, "", "title")
        self._kind = Badge(tab.theme, "", "circle-user")
        self._paste = Button(tab.theme, "Paste passport lines", icon="clipboard-paste", key="Ctrl Shift V")
        self._paste.setToolTip("Read the passport's lines from the clipboard (Ctrl+Shift+V)")
        self._passport = PassportReading(tab.theme, self, self._today, self)
        self._paste.clicked.connect(self._passport.paste)
        self._stack = QStackedWidget()
        self._contact = Button(tab.theme, "Use this e-mail and phone for all", icon="copy", small=True)
        self._contact.setToolTip("Takes back what others have of their own")
        self._contact.clicked.connect(self._copy_contact)
        self._scroll = ScrollPane(sideways=False)
        self._lay_out()
        self._bind_keys()

    def _bind_keys(self) -> None:
        for keys, deed in (
            ("Ctrl+Down", lambda: self._show(self._shown + 1)),
            ("Ctrl+Up", lambda: self._show(self._shown - 1)),
            ("PgDown", lambda: self._show(self._shown + 1)),
            ("PgUp", lambda: self._show(self._shown - 1)),
            ("Ctrl+PgDown", lambda: self._show(self._people.count - 1)),
            ("Ctrl+PgUp", lambda: self._show(0)),
            ("Ctrl+Shift+V", self._passport.paste),
            ("F8", self._next_missing),
        ):
            on_key(self, keys, deed)

    # --- the page

    def enter(self) -> None:
        offer = self.tab.draft.offer
        if offer is None:
            return
        if tuple(form.passenger_id for form in self.tab.draft.travellers) != tuple(one.id for one in offer.passengers):
            known = self.tab.draft.travellers or self._searched_with()
            self.tab.fold(replace(self.tab.draft, travellers=forms_for(offer, known)))
        if self._offer_id != offer.id:
            self._forget_editors()
            self._people.show_count(len(offer.passengers))
            self._fit()
            self._offer_id = offer.id
        for number, editor in self._editors.items():
            editor.show_form(self.tab.draft.travellers[number])
        shown, scroll = self.tab.draft.look(_SHOWN), self.tab.draft.look(_SCROLL)
        self._show(int(shown) if shown.isdecimal() else 0, self.tab.draft.look(_FOCUS) or "given_name")
        if scroll.isdecimal():
            QTimer.singleShot(0, self, lambda: self._scroll_to(int(scroll)))

    def _searched_with(self) -> tuple[TravellerForm, ...]:
        """Whoever's accounts went with the search has a name already (API.md 14)."""
        search = self.tab.draft.search
        return tuple(
            TravellerForm(
                "",
                given_name=member.given_name,
                family_name=member.family_name,
                loyalty_number=", ".join(f"{one.airline} {one.number}" for one in member.accounts),
            )
            for member in (search.members if search is not None else ())
        )

    def leave(self) -> None:
        """Phones as they will be sent; then where the agent was."""
        if not self._editors:
            return
        for number in range(len(self.tab.draft.travellers)):
            self._spell_phone(number)
        field = self._editors[self._shown].focused_field
        draft = self.tab.draft.with_look(_SHOWN, str(self._shown))
        draft = draft.with_look(_SCROLL, str(self._scroll.verticalScrollBar().value()))
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
        self._fit()

    def _fit(self) -> None:
        """In the smallest windows the list is a row of chips above the form (SPEC 2)."""
        narrow = self.window().width() < _CHIPS_UNDER
        self._people.be_chips(narrow)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._whole.setDirection(down if narrow else across)

    def _scroll_to(self, value: int) -> None:
        if isValid(self._scroll):
            self._scroll.verticalScrollBar().setValue(value)

    # --- judging

    def _flaws(self) -> tuple[Flaw, ...]:
        offer, forms = self.tab.draft.offer, self.tab.draft.travellers
        if offer is None or len(forms) != len(offer.passengers):
            return ()
        return check(forms, offer, self._today(), self._international)

    def _today(self) -> date:
        return self.tab.now().astimezone().date()

    def _international(self, text: str) -> str | None:
        found = read(text, self._homes())
        return found.e164 if isinstance(found, Phone) else None

    def _homes(self) -> tuple[str, ...]:
        """Where a number without a country is probably from: the agency's country, then those of the route."""
        home = self.tab.places.airport(self.tab.preferences().home_airport)
        offer = self.tab.draft.offer
        route = [end.country for part in offer.slices for end in (part.origin, part.destination)] if offer else []
        countries = [home.country if home is not None else HOME, *route]
        return tuple(dict.fromkeys(country for country in countries if country)) or (HOME,)

    def _judge(self) -> None:
        offer, forms = self.tab.draft.offer, self.tab.draft.travellers
        if offer is None or len(forms) != len(offer.passengers):
            return
        today, flaws = self._today(), self._flaws()
        seen = (*flaws, *warnings(forms, offer, today))
        for number, form in enumerate(forms):
            own = [flaw for flaw in seen if flaw.passenger_id == form.passenger_id]
            self._people.show_standing(number, self._standing(number, form, errors(own)))
            if number == self._shown:
                self._judge_shown(form, own, today)
        first = {flaw.field for flaw in errors(flaws) if flaw.passenger_id == forms[0].passenger_id}
        self._people.show_contact(complete=not first & {"email", "phone"})
        self.ready.emit(not errors(flaws))

    def _judge_shown(self, form: TravellerForm, own: Sequence[Flaw], today: date) -> None:
        offer = self.tab.draft.offer
        editor = self._editors.get(self._shown)
        if editor is None or offer is None:
            return
        compared = self._passport.compared(form)
        touched = self._touched.setdefault(form.passenger_id, set())
        contact = self.tab.draft.travellers[0] if self._shown else None
        editor.name_adults(self._adults())
        editor.judge(Judgement(own, touched, today, self._homes(), compared, contact))
        self._name.setText(_full_name(form) or f"{self._kind_words(self._shown)}, not named yet".capitalize())
        self._kind.say(self._kind_words(self._shown).capitalize(), "circle-user", "text2")
        self._kind.setVisible(bool(_full_name(form)))

    def _standing(self, number: int, form: TravellerForm, own: Sequence[Flaw]) -> Standing:
        wrong = sum(flaw.why is not Wrong.MISSING for flaw in own)
        name = _full_name(form)
        initials = "".join(part[:1] for part in (form.given_name.strip(), form.family_name.strip())).upper()
        return Standing(name, self._kind_words(number), initials or str(number + 1), len(own), wrong)

    def _kind_words(self, number: int) -> str:
        """'adult', 'child, 7'."""
        offer = self.tab.draft.offer
        assert offer is not None
        passenger = offer.passengers[number]
        kind = kind_of(passenger)
        aged = kind is PassengerKind.CHILD and passenger.age is not None
        return f"{words.passenger_kind(kind)}, {passenger.age}" if aged else words.passenger_kind(kind)

    def _adults(self) -> dict[str, str]:
        """Adults by passenger id, named as far as they are."""
        offer = self.tab.draft.offer
        assert offer is not None
        names: dict[str, str] = {}
        for number, (passenger, form) in enumerate(zip(offer.passengers, self.tab.draft.travellers, strict=True)):
            if kind_of(passenger) is PassengerKind.ADULT:
                names[passenger.id] = _full_name(form) or f"Adult {number + 1}"
        return names

    # --- moving

    def _show(self, number: int, field: str = "given_name") -> None:
        if 0 <= number < self._people.count:
            self._shown = number
            editor = self._editor(number)
            self._stack.setCurrentWidget(editor)
            self._passport.card.hide()
            self._judge()
            self._people.check(number)
            self._contact.setVisible(self._people.count > 1 and number == 0)
            editor.focus_field(field)
            if (target := editor.field(field)) is not None:
                self._scroll.ensureWidgetVisible(target, 0, 20)

    def _next_missing(self) -> None:
        ids = [form.passenger_id for form in self.tab.draft.travellers]
        flaws = errors(self._flaws())
        if not flaws:
            announce(self, "Nothing is missing.")
            return
        here = (self._shown, self._editors[self._shown].focused_field)
        places = [(ids.index(flaw.passenger_id), flaw.field) for flaw in flaws]
        if here in places:
            after = places[(places.index(here) + 1) % len(places)]
        else:
            after = next((place for place in places if place[0] >= self._shown), places[0])
        self._touched.setdefault(ids[after[0]], set()).add(after[1])
        self._show(*after)

    # --- folding

    def _changed(self, number: int, form: object) -> None:
        assert isinstance(form, TravellerForm)
        self._put(number, form)
        self._judge()

    def _put(self, number: int, form: TravellerForm, *, shown: bool = True) -> None:
        forms = list(self.tab.draft.travellers)
        forms[number] = form
        self.tab.fold(replace(self.tab.draft, travellers=tuple(forms)))
        if not shown and number in self._editors:
            self._editors[number].show_form(form)

    def _left(self, number: int, field: str) -> None:
        if number < len(self.tab.draft.travellers):
            self._touched.setdefault(self.tab.draft.travellers[number].passenger_id, set()).add(field)
            if field == "phone":
                self._spell_phone(number)
            elif field == "document_country":
                self._spell_country(number)
            self._judge()

    def _spell_phone(self, number: int) -> None:
        """A number without its country is written out with it, in the field, where the agent sees it."""
        form = self.tab.draft.travellers[number]
        found = read(form.phone, self._homes())
        if form.phone.strip() and isinstance(found, Phone) and not names_country(form.phone):
            self._put(number, replace(form, phone=found.shown), shown=False)

    def _spell_country(self, number: int) -> None:
        """'gb' and 'germ' become the country's name, in the field, where the agent sees it."""
        form = self.tab.draft.travellers[number]
        country = read_country(form.document_country)
        if country is not None:
            self._put(number, replace(form, document_country=shown(country)), shown=False)

    def _copy_contact(self) -> None:
        """The others have none of their own any more, so that the first one's stands for all."""
        self._spell_phone(0)
        first, *rest = self.tab.draft.travellers
        forms = (first, *(replace(form, email="", phone="") for form in rest))
        self.tab.fold(replace(self.tab.draft, travellers=forms))
        for number, editor in self._editors.items():
            editor.show_form(forms[number])
        self._judge()
        announce(self, f"All {len(forms)} passengers have this e-mail and phone.")

    # --- passport lines

    def form_shown(self) -> TravellerForm:
        return self.tab.draft.travellers[self._shown]

    def takes_documents(self) -> bool:
        return self.tab.draft.offer is not None and takes_documents(self.tab.draft.offer)

    def put_form(self, form: TravellerForm) -> None:
        self._put(self._shown, form, shown=False)

    def lines_changed(self) -> None:
        self._judge()
        self._scroll.verticalScrollBar().setValue(0)

    def focus_first(self) -> None:
        self._editors[self._shown].focus_field("given_name")

    def _scanned(self, number: int, text: str, before: object) -> None:
        assert isinstance(before, TravellerForm)
        if number == self._shown and self._passport.scanned(text, before):
            self._editors[number].forget_scan()

    # --- layout

    def _editor(self, number: int) -> TravellerEditor:
        """The form of a passenger, made when it is first asked for: nine at once would hold the window."""
        offer = self.tab.draft.offer
        assert offer is not None
        if number not in self._editors:
            editor = TravellerEditor(self.tab.theme, offer, offer.passengers[number], self._adults())
            editor.show_form(self.tab.draft.travellers[number])
            editor.changed.connect(lambda form: self._changed(number, form))
            editor.left.connect(lambda field: self._left(number, field))
            editor.scanned.connect(lambda text, before: self._scanned(number, text, before))
            self._editors[number] = editor
            self._stack.addWidget(editor)
        return self._editors[number]

    def _forget_editors(self) -> None:
        for old in self._editors.values():
            self._stack.removeWidget(old)
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._editors, self._shown = {}, 0

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name)
        head.addWidget(self._kind)
        head.addStretch(1)
        head.addWidget(self._paste)
        form = QFrame()
        form.setMaximumWidth(_FORM)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._passport.card)
        column.addWidget(self._stack)
        column.addWidget(self._contact, 0, Qt.AlignmentFlag.AlignLeft)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(20, 12, 20, 16)
        row.addWidget(form, 1, Qt.AlignmentFlag.AlignTop)
        row.addStretch(0)
        self._scroll.setWidget(inside)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self._people)
        self._whole.addWidget(self._scroll, 1)


def _full_name(form: TravellerForm) -> str:
    """As one speaks of somebody: the first given name and the family name."""
    return " ".join([*form.given_name.split()[:1], *form.family_name.split()])[:_LONGEST]
