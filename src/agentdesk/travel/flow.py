"""Where a booking may go next: the wizard as a pure function of the draft."""

from agentdesk.travel.booking import Draft, Step

ORDER = (Step.SEARCH, Step.OFFERS, Step.PASSENGERS, Step.SEATS, Step.PAYMENT, Step.TICKET)


def is_sold(draft: Draft) -> bool:
    """Whether it has been sent: from then on only payment and ticket can be looked at."""
    return bool(draft.attempt or draft.order_id)


def may_visit(draft: Draft, step: Step) -> bool:
    """Whether the agent can go to a step now. Passengers' completeness is asked only before payment."""
    if is_sold(draft):
        return step is Step.TICKET if draft.order_id else step is Step.PAYMENT
    match step:
        case Step.SEARCH:
            return True
        case Step.OFFERS:
            return draft.search is not None
        case Step.PASSENGERS | Step.SEATS:
            return draft.offer is not None
        case Step.PAYMENT:
            return draft.offer is not None and bool(draft.travellers)
        case Step.TICKET:
            return False


def done(draft: Draft) -> tuple[Step, ...]:
    """The steps that lie behind: shown with a tick."""
    return ORDER[: ORDER.index(draft.step)]


def step_back(draft: Draft) -> Step | None:
    """Where Alt+Left leads; None from the first step and once it is sold."""
    if is_sold(draft) or draft.step is Step.SEARCH:
        return None
    return ORDER[ORDER.index(draft.step) - 1]


def step_on(draft: Draft) -> Step | None:
    """The step after this one; None after the last."""
    place = ORDER.index(draft.step) + 1
    return ORDER[place] if place < len(ORDER) else None
