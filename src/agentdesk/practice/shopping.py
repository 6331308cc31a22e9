"""Searching and choosing: offer requests, batches, offers, prices, seat maps."""

import asyncio
from dataclasses import replace

from agentdesk.practice import gazetteer
from agentdesk.practice.asking import check_search, name_faults
from agentdesk.practice.batches import BATCH_LIFE, Batch
from agentdesk.practice.bodies import OFFER_PASSENGER, PRICE, check_kinds
from agentdesk.practice.cabins import seat_maps
from agentdesk.practice.door import Answer, Call, in_slices
from agentdesk.practice.extras import available_services
from agentdesk.practice.offers import OFFER_LIFE, Mark, offer, price
from agentdesk.practice.paging import page
from agentdesk.practice.refusals import Refusal, linked_not_found, refuse
from agentdesk.practice.searches import Search
from agentdesk.practice.shapes import Json, amount, instant, minor_of
from agentdesk.practice.world import World

_DEFAULT_PATIENCE = 20.0
_SORTS = ("total_amount", "total_duration")


class Shopping:
    """The handlers of the shop window; remembers batches under way."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._batches: dict[str, Batch] = {}

    def forget(self) -> None:
        """Stop and drop every batch."""
        for batch in self._batches.values():
            batch.end()
        self._batches.clear()

    def _new_search(self, call: Call) -> Search:
        check_search(call.data, self._world.now().date())
        return self._world.new_search(call.data)

    async def ask(self, call: Call) -> Answer:
        """POST an offer request: everything at once, when the last airline has answered."""
        search = self._new_search(call)
        await asyncio.gather(_look(search), asyncio.sleep(min(self._world.settings.last_batch_seconds, 1.5)))
        answer = await self._shown(call, search, inline=call.asked("return_offers") != "false")
        answer.status = 201
        return answer

    async def asked(self, call: Call) -> Answer:
        """GET an offer request with all its offers."""
        search = self._search(call.params["id"])
        await _look(search)
        return await self._shown(call, search, inline=True)

    async def requests(self, call: Call) -> Answer:
        """GET the offer requests, newest first, without their offers."""
        shown, meta = page(call, self._world.stems(), str)
        searches = [search for stem in shown if (search := self._world.search(stem))]
        return Answer([_offer_request(search) for search in searches], meta=meta)

    async def _shown(self, call: Call, search: Search, inline: bool) -> Answer:
        shown = _offer_request(search)
        if not inline:
            return Answer(shown)
        offers = (offer(search, index, self._mark(search, index)) for index in self._there(search))
        if call.asked("view") == "itineraries":
            return Answer(await _itineraries(shown, list(offers)))
        return Answer(shown, rows=await in_slices(offers), rows_as="offers")

    async def ask_in_batches(self, call: Call) -> Answer:
        """POST a batch search: answers at once."""
        search = self._new_search(call)
        settings = self._world.settings
        batch = Batch(search, settings.first_batch_seconds, settings.last_batch_seconds, _patience(call))
        now = self._world.now()
        self._batches = {stem: one for stem, one in self._batches.items() if now < one.search.created + BATCH_LIFE}
        self._batches[search.stem] = batch
        return Answer(_batch(batch), 201)

    async def poll_batches(self, call: Call) -> Answer:
        """GET the next batches as soon as there are any."""
        found = self._world.part_of(call.params["id"], "orq")
        batch = self._batches.get(found[0].stem) if found else None
        if batch is None or self._world.now() > batch.search.created + BATCH_LIFE:
            raise _unknown()

        indexes = await batch.poll(lambda: self._held_back(batch))
        offers = (offer(batch.search, index, self._mark(batch.search, index)) for index in indexes)
        return Answer(_batch(batch), rows=await in_slices(offers), rows_as="offers")

    async def offers(self, call: Call) -> Answer:
        """GET the offers of an offer request, sorted and in pages."""
        asked = call.asked("offer_request_id")
        if not asked:
            raise refuse("validation_required", "Field 'offer_request_id' can't be blank", "/offer_request_id")
        found = self._world.part_of(asked, "orq")
        if found is None:
            raise linked_not_found("/offer_request_id")
        search = found[0]
        await _look(search)
        indexes = self._sorted(call, search, self._there(search))
        shown, meta = page(call, indexes, lambda index: search.id("off", index))
        rows = await in_slices(offer(search, index, self._mark(search, index)) for index in shown)
        return Answer(rows=rows, meta=meta)

    def _sorted(self, call: Call, search: Search, indexes: list[int]) -> list[int]:
        most = call.asked("max_connections")
        if most is not None:
            if most not in ("0", "1", "2"):
                raise refuse("validation_inclusion", "Field 'max_connections' must be 0, 1 or 2", "/max_connections")
            fares = search.fares
            indexes = [i for i in indexes if all(len(way.flights) - 1 <= int(most) for way in fares[i].slices)]
        sort = call.asked("sort")
        if sort is None:
            return indexes
        if sort.removeprefix("-") not in _SORTS:
            raise refuse("validation_inclusion", f"Field 'sort' must be one of {', '.join(_SORTS)}", "/sort")
        if sort.endswith("amount"):
            key = {i: price(search, search.fares[i], self._mark(search, i)).total for i in indexes}
        else:
            key = {i: sum(way.span.seconds + way.span.days * 86400 for way in search.fares[i].slices) for i in indexes}
        return sorted(indexes, key=key.__getitem__, reverse=sort.startswith("-"))

    async def offer(self, call: Call) -> Answer:
        """GET one offer, with its services when asked."""
        search, index = await self._found(call.params["id"])
        self._raise_price(call, search, index)
        with_services = call.asked("return_available_services") == "true"
        return Answer(offer(search, index, self._mark(search, index), with_services))

    async def price(self, call: Call) -> Answer:
        """POST for the price with chosen services and ways to pay."""
        check_kinds(call.data, PRICE)
        search, index = await self._found(call.params["id"])
        self._raise_price(call, search, index)
        services = call.data.get("intended_services") or []
        known = {service["id"]: service for service in self.services(search, index)}
        for number, service in enumerate(services):
            if service.get("id") not in known:
                raise linked_not_found(f"/intended_services/{number}/id")
        shown = offer(search, index, self._mark(search, index), True)
        total = minor_of(shown["total_amount"], search.currency) or 0
        extra = sum(
            (minor_of(known[service["id"]]["total_amount"], search.currency) or 0) * (service.get("quantity") or 1)
            for service in services
        )
        charge = {"charge_amount": amount(total + extra, search.currency), "charge_currency": search.currency}
        methods = [
            _intended(method, number) for number, method in enumerate(call.data.get("intended_payment_methods") or [])
        ]
        shown["intended_payment_methods"] = [method | charge for method in methods]
        shown["intended_services"] = [{"id": s["id"], "quantity": s.get("quantity") or 1} for s in services]
        return Answer(shown)

    async def upsell(self, call: Call) -> Answer:
        """No airline of this world sells higher fares for an offer in hand."""
        search, index = await self._found(call.params["id"])
        owner = search.fares[index].seller.name.lower().replace(" ", "_")
        raise refuse("unsupported_action", "The airline does not support this action.", by=owner)

    async def rename(self, call: Call) -> Answer:
        """PATCH names and loyalty accounts of an offer's passenger."""
        check_kinds(call.data, OFFER_PASSENGER)
        search, _ = await self._found(call.params["id"])
        ids = [traveller.id for traveller in search.travellers]
        if call.params["passenger"] not in ids:
            raise _unknown()
        faults = [
            fault
            for name in ("given_name", "family_name")
            if call.data.get(name) is not None
            for fault in name_faults(call.data[name], name, "")
        ]
        if faults:
            raise Refusal(faults)
        number = ids.index(call.params["passenger"])
        self._world.rename(search, number, call.data)
        return Answer(search.travellers[number].on_offer())

    async def seat_maps(self, call: Call) -> Answer:
        """GET the seat maps of an offer."""
        asked = call.asked("offer_id")
        if not asked:
            raise refuse("validation_required", "Field 'offer_id' can't be blank", "/offer_id")
        search, index = await self._found(asked)
        return Answer(rows=await in_slices(iter(seat_maps(search, index, self._world.sold))))

    def services(self, search: Search, index: int) -> list[Json]:
        """Every bag, right and seat on sale with an offer; seats as services with what an order keeps of them."""
        return available_services(search, index) + list(seat_services(seat_maps(search, index, self._world.sold)))

    def _raise_price(self, call: Call, search: Search, index: int) -> None:
        trouble = call.trouble("raise_price")
        if trouble:
            mark = self._mark(search, index)
            total = price(search, search.fares[index], mark).total
            by = minor_of(str(trouble["amount"]), search.currency) if "amount" in trouble else None
            by = total * int(trouble.get("percent", 5)) // 100 if by is None else by
            self._world.mark(search.id("off", index), replace(mark, raised=mark.raised + by))

    def _mark(self, search: Search, index: int) -> Mark:
        return self._world.marks.get(search.id("off", index), Mark())

    def _there(self, search: Search) -> list[int]:
        batch = self._batches.get(search.stem)
        return batch.offers_so_far(self._held_back(batch)) if batch else list(range(len(search.fares)))

    def _held_back(self, batch: Batch) -> bool:
        """Whether the last batch is kept from coming, by a scenario that is on for its poll."""
        path = f"/air/batch_offer_requests/{batch.search.id('orq', 0)}"
        return self._world.scenarios.active("hold_last_batch", "GET", path, "-".join(batch.search.route))

    def _search(self, key: str) -> Search:
        found = self._world.part_of(key, "orq")
        if found is None:
            raise _unknown()
        return found[0]

    async def _found(self, key: str) -> tuple[Search, int]:
        """The offer with this id, still on sale."""
        found = self._world.part_of(key, "off")
        if found is None:
            raise _unknown()
        search, index = found
        await _look(search)
        if index >= len(search.fares):
            raise _unknown()
        if self._world.now() > search.created + OFFER_LIFE:
            raise refuse("offer_no_longer_available", "The offer is no longer available; search again.")
        return search, index


def seat_services(maps: list[Json]) -> list[Json]:
    """Seats on sale in some maps, as services that an order can echo."""
    return [
        {
            "id": service["id"],
            "type": "seat",
            "total_amount": service["total_amount"],
            "total_currency": service["total_currency"],
            "maximum_quantity": 1,
            "passenger_ids": [service["passenger_id"]],
            "segment_ids": [one["segment_id"]],
            "metadata": {
                "designator": seat["designator"],
                "name": seat["name"],
                "disclosures": seat["disclosures"],
            },
        }
        for one in maps
        for cabin in one["cabins"]
        for row in cabin["rows"]
        for section in row["sections"]
        for seat in section["elements"]
        if seat["type"] == "seat"
        for service in seat["available_services"]
    ]


async def _look(search: Search) -> None:
    """Find a search's offers between other requests."""
    if search.found is None:
        loop = asyncio.get_running_loop()
        pause = loop.time() + 0.004
        for _ in search.look():
            if loop.time() > pause:
                await asyncio.sleep(0)
                pause = loop.time() + 0.004


def _offer_request(search: Search) -> Json:
    return {
        "id": search.id("orq", 0),
        "live_mode": False,
        "created_at": instant(search.created),
        "cabin_class": search.cabin,
        "slices": [_asked_slice(part) for part in search.slices],
        "passengers": [traveller.on_request() for traveller in search.travellers],
        "client_key": f"practice.{search.stem}",
        "airline_credit_ids": [],
    }


def _asked_slice(part: Json) -> Json:
    origin, destination = gazetteer.place(part["origin"]), gazetteer.place(part["destination"])
    return {
        "origin": origin,
        "origin_type": origin["type"],
        "destination": destination,
        "destination_type": destination["type"],
        "departure_date": part["departure_date"],
        "departure_time": part.get("departure_time"),
        "arrival_time": part.get("arrival_time"),
    }


def _batch(batch: Batch) -> Json:
    return {
        "id": batch.search.id("orq", 0),
        "live_mode": False,
        "created_at": instant(batch.search.created),
        "client_key": f"practice.{batch.search.stem}",
        "total_batches": batch.total,
        "remaining_batches": batch.remaining,
    }


def _patience(call: Call) -> float:
    """Seconds a search waits for slow airlines; values outside the range count as not said."""
    asked = call.asked("supplier_timeout")
    if asked is None or not asked.isdigit() or not 2000 <= int(asked) <= 60_000:
        return _DEFAULT_PATIENCE
    return int(asked) / 1000


def _intended(method: Json, number: int) -> Json:
    kind = method.get("type")
    if kind == "card":
        raise refuse("unavailable_feature", "Cards are not enabled for this account.")
    if kind not in ("balance", "airline_credit"):
        at = f"/intended_payment_methods/{number}/type"
        raise refuse("validation_inclusion", "Field 'type' is invalid", at)
    return dict(method)


async def _itineraries(shown: Json, offers: list[Json]) -> Json:
    """The offers grouped by slice, flights and brand."""
    for number, part in enumerate(shown["slices"]):
        groups: dict[str, Json] = {}
        for one in offers:
            way = one["slices"][number]
            group = groups.setdefault(way["comparison_key"], {"segments": way["segments"], "brands": {}})
            brand = group["brands"].setdefault(way["fare_brand_name"], [])
            brand.append(one | {"type": "single_ticket"})
        part["itineraries"] = [
            {
                "segments": group["segments"],
                "brands": [{"fare_brand_name": name, "offers": inside} for name, inside in group["brands"].items()],
            }
            for group in groups.values()
        ]
        await asyncio.sleep(0)
    return shown


def _unknown() -> Refusal:
    return refuse("not_found", "The resource you are trying to access does not exist.")
