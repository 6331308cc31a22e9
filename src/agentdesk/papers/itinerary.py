"""The itinerary said in a language: from typed content to a sheet of texts."""

from agentdesk.desk.paper_content import Itinerary, PaperSlice, Rule, RuleState
from agentdesk.papers.flights import MOST_SEAT_COLUMNS, all_flights, journey, town
from agentdesk.papers.people import heads, person
from agentdesk.papers.prices import costs
from agentdesk.papers.sheet import Sheet
from agentdesk.papers.words import Words
from agentdesk.travel.environment import World
from agentdesk.travel.orders import OrderStatus


def sheet(paper: Itinerary, words: Words) -> Sheet:
    """The itinerary in the words of one language."""
    has_seat_columns = len(all_flights(paper)) <= MOST_SEAT_COLUMNS
    title = words.say("title.receipt" if paper.is_paid else "title.itinerary")
    day = words.local_day(paper.issued_at, paper.issued_zone)
    local = words.local(paper.issued_at, paper.issued_zone)
    return Sheet(
        language=words.language,
        runs_left=words.runs_left,
        region=words.region,
        title=title,
        subject=f"{title} {paper.reference}",
        issued_on=(local.year, local.month, local.day),
        world=paper.world.value,
        mark="" if paper.world is World.LIVE else words.say(f"mark.{paper.world.value}"),
        agency=paper.agency.name,
        agency_lines=_agency_lines(paper, words),
        issue_lines=tuple(words.ltr(line) for line in (day, paper.agent, _own_reference(paper, words)) if line),
        notices=_notices(paper, words),
        reference_label=words.say("reference", airline=paper.airline),
        reference=paper.reference,
        reference_hints=tuple(words.say("reference.use").splitlines()) if paper.is_paid else (),
        other_references=tuple(
            words.say("reference.other", airline=airline, reference=locator)
            for airline, locator in paper.other_references
        ),
        running_head=words.say("reference.running", reference=paper.reference),
        journeys=tuple(journey(part, paper, words, has_seats=not has_seat_columns) for part in paper.slices),
        heads=heads(paper, words, has_seats=has_seat_columns),
        people=tuple(person(index, paper, words, has_seats=has_seat_columns) for index in range(len(paper.travellers))),
        conditions_head=words.say("conditions"),
        conditions=conditions(paper, words),
        price_head=_price_head(paper, words),
        costs=costs(paper, words),
        total_label=words.say("total", currency=paper.total.currency),
        total=words.amount(paper.total),
        price_notes=_price_notes(paper, words),
        footer=_footer(paper, words),
        page=words.say("page", n="{n}", m="{m}"),
    )


def _agency_lines(paper: Itinerary, words: Words) -> tuple[str, ...]:
    reach = words.listed(part for part in (paper.agency.phone, paper.agency.email) if part)
    return (
        *(words.ltr(line.strip()) for line in paper.agency.address.splitlines() if line.strip()),
        *([reach] if reach else []),
    )


def _notices(paper: Itinerary, words: Words) -> tuple[str, ...]:
    notices = []
    if not paper.is_paid:
        due = paper.pay_by
        if paper.status is OrderStatus.HELD and due is None:
            notices.append(words.say("status.held_open"))
        else:
            moment = words.moment(due, paper.issued_zone) if due is not None else ""
            notices.append(words.say(f"status.{paper.status.value}", moment=moment))
    if paper.airline_change_open:
        notices.append(words.say("notice.airline_change"))
    return tuple(notices)


def rules(paper: Itinerary, words: Words) -> tuple[str, ...]:
    """What changing and giving back costs, of the whole trip and where a part differs."""
    said = [_rule("change", paper.change, words), _rule("refund", paper.refund, words)]
    for part in paper.slices:
        said += [
            words.say("conditions.on", route=_route(part, words), rule=_rule(what, own, words))
            for what, own, whole in (("change", part.change, paper.change), ("refund", part.refund, paper.refund))
            if own.state is not RuleState.UNSAID and own != whole
        ]
    return tuple(said)


def conditions(paper: Itinerary, words: Words) -> tuple[str, ...]:
    said = [*rules(paper, words)]
    if paper.tickets_follow:
        said.append(words.say("note.tickets_follow"))
    if paper.loose_tickets:
        said.append(words.say("note.loose_tickets", numbers=words.listed(paper.loose_tickets)))
    if paper.loose_emds:
        said.append(words.say("note.loose_emds", numbers=words.listed(paper.loose_emds)))
    if paper.has_unconfirmed:
        said.append(words.say("note.unconfirmed"))
    return (*said, words.say("note.times"))


def _rule(what: str, rule: Rule, words: Words) -> str:
    penalty = words.money(rule.penalty) if rule.penalty is not None else ""
    return words.say(f"{what}.{rule.state.value}", penalty=penalty)


def _route(part: PaperSlice, words: Words) -> str:
    return words.say("route", origin=town(part.origin), destination=town(part.destination))


def _price_head(paper: Itinerary, words: Words) -> str:
    if paper.is_paid:
        return words.say("paid")
    awaited = paper.status in (OrderStatus.HELD, OrderStatus.OVERDUE)
    return words.say("to_pay" if awaited else "price")


def _price_notes(paper: Itinerary, words: Words) -> tuple[str, ...]:
    if paper.is_paid and paper.paid_at is not None:
        return (words.say("received", moment=words.past_moment(paper.paid_at, paper.issued_zone)),)
    if paper.status is OrderStatus.HELD and paper.pay_by is not None:
        due = words.say("awaited", moment=words.moment(paper.pay_by, paper.issued_zone))
        return (due, kept_price(paper, words))
    return ()


def kept_price(paper: Itinerary, words: Words) -> str:
    """Until when the airline keeps the price; once that is over it may rise."""
    held = paper.price_held_until
    if held is None or held <= paper.issued_at:
        return words.say("price_open")
    return words.say("price_held", moment=words.moment(held, paper.issued_zone))


def _own_reference(paper: Itinerary, words: Words) -> str:
    return words.say("reference.own", reference=paper.own_reference) if paper.own_reference else ""


def _footer(paper: Itinerary, words: Words) -> str:
    agency = paper.agency.name
    said = [
        words.say("footer", agency=agency, order=paper.order_id)
        if agency
        else words.say("footer.order", order=paper.order_id)
    ]
    if paper.emissions_kg:
        said.append(words.say("emissions", kg=words.number(paper.emissions_kg)))
    return " ".join(said)
