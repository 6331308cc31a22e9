"""A sheet needs an answer and nobody pays by accident."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QLayout, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from agentdesk.travel.environment import World
from agentdesk.ui.asking import answer_to
from agentdesk.ui.theme import Shade, Theme
from agentdesk.ui.widgets.buttons import Button, MoneyButton
from agentdesk.ui.widgets.sheet import Sheet
from tests.gui.dressed import on_screen, themed, told_name, told_role


def price_rose(page: QWidget, theme: Theme) -> Sheet:
    deed = MoneyButton(theme, "Accept, pay £1,760.77 (practice)", World.PRACTICE, big=False)
    others = (Button(theme, "Tell the customer…"),)
    return Sheet(page, theme, "The price rose by £38.00", back="Back to offers", deed=deed, others=others)


class Page(QWidget):
    """Something to lay a sheet over, with a button that had the keyboard."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.pay = Button(theme, "Pay")
        QVBoxLayout(self).addWidget(self.pay)


def test_the_keyboard_starts_on_the_way_back_and_stays_inside(qtbot: QtBot) -> None:
    page = Page(themed())
    with on_screen(page):
        sheet = price_rose(page, page.theme)
        sheet.open()
        assert QApplication.focusWidget() is sheet.back
        seen = []
        for _ in range(4):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            focused = QApplication.focusWidget()
            assert isinstance(focused, Button)
            seen.append(focused.text())
        assert seen[:3] == ["Tell the customer…", "Accept, pay £1,760.77 (practice)", "Back to offers"]
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
        assert QApplication.focusWidget() is sheet.back


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_escape_and_enter_at_the_start_both_lead_back(qtbot: QtBot, key: Qt.Key) -> None:
    answers: list[bool] = []
    page = Page(themed())
    with on_screen(page):
        page.pay.setFocus()
        sheet = price_rose(page, page.theme)
        sheet.answered.connect(answers.append)
        sheet.open()
        qtbot.keyClick(QApplication.focusWidget(), key)
        assert answers == [False]
        assert QApplication.focusWidget() is page.pay


def test_a_screen_reader_hears_a_dialog_with_its_title() -> None:
    page = Page(themed())
    with on_screen(page):
        sheet = price_rose(page, page.theme)
        sheet.open()
        assert told_role(sheet) is QAccessible.Role.Dialog
        assert told_name(sheet) == "The price rose by £38.00"
        assert not sheet.isWindow()


def test_it_covers_the_page_and_follows_its_size_and_shade() -> None:
    theme = themed(Shade.LIGHT)
    page = Page(theme)
    with on_screen(page) as window:
        sheet = price_rose(page, theme)
        sheet.open()
        assert sheet.geometry() == page.rect()
        window.resize(900, 600)
        window.layout().activate()
        assert sheet.geometry() == page.rect()
        light = sheet.grab().toImage().pixelColor(2, 2)
        theme.use(Shade.DARK)
        assert sheet.grab().toImage().pixelColor(2, 2).lightness() < light.lightness()


def test_a_key_does_not_leak_to_the_page_below(qtbot: QtBot) -> None:
    leaked: list[int] = []

    class Listening(Page):
        def keyPressEvent(self, event: object) -> None:
            leaked.append(1)

    page = Listening(themed())
    with on_screen(page):
        sheet = price_rose(page, page.theme)
        sheet.open()
        qtbot.keyClick(sheet.back, Qt.Key.Key_1)
    assert leaked == []


def test_two_presses_answer_once() -> None:
    answers: list[bool] = []
    page = Page(themed())
    with on_screen(page):
        sheet = price_rose(page, page.theme)
        sheet.answered.connect(answers.append)
        sheet.open()
        sheet.deed.click()
        sheet.deed.click()
        sheet.back.click()
    assert answers == [True]


@pytest.mark.parametrize("wanted", [True, False])
async def test_its_answer_can_be_awaited_while_other_work_goes_on(wanted: bool) -> None:
    page = Page(themed())
    page.layout().setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    page.show()
    sheet = price_rose(page, page.theme)
    ticks: list[int] = []

    async def tick() -> None:
        while True:
            ticks.append(1)
            await asyncio.sleep(0)

    ticking = asyncio.ensure_future(tick())
    asking = asyncio.ensure_future(sheet.answer())
    await asyncio.sleep(0.02)
    assert not asking.done()
    (sheet.deed if wanted else sheet.back).click()
    assert await asking is wanted
    ticking.cancel()
    assert len(ticks) > 3
    page.close()
    page.deleteLater()


async def test_whoever_stops_waiting_takes_the_sheet_away() -> None:
    page = Page(themed())
    page.layout().setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    page.show()
    sheet = price_rose(page, page.theme)
    asking = asyncio.ensure_future(sheet.answer())
    await asyncio.sleep(0)
    assert sheet.isVisible()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert page.findChildren(Sheet) == []
    page.close()
    page.deleteLater()


@pytest.mark.parametrize("wanted", [True, False])
async def test_a_dialog_is_awaited_without_a_second_loop(wanted: bool) -> None:
    themed()
    window = QWidget()
    window.show()
    dialog = QDialog(window)
    press = QPushButton("Go", dialog)
    press.clicked.connect(dialog.accept if wanted else dialog.reject)
    asking = asyncio.ensure_future(answer_to(dialog))
    await asyncio.sleep(0)
    assert dialog.isVisible()
    press.click()
    assert await asking is wanted
    window.close()
    window.deleteLater()
