"""Answers about places, airlines, aircraft and loyalty programmes."""

from collections.abc import Callable, Sequence
from functools import cache

from agentdesk.practice import gazetteer
from agentdesk.practice.door import Answer, Call, Handler
from agentdesk.practice.paging import page
from agentdesk.practice.refusals import refuse
from agentdesk.practice.shapes import Json


async def suggestions(call: Call) -> Answer:
    """Places for a typed text, or airports near a point."""
    text = call.asked("query") or call.asked("name")
    if text is not None:
        return Answer([gazetteer.suggestion(code) for code in gazetteer.suggest(text)])
    try:
        latitude, longitude, metres = (float(call.asked(name) or "") for name in ("lat", "lng", "rad"))
    except ValueError as error:
        raise refuse("validation_required", "Field 'query' can't be blank", "/query") from error
    return Answer([gazetteer.suggestion(code) for code in gazetteer.near(latitude, longitude, metres)])


@cache
def _airports_by_name() -> list[gazetteer.Airport]:
    return sorted(gazetteer.airports().values(), key=lambda port: (port.name, port.iata))


async def airports(call: Call) -> Answer:
    """Airports in pages, of one country or one code when asked."""
    country, code = call.asked("iata_country_code"), call.asked("iata_code")
    found = [port for port in _airports_by_name() if country in (None, port.country) and code in (None, port.iata)]
    shown, meta = page(call, found, lambda port: port.id)
    return Answer([gazetteer.airport_place(port.iata) for port in shown], meta=meta)


async def airport(call: Call) -> Answer:
    """One airport by its id."""
    code = call.params["id"][4:7].upper()
    port = gazetteer.airports().get(code)
    if port is None or port.id != call.params["id"]:
        raise _unknown()
    return Answer(gazetteer.airport_place(code))


def cities() -> list[Json]:
    return [
        gazetteer.city_place(code) for code in sorted(gazetteer.areas(), key=lambda code: gazetteer.areas()[code].name)
    ]


def listing(rows: Callable[[], Sequence[Json]]) -> Handler:
    """A handler for a whole list, in pages."""

    async def answer(call: Call) -> Answer:
        shown, meta = page(call, rows(), lambda row: str(row["id"]))
        return Answer(list(shown), meta=meta)

    return answer


def single(rows: Callable[[], Sequence[Json]]) -> Handler:
    """A handler for one of a list, by its id."""

    async def answer(call: Call) -> Answer:
        for row in rows():
            if row["id"] == call.params["id"]:
                return Answer(row)
        raise _unknown()

    return answer


def _unknown() -> Exception:
    return refuse("not_found", "The resource you are trying to access does not exist.")
