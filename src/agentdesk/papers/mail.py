"""An itinerary as an unsent mail (RFC 5322): the text of the paper, with the PDF and the calendar attached."""

import unicodedata
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from agentdesk.desk.paper_content import Paper, kind_of, trip_of
from agentdesk.papers.after_sale import title_of
from agentdesk.papers.calendar import method
from agentdesk.papers.flights import town
from agentdesk.papers.sheet import CLOSES, OPENS
from agentdesk.papers.words import Words


def mail(paper: Paper, words: Words, *, recipient: str, text: str, pdf: bytes, calendar: bytes) -> bytes:
    """Mail programs open it as a draft (`X-Unsent`). A recipient that is no address is left out."""
    message = EmailMessage(policy=SMTP.clone(max_line_length=76))
    trip = trip_of(paper)
    out = trip.slices[0]
    where = words.say("route", origin=town(out.origin), destination=town(out.destination))
    subject = words.say("mail.subject", title=title_of(paper, words), reference=trip.reference, route=where)
    message["Subject"] = _one_line(subject.replace(OPENS, "").replace(CLOSES, ""))
    if address := _address(recipient):
        message["To"] = address
    message["X-Unsent"] = "1"
    greeting = words.say("mail.greeting")
    message.set_content(f"{greeting}\n\n{text}", cte="quoted-printable")
    name = "".join(one for one in trip.reference if one.isalnum()) or "booking"
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"{kind_of(paper).value}-{name}.pdf")
    message.add_attachment(
        calendar.decode(), subtype="calendar", params={"method": method(trip)}, filename=f"flights-{name}.ics"
    )
    return message.as_bytes()


def _one_line(text: str) -> str:
    """Without ends of lines, controls and halves of letters, none of which a header may hold (RFC 5322, 2.2)."""
    kept = (" " if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") else one for one in text)
    return " ".join("".join(kept).split())


def _address(recipient: str) -> Address | None:
    wanted = recipient.strip()
    if not wanted or not wanted.isprintable():
        return None
    try:
        return Address(addr_spec=wanted)
    except (ValueError, IndexError, MessageError):  # its parser raises each of them
        return None
