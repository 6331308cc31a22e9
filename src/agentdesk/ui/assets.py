"""Pictures and fonts from the program's resources."""

import re
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QFontDatabase, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from agentdesk import resources, scratch

_FONTS = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf", "JetBrainsMono-Regular.ttf")
_loaded: list[int] = []


def load_fonts() -> None:
    """Once for the process. RuntimeError when one cannot be read: the installation is damaged."""
    if _loaded:
        return
    for name in _FONTS:
        number = QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{name}")))
        if number < 0:
            raise RuntimeError(f"the font {name} cannot be read")
        _loaded.append(number)


def svg(name: str, colour: str, size: int = 24) -> bytes:
    """An icon's drawing in a colour; a thicker stroke where it is small (tokens: stroke_at_14_and_less)."""
    text = resources.read(f"icons/{name}.svg").decode()
    stroke = "2.1" if size <= 14 else "1.9"
    return re.sub(r'stroke-width="[^"]*"', f'stroke-width="{stroke}"', text.replace("currentColor", colour)).encode()


def svg_file(name: str, colour: str) -> str:
    """A file of the coloured icon, as style sheets can only name files; lives as long as the process."""
    target = scratch.folder() / f"{name}-{colour.strip('#')}.svg"
    if not target.exists():
        scratch.write(target, svg(name, colour, 14))
    return target.as_posix()


class Icons:
    """Drawn icons by name, size, colour and device ratio."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, int, str, float], QPixmap] = {}

    def forget(self) -> None:
        self._drawn.clear()

    def pixmap(self, name: str, size: int, colour: str, ratio: float) -> QPixmap:
        key = (name, size, colour, ratio)
        if key not in self._drawn:
            self._drawn[key] = QPixmap.fromImage(_draw(name, size, colour, ratio))
        return self._drawn[key]

    def icon(self, name: str, size: int, colour: str, disabled: str) -> QIcon:
        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.pixmap(name, size, colour, ratio))
            icon.addPixmap(self.pixmap(name, size, disabled, ratio), QIcon.Mode.Disabled)
        return icon


@lru_cache(maxsize=2048)
def _draw(name: str, size: int, colour: str, ratio: float) -> QImage:
    """Kept for the process: every window draws the same few hundred."""
    side = round(size * ratio)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg(name, colour, size))).render(painter, QRectF(image.rect()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image
