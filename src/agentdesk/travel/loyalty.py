"""Frequent flyer accounts as typed in one line: 'BA 4019 2277, AA 77K12'."""

import re
from collections.abc import Sequence

from agentdesk.travel.passengers import Loyalty

_ACCOUNT = re.compile(r"(?:((?=[A-Z0-9]*[A-Z])[A-Z0-9]{2})[\s:/-]+)?([A-Z0-9][A-Z0-9 -]{1,24})")


def read_accounts(text: str, accepted: Sequence[str]) -> tuple[Loyalty, ...] | None:
    """The accounts, separated by commas; the airline may be left out where only one is accepted.

    None when some part is no account, or when one airline is named twice. Whether an airline is among the accepted
    ones is for the caller to say.
    """
    found: list[Loyalty] = []
    for part in re.split(r"[,;\n]", text.upper()):
        tidy = " ".join(part.split())
        if not tidy:
            continue
        match = _ACCOUNT.fullmatch(tidy)
        airline = match[1] or (accepted[0] if len(accepted) == 1 else "") if match else ""
        if match is None or not airline or airline in {one.airline for one in found}:
            return None
        found.append(Loyalty(airline, re.sub(r"\s+", " ", match[2])))
    return tuple(found)
