"""What the agency writes beside the sale: its fee, its own reference, a note. None of it leaves this machine."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel.booking import Draft, draft_total
from agentdesk.travel.fees import NoFee, read_fee
from agentdesk.travel.money import Money
from agentdesk.ui import words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import label

_LONGEST_REFERENCE, _LONGEST_NOTE, _LONGEST_FEE = 60, 500, 20


def fee_of(draft: Draft) -> Money | None:
    """The fee as typed; NoFee when it is none. Nothing while no offer is chosen."""
    return read_fee(draft.fee, draft.offer.total) if draft.offer is not None else None


def is_fee(draft: Draft) -> bool:
    """Whether what is typed as a fee is one."""
    try:
        fee_of(draft)
    except NoFee:
        return False
    return True


class Records(QFrame):
    """Three fields in a row; each change says `edited` with the texts of all."""

    edited = Signal(str, str, str)  # fee, own reference, note

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.fee = Field(theme, "Agency fee", placeholder="25 or 5%")
        self.reference = Field(theme, "Your own reference")
        self.note = Field(theme, "Note")
        for field, longest in (
            (self.fee, _LONGEST_FEE),
            (self.reference, _LONGEST_REFERENCE),
            (self.note, _LONGEST_NOTE),
        ):
            field.edit.setMaxLength(longest)
            field.edited.connect(self._say)
        self.reference.hint("Kept with the order, found under Orders")
        self.note.hint("Kept with the order; only the agency reads it")
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in (self.fee, self.reference, self.note):
            row.addWidget(field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 8)
        column.setSpacing(8)
        column.addWidget(label(theme, "For your records", "body_strong"))
        column.addLayout(row)

    def show_draft(self, draft: Draft) -> None:
        """What was typed, and what the fee comes to."""
        self.fee.put(draft.fee)
        self.reference.put(draft.own_reference)
        self.note.put(draft.note)
        total = draft_total(draft)
        try:
            fee = fee_of(draft)
        except NoFee:
            self.fee.wrong("Not an amount; try 25, 25.50 or 5%")
            return
        self.fee.wrong("")
        if fee is None or total is None:
            self.fee.hint("On top of the price; on the papers as its own line")
        else:
            self.fee.hint(f"{words.money(fee)} on top: {words.money(total + fee)} in all", "good")

    def _say(self) -> None:
        self.edited.emit(self.fee.text, self.reference.text, self.note.text)
