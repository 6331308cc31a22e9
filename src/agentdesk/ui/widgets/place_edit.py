"""A place typed and found: a field with a list of airports and cities under it."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from agentdesk.travel.place_index import Found, PlaceIndex
from agentdesk.travel.places import Place
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.field import Field

_ROW, _WIDTH, _MOST = 38, 420, 6


class PlaceEdit(Field):
    """Says `taken` when a place was taken from the list, by Tab, Enter or click; `edited` while typing."""

    taken = Signal(object)

    def __init__(self, theme: Theme, text: str, places: PlaceIndex, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, placeholder="City or airport", parent=parent)
        self._places = places
        self._list: _PlaceList | None = None
        self._place: Place | None = None
        self.edit.installEventFilter(self)
        self.edited.connect(self._typed)
        self.left.connect(self._take_current)

    @property
    def place(self) -> Place | None:
        return self._place

    def put_place(self, place: Place | None, text: str = "") -> None:
        """Show a place that was taken before, or the text as it was typed."""
        self._place = place
        self.put(shown(place) if place is not None else text)
        if place is not None:
            self.edit.setCursorPosition(0)
        self._close()
        if place is not None:
            self.hint(self._below(place))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and event.type() == QEvent.Type.FocusOut:
            self._take_current()
        if watched is self.edit and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event.key())
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        """Arrows and Escape belong to the list; Enter takes and stays; Tab takes and goes on."""
        if self._list is None:
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
            self.edit.setAccessibleDescription(self._list.spoken)
            return True
        if key == Qt.Key.Key_Escape:
            self._close()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take_current()
            self.focusNextChild()
            return True
        if key == Qt.Key.Key_Tab:
            self._take_current()
        return False

    def _typed(self, text: str) -> None:
        self._place = None
        found = self._places.find(text, _MOST)
        if not found:
            self._close()
            return
        if self._list is None:
            self._list = _PlaceList(self.window(), self.theme)
            self._list.chosen.connect(self._take)
        self._list.fill(found)
        spot = self.edit.mapTo(self.window(), QPoint(0, self.edit.height() + 2))
        self._list.stand_at(spot)
        self.edit.setAccessibleDescription(self._list.spoken)

    def _take_current(self) -> None:
        if self._list is not None:
            self._take(self._list.current)

    def _take(self, place: object) -> None:
        assert isinstance(place, Place)
        self.put_place(place)
        self.taken.emit(place)

    def _close(self) -> None:
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
            self._list = None

    def _below(self, place: Place) -> str:
        if place.is_city:
            return f"All airports: {', '.join(place.airports)}"
        return ", ".join(part for part in (place.city, self._places.country_of(place)) if part)


def shown(place: Place) -> str:
    """How a taken place reads in its field: 'LHR London Heathrow Airport'."""
    return f"{place.iata} {place.name}" + (" (all airports)" if place.is_city else "")


class _PlaceList(QFrame):
    """The found places; the first is already current. It never takes the keyboard."""

    chosen = Signal(object)

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self.setObjectName("popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(_WIDTH)
        self._theme = theme
        self._found: tuple[Found, ...] = ()
        self._current = 0
        self.setMouseTracking(True)

    @property
    def current(self) -> Place:
        return self._found[self._current].place

    @property
    def spoken(self) -> str:
        one = self._found[self._current]
        return f"{shown(one.place)}, {one.country}, {self._current + 1} of {len(self._found)}"

    def fill(self, found: tuple[Found, ...]) -> None:
        self._found, self._current = found, 0
        self.setFixedHeight(len(found) * _ROW + 8)
        self.show()
        self.raise_()
        self.update()

    def stand_at(self, spot: QPoint) -> None:
        window = self.window().size()
        left = min(spot.x(), window.width() - self.width() - 8)
        self.move(left, min(spot.y(), window.height() - self.height() - 8))

    def step(self, step: int) -> None:
        self._current = (self._current + step) % len(self._found)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, len(self._found) * _ROW + 8)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event.position().toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._point(event.position().toPoint())
        self.chosen.emit(self.current)

    def _point(self, spot: QPoint) -> None:
        self._current = min(max((spot.y() - 4) // _ROW, 0), len(self._found) - 1)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        for number, one in enumerate(self._found):
            self._paint_row(painter, QRect(4, 4 + number * _ROW, self.width() - 8, _ROW), one, number == self._current)

    def _paint_row(self, painter: QPainter, box: QRect, one: Found, current: bool) -> None:
        theme = self._theme
        if current:
            painter.fillRect(box, theme.colour("selected"))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.colour("accent"))
        indent = 18 if not one.place.is_city and number_of_city(self._found, one.place) else 0
        left = box.left() + 12 + indent
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font("body_strong"))
        painter.drawText(QRect(left, box.top(), 40, box.height()), Qt.AlignmentFlag.AlignVCenter, one.place.iata)
        name = one.place.name + (" – all airports" if one.place.is_city else "")
        painter.setFont(theme.font("body"))
        room = QRect(left + 42, box.top() + 2, box.width() - 60 - indent, 18)
        text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text3"))
        where = ", ".join(part for part in (one.place.city, one.country) if part)
        painter.drawText(room.translated(0, 17), Qt.AlignmentFlag.AlignVCenter, where)


def number_of_city(found: tuple[Found, ...], place: Place) -> int:
    """How many cities of the list this airport belongs to: then it stands indented below them."""
    return sum(place.iata in one.place.airports for one in found)
