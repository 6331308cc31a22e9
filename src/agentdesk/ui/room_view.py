"""What fills the window beside the rail: a room, with its panes in the order of the eye."""

from PySide6.QtWidgets import QWidget


class RoomView(QWidget):
    """A room that is more than one pane, or has a deed that notices must not cover."""

    def panes(self) -> list[QWidget]:
        """In the order of Tab and F6."""
        return [self]

    def kept_clear(self) -> tuple[int, int]:
        """Pixels at the right and at the foot that notices leave free."""
        return (0, 0)
