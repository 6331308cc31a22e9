"""The details' last tab: every word of the airline's answer, to be searched and copied."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from agentdesk.travel.told import Told
from agentdesk.ui import words
from agentdesk.ui.offers.said_words import SaidRow, holds, said_rows, said_text
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label

_AnyIndex = QModelIndex | QPersistentModelIndex
_RowRole = Qt.ItemDataRole.UserRole
_EDGE, _GAP, _HEAD, _LINE = 14, 10, 32, 22
_LABEL_SHARE = 0.44
_ALIGN = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class SaidTab(QWidget):
    """`show_told` fills it; until then it says that it waits."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[SaidRow] = ()
        self._find = QLineEdit()
        self._find.setFont(theme.font("body"))
        self._find.setAccessibleName("Find in what the airline said")
        self._find.setPlaceholderText("Find a field or a value")
        self._find.setClearButtonEnabled(False)
        self._find.textChanged.connect(self._filter)
        self._copy = Button(theme, "Copy all", icon="copy")
        self._copy.clicked.connect(self._copy_all)
        self._count = label(theme, "", "small")
        self._model = _Rows(self)
        self.list = QListView()
        self.list.setAccessibleName("All the airline said")
        self.list.setModel(self._model)
        self.list.setItemDelegate(_RowDelegate(theme, self.list))
        self.list.setLayoutMode(QListView.LayoutMode.Batched)
        self.list.setBatchSize(100)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self._lay_out()
        theme.changed.connect(self.list.viewport().update)

    def show_told(self, told: Told | None) -> None:
        """All of an answer, or nothing while it is not there."""
        self._all = said_rows(told) if told is not None else ()
        self._copy.setEnabled(told is not None)
        self._find.setEnabled(told is not None)
        self._filter()
        if told is None:
            self._count.setText("Not read yet")

    def _filter(self) -> None:
        wanted = self._find.text().strip()
        rows = _matching(self._all, wanted) if wanted else self._all
        self._model.put(rows)
        facts = sum(row.value is not None for row in rows)
        self._count.setText(f"{words.count(facts, 'fact')}{' found' if wanted else ''}")

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(said_text(self._model.rows))
        self._count.setText(f"{words.count(sum(row.value is not None for row in self._model.rows), 'fact')} copied")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_EDGE, 10, _EDGE, 6)
        head.setSpacing(8)
        head.addWidget(self._find, 1)
        head.addWidget(self._copy)
        count = QHBoxLayout()
        count.setContentsMargins(_EDGE, 0, _EDGE, 4)
        count.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(count)
        column.addWidget(self.list, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.scheduleDelayedItemsLayout()


def _matching(rows: Sequence[SaidRow], text: str) -> list[SaidRow]:
    """Rows that hold a text, under their headings; a heading that holds it brings all of its rows."""
    found: list[SaidRow] = []
    heading: SaidRow | None = None
    whole = False
    for row in rows:
        if row.value is None:
            heading, whole = row, text.casefold() in row.label.casefold()
        elif whole or holds(row, text):
            if heading is not None:
                found.append(heading)
                heading = None
            found.append(row)
    return found


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: Sequence[SaidRow] = ()

    def put(self, rows: Sequence[SaidRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == _RowRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.label if row.value is None else f"{row.label}: {row.value}"
        return None


class _RowDelegate(QStyledItemDelegate):
    """A heading, or a label beside its value; long values go on in the next line, none is cut."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view
        self._metrics = QFontMetrics(theme.font("small"))

    def sizeHint(self, _option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        row: SaidRow = index.data(_RowRole)
        width = self._view.viewport().width()
        if row.value is None:
            return QSize(width, _HEAD + self._height(row.label, width - 2 * _EDGE) - _LINE)
        left, right = self._widths(width)
        return QSize(width, max(self._height(row.label, left), self._height(row.value, right)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        row: SaidRow = index.data(_RowRole)
        box = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, self._theme.colour("selected"))
        left, right = self._widths(box.width())
        if row.value is None:
            self._write(painter, box.adjusted(_EDGE, 12, -_EDGE, 0), row.label, "small_strong", "text")
        else:
            spot = QRect(box.left() + _EDGE, box.top() + 3, left, box.height())
            self._write(painter, spot, row.label, "small", "text2")
            spot = QRect(spot.right() + 1 + _GAP, spot.top(), right, box.height())
            self._write(painter, spot, row.value, "small", "text")
        painter.restore()

    def _widths(self, width: int) -> tuple[int, int]:
        left = int((width - 2 * _EDGE - _GAP) * _LABEL_SHARE)
        return left, width - 2 * _EDGE - _GAP - left

    def _height(self, text: str, width: int) -> int:
        if self._metrics.horizontalAdvance(text) <= width - 2:
            return _LINE
        return self._metrics.boundingRect(QRect(0, 0, width, 100_000), self._flags(text, width), text).height() + 6

    def _write(self, painter: QPainter, box: QRect, text: str, face: str, role: str) -> None:
        painter.setFont(self._theme.font(face))
        painter.setPen(self._theme.colour(role))
        painter.drawText(box, self._flags(text, box.width()), text)

    def _flags(self, text: str, width: int) -> int:
        """Lines break between words, inside one only where it is longer than a line."""
        longest = max(text.split(" "), key=len)
        fits = self._metrics.horizontalAdvance(longest) <= width - 2
        wrap = Qt.TextFlag.TextWordWrap if fits else Qt.TextFlag.TextWrapAnywhere
        return int(wrap) | int(_ALIGN)
