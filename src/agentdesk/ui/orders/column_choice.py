"""Which columns the list of orders shows: a check box for each, under its button."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QVBoxLayout, QWidget

from agentdesk.ui.orders.order_columns import CHOICES, Column
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.standing import stand_by


class ColumnChoice(QFrame):
    """Says `chosen` with the columns after each change. Escape, or the keyboard going elsewhere, closes it."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, button: QWidget) -> None:
        super().__init__(button.window())
        self.setObjectName("popup")
        self.setAccessibleName("Columns to show")
        self._button = button
        self._boxes = {one: QCheckBox(name) for one, name in CHOICES.items()}
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 16, 10)
        column.setSpacing(4)
        for box in self._boxes.values():
            box.setFont(theme.font("body"))
            box.clicked.connect(self._say)
            box.installEventFilter(self)
            column.addWidget(box)
        self.hide()

    def open(self, columns: frozenset[Column]) -> None:
        """Show which are on; the keyboard comes to the first."""
        for one, box in self._boxes.items():
            box.setChecked(one in columns)
        self.adjustSize()
        stand_by(self, self._button)
        self.show()
        self.raise_()
        next(iter(self._boxes.values())).setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            now = QApplication.focusWidget()
            if now is None or not self.isAncestorOf(now):
                self.hide()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        """Arrows and Tab stay among the boxes; Enter checks like Space."""
        boxes = list(self._boxes.values())
        now = next((place for place, box in enumerate(boxes) if box.hasFocus()), 0)
        forward = (Qt.Key.Key_Down, Qt.Key.Key_Tab)
        if event.key() in (*forward, Qt.Key.Key_Up, Qt.Key.Key_Backtab):
            by = 1 if event.key() in forward else -1
            boxes[(now + by) % len(boxes)].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            boxes[now].click()
        elif event.key() == Qt.Key.Key_Escape:
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.hide()
        else:
            return False
        return True

    def _say(self) -> None:
        self.chosen.emit(frozenset(one for one, box in self._boxes.items() if box.isChecked()))
