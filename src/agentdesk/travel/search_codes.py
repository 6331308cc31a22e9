"""Corporate codes and frequent flyer accounts as agents type them, and as terminals write them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from agentdesk.travel.passenger_rules import Wrong, name_flaw
from agentdesk.travel.passengers import Loyalty
from agentdesk.travel.search import AccountForm, Member, PrivateFare

_AIRLINE = r"(?=[A-Z0-9]*[A-Z])[A-Z0-9]{2}"
_CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]{0,39}")
_ITEM = re.compile(rf"({_AIRLINE})[\s:/-]+(\S.*)")
_ACCOUNT = re.compile(rf"({_AIRLINE})[\s:/-]*([A-Z0-9]{{3,25}})")
_TRACKED, _TOUR = "T-", "TOUR-"


class CodeTrouble(StrEnum):
    """Why a code cannot be sent."""

    NOT_UNDERSTOOD = "not_understood"
    AIRLINE_TWICE = "airline_twice"  # the upstream takes one agreement for each airline


@dataclass(frozen=True, slots=True)
class NoCode:
    """The part that was not understood, and why."""

    part: str
    why: CodeTrouble


def read_corporate(text: str) -> tuple[PrivateFare, ...] | NoCode:
    """'BA ABC123, AF 77 T-45, UA TOUR-9X': airline and code; T- is a tracking reference, TOUR- a tour code."""
    found: list[PrivateFare] = []
    for part in re.split(r"[,;\n]", text.upper()):
        if not part.strip():
            continue
        fare = _agreement(part.strip())
        if fare is None:
            return NoCode(part.strip(), CodeTrouble.NOT_UNDERSTOOD)
        if fare.airline in {one.airline for one in found}:
            return NoCode(part.strip(), CodeTrouble.AIRLINE_TWICE)
        found.append(fare)
    return tuple(found)


def write_corporate(fares: Sequence[PrivateFare]) -> str:
    """The text that is read back as these."""
    return ", ".join(f"{one.airline} {' '.join(_parts(one))}" for one in fares)


def _parts(fare: PrivateFare) -> list[str]:
    marked = ((fare.corporate_code, ""), (fare.tracking_reference, _TRACKED), (fare.tour_code, _TOUR))
    return [mark + code for code, mark in marked if code]


def _agreement(text: str) -> PrivateFare | None:
    match = _ITEM.fullmatch(text)
    if not match:
        return None
    said: dict[str, str] = {}
    for word in match[2].split():
        if word.startswith(_TOUR):
            kind, code = "tour_code", word.removeprefix(_TOUR)
        elif word.startswith(_TRACKED):
            kind, code = "tracking_reference", word.removeprefix(_TRACKED)
        else:
            kind, code = "corporate_code", word
        if kind in said or not _CODE.fullmatch(code):
            return None
        said[kind] = code
    return PrivateFare(match[1], **said)


def read_account(text: str) -> Loyalty | None:
    """'BA 4019 2277': the airline's code, then the number, however it is spaced; None for anything else."""
    airline, rest = text.strip().upper()[:2], re.sub(r"[\s-]", "", text.strip().upper()[2:])
    match = _ACCOUNT.fullmatch(airline + rest)
    return Loyalty(match[1], match[2]) if match else None


def account_flaws(form: AccountForm) -> dict[str, Wrong]:
    """What is wrong with a line of the form by its part; the names are needed with the number (API.md 14)."""
    if form.is_empty:
        return {}
    flaws: dict[str, Wrong] = {}
    if not form.number.strip():
        flaws["number"] = Wrong.MISSING
    elif read_account(form.number) is None:
        flaws["number"] = Wrong.LOYALTY_AIRLINE
    for part, name in (("given_name", form.given_name), ("family_name", form.family_name)):
        flaw = name_flaw(name)
        if flaw is not None:
            flaws[part] = flaw
    return flaws


def members_of(forms: Sequence[AccountForm]) -> tuple[Member, ...]:
    """Each person once, in the order of the lines, with all their accounts. The lines must be without flaws."""
    accounts: dict[tuple[str, str], list[Loyalty]] = {}
    for form in forms:
        account = read_account(form.number)
        if account is not None:
            person = (" ".join(form.given_name.split()), " ".join(form.family_name.split()))
            accounts.setdefault(person, []).append(account)
    return tuple(Member(given, family, tuple(dict.fromkeys(held))) for (given, family), held in accounts.items())


def forms_of(members: Sequence[Member]) -> tuple[AccountForm, ...]:
    """The lines that say these members again."""
    return tuple(
        AccountForm(f"{account.airline} {account.number}", member.given_name, member.family_name)
        for member in members
        for account in member.accounts
    )
