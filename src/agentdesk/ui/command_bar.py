"""The command bar in the top bar: one field that finds orders, runs actions and takes terminal entries."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QWidget
from shiboken6 import isValid

from agentdesk.ui.announcing import announce
from agentdesk.ui.command_matches import Row
from agentdesk.ui.theme import Theme, polish
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import IconLabel

if TYPE_CHECKING:  # the list is loaded behind the painted window, which bears the bar
    from agentdesk.ui.command_list import CommandList

WIDTH, NARROW = 440, 330
_HEIGHT, _UNDER = 28, 44  # of the bar; where the list begins, in the window
_SHOWN = "Find an order, run an action, or type an entry"
_SHOWN_NARROW = "Find, run or type an entry"

Finder = Callable[[str], Sequence[Row]]
"""The lines for what is typed, at once."""


class CommandBar(QFrame):
    """`listen_to` gives it something to find. Escape, or running a line, gives the keyboard back where it was."""

    entered = Signal()  # the keyboard came: what is searched may be read now

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("commandBar")
        self.setFixedSize(WIDTH, _HEIGHT)
        self._theme = theme
        self._finder: Finder | None = None
        self._entries: Callable[[], Sequence[str]] = tuple
        self._earlier = -1
        self._left_over = ""
        self._list: CommandList | None = None
        self._make_list: type[CommandList] | None = None
        self._before: QWidget | None = None
        self._icon = IconLabel(theme, "search", 16)
        self._key, self._out = KeyHint(theme, "Ctrl K"), KeyHint(theme, "Esc")
        theme.changed.connect(self._show_key)
        self.edit = QLineEdit()
        self.edit.setObjectName("commandEdit")
        self.edit.setAccessibleName("Command bar")
        self.edit.setToolTip("Find an order, run an action, or type an entry (Ctrl+K)")
        self.edit.setFont(theme.font("body"))
        self.edit.setProperty("ownRing", True)
        self.edit.setFrame(False)
        self.edit.setPlaceholderText(_SHOWN)
        self.edit.setEnabled(False)
        self.edit.textChanged.connect(self._typed)
        self.edit.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._remember)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 4, 0)
        row.setSpacing(4)
        row.addWidget(self._icon)
        row.addWidget(self.edit, 1)
        row.addWidget(self._key)
        row.addWidget(self._out)
        self._show_key()

    def listen_to(
        self,
        finder: Finder | None,
        entries: Callable[[], Sequence[str]] = tuple,
        shown_in: "type[CommandList] | None" = None,
    ) -> None:
        """What finds; None while nothing is open. `entries` are the earlier ones, newest first."""
        self._finder, self._entries, self._make_list = finder, entries, shown_in
        self.edit.setEnabled(finder is not None)
        if finder is None:
            self._close()
            self._drop_list()

    def be_narrow(self, wanted: bool) -> None:
        self.setFixedWidth(NARROW if wanted else WIDTH)
        self.edit.setPlaceholderText(_SHOWN_NARROW if wanted else _SHOWN)

    def call(self) -> None:
        """Ctrl+K: come here; once more, go back."""
        if self.edit.hasFocus():
            self.leave()
            return
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def refresh(self) -> None:
        """What is found may have changed."""
        if self._list is not None and self._list.isVisible():
            self._typed(self.edit.text())

    def leave(self) -> None:
        """Close and give the keyboard back; what was typed and not run can be had again with Ctrl+Up."""
        self._left_over = self.edit.text().strip() or self._left_over
        self.edit.clear()
        before, self._before = self._before, None
        self._close()
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.edit.clearFocus()
            self.window().setFocus(Qt.FocusReason.OtherFocusReason)

    # --- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.edit:
            return False
        if event.type() == QEvent.Type.FocusIn:
            self._came()
        elif event.type() == QEvent.Type.FocusOut:
            self._close()
            self._show_key()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key == Qt.Key.Key_Up and held:
            self._show_earlier()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._list is not None:
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
            self._say_current()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            if not event.isAutoRepeat():
                self._run(self._list.current if self._list is not None else None)
        elif key == Qt.Key.Key_Tab and self._complete():
            pass
        else:
            return False
        return True

    def _complete(self) -> bool:
        """Take the first line that goes on with the entry, or the current one; False when there is none."""
        if self._list is None or not self._list.isVisible():
            return False
        current = self._list.current
        rows = (*([current] if current is not None else []), *self._list.rows())
        row = next((one for one in rows if one.completes or one.refills), None)
        if row is None:
            return False
        self.edit.setText(row.refills or self.edit.text().rstrip() + row.completes)
        return True

    def _show_earlier(self) -> None:
        entries = [*([self._left_over] if self._left_over else []), *self._entries()]
        if entries:
            self._earlier = (self._earlier + 1) % len(entries)
            wanted = self._earlier
            self.edit.setText(entries[wanted])
            self._earlier = wanted

    def _show_key(self) -> None:
        """What leads here, or from here."""
        inside = self.edit.hasFocus()
        self._key.setVisible(self._theme.shows_keys and not inside)
        self._out.setVisible(self._theme.shows_keys and inside)

    # --- the list

    def _came(self) -> None:
        self.setProperty("focused", True)
        polish(self)
        self._show_key()
        self.entered.emit()
        self._typed(self.edit.text())

    def _typed(self, text: str) -> None:
        self._earlier = -1
        if self._finder is None or self._make_list is None or not self.edit.hasFocus():
            return
        if self._list is None:
            self._list = self._make_list(self.window(), self._theme)
            self._list.chosen.connect(self._run)
        rows = self._finder(text)
        is_entry = any(row.kind in ("run", "echo", "wrong") for row in rows)
        self._icon.show_icon("terminal" if is_entry else "search", "accentText" if is_entry else "text2")
        self.edit.setFont(self._theme.font("entry" if is_entry else "body"))
        self._list.put(rows)
        middle = self.mapTo(self.window(), QPoint(self.width() // 2, 0)).x()
        self._list.fit(self.window(), middle, _UNDER)
        self._list.show()
        count = sum(row.can_run for row in rows)
        announce(self.edit, f"{count} found" if count else "Nothing found")
        self._say_current()

    def _run(self, row: object) -> None:
        if not isinstance(row, Row) or not row.can_run:
            return
        if row.deed is None:
            self.edit.setText(row.refills or self.edit.text().rstrip() + row.completes)
            return
        self.edit.clear()
        self._left_over = ""
        self.leave()
        row.deed()

    def _close(self) -> None:
        self.setProperty("focused", False)
        polish(self)
        self._icon.show_icon("search", "text2")
        if self._list is not None:
            self._list.hide()

    def _drop_list(self) -> None:
        if self._list is not None:
            self._list.deleteLater()
            self._list = None

    def _say_current(self) -> None:
        current = self._list.current if self._list is not None else None
        self.edit.setAccessibleDescription(current.spoken if current is not None else "Nothing found")

    def _remember(self, before: QWidget | None, now: QWidget | None) -> None:
        """Where the keyboard is to go back to."""
        if now is self.edit and before is not None and self.window().isAncestorOf(before):
            self._before = before
