"""A day typed, counted, stepped to or picked from a calendar."""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from agentdesk.travel.dates import FARTHEST, is_counted, written
from agentdesk.ui import words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.calendar import Bounds, Calendar
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.standing import stand_by
from agentdesk.ui.widgets.tips import plain_tip

_BUTTON = 26  # pixels
_WEEK = 7


class DateEdit(Field):
    """Up and Down step by days, with Ctrl by weeks; F4 or Alt+Down opens the calendar.

    What a text means is worked out by the page, which tells it by `show_day`. A day that is counted from today (+14,
    fri) is written out when the field is left, so that it means the same tomorrow; one counted from a flight stays.
    """

    opened = Signal()

    def __init__(self, theme: Theme, text: str, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, text, placeholder=placeholder, parent=parent)
        self._name = text
        self._today = date(2000, 1, 1)
        self._day: date | None = None
        self._after: date | None = None
        self._other: date | None = None
        self._stays = False
        self._told = ""
        self._calendar: Calendar | None = None
        self._opener = self._button("calendar", f"{text}: open the calendar", "Calendar (F4)", self.open_calendar)
        self._less = self._button("minus", f"{text}: day earlier", "Day earlier (Down)", lambda: self.step(-1))
        self._more = self._button("plus", f"{text}: day later", "Day later (Up)", lambda: self.step(1))
        self.edit.setTextMargins(_BUTTON - 4, 0, 2 * _BUTTON - 4, 0)
        self.edit.installEventFilter(self)
        self.left.connect(self._write_out)

    def rename(self, text: str) -> None:
        super().rename(text)
        self._name = text
        for button, deed in (
            (self._opener, "open the calendar"),
            (self._less, "day earlier"),
            (self._more, "day later"),
        ):
            button.setAccessibleName(f"{text}: {deed}")

    def hide_label(self) -> None:
        """The label stands above the field of the line before."""
        self._label.hide()

    def show_day(
        self, day: date | None, today: date, after: date | None, other: date | None, *, stays: bool = False
    ) -> None:
        """What the text is taken for; `after` is the day of the flight before, `other` the day to be marked.

        `stays` says that it is a way back: the time between is told as nights.
        """
        self._day, self._today, self._after, self._other, self._stays = day, today, after, other, stays
        told = self.said(day) if day is not None else ""
        if told != self._told:  # the style is worked out anew each time something is said
            self._told = told
            self.hint(told, "good" if told else "text3")

    def said(self, day: date) -> str:
        """'Sat 19 Dec 2026, 7 nights'; 'Sat 12 Dec 2026, in 19 days'."""
        if self._after is None:
            return f"{words.full_day(day)}, {words.days_ahead((day - self._today).days)}"
        between = (day - self._after).days
        then = words.nights(between) if self._stays or between <= 0 else f"{words.count(between, 'day')} later"
        return f"{words.full_day(day)}, {then}" if then else words.full_day(day)

    def step(self, days: int) -> None:
        """So many days from the day that stands there, or from the earliest that can be taken."""
        start = self._day if self._day is not None else (self._after or self._today)
        self._take(min(max(start + timedelta(days=days), self._first), self._today + FARTHEST))

    def open_calendar(self) -> None:
        if self._calendar is not None:
            return
        bounds = Bounds(self._first, self._today + FARTHEST, self._today, self._other, self.said)
        start = self._day or self._after or self._today
        self._calendar = Calendar(self.window(), self.theme, bounds, start)
        self._calendar.setAccessibleName(f"Calendar, {self._name}")
        self._calendar.taken.connect(self._picked)
        self._calendar.left.connect(self._close)
        stand_by(self._calendar, self.edit)
        self._calendar.show()
        self._calendar.raise_()
        self._calendar.setFocus(Qt.FocusReason.PopupFocusReason)
        self.opened.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit:
            if event.type() == QEvent.Type.Resize:
                self._place_buttons()
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        by = {Qt.Key.Key_Up.value: 1, Qt.Key.Key_Down.value: -1}.get(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_F4 or (by == -1 and modifiers == Qt.KeyboardModifier.AltModifier):
            self.open_calendar()
            return True
        if by is None or modifiers not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
            return False
        self.step(by * (_WEEK if modifiers else 1))
        return True

    @property
    def _first(self) -> date:
        return self._after or self._today

    def _picked(self, day: object) -> None:
        assert isinstance(day, date)
        self._close()
        self._take(day)

    def _take(self, day: date) -> None:
        self.edit.setText(written(day))

    def _close(self) -> None:
        calendar, self._calendar = self._calendar, None
        if calendar is None:
            return
        had_keyboard = calendar.hasFocus()
        calendar.hide()
        calendar.deleteLater()
        if had_keyboard:
            self.edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def _write_out(self) -> None:
        if self._day is not None and self._after is None and is_counted(self.text) and self._calendar is None:
            self._take(self._day)

    # --- buttons within the field

    def _button(self, icon: str, name: str, tip: str, deed: object) -> QToolButton:
        button = QToolButton(self.edit)
        button.setObjectName("flat")
        button.setAccessibleName(name)
        button.setToolTip(plain_tip(tip))
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys do the same
        button.clicked.connect(deed)
        self.theme.dress(button, lambda: button.setIcon(self.theme.icon(icon, 14, "text2")))
        return button

    def _place_buttons(self) -> None:
        top, tall = 2, self.edit.height() - 4
        self._opener.setGeometry(3, top, _BUTTON, tall)
        self._more.setGeometry(self.edit.width() - _BUTTON - 2, top, _BUTTON, tall)
        self._less.setGeometry(self.edit.width() - 2 * _BUTTON - 2, top, _BUTTON, tall)
