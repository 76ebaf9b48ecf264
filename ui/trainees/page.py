"""All trainees: found while typing, filtered, paged by SQL; the one the cursor is on stands beside the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.cohorts.enrolments import Enrol
from app.cohorts.people import READS, CountPeople, People, PeopleCounts, PeopleKeys, PersonRow
from app.cohorts.people_sheet import write_people
from app.cohorts.queries import CohortList
from app.exchange.columns import Column
from app.i18n import _, ngettext
from app.job import Job
from app.office.command import Ref
from app.office.journal import Changes
from app.office.permissions import Permission
from app.trainees.commands import AddTrainee
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import primary, quiet, secondary
from ui.kit.empty_state import EmptyState
from ui.kit.layout import line, row
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED
from ui.kit.page import Page
from ui.kit.table import Table
from ui.kit.toolbar import Chips, SearchBox
from ui.trainees.export import ask_export
from ui.trainees.looks import status_look
from ui.trainees.pane import TraineePane, ask_enrol

COLUMNS: tuple[Column[PersonRow], ...] = (
    Column("name", lambda: _("Name"), lambda r: r.name, width=30),
    Column("number", lambda: _("Number"), lambda r: r.number, width=13),
    Column("cohort", lambda: _("Latest cohort"), lambda r: r.cohort, width=14),
    Column("status", lambda: _("Status"), lambda r: r.status_words if r.status != "none" else "", width=14),
)
LOOKS = {"cohort": lambda r: MUTED, "number": lambda r: MUTED, "status": lambda r: status_look(r.status)}
SORTABLE = ("name", "number")


class TraineesPage(Page):
    """The list at the left, the trainee at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Trainees"))
        self.desk = desk
        self._sort: tuple[str, bool] = ("name", False)
        self._settling = False  # rows of a new source are on their way; the cursor follows the trainee shown
        self._new = False
        bring = secondary(_("Import list"), lambda: desk.show(Ref("import")), icon="upload")
        guard(bring, Permission.TRAINEES_IMPORT, desk)
        export = secondary(_("Export to Excel"), self.export, icon="file-spreadsheet")
        new = primary(_("New trainee"), self.new, icon="user-plus")
        guard(new, AddTrainee, desk)
        self.head.set_actions(bring, export, new)
        self.search = SearchBox(_("Name, MyKad or phone"))
        self.search.searched.connect(lambda _text: self.load())
        self.search.to_list.connect(self._to_list)
        self.chips = Chips([("all", _("All")), ("training", _("In training")), ("certified", _("Certified")),
                            ("none", _("Not enrolled"))])
        self.chips.changed.connect(lambda _key: self.load())
        self.table = Table(COLUMNS, looks=LOOKS, name="name", check=True, paged=True, sort=self._sort,
                           accessible_name=_("Trainees"))
        self.table.all_keys = lambda then: desk.ask(PeopleKeys(text=self._text(), filter=self._filter()), owner=self,
                                                    then=then)
        self.table.setColumnHidden(self.table.column_at("number"), True)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _row: self.pane.form.form.focus_first())
        self.table.sort_asked.connect(self._sort_by)
        enrol = quiet(_("Enrol"), self.enrol_picked, icon="graduation-cap")
        guard(enrol, Enrol, desk)
        self.list = ListPane(self.table, self._empty(), actions=[
            enrol, quiet(_("Export to Excel"), self.export, icon="file-spreadsheet")])
        self.pane = TraineePane(desk)
        self.pane.saved.connect(self._saved)
        self.pane.removed.connect(self._removed)
        self.pane.cancelled.connect(self._cancelled)
        self.pane.open_asked.connect(lambda key: self._leave(lambda: self.go(key)))
        self._build()
        self.set_hints([("Ctrl F", _("find")), ("↑|↓", _("move")), ("Enter", _("edit")), ("Ctrl N", _("new trainee")),
                        ("Ctrl S", _("save"))])
        desk.changed.connect(self._changed)

    def _build(self) -> None:
        left = QWidget()
        layout = QVBoxLayout(left)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row(self.search, margins=(24, 10, 16, 0)))
        self.search.setMaximumWidth(16_777_215)
        layout.addLayout(row(self.chips, None, margins=(24, 8, 16, 10)))
        layout.addWidget(line())
        layout.addWidget(self.list, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        parts.addWidget(left)
        parts.addWidget(self.pane)
        left.setMinimumWidth(420)
        self.pane.setMinimumWidth(380)
        parts.setStretchFactor(0, 45)
        parts.setStretchFactor(1, 55)
        parts.setSizes([525, 655])
        self.add(parts, 1)
        new = QAction(self)
        new.setShortcut("Ctrl+N")
        new.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        new.triggered.connect(lambda _on=False: self.new())
        self.addAction(new)

    def _empty(self) -> EmptyState:
        return EmptyState("users", _("No trainees yet"), _("Bring in an Excel list, or add one by hand."),
                          secondary(_("Import list"), lambda: self.desk.show(Ref("import")), icon="upload"))

    # -- reading -------------------------------------------------------------------------------------------------
    def shown(self) -> None:
        if not self.pane.form.modified and not self._new:
            self.table.setFocus()
        self.load()

    def show_ref(self, ref: Ref) -> None:
        """Bring a trainee to the front; detail 'new' opens an empty form, a tab's key that tab."""
        if ref.detail == "new":
            self.new()
        elif ref.key is not None:
            self.go(ref.key)
            if ref.detail in ("details", "enrolments", "history"):
                self.pane.tabs.choose(ref.detail)

    def go(self, key: int) -> None:
        """Show a trainee, also when the list does not hold it."""
        self._new = False
        self.pane.show_trainee(key)
        self.table.choose(key)

    def _text(self) -> str:
        return self.search.text().strip()

    def _filter(self) -> Any:
        return self.chips.value() or "all"

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(READS):
            self.load()
            if self.pane.trainee_id is not None and not self.pane.form.modified:
                self.pane.load()

    def load(self) -> None:
        """Count, then show the first page of what is asked for."""
        self.desk.ask(CountPeople(text=self._text()), owner=self, then=self._show)

    def _show(self, rows: Sequence[PeopleCounts]) -> None:
        counts = rows[0]
        for key in ("all", "training", "certified", "none"):
            self.chips.set_count(key, getattr(counts, key))
        if not self._text():
            self.head.set_title(_("Trainees"), counts.all)
        text, filter_, (sort, descending) = self._text(), self._filter(), self._sort
        count = getattr(counts, filter_)
        if not count:
            self.list.set_empty(EmptyState("search-x", _("Nobody found"), _("Try fewer letters, or another filter."))
                                if text or filter_ != "all" else self._empty())

        def fetch(offset: int, limit: int, then: Callable[[Sequence[Any]], object]) -> None:
            def arrived(rows: Sequence[PersonRow]) -> None:
                then(rows)
                QTimer.singleShot(0, self, self._settle)

            self.desk.ask(People(text=text, filter=filter_, sort=sort, descending=descending, offset=offset,
                                 limit=limit), owner=self, then=arrived, latest=False)

        self._settling = bool(count)
        self.table.set_source(count, fetch)
        self.table.rows_model.row(0) if count else None

    def _settle(self) -> None:
        """The first rows are there: put the cursor on the trainee beside the list, or show the first one."""
        if not self._settling:
            return
        if self.pane.trainee_id is not None:
            self.table.choose(self.pane.trainee_id)
        self._settling = False
        if self.pane.trainee_id is None and not self._new:
            self.table.selectRow(0)
            self._chosen(self.table.current_row())

    def _to_list(self) -> None:
        """From the search field into the list: the row of the cursor, or the first, is shown."""
        self.table.setFocus()
        if self.table.current_row() is None and self.table.rows_model.rowCount():
            self.table.selectRow(0)
        self._chosen(self.table.current_row())

    def _sort_by(self, key: str, descending: bool) -> None:
        if key not in SORTABLE:
            self.table.show_sort(*self._sort)
            return
        self._sort = (key, descending)
        self.load()

    # -- the trainee beside the list -------------------------------------------------------------------------------
    def _chosen(self, person: PersonRow | None) -> None:
        if person is None or self._settling or (person.id == self.pane.trainee_id and not self._new):
            return
        self._leave(lambda: self._open(person.id))

    def _open(self, key: int) -> None:
        self._new = False
        self.pane.show_trainee(key)

    def _leave(self, then: Callable[[], object]) -> None:
        """Go on, after asking when something typed would be lost."""
        if not self.pane.form.modified:
            then()
            return

        def drop() -> None:
            self.pane.form.form.mark_saved()
            then()

        talk.ask(_("Discard the changes to {name}?").format(name=self.pane.name.text()),
                 _("What you typed has not been saved."), _("Discard changes"), drop, on_no=self._back,
                 safe=_("Keep editing"), destructive=True, parent=self)

    def _back(self) -> None:
        if self.pane.trainee_id is not None:
            self.table.choose(self.pane.trainee_id)
        self.pane.form.form.focus_first()

    def may_leave(self) -> bool:
        if not self.pane.form.modified:
            return True
        talk.tell(_("Something you typed has not been saved. Save it with Ctrl S, or discard it."), parent=self)
        return False

    def _saved(self, key: int) -> None:
        self._new = False
        self.pane.trainee_id = key
        self.load()

    def _removed(self) -> None:
        self.pane.show_trainee(None)
        self.table.clearSelection()
        self.load()

    def _cancelled(self) -> None:
        self._new = False
        person = self.table.current_row()
        self.pane.show_trainee(person.id if person is not None else None)
        self.table.setFocus()

    # -- actions ------------------------------------------------------------------------------------------------
    def new(self) -> None:
        """An empty form."""
        if self.desk.may(AddTrainee):
            self._leave(self._show_new)

    def _show_new(self) -> None:
        self._new = True
        self.pane.show_new()

    def enrol_picked(self) -> None:
        """Enrol those that are picked."""
        keys = tuple(self.table.picked())
        if keys:
            whom = ngettext("{n} trainee", "{n} trainees", len(keys)).format(n=len(keys))
            self.desk.ask(CohortList(), owner=self, then=lambda rows: ask_enrol(self.desk, self, rows, keys, whom,
                                                                                self.load))

    def export(self) -> None:
        """Write the list, or those that are ticked, to a workbook."""
        keys = set(self.table.rows_model.checked) or None
        office = self.desk.office
        if office is None:
            return
        text, filter_ = self._text(), self._filter()

        def write(path: Path, full: bool, purpose: str, recipient: str) -> None:
            self.desk.start(Job(_("Export to Excel"), lambda step: write_people(
                office, path, text=text, filter=filter_, keys=keys, full=full, purpose=purpose, recipient=recipient,
                step=step), "office", _("No file is left half written.")), owner=self,
                then=lambda n: self.desk.tell(ngettext(
                    "{n} trainee written to {file}", "{n} trainees written to {file}", n).format(n=n, file=path.name)))

        ask_export(self.desk, self, write)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._new and not self.pane.form.modified:
            self._cancelled()
            return
        super().keyPressEvent(event)
