"""Passport lines on their way into a passenger's form: from the clipboard or a field, and back out again."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from agentdesk.travel.mrz import MachineLines, find, repaired
from agentdesk.travel.passengers import TravellerForm
from agentdesk.travel.passport_filling import Comparison, compare, fill, lines_of, take, undo
from agentdesk.ui.announcing import announce
from agentdesk.ui.book.passport_card import PassportCard
from agentdesk.ui.theme import Theme

_MOST = 20_000  # characters of a clipboard that are looked through
_NO_LINES = (
    "There are none in the clipboard. Copy the two or three lines at the foot of the passport's page, "
    "or read them into any field with a scanner."
)


class FormInFront(Protocol):
    """The passenger on screen, as the page holds it."""

    def form_shown(self) -> TravellerForm: ...

    def takes_documents(self) -> bool: ...

    def put_form(self, form: TravellerForm) -> None: ...

    def lines_changed(self) -> None: ...

    def focus_first(self) -> None: ...


class PassportReading(QObject):
    """Owns the card above the form; whatever it puts into a form can be undone."""

    def __init__(self, theme: Theme, page: FormInFront, today: Callable[[], date], voice: QWidget) -> None:
        super().__init__(voice)
        self._page, self._today, self._voice = page, today, voice
        self._before: dict[str, TravellerForm] = {}  # by passenger id: what Undo brings back
        self.card = PassportCard(theme)
        self.card.undone.connect(self._undo)
        self.card.closed.connect(self._close)
        self.card.taken.connect(self._take)
        self.card.repaired.connect(self._repair)

    def paste(self) -> None:
        """From the clipboard (Ctrl+Shift+V)."""
        found = find(QGuiApplication.clipboard().text()[:_MOST], self._today())
        if found is None:
            announce(self._voice, self.card.say_none(_NO_LINES))
        else:
            self._take_in(found, self._page.form_shown())

    def scanned(self, text: str, before: TravellerForm) -> bool:
        """Lines that came through a field: the form is as it was before them, and filled. Whether there were any."""
        found = find(text, self._today())
        if found is not None:
            self._take_in(found, before)
        return found is not None

    def compared(self, form: TravellerForm) -> Sequence[Comparison]:
        """The form beside its lines, shown in the card; nothing where it has none."""
        lines = lines_of(form, self._today())
        if lines is None:
            return ()
        self._say(form, lines)
        return compare(form, lines, self._today(), with_document=self._page.takes_documents())

    def _say(self, form: TravellerForm, lines: MachineLines) -> str:
        today = self._today()
        compared = compare(form, lines, today, with_document=self._page.takes_documents())
        return self.card.say(lines, compared, repaired(lines, today), form.scanned.split())

    def _take_in(self, found: MachineLines, form: TravellerForm) -> None:
        self._before[form.passenger_id] = form
        self._page.put_form(fill(form, found, with_document=self._page.takes_documents()))
        self._tell()

    def _tell(self) -> None:
        self._page.lines_changed()
        form = self._page.form_shown()
        lines = lines_of(form, self._today())
        if lines is not None:
            announce(self._voice, self._say(form, lines))

    def _undo(self) -> None:
        form = self._page.form_shown()
        before = self._before.pop(form.passenger_id, None)
        self._page.put_form(before if before is not None else undo(form))
        announce(self._voice, "The fields are as they were before the passport lines.")
        self._close()

    def _close(self) -> None:
        self.card.hide()
        self._page.lines_changed()
        self._page.focus_first()

    def _take(self) -> None:
        form, today = self._page.form_shown(), self._today()
        lines = lines_of(form, today)
        if lines is not None:
            self._page.put_form(take(form, lines, today, with_document=self._page.takes_documents()))
            self._tell()
            self._page.focus_first()

    def _repair(self) -> None:
        """What the misread lines had filled goes, then the mended ones fill."""
        form, today = self._page.form_shown(), self._today()
        lines = lines_of(form, today)
        mended = repaired(lines, today) if lines is not None else None
        if mended is not None:
            self._take_in(mended, self._before.get(form.passenger_id) or undo(form))
            self._page.focus_first()
