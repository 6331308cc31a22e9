"""An order that is like the one to be sold is told on the payment page, before money moves."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QPushButton

from agentdesk.desk.ports import OrderAnswer
from agentdesk.travel.orders import PaymentState
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import a_desk, open_booking
from tests.gui.rooms_under_test import open_rooms
from tests.gui.test_payment_page import press_pay, ready_to_pay
from tests.samples import NOON, an_offer, an_order

PAY = "Pay £1,612.77 (practice)"


async def test_it_is_told_before_money_moves_and_going_on_anyway_pays_nothing_by_itself() -> None:
    airline = FakeAirline(an_offer())
    other = replace(an_order("ord_2"), reference="7HKQ2M")
    async with open_booking(ready_to_pay(), airline) as one:
        await one.hands.hear("unchanged")
        await one.desk.orders.save(OrderAnswer(other, b"{}", NOON))  # sold in another tab while this page is open
        await press_pay(one, times=3)
        await one.hands.hear("Amelia Earhart already flies on these days: 7HKQ2M, LHR – JFK, Sat 12 Dec.")
        assert one.hands.says("Nothing was sent and no money moved.")
        assert airline.sent == []
        assert one.hands.seen(PAY, QPushButton) is None  # it cannot be pressed
        asked: list[str] = []
        one.tab.wants_order.connect(asked.append)
        await one.hands.click("Show 7HKQ2M")
        assert asked == ["ord_2"]
        await one.hands.click("Go on anyway")
        await one.hands.find(PAY, QPushButton)
        assert airline.sent == []
        await press_pay(one)
        await one.hands.hear("4QK7ZB")
        assert len(airline.sent) == 1


async def test_a_hold_on_the_route_is_told_as_soon_as_the_page_is_open() -> None:
    airline = FakeAirline(an_offer())
    hold = replace(an_order("ord_2"), reference="7HKQ2M", kind="hold")
    hold = replace(hold, payment=PaymentState(True, NOON + timedelta(hours=2)))
    async with open_booking(ready_to_pay(), airline) as one:
        await one.desk.orders.save(OrderAnswer(hold, b"{}", NOON))
        await one.hands.hear("Amelia Earhart is already held on this route: 7HKQ2M, LHR – JFK, Sat 12 Dec.")
        assert one.hands.says("Look at the order that is like it")
        assert airline.sent == []


async def test_its_button_opens_the_order_and_the_way_back_still_warns() -> None:
    airline = FakeAirline(an_offer())
    desk = a_desk(airline)
    await desk.orders.save(OrderAnswer(replace(an_order("ord_2"), reference="7HKQ2M"), b"{}", NOON))
    async with open_rooms(ready_to_pay(), airline=airline, desk=desk) as one:
        await one.hands.click("Show 7HKQ2M")
        await one.hands.until(lambda: one.rooms.orders.order_in_front == "ord_2", "the order in front")
        assert one.window.room is one.rooms.orders
        one.window.open_room("Book")
        await one.hands.find("Go on anyway")
        assert one.hands.seen(PAY, QPushButton) is None
    assert airline.sent == []
