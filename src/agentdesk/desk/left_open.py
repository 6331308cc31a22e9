"""What was open when the program ended, as it stands now: the journal knows what was sent, a tab may not."""

from dataclasses import replace
from typing import assert_never

from agentdesk.desk.ports import Journal
from agentdesk.travel.booking import Booked, Draft, JournalLine, Refused, Sent, Step, StruckOut, Unsure


async def as_journal_says(drafts: tuple[Draft, ...], journal: Journal) -> tuple[Draft, ...]:
    """What was sent before a crash or a closing is shown where the journal says it has come to."""
    shown = [_seen(draft, await journal.of_draft(draft.id)) for draft in drafts]
    known = {draft.id for draft in drafts}
    for line in await journal.open_lines():
        sent = line if isinstance(line, Sent) else line.sent
        if sent.priced.draft_id not in known:  # its tab was never saved, or closed: what is open is never out of sight
            shown.append(_seen(Draft(sent.priced.draft_id, sent.priced.environment), line))
    return tuple(shown)


def _seen(draft: Draft, line: JournalLine | None) -> Draft:
    match line:
        case Booked() as booked:
            return replace(_as_sent(draft, booked.sent), order_id=booked.order_id, step=Step.TICKET)
        case Unsure() as unsure:
            return replace(_as_sent(draft, unsure.sent), step=Step.PAYMENT)
        case Sent() as sent:
            return replace(_as_sent(draft, sent), step=Step.PAYMENT)
        case Refused() | StruckOut() | None:
            return replace(draft, attempt="")
        case _:
            assert_never(line)


def _as_sent(draft: Draft, sent: Sent) -> Draft:
    """The journal knows what was sent; the draft may have been saved a moment before."""
    priced = sent.priced
    return replace(draft, attempt=sent.attempt, offer=priced.offer, seats=priced.seats, bags=priced.bags)
