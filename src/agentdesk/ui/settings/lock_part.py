"""The lock in the settings: after how long alone, and its passphrase, which every change asks for."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agentdesk.desk.locking import MINUTES, SHORTEST_PIN
from agentdesk.travel.errors import TravelError
from agentdesk.ui.errands import Errands
from agentdesk.ui.locking import LockGuard
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.field import Choice, Field
from agentdesk.ui.widgets.labels import card, label

_SAID = (
    "Left alone means: no key, mouse or wheel in any window of AgentDesk. Locked, it shows nothing of any customer, "
    "and what is under way goes on. Each start begins locked, so ending it is no way around."
)
_FORGOTTEN = (
    "A forgotten passphrase cannot be read back: the Duffel token opens the desk instead, and takes the lock off."
)
_SHORT = f"At least {SHORTEST_PIN} characters"
_ERRAND = "lock settings"


class LockPart(QWidget):
    """One button does what the fields say: switch on, change, or switch off."""

    def __init__(self, theme: Theme, errands: Errands, guard: LockGuard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._errands, self._guard = errands, guard
        self._banner = Banner(theme)
        shown: dict[str, object] = {"Never": 0, **{f"After {minutes} minutes": minutes for minutes in MINUTES}}
        self._minutes = Choice(theme, "Lock the desk when left alone", shown)
        self._minutes.chosen.connect(lambda _minutes: self._show())
        self._present = self._secret(theme, "Present passphrase", "")
        self._new = self._secret(theme, "Passphrase", _SHORT)
        self._again = self._secret(theme, "The same again", "")
        self._deed = Button(theme, "Switch the lock on", kind="primary", key="Enter")
        self._deed.clicked.connect(self._begin)
        self._now = Button(theme, "Lock now", icon="lock", key="Ctrl L")
        self._now.setToolTip("Lock the desk (Ctrl+L)")
        self._now.clicked.connect(guard.lock_now)
        self._lay_out(theme)
        self.show_now()

    def show_now(self) -> None:
        """As the rule is; what was typed is gone."""
        self._minutes.put(self._guard.lock.minutes)
        for field in (self._present, self._new, self._again):
            field.put("")
            field.wrong("")
        self._show()

    @property
    def _wanted(self) -> int:
        """Minutes, as chosen; 0 for never."""
        value = self._minutes.value
        return value if isinstance(value, int) else 0

    def _show(self) -> None:
        on, wanted = bool(self._guard.lock.minutes), self._wanted
        self._present.setVisible(on)
        self._new.rename("New passphrase" if on else "Passphrase")
        self._new.hint(f"{_SHORT}; empty keeps the present one" if on else _SHORT)
        for field in (self._new, self._again):
            field.setVisible(bool(wanted))
        self._deed.setVisible(on or bool(wanted))
        self._deed.say("Change the lock" if on and wanted else "Switch the lock off" if on else "Switch the lock on")
        self._now.setVisible(on)

    # --- changing

    def _begin(self) -> None:
        if self._errands.is_running(_ERRAND) or not self._deed.isVisibleTo(self):
            return
        on, wanted, new = bool(self._guard.lock.minutes), self._wanted, self._new.text
        keeps = on and not new and not self._again.text
        for field in (self._present, self._new, self._again):
            field.wrong("")
        if on and not self._present.text:
            self._point(self._present, "Changes need it")
        elif wanted and not keeps and len(new) < SHORTEST_PIN:
            self._point(self._new, f"At least {SHORTEST_PIN} characters")
        elif wanted and not keeps and new != self._again.text:
            self._point(self._again, "Not the same")
        else:
            self._errands.run(self._change(on, wanted, new), replacing=_ERRAND)

    async def _change(self, on: bool, wanted: int, new: str) -> None:
        lock = self._guard.lock
        self._deed.setEnabled(False)
        try:
            if on and not await lock.opens(self._present.text):
                self._point(self._present, f"That was not it. The next try in {ceil(lock.wait_left)} s")
                return
            if not wanted:
                await lock.take_off()
            elif new:
                await lock.put_on(wanted, new)
            else:
                await lock.change_minutes(wanted)
        except TravelError as trouble:
            self._banner.say("bad", "The lock is as it was.", str(trouble))
            return
        finally:
            self._deed.setEnabled(True)
        self._guard.start()
        self.show_now()
        if wanted:
            self._banner.say("good", f"The desk locks after {wanted} minutes alone.", "Ctrl+L locks it at once.")
        else:
            self._banner.say("good", "The lock is off.")
        self._minutes.setFocus(Qt.FocusReason.OtherFocusReason)

    def _point(self, field: Field, sentence: str) -> None:
        field.wrong(sentence)
        field.edit.selectAll()
        field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- layout

    def _secret(self, theme: Theme, name: str, hint: str) -> Field:
        field = Field(theme, name, hint=hint)
        field.edit.setEchoMode(QLineEdit.EchoMode.Password)
        begin: Callable[[], None] = self._begin
        field.edit.returnPressed.connect(begin)
        return field

    def _lay_out(self, theme: Theme) -> None:
        frame = card()
        grid = QGridLayout(frame)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(theme, _SAID, "body", "text2", wraps=True), 0, 0, 1, 2)
        grid.addWidget(self._minutes, 1, 0)
        grid.addWidget(self._present, 1, 1)
        grid.addWidget(self._new, 2, 0)
        grid.addWidget(self._again, 2, 1)
        grid.addWidget(label(theme, _FORGOTTEN, "small", "text2", wraps=True), 3, 0, 1, 2)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._now)
        row.addStretch(1)
        row.addWidget(self._deed)
        grid.addLayout(row, 4, 0, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._banner)
        column.addWidget(frame)
