"""Every language says everything, in every form its numbers need, and reads back as it was written."""

import re
import string
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from babel import Locale

from agentdesk.desk.paper_content import CancellationNote, HoldConfirmation, Itinerary, Paper, Receipt
from agentdesk.papers.after_sale import sheet_of, title_of
from agentdesk.papers.pdf import TypstPapers
from agentdesk.papers.plain_text import WIDTH, plain_text, width
from agentdesk.papers.sheet import CLOSES, OPENS, printable
from agentdesk.papers.words import BRITISH, LANGUAGES, Words
from agentdesk.travel.cancellations import Credit
from agentdesk.travel.money import Money
from tests.papers.orders import ISSUED, called_off, on_hold, one_way, paper, six_flights, the_family, the_nine
from tests.papers.test_pdf import pages_of, run, text_of
from tests.samples import gbp

OTHERS = [words for words in LANGUAGES.values() if words is not BRITISH]
ALL = list(LANGUAGES.values())
FORMS = {"zero", "one", "two", "few", "many", "other"}


def named(words: Words) -> str:
    return words.language


def a_receipt() -> Receipt:
    return Receipt(paper(the_family()), "balance")


def a_hold() -> HoldConfirmation:
    return HoldConfirmation(paper(on_hold()), "America/New_York", holds_seats=False)


def a_note() -> CancellationNote:
    trip = paper(called_off())
    credit = Credit("cre_1", "Flight credit", "ABC123", gbp("900.00"), None, "pas_1")
    return CancellationNote(trip, trip.total, gbp("900.00"), "airline_credits", (credit,), ISSUED)


def an_itinerary() -> Itinerary:
    return paper(the_family())


PAPERS = [an_itinerary, a_receipt, a_hold, a_note]


@pytest.fixture(scope="module")
def papers() -> TypstPapers:
    return TypstPapers()


def counted() -> set[str]:
    """Keys that take a number: those with a plain and an `other` form in English."""
    return {key.removesuffix(".one") for key in BRITISH.catalogue if key.endswith(".one")}


@pytest.mark.parametrize("words", ALL, ids=named)
def test_a_catalogue_has_every_key_in_every_form_and_no_other(words: Words) -> None:
    forms = Locale.parse(words.locale).plural_form.tags | {"other"}
    wanted = {key for key in BRITISH.catalogue if key.rpartition(".")[0] not in counted()}
    wanted |= {f"{key}.{form}" for key in counted() for form in forms}
    assert set(words.catalogue) == wanted


@pytest.mark.parametrize("words", OTHERS, ids=named)
def test_a_translation_asks_for_the_same_values(words: Words) -> None:
    def asked(sentence: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}

    for key, sentence in words.catalogue.items():
        stem, _, form = key.rpartition(".")
        english = BRITISH.catalogue[f"{stem}.other" if form in FORMS and stem in counted() else key]
        spared = {"n"} if form in FORMS and stem in counted() else set()
        assert asked(sentence) | spared == asked(english) | spared, key


@pytest.mark.parametrize("words", OTHERS, ids=named)
def test_little_is_left_in_english(words: Words) -> None:
    same = [
        key
        for key, said in words.catalogue.items()
        if not key.startswith("format.")
        and len(said.split()) > 2
        and "{" not in said
        and said == BRITISH.catalogue.get(key)
    ]
    assert same == []


@pytest.mark.parametrize("make", PAPERS)
@pytest.mark.parametrize("words", ALL, ids=named)
def test_every_paper_reads_back_in_every_language(
    papers: TypstPapers, tmp_path: Path, words: Words, make: object
) -> None:
    assert callable(make)
    content: Paper = make()
    pdf = papers.pdf(content, language=words.language)
    said = text_of(pdf, tmp_path).translate({0x2066: None, 0x2069: None})
    sheet = sheet_of(content, words)
    assert "IXK4SC" in said
    assert " ".join(sheet.total.split()) in said
    assert "09:55" in said
    bare = [
        " ".join(one.replace(OPENS, "").replace(CLOSES, "").split()) for one in (title_of(content, words), sheet.mark)
    ]
    if not words.runs_left:  # pdftotext turns some points of sentences written from right to left
        bare += [" ".join(one.split()) for one in (*sheet.conditions, *sheet.notices)]
    else:
        bare = [word.strip(".") for one in bare for word in one.split()]
    plain = " ".join(said.split())
    assert [one for one in bare if one not in plain] == []
    assert b"pdfaid:part>2<" in pdf
    assert b"pdfaid:conformance>A<" in pdf


@pytest.mark.parametrize("words", ALL, ids=named)
def test_the_pages_show_no_key_and_no_empty_brace(words: Words) -> None:
    more = (paper(order) for order in (the_nine(), six_flights(), one_way()))
    contents: tuple[Paper, ...] = (an_itinerary(), a_receipt(), a_hold(), a_note(), *more)
    for content in contents:
        text = plain_text(printable(sheet_of(content, words)))
        assert not re.search(r"[{}]", text)
        assert [line for line in text.splitlines() if width(line) > WIDTH] == []


@pytest.mark.parametrize("words", ALL, ids=named)
def test_pages_are_numbered_in_every_language(papers: TypstPapers, tmp_path: Path, words: Words) -> None:
    pages = pages_of(papers.pdf(paper(the_nine()), language=words.language), tmp_path)
    assert len(pages) > 1
    assert all("PRACTICE" in page or words is not BRITISH for page in pages)


def test_arabic_counts_in_six_forms() -> None:
    arabic = LANGUAGES["ar"]
    said = [arabic.count("connections", n) for n in (0, 1, 2, 3, 11, 100)]
    assert said == ["دون تبديل", "تبديل واحد", "تبديلان", "3 تبديلات", "11 تبديلا", "100 تبديل"]


def test_what_keeps_its_order_is_isolated_in_arabic_only() -> None:
    arabic, german = LANGUAGES["ar"], LANGUAGES["de"]
    assert arabic.say("reference.running", reference="IXK4SC") == f"رقم الحجز {OPENS}IXK4SC{CLOSES}"
    assert arabic.say("airport", name="London Heathrow", iata="LHR") == f"{OPENS}London Heathrow (LHR){CLOSES}"
    assert arabic.ltr("محمد") == "محمد"
    assert german.ltr("IXK4SC") == "IXK4SC"


@pytest.mark.parametrize(
    ("language", "amount", "currency", "said"),
    [
        ("de", "1797.77", "GBP", "1.797,77\N{NO-BREAK SPACE}£"),
        ("de", "152300", "JPY", "152.300\N{NO-BREAK SPACE}¥"),
        ("fr", "1797.77", "EUR", "1\N{NARROW NO-BREAK SPACE}797,77\N{NO-BREAK SPACE}€"),
        ("es", "11797.77", "EUR", "11.797,77\N{NO-BREAK SPACE}€"),
        ("tr", "1797.77", "TRY", "₺1.797,77"),
        ("ar", "1.5", "KWD", "1.500\N{NO-BREAK SPACE}د.ك.\N{RIGHT-TO-LEFT MARK}"),
    ],
)
def test_money_is_written_as_the_language_writes_it(language: str, amount: str, currency: str, said: str) -> None:
    written = LANGUAGES[language].money(Money(Decimal(amount), currency))
    assert written.replace("\N{RIGHT-TO-LEFT MARK}", "") == said.replace("\N{RIGHT-TO-LEFT MARK}", "")


def test_days_and_times_are_written_as_the_language_writes_them() -> None:
    at = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
    said = {code: words.moment(at, "Europe/London") for code, words in LANGUAGES.items()}
    assert said["de"] == "Freitag, 27. November 2026, 12:00 Uhr (London)"
    assert said["fr"] == "vendredi 27 novembre 2026 à 12:00 (London)"
    assert said["es"] == "viernes, 27 de noviembre de 2026, 12:00 (London)"
    assert said["tr"] == "27 Kasım 2026 Cuma, 12:00 (London)"
    assert said["ar"].startswith("الجمعة، 27 نوفمبر 2026، ")
    assert LANGUAGES["de"].duration(timedelta(hours=8, minutes=5)) == "8 Std. 05 Min."


def test_a_hold_tells_both_clocks_and_what_is_not_held() -> None:
    said = sheet_of(a_hold(), BRITISH).conditions
    assert said[0] == "Pay before Friday 27 November 2026, 12:00 London."
    assert said[1] == "That is Friday 27 November 2026, 07:00 New York, where the trip begins."
    assert "Seats and extra bags are not part of this hold." in said


def test_a_price_that_is_kept_no_longer_is_not_promised() -> None:
    hold = a_hold()
    kept = replace(hold.trip, price_held_until=ISSUED + timedelta(hours=1))
    over = replace(hold.trip, price_held_until=ISSUED - timedelta(hours=1))
    assert any(line.startswith("The airline keeps this price until") for line in _said(hold, kept))
    assert not any(line.startswith("The airline keeps this price until") for line in _said(hold, over))
    assert "The airline may raise this price until it is paid." in _said(hold, over)


def _said(hold: HoldConfirmation, trip: Itinerary) -> tuple[str, ...]:
    return sheet_of(replace(hold, trip=trip), BRITISH).conditions


def test_a_cancellation_says_what_was_paid_kept_and_comes_back() -> None:
    said = sheet_of(a_note(), BRITISH)
    assert [(one.what, one.amount) for one in said.costs] == [
        ("Paid to the airline", "£1,747.77"),
        ("Kept by the airline", "£847.77"),
    ]
    assert (said.total_label, said.total) == ("Refund, GBP", "900.00")
    assert "Refunded to: credits of the airline." in said.conditions
    assert "Flight credit ABC123, £900.00" in said.conditions


def test_a_refund_that_nobody_names_is_not_said_to_be_nothing() -> None:
    said = sheet_of(replace(a_note(), refund=None, refund_to=""), BRITISH)
    assert said.total == "–"
    assert "The airline has not said what it refunds. We will tell you." in said.conditions


def test_a_released_hold_returns_nothing_since_nothing_was_paid() -> None:
    said = sheet_of(replace(a_note(), paid=None, refund=gbp("0.00"), refund_to="awaiting_payment"), BRITISH)
    assert said.total == "0.00"
    assert "Nothing had been paid, so nothing is refunded." in said.conditions


def test_the_document_declares_its_language(papers: TypstPapers, tmp_path: Path) -> None:
    assert "Tagged:" in run("pdfinfo", papers.pdf(a_receipt(), language="ar"), tmp_path)


@pytest.mark.parametrize(("amount", "currency"), [("152300", "JPY"), ("1152.305", "KWD")])
@pytest.mark.parametrize("words", ALL, ids=named)
def test_twelve_flights_for_nine_in_any_currency_are_all_there(
    papers: TypstPapers, tmp_path: Path, words: Words, amount: str, currency: str
) -> None:
    there, again = six_flights(), six_flights()
    total = Money.of(amount, currency)
    order = replace(
        there,
        passengers=the_nine().passengers,
        slices=(*there.slices, *again.slices),
        total=total,
        base=total,
        tax=None,
        services=(),
        tickets=(),
    )
    content = paper(order)
    assert sum(len(part.flights) for part in content.slices) == 12
    said = text_of(papers.pdf(content, language=words.language), tmp_path)
    assert " ".join(words.amount(total).split()) in said
    assert currency in said
    assert all(one.family_name.split()[-1] in said for one in content.travellers if one.family_name.isascii())


@pytest.mark.parametrize("words", ALL, ids=named)
@pytest.mark.parametrize("make", PAPERS)
def test_no_two_parts_of_a_paper_have_the_same_head(make: Callable[[], Paper], words: Words) -> None:
    said = sheet_of(make(), words)
    assert said.conditions_head != said.price_head
