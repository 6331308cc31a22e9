"""The airline's badge: its code on a tile, or its logo once there is one."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from agentdesk.travel.places import Airline
from agentdesk.ui.offers.logo_pictures import LogoPictures
from agentdesk.ui.theme import Theme

WIDTH, HEIGHT, LOGO = 26, 20, 20  # pixels


class AirlineTile(QWidget):
    """Drawn, so that it is there without a line; the name stands beside it, so it has none of its own."""

    def __init__(
        self,
        theme: Theme,
        airline: Airline | None = None,
        logos: LogoPictures | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._airline, self._logos = airline, logos
        if logos is not None:
            logos.came.connect(self.update)
        self.setFixedSize(WIDTH, HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def show_airline(self, airline: Airline) -> None:
        self._airline = airline
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._airline is not None:
            ratio = self.devicePixelRatioF()
            logo = self._logos.picture(self._airline, LOGO, ratio) if self._logos is not None else None
            paint_tile(QPainter(self), self._theme, QRectF(self.rect()), self._airline.iata, logo)


def paint_tile(painter: QPainter, theme: Theme, box: QRectF, code: str, logo: QPixmap | None = None) -> None:
    """A logo in the middle of the box, else the code on a tile; for widgets and for rows."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colour("line" if logo is None else "onAccent"))
    painter.setBrush(theme.colour("sunken" if logo is None else "onAccent"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    if logo is not None:  # drawn for a light ground, and there is one
        inside = box.height()
        spot = QRectF(box.center().x() - inside / 2, box.center().y() - inside / 2, inside, inside)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(spot, logo, QRectF(logo.rect()))
        painter.restore()
        return
    painter.setPen(theme.colour("text"))
    painter.setFont(theme.font("badge"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, code or "··")
    painter.restore()
