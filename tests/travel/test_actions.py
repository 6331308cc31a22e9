"""What can be done with an order by what the upstream offers, and who can do the rest."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from agentdesk.travel.actions import SELF_MANAGED, Action, Possible, Whom, WhyNot, ask_text, ending, has_left, possible
from agentdesk.travel.airline_changes import AirlineChange, Answered
from agentdesk.travel.orders import Order, PaymentState
from tests.samples import BA, NOON, an_order

PAY_BY = NOON + timedelta(hours=72)
PAID = replace(an_order(), available_actions=("cancel", "change", "update"))
HELD = replace(
    an_order(ticketed=False),
    kind="hold",
    payment=PaymentState(True, PAY_BY, NOON + timedelta(hours=48)),
    available_actions=("cancel", "update"),
)
LAPSED = replace(HELD, payment=PaymentState(False, PAY_BY), available_actions=("update",))
CANCELLED = replace(PAID, cancelled_at=NOON, available_actions=("update",))
AFTER = PAY_BY + timedelta(minutes=1)
FLOWN = NOON + timedelta(days=30)
SLICES = an_order().slices


def a_change(
    ident: str = "aic_1", *, available: tuple[str, ...] = ("accept", "cancel"), hours: int = 0
) -> AirlineChange:
    return AirlineChange(ident, NOON + timedelta(hours=hours), SLICES[:1], SLICES[:1], available=available)


def changed(order: Order, *changes: AirlineChange) -> Order:
    return replace(order, airline_changes=changes, open_airline_changes=sum(one.is_open for one in changes))


def here(order: Order, now: datetime = NOON) -> list[Action]:
    return [one.action for one in possible(order, now) if one.is_here]


def elsewhere(order: Order, now: datetime = NOON) -> dict[Action, tuple[WhyNot, Whom]]:
    return {one.action: (one.why, one.whom) for one in possible(order, now) if not one.is_here}


def test_a_paid_order_can_be_cancelled_and_the_rest_is_for_others() -> None:
    assert here(PAID) == [Action.CANCEL]
    assert elsewhere(PAID) == {
        Action.CHANGE_FLIGHTS: (WhyNot.NOT_HERE, Whom.DUFFEL),
        Action.ADD_BAGS: (WhyNot.NOT_HERE, Whom.AIRLINE),
    }


def test_an_unpaid_hold_is_paid_or_released_until_its_deadline() -> None:
    assert possible(HELD, NOON)[:2] == (
        Possible(Action.PAY, Whom.HERE, until=PAY_BY),
        Possible(Action.RELEASE, Whom.HERE, until=PAY_BY),
    )
    assert elsewhere(HELD) == {
        Action.CHANGE_FLIGHTS: (WhyNot.UNPAID, Whom.NOBODY),
        Action.ADD_BAGS: (WhyNot.UNPAID, Whom.NOBODY),
    }


def test_after_the_deadline_a_hold_is_not_paid_any_more() -> None:
    assert here(HELD, AFTER) == [Action.RELEASE]
    assert elsewhere(HELD, AFTER) == {Action.PAY: (WhyNot.OVERDUE, Whom.NOBODY)}


def test_a_hold_that_has_lapsed_is_over() -> None:
    assert here(LAPSED, AFTER) == []
    assert elsewhere(LAPSED, AFTER) == {Action.PAY: (WhyNot.LAPSED, Whom.NOBODY)}
    assert ending(LAPSED, AFTER) == Possible(Action.RELEASE, Whom.NOBODY, WhyNot.LAPSED)


def test_a_cancelled_order_is_over() -> None:
    assert possible(CANCELLED, NOON) == ()
    assert possible(changed(CANCELLED, a_change()), NOON) == ()
    assert ending(CANCELLED, NOON) == Possible(Action.CANCEL, Whom.NOBODY, WhyNot.CANCELLED)


@pytest.mark.parametrize(
    ("content", "whom"), [("managed", Whom.DUFFEL), ("", Whom.DUFFEL), (SELF_MANAGED, Whom.AIRLINE)]
)
def test_what_the_upstream_does_not_offer_is_for_support_or_under_an_own_agreement_for_the_airline(
    content: str, whom: Whom
) -> None:
    order = replace(PAID, available_actions=("update",), content=content)
    assert elsewhere(order) == {
        Action.CANCEL: (WhyNot.NOT_OFFERED, whom),
        Action.CHANGE_FLIGHTS: (WhyNot.NOT_OFFERED, whom),
        Action.ADD_BAGS: (WhyNot.NOT_HERE, Whom.AIRLINE),
    }
    assert here(order) == []


def test_conditions_do_not_open_what_the_upstream_does_not_offer() -> None:
    assert PAID.change is not None
    assert PAID.change.allowed
    assert here(replace(PAID, available_actions=())) == []


def test_what_has_left_is_for_the_airline() -> None:
    order = replace(PAID, available_actions=("update",))
    assert has_left(order, FLOWN)
    assert elsewhere(order, FLOWN) == {
        Action.CANCEL: (WhyNot.FLOWN, Whom.DUFFEL),
        Action.CHANGE_FLIGHTS: (WhyNot.FLOWN, Whom.AIRLINE),
        Action.ADD_BAGS: (WhyNot.FLOWN, Whom.AIRLINE),
    }


def test_a_departure_in_an_unknown_zone_has_not_left() -> None:
    nowhere = replace(SLICES[0].origin, time_zone="")
    part = replace(SLICES[0], origin=nowhere)
    assert not has_left(replace(PAID, slices=(part,)), FLOWN)


def test_the_newest_open_change_can_be_accepted_where_it_says_so() -> None:
    older, newer = a_change(), a_change("aic_2", hours=1)
    assert possible(changed(PAID, older, newer), NOON)[0] == Possible(
        Action.ACCEPT_CHANGE, Whom.HERE, change_id="aic_2"
    )
    done = replace(newer, answered=Answered.ACCEPTED)
    assert Action.ACCEPT_CHANGE not in here(changed(PAID, done))


@pytest.mark.parametrize(("available", "whom"), [(("cancel",), Whom.DUFFEL), (("cancel", "update"), Whom.AIRLINE)])
def test_a_change_that_cannot_be_accepted_here_is_for_others(available: tuple[str, ...], whom: Whom) -> None:
    order = changed(PAID, a_change(available=available))
    assert elsewhere(order)[Action.ACCEPT_CHANGE] == (WhyNot.NOT_OFFERED, whom)
    assert here(order) == [Action.CANCEL]


def test_a_text_to_support_names_the_booking_and_the_request_and_no_traveller() -> None:
    order = replace(PAID, references=(("Duffel Airways", "4QK7ZB"), ("British Airways", "XYZ123")))
    assert ask_text(order, Action.CANCEL, request_id="FsJylo0rd-49aeQAAUaB") == (
        "Hello,\n"
        "\n"
        "Please cancel this booking, and tell us beforehand what will be refunded, and to whom.\n"
        "\n"
        "Booking reference: 4QK7ZB (Duffel Airways)\n"
        "Reference at British Airways: XYZ123\n"
        "Order: ord_1\n"
        "Flight: ZZ 7967, LHR to JFK, 2026-12-12 09:55 local time\n"
        "Flight: ZZ 7968, JFK to LHR, 2026-12-19 20:15 local time\n"
        "Request: FsJylo0rd-49aeQAAUaB\n"
        "\n"
        "Thank you."
    )


@pytest.mark.parametrize("what", Action)
def test_every_action_can_be_asked_for(what: Action) -> None:
    text = ask_text(changed(PAID, a_change()), what)
    assert "4QK7ZB" in text
    assert ("aic_1" in text) == (what is Action.ACCEPT_CHANGE)
    assert "Request:" not in text
    assert "Earhart" not in text


def test_no_two_actions_ask_for_the_same() -> None:
    assert len({ask_text(PAID, what) for what in Action}) == len(Action)


def test_an_order_without_a_reference_is_named_by_its_airline() -> None:
    text = ask_text(replace(PAID, reference="", owner=BA), Action.CHANGE_FLIGHTS)
    assert "Booking reference" not in text
    assert "British Airways\nOrder: ord_1" in text
    assert "We would like:" in text
