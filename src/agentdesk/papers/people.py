"""The passengers of an itinerary with tickets, seats and bags, said in a language."""

from itertools import groupby

from agentdesk.desk.paper_content import Aboard, Itinerary, PaperBags, PaperFlight, PaperTraveller
from agentdesk.papers.flights import all_flights
from agentdesk.papers.sheet import Person
from agentdesk.papers.words import Words
from agentdesk.travel.passengers import PassengerKind


def heads(paper: Itinerary, words: Words, *, has_seats: bool) -> tuple[tuple[str, ...], ...]:
    """The head of the table of passengers, by column and line."""
    seats = [words.say("head.seat", flight=flown.flight.code) for flown in all_flights(paper)] if has_seats else []
    said = (words.say("head.passenger"), words.say("head.ticket"), *seats, words.say("head.bags"))
    return tuple(tuple(head.splitlines()) for head in said)


def person(index: int, paper: Itinerary, words: Words, *, has_seats: bool) -> Person:
    traveller = paper.travellers[index]
    seats = [(_seat(_of(index, flown.aboard), words),) for flown in all_flights(paper)] if has_seats else []
    return Person(
        name=_name(traveller, words),
        remark=_remark(traveller, words),
        tickets=_tickets(traveller, paper, words),
        documents=tuple(words.say("emd", number=number) for number in traveller.emds),
        cells=(*seats, _bags_everywhere(index, paper, words)),
    )


def _name(traveller: PaperTraveller, words: Words) -> str:
    title = words.known(f"title.{traveller.title}", traveller.title) if traveller.title else ""
    return f"{title} {traveller.full_name}".strip()


def _remark(traveller: PaperTraveller, words: Words) -> str:
    if traveller.kind is PassengerKind.INFANT and traveller.carried_by:
        return words.say("kind.infant_with", adult=traveller.carried_by)
    if traveller.kind is None or traveller.kind is PassengerKind.ADULT:
        return ""
    return words.say(f"kind.{traveller.kind.value}")


def _tickets(traveller: PaperTraveller, paper: Itinerary, words: Words) -> tuple[str, ...]:
    if traveller.tickets:
        return traveller.tickets
    if paper.tickets_follow:
        return (words.say("ticket.follows"),)
    return () if paper.is_paid else (words.say("ticket.none"),)


def _of(index: int, aboard: tuple[Aboard, ...]) -> Aboard:
    return next(one for one in aboard if one.traveller == index)


def _seat(has: Aboard, words: Words) -> str:
    if has.seat:
        return has.seat if has.seat_confirmed else words.say("unconfirmed", what=has.seat)
    return words.say("seat.lap" if has.on_lap else "seat.checkin")


def _bags_everywhere(index: int, paper: Itinerary, words: Words) -> tuple[str, ...]:
    """What comes with the fare, then what was bought; where either differs by flight, with the stretch it is for."""
    included = [(flown, _included(_of(index, flown.aboard), words)) for flown in all_flights(paper)]
    bought = [(flown, _bought(_of(index, flown.aboard), words)) for flown in all_flights(paper)]
    return (*_stretches(included, paper, words), *_stretches(bought, paper, words))


def _stretches(said: list[tuple[PaperFlight, str]], paper: Itinerary, words: Words) -> list[str]:
    """Each text once, with the flights in a row that it holds for; "" says nothing."""
    if len({text for _, text in said}) == 1:
        return [said[0][1]] if said[0][1] else []
    lines = []
    for (_, text), group in groupby(said, key=lambda one: (_way(one[0], paper), one[1])):
        flown = [flight for flight, _ in group]
        route = f"{flown[0].flight.origin.iata} – {flown[-1].flight.destination.iata}"
        if text:
            lines += [text, words.say("bags.on", route=route)]
    return lines


def _way(flown: PaperFlight, paper: Itinerary) -> int:
    return next(at for at, part in enumerate(paper.slices) if flown in part.flights)


def _included(has: Aboard, words: Words) -> str:
    said = [_count(one, words) for one in has.bags if not one.bought]
    return words.listed(said) if said or has.bags else words.say("bags.none")


def _bought(has: Aboard, words: Words) -> str:
    said = [_count(one, words) for one in has.bags if one.bought]
    return words.say("bags.bought", bags=words.listed(said)) if said else ""


def _count(bags: PaperBags, words: Words) -> str:
    said = words.count_known(f"bags.{bags.kind}", bags.quantity)
    said = said or words.say("bags.unknown", n=bags.quantity, kind=bags.kind.replace("_", " "))
    if bags.weight_kg is not None:
        weighing = "bags.weighing_each" if bags.quantity > 1 else "bags.weighing"
        said = words.say(weighing, bags=said, kg=bags.weight_kg)
    return said if bags.confirmed else words.say("unconfirmed", what=said)
