"""The rail on the left: the rooms of the desk, each with its key."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from agentdesk.ui.theme import Theme

_ICON = 20
_ITEM = QSize(56, 52)


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
        button.setAccessibleName(room.name)
        button.setToolTip(f"{room.name} ({room.keys})")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFixedSize(_ITEM)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.room_chosen.emit(room.name))
        group.addButton(button)
        self._buttons[room.name] = button
        return button

    def _paint_icons(self) -> None:
        for name, button in self._buttons.items():
            role = "accentText" if button.isChecked() else "text2"
            button.setIcon(self._theme.icon(self._rooms[name].icon, _ICON, role))
