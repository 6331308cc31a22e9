"""The judge sees each promise broken: books and desk that do not agree are told apart from those that do."""

from random import Random
from typing import Any

import pytest

from agentdesk.duffel.refusals import CODES
from soak.faults import CLEAN, DOUBTFUL, REFUSING, Kind, read_fault
from soak.judge import Findings, judge
from soak.proxy import Passage

Told = dict[str, Any]


def an_order(attempt: str = "a1", **more: Any) -> Told:
    order = {
        "id": f"ord_{attempt}",
        "passengers": [f"Ann {attempt}"],
        "metadata": {"agentdesk_attempt": attempt},
        "visible": True,
        "paid": True,
        "cancelled": False,
        "payments": [{"status": "succeeded"}],
    }
    return order | more


def a_request(attempt: str = "a1", code: str | None = None) -> Told:
    return {"path": "/air/orders", "metadata": {"agentdesk_attempt": attempt}, "order": None, "code": code}


def a_line(what: str = "Booked", attempt: str = "a1", **more: Any) -> Told:
    order = f"ord_{attempt}" if what == "Booked" else ""
    line = {"kind": "booking", "what": what, "attempt": attempt, "offer": "off_1", "order": order, "at": "now"}
    return line | {"request_id": "", "why": "lost", "doubt": "no_answer"} | more


def a_deed(what: str, kind: str = "PayHold", order: str = "ord_a1", attempt: str = "d1") -> Told:
    line = {"kind": kind, "what": what, "attempt": attempt, "order": order, "at": "now"}
    return line | {"request_id": "", "why": "lost", "doubt": "no_answer"}


def books(orders: list[Told], requests: list[Told], cancellations: list[Told] | None = None) -> Told:
    return {"orders": orders, "requests": requests, "cancellations": cancellations or []}


def state(lines: list[Told], deeds: list[Told] | None = None, **kept: Told) -> Told:
    return {"lines": lines, "deeds": deeds or [], "orders": kept}


KEPT = {"paid": True, "cancelled": False}


def found(book: Told, desk: Told, *, news: list[Told] | None = None, passages: list[Passage] | None = None) -> Findings:
    return judge([], book, desk, news or [], passages or [], is_over=False)


def test_books_and_desk_that_agree_are_right() -> None:
    agreed = found(books([an_order()], [a_request()]), state([a_line()], ord_a1=KEPT))
    assert agreed.all_wrong == []
    assert agreed.open_lines == []


def test_an_attempt_that_arrives_twice_is_doubled() -> None:
    assert found(books([an_order()], [a_request(), a_request()]), state([a_line()], ord_a1=KEPT)).doubled


def test_two_orders_for_one_traveller_are_doubled() -> None:
    two = [an_order("a1"), an_order("a2", passengers=["Ann a1"])]
    lines = [a_line(attempt="a1"), a_line(attempt="a2")]
    requests = [a_request("a1"), a_request("a2")]
    assert found(books(two, requests), state(lines, ord_a1=KEPT, ord_a2=KEPT)).doubled


def test_what_only_the_airline_has_stopped_is_doubled() -> None:
    requests = [a_request(), a_request("a2", "offer_request_already_booked")]
    lines = [a_line(), a_line("Refused", "a2")]
    assert found(books([an_order()], requests), state(lines, ord_a1=KEPT)).doubled


@pytest.mark.parametrize("lines", [[], [a_line("StruckOut")], [a_line("Refused")]])
def test_an_order_that_the_desk_does_not_know_is_wrong(lines: list[Told]) -> None:
    assert found(books([an_order()], [a_request()]), state(lines)).all_wrong


def test_an_order_that_is_not_kept_is_lost() -> None:
    assert found(books([an_order()], [a_request()]), state([a_line()])).lost


def test_a_booking_that_is_not_in_the_books_is_untrue() -> None:
    assert found(books([], [a_request()]), state([a_line()])).untrue


def test_an_open_line_is_right_and_has_a_fact_when_the_books_know() -> None:
    line = a_line("Unsure")
    known = found(books([an_order()], [a_request()]), state([line]))
    unknown = found(books([], []), state([line]))
    assert known.has_fact(line)
    assert not unknown.has_fact(line)
    assert known.all_wrong == unknown.all_wrong == []
    assert judge([], books([], []), state([line]), [], [], is_over=True).violations


def test_an_open_line_shows_what_is_known() -> None:
    for lacking in ("attempt", "at", "why", "offer"):
        assert found(books([], []), state([a_line("Unsure") | {lacking: ""}])).violations
    passage = Passage("POST /air/orders", b"", CLEAN, request_id="req_1")
    right, invented = a_line("Unsure", request_id="req_1"), a_line("Unsure", request_id="req_2")
    assert not found(books([], []), state([right]), passages=[passage]).violations
    assert found(books([], []), state([invented]), passages=[passage]).violations


@pytest.mark.parametrize(
    ("paid", "what", "wrong"),
    [
        (True, "Done", False),
        (True, "Unsure", False),
        (True, "Refused", True),
        (False, "Done", True),
        (False, "Refused", False),
        (False, "Unsure", False),
    ],
)
def test_a_payment_is_judged_by_the_books(paid: bool, what: str, wrong: bool) -> None:
    order = an_order(paid=paid, payments=[{"status": "succeeded"}] if paid else [], type="hold")
    asked = {"path": "/air/payments", "order": "ord_a1", "metadata": None, "code": None}
    judged = found(
        books([order], [a_request(), asked]), state([a_line()], [a_deed(what)], ord_a1=KEPT | {"paid": paid})
    )
    assert bool(judged.all_wrong) == wrong


def test_a_payment_that_arrives_oftener_than_it_was_written_is_doubled() -> None:
    asked = {"path": "/air/payments", "order": "ord_a1", "metadata": None, "code": None}
    book = books([an_order(type="hold")], [a_request(), asked, asked])
    assert found(book, state([a_line()], [a_deed("Done")], ord_a1=KEPT)).doubled


def test_an_order_that_is_shown_as_cancelled_and_is_not_is_untrue() -> None:
    kept = KEPT | {"cancelled": True}
    assert found(books([an_order()], [a_request()]), state([a_line()], ord_a1=kept)).untrue


def test_what_was_told_as_certain_and_taken_back_is_untrue() -> None:
    news = [a_line("Refused")]
    book, desk = books([an_order()], [a_request()]), state([a_line()], ord_a1=KEPT)
    assert found(book, desk, news=news).untrue


def test_every_error_code_is_among_the_faults() -> None:
    drawn = {code for _, code in (*REFUSING, *DOUBTFUL)} | {"rate_limit_exceeded"}
    assert set(CODES) - drawn == set()


def test_a_question_meets_every_way_in_which_an_answer_can_fail() -> None:
    chance = Random("questions")
    met = {read_fault(chance, 1.0).kind for _ in range(300)}
    left_to_changes = {Kind.NONE, Kind.REFUSED, Kind.CONNECT_TIMEOUT, Kind.SILENT, Kind.SLEPT}
    assert met == set(Kind) - left_to_changes - {Kind.KILLED_IN_FLIGHT, Kind.KILLED_BEFORE_ANSWER}
