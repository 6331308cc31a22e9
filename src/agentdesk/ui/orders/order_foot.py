"""The foot of the list of orders: how many are selected and what they come to, when the account was last read."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from agentdesk.travel.money import Money
from agentdesk.ui import words
from agentdesk.ui.theme import Theme, polish
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import IconLabel, label
from agentdesk.ui.widgets.progress import Running

_HEIGHT, _BUTTON = 28, 22


class OrderFoot(QFrame):
    """One quiet line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("listFoot")
        self.setFixedHeight(_HEIGHT)
        self._theme = theme
        self._selected = label(theme, "", "small", "text2")
        self._synced = label(theme, "", "small", "text2")
        self._icon = IconLabel(theme, "activity", 14, "good")
        self._live = label(theme, "live", "small", "good")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(4)
        row.addWidget(self._selected)
        row.addStretch(1)
        self.running = Running(theme)
        for button in self.running.findChildren(Button):
            button.setFixedHeight(_BUTTON)
        row.addWidget(self.running)
        row.addSpacing(12)
        row.addWidget(self._synced)
        row.addSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self._live)

    def show_selected(self, count: int, totals: Sequence[Money] | None) -> None:
        """`totals` by currency; None while they are added up, or where they are too many for that."""
        if not count:
            self._selected.setText("")
            return
        money = ", ".join(words.money(one) for one in totals or ())
        self._selected.setText(f"{count:,} selected, {money}" if money else f"{count:,} selected")

    def show_line(self, at: datetime | None, *, works: bool, reading: int = 0) -> None:
        """When the airline's word is from; whether it is kept up now; how many orders a first reading has brought."""
        said = f"Reading the account, {reading:,} orders so far" if reading and works else ""
        if at is not None and not said:
            local = at.astimezone()
            when = f"{local.hour:02}:{local.minute:02}:{local.second:02}"
            said = f"Synced {when}" if works else f"As it was at {when}"
        self._synced.setText(said)
        self._icon.show_icon("activity" if works else "wifi-off", "good" if works else "warn")
        self._live.setText("live" if works else "line lost")
        self._live.setProperty("role", "good" if works else "warn")
        polish(self._live)
