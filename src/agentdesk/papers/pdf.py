"""The `Papers` port: typed content to PDF, page pictures and plain text, by Typst with the fonts we ship."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Literal

import typst

from agentdesk import resources
from agentdesk.desk.agency_logo import picture
from agentdesk.desk.paper_content import Paper, trip_of
from agentdesk.desk.ports import OrderRecord
from agentdesk.papers.after_sale import sheet_of
from agentdesk.papers.calendar import calendar
from agentdesk.papers.mail import mail
from agentdesk.papers.orders_csv import orders_csv
from agentdesk.papers.orders_json import orders_json
from agentdesk.papers.plain_text import plain_text
from agentdesk.papers.sheet import Sheet, printable
from agentdesk.papers.words import LANGUAGES

Standard = Literal["a-2a"]
ARCHIVAL: Standard = "a-2a"
"""PDF/A-2 with tags: readable in thirty years, and by a screen reader now."""


class TypstPapers:
    """Makes papers in any of our languages. Every call blocks, some ten milliseconds for a paper: call it in a thread.

    Safe to use from several threads at once. The fonts are looked through once, when this is made; the machine's own
    are never used, so a paper looks the same everywhere.
    """

    def __init__(self) -> None:
        self._templates = resources.path("papers")
        self._fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(resources.path("fonts"))]
        )
        self._families = json.dumps(self._fonts.families())

    def pdf(self, paper: Paper, *, language: str = "en") -> bytes:
        """The paper as PDF/A-2a. The same content gives the same bytes.

        A name in a script that none of our fonts knows cannot stand in PDF/A; the paper is then an ordinary tagged
        PDF, with that name still in its text.
        """
        try:
            pages = self._compile(paper, language, "pdf", pdf_standards=ARCHIVAL)
        except typst.TypstError:
            pages = self._compile(paper, language, "pdf", pdf_standards=None)
        return pages[0]

    def pages_png(self, paper: Paper, dpi: int = 110, *, language: str = "en") -> tuple[bytes, ...]:
        """A picture of each page, for a preview."""
        return self._compile(paper, language, "png", pdf_standards=None, ppi=dpi)

    def text(self, paper: Paper, *, language: str = "en") -> str:
        """The paper as plain text for a mail."""
        return plain_text(self._sheet(paper, language))

    def calendar(self, paper: Paper, *, language: str = "en") -> bytes:
        """An event for each flight, as an iCalendar file."""
        return calendar(trip_of(paper), LANGUAGES[language])

    def mail(self, paper: Paper, recipient: str, *, language: str = "en") -> bytes:
        """An unsent mail with the paper as text, and attached as PDF and as calendar."""
        return mail(
            paper,
            LANGUAGES[language],
            recipient=recipient,
            text=self.text(paper, language=language),
            pdf=self.pdf(paper, language=language),
            calendar=self.calendar(paper, language=language),
        )

    def orders_csv(self, records: Iterable[OrderRecord]) -> Iterator[bytes]:
        """A row for each order, piece by piece, for a spreadsheet."""
        return orders_csv(records)

    def orders_json(self, records: Iterable[OrderRecord]) -> Iterator[bytes]:
        """A list of orders, piece by piece."""
        return orders_json(records)

    @property
    def languages(self) -> tuple[tuple[str, str], ...]:
        """ISO 639 codes and each language's own name."""
        return tuple((code, words.catalogue["language"]) for code, words in LANGUAGES.items())

    @staticmethod
    def _sheet(paper: Paper, language: str) -> Sheet:
        return printable(sheet_of(paper, LANGUAGES[language]))

    def _compile(
        self,
        paper: Paper,
        language: str,
        kind: Literal["pdf", "png"],
        *,
        pdf_standards: Standard | None,
        ppi: float = 110,
    ) -> tuple[bytes, ...]:
        """One piece for PDF and one for each page as PNG. A logo that cannot be drawn is left out."""
        logo = picture(trip_of(paper).agency.logo)
        try:
            return self._set(paper, language, kind, logo, pdf_standards=pdf_standards, ppi=ppi)
        except typst.TypstError as trouble:
            if not logo or "image" not in str(trouble):
                raise
            return self._set(paper, language, kind, b"", pdf_standards=pdf_standards, ppi=ppi)

    def _set(
        self,
        paper: Paper,
        language: str,
        kind: Literal["pdf", "png"],
        logo: bytes,
        *,
        pdf_standards: Standard | None,
        ppi: float,
    ) -> tuple[bytes, ...]:
        made: bytes | list[bytes] | None = self._compiler().compile(
            format=kind,
            ppi=ppi,
            sys_inputs={
                "sheet": json.dumps(asdict(self._sheet(paper, language)), ensure_ascii=False),
                "families": self._families,
                "logo": json.dumps(list(logo)),
            },
            pdf_standards=pdf_standards,
            timestamp=trip_of(paper).issued_at.replace(microsecond=0),  # the format keeps whole seconds
        )
        if made is None:
            raise RuntimeError("Typst returned no document")
        return tuple(made) if isinstance(made, list) else (made,)

    def _compiler(self) -> typst.Compiler:
        """One for each paper: a compiler remembers what it was last given, and threads must not share that."""
        return typst.Compiler(str(self._templates / "itinerary.typ"), root=str(self._templates), font_paths=self._fonts)
