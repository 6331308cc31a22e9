"""Hands that use the window as a person does: they find controls by accessible name, click, type and wait for facts."""

import asyncio
import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QImage, QKeyEvent, QKeySequence, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

_LOOK_AGAIN = 0.01  # seconds
_LOOK_LESS = 3  # times as long as a look took: the window has its thread to itself most of the time
_NESTED = 4  # layouts that ask the one around them to lay out anew


class NotThere(AssertionError):
    """What was waited for did not come in time."""


class Hands:
    """Drives one window through Qt's event system. Counts keystrokes and clicks."""

    def __init__(self, window: QWidget, *, patience: float = 15.0) -> None:
        self.window = window
        self.patience = patience
        self.keystrokes = 0
        self.clicks = 0

    # --- looking

    def seen(self, name: str, kind: type[QWidget] = QWidget) -> QWidget | None:
        """The visible, enabled control that a screen reader would call `name`; its label only if there is no other."""
        found = [one for one in self._visible(kind) if spoken_name(one) == name and one.isEnabled()]
        return min(found, key=lambda one: one.focusPolicy() is Qt.FocusPolicy.NoFocus, default=None)

    def names(self) -> list[str]:
        """What a screen reader could name on this screen, in widget order."""
        return [name for one in self._visible(QWidget) if (name := spoken_name(one))]

    def says(self, text: str) -> bool:
        """Whether some visible text or spoken name contains `text`."""
        return any(text in spoken_name(one) for one in self._visible(QWidget))

    def _visible(self, kind: type[QWidget]) -> Iterator[QWidget]:
        for one in (self.window, *self.window.findChildren(kind)):
            if isinstance(one, kind) and one.isVisible():
                yield one

    # --- waiting

    async def until(self, fact: Callable[[], object], what: str, patience: float | None = None) -> None:
        """Wait for a fact; NotThere says what did not come and what was on screen instead."""
        began = time.monotonic()
        end = began + (self.patience if patience is None else patience)
        while not fact():
            now = time.monotonic()
            if now > end:
                raise NotThere(f"{what} did not come; on screen: {self.names()}")
            await asyncio.sleep(max(_LOOK_AGAIN, _LOOK_LESS * (now - began)))
            began = time.monotonic()

    async def find(self, name: str, kind: type[QWidget] = QWidget, patience: float | None = None) -> QWidget:
        found: list[QWidget] = []

        def there() -> bool:
            one = self.seen(name, kind)
            if one is not None:
                found.append(one)
            return one is not None

        await self.until(there, f"'{name}'", patience)
        return found[0]

    async def hear(self, text: str, patience: float | None = None) -> None:
        await self.until(lambda: self.says(text), f"the text '{text}'", patience)

    # --- doing

    async def come_forward(self) -> None:
        """Have the window active again, as a window manager does after a dialog; off-screen there is none."""
        self.window.activateWindow()
        await self.until(self.window.isActiveWindow, "the active window")

    async def click(self, name: str) -> None:
        """Click the middle of a control, or of the words of a check box."""
        control = await self.find(name)
        spot = control.rect().center()
        if isinstance(control, QAbstractButton) and control.isCheckable() and not control.hitButton(spot):
            spot = QPoint(10, control.height() // 2)
        self.clicks += 1
        QTest.mouseClick(control, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
        await asyncio.sleep(0)

    async def focus(self, name: str) -> QWidget:
        """Give a control the keyboard as a click into it would, without pressing it."""
        control = await self.find(name)
        control.setFocus(Qt.FocusReason.MouseFocusReason)
        await asyncio.sleep(0)
        return control

    async def write(self, text: str) -> None:
        """Type into whatever has the keyboard."""
        for letter in text:
            self.keystrokes += 1
            target = self._focused()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(target, QKeyEvent(kind, _key_of(letter), Qt.KeyboardModifier.NoModifier, letter))
            await asyncio.sleep(0)

    async def fill(self, name: str, text: str) -> None:
        """Go to a field, replace what is in it."""
        await self.focus(name)
        await self.press("Ctrl+A")
        await self.write(text)

    async def press(self, keys: str, times: int = 1) -> None:
        """Press a key or combination, written as Qt writes it ("Ctrl+Return", "Alt+1", "Tab")."""
        combination = QKeySequence(keys)[0]  # type: ignore[index]  # the stub lacks __getitem__
        for _ in range(times):
            self.keystrokes += 1
            QTest.keyClick(self._focused(), combination.key(), combination.keyboardModifiers())
            await asyncio.sleep(0)

    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    # --- keeping

    def picture(self) -> QImage:
        """The window as painted now, at its own device ratio, once everything has found its place."""
        for _ in range(_NESTED):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        ratio = self.window.devicePixelRatioF()
        image = QImage(self.window.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        painter = QPainter(image)
        self.window.render(painter, QPoint())
        painter.end()
        return image


def _key_of(letter: str) -> int:
    """The key that a letter stands on; letters outside ASCII come as text alone, as from an input method."""
    return ord(letter.upper()) if letter.isascii() else 0


def spoken_name(widget: QWidget) -> str:
    """What assistive technology reads as the control's name: given by us, or made by Qt from its text or buddy."""
    if given := widget.accessibleName():
        return given
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
