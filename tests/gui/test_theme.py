"""The look: every colour readable in both shades, every font and icon there, changed while the program runs."""

import json
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from agentdesk import resources
from agentdesk.ui import theme as theme_module
from agentdesk.ui.theme import Shade, Theme
from tests.gui.dressed import themed

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b|\brgba?\(")
TOKENS = json.loads(resources.read("tokens.json"))


def luminance(colour: QColor) -> float:
    """Relative luminance by WCAG 2."""
    parts = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
        for one in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("shade", list(Shade))
def test_what_is_read_has_contrast_enough(shade: Shade) -> None:
    theme = Theme(shade)
    assert len(TOKENS["contrast"]) > 50
    for pair in TOKENS["contrast"]:
        ink, ground = pair["on"].split(" / ")
        assert contrast(theme.colour(ink), theme.colour(ground)) >= pair["need"], pair["on"]


def test_a_colour_that_is_not_in_the_tokens_is_an_error() -> None:
    with pytest.raises(KeyError):
        Theme().colour("mauve")


def test_every_icon_of_the_design_can_be_drawn() -> None:
    theme = themed()
    for name in TOKENS["icon"]["names"]:
        picture = theme.pixmap(name, 16, "text").toImage()
        inked = sum(picture.pixelColor(x, y).alpha() > 0 for x in range(16) for y in range(16))
        assert inked > 8, f"{name} is empty"


def test_an_icon_takes_the_colour_of_its_role_and_the_size_of_its_screen() -> None:
    theme = themed()
    picture = theme.pixmap("check", 16, "bad", 2.0)
    assert (picture.width(), picture.devicePixelRatio()) == (32, 2.0)
    image = picture.toImage()
    solid = [
        image.pixelColor(x, y).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() == 255
    ]
    assert theme.hex("bad").lower() in solid


def test_each_step_of_the_type_scale_is_a_shipped_font() -> None:
    theme = themed()
    for step, face in TOKENS["type"].items():
        if "px" in face:
            font = theme.font(step)
            assert QFontInfo(font).family() == ("JetBrains Mono" if face.get("family") == "mono" else "Inter")
            assert font.pixelSize() == face["px"]


def test_figures_stand_under_figures() -> None:
    metrics = QFontMetrics(themed().font("body"))
    assert len({metrics.horizontalAdvance(figure * 20) for figure in "0123456789"}) == 1


def test_references_have_a_slashed_zero() -> None:
    theme = themed()
    zero = QFont.Tag("zero")
    assert theme.font("reference").featureValue(zero) == 1
    assert not theme.font("total").isFeatureSet(zero)


def test_changing_the_shade_changes_palette_sheet_and_pictures_at_once(qapp: QApplication) -> None:
    theme = themed(Shade.LIGHT)
    heard: list[str] = []
    theme.changed.connect(lambda: heard.append(theme.hex("window")))
    before = theme.pixmap("check", 16, "text").toImage()
    theme.use(Shade.DARK)
    assert heard == [TOKENS["colour"]["window"]["dark"]]
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(TOKENS["colour"]["window"]["dark"])
    assert TOKENS["colour"]["surface"]["dark"] in qapp.styleSheet()
    assert TOKENS["colour"]["surface"]["light"] not in qapp.styleSheet()
    assert theme.pixmap("check", 16, "text").toImage() != before
    theme.use(Shade.DARK)
    assert len(heard) == 1


def test_highlighted_text_is_not_white_on_pale_blue(qapp: QApplication) -> None:
    themed()
    palette = qapp.palette()
    inks = (palette.color(QPalette.ColorRole.HighlightedText), palette.color(QPalette.ColorRole.Highlight))
    assert contrast(*inks) > 4.5


class SystemHints(QObject):
    """A desktop that says whether it is light or dark, as QStyleHints does."""

    colorSchemeChanged = Signal(Qt.ColorScheme)

    def __init__(self, scheme: Qt.ColorScheme) -> None:
        super().__init__()
        self.scheme = scheme

    def colorScheme(self) -> Qt.ColorScheme:
        return self.scheme

    def turn(self, scheme: Qt.ColorScheme) -> None:
        self.scheme = scheme
        self.colorSchemeChanged.emit(scheme)


def test_it_follows_the_system_until_told_otherwise() -> None:
    theme, system = themed(), SystemHints(Qt.ColorScheme.Dark)
    theme.follow(system)
    assert theme.shade is Shade.DARK
    system.turn(Qt.ColorScheme.Light)
    assert theme.shade is Shade.LIGHT
    theme.stop_following()
    system.turn(Qt.ColorScheme.Dark)
    assert theme.shade is Shade.LIGHT


def test_a_system_that_does_not_say_is_taken_as_light() -> None:
    theme = themed(Shade.DARK)
    theme.follow(SystemHints(Qt.ColorScheme.Unknown))
    assert theme.shade is Shade.LIGHT


def test_no_colour_is_named_anywhere_but_in_the_tokens() -> None:
    here = Path(theme_module.__file__).parent
    named = [f"{file.name}: {found}" for file in here.rglob("*.py") for found in _COLOUR.findall(file.read_text())]
    assert named == []
    assert _COLOUR.findall(resources.read("style.qss").decode()) == []
