"""All cohorts, the latest first; one opens in its own page."""

from __future__ import annotations

from collections.abc import Sequence

from app.cohorts.commands import AddCohort
from app.cohorts.queries import CohortCounts, CohortList, CohortRow, CountCohorts
from app.cohorts.words import cohort_status
from app.exchange.columns import Column
from app.i18n import _, show_date
from app.office.command import Ref
from app.office.journal import Changes
from ui.cohorts.form import CohortDialog
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import primary, secondary
from ui.kit.empty_state import EmptyState
from ui.kit.layout import line
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED, Look
from ui.kit.page import Page
from ui.kit.table import Table
from ui.kit.toolbar import Chips, SearchBox, Toolbar

COLUMNS: tuple[Column[CohortRow], ...] = (
    Column("code", lambda: _("Cohort"), lambda r: f"{r.code} · {r.title}" if r.title else r.code, width=24),
    Column("course", lambda: _("Course"), lambda r: r.course_title, width=26),
    Column("starts", lambda: _("Starts"), lambda r: r.starts, show=show_date, kind="date", width=14),
    Column("ends", lambda: _("Ends"), lambda r: r.ends, show=show_date, kind="date", width=14),
    Column("enrolled", lambda: _("Trainees"), lambda r: r.enrolled, kind="number", width=10),
    Column("places", lambda: _("Places"), lambda r: r.places, kind="number", width=9),
    Column("instructors", lambda: _("Instructors"), lambda r: r.instructors, width=22),
    Column("status", lambda: _("State"), lambda r: cohort_status(r.status), width=13),
)
LOOKS = {
    "course": lambda r: MUTED, "starts": lambda r: MUTED, "ends": lambda r: MUTED, "places": lambda r: MUTED,
    "instructors": lambda r: MUTED,
    "enrolled": lambda r: Look("warn", tip=_("More trainees than places")) if r.places and r.enrolled > r.places
    else Look(),
    "status": lambda r: {"running": Look("accent", "play"), "cancelled": Look("danger", "ban")}.get(r.status, MUTED),
}
STATES = ("", "running", "planned", "finished", "closed", "cancelled")


class CohortsPage(Page):
    """The list with a search and a chip for each state."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Cohorts"))
        self.desk = desk
        new = primary(_("New cohort"), self.new, icon="plus")
        guard(new, AddCohort, desk)
        self.head.set_actions(new)
        self.search = SearchBox(_("Find a cohort"))
        self.search.searched.connect(lambda _t: self.load())
        self.chips = Chips([(s, cohort_status(s) if s else _("All")) for s in STATES])
        self.chips.changed.connect(lambda _k: self.load())
        self.add(Toolbar(self.search, self.chips))
        self.add(line())
        self.table = Table(COLUMNS, looks=LOOKS, name="code", sort=("starts", True), sort_here=True,
                           accessible_name=_("Cohorts"))
        self.table.opened.connect(lambda row: desk.show(Ref("cohort", row.id)))
        self.search.to_list.connect(self.table.setFocus)
        first = secondary(_("New cohort"), self.new, icon="plus")
        guard(first, AddCohort, desk)
        self.pane = ListPane(self.table, EmptyState("graduation-cap", _("No cohorts are shown here"),
                                                    _("A cohort is one run of a course."), first))
        self.add(self.pane, 1)
        self.set_hints([("Enter", _("open")), ("Ctrl N", _("new cohort")), ("Ctrl F", _("find"))])
        desk.changed.connect(self._changed)

    def shown(self) -> None:
        self.load()
        self.table.setFocus()

    def show_ref(self, ref: Ref) -> None:
        """`detail` 'new' opens the form."""
        if ref.detail == "new":
            self.new()

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(CohortList.reads):
            self.load()

    def load(self) -> None:
        """Ask again."""
        self.desk.ask(CohortList(text=self.search.text(), status=self.chips.value()), owner=self,
                      then=self.table.set_rows)
        self.desk.ask(CountCohorts(), owner=self, then=self._count)

    def _count(self, found: Sequence[CohortCounts]) -> None:
        counts = found[0]
        self.head.set_title(_("Cohorts"), counts.all)
        self.chips.set_count("", counts.all)
        for state in STATES[1:]:
            self.chips.set_count(state, getattr(counts, state))

    def new(self) -> None:
        """The form of a new cohort."""
        if self.desk.may(AddCohort):
            talk.open_dialog(CohortDialog(self.desk, None, self))
