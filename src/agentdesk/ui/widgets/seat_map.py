"""The cabin as the airline drew it: a real button for each seat, lying nose left."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QToolTip, QWidget

from agentdesk.travel.seat_layout import Cell, Direction, Mark, PlacedCabin
from agentdesk.travel.seats import ElementKind
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.seat_button import SeatButton, SeatLook

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
_NOSE, _TAIL = 48, 12  # radii of the skin
_LETTERS = 34  # how much the letters take while the cabin is scrolled


class SeatMapView(QWidget):
    """Shows one cabin. Arrows move, Enter takes; it remembers only which seat is current.

    Seats are kept and shown elsewhere when another cabin comes: a screen reader may hold on to each of them.
    """

    seat_pressed = Signal(str)
    seat_current = Signal(str)
    left_map = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Seat map")
        self._theme = theme
        self._cabin: PlacedCabin | None = None
        self._spare: list[SeatButton] = []  # made before, not in this cabin (yet)
        self._buttons: dict[str, SeatButton] = {}
        self._current = ""
        self._group = QButtonGroup(self)  # one connection for all seats
        self._group.setExclusive(False)
        self._group.buttonClicked.connect(self._clicked)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.update)

    def show_cabin(self, cabin: PlacedCabin) -> None:
        """A new cabin without its seats yet: `add_seats` fills it, in slices between frames where it is big."""
        self._spare = [*self._buttons.values(), *self._spare]
        for old in self._buttons.values():
            old.hide()
            old.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._cabin = cabin
        self._buttons = {}
        self._current = ""
        self.setFixedSize(cabin.width, cabin.height)
        self.update()

    def add_seats(self, cells: Sequence[Cell], look: Callable[[Cell], SeatLook]) -> None:
        """Some of the cabin's seats; the first for sale becomes the current one."""
        for cell in cells:
            button = self._button(cell)
            button.show_look(look(cell))
            button.show()
            self._buttons[cell.element.designator] = button
        if not self._current or self._buttons[self._current].look.price is None:
            self._make_current(self._first())

    def _button(self, cell: Cell) -> SeatButton:
        if self._spare:
            button = self._spare.pop(0)
            button.show_cell(cell)
            return button
        button = SeatButton(self._theme, cell, self._key, self)
        self._group.addButton(button)
        return button

    def refresh(self, look: Callable[[Cell], SeatLook]) -> None:
        """Only seats whose look has changed are painted again."""
        for button in self._buttons.values():
            button.show_look(look(button.cell))

    @property
    def current(self) -> str:
        return self._current

    @property
    def current_button(self) -> SeatButton | None:
        return self._buttons.get(self._current)

    def has_keyboard(self) -> bool:
        button = self.current_button
        return button is not None and button.hasFocus()

    def focus_current(self) -> None:
        if self._current:
            self._buttons[self._current].setFocus(Qt.FocusReason.TabFocusReason)

    def go_to(self, designator: str) -> None:
        """Make a seat current; the keyboard goes with it where the map has it."""
        if designator in self._buttons and designator != self._current:
            has_keyboard = self.has_keyboard()
            self._make_current(designator)
            if has_keyboard:
                self.focus_current()

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

    def _clicked(self, button: QAbstractButton) -> None:
        assert isinstance(button, SeatButton)
        self._pressed(button.cell.element.designator)

    def _pressed(self, name: str) -> None:
        self._make_current(name)
        button = self._buttons[name]
        button.setChecked(bool(button.look.initials))
        self.seat_pressed.emit(name)

    def event(self, event: QEvent) -> bool:
        """A seat has no tool tip of its own, so Qt asks here: it says the same as the seat's name."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            seat = self.childAt(event.pos())
            if isinstance(seat, SeatButton):
                QToolTip.showText(event.globalPos(), seat.look.spoken, seat)
                return True
        return super().event(event)

    # --- keys

    def _key(self, event: QKeyEvent) -> bool:
        """Whether the map took a key of one of its seats."""
        if self._cabin is None or self._current not in self._buttons:
            return False
        key, cell = event.key(), self._buttons[self._current].cell
        if key in _ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._move_to(self._cabin.step(cell, _ARROWS[key]))
            return True
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move_to(self._end_of_row(cell, last=key == Qt.Key.Key_End))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if not event.isAutoRepeat():
                self._pressed(self._current)
            return True
        if key == Qt.Key.Key_Escape:
            self.left_map.emit()
            return True
        return False

    def _end_of_row(self, cell: Cell, *, last: bool) -> Cell | None:
        row = [one.cell for one in self._buttons.values() if one.cell.row == cell.row]
        return max(row, key=lambda one: one.track) if last else min(row, key=lambda one: one.track)

    def _move_to(self, cell: Cell | None) -> None:
        """Blocked seats without a name are passed over."""
        if cell is not None and cell.element.designator in self._buttons:
            self._make_current(cell.element.designator)
            self.focus_current()

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._cabin is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_skin(painter, self._cabin)
        self._paint_marks(painter, self._cabin)
        for cell in self._cabin.cells:
            if cell.is_seat and not cell.element.designator:
                self._paint_nameless(painter, cell)
            elif not cell.is_seat and cell.element.kind is not ElementKind.EMPTY:
                self._paint_facility(painter, cell)

    def _paint_skin(self, painter: QPainter, cabin: PlacedCabin) -> None:
        """Round at the nose, nearly square at the tail; the wings are bars outside of it."""
        painter.setBrush(self._theme.colour("control"))
        painter.setPen(Qt.PenStyle.NoPen)
        for wing in cabin.wings:
            painter.drawRect(QRect(wing.x, wing.y, wing.width, wing.height))
        box = QRectF(1, cabin.skin_top + 1, cabin.width - 2, cabin.height - 2 * cabin.skin_top - 2)
        painter.setBrush(self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("control"), 2))
        painter.drawPath(_skin(box))

    def _paint_marks(self, painter: QPainter, cabin: PlacedCabin) -> None:
        paint_letters(painter, self._theme, cabin.letters)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.colour("text3"))
        for mark in cabin.numbers:
            _write(painter, mark, 4)
        painter.setFont(self._theme.font("badge"))
        painter.setPen(self._theme.colour("good"))
        for mark in cabin.exits:
            _write(painter, mark, 16)

    def _paint_nameless(self, painter: QPainter, cell: Cell) -> None:
        """A blocked seat that the airline gives no name: nothing to press, nothing to say."""
        painter.setBrush(self._theme.colour("taken"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(cell.x + 0.5, cell.y + 0.5, cell.width - 1, cell.height - 1), 5, 5)

    def _paint_facility(self, painter: QPainter, cell: Cell) -> None:
        box = QRectF(cell.x + 0.5, cell.y + 0.5, cell.width - 1, cell.height - 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if cell.element.kind is ElementKind.OTHER:
            painter.setBrush(self._theme.colour("sunken"))
        pen = QPen(self._theme.colour("control"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(box, 4, 4)
        if cell.element.kind is ElementKind.STAIRS:
            _paint_stairs(painter, self._theme, box.center())
        icon = _FACILITIES.get(cell.element.kind)
        if icon is not None and cell.height >= 16:
            picture = self._theme.pixmap(icon, 14, "text2", self.devicePixelRatioF())
            painter.drawPixmap(round(box.center().x()) - 7, round(box.center().y()) - 7, picture)

    def sizeHint(self) -> QSize:
        return self.size()


class LetterStrip(QWidget):
    """The letters of the rows over the left edge of a cabin that is scrolled sideways; nothing to press."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._letters: tuple[Mark, ...] = ()
        self._shift = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)
        self.hide()

    def show_letters(self, cabin: PlacedCabin) -> None:
        self._letters = cabin.letters
        self._shift = min((mark.x for mark in cabin.letters), default=0) - (_LETTERS - 20) // 2
        top = cabin.skin_top + 2
        self.setGeometry(0, top, _LETTERS, cabin.height - 2 * top)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        painter.fillRect(QRect(self.width() - 1, 0, 1, self.height()), self._theme.colour("line"))
        painter.translate(-self._shift, -self.y())
        paint_letters(painter, self._theme, self._letters)


def paint_letters(painter: QPainter, theme: Theme, letters: Sequence[Mark]) -> None:
    painter.setFont(theme.font("small_strong"))
    painter.setPen(theme.colour("text2"))
    for mark in letters:
        _write(painter, mark, 0)


def _write(painter: QPainter, mark: Mark, beside: int) -> None:
    box = QRect(mark.x - beside, mark.y, mark.width + 2 * beside, mark.height)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark.text)


def _skin(box: QRectF) -> QPainterPath:
    """Clockwise from the upper end of the nose."""
    nose = min(_NOSE, box.height() / 2)
    path = QPainterPath(QPointF(box.left() + nose, box.top()))
    path.lineTo(box.right() - _TAIL, box.top())
    path.quadTo(box.right(), box.top(), box.right(), box.top() + _TAIL)
    path.lineTo(box.right(), box.bottom() - _TAIL)
    path.quadTo(box.right(), box.bottom(), box.right() - _TAIL, box.bottom())
    path.lineTo(box.left() + nose, box.bottom())
    path.arcTo(QRectF(box.left(), box.bottom() - 2 * nose, 2 * nose, 2 * nose), 270, -90)
    path.lineTo(box.left(), box.top() + nose)
    path.arcTo(QRectF(box.left(), box.top(), 2 * nose, 2 * nose), 180, -90)
    path.closeSubpath()
    return path


def _paint_stairs(painter: QPainter, theme: Theme, middle: QPointF) -> None:
    """Three steps, going up to the right."""
    pen = QPen(theme.colour("text2"), 1.4)
    painter.setPen(pen)
    x, y = middle.x() - 6, middle.y() + 5
    path = QPainterPath(QPointF(x, y))
    for step in range(1, 4):
        path.lineTo(x + (step - 1) * 4, y - step * 3.3)
        path.lineTo(x + step * 4, y - step * 3.3)
    painter.drawPath(path)
