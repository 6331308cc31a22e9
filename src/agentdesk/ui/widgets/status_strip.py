"""The strip at the foot: the line, what is running, the next deadline, the time."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from agentdesk.ui.theme import Theme, polish
from agentdesk.ui.widgets.countdown import Countdown
from agentdesk.ui.widgets.deadline import Deadline
from agentdesk.ui.widgets.labels import IconLabel, label
from agentdesk.ui.widgets.tips import plain_tip


class StatusStrip(QFrame):
    """Says quietly how things stand."""

    asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusStrip")
        self.setAccessibleName("Status")
        self.setFixedHeight(24)
        self._theme = theme
        self._icon = IconLabel(theme, "wifi", 14, "good")
        self._line = label(theme, "", "small")
        self._running = label(theme, "", "small")
        self._clock = label(theme, "", "small")
        self._clock_icon = IconLabel(theme, "triangle-alert", 14, "warn")
        self._clock_icon.hide()
        self._wrong = ""
        self._deadline = _NextDeadline(theme)
        self._budget = label(theme, "", "small")
        self._rules = [_Rule(), _Rule(), _Rule()]
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._line)
        row.addSpacing(10)
        row.addWidget(self._rules[0])
        row.addSpacing(10)
        row.addWidget(self._running)
        row.addStretch(1)
        row.addWidget(self._budget)
        row.addSpacing(10)
        row.addWidget(self._rules[2])
        row.addSpacing(10)
        row.addWidget(self._deadline)
        row.addSpacing(10)
        row.addWidget(self._rules[1])
        row.addSpacing(10)
        row.addWidget(self._clock_icon)
        row.addWidget(self._clock)
        self._icon.hide()  # nothing is known of a line yet
        for rule in self._rules:
            rule.hide()

    def show_line(self, words: str, *, works: bool) -> None:
        self._icon.show_icon("wifi" if works else "wifi-off", "good" if works else "warn")
        self._icon.show()
        self._line.setText(words)
        self._line.setFont(self._theme.font("small" if works else "small_strong"))
        self._line.setProperty("role", "text2" if works else "warn")
        polish(self._line)
        self._fit()

    def show_running(self, words: str) -> None:
        self._running.setText(words)
        self._rules[0].setVisible(bool(words))
        self._fit()

    def show_clock(self, words: str, wrong: str = "") -> None:
        """The upstream's time; `wrong` says that this computer's clock is another, which stands out and is spoken."""
        self._clock.setText(words)
        if wrong == self._wrong:
            return
        self._wrong = wrong
        said = f"{wrong}. This is the airline's time, by which AgentDesk goes." if wrong else ""
        self._clock.setToolTip(plain_tip(said))
        self._clock.setAccessibleName(f"{words}. {said}" if wrong else "")
        self._clock.setFont(self._theme.font("small_strong" if wrong else "small"))
        self._clock.setProperty("role", "warn" if wrong else "text2")
        polish(self._clock)
        self._clock_icon.setVisible(bool(wrong))
        self._fit()

    def show_budget(self, words: str, whole: str, *, warns: bool) -> None:
        """How much of the free searches is used; `whole` tells it in sentences. Empty words hide it."""
        self._budget.setText(words)
        self._budget.setToolTip(plain_tip(whole))
        self._budget.setAccessibleName(whole)
        self._budget.setFont(self._theme.font("small_strong" if warns else "small"))
        self._budget.setProperty("role", "warn" if warns else "text2")
        polish(self._budget)
        self._fit()

    def show_deadline(
        self, who: str, what: str, until: datetime | None, now: Callable[[], datetime], *, is_price: bool = False
    ) -> None:
        """The nearest one: 'Lindqvist 4QK7ZB', 'pay by 16:00', and how long is left by that clock. None hides it.

        `is_price`: it is the end of a price, which warns in its last minutes only.
        """
        self._deadline.show_next(who, what, until, now, is_price=is_price)
        self._rules[1].setVisible(until is not None)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is no room for all, the count of searches goes: a deadline is never cut."""
        shown = bool(self._budget.text())
        for wanted in (shown, False):
            self._budget.setVisible(wanted)
            self._rules[2].setVisible(wanted)
            if self.minimumSizeHint().width() <= self.width():
                return


class _NextDeadline(QWidget):
    """'Next deadline: Lindqvist 4QK7ZB pay by 16:00, 1 h 19 min'."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._who = label(theme, "", "small_strong", "text")
        self._what = label(theme, "", "small")
        self._left: Deadline | Countdown | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addWidget(label(theme, "Next deadline:", "small"))
        self._row.addWidget(self._who)
        self._row.addWidget(self._what)
        self.hide()

    def show_next(
        self, who: str, what: str, until: datetime | None, now: Callable[[], datetime], *, is_price: bool
    ) -> None:
        if self._left is not None:
            self._left.hide()
            self._left.deleteLater()
            self._left = None
        self.setVisible(until is not None)
        if until is None:
            return
        self._who.setText(who)
        self._what.setText(f"{what},")
        if is_price:
            price = Countdown(self._theme, now)
            self._row.addWidget(price)
            price.count_to(until, before="", passed="passed")
            self._left, left = price, price.text()
        else:
            deadline = Deadline(self._theme, now, small=True)
            self._row.addWidget(deadline)
            deadline.count_to(until, passed="passed")
            self._left, left = deadline, deadline.shown.words
        self.setAccessibleName(f"Next deadline: {who} {what}, {left}")


class _Rule(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("hairline")
        self.setFixedSize(1, 12)
