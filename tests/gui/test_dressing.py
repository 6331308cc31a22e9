"""What follows the theme wears it at once, and goes when its owner goes: a closed tab leaves nothing behind."""

import gc
from weakref import ref

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel

from agentdesk.ui.theme import Shade, Theme
from agentdesk.ui.widgets.number_stepper import NumberStepper


def test_it_is_dressed_at_once_and_at_each_change() -> None:
    theme, label = Theme(Shade.LIGHT), QLabel()
    theme.dress(label, lambda: label.setText(theme.shade if theme.moves else "still"))
    assert label.text() == "light"
    theme.let_move(False)
    assert label.text() == "still"
    label.deleteLater()


def test_the_theme_keeps_nothing_that_was_deleted() -> None:
    theme = Theme(Shade.LIGHT)
    stepper = NumberStepper(theme, "Bags", 0, 3)
    gone = ref(stepper)
    stepper.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    del stepper
    gc.collect()
    assert gone() is None
    theme.let_move(False)
