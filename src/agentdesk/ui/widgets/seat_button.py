"""One seat of the map: a real button that shows its price, who has it, and whether it will do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Property, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QWidget

from agentdesk.travel.money import Money, minor_digits
from agentdesk.travel.seat_layout import Cell, band_of
from agentdesk.travel.seats import Element, Sitter, WhyNot, why_not
from agentdesk.ui.theme import Theme

_SMALLEST = 9  # pixels; a price that needs less makes all seats larger instead
_DIM = 0.35
_CORNER = 7
_CORNERS = 5  # their radius


@dataclass(frozen=True, slots=True)
class SeatLook:
    """How one seat stands for the passenger in turn."""

    price: Decimal | None  # None: not for sale to them
    band: int
    initials: str  # of whoever of the party has it; "" for nobody
    is_own: bool  # the passenger in turn has it
    spoken: str
    text: str = ""  # the price as it stands in the seat
    condition: bool = False  # the airline says something of it, or it is not for this passenger
    dim: bool = False  # a filter is on, and it does not fit


class SeatButton(QAbstractButton):
    """Takes the keyboard only while it is the map's current one. Shows another cell when the cabin changes.

    Keys go to `keys` first, which says whether it took them. There are hundreds of seats, and each gets some ten events
    before it is painted: so neither `event` nor an event filter is ours, and the map gives the tool tips.
    """

    ringRadius = Property(int, lambda _self: _CORNERS, constant=True)  # asked by the focus ring

    def __init__(self, theme: Theme, cell: Cell, keys: Callable[[QKeyEvent], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = keys
        self._look = SeatLook(None, 0, "", False, "")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.show_cell(cell)

    def show_cell(self, cell: Cell) -> None:
        self.cell = cell
        self.setGeometry(cell.x, cell.y, cell.width, cell.height)

    def show_look(self, look: SeatLook) -> None:
        if look is self._look or look == self._look:
            return
        if look.spoken != self._look.spoken:
            self.setAccessibleName(look.spoken)
        self._look = look
        self.setChecked(bool(look.initials))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys(event):
            super().keyPressEvent(event)

    @property
    def look(self) -> SeatLook:
        return self._look

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._look.dim and not self._look.initials:
            painter.setOpacity(_DIM)
        paint_seat(painter, self._theme, QRectF(self.rect()), self._look, hover=self.underMouse())


def paint_seat(painter: QPainter, theme: Theme, box: QRectF, look: SeatLook, *, hover: bool = False) -> None:
    """A seat in its box, for the map and for the legend."""
    ground, edge, ink, text = _colours(theme, look)
    party = bool(look.initials) and not look.is_own
    inset = 1.0 if party else 0.5
    painter.setBrush(ground)
    if look.price is None and not look.initials:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(QPen(theme.colour("text") if hover and not look.initials else edge, 2 if party else 1))
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), _CORNERS, _CORNERS)
    if look.condition and look.price is not None and not look.initials:
        _paint_corner(painter, theme, box)
    if text == "×":
        _paint_cross(painter, ink, box)
        return
    painter.setPen(ink)
    painter.setFont(fitting(theme.font("seat"), text, box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _paint_corner(painter: QPainter, theme: Theme, box: QRectF) -> None:
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("warnLine"))
    right, top = box.right() - 1, box.top() + 1
    corner = (QPointF(right - _CORNER, top), QPointF(right - 2, top), QPointF(right, top + 2), QPointF(right, top + 7))
    painter.drawPolygon(QPolygonF(corner))
    painter.restore()


def _paint_cross(painter: QPainter, ink: QColor, box: QRectF) -> None:
    pen = QPen(ink, 1.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    middle, arm = box.center(), 3.5
    painter.drawLine(QPointF(middle.x() - arm, middle.y() - arm), QPointF(middle.x() + arm, middle.y() + arm))
    painter.drawLine(QPointF(middle.x() - arm, middle.y() + arm), QPointF(middle.x() + arm, middle.y() - arm))


def _colours(theme: Theme, look: SeatLook) -> tuple[QColor, QColor, QColor, str]:
    """Ground, edge, ink and what stands in the seat."""
    colour = theme.colour
    if look.is_own:
        return colour("accent"), colour("accent"), colour("onAccent"), look.initials
    if look.initials:
        return colour("surface"), colour("accentText"), colour("accentText"), look.initials
    if look.price is None:
        return colour("taken"), colour("taken"), colour("takenMark"), "×"
    ink = "onBand3" if look.band == 3 else "onBand" if look.band else "text"
    return colour(f"band{look.band}"), colour("bandLine"), colour(ink), look.text


# --- prices as they stand in a seat


def price_text(price: Money) -> str:
    """All of it: '20', '12.50', '1500'. Whole units stand alone, a fraction is never cut or rounded."""
    amount = price.amount
    if amount == amount.to_integral_value():
        return f"{amount.to_integral_value():f}"
    return f"{amount:.{minor_digits(price.currency)}f}" if _is_in_minor_units(price) else f"{amount.normalize():f}"


def _is_in_minor_units(price: Money) -> bool:
    scaled = price.amount.scaleb(minor_digits(price.currency))
    return scaled == scaled.to_integral_value()


def fitting(font: QFont, text: str, width: float) -> QFont:
    """The font, smaller where the text needs it to stand whole in a seat."""
    if len(text) <= 3:
        return font
    fitted = QFont(font)
    for px in range(font.pixelSize(), _SMALLEST - 1, -1):
        fitted.setPixelSize(px)
        if QFontMetricsF(fitted).horizontalAdvance(text) <= width - 4:
            break
    return fitted


def wider_by(font: QFont, texts: Sequence[str], cell: int) -> int:
    """How many pixels wider a seat must be for the longest of these to be read."""
    smallest = QFont(font)
    smallest.setPixelSize(_SMALLEST)
    longest = max((QFontMetricsF(smallest).horizontalAdvance(one) for one in texts), default=0.0)
    return max(0, int(longest + 5) - cell)


# --- words


_COINS = {"GBP": ("pound", "pence", "penny"), "EUR": ("euro", "cents", "cent"), "USD": ("dollar", "cents", "cent")}


def price_words(price: Money) -> str:
    """As a voice says it: '20 pounds', '1 pound', '12 pounds 50', '50 pence', 'at no charge'."""
    if price.is_zero:
        return "at no charge"
    text = price_text(price)
    whole, _, rest = text.partition(".")
    if price.currency not in _COINS or len(rest) > 2:
        return f"{text} {'yen' if price.currency == 'JPY' else price.currency}"
    name, coins, coin = _COINS[price.currency]
    if whole == "0":
        return f"{int(rest)} {coin if int(rest) == 1 else coins}"
    said = f"{whole} {name if whole == '1' else name + 's'}"
    return f"{said} {rest}" if rest else said


def kind_words(cell: Cell) -> str:
    """'window', 'aisle', 'middle', and both where a section is one seat wide."""
    if cell.is_window and cell.is_aisle:
        return "window and aisle"
    return "window" if cell.is_window else "aisle" if cell.is_aisle else "middle"


def spoken_seat(cell: Cell, element: Element, price: str, state: str) -> str:
    """'14C, aisle, 20 pounds, free, Passenger must be an adult'."""
    parts = [element.designator, kind_words(cell)]
    if cell.near_exit:
        parts.append("exit row")
    if cell.by_bassinet:
        parts.append("bassinet")
    if element.name:
        parts.append(element.name.lower())
    return ", ".join([*parts, *([price] if price else []), state, *element.disclosures])


def look_of(
    cell: Cell,
    sitter: Sitter,
    holders: Mapping[str, tuple[str, str]],
    bands: Sequence[tuple[Decimal, Decimal]],
) -> SeatLook:
    """How a seat stands for a passenger; `holders` are id and initials by designator."""
    element = cell.element
    service = element.service_for(sitter.passenger_id)
    holder = holders.get(element.designator)
    barred = why_not(element, sitter, near_exit=cell.near_exit)
    if holder is not None:
        state = "picked" if holder[0] == sitter.passenger_id else f"picked for {holder[1]}"
    elif service is None:
        state = {WhyNot.BLOCKED: "blocked", WhyNot.TAKEN: "taken"}.get(barred or WhyNot.TAKEN, "not for this passenger")
    else:
        state = "not for this passenger" if barred is not None else "free"
    return SeatLook(
        price=service.price.amount if service is not None else None,
        band=band_of(service.price.amount, bands) if service is not None else 0,
        initials=holder[1] if holder is not None else "",
        is_own=holder is not None and holder[0] == sitter.passenger_id,
        spoken=spoken_seat(cell, element, price_words(service.price) if service is not None else "", state),
        text=price_text(service.price) if service is not None else "",
        condition=bool(element.disclosures) or (barred is not None and service is not None),
    )
