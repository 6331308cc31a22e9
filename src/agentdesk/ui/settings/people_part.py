"""People's data in the settings: find somebody, export what is kept, erase them; and how long orders are kept."""

import asyncio
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.desk.people import People, Retention, as_json
from agentdesk.travel.errors import TravelError
from agentdesk.travel.people import ErasurePlan, ErasureReport, Fate, PersonFound
from agentdesk.ui.announcing import announce
from agentdesk.ui.asking import answer_to
from agentdesk.ui.errands import Errands
from agentdesk.ui.people_words import born_words, counted_words, day
from agentdesk.ui.settings.people_sheets import erase_sheet, keep_sheet, report_sheet, report_text
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.field import Choice, Field
from agentdesk.ui.widgets.labels import card, hairline, label
from agentdesk.ui.widgets.tips import plain_tip

_KEEP = {"For ever": 0, "1 year": 12, "2 years": 24, "3 years": 36, "7 years": 84, "10 years": 120}
_KEEP_SAID = (
    "Counted from the landing of the last flight. Orders kept longer go by themselves, for good and with everybody in "
    "them, soon after each start and then daily. What is unpaid, open or still to come never goes."
)
_FIND_SAID = (
    "For whoever asks what you keep of them, or asks to be forgotten. One name and one birth date are one person."
)
_SHOWN = 6  # people
_SOON = 0.25  # seconds after typing


class PeoplePart(QWidget):
    """Says `keep_chosen` with the months that orders are to be kept, once that is confirmed where it deletes."""

    keep_chosen = Signal(int)

    def __init__(
        self,
        theme: Theme,
        errands: Errands,
        people: People,
        retention: Retention,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._errands, self._people, self._retention = theme, errands, people, retention
        self._months = 0
        self._keep = Choice(theme, "Keep orders after the last flight", dict(_KEEP))
        self._keep.chosen.connect(lambda months: errands.run(self._choose(months), replacing="keep orders"))
        self._find = Field(theme, "Find a person", placeholder="Name, or the beginning of it")
        self._find.edited.connect(lambda _text: self._search(_SOON))
        self._find.edit.returnPressed.connect(lambda: self._search(0.0))
        self._banner = Banner(theme)
        self._said = label(theme, "", "small", "text2", wraps=True)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._shown: list[QWidget] = []
        self._lay_out()

    def show_now(self, months: int) -> None:
        """As it is kept; a rule that was written by hand stands beside the usual ones."""
        self._months = months
        known: dict[str, object] = {**_KEEP}
        if months not in _KEEP.values():
            known[f"{months} months"] = months
        self._keep.offer(known, months)

    # --- how long orders are kept

    async def _choose(self, months: object) -> None:
        """What would go is said first; nothing goes while the sheet is open."""
        assert isinstance(months, int)
        if months and (not self._months or months < self._months):
            number = await self._retention.would_go(months)
            if not await keep_sheet(self.window(), self._theme, months, number).answer():
                self._keep.put(self._months)
                return
        self._months = months
        self.keep_chosen.emit(months)
        self._retention.look_now()

    # --- finding

    def _search(self, after: float) -> None:
        self._errands.run(self._look(), replacing="find person", after=after)

    async def _look(self) -> None:
        text = self._find.text.strip()
        if not text:
            self._show_people((), "")
            return
        try:
            found = await self._people.find(text)
        except TravelError as trouble:
            self._banner.say("bad", "The data could not be searched.", str(trouble))
            return
        if text != self._find.text.strip():
            return
        more = len(found.people) - _SHOWN
        said = "" if found.people else "Nobody of that name is kept here."
        if more > 0 or not found.is_all:
            said = "There are more: type more of the name."
        self._show_people(found.people[:_SHOWN], said)

    def _show_people(self, people: tuple[PersonFound, ...], said: str) -> None:
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and any(row.isAncestorOf(focused) for row in self._shown)
        for row in self._shown:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._shown = [self._row(one) for one in people]
        for row in self._shown:
            self._rows.addWidget(row)
        self._say(said)
        if had_keyboard:
            self._find.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if people or said:
            number = len(people)
            announce(self._find.edit, said or f"{number} {'person' if number == 1 else 'people'} found")

    def _row(self, person: PersonFound) -> QWidget:
        row = QWidget()
        row.setAccessibleName(f"{person.name}, {born_words(person.born)}")
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(8)
        column.addWidget(hairline())
        line = QHBoxLayout()
        line.setSpacing(8)
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(label(self._theme, " · ".join(person.names[:2]), "body_strong", wraps=True))
        told.addWidget(label(self._theme, _told(person), "small", "text2", wraps=True))
        line.addLayout(told, 1)
        line.addWidget(self._button("Export…", "download", person, self._export))
        line.addWidget(self._button("Erase…", "trash-2", person, self._erase))
        column.addLayout(line)
        return row

    def _button(self, words: str, icon: str, person: PersonFound, deed: Callable[[PersonFound], None]) -> Button:
        named = f"{words.rstrip('…')} {person.name}, {born_words(person.born)}"
        button = Button(self._theme, words, icon=icon, name=named, small=True)
        button.setToolTip(plain_tip(f"{words.rstrip('…')} what is kept of this person (Enter)"))
        button.clicked.connect(lambda: deed(person))
        return button

    # --- exporting

    def _export(self, person: PersonFound) -> None:
        self._errands.run(self._write(person), replacing="export person")

    async def _write(self, person: PersonFound) -> None:
        dialog = self._dialog()
        named: list[str] = []
        dialog.fileSelected.connect(named.append)
        if not await answer_to(dialog) or not named:
            return
        target = Path(named[0])
        try:
            await asyncio.to_thread(_write_privately, target, as_json(await self._people.tell(person.key)))
        except FileExistsError:
            self._banner.say("bad", "There is no export.", f"{target} exists already: name a new file.")
        except OSError as trouble:
            said = f"{target} could not be written: {trouble.strerror or trouble}."
            self._banner.say("bad", "There is no export.", said)
        except LookupError:
            self._banner.say("warn", "Nothing is kept of this person any more.", "No file was written.")
        except TravelError as trouble:
            self._banner.say("bad", "There is no export.", f"{trouble}. Nothing was changed.")
        else:
            said = f"{target}, readable to you alone and not encrypted. Read the notes in it before you hand it over."
            self._banner.say("good", "Everything kept of this person is exported.", said)

    def _dialog(self) -> QFileDialog:
        """Never the system's own, which would run a loop of its own; a file that is there is refused afterwards."""
        dialog = QFileDialog(self.window(), "Where the export goes")
        dialog.setAccessibleName("Where the export goes")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("JSON (*.json)")
        dialog.setDefaultSuffix("json")
        dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog.selectFile(f"person-{date.today().isoformat()}.json")  # noqa: DTZ011  # a name, in the agent's days
        return dialog

    # --- erasing

    def _erase(self, person: PersonFound) -> None:
        if not self._errands.is_running("erase person"):
            self._errands.run(self._erase_for_good(person), replacing="erase person")

    async def _erase_for_good(self, person: PersonFound) -> None:
        try:
            plan = await self._people.plan(person.key)
            if not await erase_sheet(self.window(), self._theme, plan).answer() or _may_nothing_go(plan):
                return
            self._say("Erasing, and writing the database anew. You can go on working.")
            report = await self._people.erase(person.key)
        except LookupError:
            self._banner.say("warn", "Nothing is kept of this person any more.", "Nothing was changed.")
        except TravelError as trouble:
            said = f"{trouble}. What has gone is gone; erase again to go on from there."
            self._banner.say("bad", "Not everything could be erased.", said)
        else:
            self._say("")
            await self._tell(report)
        finally:
            self._say("")
            self._search(0.0)

    async def _tell(self, report: ErasureReport) -> None:
        if await report_sheet(self.window(), self._theme, report).answer():
            QGuiApplication.clipboard().setText(report_text(report))
            self._banner.say("good", "The report is on the clipboard.", "")

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    # --- layout

    def _lay_out(self) -> None:
        keep = card()
        above = QVBoxLayout(keep)
        above.setContentsMargins(14, 12, 14, 12)
        above.setSpacing(8)
        self._keep.setMaximumWidth(_NARROW)
        above.addWidget(self._keep, 0, Qt.AlignmentFlag.AlignLeft)
        above.addWidget(label(self._theme, _KEEP_SAID, "small", "text2", wraps=True))
        frame = card()
        below = QVBoxLayout(frame)
        below.setContentsMargins(14, 12, 14, 12)
        below.setSpacing(8)
        below.addWidget(label(self._theme, _FIND_SAID, "body", "text2", wraps=True))
        below.addWidget(self._find)
        below.addWidget(self._said)
        below.addLayout(self._rows)
        self._said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._banner)
        column.addWidget(frame)
        column.addWidget(keep)


_NARROW = 360  # pixels of the choice


def _write_privately(target: Path, content: bytes) -> None:
    """For the owner alone, and never over what is there. FileExistsError, or OSError when the disk refuses."""
    handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        target.unlink(missing_ok=True)
        raise


def _told(person: PersonFound) -> str:
    said = [born_words(person.born), *person.emails[:1], counted_words(person), f"last {day(person.last)}"]
    return " · ".join(one for one in said if one)


def _may_nothing_go(plan: ErasurePlan) -> bool:
    return all(one.fate is Fate.STAYS for one in plan.places)
