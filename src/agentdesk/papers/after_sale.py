"""Receipt, hold confirmation and cancellation note said in a language: each the sheet of its trip, told otherwise."""

from dataclasses import replace

from agentdesk.desk.paper_content import CancellationNote, HoldConfirmation, Itinerary, Paper, PriceKind, Receipt
from agentdesk.papers.itinerary import kept_price, rules, sheet
from agentdesk.papers.sheet import Cost, Sheet
from agentdesk.papers.words import Words
from agentdesk.travel.money import Money


def title_of(paper: Paper, words: Words) -> str:
    match paper:
        case Itinerary():
            return words.say("title.receipt" if paper.is_paid else "title.itinerary")
        case Receipt():
            return words.say("title.paid")
        case HoldConfirmation():
            return words.say("title.hold")
        case CancellationNote():
            return words.say("title.cancellation")


def sheet_of(paper: Paper, words: Words) -> Sheet:
    """Any paper in the words of one language."""
    match paper:
        case Itinerary():
            return sheet(paper, words)
        case Receipt():
            return _receipt(paper, words)
        case HoldConfirmation():
            return _hold(paper, words)
        case CancellationNote():
            return _note(paper, words)


def _titled(paper: Receipt | HoldConfirmation | CancellationNote, words: Words) -> Sheet:
    title = title_of(paper, words)
    return replace(sheet(paper.trip, words), title=title, subject=f"{title} {paper.trip.reference}", reference_hints=())


def _receipt(paper: Receipt, words: Words) -> Sheet:
    trip = paper.trip
    form = words.say("form", form=words.known(f"form.{paper.form}", paper.form.replace("_", " "))) if paper.form else ""
    paid = words.past_moment(trip.paid_at, trip.issued_zone) if trip.paid_at is not None else ""
    taxed = any(line.kind is PriceKind.TAX for line in trip.prices)
    loose = [
        words.say(f"note.{key}", numbers=words.listed(numbers))
        for key, numbers in (("loose_tickets", trip.loose_tickets), ("loose_emds", trip.loose_emds))
        if numbers
    ]
    said = (
        words.say("received", moment=paid) if paid else "",
        form,
        words.say("note.tickets_follow") if trip.tickets_follow else "",
        *loose,
        words.say("note.tax") if taxed else "",
    )
    return replace(
        _titled(paper, words),
        conditions_head=words.say("payment"),
        conditions=tuple(one for one in said if one),
        price_notes=(),
    )


def _hold(paper: HoldConfirmation, words: Words) -> Sheet:
    trip = paper.trip
    said = [words.say("hold.no_deadline")]
    if trip.pay_by is not None:
        said = [words.say("hold.pay", moment=words.moment(trip.pay_by, trip.issued_zone))]
        if (
            paper.airport_zone
            and words.local(trip.pay_by, paper.airport_zone).utcoffset()
            != words.local(trip.pay_by, trip.issued_zone).utcoffset()
        ):
            said.append(words.say("hold.pay_airport", moment=words.moment(trip.pay_by, paper.airport_zone)))
    said.append(kept_price(trip, words))
    if not paper.holds_seats:
        said.append(words.say("hold.no_seats"))
    said.append(words.say("hold.no_tickets"))
    return replace(
        _titled(paper, words),
        conditions_head=words.say("hold.head"),
        conditions=(*said, *rules(trip, words), words.say("note.times")),
        price_notes=(),
    )


def _note(paper: CancellationNote, words: Words) -> Sheet:
    trip = paper.trip
    said = (
        [words.say("refund.confirmed", moment=words.past_moment(paper.confirmed_at, trip.issued_zone))]
        if (paper.confirmed_at is not None)
        else []
    )
    if paper.paid is None:
        said.append(words.say("refund.nothing_paid"))
    elif paper.refund is None:
        said.append(words.say("refund.open"))
    elif paper.refund_to:
        place = words.known(f"to.{paper.refund_to}", paper.refund_to.replace("_", " "))
        said.append(words.say("refund.to", place=place))
    said += [
        words.say("refund.credit", name=one.name, code=one.code, amount=words.money(one.amount))
        for one in paper.credits
    ]
    fee = next((line.amount for line in trip.prices if line.kind is PriceKind.FEE), None)
    if fee is not None and paper.paid is not None:
        said.append(words.say("refund.fee", fee=words.money(fee)))
    back = paper.refund if paper.paid is not None and paper.refund is not None else None
    return replace(
        _titled(paper, words),
        conditions_head=words.say("refund"),
        conditions=tuple(said),
        price_head=words.say("payment"),
        costs=_kept(paper, words),
        total_label=words.say("refund.total", currency=back.currency if back else trip.total.currency),
        total=words.amount(back) if back is not None else "–" if paper.paid is not None else words.amount(_none(trip)),
        price_notes=(),
    )


def _kept(paper: CancellationNote, words: Words) -> tuple[Cost, ...]:
    paid, back = paper.paid, paper.refund
    if paid is None:
        return (Cost(words.say("refund.paid"), "", "", words.amount(_none(paper.trip))),)
    lines = [Cost(words.say("refund.paid"), "", "", words.money(paid))]
    if back is not None and back.currency == paid.currency:
        lines.append(Cost(words.say("refund.kept"), "", "", words.money(paid - back)))
    return tuple(lines)


def _none(trip: Itinerary) -> Money:
    return Money.zero(trip.total.currency)
