"""Any value of `travel` whatever, for properties: right types, odd contents."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, get_args

from hypothesis import strategies as st

from agentdesk.travel.booking import Booked, Draft, Priced, Refused, Sent, StruckOut, Unsure
from agentdesk.travel.journeys import Flight, Stop
from agentdesk.travel.orders import Order

_EARLIEST, _LATEST = datetime(1970, 1, 1), datetime(2200, 1, 1)

LOCAL_TIMES = st.datetimes(_EARLIEST, _LATEST).map(lambda local: local.replace(fold=0))  # the upstream knows no fold
INSTANTS = LOCAL_TIMES.map(lambda local: local.replace(tzinfo=UTC))
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False)


def short_tuples(kind: type[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """At most two of each, so that a trip of trips stays small."""
    parts = get_args(kind)
    if parts[-1] is Ellipsis:
        return st.lists(st.from_type(parts[0]), max_size=2).map(tuple)
    return st.tuples(*map(st.from_type, parts))


st.register_type_strategy(datetime, INSTANTS)
st.register_type_strategy(Decimal, AMOUNTS)
st.register_type_strategy(str, st.text(max_size=5))
st.register_type_strategy(tuple, short_tuples)
st.register_type_strategy(Stop, st.builds(Stop, arrives=LOCAL_TIMES, departs=LOCAL_TIMES))
st.register_type_strategy(Flight, st.builds(Flight, departs=LOCAL_TIMES, arrives=LOCAL_TIMES))

KINDS: tuple[type[Any], ...] = (Draft, Priced, Sent, Booked, Refused, Unsure, StruckOut, Order)
