"""Keys: every action has one and says so, Tab goes around every page as the eye does, the keyboard is never lost."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from agentdesk.desk.ports import OrderAnswer
from agentdesk.hands import spoken_name
from agentdesk.travel.booking import Draft, Step
from agentdesk.ui.panes import takes_tab
from agentdesk.ui.widgets.buttons import Button
from tests.fakes.airline import FakeAirline
from tests.gui.rooms_under_test import OpenRooms, open_rooms
from tests.gui.test_booking_tabs import trip
from tests.samples import NOON, an_offer, an_order

STEPS = (Step.SEARCH, Step.OFFERS, Step.PASSENGERS, Step.SEATS, Step.PAYMENT)
ROUND = 400  # more stops than any page has


@asynccontextmanager
async def on_page(page: str, size: tuple[int, int] = (1280, 800)) -> AsyncIterator[OpenRooms]:
    step = Step(page) if page in [one.value for one in Step] else Step.SEARCH
    draft: Draft = replace(trip("a", "Okafor"), step=step)
    airline = FakeAirline(an_offer())
    airline.booked["ord_1"] = an_order()
    async with open_rooms(draft, airline=airline, size=size) as one:
        await one.desk.orders.save(OrderAnswer(an_order(), b"{}", NOON))
        if page in ("orders", "settings"):
            one.window.open_room(page.capitalize())
            await one.hands.find("List of orders" if page == "orders" else "Duffel token")
        yield one


def keyboard() -> QWidget | None:
    return QApplication.focusWidget()


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700)])
@pytest.mark.parametrize("page", [*(step.value for step in STEPS), "orders", "settings"])
async def test_tab_goes_once_around_every_page_through_named_and_visible_controls(
    page: str, size: tuple[int, int]
) -> None:
    async with on_page(page, size) as one:
        await one.hands.press("Ctrl+K")
        start = keyboard()
        assert start is not None
        seen: list[QWidget] = []
        for _ in range(ROUND):
            one.window.focusNextPrevChild(True)
            now = keyboard()
            assert now is not None, f"after {[spoken_name(widget) for widget in seen][-3:]} nobody has the keyboard"
            assert now.isVisible()
            assert spoken_name(now), f"{now} in {now.parentWidget()} has no name"
            if now is start:
                break
            assert now not in seen, f"{spoken_name(now)} comes twice before the round is whole"
            seen.append(now)
        assert keyboard() is start, "the round comes back"
        assert len(seen) > 1
        one.window.focusNextPrevChild(False)
        assert keyboard() is seen[-1], "Shift+Tab goes the same way back"


async def test_f6_goes_from_pane_to_pane_and_comes_back_to_where_it_was() -> None:
    async with on_page("passengers") as one:
        await one.hands.focus("Family name")
        visited = []
        for _ in range(10):
            await one.hands.press("F6")
            now = keyboard()
            assert now is not None
            visited.append(spoken_name(now))
            if visited[-1] == "Family name":
                break
        assert visited[-1] == "Family name"
        assert "Trip details" in visited
        assert "Command bar" in visited
        assert 4 <= len(visited) <= 6
        await one.hands.press("Shift+F6")
        assert spoken_name(keyboard() or one.window) != "Family name"


async def test_ctrl_b_leads_to_the_trip_and_back() -> None:
    async with on_page("passengers") as one:
        await one.hands.focus("Family name")
        await one.hands.press("Ctrl+B")
        assert spoken_name(keyboard() or one.window) == "Trip details"
        await one.hands.press("Ctrl+B")
        assert spoken_name(keyboard() or one.window) == "Family name"


async def test_in_a_narrow_window_the_trip_is_a_bar_whose_drawer_escape_closes() -> None:
    async with on_page("passengers", (1024, 700)) as one:
        assert one.hands.seen("Trip details") is None
        assert one.hands.says("ZZ 7967, ZZ 7968, Standard")
        assert one.hands.says("£1,612.77")
        await one.hands.focus("Family name")
        await one.hands.press("Ctrl+B")
        drawer = await one.hands.find("Trip details")
        assert keyboard() is drawer
        assert drawer.window().width() - drawer.mapTo(drawer.window(), drawer.rect().topRight()).x() < 12
        await one.hands.press("Escape")
        assert one.hands.seen("Trip details") is None
        assert spoken_name(keyboard() or one.window) == "Family name"
        await one.hands.press("Ctrl+B")
        await one.hands.find("Trip details")
        await one.hands.focus("Family name")
        assert one.hands.seen("Trip details") is None, "nothing that has the keyboard stands below a drawer"
        one.window.resize(1280, 800)
        await one.hands.find("Trip details")
        assert one.hands.seen("Open the trip") is None


async def test_the_keyboard_is_never_lost_when_what_had_it_goes() -> None:
    async with on_page("passengers") as one:
        field = await one.hands.focus("Family name")
        field.setEnabled(False)
        await one.hands.until(lambda: keyboard() is not None and keyboard() is not field, "the keyboard")
        doomed = await one.hands.focus("Given name")
        doomed.deleteLater()
        await one.hands.until(lambda: keyboard() is not None and takes_tab(keyboard() or field), "the keyboard")


async def test_f1_lists_the_keys_of_the_page_and_of_everywhere_and_escape_goes_back() -> None:
    async with on_page("passengers") as one:
        await one.hands.focus("Given name")
        await one.hands.press("F1")
        await one.hands.hear("Anywhere")
        for said in ("This page", "Next pane", "F6", "The trip, and back", "Ctrl+B", "Ctrl+Shift+T", "Alt+←"):
            assert one.hands.says(said), said
        await one.hands.press("Escape")
        await one.hands.until(lambda: not one.hands.says("Anywhere"), "the page")
        assert spoken_name(keyboard() or one.window) == "Given name"
        await one.hands.press("F1")
        await one.hands.hear("Anywhere")
        await one.hands.press("Ctrl+K")
        await one.hands.until(lambda: not one.hands.says("Anywhere"), "the bar instead of the keys")
        assert spoken_name(keyboard() or one.window) == "Command bar"
        await one.hands.press("Escape")
        assert spoken_name(keyboard() or one.window) == "Given name"


async def test_enter_in_the_orders_list_opens_the_order_and_escape_leads_back() -> None:
    async with on_page("orders") as one:
        await one.hands.press("Ctrl+2")
        await one.hands.until(lambda: spoken_name(keyboard() or one.window) == "List of orders", "the list")
        await one.hands.hear("1 selected")
        await one.hands.press("Return")
        await one.hands.find("Papers")
        assert one.hands.says("4QK7ZB")
        await one.hands.press("Escape")
        await one.hands.until(lambda: spoken_name(keyboard() or one.window) == "List of orders", "the list")


# --- every action has a key

BY_TAB = "reached by Tab, pressed by Space or Enter"
A_KEY = re.compile(r"\((Ctrl\+|Alt\+|Shift\+)?([A-Z0-9←→]|F\d+|Esc|Enter|Space|Del|Up|Down|Pg\w+|Tab)\b.*\)|Ctrl\+")
ARROWS = "arrow keys of its group"


def reason(button: QAbstractButton) -> str:
    """Why a button needs no key of its own; "" when it needs one."""
    kind, group = str(button.property("kind") or ""), button.parentWidget()
    if kind.startswith("money"):
        return "what spends money has no single key"
    if kind in ("segment", "chip", "chip_on") or button.isCheckable():
        return ARROWS
    if group is not None and takes_tab(group):  # fewer and more of a number
        return ARROWS
    return BY_TAB if takes_tab(button) else ""


@pytest.mark.parametrize("page", [*(step.value for step in STEPS), "orders", "settings"])
async def test_every_button_can_be_pressed_by_a_key_and_the_frame_shows_which(page: str) -> None:
    async with on_page(page) as one:
        buttons = [one for one in one.window.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
        assert len(buttons) >= 3
        without = [
            f"{spoken_name(one)} in {one.parentWidget()} ({one.toolTip()})"
            for one in buttons
            if not A_KEY.search(one.toolTip()) and not (isinstance(one, Button) and one.key) and not reason(one)
        ]
        assert not without, without
        frame = [one for one in buttons if one.objectName() in ("railItem", "tabClose", "newBooking")]
        assert frame
        assert all("Ctrl+" in one.toolTip() for one in frame)
