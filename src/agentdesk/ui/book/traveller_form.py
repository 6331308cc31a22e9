"""The form of one passenger: only the fields that the offer needs, checked while typing."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from agentdesk.travel.dates import NoDate, read_birthday
from agentdesk.travel.journeys import last_departure
from agentdesk.travel.offers import Offer
from agentdesk.travel.passenger_rules import Flaw, Wrong, kind_of
from agentdesk.travel.passengers import OfferPassenger, PassengerKind, TravellerForm, age_on
from agentdesk.ui import words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.field import Choice, Field, Framed
from agentdesk.ui.widgets.labels import label

_TITLES: dict[str, object] = {"Mr": "mr", "Ms": "ms", "Mrs": "mrs", "Miss": "miss", "Dr": "dr"}
_GENDERS: dict[str, object] = {"Female": "f", "Male": "m"}
_TEXTS = {
    "given_name": ("Given name", "As in the passport"),
    "family_name": ("Family name", "As in the passport"),
    "born": ("Born", "24jul87, 24/07/1987"),
    "email": ("E-mail", ""),
    "phone": ("Phone", "Any form; +44 is added"),
    "document_number": ("Passport number", ""),
    "document_country": ("Issued by", "Two letters, such as GB"),
    "document_expires": ("Passport ends", "12jan2031"),
    "loyalty_airline": ("Loyalty airline", ""),
    "loyalty_number": ("Loyalty number", ""),
}


class TravellerEditor(QWidget):
    """Shows a `TravellerForm`; says `changed` with the new one on every input, `left` when a field is left."""

    changed = Signal(object)
    left = Signal(str)

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
        self._lay_out(adults)

    @property
    def form(self) -> TravellerForm:
        return self._form

    def show_form(self, form: TravellerForm) -> None:
        self._form = form
        for name, field in self._fields.items():
            value = getattr(form, name)
            if isinstance(field, Field | Choice):
                field.put(value)

    def name_adults(self, adults: dict[str, str]) -> None:
        """The adults an infant can sit with, by passenger id, as far as they have names."""
        field = self._fields.get("carried_by")
        if isinstance(field, Choice):
            field.offer({name: passenger_id for passenger_id, name in adults.items()}, self._form.carried_by)

    def show_flaws(self, flaws: list[Flaw], touched: set[str], today: date) -> None:
        """Errors at fields that were left or typed wrong; a missing one is quiet until then."""
        by_field = {flaw.field: flaw.why for flaw in flaws}
        for name, field in self._fields.items():
            why = by_field.get(name)
            loud = why is not None and (name in touched or why is not Wrong.MISSING) and not self._typing(name, why)
            if why is not None and loud and not why.is_warning:
                field.wrong(words.FORM_TROUBLE[why])
                continue
            if field.error:
                field.wrong("")
            if why is not None and why.is_warning:
                field.hint(words.FORM_TROUBLE[why], "warn")
        self._say_age(by_field, today)

    def focus_field(self, name: str) -> None:
        if name in self._fields:
            self._fields[name].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def focused_field(self) -> str:
        """The name of the field that has the keyboard; "" when none."""
        return next((name for name, field in self._fields.items() if _has_keyboard(field)), "")

    def _typing(self, name: str, why: Wrong) -> bool:
        """A field being typed in is told at once only what more typing cannot mend."""
        hopeless = (Wrong.NAME_LETTERS, Wrong.NAME_TOO_LONG, Wrong.NAME_TWICE)
        return _has_keyboard(self._fields[name]) and why not in hopeless

    def _say_age(self, by_field: dict[str, Wrong], today: date) -> None:
        field = self._fields["born"]
        if "born" in by_field or field.error:
            return
        born = read_birthday(self._form.born, today)
        if not isinstance(born, NoDate):
            age = age_on(born, last_departure(self._offer.slices))
            field.hint(f"{words.full_date(born)}, age {age}", "good")

    def _fold(self, name: str, value: object) -> None:
        self._form = replace(self._form, **{name: str(value)})
        self.changed.emit(self._form)

    # --- layout

    def _lay_out(self, adults: dict[str, str]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        self._add(grid, 0, 0, self._choice("title", "Title", _TITLES))
        self._add(grid, 0, 1, self._text("given_name"))
        self._add(grid, 0, 2, self._text("family_name"))
        self._add(grid, 1, 0, self._choice("gender", "Gender", _GENDERS))
        self._add(grid, 1, 1, self._text("born"))
        if kind_of(self._passenger) is PassengerKind.INFANT:
            values: dict[str, object] = {name: passenger_id for passenger_id, name in adults.items()}
            self._add(grid, 1, 2, self._choice("carried_by", "On the lap of", values))
        self._add(grid, 2, 0, self._text("email"), span=2)
        self._add(grid, 2, 2, self._text("phone"))
        row = 3
        if self._offer.documents_required:
            for place, name in enumerate(("document_number", "document_country", "document_expires")):
                self._add(grid, row, place, self._text(name))
            row += 1
        if self._offer.loyalty_airlines:
            self._fields["loyalty_airline"] = field = self._text("loyalty_airline")
            field.hint(f"Taken here: {', '.join(self._offer.loyalty_airlines)}")
            self._add(grid, row, 0, field)
            self._add(grid, row, 1, self._text("loyalty_number"))
        for column in range(3):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, 130)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        kind = words.passenger_kind(kind_of(self._passenger)).capitalize()
        age = f", {self._passenger.age} years" if self._passenger.age and kind == "Child" else ""
        whole.addWidget(label(self._theme, f"{kind}{age}", "heading"))
        whole.addLayout(grid)

    def _add(self, grid: QGridLayout, row: int, column: int, field: Framed, span: int = 1) -> None:
        grid.addWidget(field, row, column, 1, span)

    def _text(self, name: str) -> Field:
        shown, hint = _TEXTS[name]
        field = Field(self._theme, shown, hint=hint)
        field.edited.connect(lambda text: self._fold(name, text))
        field.left.connect(lambda: self.left.emit(name))
        self._fields[name] = field
        return field

    def _choice(self, name: str, shown: str, values: dict[str, object]) -> Choice:
        field = Choice(self._theme, shown, values)
        field.chosen.connect(lambda value: self._fold(name, value))
        self._fields[name] = field
        return field


def _has_keyboard(field: Framed) -> bool:
    proxy = field.focusProxy()
    return proxy is not None and proxy.hasFocus()
