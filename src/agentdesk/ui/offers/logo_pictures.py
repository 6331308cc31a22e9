"""Logos as pictures for the screen; asked for when first painted, the drawn tile stands until then."""

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from agentdesk.desk.logos import Logos
from agentdesk.travel.places import Airline
from agentdesk.ui.errands import Errands

_MOST = 600  # pictures of 20 pixels


class LogoPictures(QObject):
    """Says `came` when a logo can be painted that could not before."""

    came = Signal()

    def __init__(self, logos: Logos, errands: Errands, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._logos, self._errands = logos, errands
        self._drawings: dict[str, QSvgRenderer | None] = {}
        self._pictures: dict[tuple[str, int, float], QPixmap] = {}
        self._asked: set[str] = set()

    def picture(self, airline: Airline, size: int, ratio: float) -> QPixmap | None:
        """The logo in so many pixels at a device ratio; None while there is none."""
        url = airline.logo_url
        if not url or not self._logos.are_wanted:
            return None
        if url not in self._drawings:
            self._ask(airline)
            return None
        drawing = self._drawings[url]
        if drawing is None:
            return None
        key = (url, size, ratio)
        if key not in self._pictures:
            if len(self._pictures) >= _MOST:
                self._pictures.clear()
            self._pictures[key] = _painted(drawing, size, ratio)
        return self._pictures[key]

    def _ask(self, airline: Airline) -> None:
        if airline.logo_url not in self._asked:
            self._asked.add(airline.logo_url)
            self._errands.run(self._fetch(airline))

    async def _fetch(self, airline: Airline) -> None:
        found = await self._logos.logo(airline)
        if found is None:
            return  # the tile stays; the next page may ask again
        drawing = QSvgRenderer(QByteArray(found))
        self._drawings[airline.logo_url] = drawing if drawing.isValid() else None
        self.came.emit()


def _painted(drawing: QSvgRenderer, size: int, ratio: float) -> QPixmap:
    """As large as fits, in the middle, in its own proportions."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    own = drawing.defaultSize()
    scale = size / max(own.width(), own.height(), 1)
    wide, high = max(own.width() * scale, 1.0), max(own.height() * scale, 1.0)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter, QRectF((size - wide) / 2, (size - high) / 2, wide, high))
    painter.end()
    return picture
