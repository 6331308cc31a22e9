"""The details' third tab: the other fares of the same flights; Enter switches to one."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from agentdesk.travel.money import Money
from agentdesk.travel.offers import Offer
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.lists import fare_words
from agentdesk.ui.lists.fare_words import State
from agentdesk.ui.lists.filter_words import OUTSIDE
from agentdesk.ui.lists.offer_words import cabins, spoken_fare
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.tips import plain_tip

_EDGE, _HEIGHT = 14, 92


class FaresTab(QWidget):
    """Says `switched` with the fare that the agent turns to."""

    switched = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[_Fare] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_EDGE, 10, _EDGE, 12)
        self._column.setSpacing(6)

    def show_fares(self, fares: Sequence[Offer], current: Offer, outside: frozenset[str] = frozenset()) -> None:
        """All fares of the flights, cheapest first; the current one is marked, and those outside the filters say so."""
        had_focus = self._focused() is not None
        clear(self._column)
        self._rows = []
        if len(fares) < 2:
            text = "The airline sells these flights at this one fare."
            self._column.addWidget(label(self._theme, text, "small", wraps=True))
        for offer in fares if len(fares) > 1 else ():
            moved = offer.total - current.total
            row = _Fare(self._theme, offer, moved, is_current=offer.id == current.id, is_outside=offer.id in outside)
            row.clicked.connect(lambda _on=False, offer=offer: self.switched.emit(offer))
            self._rows.append(row)
            self._column.addWidget(row)
        self._column.addStretch(1)
        if had_focus:
            self.focus()

    def focus(self) -> None:
        """The keyboard goes to the current fare."""
        current = next((row for row in self._rows if row.isChecked()), None)
        if current is not None:
            current.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move among the fares."""
        step = {Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1}.get(event.key())
        focused = self._focused()
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        place = self._rows.index(focused) + step
        if 0 <= place < len(self._rows):
            self._rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _focused(self) -> "_Fare | None":
        return next((row for row in self._rows if row.hasFocus()), None)


class _Fare(QPushButton):
    """One fare: brand, cabin and total; bags; change and refund; the difference to the current fare."""

    def __init__(self, theme: Theme, offer: Offer, difference: Money, *, is_current: bool, is_outside: bool) -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self.setCheckable(True)
        self.setChecked(is_current)
        self.setAutoDefault(False)
        filtered = f", {OUTSIDE}" if is_outside else ""
        self.setAccessibleName(f"{spoken_fare(offer)}{filtered}{', shown now' if is_current else ''}")
        self.setToolTip("Shown now" if is_current else "Look at this fare (Enter)")
        moved = "shown now" if is_current else words.money(difference, signed=True)
        cells = (
            (0, 0, label(theme, offer.fare_brand or "Fare", "body_strong")),
            (0, 1, label(theme, words.money(offer.total), "body_strong")),
            (1, 0, label(theme, f"{cabins(offer.slices)}. {bags(offer)}", "small")),
            (1, 1, label(theme, moved, "small")),
            (2, 0, label(theme, rules(offer), "small")),
            (3, 0, label(theme, words.hold(offer.terms), "small", "good" if offer.may_be_held else "text2")),
            (3, 1, label(theme, _sentence([OUTSIDE]) if is_outside else "", "small")),
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 10, 6)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        for row, column, cell in cells:
            cell.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            cell.setToolTip(plain_tip(cell.text()))
            align = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(cell, row, column, 1, 2 if row == 2 else 1, align | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _HEIGHT)

    def nextCheckState(self) -> None:
        """Checked says which is shown, and only the drawer changes that."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
            return
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()  # the fares move together, the drawer closes
            return
        super().keyPressEvent(event)


def bags(offer: Offer) -> str:
    """'1 hold bag each, no cabin bag', 'Hold bags not said, cabin bags not said'."""
    names = {"checked": "hold bags", "carry_on": "cabin bags"}
    found = [(name, fare_words.bag(offer, kind)) for kind, name in names.items()]
    return _sentence(f"{name} not said" if said.state is State.UNSAID else said.text for name, said in found)


def rules(offer: Offer) -> str:
    """'Change £50.00, refund less £110.00', 'No change, refund not said'."""
    said = []
    for deed, allowed in (("change", offer.change), ("refund", offer.refund)):
        cell = fare_words.cell(allowed, deed)
        if cell.state is State.NO:
            said.append(f"no {deed}")
        else:
            said.append(f"{deed} not said" if cell.state is State.UNSAID else f"{deed} {_small(cell.text)}")
    return _sentence(said)


def _sentence(parts: Iterable[str]) -> str:
    text = ", ".join(_small(part) for part in parts)
    return f"{text[:1].upper()}{text[1:]}"


def _small(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
