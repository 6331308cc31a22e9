"""The papers of an order: which, in which language, to whom; a preview, and every way out."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.desk.paper_content import PaperKind
from agentdesk.ui.orders.paper_preview import PaperPreview
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button, shown_key
from agentdesk.ui.widgets.field import Choice
from agentdesk.ui.widgets.sheet import Sheet
from agentdesk.ui.widgets.tips import plain_tip

_WIDE, _TALL, _CONTROLS, _CHROME = 1000, 860, 260, 58
DIALOG = ""
"""Stands for the system's own print dialog among the printers."""
KIND_WORDS = {
    PaperKind.ITINERARY: "Itinerary",
    PaperKind.RECEIPT: "Receipt",
    PaperKind.HOLD: "Hold confirmation",
    PaperKind.CANCELLATION: "Cancellation note",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper in a language, ISO 639."""

    kind: PaperKind
    language: str


class PaperSheet(Sheet):
    """Says `wants` when the choice has changed; the deed prints to `printer`. The other buttons leave it open.

    Ctrl+P is the page's below, which hands it on: two widgets with one key would both stay silent.
    """

    wants = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        kinds: tuple[PaperKind, ...],
        languages: tuple[tuple[str, str], ...],
        first: Wanted,
        deeds: tuple[tuple[str, str, str, Callable[[], None]], ...],
    ) -> None:
        """`deeds`: words, icon, key and what it does."""
        print_button = Button(theme, "Print…", kind="primary", icon="printer", key=shown_key("Ctrl+P"))
        others = [Button(theme, text, icon=icon, key=shown_key(key)) for text, icon, key, _ in deeds]
        super().__init__(parent, theme, "Papers", back="Close", deed=print_button)
        self._paper = Choice(theme, "Paper", {KIND_WORDS[one]: one for one in kinds})
        self._language = Choice(theme, "Language", {name: code for code, name in languages})
        self._printer = Choice(theme, "Printer", {"Ask with the print dialog": DIALOG})
        self._paper.put(first.kind)
        self._language.put(first.language)
        self._printer.put(DIALOG)
        for choice in (self._paper, self._language):
            choice.chosen.connect(lambda _value: self.wants.emit(self.wanted))
        self.is_printer_picked = False  # by hand; a queue that is away today is not forgotten for it
        self._printer.chosen.connect(lambda _value: self._pick_printer())
        room = min(_WIDE, parent.width() - 48)
        self.preview = PaperPreview(theme, room - _CONTROLS - _CHROME)
        row = QHBoxLayout()
        row.setSpacing(16)
        column = QVBoxLayout()
        column.setSpacing(8)
        for choice in (self._paper, self._language, self._printer):
            choice.setFixedWidth(_CONTROLS)
            column.addWidget(choice)
        for button, (text, _icon, key, do) in zip(others, deeds, strict=True):
            button.setToolTip(plain_tip(f"{text} ({shown_key(key)})"))
            button.clicked.connect(do)
            self._add_key(key, button)
            column.addWidget(button)
        self.told = Banner(theme)
        self.told.setFixedWidth(_CONTROLS)
        self.told.pressed.connect(self.told.hide)
        column.addWidget(self.told)
        column.addStretch(1)
        row.addLayout(column)
        row.addWidget(self.preview)
        self.body.addLayout(row)
        print_button.setToolTip(plain_tip(f"Print ({shown_key('Ctrl+P')})"))
        self._cover()

    @property
    def wanted(self) -> Wanted:
        kind, language = self._paper.value, self._language.value
        assert isinstance(kind, PaperKind)
        assert isinstance(language, str)
        return Wanted(kind, language)

    @property
    def printer(self) -> str:
        """A queue's name, or DIALOG."""
        return str(self._printer.value or DIALOG)

    def offer_printers(self, names: tuple[str, ...], chosen: str) -> None:
        """Queues of this machine; what was chosen by hand meanwhile stays."""
        now = self.printer or (chosen if chosen in names else DIALOG)
        self._printer.offer({**{name: name for name in names}, "Ask with the print dialog": DIALOG}, now)
        self._name_deed()

    def show_pages(self, pictures: tuple[QImage, ...], text: str) -> None:
        self.preview.show_pages(pictures, KIND_WORDS[self.wanted.kind], text)

    def _pick_printer(self) -> None:
        self.is_printer_picked = True
        self._name_deed()

    def _name_deed(self) -> None:
        self.deed.say("Print" if self.printer else "Print…")

    def _add_key(self, keys: str, button: Button) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(button.click)

    def _cover(self) -> None:
        """Wider and taller than a question: a page is to be read."""
        self.setGeometry(self._over.rect())
        width, height = min(_WIDE, self.width() - 48), min(_TALL, self.height() - 24)
        self._frame.setGeometry((self.width() - width) // 2, (self.height() - height) // 2, width, height)
