"""What a booking needs of each passenger (API.md 7.3): a typed form becomes a `Traveller`, or each reason why not."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from agentdesk.travel.dates import NoDate, read_birthday, read_expiry
from agentdesk.travel.journeys import last_departure
from agentdesk.travel.offers import Offer
from agentdesk.travel.passengers import (
    ADULT_AGE,
    INFANT_UNDER,
    Document,
    Loyalty,
    OfferPassenger,
    PassengerKind,
    Traveller,
    TravellerForm,
    age_on,
)

TITLES = ("mr", "ms", "mrs", "miss", "dr")
GENDERS = ("m", "f")
LONGEST_NAME = 20
_TITLE_GENDER = {"mr": "m", "ms": "f", "mrs": "f", "miss": "f"}
_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_FORBIDDEN_LETTERS = frozenset("ÆæĲĳŒœÞð" + "ªºµ")  # the upstream's own, and signs that only count as letters

PhoneReader = Callable[[str], str | None]
"""A typed phone number to E.164, None when it is none."""


class Wrong(StrEnum):
    """What is wrong with a field; the last ones are warnings that do not stop a booking."""

    MISSING = "missing"
    NAME_LETTERS = "name_letters"
    NAME_TOO_LONG = "name_too_long"
    NAME_TWICE = "name_twice"
    DATE_NOT_UNDERSTOOD = "date_not_understood"
    BORN_LATER = "born_later"
    NOT_ADULT = "not_adult"
    NOT_THE_AGE = "not_the_age"
    NOT_INFANT = "not_infant"
    MAIL = "mail"
    PHONE = "phone"
    NO_CARRIER = "no_carrier"
    CARRIER_TAKEN = "carrier_taken"
    COUNTRY = "country"
    DOCUMENT_ENDS = "document_ends"
    LOYALTY_AIRLINE = "loyalty_airline"
    TITLE_GENDER = "title_gender"

    @property
    def is_warning(self) -> bool:
        return self is Wrong.TITLE_GENDER


@dataclass(frozen=True, slots=True)
class Flaw:
    """A field of one passenger's form and what is wrong with it."""

    passenger_id: str
    field: str  # the name of the attribute of `TravellerForm`
    why: Wrong


def forms_for(offer: Offer, before: Sequence[TravellerForm] = ()) -> tuple[TravellerForm, ...]:
    """An empty form for each passenger of the offer; what was typed for the one in the same place is kept."""
    ids = [one.id for one in offer.passengers]
    old_ids = [form.passenger_id for form in before]
    forms: list[TravellerForm] = []
    for place, passenger_id in enumerate(ids):
        form = before[place] if place < len(before) else TravellerForm(passenger_id)
        carried = form.carried_by
        seat = old_ids.index(carried) if carried in old_ids else len(ids)
        carrier = ids[seat] if seat < len(ids) and offer.passengers[seat].is_adult else ""
        forms.append(replace(form, passenger_id=passenger_id, carried_by=carrier))
    return _tie_infants(offer, forms)


def _tie_infants(offer: Offer, forms: list[TravellerForm]) -> tuple[TravellerForm, ...]:
    """Each infant without an adult gets the first free one."""
    taken = {form.carried_by for form in forms if form.carried_by}
    free = [one.id for one in offer.passengers if one.is_adult and one.id not in taken]
    for place, passenger in enumerate(offer.passengers):
        if passenger.is_infant and not forms[place].carried_by and free:
            forms[place] = replace(forms[place], carried_by=free.pop(0))
    return tuple(forms)


def kind_of(passenger: OfferPassenger) -> PassengerKind:
    """How we speak of the passenger; the airline may still treat an age its own way."""
    if passenger.is_infant:
        return PassengerKind.INFANT
    return PassengerKind.ADULT if passenger.is_adult else PassengerKind.CHILD


def check(forms: Sequence[TravellerForm], offer: Offer, today: date, read_phone: PhoneReader) -> tuple[Flaw, ...]:
    """All flaws of all forms, warnings too, in the order of the form."""
    flaws: list[Flaw] = []
    for form in forms:
        passenger = offer.passenger(form.passenger_id)
        for field, why in _flaws(form, passenger, offer, today, read_phone):
            flaws.append(Flaw(form.passenger_id, field, why))
    flaws += _same_names(forms)
    flaws += _shared_carriers(forms)
    return tuple(flaws)


def errors(flaws: Sequence[Flaw]) -> tuple[Flaw, ...]:
    """Those that stop a booking."""
    return tuple(flaw for flaw in flaws if not flaw.why.is_warning)


def complete(
    forms: Sequence[TravellerForm], offer: Offer, today: date, read_phone: PhoneReader
) -> tuple[Traveller, ...] | None:
    """The travellers, once no form has an error; None while one has (`check` says which)."""
    if errors(check(forms, offer, today, read_phone)):
        return None
    carried = {form.carried_by: form.passenger_id for form in forms if offer.passenger(form.passenger_id).is_infant}
    return tuple(_traveller(form, offer, today, read_phone, carried.get(form.passenger_id, "")) for form in forms)


def _traveller(form: TravellerForm, offer: Offer, today: date, read_phone: PhoneReader, infant_id: str) -> Traveller:
    born = read_birthday(form.born, today)
    phone = read_phone(form.phone)
    if isinstance(born, NoDate) or phone is None:
        raise ValueError("a form with flaws cannot become a traveller")
    return Traveller(
        passenger_id=form.passenger_id,
        kind=kind_of(offer.passenger(form.passenger_id)),
        title=form.title,
        given_name=_name(form.given_name),
        family_name=_name(form.family_name),
        gender=form.gender,
        born=born,
        email=form.email.strip(),
        phone=phone,
        infant_id=infant_id,
        document=_document(form, today),
        loyalty=_loyalty(form),
    )


def _name(text: str) -> str:
    return " ".join(text.split())


def _document(form: TravellerForm, today: date) -> Document | None:
    if not form.document_number.strip():
        return None
    ends = read_expiry(form.document_expires, today) if form.document_expires.strip() else None
    return Document(
        kind=form.document_kind or "passport",
        number="".join(form.document_number.split()).upper(),
        country=form.document_country.strip().upper(),
        expires=ends if isinstance(ends, date) else None,
    )


def _loyalty(form: TravellerForm) -> tuple[Loyalty, ...]:
    if not form.loyalty_number.strip():
        return ()
    return (Loyalty(form.loyalty_airline.strip().upper(), form.loyalty_number.strip()),)


_Found = list[tuple[str, Wrong]]


def _flaws(
    form: TravellerForm, passenger: OfferPassenger, offer: Offer, today: date, read_phone: PhoneReader
) -> _Found:
    found: _Found = []
    if form.title not in TITLES:
        found.append(("title", Wrong.MISSING))
    for field, text in (("given_name", form.given_name), ("family_name", form.family_name)):
        if (why := name_flaw(text)) is not None:
            found.append((field, why))
    if form.gender not in GENDERS:
        found.append(("gender", Wrong.MISSING))
    elif _TITLE_GENDER.get(form.title, form.gender) != form.gender:
        found.append(("gender", Wrong.TITLE_GENDER))
    if (why := _birthday_flaw(form.born, passenger, offer, today)) is not None:
        found.append(("born", why))
    if not _MAIL.fullmatch(form.email.strip()):
        found.append(("email", Wrong.MAIL if form.email.strip() else Wrong.MISSING))
    if read_phone(form.phone) is None:
        found.append(("phone", Wrong.PHONE if form.phone.strip() else Wrong.MISSING))
    if passenger.is_infant and form.carried_by not in {one.id for one in offer.passengers if one.is_adult}:
        found.append(("carried_by", Wrong.NO_CARRIER))
    found += _document_flaws(form, offer, today)
    if form.loyalty_number.strip() and form.loyalty_airline.strip().upper() not in offer.loyalty_airlines:
        found.append(("loyalty_airline", Wrong.LOYALTY_AIRLINE))
    return found


def name_flaw(text: str) -> Wrong | None:
    """1 to 20 letters of ASCII, Latin-1 or Latin Extended-A, space, hyphen, apostrophe, without the eight excepted."""
    name = _name(text)
    if not name:
        return Wrong.MISSING
    if len(name) > LONGEST_NAME:
        return Wrong.NAME_TOO_LONG
    has_letter = any(letter.isalpha() for letter in name)
    return None if has_letter and all(may_stand_in_name(letter) for letter in name) else Wrong.NAME_LETTERS


def may_stand_in_name(letter: str) -> bool:
    if letter in " -'":
        return True
    return letter.isalpha() and ord(letter) <= 0x17F and letter not in _FORBIDDEN_LETTERS


def _birthday_flaw(text: str, passenger: OfferPassenger, offer: Offer, today: date) -> Wrong | None:
    if not text.strip():
        return Wrong.MISSING
    born = read_birthday(text, today)
    if isinstance(born, NoDate):
        return Wrong.BORN_LATER if born.taken_for is not None and born.taken_for > today else Wrong.DATE_NOT_UNDERSTOOD
    age = age_on(born, last_departure(offer.slices))
    if passenger.is_infant:
        return None if age < INFANT_UNDER else Wrong.NOT_INFANT
    if passenger.age is not None:
        return None if age == passenger.age else Wrong.NOT_THE_AGE
    if passenger.kind is PassengerKind.ADULT:
        return None if age >= ADULT_AGE else Wrong.NOT_ADULT
    return None if INFANT_UNDER <= age < ADULT_AGE else Wrong.NOT_THE_AGE


def _document_flaws(form: TravellerForm, offer: Offer, today: date) -> _Found:
    number = form.document_number.strip()
    if not number and not offer.documents_required:
        return []
    found: _Found = []
    if not number:
        found.append(("document_number", Wrong.MISSING))
    if not re.fullmatch(r"[A-Za-z]{2}", form.document_country.strip()):
        found.append(("document_country", Wrong.COUNTRY if form.document_country.strip() else Wrong.MISSING))
    ends = read_expiry(form.document_expires, today)
    if not form.document_expires.strip():
        found.append(("document_expires", Wrong.MISSING))
    elif isinstance(ends, NoDate):
        found.append(("document_expires", Wrong.DATE_NOT_UNDERSTOOD))
    elif ends < offer.slices[-1].arrives.date():
        found.append(("document_expires", Wrong.DOCUMENT_ENDS))
    return found


def _same_names(forms: Sequence[TravellerForm]) -> list[Flaw]:
    seen: set[tuple[str, str]] = set()
    flaws: list[Flaw] = []
    for form in forms:
        name = (_name(form.given_name).lower(), _name(form.family_name).lower())
        if not all(name):
            continue
        if name in seen:
            flaws.append(Flaw(form.passenger_id, "given_name", Wrong.NAME_TWICE))
        seen.add(name)
    return flaws


def _shared_carriers(forms: Sequence[TravellerForm]) -> list[Flaw]:
    seen: set[str] = set()
    flaws: list[Flaw] = []
    for form in forms:
        if form.carried_by and form.carried_by in seen:
            flaws.append(Flaw(form.passenger_id, "carried_by", Wrong.CARRIER_TAKEN))
        seen.add(form.carried_by)
    return flaws
