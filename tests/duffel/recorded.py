"""The recorded answers beside these tests, by their kind."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "payloads"

OFFER_KINDS = (
    "offer",
    "offer_priced",
    "offer_list",
    "offer_request",
    "batch_offer_request",
    "partial_offer_request_fares",
)
# Offers of the step-by-step search carry neither owner nor flights and cannot be sold.
WITHOUT_WHOLE_OFFERS = "offer-request-partial-offer-fields.json"


@cache
def kinds() -> dict[str, str]:
    """File name -> kind."""
    manifest = json.loads((_FOLDER / "manifest.json").read_bytes())
    return {entry["file"]: entry["kind"] for entry in manifest["files"]}


def files(*wanted: str) -> list[str]:
    """The files of these kinds."""
    return [file for file, kind in kinds().items() if kind in wanted]


def on_disk() -> set[str]:
    return {path.name for path in _FOLDER.glob("*.json")} - {"manifest.json"}


def raw(file: str) -> bytes:
    return (_FOLDER / file).read_bytes()


def data(file: str) -> Any:
    """What stands in `data`."""
    return json.loads(raw(file))["data"]


def offers(file: str) -> list[dict[str, Any]]:
    """Every offer in a file of the offer kinds."""
    found = data(file)
    if isinstance(found, list):
        return found
    if "total_amount" in found:
        return [found]
    return list(found.get("offers", []))


def orders(file: str) -> list[dict[str, Any]]:
    found = data(file)
    return found if isinstance(found, list) else [found]


def as_bytes(value: object) -> bytes:
    return json.dumps(value).encode()


def offer_files() -> list[str]:
    """Files with whole offers in them."""
    return [file for file in files(*OFFER_KINDS) if file != WITHOUT_WHOLE_OFFERS and offers(file)]
