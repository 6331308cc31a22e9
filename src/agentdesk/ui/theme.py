"""The one place for colours, fonts and lengths: tokens, light and dark, as palette and style sheet."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from string import Template
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPalette, QPixmap, QStyleHints
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from agentdesk import resources
from agentdesk.ui import assets
from agentdesk.ui.focus_ring import FocusRing


class Shade(StrEnum):
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Face:
    """A step of the type scale: pixels, line height in pixels, weight, letter spacing in percent."""

    px: int
    line: int
    weight: int
    spacing: float = 100.0
    mono: bool = False


class _Follower(QObject):
    """Dresses something anew at each change of the theme, and goes with its owner."""

    def __init__(self, owner: QObject, dress: Callable[[], None]) -> None:
        super().__init__(owner)
        self._dress = dress

    def dress(self) -> None:
        self._dress()


class Theme(QObject):
    """Colours by role, fonts by step of the scale, icons in a role; says `changed` when the shade was changed."""

    changed = Signal()

    def __init__(self, shade: Shade = Shade.LIGHT) -> None:
        super().__init__()
        self._tokens: dict[str, Any] = json.loads(resources.read("tokens.json"))
        self._shade = shade
        self._fonts: dict[str, QFont] = {}
        self._colours: dict[str, QColor] = {}
        self._icons = assets.Icons()
        self._ring: FocusRing | None = None
        self._hints: QStyleHints | None = None
        self._shows_keys = True
        self._moves = True
        self._read_colours()

    def dress(self, owner: QObject, dress: Callable[[], None]) -> None:
        """Call `dress` now and at each change, for as long as `owner` is there.

        A function that is connected to `changed` itself would keep all that it names for as long as the theme lives.
        """
        follower = _Follower(owner, dress)
        self.changed.connect(follower.dress)
        dress()

    @property
    def shade(self) -> Shade:
        return self._shade

    @property
    def shows_keys(self) -> bool:
        """Whether keys stand beside the words of what they do."""
        return self._shows_keys

    def show_keys(self, wanted: bool) -> None:
        """The agent's choice; buttons and key hints follow at once."""
        if wanted is not self._shows_keys:
            self._shows_keys = wanted
            self.changed.emit()

    @property
    def moves(self) -> bool:
        """Whether spinners turn; the system may want it still all the same."""
        return self._moves

    def let_move(self, wanted: bool) -> None:
        """The agent's choice; spinners follow at once."""
        if wanted is not self._moves:
            self._moves = wanted
            self.changed.emit()

    @property
    def ring(self) -> FocusRing:
        """The focus ring of the application. RuntimeError before `apply`."""
        if self._ring is None:
            raise RuntimeError("the theme was not applied yet")
        return self._ring

    # --- asking

    def colour(self, role: str) -> QColor:
        """KeyError for a role that is not in the tokens."""
        return self._colours[role]

    def hex(self, role: str) -> str:
        return str(self._tokens["colour"][role][self._shade])

    def face(self, step: str) -> Face:
        raw = self._tokens["type"][step]
        return Face(
            px=raw["px"],
            line=raw["line"],
            weight=raw["weight"],
            spacing=100.0 + 100.0 * raw.get("tracking_em", 0.0),
            mono=raw.get("family") == "mono",
        )

    def font(self, step: str) -> QFont:
        """The font of a step of the type scale; figures are tabular everywhere."""
        if step not in self._fonts:
            self._fonts[step] = self._make_font(step)
        return self._fonts[step]

    def icon(self, name: str, size: int, role: str) -> QIcon:
        return self._icons.icon(name, size, self.hex(role), self.hex("disabled"))

    def pixmap(self, name: str, size: int, role: str, ratio: float = 1.0) -> QPixmap:
        return self._icons.pixmap(name, size, self.hex(role), ratio)

    # --- using

    def apply(self, app: QApplication) -> None:
        """Dress the application: fonts, Fusion, palette, style sheet, focus ring."""
        assets.load_fonts()
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(self.font("body"))
        self._dress(app)
        if self._ring is None:
            self._ring = FocusRing(self.colour("focus"), parent=self)
            app.focusChanged.connect(self._ring.follow)

    def use(self, shade: Shade) -> None:
        """Change light for dark or back while the program runs."""
        if shade is self._shade:
            return
        self._shade = shade
        self._read_colours()
        self._icons.forget()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._dress(app)
        if self._ring is not None:
            self._ring.colour = self.colour("focus")
        self.changed.emit()

    def follow(self, hints: QStyleHints) -> None:
        """Be light or dark as the system is, now and whenever it changes; light where it does not say."""
        if self._hints is None:
            self._hints = hints
            hints.colorSchemeChanged.connect(self._use_scheme)
        self._use_scheme(hints.colorScheme())

    def stop_following(self) -> None:
        """Keep the present shade whatever the system does."""
        if self._hints is not None:
            self._hints.colorSchemeChanged.disconnect(self._use_scheme)
            self._hints = None

    def _use_scheme(self, scheme: Qt.ColorScheme) -> None:
        self.use(Shade.DARK if scheme is Qt.ColorScheme.Dark else Shade.LIGHT)

    def _dress(self, app: QApplication) -> None:
        app.setPalette(self._palette())
        app.setStyleSheet(self._style_sheet())

    def _read_colours(self) -> None:
        self._colours = {role: QColor(value[self._shade]) for role, value in self._tokens["colour"].items()}

    def _make_font(self, step: str) -> QFont:
        face = self.face(step)
        font = QFont(self._tokens["font"]["mono"] if face.mono else self._tokens["font"]["ui"])
        font.setPixelSize(face.px)
        font.setWeight(QFont.Weight(face.weight))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setFeature(QFont.Tag("tnum"), 1)
        if step.startswith("reference") or face.mono:
            font.setFeature(QFont.Tag("zero"), 1)
        if face.mono:
            font.setFeature(QFont.Tag("calt"), 0)
        if face.spacing != 100.0:
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, face.spacing)
        return font

    def _palette(self) -> QPalette:
        roles = {
            QPalette.ColorRole.Window: "window",
            QPalette.ColorRole.WindowText: "text",
            QPalette.ColorRole.Base: "surface",
            QPalette.ColorRole.AlternateBase: "sunken",
            QPalette.ColorRole.Text: "text",
            QPalette.ColorRole.Button: "surface",
            QPalette.ColorRole.ButtonText: "text",
            QPalette.ColorRole.Highlight: "selected",
            QPalette.ColorRole.HighlightedText: "text",
            QPalette.ColorRole.PlaceholderText: "text3",
            QPalette.ColorRole.ToolTipBase: "raised",
            QPalette.ColorRole.ToolTipText: "text",
            QPalette.ColorRole.Link: "accentText",
            QPalette.ColorRole.Accent: "accent",
            QPalette.ColorRole.Light: "raised",
            QPalette.ColorRole.Midlight: "hover",
            QPalette.ColorRole.Mid: "line",
            QPalette.ColorRole.Dark: "control",
            QPalette.ColorRole.Shadow: "control",
        }
        palette = QPalette()
        for role, name in roles.items():
            palette.setColor(role, self.colour(name))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("disabled"))
        return palette

    def _style_sheet(self) -> str:
        values = {role: self.hex(role) for role in self._tokens["colour"]}
        values |= {f"{name.replace('-', '_')}_icon": assets.svg_file(name, self.hex("text2")) for name in _SHEET_ICONS}
        values["check_icon"] = assets.svg_file("check", self.hex("onAccent"))
        values["check_off_icon"] = assets.svg_file("check", self.hex("disabled"))
        values["minus_icon"] = assets.svg_file("minus", self.hex("onAccent"))
        return Template(resources.read("style.qss").decode()).substitute(values)


_SHEET_ICONS = ("chevron-down",)


def text_label_font(widget: QWidget, theme: Theme, step: str) -> None:
    """Give a widget the font of a step; style sheets set colours only, so that fonts keep their features."""
    widget.setFont(theme.font(step))
    widget.setProperty("face", step)


def polish(widget: QWidget) -> None:
    """Look at the style sheet again after a property that it selects by was changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


FOCUS_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
