"""The text for the upstream's support names every id, the call that was sent, and no person."""

import pytest

from agentdesk.travel.booking import Doubt, Unsure
from agentdesk.travel.deeds import DeedUnsure
from agentdesk.ui.book import payment_words
from agentdesk.ui.orders import deed_words
from tests.duffel.test_carrying_out import ACCEPT, CANCEL, PAY, Case
from tests.samples import NOON, a_sent


@pytest.mark.parametrize("case", [PAY, CANCEL, ACCEPT], ids=["payment", "cancellation", "acceptance"])
def test_a_deed_is_named_with_its_call_and_every_id(case: Case) -> None:
    said = deed_words.for_support(DeedUnsure(case.sent, "the line broke", "req_1", NOON))
    for wanted in (f"Call: {case.asked}", "Order: ord_1", "Our attempt: attempt-1", "Sent at: ", "Request id: req_1"):
        assert wanted in said
    assert "Ann" not in said


def test_a_booking_is_named_with_its_call_and_every_id() -> None:
    said = payment_words.for_support(Unsure(a_sent(), "the line broke", "", NOON))
    for wanted in ("Call: POST /air/orders", "Offer: off_1", a_sent().attempt, "Sent at: ", "Request id: none came"):
        assert wanted in said
    assert "Earhart" not in said


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("the database refused: database or disk is full", "the disk is full. Make room on the disk."),
        ("the database refused: disk I/O error", "the disk takes nothing. Make room on the disk."),
        ("a reason of its own", "a reason of its own. Make room on the disk."),
    ],
)
def test_why_an_answer_was_not_kept_is_said_in_plain_words(why: str, said: str) -> None:
    unsure = Unsure(a_sent(), why, "", NOON, Doubt.NOT_KEPT)
    assert payment_words.what_happened(unsure).endswith(f"could not be written down: {said}")
