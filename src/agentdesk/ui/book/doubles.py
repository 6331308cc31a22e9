"""Two tabs that would sell the same: told apart by what they hold, never by how they look."""

from collections.abc import Sequence

from agentdesk.travel.booking import Draft
from agentdesk.travel.flow import is_sold


def doubles(drafts: Sequence[Draft]) -> dict[str, str]:
    """Of each draft that sells what an earlier one sells already: the id of that earlier one, by the later one's id.

    `drafts` stand in the order in which they took their offers. The same is the same offer, or an offer of the same
    request (one order may come of a request), or the same flights for a first traveller of the same name.
    """
    found: dict[str, str] = {}
    for place, later in enumerate(drafts):
        if is_sold(later):
            continue
        earlier = next((one for one in drafts[:place] if _same(one, later)), None)
        if earlier is not None:
            found[later.id] = earlier.id
    return found


def _same(one: Draft, other: Draft) -> bool:
    if one.offer is None or other.offer is None:
        return False
    if one.offer.id == other.offer.id or (one.offer_request_id and one.offer_request_id == other.offer_request_id):
        return True
    name = _first_name(one)
    return bool(name) and name == _first_name(other) and one.offer.journey_key == other.offer.journey_key


def _first_name(draft: Draft) -> str:
    """Of the first traveller, whole; half a name tells nobody apart."""
    if not draft.travellers:
        return ""
    first = draft.travellers[0]
    given, family = first.given_name.strip().casefold(), first.family_name.strip().casefold()
    return f"{family}/{given}" if given and family else ""
