"""How an order was paid, as far as it is known: for the receipt's form of payment."""

from agentdesk.desk.ports import Airline, DeedJournal
from agentdesk.travel.deeds import DeedDone, PayHold
from agentdesk.travel.errors import TravelError
from agentdesk.travel.payments import Payment, PaymentOutcome


async def payments_known(order_id: str, deeds: DeedJournal, airline: Airline) -> tuple[Payment, ...]:
    """Paid from here means from the balance (API.md 9); else what the upstream lists, none when the line is cut."""
    for line in await deeds.of_order(order_id):
        if isinstance(line, DeedDone) and isinstance(line.sent.deed, PayHold):
            amount = line.amount or line.sent.deed.amount
            return (Payment(line.proof, order_id, "balance", amount, line.at, PaymentOutcome.SUCCEEDED),)
    try:
        return await airline.payments_of(order_id)
    except TravelError:
        return ()  # the receipt then leaves the form of payment out
