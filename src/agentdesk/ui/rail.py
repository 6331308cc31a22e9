"""The rail on the left: the rooms of the desk, each with its key."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.tips import plain_tip

_ICON = 20
_ITEM = QSize(56, 52)
_BAR, _BAR_INSET = 3, 16  # pixels of the bar at the open room, and from the ends of its item
_COUNT = 16


@dataclass(frozen=True, slots=True)
class Room:
    """An entry of the rail. `at_foot` ones stand at the lower end."""

    name: str
    icon: str
    keys: str
    at_foot: bool = False


ROOMS = (
    Room("Book", "plane", "Ctrl+1"),
    Room("Orders", "clipboard-list", "Ctrl+2"),
    Room("Settings", "settings", "Ctrl+,", at_foot=True),
)


class Rail(QFrame):
    """Says which room was asked for; shows which one is open."""

    room_chosen = Signal(str)

    def __init__(self, theme: Theme, rooms: Sequence[Room] = ROOMS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName("Rooms")
        self.setFixedWidth(64)
        self._theme = theme
        self._rooms = {room.name: room for room in rooms}
        self._buttons: dict[str, QToolButton] = {}
        self._counts: dict[str, int] = {}
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 8, 4, 8)
        column.setSpacing(4)
        for room in [one for one in rooms if not one.at_foot]:
            column.addWidget(self._button(room, group))
        column.addStretch(1)
        for room in [one for one in rooms if one.at_foot]:
            column.addWidget(self._button(room, group))
        theme.changed.connect(self._paint_icons)
        self.open(rooms[0].name)

    def open(self, name: str) -> None:
        """Show this room as the open one."""
        self._buttons[name].setChecked(True)
        self._paint_icons()

    def _button(self, room: Room, group: QButtonGroup) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("railItem")
        button.setText(room.name)
        button.setFont(self._theme.font("caption"))
        button.setAccessibleName(room.name)
        button.setToolTip(plain_tip(f"{room.name} ({room.keys})"))
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFixedSize(_ITEM)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.room_chosen.emit(room.name))
        button.installEventFilter(self)
        group.addButton(button)
        self._buttons[room.name] = button
        return button

    def show_count(self, name: str, count: int) -> None:
        """How many in this room want the agent; 0 shows nothing."""
        if self._counts.get(name, 0) == count:
            return
        self._counts[name] = count
        self._buttons[name].setAccessibleName(f"{name}, {count} to act on" if count else name)
        self._buttons[name].update()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The open room has a bar at the edge of the window."""
        super().paintEvent(event)
        for button in self._buttons.values():
            if button.isChecked():
                bar = QRect(0, button.y() + _BAR_INSET, _BAR, button.height() - 2 * _BAR_INSET)
                QPainter(self).fillRect(bar, self._theme.colour("accent"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The count stands on the icon, painted after the button itself."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QToolButton):
            watched.removeEventFilter(self)
            watched.event(event)
            watched.installEventFilter(self)
            self._paint_count(watched)
            return True
        return False

    def _paint_count(self, button: QToolButton) -> None:
        count = self._counts.get(button.text(), 0)
        if not count:
            return
        said = str(count) if count < 100 else "99+"
        font = self._theme.font("environment")
        width = max(QFontMetrics(font).horizontalAdvance(said) + 8, _COUNT)
        box = QRect(button.width() // 2 + 4, 4, width, _COUNT)
        painter = QPainter(button)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("warn"))
        painter.drawRoundedRect(box, _COUNT / 2, _COUNT / 2)
        painter.setFont(font)
        painter.setPen(self._theme.colour("onEnv"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)

    def _paint_icons(self) -> None:
        for name, button in self._buttons.items():
            role = "accentText" if button.isChecked() else "text2"
            button.setIcon(self._theme.icon(self._rooms[name].icon, _ICON, role))
        self.update()
