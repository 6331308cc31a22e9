"""A place typed and found: a field with a list of airports and cities under it."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from agentdesk.travel.place_index import Found, Group, PlaceIndex
from agentdesk.travel.places import Place
from agentdesk.travel.routes import Route
from agentdesk.ui import words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import IconLabel
from agentdesk.ui.widgets.place_list import MOST, PlaceList, PlaceRow
from agentdesk.ui.widgets.standing import stand_by
from agentdesk.ui.widgets.tips import plain_tip

_ICON, _ICON_LEFT, _TEXT_LEFT = 16, 9, 22

Suggest = Callable[[], Sequence[Route]]


class PlaceEdit(Field):
    """Says `taken` when a place was taken from the list, by Tab, Enter or click; `edited` while typing.

    While it is empty, Down or a click shows what is asked often: `suggest` gives routes; `route_taken` says one. Where
    `only_target` is set, a route stands for its destination alone. `used` are the codes that come first among equals.
    """

    taken = Signal(object)
    route_taken = Signal(object)

    def __init__(
        self, theme: Theme, text: str, places: PlaceIndex, *, icon: str = "plane-takeoff", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, text, placeholder="City or airport", parent=parent)
        self._places = places
        self._list: PlaceList | None = None
        self._typed_list = False  # the list shows what was typed for, not what is often asked
        self._place: Place | None = None
        self.suggest: Suggest = tuple
        self.only_target = False
        self.used: Collection[str] = ()
        self._shown = _Taken(theme, self)
        self._mark = IconLabel(theme, icon, _ICON, "text2", parent=self.edit)
        self.edit.setTextMargins(_TEXT_LEFT, 0, 0, 0)
        self.edit.installEventFilter(self)
        self.edited.connect(self._typed)
        self.left.connect(self._leave)

    @property
    def place(self) -> Place | None:
        return self._place

    def hide_label(self) -> None:
        """The label stands above the field of the line before."""
        self._label.hide()

    def put_place(self, place: Place | None, text: str = "") -> None:
        """Show a place that was taken before, or the text as it was typed."""
        self._place = place
        self.put(shown(place) if place is not None else text)
        if place is not None:
            self.edit.setCursorPosition(0)
        self._close()
        self.hint(self._below(place) if place is not None else "")
        self.edit.setToolTip(plain_tip(shown(place) if place is not None else ""))
        self._show_taken()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit:
            kind = event.type()
            if kind == QEvent.Type.FocusOut:
                self._leave()
            if kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                self._show_taken(has_focus=kind == QEvent.Type.FocusIn)
            if kind == QEvent.Type.Resize:
                self._mark.move(_ICON_LEFT, (self.edit.height() - _ICON) // 2)
                self._shown.setGeometry(_TEXT_LEFT + 8, 3, self.edit.width() - _TEXT_LEFT - 14, self.edit.height() - 6)
            if kind == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent) and not self.text:
                self._open_often()
            if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._key(event.key(), event.modifiers())
        return super().eventFilter(watched, event)

    def _key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Arrows and Escape belong to the list; Enter takes and goes on; Tab takes and goes on."""
        if modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        if self._list is None:
            if key == Qt.Key.Key_Down and self.edit.isEnabled() and not self.edit.isReadOnly():
                self._open_again()
                return True
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
            if self.edit.hasFocus():  # a route has taken the keyboard further already
                self.focusNextChild()
            return True
        if key == Qt.Key.Key_Tab:
            self._take_current()
            return not self.edit.hasFocus()
        return False

    # --- the list

    def _typed(self, text: str) -> None:
        self._place = None
        self.hint("")
        self._show_taken()
        found = self._places.find(text, MOST, self.used)
        if not found:
            self._close()
            return
        self._open(True, "Places for", text.strip(), [self._row(one, found[0].place) for one in found])

    def _open_again(self) -> None:
        """Down: what was typed once more, or what is often asked where nothing is."""
        if not self.text.strip():
            self._open_often()
        elif self._place is not None:
            found = self._places.find(self._place.iata, MOST, self.used)
            self._open(True, "Places for", self._place.iata, [self._row(one, self._place) for one in found])
        else:
            self._typed(self.text)

    def _open_often(self) -> None:
        routes = self.suggest()
        rows = [_target_row(one, self._places) if self.only_target else _route_row(one) for one in routes]
        if rows:
            self._open(False, "Often and lately", "", rows)

    def _open(self, typed: bool, title: str, strong: str, rows: Sequence[PlaceRow]) -> None:
        if self._list is None:
            self._list = PlaceList(self.window(), self.theme)
            self._list.chosen.connect(self._take)
        self._typed_list = typed
        self._list.fill(title, strong, rows)
        stand_by(self._list, self.edit)
        self._list.show()
        self._list.raise_()
        self.edit.setAccessibleDescription(self._list.spoken)

    def _row(self, one: Found, first: Place) -> PlaceRow:
        place = one.place
        name = f"{place.name}, all airports" if place.is_city else place.name
        below = " ".join(place.airports) if place.is_city else ", ".join(filter(None, (place.city, one.country)))
        away = f"{one.km} km {one.wind}" if one.wind else ""
        right = "city" if place.is_city else f"{away} of {first.iata}" if one.group is Group.NEARBY else away
        spoken = ", ".join(filter(None, (f"{place.iata} {name}", one.country, "" if place.is_city else right)))
        bold = (one.start, one.end)
        return PlaceRow(place.iata, name, below, right, spoken, place, bold, one.group is Group.OF_CITY)

    def _leave(self) -> None:
        """The keyboard goes elsewhere: what was typed for is taken, what is merely often asked is not."""
        if self._list is not None and self._typed_list:
            self._take_current()
        self._close()

    def _take_current(self) -> None:
        if self._list is not None:
            self._take(self._list.current.value)

    def _take(self, value: object) -> None:
        place = value.destination if isinstance(value, Route) and self.only_target else value
        if isinstance(place, Route):
            self._close()
            self.route_taken.emit(place)
            return
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

    def _show_taken(self, has_focus: bool | None = None) -> None:
        focused = self.edit.hasFocus() if has_focus is None else has_focus
        self._shown.show_place(self._place if not focused else None)


class _Taken(QWidget):
    """A taken place over the text of its field: the code in bold. Gone while the field has the keyboard."""

    def __init__(self, theme: Theme, field: Field) -> None:
        super().__init__(field.edit)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme, self._edit = theme, field.edit
        self._place: Place | None = None
        self.hide()

    def show_place(self, place: Place | None) -> None:
        self._place = place
        self.setVisible(place is not None)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._place is None:
            return
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("sunken" if self._edit.isReadOnly() else "surface"))
        painter.setPen(theme.colour("text2" if self._edit.isReadOnly() else "text"))
        painter.setFont(theme.font("body_strong"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), middle, self._place.iata)
        left = painter.fontMetrics().horizontalAdvance(self._place.iata) + 7
        painter.setFont(theme.font("body"))
        name = self._place.name + (", all airports" if self._place.is_city else "")
        name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, self.width() - left)
        painter.drawText(QRect(left, 0, self.width() - left, self.height()), middle, name)


def shown(place: Place) -> str:
    """How a taken place reads in its field: 'LHR London Heathrow'."""
    return f"{place.iata} {place.name}" + (", all airports" if place.is_city else "")


def _route_row(route: Route) -> PlaceRow:
    origin, target = route.origin, route.destination
    code = f"{origin.iata} – {target.iata}"
    below = f"{origin.name} to {target.name}"
    spoken = f"{below}, {words.count(route.times, 'search', 'searches')}"
    return PlaceRow(code, _towns(origin, target), below, _times(route), spoken, route)


def _target_row(route: Route, places: PlaceIndex) -> PlaceRow:
    target = route.destination
    below = ", ".join(filter(None, (target.city, places.country_of(target))))
    return PlaceRow(target.iata, target.name, below, _times(route), f"{shown(target)}, {below}", route)


def _towns(origin: Place, target: Place) -> str:
    return f"{origin.city or origin.name} to {target.city or target.name}"


def _times(route: Route) -> str:
    return words.count(route.times, "search", "searches")
