"""The window: environment stripe, top bar, rail, the open room, status strip."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from agentdesk.travel.environment import World
from agentdesk.ui.announcing import hush
from agentdesk.ui.command_bar import CommandBar
from agentdesk.ui.panes import after, pane_after, stops
from agentdesk.ui.rail import Rail
from agentdesk.ui.room_view import RoomView
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.environment import EnvironmentBadge, EnvironmentStripe
from agentdesk.ui.widgets.labels import IconLabel, label
from agentdesk.ui.widgets.sheet import Sheet
from agentdesk.ui.widgets.status_strip import StatusStrip
from agentdesk.ui.widgets.toasts import Toasts

_SENTENCES: Mapping[World, str] = {
    World.PRACTICE: "Nothing here is sold. Invented airline answers.",
    World.TEST: "Duffel test mode. No money moves.",
    World.LIVE: "Live. What you buy here is bought.",
}
SMALLEST = (1024, 700)  # pixels
_NARROW_UNDER = 1100
_BACK = Qt.FocusReason.OtherFocusReason
_UNSEEN = "qt_rubberband"
"""A name that Qt leaves out of what assistive technology reads, with all within. Hidden parts are read out otherwise,
and taking them out of the window and back has each of a thousand widgets dressed anew, for half a second."""


class MainWindow(QWidget):
    """The frame around the rooms; light enough to be painted before anything else is loaded."""

    closed = Signal()
    room_opened = Signal(str)

    def __init__(self, theme: Theme, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mainWindow")
        self.setMinimumSize(*SMALLEST)
        self.resize(1280, 800)
        self.theme = theme
        self.rail = Rail(theme)
        self.rail.room_chosen.connect(self.open_room)
        self.status = StatusStrip(theme)
        self.commands = CommandBar(theme)
        self._rooms: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self.toasts = Toasts(theme, self._stack, clear=self._kept_clear)
        self._last_in: dict[QWidget, QWidget] = {}
        self._inside = QWidget()  # all but the stripe
        self._cover: QWidget | None = None
        self._resume: list[Callable[[], None]] = []
        self._world = world
        self._opening = self._opening_note()
        self._stack.addWidget(self._opening)
        self._stripe = EnvironmentStripe(theme, world)
        self._badge = EnvironmentBadge(theme, world)
        self._sentence = label(theme, "", "small")
        self._agent = label(theme, "", "small")
        self._agent_icon = IconLabel(theme, "circle-user", 16)
        self._agent_icon.hide()
        self._top = self._top_bar()
        self._lay_out()
        self.show_world(world)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    # --- rooms

    def add_room(self, name: str, room: QWidget) -> None:
        self._rooms[name] = room
        self._stack.addWidget(room)

    def open_room(self, name: str) -> None:
        """Show a room that is there; the rail follows."""
        if name in self._rooms:
            self._stack.setCurrentWidget(self._rooms[name])
            self.rail.open(name)
            self.room_opened.emit(name)

    def show_room(self, name: str) -> None:
        """Show something that has no entry in the rail."""
        self._stack.setCurrentWidget(self._rooms[name])

    def show_bug(self, bug: BaseException) -> None:
        """A bug, said calmly and once per kind; the details go to the error output."""
        self.status.show_running(f"Something went wrong inside AgentDesk ({type(bug).__name__}). Your work is kept.")

    @property
    def room(self) -> QWidget | None:
        current = self._stack.currentWidget()
        return None if current is self._opening else current

    def show_world(self, world: World) -> None:
        """Name and colour the environment: title, stripe, badge, sentence."""
        self._world = world
        self._show_title()
        self._stripe.show_world(world)
        self._badge.show_world(world)
        self._sentence.setText(_SENTENCES[world])

    def take_rooms_out(self) -> None:
        """Before another environment comes: its rooms go, the opening note is back."""
        self._stack.setCurrentWidget(self._opening)
        for room in self._rooms.values():
            self._stack.removeWidget(room)
            room.hide()
            room.deleteLater()
        self._rooms.clear()
        self._last_in.clear()

    def say(self, sentence: str) -> None:
        """What stands in the middle while nothing is open."""
        self._opening.setText(sentence)

    def show_agent(self, name: str) -> None:
        self._agent.setText(name)
        self._agent_icon.setVisible(bool(name))

    # --- locked

    @property
    def is_covered(self) -> bool:
        return self._cover is not None

    def cover(self, page: QWidget) -> None:
        """Show this page and nothing else: what was there is hidden, assistive technology finds no word of it, no key
        reaches it, and it goes on working."""
        if self._cover is not None:
            return
        focused: QWidget | None = self.focusWidget()
        self._cover = page
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        self._inside.hide()
        self._inside.setObjectName(_UNSEEN)
        column.addWidget(page, 1)
        page.show()
        self._resume = [hush(self._inside), *(_held(action) for action in self.actions() if action.isEnabled())]
        if focused is not None and self._inside.isAncestorOf(focused):
            self._resume.append(lambda: focused.setFocus(_BACK) if isValid(focused) else None)
        self._show_title()

    def uncover(self) -> None:
        """All is as it was, the keyboard too; the page of the lock goes."""
        if self._cover is None:
            return
        page, self._cover = self._cover, None
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        page.hide()
        column.removeWidget(page)
        page.deleteLater()
        self._inside.setObjectName("")
        self._inside.show()
        for resume in self._resume:
            resume()
        self._resume = []
        self._show_title()
        self.toasts.wake()

    def _show_title(self) -> None:
        self.setWindowTitle(f"AgentDesk – {self._world.upper()}" + (" – locked" if self.is_covered else ""))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The command bar gives way in a narrow window (SPEC 2)."""
        super().resizeEvent(event)
        self.commands.be_narrow(self.width() < _NARROW_UNDER)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The composition root hears it, saves, and only then lets the window go."""
        event.ignore()
        self.closed.emit()

    # --- the keyboard's way

    def panes(self) -> list[QWidget]:
        """In the order of Tab and F6: rail, top bar, then what the room has."""
        if self._cover is not None:
            return [self._cover]
        room = self.room
        inside = room.panes() if isinstance(room, RoomView) else [room] if room is not None else []
        return [self.rail, self._top, *inside]

    def go_to_pane(self, by: int) -> None:
        """F6: where the keyboard was in the next pane, or its first control."""
        target = pane_after(self, self.panes(), QApplication.focusWidget(), by, self._last_in)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as the eye does, whichever control was made first."""
        target = after(self, self.panes(), QApplication.focusWidget(), forward=forward)
        if target is None:
            return False
        target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return True

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            QTimer.singleShot(0, self, self._keep_focus)
            return
        pane = next((one for one in self.panes() if one.isAncestorOf(now)), None)
        if pane is not None:
            self._last_in[pane] = now

    def _keep_focus(self) -> None:
        """When what had the keyboard is gone, the page has it, not nobody."""
        if QApplication.focusWidget() is not None or not self.isActiveWindow():
            return
        if self._cover is not None:
            self._cover.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        found = stops(self, self.panes())
        inside = [widget for pane in found[2:] for widget in pane]
        page = next((pane for pane in found[4:] if pane), inside)
        for widget in page[:1]:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _kept_clear(self) -> tuple[int, int]:
        """What toasts leave free at the right and at the foot: a deed is never covered."""
        room = self.room
        right, low = room.kept_clear() if isinstance(room, RoomView) else (0, 0)
        sheet = next((one for one in self._stack.findChildren(Sheet) if one.isVisible()), None)
        return (right, low) if sheet is None else (0, self.toasts.room_above(sheet.deed))

    # --- layout

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stripe)
        column.addWidget(self._inside, 1)
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._top)
        right.addWidget(self._stack, 1)
        middle.addLayout(right, 1)
        inside.addLayout(middle, 1)
        inside.addWidget(self.status)

    def _top_bar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("topBar")
        bar.setFixedHeight(40)
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self._badge)
        row.addWidget(self._sentence)
        row.addStretch(1)
        row.addWidget(self.commands)
        row.addStretch(1)
        row.addWidget(self._agent_icon)
        row.addWidget(self._agent)
        return bar

    def _opening_note(self) -> QLabel:
        note = label(self.theme, "Opening the desk", "body", "text2", wraps=True)
        note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return note


def _held(action: QAction) -> Callable[[], None]:
    """Bar a command; what it returns lets it work again."""
    action.setEnabled(False)
    return lambda: action.setEnabled(True) if isValid(action) else None
