"""What is being done to an order: read, sent step by step, not known yet, proved, or refused with a way on."""

from collections.abc import Callable
from datetime import datetime
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.desk.settling import Looks
from agentdesk.travel.deeds import CancelOrder, Deed, DeedUnsure, PayHold
from agentdesk.ui.book.payment_checking import Asked
from agentdesk.ui.book.payment_words import seconds_clock
from agentdesk.ui.orders import deed_words
from agentdesk.ui.orders.doing import Checking, Doing, Idle, Proved, Standing, WayOn
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.edged import Edged
from agentdesk.ui.widgets.labels import IconLabel, card, label
from agentdesk.ui.widgets.progress import Spinner

_WAYS = {
    WayOn.NONE: "",
    WayOn.PAY: "Read the total again",
    WayOn.QUOTE: "Ask again what comes back",
    WayOn.LOOK: "Look again",
    WayOn.ASK: "Ask who can…",
}


class DeedCard(QWidget):
    """Above all else while it has something to show; hidden otherwise."""

    goes_on = Signal()
    check_again = Signal()
    copy_ids = Signal()
    give_up = Signal()

    def __init__(self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock
        self._shown: Standing = Idle()
        self._steps = _Steps(theme)
        self._checking = _CheckingDeed(theme)
        self._checking.check_again.connect(self.check_again)
        self._checking.copy_ids.connect(self.copy_ids)
        self._checking.give_up.connect(self.give_up)
        self._banner = Banner(theme)
        self._banner.pressed.connect(self.goes_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self._steps, self._checking, self._banner):
            column.addWidget(part)
        self.hide()

    @property
    def sentence(self) -> str:
        """What the banner says; "" while there is none."""
        return self._banner.sentence

    def show_state(self, state: Standing) -> None:
        if state == self._shown:
            return
        self._shown = state
        self.setVisible(isinstance(state, Doing | Checking | Proved) or _is_trouble(state))  # before anything is said
        self._steps.setVisible(isinstance(state, Doing))
        self._checking.setVisible(isinstance(state, Checking))
        match state:
            case Idle(trouble) if trouble is not None:
                said = trouble.said
                text = " ".join(one for one in (said.safe, said.next) if one)
                text += f" Request {said.request_id}." if said.request_id else ""
                self._banner.say(trouble.kind, said.what, text, _WAYS[trouble.way_on], icon=said.icon)
            case Proved(done):
                self._banner.say("good", *deed_words.proof(done), "Got it")
            case Doing(deed, since):
                self._steps.show_deed(deed, since)
                self._banner.hide()
            case Checking(unsure):
                self._checking.show_unsure(unsure)
                self._banner.hide()
            case _:
                self._banner.hide()

    def show_looks(self, looks: Looks, since: datetime) -> None:
        self._checking.asked.show_looks(looks, since, self._clock())

    def say_copied(self) -> None:
        self._checking.say_copied()

    def say_not_closed(self, why: str) -> None:
        self._checking.asked.say(why)


def _is_trouble(state: Standing) -> bool:
    return isinstance(state, Idle) and state.trouble is not None


class _Steps(QFrame):
    """Written down, sent, and what comes after; the one under way turns."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName("Progress")
        self._theme = theme
        self._names = [label(theme, "", "body") for _ in range(3)]
        self._until = label(theme, "Sent; it can no longer be stopped", "body", "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(8)
        marks: tuple[QWidget, ...] = (
            IconLabel(theme, "check", 16, "good"),
            Spinner(theme),
            IconLabel(theme, "circle-dashed", 16, "text3"),
        )
        for mark, name in zip(marks, self._names, strict=True):
            row.addWidget(mark)
            row.addWidget(name)
            row.addSpacing(8)
        row.addStretch(1)
        row.addWidget(self._until)
        self.hide()

    def show_deed(self, deed: Deed, since: datetime) -> None:
        after = "Issue tickets" if isinstance(deed, PayHold) else "Show the proof"
        said = (f"Written down {seconds_clock(since)}", deed_words.doing(deed), after)
        states = ("done", "under way", "to come")
        for name, text, state in zip(self._names, said, states, strict=True):
            name.setText(text)
            name.setAccessibleName(f"{text}, {state}")


class _CheckingDeed(QWidget):
    """Nothing here pays or cancels; the page is the same after a restart."""

    check_again = Signal()
    copy_ids = Signal()
    give_up = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName("Checking with the airline")
        self._theme = theme
        self._who = label(theme, "", "body", wraps=True)
        self._who.setTextFormat(Qt.TextFormat.RichText)
        self._cards = [label(theme, "", "body", "text2", wraps=True) for _ in range(3)]
        self.asked = Asked(theme, "Nothing proves it yet.")
        self.asked.now.connect(self.check_again)
        self._copy = Button(theme, "Copy for a support call", icon="copy", key="C")
        self._copy.setToolTip("Copy every id that Duffel's support asks for, and no person (C)")
        self._copy.clicked.connect(self.copy_ids)
        self._closes = Button(theme, "It was not done…", icon="ban")
        self._closes.setToolTip("Close this once Duffel's support has told you that nothing was done")
        self._closes.clicked.connect(self.give_up)
        self._request = label(theme, "", "entry", "text2")
        self._request.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self.hide()

    def show_unsure(self, unsure: DeedUnsure) -> None:
        deed = unsure.sent.deed
        first, warning = deed_words.question(deed), deed_words.warning(deed)
        then = "We are asking Duffel, and this page changes by itself."
        self._who.setText(f"{escape(first)} <b>{escape(warning)}</b> {escape(then)}")
        self._who.setAccessibleName(f"{first} {warning} {then}")
        said = (deed_words.happened(unsure), deed_words.saved(deed), deed_words.afterwards(deed))
        for text, words in zip(self._cards, said, strict=True):
            text.setText(words)
        self._closes.say("It was not cancelled…" if isinstance(deed, CancelOrder) else "It was not done…")
        self._copy.say("Copy for a support call")
        self._request.setText(f"request {unsure.request_id}" if unsure.request_id else "")
        self._request.setVisible(bool(unsure.request_id))

    def say_copied(self) -> None:
        self._copy.say("Copied")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        banner = Edged(self._theme)
        banner.dress("warnSoft", "warnLine", "warnLine")
        row = QHBoxLayout(banner)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(10)
        row.addWidget(IconLabel(self._theme, "radar", 20, "warn"), 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(4)
        text.addWidget(label(self._theme, "Checking with the airline", "title"))
        text.addWidget(self._who)
        row.addLayout(text, 1)
        column.addWidget(banner)
        grid = QGridLayout()
        grid.setSpacing(12)
        heads = ("What happened", "What is saved", "What happens next")
        for place, (heading, words) in enumerate(zip(heads, self._cards, strict=True)):
            frame = card()
            inner = QVBoxLayout(frame)
            inner.setContentsMargins(14, 10, 14, 10)
            inner.setSpacing(4)
            inner.addWidget(label(self._theme, heading, "body_strong"))
            inner.addWidget(words)
            inner.addStretch(1)
            grid.addWidget(frame, 0, place)
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        column.addWidget(self.asked)
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        for button in (self._copy, self._closes):
            deeds.addWidget(button)
        deeds.addStretch(1)
        column.addLayout(deeds)
        column.addWidget(self._request)
