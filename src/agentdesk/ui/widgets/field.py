"""A field: label above, input, and a line for hint or error that is always kept free."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from agentdesk.ui.theme import Theme, polish
from agentdesk.ui.widgets.labels import IconLabel, label
from agentdesk.ui.widgets.tips import plain_tip


class Framed(QWidget):
    """Label, some input, hint. The input is named by the label and described by the hint, for a screen reader too."""

    def __init__(
        self, theme: Theme, text: str, content: QWidget, *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._content = content
        self._calm = (hint, "text3", "")
        self._label = label(theme, text, "label")
        self._label.setBuddy(content)
        self._icon = IconLabel(theme, "", 12, "bad")
        self._icon.setFixedHeight(16)
        self._hint = label(theme, hint, "small", "text3", wraps=True)
        content.setAccessibleName(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addWidget(content)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self._hint, 1)
        self._hint.setMinimumHeight(16)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        wraps = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # it never widens the field
        wraps.setHeightForWidth(True)
        self._hint.setSizePolicy(wraps)
        column.addLayout(foot)
        self._icon.hide()
        self.setFocusProxy(content)

    @property
    def error(self) -> str:
        return self._hint.text() if self._content.property("wrong") else ""

    def rename(self, text: str) -> None:
        self._label.setText(text)
        self._content.setAccessibleName(text)

    def hint(self, text: str, role: str = "text3", *, icon: str = "") -> None:
        """A calm line below; it stands while there is no error.

        Role `good` says that the input was understood, `warn` that it is taken but wants a look.
        """
        self._calm = (text, role, icon or {"good": "check", "warn": "triangle-alert"}.get(role, ""))
        self._say(*self._calm, wrong=False)

    def wrong(self, text: str) -> None:
        """Say what is wrong with the input; an empty text takes it back."""
        if text:
            self._say(text, "bad", "circle-alert", wrong=True)
        else:
            self._say(*self._calm, wrong=False)

    def _say(self, text: str, role: str, icon: str, *, wrong: bool) -> None:
        self._hint.setText(text)
        self._hint.setToolTip(plain_tip(text))
        self._hint.setProperty("role", role)
        self._icon.setVisible(bool(icon))
        self._icon.show_icon(icon, role)
        self._content.setAccessibleDescription(text)
        self._content.setProperty("wrong", wrong)
        self._content.setProperty("warns", role == "warn")
        polish(self._hint)
        polish(self._content)


class Field(Framed):
    """A line of text. `edited` says each change by hand, `left` when the keyboard goes elsewhere.

    A text that comes while the keyboard is elsewhere, as assistive technology sets it, is edited and left at once.
    """

    edited = Signal(str)
    left = Signal()

    def __init__(
        self, theme: Theme, text: str, *, hint: str = "", placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(placeholder)
        self.edit.setFont(theme.font("body"))
        super().__init__(theme, text, self.edit, hint=hint, parent=parent)
        self._putting = False
        self.edit.textChanged.connect(self._changed)
        self.edit.editingFinished.connect(self.left)

    @property
    def text(self) -> str:
        return self.edit.text()

    def put(self, text: str) -> None:
        """Show a text without saying `edited`; the cursor stays when nothing changes."""
        if text == self.edit.text():
            return
        self._putting = True
        try:
            self.edit.setText(text)
        finally:
            self._putting = False

    def _changed(self, text: str) -> None:
        if self._putting:
            return
        self.edited.emit(text)
        if not self.edit.hasFocus():
            self.left.emit()


class Choice(Framed):
    """One of a few values. `chosen` says the value when picked by hand."""

    chosen = Signal(object)

    def __init__(
        self, theme: Theme, text: str, values: dict[str, object], *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        self.combo = QComboBox()
        self.combo.setFont(theme.font("body"))
        self.combo.setItemDelegate(QStyledItemDelegate(self.combo))  # else the sheet's row height is not taken
        self._values = list(values.values())
        for shown in values:
            self.combo.addItem(shown)
        super().__init__(theme, text, self.combo, hint=hint, parent=parent)
        self.combo.activated.connect(lambda place: self.chosen.emit(self._values[place]))

    @property
    def value(self) -> object:
        place = self.combo.currentIndex()
        return self._values[place] if place >= 0 else None

    def offer(self, values: dict[str, object], value: object) -> None:
        """Replace what can be chosen, and show a value of it."""
        shown = [self.combo.itemText(place) for place in range(self.combo.count())]
        if shown != list(values) or self._values != list(values.values()):
            self.combo.clear()
            self.combo.addItems(list(values))
            self._values = list(values.values())
        self.put(value)

    def put(self, value: object) -> None:
        self.combo.setCurrentIndex(self._values.index(value) if value in self._values else -1)
