"""What a page says when it has nothing to show: why, and the way on."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import IconLabel, label

_TEXT = 440


class EmptyState(QWidget):
    """Icon, title, one or two sentences, buttons. The icon is text2 for empty, warn or bad for failed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(theme, "info", 24, "text2")
        self._title = label(theme, "", "heading", wraps=True)
        self._text = label(theme, "", "body", "text2", wraps=True)
        self._text.setFixedWidth(_TEXT)
        self._ways = QVBoxLayout()
        self._ways.setSpacing(8)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addSpacing(8)
        words.addLayout(self._ways)
        words.addLayout(self._buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 20, 20, 20)
        row.setSpacing(16)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words)
        row.addStretch(1)

    def say(
        self,
        icon: str,
        title: str,
        text: str = "",
        buttons: Sequence[Button] = (),
        *,
        role: str = "text2",
        ways: Sequence[Button] = (),
    ) -> None:
        """Say something else; the buttons of before go, the first of the new ones is the next thing to do.

        `ways` stand one below the other above the buttons, as an answer to the text.
        """
        self._icon.show_icon(icon, role)
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{title}. {text}".strip())
        for held in (self._ways, self._buttons):
            while (item := held.takeAt(0)) is not None:
                if (before := item.widget()) is not None:
                    before.hide()
                    before.deleteLater()
        for way in ways:
            self._ways.addWidget(way, 0, Qt.AlignmentFlag.AlignLeft)
            way.show()
        if ways:
            self._ways.addSpacing(8)
        for button in buttons:
            self._buttons.addWidget(button)
            button.show()
        self._buttons.addStretch(1)
