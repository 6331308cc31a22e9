"""Data and backup in the settings: everything into one file under a passphrase, while work goes on."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agentdesk.desk.passphrases import SHORTEST
from agentdesk.travel.errors import TravelError, WrongKey
from agentdesk.ui.asking import answer_to
from agentdesk.ui.errands import Errands
from agentdesk.ui.settings.access import Around
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import card, label

_SAID = (
    "All orders, notes, unfinished bookings and settings of every environment go into one file that opens only with "
    "its passphrase. Your Duffel token is not in it. To bring it back, here or on another computer, close AgentDesk "
    "and run: agentdesk restore FILE"
)
_NOWHERE = "In this session nothing is kept on this computer, so there is nothing to back up."
_ERRAND = "backup"


class BackupPart(QWidget):
    """Asks for the passphrase twice, then where to; says at its head what came of it."""

    def __init__(self, theme: Theme, errands: Errands, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._errands, self._around = errands, around
        self._banner = Banner(theme)
        self._words = Field(theme, "Passphrase of the backup", hint=f"At least {SHORTEST} characters")
        self._again = Field(theme, "The same passphrase again", hint="Without it nobody opens the file, neither do you")
        for field in (self._words, self._again):
            field.edit.setEchoMode(QLineEdit.EchoMode.Password)
            field.edit.returnPressed.connect(self._begin)
        self._deed = Button(theme, "Back up…", icon="hard-drive", key="Enter")
        self._deed.setToolTip("Choose where the backup goes (Enter)")
        self._deed.clicked.connect(self._begin)
        self._state = label(theme, "", "small", "text2", wraps=True)
        self._said = label(theme, _SAID, "body", "text2", wraps=True)
        self._lay_out()

    def show_now(self) -> None:
        """Whether there is anything to back up in this session."""
        keeps = self._around.keeps_secrets
        for part in (self._words, self._again, self._deed):
            part.setEnabled(keeps)
        self._said.setText(_SAID if keeps else _NOWHERE)

    def _begin(self) -> None:
        if self._errands.is_running(_ERRAND):
            return
        if len(self._words.text) < SHORTEST:
            self._words.wrong(f"At least {SHORTEST} characters")
            self._words.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._words.text != self._again.text:
            self._again.wrong("Not the same passphrase")
            self._again.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._errands.run(self._back_up(self._words.text), replacing=_ERRAND)

    async def _back_up(self, words: str) -> None:
        dialog = self._dialog()
        named: list[str] = []
        dialog.fileSelected.connect(named.append)
        if not await answer_to(dialog) or not named:
            return
        target = Path(named[0])
        self._deed.setEnabled(False)
        self._state.setText("Backing up. You can go on working.")
        try:
            orders = await self._around.back_up(target, words)
        except TravelError as trouble:
            self._banner.say("bad", "There is no backup.", _why(trouble))
        else:
            for field in (self._words, self._again):
                field.put("")
            told = f"{orders:,} {'order' if orders == 1 else 'orders'}, in {target}. It was read again and is whole."
            self._banner.say("good", "The backup is made.", told)
        finally:
            self._state.setText("")
            self._deed.setEnabled(True)

    def _dialog(self) -> QFileDialog:
        """Never the system's own, which would run a loop of its own; a file that is there is refused afterwards."""
        dialog = QFileDialog(self.window(), "Where the backup goes")
        dialog.setObjectName("saveBackup")
        dialog.setAccessibleName("Where the backup goes")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("Backups of AgentDesk (*.backup)")
        dialog.setDefaultSuffix("backup")
        dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog.selectFile(f"agentdesk-{date.today().isoformat()}.backup")  # noqa: DTZ011  # a name, in the agent's days
        return dialog

    def _lay_out(self) -> None:
        frame = card()
        grid = QGridLayout(frame)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.addWidget(self._said, 0, 0, 1, 2)
        grid.addWidget(self._words, 1, 0)
        grid.addWidget(self._again, 1, 1)
        row = QHBoxLayout()
        row.addWidget(self._state, 1)
        row.addWidget(self._deed)
        grid.addLayout(row, 2, 0, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._banner)
        column.addWidget(frame)


def _why(trouble: TravelError) -> str:
    if isinstance(trouble, WrongKey):
        return f"{_sentence(trouble)} Go to that environment: it says what can be done."
    return f"{_sentence(trouble)} Nothing was changed."


def _sentence(trouble: TravelError) -> str:
    text = str(trouble)
    return f"{text[:1].upper()}{text[1:]}."
