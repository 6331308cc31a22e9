"""How many orders have changed since the list was sorted; a press sorts them in."""

from PySide6.QtWidgets import QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.chip import Chip


class ChangesChip(Chip):
    """Hidden while nothing waits."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent=parent)
        self.setCheckable(False)
        self.setToolTip("What has changed stands where it was until you sort it in (N)")
        self.hide()

    def say_waiting(self, count: int) -> None:
        """'3 changes · Sort again · N'."""
        changes = f"{count} {'change' if count == 1 else 'changes'}"
        self.say(f"{changes} · Sort again{' · N' if self.theme.shows_keys else ''}")
        self.setAccessibleName(f"{changes}, sort again")
        self.setVisible(count > 0)
