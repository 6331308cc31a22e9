"""What the page of seats says: names, initials, seats, bags, and what has changed."""

from collections.abc import Mapping, Sequence

from agentdesk.travel.basket import Renewed
from agentdesk.travel.booking import Draft
from agentdesk.travel.journeys import Segment
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Offer, Service
from agentdesk.travel.passenger_rules import kind_of
from agentdesk.travel.passengers import OfferPassenger
from agentdesk.travel.seat_layout import Cell
from agentdesk.travel.seats import WhyNot
from agentdesk.ui import words
from agentdesk.ui.widgets.seat_button import kind_words


def names(draft: Draft) -> dict[str, str]:
    """Everybody's name by passenger id; before it is known 'Adult 1'."""
    found = {}
    for number, passenger in enumerate(draft.offer.passengers if draft.offer is not None else ()):
        given, family = _name(draft, passenger)
        found[passenger.id] = f"{given} {family}".strip() or _kind(number, passenger)
    return found


def short_names(draft: Draft) -> dict[str, str]:
    """'Zoe', as one speaks of them in a sentence; 'Child 3' before the name is known."""
    offer = draft.offer
    whole = names(draft)
    return {one.id: _name(draft, one)[0] or whole[one.id] for one in (offer.passengers if offer is not None else ())}


def initials(draft: Draft) -> dict[str, str]:
    """'EL' for Elsa Lindqvist, 'A1' for Adult 1; told apart by a number where two are alike."""
    found: dict[str, str] = {}
    for number, passenger in enumerate(draft.offer.passengers if draft.offer is not None else ()):
        given, family = _name(draft, passenger)
        two = (given[:1] + family[:1]).upper() or f"{_kind(number, passenger)[0]}{number + 1}"
        found[passenger.id] = two if two not in found.values() else f"{two[:1]}{number + 1}"
    return found


def _name(draft: Draft, passenger: OfferPassenger) -> tuple[str, str]:
    form = next((one for one in draft.travellers if one.passenger_id == passenger.id), None)
    return (form.given_name.strip(), form.family_name.strip()) if form is not None else ("", "")


def _kind(number: int, passenger: OfferPassenger) -> str:
    return f"{words.passenger_kind(kind_of(passenger)).capitalize()} {number + 1}"


def route(segment: Segment) -> str:
    return f"{segment.flight.origin.iata} – {segment.flight.destination.iata}"


def free_or(price: Money) -> str:
    return "No charge" if price.is_zero else words.money(price)


# --- seats


def place_words(cell: Cell) -> str:
    """'Aisle, exit row'."""
    parts = [kind_words(cell)]
    if cell.near_exit:
        parts.append("exit row")
    if cell.by_bassinet:
        parts.append("bassinet")
    return ", ".join(parts).capitalize()


def says(cell: Cell) -> str:
    """All that the airline says of a seat."""
    element = cell.element
    said = [element.name.strip().capitalize()] if element.name.strip() else []
    said += [one.strip().rstrip(".") for one in element.disclosures if one.strip()]
    return ". ".join([*said, ""]).strip() if said else "The airline states no conditions."


def why_not_words(why: WhyNot, designator: str, name: str, passenger: OfferPassenger) -> str:
    """Why this seat is not for this passenger: 'Passenger must be an adult. Zoe is 7, so 37C cannot be hers.'"""
    age = f"{name} is {passenger.age}" if passenger.age is not None else f"{name} travels as a child"
    match why:
        case WhyNot.BLOCKED:
            return f"The airline keeps {designator} blocked."
        case WhyNot.TAKEN:
            return f"{designator} is taken."
        case WhyNot.ADULTS_ONLY:
            return f"Passenger must be an adult. {age}, so {designator} is not for {name}."
        case WhyNot.NO_INFANTS:
            return f"No infant may sit here. {name} carries one, so {designator} is not for {name}."
        case WhyNot.EXIT_ROW:
            who = age if not passenger.is_adult else f"{name} carries an infant"
            return f"Only adults without an infant may sit by an exit. {who}."
        case WhyNot.NOT_THEIRS:
            return f"The airline does not sell {designator} to {name}."


# --- bags


def bag_words(service: Service) -> str:
    """'Hold bag, 23 kg, 90 × 75 × 43 cm'."""
    bag = service.bag
    if bag is None:
        return "Bag"
    parts = ["Cabin bag" if bag.kind == "carry_on" else "Hold bag"]
    if bag.weight_kg is not None:
        parts.append(f"{bag.weight_kg} kg")
    sides = [one for one in (bag.length_cm, bag.height_cm, bag.depth_cm) if one is not None]
    if sides:
        parts.append(f"{' × '.join(str(one) for one in sides)} cm")
    return ", ".join(parts)


def bag_route(service: Service, offer: Offer) -> str:
    """The flights a bag is for: 'LHR – JFK', 'all flights'."""
    segments = [segment for part in offer.slices for segment in part.segments]
    covered = [one for one in segments if one.id in service.segment_ids]
    if len(covered) == len(segments) or not covered:
        return "all flights"
    return f"{covered[0].flight.origin.iata} – {covered[-1].flight.destination.iata}"


# --- changes


def changes(news: Renewed, called: Mapping[str, str]) -> str:
    """What the airline has changed about what was picked."""
    said: list[str] = []
    for old, now in news.seats:
        who = called.get(old.passenger_id, "")
        if now is None:
            said.append(f"{old.designator} for {who} is no longer for sale.")
        else:
            said.append(f"{old.designator} for {who} was {words.money(old.price)}, now {words.money(now.price)}.")
    for bag, bag_now in news.bags:
        who = called.get(bag.service.passenger_ids[0], "") if bag.service.passenger_ids else ""
        what = bag_words(bag.service)
        if bag_now is None:
            said.append(f"{what} for {who} is no longer for sale.")
        elif bag_now.quantity != bag.quantity:
            said.append(f"{what} for {who}: {bag_now.quantity} at most now.")
        else:
            before, after = words.money(bag.service.price), words.money(bag_now.service.price)
            said.append(f"{what} for {who} was {before}, now {after} each.")
    return " ".join(said)


def listed(parts: Sequence[str]) -> str:
    """'Zoe', 'Zoe and Max', 'Zoe, Max and Ida'."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)
