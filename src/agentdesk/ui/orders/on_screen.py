"""Tells the watch which order the agent has in front, so that it is looked at oftener."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from agentdesk.desk.watching import Watching


class OnScreen(QObject):
    """As long as the widget is visible; `of` says whose order it shows, "" for none."""

    def __init__(self, widget: QWidget, watching: Watching) -> None:
        super().__init__(widget)
        self._widget, self._watching = widget, watching
        self._order_id = self._told = ""
        widget.installEventFilter(self)

    def of(self, order_id: str) -> None:
        self._order_id = order_id
        self._tell(order_id if self._widget.isVisible() else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._widget and event.type() == QEvent.Type.Show:
            self._tell(self._order_id)
        elif watched is self._widget and event.type() == QEvent.Type.Hide:
            self._tell("")
        return False

    def _tell(self, order_id: str) -> None:
        if order_id == self._told:
            return
        before, self._told = self._told, order_id
        if before:
            self._watching.hide(before)
        if order_id:
            self._watching.show(order_id)
