"""A sheet over the page that needs an answer: the way back on the left, the deed on the right."""

import asyncio

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label

_WIDTH, _VEIL = 620, 0.72


class Sheet(QWidget):
    """Covers its parent with a veil. Keeps Tab inside, Escape is the way back, gives the keyboard back afterwards.

    Fill `body`; then `await answer()`, or listen to `answered`. It goes away by itself.
    """

    answered = Signal(bool)

    def __init__(self, parent: QWidget, theme: Theme, title: str, *, back: str, deed: Button) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._veil = QColor(theme.colour("scrim"))
        self._veil.setAlphaF(_VEIL)
        self._before: QWidget | None = parent.window().focusWidget()
        self.back = Button(theme, back, key="Esc")
        self.deed = deed
        self.body = QVBoxLayout()
        self._frame = self._framed(theme, title)
        self.back.clicked.connect(lambda: self._end(False))
        deed.clicked.connect(lambda: self._end(True))
        parent.installEventFilter(self)
        self._cover()

    def open(self) -> None:
        """Come on screen; the first focus is on the way back, never on the deed."""
        self.show()
        self.raise_()
        self._frame.adjustSize()
        self._place()
        self.back.setFocus(Qt.FocusReason.TabFocusReason)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DialogStart))

    async def answer(self) -> bool:
        """Open, wait, and tell whether the deed was chosen."""
        answered: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def settle(yes: bool) -> None:
            if not answered.done():
                answered.set_result(yes)

        self.answered.connect(settle)
        self.open()
        return await answered

    def _end(self, yes: bool) -> None:
        parent = self.parentWidget()
        if parent is not None:
            parent.removeEventFilter(self)
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.answered.emit(yes)
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._end(False)
            return
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        stops = [one for one in self._frame.findChildren(QWidget) if _takes_tab(one)]
        focused = self.focusWidget()
        place = stops.index(focused) if focused in stops else -1
        if stops:
            stops[(place + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self._cover()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._veil)

    def _cover(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self._place()

    def _place(self) -> None:
        width = min(_WIDTH, self.width() - 48)
        height = min(self._frame.sizeHint().height(), self.height() - 24)
        self._frame.setGeometry((self.width() - width) // 2, max((self.height() - height) // 3, 12), width, height)

    def _framed(self, theme: Theme, title: str) -> QFrame:
        frame = QFrame(self)
        frame.setObjectName("sheet")
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(20, 16, 20, 16)
        inner.setSpacing(10)
        inner.addWidget(label(theme, title, "title", wraps=True))
        inner.addLayout(self.body)
        column.addLayout(inner)
        foot = QFrame()
        foot.setObjectName("sheetFoot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 12, 20, 12)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.deed)
        column.addWidget(foot)
        return frame


def _takes_tab(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
