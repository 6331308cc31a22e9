"""Notices cover nothing that has to be pressed: the foot of the list, the note of an order, the deed of a sheet."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from agentdesk.papers.pdf import TypstPapers
from agentdesk.ui.orders.order_foot import OrderFoot
from agentdesk.ui.orders.order_side import OrderSide
from agentdesk.ui.widgets.sheet import Sheet
from tests.gui.orders_under_test import OpenList, open_list


def place(one: OpenList, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(one.rooms.window, QPoint(0, 0)), widget.size())


def is_clear(one: OpenList, widget: QWidget) -> bool:
    return not any(place(one, toast).intersects(place(one, widget)) for toast in one.rooms.window.toasts.shown)


async def test_toasts_leave_the_foot_the_note_and_the_deed_of_a_sheet_free() -> None:
    async with open_list(papers=TypstPapers()) as one:
        window = one.rooms.window
        window.toasts.tell("good", "Ticketed, AAA111", "Müller 1 ticket", deed="Show", stays=True)
        foot = window.findChild(OrderFoot)
        assert foot is not None
        assert is_clear(one, foot)
        await one.hands.press("Return")
        await one.hands.find("Your own reference")
        side = window.findChild(OrderSide)
        assert side is not None
        await one.hands.until(lambda: is_clear(one, side), "a note that can be seen")
        await one.hands.press("Ctrl+P")
        sheet = await one.hands.find("Papers", Sheet)
        assert isinstance(sheet, Sheet)
        await one.hands.until(lambda: is_clear(one, sheet.deed), "a deed that can be seen")
        await one.hands.press("Escape")
        await one.hands.until(lambda: one.hands.seen("Papers", Sheet) is None, "the sheet gone")
