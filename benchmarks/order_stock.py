"""A desk of many plausible orders: seeded, made through the real encoding, put into an encrypted database at once."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, insert

from agentdesk.desk.ports import OrderAnswer
from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.encoding import to_micros
from agentdesk.storage.order_list import columns_of, first_spot, words_text
from agentdesk.storage.orders import facts_of
from agentdesk.storage.schema import order_list, orders
from agentdesk.travel.airline_changes import AirlineChange
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.journeys import BagAllowance, Flight, Segment, SegmentPassenger, Slice, SliceConditions
from agentdesk.travel.money import Money
from agentdesk.travel.orders import Order, OrderPassenger, PaymentState, Ticket, TicketKind
from agentdesk.travel.places import Airline, Airport

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
AGENTS = ("Ruth Amankwah", "Tomás Ortiz", "Mei Kwan", "Ada Byron")

_COMMON = "Smith Jones Williams Patel Khan García Müller Nguyễn Okafor Kowalski Łukasiewicz O'Sullivan Øster Yılmaz"
_RARE = "van der Berg|Al-Sayed|Jónsdóttir|山田|佐藤|Иванов|Παπαδόπουλος|محمد|김|Große|Ærø|García López|Šimić|Dvořák"
_GIVEN = "Olivia Noah Amelia Leo Zoë André José Łucja Søren Aoife Mihail Elsa Jonas Ken Niamh Deniz Anna Luc Reto Grace"
_HEADS = (
    "Ack Bar Cal Dor Ed Fer Gold Hart Ing Jar Kel Lang Mar Nor Old Pem Quin Ross Stan Thorn Under Ven West York Zel"
)
_TAILS = "by ell er field ford ham holt ing land ley man mont ridge sen son stone ton ville wood worth"
_AIRPORTS = (
    "LHR London Europe/London|JFK New_York America/New_York|CDG Paris Europe/Paris|FRA Frankfurt Europe/Berlin|"
    "MAD Madrid Europe/Madrid|IST Istanbul Europe/Istanbul|DXB Dubai Asia/Dubai|SIN Singapore Asia/Singapore|"
    "HND Tokyo Asia/Tokyo|SYD Sydney Australia/Sydney|LOS Lagos Africa/Lagos|GRU São_Paulo America/Sao_Paulo|"
    "KEF Reykjavík Atlantic/Reykjavik|GVA Geneva Europe/Zurich|BCN Barcelona Europe/Madrid|DUB Dublin Europe/Dublin|"
    "LIS Lisbon Europe/Lisbon|ARN Stockholm Europe/Stockholm|DEL Delhi Asia/Kolkata|LAX Los_Angeles America/Los_Angeles"
)
_OWNERS = "ZZ BA LH AF U2 IB TP EK SQ VS AA DL".split()
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Kept:
    """An order and what the agency wrote beside it."""

    order: Order
    agent: str
    own_reference: str
    note: str


def many_orders(count: int, seed: int = 7) -> Iterator[Kept]:
    """Oldest first, made in the three years before `NOW`; the same every time."""
    maker = _Maker(random.Random(seed))
    step = timedelta(days=3 * 365) / count
    return (maker.kept(number, NOW - step * (count - number)) for number in range(count))


def put(connection: Connection, kept: list[Kept]) -> None:
    """As `SqlOrderBook.save` leaves them, but for the history; orders that are not there yet, oldest first."""
    whole, rows, words = [], [], []
    for one in kept:
        order, own = one.order, {"agent": one.agent, "own_reference": one.own_reference}
        answer = OrderAnswer(order, b'{"data": {}}', max(order.created_at, NOW - timedelta(days=1)), "req_1")
        spot = first_spot(order.created_at)
        whole.append({**facts_of(answer, PRACTICE), **own, "note": one.note})
        rows.append({"spot": spot, **columns_of(order), **own, "seen_at": to_micros(answer.at)})
        words.append({"spot": spot, "words": words_text(order, one.own_reference, one.note)})
    connection.execute(insert(orders), whole)
    connection.execute(insert(order_list), rows)
    connection.execute(dialect_of(connection).put_words, words)


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._common, self._rare = _COMMON.split(), _RARE.split("|")
        self._made = [head + tail for head in _HEADS.split() for tail in _TAILS.split()]
        self._given = _GIVEN.split()
        places = (place.split() for place in _AIRPORTS.split("|"))
        self._airports = [Airport(code, code, city.replace("_", " "), "", zone, "") for code, city, zone in places]

    def kept(self, number: int, created: datetime) -> Kept:
        chance = self._chance
        own = f"K-{number}" if chance.random() < 0.1 else ""
        note = "Aisle seat, please; calls back on Friday" if chance.random() < 0.05 else ""
        return Kept(self._order(number, created), chance.choice(AGENTS), own, note)

    def _order(self, number: int, created: datetime) -> Order:
        chance = self._chance
        people = tuple(self._passenger(place) for place in range(chance.choices((1, 2, 3, 4), (60, 25, 10, 5))[0]))
        leaves = (created + timedelta(days=chance.expovariate(1 / 60) + 0.5)).replace(tzinfo=None, microsecond=0)
        owner = chance.choice(_OWNERS)
        slices = self._slices(number, leaves, owner, people)
        kind, recent = chance.random(), NOW - created < timedelta(days=3)
        hold, paid = kind < (0.2 if recent else 0.02), PaymentState(False, paid_at=created)
        pay_by = created + timedelta(hours=chance.choice((24, 48, 72)))
        awaiting = kind > (0.9 if recent else 0.999)
        unpaid = hold and pay_by > NOW - timedelta(hours=2)
        held = PaymentState(unpaid, pay_by, pay_by - timedelta(hours=12))
        moved = not hold and chance.random() < 0.004
        total = Money.of(f"{chance.lognormvariate(6, 0.8):.2f}", "GBP" if chance.random() < 0.9 else "EUR")
        tickets = () if hold or awaiting else tuple(self._ticket(number, place) for place in range(len(people)))
        return Order(
            id=f"ord_0000{chance.getrandbits(60):012x}",
            reference="".join(chance.choices(_LETTERS, k=6)),
            created_at=created,
            live_mode=False,
            kind="hold" if hold else "instant",
            offer_id=f"off_0000{number:012x}",
            owner=Airline(owner, f"Airline {owner}"),
            total=total,
            base=total,
            tax=None,
            slices=slices,
            passengers=people,
            services=(),
            tickets=tickets,
            payment=held if hold else paid,
            change=None,
            refund=None,
            cancelled_at=created + timedelta(days=1) if not hold and 0.02 < kind < 0.06 else None,
            open_airline_changes=int(moved),
            airline_changes=(AirlineChange(f"aic_{number}", created, slices, slices),) if moved else (),
            void_until=created + timedelta(hours=20) if not hold else None,
        )

    def _passenger(self, place: int) -> OrderPassenger:
        chance = self._chance
        pool = chance.choices((self._common, self._rare, self._made), (15, 5, 80))[0]
        return OrderPassenger(f"pas_{place}", chance.choice(self._given), chance.choice(pool), "ms", "f", "1987-07-24")

    def _slices(
        self, number: int, leaves: datetime, owner: str, people: tuple[OrderPassenger, ...]
    ) -> tuple[Slice, ...]:
        out, back = self._chance.sample(self._airports, 2)
        ways = [(out, back, leaves)]
        if self._chance.random() < 0.7:
            ways.append((back, out, leaves + timedelta(days=self._chance.randint(2, 20))))
        return tuple(_slice(f"{number}_{which}", way, owner, people) for which, way in enumerate(ways))

    def _ticket(self, number: int, place: int) -> Ticket:
        return Ticket(TicketKind.TICKET, f"125-{2_000_000_000 + number * 10 + place}", (f"pas_{place}",))


def _slice(ident: str, way: tuple[Airport, Airport, datetime], owner: str, people: tuple[OrderPassenger, ...]) -> Slice:
    origin, destination, leaves = way
    lasts, airline = timedelta(hours=3), Airline(owner, f"Airline {owner}")
    flight = Flight(origin, destination, leaves, leaves + lasts, lasts, airline, "117", airline, "117", "Boeing 777")
    bags = (BagAllowance("checked", 1), BagAllowance("carry_on", 1))
    seated = tuple(SegmentPassenger(one.id, "economy", "Economy", "Y1", bags) for one in people)
    segment = Segment(f"seg_{ident}", flight, seated)
    return Slice(f"sli_{ident}", origin, destination, (segment,), lasts, "Standard", SliceConditions())
