"""The rooms of one environment in the window: bookings, orders, settings, and the keys through them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from agentdesk.desk.desk import Desk
from agentdesk.desk.sizes import SIZES
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.order_views import View
from agentdesk.travel.place_index import PlaceIndex
from agentdesk.ui import words
from agentdesk.ui.actions import Command, install
from agentdesk.ui.book.booking_view import BookingView
from agentdesk.ui.book.bookings import Bookings
from agentdesk.ui.book.offers_page import OffersPage
from agentdesk.ui.book.page import Page
from agentdesk.ui.book.passengers_page import PassengersPage
from agentdesk.ui.book.payment_page import PaymentPage
from agentdesk.ui.book.search_page import SearchPage
from agentdesk.ui.book.seats_page import SeatsPage
from agentdesk.ui.book.tab import LiveConsent, Tab
from agentdesk.ui.book.ticket_page import TicketPage
from agentdesk.ui.command_centre import HERE, CommandCentre
from agentdesk.ui.command_list import CommandList
from agentdesk.ui.desktop_notices import DesktopNotices
from agentdesk.ui.errands import Errands
from agentdesk.ui.key_list import KeyList
from agentdesk.ui.local_zone import local_zone
from agentdesk.ui.locking import LockGuard
from agentdesk.ui.main_window import MainWindow
from agentdesk.ui.notices import Notices
from agentdesk.ui.orders.orders_room import OrdersRoom
from agentdesk.ui.search_tally import SearchTally
from agentdesk.ui.settings.access import Around
from agentdesk.ui.settings.look_part import later_words
from agentdesk.ui.settings.settings_room import SettingsRoom
from agentdesk.ui.theme import Theme
from agentdesk.ui.updates import check_for_updates
from agentdesk.ui.wrong_clock import WrongClock, machine_now

PAGES: dict[Step, Callable[[Tab], Page]] = {
    Step.SEARCH: SearchPage,
    Step.OFFERS: OffersPage,
    Step.PASSENGERS: PassengersPage,
    Step.SEATS: SeatsPage,
    Step.PAYMENT: PaymentPage,
    Step.TICKET: TicketPage,
}
_CLOCK, _CLOCK_AT_FIRST = 10_000, 1_000  # milliseconds; until the upstream has told its time


class Rooms:
    """Makes the rooms, opens what was open, and puts all away in order."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        desk: Desk,
        places: PlaceIndex,
        errands: Errands,
        around: Around,
        own_clock: Callable[[], datetime] = machine_now,
        guard: LockGuard | None = None,
    ) -> None:
        """`own_clock` is this computer's, which may be wrong; without a `guard` the window never locks."""
        self._guard = guard
        self._window, self._desk, self._around, self._errands = window, desk, around, errands
        live = LiveConsent()
        self.bookings = Bookings(desk, places, theme, errands, lambda: around.preferences, PAGES, live=live)
        self.orders = OrdersRoom(theme, desk, errands, lambda: around.preferences, live=live)
        self.orders.wants_booking.connect(self._show_booking)
        self.orders.told.connect(window.toasts.tell)
        self.bookings.kept_again.connect(self._say_kept_again)
        self._desktop = DesktopNotices(theme.icon("plane", 64, "accent"), parent=window)
        errands.run(self._desktop.run())
        self.settings = SettingsRoom(theme, errands, around, self._desktop, desk.people, desk.retention, guard)
        self._clock = QTimer(window)
        self._clock.setInterval(_CLOCK)
        self._clock.timeout.connect(self._show_clock)
        window.show_agent(around.preferences.agent)
        self._own_clock = WrongClock(window, desk, own_clock)
        self._keys: KeyList | None = None
        self._commands = self._all_commands()
        self._actions = install(window, self._commands)
        self._centre = CommandCentre(
            desk,
            places,
            errands,
            self._commands,
            self.bookings,
            self.orders,
            show=window.open_room,
            room=lambda: window.room,
            found=window.commands.refresh,
        )
        self._tally = SearchTally(window.status, desk, errands)
        self._notices = Notices(
            window,
            desk,
            errands,
            self.bookings,
            self.orders.open_order,
            self._desktop,
            lambda: around.preferences.alerts,
            self._show_urgent,
            lambda: self.orders.order_in_front if window.room is self.orders else "",
            lambda: window.is_covered,
        )
        if guard is not None:
            guard.now, guard.ahead = desk.clock, self._notices.ahead
            guard.turned.connect(self._turned)
        for asked in (self._desktop.wanted, self.bookings.wants_order):
            asked.connect(lambda order_id: errands.run(self._notices.show(order_id)))
        window.commands.entered.connect(self._centre.read)
        window.commands.listen_to(self._centre.find, self._centre.entries, CommandList)

    def open(self, drafts: tuple[Draft, ...]) -> None:
        rooms: dict[str, QWidget] = {"Book": self.bookings, "Orders": self.orders, "Settings": self.settings}
        for name, room in rooms.items():
            self._window.add_room(name, room)
        self._window.open_room("Book")
        self.bookings.restore(drafts)
        self._notices.start(damaged_settings=self._around.damaged_settings is not None)
        self._clock.start(_CLOCK_AT_FIRST)
        self._show_clock()

    def _turned(self, locked: bool) -> None:
        if locked:
            self._errands.run(self._desktop.withdraw())

    async def put_away(self) -> None:
        if self._guard is not None:
            self._guard.turned.disconnect(self._turned)
            self._guard.forget_desk()
        self._notices.put_away()
        self._desktop.deleteLater()
        self._tally.put_away()
        self._window.commands.listen_to(None)
        self._window.commands.entered.disconnect(self._centre.read)
        self._clock.stop()
        self._clock.deleteLater()
        for action in self._actions:
            self._window.removeAction(action)
            action.deleteLater()
        self.orders.put_away()
        await self.bookings.put_away()

    def _show_booking(self, draft_id: str) -> None:
        """Of an order that does not exist yet."""
        if self.bookings.go_to(draft_id):
            self._window.open_room("Book")
        else:
            said = "It is looked for all the same; the order stands in the list once it is found."
            self._window.toasts.tell("warn", "The tab of this booking was closed", said)

    def _say_kept_again(self) -> None:
        self._window.toasts.tell("good", "All is kept again", "The disk takes what is in the tabs.", icon="hard-drive")

    def _show_urgent(self) -> None:
        self._window.open_room("Orders")
        self.orders.to_list()
        self.orders.page.choose(View.ATTENTION.value)

    def _show_clock(self) -> None:
        wrong = self._own_clock.look()
        if self._own_clock.is_known and self._clock.interval() != _CLOCK:
            self._clock.setInterval(_CLOCK)
        self._window.status.show_clock(f"{words.moment(self._desk.clock())} {_city()}".strip(), wrong)
        self._notices.tick()
        self._tally.show()

    def _all_commands(self) -> list[Command]:
        bookings, window = self.bookings, self._window

        def here(deed: Callable[[], None]) -> Callable[[], None]:
            def do() -> None:
                window.open_room("Book")
                deed()

            return do

        def in_booking(deed: Callable[[BookingView], None]) -> Callable[[], None]:
            def do() -> None:
                view = bookings.current
                if view is not None and window.room is bookings:
                    deed(view)

            return do

        return [
            Command("Bookings", ("Ctrl+1",), lambda: window.open_room("Book"), "plane"),
            Command("Orders", ("Ctrl+2",), lambda: window.open_room("Orders"), "clipboard-list"),
            Command("Settings", ("Ctrl+,",), lambda: window.open_room("Settings"), "settings"),
            Command("New booking", ("Ctrl+T",), here(bookings.new), "plus"),
            Command("Next booking", ("Ctrl+Tab",), here(lambda: bookings.next(1)), "arrow-right"),
            Command("Previous booking", ("Ctrl+Shift+Tab",), here(lambda: bookings.next(-1)), "arrow-left"),
            Command(
                "Move this booking left", ("Ctrl+Shift+PgUp",), here(lambda: bookings.move_current(-1)), "chevron-left"
            ),
            Command(
                "Move this booking right",
                ("Ctrl+Shift+PgDown",),
                here(lambda: bookings.move_current(1)),
                "chevron-right",
            ),
            Command("Close this booking", ("Ctrl+W",), here(bookings.close_current), "x"),
            Command("Open the booking closed last", ("Ctrl+Shift+T",), here(bookings.reopen), "undo-2"),
            Command("Go on", ("Ctrl+Return", "Ctrl+Enter"), in_booking(BookingView.go_on)),
            Command("Step back", ("Alt+Left",), in_booking(BookingView.go_back), "arrow-left"),
            Command(HERE, ("Ctrl+K",), self._find, "search"),
            Command("Next pane", ("F6",), lambda: window.go_to_pane(1), "arrow-right"),
            Command("Previous pane", ("Shift+F6",), lambda: window.go_to_pane(-1), "arrow-left"),
            Command("The trip, and back", ("Ctrl+B",), in_booking(BookingView.toggle_trip), "panel-bottom-open"),
            Command("Larger text", ("Ctrl++", "Ctrl+="), lambda: self._resize(1), "plus"),
            Command("Smaller text", ("Ctrl+-",), lambda: self._resize(-1), "minus"),
            Command("Usual size of text", ("Ctrl+0",), lambda: self._resize(0), "sun-moon"),
            *([Command("Lock now", ("Ctrl+L",), self._lock_now, "lock")] if self._guard is not None else []),
            Command("Copy diagnostics", ("Ctrl+Shift+F1",), self._copy_diagnostics, "clipboard-list"),
            Command("Check for updates", ("Ctrl+F1",), lambda: check_for_updates(window.toasts), "refresh-cw"),
            Command("All keys", ("F1",), self._show_keys, "keyboard"),
        ]

    def _resize(self, by: int) -> None:
        """One size up or down, or with 0 the usual one."""
        now = self._around.preferences
        place = SIZES.index(now.size_percent) if now.size_percent in SIZES else 0
        wanted = SIZES[min(max(place + by, 0), len(SIZES) - 1)] if by else SIZES[0]
        self._around.keep(replace(now, size_percent=wanted))
        said = later_words(wanted, self._window.screen().availableSize())
        self._window.toasts.tell("good", f"Text and controls {wanted} %", said, icon="sun-moon")

    def _lock_now(self) -> None:
        """Without a passphrase it cannot be locked; where to choose one is said."""
        if self._guard is not None and not self._guard.lock_now():
            self._window.toasts.tell(
                "warn",
                "The desk has no passphrase yet",
                "Choose one under Lock in the settings.",
                icon="lock",
                deed="Settings",
                do=lambda: self._window.open_room("Settings"),
            )

    def _copy_diagnostics(self) -> None:
        async def copy() -> None:
            QGuiApplication.clipboard().setText(await self._around.diagnostics())
            said = "For a support call: version, system and the log's last lines. It names no customer."
            self._window.toasts.tell("good", "Diagnostics copied", said, icon="copy")

        self._errands.run(copy(), replacing="diagnostics")

    def _keys_shown(self) -> KeyList | None:
        keys = self._keys
        return keys if keys is not None and isValid(keys) and keys.isVisible() else None

    def _find(self) -> None:
        """To the command bar; a list of keys in front of the page goes first."""
        keys = self._keys_shown()
        if keys is not None:
            keys.deed.click()
        else:
            self._window.commands.call()

    def _show_keys(self) -> None:
        room = self._window.room
        view = self.bookings.current
        page = view.page if view is not None and room is self.bookings else None
        here = page.keys if page is not None else self.orders.keys if room is self.orders else ()
        if room is None or self._keys_shown() is not None:
            return
        sheet = self._keys = KeyList(room, self._window.theme, self._commands, here)
        sheet.answered.connect(lambda found: self._window.commands.call() if found else None)
        sheet.open()


def _city() -> str:
    """The place whose time the window shows: 'London' of 'Europe/London'."""
    return local_zone().rpartition("/")[2].replace("_", " ")
