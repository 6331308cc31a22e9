"""What leaves this machine, to the last letter."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agentdesk.duffel import writing
from agentdesk.travel.booking import BagPick, SeatPick, Sent, Way
from agentdesk.travel.deeds import PayHold
from agentdesk.travel.money import Money
from agentdesk.travel.offers import PaymentTerms
from agentdesk.travel.passengers import Document, Loyalty, Party, PassengerKind
from agentdesk.travel.search import Member, PrivateFare
from tests.duffel import recorded
from tests.samples import FAMILY, a_bag, a_priced, a_search, a_sent, amelia, an_offer, gbp


def test_a_search_asks_children_by_age_and_everybody_else_by_type() -> None:
    search = replace(a_search(), party=Party(2, (7, 13), 1))
    assert writing.offer_request(search) == {
        "data": {
            "slices": [
                {"origin": "LHR", "destination": "JFK", "departure_date": "2026-12-12"},
                {"origin": "JFK", "destination": "LHR", "departure_date": "2026-12-19"},
            ],
            "passengers": [
                {"type": "adult"},
                {"type": "adult"},
                {"age": 7},
                {"age": 13},
                {"type": "infant_without_seat"},
            ],
            "cabin_class": "economy",
            "max_connections": 1,
        }
    }


def test_agreements_and_accounts_go_with_the_search() -> None:
    search = replace(
        a_search(),
        party=Party(1, (7,), 0),
        private_fares=(PrivateFare("BA", "ABC123", "T9"), PrivateFare("UA", tour_code="X")),
        members=(
            Member("Amelia", "Earhart", (Loyalty("ZZ", "1234567890"), Loyalty("BA", "40192277"))),
            Member("Zoë", "Earhart", (Loyalty("BA", "1"),)),
        ),
    )
    body = writing.offer_request(search)["data"]
    assert body["private_fares"] == {
        "BA": [{"corporate_code": "ABC123", "tracking_reference": "T9"}],
        "UA": [{"tour_code": "X"}],
    }
    assert body["passengers"] == [
        {
            "type": "adult",
            "given_name": "Amelia",
            "family_name": "Earhart",
            "loyalty_programme_accounts": [
                {"airline_iata_code": "ZZ", "account_number": "1234567890"},
                {"airline_iata_code": "BA", "account_number": "40192277"},
            ],
        },
        {
            "age": 7,
            "given_name": "Zoë",
            "family_name": "Earhart",
            "loyalty_programme_accounts": [{"airline_iata_code": "BA", "account_number": "1"}],
        },
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"private_fares": (PrivateFare("BA", "1"), PrivateFare("BA", "2"))},
        {"private_fares": (PrivateFare("BA"),)},
        {"private_fares": (PrivateFare("BAW", "1"),)},
        {"members": (Member("A", "B", ()),)},
        {"members": (Member("", "B", (Loyalty("BA", "1"),)),)},
        {"members": (Member("A", "B", (Loyalty("BA", "1"),)),) * 2},
    ],
    ids=str,
)
def test_codes_that_must_be_refused_never_leave(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # pydantic's error is one
        writing.offer_request(replace(a_search(), **wrong))  # type: ignore[arg-type]


def test_what_is_not_asked_is_not_sent() -> None:
    body = writing.offer_request(replace(a_search(), cabin=None, max_connections=None))["data"]
    assert set(body) == {"slices", "passengers"}
    assert writing.offer_request(replace(a_search(), max_connections=0))["data"]["max_connections"] == 0


def test_a_search_has_the_keys_of_the_recorded_request() -> None:
    (file,) = recorded.files("request_create_offer_request")
    ours, theirs = writing.offer_request(a_search())["data"], recorded.data(file)
    assert set(ours) <= set(theirs)
    assert set(ours["slices"][0]) <= set(theirs["slices"][0])


@pytest.mark.parametrize(
    "wrong",
    [
        {"party": Party(0)},
        {"party": Party(10)},
        {"party": Party(1, (-1,))},
        {"legs": ()},
        {"max_connections": 3},
    ],
    ids=str,
)
def test_a_search_the_upstream_must_refuse_is_not_written(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        writing.offer_request(replace(a_search(), **wrong))  # type: ignore[arg-type]


def test_pricing_asks_for_the_balance_and_no_services() -> None:
    assert writing.pricing() == {"data": {"intended_payment_methods": [{"type": "balance"}], "intended_services": []}}


def plain(total: str = "1612.77") -> Sent:
    offer = an_offer(total=total)
    return Sent(
        replace(a_priced(offer), seats=(), bags=(), travellers=(amelia(),), total=offer.total), "attempt-1", a_sent().at
    )


def test_a_plain_order_is_written_in_full() -> None:
    assert writing.order(plain()) == {
        "data": {
            "type": "instant",
            "selected_offers": ["off_1"],
            "passengers": [
                {
                    "id": "pas_1",
                    "title": "ms",
                    "given_name": "Amelia",
                    "family_name": "Earhart",
                    "gender": "f",
                    "born_on": "1987-07-24",
                    "email": "amelia@example.com",
                    "phone_number": "+442080160508",
                }
            ],
            "payments": [{"type": "balance", "amount": "1612.77", "currency": "GBP"}],
            "metadata": {"agentdesk_attempt": "attempt-1"},
        }
    }


@pytest.mark.parametrize("text", ["45", "45.0", "45.00", "0.0", "45.123", "1000000.00"])
def test_without_services_the_upstreams_own_text_is_paid(text: str) -> None:
    assert writing.order(plain(text))["data"]["payments"][0]["amount"] == text


def with_extras() -> Sent:
    sent = plain("45.5")
    seat = SeatPick("seg_out", "pas_1", "28A", gbp("20.0"), "ase_seat")
    bag = a_bag(price="15")
    total = gbp("45.5") + gbp("20.0") + gbp("15") * 2
    return replace(sent, priced=replace(sent.priced, seats=(seat,), bags=(BagPick(bag, 2),), total=total))


def test_seats_and_bags_are_bought_and_paid_for_to_the_penny() -> None:
    body = writing.order(with_extras())["data"]
    assert body["services"] == [{"id": "ase_seat", "quantity": 1}, {"id": "ase_bag1", "quantity": 2}]
    assert body["payments"] == [{"type": "balance", "amount": "95.50", "currency": "GBP"}]


def test_the_same_bag_picked_twice_is_one_line() -> None:
    sent = plain("45.00")
    bag = a_bag(price="15.00")
    picks = (BagPick(bag, 1), BagPick(bag, 2))
    priced = replace(sent.priced, bags=picks, total=gbp("90.00"))
    assert writing.order(replace(sent, priced=priced))["data"]["services"] == [{"id": "ase_bag1", "quantity": 3}]


def test_a_family_is_written_with_the_infant_on_its_adult() -> None:
    offer = an_offer(passengers=FAMILY)
    travellers = (
        amelia("pas_1"),
        replace(amelia("pas_2"), given_name="Fred", title="mr", gender="m", infant_id="pas_4"),
        replace(amelia("pas_3"), given_name="Ann", kind=PassengerKind.CHILD, born=date(2019, 1, 2)),
        replace(amelia("pas_4"), given_name="Bo", kind=PassengerKind.INFANT, born=date(2026, 1, 2)),
    )
    priced = replace(a_priced(offer), travellers=travellers, seats=(), bags=(), total=offer.total)
    written = writing.order(Sent(priced, "attempt-1", a_sent().at))["data"]["passengers"]
    assert [one.get("infant_passenger_id") for one in written] == [None, "pas_4", None, None]
    assert all("type" not in one and "age" not in one for one in written)


def test_document_and_account_are_written_when_given() -> None:
    sent = plain()
    traveller = replace(
        amelia(),
        document=Document("passport", "19KL56147", "GB", date(2030, 4, 25)),
        loyalty=(Loyalty("BA", "12901014"),),
    )
    written = writing.order(replace(sent, priced=replace(sent.priced, travellers=(traveller,))))["data"]["passengers"][
        0
    ]
    (file,) = recorded.files("request_create_order")
    theirs = recorded.data(file)["passengers"][0]
    assert set(written["identity_documents"][0]) == set(theirs["identity_documents"][0])
    assert written["identity_documents"] == [
        {
            "type": "passport",
            "unique_identifier": "19KL56147",
            "issuing_country_code": "GB",
            "expires_on": "2030-04-25",
        }
    ]
    assert written["loyalty_programme_accounts"] == [{"airline_iata_code": "BA", "account_number": "12901014"}]
    assert set(written) - {"loyalty_programme_accounts"} <= set(theirs)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "lord"},
        {"gender": "x"},
        {"given_name": ""},
        {"family_name": "x" * 21},
        {"email": "nobody"},
        {"phone": "02080160508"},
        {"infant_id": "pas_9"},
        {"passenger_id": "pas_9"},
        {"document": Document("library card", "1", "GB", None)},
        {"document": Document("passport", "1", "Britain", None)},
    ],
    ids=str,
)
def test_a_traveller_the_upstream_must_refuse_is_not_written(wrong: dict[str, object]) -> None:
    sent = plain()
    priced = replace(sent.priced, travellers=(replace(amelia(), **wrong),))  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        writing.order(replace(sent, priced=priced))


@pytest.mark.parametrize("total", [gbp("1612.76"), gbp("0"), Money(Decimal("1612.77"), "EUR"), gbp("-1612.77")])
def test_an_amount_that_is_not_the_sum_of_its_parts_is_not_paid(total: Money) -> None:
    sent = plain()
    with pytest.raises(ValueError):
        writing.order(replace(sent, priced=replace(sent.priced, total=total)))


def test_a_seat_is_not_bought_twice() -> None:
    sent = with_extras()
    seat = sent.priced.seats[0]
    priced = replace(sent.priced, seats=(seat, seat), total=sent.priced.total + seat.price)
    with pytest.raises(ValueError):
        writing.order(replace(sent, priced=priced))


def test_somebody_left_behind_stops_the_order() -> None:
    offer = an_offer(passengers=FAMILY[:2])
    priced = replace(a_priced(offer), travellers=(amelia(),), seats=(), bags=(), total=offer.total)
    with pytest.raises(ValueError):
        writing.order(Sent(priced, "attempt-1", a_sent().at))


def a_hold(sent: Sent) -> Sent:
    return replace(sent, priced=replace(sent.priced, way=Way.HOLD))


def test_a_hold_sends_no_payment_and_keeps_seats_and_bags() -> None:
    body = writing.order(a_hold(with_extras()))["data"]
    assert body["type"] == "hold"
    assert "payments" not in body
    assert body["services"] == [{"id": "ase_seat", "quantity": 1}, {"id": "ase_bag1", "quantity": 2}]
    assert body["metadata"] == {"agentdesk_attempt": "attempt-1"}


def test_what_cannot_be_held_is_not_written_as_a_hold() -> None:
    sent = plain()
    instant = replace(sent.priced.offer, terms=PaymentTerms(instant_only=True))
    with pytest.raises(ValueError, match="held"):
        writing.order(a_hold(replace(sent, priced=replace(sent.priced, offer=instant))))


def test_the_agencys_fee_reference_and_note_never_leave() -> None:
    own = replace(plain().priced, fee=gbp("25.00"), own_reference="K-2041", note="Calls after six")
    assert writing.order(replace(plain(), priced=own)) == writing.order(plain())


def test_a_payment_is_said_as_recorded() -> None:
    deed = PayHold("ord_00003x8pVDGcS8y2AWCoWv", gbp("30.20"))
    assert writing.payment(deed) == {"data": recorded.data("request-create-payment-dotnet.json")}


@pytest.mark.parametrize("amount", ["45", "45.0", "45.00", "0.5", "100000.125"])
def test_a_payment_says_the_total_in_the_very_text_it_came_as(amount: str) -> None:
    body = writing.payment(PayHold("ord_1", Money.of(amount, "KWD")))
    assert body["data"]["payment"] == {"type": "balance", "amount": amount, "currency": "KWD"}


@pytest.mark.parametrize("amount", ["-1.00", "NaN", "1E+400"])
def test_a_payment_that_cannot_be_is_not_written(amount: str) -> None:
    with pytest.raises(ValueError):
        writing.payment(PayHold("ord_1", Money(Decimal(amount), "GBP")))


def test_a_quote_is_asked_with_the_order_alone() -> None:
    assert writing.cancellation("ord_1") == {"data": {"order_id": "ord_1"}}
    with pytest.raises(ValueError):
        writing.cancellation("")
