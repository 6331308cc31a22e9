"""People's data in the settings: somebody found, exported, erased; and how long orders are kept."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit

from agentdesk.desk.news import Board, Notice, PersonErased
from agentdesk.desk.people import People, Retention
from agentdesk.hands import Hands
from agentdesk.storage.keys import SessionKeys
from agentdesk.storage.opening import Storage, open_storage
from agentdesk.travel.booking import Step
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.people import PlaceKind
from agentdesk.ui.errands import Errands
from agentdesk.ui.settings.people_part import PeoplePart
from tests.fakes.airline import FakeAirline
from tests.fakes.storage import MemoryOrderBook
from tests.gui.dressed import themed
from tests.gui.orders_under_test import SOLD, open_list
from tests.gui.rooms_under_test import open_rooms
from tests.samples import NOON, a_draft
from tests.storage.people_values import AFTER, draft_for, fill

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform says so of every dialog

HER = "Zeldamira Quetzalcoatl, born 24 July 1987"


@dataclass
class Shown:
    """The part over a database in memory; `chosen` are the months that were said, `now` what time it is."""

    hands: Hands
    storage: Storage
    news: list[Notice] = field(default_factory=list)
    chosen: list[int] = field(default_factory=list)


@asynccontextmanager
async def shown(folder: Path, now: datetime = AFTER) -> AsyncIterator[Shown]:
    async with open_storage(folder / "practice-main", PRACTICE, SessionKeys()) as storage, Errands(_raise) as errands:
        await fill(storage)
        news, clock = Board(), lambda: now
        people = People(storage.people, news, clock=clock)
        retention = Retention(
            storage.people,
            news,
            clock=clock,
            knows_time=lambda: True,
            months=lambda: 0,
        )
        part = PeoplePart(themed(), errands, people, retention)
        part.show_now(0)
        part.resize(800, 600)
        part.show()
        part.activateWindow()
        found = Shown(Hands(part, patience=8), storage)
        news.listen(found.news.append)
        part.keep_chosen.connect(found.chosen.append)
        try:
            yield found
        finally:
            part.hide()
            part.deleteLater()


async def test_somebody_is_found_and_erased_by_the_keyboard(tmp_path: Path) -> None:
    async with shown(tmp_path) as desk:
        hands = desk.hands
        await hands.fill("Find a person", "quetz")
        await hands.hear("zelda@quetzal.example · 2 orders, 3 bookings or searches without an order")
        await hands.focus(f"Erase {HER}")
        await hands.press("Return")
        await hands.find("Erase for good")
        assert hands.says("Order BOTH22 of 23 November 2026")
        assert hands.says("Stays for others, without this person")
        assert hands.says("This cannot be taken back.")
        await hands.press("Return")  # on the way back, never on the deed
        await hands.until(lambda: hands.seen("Erase for good") is None, "the sheet gone")
        assert await desk.storage.orders.get("alone") is not None
        await hands.focus(f"Erase {HER}")
        await hands.press("Return")
        await hands.find("Erase for good")
        await hands.focus("Erase for good")
        await hands.press("Space")
        await hands.hear("Zeldamira Quetzalcoatl is erased")
        await hands.click("Copy the report")
        await hands.hear("The report is on the clipboard.")
        assert "Order QUETZ1 of 23 November 2026: goes as a whole" in QGuiApplication.clipboard().text()
        await hands.hear("Nobody of that name is kept here.")
        assert await desk.storage.orders.get("alone") is None
        erased = {(one.kind, one.id) for one in desk.news if isinstance(one, PersonErased)}
        assert {(PlaceKind.ORDER, "alone"), (PlaceKind.ORDER, "both"), (PlaceKind.DRAFT, "draft-open")} <= erased


async def test_what_is_still_needed_is_said_before_and_after(tmp_path: Path) -> None:
    async with shown(tmp_path, NOON) as desk:
        await desk.hands.fill("Find a person", "quetz")
        await desk.hands.click(f"Erase {HER}")
        await desk.hands.hear("Order QUETZ1 of 23 November 2026: its flights are not over until 20 December 2026")
        await desk.hands.click("Erase for good")  # the unfinished booking may go
        await desk.hands.hear("is erased, but for what is still needed")
        await desk.hands.click("Close")
        assert await desk.storage.orders.get("alone") is not None
        assert await desk.storage.drafts.all() == ()
        await desk.hands.click(f"Erase {HER}")
        await desk.hands.find("Keep")
        assert desk.hands.seen("Nothing may go yet") is None  # it cannot be pressed
        assert desk.hands.says("Each of these is still needed.")
        await desk.hands.press("Escape")


async def test_everything_is_exported_to_a_private_file_and_never_over_another(tmp_path: Path) -> None:
    out = tmp_path / "hers.json"
    async with shown(tmp_path) as desk:
        await desk.hands.fill("Find a person", "quetz")
        await desk.hands.click(f"Export {HER}")
        await _name(desk.hands, out)
        await desk.hands.hear("Everything kept of this person is exported.")
        assert [one["booking_reference"] for one in json.loads(out.read_text("utf-8"))["order"]] == ["QUETZ1", "BOTH22"]
        assert out.stat().st_mode & 0o777 == 0o600
        await desk.hands.click(f"Export {HER}")
        await _name(desk.hands, out)
        await desk.hands.hear("exists already: name a new file")


async def test_a_rule_that_deletes_is_confirmed_and_one_that_keeps_longer_is_not(tmp_path: Path) -> None:
    async with shown(tmp_path, AFTER.replace(year=2029)) as desk:
        await _choose(desk.hands, 1)
        await desk.hands.hear("Up to 2 orders of now go at once")
        await desk.hands.click("As it was")
        combo = desk.hands.seen("Keep orders after the last flight", QComboBox)
        assert isinstance(combo, QComboBox)
        await desk.hands.until(lambda: combo.currentText() == "For ever", "the rule as it was")
        assert desk.chosen == []
        await _choose(desk.hands, 1)
        await desk.hands.click("Keep for 1 year")
        await desk.hands.until(lambda: desk.chosen == [12], "a year")
        await _choose(desk.hands, 3)
        await desk.hands.until(lambda: desk.chosen == [12, 36], "three years")


async def test_tabs_that_name_somebody_who_was_erased_are_kept_nowhere() -> None:
    one, other = [replace(draft, step=Step.SEARCH) for draft in (draft_for(), a_draft(ident="draft-other"))]
    async with open_rooms(one, other, airline=FakeAirline()) as open_:
        bookings, drafts = open_.rooms.bookings, open_.desk.drafts
        await open_.hands.until(lambda: len(bookings.drafts) == 2, "two tabs")
        open_.desk.news.tell(PersonErased(PlaceKind.DRAFT, one.id))
        assert [draft.id for draft in bookings.drafts] == ["draft-other"]
        bookings.close_current()
        await open_.hands.until(lambda: open_.rooms.bookings.may_reopen, "one that can be brought back")
        await open_.hands.until(lambda: len(bookings.drafts) == 1, "an empty one")
        open_.desk.news.tell(PersonErased(PlaceKind.DRAFT, other.id))
        await open_.hands.until(lambda: not open_.rooms.bookings.may_reopen, "nothing to bring back")
    assert all(draft.id not in (one.id, other.id) for draft in await drafts.all())


async def test_an_order_that_was_erased_gives_way_to_the_list_and_the_search_is_cleared() -> None:
    async with open_list(SOLD[:2]) as desk:
        room, orders = desk.rooms.rooms.orders, desk.desk.orders
        assert isinstance(orders, MemoryOrderBook)
        await desk.hands.focus("Search the orders")
        await desk.hands.write("garcia")
        await desk.hands.until(lambda: desk.page.asking.query.text, "a search")
        record = await orders.get("ord_2")
        assert record is not None
        room.open_order(record)
        assert room.shows_order
        orders._records.pop("ord_2")
        desk.desk.news.tell(PersonErased(PlaceKind.ORDER, "ord_2"))
        await desk.hands.until(lambda: not room.shows_order, "the list")
        assert room.order.order_id == ""
        assert desk.page.asking.query.text == ""
        assert desk.page.head.search.text() == ""


async def _choose(hands: Hands, place: int) -> None:
    combo = await hands.find("Keep orders after the last flight", QComboBox)
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(place)
    combo.activated.emit(place)


async def _name(hands: Hands, target: Path) -> None:
    def dialog() -> QFileDialog | None:
        found = [box for box in hands.window.findChildren(QFileDialog) if box.isVisible()]
        return found[0] if found else None

    await hands.until(dialog, "the dialog for the file")
    box = dialog()
    assert box is not None
    field_ = box.findChild(QLineEdit)
    assert field_ is not None
    field_.setText(str(target))
    box.accept()
    await hands.until(lambda: dialog() is None, "the dialog gone")
    await hands.come_forward()


def _raise(bug: BaseException) -> None:
    raise bug
