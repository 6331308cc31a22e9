"""Alerts in the settings: before which deadlines to warn, how long before, and how it is said."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.desk.preferences import LEADS, Alerts
from agentdesk.travel.deadlines import WORTH_A_WARNING, DeadlineKind
from agentdesk.ui.desktop_notices import DesktopNotices, Shows
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.chip import Chip
from agentdesk.ui.widgets.labels import IconLabel, card, label

_NAMES = 112  # pixels of the column of names
_KINDS = {
    DeadlineKind.PAY: "A hold has to be paid",
    DeadlineKind.PRICE: "The price of a hold is no longer guaranteed",
    DeadlineKind.VOID: "The void window closes",
}
_NONE_SHOWN = (
    "This desktop shows no notifications. The sound, the toast in this window and the count at Orders still come."
)


class AlertsPart(QWidget):
    """Says `changed` with the alerts as they are to be kept."""

    changed = Signal(object)

    def __init__(self, theme: Theme, desktop: DesktopNotices | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = Alerts()
        self._notices = desktop
        self._kinds = {kind: self._box(theme, _KINDS[kind]) for kind in WORTH_A_WARNING}
        for kind, box in self._kinds.items():
            box.clicked.connect(lambda on, kind=kind: self._kind_chosen(kind, on))
        self._leads = {minutes: Chip(theme, lead_words(minutes)) for minutes in LEADS}
        for minutes, chip in self._leads.items():
            chip.setAccessibleName(f"Warn {lead_words(minutes)} before")
            chip.clicked.connect(lambda on, minutes=minutes: self._lead_chosen(minutes, on))
        self._said = label(theme, "", "small", "text2", wraps=True)
        self._desktop = self._box(theme, "A notification of the desktop")
        self._desktop.clicked.connect(lambda on: self._change(replace(self._now, desktop=on)))
        self._sound = self._box(theme, "A sound")
        self._sound.clicked.connect(lambda on: self._change(replace(self._now, sound=on)))
        self._none = IconLabel(theme, "triangle-alert", 16, "warn")
        self._none_said = label(theme, _NONE_SHOWN, "small", "text2", wraps=True)
        self._lay_out(theme)
        if desktop is not None:
            desktop.changed.connect(self._show_desktop)
        self._show_desktop()
        self.show_now(self._now)

    def show_now(self, now: Alerts) -> None:
        self._now = now
        for kind, box in self._kinds.items():
            box.setChecked(kind in now.kinds)
        for minutes, chip in self._leads.items():
            chip.setChecked(minutes in now.minutes)
        self._desktop.setChecked(now.desktop)
        self._sound.setChecked(now.sound)
        self._said.setText(lead_sentence(now))

    def _kind_chosen(self, kind: DeadlineKind, on: bool) -> None:
        chosen = {*self._now.kinds, kind} if on else {*self._now.kinds} - {kind}
        self._change(replace(self._now, kinds=tuple(one for one in _KINDS if one in chosen)))

    def _lead_chosen(self, minutes: int, on: bool) -> None:
        chosen = {*self._now.minutes, minutes} if on else {*self._now.minutes} - {minutes}
        self._change(replace(self._now, minutes=tuple(sorted(chosen, reverse=True))))

    def _change(self, alerts: Alerts) -> None:
        self.show_now(alerts)
        self.changed.emit(alerts)

    def _show_desktop(self) -> None:
        silent = self._notices is not None and self._notices.shows is Shows.NO
        self._none.setVisible(silent)
        self._none_said.setVisible(silent)

    def _box(self, theme: Theme, words: str) -> QCheckBox:
        box = QCheckBox(words)
        box.setFont(theme.font("body"))
        box.setAccessibleName(words)
        return box

    def _lay_out(self, theme: Theme) -> None:
        frame = card()
        grid = QGridLayout(frame)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, _NAMES)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(theme, "Warn when", "body_strong"), 0, 0)
        for row, box in enumerate(self._kinds.values()):
            grid.addWidget(box, row, 1)
        row = len(self._kinds)
        grid.setRowMinimumHeight(row, 4)
        grid.addWidget(label(theme, "How long before", "body_strong"), row + 1, 0)
        leads = QHBoxLayout()
        leads.setSpacing(6)
        for chip in self._leads.values():
            leads.addWidget(chip)
        leads.addStretch(1)
        grid.addLayout(leads, row + 1, 1)
        grid.addWidget(self._said, row + 2, 1)
        grid.setRowMinimumHeight(row + 3, 4)
        grid.addWidget(label(theme, "By", "body_strong"), row + 4, 0)
        grid.addWidget(self._desktop, row + 4, 1)
        none = QHBoxLayout()
        none.setSpacing(8)
        none.addWidget(self._none)
        none.addWidget(self._none_said, 1)
        grid.addLayout(none, row + 5, 1)
        grid.addWidget(self._sound, row + 6, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)


def lead_words(minutes: int) -> str:
    """'3 days', '24 h', '30 min'."""
    if minutes > 1440:
        return f"{minutes // 1440} days"
    return f"{minutes // 60} h" if minutes >= 60 else f"{minutes} min"


def lead_sentence(alerts: Alerts) -> str:
    """What the chosen times come to."""
    number = len(alerts.minutes)
    if not number or not alerts.kinds:
        return "No warning comes before a deadline. What has passed is still said."
    times = "once" if number == 1 else "twice" if number == 2 else f"{number} times"
    return f"Each is warned of {times}, by the airline's clock. Of a shorter one first at half of its time."
