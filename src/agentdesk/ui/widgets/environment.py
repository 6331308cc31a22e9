"""Names and colours the environment, so that nobody takes one for another."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from agentdesk.travel.environment import World
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import ENVIRONMENT_ICONS

_HEIGHT = 4
_STRIPE, _STRIPE_EVERY = 6, 10
_DASH, _DASH_EVERY = 18, 24
_ICON, _PADDING, _GAP = 14, 8, 5


class EnvironmentStripe(QWidget):
    """Along the upper edge: practice diagonal stripes, test dashes, live solid."""

    def __init__(self, theme: Theme, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._world = theme, world
        self.setFixedHeight(_HEIGHT)
        theme.changed.connect(self.update)

    def show_world(self, world: World) -> None:
        self._world = world
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._theme.colour(self._world.value)
        painter.fillRect(self.rect(), colour if self._world is World.LIVE else self._theme.colour("sunken"))
        if self._world is World.TEST:
            for left in range(0, self.width(), _DASH_EVERY):
                painter.fillRect(left, 0, _DASH, _HEIGHT, colour)
        if self._world is World.PRACTICE:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colour)
            painter.setPen(colour)
            for left in range(-_STRIPE_EVERY, self.width(), _STRIPE_EVERY):
                corners = (
                    (left + _HEIGHT, 0),
                    (left + _HEIGHT + _STRIPE, 0),
                    (left + _STRIPE, _HEIGHT),
                    (left, _HEIGHT),
                )
                painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))


class EnvironmentBadge(QWidget):
    """Icon and word on the environment's colour."""

    def __init__(self, theme: Theme, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._world = theme, world
        theme.changed.connect(self.update)
        self.show_world(world)

    def show_world(self, world: World) -> None:
        self._world, self._word = world, world.value.upper()
        self.setAccessibleName(f"Environment {self._word}")
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._theme.font("environment")).horizontalAdvance(self._word)
        return QSize(2 * _PADDING + _ICON + _GAP + words, 22)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour(self._world.value))
        painter.setPen(self._theme.colour(self._world.value))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        icon = self._theme.pixmap(ENVIRONMENT_ICONS[self._world], _ICON, "onEnv", self.devicePixelRatioF())
        painter.drawPixmap(_PADDING, (self.height() - _ICON) // 2, icon)
        painter.setPen(self._theme.colour("onEnv"))
        painter.setFont(self._theme.font("environment"))
        metrics = painter.fontMetrics()
        base = (self.height() + metrics.ascent() - metrics.descent()) // 2
        painter.drawText(_PADDING + _ICON + _GAP, base, self._word)
