"""The passengers of a booking at a glance: initials, name, kind, and what is still to do."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import hairline, label
from agentdesk.ui.widgets.tips import plain_tip

_WIDTH = 196
_TILE, _ICON = QSize(28, 20), 14
_HEIGHT, _CHIP_HEIGHT = 72, 34
_KEYS = (("Ctrl ↓", "Next passenger"), ("Ctrl Shift V", "Passport lines"), ("F8", "Next thing missing"))


@dataclass(frozen=True, slots=True)
class Standing:
    """One passenger as the list shows it; `name` is "" before anybody has one."""

    name: str
    kind: str  # 'adult', 'child, 7'
    initials: str
    missing: int
    wrong: int

    @property
    def state(self) -> str:
        if self.wrong:
            return f"{self.wrong} to correct"
        return f"{self.missing} missing" if self.missing else "Complete"

    @property
    def icon(self) -> tuple[str, str]:
        """The icon, and the role of icon and words."""
        if self.wrong:
            return "circle-alert", "bad"
        return ("circle-dashed", "text2") if self.missing else ("check", "good")


class PersonEntry(Button):
    """One passenger; in the smallest windows a chip of one line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", kind="row", parent=parent)
        self.setCheckable(True)
        self.setProperty("ringRadius", 6)
        self._standing = Standing("", "", "", 0, 0)
        self._chip = False

    def be_chip(self, wanted: bool) -> None:
        self._chip = wanted
        policy = QSizePolicy.Policy.Preferred if wanted else QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        self.updateGeometry()
        self.update()

    def show_standing(self, number: int, standing: Standing) -> None:
        self._standing = standing
        name = standing.name or f"{standing.kind}, not named yet"
        self.setAccessibleName(f"Passenger {number}, {name}, {standing.kind}, {standing.state}")
        self.setToolTip(plain_tip(f"{standing.name or standing.kind.capitalize()}: {standing.state}"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if not self._chip:
            return QSize(_WIDTH - 24, _HEIGHT)
        words = QFontMetrics(self.theme.font("body_strong")).horizontalAdvance(self._shown())
        return QSize(_TILE.width() + words + _ICON + 44, _CHIP_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(_TILE.width() + _ICON + 40, _CHIP_HEIGHT) if self._chip else self.sizeHint()

    def _shown(self) -> str:
        if self._chip:
            return self._standing.name.split(" ")[0] or self._standing.kind.capitalize()
        return self._standing.name or self._standing.kind.capitalize()

    def _paint_line(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - _TILE.height()) // 2 if self._chip else 12
        self._paint_tile(painter, QRect(8, top, _TILE.width(), _TILE.height()))
        left = 8 + _TILE.width() + 8
        icon, role = self._standing.icon
        if self._chip:
            line = QRect(left, 0, self.width() - left - _ICON - 16, self.height())
            self._paint_text(painter, line, self._shown(), "body_strong", "text")
            at = (self.width() - _ICON - 10, (self.height() - _ICON) // 2)
            painter.drawPixmap(*at, self.theme.pixmap(icon, _ICON, role, self.devicePixelRatioF()))
            return
        room = self.width() - left - 8
        self._paint_text(painter, QRect(left, 8, room, 18), self._shown(), "body_strong", "text")
        kind = self._standing.kind if self._standing.name else "not named yet"
        self._paint_text(painter, QRect(left, 26, room, 16), kind, "small", "text2")
        painter.drawPixmap(left, 47, self.theme.pixmap(icon, _ICON, role, self.devicePixelRatioF()))
        self._paint_text(
            painter, QRect(left + _ICON + 4, 46, room - _ICON - 4, 16), self._standing.state, "small", role
        )

    def _paint_tile(self, painter: QPainter, box: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("surface" if self.isChecked() else "sunken"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self.theme.colour("text2"))
        painter.setFont(self.theme.font("badge"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._standing.initials)

    def _paint_text(self, painter: QPainter, box: QRect, text: str, face: str, role: str) -> None:
        painter.setFont(self.theme.font(face))
        painter.setPen(self.theme.colour(role))
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)


class TravellerList(QFrame):
    """196 wide beside the form, or a row of chips above it; `chosen` says the place of a passenger, from 0."""

    chosen = Signal(int)
    wants_contact = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Who travels")
        self._entries: list[PersonEntry] = []
        self._group = QButtonGroup(self)
        self._head = label(theme, "", "label")
        self._contact_line = hairline()
        self._contact = Button(theme, "Contact", kind="row", icon="mail")
        self._contact.clicked.connect(self.wants_contact)
        self._keys = QWidget()
        self._people = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._people.setSpacing(2)
        self._column = QVBoxLayout(self)
        self._lay_out()
        theme.changed.connect(self.update)

    def be_chips(self, wanted: bool) -> None:
        for part in (self._head, self._contact_line, self._contact, self._keys):
            part.setVisible(not wanted)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._people.setDirection(across if wanted else down)
        for entry in self._entries:
            entry.be_chip(wanted)
        edge = QRect(20, 8, 20, 4) if wanted else QRect(10, 14, 11, 12)
        self._column.setContentsMargins(edge.x(), edge.y(), edge.width(), edge.height())
        self.setMinimumWidth(0 if wanted else _WIDTH)
        self.setMaximumWidth(16_777_215 if wanted else _WIDTH)

    def show_count(self, count: int) -> None:
        """As many entries as passengers, none of them anybody yet."""
        for old in self._entries:
            self._group.removeButton(old)
            self._people.removeWidget(old)
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._entries = []
        for place in range(count):
            entry = PersonEntry(self._theme)
            entry.clicked.connect(lambda _on=False, place=place: self.chosen.emit(place))
            self._group.addButton(entry)
            self._entries.append(entry)
            self._people.addWidget(entry)
        self._head.setText(f"{count} passenger{'s' if count > 1 else ''}")

    def show_standing(self, place: int, standing: Standing) -> None:
        self._entries[place].show_standing(place + 1, standing)

    def show_contact(self, *, complete: bool) -> None:
        self._contact.show_icon("check" if complete else "circle-dashed", "good" if complete else "text2")
        self._contact.setAccessibleName(f"Contact, {'complete' if complete else 'missing'}")
        self._contact.setToolTip(
            "E-mail and phone of the first passenger; they stand for all who have none of their own"
        )

    def check(self, place: int) -> None:
        self._entries[place].setChecked(True)

    @property
    def count(self) -> int:
        return len(self._entries)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page's left column is a surface of its own, as the trip is at the right."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        line = self._theme.colour("line")
        if self._head.isVisibleTo(self):
            painter.fillRect(self.width() - 1, 0, 1, self.height(), line)
        else:
            painter.fillRect(0, self.height() - 1, self.width(), 1, line)

    def _lay_out(self) -> None:
        self._column.setSpacing(8)
        self._head.setContentsMargins(6, 0, 0, 0)
        self._column.addWidget(self._head)
        self._column.addLayout(self._people)
        self._column.addWidget(self._contact_line)
        self._column.addWidget(self._contact)
        self._column.addStretch(1)
        keys = QVBoxLayout(self._keys)
        keys.setContentsMargins(6, 0, 0, 0)
        keys.setSpacing(6)
        for key, does in _KEYS:
            keys.addLayout(self._key_line(key, does))
        self._column.addWidget(self._keys)
        self.be_chips(False)

    def _key_line(self, key: str, does: str) -> QLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(KeyHint(self._theme, key))
        row.addWidget(label(self._theme, does, "caption"), 1)
        return row
