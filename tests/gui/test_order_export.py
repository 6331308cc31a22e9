"""Orders leave the list as a file: by keyboard alone, read back whole, and what goes wrong is said."""

import asyncio
import csv
import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from agentdesk.desk.ports import OrderAnswer, OrderRecord
from agentdesk.papers.pdf import TypstPapers
from agentdesk.ui.widgets.sheet import Sheet
from agentdesk.ui.widgets.toasts import Toast
from tests.fakes.airline import FakeAirline
from tests.fakes.storage import MemoryOrderBook
from tests.gui.desk_under_test import a_desk
from tests.gui.orders_under_test import SOLD, OpenList, open_list, order
from tests.samples import NOON

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform says so of every dialog
PAPERS = TypstPapers()
MANY = 330


async def choose(one: OpenList, target: Path, *, steps: str = "") -> None:
    """E, the choices by arrow keys, Ctrl+S, the name of the file."""
    await one.hands.press("E")
    await one.hands.find("Which orders")
    for keys in steps.split():
        await one.hands.press(keys)
    await one.hands.press("Ctrl+S")
    await name(one, target)


async def name(one: OpenList, target: Path) -> None:
    def shown() -> QFileDialog | None:
        found = [box for box in one.rooms.window.findChildren(QFileDialog) if box.isVisible()]
        return found[0] if found else None

    await one.hands.until(shown, "the dialog for the file")
    dialog = shown()
    assert dialog is not None
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.setText(str(target))
    dialog.accept()
    await one.hands.until(lambda: shown() is None, "the dialog gone")
    await one.hands.come_forward()


async def told(one: OpenList, words: str) -> str:
    await one.hands.until(lambda: any(words in said for said in toasts(one)), words)
    return next(said for said in toasts(one) if words in said)


def toasts(one: OpenList) -> list[str]:
    return [toast.accessibleName() for toast in one.rooms.window.findChildren(Toast) if toast.isVisible()]


def rows(target: Path) -> list[dict[str, str]]:
    with target.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


async def test_the_view_is_exported_as_it_stands_and_nothing_in_it_computes(tmp_path: Path) -> None:
    sold = [replace(order(number, f"R{number:05}", "Okafor")) for number in range(1, MANY)]
    sold.append(order(MANY, "=1+1", '=HYPERLINK("http://a")', "+44"))
    target = tmp_path / "all.csv"
    async with open_list(sold, papers=PAPERS) as one:
        await one.hands.until(lambda: len(one.references()) == MANY, "all rows")
        await choose(one, target)
        said = await told(one, f"Exported {MANY} orders.")
        assert str(target) in said
        found = rows(target)
        assert [row["reference"] for row in found[:60]] == one.references()[:60]
        assert {row["order_id"] for row in found} == {one.id for one in sold}
        (armed,) = [row for row in found if row["order_id"] == f"ord_{MANY}"]
        assert armed["reference"] == "'=1+1"
        assert armed["passengers"].startswith("'+44")
        assert [path.name for path in tmp_path.iterdir()] == ["all.csv"]


async def test_only_what_is_selected_is_exported_as_json_by_keyboard(tmp_path: Path) -> None:
    target = tmp_path / "two.json"
    async with open_list(papers=PAPERS) as one:
        await one.shows("CCC333", "DDD444", "AAA111", "BBB222", "FFF666", "EEE555")
        await one.hands.press("Shift+Down")
        await choose(one, target, steps="Tab Right")
        await told(one, "Exported 2 orders.")
        assert [one["reference"] for one in json.loads(target.read_text(encoding="utf-8"))] == ["CCC333", "DDD444"]


async def test_the_file_has_a_name_of_the_view_and_is_replaced_only_when_that_is_meant(tmp_path: Path) -> None:
    target = tmp_path / "orders.csv"
    target.write_text("kept")
    async with open_list(papers=PAPERS) as one:
        await one.hands.press("E")
        await one.hands.find("Which orders")
        await one.hands.press("Ctrl+S")
        await one.hands.until(lambda: one.rooms.window.findChildren(QFileDialog), "the dialog")
        (dialog,) = one.rooms.window.findChildren(QFileDialog)
        await one.hands.until(dialog.isVisible, "the dialog on screen")
        assert Path(dialog.selectedFiles()[0]).name.startswith("all-orders-20")
        await name(one, target)
        await one.hands.find("orders.csv is there already")
        await one.hands.press("Escape")
        assert target.read_text() == "kept"
        await name(one, target)
        await one.hands.click("Replace it")
        await told(one, "Exported 6 orders.")
        assert len(rows(target)) == 6


async def test_the_file_is_its_owner_s_alone_and_no_link_is_written_through(tmp_path: Path) -> None:
    target, elsewhere = tmp_path / "all.csv", tmp_path / "elsewhere"
    elsewhere.write_text("mine")
    (tmp_path / ".all.csv.part").symlink_to(elsewhere)
    async with open_list(papers=PAPERS) as one:
        await choose(one, target)
        await told(one, "Exported")
    assert target.stat().st_mode & 0o777 == 0o600
    assert elsewhere.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.csv", "elsewhere"]


async def test_a_disk_that_does_not_take_it_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    target = folder / "orders.csv"
    async with open_list(papers=PAPERS) as one:
        target_part = folder / ".orders.csv.part"
        target_part.mkdir()
        await choose(one, target)
        said = await told(one, "The orders were not exported.")
        assert "orders.csv could not be written: Is a directory" in said
        assert not target.exists()


class SlowBook(MemoryOrderBook):
    """Answers to `many` only when let."""

    def __init__(self) -> None:
        super().__init__()
        self.let = asyncio.Event()

    async def many(self, order_ids: Sequence[str]) -> tuple[OrderRecord, ...]:
        await self.let.wait()
        return await super().many(order_ids)


async def test_a_long_export_tells_how_far_it_is_and_escape_stops_it(tmp_path: Path) -> None:
    target = tmp_path / "orders.csv"
    slow = SlowBook()
    desk = a_desk(FakeAirline(), PAPERS)
    for sold in SOLD:
        await slow.save(OrderAnswer(sold, b"{}", NOON))
        await desk.orders.save(OrderAnswer(sold, b"{}", NOON))
    async with open_list(desk=replace(desk, orders=slow)) as one:
        before = threading.active_count()
        await choose(one, target)
        await one.hands.hear("Exporting, 0 of 6 orders")
        await one.hands.press("E")
        assert one.hands.seen("Which orders", QWidget) is None
        await one.hands.press("Escape")
        await told(one, "The export was stopped.")
        slow.let.set()
        await one.hands.until(lambda: not one.hands.says("Exporting"), "the foot is quiet")
        assert list(tmp_path.iterdir()) == []
        assert threading.active_count() <= before + 2


async def test_a_view_without_orders_has_nothing_to_export() -> None:
    async with open_list((), papers=PAPERS) as one:
        await one.hands.click("Export")
        await told(one, "There is nothing to export.")


async def test_the_papers_of_an_order_open_from_the_list() -> None:
    async with open_list(papers=PAPERS) as one:
        await one.shows("CCC333", "DDD444", "AAA111", "BBB222", "FFF666", "EEE555")
        await one.hands.press("Ctrl+P")
        await one.hands.find("Papers", Sheet)
        assert one.rooms.rooms.orders.order_in_front == "ord_3"
        await one.hands.press("Escape")
        await one.hands.until(lambda: one.hands.seen("Papers", Sheet) is None, "the sheet gone")
