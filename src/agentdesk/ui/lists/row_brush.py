"""Writes the texts and icons of painted rows fast: the same few words, shaped once, stand in most rows."""

from enum import IntEnum

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QStaticText

from agentdesk.ui.theme import Theme

_MOST = 5_000  # texts that are remembered
LARGE = 18  # pixels, as the tokens say of prices from 1600 on
_TRACKING = 104.0  # percent, of a booking reference


class Side(IntEnum):
    """At which side of its place a text stands."""

    LEFT = 0
    RIGHT = 1
    CENTRE = 2


class RowBrush:
    """Holds one painter at a time, from `begin` on. Names end in an ellipsis where there is no room.

    A face is a step of the type scale; behind a colon it may be "large" (a price in a wide window) or "reference"
    (spaced, with a slashed nought).
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._texts: dict[tuple[str, str], tuple[QStaticText, float, float]] = {}
        self._cuts: dict[tuple[str, str, int], str] = {}
        self._fonts: dict[str, QFont] = {}
        self._metrics: dict[str, QFontMetrics] = {}
        self._colours: dict[str, QColor] = {}
        self._icons: dict[tuple[str, str, int, float], QPixmap] = {}
        self._face = self._role = ""
        self._ratio = 1.0
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        """Another shade or other fonts."""
        for kept in (self._texts, self._cuts, self._fonts, self._metrics, self._colours, self._icons):
            kept.clear()

    def begin(self, painter: QPainter) -> None:
        self._painter = painter
        self._ratio = painter.device().devicePixelRatioF()
        self.stale()

    def stale(self) -> None:
        """Somebody else has set the painter's font or pen."""
        self._face = self._role = ""

    def colour(self, role: str) -> QColor:
        found = self._colours.get(role)
        if found is None:
            found = self._colours[role] = self._theme.colour(role)
        return found

    def width(self, text: str, face: str) -> float:
        """How wide a text is, in pixels."""
        return self._shaped(text, face)[1]

    def text(
        self, x: float, y: float, width: int, height: int, text: str, face: str, role: str, side: Side = Side.LEFT
    ) -> float:
        """One line, in the middle of its height; how wide it came out."""
        shaped, wide, high = self._shaped(text, face)
        if wide > width + 1:
            shaped, wide, high = self._shaped(self._cut(text, face, width), face)
        if side is Side.RIGHT:
            x += width - wide
        elif side is Side.CENTRE:
            x += (width - wide) / 2
        if face != self._face:
            self._painter.setFont(self._font(face))
            self._face = face
        if role != self._role:
            self._painter.setPen(self.colour(role))
            self._role = role
        self._painter.drawStaticText(QPointF(x, y + (height - high) // 2), shaped)
        return wide

    def icon(self, x: int, y: int, name: str, role: str, size: int) -> None:
        key = (name, role, size, self._ratio)
        found = self._icons.get(key)
        if found is None:
            found = self._icons[key] = self._theme.pixmap(name, size, role, self._ratio)
        self._painter.drawPixmap(x, y, found)

    def lines(self, text: str, face: str, width: int, most: int) -> list[str]:
        """The text wrapped between words; what has no room ends in an ellipsis."""
        lines: list[str] = []
        words = text.split()
        while words and len(lines) < most:
            line = words.pop(0)
            while words and self.width(f"{line} {words[0]}", face) <= width:
                line += f" {words.pop(0)}"
            lines.append(line)
        if words and lines:
            lines[-1] = self._cut(" ".join([lines[-1], *words]), face, width)
        return lines

    def _cut(self, text: str, face: str, width: int) -> str:
        found = self._cuts.get((text, face, width))
        if found is None:
            if len(self._cuts) >= _MOST:
                self._cuts.clear()
            if face not in self._metrics:
                self._metrics[face] = QFontMetrics(self._font(face))
            found = self._metrics[face].elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._cuts[text, face, width] = found
        return found

    def _font(self, face: str) -> QFont:
        found = self._fonts.get(face)
        if found is None:
            step, _, changes = face.partition(":")
            found = self._theme.font(step)
            if changes == "large":
                found = QFont(found)
                found.setPixelSize(LARGE)
            elif changes == "reference":
                found = QFont(found)
                found.setLetterSpacing(QFont.SpacingType.PercentageSpacing, _TRACKING)
                found.setFeature(QFont.Tag("zero"), 1)
            self._fonts[face] = found
        return found

    def _shaped(self, text: str, face: str) -> tuple[QStaticText, float, float]:
        found = self._texts.get((text, face))
        if found is None:
            if len(self._texts) >= _MOST:
                self._texts.clear()
            made = QStaticText(text)
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            made.prepare(font=self._font(face))
            size = made.size()
            found = self._texts[text, face] = (made, size.width(), size.height())
        return found
