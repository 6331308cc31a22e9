"""Keys of a page: heard wherever the keyboard is within it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def on_key(where: QWidget, keys: str, do: Callable[[], object], *, repeats: bool = True) -> None:
    """Do this at a key (written as Qt writes it) in a widget and all within; a held key may do it once only."""
    shortcut = QShortcut(QKeySequence(keys), where)
    shortcut.setAutoRepeat(repeats)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(do)
