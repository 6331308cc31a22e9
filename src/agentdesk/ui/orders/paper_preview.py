"""The pages of a paper as they will be printed, one below the other."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QScrollBar, QVBoxLayout, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.scroll_pane import ScrollPane

_MARGIN, _GAP, _BAR = 16, 12, 10
_A4_INCHES = 8.27
_KEYS = {
    Qt.Key.Key_Down.value: 40,
    Qt.Key.Key_Up.value: -40,
    Qt.Key.Key_PageDown.value: 400,
    Qt.Key.Key_PageUp.value: -400,
    Qt.Key.Key_Home.value: -100_000,
    Qt.Key.Key_End.value: 100_000,
}


class PaperPreview(QFrame):
    """Scrolls by wheel and keys. A screen reader is given the paper as text, since pictures say nothing."""

    def __init__(self, theme: Theme, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wide = width - 2 * _MARGIN - _BAR
        self.setObjectName("card")
        self.setFixedWidth(width)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Preview")
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN + _BAR, _MARGIN)
        self._column.setSpacing(_GAP)
        self._said = label(theme, "Making the paper", "body", "text2", wraps=True)
        self._column.addWidget(self._said)
        self._column.addStretch(1)
        self._pages: list[QLabel] = []
        self._scroll = ScrollPane(self._inside, sideways=False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(self._scroll)

    @property
    def dpi(self) -> int:
        """At which a page is as wide as there is room for, on this screen."""
        return round(self._wide * self.devicePixelRatioF() / _A4_INCHES)

    @property
    def scroll_bar(self) -> QScrollBar:
        return self._scroll.verticalScrollBar()

    def say(self, text: str) -> None:
        self._said.setText(text)
        self._said.setVisible(bool(text))

    def show_pages(self, pictures: tuple[QImage, ...], name: str, text: str) -> None:
        """`text`: what the pages say, for who cannot see them."""
        self.say("")
        for page in self._pages:
            self._column.removeWidget(page)
            page.deleteLater()
        self._pages = []
        for number, picture in enumerate(pictures, 1):
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            page = QLabel()
            page.setPixmap(QPixmap.fromImage(picture))
            page.setFixedSize(picture.deviceIndependentSize().toSize())
            page.setAccessibleName(f"{name}, page {number} of {len(pictures)}")
            self._pages.append(page)
            self._column.insertWidget(number, page)
        self.setAccessibleName(f"Preview of {name}, {len(pictures)} page{'s' if len(pictures) > 1 else ''}")
        self.setAccessibleDescription(text)
        self._scroll.verticalScrollBar().setValue(0)

    def sizeHint(self) -> QSize:
        return QSize(self.width(), round(self._wide * 1.414) + 2 * _MARGIN)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.width(), 240)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _KEYS.get(event.key())
        if step is None:
            super().keyPressEvent(event)
            return
        self.scroll_bar.setValue(self.scroll_bar.value() + step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
