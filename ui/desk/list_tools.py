"""What every list has: columns and order kept for each user, filters, views, copy of all that is picked, counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from app.exchange.columns import Column
from app.i18n import _, ngettext
from app.job import Job, Progress
from app.office.command import Query
from ui.desk.desk import Desk
from ui.desk.view_menu import ViewMenu
from ui.desk.views import SavedViews, View
from ui.kit.acts import Acts
from ui.kit.buttons import Button
from ui.kit.copy_block import as_mime, plain_block, table_block
from ui.kit.filters import FilterBar
from ui.kit.list_pane import ListPane
from ui.kit.table import Table
from ui.kit.toolbar import Chips

CountOf = Callable[[Mapping[str, str], Callable[[int], None]], object]


class ListTools(QObject):
    """Give it the table, and the parts that there are. `changed` when the list must be asked anew.

    `quick` are chips that show the values of one filter, `quick_key`; the first of them is for all. `count_of(where,
    then)` counts for one chip. `everything()` is the question for all rows, for copying those that are not fetched.
    `said` is the sentence with the counts.
    """

    changed = Signal()
    said = Signal(str)

    def __init__(
        self,
        desk: Desk,
        name: str,
        table: Table,
        *,
        filters: FilterBar | None = None,
        quick: Chips | None = None,
        quick_key: str = "status",
        views: Sequence[View] = (),
        count_of: CountOf | None = None,
        everything: Callable[[], Query[Any]] | None = None,
        seen: frozenset[str] | set[str] = frozenset(),
        small: bool = False,
    ) -> None:
        super().__init__(table)
        self.desk, self.name, self.table = desk, name, table
        self.filters = filters or FilterBar([])
        self.quick, self.quick_key = quick, quick_key
        self.count_of, self.everything = count_of, everything
        self.seen = set(seen)  # filters with a place of their own beside the chips
        self.filters.quiet_keys = set(self.seen)
        self._plain = View("", sort=table.sorted_by())
        self.menu = ViewMenu(self, views)
        self._shown = self._all = self._picked = 0
        self.columns = _opener(_("Columns"), "columns-3", table.column_menu, small)
        self.views = _opener(_("Views"), "layers", self.menu.build, small)
        if not views:  # shown before it has a parent it would be a window
            self.views.hide()
        self._restore()
        table.columns_changed.connect(lambda: self.put("columns", table.columns_state()))
        table.sort_asked.connect(self._sorted)
        table.picked_changed.connect(self._count_picked)
        if everything is not None:
            table.copy_all = self._copy_all
        self.filters.changed.connect(self._narrowed)
        if quick is not None:
            quick.changed.connect(self._quick)

    # -- kept -------------------------------------------------------------------------------------------------------
    def get(self, what: str) -> str:
        """What is kept of this list: 'columns', 'sort', 'views'."""
        return self.desk.kept.get(f"{what}:{self.name}")

    def put(self, what: str, text: str) -> None:
        """Keep it."""
        self.desk.kept.put(f"{what}:{self.name}", text)

    def saved(self) -> SavedViews:
        """The views this user has saved."""
        return SavedViews.read(self.get("views"))

    def _restore(self) -> None:
        self.table.restore_columns(self.get("columns"))
        key, _bar, down = self.get("sort").partition("|")
        if self._sorts(key):
            self.table.show_sort(key, down == "down")
        first = self.menu.find(self.saved().first)
        if first is not None:
            self.take(first, tell=False)

    def _sorts(self, key: str) -> bool:
        known = {c.key for c in self.table.rows_model.columns}
        return key in (known if self.table.sortable is None else known & self.table.sortable)

    def _sorted(self, key: str, descending: bool) -> None:
        self.put("sort", f"{key}|{'down' if descending else 'up'}")
        self.changed.emit()

    # -- filters and order ---------------------------------------------------------------------------------------------
    def where(self) -> dict[str, str]:
        """The filters that are on, the lit chip among them."""
        return self.filters.where()

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The same for a frozen question."""
        return tuple(sorted(self.where().items()))

    def sort(self) -> tuple[str, bool]:
        """By which column, and whether the last comes first."""
        return self.table.sorted_by()

    def set_where(self, where: Mapping[str, str], *, tell: bool = True) -> None:
        """Turn on exactly these filters: from a reference or a view."""
        self._light(dict(where))
        self.filters.set_where(where)
        if tell:
            self._narrowed()

    def _light(self, where: Mapping[str, str]) -> None:
        """The chip that shows the filter, or none of them; then the filter has a chip of its own."""
        if self.quick is None:
            return
        value = where.get(self.quick_key, "")
        known = self.quick.has(value)
        self.filters.quiet_keys = self.seen | ({self.quick_key} if known else set())
        self.quick.set_value(value if known else self.quick.first() if not value else "")

    def _quick(self, key: str) -> None:
        where = {k: v for k, v in self.where().items() if k != self.quick_key}
        if self.quick is not None and key != self.quick.first():
            where[self.quick_key] = key
        self.set_where(where)

    def _narrowed(self) -> None:
        self._light(self.where())
        self.filters.set_where(self.where())
        self.table.rows_model.clear_checks()
        self.changed.emit()

    def count_chips(self) -> None:
        """Ask how many rows each filter leaves by itself."""
        if self.count_of is None:
            return
        for key, value in self.where().items():
            if self.filters.chip(key) is not None:
                self.count_of({key: value}, lambda n, key=key: self.filters.set_count(key, n))

    # -- views ----------------------------------------------------------------------------------------------------
    def now(self, name: str = "") -> View:
        """The list as it is shown, as a view."""
        return View(name, self.where(), self.sort(), self.table.columns_state())

    def take(self, view: View, *, tell: bool = True) -> None:
        """Show the list as a view says."""
        self.menu.current = view.mark
        self.table.restore_columns(view.columns)
        key, descending = view.sort or self._plain.sort or ("", False)
        if self._sorts(key):
            self.table.show_sort(key, descending)
        self.set_where(view.where, tell=tell)

    def from_ref(self, detail: str, also: Mapping[str, Mapping[str, str]] | None = None) -> bool:
        """Filters that a reference names: a word of `also`, a lit chip, an on-or-off filter, or 'key=value&key=value'.

        False when it names none.
        """
        words = detail.split("&")
        if also and detail in also:
            where = dict(also[detail])
        elif self.quick is not None and self.quick.has(detail):
            where = {} if detail == self.quick.first() else {self.quick_key: detail}
        elif detail in self.filters.kinds and self.filters.kinds[detail].ask is None:
            where = {detail: "yes"}
        elif detail and all("=" in word for word in words):
            where = {key: value for key, _is, value in (word.partition("=") for word in words)}
        else:
            return False
        self.set_where(where, tell=False)
        return True

    def facts(self, text: str = "") -> list[str]:
        """What is shown, in sentences, for paper."""
        found = [_("Searched: {text}").format(text=text)] if text else []
        if self.quick is not None and self.where().get(self.quick_key):
            found.append(self.quick.words(self.where()[self.quick_key]))
        return [*found, *self.filters.words()]

    def give_acts(self, page: Acts) -> None:
        """The commands that every list has, for menus, palette and keys."""
        if self.filters.kinds:
            page.act(_("Filter the list…"), self.filters.open, keys="Ctrl+Shift+F", icon="funnel")
            page.act(_("Clear all filters"), self.filters.clear_all, icon="funnel-x")
        if not self.views.isHidden():
            page.act(_("Views of the list…"), self.views.click, icon="layers")
            page.act(_("Save this view…"), self.menu.ask_name)
        page.act(_("Columns of the list…"), self.columns.click, icon="columns-3")

    # -- reading ----------------------------------------------------------------------------------------------------
    def ask(self, query: Query[Any], then: Callable[[Sequence[Any]], object], *, pane: ListPane,
            again: Callable[[], object], owner: QObject, tag: str = "") -> None:
        """Ask for the rows; the pane shows that they are read, and what went wrong, with Try again."""
        why = self.desk.why_not(type(query))
        pane.refuse(why)
        if why:
            return

        def arrived(rows: Sequence[Any]) -> None:
            pane.arrived()
            then(rows)

        pane.wait()
        self.desk.ask(query, owner=owner, then=arrived, tag=tag,
                      in_place=lambda error: pane.fail(str(error) if _ours(error) else _("It is in the log."), again))

    def show_counts(self, shown: int, every: int) -> None:
        """How many rows are shown, of how many."""
        self._shown, self._all = shown, every
        self._say()

    def _count_picked(self, count: int) -> None:
        self._picked = count
        self._say()

    def _say(self) -> None:
        if self._shown == self._all:
            words = ngettext("{n} row", "{n} rows", self._all).format(n=f"{self._all:,}")
        else:
            words = _("{n} of {all}").format(n=f"{self._shown:,}", all=f"{self._all:,}")
        if self._picked > 1 or self.table.rows_model.checked:
            words += " · " + _("{n} selected").format(n=f"{self._picked:,}")
        self.said.emit(words)

    # -- copy -------------------------------------------------------------------------------------------------------
    def _copy_all(self, keys: set[Any], columns: Sequence[Column[Any]]) -> None:
        office, key_of = self.desk.office, self.table.rows_model.key
        if office is None or self.everything is None:
            return
        query = self.everything()

        def work(step: Progress) -> tuple[int, str, str]:
            rows = [row for row in office.ask(query, step) if key_of(row) in keys]
            return len(rows), plain_block(columns, rows), table_block(columns, rows)

        def copied(made: tuple[int, str, str]) -> None:
            QGuiApplication.clipboard().setMimeData(as_mime(made[1], made[2]))
            self.desk.tell(ngettext("{n} row copied", "{n} rows copied", made[0]).format(n=f"{made[0]:,}"))

        self.desk.start(Job(_("Copying"), work, "office", _("Nothing is copied then.")), owner=self.table, then=copied)


def _ours(error: BaseException) -> bool:
    from app.errors import SijilError

    return isinstance(error, SijilError)


def _opener(words: str, icon: str, build: Callable[[], QMenu], small: bool) -> Button:
    """A button that opens a menu made at that moment."""
    button = Button("" if small else words, None, kind="quiet", icon=icon, tip=words)
    button.setAccessibleName(words)
    if not small:
        button.setProperty("shrinks", words)

    def show() -> None:
        menu = build()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    button.clicked.connect(lambda _on=False: show())
    return button
