"""What the tour sees go wrong: nothing passes, a price rises, an answer is lost, prices end, a tab is closed."""

from typing import Protocol

from PySide6.QtWidgets import QListView

from agentdesk.hands import Hands
from agentdesk.tour_backstage import Backstage

_OFFERS_LIVE = 30 * 60  # seconds, at the practice airline


class Pictures(Protocol):
    """Where pictures go, and who makes trouble."""

    hands: Hands
    backstage: Backstage

    def picture(self, name: str) -> None: ...


async def filters(notes: Pictures) -> None:
    """One that leaves some, one more that leaves nothing and names the way back, and all undone by one key."""
    hands = notes.hands
    rows = await hands.find("Offers", QListView)
    assert isinstance(rows, QListView)
    everything = rows.model().rowCount()
    await hands.focus("Offers")
    await hands.press("F")
    await hands.press("Space")
    await hands.until(lambda: 0 < rows.model().rowCount() < everything, "fewer rows")
    notes.picture("offers-filtered")
    await _rule_all_out(hands)
    await hands.hear("passes the filters")
    notes.picture("offers-none-pass")
    await hands.press("Ctrl+Backspace")
    await hands.until(lambda: rows.model().rowCount() == everything, "all rows again")
    await hands.press("Escape")


async def _rule_all_out(hands: Hands) -> None:
    """Tick something that none of those shown has."""

    def nobody() -> str:
        return next((name for name in hands.names() if name.endswith(", no offers") and "or more" not in name), "")

    await hands.until(nobody, "a value that no offer has")  # counts come a section at a time
    await hands.focus(nobody())
    await hands.press("Space")


async def price_rise(notes: Pictures, pay: str) -> None:
    """Asked to pay, the airline wants more: nothing is sent before the agent agrees."""
    hands = notes.hands
    await notes.backstage.trouble("price_rise")
    await hands.focus(pay)
    await hands.press("Return")
    await hands.hear("The price rose by £12.40", 20)
    notes.picture("payment-price-rose")
    await hands.press("Escape")
    await hands.until(lambda: hands.seen(pay) is None, "the higher total")


async def answer_lost(notes: Pictures) -> None:
    """The order is made and the answer lost: the desk looks it up and never books twice."""
    hands = notes.hands
    await hands.hear("Checking with", 20)
    notes.picture("checking")
    await notes.backstage.peace()


async def second_customer(notes: Pictures) -> None:
    """In a tab of its own: a fare is sold out, then all prices end; the tab is closed and brought back."""
    hands, backstage = notes.hands, notes.backstage
    await hands.press("Ctrl+T")
    await hands.focus("From")
    for name, text in (("From", "LHR"), ("To", "DUB"), ("Depart", "+30"), ("Return date", "+3")):
        await hands.fill(name, text)
        await hands.press("Tab")
    await hands.press("Ctrl+Return")
    await hands.hear("All sources answered", 30)
    await backstage.trouble("offer_gone")
    await hands.focus("Offers")
    await hands.press("Return")
    await hands.hear("no longer on sale", 20)
    notes.picture("offers-sold-out")
    await backstage.peace()
    await _prices_end(notes)
    await hands.press("Ctrl+W")
    await hands.press("Ctrl+Shift+T")
    await hands.hear("Read again", 20)
    notes.picture("tab-brought-back")
    await hands.press("Ctrl+W")


async def _prices_end(notes: Pictures) -> None:
    """Half an hour goes by at the airline; the next answer tells the desk."""
    hands = notes.hands
    await notes.backstage.let_pass(_OFFERS_LIVE)
    await hands.focus("Offers")
    await hands.press("Return")
    await hands.hear("These prices have ended.", 20)
    notes.picture("offers-ended")
    await notes.backstage.let_pass(-_OFFERS_LIVE)
