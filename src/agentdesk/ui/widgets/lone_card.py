"""A card alone in the middle of a window: what is asked before there is a desk."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.ui.widgets.labels import card

_WIDE = 620  # pixels


def lone_card(page: QWidget) -> QVBoxLayout:
    """Put a card in the middle of an empty page, a little above; the column to fill it by."""
    frame = card()
    frame.setFixedWidth(_WIDE)
    inner = QVBoxLayout(frame)
    inner.setContentsMargins(24, 20, 24, 20)
    inner.setSpacing(12)
    middle = QHBoxLayout()
    middle.addStretch(1)
    middle.addWidget(frame)
    middle.addStretch(1)
    whole = QVBoxLayout(page)
    whole.addStretch(1)
    whole.addLayout(middle)
    whole.addStretch(2)
    return inner
