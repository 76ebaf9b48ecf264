"""All trainees: found while typing, filtered, paged by SQL; the one the cursor is on stands beside the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.cohorts.enrolments import Enrol
from app.cohorts.people import (
    READS,
    SORTED_BY,
    CountPeople,
    People,
    PeopleCounts,
    PeopleKeys,
    PeopleNumber,
    PersonPlace,
    PersonRow,
)
from app.cohorts.queries import CohortList
from app.i18n import _, ngettext
from app.office.command import Ref
from app.office.journal import Changes
from app.office.permissions import Permission
from app.trainees.commands import AddTrainee
from ui.desk import printing, talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.desk.list_tools import ListTools
from ui.kit.beside import Beside
from ui.kit.buttons import Button, primary, secondary
from ui.kit.empty_state import EmptyState
from ui.kit.filters import FilterBar
from ui.kit.layout import least, line, row
from ui.kit.list_pane import ListPane
from ui.kit.page import Page
from ui.kit.table import Table
from ui.kit.toolbar import Chips, SearchBox
from ui.trainees.people_list import COLUMNS, HIDDEN, LOOKS, STATES, about_words, kinds, state_words, views

if TYPE_CHECKING:
    from ui.trainees.pane import TraineePane

WIDE_FROM = 980  # pixels that list and trainee need side by side
TABS = ("details", "enrolments", "certificates", "history")


class TraineesPage(Page):
    """The list at the left, the trainee at the right, made when one is shown for the first time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Trainees"))
        self.desk = desk
        self._settling = False  # rows of a new source are on their way; the cursor follows the trainee shown
        self._new = False
        self._seen_where: dict[str, str] = {}  # the filters of the rows that are shown
        self._wanted: int | None = None  # a trainee asked for before there was a pane
        self._about = ""  # how the text was taken, before the count
        bring = secondary(_("Import list"), lambda: desk.show(Ref("import")), icon="upload")
        guard(bring, Permission.TRAINEES_IMPORT, desk)
        export = secondary(_("Export to Excel"), self.export, icon="file-spreadsheet")
        same = secondary(_("Duplicates"), lambda: desk.show(Ref("duplicates")), icon="git-merge")
        guard(same, Permission.TRAINEES_MERGE, desk)
        new = primary(_("New trainee"), self.new, icon="user-plus")
        guard(new, AddTrainee, desk)
        self.head.set_actions(same, bring, export, new)
        self.search = SearchBox(_("Name, MyKad or phone"))
        self.search.searched.connect(lambda _text: self.load())
        self.search.to_list.connect(self._to_list)
        self.chips = Chips([(key, state_words(key)) for key in STATES], wrap=True)
        self.table = Table(COLUMNS, looks=LOOKS, name="name", check=True, paged=True, sort=("name", False),
                           sortable=SORTED_BY, hidden=HIDDEN, accessible_name=_("Trainees"))
        self.table.all_keys = lambda then: desk.ask(PeopleKeys(text=self._text(), where=self.tools.pairs()),
                                                    owner=self, then=then)
        self.table.seek = self._seek
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
        self._acts()
        self.list = ListPane(self.table, self._empty(), actions=[
            Button.of(self._enrol, kind="quiet"), Button.of(self._export, kind="quiet")])
        self.filters = FilterBar(kinds(desk, self._text, lambda: self.tools.pairs()))
        self.tools = ListTools(desk, "trainees", self.table, filters=self.filters, quick=self.chips, views=views(),
                               count_of=self._count_of, everything=lambda: self._question(limit=None), small=True)
        self.tools.changed.connect(self.load)
        self.tools.said.connect(lambda words: self.hints.set_state(
            ", ".join(filter(None, (self._about, words))), "neutral"))
        self.tools.give_acts(self)
        self.beside = Beside(self._left(), self._make_pane, wide_from=WIDE_FROM, sizes=(525, 655),
                             back=_("Back to the trainees"))
        self.beside.restore(desk.kept.get("splitter:trainees"))
        self.beside.moved.connect(lambda: desk.kept.put("splitter:trainees", self.beside.state()))
        self.beside.came_back.connect(self.table.setFocus)
        self.add(self.beside, 1)
        changes = desk.may(Permission.TRAINEES_CHANGE)
        self.set_hints([("Ctrl F", _("find")), ("↑|↓", _("move")), ("Enter", _("edit") if changes else _("open")),
                        ("Space", _("select")),
                        *([("Ctrl N", _("new trainee")), ("Ctrl S", _("save"))] if changes else [])])
        desk.changed.connect(self._changed)

    def _acts(self) -> None:
        edit = self.act(_("Open the trainee"), self._open_current, icon="user-round")
        self._enrol = self.act(_("Enrol"), self.enrol_picked, icon="graduation-cap",
                               why_not=self.desk.why_not(Enrol))
        copy = self.act(_("Copy for Excel"), self.table.copy, icon="copy")
        self._export = self.act(_("Export the selected to Excel"), self.export, icon="file-spreadsheet")
        merge = self.act(_("Merge the two selected …"), self.merge_picked, icon="git-merge",
                         why_not=self.desk.why_not(Permission.TRAINEES_MERGE))
        self.table.actions_for_menu = [edit, None, self._enrol, merge, None, copy, self._export]

    def _left(self) -> QWidget:
        left = QWidget()
        layout = QVBoxLayout(left)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.search.setMaximumWidth(16_777_215)
        tools = row(self.search, self.filters.button, self.tools.views, self.tools.columns, margins=(24, 10, 16, 0),
                    spacing=4)
        tools.setStretch(0, 1)
        layout.addLayout(tools)
        layout.addLayout(row(self.chips, margins=(24, 8, 16, 10)))
        layout.addWidget(self.filters)
        layout.addWidget(line())
        layout.addWidget(self.list, 1)
        least(left, 420)
        return left

    def _make_pane(self) -> TraineePane:
        from ui.trainees.pane import TraineePane

        pane = TraineePane(self.desk)
        least(pane, 380)
        pane.saved.connect(self._saved)
        pane.removed.connect(self._removed)
        pane.cancelled.connect(self._cancelled)
        pane.open_asked.connect(lambda key: self._leave(lambda: self.go(key)))
        return pane

    @property
    def pane(self) -> TraineePane:
        """The trainee beside the list."""
        return cast("TraineePane", self.beside.make_pane())

    def _modified(self) -> bool:
        return self.beside.pane is not None and self.pane.form.modified

    def _shown_id(self) -> int | None:
        return self.pane.trainee_id if self.beside.pane is not None else self._wanted

    def _empty(self) -> EmptyState:
        bring = secondary(_("Import list"), lambda: self.desk.show(Ref("import")), icon="upload")
        guard(bring, Permission.TRAINEES_IMPORT, self.desk)
        return EmptyState("users", _("No trainees yet"), _("Bring in an Excel list, or add one by hand."), bring)

    # -- reading -------------------------------------------------------------------------------------------------
    def shown(self) -> None:
        if not self._modified() and not self._new:
            self.table.setFocus()
        self.load()

    def take(self, held: object) -> None:
        """What was typed about somebody new, or about a trainee, is shown again at once."""
        super().take(held)
        subjects = [about for about, _typed in held.values()] if isinstance(held, dict) else []
        for kind, _colon, key in (about.partition(":") for about in subjects):
            if kind == "trainee" and key == "new":
                self._show_new()
            elif kind == "trainee" and key.isdigit():
                self.go(int(key))

    def show_ref(self, ref: Ref) -> None:
        """Bring a trainee to the front; detail 'new' opens an empty form, a tab's key that tab. Without a key the
        detail names filters."""
        if ref.detail == "new":
            self.new()
        elif ref.key:
            self.go(ref.key)
            if ref.detail in TABS:
                self.pane.tabs.choose(ref.detail)
        elif self.tools.from_ref(ref.detail):
            self.search.put("")
            self.beside.close_pane()
            self.load()

    def go(self, key: int) -> None:
        """Show a trainee, also when the list does not hold it."""
        self._new = False
        self.beside.open_pane()
        self.pane.show_trainee(key)
        self.table.choose(key)

    def _text(self) -> str:
        return self.search.text().strip()

    def _question(self, **more: Any) -> People:
        sort, descending = self.tools.sort()
        return People(text=self._text(), where=self.tools.pairs(), sort=sort, descending=descending, **more)

    def _count_of(self, where: Mapping[str, str], then: Callable[[int], None]) -> None:
        self.desk.ask(PeopleNumber(text=self._text(), where=tuple(where.items())), owner=self,
                      then=lambda rows: then(rows[0]), latest=False)

    def _seek(self, begins: str, then: Callable[[int], object]) -> None:
        self.desk.ask(PersonPlace(begins=begins, text=self._text(), where=self.tools.pairs(),
                                  descending=self.tools.sort()[1]), owner=self, then=lambda rows: then(rows[0]))

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(READS):
            self.load()
            if self.beside.pane is not None and self.pane.trainee_id is not None and not self._modified():
                self.pane.load()

    def load(self) -> None:
        """Count, then show the first page of what is asked for."""
        self.tools.ask(CountPeople(text=self._text(), where=self.tools.pairs()), self._show, pane=self.list,
                       again=self.load, owner=self)

    def _show(self, rows: Sequence[PeopleCounts]) -> None:
        counts = rows[0]
        for key in STATES:
            self.chips.set_count(key, getattr(counts, key))
        self.head.set_title(_("Trainees"), counts.total)
        self._about = about_words(counts)
        self.tools.show_counts(counts.shown, counts.total)
        self.tools.count_chips()
        if not counts.shown:
            self.list.set_empty(EmptyState("search-x", _("Nobody found"), _("Try fewer letters, or another filter."))
                                if counts.total else self._empty())
        question = self._question

        def fetch(offset: int, limit: int, then: Callable[[Sequence[Any]], object]) -> None:
            def arrived(rows: Sequence[PersonRow]) -> None:
                then(rows)
                QTimer.singleShot(0, self, self._settle)

            self.desk.ask(question(offset=offset, limit=limit), owner=self, then=arrived, latest=False)

        self._settling = bool(counts.shown)
        self.table.set_source(counts.shown, fetch)
        self.table.rows_model.row(0) if counts.shown else None

    def _settle(self) -> None:
        """The first rows are there: put the cursor on the trainee beside the list, or show the first one."""
        if not self._settling:
            return
        shown = self._shown_id()
        found = shown is not None and self.table.choose(shown)
        narrowed, self._seen_where = self.tools.where() != self._seen_where, self.tools.where()
        self._settling = False
        if self._new or self._modified():
            return
        if shown is None or (narrowed and not found):  # another filter: whoever it leaves, not whoever it hides
            self.table.selectRow(0)
            self._chosen(self.table.current_row())

    def _to_list(self) -> None:
        """From the search field into the list: the row of the cursor, or the first, is shown."""
        self.table.setFocus()
        if self.table.current_row() is None and self.table.rows_model.rowCount():
            self.table.selectRow(0)
        self._chosen(self.table.current_row())

    # -- the trainee beside the list -------------------------------------------------------------------------------
    def _chosen(self, person: PersonRow | None) -> None:
        if person is None or self._settling or not self.beside.shows_pane():
            return
        if person.id != self._shown_id() or self._new or self.beside.pane is None:
            self._leave(lambda: self._open(person.id))

    def _open(self, key: int) -> None:
        self._new = False
        self.pane.show_trainee(key)

    def _opened(self, person: PersonRow) -> None:
        """Enter: into the form; over the list where there is no room beside."""
        if not self.beside.shows_pane():
            self.beside.open_pane()
            self._chosen(person)
        self.pane.form.form.focus_first()

    def _open_current(self) -> None:
        person = self.table.current_row()
        if person is not None:
            self._opened(person)

    def _leave(self, then: Callable[[], object]) -> None:
        """Go on, after asking when something typed would be lost."""
        if not self._modified():
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
        if not self._modified():
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
        self.beside.close_pane()
        self.table.setFocus()

    # -- actions ------------------------------------------------------------------------------------------------
    def save(self) -> None:
        """Ctrl+S from anywhere on the page: what is typed beside the list."""
        if self._modified():
            self.pane.form.foot.ask()

    def new(self) -> None:
        """An empty form."""
        if self.desk.may(AddTrainee):
            self._leave(self._show_new)

    def _show_new(self) -> None:
        self._new = True
        self.beside.open_pane()
        self.pane.show_new()

    def enrol_picked(self) -> None:
        """Enrol those that are picked."""
        from ui.trainees.pane import ask_enrol

        keys = tuple(self.table.picked())
        if keys:
            whom = ngettext("{n} trainee", "{n} trainees", len(keys)).format(n=len(keys))
            self.desk.ask(CohortList(), owner=self, then=lambda rows: ask_enrol(self.desk, self, rows, keys, whom,
                                                                                self.load))

    def merge_picked(self) -> None:
        """The two that are picked, side by side."""
        keys = list(self.table.picked())
        if len(keys) == 2:
            self.desk.show(Ref("duplicates", keys[0], str(keys[1])))
        else:
            talk.tell(_("Select two trainees: Space ticks them."), parent=self)

    def export(self) -> None:
        """Ask which list of those that are shown, or of those that are ticked, leaves."""
        from app.rosters.listing import Where
        from ui.rosters.outgoing import Outgoing, offer_lists

        offer_lists(self.desk, self, Outgoing(
            name=_("Trainees"), place="trainees", subjects=("trainees",), first="trainees",
            where=Where(text=self._text(), filters=self.tools.pairs()), picked_in=("trainees",),
            picked=tuple(sorted(self.table.rows_model.checked))))

    def print_(self) -> None:
        """The list on paper, as it is shown."""
        office = self.desk.office
        if office is None:
            return
        question = self._question(limit=None)
        shown = [c for key in self.table.visible_keys() for c in COLUMNS if c.key == key]
        printing.offer_list(self.desk, _("Trainees"), self.tools.facts(self._text()), shown,
                            lambda step: office.ask(question, step), owner=self, name=_("Trainees"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._new and not self._modified():
            self._cancelled()
            return
        super().keyPressEvent(event)
