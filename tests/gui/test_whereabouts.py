"""The place in a page is found again: what had the keyboard, and how far it was scrolled."""

from dataclasses import replace

import pytest

from agentdesk.travel.booking import Draft, Step
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking, open_booking
from tests.gui.test_payment_page import focused, ready_to_pay
from tests.samples import an_offer


def _pane(one: OpenBooking) -> ScrollPane:
    assert one.view.page is not None
    return max(one.view.page.findChildren(ScrollPane), key=lambda pane: pane.verticalScrollBar().maximum())


@pytest.mark.parametrize(("step", "field"), [(Step.SEARCH, "Corporate codes"), (Step.PAYMENT, "Note")])
async def test_the_keyboard_is_where_it_was(step: Step, field: str) -> None:
    draft = replace(ready_to_pay(), step=step)
    async with open_booking(draft, FakeAirline(an_offer())) as one:
        await one.hands.focus(field)
        await one.hands.until(lambda: field in one.tab.draft.look(f"{step}.place"), "the place in the draft")
        kept = one.tab.draft
    async with open_booking(kept, FakeAirline(an_offer())) as again:
        await again.hands.until(lambda: _has(again, field), "the keyboard where it was")
        assert await focused(again) == field


def _has(one: OpenBooking, field: str) -> bool:
    widget = one.hands.seen(field)
    return widget is not None and widget.hasFocus()


async def test_the_page_is_scrolled_to_where_it_was() -> None:
    async with open_booking(ready_to_pay(), FakeAirline(an_offer())) as one:
        one.hands.window.resize(1024, 620)
        one.view.resize(1024, 620)
        await one.hands.until(lambda: _pane(one).verticalScrollBar().maximum() > 60, "something to scroll")
        _pane(one).verticalScrollBar().setValue(57)
        await one.hands.until(lambda: "57" in one.tab.draft.look("payment.place"), "the place in the draft")
        kept: Draft = one.tab.draft
    async with open_booking(kept, FakeAirline(an_offer())) as again:
        again.hands.window.resize(1024, 620)
        again.view.resize(1024, 620)
        again.view.open()
        await again.hands.until(lambda: _pane(again).verticalScrollBar().value() == 57, "the page where it was")


async def test_who_scrolls_before_the_page_is_long_enough_is_not_carried_off_later() -> None:
    async with open_booking(ready_to_pay(), FakeAirline(an_offer())) as one:
        one.hands.window.resize(1024, 620)
        one.view.resize(1024, 620)
        await one.hands.until(lambda: _pane(one).verticalScrollBar().maximum() > 60, "something to scroll")
        place = ",".join("9999" for _ in one.view.page.findChildren(ScrollPane)) if one.view.page is not None else ""
        kept = one.tab.draft.with_look("payment.place", f"{place} ")
    async with open_booking(kept, FakeAirline(an_offer())) as again:
        again.hands.window.resize(1024, 620)
        again.view.resize(1024, 620)
        again.view.open()
        bar = _pane(again).verticalScrollBar()
        await again.hands.until(lambda: bar.maximum() > 60, "something to scroll")
        bar.setValue(20)
        bar.setMaximum(12_000)
        assert bar.value() == 20
        await again.hands.until(lambda: "20" in again.tab.draft.look("payment.place").split(" ")[0], "the new place")
