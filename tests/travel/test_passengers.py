"""Ages are completed years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.passengers import Party, age_on

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 12, 19), date(2026, 12, 18), 17),
        (date(2008, 12, 19), date(2026, 12, 19), 18),
        (date(2024, 12, 20), date(2026, 12, 19), 1),
        (date(2024, 2, 29), date(2026, 2, 28), 1),
        (date(2024, 2, 29), date(2026, 3, 1), 2),
        (date(2024, 2, 29), date(2028, 2, 29), 4),
        (date(2026, 12, 19), date(2026, 12, 19), 0),
        (date(2026, 12, 20), date(2026, 12, 19), -1),
    ],
)
def test_age_is_counted_in_completed_years(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@given(DAYS, DAYS)
def test_nobody_grows_younger(born: date, day: date) -> None:
    later = date.fromordinal(min(day.toordinal() + 1, date(2101, 1, 1).toordinal()))
    assert age_on(born, later) - age_on(born, day) in (0, 1)


def test_a_party_counts_everybody() -> None:
    assert Party(2, (7, 9), 1).count == 5
