"""Short sentences one after another, as many in a row as have room, like words in a line."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Flowing(QWidget):
    """Places what it is given from left to right and goes on below; what is wider than a row takes one of its own."""

    def __init__(self, across: int, down: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._across, self._down = across, down
        self._parts: tuple[QWidget, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_parts(self, parts: Sequence[QWidget]) -> None:
        """In their order; those shown before go."""
        for old in self._parts:
            old.hide()
            old.deleteLater()
        self._parts = tuple(parts)
        for part in self._parts:
            part.setParent(self)
            part.show()
        self._place()
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((box.bottom() + 1 for box in self._boxes(width)), default=0)

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.heightForWidth(max(self.width(), 1)))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, max((part.sizeHint().height() for part in self._parts), default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        for part, box in zip(self._parts, self._boxes(self.width()), strict=True):
            part.setGeometry(box)

    def _boxes(self, width: int) -> list[QRect]:
        """Where each part stands in so many pixels."""
        found: list[QRect] = []
        x = y = height = 0
        for part in self._parts:
            wanted = part.sizeHint()
            if x and x + wanted.width() > width:
                x, y, height = 0, y + height + self._down, 0
            found.append(QRect(x, y, min(wanted.width(), width), wanted.height()))
            x += wanted.width() + self._across
            height = max(height, wanted.height())
        return found
