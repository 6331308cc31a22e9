"""How the trip is asked: cabin, stops, corporate codes, and whose frequent flyer accounts go with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from agentdesk.travel.search import AccountForm, Cabin, SearchForm
from agentdesk.travel.search_codes import NoCode, read_account, read_corporate
from agentdesk.ui import words
from agentdesk.ui.book.leg_line import LABEL_HEIGHT, lowered
from agentdesk.ui.book.telling import tell, tell_wrong
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.field import Choice, Field

_CABINS: dict[str, object] = {words.cabin(one.value): one for one in Cabin} | {"Any cabin": None}
_STOPS: dict[str, object] = {"Direct only": 0, "1 stop": 1, "2 stops": 2}
_PARTS = ("number", "given_name", "family_name")
MOST_ACCOUNTS = 9


class SearchCodes(QWidget):
    """Says `changed` with each input and `touched` with the path of a field that was left."""

    changed = Signal()
    touched = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cabin = Choice(theme, "Cabin", _CABINS)
        self._stops = Choice(theme, "Most stops", _STOPS)
        self.choices = (self._cabin, self._stops)
        """Cabin and stops, which stand elsewhere on the page."""
        for choice in self.choices:
            choice.chosen.connect(lambda _value: self.changed.emit())
        self._corporate = Field(theme, "Corporate codes", placeholder="BA ABC123, AF 77 T-45")
        self._corporate.edited.connect(lambda _text: self.changed.emit())
        self._corporate.left.connect(lambda: self.touched.emit("corporate"))
        self._accounts: list[_Account] = []
        self._corporate.edit.setToolTip(
            "Airline and code, several after commas. T- before a tracking reference, TOUR- before a tour code."
        )
        self._more = Button(theme, "", icon="plus", name="Another account")
        self._more.setToolTip("Another account")
        self._more.setFixedSize(30, 30)
        self._more.clicked.connect(self._add_by_hand)
        self._lines = QVBoxLayout()
        self._lay_out()

    @property
    def stops_of_tab(self) -> tuple[QWidget, ...]:
        """For the order of Tab."""
        lines = [stop for line in self._accounts for stop in line.stops]
        return (self._cabin.combo, self._stops.combo, self._corporate.edit, *lines, self._more)

    @property
    def cabin(self) -> Cabin | None:
        value = self._cabin.value
        return value if isinstance(value, Cabin) else None

    @property
    def stops(self) -> int | None:
        value = self._stops.value
        return value if isinstance(value, int) else None

    @property
    def corporate(self) -> str:
        return self._corporate.text

    @property
    def accounts(self) -> tuple[AccountForm, ...]:
        """As typed, without the empty ones at the end."""
        forms = [line.form for line in self._accounts]
        while forms and forms[-1].is_empty:
            forms.pop()
        return tuple(forms)

    def show_form(self, form: SearchForm) -> None:
        self._cabin.put(form.cabin)
        self._stops.put(1 if form.max_connections is None else form.max_connections)
        self._corporate.put(form.corporate)
        self._make_lines(max(len(form.accounts), 1))
        for line, account in zip(self._accounts, (*form.accounts, AccountForm()), strict=False):
            line.show_form(account)
        self.show_problems({})

    def show_problems(self, problems: dict[str, str]) -> None:
        """By path ("corporate", "accounts.0.number"); what is understood is said in green."""
        self._say_corporate(problems.get("corporate", ""))
        for number, line in enumerate(self._accounts):
            line.show_problems({part: problems.get(f"accounts.{number}.{part}", "") for part in _PARTS})

    def _say_corporate(self, problem: str) -> None:
        field, found = self._corporate, read_corporate(self._corporate.text)
        said = "" if isinstance(found, NoCode) else words.agreements(found)
        problem = "" if field.edit.hasFocus() else problem
        if not problem:
            tell(field, said, "good" if said else "text3")
        tell_wrong(field, problem)

    def _make_lines(self, count: int) -> None:
        while len(self._accounts) > count:
            line = self._accounts.pop()
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        while len(self._accounts) < count:
            number = len(self._accounts)
            line = _Account(self._theme, number)
            line.changed.connect(self.changed)
            line.touched.connect(lambda part, number=number: self.touched.emit(f"accounts.{number}.{part}"))
            line.removed.connect(lambda number=number: self._remove(number))
            self._accounts.append(line)
            self._lines.addWidget(line)
        for line in self._accounts:
            line.may_go(len(self._accounts) > 1)
        self._more.setEnabled(count < MOST_ACCOUNTS)

    def _add_by_hand(self) -> None:
        self._make_lines(len(self._accounts) + 1)
        self._accounts[-1].take_keyboard()

    def _remove(self, number: int) -> None:
        forms = [line.form for line in self._accounts]
        del forms[number]
        self._make_lines(len(forms))
        for line, form in zip(self._accounts, forms, strict=True):
            line.show_form(form)
        self._accounts[min(number, len(forms) - 1)].take_keyboard()
        self.changed.emit()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._corporate, 1, Qt.AlignmentFlag.AlignTop)
        self._lines.setSpacing(2)
        row.addLayout(self._lines, 3)
        row.addLayout(lowered(self._more, LABEL_HEIGHT))


class _Account(QWidget):
    """One account and whose it is."""

    changed = Signal()
    touched = Signal(str)
    removed = Signal()

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        suffix = f" {number + 1}" if number else ""
        self._fields = {
            "number": Field(theme, f"Loyalty account{suffix}", placeholder="BA 4019 2277"),
            "given_name": Field(theme, f"Member's given name{suffix}"),
            "family_name": Field(theme, f"Member's family name{suffix}"),
        }
        self._out = QToolButton()
        self._out.setObjectName("flat")
        self._out.setAccessibleName(f"Take account {number + 1} out")
        self._out.setToolTip("Take this account out")
        self._out.setFixedSize(30, 30)
        theme.dress(self, lambda: self._out.setIcon(theme.icon("x", 16, "text2")))
        self._out.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for part, field in self._fields.items():
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            field.edited.connect(lambda _text: self.changed.emit())
            field.left.connect(lambda part=part: self.touched.emit(part))
        row.addLayout(lowered(self._out, LABEL_HEIGHT))

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return (*(field.edit for field in self._fields.values()), self._out)

    @property
    def form(self) -> AccountForm:
        return AccountForm(**{part: field.text for part, field in self._fields.items()})

    def show_form(self, form: AccountForm) -> None:
        for part, field in self._fields.items():
            field.put(str(getattr(form, part)))

    def show_problems(self, problems: dict[str, str]) -> None:
        account = read_account(self._fields["number"].text)
        for part, field in self._fields.items():
            problem = "" if field.edit.hasFocus() else problems.get(part, "")
            if part == "number" and not problem:
                tell(field, words.account(account) if account else "", "good" if account else "text3")
            tell_wrong(field, problem)

    def may_go(self, may: bool) -> None:
        self._out.setVisible(may)

    def take_keyboard(self) -> None:
        self._fields["number"].edit.setFocus(Qt.FocusReason.OtherFocusReason)
