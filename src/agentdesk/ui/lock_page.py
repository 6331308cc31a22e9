"""What stands in the window while it is locked: since when, what is due without any name, and the way back in."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agentdesk.desk.locking import DeskLock
from agentdesk.travel.environment import World
from agentdesk.ui import words
from agentdesk.ui.announcing import announce
from agentdesk.ui.errands import Errands
from agentdesk.ui.orders.deadline_words import about
from agentdesk.ui.theme import Theme, polish
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.environment import EnvironmentBadge
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import IconLabel, hairline, label
from agentdesk.ui.widgets.lone_card import lone_card

_SECOND = 1000
_SOON = timedelta(hours=2)
_GOES_ON = "What is under way goes on: orders are settled and watched, deadlines warned of without names."
_BY_COMMAND = (
    "No token is kept here that could stand for it. Close AgentDesk and run: agentdesk lock --forget. It moves the "
    "data aside, keeps it, and begins empty."
)
_ERRAND = "unlock"


@dataclass(frozen=True, slots=True)
class Token:
    """The secret that proves as much as the passphrase: of the strongest world of which anything is kept here."""

    world: World
    kept: str


class LockPage(QWidget):
    """`opened` says that the passphrase was right, `forgotten` that the upstream's token was."""

    opened = Signal()
    forgotten = Signal()

    def __init__(
        self,
        theme: Theme,
        world: World,
        lock: DeskLock,
        errands: Errands,
        *,
        since: datetime,
        now: Callable[[], datetime],
        ahead: Callable[[], Sequence[datetime]],
        token: Callable[[], Coroutine[Any, Any, Token | None]],
    ) -> None:
        """`now` is the time shown, `ahead` tells the instants of the deadlines to come."""
        super().__init__()
        self.setAccessibleName("The desk is locked")
        self._lock, self._errands, self._now, self._ahead, self._token = lock, errands, now, ahead, token
        self._stands: Token | None = None
        self._since = f"Locked since {words.clock(since.astimezone())}"
        if since.astimezone().date() != now().astimezone().date():
            self._since = f"Locked since {words.moment(since)}"
        self._clock = label(theme, "", "total")
        self._due_icon = IconLabel(theme, "alarm-clock", 16)
        self._due = label(theme, "", "body", wraps=True)
        self._field = Field(theme, "Passphrase of the desk")
        self._field.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.edit.returnPressed.connect(self._try)
        self._deed = Button(theme, "Unlock", kind="primary", key="Enter")
        self._deed.setToolTip("Unlock the desk (Enter)")
        self._deed.clicked.connect(self._try)
        self._forgot = Button(theme, "Forgotten?", kind="link")
        self._forgot.setToolTip("What else opens the desk")
        self._forgot.clicked.connect(lambda: errands.run(self._show_other_way(), replacing="forgotten"))
        self._other = self._other_way(theme)
        self._lay_out(theme, world)
        self.setFocusProxy(self._field)
        self._tick = QTimer(self)
        self._tick.setInterval(_SECOND)
        self._tick.timeout.connect(self.show_time)
        self._waits = False
        self.show_time()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()
        self._field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"The desk is locked. {self._due.text()}", urgent=True)

    def show_time(self) -> None:
        """The time, what is due, and how long the next try has to wait."""
        now = self._now()
        self._clock.setText(words.clock(now.astimezone()))
        coming = sorted(one for one in self._ahead() if one > now)
        said, role = due_words(coming, now)
        if said != self._due.text():
            self._due.setText(said)
            self._due.setProperty("role", role)
            polish(self._due)
            self._due_icon.show_icon("alarm-clock" if coming else "clock", role)
        self._show_wait()

    def _show_wait(self) -> None:
        wait = ceil(self._lock.wait_left)
        if wait:
            self._field.wrong(f"That was not it. The next try in {wait} s")
        elif self._waits:
            self._field.wrong("")
            self._field.hint("You can try again")
            announce(self, "You can try again")
        self._deed.setEnabled(not wait)
        self._waits = bool(wait)

    # --- trying

    def _try(self) -> None:
        if self._field.text and not self._lock.wait_left and not self._errands.is_running(_ERRAND):
            self._errands.run(self._tried(self._field, self._lock.opens), replacing=_ERRAND)

    def _try_token(self) -> None:
        stands, field = self._stands, self._token_field
        if stands is None or not field.text or self._lock.wait_left or self._errands.is_running(_ERRAND):
            return

        async def ask(given: str) -> bool:
            return await self._lock.stands_for(given, stands.kept)

        self._errands.run(self._tried(field, ask), replacing=_ERRAND)

    async def _tried(self, field: Field, ask: Callable[[str], Coroutine[Any, Any, bool]]) -> None:
        self._field.wrong("")
        right = await ask(field.text)
        if right:
            (self.opened if field is self._field else self.forgotten).emit()
            return
        field.edit.selectAll()
        self._show_wait()
        announce(self, f"That was not it. The next try in {ceil(self._lock.wait_left)} seconds", urgent=True)

    # --- forgotten

    async def _show_other_way(self) -> None:
        self._stands = await self._token()
        self._forgot.hide()
        self._other.show()
        if self._stands is None:
            self._other_said.setText(_BY_COMMAND)
            self._other_said.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._token_field.hide()
            self._token_deed.hide()
            self._field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, _BY_COMMAND)
            return
        name = f"Duffel token of {self._stands.world.upper()}"
        self._other_said.setText(
            "Whoever holds the token could read all orders anyway, so it opens the desk too. The lock is off then, "
            "until you choose a new passphrase."
        )
        self._token_field.rename(name)
        self._token_field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _other_way(self, theme: Theme) -> QWidget:
        other = QWidget()
        column = QVBoxLayout(other)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(hairline())
        self._other_said = label(theme, "", "body", "text2", wraps=True)
        self._token_field = Field(theme, "Duffel token")
        self._token_field.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._token_field.edit.returnPressed.connect(self._try_token)
        self._token_deed = Button(theme, "Open with the token", key="Enter")
        self._token_deed.clicked.connect(self._try_token)
        column.addWidget(self._other_said)
        column.addWidget(self._token_field)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._token_deed)
        column.addLayout(row)
        other.hide()
        return other

    # --- layout

    def _lay_out(self, theme: Theme, world: World) -> None:
        inner = lone_card(self)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel(theme, "lock", 20, "text"))
        head.addWidget(label(theme, "The desk is locked", "title"))
        head.addStretch(1)
        head.addWidget(EnvironmentBadge(theme, world))
        inner.addLayout(head)
        when = QHBoxLayout()
        when.setSpacing(12)
        when.addWidget(self._clock)
        when.addWidget(label(theme, self._since, "body", "text2"), 0, Qt.AlignmentFlag.AlignVCenter)
        when.addStretch(1)
        inner.addLayout(when)
        due = QHBoxLayout()
        due.setSpacing(8)
        due.addWidget(self._due_icon, 0, Qt.AlignmentFlag.AlignTop)
        due.addWidget(self._due, 1)
        inner.addLayout(due)
        inner.addWidget(self._field)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._forgot)
        row.addStretch(1)
        row.addWidget(self._deed)
        inner.addLayout(row)
        inner.addWidget(self._other)
        inner.addWidget(label(theme, _GOES_ON, "small", "text2", wraps=True))


def due_words(coming: Sequence[datetime], now: datetime) -> tuple[str, str]:
    """How many deadlines are to come and how near the nearest is, in a colour role; of whom it does not say."""
    if not coming:
        return "No hold is waiting for payment.", "text2"
    nearest = coming[0] - now
    what = words.count(len(coming), "deadline")
    said = f"{what} to come, the next in {about(nearest)}."
    return said, "warn" if nearest <= _SOON else "text"
