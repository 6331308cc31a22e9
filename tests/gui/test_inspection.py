"""The exacting reader sees what is wrong, and leaves alone what is right."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from tests.gui.dressed import on_screen, themed
from tests.gui.inspection import complaints


def _label(text: str, colour: str) -> QLabel:
    one = QLabel(text)
    one.setStyleSheet(f"color: {colour}; background: #ffffff;")
    return one


def test_faint_text_is_seen() -> None:
    themed()
    faint, plain = _label("Hardly there", "#b0b0b0"), _label("Well there", "#333333")
    with on_screen(faint, plain) as window:
        (said,) = complaints(window)
    assert "Hardly there" in said
    assert "#b0b0b0 on #ffffff" in said


def test_cut_text_is_seen() -> None:
    themed()
    cut = _label("A sentence that is much longer than its place", "#333333")
    cut.setFixedWidth(60)
    with on_screen(cut) as window:
        (said,) = complaints(window)
    assert "is cut" in said


def test_targets_that_crowd_are_seen() -> None:
    themed()
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setSpacing(2)
    for name in ("Fewer", "More"):
        button = QPushButton()
        button.setAccessibleName(name)
        button.setStyleSheet("min-width: 0; min-height: 0; padding: 0;")
        button.setFixedSize(16, 16)
        layout.addWidget(button)
    layout.addStretch(1)
    with on_screen(row) as window:
        said = complaints(window)
        assert len(said) == 2
        assert "16x16 is too small" in said[0]
        layout.setSpacing(40)
        layout.activate()
        assert complaints(window) == []


def test_a_control_without_a_name_is_seen() -> None:
    themed()
    with on_screen(QPushButton()) as window:
        (said,) = complaints(window)
    assert said == "QPushButton  has no name"
