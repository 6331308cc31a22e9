"""The itinerary as PDF, read back by another program."""

import re
import subprocess
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from agentdesk.papers.pdf import TypstPapers
from agentdesk.travel.environment import Environment, World
from agentdesk.travel.orders import Order
from tests.needs import needs
from tests.papers.orders import (
    a_passenger,
    a_slice,
    called_off,
    on_hold,
    one_way,
    paper,
    six_flights,
    the_family,
    the_nine,
)
from tests.samples import a_flight

LIVE = Environment(World.LIVE, "https://api.duffel.com")
TEST = Environment(World.TEST, "https://api.duffel.com")
MARK = "NOT VALID FOR TRAVEL"
# pdftotext wraps words that run from right to left in these.
DIRECTIONS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u200e\u200f"))


@pytest.fixture(scope="module")
def papers() -> TypstPapers:
    return TypstPapers()


def run(program: str, pdf: bytes, folder: Path, *options: str) -> str:
    needs("poppler")
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    arguments = [program, *options, str(file), *(["-"] if program == "pdftotext" else [])]
    return subprocess.run(arguments, capture_output=True, text=True, check=True).stdout


def text_of(pdf: bytes, folder: Path) -> str:
    """All words of the file with single spaces, as another program reads them."""
    said = run("pdftotext", pdf, folder).translate(DIRECTIONS)
    return " ".join(said.split())


def pages_of(pdf: bytes, folder: Path) -> list[str]:
    return run("pdftotext", pdf, folder).rstrip("\f").split("\f")


def named(given: str, family: str) -> Order:
    order = one_way()
    return replace(order, passengers=(replace(order.passengers[0], given_name=given, family_name=family),))


@pytest.mark.parametrize(
    ("given", "family"),
    [
        ("Zoë Łucja", "Żółć-Őry"),
        ("Đặng Thị", "Nguyễn"),
        ("太郎", "山田"),
        ("민준", "김"),
        ("小明", "王"),
        ("محمد علي", "الأحمد"),
        ("سلام", "العبد الله"),
        ("Екатерина Пётровна", "Иванова"),
        ("Ελένη", "Παπαδοπούλου"),
        ("עדינה", "כהן"),
        ("ნინო", "ბერიძე"),
        ("Անահիտ", "Պետրոսյան"),
        ("สมชาย", "ใจดี"),
        ("राहुल", "शर्मा"),
    ],
)
def test_names_of_any_script_come_out_as_they_went_in(
    papers: TypstPapers, tmp_path: Path, given: str, family: str
) -> None:
    pdf = papers.pdf(paper(named(given, family)))
    said = unicodedata.normalize("NFC", text_of(pdf, tmp_path))
    assert f"{given} {family}" in said
    assert b"pdfaid:part>2<" in pdf


@pytest.mark.parametrize(
    "name",
    [
        "#let x = 1",
        "$x^2$",
        "<label> @ref",
        "Quo\"te 'single'",
        "back\\slash \\n",
        "*bold* _soft_ `raw`",
        "= Heading",
        "// comment",
        "/* x */",
        "a -> b --- c ...",
        "{n} of {m} {0}",
        "]] [[ #{panic()}",
        "office flow 3 x 4",
        "%s %d \N{NO-BREAK SPACE}x",
    ],
)
def test_hostile_names_stay_what_they_are(papers: TypstPapers, tmp_path: Path, name: str) -> None:
    content = paper(named("Ann", name))
    agency = replace(content.agency, name=name, address=name)
    pdf = papers.pdf(replace(content, agency=agency, agent=name))
    plain = " ".join(name.split())
    said = text_of(pdf, tmp_path)
    assert f"Ann {plain}" in said
    assert said.count(plain) >= 5  # agency, address, agent, passenger, foot
    assert plain in " ".join(papers.text(content).split())


def test_controls_and_turns_of_direction_cannot_hide_an_amount(papers: TypstPapers, tmp_path: Path) -> None:
    content = paper(named("Ann\x00\x1b\n\u202eeve", "Half\ud800"))
    assert "Ann eve Half" in text_of(papers.pdf(content), tmp_path)
    assert "Ann   eve Half" in papers.text(content)


def test_a_script_none_of_our_fonts_knows_still_gets_its_paper(papers: TypstPapers, tmp_path: Path) -> None:
    pdf = papers.pdf(paper(named("Ann", "ᏣᎳᎩ")))
    assert pdf.startswith(b"%PDF")
    assert b"pdfaid:part" not in pdf
    assert "972" not in text_of(pdf, tmp_path)
    assert "IXK4SC" in text_of(pdf, tmp_path)


@pytest.mark.parametrize("make", [the_family, the_nine, six_flights])
def test_every_reference_number_and_amount_is_there(papers: TypstPapers, tmp_path: Path, make: object) -> None:
    assert callable(make)
    content = paper(make())
    said = text_of(papers.pdf(content), tmp_path)
    wanted = [content.reference, content.order_id, content.agency.name, content.agent, f"{content.total.amount:,.2f}"]
    wanted += [number for one in content.travellers for number in (*one.tickets, *one.emds)]
    wanted += [f"{line.amount.amount:,.2f}" for line in content.prices]
    for part in content.slices:
        for flown in part.flights:
            flight = flown.flight
            wanted += [flight.code, f"{flight.departs:%H:%M}", f"{flight.arrives:%H:%M}", flight.operating.name]
            wanted += [f"({flight.origin.iata})", f"({flight.destination.iata})"]
            wanted += [one.seat for one in flown.aboard if one.seat]
    assert [one for one in wanted if one not in said] == []


def test_pages_are_numbered_of_how_many(papers: TypstPapers, tmp_path: Path) -> None:
    pages = pages_of(papers.pdf(paper(the_nine())), tmp_path)
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page


def test_a_familys_trip_stays_on_one_page(papers: TypstPapers, tmp_path: Path) -> None:
    assert "Page 1 of 1" in pages_of(papers.pdf(paper(the_family())), tmp_path)[0]


@pytest.mark.parametrize(("environment", "word"), [(None, "PRACTICE."), (TEST, "TEST.")])
def test_the_mark_is_on_every_page_of_what_is_not_real(
    papers: TypstPapers, tmp_path: Path, environment: Environment | None, word: str
) -> None:
    content = paper(the_nine()) if environment is None else paper(the_nine(), environment)
    for page in pages_of(papers.pdf(content), tmp_path):
        assert f"{word} NOT A TICKET. {MARK}." in " ".join(page.split())
    assert papers.text(content).count(f"{word} NOT A TICKET. {MARK}.") == 2


def test_a_real_paper_has_no_mark(papers: TypstPapers, tmp_path: Path) -> None:
    content = paper(replace(the_nine(), live_mode=True), LIVE)
    said = text_of(papers.pdf(content), tmp_path) + papers.text(content)
    assert not re.search(rf"PRACTICE|TEST\.|{MARK}", said)


def test_it_is_tagged_archival_and_named(papers: TypstPapers, tmp_path: Path) -> None:
    pdf = papers.pdf(paper(the_family()))
    told = run("pdfinfo", pdf, tmp_path)
    assert re.search(r"Tagged:\s+yes", told)
    assert re.search(r"Title:\s+Itinerary and receipt IXK4SC", told)
    assert re.search(r"Author:\s+Harbour Street Travel", told)
    assert "(A4)" in told
    assert b"pdfaid:part>2<" in pdf
    assert b"pdfaid:conformance>A<" in pdf
    tags = run("pdfinfo", pdf, tmp_path, "-struct")
    assert {tag for tag in ("H1", "H2", "Table", "TH", "TD") if re.search(rf"^\s*{tag}\b", tags, re.M)} == {
        "H1",
        "H2",
        "Table",
        "TH",
        "TD",
    }


def test_only_our_own_fonts_are_in_it(papers: TypstPapers, tmp_path: Path) -> None:
    needs("poppler")
    lines = run("pdffonts", papers.pdf(paper(the_nine())), tmp_path).splitlines()[2:]
    fonts = {line.split()[0].partition("+")[2] for line in lines}
    assert fonts
    assert all(font.startswith(("Inter", "Noto")) for font in fonts)


def test_the_same_paper_is_the_same_file_from_any_thread(papers: TypstPapers) -> None:
    contents = [paper(make()) for make in (the_family, the_nine, one_way, on_hold, called_off, six_flights)]
    alone = [papers.pdf(content) for content in contents]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(papers.pdf, contents * 4))
    assert together == alone * 4


def test_preview_has_a_picture_for_each_page(papers: TypstPapers, tmp_path: Path) -> None:
    content = paper(the_nine())
    pictures = papers.pages_png(content, dpi=40)
    assert len(pictures) == len(pages_of(papers.pdf(content), tmp_path))
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    width = int.from_bytes(pictures[0][16:20], "big")
    assert width == round(210 / 25.4 * 40)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (on_hold, "Held, not paid. No tickets until it is paid. Pay before Friday 27 November 2026, 12:00 London."),
        (called_off, "Cancelled. This booking is no longer valid for travel."),
        (six_flights, "The airline has changed this trip. Ask us before you travel."),
        (one_way, "Ticket numbers follow."),
        (one_way, "Refund before departure: the airline does not say."),
    ],
)
def test_what_is_not_settled_is_said(papers: TypstPapers, tmp_path: Path, make: object, sentence: str) -> None:
    assert callable(make)
    content = paper(make())
    assert sentence in text_of(papers.pdf(content), tmp_path)
    assert sentence in " ".join(papers.text(content).split())


def test_day_changes_and_operating_carriers_are_said(papers: TypstPapers, tmp_path: Path) -> None:
    said = text_of(papers.pdf(paper(the_nine())), tmp_path)
    assert "07:40 +1" in said or "07:40+1" in said
    assert "Monday 28 December 2026" in said
    assert "Operated by Aer Lingus as EI 0151" in said
    assert "31 h 30 in New York John F. Kennedy (JFK), overnight" in said


def test_an_agency_without_a_name_still_gets_a_paper(papers: TypstPapers, tmp_path: Path) -> None:
    content = paper(one_way())
    bare = replace(content, agency=type(content.agency)(), agent="")
    said = text_of(papers.pdf(bare), tmp_path)
    assert "Order ord_0000AL3E9lRtT7XMqrEHp8." in said
    assert "ITINERARY AND RECEIPT" in papers.text(bare)


def test_fifty_passengers_and_long_words_do_not_break_it(papers: TypstPapers, tmp_path: Path) -> None:
    crowd = tuple(a_passenger(at, "Wolfeschlegelsteinhausenbergerdorff" * 2, f"Name{at}", "mr") for at in range(1, 51))
    order = replace(the_family(), passengers=crowd, slices=(a_slice("out", (a_flight(),), crowd, {}),), services=())
    pages = pages_of(papers.pdf(paper(order)), tmp_path)
    assert len(pages) > 3
    assert all(f"Name{at}" in "".join(pages) for at in range(1, 51))
