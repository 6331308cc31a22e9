"""A scroll pane whose keys belong to what it stands in."""

from PySide6.QtGui import QKeyEvent

from agentdesk.ui.widgets.scroll_pane import ScrollPane


class StillPane(ScrollPane):
    """Scrolls by the wheel and its bars; arrows and page keys go on to whoever gives them a meaning."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
