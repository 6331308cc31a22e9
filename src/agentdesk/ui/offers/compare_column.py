"""One offer of the comparison: its airline, journeys on the shared scale, fares, conditions, total and choice."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QRadioButton, QToolButton, QVBoxLayout, QWidget

from agentdesk.travel.journeys import Slice
from agentdesk.travel.offers import Offer
from agentdesk.travel.timeline import place
from agentdesk.ui import words
from agentdesk.ui.lists.fare_words import ICONS, each
from agentdesk.ui.lists.filter_words import OUTSIDE
from agentdesk.ui.lists.offer_words import operated_by, spoken_fare
from agentdesk.ui.offers import compare_words
from agentdesk.ui.offers.airline_tile import AirlineTile
from agentdesk.ui.offers.compare_words import Cell
from agentdesk.ui.offers.logo_pictures import LogoPictures
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.countdown import Countdown
from agentdesk.ui.widgets.elided import Elided
from agentdesk.ui.widgets.journey_line import paint_line
from agentdesk.ui.widgets.labels import IconLabel, hairline, label
from agentdesk.ui.widgets.tips import plain_tip

HEAD, WAY, FARE, FARES_PAD, ROW, FOOT = 34, 48, 30, 8, 28, 104  # pixels of the bands
EDGE = 12
LEAST = 220
_MARK = 14
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


class Column(QFrame):
    """Says `fare_taken` when another fare is marked, `chosen` and `removed` for its buttons, `entered` for a click."""

    fare_taken = Signal(object)
    chosen = Signal()
    removed = Signal()
    entered = Signal()

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        fares: Sequence[Offer],
        offer: Offer,
        fare_band: int,
        scale: float,
        logos: LogoPictures | None = None,
        outside: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__()
        self._theme, self._now, self._logos = theme, now, logos
        self.fares, self.offer = list(fares), offer
        self.is_current = False
        self.setMinimumWidth(LEAST)
        self.radios = [_Fare(theme, one, is_outside=one.id in outside) for one in self.fares]
        self._rows = [_Row(theme, name) for name in compare_words.NAMES]
        self._emissions = label(theme, "", "small", "text")
        self._lowest = label(theme, "lowest", "badge", "good")
        self._holds = Countdown(theme, now)
        self._total = label(theme, "", "total")
        self._difference = label(theme, "", "small")
        self._each = label(theme, "", "small")
        self._choose = Button(theme, "")
        self._choose.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Enter does the same, from anywhere in the column
        self._choose.clicked.connect(self.chosen)
        self._holds.passed.connect(self._say_choice)
        for radio, one in zip(self.radios, self.fares, strict=True):
            radio.clicked.connect(lambda _on=False, one=one: self.fare_taken.emit(one))
        self._lay_out(fare_band, scale)
        theme.changed.connect(self.update)

    def show_fare(self, offer: Offer) -> None:
        """Mark a fare and say what it gives and costs."""
        self.offer = offer
        for radio, one in zip(self.radios, self.fares, strict=True):
            radio.setChecked(one.id == offer.id)
            radio.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one.id == offer.id else Qt.FocusPolicy.ClickFocus)
        self._total.setText(words.money(offer.total))
        self._each.setText(each(offer))
        self._holds.count_to(offer.expires_at, before="", passed="Price ended")
        self._say_choice()

    def say(self, cells: Sequence[Cell], odd: Sequence[bool], emissions: tuple[str, bool], difference: str) -> None:
        """What depends on the other columns."""
        for row, cell, differs in zip(self._rows, cells, odd, strict=True):
            row.say(cell, differs=differs)
        self._emissions.setText(emissions[0])
        self._lowest.setVisible(emissions[1])
        self._difference.setText(difference)

    def be_current(self, on: bool) -> None:
        self.is_current = on
        self._choose.set_kind("primary" if on else "")
        self._choose.show_key("Enter" if on else "")
        self.update()

    def focus(self) -> None:
        radio = next(one for one in self.radios if one.isChecked())
        radio.setFocus(Qt.FocusReason.TabFocusReason)

    def _say_choice(self) -> None:
        ended = self.offer.has_expired(self._now())
        self._choose.say("Ask for the price again" if ended else f"Choose {self.offer.fare_brand or 'this fare'}")
        self._choose.setAccessibleName(f"{self._choose.text()}, {self.offer.owner.name}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.entered.emit()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card; the current one in a frame of two pixels."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = 2 if self.is_current else 1
        painter.setPen(QPen(self._theme.colour("focus" if self.is_current else "line"), wide))
        painter.setBrush(self._theme.colour("surface"))
        inset = wide / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)

    # --- layout

    def _lay_out(self, fare_band: int, scale: float) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head())
        for part in self.offer.slices:
            column.addWidget(_Way(self._theme, part, scale))
        column.addWidget(self._fares(fare_band))
        column.addWidget(hairline())
        for row in self._rows:
            column.addWidget(row)
        column.addWidget(_band(self._emissions, self._lowest))
        column.addWidget(_band(self._holds))
        column.addWidget(hairline())
        column.addWidget(self._foot())

    def _head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(HEAD)
        name = Elided(self._theme, "body_strong", "text")
        name.say(self.offer.owner.name)
        operated = operated_by(self.offer)
        if operated:
            name.setToolTip(plain_tip(f"{self.offer.owner.name}. {operated}"))
        cross = QToolButton()
        cross.setObjectName("flat")
        cross.setAccessibleName(f"Take {self.offer.owner.name} out")
        cross.setToolTip("Take it out of the comparison (Del)")
        self._theme.dress(cross, lambda: cross.setIcon(self._theme.icon("x", 16, "text2")))
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cross.clicked.connect(self.removed)
        row = QHBoxLayout(head)
        row.setContentsMargins(EDGE, 4, 6, 0)
        row.setSpacing(8)
        row.addWidget(AirlineTile(self._theme, self.offer.owner, self._logos))
        row.addWidget(name, 1)
        row.addWidget(cross)
        return head

    def _fares(self, band: int) -> QWidget:
        inside = QWidget()
        inside.setFixedHeight(band)
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, FARES_PAD // 2, 8, FARES_PAD // 2)
        column.setSpacing(0)
        for radio in self.radios:
            column.addWidget(radio)
        column.addStretch(1)
        return inside

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(FOOT)
        column = QVBoxLayout(foot)
        column.setContentsMargins(EDGE, 8, EDGE, 12)
        column.setSpacing(2)
        first = QHBoxLayout()
        first.addWidget(self._total)
        first.addStretch(1)
        first.addWidget(self._difference)
        column.addLayout(first)
        column.addWidget(self._each)
        column.addStretch(1)
        column.addWidget(self._choose)
        return foot


def _band(*inside: QWidget) -> QWidget:
    """A row of a condition's height."""
    band = QWidget()
    band.setFixedHeight(ROW)
    row = QHBoxLayout(band)
    row.setContentsMargins(EDGE, 0, EDGE, 0)
    row.setSpacing(8)
    for one in inside:
        row.addWidget(one)
    row.addStretch(1)
    return band


class _Way(QWidget):
    """A journey: times at the ends, how long in the middle, the line below on everybody's scale."""

    def __init__(self, theme: Theme, part: Slice, scale: float) -> None:
        super().__init__()
        self._theme, self._part, self._scale = theme, part, scale
        self._summaries = compare_words.summaries(part)
        self._role = "warn" if compare_words.is_risky(part) else "text2"
        self.setFixedHeight(WAY)
        change = words.day_change(part.day_change)
        lands = f"{words.clock(part.arrives)} {change} day" if change else words.clock(part.arrives)
        said = f"{words.clock(part.departs)} to {lands}, {self._summaries[0]}"
        self.setAccessibleName(said)
        flights = "/".join(flight.code for flight in part.flights)
        self.setToolTip(plain_tip(f"{flights}, {said}"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        wide = self.width() - 2 * EDGE
        box = QRect(EDGE, 4, wide, 22)
        self._write(painter, box, words.clock(self._part.departs), "row_time", "text", _LEFT)
        change = words.day_change(self._part.day_change)
        raised = QRect(box.right() - 14, box.top() - 3, 16, 16)
        if change:
            self._write(painter, raised, change, "badge", "warn", _RIGHT)
        self._write(
            painter,
            box.adjusted(0, 0, -18 if change else 0, 0),
            words.clock(self._part.arrives),
            "row_time",
            "text",
            _RIGHT,
        )
        middle = box.adjusted(50, 0, -68 if change else -50, 0)
        painter.setFont(self._theme.font("small"))
        fits = (one for one in self._summaries if painter.fontMetrics().horizontalAdvance(one) <= middle.width())
        self._write(painter, middle, next(fits, self._summaries[-1]), "small", self._role, _MIDDLE)
        paint_line(painter, self._theme, place(self._part, self._scale * wide, float(wide)), float(EDGE), 38.0)

    def _write(self, painter: QPainter, box: QRect, text: str, face: str, role: str, align: Qt.AlignmentFlag) -> None:
        painter.setFont(self._theme.font(face))
        painter.setPen(self._theme.colour(role))
        painter.drawText(box, align, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width()))


class _Fare(QRadioButton):
    """A fare of the flights: brand and total. Arrows and Enter belong to the whole comparison."""

    def __init__(self, theme: Theme, offer: Offer, *, is_outside: bool) -> None:
        super().__init__()
        self._theme, self._offer, self._is_outside = theme, offer, is_outside
        self.setFixedHeight(FARE)
        self.setAutoExclusive(False)  # the comparison says which is on
        said = f"{spoken_fare(offer)}, {OUTSIDE}" if is_outside else spoken_fare(offer)
        self.setAccessibleName(f"{offer.owner.name}, {said}")
        self.setToolTip(plain_tip(said))
        self.setProperty("ownRing", True)  # the column wears the frame, the marked fare its fill

    def sizeHint(self) -> QSize:
        return QSize(LEAST - 20, FARE)

    def hitButton(self, spot: object) -> bool:
        return True

    def nextCheckState(self) -> None:
        self.setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        box = self.rect()
        if on:
            painter.setPen(self._theme.colour("accentText"))
            painter.setBrush(self._theme.colour("selected"))
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 1.5, -0.5, -1.5), 6, 6)
        ring = QRectF(7, box.height() / 2 - 7, 14, 14)
        painter.setPen(QPen(self._theme.colour("accent" if on else "control"), 5 if on else 1))
        painter.setBrush(self._theme.colour("surface"))
        inset = 2.5 if on else 0.5
        painter.drawEllipse(ring.adjusted(inset, inset, -inset, -inset))
        painter.setPen(self._theme.colour("text" if on else "text2"))
        painter.setFont(self._theme.font("small_strong" if on else "small"))
        total = words.money(self._offer.total)
        taken = painter.fontMetrics().horizontalAdvance(total)
        painter.drawText(box.adjusted(0, 0, -8, 0), _RIGHT, total)
        if self._is_outside:
            mark = self._theme.pixmap("filter-x", _MARK, "text2", self.devicePixelRatioF())
            painter.drawPixmap(box.right() - 8 - taken - 6 - _MARK, (box.height() - _MARK) // 2, mark)
            taken += 6 + _MARK
        room = box.adjusted(28, 0, -taken - 16, 0)
        brand = self._offer.fare_brand or "Fare"
        painter.drawText(
            room, _LEFT, painter.fontMetrics().elidedText(brand, Qt.TextElideMode.ElideRight, room.width())
        )


class _Row(QFrame):
    """A condition: mark and words, on a sunken ground where it differs."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme, self._name, self._differs = theme, name, False
        self.setFixedHeight(ROW)
        self._icon = IconLabel(theme, "minus", 16)
        self._text = Elided(theme, "small", "text")
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, 0, EDGE, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)

    def say(self, cell: Cell, *, differs: bool) -> None:
        self._differs = differs
        self._icon.show_icon(ICONS[cell.state], "good" if cell.is_good else "text2")
        self._text.say(cell.text, "text" if cell.is_good else "text2")
        mark = f", {'better' if cell.is_good else 'worse'} than the rest" if differs else ""
        self.setAccessibleName(f"{self._name}: {cell.text}{mark}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._differs:
            QPainter(self).fillRect(self.rect().adjusted(1, 0, -1, 0), self._theme.colour("sunken"))
