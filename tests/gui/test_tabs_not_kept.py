"""A disk that takes nothing while bookings are worked on: said above them, tried again, and taken back."""

from dataclasses import replace

from agentdesk.travel.booking import Draft
from agentdesk.travel.errors import NotKept
from tests.fakes.airline import FakeAirline
from tests.fakes.storage import MemoryDrafts
from tests.gui.desk_under_test import a_desk
from tests.gui.rooms_under_test import open_rooms


async def test_a_disk_that_takes_nothing_is_said_above_the_booking_until_it_does() -> None:
    drafts = FullDrafts()
    desk = replace(a_desk(FakeAirline()), drafts=drafts)
    async with open_rooms(airline=FakeAirline(), desk=desk) as one:
        await one.hands.hear("The disk is full. What is in the tabs stands on screen and is not kept")
        drafts.full = False
        await one.hands.hear("All is kept again")
        assert not one.hands.says("The disk is full.")
        assert len(await drafts.all()) == 1


class FullDrafts(MemoryDrafts):
    """A disk that takes nothing until it is told to."""

    full = True

    async def save(self, draft: Draft, position: int) -> None:
        if self.full:
            raise NotKept("the database refused: database or disk is full")
        await super().save(draft, position)
