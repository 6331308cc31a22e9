"""What happens out of sight is told: toasts with a way there, and the next deadline in the strip."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QPushButton

from agentdesk.desk.news import BookingSettled, DeedSettled, OrderChanged
from agentdesk.desk.ports import OrderAnswer, OrderRecord
from agentdesk.travel.booking import Booked, Refused, Step, Unsure
from agentdesk.travel.deeds import DeedDone, DeedRefused, DeedSent, DeedUnsure, PayHold
from agentdesk.travel.environment import PRACTICE
from agentdesk.ui.book.booking_tabs import BookingTabs
from agentdesk.ui.notices import next_deadline
from tests.fakes.airline import FakeAirline
from tests.gui.rooms_under_test import OpenRooms, open_rooms
from tests.gui.test_booking_tabs import front, trip
from tests.samples import NOON, a_sent, an_offer, an_order, gbp


def toasts(one: OpenRooms) -> list[str]:
    return [toast.accessibleName() for toast in one.window.toasts.shown]


async def test_a_booking_settled_behind_another_tab_is_told_and_leads_there() -> None:
    airline = FakeAirline(an_offer())
    airline.booked["ord_1"] = an_order(ticketed=False)
    async with open_rooms(trip("a", "Okafor"), trip("b", "Lindqvist"), airline=airline) as one:
        await one.desk.orders.save(OrderAnswer(an_order(ticketed=False), b"{}", NOON))
        booked = Booked(a_sent(), "ord_1", "4QK7ZB", NOON)
        one.desk.news.tell(BookingSettled("b", "attempt-1", booked))
        assert toasts(one) == ["Booked, 4QK7ZB. Lindqvist LHR–JFK, 12 Dec"]
        await one.hands.click("Show")
        assert front(one).startswith("Lindqvist")
        assert not toasts(one)


async def test_what_the_agent_looks_at_is_not_told_again() -> None:
    async with open_rooms(trip("a", "Okafor"), trip("b", "Lindqvist"), airline=FakeAirline(an_offer())) as one:
        one.desk.news.tell(BookingSettled("a", "attempt-1", Unsure(a_sent(), "the line broke", "", NOON)))
        assert not toasts(one)
        one.window.open_room("Settings")
        refused = Refused(a_sent(), "offer_no_longer_available", "gone", "req_1", NOON)
        one.desk.news.tell(BookingSettled("a", "attempt-1", refused))
        assert toasts(one) == ["Not booked, nothing was charged. Okafor LHR–JFK, 12 Dec"]
        await one.hands.click("Show")
        assert one.window.room is one.rooms.bookings


async def test_tickets_that_come_are_told_once() -> None:
    async with open_rooms(trip("a", "Okafor"), airline=FakeAirline(an_offer())) as one:
        await one.desk.orders.save(OrderAnswer(an_order(ticketed=False), b"{}", NOON))
        one.desk.news.tell(BookingSettled("x", "attempt-1", Booked(a_sent(), "ord_1", "4QK7ZB", NOON)))
        await one.desk.orders.save(OrderAnswer(an_order(), b"{}", NOON + timedelta(seconds=5)))
        for _ in range(2):
            one.desk.news.tell(OrderChanged("ord_1"))
        await one.hands.until(lambda: any(said.startswith("Ticketed, 4QK7ZB") for said in toasts(one)), "the toast")
        assert sum(said.startswith("Ticketed") for said in toasts(one)) == 1


async def test_what_was_done_to_an_order_behind_another_page_is_told_and_leads_there() -> None:
    sent = DeedSent(PayHold("ord_1", gbp("871.35")), "attempt-7", NOON)
    async with open_rooms(trip("a", "Okafor"), airline=FakeAirline(an_offer())) as one:
        await one.desk.orders.save(OrderAnswer(an_order(), b"{}", NOON))
        for outcome, said in (
            (DeedUnsure(sent, "the line broke", "", NOON), "aid"),
            (DeedRefused(sent, "payment_amount_mismatch", "no", "req_1", NOON), "Not paid."),
            (DeedDone(sent, NOON, "pay_1", amount=gbp("871.35")), "Paid £871.35."),
        ):
            before = len(toasts(one))
            one.desk.news.tell(DeedSettled("ord_1", "attempt-7", outcome))
            await one.hands.until(lambda before=before: len(toasts(one)) > before, "a toast")  # type: ignore[misc]
            assert said in toasts(one)[-1]
            assert "4QK7ZB" in toasts(one)[-1]
        shown = next(one_ for one_ in one.window.toasts.shown if "Paid £871.35" in one_.accessibleName())
        shown.findChildren(QPushButton)[0].click()
        await one.hands.until(lambda: one.rooms.orders.order_in_front == "ord_1", "the order in front")
        left = len(toasts(one))
        one.desk.news.tell(DeedSettled("ord_1", "attempt-7", DeedDone(sent, NOON, "pay_1", amount=gbp("871.35"))))
        await one.hands.hear("Paid £871.35 at")
        assert len(toasts(one)) <= left


async def test_toasts_never_cover_the_deed() -> None:
    for size in ((1280, 800), (1024, 700)):
        async with open_rooms(trip("a", "Okafor"), airline=FakeAirline(an_offer()), size=size) as one:
            deed = await one.hands.find("Continue to seats")
            toast = one.window.toasts.tell("good", "Booked, 4QK7ZB", "Lindqvist")
            spot = toast.rect().translated(toast.mapTo(one.window, toast.rect().topLeft()))
            there = deed.rect().translated(deed.mapTo(one.window, deed.rect().topLeft()))
            assert not spot.intersects(there)


async def test_the_strip_counts_to_the_nearest_deadline_of_the_open_tabs() -> None:
    airline = FakeAirline(an_offer())
    soon = replace(
        trip("b", "Lindqvist"), offer=replace(an_offer(), id="off_b", expires_at=NOON + timedelta(minutes=9))
    )
    async with open_rooms(trip("a", "Okafor"), soon, airline=airline) as one:
        await one.hands.hear("Next deadline: Lindqvist LHR–JFK, 12 Dec")
        bar = one.window.findChild(BookingTabs)
        assert bar is not None
        await one.hands.press("Ctrl+Tab")
        await one.hands.press("Ctrl+W")
        await one.hands.hear("Next deadline: Okafor LHR–JFK, 12 Dec")


def test_a_held_order_counts_and_what_is_sold_or_past_does_not() -> None:
    order = an_order(ticketed=False)
    pay_by = NOON + timedelta(minutes=5)
    held = replace(order, payment=replace(order.payment, awaiting_payment=True, pay_by=pay_by, paid_at=None))
    record = OrderRecord(held, NOON, PRACTICE, None, "")
    draft = trip("a", "Okafor")
    found = next_deadline([draft], [record], NOON)
    assert found is not None
    assert found.who == "Earhart 4QK7ZB"
    assert found.until == pay_by
    later = next_deadline([draft], [record], pay_by)
    assert later is not None
    assert later.who.startswith("Okafor")
    sold = replace(draft, order_id="ord_9", step=Step.TICKET)
    assert next_deadline([sold], [], NOON) is None
    assert next_deadline([draft], [], draft.offer.expires_at if draft.offer else NOON) is None


async def test_the_rail_counts_the_orders_that_want_the_agent() -> None:
    order = an_order(ticketed=False)
    held = replace(
        order,
        payment=replace(order.payment, awaiting_payment=True, pay_by=NOON + timedelta(hours=1), paid_at=None),
    )
    async with open_rooms(trip("a", "Okafor"), airline=FakeAirline(an_offer())) as one:
        await one.hands.find("Orders")
        await one.desk.orders.save(OrderAnswer(held, b"{}", NOON))
        one.desk.news.tell(OrderChanged(held.id))
        await one.hands.find("Orders, 1 to act on")
        await one.desk.orders.save(OrderAnswer(order, b"{}", NOON + timedelta(seconds=9)))
        one.desk.news.tell(OrderChanged(held.id))
        await one.hands.find("Orders")
