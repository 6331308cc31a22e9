"""What is fuzzed: each target takes any bytes, and may end in an answer or in one of our own errors, nothing else."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import cast

import msgspec

from agentdesk.duffel.client import Answer, decoded
from agentdesk.duffel.reading import read_carrier, read_place
from agentdesk.duffel.reading_after_sale import read_airline_change, read_cancellation, read_payment
from agentdesk.duffel.reading_offers import read_offer
from agentdesk.duffel.reading_orders import read_order
from agentdesk.duffel.reading_rows import OfferReader
from agentdesk.duffel.reading_seats import read_seat_map
from agentdesk.duffel.refusals import outcome_of_write, refusal
from agentdesk.duffel.retrying import http_date, server_says_until
from agentdesk.duffel.telling import leaves
from agentdesk.duffel.webhooks import is_genuine, read_event
from agentdesk.duffel.wire.envelopes import ListAnswer
from agentdesk.storage.backup import contents_of
from agentdesk.storage.sealed import _parts
from agentdesk.storage.sealed_stream import MAGIC, Opener, start_of
from agentdesk.storage.settings import _read as read_settings
from agentdesk.travel import dates, entries, mrz, phones
from agentdesk.travel.errors import TravelError
from agentdesk.travel.fees import NoFee, read_fee
from agentdesk.travel.money import Money
from agentdesk.travel.order_searching import read_search, write_search
from agentdesk.travel.order_views import OrderQuery
from agentdesk.travel.search_codes import read_account, read_corporate
from tests.duffel import recorded
from tests.known_places import known_places

TODAY = date(2027, 3, 1)
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
PRICE = Money.of("123.45", "GBP")


@dataclass(frozen=True, slots=True)
class Target:
    """`read` is asked; `seeds` are good inputs to begin from; `may` are its own errors."""

    read: Callable[[bytes], object]
    seeds: Callable[[], Iterator[bytes]]
    may: tuple[type[Exception], ...] = (TravelError,)

    def run(self, content: bytes) -> None:
        """Ask; whatever is raised beyond its own errors is a finding."""
        try:
            self.read(content)
        except self.may:
            return


def _recorded(*kinds: str, inside: str = "") -> Callable[[], Iterator[bytes]]:
    def seeds() -> Iterator[bytes]:
        for file in recorded.files(*kinds):
            found = msgspec.json.decode(recorded.raw(file), type=dict[str, object]).get("data")
            for one in found[:3] if isinstance(found, list) else [found]:
                wanted = one.get(inside) if inside and isinstance(one, dict) else one
                for part in wanted[:2] if isinstance(wanted, list) else [wanted]:
                    yield msgspec.json.encode(part)

    return seeds


def _said(*texts: str) -> Callable[[], Iterator[bytes]]:
    return lambda: (one.encode() for one in texts)


def _errors() -> Iterator[bytes]:
    return (recorded.raw(file) for file in sorted(recorded.on_disk()) if file.startswith("error"))


def _offers(content: bytes) -> None:
    """The quick reader and the exact one; what both read they read alike, except what only one of them keeps."""
    rows, unreadable = OfferReader().read([content])
    assert len(rows) + unreadable == 1
    offer = read_offer(content)
    for row in rows:
        assert (row.id, row.total, row.expires_at) == (offer.id, offer.total, offer.expires_at)


def _order(content: bytes) -> None:
    read_order(content)
    leaves(content)


def _after_sale(content: bytes) -> None:
    for read in (read_payment, read_cancellation, read_airline_change):
        try:
            read(content)
        except TravelError:
            continue


def _places(content: bytes) -> None:
    for read in (read_place, read_carrier):
        try:
            read(content)
        except TravelError:
            continue


def _answers(content: bytes) -> None:
    for status in (200, 201, 202, 404, 409, 422, 429, 500, 503):
        outcome_of_write(status, content)
        refusal(status, content, "req")
    decoded(Answer(200, content, "req", NOW, None), ListAnswer)


def _headers(content: bytes) -> None:
    text = content.decode("latin-1")
    http_date(text)
    server_says_until({"ratelimit-reset": text, "retry-after": text}, NOW)


def _webhook(content: bytes) -> None:
    signature, _, body = content.partition(b"\n")
    assert not is_genuine(body, signature.decode("latin-1"), ["the secret of nobody else"], NOW)
    read_event(body, NOW)
    read_event(content, NOW)


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _dates(content: bytes) -> None:
    text = _text(content)
    for found in (dates.read(text, TODAY), dates.read_birthday(text, TODAY), dates.read_expiry(text, TODAY)):
        if isinstance(found, date):
            assert dates.read(found.isoformat(), TODAY) is not None
    dates.is_counted(text)


def _entry(content: bytes) -> None:
    text = _text(content)
    entries.read(text, TODAY, known_places())
    entries.is_search(text)
    entries.tokens(text)


def _find_place(content: bytes) -> None:
    assert len(known_places().find(_text(content))) <= 6


def _typed(content: bytes) -> None:
    """Fees, phones, codes and the search of the orders, which is the same when written and read again."""
    text = _text(content)
    try:
        fee = read_fee(text, PRICE)
        assert fee is None or fee.amount > 0
    except NoFee:
        pass
    phones.read(text)
    phones.international(text)
    read_corporate(text)
    read_account(text)
    query = read_search(text, OrderQuery())
    write_search(query)


def _passport(content: bytes) -> None:
    text = _text(content)
    found = mrz.find(text, TODAY)
    mrz.looks_begun(text)
    if found is not None:
        mrz.repaired(found, TODAY)


def _backup(content: bytes) -> None:
    """The head with a right checksum, so that more than the checksum is reached; the list inside; the raw file."""
    line = content.partition(b"\n")[0] + b"\n"
    head = MAGIC + line + hashlib.sha256(MAGIC + line).hexdigest().encode() + b"\n" + bytes(32) + content
    for whole in (head, content):
        handle = os.memfd_create("backup") if hasattr(os, "memfd_create") else -1
        with os.fdopen(handle, "w+b") as file:
            file.write(whole)
            file.seek(0)
            with suppress(TravelError):
                start_of(file)
    contents_of(cast(Opener, BytesIO(len(content).to_bytes(4, "big") + content)))


def _sealed(content: bytes) -> None:
    _parts(content)


def _settings(content: bytes) -> None:
    read_settings(content)


TARGETS = {
    "offers": Target(_offers, _recorded("offer", "offer_priced", "offer_list")),
    "orders": Target(_order, _recorded("order", "order_list")),
    "seat-maps": Target(read_seat_map, _recorded("seat_maps")),
    "after-sale": Target(_after_sale, _recorded("payment", "order_cancellation", "airline_initiated_change")),
    "places": Target(_places, _recorded("place_suggestions", "airport", "airline", "airport_list")),
    "answers": Target(_answers, _errors),
    "headers": Target(_headers, _said("Mon, 01 Mar 2027 12:00:00 GMT", "60", "1.5", "2027-03-01T12:00:00Z")),
    "webhooks": Target(_webhook, _said('t=1,v1=ab\n{"id":"wev_1","type":"order.created","data":{"object":{}}}')),
    "dates": Target(_dates, _said("24dec", "+40", "fri", "24/12/27", "24 Dec 2027", "+3w", "heiligabend")),
    "entries": Target(_entry, _said("AN24DECLHRFCO/ADT2CHD1/C-J", "LHR JFK 24dec 31dec 2a 1c", "AN1JANNYCLON*30JAN")),
    "place-entry": Target(_find_place, _said("heathr", "new york", "LHR", "мос", "são p", "東京")),
    "typed": Target(_typed, _said("5%", "£1,250.00", "020 8016 0508", "over £1,000 airline:BA agent:Ruth", "QF:1234")),
    "passports": Target(
        _passport,
        _said(
            "P<USAPUTNAM<<GEORGE<<<<<<<<<<<<<<<<<<<<<<<<<\n9250764733USA8509071M3104127<<<<<<<<<<<<<<06",
            "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        ),
    ),
    "backups": Target(_backup, _said('{"version":1,"salt":"AAAA","n":2,"r":8,"p":1,"size":4}', '{"files":[]}')),
    "sealed-keys": Target(_sealed, _said('{"salt":"AAAA","nonce":"AAAA","n":2,"r":8,"p":1}\nsealed')),
    "settings": Target(_settings, _said('{"schema":1,"theme":"dark"}'), (TravelError, ValueError)),
}
