"""What a desk keeps of a few people, with names that stand nowhere else; and a look at every byte of its files."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from agentdesk.desk.ports import OrderAnswer
from agentdesk.storage.opening import FILE_NAME, Storage
from agentdesk.travel.booking import Booked, Draft, Refused, Sent
from agentdesk.travel.deeds import DeedDone, DeedRefused, DeedSent, PayHold
from agentdesk.travel.order_events import EventKind, OrderEvent
from agentdesk.travel.order_views import OrderQuery, OwnView
from agentdesk.travel.orders import Order, OrderPassenger, Ticket, TicketKind
from agentdesk.travel.passengers import Document, Loyalty, Traveller, TravellerForm
from agentdesk.travel.search import Member
from tests.samples import FAMILY, NOON, a_draft, a_search, a_sent, amelia, an_offer, an_order, gbp

AFTER = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
"""When the flights of the samples are over; they land on 20 December 2026."""
SEEN = datetime(2026, 12, 19, 22, 0, tzinfo=UTC)
PAGE, RESERVE = 4096, 80  # bytes of a page of SQLCipher 4, and of its seal

ZELDA = OrderPassenger(
    "pas_1", "Zeldamira", "Quetzalcoatl", "ms", "f", "1987-07-24", "zelda@quetzal.example", "+4420801"
)
OTTO = OrderPassenger(
    "pas_2", "Ottokarius", "Brandenstein", "mr", "m", "1979-02-03", "otto@branden.example", "+4930555"
)
SECRETS = (
    *("Zeldamira", "Quetzalcoatl", "zelda@quetzal", "1987-07-24", "PASSQ4711", "LOYALQ99", "125-99887766", "QUETZ1"),
    *("zeldamira", "quetzalcoatl"),
)
"""What must not be left of her anywhere."""


def a_traveller(who: OrderPassenger) -> Traveller:
    known = who is ZELDA
    return replace(
        amelia(who.id),
        given_name=who.given_name,
        family_name=who.family_name,
        born=date.fromisoformat(who.born),
        email=who.email,
        phone="+442080160508",
        document=Document("passport", "PASSQ4711" if known else "PASSB0815", "GB", date(2030, 1, 1)),
        loyalty=(Loyalty("BA", "LOYALQ99" if known else "LOYALB11"),),
    )


def sent_for(attempt: str, *people: OrderPassenger) -> Sent:
    sent = a_sent(attempt)
    offer = an_offer(f"off_{attempt}", passengers=FAMILY[: len(people)])
    named = tuple(
        replace(one, given_name=who.given_name, family_name=who.family_name)
        for one, who in zip(offer.passengers, people, strict=True)
    )
    priced = replace(
        sent.priced,
        draft_id=f"draft-{attempt}",
        offer=replace(offer, passengers=named),
        travellers=tuple(a_traveller(one) for one in people),
        note=f"{people[0].given_name} wants a window. {people[-1].given_name} is vegan.",
        own_reference=f"FILE {people[0].family_name}",
    )
    return replace(sent, priced=priced)


def order_for(ident: str, reference: str, *people: OrderPassenger) -> Order:
    order = an_order(ident, attempt=f"attempt-{ident}")
    numbers = {"pas_1": "125-99887766", "pas_2": "125-11223344"}
    return replace(
        order,
        reference=reference,
        offer_id=f"off_attempt-{ident}",
        passengers=people,
        tickets=tuple(Ticket(TicketKind.TICKET, numbers[one.id], (one.id,)) for one in people),
    )


def answer_for(order: Order, at: datetime = SEEN) -> OrderAnswer:
    """The bytes as an upstream words them."""
    raw = {
        "id": order.id,
        "booking_reference": order.reference,
        "passengers": [
            {
                "id": one.id,
                "type": "adult",
                "given_name": one.given_name,
                "family_name": one.family_name,
                "born_on": one.born,
                "email": one.email,
                "phone_number": one.phone,
                "loyalty_programme_accounts": [{"account_number": "LOYALQ99" if one.id == "pas_1" else "LOYALB11"}],
            }
            for one in order.passengers
        ],
        "documents": [{"unique_identifier": one.number, "passenger_ids": one.passenger_ids} for one in order.tickets],
        "contact": order.passengers[0].email,
        "seats": [{"passenger_id": one.id, "seat": {"designator": "12A"}} for one in order.passengers],
    }
    return OrderAnswer(order, msgspec.json.encode(raw), at, "req_9")


async def fill(storage: Storage) -> None:
    """She travels alone in one order and with him in another; also a refused booking, a draft, a search, a view."""
    for ident, reference, people in (("alone", "QUETZ1", (ZELDA,)), ("both", "BOTH22", (ZELDA, OTTO))):
        sent = sent_for(f"attempt-{ident}", *people)
        await storage.journal.write(sent)
        await storage.journal.settle(sent, Booked(sent, ident, reference, NOON))
        await storage.orders.save(answer_for(order_for(ident, reference, *people)), sent, "Ada")
        await storage.history.add(OrderEvent(ident, SEEN, EventKind.PRINTED, "Ada", "itinerary"))
        deed = DeedSent(PayHold(ident, gbp("20.00")), f"deed-{ident}", NOON, "Ada")
        await storage.deeds.write(deed)
        await storage.deeds.settle(deed, DeedDone(deed, NOON, "pay_1", "req_1", amount=gbp("20.00")))
        second = DeedSent(PayHold(ident, gbp("20.00")), f"deed2-{ident}", NOON, "Ada")
        await storage.deeds.write(second)
        await storage.deeds.settle(second, DeedRefused(second, "already_paid", "Zeldamira has paid", "req_2", NOON))
    refused = sent_for("attempt-no", ZELDA)
    await storage.journal.write(refused)
    await storage.journal.settle(refused, Refused(refused, "declined", "Quetzalcoatl was declined", "req_3", NOON))
    await storage.drafts.save(draft_for(), 0)
    await storage.searches.add(replace(a_search(), members=(Member("Zeldamira", "Quetzalcoatl", ()),)), NOON)
    await storage.index.keep_view(OwnView("left-off", "", OrderQuery(text="quetzalcoatl")))


def draft_for(who: OrderPassenger = ZELDA) -> Draft:
    form = TravellerForm("pas_1", "ms", who.given_name, who.family_name, "f", "24 Jul 1987", who.email, who.phone)
    return replace(a_draft(ident="draft-open"), travellers=(form,))


def bare_bytes(folder: Path, key: bytes) -> bytes:
    """Every page of the database and of its log as it stands in the files, deciphered: free pages and slack too."""
    found = [b""]
    for path in sorted(folder.glob(f"{FILE_NAME}*")):
        content = path.read_bytes()
        if path.name.endswith("-wal"):
            pages = [content[at + 24 : at + 24 + PAGE] for at in range(32, len(content), 24 + PAGE)]
        elif path.name == FILE_NAME:
            pages = [content[at : at + PAGE] for at in range(0, len(content), PAGE)]
        else:
            continue
        found += [_bare(page, key) for page in pages if len(page) == PAGE]
    return b"".join(found)


def _bare(page: bytes, key: bytes) -> bytes:
    """SQLCipher 4: AES-256-CBC by page, its vector behind the content; the salt stands before that of a first page."""
    body, vector = page[:-RESERVE], page[-RESERVE : -RESERVE + 16]
    cipher = Cipher(AES(key), CBC(vector)).decryptor()
    plain = cipher.update(body) + cipher.finalize()
    cipher = Cipher(AES(key), CBC(vector)).decryptor()
    return plain + cipher.update(body[16:]) + cipher.finalize()


def left_of(content: bytes, secrets: Sequence[str] = SECRETS) -> list[str]:
    return [one for one in secrets if one.encode() in content]
