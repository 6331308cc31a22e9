"""The page after the one on screen is made while the agent is busy with that one, so that no key waits for it."""

from dataclasses import replace

from agentdesk.travel.booking import Step
from agentdesk.ui.book.passengers_page import PassengersPage
from agentdesk.ui.book.seats_page import SeatsPage
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import open_booking
from tests.samples import a_draft, an_offer


async def test_the_next_page_is_there_before_it_is_wanted_and_no_other() -> None:
    airline = FakeAirline(an_offer())
    async with open_booking(replace(a_draft(), step=Step.OFFERS), airline) as one:
        await one.hands.until(lambda: one.view.findChild(PassengersPage), "the page of the passengers")
        assert not one.hands.says("Given name"), "it is not on screen"
        assert one.view.findChild(SeatsPage) is None
