"""The keyboard's way through the window: pane after pane, in each its controls in order, and never nowhere."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab stops here now."""
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(policy) and widget.focusProxy() is None and widget.isEnabled() and widget.isVisible()


def stops(window: QWidget, panes: Sequence[QWidget]) -> list[list[QWidget]]:
    """Where Tab stops, by pane; the last list has what stands in none (notices over the page)."""
    places: dict[QWidget | None, int] = {pane: place for place, pane in enumerate(panes)}
    places[None] = len(panes)
    found: list[list[QWidget]] = [[] for _ in range(len(panes) + 1)]
    for widget in _chain(window):
        if takes_tab(widget):
            found[_place_of(widget, places)].append(widget)
    return found


def after(window: QWidget, panes: Sequence[QWidget], focused: QWidget | None, *, forward: bool) -> QWidget | None:
    """The next stop, around the ends; None when there is nowhere to go."""
    order = [widget for pane in stops(window, panes) for widget in pane]
    if not order:
        return None
    place = _nearest(order, focused)
    if place is None:
        return order[0 if forward else -1]
    return order[(place + (1 if forward else -1)) % len(order)]


def pane_after(
    window: QWidget, panes: Sequence[QWidget], focused: QWidget | None, by: int, last: dict[QWidget, QWidget]
) -> QWidget | None:
    """The stop in the next pane that has one: where the keyboard was there before, else its first."""
    found = stops(window, panes)[: len(panes)]
    able = [place for place, pane in enumerate(found) if pane]
    if not able:
        return None
    now = next((place for place, pane in enumerate(panes) if focused is not None and _within(pane, focused)), None)
    target = able[(able.index(now) + by) % len(able)] if now in able else able[0]
    before = last.get(panes[target])
    if before is not None and isValid(before) and before in found[target]:
        return before
    return found[target][0]


def _nearest(order: Sequence[QWidget], focused: QWidget | None) -> int | None:
    """The place of what has the keyboard, or of the stop around it."""
    step = focused
    while step is not None:
        if step in order:
            return order.index(step)
        step = step.parentWidget()
    return None


def _chain(window: QWidget) -> Iterator[QWidget]:
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        yield widget
        widget = widget.nextInFocusChain()


def _place_of(widget: QWidget, places: dict[QWidget | None, int]) -> int:
    """Of the pane around it; every widget on the way is remembered, for its neighbours go the same way."""
    way: list[QWidget] = []
    step: QWidget | None = widget
    while step not in places and step is not None:
        way.append(step)
        step = step.parentWidget()
    place = places[step]
    places.update(dict.fromkeys(way, place))
    return place


def _within(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)
