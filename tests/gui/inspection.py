"""What an exacting reader of a window complains of: faint text, cut text, small targets, controls without a name."""

from collections import Counter
from collections.abc import Iterator
from functools import cache

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetrics, QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from agentdesk.hands import Hands, spoken_name
from tests.gui import test_theme

_LARGE = 24  # pixels: text so large needs less contrast (WCAG 2.2, 1.4.3)
_TARGET = 24  # pixels (WCAG 2.2, 2.5.8)
_RARE = 3  # pixels of a colour that are but an edge, in more than a few letters
_FEW = 4


def complaints(window: QWidget) -> list[str]:
    """Every complaint about what is visible now, one sentence each."""
    picture = Hands(window).picture()
    return [
        *_faint(window, picture),
        *(f"{_called(one)} is cut: '{_words(one)}'" for one in _visible(window) if _is_cut(one)),
        *(f"{one} is too small" for one in _small(window)),
        *(f"{type(one).__name__} {one.objectName()} has no name" for one in _controls(window) if not spoken_name(one)),
    ]


def _faint(window: QWidget, picture: QImage) -> Iterator[str]:
    for one in _visible(window):
        if not any(letter.isalnum() for letter in _words(one)) or not one.isEnabled():
            continue
        ground, ink = _colours(picture, _place(one, window), 1 if len(_words(one)) <= _FEW else _RARE)
        need = 3.0 if one.font().pixelSize() >= _LARGE else 4.5
        if _contrast(ground, ink) < need:
            words = f"{QColor.fromRgb(ink).name()} on {QColor.fromRgb(ground).name()}"
            yield f"{_called(one)} has {_contrast(ground, ink):.2f}: {words}"


@cache
def _contrast(one: int, other: int) -> float:
    """Of two pixels; the same few come again in every picture."""
    return test_theme.contrast(QColor.fromRgb(one), QColor.fromRgb(other))


def _colours(picture: QImage, place: QRect, rare: int) -> tuple[int, int]:
    """The ground, which most pixels have, and the ink: of the other colours the one that differs most."""
    ratio = picture.devicePixelRatio()
    piece = picture.copy(
        QRect(place.topLeft() * ratio, QSize(round(place.width() * ratio), round(place.height() * ratio)))
    ).convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(piece.constBits()).cast("I"))
    ground: int = counted.most_common(1)[0][0]
    inks = [colour for colour, times in counted.items() if times >= rare]
    return ground, max(inks, key=lambda ink: _contrast(ground, ink), default=ground)


def _visible(window: QWidget) -> Iterator[QWidget]:
    """What bears text and is wholly in sight."""
    for one in window.findChildren(QWidget):
        if isinstance(one, QLabel | QAbstractButton | QLineEdit) and one.isVisible() and one.width() > 4:
            seen = one.visibleRegion().boundingRect()
            if seen.size() == one.size() and not _covered(one, window):
                yield one


def _covered(one: QWidget, window: QWidget) -> bool:
    """Whether something else is on top of its middle or one of its corners."""
    inside = one.rect().adjusted(1, 1, -1, -1)
    corners = (inside.topLeft(), inside.topRight(), inside.bottomLeft(), inside.bottomRight())
    tops = [window.childAt(one.mapTo(window, spot)) for spot in (inside.center(), *corners)]
    return any(top is not None and top is not one and not one.isAncestorOf(top) for top in tops)


def _controls(window: QWidget) -> Iterator[QWidget]:
    for one in window.findChildren(QWidget):
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield one


def _small(window: QWidget) -> Iterator[str]:
    """Targets under 24 by 24, but for those with so much room around them (2.5.8, exception 'Spacing')."""
    places = {one: _place(one, window) for one in _controls(window) if isinstance(one, QAbstractButton)}
    for one, place in places.items():
        if place.width() >= _TARGET and place.height() >= _TARGET:
            continue
        around = QRect(0, 0, _TARGET, _TARGET)
        around.moveCenter(place.center())
        if any(around.intersects(other) for neighbour, other in places.items() if neighbour is not one):
            yield f"{_called(one)}, {place.width()}x{place.height()}"


def _words(one: QWidget) -> str:
    if isinstance(one, QLabel):
        return "" if one.pixmap() and not one.pixmap().isNull() else one.text()
    if isinstance(one, QAbstractButton | QLineEdit):
        return one.text()
    return ""


def _is_cut(one: QWidget) -> bool:
    """Text that is not elided on purpose and does not fit its label."""
    if not isinstance(one, QLabel) or one.wordWrap() or one.textFormat() is Qt.TextFormat.RichText or not one.text():
        return False
    metrics = QFontMetrics(one.font())
    return any(metrics.horizontalAdvance(line) > one.contentsRect().width() + 1 for line in one.text().splitlines())


def _place(one: QWidget, window: QWidget) -> QRect:
    return QRect(one.mapTo(window, QPoint()), one.size())


def _called(one: QWidget) -> str:
    role = QAccessible.queryAccessibleInterface(one).role().name
    return f"{type(one).__name__} ({role}) '{spoken_name(one)[:60]}'"
