"""The outcome is not known: what happened, what is saved, what happens next, and what was done to find out."""

from datetime import datetime
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from agentdesk.desk.settling import Looks
from agentdesk.travel.booking import Unsure, Way
from agentdesk.ui import words
from agentdesk.ui.book.payment_words import seconds_clock, waited, what_happened
from agentdesk.ui.theme import Theme, polish
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.edged import Edged
from agentdesk.ui.widgets.labels import IconLabel, card, hairline, label


class CheckingView(QWidget):
    """Nothing here pays or books; other bookings work on. The page is the same after a restart."""

    check_again = Signal()
    copy_ids = Signal()
    other_booking = Signal()
    give_up = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Checking with the airline")
        self._theme = theme
        self._who = label(theme, "", "body", wraps=True)
        self._who.setTextFormat(Qt.TextFormat.RichText)
        self._cards = [label(theme, "", "body", "text2", wraps=True) for _ in range(3)]
        self._trail = Trail(theme)
        self._asked = Asked(theme)
        self._asked.now.connect(self.check_again)
        self._request = label(theme, "", "entry", "text2")
        self._request.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = Button(theme, "Copy for a support call", icon="copy", key="C")
        self._copy.setToolTip("Copy every id that Duffel's support asks for, and no person (C)")
        self._lay_out()

    def show_line(self, unsure: Unsure | None) -> None:
        happened, saved, then = self._cards
        if unsure is None:
            self._who.setText("The order is on its way, and this page changes by itself. <b>Do not book it again.</b>")
            for text in self._cards:
                text.setText("")
            return
        priced = unsure.sent.priced
        airline, holds = priced.offer.owner.name, priced.way is Way.HOLD
        deed = "held" if holds else "booked"
        first, warning = f"We do not know yet whether this trip is {deed}.", "Do not book it again."
        then_said = f"We are asking {airline}, and this page changes by itself."
        self._who.setText(f"{escape(first)} <b>{escape(warning)}</b> {escape(then_said)}")
        self._who.setAccessibleName(f"{first} {warning} {then_said}")
        happened.setText(what_happened(unsure))
        saved.setText(
            f"Passengers, seats, bags and the intention to {'hold' if holds else 'pay'} {words.money(priced.total)} "
            "are written down. Nothing is lost if you close the window."
        )
        then.setText(
            f"If it is {deed}, the ticket page opens. Finding nothing proves nothing: only Duffel's support can say "
            "that there is no booking."
        )
        self._trail.show_line(unsure)
        self._request.setText(f"request {unsure.request_id}" if unsure.request_id else "")
        self._request.setVisible(bool(unsure.request_id))

    def show_looks(self, looks: Looks, since: datetime | None, now: datetime) -> None:
        self._asked.show_looks(looks, since, now)

    def say_copied(self) -> None:
        self._copy.say("Copied")

    def say_not_closed(self, why: str) -> None:
        self._asked.say(why)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._make_banner())
        row = QHBoxLayout()
        row.setSpacing(12)
        for heading, text in zip(("What happened", "What is saved", "What happens next"), self._cards, strict=True):
            frame = card()
            inner = QVBoxLayout(frame)
            inner.setContentsMargins(14, 12, 14, 12)
            inner.setSpacing(4)
            inner.addWidget(label(self._theme, heading, "body_strong"))
            inner.addWidget(text)
            inner.addStretch(1)
            row.addWidget(frame, 1)
        column.addLayout(row)
        column.addWidget(self._trail)
        column.addWidget(self._asked)
        column.addLayout(self._buttons())
        column.addWidget(self._request)

    def _make_banner(self) -> Edged:
        banner = Edged(self._theme)
        banner.dress("warnSoft", "warnLine", "warnLine")
        row = QHBoxLayout(banner)
        row.setContentsMargins(20, 14, 20, 14)
        row.setSpacing(10)
        row.addWidget(IconLabel(self._theme, "radar", 20, "warn"), 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(4)
        text.addWidget(label(self._theme, "Checking with the airline", "title"))
        text.addWidget(self._who)
        row.addLayout(text, 1)
        return banner

    def _buttons(self) -> QHBoxLayout:
        other = Button(self._theme, "Work on another booking", icon="plus", key="Ctrl T")
        other.setToolTip("Work on another booking in a tab of its own (Ctrl+T)")
        other.clicked.connect(self.other_booking)
        self._copy.clicked.connect(self.copy_ids)
        closes = Button(self._theme, "There is no booking…", icon="ban")
        closes.setToolTip("Close this once Duffel's support has told you that nothing was booked")
        closes.clicked.connect(self.give_up)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (other, self._copy, closes):
            row.addWidget(button)
        row.addStretch(1)
        return row


class Trail(QFrame):
    """The steps with their times; the one nobody knows about stands out."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._names = [label(theme, "", "body_strong") for _ in range(5)]
        self._times = [label(theme, "", "body", "text2") for _ in range(5)]
        self._texts = [label(theme, "", "body", "text2", wraps=True) for _ in range(5)]
        self._icons = [IconLabel(theme, "circle-dashed", 16, "text3") for _ in range(5)]
        self._lines: list[QFrame] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for place in range(5):
            if place:
                column.addWidget(hairline())
            line = QFrame()
            line.setObjectName("trailRow")
            row = QHBoxLayout(line)
            row.setContentsMargins(14, 10, 14, 10)
            row.setSpacing(12)
            self._names[place].setFixedWidth(210)
            self._times[place].setFixedWidth(60)
            row.addWidget(self._icons[place])
            row.addWidget(self._names[place])
            row.addWidget(self._times[place])
            row.addWidget(self._texts[place], 1)
            self._lines.append(line)
            column.addWidget(line)

    def show_line(self, unsure: Unsure) -> None:
        sent, priced = unsure.sent, unsure.sent.priced
        holds = priced.way is Way.HOLD
        changed = ", as agreed after the change" if priced.has_changed else ", unchanged"
        steps = [
            ("Price checked", seconds_clock(priced.at), f"{words.money(priced.total)}{changed}"),
            ("Intention written down", seconds_clock(sent.at), "on this computer, before anything was sent"),
            (f"Reserve with {priced.offer.owner.name}", seconds_clock(sent.at), "sent; no certain answer came"),
            ("Pay", "", "not before the hold is known" if holds else "not started, or done within the reservation"),
            ("Issue tickets", "", ""),
        ]
        for place, (name, at, text) in enumerate(steps):
            unknown = place == 2
            self._names[place].setText(name)
            self._times[place].setText(at)
            self._texts[place].setText(text)
            icon = "check" if place < 2 else "circle-help" if unknown else "circle-dashed"
            self._icons[place].show_icon(icon, "good" if place < 2 else "warn" if unknown else "text3")
            self._lines[place].setProperty("unknown", unknown)
            polish(self._lines[place])
            state = "done" if place < 2 else "not known" if unknown else "to come"
            self._lines[place].setAccessibleName(f"{name}, {state}")


class Asked(QFrame):
    """How often we have asked, when last, when next."""

    now = Signal()

    def __init__(self, theme: Theme, nothing: str = "No order found yet.", parent: QWidget | None = None) -> None:
        """`nothing` is what was found when a look has proved nothing."""
        super().__init__(parent)
        self.setObjectName("card")
        self._nothing = nothing
        self._strong = label(theme, "", "body_strong")
        self._found = label(theme, "", "body", "text2")
        self._next = label(theme, "", "body", "text2")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._bar.setAccessibleName("Until the next look")
        self._since = label(theme, "", "small")
        self._remark = label(theme, "Usually settled within a minute of the line's return", "small")
        again = Button(theme, "Check again", key="R", small=True)
        again.setToolTip("Ask the airline now (R)")
        again.clicked.connect(self.now)
        head = QHBoxLayout()
        head.setSpacing(12)
        for part in (again, self._strong, self._found):  # the button at the left: notices stand at the right
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self._next)
        foot = QHBoxLayout()
        foot.addWidget(self._remark, 1)
        foot.addWidget(self._since)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addLayout(foot)

    def show_looks(self, looks: Looks, since: datetime | None, now: datetime) -> None:
        times = words.count(looks.count, "time")
        last = f", last at {seconds_clock(looks.last)}" if looks.last is not None else ""
        self._strong.setText(f"Asked {times}{last}" if looks.count else "Not asked yet")
        self._found.setText("" if not looks.count else self._nothing if looks.answered else "No answer came.")
        if looks.next is None:
            self._next.setText("Looking now")
            self._bar.setRange(0, 1)
            self._bar.setValue(1)
        else:
            left = max(int((looks.next - now).total_seconds()), 0)
            whole = max(int((looks.next - looks.last).total_seconds()), 1) if looks.last is not None else max(left, 1)
            self._next.setText(f"Next in {left} s" if left < 90 else f"Next in {left // 60} min")
            self._bar.setRange(0, whole)
            self._bar.setValue(whole - min(left, whole))
        self._since.setText(f"Open for {waited(since, now)}" if since is not None else "")

    def say(self, why: str) -> None:
        self._remark.setText(why)
