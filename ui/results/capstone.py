"""Capstone projects of a cohort: the list, the scores of the panel as a sheet, and carrying them into the results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from app.exchange.columns import Column
from app.exchange.files import safe_file_name
from app.i18n import _, ngettext, show_date
from app.job import Job
from app.results.capstone import Capstones, CapstoneSheet, CriterionRow, ProjectRow, mark_of
from app.results.capstone_commands import FeedCapstone, RemoveCapstone, SaveCapstone, Score, ScorePanel
from app.results.capstone_sheet import write_capstones
from app.results.moderation import cut
from app.results.rules import shown_mark
from ui.cohorts.tab import CohortTab
from ui.desk import talk
from ui.kit.buttons import primary, secondary
from ui.kit.dialog import Dialog
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.grid import Cell, Grid, GridColumn
from ui.kit.layout import least, row
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED, STRONG, Look
from ui.kit.table import Table
from ui.kit.text import Elided, label
from ui.kit.text_box import TextBox
from ui.kit.theme import theme
from ui.results.capstone_forms import edit_criteria, edit_project

MEAN = "mean"
PROJECTS: tuple[Column[ProjectRow], ...] = (
    Column("title", lambda: _("Project"), lambda r: r.title, width=34),
    Column("team", lambda: _("Team"), lambda r: r.team, width=36),
    Column("presented", lambda: _("Presented on"), lambda r: r.presented_on, show=show_date, width=17),
    Column("score", lambda: _("Score"), lambda r: cut(r.score, 2), width=9, align="right"),
    Column("results", lambda: _("In the results"), lambda r: fed_words(r), width=15),
    Column("award", lambda: _("Award"), lambda r: r.award, width=16),
)
CRITERIA: tuple[Column[CriterionRow], ...] = (
    Column("title", lambda: _("Criterion"), lambda r: r.shown(), width=26),
    Column("max", lambda: _("Out of"), lambda r: shown_mark(r.max_score), width=8, align="right"),
    Column("weight", lambda: _("Weight"), lambda r: shown_mark(r.weight), width=8, align="right"),
)


def fed_words(project: ProjectRow) -> str:
    """How many of the team have a result in the component it feeds."""
    if project.component_id is None:
        return _("feeds nothing")
    n = sum(m.recorded is not None for m in project.members)
    return _("{n} of {all}").format(n=n, all=len(project.members))


LOOKS = {"title": lambda r: STRONG, "team": lambda r: Look("muted", tip=r.team),
         "results": lambda r: MUTED, "award": lambda r: Look("ok", "award") if r.award else None}


@dataclass(frozen=True)
class Wrong:
    """What was typed and cannot be."""

    text: str
    why: str


class CapstoneDialog(Dialog):
    """Projects above, scores of the current one below; each score is saved as it is left."""

    def __init__(self, tab: CohortTab) -> None:
        super().__init__(_("Capstone projects"), _("The score is the weighted mean of the criteria over all judges."),
                         safe=_("Close"), icon="presentation", wide=True, parent=tab.window())
        self.setObjectName("capstones")
        self.tab, self.desk = tab, tab.desk
        self.sheet: CapstoneSheet | None = None
        self._judges: dict[int, list[str]] = {}  # named here, without a score yet
        self._wrong: dict[tuple[int, str], Wrong] = {}
        self._build()
        self._connect()
        self.load()

    def _build(self) -> None:
        why = self.desk.why_not(SaveCapstone)
        new = primary(_("New project"), self.new, icon="plus")
        self.changing = secondary(_("Change…"), self.change, icon="pencil")
        self.criteria = secondary(_("Criteria…"), self.change_criteria, icon="list-checks")
        self.removing = secondary(_("Remove"), self.remove, icon="trash-2")
        self.judge = secondary(_("Add judge…"), self.add_judge, icon="user-plus", small=True)
        self.feeding = secondary(_("Carry into the results"), self.feed, icon="arrow-right", small=True)
        for button in (new, self.changing, self.criteria, self.removing, self.judge, self.feeding):
            button.explain(why)
        self._why = why
        self.table = Table(PROJECTS, looks=LOOKS, name="title", edge=12, sort_here=True, stretch="team",
                           accessible_name=_("Projects"))
        pane = ListPane(self.table, EmptyState("presentation", _("No projects yet"), _(
            "Say first what the panel scores, then add the projects with their teams.")))
        least(pane, height=150)
        self.grid = Grid(CRITERIA, looks={"max": lambda r: MUTED, "weight": lambda r: MUTED}, name="title", row="marks",
                         frozen_width=theme().px(360), fill="even", edit_on_type=True,
                         accessible_name=_("Panel scores"))
        least(self.grid, height=190)
        self.about = Elided("", "section")
        self.score = label("", "accent")
        self.body.addLayout(row(new, self.changing, self.removing, None, self.criteria))
        self.body.addWidget(pane, 2)
        self.body.addLayout(row(self.about, self.score, None, self.judge, self.feeding))
        self.body.addWidget(self.grid, 3)
        self.foot.insertWidget(0, secondary(_("Export to Excel"), self.export, icon="file-spreadsheet"))

    def _connect(self) -> None:
        self.table.chosen.connect(lambda _r: self._project())
        self.table.opened.connect(lambda _r: self.change())
        self.grid.edited.connect(lambda key, judge, text: self._enter([(key, judge, text)]))
        self.grid.pasted.connect(lambda cells, _left: self._enter(cells))
        self.grid.cleared.connect(lambda cells: self._enter([(p, c, "") for p, c in cells]))
        self.grid.moved.connect(lambda _r, _c: self._card())

    # -- showing ------------------------------------------------------------------------------------------------------
    def load(self, choose: int | None = None) -> None:
        """Read again; `choose` is the project to show."""
        assert self.tab.cohort is not None
        self.desk.ask(Capstones(cohort_id=self.tab.cohort.id), owner=self,
                      then=lambda rows: self._show(rows[0], choose))

    def _show(self, sheet: CapstoneSheet, choose: int | None) -> None:
        self.sheet = sheet
        self.table.set_rows(sheet.projects)
        if choose is not None:
            self.table.choose(choose)
        elif self.table.current_row() is None and sheet.projects:
            self.table.choose(sheet.projects[0].id)
        self._project()

    def project(self) -> ProjectRow | None:
        """The current project, as it was read last."""
        now = self.table.current_row()
        return next((p for p in self.sheet.projects if p.id == now.id), None) if self.sheet and now else None

    def judges(self, project: ProjectRow) -> list[str]:
        """Who scores it: those with scores, and those named here."""
        return list(dict.fromkeys([*project.judges, *self._judges.get(project.id, ())]))

    def _project(self) -> None:
        project, sheet = self.project(), self.sheet
        none = "" if project is not None else _("Choose a project.")
        for button in (self.changing, self.removing, self.judge, self.feeding):
            button.explain(self._why or none)
        self.about.setText(project.title if project is not None else "")
        if project is None or sheet is None:
            self.score.setText("")
            self.grid.fill([], [], {})
            return
        judges = self.judges(project)
        columns = [GridColumn(j, j, align="right", editable=not self._why, width=theme().px(90)) for j in judges]
        columns.append(GridColumn(MEAN, _("Mean"), _("worked out"), editable=False, align="right",
                                  width=theme().px(80), rule_before=True))
        cells: dict[tuple[Any, Any], Cell] = {}
        for one in sheet.criteria:
            given = [s for (key, _j), s in project.scores.items() if key == one.id]
            for judge in judges:
                wrong = self._wrong.get((one.id, judge))
                value = project.scores.get((one.id, judge))
                cells[one.id, judge] = Cell(wrong.text, problem=wrong.why) if wrong else Cell(shown_mark(value))
            mean = (sum(map(Fraction, given), Fraction(0)) * 100 / len(given) / Fraction(one.max_score)
                    if given else None)
            cells[one.id, MEAN] = Cell(f"{cut(mean)} %" if mean is not None else "", tone="muted")
        self.grid.fill(sheet.criteria, columns, cells)
        self._say_score(project)

    def _say_score(self, project: ProjectRow) -> None:
        if project.score is None:
            self.score.setText(_("no score yet: a criterion is missing") if project.scores else _("no score yet"))
            return
        component = self._component(project)
        words = _("Score {score} of 100").format(score=cut(project.score, 2))
        if component is not None and component.max_mark != 100:
            words += " · " + _("{mark} of {max} in {title}").format(
                mark=shown_mark(mark_of(project.score, component)), max=shown_mark(component.max_mark),
                title=component.shown())
        self.score.setText(words)

    def _component(self, project: ProjectRow) -> Any:
        assert self.sheet is not None
        return next((c for c in self.sheet.components if c.id == project.component_id), None)

    # -- scores -------------------------------------------------------------------------------------------------------
    def _enter(self, cells: Sequence[tuple[Any, Any, str]]) -> None:
        project, sheet = self.project(), self.sheet
        if project is None or sheet is None or self._why:
            return
        good: list[Score] = []
        for key, judge, text in cells:
            criterion = next((c for c in sheet.criteria if c.id == key), None)
            if criterion is None or judge == MEAN:
                continue
            self._wrong.pop((key, judge), None)
            value, why = read_score(text, criterion)
            if why:
                self._wrong[key, judge] = Wrong(text, why)
            else:
                good.append(Score(key, judge, value))
                if value is None and judge not in self._judges.setdefault(project.id, []):
                    self._judges[project.id].append(judge)  # his column stays while the dialog is open
        if good:
            self.desk.do(ScorePanel(capstone_id=project.id, scores=tuple(good), title=project.title), owner=self,
                         then=lambda _n: self.load(project.id))
        else:
            self._project()
            self._card()

    def _card(self) -> None:
        place = self.grid.current()
        self.grid.hide_problem()
        wrong = self._wrong.get(place) if place is not None else None  # type: ignore[arg-type]
        if wrong is not None and place is not None:
            def forget() -> None:
                self._wrong.pop(place, None)
                self._project()

            self.grid.show_problem(*place, wrong.why, _("Not saved."), [(_("Clear"), forget)])

    def add_judge(self) -> None:
        """A column for another judge."""
        project = self.project()
        if project is None:
            return
        dialog = Dialog(_("Add judge"), _("A member of the panel who scores this project."), action=_("Add"),
                        safe=_("Cancel"), icon="user-plus", parent=self)
        dialog.setObjectName("add-judge")
        name = Field(_("Name"), TextBox(max_length=120), required=True)
        dialog.body.addWidget(name)

        def good() -> bool:
            taken = str(name.value()).casefold() in (j.casefold() for j in self.judges(project))
            name.set_error(_("Write the name.") if not name.value() else _("Is a judge of it already.") if taken
                           else "")
            return bool(name.value()) and not taken

        dialog.check = good
        dialog.accepted.connect(lambda: self._add(project, str(name.value())))
        talk.open_dialog(dialog)

    def _add(self, project: ProjectRow, name: str) -> None:
        self._judges.setdefault(project.id, []).append(name)
        self._project()
        if self.sheet is not None and self.sheet.criteria:
            self.grid.go(self.sheet.criteria[0].id, name)
            self.grid.view.setFocus()

    # -- projects -----------------------------------------------------------------------------------------------------
    def new(self) -> None:
        """A new project."""
        if self.sheet is not None:
            edit_project(self, self.sheet, None, self.load)

    def change(self) -> None:
        """The current project and its team."""
        project = self.project()
        if project is not None and self.sheet is not None and not self._why:
            edit_project(self, self.sheet, project, self.load)

    def change_criteria(self) -> None:
        """What the panel scores."""
        if self.sheet is not None:
            edit_criteria(self, self.sheet, lambda: self.load())

    def remove(self) -> None:
        """Ask, then remove the project with its scores."""
        project = self.project()
        if project is None:
            return
        talk.ask(_("Remove {title}?").format(title=project.title),
                 _("Its team and scores go with it; results that were carried over stay. It can be undone."),
                 _("Remove project"), lambda: self.desk.do(
                     RemoveCapstone(capstone_id=project.id, version=project.version, title=project.title), owner=self,
                     then=lambda _v: self.load(), tell=_("Project removed")), destructive=True, parent=self)

    def feed(self) -> None:
        """Carry the score into the results; asks when it would change one."""
        project = self.project()
        if project is None:
            return
        component = self._component(project)
        other = []
        if component is not None and project.score is not None:
            mark = mark_of(project.score, component)
            other = [m for m in project.members if m.recorded is not None and (
                m.recorded.state, m.recorded.mark) != ("sat", mark)]

        def go(replace: bool) -> None:
            self.desk.do(FeedCapstone(capstone_id=project.id, replace=replace, title=project.title), owner=self,
                         then=lambda _n: self.load(project.id),
                         tell=lambda n: ngettext("{n} result entered", "{n} results entered", n).format(n=n))

        if not other:
            go(False)
            return
        names = ", ".join(m.name for m in other)
        talk.ask(_("Change results that stand there?"),
                 _("{names}: another result is recorded in {title}. The score of the project replaces it.").format(
                     names=names, title=component.shown()), _("Replace"), lambda: go(True), safe=_("Keep them"),
                 parent=self)

    def export(self) -> None:
        """Projects and scores as a workbook."""
        cohort, office = self.tab.cohort, self.desk.office
        assert cohort is not None and office is not None

        def write(path: Path) -> None:
            self.desk.start(Job(_("Writing {name}").format(name=path.name), lambda step: write_capstones(
                office, cohort.id, path, step=step), "files"), owner=self.tab,
                then=lambda p: self.desk.tell(_("Saved as {name}").format(name=p.name)))

        talk.choose_save(_("Export to Excel"), _("Excel (*.xlsx)"),
                         safe_file_name([_("Capstone projects"), cohort.code], ".xlsx"), write, self)


def read_score(text: str, criterion: CriterionRow) -> tuple[Decimal | None, str]:
    """A typed score, or why it is none. '7,5' is asked about like a mark: a comma is not taken for a point."""
    said = text.strip()
    if not said:
        return None, ""
    try:
        value = Decimal(said)
    except InvalidOperation:
        return None, _("{text} is not a score").format(text=said[:20])
    if not value.is_finite() or value < 0:
        return None, _("{text} is not a score").format(text=said[:20])
    if value > criterion.max_score:
        return None, _("{mark} is more than {max}").format(mark=shown_mark(value), max=shown_mark(criterion.max_score))
    if value != value.quantize(Decimal("0.01")):
        return None, _("A score has at most two decimals.")
    return value, ""


def open_capstones(tab: CohortTab) -> None:
    """From the results of a cohort."""
    if tab.cohort is not None:
        talk.open_dialog(CapstoneDialog(tab))

