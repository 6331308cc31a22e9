"""Where in a page the agent was: kept in the draft a moment after each move, found again after a restart."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from agentdesk.travel.booking import Step
from agentdesk.ui.book.page import Page
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.widgets.scroll_pane import ScrollPane

KEPT = (Step.SEARCH, Step.PAYMENT, Step.TICKET)
"""The steps kept here; the pages of the others know more of their places and keep them themselves."""

_SETTLES = 400  # milliseconds


class Whereabouts(QObject):
    """Watches one page: what has the keyboard, by its spoken name, and how far its panes are scrolled."""

    def __init__(self, tab: Tab, page: Page) -> None:
        super().__init__(page)
        self._tab, self._page = tab, page
        self._look = f"{page.step}.place"
        self._name = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SETTLES)
        self._later.timeout.connect(self._keep)
        self._wanted: dict[QScrollBar, int] = {}  # scrolled so far as soon as there is so much
        for pane in page.findChildren(ScrollPane):
            pane.verticalScrollBar().valueChanged.connect(self._scrolled)
            pane.verticalScrollBar().rangeChanged.connect(self._scroll_back)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def restore(self) -> None:
        """Once, when the tab is opened with its page: the keyboard and the panes go where they were."""
        scrolled, _, name = self._tab.draft.look(self._look).partition(" ")
        for bar, value in zip(self._bars(), scrolled.split(","), strict=False):
            if value.isdecimal() and int(value):
                self._wanted[bar] = int(value)
        target = next((one for one in self._stops() if _spoken(one) == name), None) if name else None
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll_back()

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._page.isAncestorOf(now) and not isinstance(now, ScrollPane):
            self._name = _spoken(now)
            self._moved()

    def _moved(self) -> None:
        if self._page.isVisible():
            self._later.start()

    def _keep(self) -> None:
        if self._page.isVisible():
            scrolled = ",".join(str(self._wanted.get(bar, bar.value())) for bar in self._bars())
            self._tab.fold(self._tab.draft.with_look(self._look, f"{scrolled or 0} {self._name}"))

    def _scrolled(self) -> None:
        """Somebody went elsewhere meanwhile: what was wanted before is wanted no more."""
        bar = self.sender()
        if isinstance(bar, QScrollBar):
            self._wanted.pop(bar, None)
        self._moved()

    def _scroll_back(self) -> None:
        """What is shown may come bit by bit."""
        for bar, value in tuple(self._wanted.items()):
            if bar.maximum() >= value:
                del self._wanted[bar]
                bar.setValue(value)

    def _bars(self) -> list[QScrollBar]:
        return [pane.verticalScrollBar() for pane in self._page.findChildren(ScrollPane)]

    def _stops(self) -> list[QWidget]:
        """What can have the keyboard; a label is spoken like its field."""
        every = self._page.findChildren(QWidget)
        return [one for one in every if one.focusPolicy() != Qt.FocusPolicy.NoFocus and one.isVisibleTo(self._page)]


def _spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
