"""What a booking needs of each passenger (API.md 7.3): a typed form becomes a `Traveller`, or each reason why not."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from agentdesk.travel.countries import read_country
from agentdesk.travel.dates import NoDate, read_birthday, read_expiry
from agentdesk.travel.journeys import last_departure
from agentdesk.travel.loyalty import read_accounts
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
_MAIL_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_MAIL_DOMAIN = re.compile(r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])")
_DOCUMENT_NUMBER = re.compile(r"[A-Z0-9](?:[A-Z0-9./-]{0,38}[A-Z0-9])?")
PASSPORT = "passport"
_FORBIDDEN_LETTERS = frozenset("ÆæĲĳŒœÞð" + "ªºµ")  # the upstream's own, and signs that only count as letters

_CONTACT = ("email", "phone")

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
    DOCUMENT_NUMBER = "document_number"
    LOYALTY_AIRLINE = "loyalty_airline"
    LOYALTY_NUMBER = "loyalty_number"
    TITLE_GENDER = "title_gender"
    DOCUMENT_SHORT = "document_short"
    DOCUMENT_TWICE = "document_twice"
    TURNS_2 = "turns_2"
    TURNS_12 = "turns_12"
    NAMES_SWAPPED = "names_swapped"
    NICKNAME = "nickname"
    ONE_LETTER = "one_letter"
    TITLE_IN_NAME = "title_in_name"
    SAME_PERSON = "same_person"

    @property
    def is_warning(self) -> bool:
        return self in _WARNINGS


_WARNINGS = frozenset(
    (
        Wrong.TITLE_GENDER,
        Wrong.DOCUMENT_SHORT,
        Wrong.DOCUMENT_TWICE,
        Wrong.TURNS_2,
        Wrong.TURNS_12,
        Wrong.NAMES_SWAPPED,
        Wrong.NICKNAME,
        Wrong.ONE_LETTER,
        Wrong.TITLE_IN_NAME,
        Wrong.SAME_PERSON,
    )
)


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
    for place, (form, full) in enumerate(zip(forms, with_contacts(forms), strict=True)):
        passenger = offer.passenger(form.passenger_id)
        shared = {field for field in _CONTACT if place and not getattr(form, field).strip()}
        for field, why in _flaws(full, passenger, offer, today, read_phone):
            if field not in shared:
                flaws.append(Flaw(form.passenger_id, field, why))
    flaws += _same_names(forms)
    flaws += _shared_carriers(forms)
    return tuple(flaws)


def with_contacts(forms: Sequence[TravellerForm]) -> tuple[TravellerForm, ...]:
    """The first passenger's e-mail and phone stand for everybody who has none of their own."""
    if not forms:
        return ()
    first = forms[0]
    return tuple(
        replace(form, email=form.email.strip() or first.email, phone=form.phone.strip() or first.phone)
        if not (form.email.strip() and form.phone.strip())
        else form
        for form in forms
    )


def errors(flaws: Sequence[Flaw]) -> tuple[Flaw, ...]:
    """Those that stop a booking."""
    return tuple(flaw for flaw in flaws if not flaw.why.is_warning)


def complete(
    forms: Sequence[TravellerForm], offer: Offer, today: date, read_phone: PhoneReader
) -> tuple[Traveller, ...] | None:
    """The travellers, once no form has an error; None while one has (`check` says which)."""
    if errors(check(forms, offer, today, read_phone)):
        return None
    forms = with_contacts(forms)
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
        document=_document(form, offer, today),
        loyalty=accounts(form, offer) or (),
    )


def _name(text: str) -> str:
    return " ".join(text.split())


def takes_documents(offer: Offer) -> bool:
    """Whether the airline wants documents, or would take them."""
    return offer.documents_required or bool(offer.document_kinds)


def document_kind(form: TravellerForm, offer: Offer) -> str:
    """The kind that was chosen if the offer takes it, else a passport, else the first it takes."""
    kinds = offer.document_kinds or (PASSPORT,)
    if form.document_kind in kinds:
        return form.document_kind
    return PASSPORT if PASSPORT in kinds else kinds[0]


def _document(form: TravellerForm, offer: Offer, today: date) -> Document | None:
    country = read_country(form.document_country)
    if not takes_documents(offer) or not form.document_number.strip() or country is None:
        return None
    ends = read_expiry(form.document_expires, today) if form.document_expires.strip() else None
    return Document(
        kind=document_kind(form, offer),
        number="".join(form.document_number.split()).upper(),
        country=country.alpha2,
        expires=ends if isinstance(ends, date) else None,
    )


def loyalty_text(form: TravellerForm) -> str:
    """The accounts as one line, with the airline that older drafts kept apart."""
    return (
        f"{form.loyalty_airline.strip()} {form.loyalty_number.strip()}".strip() if form.loyalty_number.strip() else ""
    )


def accounts(form: TravellerForm, offer: Offer) -> tuple[Loyalty, ...] | None:
    """The frequent flyer accounts; () where the offer takes none, None while the text is not understood."""
    return read_accounts(loyalty_text(form), offer.loyalty_airlines) if offer.loyalty_airlines else ()


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
    if not is_mail(form.email.strip()):
        found.append(("email", Wrong.MAIL if form.email.strip() else Wrong.MISSING))
    if read_phone(form.phone) is None:
        found.append(("phone", Wrong.PHONE if form.phone.strip() else Wrong.MISSING))
    if passenger.is_infant and form.carried_by not in {one.id for one in offer.passengers if one.is_adult}:
        found.append(("carried_by", Wrong.NO_CARRIER))
    found += _document_flaws(form, offer, today)
    held = accounts(form, offer)
    if held is None:
        found.append(("loyalty_number", Wrong.LOYALTY_NUMBER))
    elif any(one.airline not in offer.loyalty_airlines for one in held):
        found.append(("loyalty_number", Wrong.LOYALTY_AIRLINE))
    return found


def is_mail(text: str) -> bool:
    """An address as mail is really sent: no quotes, no comments, letters of ASCII, a name with a dot after the @."""
    local, _, domain = text.rpartition("@")
    fits = _MAIL_LOCAL.fullmatch(local) is not None and _MAIL_DOMAIN.fullmatch(domain) is not None
    return fits and len(local) <= 64 and len(text) <= 254


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
    number = "".join(form.document_number.split()).upper()
    if not takes_documents(offer) or (not number and not offer.documents_required):
        return []
    found: _Found = []
    if not _DOCUMENT_NUMBER.fullmatch(number):
        found.append(("document_number", Wrong.DOCUMENT_NUMBER if number else Wrong.MISSING))
    if read_country(form.document_country) is None:
        found.append(("document_country", Wrong.COUNTRY if form.document_country.strip() else Wrong.MISSING))
    ends = read_expiry(form.document_expires, today)
    if not form.document_expires.strip():
        if document_kind(form, offer) == PASSPORT:
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
