"""How an order was paid: what was done here first, then what the upstream lists."""

from agentdesk.desk.payments_known import payments_known
from agentdesk.travel.deeds import DeedDone, DeedSent, PayHold
from agentdesk.travel.errors import ConnectionLost
from agentdesk.travel.payments import Payment, PaymentOutcome
from tests.fakes.airline import FakeAirline
from tests.fakes.deeds import ListDeedJournal
from tests.samples import NOON, gbp

CARD = Payment("pay_9", "ord_1", "card", gbp("10.00"), NOON, PaymentOutcome.SUCCEEDED)


async def test_a_hold_paid_here_was_paid_from_the_balance() -> None:
    airline, deeds = FakeAirline(), ListDeedJournal()
    sent = DeedSent(PayHold("ord_1", gbp("10.00")), "one", NOON)
    await deeds.write(sent)
    await deeds.settle(sent, DeedDone(sent, NOON, "pay_1"))
    (known,) = await payments_known("ord_1", deeds, airline)
    assert (known.kind, known.amount, known.id) == ("balance", gbp("10.00"), "pay_1")


async def test_a_hold_paid_elsewhere_is_asked_for_upstream() -> None:
    airline = FakeAirline()
    airline.payments.append(CARD)
    assert await payments_known("ord_1", ListDeedJournal(), airline) == (CARD,)


async def test_with_the_line_cut_nothing_is_known() -> None:
    airline = FakeAirline()
    airline.payments.append(CARD)
    airline.trouble = ConnectionLost("no line")
    assert await payments_known("ord_1", ListDeedJournal(), airline) == ()
