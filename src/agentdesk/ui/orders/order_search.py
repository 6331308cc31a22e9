"""The head of the list of orders: which view, how many, in what order; the search, and what can be done with all."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from agentdesk.ui.orders.column_choice import ColumnChoice
from agentdesk.ui.orders.order_columns import Column
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.elided import Elided
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.tips import plain_tip

_HEIGHT, _SEARCH, _NARROW, _ICON = 44, 250, 200, 16
HINT = (
    "Words in any order, accents do not matter: reference, names, ticket number, order id, route, your reference, "
    "notes. 'over £1,000', 'airline:BA' and 'agent:Ruth' narrow it (/)"
)


class SearchField(QLineEdit):
    """Escape empties it, then says `left`; Down and Enter say `left` at once."""

    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFont(theme.font("body"))
        self.setPlaceholderText("Name, reference, ticket")
        self.setAccessibleName("Search the orders")
        self.setToolTip(plain_tip(HINT))
        self.setAccessibleDescription(HINT)
        self._glass = QAction(self)
        self._glass.setEnabled(False)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.setTextMargins(-6, 0, 0, 0)
        self._key = KeyHint(theme, "/", self)
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(self._fit)
        theme.changed.connect(self._follow_theme)
        self._follow_theme()

    def sizeHint(self) -> QSize:
        return QSize(_SEARCH, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageDown):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._key.setVisible(not self.text() and self._theme.shows_keys)
        self._key.move(self.width() - self._key.width() - 8, (self.height() - self._key.height()) // 2)

    def _follow_theme(self) -> None:
        icon = QIcon(self._theme.pixmap("search", _ICON, "text2", self.devicePixelRatioF()))
        icon.addPixmap(self._theme.pixmap("search", _ICON, "text2", self.devicePixelRatioF()), QIcon.Mode.Disabled)
        self._glass.setIcon(icon)
        self._fit()


class OrderHead(QFrame):
    """Says `typed` with each change of the search, `columns_chosen` with those that the agent wants."""

    typed = Signal(str)
    columns_chosen = Signal(object)
    wants_export = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("orderHead")
        self.setAccessibleName("Search, columns and export")
        self.setFixedHeight(_HEIGHT)
        self._theme = theme
        self._columns: frozenset[Column] = frozenset()
        self._choice: ColumnChoice | None = None
        self._title = label(theme, "All orders", "heading")
        self._said = Elided(theme, "body", "text2")
        self.search = SearchField(theme)
        self.search.textChanged.connect(self.typed)
        self.columns = Button(theme, "Columns", icon="columns-3")
        self.columns.setToolTip("Which columns the list shows (C)")
        self.columns.clicked.connect(self.choose_columns)
        export = Button(theme, "Export", icon="download")
        export.setToolTip("The view or what is selected as a file (E)")
        export.clicked.connect(self.wants_export)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 0, 14, 0)
        self._row.setSpacing(12)
        self._row.addWidget(self._title)
        self._row.addWidget(self._said, 1)
        self._row.addWidget(self.search)
        self._row.addWidget(self.columns)
        self._row.addWidget(export)

    def say(self, title: str, how_many: str) -> None:
        """'All orders', '18,204, next deadline first'."""
        self._title.setText(title)
        self._said.say(how_many)
        self.setAccessibleDescription(f"{title}, {how_many}")

    def add_chip(self, chip: QWidget) -> None:
        """What stands beside how many there are, so that no row moves when it comes."""
        self._row.insertWidget(2, chip)

    def put_text(self, text: str) -> None:
        """Show a search without saying `typed`."""
        if text != self.search.text():
            self.search.blockSignals(True)
            self.search.setText(text)
            self.search.blockSignals(False)
            self.search.update()

    def show_columns(self, columns: frozenset[Column]) -> None:
        self._columns = columns

    def choose_columns(self) -> None:
        """Check boxes below its button."""
        if self._choice is None:
            self._choice = ColumnChoice(self._theme, self.columns)
            self._choice.chosen.connect(self._choose)
        if self._choice.isVisible():
            self._choice.hide()
        else:
            self._choice.open(self._columns)

    def _choose(self, columns: frozenset[Column]) -> None:
        self._columns = columns
        self.columns_chosen.emit(columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.search.setFixedWidth(_SEARCH if self.width() >= 900 else _NARROW)
