"""Bags where the airline sells several sizes or flights apart: one passenger's at a time, with weights and prices."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel.booking import Draft
from agentdesk.travel.offers import Offer, Service
from agentdesk.ui.book.seat_picks import bag_count, bags_for_sale
from agentdesk.ui.book.seats_words import bag_route, bag_words, free_or
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.number_stepper import NumberStepper


class BagsCard(QFrame):
    """A stepper for each bag for sale to the passenger in turn, up to what the airline allows."""

    counted = Signal(object, int)  # a Service and how many of it are wanted now
    copied = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._made: tuple[object, ...] = ()
        self._steppers: list[tuple[Service, NumberStepper]] = []
        self._title = label(theme, "Bags", "heading")
        self._copy = Button(theme, "Copy to all", icon="copy", key="B", small=True, name="Copy the bags to all")
        self._copy.clicked.connect(self.copied)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._grid)

    def show_draft(self, draft: Draft, people: Sequence[str], name: str) -> None:
        """The bags of a passenger and the infant on the lap; the card goes where the matrix shows them all."""
        offer = draft.offer
        services = [one for one in bags_for_sale(offer) if one.passenger_ids[0] in people] if offer else []
        self.setVisible(bool(services))
        self._copy.setVisible(offer is not None and len(offer.passengers) > 1)
        made = (name, tuple(one.id for one in services))
        if offer is not None and made != self._made:
            self._made = made
            self._make(services, name, offer)
        for service, stepper in self._steppers:
            stepper.put(bag_count(draft, service))

    def _make(self, services: Sequence[Service], name: str, offer: Offer) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._steppers = []
        self._title.setText(f"Bags for {name}")
        for line, service in enumerate(services):
            what, where = bag_words(service), bag_route(service, offer)
            if offer.passenger(service.passenger_ids[0]).is_infant:
                what = f"{what}, for the infant"
            spoken = f"Bags for {name}, {where}"
            if sum(bag_route(one, offer) == where for one in services) > 1:
                spoken += f", {what[:1].lower()}{what[1:]}"
            stepper = NumberStepper(self._theme, spoken, 0, service.max_quantity, 0)
            stepper.changed.connect(lambda count, service=service: self.counted.emit(service, count))
            self._steppers.append((service, stepper))
            self._grid.addWidget(label(self._theme, what, "body"), line, 0)
            self._grid.addWidget(label(self._theme, where, "small"), line, 1)
            self._grid.addWidget(label(self._theme, f"{free_or(service.price)} each", "small"), line, 2)
            self._grid.addWidget(stepper, line, 3)


def are_simple(offer: Offer, seated: Sequence[str]) -> bool:
    """Whether one stepper a passenger and flight says it all: one kind of bag on each, for nobody on a lap."""
    services = bags_for_sale(offer)
    covered = [(one.passenger_ids[0], segment) for one in services for segment in one.segment_ids]
    return len(set(covered)) == len(covered) and all(one.passenger_ids[0] in seated for one in services)
