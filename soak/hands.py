"""Two ways to the same desk: an agent at the window, and a caller of the agency's service."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

import httpx

from soak.clerk import GIVEN
from soak.desk import Dead, DeskProcess, Refused
from soak.wishes import Wish

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Press:
    """How something is pressed: how often at once, with a twin on the same offer, and what is armed behind it."""

    point: str = ""
    strike: str = ""
    presses: int = 1
    twin: bool = False

    @property
    def armed(self) -> dict[str, str]:
        return {"point": self.point, "strike": self.strike}


class Hands(Protocol):
    """What is told back has `what`: a word for the outcome. Dead when the process ends, Refused when it says no."""

    async def prepare(self, wish: Wish) -> None: ...
    async def book(self, wish: Wish, press: Press) -> dict[str, Any]: ...
    async def pay(self, wish: Wish, press: Press) -> dict[str, Any]: ...
    async def cancel(self, wish: Wish, press: Press) -> dict[str, Any]: ...


class AtTheDesk:
    """Through the desk's own use cases, as the window does."""

    def __init__(self, desk: DeskProcess) -> None:
        self._desk = desk

    async def prepare(self, wish: Wish) -> None:
        asked = {"draft": wish.draft, "hold": wish.hold, "adults": wish.adults, "seat": wish.seat, "bag": wish.bag}
        await persistent(lambda: self._desk.ask("prepare", **asked))

    async def book(self, wish: Wish, press: Press) -> dict[str, Any]:
        other = f"{wish.draft} twin" if press.twin else ""
        asked = {"draft": wish.draft, "name": wish.family, "other": other, "presses": press.presses}
        told: dict[str, Any] = await self._desk.ask("book", **asked, **press.armed)
        return told

    async def pay(self, wish: Wish, press: Press) -> dict[str, Any]:
        told: dict[str, Any] = await self._desk.ask("pay", order=wish.order, presses=press.presses, **press.armed)
        return told

    async def cancel(self, wish: Wish, press: Press) -> dict[str, Any]:
        told: dict[str, Any] = await self._desk.ask("cancel", order=wish.order, presses=press.presses, **press.armed)
        return told


async def persistent(question: Callable[[], Awaitable[Any]]) -> Any:
    """A question asked again, as an agent does when a search has failed."""
    for left in reversed(range(_TRIES)):
        try:
            return await question()
        except Refused:
            if not left:
                raise
    raise AssertionError("it was asked at least once")


class ByService:
    """Over REST. Whoever gets no answer asks again with the same key."""

    def __init__(self, desk: DeskProcess) -> None:
        self._desk = desk
        self._token = ""
        self._http = httpx.AsyncClient(timeout=60, trust_env=False)
        self._offers: dict[str, dict[str, Any]] = {}
        self._extras: dict[str, list[dict[str, Any]]] = {}
        self._keys: dict[str, str] = {}  # of calls that got no answer, by wish and deed
        self._calls = 0

    async def close(self) -> None:
        await self._http.aclose()

    async def prepare(self, wish: Wish) -> None:
        await persistent(lambda: self._prepare(wish))

    async def _prepare(self, wish: Wish) -> None:
        day = (datetime.now(UTC).date() + timedelta(days=40)).isoformat()
        flight = {"origin": "LHR", "destination": "JFK", "departure_date": day}
        people = [{"type": "adult"}] * wish.adults
        search = await self._call("POST", "offer-requests", {"slices": [flight], "passengers": people})
        asked = {"offer_request_id": search["data"]["id"], "limit": 200}
        while (found := await self._call("GET", "offers", query=asked))["meta"]["search"]["state"] == "asking":
            await asyncio.sleep(0.05)
        fits = [
            one for one in found["data"] if not wish.hold or not one["payment_requirements"]["requires_instant_payment"]
        ]
        if not fits:
            raise Refused("LookupError", "no offer has come")
        opened = await self._call("GET", f"offers/{fits[0]['id']}")
        self._offers[wish.draft] = opened["data"]
        self._extras[wish.draft] = []
        if wish.bag:
            bags = [one for one in opened["data"]["available_services"] if one["type"] == "baggage"]
            self._extras[wish.draft] += bags[:1]
        if wish.seat:
            maps = (await self._call("GET", f"offers/{fits[0]['id']}/seat-maps"))["data"]
            self._extras[wish.draft] += _seats(maps)[:1]

    async def book(self, wish: Wish, press: Press) -> dict[str, Any]:
        offer = self._offers[wish.draft]
        people = [_person(GIVEN[place], wish.family) for place in range(wish.adults)]
        body = {"type": "hold" if wish.hold else "instant", "selected_offers": [offer["id"]], "passengers": people}
        if not wish.hold:
            body["payments"] = [_paid(offer, self._extras[wish.draft])]
        body["services"] = [{"id": one["id"], "quantity": 1} for one in self._extras[wish.draft]]
        answer = await self._change(wish, "book", "orders", body, press)
        wish.order = answer["data"]["id"]
        return {"what": "Unsure" if answer["status"] == 202 else "Booked", "kind": "booking", "order": wish.order}

    async def pay(self, wish: Wish, press: Press) -> dict[str, Any]:
        order = await self._order(wish)
        body = {"order_id": wish.order, "payment": _paid(order)}
        answer = await self._change(wish, "pay", "payments", body, press)
        return {"what": "Unsure" if answer["status"] == 202 else "Done", "kind": "PayHold"}

    async def cancel(self, wish: Wish, press: Press) -> dict[str, Any]:
        await self._order(wish)
        path, why = f"orders/{wish.order}/actions/cancel", {"reason": "requested_by_customer"}
        quote = await self._call("POST", path, why)
        answer = await self._change(wish, "cancel", path, why | {"quote_id": quote["data"]["quote_id"]}, press)
        return {"what": "Unsure" if answer["status"] == 202 else "Done", "kind": "CancelOrder"}

    async def _order(self, wish: Wish) -> dict[str, Any]:
        """As last known; the wish learns from it what became of it."""
        order: dict[str, Any] = (await self._call("GET", f"orders/{wish.order}"))["data"]
        wish.is_cancelled = wish.is_cancelled or order["status"] == "cancelled"
        if order["status"] == "checking":
            raise Refused("checking", "its outcome is not known yet")
        return order

    async def _change(self, wish: Wish, deed: str, path: str, body: dict[str, Any], press: Press) -> dict[str, Any]:
        """With a new key, or with that of the call that has got no answer and the same body."""
        name = f"{wish.draft} {deed}"
        self._calls += 1
        key = self._keys.get(name) or f"{name} {self._calls}".replace(" ", "-").replace("/", "-")
        await self._desk.ask("arm", **press.armed)
        self._keys[name] = key
        done = await asyncio.gather(
            *(self._call("POST", path, body, key) for _ in range(press.presses)), return_exceptions=True
        )
        if not any(isinstance(one, Dead) for one in done):
            self._keys.pop(name)
        for one in done:
            if not isinstance(one, BaseException):
                return one
        raise next(one for one in done if isinstance(one, BaseException))

    async def _call(
        self, method: str, path: str, body: object = None, key: str = "", query: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        if not self._token:
            self._token = await self._desk.ask("token")
        headers = {"Authorization": f"Bearer {self._token}"} | ({"Idempotency-Key": key} if key else {})
        url = f"http://127.0.0.1:{self._desk.port}/api/{path}"
        try:
            answer = await self._http.request(method, url, json=body, params=query, headers=headers)
        except httpx.TransportError as error:
            try:
                async with asyncio.timeout(10):
                    await self._desk.gone()
            except TimeoutError:
                raise Refused(type(error).__name__, "the service lives and has cut the line") from error
            raise Dead from error
        said: dict[str, Any] = answer.json()
        if not answer.is_success:
            raise Refused(str(said["error"]["code"]), f"{answer.status_code} {said['error'].get('field') or ''}")
        return said | {"status": answer.status_code}


def _paid(of: dict[str, Any], extras: Sequence[dict[str, Any]] = ()) -> dict[str, str]:
    amount = sum((Decimal(one["total_amount"]) for one in extras), Decimal(of["total_amount"]))
    return {"type": "balance", "amount": str(amount), "currency": of["total_currency"]}


def _seats(maps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All seats that are for sale."""
    sections = [part for one in maps for cabin in one["cabins"] for row in cabin["rows"] for part in row["sections"]]
    return [service for part in sections for one in part["elements"] for service in one["available_services"]]


def _person(given: str, family: str) -> dict[str, str]:
    return {
        "type": "adult",
        "title": "ms",
        "given_name": given,
        "family_name": family,
        "gender": "f",
        "born_on": "1987-07-24",
        "email": "soak@example.com",
        "phone_number": "+442080160508",
    }
