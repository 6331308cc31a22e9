"""What a screen reader says by itself: sentences about things that happen while the keyboard is elsewhere."""

from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

_listeners: list[Callable[[str], None]] = []
_hushed: list[QWidget] = []


def announce(where: QWidget, sentence: str, *, urgent: bool = False) -> None:
    """Let a screen reader say it once; urgent ones cut short what is being said (WCAG 2.2, 4.1.3 Status Messages)."""
    if not sentence or any(one is where or one.isAncestorOf(where) for one in _hushed):
        return
    for listener in tuple(_listeners):
        listener(sentence)
    event = QAccessibleAnnouncementEvent(where, sentence)
    if urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


def hush(part: QWidget) -> Callable[[], None]:
    """From now on nothing is said for what stands in this part of a window; what it returns ends that."""
    _hushed.append(part)
    return lambda: _hushed.remove(part)


def overhear(listener: Callable[[str], None]) -> Callable[[], None]:
    """Hear every sentence that is announced, as a screen reader does; what it returns ends that.

    Qt tells its own listeners to the system alone; the walk through trouble proves by this that nothing goes unsaid.
    """
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)
