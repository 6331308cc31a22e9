"""The views of the orders: those that come with the program and those saved by the agent, each with its count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from agentdesk.travel.order_views import OwnView, View
from agentdesk.ui.lists.row_brush import RowBrush, Side
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import hairline, label
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from agentdesk.ui.widgets.tips import plain_tip

WIDTH, WIDE = 204, 232
_ROW, _ICON, _INSET = 31, 16, 8
_EntryRole = Qt.ItemDataRole.UserRole
_AnyIndex = QModelIndex | QPersistentModelIndex
NAMES = {
    View.ATTENTION: ("Needs attention", "bell"),
    View.HELD: ("Held by deadline", "hand"),
    View.AWAITING_TICKETS: ("Awaiting tickets", "loader-circle"),
    View.DEPARTING_SOON: ("Departing soon", "plane-takeoff"),
    View.AIRLINE_CHANGES: ("Airline changes", "calendar-clock"),
    View.CANCELLED: ("Cancelled", "ban"),
    View.ALL: ("All orders", "list"),
}


def own_key(view_id: str) -> str:
    """The key of an own view among the counts."""
    return f"own:{view_id}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: its key (a View's value or an own view's), name, icon, and how many orders it has; None: not counted."""

    key: str
    name: str
    icon: str
    count: int | None = None


class _Entries(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def put(self, entries: Sequence[Entry]) -> None:
        """Counts change in place; a line more or less makes the list anew."""
        if [one.key for one in entries] != [one.key for one in self.entries]:
            self.beginResetModel()
            self.entries = list(entries)
            self.endResetModel()
        elif list(entries) != self.entries:
            self.entries = list(entries)
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.entries) - 1, 0))

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.entries):
            return None
        entry = self.entries[index.row()]
        if role == _EntryRole:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            said = entry.name if entry.count is None else f"{entry.name}, {entry.count:,}"
            return plain_tip(said) if role == Qt.ItemDataRole.ToolTipRole else said
        return None


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._brush = theme, RowBrush(theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        return QSize(1, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        entry = index.data(_EntryRole)
        if not isinstance(entry, Entry):
            return
        row: QRect = option.rect
        state: QStyle.StateFlag = option.state
        brush = self._brush
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush.begin(painter)
        box = row.adjusted(_INSET, 0, -_INSET, -1)
        on = bool(state & QStyle.StateFlag.State_Selected)
        if on or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush.colour("selected" if on else "hover"))
            painter.drawRoundedRect(box, 6, 6)
        urgent = entry.key == View.ATTENTION and bool(entry.count)
        brush.stale()
        ink = "accentText" if on else "text"
        brush.icon(box.left() + 8, box.top() + (box.height() - _ICON) // 2, entry.icon, ink, _ICON)
        number = "" if entry.count is None else f"{entry.count:,}"
        strong = "body_strong" if on or urgent else "body"
        room = round(brush.width(number, strong)) + 1
        left = box.left() + 32
        name_face = "body_strong" if on else "body"
        brush.text(left, box.top(), box.right() - left - room - 12, box.height(), entry.name, name_face, ink)
        quiet = "warn" if urgent else "accentText" if on else "text2"
        brush.text(box.right() - 7 - room, box.top(), room, box.height(), number, strong, quiet, Side.RIGHT)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        painter.restore()


class _Rows(QListView):
    """As high as its rows. Up and down at an end say `leaves` with the direction."""

    leaves = Signal(int)
    taken = Signal(str)
    renamed = Signal(str)
    dropped = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName("viewRows")
        self.setAccessibleName(name)
        self.setProperty("ownRing", True)
        self.entries = _Entries(self)
        self.setModel(self.entries)
        self.setItemDelegate(_EntryDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        for policy in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self._take(index))
        theme.changed.connect(self.viewport().update)

    def put(self, entries: Sequence[Entry]) -> None:
        self.entries.put(entries)
        self.setFixedHeight(_ROW * len(entries))
        self.setVisible(bool(entries))

    def show_current(self, key: str) -> None:
        """Select the line of this key without saying `taken`; none when it is not here."""
        row = next((row for row, one in enumerate(self.entries.entries) if one.key == key), -1)
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        elif row != self.currentIndex().row() or not self.selectionModel().isRowSelected(row):
            self.setCurrentIndex(self.entries.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = event.key(), self.currentIndex().row()
        step = {Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1}.get(key, 0)
        entry = self.currentIndex().data(_EntryRole)
        if step and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if not 0 <= row + step < self.entries.rowCount():
                self.leaves.emit(step)
                return
            self.setCurrentIndex(self.entries.index(row + step, 0))
            self._take(self.currentIndex())
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.setCurrentIndex(self.entries.index(0 if key == Qt.Key.Key_Home else self.entries.rowCount() - 1, 0))
            self._take(self.currentIndex())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._take(self.currentIndex())
        elif key == Qt.Key.Key_F2 and isinstance(entry, Entry):
            self.renamed.emit(entry.key)
        elif key == Qt.Key.Key_Delete and isinstance(entry, Entry):
            self.dropped.emit(entry.key)
        else:
            event.ignore()  # letters belong to the room

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.entries.rowCount():
            self.setCurrentIndex(self.entries.index(0, 0))

    def _take(self, index: QModelIndex) -> None:
        entry = index.data(_EntryRole)
        if isinstance(entry, Entry):
            self.taken.emit(entry.key)


class ViewList(QFrame):
    """Says `chosen` with a view's key, `wants_name` with the key of an own view, or "" to save the present one,
    `dropped` with the key of one to delete, `wants_back` to undo that."""

    chosen = Signal(str)
    wants_name = Signal(str)
    dropped = Signal(str)
    wants_back = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("orderViews")
        self.setAccessibleName("Views of orders")
        self.setFixedWidth(WIDTH)
        self._current = View.ALL.value
        self._names: dict[str, str] = {}
        self._given, self._own = _Rows(theme, "Views"), _Rows(theme, "Saved by you")
        self._own_title = label(theme, "Saved by you", "small_strong", "text2")
        self._rule = hairline()
        self.save = Button(theme, "Save this view…", kind="link", icon="bookmark", key="Ctrl D")
        self.save.setToolTip("Keep this search under a name of its own (Ctrl+D)")
        self.save.clicked.connect(lambda: self.wants_name.emit(""))
        self._rename = Button(theme, "Rename…", kind="link", icon="pencil", key="F2")
        self._drop = Button(theme, "Delete", kind="link", icon="trash-2", key="Del")
        self._back = Button(theme, "", kind="link", icon="undo-2")
        self._rename.clicked.connect(lambda: self.wants_name.emit(self._current))
        self._drop.clicked.connect(lambda: self.dropped.emit(self._current))
        self._back.clicked.connect(self.wants_back)
        for rows in (self._given, self._own):
            rows.taken.connect(self.chosen)
            rows.leaves.connect(lambda by, rows=rows: self._cross(rows, by))
        self._own.renamed.connect(self.wants_name)
        self._own.dropped.connect(self.dropped)
        self._lay_out(theme)
        self.show_views({}, ())

    def show_views(self, counts: Mapping[str, int], own: Sequence[OwnView]) -> None:
        """All lines, with how many orders stand in each."""
        given = [Entry(one.value, *NAMES[one], counts.get(one.value)) for one in View if one in NAMES]
        mine = [Entry(own_key(one.id), one.name, "bookmark", counts.get(own_key(one.id))) for one in own]
        self._names = {one.key: one.name for one in (*given, *mine)}
        self._given.put(given)
        self._own.put(mine)
        self.show_current(self._current)

    def name_of(self, key: str) -> str:
        return self._names.get(key, "")

    def show_current(self, key: str, *, savable: bool = False, undo: str = "") -> None:
        """Which view the list shows; whether it is one that could be saved; the name of a deleted one."""
        self._current = key
        for rows in (self._given, self._own):
            rows.show_current(key)
        is_own = key.startswith("own:")
        self.save.setVisible(savable)
        for button in (self._rename, self._drop):
            button.setVisible(is_own)
        self._back.setVisible(bool(undo))
        self._back.say(f"Bring back {undo}")
        any_own = self._own.entries.rowCount() > 0
        self._own_title.setVisible(any_own)
        self._rule.setVisible(any_own or savable or bool(undo))

    def be_wide(self, wide: bool) -> None:
        self.setFixedWidth(WIDE if wide else WIDTH)

    def step(self, by: int) -> None:
        """The view above or below."""
        keys = [one.key for rows in (self._given, self._own) for one in rows.entries.entries]
        place = keys.index(self._current) if self._current in keys else 0
        self.chosen.emit(keys[(place + by) % len(keys)])

    def _cross(self, rows: _Rows, by: int) -> None:
        """From the last given view down to the first own one, and back."""
        target = self._own if rows is self._given and by > 0 else self._given if rows is self._own and by < 0 else None
        if target is None or not target.entries.rowCount():
            return
        row = 0 if by > 0 else target.entries.rowCount() - 1
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(target.entries.entries[row].key)

    def _lay_out(self, theme: Theme) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(0)
        title = label(theme, "Views", "small_strong", "text2")
        for one in (title, self._own_title):
            one.setContentsMargins(16, 0, 16, 6)
        column.addWidget(title)
        column.addWidget(self._given)
        column.addSpacing(8)
        rule = QHBoxLayout()
        rule.setContentsMargins(16, 0, _INSET, 0)
        rule.addWidget(self._rule)
        column.addLayout(rule)
        column.addSpacing(10)
        column.addWidget(self._own_title)
        column.addWidget(self._own)
        for button in (self.save, self._rename, self._drop, self._back):
            line = QHBoxLayout()
            line.setContentsMargins(14, 0, 8, 0)
            line.addWidget(button)
            line.addStretch(1)
            column.addLayout(line)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 1, 0)
        whole.setSpacing(0)
        whole.addWidget(ScrollPane(inside, sideways=False), 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 6, 12, 18)
        foot.setSpacing(6)
        for key, words in (("/", "Search the list"), ("P", "Pay"), ("Enter", "Open")):
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(KeyHint(theme, key))
            line.addWidget(label(theme, words, "body", "text3"))
            line.addStretch(1)
            foot.addLayout(line)
        whole.addLayout(foot)
