"""Draws the sheet of all components, light and dark, at device ratios 1 and 2, to lay beside the design.

`python -m tests.gui.gallery FOLDER RATIO` from the checkout, offscreen. No test: pictures are judged by eye.
"""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from agentdesk.travel.environment import World
from agentdesk.ui.focus_ring import FocusRing
from agentdesk.ui.theme import Shade, Theme
from agentdesk.ui.widgets.badge import Badge
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button, MoneyButton
from agentdesk.ui.widgets.chip import Chip
from agentdesk.ui.widgets.deadline import Deadline
from agentdesk.ui.widgets.empty_state import EmptyState
from agentdesk.ui.widgets.environment import EnvironmentBadge, EnvironmentStripe
from agentdesk.ui.widgets.field import Choice, Field
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import card, label
from agentdesk.ui.widgets.number_stepper import NumberStepper
from agentdesk.ui.widgets.progress import Blanks, Running, Spinner
from agentdesk.ui.widgets.segments import Segments
from agentdesk.ui.widgets.sheet import Sheet
from agentdesk.ui.widgets.status_strip import StatusStrip
from agentdesk.ui.widgets.stepper import Stepper
from agentdesk.ui.widgets.toasts import Toast

_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Gallery(QWidget):
    """The components in two columns, as on the design's own sheet."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self.ringed: list[QWidget] = []
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(8)
        left.addWidget(label(theme, "Components", "title"))
        self._buttons(left)
        self._fields(left)
        self._switches(left)
        self._type(left)
        self._places(right)
        self._states(right)
        self._banners(right)
        self._notices(right)
        self._strip(right)
        left.addStretch(1)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 24, 28, 24)
        row.setSpacing(28)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        self.setFixedWidth(1440)

    def _head(self, column: QVBoxLayout, words: str) -> None:
        column.addSpacing(6)
        column.addWidget(label(self._theme, words, "label", "text2"))

    def _row(self, column: QVBoxLayout, widgets: Sequence[QWidget], spacing: int = 12) -> None:
        row = QHBoxLayout()
        row.setSpacing(spacing)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        column.addLayout(row)

    def _buttons(self, column: QVBoxLayout) -> None:
        theme = self._theme
        self._head(column, "Buttons: normal, focus, pressed, disabled")
        for kind, words in (("primary", "Pay £193.06"), ("", "Save PDF"), ("destructive", "Cancel…")):
            four = [Button(theme, words, kind=kind) for _ in range(4)]
            self.ringed.append(four[1])
            four[2].setDown(True)
            four[3].setEnabled(False)
            for button in four:
                button.setFixedWidth(112)
            self._row(column, four, 16)
        final = Button(theme, "Cancel, get £53.59 back", kind="destructive_final")
        money = MoneyButton(theme, "Pay £193.06 (practice)", World.PRACTICE, big=False)
        link = Button(theme, "Clear all", kind="link")
        key = Button(theme, "Continue", kind="primary", key="Ctrl Enter")
        self._row(column, (final, money, link, key))
        test = MoneyButton(theme, "Pay £193.06 (test)", World.TEST, big=False)
        live = MoneyButton(theme, "Pay £193.06", World.LIVE, big=False)
        plain = Button(theme, "Passport lines", icon="clipboard-paste", key="Ctrl Shift V")
        small = Button(theme, "Stop", small=True)
        self._row(column, (test, live, plain, small))

    def _fields(self, column: QVBoxLayout) -> None:
        theme = self._theme
        self._head(column, "Fields")
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        name, focus = Field(theme, "Family name", hint="The airline gets OKAFOR"), Field(theme, "Error and focus")
        name.put("Okafor")
        error, warning = Field(theme, "Error"), Field(theme, "Warning")
        for field in (error, focus):
            field.put("07700 900 12")
            field.wrong("One digit short for +44")
        self.ringed.append(focus.edit)
        warning.put("9 Apr 2027")
        warning.hint("Ends 16 weeks after the trip", "warn")
        read, off = Field(theme, "Read only"), Field(theme, "Disabled")
        read.put("533804172")
        read.edit.setReadOnly(True)
        read.hint("From the passport lines", icon="scan-line")
        off.put("None")
        off.setEnabled(False)
        good, long = Field(theme, "Date"), Field(theme, "Mobile phone")
        good.put("12dec")
        good.hint("Sat 12 Dec 2026, in 19 days", "good")
        long.put("07700 900 12")
        long.wrong("One digit short for +44. Type the whole number, for example +44 7700 900123.")
        fields = (name, Field(theme, "Empty", placeholder="Programme and number"), error, focus, warning)
        more = (read, off, Choice(theme, "Choice", {"Economy": 1, "Business": 2}), good, long)
        for place, field in enumerate((*fields, *more)):
            grid.addWidget(field, place // 3, place % 3, Qt.AlignmentFlag.AlignTop)
        for third in range(3):
            grid.setColumnStretch(third, 1)
        column.addLayout(grid)

    def _switches(self, column: QVBoxLayout) -> None:
        theme = self._theme
        self._head(column, "Check, radio, switch of few, chips, stepper of numbers")
        boxes = [QCheckBox(words) for words in ("Off", "On", "Focus", "Mixed", "Disabled")]
        for box in boxes[1:]:
            box.setChecked(True)
        boxes[3].setTristate(True)
        boxes[3].setCheckState(Qt.CheckState.PartiallyChecked)
        boxes[4].setEnabled(False)
        self.ringed.append(boxes[2])
        self._row(column, boxes, 48)
        now, hold = QRadioButton("Pay now"), QRadioButton("Hold")
        now.setChecked(True)
        trip = Segments(theme, "Trip", {"One way": 1, "Return": 2, "Multi-city": 3})
        trip.put(2)
        sort = Segments(theme, "Sort", {"Best": 1, "Price": 2})
        self.ringed.append(sort.findChildren(Button)[0])
        self._row(column, (now, hold, trip, sort), 28)
        focused = Chip(theme, "Direct")
        self.ringed.append(focused)
        adults = NumberStepper(theme, "Adults", 1, 9, 1)
        chips = (Chip(theme, "Direct"), Chip(theme, "Direct", on=True), focused, Chip(theme, "BA", removable=True))
        self._row(column, (*chips, adults))

    def _type(self, column: QVBoxLayout) -> None:
        self._head(column, "Type: Inter, tabular figures")
        frame = card()
        inside = QGridLayout(frame)
        inside.setContentsMargins(12, 8, 12, 8)
        samples = (
            ("reference_hero", "IXK4SC"),
            ("total", "£1,612.77"),
            ("title", "The price rose by £38.00"),
            ("row_time", "08:10"),
            ("body", "London Heathrow LHR, Terminal 2"),
            ("small", "Change £50, refund less £110"),
            ("caption", "LHR T2"),
            ("entry", "P<GBROKAFOR<<DANIEL<CHUKWUEMEKA<<<<<"),
        )
        for row, (step, words) in enumerate(samples):
            face = self._theme.face(step)
            measures = label(self._theme, f"{face.px}/{face.line}, {face.weight}", "small", "text3")
            inside.addWidget(measures, row, 0)
            inside.addWidget(label(self._theme, words, step, "text"), row, 1)
        inside.setColumnMinimumWidth(0, 104)
        inside.setColumnStretch(1, 1)
        column.addWidget(frame)

    def _places(self, column: QVBoxLayout) -> None:
        self._head(column, "Where the desk works: word, icon, hue and pattern")
        for world in World:
            column.addWidget(EnvironmentStripe(self._theme, world))
            self._row(column, (EnvironmentBadge(self._theme, world), label(self._theme, world.value, "small")))

    def _states(self, column: QVBoxLayout) -> None:
        theme = self._theme
        self._head(column, "Badges, deadlines, steps")
        states = (
            ("Ticketed", "check", "good"),
            ("Held", "hand", "warn"),
            ("Awaiting tickets", "loader-circle", "accentText"),
            ("Airline changed", "calendar-clock", "bad"),
            ("Being checked", "radar", "warn"),
            ("Cancelled", "ban", "text2"),
        )
        self._row(column, [Badge(theme, *state) for state in states], 6)
        deadlines = []
        for left in (timedelta(days=4, hours=9, minutes=1), timedelta(hours=5, minutes=28), timedelta(minutes=23)):
            deadlines.append(Deadline(theme, lambda: _NOON))
            deadlines[-1].count_to(_NOON + left, passed="")
        deadlines.append(Deadline(theme, lambda: _NOON))
        deadlines[-1].count_to(_NOON, passed="passed 16:00")
        self._row(column, deadlines, 16)
        steps = Stepper(theme, ["Search", "Offers", "Passengers", "Seats"])
        steps.show_steps(current=1, done=[0], open_=[0, 1])
        column.addWidget(steps)

    def _banners(self, column: QVBoxLayout) -> None:
        self._head(column, "Banners")
        said = (
            ("note", "The price fell by £12.00.", "Nothing to do.", "Show", ""),
            ("warn", "This fare ends in 8 min.", "", "Hold it", ""),
            ("bad", "The airline refused the card.", "Nothing was charged.", "Try again", ""),
            ("good", "Paid £193.06.", "Reference IXK4SC", "Copy", ""),
            ("neutral", "No line to Duffel.", "Last synced 14:20.", "Try now", "wifi-off"),
        )
        for kind, strong, text, deed, icon in said:
            banner = Banner(self._theme)
            banner.say(kind, strong, text, deed, icon=icon)
            column.addWidget(banner)

    def _strip(self, column: QVBoxLayout) -> None:
        strip = StatusStrip(self._theme)
        strip.show_line("Practice airline", works=True)
        strip.show_clock("Mon 23 Nov 14:41 London")
        strip.show_deadline("Lindqvist 4QK7ZB", "pay by 16:00", _NOON + timedelta(minutes=79), lambda: _NOON)
        broken = StatusStrip(self._theme)
        broken.show_line("No line since 14:41, trying again in 8 s", works=False)
        broken.show_clock("Mon 23 Nov 14:43 London")
        column.addWidget(strip)
        column.addWidget(broken)
        self._row(column, (KeyHint(self._theme, "F8"), label(self._theme, "Next thing missing", "small")), 6)

    def _notices(self, column: QVBoxLayout) -> None:
        theme = self._theme
        self._head(column, "Toasts, running work, empty states")
        good = Toast(theme, "good", "Ticket 972-2400118303 arrived", "Zoe Okafor", icon="ticket-check", deed="Open")
        warn = Toast(theme, "warn", "Lindqvist: pay within 30 min", "4QK7ZB, £1,224.80", icon="alarm-clock", deed="Pay")
        for toast in (good, warn):
            self._row(column, (toast,))
        running = Running(theme)
        running.say("1 of 14 airlines answered, 2 s", done=1, of=14)
        running.show()
        column.addWidget(running)
        self._row(column, (Spinner(theme), label(theme, "Pricing again", "small")), 6)
        column.addWidget(Blanks(theme, 2, 36, (22, 78, 172, 52, 68, 56)))
        empty = EmptyState(theme)
        again = Button(theme, "Book a practice trip", kind="primary", key="Ctrl 1")
        other = Button(theme, "Bring orders in from Duffel")
        empty.say("clipboard-list", "No orders yet", _NO_ORDERS, (again, other))
        frame = QFrame()
        frame.setObjectName("card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(empty)
        column.addWidget(frame)


_NO_ORDERS = (
    "Orders you book or hold appear here, with their deadlines. You can try the whole trade with the practice airline."
)


def sheet_over(page: QWidget, theme: Theme) -> Sheet:
    """The sheet of a changed price."""
    deed = MoneyButton(theme, "Accept, pay £1,760.77 (practice)", World.PRACTICE, big=False)
    told = "Duffel Airways changed the fare at 14:41. Nothing has been booked or paid."
    others = (Button(theme, "Tell the customer…"),)
    sheet = Sheet(page, theme, "The price rose by £38.00", back="Back to offers", deed=deed, text=told, others=others)
    for words in ("2 adults, fare", "1 child, fare", "Seats and bags"):
        sheet.body.addWidget(label(theme, words))
    return sheet


def main(folder: Path, ratio: str) -> None:
    """Writes components-, sheet-{light,dark}@RATIO.png into the folder."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = ratio
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme = Theme()
    theme.apply(app)
    gallery = Gallery(theme)
    gallery.show()
    layout = gallery.layout()
    assert layout is not None
    gallery.setFixedHeight(layout.totalHeightForWidth(gallery.width()))
    rings = [FocusRing(theme.colour("focus"), parent=gallery) for _ in gallery.ringed]
    for ring, widget in zip(rings, gallery.ringed, strict=True):
        ring.follow(None, widget)
    for shade in Shade:
        theme.use(shade)
        for ring in rings:
            ring.colour = theme.colour("focus")
        gallery.grab().save(str(folder / f"components-{shade}@{ratio}.png"))
    for ring in rings:
        ring.follow(None, None)
    for shade in Shade:
        theme.use(shade)
        page = QWidget()
        page.setObjectName("mainWindow")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        page.resize(940, 560)
        sheet = sheet_over(page, theme)
        page.show()
        sheet.open()
        page.grab().save(str(folder / f"sheet-{shade}@{ratio}.png"))
        page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
