"""What is taught: courses with their programmes; a course or programme opens in its form."""

from __future__ import annotations

from collections.abc import Sequence

from app.exchange.columns import Column
from app.i18n import _
from app.office.command import Ref
from app.office.journal import Changes
from app.office.permissions import Permission
from app.programmes.commands import SaveCourse, SaveProgramme
from app.programmes.queries import CourseDetail, CourseRow, Courses, CourseWhole, ProgrammeRow, Programmes
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.desk.list_tools import ListTools
from ui.desk.printing import offer_list
from ui.kit.buttons import Button, primary, secondary
from ui.kit.empty_state import EmptyState
from ui.kit.layout import line
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED
from ui.kit.page import Page
from ui.kit.table import Table
from ui.kit.toolbar import Chips, SearchBox, Toolbar
from ui.programmes.form import CourseForm, ProgrammeForm

COLUMNS: tuple[Column[CourseRow], ...] = (
    Column("code", lambda: _("Code"), lambda r: r.code, width=14),
    Column("title", lambda: _("Course"), lambda r: r.title, width=34),
    Column("programme", lambda: _("Programme"), lambda r: r.programme, width=14),
    Column("edition", lambda: _("Edition"), lambda r: r.edition, width=10),
    Column("hours", lambda: _("Hours"), lambda r: r.hours, show=lambda h: f"{h.normalize():f}", kind="number",
           width=10),
    Column("threshold", lambda: _("Attendance needed"), lambda r: r.threshold, show=lambda n: f"{n} %", kind="number",
           width=18),
)
LOOKS = {"programme": lambda r: MUTED, "edition": lambda r: MUTED}


class ProgrammesPage(Page):
    """All courses; chips choose a programme."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Programmes"))
        self.desk = desk
        self._programmes: Sequence[ProgrammeRow] = ()
        self._rows: Sequence[CourseRow] = ()
        new = primary(_("New course"), self.new, icon="plus")
        guard(new, SaveCourse, desk)
        programme = secondary(_("New programme"), self.new_programme, icon="target")
        guard(programme, SaveProgramme, desk)
        self._edit = secondary(_("Change programme"), self.change_programme, icon="pencil")
        guard(self._edit, SaveProgramme, desk)
        self.head.set_actions(secondary(_("Exam catalogue"), self.exams, icon="award"), self._edit, programme, new)
        self.search = SearchBox(_("Find a course"))
        self.search.searched.connect(lambda _text: self._filter())
        self.chips = Chips([("", _("All"))])
        self.chips.changed.connect(lambda _key: self._filter())
        self.table = Table(COLUMNS, looks=LOOKS, name="title", sort=("code", False), sort_here=True,
                           accessible_name=_("Courses"))
        self.table.opened.connect(self.change)
        self.search.to_list.connect(self.table.setFocus)
        self.tools = ListTools(desk, "courses", self.table)
        self.tools.said.connect(lambda words: self.hints.set_state(words, "neutral"))
        self._tools = Toolbar(self.search, self.chips, right=(self.tools.columns,))
        self.add(self._tools)
        self.add(line())
        copy = self.act(_("Copy for Excel"), self.table.copy, icon="copy")
        self.table.actions_for_menu = [self.act(_("Open the course"), self._change_current, icon="target"), None, copy]
        self.act(_("Exam catalogue…"), self.exams, icon="award")
        self.tools.give_acts(self)
        empty = EmptyState("target", _("No courses yet"), _("A cohort is one run of a course, so begin here."),
                           secondary(_("New course"), self.new, icon="plus"))
        self.list = ListPane(self.table, empty, actions=[Button.of(copy, kind="quiet")])
        self.add(self.list, 1)
        self.set_hints([
            ("Enter", _("open")), *([("Ctrl N", _("new course"))] if desk.may(Permission.PROGRAMMES_CHANGE) else []),
            ("Ctrl F", _("find"))])
        desk.changed.connect(self._changed)

    def shown(self) -> None:
        self.load()

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(Courses.reads | Programmes.reads):
            self.load()

    def load(self) -> None:
        """Ask again."""
        if self.desk.may(Programmes):
            self.desk.ask(Programmes(), owner=self, then=self._show_programmes)
        self.tools.ask(Courses(), self._show, pane=self.list, again=self.load, owner=self)

    def _show_programmes(self, rows: Sequence[ProgrammeRow]) -> None:
        if [p.code for p in rows] != [p.code for p in self._programmes]:
            chosen = self.chips.value()
            fresh = Chips([("", _("All")), *((p.code, p.code) for p in rows)], chosen)
            fresh.changed.connect(lambda _key: self._filter())
            self.chips.setParent(None)
            self.chips.deleteLater()
            self.chips = fresh
            self._tools.add_left(fresh)
        self._programmes = rows
        self._count()

    def _show(self, rows: Sequence[CourseRow]) -> None:
        self._rows = rows
        self._filter()

    def _count(self) -> None:
        self.chips.set_count("", len(self._rows))
        for programme in self._programmes:
            self.chips.set_count(programme.code, sum(r.programme == programme.code for r in self._rows))

    def _filter(self) -> None:
        text, code = self.search.text().casefold(), self.chips.value()
        shown = [r for r in self._rows if (not code or r.programme == code)
                 and (text in f"{r.code} {r.title} {r.title_ms} {r.title_en}".casefold())]
        self.table.set_rows(shown)
        self.tools.show_counts(len(shown), len(self._rows))
        self.head.set_title(_("Programmes"), len(self._rows))
        self._edit.explain("" if code else _("Choose a programme first."))
        self._count()

    def show_ref(self, ref: Ref) -> None:
        """Open a course, or show the courses of a programme."""
        self.load()
        if ref.kind == "course" and ref.key is not None:
            self.desk.ask(CourseWhole(course_id=ref.key), owner=self,
                          then=lambda rows: self._open_first(rows, ref.detail))
        elif ref.kind == "programme":
            self.desk.ask(Programmes(), owner=self, tag="chosen", then=lambda rows: self._choose(ref.key, rows))

    def _choose(self, key: int | None, rows: Sequence[ProgrammeRow]) -> None:
        self._show_programmes(rows)
        self.chips.set_value(next((p.code for p in rows if p.id == key), ""))
        self._filter()

    def _open_first(self, rows: Sequence[CourseDetail], detail: str = "") -> None:
        if rows:
            self._open(rows[0], detail)

    def change(self, row: CourseRow) -> None:
        """Open the form of a course."""
        self.desk.ask(CourseWhole(course_id=row.id), owner=self, then=self._open_first)

    def _change_current(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.change(row)

    def print_(self) -> None:
        """The list on paper, as it is shown."""
        rows = self.table.rows_model.rows()
        shown = [c for key in self.table.visible_keys() for c in COLUMNS if c.key == key]
        facts = [w for w in (self.chips.value(), self.search.text().strip()) if w]
        offer_list(self.desk, _("Courses"), facts, shown, lambda _step: rows, owner=self, name=_("Courses"))

    def _open(self, whole: CourseDetail | None = None, detail: str = "") -> None:
        form = CourseForm(self.desk, self._programmes, whole, self)
        talk.open_dialog(form)
        if detail == "assessments":
            form.go_to_assessments()

    def new(self) -> None:
        """The form of a new course."""
        if self.desk.may(SaveCourse):
            self._open()

    def exams(self) -> None:
        """The exams of vendors that assessments can be."""
        from ui.programmes.exams import CatalogueDialog

        talk.open_dialog(CatalogueDialog(self.desk, self))

    def new_programme(self) -> None:
        """The form of a new programme."""
        talk.open_dialog(ProgrammeForm(self.desk, None, self))

    def change_programme(self) -> None:
        """The form of the chosen programme."""
        for programme in self._programmes:
            if programme.code == self.chips.value():
                talk.open_dialog(ProgrammeForm(self.desk, programme, self))
