"""The price of an itinerary line by line, said in a language."""

from agentdesk.desk.paper_content import Itinerary, PriceKind, PriceLine
from agentdesk.papers.sheet import Cost
from agentdesk.papers.words import Words


def costs(paper: Itinerary, words: Words) -> tuple[Cost, ...]:
    """Every line of the price; equal things at the same price share one, which says how many and how much each."""
    everywhere = tuple(flown.flight.code for part in paper.slices for flown in part.flights)
    order = list(PriceKind)
    groups: dict[tuple[str, ...], list[PriceLine]] = {}
    for line in sorted(paper.prices, key=lambda line: order.index(line.kind)):
        groups.setdefault(_sameness(line), []).append(line)
    return tuple(_cost(lines, everywhere, words) for lines in groups.values())


def _sameness(line: PriceLine) -> tuple[str, ...]:
    """Equal for lines that may share one: seats differ only in where they are."""
    detail = "" if line.kind is PriceKind.SEAT else line.detail
    return (line.kind.value, "+".join(line.flights), detail, str(line.weight_kg), str(line.quantity), line.amount.text)


def _cost(lines: list[PriceLine], everywhere: tuple[str, ...], words: Words) -> Cost:
    first = lines[0]
    whole = sum((line.amount for line in lines[1:]), start=first.amount)
    flights = "" if first.flights == everywhere else words.listed(first.flights)
    what = _what(first, lines, words)
    names = dict.fromkeys(name for line in lines for name in line.travellers)
    return Cost(
        what=words.say("price.what", what=what, flights=flights) if flights else what,
        whose="" if first.kind is PriceKind.SEAT else words.listed(names),
        each=words.say("price.each", n=len(lines), amount=words.amount(first.amount)) if len(lines) > 1 else "",
        amount=words.amount(whole),
    )


def _what(line: PriceLine, lines: list[PriceLine], words: Words) -> str:
    match line.kind:
        case PriceKind.FARE:
            return words.count("price.fare", line.quantity)
        case PriceKind.SEAT:
            return words.count("price.seat", len(lines), seats=words.listed(one.detail for one in lines))
        case PriceKind.BAG:
            bag = words.count_known(f"price.bag.{line.detail}", line.quantity)
            bag = bag or words.say("price.bag.unknown", n=line.quantity, kind=line.detail.replace("_", " "))
            return words.say("price.kg", bag=bag, kg=line.weight_kg) if line.weight_kg is not None else bag
        case PriceKind.SERVICE:
            return words.known(f"price.{line.detail}", line.detail.replace("_", " "))
        case PriceKind.TAX | PriceKind.OTHER | PriceKind.FEE:
            return words.say(f"price.{line.kind.value}")
