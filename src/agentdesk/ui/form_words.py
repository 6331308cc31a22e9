"""Words for what is wrong in a form: of the search, and of a passenger."""

from collections.abc import Mapping

from agentdesk.travel.passenger_rules import Wrong
from agentdesk.travel.search_rules import Why

SEARCH_TROUBLE: Mapping[Why, str] = {
    Why.MISSING: "Missing",
    Why.UNKNOWN_PLACE: "No such place; take one from the list",
    Why.SAME_PLACE: "The same place as the origin",
    Why.DATE_NOT_UNDERSTOOD: "Not understood; try 12dec, 12/12, +14 or next fri",
    Why.DATE_PAST: "This day is past",
    Why.DATE_TOO_FAR: "Airlines do not sell so far ahead",
    Why.RETURN_TOO_EARLY: "Return is before departure",
    Why.LEG_TOO_EARLY: "This flight is before the one above",
    Why.TOO_MANY: "At most nine passengers",
    Why.NO_ADULT: "An adult must travel",
    Why.TOO_MANY_INFANTS: "More infants than adults",
    Why.CHILD_AGE: "2 to 17",
    Why.TOO_MANY_LEGS: "At most six flights",
    Why.CORPORATE_CODE: "Not understood; try BA ABC123",
    Why.AIRLINE_TWICE: "One entry for each airline",
    Why.ACCOUNT_NUMBER: "Not understood; try BA 4019 2277",
    Why.NAME_LETTERS: "Letters the airline takes: A to Z, accents, hyphen",
    Why.NAME_TOO_LONG: "At most 20 letters",
    Why.TOO_MANY_MEMBERS: "More people with accounts than adults and children",
}

FORM_TROUBLE: Mapping[Wrong, str] = {
    Wrong.MISSING: "Missing",
    Wrong.NAME_LETTERS: "Only letters, space, hyphen and apostrophe, as the airline takes them",
    Wrong.NAME_TOO_LONG: "At most 20 letters",
    Wrong.NAME_TWICE: "Two passengers have the same name",
    Wrong.DATE_NOT_UNDERSTOOD: "Not understood; try 24jul87 or 1987-07-24",
    Wrong.BORN_LATER: "This day has not come yet",
    Wrong.NOT_ADULT: "Under 18 on the last flight",
    Wrong.NOT_THE_AGE: "Not the age that was searched",
    Wrong.NOT_INFANT: "2 or older on the last flight",
    Wrong.MAIL: "Not an e-mail address",
    Wrong.PHONE: "Not a phone number; try +44 20 8016 0508",
    Wrong.NO_CARRIER: "On whose lap?",
    Wrong.CARRIER_TAKEN: "This adult has an infant already",
    Wrong.COUNTRY: "No such country; try its name or GB",
    Wrong.DOCUMENT_ENDS: "Ends before the trip does",
    Wrong.DOCUMENT_NUMBER: "Only letters and digits, as printed",
    Wrong.LOYALTY_AIRLINE: "This offer takes no accounts of that airline",
    Wrong.LOYALTY_NUMBER: "The airline's code, then the number",
    Wrong.TITLE_GENDER: "Unusual with this title",
    Wrong.DOCUMENT_SHORT: "Ends within six months of the trip",
    Wrong.DOCUMENT_TWICE: "Another passenger has this number",
    Wrong.TURNS_2: "Turns 2 before the last flight",
    Wrong.TURNS_12: "Turns 12 before the last flight",
    Wrong.NAMES_SWAPPED: "Given and family name look swapped",
    Wrong.NICKNAME: "A short form; as in the passport?",
    Wrong.ONE_LETTER: "One letter; in full in the passport?",
    Wrong.TITLE_IN_NAME: "The title has a field of its own",
    Wrong.SAME_PERSON: "Looks like a passenger named before",
}
