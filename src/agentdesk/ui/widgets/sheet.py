"""A sheet over the page that needs an answer: the way back on the left, the deed on the right."""

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from agentdesk.ui.announcing import announce
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label

_WIDTH, _VEIL = 620, 0.72


class Sheet(QDialog):
    """Covers its parent with a veil. Keeps Tab inside, Escape is the way back, gives the keyboard back afterwards.

    Fill `body`; then `await answer()`, or listen to `answered`. It goes away by itself. `others` are buttons between
    the way back and the deed; they end nothing. A dialog to a screen reader, but never a window of its own.
    """

    answered = Signal(bool)

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        title: str,
        *,
        back: str,
        deed: Button,
        text: str = "",
        others: Sequence[Button] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._theme = theme
        self._over = parent
        self._ended = False
        self._before: QWidget | None = parent.window().focusWidget()
        self.back = Button(theme, back, key="Esc")
        self.deed = deed
        self.body = QVBoxLayout()
        self._frame = self._framed(title, text, others)
        self.back.clicked.connect(lambda: self._end(False))
        deed.clicked.connect(lambda: self._end(True))
        theme.changed.connect(self.update)
        parent.installEventFilter(self)
        self._cover()

    def open(self) -> None:
        """Come on screen; the first focus is on the way back, never on the deed."""
        self.show()
        self.raise_()
        self._frame.adjustSize()
        self._cover()
        self.back.setFocus(Qt.FocusReason.TabFocusReason)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DialogStart))
        title = self.accessibleName()
        stop = "" if title.endswith("?") else "."
        announce(self, f"{title}{stop} {self.accessibleDescription()}".strip(), urgent=True)

    async def answer(self) -> bool:
        """Open, wait, and tell whether the deed was chosen. Whoever stops waiting takes the sheet away with it."""
        answered: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def settle(yes: bool) -> None:
            if not answered.done():
                answered.set_result(yes)

        self.answered.connect(settle)
        self.open()
        try:
            return await answered
        finally:
            if isValid(self):
                self._end(False)

    def _end(self, yes: bool) -> None:
        if self._ended:
            return
        self._ended = True
        self._over.removeEventFilter(self)
        self.hide()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DialogEnd))
        self.answered.emit(yes)
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back; no key leaks to the page below, and Enter alone decides nothing."""
        if event.key() == Qt.Key.Key_Escape:
            self._end(False)
            return
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        stops = [one for one in self._frame.findChildren(QWidget) if _takes_tab(one)]
        focused = self.focusWidget()
        place = stops.index(focused) if focused in stops else -1
        if stops:
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            stops[(place + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._cover()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        veil = QColor(self._theme.colour("scrim"))
        veil.setAlphaF(_VEIL)
        QPainter(self).fillRect(self.rect(), veil)

    def _cover(self) -> None:
        self.setGeometry(self._over.rect())
        width = min(_WIDTH, self.width() - 48)
        layout = self._frame.layout()
        wanted = layout.totalHeightForWidth(width) if layout is not None and layout.hasHeightForWidth() else -1
        height = min(max(wanted, self._frame.sizeHint().height() if wanted < 0 else wanted), self.height() - 24)
        self._frame.setGeometry((self.width() - width) // 2, max((self.height() - height) // 3, 12), width, height)

    def _framed(self, title: str, text: str, others: Sequence[Button]) -> QFrame:
        frame = QFrame(self)
        frame.setObjectName("sheet")
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(20, 16, 20, 14)
        inner.setSpacing(14)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(label(self._theme, title, "title", wraps=True))
        if text:
            head.addWidget(self._sentence(text))
        inner.addLayout(head)
        inner.addLayout(self.body)
        column.addLayout(inner)
        column.addStretch(1)
        column.addWidget(self._foot(others))
        return frame

    def _sentence(self, text: str) -> QLabel:
        return label(self._theme, text, "body", "text2", wraps=True)

    def _foot(self, others: Sequence[Button]) -> QFrame:
        foot = QFrame()
        foot.setObjectName("sheetFoot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addStretch(1)
        for button in others:
            row.addWidget(button)
        row.addWidget(self.deed)
        return foot


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return widget.isVisible() and widget.isEnabled() and bool(policy) and widget.focusProxy() is None
