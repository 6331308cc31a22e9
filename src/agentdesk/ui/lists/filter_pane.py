"""Where the filters stand: beside the list, or as a strip that opens them over it; and the chips of those set."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QMoveEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from agentdesk.travel.offer_facets import Facets
from agentdesk.travel.offer_filters import Filters, Group, Scale
from agentdesk.ui.lists import filter_words
from agentdesk.ui.lists.filter_panel import FilterPanel
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.chip import Chip
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.tips import plain_tip

NARROW, WIDE, STRIP = 208, 240, 44  # pixels
_NAMES = 32  # letters of a chip


class FilterPane(QFrame):
    """Holds the panel's place in the row of the page. `changed` says that the agent set other filters.

    Folded, it is a strip with how many are set and how much is shown; `chips` then tells them one by one.
    """

    changed = Signal()
    left = Signal()  # the keyboard belongs to the list again
    covers = Signal(int)  # pixels of the list under the panel, from its left

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("filters")
        self.panel = FilterPanel(theme, page)
        self.chips = FilterChips(theme)
        self._folded = False
        self._open = False  # over the list, while folded
        self._theme, self._text = theme, ""
        self._button = QToolButton()
        self._button.setObjectName("filterButton")
        self._button.setFixedSize(30, 30)
        self._button.clicked.connect(self._turn)
        self._badge = label(theme, "", "small_strong", "accentText")
        self._badge.setObjectName("filterCount")
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._badge.setFixedHeight(20)
        self._connect()
        self._lay_out()
        self._dress()

    def _connect(self) -> None:
        self.panel.changed.connect(self._say)
        self.panel.changed.connect(self.changed)
        self.panel.left.connect(self._leave)
        self.chips.removed.connect(self.panel.remove)
        self.chips.cleared.connect(self.panel.clear)
        self.chips.wanted.connect(self.focus)
        self._theme.changed.connect(self._dress)

    # --- the filters

    @property
    def filters(self) -> Filters:
        return self.panel.filters

    def put(self, filters: Filters) -> None:
        self.panel.put(filters)
        self._say()

    def choose(self, filters: Filters) -> None:
        """Set these as the agent would."""
        self.panel.choose(filters)

    def clear(self) -> None:
        """Show all offers again."""
        self.panel.clear()

    def show_facets(self, facets: Facets, slices: int) -> None:
        self.panel.show_facets(facets, slices)
        self._say()

    def showing(self, facets: Facets, slices: int) -> Iterator[None]:
        """As `show_facets`, a section at each step."""
        yield from self.panel.showing(facets, slices)
        self._say()

    def focus(self) -> None:
        """The keyboard to the filters; folded ones open over the list."""
        if self._folded and not self._open:
            self._turn()
        else:
            self.panel.focus()

    # --- its place

    @property
    def is_folded(self) -> bool:
        return self._folded

    def fold(self, folded: bool, *, wide: bool) -> None:
        """Give the list its room, or take it back; in a wide window the panel is wider."""
        width = STRIP if folded else WIDE if wide else NARROW
        self.panel.show_more(wide)
        if folded != self._folded:
            had_keyboard = self.panel.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
            self._folded, self._open = folded, False
            if had_keyboard and folded:
                self.left.emit()
        self._button.setVisible(folded)
        self.setFixedWidth(width)
        self._say()
        self._place()

    def give_way_to(self, other: QWidget) -> None:
        """Close over the list as soon as this has the keyboard."""
        other.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn and self._open:
            self._open = False
            self._place()
        return False

    def _turn(self) -> None:
        self._open = not self._open
        self._place()
        if self._open:
            self.panel.focus()
        else:
            self.left.emit()

    def _leave(self) -> None:
        self._open = False
        self._place()
        self.left.emit()

    def _place(self) -> None:
        """The panel over its own place, or over the list beside the strip."""
        page = self.parentWidget()
        if page is None:
            return
        shown = not self.isHidden() and (not self._folded or self._open)
        if self._folded:
            self.panel.setGeometry(QRect(self.geometry().right() + 1, 0, NARROW, page.height()))
        else:
            self.panel.setGeometry(self.geometry())
        self.panel.setVisible(shown)
        self.covers.emit(NARROW if shown and self._folded else 0)
        if shown:
            self.panel.raise_()
        said = "Hide the filters" if self._open else "Show the filters"
        self._button.setAccessibleName(said)
        self._button.setToolTip(plain_tip(f"{said} ({'Esc' if self._open else 'F'})"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()

    def hideEvent(self, event: QHideEvent) -> None:
        self.panel.hide()
        super().hideEvent(event)

    # --- what the strip says

    def _say(self) -> None:
        count = self.filters.count
        self._badge.setText(str(count))
        self._badge.setVisible(self._folded and count > 0)
        facets = self.panel.facets
        self._text = f"{facets.shown.count} of {facets.everything} shown" if facets is not None and count else ""
        self._button.setAccessibleDescription(
            f"{count} set, {self._text}" if self._text else "None set, all offers shown"
        )
        self.chips.show_filters(self.filters, facets, self.panel.slices)
        self.chips.setVisible(self._folded and count > 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """How much is shown, written upwards."""
        super().paintEvent(event)
        if not self._folded or not self._text:
            return
        painter = QPainter(self)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.colour("text2"))
        painter.translate(0, self.height())
        painter.rotate(-90)
        box = QRect(0, 0, self.height() - 72, STRIP - 1)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._text)

    def _dress(self) -> None:
        self._button.setIcon(self._theme.icon("sliders-horizontal", 16, "text"))
        self.update()

    def _lay_out(self) -> None:
        self._button.hide()
        self._badge.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(7, 7, 6, 8)
        column.setSpacing(7)
        column.addWidget(self._button)
        column.addWidget(self._badge)
        column.addStretch(1)


class FilterChips(QFrame):
    """The filters that are set, each to be taken away; those for which there is no room are counted."""

    removed = Signal(object)  # Group or Scale
    cleared = Signal()
    wanted = Signal()  # the filters themselves

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("listHead")
        self.setAccessibleName("Filters that are set")
        self.setFixedHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._chips: list[Chip] = []
        self._shown: list[tuple[Group | Scale, str]] = []
        self._more = Button(theme, "", kind="link")
        self._more.clicked.connect(self.wanted)
        self._all = Button(theme, "Show all", kind="link", key="Ctrl Backspace", name="Show all offers again")
        self._all.setToolTip("Show all offers again (Ctrl+Backspace)")
        self._all.clicked.connect(self.cleared)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 6)
        self._row.setSpacing(6)
        self._row.addWidget(self._more)
        self._row.addStretch(1)
        self._row.addWidget(self._all)
        self.hide()

    def show_filters(self, filters: Filters, facets: Facets | None, slices: int) -> None:
        names = facets.names if facets is not None else {}
        shown = [(one, filter_words.chip(one, filters, names, slices)) for one in filters]
        if shown == self._shown:
            return
        had = next((place for place, chip in enumerate(self._chips) if chip.hasFocus()), None)
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips, self._shown = [], shown
        for place, (one, text) in enumerate(shown):
            short = text if len(text) <= _NAMES else f"{text[: _NAMES - 1].rstrip()}…"
            chip = Chip(self._theme, short, removable=True)
            chip.setAccessibleName(f"{text}, remove")
            chip.setToolTip(plain_tip(f"{text}: click to remove (Del)"))
            chip.removed.connect(lambda one=one: self.removed.emit(one))
            self._row.insertWidget(place, chip)
            self._chips.append(chip)
        self._fit()
        if had is not None and self._chips:
            self._chips[min(had, len(self._chips) - 1)].setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 24 - self._all.sizeHint().width() - 6
        left, hidden = room, 0
        for chip in self._chips:
            left -= chip.sizeHint().width() + 6
            fits = left >= (60 if chip is not self._chips[-1] else 0) and not hidden
            chip.setVisible(fits)
            hidden += not fits
        self._more.say(f"{hidden} more")
        self._more.setVisible(hidden > 0)
