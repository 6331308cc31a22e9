"""Beside an order: what comes next, everything that was done and seen, the agency's own reference and note."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.order_events import OrderEvent
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.orders.history_words import tell
from agentdesk.ui.orders.order_next import Coming, coming
from agentdesk.ui.theme import Theme, polish
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.deadline import Deadline
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import IconLabel, hairline, label
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from agentdesk.ui.widgets.tips import plain_tip

_FIRST = 12  # events shown before 'Show all'
_AT_ONCE, _FRAME = 3, 16  # events; milliseconds
_LONGEST_REFERENCE, _LONGEST_NOTE, _NOTE_HEIGHT = 60, 500, 62


class OrderSide(QFrame):
    """A column; `noted` says own reference and note once the agent has left a field that was changed."""

    noted = Signal(str, str)
    copied = Signal(str)

    def __init__(self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("orderSide")
        self.setAccessibleName("Next, history and note")
        self._theme, self._clock = theme, clock
        self._coming: tuple[Coming, ...] = ()
        self._events: tuple[OrderEvent, ...] | None = None
        self._airline, self._all = "", False
        self._made = 0
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.setInterval(_FRAME)
        self._more.timeout.connect(self._make_some)
        self._kept = self._before = ("", "")
        self._next, self._history = QVBoxLayout(), QVBoxLayout()
        self._reference = Field(theme, "Your own reference")
        self._reference.edit.setMaxLength(_LONGEST_REFERENCE)
        self._reference.edit.editingFinished.connect(self.keep)
        self._note = _Note(theme)
        self._note.left.connect(self.keep)
        self._lay_out()

    # --- showing

    def show_record(self, record: OrderRecord) -> None:
        """What comes next, reference and note; what the agent is typing just now stays."""
        self._airline = record.order.owner.name
        found = coming(record, self._clock())
        if found != self._coming:
            self._coming = found
            clear(self._next)
            for one in found:
                self._next.addWidget(self._one_coming(one))
        kept = (record.own_reference, record.note)
        if kept != self._kept and self.typed == self._kept:
            self._put(kept)
        self._kept = kept

    def show_events(self, events: Sequence[OrderEvent]) -> None:
        """Newest first."""
        if tuple(events) == self._events:
            return
        self._events = tuple(events)
        self._fill_history()

    def begin(self) -> None:
        """Another order comes: nothing of the last one stays."""
        self._more.stop()
        self._events, self._all, self._coming = None, False, ()
        clear(self._history)
        clear(self._next)
        self._kept = ("", "")
        self._put(("", ""))

    def stand_alone(self, alone: bool) -> None:
        """Whether there is free room on its other side, too."""
        if alone != bool(self.property("alone")):
            self.setProperty("alone", alone)
            polish(self)

    def focus_first(self) -> None:
        """The keyboard to its first control."""
        self._reference.edit.setFocus(Qt.FocusReason.TabFocusReason)

    # --- reference and note

    @property
    def typed(self) -> tuple[str, str]:
        return self._reference.text.strip(), self._note.toPlainText().strip()

    def keep(self) -> None:
        """Say what was typed, if it is not kept yet."""
        if self.typed != self._kept:
            self._before, self._kept = self._kept, self.typed
            self.noted.emit(*self.typed)

    def not_kept(self) -> None:
        """What was said last could not be kept: leaving a field says it again."""
        self._kept = self._before

    def _put(self, kept: tuple[str, str]) -> None:
        self._reference.put(kept[0])
        self._note.setPlainText(kept[1])

    # --- parts

    def _one_coming(self, one: Coming) -> QWidget:
        inside = QWidget()
        inside.setAccessibleName(f"{one.strong} {one.text}")
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(self._theme, one.icon, 16, one.role), 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(1)
        head = QHBoxLayout()
        role = one.role if one.role in ("warn", "bad") else ""
        head.addWidget(label(self._theme, one.strong, "body_strong" if role else "body", role, wraps=True), 1)
        if one.until is not None:
            left = Deadline(self._theme, self._clock, inside, small=True)
            left.count_to(one.until, passed="passed")
            head.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
        text.addLayout(head)
        text.addWidget(label(self._theme, one.text, "small", wraps=True))
        row.addLayout(text, 1)
        return inside

    def _fill_history(self) -> None:
        clear(self._history)
        events = self._events or ()
        if not events:
            self._history.addWidget(label(self._theme, "Nothing was done to it on this desk.", "small"))
        self._made = 0
        self._make_some()

    def _make_some(self) -> None:
        """A few at a time, so that a long history does not hold the window up."""
        events = self._events or ()
        shown = events if self._all else events[:_FIRST]
        for event in shown[self._made : self._made + _AT_ONCE]:
            self._history.addWidget(self._one_event(event))
            self._made += 1
        if self._made < len(shown):
            self._more.start()
        elif len(shown) < len(events):
            more = Button(self._theme, f"Show all {len(events)}", kind="link")
            more.clicked.connect(self._show_all)
            self._history.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_all(self) -> None:
        self._all = True
        self._fill_history()

    def _one_event(self, event: OrderEvent) -> QWidget:
        told = tell(event, self._airline)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(self._theme, told.icon, 14, told.role), 0, Qt.AlignmentFlag.AlignTop)
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(label(self._theme, told.text, "small", "text", wraps=True))
        at = words.moment(event.at)
        who = f", {event.who}" if event.who and event.who not in told.text else ""
        text.addWidget(label(self._theme, f"{at}{who}", "caption", "text2"))
        row.addLayout(text, 1)
        if event.request_id:
            row.addWidget(self._request_button(event.request_id), 0, Qt.AlignmentFlag.AlignTop)
        inside.setAccessibleName(f"{told.text}, {at}{who}")
        return inside

    def _request_button(self, request_id: str) -> QToolButton:
        """The upstream's request id for a support call."""
        button = QToolButton()
        button.setObjectName("flat")
        button.setIcon(self._theme.icon("copy", 14, "text2"))
        button.setAccessibleName(f"Copy request id {request_id}")
        button.setToolTip(plain_tip(f"Copy Duffel's request id for a support call: {request_id}"))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self.copied.emit(request_id))
        return button

    def _lay_out(self) -> None:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(self._headed("Next"))
        column.addWidget(hairline())
        self._next.setContentsMargins(14, 12, 14, 12)
        self._next.setSpacing(10)
        column.addLayout(self._next)
        column.addWidget(hairline())
        column.addWidget(self._headed("History"))
        self._history.setContentsMargins(14, 4, 14, 8)
        self._history.setSpacing(10)
        column.addLayout(self._history)
        column.addStretch(1)
        lower = QVBoxLayout()
        lower.setContentsMargins(14, 10, 14, 12)
        lower.setSpacing(4)
        lower.addWidget(self._reference)
        name = label(self._theme, "Note", "label")
        name.setBuddy(self._note)
        lower.addWidget(name)
        lower.addWidget(self._note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        pane = ScrollPane(upper, sideways=False)
        pane.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole.addWidget(pane, 1)
        whole.addWidget(hairline())
        whole.addLayout(lower)

    def _headed(self, text: str) -> QWidget:
        made = label(self._theme, text, "body_strong")
        made.setContentsMargins(14, 13, 14, 12)
        return made


class _Note(QPlainTextEdit):
    """Says `left` when the keyboard goes elsewhere, or a reader set it while it was elsewhere. Tab goes on."""

    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFont(theme.font("body"))
        self.setAccessibleName("Note")
        self.setAccessibleDescription("Kept with the order; only the agency reads it")
        self.setTabChangesFocus(True)
        self.setFixedHeight(_NOTE_HEIGHT)
        self.textChanged.connect(self._changed)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _changed(self) -> None:
        text = self.toPlainText()
        if len(text) > _LONGEST_NOTE:
            place = self.textCursor().position()
            self.setPlainText(text[:_LONGEST_NOTE])
            cursor = self.textCursor()
            cursor.setPosition(min(place, _LONGEST_NOTE))
            self.setTextCursor(cursor)
