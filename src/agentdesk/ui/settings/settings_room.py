"""Settings: the Duffel account, the agent and the agency, the look; each change is kept at once."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.desk.people import People, Retention
from agentdesk.desk.preferences import Alerts, Preferences
from agentdesk.travel.errors import TravelError
from agentdesk.ui.desktop_notices import DesktopNotices
from agentdesk.ui.errands import Errands
from agentdesk.ui.locking import LockGuard
from agentdesk.ui.room_view import RoomView
from agentdesk.ui.settings.access import Around
from agentdesk.ui.settings.alerts_part import AlertsPart
from agentdesk.ui.settings.backup_part import BackupPart
from agentdesk.ui.settings.lock_part import LockPart
from agentdesk.ui.settings.look_part import LookPart
from agentdesk.ui.settings.papers_part import PapersPart
from agentdesk.ui.settings.people_part import PeoplePart
from agentdesk.ui.settings.tokens_part import TokensPart
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from agentdesk.ui.widgets.tips import plain_tip

_AGENCY = {"name": "Agency", "phone": "Agency phone", "address": "Address", "email": "Agency e-mail"}
_WIDEST, _PARTS = 860, 204  # pixels of the forms, of the list of parts


class SettingsRoom(RoomView):
    """The list of parts on the left leads to each of them on the one page beside it."""

    def __init__(
        self,
        theme: Theme,
        errands: Errands,
        around: Around,
        desktop: DesktopNotices | None = None,
        people: People | None = None,
        retention: Retention | None = None,
        guard: LockGuard | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._errands, self._around = theme, errands, around
        self._damaged = Banner(theme)
        self._banner = Banner(theme)
        self._tokens = TokensPart(theme, errands, around, self._banner)
        self._agent = Field(theme, "Agent", hint="Stands on what you do and on the papers")
        self._agent.edited.connect(lambda text: self._keep(replace(self._now, agent=text.strip())))
        self._agency = {name: Field(theme, shown) for name, shown in _AGENCY.items()}
        for name, field in self._agency.items():
            field.edited.connect(lambda text, name=name: self._agency_changed(name, text))
        self._papers = PapersPart(theme, errands)
        self._papers.changed.connect(lambda name, value: self._keep(replace(self._now, **{name: value})))
        self._papers.logo_changed.connect(lambda logo: self._agency_changed("logo", logo))
        self._look = LookPart(theme)
        self._look.changed.connect(self._look_changed)
        self._alerts = AlertsPart(theme, desktop)
        self._alerts.changed.connect(self._alerts_changed)
        self._backup = BackupPart(theme, errands, around)
        self._lock = LockPart(theme, errands, guard) if guard is not None else None
        self._people: PeoplePart | None = None
        if people is not None and retention is not None:
            self._people = PeoplePart(theme, errands, people, retention)
            self._people.keep_chosen.connect(lambda months: self._keep(replace(self._now, keep_orders_months=months)))
        self._scroll = ScrollPane()
        self._headings: dict[str, QWidget] = {}
        self._list = self._make_list()
        self._lay_out()
        self._show_damage()

    @property
    def _now(self) -> Preferences:
        return self._around.preferences

    def panes(self) -> list[QWidget]:
        return [self._list, self._scroll]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        now = self._now
        self._agent.put(now.agent)
        for name, field in self._agency.items():
            field.put(getattr(now.agency, name))
        self._papers.show_now(now)
        self._look.show_now(now)
        self._alerts.show_now(now.alerts)
        self._backup.show_now()
        if self._lock is not None:
            self._lock.show_now()
        if self._people is not None:
            self._people.show_now(now.keep_orders_months)
        self._tokens.show_now()
        self._tokens.take_focus()

    # --- preferences

    def _keep(self, preferences: Preferences) -> None:
        try:
            self._around.keep(preferences)
        except TravelError as trouble:
            self._banner.say("bad", "The settings could not be saved.", str(trouble))

    def _agency_changed(self, name: str, text: str) -> None:
        self._keep(replace(self._now, agency=replace(self._now.agency, **{name: text.strip()})))

    def _look_changed(self, look: object) -> None:
        """Only what the look is about: the rest may have been typed meanwhile."""
        assert isinstance(look, Preferences)
        self._keep(
            replace(
                self._now,
                theme=look.theme,
                size_percent=look.size_percent,
                show_key_hints=look.show_key_hints,
                less_motion=look.less_motion,
            )
        )

    def _alerts_changed(self, alerts: object) -> None:
        assert isinstance(alerts, Alerts)
        self._keep(replace(self._now, alerts=alerts))

    def _show_damage(self) -> None:
        aside = self._around.damaged_settings
        if aside is not None:
            text = f"They begin anew; nothing of the orders or bookings is touched. The old file is kept as {aside}."
            self._damaged.say("warn", "The settings of the last time could not be read.", text)

    # --- layout

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(12)
        column.addWidget(self._damaged)
        column.addWidget(self._banner)
        self._add_part(column, "Duffel account", self._tokens)
        agency = QWidget()
        grid = QGridLayout(agency)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._agent, 0, 0)
        for number, field in enumerate(self._agency.values(), 1):
            grid.addWidget(field, (number + 1) // 2, (number + 1) % 2)
        self._add_part(column, "Agent and agency, as on the papers", agency, shown="Agency")
        self._add_part(column, "Papers", self._papers)
        self._add_part(column, "Look", self._look)
        self._add_part(column, "Alerts", self._alerts)
        if self._lock is not None:
            self._add_part(column, "Lock", self._lock)
        self._add_part(column, "Data and backup", self._backup)
        if self._people is not None:
            self._add_part(column, "People’s data", self._people)
        column.addStretch(1)
        self._scroll.setWidget(inside)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._list)
        whole.addWidget(self._scroll, 1)

    def _add_part(self, column: QVBoxLayout, title: str, part: QWidget, *, shown: str = "") -> None:
        heading = label(self._theme, title, "title")
        heading.setContentsMargins(0, 8 if self._headings else 0, 0, 0)
        self._headings[shown or title] = heading
        column.addWidget(heading)
        column.addWidget(part)

    def _make_list(self) -> QFrame:
        parts = QFrame()
        parts.setObjectName("filters")
        parts.setAccessibleName("Parts of the settings")
        parts.setFixedWidth(_PARTS)
        column = QVBoxLayout(parts)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(2)
        group = QButtonGroup(parts)
        for name, icon in (
            ("Duffel account", "key-round"),
            ("Agency", "building-2"),
            ("Papers", "printer"),
            ("Look", "sun-moon"),
            ("Alerts", "bell"),
            *([("Lock", "lock")] if self._lock is not None else []),
            ("Data and backup", "hard-drive"),
            *([("People’s data", "users")] if self._people is not None else []),
        ):
            button = Button(self._theme, name, kind="row", icon=icon, name=f"{name} settings")
            button.setCheckable(True)
            button.setToolTip(plain_tip(f"{name} (Up and Down)"))
            button.clicked.connect(lambda _on=False, name=name: self._go_to(name))
            group.addButton(button)
            column.addWidget(button)
        group.buttons()[0].setChecked(True)
        column.addStretch(1)
        return parts

    def _go_to(self, name: str) -> None:
        """Bring a part to the top as far as the page goes; the keyboard goes to its first control."""
        heading = self._headings[name]
        self._scroll.verticalScrollBar().setValue(max(heading.y() - 16, 0))
        parts: dict[str, QWidget | None] = {
            "Duffel account": self._tokens,
            "Agency": self._agent,
            "Papers": self._papers,
            "Look": self._look,
            "Alerts": self._alerts,
            "Lock": self._lock,
            "Data and backup": self._backup,
            "People’s data": self._people,
        }
        first = parts[name]
        if first is None:
            return
        if first is self._tokens:
            self._tokens.take_focus()
        else:
            target = first.nextInFocusChain()
            while target is not None and target.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.NoFocus:
                target = target.nextInFocusChain()
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
