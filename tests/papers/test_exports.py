"""Orders for a spreadsheet and for a program: every column there, every digit kept, nothing that computes."""

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from agentdesk.desk.ports import OrderRecord
from agentdesk.papers.orders_csv import COLUMNS, disarmed, orders_csv
from agentdesk.papers.orders_json import orders_json
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.money import Money
from agentdesk.travel.orders import Order
from tests.papers.orders import ISSUED, called_off, on_hold, the_family, the_nine
from tests.samples import gbp


def a_record(order: Order, **values: object) -> OrderRecord:
    return replace(OrderRecord(order, ISSUED, PRACTICE, None, "Ruth Amankwah", fee=gbp("25.00")), **values)  # type: ignore[arg-type]


def rows(*records: OrderRecord) -> list[dict[str, str]]:
    text = b"".join(orders_csv(records)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_says_what_the_order_is() -> None:
    (row,) = rows(a_record(the_family(), own_reference="K-2041"))
    assert tuple(row) == COLUMNS
    assert row["reference"] == "IXK4SC"
    assert row["status"] == "ticketed"
    assert (row["total"], row["currency"]) == ("1747.77", "GBP")
    assert (row["agency_fee"], row["agency_fee_currency"]) == ("25.00", "GBP")
    assert row["route"] == "LHR-JFK; JFK-LHR"
    assert row["tickets"].split("; ")[0] == "972-2400118301"
    assert row["emds"] == "972-1805004417"
    assert row["first_departure_local"] == "2026-12-12T09:55"
    assert row["own_reference"] == "K-2041"


def test_each_order_has_a_row_in_the_order_given_and_none_has_only_the_head() -> None:
    said = rows(a_record(the_nine()), a_record(on_hold()), a_record(called_off()))
    assert [row["status"] for row in said] == ["ticketed", "held", "cancelled"]
    assert rows() == []
    assert b"".join(orders_csv(())).startswith(b"\xef\xbb\xbforder_id,")


@pytest.mark.parametrize("text", ["=1+1", "+44 1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", '=HYPERLINK("x")'])
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    assert disarmed(text) == f"'{text}"
    (row,) = rows(a_record(the_family(), note=text, own_reference=text))
    assert row["note"] == f"'{text}"
    assert row["own_reference"] == f"'{text}"


def test_a_negative_amount_stays_a_number() -> None:
    (row,) = rows(a_record(the_family(), fee=gbp("-12.50")))
    assert Decimal(row["agency_fee"]) == Decimal("-12.50")


@pytest.mark.parametrize(("amount", "currency"), [("152300", "JPY"), ("152.300", "KWD"), ("0.10", "GBP")])
def test_amounts_keep_every_digit(amount: str, currency: str) -> None:
    record = a_record(replace(the_family(), total=Money.of(amount, currency)), fee=None)
    (row,) = rows(record)
    assert (row["total"], row["currency"]) == (amount, currency)
    (told,) = json.loads(b"".join(orders_json([record])))
    assert told["total"] == {"amount": amount, "currency": currency}


def test_names_of_any_script_and_lines_in_notes_come_back() -> None:
    note = 'first "line"\nsecond, line;\N{LINE SEPARATOR}third'
    (row,) = rows(a_record(the_nine(), note=note))
    assert "太郎 山田" in row["passengers"]
    assert "محمد علي الأحمد" in row["passengers"]
    assert row["note"] == note
    (told,) = json.loads(b"".join(orders_json([a_record(the_nine(), note=note)])))
    assert told["note"] == note
    assert [one["family_name"] for one in told["passengers"]][2] == "山田"


def test_json_is_a_list_of_any_length() -> None:
    assert json.loads(b"".join(orders_json(()))) == []
    told = json.loads(b"".join(orders_json([a_record(the_family()), a_record(called_off())])))
    assert [one["status"] for one in told] == ["ticketed", "cancelled"]
    assert told[0]["slices"][0]["flights"][0]["departs_zone"] == "Europe/London"
    assert told[1]["refund"] is None


def test_a_long_list_is_never_held_as_a_whole() -> None:
    def many() -> Iterator[OrderRecord]:
        for at in range(800):
            yield a_record(the_family(), note=f"{at}" + "x" * 1_000)

    tracemalloc.start()
    try:
        size = sum(len(piece) for make in (orders_csv, orders_json) for piece in make(many()))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 2_000_000
    assert peak < 500_000
