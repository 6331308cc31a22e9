"""The agency's logo on the papers: its bounds, its words for a reader, and what is no picture."""

import struct
import zlib
from dataclasses import replace

import pytest

from agentdesk.desk.agency_logo import LARGEST_PICTURE, as_logo, picture
from agentdesk.desk.paper_content import Itinerary
from agentdesk.desk.preferences import LARGEST_LOGO
from agentdesk.papers.pdf import TypstPapers
from tests.papers.orders import one_way, paper


def a_png(width: int = 600, height: int = 120) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + b"\x10\x60\xa0" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def with_logo(logo: str) -> Itinerary:
    made = paper(one_way())
    return replace(made, agency=replace(made.agency, logo=logo))


def test_a_picture_comes_back_from_its_data_uri() -> None:
    assert picture(as_logo(a_png())) == a_png()
    assert picture(as_logo(b"\xff\xd8\xff\xe0rest")) == b"\xff\xd8\xff\xe0rest"


@pytest.mark.parametrize("kind", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
def test_the_largest_picture_fits_and_one_byte_more_is_refused(kind: bytes) -> None:
    fits = kind.ljust(LARGEST_PICTURE, b"x")
    assert len(as_logo(fits)) <= LARGEST_LOGO
    assert picture(as_logo(fits)) == fits
    with pytest.raises(ValueError, match="too large: at most 224 kB"):
        as_logo(fits + b"x")


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg/>"])
def test_what_is_no_png_or_jpeg_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="no PNG or JPEG"):
        as_logo(content)


@pytest.mark.parametrize("logo", ["", "nonsense", "data:image/png;base64,%%%", "data:image/svg+xml;base64,PHN2Zy8+"])
def test_a_damaged_logo_is_none(logo: str) -> None:
    assert picture(logo) == b""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_paper_with_a_logo_is_tagged_and_names_the_agency(language: str) -> None:
    pdf = TypstPapers().pdf(with_logo(as_logo(a_png())), language=language)
    assert b"/Alt(Harbour Street Travel)" in pdf
    assert b"<pdfaid:part>2" in pdf


def test_a_picture_that_is_broken_inside_leaves_the_paper_without_a_logo() -> None:
    papers = TypstPapers()
    broken = with_logo(as_logo(a_png()[:60]))
    assert papers.pdf(broken) == papers.pdf(with_logo(""))
    assert papers.pages_png(broken, 40) == papers.pages_png(with_logo(""), 40)
