"""The mail to the customer: a draft that any mail program opens, with everything attached."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from agentdesk.desk.papers import itinerary
from agentdesk.papers.pdf import TypstPapers
from tests.papers.orders import AGENCY, ISSUED, LONDON, PRACTICE, paper, the_family
from tests.samples import gbp


def made(recipient: str = "adaeze@example.com") -> EmailMessage:
    message = message_from_bytes(TypstPapers().mail(paper(the_family()), recipient), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_mail_is_a_draft_to_the_customer_with_the_paper_in_three_forms() -> None:
    message = made()
    assert message["To"] == "adaeze@example.com"
    assert message["X-Unsent"] == "1"
    assert message["From"] is None
    assert message["Subject"].startswith("Itinerary")
    body = message.get_body(("plain",))
    assert body is not None
    assert "PRACTICE. NOT A TICKET." in body.get_content()
    pdf, ics = message.iter_attachments()
    assert (pdf.get_content_type(), pdf.get_content()[:5]) == ("application/pdf", b"%PDF-")
    assert ics.get_content_type() == "text/calendar"
    assert "BEGIN:VCALENDAR" in ics.get_content()
    assert {str(one.get_filename()).rpartition(".")[2] for one in (pdf, ics)} == {"pdf", "ics"}


@pytest.mark.parametrize("recipient", ["", "nobody", "a@b\r\nBcc: all@example.com", "two@example.com, b@example.com"])
def test_what_is_no_address_is_left_out(recipient: str) -> None:
    message = made(recipient)
    assert message["To"] is None
    assert message["Bcc"] is None


def test_the_agencys_fee_is_a_line_of_its_own_and_part_of_what_the_customer_pays() -> None:
    order = the_family()
    plain = itinerary(order, None, AGENCY, PRACTICE, ISSUED, LONDON)
    with_fee = itinerary(order, None, AGENCY, PRACTICE, ISSUED, LONDON, fee=gbp("25.00"), own_reference="K-7")
    assert with_fee.total == plain.total + gbp("25.00")
    assert sum(line.amount.amount for line in with_fee.prices) == with_fee.total.amount
    text = TypstPapers().text(with_fee)
    assert "Agency fee" in text
    assert "25.00" in text
    assert "Our reference: K-7" in text
    foreign = itinerary(order, None, AGENCY, PRACTICE, ISSUED, LONDON, fee=replace(gbp("25.00"), currency="EUR"))
    assert foreign.total == plain.total
