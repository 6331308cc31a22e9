"""What a screen reader says by itself: sentences about things that happen while the keyboard is elsewhere."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from agentdesk.desk.news import LineBack, LineLost, Notice


def announce(where: QWidget, sentence: str, *, urgent: bool = False) -> None:
    """Let a screen reader say it once; urgent ones cut short what is being said (WCAG 2.2, 4.1.3 Status Messages)."""
    if not sentence:
        return
    event = QAccessibleAnnouncementEvent(where, sentence)
    if urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


def announce_line(notice: Notice, voice: QWidget) -> None:
    """The line to the upstream, lost and back."""
    if isinstance(notice, LineLost):
        announce(voice, "The airline's line does not answer. Everything typed is kept.", urgent=True)
    elif isinstance(notice, LineBack):
        announce(voice, "The airline's line is back.")


def spelt(reference: str) -> str:
    """A reference letter by letter, as it is read out on the telephone: `4QK7ZB` is "4 Q K 7 Z B"."""
    return " ".join(reference)
