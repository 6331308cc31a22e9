"""Logos on screen: the tile stands until one came, and for good where none comes."""

import asyncio
from dataclasses import replace

from PySide6.QtGui import QColor, QImage

from agentdesk.desk.line import Line
from agentdesk.desk.logos import Logos
from agentdesk.desk.news import Board
from agentdesk.travel.places import Airline
from agentdesk.ui.errands import Errands
from agentdesk.ui.lists.offer_delegate import OfferDelegate
from agentdesk.ui.lists.offer_list import OfferList
from agentdesk.ui.lists.offer_model import OfferModel
from agentdesk.ui.offers.airline_tile import LOGO, AirlineTile
from agentdesk.ui.offers.logo_pictures import LogoPictures
from tests.fakes.logos import DRAWING, FakeLogoSource, MemoryLogoShelf
from tests.gui.dressed import themed
from tests.samples import NOON, an_offer

BA = Airline("BA", "British Airways", logo_url="https://assets.duffel.com/BA.svg")
RED = QColor(255, 0, 0)


def _raise(bug: BaseException) -> None:
    raise bug


def _logos(source: FakeLogoSource | None) -> Logos:
    return Logos(source, MemoryLogoShelf(), Line(Board()), lambda: NOON)


def _middle(image: QImage) -> QColor:
    return image.pixelColor(image.width() // 2, image.height() // 2)


async def test_the_tile_stands_until_the_logo_came_and_then_shows_it() -> None:
    async with Errands(_raise) as errands:
        pictures = LogoPictures(_logos(FakeLogoSource(BA=DRAWING)), errands)
        tile = AirlineTile(themed(), BA, pictures)
        came = asyncio.get_running_loop().create_future()
        pictures.came.connect(lambda: came.set_result(True))
        assert _middle(tile.grab().toImage()) != RED
        await asyncio.wait_for(came, 5)
        assert _middle(tile.grab().toImage()) == RED
        picture = pictures.picture(BA, LOGO, 2.0)
        assert picture is not None
        assert (picture.width(), picture.height()) == (2 * LOGO, 2 * LOGO)
        tile.deleteLater()


async def test_a_drawing_that_cannot_be_read_leaves_the_tile() -> None:
    async with Errands(_raise) as errands:
        source = FakeLogoSource(BA=b"<svg this is none")
        pictures = LogoPictures(_logos(source), errands)
        assert pictures.picture(BA, LOGO, 1.0) is None
        await errands.idle()
        assert pictures.picture(BA, LOGO, 1.0) is None
        assert len(source.asked) == 1


async def test_in_practice_nothing_is_asked() -> None:
    async with Errands(_raise) as errands:
        pictures = LogoPictures(_logos(None), errands)
        assert pictures.picture(BA, LOGO, 1.0) is None
        await errands.idle()


async def test_rows_of_offers_show_the_logo_once_it_came() -> None:
    async with Errands(_raise) as errands:
        theme = themed()
        model, delegate = OfferModel(), OfferDelegate(theme, lambda: NOON)
        rows = OfferList(model, delegate)
        rows.resize(728, 200)
        pictures = LogoPictures(_logos(FakeLogoSource(BA=DRAWING)), errands)
        delegate.logo_of = lambda airline: pictures.picture(airline, LOGO, 1.0)
        delegate.fit(2, 0.1)
        model.put([replace(an_offer(), owner=BA)])
        tile = delegate.columns.airline
        before = rows.grab().toImage()
        await errands.idle()
        after = rows.grab().toImage()
        column = [after.pixelColor(tile + 13, y) for y in range(delegate.height)]
        assert RED in column
        assert RED not in [before.pixelColor(tile + 13, y) for y in range(delegate.height)]
        rows.deleteLater()
