"""What an order's page lets be begun beside what was just done, and what it says of a hold that has ended."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import AcceptChange, CancelOrder, Deed, DeedDone, DeedSent, PayHold
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.orders import Order, PaymentState
from agentdesk.ui.orders.doing import Idle, Proved, is_ahead_of
from agentdesk.ui.orders.order_page_words import ended
from tests.gui.order_under_test import a_changed, a_held, a_ticketed
from tests.samples import NOON, gbp

QUOTE = Cancellation("ore_1", "ord_1", NOON, refund=gbp("90.80"), refund_to="balance")


def proved(deed: Deed) -> Proved:
    return Proved(DeedDone(DeedSent(deed, "attempt-1", NOON, "Ann"), NOON, "proof"))


@pytest.mark.parametrize(
    ("deed", "before", "after"),
    [
        (PayHold("ord_1", gbp("12.00")), a_held(), a_ticketed()),
        (CancelOrder("ord_1", QUOTE, gbp("12.00")), a_ticketed(), a_ticketed(cancelled_at=NOON)),
        (AcceptChange("ord_1", "aic_1"), a_changed(), a_ticketed()),
    ],
    ids=["payment", "cancellation", "acceptance"],
)
def test_nothing_is_begun_until_the_order_shows_what_was_done(deed: Deed, before: Order, after: Order) -> None:
    assert is_ahead_of(proved(deed), before)
    assert not is_ahead_of(proved(deed), after)
    assert not is_ahead_of(Idle(), before)


def test_a_hold_that_has_ended_says_what_is_safe_and_what_to_do() -> None:
    held = a_held()
    assert ended(OrderRecord(held, NOON, PRACTICE, None, ""), NOON) == ("", "")
    over = NOON + timedelta(hours=73)
    assert ended(OrderRecord(held, NOON, PRACTICE, None, ""), over)[0] == "The time to pay is over."
    lapsed = replace(held, payment=PaymentState(False, held.payment.pay_by))
    what, text = ended(OrderRecord(lapsed, NOON, PRACTICE, None, ""), over)
    assert what == "The airline has let the seats go."
    assert "Nothing was paid, and nothing has to be cancelled." in text
    assert "Ctrl+T" in text
