"""The parts of the filter panel: a check box with its count and price, and sections of boxes or of one range."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStyle, QStyleOptionButton, QVBoxLayout, QWidget

from agentdesk.travel.offer_facets import Facet
from agentdesk.travel.offer_filters import Group
from agentdesk.ui.lists import filter_words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import hairline, label
from agentdesk.ui.widgets.range_slider import RangeSlider
from agentdesk.ui.widgets.tips import plain_tip

_HIGH, _LABEL, _COUNT, _PRICE, _GAP = 24, 22, 28, 40, 4  # pixels
_EDGE = 14

Wish = tuple[Group, frozenset[str]]
"""What a box stands for: these values of a group."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a box shows."""

    wish: Wish
    name: str
    facet: Facet
    on: bool
    full: str = ""  # the name where no heading stands above it, if it differs


class FilterBox(QCheckBox):
    """A check box with how many offers it has and from what price; without any it is quiet, and can still be ticked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row: Row | None = None
        self.setObjectName("filterBox")  # its height is in the style sheet
        self.setFont(theme.font("small"))

    def show_row(self, row: Row) -> None:
        if row == self._row:
            return
        self._row = row
        self.setChecked(row.on)
        self.setAccessibleName(filter_words.spoken(row.full or row.name, row.facet))
        self.setToolTip(plain_tip(filter_words.tip(row.full or row.name, row.facet)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(180, _HIGH)

    def hitButton(self, spot: QPoint) -> bool:
        """The whole row."""
        return self.rect().contains(spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter ticks as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_CheckBox, option, painter, self)
        if self._row is None:
            return
        facet = self._row.facet
        quiet = "" if facet.count else "text3"
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._theme.font("small"))
        price = QRect(self.width() - _PRICE, 0, _PRICE, _HIGH)
        count = QRect(price.left() - _GAP - _COUNT, 0, _COUNT, _HIGH)
        painter.setPen(self._theme.colour(quiet or "text2"))
        painter.drawText(price, right, filter_words.from_price(facet))
        painter.drawText(count, right, str(facet.count))
        painter.setPen(self._theme.colour(quiet or "text"))
        digits = painter.fontMetrics().horizontalAdvance(str(facet.count))
        room = count.right() - digits - _GAP - _LABEL
        name = painter.fontMetrics().elidedText(self._row.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(_LABEL, 0, room, _HIGH), Qt.AlignmentFlag.AlignVCenter, name)


class _Section(QWidget):
    """A title, what it holds, a line below."""

    cleared = Signal()

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._title = theme, title
        self._heading = label(theme, title, "small_strong")
        self._clear = Button(theme, "Clear", kind="link", name=f"Clear {title}")
        self._clear.setFont(theme.font("small"))
        self._clear.clicked.connect(self.cleared)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._heading, 1)
        head.addWidget(self._clear)
        self.column = QVBoxLayout()
        self.column.setContentsMargins(_EDGE, 5, _EDGE, 4)
        self.column.setSpacing(0)
        self.column.addLayout(head)
        self._heading.setFixedHeight(_HIGH)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self.column)
        whole.addWidget(hairline())
        self.offer_clear(False)

    def offer_clear(self, wanted: bool) -> None:
        if not wanted and self._clear.hasFocus():
            self.focusNextPrevChild(True)
        self._clear.setVisible(wanted)

    def call(self, title: str) -> None:
        self._heading.setText(title)
        self._clear.setAccessibleName(f"Clear {title}")


class BoxSection(_Section):
    """Check boxes; a long list shows its first few and those that are on, until `more` is asked for."""

    toggled = Signal(object, bool)  # Wish

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, title, parent)
        self.setAccessibleName(title)
        self._boxes: dict[Wish, FilterBox] = {}
        self._rows: list[Row] = []
        self._few, self._open = 100, False
        self._more = Button(theme, "", kind="link")
        self._more.setFont(theme.font("small"))
        self._more.clicked.connect(self._turn)
        self.column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def boxes(self) -> Sequence[QWidget]:
        """In their order, and what shows more of them."""
        return [*(self._boxes[row.wish] for row in self._rows), self._more, self._clear]

    def show_rows(self, rows: Sequence[Row], few: int) -> None:
        """Boxes are kept and put in order, so that none loses the keyboard."""
        self._rows, self._few = list(rows), few
        for place, row in enumerate(rows):
            box = self._boxes.get(row.wish)
            if box is None:
                box = self._boxes[row.wish] = FilterBox(self.theme)
                box.clicked.connect(lambda on, wish=row.wish: self.toggled.emit(wish, on))
            if self.column.indexOf(box) != place + 1:
                self.column.insertWidget(place + 1, box)
            box.show_row(row)
        kept = {row.wish for row in rows}
        for wish in [wish for wish in self._boxes if wish not in kept]:
            gone = self._boxes.pop(wish)
            gone.hide()
            gone.deleteLater()
        self.offer_clear(any(row.on for row in rows))
        self._fold()
        self.setVisible(bool(rows))

    def _fold(self) -> None:
        hidden = 0
        for place, row in enumerate(self._rows):
            out = not self._open and place >= self._few and not row.on and len(self._rows) > self._few + 1
            self._boxes[row.wish].setVisible(not out)
            hidden += out
        self._more.setVisible(hidden > 0 or (self._open and len(self._rows) > self._few + 1))
        words = f"{hidden} more" if hidden else "Fewer"
        if self._more.text() != words:
            self._more.say(words)
            self._more.setAccessibleName(f"{self._title}, {words.lower()}")

    def _turn(self) -> None:
        self._open = not self._open
        self._fold()


class RangeSection(_Section):
    """A slider with what it stands at below, then how many offers that leaves and from what price."""

    changed = Signal()

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, title, parent)
        self.slider = RangeSlider(theme, title)
        self.slider.changed.connect(self._moved)
        self._say: Callable[[int], str] = str
        self._low, self._high = label(theme, "", "small"), label(theme, "", "small")
        self.column.addWidget(self.slider)
        ends = QHBoxLayout()
        ends.setContentsMargins(0, 0, 0, 4)
        ends.addWidget(self._low)
        ends.addStretch(1)
        ends.addWidget(self._high)
        self.column.addLayout(ends)
        self._count, self._price = label(theme, "", "small", "text2"), label(theme, "", "small", "text2")
        self._price.setFixedWidth(_PRICE)
        self._price.setAlignment(Qt.AlignmentFlag.AlignRight)
        tally = QHBoxLayout()  # in the columns of the boxes
        tally.setContentsMargins(0, 0, 0, 4)
        tally.setSpacing(_GAP)
        tally.addStretch(1)
        tally.addWidget(self._count)
        tally.addWidget(self._price)
        self.column.addLayout(tally)

    @property
    def boxes(self) -> Sequence[QWidget]:
        return [*self.slider.handles, self._clear]

    def show_tally(self, within: Facet, of: Facet) -> None:
        """How many offers are in the range and from what price, of how many if it were open."""
        self._count.setText(filter_words.share(within.count, of.count))
        self._price.setText(filter_words.from_price(within))
        self.slider.tell_more(filter_words.share_spoken(within, of))
        for part in (self._count, self._price):
            part.setToolTip(plain_tip(filter_words.share_tip(within, of)))

    def show_range(
        self, ends: tuple[int, int], low: int | None, high: int | None, step: int, say: Callable[[int], str]
    ) -> None:
        """None = open, at the end."""
        self._say = say
        first, last = ends[0] if low is None else low, ends[1] if high is None else high
        if not self.slider.is_held:
            self.slider.put((min(ends[0], first), max(ends[1], last)), first, last, step, say)
        self._show_ends()
        self.offer_clear(low is not None or high is not None)

    def _moved(self) -> None:
        self._show_ends()
        self.changed.emit()

    def _show_ends(self) -> None:
        self._low.setText(self._say(self.slider.low))
        self._high.setText(self._say(self.slider.high))
