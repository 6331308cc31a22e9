"""Logos are asked for once, only where it is safe, and missed without harm."""

from datetime import datetime, timedelta

import pytest

from agentdesk.desk.line import Line
from agentdesk.desk.logos import Logos, is_picture_address, is_safe_drawing
from agentdesk.desk.news import Board
from agentdesk.travel.errors import ConnectionLost
from agentdesk.travel.places import Airline
from tests.fakes.logos import DRAWING, FakeLogoSource, MemoryLogoShelf
from tests.samples import NOON

BA = Airline("BA", "British Airways", logo_url="https://assets.duffel.com/BA.svg")


class Hall:
    """Logos over a source and a shelf, with a line that can be cut and a clock that can be set."""

    def __init__(self, source: FakeLogoSource | None, shelf: MemoryLogoShelf | None = None) -> None:
        self.now = NOON
        self.line = Line(Board())
        self.logos = Logos(source, shelf, self.line, self._clock)

    def _clock(self) -> datetime:
        return self.now


async def test_a_logo_is_asked_for_once_and_kept() -> None:
    source, shelf = FakeLogoSource(BA=DRAWING), MemoryLogoShelf()
    logos = Hall(source, shelf).logos
    assert await logos.logo(BA) == await logos.logo(BA) == DRAWING
    assert source.asked == [BA.logo_url]
    later = FakeLogoSource()
    assert await Hall(later, shelf).logos.logo(BA) == DRAWING
    assert later.asked == [], "the next start has it on its shelf"


async def test_a_logo_that_is_not_there_is_not_asked_for_again() -> None:
    source = FakeLogoSource()
    logos = Hall(source).logos
    assert await logos.logo(BA) is None
    assert await logos.logo(BA) is None
    assert len(source.asked) == 1


async def test_a_cut_line_is_left_alone_for_a_while_and_tried_again_later() -> None:
    source = FakeLogoSource(BA=DRAWING)
    hall = Hall(source)
    source.trouble = ConnectionLost("cut")
    assert await hall.logos.logo(BA) is None
    source.trouble = None
    assert await hall.logos.logo(BA) is None
    assert len(source.asked) == 1
    hall.now += timedelta(minutes=6)
    assert await hall.logos.logo(BA) == DRAWING


async def test_nobody_is_asked_while_the_upstream_is_out_of_reach() -> None:
    source = FakeLogoSource(BA=DRAWING)
    hall = Hall(source)
    hall.line.lost()
    assert await hall.logos.logo(BA) is None
    hall.line.works()
    assert await hall.logos.logo(BA) == DRAWING


async def test_without_a_source_there_are_none() -> None:
    hall = Hall(None, MemoryLogoShelf())
    assert not hall.logos.are_wanted
    assert await hall.logos.logo(BA) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://assets.duffel.com/BA.svg",
        "https://user:word@assets.duffel.com/BA.svg",
        "https://assets.duffel.com:8443/BA.svg",
        "https://127.0.0.1/BA.svg",
        "https://[::1]/BA.svg",
        "https://localhost/BA.svg",
        "https://printer.local/BA.svg",
        "https://[/BA.svg",
        "file:///etc/passwd",
        "https://assets.duffel.com/" + "a" * 500,
    ],
)
async def test_only_https_addresses_of_named_hosts_are_asked(url: str) -> None:
    source = FakeLogoSource()
    assert not is_picture_address(url)
    assert await Hall(source).logos.logo(Airline("BA", "British Airways", logo_url=url)) is None
    assert source.asked == []


@pytest.mark.parametrize(
    "drawing",
    [
        b"",
        b"<html>",
        b"<svg>" + b" " * 70_000,
        b"<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg>&a;</svg>",
        b"<svg><image href='https://elsewhere.example/x.png'/></svg>",
        b"<svg><script>1</script></svg>",
        b'<svg><use xlink:href="file:///etc/passwd"/></svg>',
        b"<svg><style>@import 'https://elsewhere.example'</style></svg>",
        b"<svg><rect fill='url(https://elsewhere.example#a)'/></svg>",
    ],
)
async def test_a_drawing_that_reaches_out_is_not_painted(drawing: bytes) -> None:
    assert not is_safe_drawing(drawing)
    shelf = MemoryLogoShelf()
    assert await Hall(FakeLogoSource(BA=drawing), shelf).logos.logo(BA) is None
    assert shelf.kept == {}


def test_gradients_and_uses_within_the_drawing_are_fine() -> None:
    assert is_safe_drawing(b'<svg><defs/><use xlink:href="#a"/><rect fill="url(#b)"/></svg>')
