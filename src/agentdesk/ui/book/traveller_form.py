"""The form of one passenger: only the fields that the offer needs, checked while typing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel.countries import read_country, shown
from agentdesk.travel.mrz import looks_begun
from agentdesk.travel.name_rules import advice, in_lines
from agentdesk.travel.offers import Offer
from agentdesk.travel.passenger_rules import Flaw, Wrong, document_kind, kind_of, loyalty_text, takes_documents
from agentdesk.travel.passengers import OfferPassenger, PassengerKind, TravellerForm
from agentdesk.travel.passport_filling import Comparison
from agentdesk.travel.phones import NoPhone, Phone
from agentdesk.travel.phones import read as read_phone
from agentdesk.ui.book import traveller_words
from agentdesk.ui.book.traveller_fields import FormField, Pick
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.field import Choice, Field, Framed
from agentdesk.ui.widgets.labels import hairline

_TITLES: dict[str, object] = {"Mr": "mr", "Ms": "ms", "Mrs": "mrs", "Miss": "miss", "Dr": "dr"}
_GENDERS: dict[str, object] = {"Female": "f", "Male": "m"}
_KINDS = {
    "passport": "Passport",
    "tax_id": "Tax number",
    "known_traveler_number": "Known traveller",
    "passenger_redress_number": "Redress number",
}
_TEXTS = {
    "given_name": ("Given name", "As in the passport"),
    "family_name": ("Family name", "As in the passport"),
    "born": ("Born", "24jul87, 24/07/1987"),
    "email": ("E-mail", ""),
    "phone": ("Phone", "With + and country, or as dialled at home"),
    "document_number": ("Passport number", "As printed in it"),
    "document_country": ("Issued by", "Country by name or code"),
    "document_expires": ("Expires", "12jan2031"),
    "loyalty_number": ("Frequent flyer", ""),
}
_NAMES = ("given_name", "family_name")
_TITLE_WIDTH, _GAP = 88, 12


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is known of one form: flaws and warnings, the fields that were left, and the passport beside it."""

    flaws: Sequence[Flaw]
    touched: set[str]
    today: date
    homes: Sequence[str]  # the countries a phone number may be of, the likeliest first
    compared: Sequence[Comparison] = ()
    contact: TravellerForm | None = None  # whose e-mail and phone stand for this passenger's too


class TravellerEditor(QWidget):
    """Shows a `TravellerForm`; says `changed` with the new one on every input, `left` when a field is left.

    `scanned` says a text that may hold passport lines, and the form as it was before they came.
    """

    changed = Signal(object)
    left = Signal(str)
    scanned = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        offer: Offer,
        passenger: OfferPassenger,
        adults: dict[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._offer, self._passenger = offer, passenger
        self._form = TravellerForm(passenger.id)
        self._fields: dict[str, Framed] = {}
        self._theme = theme
        self._before_scan: TravellerForm | None = None
        self._first_line = ""
        self._typed_in = self._as_found = ""
        self._lay_out(adults)

    @property
    def form(self) -> TravellerForm:
        return self._form

    def field(self, name: str) -> Framed | None:
        return self._fields.get(name)

    def show_form(self, form: TravellerForm) -> None:
        self._form = form
        for name, field in self._fields.items():
            value = getattr(form, name)
            if name == "loyalty_number":
                value = loyalty_text(form)
            elif name == "document_kind":
                value = document_kind(form, self._offer)
            if isinstance(field, Field | Choice):
                field.put(value)

    def name_adults(self, adults: dict[str, str]) -> None:
        """The adults an infant can sit with, by passenger id, as far as they have names."""
        field = self._fields.get("carried_by")
        if isinstance(field, Choice):
            field.offer({name: passenger_id for passenger_id, name in adults.items()}, self._form.carried_by)

    def focus_field(self, name: str) -> None:
        if name in self._fields:
            self._fields[name].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def focused_field(self) -> str:
        """The name of the field that has the keyboard; "" when none."""
        return next((name for name, field in self._fields.items() if _has_keyboard(field)), "")

    # --- judging

    def judge(self, known: Judgement) -> None:
        """Errors at fields that were left or typed wrong, a missing one once left; then whatever else is known."""
        first: dict[str, Wrong] = {}
        for flaw in (*(one for one in known.flaws if not one.why.is_warning), *known.flaws):
            first.setdefault(flaw.field, flaw.why)
        beside = {one.field: one for one in known.compared}
        for name, field in self._fields.items():
            why = first.get(name)
            if why is not None and not why.is_warning and self._is_loud(name, why, known.touched):
                self._show_error(name, field, why, known)
                continue
            if field.error:
                field.wrong("")
            if why is not None and why.is_warning:
                field.hint(traveller_words.trouble(name, why, self._form, self._offer, known.today), "warn")
            else:
                self._show_calm(name, field, beside.get(name), known, is_right=why is None)
        for name in _NAMES:
            field = self._fields[name]
            if isinstance(field, FormField):
                field.propose(self._proposal(name, beside.get(name)))
        self._show_contact(known.contact)

    def _is_loud(self, name: str, why: Wrong, touched: set[str]) -> bool:
        """A field being typed in is told at once only what more typing cannot mend."""
        hopeless = (Wrong.NAME_LETTERS, Wrong.NAME_TOO_LONG, Wrong.NAME_TWICE)
        if _has_keyboard(self._fields[name]) and why not in hopeless:
            return name in touched and why is not Wrong.MISSING
        return name in touched or why is not Wrong.MISSING

    def _show_error(self, name: str, field: Framed, why: Wrong, known: Judgement) -> None:
        if why is Wrong.PHONE and isinstance(no := read_phone(self._form.phone, known.homes), NoPhone):
            field.wrong(traveller_words.phone_trouble(no))
        else:
            field.wrong(traveller_words.trouble(name, why, self._form, self._offer, known.today))

    def _show_calm(
        self, name: str, field: Framed, beside: Comparison | None, known: Judgement, *, is_right: bool
    ) -> None:
        if beside is not None and not beside.agrees:
            field.hint(f"The passport lines say {beside.said}", "warn")
        elif beside is not None and not beside.certain:
            field.hint("Its check digit disagrees: compare", "warn", icon="scan-line")
        else:
            text, role = self._calm(name, known, is_right=is_right)
            if beside is not None and role == "text3":
                text = text if name in _NAMES else "As in the passport lines"
            field.hint(text, role, icon="scan-line" if beside is not None else "")

    def _calm(self, name: str, known: Judgement, *, is_right: bool) -> tuple[str, str]:
        """The hint of a field without trouble, and its role."""
        text = str(getattr(self._form, name))
        if name == "document_country" and text.strip() and not is_right:
            return traveller_words.country_note(text) or self._plain(name), "text3"
        if not text.strip() or not is_right:
            return self._plain(name), "text3"
        if name in _NAMES:
            return _as_sent(text), "text3"
        if name == "born":
            return traveller_words.age_note(self._form, self._offer, known.today), "good"
        if name == "phone" and isinstance(phone := read_phone(text, known.homes), Phone):
            return traveller_words.phone_note(phone), "good"
        if name == "document_country" and (country := read_country(text)) is not None:
            return (shown(country), "good") if text.strip() != shown(country) else ("", "text3")
        return self._plain(name), "text3"

    def _plain(self, name: str) -> str:
        if name == "loyalty_number":
            return f"{self._offer.owner.name} takes {', '.join(self._offer.loyalty_airlines)}"
        return _TEXTS[name][1] if name in _TEXTS else ""

    def _proposal(self, name: str, beside: Comparison | None) -> str:
        """Another writing of a name: one that the airline takes, or what the passport's lines may stand for."""
        text = str(getattr(self._form, name))
        found = advice(text)
        if found is not None:
            return found.proposal
        return beside.other if beside is not None and beside.said == text else ""

    def _show_contact(self, contact: TravellerForm | None) -> None:
        for name in ("email", "phone"):
            field = self._fields[name]
            if isinstance(field, Field):
                text = str(getattr(contact, name)).strip() if contact is not None else ""
                field.edit.setPlaceholderText(text)
                if text and not field.text:
                    whose = contact.given_name.strip() if contact is not None else ""
                    field.hint(f"As {whose or 'the first passenger'}; type another if it differs")

    # --- folding

    def _fold(self, name: str, value: object) -> None:
        self._form = replace(self._form, **{name: str(value)})
        if name == "loyalty_number":
            self._form = replace(self._form, loyalty_airline="")
        self.changed.emit(self._form)

    def _typed(self, name: str, text: str) -> None:
        """Passport lines may come into any field, pasted or typed by a wand, the second in the next field."""
        if self._typed_in != name:
            self._typed_in, self._as_found = name, str(getattr(self._form, name))
        if "<" not in text and "«" not in text:
            if not self._first_line:
                self._before_scan = None
            self._fold(name, text)
            return
        if self._before_scan is None:  # the capitals before the first filler are of the lines already
            typed = re.sub(r"[A-Z0-9<«\s]+$", "", text.split("<")[0].split("«")[0])
            self._before_scan = replace(self._form, **{name: typed or self._as_found})
        before = self._before_scan
        self._fold(name, text)
        self.scanned.emit(f"{self._first_line}\n{text}" if self._first_line else text, before)

    def _leave(self, name: str) -> None:
        self._typed_in = ""
        text = str(getattr(self._form, name))
        if looks_begun(text):
            self._first_line = text
        elif "<" not in text:
            self._first_line = ""
            self._before_scan = None
        self.left.emit(name)

    def forget_scan(self) -> None:
        """The lines were taken: the next ones start afresh."""
        self._first_line = self._typed_in = ""
        self._before_scan = None

    def _take(self, name: str, text: str) -> None:
        field = self._fields[name]
        assert isinstance(field, FormField)
        field.put(text)
        self._fold(name, text)

    # --- layout

    def _lay_out(self, adults: dict[str, str]) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        names = QHBoxLayout()
        names.setSpacing(_GAP)
        title = self._choice("title", "Title", _TITLES)
        title.setFixedWidth(_TITLE_WIDTH)
        names.addWidget(title)
        for name in _NAMES:
            names.addWidget(self._text(name), 1)
        whole.addLayout(names)
        person: list[Framed] = [self._text("born"), self._choice("gender", "Gender", _GENDERS)]
        if kind_of(self._passenger) is PassengerKind.INFANT:
            values: dict[str, object] = {name: passenger_id for passenger_id, name in adults.items()}
            person.append(self._choice("carried_by", "On the lap of", values))
        self._rows(whole, person)
        whole.addWidget(hairline())
        whole.addSpacing(6)
        fields: list[Framed] = []
        if self._offer.documents_required:
            fields += self._documents()
        fields += [self._text("email"), self._text("phone")]
        if self._offer.loyalty_airlines:
            fields.append(self._text("loyalty_number"))
        self._rows(whole, fields)
        if takes_documents(self._offer) and not self._offer.documents_required:
            whole.addWidget(hairline())
            whole.addSpacing(6)
            self._rows(whole, self._documents())

    def _documents(self) -> list[Framed]:
        """Passport number, country and end; first its kind where the airline takes several."""
        fields: list[Framed] = []
        if len(self._offer.document_kinds) > 1:
            kinds: dict[str, object] = {_KINDS.get(kind, kind): kind for kind in self._offer.document_kinds}
            fields.append(self._choice("document_kind", "Document", kinds))
        number = self._text("document_number")
        if self._offer.document_kinds and "passport" not in self._offer.document_kinds:
            number.rename(_KINDS.get(self._offer.document_kinds[0], "Document number"))
        elif len(self._offer.document_kinds) > 1:
            number.rename("Document number")
        return [*fields, number, self._text("document_country"), self._text("document_expires")]

    def _rows(self, whole: QVBoxLayout, fields: Sequence[Framed]) -> None:
        """In rows of three; what is left free stays free, so that columns stand under columns."""
        for start in range(0, len(fields), 3):
            row = QHBoxLayout()
            row.setSpacing(_GAP)
            for field in fields[start : start + 3]:
                row.addWidget(field, 1)
            for _ in range(3 - len(fields[start : start + 3])):
                row.addWidget(QWidget(), 1)
            whole.addLayout(row)

    def _text(self, name: str) -> FormField:
        text, hint = _TEXTS[name]
        field = FormField(self._theme, text, hint=hint)
        field.edited.connect(lambda typed: self._typed(name, typed))
        field.left.connect(lambda: self._leave(name))
        field.proposed.connect(lambda taken: self._take(name, taken))
        self._fields[name] = field
        return field

    def _choice(self, name: str, text: str, values: dict[str, object]) -> Pick:
        field = Pick(self._theme, text, values)
        field.chosen.connect(lambda value: self._fold(name, value))
        self._fields[name] = field
        return field


def _as_sent(name: str) -> str:
    """What the airline gets, and how passport lines would write it where that differs."""
    tidy = " ".join(name.split())
    lines = in_lines(tidy)
    other = f" (passport lines: {lines})" if lines and lines != tidy.upper() else ""
    return f"The airline gets {tidy.upper()}{other}"


def _has_keyboard(field: Framed) -> bool:
    proxy = field.focusProxy()
    return proxy is not None and proxy.hasFocus()
