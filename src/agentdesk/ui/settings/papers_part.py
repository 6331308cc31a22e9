"""The papers in the settings: their first language, the printer they go to, the logo at their head."""

import asyncio

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from agentdesk.desk.preferences import Preferences
from agentdesk.ui.errands import Errands
from agentdesk.ui.orders.printing import printers
from agentdesk.ui.settings.logo_field import LogoField
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.field import Choice
from agentdesk.ui.widgets.labels import card

_LANGUAGES: dict[str, object] = {
    "English": "en",
    "Deutsch": "de",
    "Français": "fr",
    "Español": "es",
    "Türkçe": "tr",
    "العربية": "ar",
}
_ASK = "Ask with the print dialog"


class PapersPart(QWidget):
    """Says which field of the preferences has changed, and its new value."""

    changed = Signal(str, str)
    logo_changed = Signal(str)

    def __init__(self, theme: Theme, errands: Errands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._errands = errands
        self._language = Choice(theme, "Language of the papers", _LANGUAGES, hint="Each paper can be given another")
        self._language.chosen.connect(lambda value: self.changed.emit("language", str(value)))
        self._printer = Choice(theme, "Printer", {_ASK: ""}, hint="Where papers go when none is picked")
        self._printer.chosen.connect(lambda value: self.changed.emit("printer", str(value)))
        self._logo = LogoField(theme, errands)
        self._logo.changed.connect(self.logo_changed)
        frame = card()
        grid = QGridLayout(frame)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(16)
        grid.addWidget(self._language, 0, 0)
        grid.addWidget(self._printer, 0, 1)
        grid.addWidget(self._logo, 1, 0, 1, 2)
        grid.setVerticalSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    def show_now(self, now: Preferences) -> None:
        """What is kept; the queues of this machine are asked for beside, since that may take a while."""
        self._language.put(now.language)
        self._logo.put(now.agency.logo)
        self._offer((), now.printer)
        self._errands.run(self._find(now.printer), replacing="printers of the settings")

    async def _find(self, chosen: str) -> None:
        self._offer(await asyncio.to_thread(printers), chosen)

    def _offer(self, names: tuple[str, ...], chosen: str) -> None:
        gone = (chosen,) if chosen and chosen not in names else ()
        self._printer.offer({_ASK: "", **{name: name for name in (*names, *gone)}}, chosen)
