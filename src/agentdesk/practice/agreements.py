"""Fares agreed between airlines and companies: which codes are known here, and what they take off."""

from agentdesk.practice.carriers import Carrier
from agentdesk.practice.refusals import Fault
from agentdesk.practice.shapes import Json

KNOWN_CODE = "NET10"
"""Every airline of this world but the low-cost ones knows this code, whatever kind of code it is sent as."""

SHARE = 90  # hundredths of the base fare that are left

_KINDS = {"corporate_code": "corporate", "tracking_reference": "corporate", "tour_code": "negotiated"}


def agreed(body: Json, seller: Carrier) -> list[Json]:
    """The private fares of an airline's offers in a search: empty where it knows none of the codes."""
    if seller.low_cost:
        return []
    for said in (body.get("private_fares") or {}).get(seller.iata) or []:
        known = {name: code for name, code in said.items() if name in _KINDS and code == KNOWN_CODE}
        if known:
            shown = {name: code for name, code in known.items() if name != "tour_code"}
            return [{"type": _KINDS[next(iter(known))], **shown}]
    return []


def agreement_faults(fares: Json) -> list[Fault]:
    """What is wrong with the codes of a search; codes that no airline knows are no fault."""
    return [fault for airline, entries in fares.items() for fault in _faults(entries, f"/private_fares/{airline}")]


def _faults(entries: object, at: str) -> list[Fault]:
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        return [Fault("validation_type", "Field 'private_fares' must hold a list of objects for each airline", at)]
    if len(entries) != 1:
        return [Fault("validation_length", "Field 'private_fares' must have one entry for each airline", at)]
    said = {name: code for name, code in entries[0].items() if name in _KINDS and code is not None}
    if not said:
        return [Fault("validation_required", "Field 'corporate_code' can't be blank", f"{at}/0/corporate_code")]
    return [
        Fault("validation_type", f"Field '{name}' must be a string", f"{at}/0/{name}")
        for name, code in said.items()
        if not isinstance(code, str) or not code
    ]
