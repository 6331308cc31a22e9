"""Every kind of write that storage has, and how each is found again: what a killed process and its judge share."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from agentdesk.desk.agency import Entry, Kept
from agentdesk.desk.ports import OrderAnswer
from agentdesk.storage.opening import Storage
from agentdesk.travel.agents import Role
from agentdesk.travel.booking import Booked, Refused, Sent, StruckOut, Unsure
from agentdesk.travel.deadlines import Deadline, DeadlineKind
from agentdesk.travel.deeds import DeedDone, DeedRefused, DeedSent, DeedStruckOut, DeedUnsure, PayHold
from agentdesk.travel.order_events import EventKind, OrderEvent
from agentdesk.travel.order_views import OrderQuery, OwnView
from agentdesk.travel.sessions import KeptOffer, SearchSession, SessionState
from agentdesk.travel.upstream_events import UpstreamEvent, Webhook
from tests.samples import NOON, a_draft, a_search, a_sent, an_offer, an_order, gbp

LATER = NOON + timedelta(days=1)
MUCH_LATER = NOON + timedelta(days=1000)

Write = Callable[[Storage, str], Awaitable[object]]
Check = Callable[[Storage, str], Awaitable[bool]]


def a_deed(name: str) -> DeedSent:
    return DeedSent(PayHold(f"ord_{name}", gbp("1612.77")), f"deed-{name}", NOON)


def a_session(name: str) -> SearchSession:
    return SearchSession(f"ses_{name}", "agt_1", a_search(), (), NOON, LATER)


def an_event(name: str) -> UpstreamEvent:
    return UpstreamEvent(f"wev_{name}", "order.created", NOON, f"ord_{name}")


async def _write(storage: Storage, name: str) -> None:
    await storage.journal.write(a_sent(name))


async def _is_written(storage: Storage, name: str) -> bool:
    return isinstance(await storage.journal.line(name), Sent | Booked)


async def _settle(storage: Storage, name: str) -> None:
    await storage.journal.settle(a_sent(name), Booked(a_sent(name), f"ord_{name}", "4QK7ZB", NOON))


async def _is_settled(storage: Storage, name: str) -> bool:
    return isinstance(await storage.journal.line(name), Booked)


async def _otherwise(storage: Storage, name: str) -> None:
    """The other three ends of a booking."""
    for ending in ("refused", "unsure", "struck"):
        sent = a_sent(f"{ending}-{name}")
        await storage.journal.write(sent)
        if ending == "refused":
            await storage.journal.settle(sent, Refused(sent, "gone", "It is gone", "req_1", NOON))
        elif ending == "unsure":
            await storage.journal.settle(sent, Unsure(sent, "no answer", "", NOON))
        else:
            await storage.journal.strike_out(StruckOut(sent, NOON))


async def _is_otherwise(storage: Storage, name: str) -> bool:
    wanted = {"refused": Refused, "unsure": Unsure, "struck": StruckOut}
    return all([isinstance(await storage.journal.line(f"{one}-{name}"), kind) for one, kind in wanted.items()])


async def _save(storage: Storage, name: str) -> None:
    await storage.orders.save(OrderAnswer(an_order(f"ord_{name}"), b"{}", NOON), a_sent(name))


async def _is_saved(storage: Storage, name: str) -> bool:
    """In the book, in its list, in the search and in its history."""
    order_id = f"ord_{name}"
    spots = await storage.index.spots(OrderQuery(text=order_id), NOON)
    return (
        await storage.orders.get(order_id) is not None
        and order_id in [row.order_id for row in await storage.index.rows(spots)]
        and EventKind.BOOKED in {one.kind for one in await storage.history.of_order(order_id)}
    )


async def _annotate(storage: Storage, name: str) -> None:
    await storage.orders.annotate(f"ord_{name}", note=name, own_reference="17", agent="Ada", at=NOON)


async def _is_annotated(storage: Storage, name: str) -> bool:
    record = await storage.orders.get(f"ord_{name}")
    return record is not None and (record.note, record.own_reference) == (name, "17")


async def _tell(storage: Storage, name: str) -> None:
    await storage.history.add(OrderEvent(f"ord_{name}", NOON, EventKind.LAPSED))


async def _is_told(storage: Storage, name: str) -> bool:
    return EventKind.LAPSED in {one.kind for one in await storage.history.of_order(f"ord_{name}")}


async def _intend(storage: Storage, name: str) -> None:
    await storage.deeds.write(a_deed(name))


async def _is_intended(storage: Storage, name: str) -> bool:
    return isinstance(await storage.deeds.line(f"deed-{name}"), DeedSent | DeedDone)


async def _do(storage: Storage, name: str) -> None:
    await storage.deeds.settle(a_deed(name), DeedDone(a_deed(name), NOON, "pay_1"))


async def _is_done(storage: Storage, name: str) -> bool:
    return isinstance(await storage.deeds.line(f"deed-{name}"), DeedDone)


async def _undone(storage: Storage, name: str) -> None:
    """The other three ends of a deed."""
    for ending in ("refused", "unsure", "struck"):
        sent = a_deed(f"{ending}-{name}")
        await storage.deeds.write(sent)
        if ending == "refused":
            await storage.deeds.settle(sent, DeedRefused(sent, "gone", "It is gone", "req_1", NOON))
        elif ending == "unsure":
            await storage.deeds.settle(sent, DeedUnsure(sent, "no answer", "", NOON))
        else:
            await storage.deeds.strike_out(DeedStruckOut(sent, NOON))


async def _is_undone(storage: Storage, name: str) -> bool:
    wanted = {"refused": DeedRefused, "unsure": DeedUnsure, "struck": DeedStruckOut}
    return all([isinstance(await storage.deeds.line(f"deed-{one}-{name}"), kind) for one, kind in wanted.items()])


async def _draft(storage: Storage, name: str) -> None:
    """Over the one before, as each keystroke does, and another one closed."""
    await storage.drafts.save(a_draft(ident=f"closed-{name}"), 1)
    await storage.drafts.remove(f"closed-{name}")
    await storage.drafts.save(replace(a_draft(ident="open"), attempt=name), 0)


async def _is_drafted(storage: Storage, name: str) -> bool:
    """A later one may stand in its place, but none before it."""
    drafts = {one.id: one.attempt for one in await storage.drafts.all()}
    return "open" in drafts and f"closed-{name}" not in drafts


async def _search(storage: Storage, name: str) -> None:
    await storage.searches.add(a_search(), NOON)
    await storage.searches.found(a_search(), gbp("99.00"))
    await storage.searches.count(NOON)


async def _is_searched(storage: Storage, name: str) -> bool:
    (one,) = await storage.searches.lately()
    return one.search == a_search() and (await storage.searches.month(NOON)).searches > 0


async def _view(storage: Storage, name: str) -> None:
    await storage.index.keep_view(OwnView(f"old-{name}", name, OrderQuery(text=name)))
    await storage.index.keep_view(OwnView(f"view-{name}", name, OrderQuery(text=name)))
    await storage.index.drop_view(f"old-{name}")


async def _is_viewed(storage: Storage, name: str) -> bool:
    found = {one.id: one.query.text for one in await storage.index.own_views()}
    return found.get(f"view-{name}") == name and f"old-{name}" not in found


def a_deadline(name: str) -> Deadline:
    return Deadline(next(iter(DeadlineKind)), f"ord_{name}", LATER, NOON)


async def _remind(storage: Storage, name: str) -> None:
    await storage.reminded.keep(a_deadline(name), NOON)
    await storage.marks.put(f"mark-{name}", NOON)


async def _is_reminded(storage: Storage, name: str) -> bool:
    return (await storage.reminded.last(a_deadline(name)), await storage.marks.get(f"mark-{name}")) == (NOON, NOON)


async def _ask(storage: Storage, name: str) -> None:
    """A search of the service, with an offer of it."""
    await storage.sessions.open(a_session(name))
    await storage.sessions.add(f"ses_{name}", [KeptOffer(f"off_{name}", f"ses_{name}", "agt_1", an_offer(), "orq_1")])
    await storage.sessions.update(replace(a_session(name), state=SessionState.DONE))


async def _is_asked(storage: Storage, name: str) -> bool:
    session = await storage.sessions.session(f"ses_{name}", "agt_1")
    offer = await storage.sessions.offer(f"off_{name}", "agt_1")
    return session is not None and session.state is SessionState.DONE and offer is not None


async def _hire(storage: Storage, name: str) -> None:
    """Two agents of the service, one of them with a revoked token, and what was done by whom."""
    await storage.agents.add(name, Role.AGENT, NOON)
    await storage.agents.add(f"gone-{name}", Role.READER, NOON)
    await storage.agents.revoke(f"gone-{name}", NOON)
    await storage.audit.add(Entry(NOON, "agt_1", "order", f"target-{name}", "127.0.0.1", "req_1", done=True))


async def _is_hired(storage: Storage, name: str) -> bool:
    found = {one.name: one.revoked_at for one in await storage.agents.all()}
    entries = await storage.audit.of(f"target-{name}")
    return (found[name], found[f"gone-{name}"], len(entries)) == (None, NOON, 1)


async def _answer(storage: Storage, name: str) -> None:
    """A call under a key, the number of its order, and the event that tells of it."""
    await storage.answers.begin("agt_1", f"key-{name}", "digest", NOON)
    await storage.numbers.begin(f"own-{name}", f"number-{name}", "agt_1", NOON)
    await storage.numbers.found(f"number-{name}", f"ord_number_{name}")
    await storage.events.add("order.changed", f"own-{name}", NOON)
    await storage.answers.finish("agt_1", f"key-{name}", Kept(201, name))


async def _is_answered(storage: Storage, name: str) -> bool:
    numbered = await storage.numbers.of(f"own-{name}")
    events = await storage.events.after(0, 100_000)
    return (
        await storage.answers.begin("agt_1", f"key-{name}", "digest", NOON) == Kept(201, name)
        and numbered is not None
        and numbered.order_id == f"ord_number_{name}"
        and f"own-{name}" in {one.target for one in events}
    )


async def _hear(storage: Storage, name: str) -> None:
    """Two events of the upstream, one of them handled, from a webhook."""
    await storage.inbox.register(Webhook(f"end_{name}", "https://x.example", (), active=True, secret=name), NOON)
    await storage.inbox.add(an_event(name), NOON)
    await storage.inbox.add(an_event(f"handled-{name}"), NOON)
    await storage.inbox.handled(f"wev_handled-{name}", NOON)


async def _is_heard(storage: Storage, name: str) -> bool:
    waiting = {one.id for one in await storage.inbox.waiting(100_000)}
    hooks = {one.id: one.secret for one in await storage.inbox.webhooks()}
    return (f"wev_{name}" in waiting, f"wev_handled-{name}" in waiting, hooks[f"end_{name}"]) == (True, False, name)


def a_past_order(name: str) -> OrderAnswer:
    """Of an offer of its own: nothing of it is under way."""
    order = an_order(f"ord_gone-{name}", attempt=f"gone-{name}")
    return OrderAnswer(replace(order, offer_id=f"off_gone-{name}"), b"{}", NOON)


async def _erase(storage: Storage, name: str) -> None:
    """An order whose time is over, with everybody in it."""
    await storage.orders.save(a_past_order(name))
    assert await storage.people.erase_orders((f"ord_gone-{name}",), MUCH_LATER) == 1


async def _is_erased(storage: Storage, name: str) -> bool:
    """And is not kept again."""
    answer = a_past_order(name)
    return await storage.orders.get(answer.order.id) is None and await storage.orders.save(answer) is None


WRITES: dict[str, tuple[Write, Check]] = {
    "written": (_write, _is_written),
    "settled": (_settle, _is_settled),
    "otherwise": (_otherwise, _is_otherwise),
    "saved": (_save, _is_saved),
    "annotated": (_annotate, _is_annotated),
    "told": (_tell, _is_told),
    "intended": (_intend, _is_intended),
    "done": (_do, _is_done),
    "undone": (_undone, _is_undone),
    "drafted": (_draft, _is_drafted),
    "searched": (_search, _is_searched),
    "viewed": (_view, _is_viewed),
    "reminded": (_remind, _is_reminded),
    "asked": (_ask, _is_asked),
    "hired": (_hire, _is_hired),
    "answered": (_answer, _is_answered),
    "heard": (_hear, _is_heard),
    "erased": (_erase, _is_erased),
}
"""By what the process says once it is done; in this order for one name."""
