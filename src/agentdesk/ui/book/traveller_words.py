"""What the page of passengers says at its fields: what is wrong in this case, and what to do."""

from datetime import date

from agentdesk.travel.countries import by_alpha2, candidates
from agentdesk.travel.dates import NoDate, read_birthday, read_expiry
from agentdesk.travel.journeys import last_departure
from agentdesk.travel.name_rules import NameTrouble, advice
from agentdesk.travel.offers import Offer
from agentdesk.travel.passenger_rules import LONGEST_NAME, Wrong, kind_of
from agentdesk.travel.passenger_warnings import full_form
from agentdesk.travel.passengers import OfferPassenger, PassengerKind, TravellerForm, age_on
from agentdesk.travel.phones import NoPhone, Phone, PhoneTrouble
from agentdesk.ui import words
from agentdesk.ui.form_words import FORM_TROUBLE

_DAYS_A_WEEK = 7


def trouble(field: str, why: Wrong, form: TravellerForm, offer: Offer, today: date) -> str:
    """One sentence of at most two lines for an error or a warning."""
    match why:
        case Wrong.NAME_LETTERS | Wrong.NAME_TOO_LONG:
            return name_trouble(str(getattr(form, field)))
        case Wrong.BORN_LATER:
            return _born_later(form, today)
        case Wrong.NOT_ADULT | Wrong.NOT_THE_AGE | Wrong.NOT_INFANT:
            return _age(form, offer.passenger(form.passenger_id), offer, today)
        case Wrong.TURNS_2 | Wrong.TURNS_12:
            return _turns(why, form, offer, today)
        case Wrong.DOCUMENT_SHORT | Wrong.DOCUMENT_ENDS:
            return _document(form, offer, today)
        case Wrong.COUNTRY:
            return country_note(form.document_country) or FORM_TROUBLE[why]
        case Wrong.MAIL:
            return mail_trouble(form.email.strip())
        case Wrong.LOYALTY_AIRLINE:
            return f"Taken here: {', '.join(offer.loyalty_airlines)}"
        case Wrong.LOYALTY_NUMBER:
            return f"Airline, then number, as {offer.loyalty_airlines[0]} 1234567"
        case Wrong.NICKNAME:
            full = full_form(form.given_name)
            return f"Short for {full}? Use the name in the passport." if full else FORM_TROUBLE[why]
        case _:
            return FORM_TROUBLE[why]


def name_trouble(name: str) -> str:
    """What stands in the way of a name, and how it would be written."""
    found = advice(name)
    if found is None:
        return FORM_TROUBLE[Wrong.NAME_LETTERS]
    quoted = " ".join(found.letters)
    match found.why:
        case NameTrouble.INVISIBLE:
            return "Invisible characters were pasted along."
        case NameTrouble.OTHER_SCRIPT:
            return "Type it in Latin letters, as the passport's lines have it."
        case NameTrouble.TOO_LONG:
            return f"At most {LONGEST_NAME} letters; these are {len(' '.join(name.split()))}."
        case NameTrouble.LETTERS:
            return f"Airlines do not take {quoted}."
        case NameTrouble.SIGNS:
            return f"Letters, space, hyphen, apostrophe only; not {quoted}"


def mail_trouble(text: str) -> str:
    if not text.isascii():
        return "Only plain letters in an e-mail address"
    local, at, _ = text.rpartition("@")
    if not at:
        return "Not an e-mail address: no @ yet"
    if " " in text:
        return "Not an e-mail address: there is a space in it"
    if not local:
        return "Not an e-mail address: nothing before the @"
    return "Not an e-mail address: its end is not whole" if "@" not in local else "Not an e-mail address: two @"


def phone_trouble(no: NoPhone) -> str:
    """'One digit short for +44. For example +44 7400 123456'."""
    example = f" For example {no.example}." if no.example else ""
    code = f" for +{no.code}" if no.code else ""
    match no.why:
        case PhoneTrouble.SHORT:
            missing = {1: "One digit", 2: "Two digits", 3: "Three digits"}.get(
                no.by, f"{no.by} digits" if no.by else "Too"
            )
            return f"{missing} short{code}.{example}"
        case PhoneTrouble.LONG:
            many = {1: "One digit", 2: "Two digits"}.get(no.by, f"{no.by} digits" if no.by else "Digits")
            return f"{many} too many{code}.{example}"
        case PhoneTrouble.COUNTRY:
            return "No country has this code."
        case PhoneTrouble.NOT_IN_USE:
            return f"No such number{code}.{example}"
        case PhoneTrouble.NO_NUMBER:
            return "Not a phone number; digits, with + before a country's code"


def phone_note(phone: Phone) -> str:
    """What a number was taken for, and that the country was guessed."""
    country = by_alpha2(phone.country)
    name = country.name if country is not None else "international"
    return f"{phone.shown}, taken as {name}" if phone.guessed else name


def country_note(text: str) -> str:
    """'Guinea-Bissau, Equatorial Guinea or Papua New Guinea?'; "" where no country is meant."""
    names = [one.name for one in candidates(text)]
    if len(names) < 2:
        return ""
    return f"{', '.join(names[:3])} …" if len(names) > 3 else f"{', '.join(names[:-1])} or {names[-1]}?"


def _born_later(form: TravellerForm, today: date) -> str:
    read = read_birthday(form.born, today)
    if isinstance(read, NoDate) and read.taken_for is not None:
        return f"{words.full_date(read.taken_for)} has not come yet"
    return FORM_TROUBLE[Wrong.BORN_LATER]


def age_note(form: TravellerForm, offer: Offer, today: date) -> str:
    """'41 on the last flight, adult', with the day where it was typed another way; "" while there is no date."""
    born = read_birthday(form.born, today)
    if isinstance(born, NoDate):
        return ""
    age = age_on(born, last_departure(offer.slices))
    kind = words.passenger_kind(kind_of(offer.passenger(form.passenger_id)))
    if form.born.strip() == words.full_date(born):
        return f"{age} on the last flight, {kind}"
    return f"{words.full_date(born)}, {age} on the last flight"


def _age(form: TravellerForm, passenger: OfferPassenger, offer: Offer, today: date) -> str:
    born = read_birthday(form.born, today)
    if isinstance(born, NoDate):
        return FORM_TROUBLE[Wrong.DATE_NOT_UNDERSTOOD]
    last = last_departure(offer.slices)
    age = age_on(born, last)
    match kind_of(passenger):
        case PassengerKind.INFANT if age_on(born, offer.slices[0].departs.date()) < 2 <= age:
            return f"2 or older on the last flight: turns 2 before {words.day(last, today)}. Search again with a child."
        case PassengerKind.INFANT:
            return f"2 or older on the last flight ({age}): needs a seat. Search again."
        case PassengerKind.ADULT if passenger.age is None:
            return f"Under 18 on the last flight ({age}): not an adult. Search again."
        case _:
            wanted = passenger.age if passenger.age is not None else "2 to 17"
            return f"Searched as {wanted}, but {age} on the last flight"


def _turns(why: Wrong, form: TravellerForm, offer: Offer, today: date) -> str:
    age = 2 if why is Wrong.TURNS_2 else 12
    told = "some airlines want another fare" if age == 12 else "has a seat on every flight?"
    return f"Turns {age} before {words.day(last_departure(offer.slices), today)}: {told}"


def _document(form: TravellerForm, offer: Offer, today: date) -> str:
    ends = read_expiry(form.document_expires, today)
    back = offer.slices[-1].arrives.date()
    if isinstance(ends, NoDate):
        return FORM_TROUBLE[Wrong.DATE_NOT_UNDERSTOOD]
    if ends < today:
        return f"It ended on {words.full_date(ends)}"
    if ends < back:
        return f"Ends before the trip does, on {words.full_date(ends)}"
    weeks = (ends - back).days // _DAYS_A_WEEK
    after = f"{words.count(weeks, 'week')} after" if weeks else "within a week of"
    return f"Ends {after} the trip; many countries ask for 6 months"
