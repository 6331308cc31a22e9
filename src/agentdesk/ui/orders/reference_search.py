"""Looks at the airline for an order that was made elsewhere and that no list has brought yet."""

from PySide6.QtCore import QObject, Signal

from agentdesk.desk.desk import Desk
from agentdesk.travel.errors import TravelError
from agentdesk.ui import words
from agentdesk.ui.errands import Errands


class ReferenceSearch(QObject):
    """Says `found` with the reference as it was typed, `told` what came of it: kind, strong words, text."""

    ERRAND = "ask airline"
    found = Signal(str)
    told = Signal(str, str, str)

    def __init__(self, desk: Desk, errands: Errands, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._errands = desk, errands

    def ask(self, reference: str) -> None:
        """What is found is kept."""
        self._errands.run(self._ask(reference), replacing=self.ERRAND)

    async def _ask(self, reference: str) -> None:
        try:
            number = await self._desk.keeping.find(reference)
        except TravelError as trouble:
            said = words.explain(trouble)
            self.told.emit("warn", said.what, said.next)
            return
        if not number:
            self.told.emit("warn", f"The airline knows no {reference.upper()}.", "This account has no such order.")
            return
        self.told.emit("good", f"Found {reference.upper()}.", "It is kept from now on.")
        self.found.emit(reference)
