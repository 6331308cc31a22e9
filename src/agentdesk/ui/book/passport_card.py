"""The passport's lines above the form: what was read, how many check digits agree, what differs from what was typed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel.mrz import MachineLines, Part
from agentdesk.travel.passport_filling import Comparison
from agentdesk.ui.theme import Theme, polish
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import IconLabel, label

_PARTS = {
    Part.NUMBER: "document number",
    Part.BORN: "date of birth",
    Part.EXPIRES: "date of expiry",
    Part.PERSONAL: "personal number",
    Part.ALL: "overall",
}
_FIELDS = {
    "given_name": "given name",
    "family_name": "family name",
    "gender": "gender",
    "born": "born",
    "document_number": "number",
    "document_country": "issued by",
    "document_expires": "expires",
}


class PassportCard(QFrame):
    """Hidden until lines were read, or looked for in vain."""

    undone = Signal()
    closed = Signal()
    taken = Signal()  # what the passport says instead of what was typed
    repaired = Signal()  # the look-alikes exchanged

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Passport lines")
        self._is_none = False
        self._icon = IconLabel(theme, "scan-line", 16, "good")
        self._head = label(theme, "", "body_strong")
        self._mark = IconLabel(theme, "check", 14, "good")
        self._digits = label(theme, "", "body", "good", wraps=True)
        self._undo = Button(theme, "Undo", kind="link")
        self._undo.clicked.connect(self._leave)
        self._lines = label(theme, "", "entry")
        self._lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._note = label(theme, "", "small", "text2", wraps=True)
        self._take = Button(theme, "Take the passport's", small=True)
        self._take.clicked.connect(self.taken)
        self._repair = Button(theme, "Read it so", small=True)
        self._repair.clicked.connect(self.repaired)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self._head)
        head.addWidget(self._mark)
        head.addWidget(self._digits, 1)
        head.addWidget(self._undo)
        column.addLayout(head)
        column.addWidget(self._lines)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._take)
        foot.addWidget(self._repair)
        column.addLayout(foot)

    def say(
        self, lines: MachineLines, compared: Sequence[Comparison], mended: MachineLines | None, scanned: Sequence[str]
    ) -> str:
        """Show lines that were read; what it says in one sentence, for a screen reader."""
        self._is_none = False
        role = "good" if not lines.failed else "bad"
        digits = f"{lines.agreeing} of {len(lines.checks)} check digits agree"
        if lines.failed:
            digits += f", not: {', '.join(_PARTS[part] for part in lines.failed)}"
        differing = [one for one in compared if not one.agrees]
        head = "Filled from the passport lines" if scanned else "Compared with the passport lines"
        self._show(head if not lines.is_visa else "Filled from the lines of a visa", role, digits)
        self._icon.show_icon("scan-line", "good" if not lines.failed and not differing else "warn")
        self._lines.setText("\n".join(lines.lines))
        self._lines.show()
        note = _note(lines, differing, mended)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._take.setVisible(bool(differing))
        self._repair.setVisible(mended is not None)
        self._repair.say(f"Read {', '.join(f'{old} as {new}' for old, new in _swaps(lines, mended))}")
        self._undo.say("Undo")
        return f"{head}. {digits}. {note}"

    def say_none(self, sentence: str) -> str:
        """Lines were looked for and not found; `closed` is said when that was read."""
        self._is_none = True
        self._show("No passport lines", "text2", "")
        self._icon.show_icon("scan-line", "text2")
        self._lines.hide()
        self._note.setText(sentence)
        self._note.show()
        self._take.hide()
        self._repair.hide()
        self._undo.say("Close")
        return f"No passport lines. {sentence}"

    def _leave(self) -> None:
        (self.closed if self._is_none else self.undone).emit()

    def _show(self, head: str, role: str, digits: str) -> None:
        self._head.setText(head)
        self._mark.setVisible(bool(digits))
        self._mark.show_icon("check" if role == "good" else "circle-alert", role)
        self._digits.setText(digits)
        self._digits.setProperty("role", role)
        polish(self._digits)
        self.show()


def _note(lines: MachineLines, differing: Sequence[Comparison], mended: MachineLines | None) -> str:
    said: list[str] = []
    if lines.is_visa:
        said.append("A visa is no passport: its number is not filled in.")
    if differing:
        names = ", ".join(f"{_FIELDS[one.field]} {one.said.upper()}" for one in differing)
        said.append(f"Differs from what was typed, which stays: the passport says {names}.")
    if mended is not None:
        swaps = ", ".join(f"{old} for {new}" for old, new in _swaps(lines, mended))
        said.append(f"It may be misread, {swaps}: then all check digits agree.")
    elif lines.failed:
        said.append("Compare these fields with the document, letter by letter.")
    if not lines.given_name:
        said.append("It has one name only: many airlines take FNU as the given name, so ask first.")
    if lines.names_cut:
        said.append("The names were too long for the lines and are cut.")
    return " ".join(said)


def _swaps(lines: MachineLines, mended: MachineLines | None) -> list[tuple[str, str]]:
    """The characters that were exchanged, each pair once."""
    if mended is None:
        return []
    pairs = zip("".join(lines.lines), "".join(mended.lines), strict=True)
    return list(dict.fromkeys((old, new) for old, new in pairs if old != new))
