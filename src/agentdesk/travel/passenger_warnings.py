"""What looks wrong with passengers and need not be: shown beside the field, never in the way of a booking."""

from collections.abc import Sequence
from datetime import date

from agentdesk.travel.dates import NoDate, read_birthday, read_expiry
from agentdesk.travel.name_rules import same_in_lines
from agentdesk.travel.offers import Offer
from agentdesk.travel.passenger_rules import Flaw, Wrong, takes_documents
from agentdesk.travel.passengers import TravellerForm, age_on

SAFE_MONTHS = 6
"""Many countries let nobody in whose passport ends sooner after the stay."""

_SHORT_FOR = {
    "al": "Albert or Alan", "andy": "Andrew", "becky": "Rebecca", "ben": "Benjamin", "beth": "Elizabeth",
    "betty": "Elizabeth", "bill": "William", "billy": "William", "bob": "Robert", "bobby": "Robert",
    "cathy": "Catherine", "charlie": "Charles", "chris": "Christopher", "chuck": "Charles", "dan": "Daniel",
    "danny": "Daniel", "dave": "David", "debbie": "Deborah", "dick": "Richard", "don": "Donald", "ed": "Edward",
    "eddie": "Edward", "fran": "Frances", "fred": "Frederick", "geoff": "Geoffrey", "greg": "Gregory",
    "hank": "Henry", "harry": "Henry or Harold", "jack": "John", "jeff": "Jeffrey", "jen": "Jennifer",
    "jenny": "Jennifer", "jerry": "Gerald", "jim": "James", "jimmy": "James", "joe": "Joseph", "joey": "Joseph",
    "johnny": "John", "jon": "Jonathan", "kate": "Katherine", "kathy": "Katherine", "katie": "Katherine",
    "ken": "Kenneth", "larry": "Lawrence", "len": "Leonard", "liz": "Elizabeth", "lizzie": "Elizabeth",
    "maggie": "Margaret", "mandy": "Amanda", "matt": "Matthew", "meg": "Margaret", "mick": "Michael",
    "mike": "Michael", "mickey": "Michael", "ned": "Edward", "nick": "Nicholas", "pam": "Pamela",
    "pat": "Patricia or Patrick", "patty": "Patricia", "peggy": "Margaret", "pete": "Peter", "phil": "Philip",
    "ray": "Raymond", "rick": "Richard", "rob": "Robert", "ron": "Ronald", "sam": "Samuel or Samantha",
    "steve": "Stephen", "sue": "Susan", "susie": "Susan", "ted": "Edward or Theodore", "tim": "Timothy",
    "tom": "Thomas", "tommy": "Thomas", "tony": "Anthony", "trish": "Patricia", "vicky": "Victoria",
    "will": "William", "zach": "Zachary",
}  # fmt: skip
_GIVEN = frozenset(
    """
    adam agnes alan alexander alice amelia amy andrea andrew angela anna anne anthony barbara benjamin brian
    carl carlos carmen carol caroline catherine charles charlotte christina christine christopher claire clara
    claudia daniel daniela david deborah diana donald dorothy edward elena elizabeth emily emma eric ernest eva
    fatima francis frederick gabriel george gerald grace hannah hans harold helen henry ian ines ingrid irene
    isabel ivan james jan jane janet jean jennifer jessica joan johanna john jonathan jose joseph joshua juan
    julia julie karen karl katherine kenneth kevin laura lauren leon linda lisa louis louise lucas lucy luis
    luke manuel marco margaret maria marie mario mark martha mary matthew melissa michael michelle miguel
    mohammed monica natalie nicholas nicole nina oliver olivia oscar patricia patrick paul peter philip rachel
    ralph raymond rebecca richard robert roger ronald rosa ruth samantha samuel sandra sara sarah sebastian
    sharon sofia sophia sophie stefan stephanie stephen steven susan teresa theresa thomas timothy veronica
    victoria vincent walter wendy william yusuf zoe
    """.split()
)
_TITLES_IN_NAMES = frozenset("mr mrs ms miss dr mstr prof sir".split())


def warnings(forms: Sequence[TravellerForm], offer: Offer, today: date) -> tuple[Flaw, ...]:
    """Everything that wants a second look, in the order of the passengers."""
    found: list[Flaw] = []
    for place, form in enumerate(forms):
        said = [*_names(form, forms), *_birthday(form, offer, today), *_document(form, offer, today)]
        said += _same_as_before(form, forms[:place], today)
        found += [Flaw(form.passenger_id, field, why) for field, why in said]
    return tuple(found)


def full_form(given_name: str) -> str:
    """'William' for 'Bill'; "" where the full form is not known."""
    first = given_name.split()[0].casefold() if given_name.split() else ""
    return _SHORT_FOR.get(first, "")


def months_after(day: date, months: int) -> date:
    """So many calendar months later; the last day of a month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)


_Found = list[tuple[str, Wrong]]


def _names(form: TravellerForm, forms: Sequence[TravellerForm]) -> _Found:
    found: _Found = []
    given, family = form.given_name.split(), form.family_name.split()
    for field, parts in (("given_name", given), ("family_name", family)):
        if len(parts) > 1 and {parts[0].casefold(), parts[-1].casefold()} & _TITLES_IN_NAMES:
            found.append((field, Wrong.TITLE_IN_NAME))
        elif len("".join(parts)) == 1:
            found.append((field, Wrong.ONE_LETTER))
    if given and family and _look_swapped(form, forms):
        found.append(("given_name", Wrong.NAMES_SWAPPED))
    elif given and given[0].casefold() in _SHORT_FOR:
        found.append(("given_name", Wrong.NICKNAME))
    return found


def _look_swapped(form: TravellerForm, forms: Sequence[TravellerForm]) -> bool:
    """A family name that is a common given name while the other is none, or that the others have the other way."""
    given, family = form.given_name.split()[0].casefold(), form.family_name.split()[-1].casefold()
    if family in _GIVEN and given not in _GIVEN and given not in _SHORT_FOR:
        return True
    others = [one for one in forms if one is not form and one.family_name.strip()]
    shared = [one for one in others if same_in_lines(one.family_name, form.given_name)]
    return bool(shared) and not any(same_in_lines(one.family_name, form.family_name) for one in others)


def _birthday(form: TravellerForm, offer: Offer, today: date) -> _Found:
    born = read_birthday(form.born, today)
    if isinstance(born, NoDate):
        return []
    first = age_on(born, offer.slices[0].departs.date())
    last = age_on(born, offer.slices[-1].segments[-1].flight.departs.date())
    if first < 2 <= last:
        return [("born", Wrong.TURNS_2)]
    return [("born", Wrong.TURNS_12)] if first < 12 <= last else []


def _document(form: TravellerForm, offer: Offer, today: date) -> _Found:
    ends = read_expiry(form.document_expires, today)
    if isinstance(ends, NoDate) or not takes_documents(offer) or not form.document_number.strip():
        return []
    back = offer.slices[-1].arrives.date()
    return [("document_expires", Wrong.DOCUMENT_SHORT)] if back <= ends < months_after(back, SAFE_MONTHS) else []


def _same_as_before(form: TravellerForm, before: Sequence[TravellerForm], today: date) -> _Found:
    """One person named twice: the same document, or the same birthday with names that differ only in writing."""
    found: _Found = []
    number = "".join(form.document_number.split()).upper()
    born = read_birthday(form.born, today)
    for other in before:
        if number and number == "".join(other.document_number.split()).upper():
            found.append(("document_number", Wrong.DOCUMENT_TWICE))
        if isinstance(born, date) and born == read_birthday(other.born, today) and _alike(form, other):
            found.append(("given_name", Wrong.SAME_PERSON))
    return list(dict.fromkeys(found))


def _alike(one: TravellerForm, other: TravellerForm) -> bool:
    """The same family name and a shared first given name, or the two names exchanged."""
    if same_in_lines(one.given_name, other.family_name) and same_in_lines(one.family_name, other.given_name):
        return True
    if not same_in_lines(one.family_name, other.family_name):
        return False
    first, second = one.given_name.split(), other.given_name.split()
    return bool(first and second) and same_in_lines(first[0], second[0])
