"""The list of orders as a page: views, search, rows, foot, and in a wide window the order beside them."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from agentdesk.desk.desk import Desk
from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.order_searching import read_search, write_search
from agentdesk.travel.order_views import OrderQuery, OrderRow, OwnView, Sort, View
from agentdesk.ui.errands import Errands
from agentdesk.ui.orders import list_words
from agentdesk.ui.orders.order_asking import OrderAsking
from agentdesk.ui.orders.order_beside import OrderBeside
from agentdesk.ui.orders.order_columns import USUAL, Column
from agentdesk.ui.orders.order_export import OrderExport
from agentdesk.ui.orders.order_model import Key
from agentdesk.ui.orders.order_place import Place, kept, read_place
from agentdesk.ui.orders.order_totals import OrderTotals
from agentdesk.ui.orders.order_words import Checking
from agentdesk.ui.orders.orders_empty import OrdersEmpty, narrows
from agentdesk.ui.orders.orders_frame import OrdersFrame
from agentdesk.ui.orders.orders_keys import bind, once
from agentdesk.ui.orders.own_views import OwnViews
from agentdesk.ui.orders.reference_search import ReferenceSearch
from agentdesk.ui.orders.view_list import own_key
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button

_PATIENCE, _SETTLES = 300, 400  # milliseconds: blanks; keeping the place
_AHEAD, _AHEAD_AFTER = "read orders ahead", 1.0  # seconds after the window: its first pages go before
_MOST_KEPT = 500  # selected rows that stay selected when the list is sorted anew


class OrdersPage(OrdersFrame):
    """Says `opened` with a record and what is wanted of it ("", "pay", "papers").

    `wants_booking` names the draft of a booking that is being checked, `told` what came of an export: kind, strong
    words, text.
    """

    opened = Signal(object, str)
    wants_booking = Signal(str)
    told = Signal(str, str, str)

    def __init__(self, theme: Theme, desk: Desk, errands: Errands, parent: QWidget | None = None) -> None:
        super().__init__(theme, desk, parent)
        self._desk, self._errands = desk, errands
        self._view, self._columns = View.ALL.value, USUAL
        self._asked_for = ""
        self.is_ready = self._was_listed = False
        self._kept: tuple[Key | None, int, tuple[Key, ...]] = (None, 0, ())
        self._before_due = OrderQuery()
        self.asking = OrderAsking(desk, errands, self._model, self)
        self.asking.may_move = lambda: not self.list.was_used
        self.asking.in_view = self.list.rows_in_view
        self._own = OwnViews(theme, desk, errands, self)
        self._elsewhere = ReferenceSearch(desk, errands, self)
        self._elsewhere.told.connect(self.told)
        self._elsewhere.found.connect(self._found)
        self._nothing = OrdersEmpty(
            theme,
            self._empty,
            clear=self._clear,
            everywhere=self._search_all,
            all_orders=lambda: self.choose(View.ALL.value),
            again=self._try_again,
            ask_airline=self._elsewhere.ask,
        )
        self._beside = OrderBeside(desk, errands, self.list, self.preview)
        self._totals = OrderTotals(self.list, self._model, self.asking, self._foot, errands)
        self._export = OrderExport(theme, desk, errands, self.asking, self.list, self._foot.running)
        self._export.told.connect(self.told)
        self._patience = once(self, _PATIENCE, self._show_blanks)
        self._settles = once(self, _SETTLES, self._keep_place)
        self._listen()
        errands.run(self.asking.read_ahead(), replacing=_AHEAD, after=_AHEAD_AFTER)

    def put_away(self) -> None:
        """The place is kept; what else is being read is read for nobody any more."""
        if self._settles.isActive():
            self._keep_place()
        self.asking.put_away()
        self._export.put_away()
        for timer in (self._patience, self._settles):
            timer.stop()
        for name in (_AHEAD, ReferenceSearch.ERRAND, "order beside", "add up orders", "open order", "name a view"):
            self._errands.stop(name)

    def step(self, by: int) -> OrderRow | Checking | None:
        """The next order, or the one before; None at an end."""
        return self.list.step(by)

    def place_of(self, order_id: str) -> tuple[int, int] | None:
        """Which of how many it is in the list, counted from 1; None when another order is current there."""
        item = self.list.current
        if item is None or item.order_id != order_id:
            return None
        return self.list.currentIndex().row() + 1, self._model.rowCount()

    # --- what is listed

    def choose(self, key: str) -> None:
        """Show a view by its key; asked for before the last place is found again, it is shown instead of that."""
        self._asked_for = key
        own = self.asking.own_view(key)
        query = own.query if own is not None else OrderQuery(View(key))
        if own is None and key in (View.CANCELLED.value,):
            query = replace(query, sort=Sort.CREATED, descending=True)
        self._view = key
        self.head.put_text(write_search(query))
        self._show(query)

    def _show(self, query: OrderQuery, *, only_due: bool = False) -> None:
        self._kept = (None, 0, ())
        self.list.was_used = False
        self._patience.start()
        self.asking.show(query, frozenset(one.spot for one in self.asking.due) if only_due else None)

    def _typed(self, text: str) -> None:
        own = self.asking.own_view(self._view)
        query = read_search(text, self.asking.query, self._model.currency)
        if own is not None and query != own.query:
            self._view = query.view.value
        self._show(query)

    def forget_search(self) -> None:
        """What is searched for may name somebody who was erased: it is kept no more as the place that was left."""
        if self.head.search.text() or self.asking.query.text:
            self.head.put_text("")
            self._show(replace(self.asking.query, text=""))

    def _sort(self, sort: Sort, descending: bool) -> None:
        key, at = self.list.current_key, self.list.offset_of(self.list.currentIndex().row())
        self._show(replace(self.asking.query, sort=sort, descending=descending))
        self._kept = (key, at, self.list.selected_keys(_MOST_KEPT))

    def _listed(self) -> None:
        """The model holds another list, or the same one sorted anew."""
        self._was_listed = True
        self._patience.stop()
        query, asking = self.asking.query, self.asking
        key, at, selected = self._kept
        if not self.list.point_at(key, selected, at=at) and self._model.rowCount():
            self.list.point_at(self._model.key(0), at=0)
        self._kept = (None, 0, ())
        self._heads.show_sort(query.sort, descending=query.descending)
        self._show_due(anew=True)
        self._say()
        total = self._model.rowCount()
        if total:
            self.show_rows()
        elif not asking.trouble:
            self._say_empty()
        self._show_views()
        self._beside.show()
        self._totals.show()
        self._show_line()
        self.list.tick()

    def _say(self) -> None:
        query = self.asking.query
        count = self._model.rowCount() + self.asking.more
        self.head.say(self._title, f"{count:,}, {list_words.order(query.sort, query.descending)}")

    @property
    def _title(self) -> str:
        return "Today's deadlines" if self.asking.only is not None else self.views.name_of(self._view)

    def _say_empty(self) -> None:
        self._nothing.say_nothing(self.asking.query, any_orders=bool(self.asking.counts.get(View.ALL.value)))
        self.show_words()

    def _clear(self) -> None:
        self.head.search.clear()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _search_all(self) -> None:
        self._view = View.ALL.value
        self._show(replace(self.asking.query, view=View.ALL))

    def _found(self, reference: str) -> None:
        if self.asking.query.text.strip() == reference:
            self._search_all()

    def _failed(self, why: str) -> None:
        self._patience.stop()
        if why:
            self._nothing.say_trouble(why)
            self.show_words()

    def _try_again(self) -> None:
        self._show(self.asking.query)
        self.asking.look()

    def _show_blanks(self) -> None:
        """Reading takes longer than the eye forgives: grey shapes instead of nothing."""
        self._delegate.shows_blanks = True
        self.list.viewport().update()

    # --- changes that wait

    def merge(self) -> None:
        """Sort in what has changed; the current row keeps its place on screen."""
        if self._news.isVisible():
            self._kept = (self.list.current_key, self._offset(), self.list.selected_keys(_MOST_KEPT))
            self.asking.merge()
            self._listed()

    def _offset(self) -> int:
        return self.list.offset_of(self.list.currentIndex().row())

    # --- beside the rows

    def _counted(self) -> None:
        asking = self.asking
        self._show_views()
        if self._was_listed:
            self._say()
        self._show_due(anew=not self.list.was_used)
        self._show_line()
        if not self._model.rowCount() and not asking.is_asking and not asking.trouble and self._was_listed:
            self._say_empty()

    def _show_views(self) -> None:
        self.views.show_views(self.asking.counts, self.asking.own)
        query = self.asking.query
        is_saved = any(one.query == query for one in self.asking.own)
        undo = self._own.deleted.name if self._own.deleted is not None else ""
        self.views.show_current(self._view, savable=narrows(query) and not is_saved, undo=undo)

    def _show_due(self, *, anew: bool) -> None:
        """The row comes and goes only when the rows below it are made anew anyway."""
        only = self.asking.only is not None
        self._due.say(self.asking.due, only=only)
        if anew:
            self._due.setVisible(bool(self.asking.due) or only)

    def _toggle_due(self) -> None:
        """Only today's deadlines, and back to what was listed before."""
        if self.asking.only is not None:
            self._show(self._before_due)
        elif self.asking.due:
            self._before_due = self.asking.query
            self._show(OrderQuery(View.HELD), only_due=True)

    def _show_line(self) -> None:
        line, seen = self._desk.line, [row.seen_at for row in self._rows_in_view()]
        self._foot.show_line(max(seen, default=None), works=not line.is_lost, reading=self.asking.reading)

    def _rows_in_view(self) -> list[OrderRow]:
        items = (self._model.item(row) for row in self.list.rows_in_view())
        return [one for one in items if isinstance(one, OrderRow)]

    # --- deeds

    def open_current(self, deed: str = "") -> None:
        item = self.list.current
        if item is not None:
            self.open(item, deed)

    def open(self, item: OrderRow | Checking, deed: str = "") -> None:
        """The order of a row; the booking of one that has none yet."""
        if isinstance(item, Checking) and item.sent is not None:
            self.wants_booking.emit(item.sent.priced.draft_id)
            return
        order_id = item.order_id
        self._errands.run(self._open(order_id, deed), replacing="open order")

    async def _open(self, order_id: str, deed: str) -> None:
        record: OrderRecord | None = await self._desk.orders.get(order_id)
        if record is not None:
            self.opened.emit(record, deed)

    def export(self) -> None:
        """The view, or what is selected of it, as a file."""
        self._export.ask(self, self._model, self._title)

    def _choose_columns(self, columns: frozenset[Column]) -> None:
        self._columns = columns
        self._delegate.choose(columns)
        self._fit()
        self._settles.start()

    def _name_view(self, key: str) -> None:
        own = self.asking.own_view(key)
        query = own.query if own is not None else self.asking.query
        self._own.name(query, own, self._named)

    def _named(self, view: OwnView) -> None:
        self._view = own_key(view.id)
        self.asking.look()

    def _drop_view(self, key: str) -> None:
        own = self.asking.own_view(key)
        if own is not None:
            if self._view == key:
                self._view = own.query.view.value
            self._own.drop(own, self.asking.look)

    # --- the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single keys, wherever no text is typed."""
        deeds = {
            "/": self._to_search,
            "P": lambda: self.open_current("pay"),
            "N": self.merge,
            "S": self._heads.focus,
            "C": self.head.choose_columns,
            "D": self._toggle_due,
            "E": self.export,
        }
        deed = deeds.get(event.text().upper()) if event.text() else None
        if deed is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            deed()
        elif event.key() == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def _to_search(self) -> None:
        self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.head.search.selectAll()

    def _escape(self) -> None:
        """Back, one thing at a time: an export, today's deadlines, the search, the list."""
        if self._export.stop():
            return
        if self.asking.only is not None:
            self._toggle_due()
        elif self.head.search.text():
            self.head.search.clear()
        self.focus_list()

    def focus_list(self) -> None:
        """The keyboard to the rows, or to what can be done where there are none."""
        if self.shows_rows:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            stop = next((one for one in self._empty.findChildren(Button) if one.isVisible()), self.head.search)
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- where it was

    def _restore(self) -> None:
        """Once: the view, search and row of before; what was typed meanwhile is searched for instead."""
        self.is_ready = True
        view = self.asking.left_off
        place = read_place(view) if view is not None else Place()
        known = {one.value for one in View} | {own_key(one.id) for one in self.asking.own}
        query = view.query if view is not None else OrderQuery()
        self._view = place.view if place.view in known else query.view.value
        self._choose_columns(place.columns)
        self.head.show_columns(place.columns)
        if typed := self.head.search.text():
            self._show(read_search(typed, query, self._model.currency))
            return
        self.head.put_text(write_search(query))
        self._show(query)
        self._kept = (place.spot, place.at, ())
        if self._asked_for in known:
            self.choose(self._asked_for)

    def _keep_place(self) -> None:
        if not self.is_ready or self.asking.is_asking or self.asking.only is not None:
            return
        key = self.list.current_key
        place = Place(self._view, key if isinstance(key, int) else None, self._offset(), self._columns)
        self._errands.run(self.asking.index.keep_view(kept(place, self.asking.query)), replacing="keep place in orders")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.is_ready:
            self._kept = (self.list.current_key, self._offset(), self.list.selected_keys(_MOST_KEPT))
            self.list.was_used = False
        else:
            self._patience.start()
        self.asking.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        self.asking.sleep()
        super().hideEvent(event)

    # --- wires

    def _listen(self) -> None:
        asking, lists = self.asking, self.list
        asking.ready.connect(self._restore)
        asking.listed.connect(self._listed)
        asking.counted.connect(self._counted)
        asking.waits.connect(self._news.say_waiting)
        asking.failed.connect(self._failed)
        asking.row_changed.connect(self._beside.look)
        lists.opened.connect(lambda item: self.open(item))
        lists.pointed.connect(lambda _item: self._settles.start())
        lists.scrolled.connect(asking.fetch)
        lists.scrolled.connect(self._settles.start)
        self.head.typed.connect(self._typed)
        self.head.search.left.connect(self.focus_list)
        self.head.columns_chosen.connect(self._choose_columns)
        self.head.wants_export.connect(self.export)
        self._heads.sorted_by.connect(self._sort)
        self._heads.left.connect(self.focus_list)
        self.views.chosen.connect(self.choose)
        self.views.wants_name.connect(self._name_view)
        self.views.dropped.connect(self._drop_view)
        self.views.wants_back.connect(lambda: self._own.bring_back(self._named))
        self._due.shown_only.connect(self._toggle_due)
        self._news.clicked.connect(self.merge)
        self.preview.opened.connect(lambda record: self.opened.emit(record, ""))
        self.preview.pays.connect(lambda record: self.opened.emit(record, "pay"))
        bind(
            self,
            {
                "Ctrl+D": lambda: self._name_view(""),
                "Ctrl+P": lambda: self.open_current("papers"),
                "Ctrl+PgUp": lambda: self.views.step(-1),
                "Ctrl+PgDown": lambda: self.views.step(1),
                "Alt+Up": lambda: self.step(-1),
                "Alt+Down": lambda: self.step(1),
            },
        )
