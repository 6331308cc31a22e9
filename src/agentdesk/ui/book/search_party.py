"""Who travels: adults, children with their ages, infants, and the whole in words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel.search import SearchForm
from agentdesk.travel.search_rules import MOST_PASSENGERS
from agentdesk.ui import words
from agentdesk.ui.book.telling import tell_wrong
from agentdesk.ui.theme import Theme, polish
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import IconLabel, label
from agentdesk.ui.widgets.number_stepper import NumberStepper

_AGE_WIDTH, _AGES_IN_ROW, _CHOICE = 92, 4, 124


class SearchParty(QWidget):
    """Three numbers and an age field for each child; says `changed` with each input, `age_left` when one is left."""

    changed = Signal()
    age_left = Signal(int)

    def __init__(self, theme: Theme, beside: Sequence[QWidget] = (), parent: QWidget | None = None) -> None:
        """`beside` stand at the right end of the numbers."""
        super().__init__(parent)
        self._theme = theme
        self._beside = tuple(beside)
        self.adults = NumberStepper(theme, "Adults", 1, MOST_PASSENGERS, 1)
        self.children_count = NumberStepper(theme, "Children", 0, MOST_PASSENGERS - 1, 0)
        self.infants = NumberStepper(theme, "Infants", 0, MOST_PASSENGERS, 0)
        for stepper in (self.adults, self.children_count, self.infants):
            stepper.changed.connect(lambda _value: self._count_changed())
        self._ages: list[Field] = []
        self._ages_grid = QGridLayout()
        self._icon = IconLabel(theme, "users", 14)
        self._said = label(theme, "", "small", wraps=True)
        self._lay_out()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """For the order of Tab, but what stands beside."""
        return (self.adults, self.children_count, self.infants, *(field.edit for field in self._ages))

    @property
    def ages(self) -> tuple[str, ...]:
        return tuple(field.text for field in self._ages)

    def show_form(self, form: SearchForm) -> None:
        self.adults.put(form.adults)
        self.children_count.put(len(form.child_ages))
        self.infants.put(form.infants)
        self._make_ages(len(form.child_ages), form.child_ages)
        self.say()

    def say(self, too_many: str = "", infants: str = "") -> None:
        """The whole party in words, or what is wrong with it: with all of it, with the infants."""
        for stepper in (self.adults, self.children_count, self.infants):
            stepper.wrong(too_many)
        if infants:
            self.infants.wrong(infants)
        trouble = " ".join(one for one in (too_many, infants) if one)
        ages = tuple(field.text.strip() for field in self._ages)
        said = trouble or words.party_asked(self.adults.value, ages, self.infants.value)
        if said == self._said.text():
            return
        self._said.setText(said)
        self._said.setProperty("role", "bad" if trouble else "text2")
        self._icon.show_icon("circle-alert" if trouble else "users", "bad" if trouble else "text2")
        polish(self._said)

    def show_problems(self, problems: dict[int, str]) -> None:
        """By number of the child; a field that is being typed in is not told that it is wrong yet."""
        for number, field in enumerate(self._ages):
            tell_wrong(field, "" if field.edit.hasFocus() else problems.get(number, ""))

    def _count_changed(self) -> None:
        self._make_ages(self.children_count.value, self.ages)
        self.changed.emit()

    def _make_ages(self, count: int, ages: Sequence[str]) -> None:
        while len(self._ages) > count:
            field = self._ages.pop()
            self._ages_grid.removeWidget(field)
            field.hide()
            field.deleteLater()
        while len(self._ages) < count:
            number = len(self._ages)
            field = Field(self._theme, f"Age of child {number + 1}", placeholder="2–17")
            field.setFixedWidth(_AGE_WIDTH)
            field.edited.connect(lambda _text: self.changed.emit())
            field.left.connect(lambda number=number: self.age_left.emit(number))
            self._ages.append(field)
            self._ages_grid.addWidget(field, number // _AGES_IN_ROW, number % _AGES_IN_ROW)
        for field, age in zip(self._ages, ages, strict=False):
            field.put(age)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for name, hint, stepper in (
            ("Adults", "18 and over", self.adults),
            ("Children", "2 to 17", self.children_count),
            ("Infants", "under 2, on a lap", self.infants),
        ):
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(label(self._theme, name, "label"))
            column.addWidget(stepper)
            column.addWidget(label(self._theme, hint, "caption"))
            row.addLayout(column)
        row.addStretch(1)
        for choice in self._beside:
            choice.setMinimumWidth(_CHOICE)
            row.addWidget(choice, 0, Qt.AlignmentFlag.AlignTop)
        self._ages_grid.setHorizontalSpacing(8)
        self._ages_grid.setVerticalSpacing(0)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addLayout(self._ages_grid)
        foot.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self._said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addLayout(foot)
