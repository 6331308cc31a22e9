"""The list under the command bar: what was understood, how to go on, orders, earlier entries, actions."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from agentdesk.ui.command_matches import Row
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import paint_key
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import label

WIDTH = 640
_FOOT, _EDGE = 32, 16
_HEIGHTS = {"heading": 28, "echo": 22, "echo_end": 10, "wrong": 30, "run": 44}
_ROW, _LOW = 32, 6
_BLOCK = ("run", "echo", "echo_end")  # the understood entry
_PART, _MONO = 100, 252  # pixels of the column of parts, and of earlier entries
_AnyIndex = QModelIndex | QPersistentModelIndex
_RowRole = Qt.ItemDataRole.UserRole


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def put(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row())
        if row is None:
            return None
        if role == _RowRole:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return row.spoken
        return None

    def flags(self, index: _AnyIndex) -> Qt.ItemFlag:
        row = self.row(index.row())
        if row is None or not row.can_run:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    """Paints a line; the understood entry stands on the selected fill as one block."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        row = index.data(_RowRole)
        return QSize(WIDTH - 2, _HEIGHTS.get(row.kind, _ROW) if isinstance(row, Row) else _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        row = index.data(_RowRole)
        if not isinstance(row, Row):
            return
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        self._ground(painter, box, row, current=bool(state & QStyle.StateFlag.State_Selected))
        box = box.adjusted(_EDGE, 0, -_EDGE, 0)
        match row.kind:
            case "heading":
                self._text(painter, box.adjusted(0, 6, 0, 0), row.strong, "small", "text2")
            case "run":
                self._text(painter, box, row.strong, "heading", "text")
            case "echo" | "wrong":
                self._pair(painter, box, row, _PART)
            case "extend" | "entry":
                self._pair(painter, box, row, _PART if row.kind == "extend" else _MONO)
            case _:
                self._action(painter, box, row)
        self._key(painter, box, row)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, row: Row, *, current: bool) -> None:
        if row.kind in _BLOCK or current:
            painter.fillRect(box, self._theme.colour("selected"))
        if current or row.kind in _BLOCK:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), self._theme.colour("accent"))
        if row.kind == "heading":
            painter.fillRect(QRect(box.left(), box.top(), box.width(), 1), self._theme.colour("line"))

    def _pair(self, painter: QPainter, box: QRect, row: Row, column: int) -> None:
        """A part in the mono face, what it means beside it."""
        part = QRect(box.left(), box.top(), column - 12, box.height())
        wide = QFontMetrics(self._theme.font("entry")).horizontalAdvance(row.strong) > part.width()
        shift = QFontMetrics(self._theme.font("entry")).horizontalAdvance(row.strong) + 12 if wide else column
        colour = "bad" if row.kind == "wrong" else "accentText" if row.kind == "echo" else "text"
        part.setWidth(min(shift, box.width() // 2))
        self._text(painter, part, row.strong, "entry", colour)
        rest = box.adjusted(min(shift, box.width() // 2 + 12), 0, 0, 0)
        role = "bad" if row.kind == "wrong" else "text" if row.kind == "echo" else "text2"
        used = self._text(painter, rest, row.text, "body", role)
        if row.role == "warn" and row.icon:
            ratio = painter.device().devicePixelRatio()
            sign = self._theme.pixmap("triangle-alert", 14, "warn", ratio)
            painter.drawPixmap(rest.left() + used + 8, box.center().y() - 6, sign)
            self._text(painter, rest.adjusted(used + 28, 0, 0, 0), row.icon, "body", "warn")

    def _action(self, painter: QPainter, box: QRect, row: Row) -> None:
        if row.icon:
            ratio = painter.device().devicePixelRatio()
            picture = self._theme.pixmap(row.icon, 16, "text2" if row.can_run else "text3", ratio)
            painter.drawPixmap(box.left(), box.center().y() - 7, picture)
        words = box.adjusted(28, 0, -80 if row.keys else 0, 0)
        face = "body_strong" if row.kind == "order" else "body"
        used = self._text(painter, words, row.strong, face, "text" if row.can_run else "text2")
        if row.text:
            self._text(painter, words.adjusted(used + 12, 0, 0, 0), row.text, "body", "text2")

    def _key(self, painter: QPainter, box: QRect, row: Row) -> None:
        if not row.keys or not self._theme.shows_keys:
            return
        shown = row.keys.replace("+", " ")
        width = QFontMetrics(self._theme.font("key")).horizontalAdvance(shown) + 10
        paint_key(painter, self._theme, QRect(box.right() - width, box.center().y() - 8, width, 18), shown)

    def _text(self, painter: QPainter, box: QRect, text: str, face: str, role: str) -> int:
        font = self._theme.font(face)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(box.width(), 0))
        painter.setFont(font)
        painter.setPen(self._theme.colour(role))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        return QFontMetrics(font).horizontalAdvance(shown)


class _View(QListView):
    """A little free below the last line."""

    def __init__(self) -> None:
        super().__init__()
        self.setViewportMargins(0, 0, 0, _LOW)


class CommandList(QFrame):
    """Stands over the page; it never takes the keyboard, the bar steps through it."""

    chosen = Signal(object)

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self.setObjectName("popup")
        self._theme = theme
        self._model = _Model(self)
        self._view = _View()
        self._view.setAccessibleName("What the command bar found")
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setModel(self._model)
        self._view.setItemDelegate(_Delegate(theme, self._view))
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setMouseTracking(True)
        self._view.entered.connect(self._pointed)
        self._view.clicked.connect(self._clicked)
        theme.changed.connect(self._view.viewport().update)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._view, 1)
        column.addWidget(self._foot())
        self.hide()

    @property
    def current(self) -> Row | None:
        index = self._view.currentIndex()
        return self._model.row(index.row()) if index.isValid() else None

    def rows(self) -> tuple[Row, ...]:
        found = (self._model.row(number) for number in range(self._model.rowCount()))
        return tuple(row for row in found if row is not None)

    def put(self, rows: Sequence[Row]) -> None:
        """The first that can be run is current."""
        self._model.put(rows)
        first = next((number for number, row in enumerate(rows) if row.can_run), -1)
        self._view.setCurrentIndex(self._model.index(first, 0) if first >= 0 else QModelIndex())
        if first >= 0:
            self._view.scrollToTop()

    def step(self, by: int) -> None:
        """To the next line that can be run, around the ends."""
        rows = self.rows()
        able = [number for number, row in enumerate(rows) if row.can_run]
        if not able:
            return
        now = self._view.currentIndex().row()
        place = able.index(now) + by if now in able else 0
        self._view.setCurrentIndex(self._model.index(able[place % len(able)], 0))

    def fit(self, window: QWidget, centre: int, top: int) -> None:
        """As high as its lines, as far as the window goes."""
        width = min(WIDTH, window.width() - 16)
        lines = sum(_HEIGHTS.get(row.kind, _ROW) for row in self.rows())
        height = min(lines + _FOOT + _LOW + 2, window.height() - top - 32)
        left = min(max(centre - width // 2, 8), window.width() - width - 8)
        self.setGeometry(left, top, width, height)
        self.raise_()

    def _pointed(self, index: QModelIndex) -> None:
        row = self._model.row(index.row())
        if row is not None and row.can_run:
            self._view.setCurrentIndex(index)

    def _clicked(self, index: QModelIndex) -> None:
        row = self._model.row(index.row())
        if row is not None and row.can_run:
            self.chosen.emit(row)

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("sheetFoot")
        foot.setFixedHeight(_FOOT)
        row = QHBoxLayout(foot)
        row.setContentsMargins(_EDGE, 0, _EDGE, 0)
        row.setSpacing(6)
        for keys, does in (("↑ ↓", "Move"), ("Enter", "Run"), ("Tab", "Complete"), ("Ctrl ↑", "Earlier entries")):
            row.addWidget(KeyHint(self._theme, keys))
            row.addWidget(label(self._theme, does, "small"))
            row.addSpacing(10)
        row.addStretch(1)
        return foot
