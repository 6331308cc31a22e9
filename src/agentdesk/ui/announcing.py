"""What a screen reader says by itself: sentences about things that happen while the keyboard is elsewhere."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(where: QWidget, sentence: str, *, urgent: bool = False) -> None:
    """Let a screen reader say it once; urgent ones cut short what is being said (WCAG 2.2, 4.1.3 Status Messages)."""
    if not sentence:
        return
    event = QAccessibleAnnouncementEvent(where, sentence)
    if urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)
