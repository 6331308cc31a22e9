"""Every kind of event of an order has a sentence of its own."""

from datetime import datetime

import pytest

from agentdesk import resources
from agentdesk.travel.order_events import EventKind, OrderEvent
from agentdesk.ui import words
from agentdesk.ui.orders.history_words import tell
from tests.samples import NOON

SHOWN = words.moment(datetime.fromisoformat("2026-11-27T12:00:00+00:00"))  # on the clock of this machine
DETAILS = {
    EventKind.TICKETED: ("220-2400118207", "Ticket 220-2400118207 received"),
    EventKind.PRICE_MOVED: ("90.80 GBP 103.20 GBP", "Lufthansa changed the price from £90.80 to £103.20"),
    EventKind.GUARANTEE_MOVED: ("2026-11-27T12:00:00+00:00", f"Price now kept until {SHOWN}"),
    EventKind.DEADLINE_MOVED: ("2026-11-27T12:00:00+00:00", f"Now to be paid by {SHOWN}"),
    EventKind.AIRLINE_CHANGE_ANSWERED: ("changed", "The airline's change was answered: other flights taken"),
    EventKind.ACTIONS_CHANGED: ("cancel update", "Possible now: cancel, own data"),
    EventKind.BOOKED: ("", "Booked by Ruth Amankwah"),
    EventKind.HELD: ("", "Held by Ruth Amankwah"),
    EventKind.PAY_ASKED: ("207.59 GBP", "Payment of £207.59 sent by Ruth Amankwah"),
    EventKind.PAID: ("207.59 GBP", "Paid £207.59 from the agency balance"),
    EventKind.CANCEL_QUOTED: ("53.59 GBP", "Asked by Ruth Amankwah what cancelling gives back: £53.59"),
    EventKind.CANCELLED: ("53.59 GBP", "Cancelled, £53.59 back"),
    EventKind.REFUSED: ("insufficient_balance", "Refused. The agency's balance with Duffel is too low."),
    EventKind.UNKNOWN: ("ended", "Outcome not known: the program ended before the answer came"),
    EventKind.PRINTED: ("itinerary", "Itinerary made by Ruth Amankwah"),
    EventKind.AIRLINE_CHANGED: ("aic_1", "Lufthansa changed the flights"),
}


def event(kind: EventKind, detail: str = "") -> OrderEvent:
    return OrderEvent("ord_1", NOON, kind, "Ruth Amankwah", detail)


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_has_a_sentence_and_an_icon_with_and_without_detail(kind: EventKind) -> None:
    for detail in ("", "something new", "so {airline}"):
        told = tell(event(kind, detail), "Lufthansa")
        assert told.text
        assert told.text[0].isupper()
        assert not told.text.endswith(".") or kind is EventKind.REFUSED
        assert resources.path(f"icons/{told.icon}.svg").is_file()


@pytest.mark.parametrize(("kind", "said"), DETAILS.items())
def test_the_detail_is_said_in_the_agents_words(kind: EventKind, said: tuple[str, str]) -> None:
    detail, sentence = said
    assert tell(event(kind, detail), "Lufthansa").text == sentence


def test_no_two_kinds_read_the_same() -> None:
    said = [tell(event(kind), "Lufthansa").text for kind in EventKind]
    assert len(set(said)) == len(said)
