"""The cells in which tickets are awaited: how long already, counted on as long as somebody can see it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from agentdesk.ui.book.payment_words import waited

_SECOND = 1000  # milliseconds


class WaitingCells(QObject):
    """Of one card. `clock` is the upstream's time; nothing is counted while the card is hidden."""

    def __init__(self, card: QWidget, clock: Callable[[], datetime]) -> None:
        super().__init__(card)
        self._card, self._clock = card, clock
        self._since: datetime | None = None
        self._cells: list[QLabel] = []
        self._tick = QTimer(self)
        self._tick.setInterval(_SECOND)
        self._tick.timeout.connect(self.count)
        card.installEventFilter(self)

    def begin_anew(self) -> None:
        self._cells = []

    def add(self, cell: QLabel) -> None:
        self._cells.append(cell)

    def wait_since(self, since: datetime) -> None:
        self._since = since
        self.count()

    def count(self) -> None:
        """Seconds first, then minutes; a screen reader is not told each of them."""
        if self._since is not None:
            for cell in self._cells:
                cell.setText(f"Waiting for the airline, {waited(self._since, self._clock())}")
                cell.setAccessibleName("Waiting for the airline")
        if self._cells and self._card.isVisible():
            self._tick.start()
        else:
            self._tick.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show:
            self.count()
        elif event.type() is QEvent.Type.Hide:
            self._tick.stop()
        return False
