"""Every command of the window once: its name, its keys and its deed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Command:
    """A command. `keys` as Qt writes them; the first is the one shown."""

    name: str
    keys: tuple[str, ...]
    deed: Callable[[], None]
    icon: str = "log-in"

    @property
    def shown_keys(self) -> str:
        return self.keys[0].replace("Return", "Enter").replace("Left", "←").replace("PgDown", "PgDn")


def install(window: QWidget, commands: Sequence[Command]) -> list[QAction]:
    """Give the window its commands; they work wherever the keyboard is in it. To be removed by whoever installs."""
    actions = []
    for command in commands:
        action = QAction(command.name, window)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(False)  # a key held down goes one step on, not through the whole booking
        action.triggered.connect(lambda _checked=False, deed=command.deed: deed())
        window.addAction(action)
        actions.append(action)
    return actions
