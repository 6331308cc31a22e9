"""Papers of orders over the service: each kind where it fits, in each language."""

import httpx
import pytest

from agentdesk.machine_zone import machine_zone
from tests.rest.service import Caller, refused, told
from tests.rest.test_servicing import CANCEL, pay


def paper(caller: Caller, order_id: str, name: str, language: str | None = None) -> httpx.Response:
    return caller.http.get(f"orders/{order_id}/documents/{name}", params={"language": language} if language else {})


def test_a_ticketed_order_has_an_itinerary_and_a_receipt(caller: Caller) -> None:
    order = told(caller.order(caller.offer()), 201)["data"]
    order = caller.until(order["id"], "ticketed")
    answer = paper(caller, order["id"], "itinerary.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert f"itinerary-{order['booking_reference']}.pdf" in answer.headers["content-disposition"]
    text = paper(caller, order["id"], "receipt.txt").text
    assert "Amelia" in text
    assert order["booking_reference"] in text
    ics = paper(caller, order["id"], "itinerary.ics")
    assert ics.headers["content-type"].startswith("text/calendar")
    assert ics.text.startswith("BEGIN:VCALENDAR")
    (upstream,) = caller.practice.books()["orders"]
    assert upstream["id"] not in ics.text + text + answer.content.decode("latin-1")
    assert order["id"] in ics.text
    for name in ("hold.pdf", "cancellation.txt"):
        refused(paper(caller, order["id"], name), 409, "paper_does_not_fit")


def test_a_paper_is_in_the_language_asked_for(caller: Caller) -> None:
    order = told(caller.order(caller.offer()), 201)["data"]
    texts = {one: paper(caller, order["id"], "itinerary.txt", one) for one in ("en", "de", "fr", "es", "tr", "ar")}
    assert {answer.headers["content-language"] for answer in texts.values()} == set(texts)
    assert len({answer.text for answer in texts.values()}) == len(texts)
    assert refused(paper(caller, order["id"], "itinerary.txt", "xx"), 422, "invalid_field")["field"] == "language"


def test_a_hold_and_a_cancelled_order_have_papers_of_their_own(caller: Caller) -> None:
    held = caller.hold(caller.offer(hold=True))
    assert paper(caller, held["id"], "hold.pdf").content.startswith(b"%PDF-")
    refused(paper(caller, held["id"], "receipt.pdf"), 409, "paper_does_not_fit")
    told(pay(caller, held), 201)
    path = f"orders/{held['id']}/actions/cancel"
    quote = told(caller.post(path, CANCEL), 200)["data"]
    told(caller.post(path, CANCEL | {"quote_id": quote["quote_id"]}), 200)
    assert paper(caller, held["id"], "cancellation.txt").status_code == 200
    refused(paper(caller, held["id"], "hold.txt"), 409, "paper_does_not_fit")


def test_an_order_in_the_air_has_no_paper_yet(caller: Caller) -> None:
    refused(paper(caller, "ord_unknown", "itinerary.pdf"), 404, "unknown_order")
    caller.practice.reset(late_order_seconds=3)
    caller.practice.scenario("order_202")
    order = told(caller.order(caller.offer()), 202)["data"]
    refused(paper(caller, order["id"], "itinerary.pdf"), 409, "order_busy")
    refused(paper(caller, order["id"], "poem.pdf"), 422, "invalid_field")


@pytest.mark.parametrize(
    ("named", "zone"), [("Asia/Tokyo", "Asia/Tokyo"), (":Asia/Tokyo", "Asia/Tokyo"), ("X/Y", "UTC")]
)
def test_the_machine_names_its_zone(monkeypatch: pytest.MonkeyPatch, named: str, zone: str) -> None:
    monkeypatch.setenv("TZ", named)
    assert machine_zone() == zone
