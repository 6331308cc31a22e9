"""The cabin as the airline drew it: a real button for each seat, lying nose left."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QWidget

from agentdesk.travel.seat_layout import MARGIN, Cell, Direction, PlacedCabin, band_of
from agentdesk.travel.seats import Element, ElementKind
from agentdesk.ui.theme import Theme

_ARROWS = {
    Qt.Key.Key_Left.value: Direction.LEFT,
    Qt.Key.Key_Right.value: Direction.RIGHT,
    Qt.Key.Key_Up.value: Direction.UP,
    Qt.Key.Key_Down.value: Direction.DOWN,
}
_FACILITIES = {
    ElementKind.LAVATORY: "toilet",
    ElementKind.GALLEY: "coffee",
    ElementKind.BASSINET: "baby",
    ElementKind.CLOSET: "luggage",
}
_NOSE = 34


@dataclass(frozen=True, slots=True)
class SeatLook:
    """How one seat stands for the passenger in turn."""

    price: Decimal | None  # None: not for sale to them
    band: int
    initials: str  # of whoever of the party has it; "" for nobody
    is_own: bool  # the passenger in turn has it
    spoken: str


class SeatButton(QAbstractButton):
    """One seat. Takes the keyboard only while it is the map's current one."""

    def __init__(self, theme: Theme, cell: Cell, parent: QWidget) -> None:
        super().__init__(parent)
        self.cell = cell
        self._theme = theme
        self._look = SeatLook(None, 0, "", False, cell.element.designator)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setGeometry(cell.x + _NOSE, cell.y, cell.width, cell.height)
        self.setToolTip(cell.element.designator)

    def show_look(self, look: SeatLook) -> None:
        if look != self._look:
            self._look = look
            self.setChecked(bool(look.initials))
            self.setAccessibleName(look.spoken)
            self.update()

    @property
    def look(self) -> SeatLook:
        return self._look

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, theme = self._look, self._theme
        ground, edge, ink, text = self._colours()
        painter.setBrush(ground)
        painter.setPen(QPen(edge, 2 if look.initials and not look.is_own else 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.setPen(ink)
        painter.setFont(theme.font("seat"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
        if self.cell.element.disclosures and look.price is not None and not look.initials:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("warnLine"))
            right = self.width() - 2.0
            painter.drawPolygon(QPolygonF([QPointF(right - 7, 2), QPointF(right, 2), QPointF(right, 9)]))

    def _colours(self) -> tuple[QColor, QColor, QColor, str]:
        """Ground, edge, ink and what stands in the seat."""
        look, colour = self._look, self._theme.colour
        if look.is_own:
            return colour("accent"), colour("accent"), colour("onAccent"), look.initials
        if look.initials:
            return colour("surface"), colour("accent"), colour("accentText"), look.initials
        if look.price is None:
            return colour("taken"), colour("taken"), colour("takenMark"), "×"
        ink = "onBand3" if look.band == 3 else "onBand" if look.band else "text"
        return colour(f"band{look.band}"), colour("bandLine"), colour(ink), f"{look.price:.0f}"


class SeatMapView(QWidget):
    """Shows one cabin. Arrows move, Enter takes; it remembers only which seat is current."""

    seat_pressed = Signal(str)
    seat_current = Signal(str)
    left_map = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Seat map")
        self._theme = theme
        self._cabin: PlacedCabin | None = None
        self._buttons: dict[str, SeatButton] = {}
        self._current = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.update)

    def show_cabin(self, cabin: PlacedCabin) -> None:
        """A new cabin without its seats yet: `add_seats` fills it, in slices between frames where it is big."""
        for old in self._buttons.values():
            old.hide()
            old.deleteLater()
        self._cabin = cabin
        self._buttons = {}
        self._current = ""
        self.setFixedSize(cabin.width + 2 * _NOSE, cabin.height)
        self.update()

    def add_seats(self, cells: Sequence[Cell], look: Callable[[Cell], SeatLook]) -> None:
        """Some of the cabin's seats; the first for sale becomes the current one."""
        for cell in cells:
            button = SeatButton(self._theme, cell, self)
            button.show_look(look(cell))
            button.clicked.connect(lambda _on=False, name=cell.element.designator: self._pressed(name))
            button.installEventFilter(self)
            button.show()
            self._buttons[cell.element.designator] = button
        if not self._current or self._buttons[self._current].look.price is None:
            self._make_current(self._first())

    def refresh(self, look: Callable[[Cell], SeatLook]) -> None:
        """Only seats whose look has changed are painted again."""
        for button in self._buttons.values():
            button.show_look(look(button.cell))

    @property
    def current(self) -> str:
        return self._current

    def focus_current(self) -> None:
        if self._current:
            self._buttons[self._current].setFocus(Qt.FocusReason.TabFocusReason)

    def go_to(self, designator: str) -> None:
        if designator in self._buttons:
            self._make_current(designator)

    def _first(self) -> str:
        """The first seat that is for sale, else the first seat."""
        for name, button in self._buttons.items():
            if button.look.price is not None:
                return name
        return next(iter(self._buttons), "")

    def _make_current(self, name: str) -> None:
        if not name:
            return
        if self._current in self._buttons:
            self._buttons[self._current].setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._current = name
        self._buttons[name].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.seat_current.emit(name)

    def _pressed(self, name: str) -> None:
        self._make_current(name)
        button = self._buttons[name]
        button.setChecked(bool(button.look.initials))
        self.seat_pressed.emit(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in _ARROWS and self._cabin is not None:
            cell = self._cabin.step(self._buttons[self._current].cell, _ARROWS[Qt.Key(event.key()).value])
            if cell is not None and cell.element.designator in self._buttons:
                self._make_current(cell.element.designator)
                self.focus_current()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not event.isAutoRepeat():
                self._pressed(self._current)
            return True
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F6):
            self.left_map.emit()
            return True
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._cabin is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_skin(painter, self._cabin)
        self._paint_marks(painter, self._cabin)
        for cell in self._cabin.cells:
            if not cell.is_seat and cell.element.kind is not ElementKind.EMPTY:
                self._paint_facility(painter, cell)

    def _paint_skin(self, painter: QPainter, cabin: PlacedCabin) -> None:
        box = QRectF(1, 1, self.width() - 2, self.height() - 2)
        path = QPainterPath()
        path.addRoundedRect(box, 28, 28)
        painter.setBrush(self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("control"), 2))
        painter.drawPath(path)
        painter.setBrush(self._theme.colour("control"))
        painter.setPen(Qt.PenStyle.NoPen)
        for wing in cabin.wings:
            top = 0 if wing.y == 0 else self.height() - 4
            painter.drawRect(QRect(wing.x + _NOSE, top, wing.width, 4))

    def _paint_marks(self, painter: QPainter, cabin: PlacedCabin) -> None:
        painter.setFont(self._theme.font("seat"))
        painter.setPen(self._theme.colour("text2"))
        for mark in cabin.letters:
            painter.drawText(QRect(mark.x + 8, mark.y - 10, 24, 20), Qt.AlignmentFlag.AlignCenter, mark.text)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.colour("text3"))
        for mark in cabin.numbers:
            box = QRect(mark.x + _NOSE - 4, mark.y - 9, mark.width + 8, 18)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark.text)
        painter.setFont(self._theme.font("environment"))
        painter.setPen(self._theme.colour("good"))
        for mark in cabin.exits:
            for y in (1, self.height() - MARGIN - 1):
                box = QRect(mark.x + _NOSE - 14, y, mark.width + 28, MARGIN)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark.text)

    def _paint_facility(self, painter: QPainter, cell: Cell) -> None:
        box = QRectF(cell.x + _NOSE + 0.5, cell.y + 0.5, cell.width - 1, cell.height - 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour("line"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box, 4, 4)
        icon = _FACILITIES.get(cell.element.kind)
        if icon is not None and cell.height >= 16:
            picture = self._theme.pixmap(icon, 14, "text3", self.devicePixelRatioF())
            painter.drawPixmap(round(box.center().x()) - 7, round(box.center().y()) - 7, picture)

    def sizeHint(self) -> QSize:
        return self.size()


def spoken_seat(cell: Cell, element: Element, price: str, state: str) -> str:
    """'33D, aisle, 20 pounds, free' with what the airline says of it."""
    place = "window" if cell.is_window else "aisle" if cell.is_aisle else "middle"
    parts = [element.designator, place]
    if cell.near_exit:
        parts.append("exit row")
    if element.name:
        parts.append(element.name.lower())
    return ", ".join([*parts, *([price] if price else []), state, *element.disclosures])


def initials(given: str, family: str, fallback: str) -> str:
    """'EL' for Elsa Lindqvist; the passenger's number where there is no name yet."""
    return (given[:1] + family[:1]).upper() or fallback


def price_words(amount: Decimal, currency: str) -> str:
    """As a voice says it: '20 pounds', 'at no charge'."""
    if amount == 0:
        return "at no charge"
    name = {"GBP": "pounds", "EUR": "euros", "USD": "dollars"}.get(currency, currency)
    return f"{amount.normalize():f} {name}"


def look_of(
    cell: Cell,
    passenger_id: str,
    holders: Mapping[str, tuple[str, str]],
    bands: Sequence[tuple[Decimal, Decimal]],
) -> SeatLook:
    """How a seat stands for a passenger; `holders` are id and initials by designator."""
    element = cell.element
    service = element.service_for(passenger_id)
    holder = holders.get(element.designator)
    price = service.price if service is not None else None
    if holder is not None:
        state = "picked" if holder[0] == passenger_id else f"picked for {holder[1]}"
    else:
        state = "free" if price is not None else "taken"
    said = price_words(price.amount, price.currency) if price is not None else ""
    return SeatLook(
        price=price.amount if price is not None else None,
        band=band_of(price.amount, bands) if price is not None else 0,
        initials=holder[1] if holder is not None else "",
        is_own=holder is not None and holder[0] == passenger_id,
        spoken=spoken_seat(cell, element, said, state),
    )
