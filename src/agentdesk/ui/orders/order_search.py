"""The head of the list of orders: which view, how many, in what order; the search, and what can be done with all."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QWidget

from agentdesk.ui.orders.order_columns import CHOICES, Column
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.elided import Elided
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import label

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
        self.setToolTip(HINT)
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

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("orderHead")
        self.setAccessibleName("Search and columns")
        self.setFixedHeight(_HEIGHT)
        self._columns: frozenset[Column] = frozenset()
        self._title = label(theme, "All orders", "heading")
        self._said = Elided(theme, "body", "text2")
        self.search = SearchField(theme)
        self.search.textChanged.connect(self.typed)
        self.columns = Button(theme, "Columns", icon="columns-3")
        self.columns.setToolTip("Which columns the list shows (C)")
        self.columns.clicked.connect(self.choose_columns)
        self.export = Button(theme, "Export", icon="download")
        self.export.setToolTip("The selected orders, or all of this view, as a file (E)")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 0, 14, 0)
        self._row.setSpacing(12)
        self._row.addWidget(self._title)
        self._row.addWidget(self._said, 1)
        self._row.addWidget(self.search)
        self._row.addWidget(self.columns)
        self._row.addWidget(self.export)

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
        """A menu of checks below its button; it stays open while they are set."""
        menu = _StayingMenu(self)
        menu.setAccessibleName("Columns")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one, name in CHOICES.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(one in self._columns)
            action.toggled.connect(lambda on, one=one: self._toggle(one, on))
        menu.popup(self.columns.mapToGlobal(QPoint(0, self.columns.height() + 4)))
        menu.setActiveAction(menu.actions()[0])

    def _toggle(self, one: Column, on: bool) -> None:
        self._columns = self._columns | {one} if on else self._columns - {one}
        self.columns_chosen.emit(self._columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.search.setFixedWidth(_SEARCH if self.width() >= 900 else _NARROW)


class _StayingMenu(QMenu):
    """Several columns are set in one go; Escape or a click elsewhere closes it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.activeAction().trigger()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activeAction().trigger()
            return
        super().keyPressEvent(event)
