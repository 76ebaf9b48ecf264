"""All cohorts, the latest first; one opens in its own page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction

from app.cohorts.commands import AddCohort
from app.cohorts.queries import CohortCounts, CohortList, CohortRow, CountCohorts
from app.cohorts.words import cohort_status, mode_word
from app.exchange.columns import Column
from app.exchange.files import safe_file_name
from app.exchange.sheet import write_sheet
from app.i18n import _, show_date
from app.job import Job
from app.office.command import Ref
from app.office.journal import Changes
from app.office.permissions import Permission
from ui.cohorts.form import CohortDialog
from ui.desk import pins, talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.desk.list_tools import ListTools
from ui.desk.printing import offer_list
from ui.desk.views import View
from ui.kit.buttons import Button, primary, secondary
from ui.kit.empty_state import EmptyState
from ui.kit.filters import FilterBar, FilterKind, Take
from ui.kit.layout import line
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED, Look
from ui.kit.page import Page
from ui.kit.pick_list import Option
from ui.kit.table import Table
from ui.kit.toolbar import Chips, SearchBox, Toolbar

COLUMNS: tuple[Column[CohortRow], ...] = (
    Column("code", lambda: _("Cohort"), lambda r: f"{r.code} · {r.title}" if r.title else r.code, width=24),
    Column("course", lambda: _("Course"), lambda r: r.course_title, width=24),
    Column("starts", lambda: _("Starts"), lambda r: r.starts, show=show_date, kind="date", width=14),
    Column("ends", lambda: _("Ends"), lambda r: r.ends, show=show_date, kind="date", width=14),
    Column("enrolled", lambda: _("Trainees"), lambda r: r.enrolled, kind="number", width=10),
    Column("places", lambda: _("Places"), lambda r: r.places, kind="number", width=9),
    Column("venue", lambda: _("Place"), lambda r: r.venue, width=18),
    Column("mode", lambda: _("Mode"), lambda r: mode_word(r.mode), width=12),
    Column("instructors", lambda: _("Instructors"), lambda r: r.instructors, width=22),
    Column("status", lambda: _("State"), lambda r: cohort_status(r.status), width=20),
)
LOOKS = {
    "course": lambda r: MUTED, "starts": lambda r: MUTED, "ends": lambda r: MUTED, "places": lambda r: MUTED,
    "instructors": lambda r: MUTED, "venue": lambda r: MUTED, "mode": lambda r: MUTED,
    "enrolled": lambda r: Look("warn", tip=_("More trainees than places")) if r.places and r.enrolled > r.places
    else Look(),
    "status": lambda r: {"running": Look("accent", "play"), "cancelled": Look("danger", "ban")}.get(r.status, MUTED),
}
EVERY = 100_000
STATES = ("", "running", "planned", "finished", "closed", "cancelled")


HIDDEN = ("mode", "venue")
REFS = {state: {"status": state} for state in STATES if state}


class CohortsPage(Page):
    """The list with a search, a chip for each state, and filters."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Cohorts"))
        self.desk = desk
        new = primary(_("New cohort"), self.new, icon="plus")
        guard(new, AddCohort, desk)
        self.head.set_actions(secondary(_("Export to Excel"), self.export, icon="file-spreadsheet"), new)
        self.search = SearchBox(_("Find a cohort"))
        self.search.searched.connect(lambda _t: self.load())
        self.chips = Chips([(s, cohort_status(s) if s else _("All")) for s in STATES], wrap=True)
        self.table = Table(COLUMNS, looks=LOOKS, name="code", sort=("starts", True), sort_here=True, hidden=HIDDEN,
                           accessible_name=_("Cohorts"))
        self.table.opened.connect(self._open)
        self.search.to_list.connect(self.table.setFocus)
        self.filters = FilterBar([FilterKind(key, words, partial(self._values, key)) for key, words in (
            ("course", _("Course")), ("year", _("Year")), ("instructor", _("Instructor")))])
        self.tools = ListTools(desk, "cohorts", self.table, filters=self.filters, quick=self.chips, views=[
            View(_("All cohorts"), key="all"), View(_("Running"), {"status": "running"}, key="running"),
            View(_("Planned"), {"status": "planned"}, ("starts", False), key="planned")])
        self.tools.changed.connect(self.load)
        self.tools.said.connect(lambda words: self.hints.set_state(words, "neutral"))
        self.add(Toolbar(self.search, self.chips, right=(self.filters.button, self.tools.views, self.tools.columns)))
        self.add(self.filters)
        self.add(line())
        self._acts()
        self.pane = ListPane(self.table, self._empty(), actions=[Button.of(self._copy, kind="quiet")])
        self.add(self.pane, 1)
        self.set_hints([
            ("Enter", _("open")), *([("Ctrl N", _("new cohort"))] if desk.may(Permission.COHORTS_CHANGE) else []),
            ("Ctrl F", _("find"))])
        desk.changed.connect(self._changed)

    def _acts(self) -> None:
        menu: list[QAction | None] = [self.act(_("Open the cohort"), self._open_current, icon="graduation-cap"), None]
        for key, words, needs in (("roster", _("Open the roster"), Permission.COHORTS_VIEW),
                                  ("attendance", _("Open attendance"), Permission.ATTENDANCE_VIEW),
                                  ("results", _("Open results"), Permission.RESULTS_VIEW)):
            menu.append(self.act(words, partial(self._open_current, key), why_not=self.desk.why_not(needs)))
        self._pin = self.act(_("Pin"), self._toggle_pin, icon="pin")
        self._copy = self.act(_("Copy for Excel"), self.table.copy, icon="copy")
        self.table.actions_for_menu = [*menu, None, self._pin, self._copy]
        self.table.chosen.connect(self._follow_pin)
        self.desk.kept.changed.connect(self._follow_pin)
        self._follow_pin()
        self.tools.give_acts(self)

    def _empty(self) -> EmptyState:
        first = secondary(_("New cohort"), self.new, icon="plus")
        guard(first, AddCohort, self.desk)
        return EmptyState("graduation-cap", _("No cohorts are shown here"), _("A cohort is one run of a course."),
                          first)

    # -- what is shown ------------------------------------------------------------------------------------------------
    def shown(self) -> None:
        self.load()
        self.table.setFocus()

    def show_ref(self, ref: Ref) -> None:
        """`detail` 'new' opens the form; else it names filters."""
        if ref.detail == "new":
            self.new()
        elif ref.detail and self.tools.from_ref(ref.detail, REFS):
            self.search.put("")
            self.load()

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(CohortList.reads):
            self.load()

    def _question(self) -> CohortList:
        where = self.tools.where()
        course, year = where.get("course", ""), where.get("year", "")
        return CohortList(text=self.search.text(), status=where.get("status", ""), limit=EVERY,
                          course_id=int(course) if course.isdigit() else None,
                          year=int(year) if year.isdigit() else None, instructor=where.get("instructor", ""))

    def load(self) -> None:
        """Ask again."""
        self.tools.ask(self._question(), self._show, pane=self.pane, again=self.load, owner=self)
        if self.desk.may(CountCohorts):
            self.desk.ask(CountCohorts(), owner=self, then=self._count)

    def _show(self, rows: Sequence[CohortRow]) -> None:
        self.table.set_rows(rows)
        self._say()

    def _count(self, found: Sequence[CohortCounts]) -> None:
        counts = found[0]
        self.head.set_title(_("Cohorts"), counts.all)
        self.chips.set_count("", counts.all)
        for state in STATES[1:]:
            self.chips.set_count(state, getattr(counts, state))
        self._say()

    def _say(self) -> None:
        shown = self.table.rows_model.rowCount()
        self.tools.show_counts(shown, max(shown, self.chips.chip("").count or 0))

    def _values(self, key: str, then: Take) -> None:
        """The courses, years and instructors of all cohorts, with how many each has."""
        def arrived(rows: Sequence[CohortRow]) -> None:
            if key == "course":
                words = {str(r.course_id): f"{r.course_code} · {r.course_title}" for r in rows}
                counts = Counter(str(r.course_id) for r in rows)
            elif key == "year":
                counts = Counter(str(r.starts.year) for r in rows)
                words = {year: year for year in sorted(counts, reverse=True)}
            else:
                counts = Counter(name for r in rows for name in r.instructors.split(", ") if name)
                words = {name: name for name in sorted(counts, key=str.casefold)}
            then([Option(value, said, counts[value]) for value, said in words.items()])

        self.desk.ask(CohortList(limit=EVERY), owner=self, then=arrived, tag=f"values of {key}")

    # -- what can be done ---------------------------------------------------------------------------------------------
    def _open(self, row: CohortRow) -> None:
        self.desk.show(Ref("cohort", row.id))

    def _open_current(self, tab: str = "") -> None:
        row = self.table.current_row()
        if row is not None:
            self.desk.show(Ref("cohort", row.id, tab))

    def _toggle_pin(self) -> None:
        row = self.table.current_row()
        if row is not None:
            pins.pin(self.desk, row.id, not pins.is_pinned(self.desk, row.id))

    def _follow_pin(self, *_what: object) -> None:
        row = self.table.current_row()
        held = row is not None and pins.is_pinned(self.desk, row.id)
        self._pin.setText(_("Unpin") if held else _("Pin"))
        self._pin.setEnabled(row is not None)
        self._pin.setToolTip("" if row is not None else _("Choose a cohort in the list."))

    def _columns(self) -> list[Column[CohortRow]]:
        return [c for key in self.table.visible_keys() for c in COLUMNS if c.key == key]

    def print_(self) -> None:
        """The list on paper, as it is shown."""
        rows = self.table.rows_model.rows()
        offer_list(self.desk, _("Cohorts"), self.tools.facts(self.search.text().strip()), self._columns(),
                   lambda _step: rows, owner=self, name=_("Cohorts"))

    def export(self) -> None:
        """The list as a workbook, as it is shown."""
        rows, columns = self.table.rows_model.rows(), self._columns()

        def write(path: Path) -> None:
            self.desk.start(Job(_("Export to Excel"), lambda step: write_sheet(Path(path), columns, rows, step),
                                "files"), owner=self,
                            then=lambda made: self.desk.tell(_("The workbook is {name}.").format(name=made.name)))

        talk.choose_save(_("Export to Excel"), _("Excel workbook (*.xlsx)"),
                         safe_file_name([_("Cohorts")], ".xlsx"), write, self)

    def new(self) -> None:
        """The form of a new cohort."""
        if self.desk.may(AddCohort):
            talk.open_dialog(CohortDialog(self.desk, None, self))
