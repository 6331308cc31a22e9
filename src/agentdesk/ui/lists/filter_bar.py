"""The plain filters beside the offers, each with how many there are and the cheapest."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel.offer_lists import Filters, Keys, passes
from agentdesk.travel.offers import Offer
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.scroll_pane import ScrollPane

_FLAGS = {"Direct": Filters(max_stops=0), "Up to 1 stop": Filters(max_stops=1), "With hold bag": Filters(with_bag=True)}
_FARES = {"Refundable": Filters(refundable=True), "Changeable": Filters(changeable=True)}
_FARES["Holdable"] = Filters(holdable=True)


class FilterBar(QFrame):
    """Says `changed`; `filters` is what is set now."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self.setAccessibleName("Filters")
        self.setFixedWidth(208)
        self._theme = theme
        self._rows: dict[str, _FilterRow] = {}
        self._airlines: dict[str, str] = {}
        self._column = QVBoxLayout()
        self._clear = Button(theme, "Clear", kind="link", name="Clear filters")
        self._clear.clicked.connect(self.clear)
        self._lay_out()

    @property
    def filters(self) -> Filters:
        on = {name for name, row in self._rows.items() if row.box.isChecked()}
        stops = 0 if "Direct" in on else 1 if "Up to 1 stop" in on else None
        return Filters(
            max_stops=stops,
            airlines=frozenset(code for code, name in self._airlines.items() if name in on),
            refundable="Refundable" in on,
            changeable="Changeable" in on,
            holdable="Holdable" in on,
            with_bag="With hold bag" in on,
        )

    def clear(self) -> None:
        for row in self._rows.values():
            row.box.setChecked(False)
        self.changed.emit()

    def show_counts(self, offers: Sequence[Offer], keys: Sequence[Keys]) -> None:
        """How many offers each value has by itself, and from what price."""
        for offer in offers:
            if offer.owner.iata and offer.owner.iata not in self._airlines:
                self._airlines[offer.owner.iata] = offer.owner.name
                self._add_row(offer.owner.name)
        tests = {**_FLAGS, **_FARES}
        tests |= {name: Filters(airlines=frozenset({code})) for code, name in self._airlines.items()}
        for name, wanted in tests.items():
            prices = [one.price for one in keys if passes(one, wanted)]
            self._rows[name].show_count(len(prices), min(prices, default=None))

    def _add_row(self, name: str) -> None:
        row = _FilterRow(self._theme, name)
        row.box.toggled.connect(lambda _on: self.changed.emit())
        self._rows[name] = row
        self._column.insertWidget(self._column.count() - 1, row)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setLayout(self._column)
        self._column.setContentsMargins(14, 0, 14, 12)
        self._column.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(label(self._theme, "Filters", "heading"))
        head.addStretch(1)
        head.addWidget(self._clear)
        self._column.addLayout(head)
        self._column.setStretch(0, 0)
        self._column.addStretch(1)
        for title, group in (("Stops and bags", _FLAGS), ("Fare", _FARES), ("Airlines", {})):
            heading = label(self._theme, title, "label")
            heading.setContentsMargins(0, 10, 0, 2)
            self._column.insertWidget(self._column.count() - 1, heading)
            for name in group:
                self._add_row(name)
        scroll = ScrollPane(sideways=False)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.addWidget(scroll)


class _FilterRow(QWidget):
    """A check box with count and cheapest price; a value without offers stays, quiet."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        metrics_room = 100
        self.box = QCheckBox()
        self.box.setFont(theme.font("small"))
        self.box.setText(self.box.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, metrics_room))
        self.box.setToolTip(name)
        self.box.setAccessibleName(name)
        self._count = label(theme, "", "caption")
        self._price = label(theme, "", "caption", "text2")
        for one, width in ((self._count, 22), (self._price, 36)):
            one.setFixedWidth(width)
            one.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.box, 1)
        row.addWidget(self._count)
        row.addWidget(self._price)
        self.setFixedHeight(24)

    def show_count(self, count: int, cheapest: Decimal | None) -> None:
        self._count.setText(str(count))
        self._price.setText(f"{cheapest:,.0f}" if cheapest is not None else "–")
        self.box.setAccessibleDescription(f"{count} offers")
