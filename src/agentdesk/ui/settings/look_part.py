"""The look in the settings: theme, size, key hints, motion."""

import os
from dataclasses import replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from agentdesk.desk.preferences import Preferences, ThemeChoice
from agentdesk.desk.sizes import SIZES
from agentdesk.ui.main_window import SMALLEST
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.labels import card, label
from agentdesk.ui.widgets.segments import Segments

_THEMES: dict[str, object] = {"As the system": ThemeChoice.SYSTEM, "Light": ThemeChoice.LIGHT, "Dark": ThemeChoice.DARK}
_SIZES: dict[str, object] = {f"{size} %": size for size in SIZES}
_NAMES = 112  # pixels of the column of names


class LookPart(QWidget):
    """Says `changed` with the preferences as they are to be kept."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = Preferences()
        self._themes = Segments(theme, "Theme", _THEMES)
        self._themes.chosen.connect(self._theme_chosen)
        self._sizes = Segments(theme, "Size of text and controls", _SIZES)
        self._sizes.chosen.connect(self._size_chosen)
        self._later = label(theme, "", "small", wraps=True)
        self._keys = QCheckBox("Show keys beside the words of what they do")
        self._keys.clicked.connect(lambda on: self._change(replace(self._now, show_key_hints=on)))
        self._still = QCheckBox("Less motion: spinners stand still")
        self._still.clicked.connect(lambda on: self._change(replace(self._now, less_motion=on)))
        for box in (self._keys, self._still):
            box.setFont(theme.font("body"))
            box.setAccessibleName(box.text())
        frame = card()
        grid = QGridLayout(frame)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        grid.setColumnMinimumWidth(0, _NAMES)
        grid.setColumnStretch(2, 1)
        grid.addWidget(label(theme, "Theme", "body_strong"), 0, 0)
        grid.addWidget(self._themes, 0, 1)
        grid.addWidget(label(theme, "Size", "body_strong"), 1, 0)
        grid.addWidget(self._sizes, 1, 1)
        grid.addWidget(self._later, 1, 2)
        grid.addWidget(label(theme, "Keys", "body_strong"), 2, 0)
        grid.addWidget(self._keys, 2, 1, 1, 2)
        grid.addWidget(label(theme, "Motion", "body_strong"), 3, 0)
        grid.addWidget(self._still, 3, 1, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    def show_now(self, now: Preferences) -> None:
        self._now = now
        self._themes.put(now.theme)
        self._sizes.put(now.size_percent if now.size_percent in SIZES else 100)
        self._keys.setChecked(now.show_key_hints)
        self._still.setChecked(now.less_motion)

    def _theme_chosen(self, choice: object) -> None:
        assert isinstance(choice, ThemeChoice)
        self._change(replace(self._now, theme=choice))

    def _size_chosen(self, size: object) -> None:
        assert isinstance(size, int)
        self._change(replace(self._now, size_percent=size))
        self._later.setText(later_words(size, self.screen().availableSize()))

    def _change(self, preferences: Preferences) -> None:
        self._now = preferences
        self.changed.emit(preferences)


def later_words(size: int, screen: QSize) -> str:
    """When a size comes, and whether the smallest window still fits on this screen (`screen` as Qt measures it now)."""
    now = float(os.environ.get("QT_SCALE_FACTOR") or 1)
    room = QSize(round(screen.width() * now), round(screen.height() * now))
    needed = QSize(*(side * size // 100 for side in SMALLEST))
    if needed.width() <= room.width() and needed.height() <= room.height():
        return "From the next start of AgentDesk."
    return "From the next start of AgentDesk. The window will be larger than this screen; Ctrl+0 is the usual size."
