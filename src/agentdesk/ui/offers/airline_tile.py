"""The airline's badge: its code on a tile, or its logo once there is one."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from agentdesk.travel.places import Airline
from agentdesk.ui.theme import Theme

WIDTH, HEIGHT, LOGO = 26, 20, 20  # pixels


class AirlineTile(QWidget):
    """Drawn, so that it is there without a line; the name stands beside it, so it has none of its own."""

    def __init__(self, theme: Theme, airline: Airline | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._airline = airline
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
            paint_tile(QPainter(self), self._theme, QRectF(self.rect()), self._airline.iata)


def paint_tile(painter: QPainter, theme: Theme, box: QRectF, code: str, logo: QPixmap | None = None) -> None:
    """A logo in the middle of the box, else the code on a tile; for widgets and for rows."""
    if logo is not None:
        spot = QRectF(box.center().x() - LOGO / 2, box.center().y() - LOGO / 2, LOGO, LOGO)
        painter.drawPixmap(spot, logo, QRectF(logo.rect()))
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colour("line"))
    painter.setBrush(theme.colour("sunken"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(theme.colour("text"))
    painter.setFont(theme.font("badge"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, code or "··")
    painter.restore()
