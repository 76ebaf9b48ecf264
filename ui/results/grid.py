"""The results of a cohort: digits start editing, Enter goes to the next trainee, Tab to the next assessment.

Each cell is saved as it is left. A mark that cannot be taken stays on the screen, red, and is not saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.cohorts.queries import CohortWhole
from app.cohorts.words import cohort_status
from app.i18n import _, ngettext
from app.office.command import Ref
from app.office.journal import Changes
from app.programmes.queries import ComponentRow
from app.results.commands import EnterResults
from app.results.queries import CellRow, ResultRow, ResultsGrid, ResultSheet
from app.results.rules import shown_mark
from ui.cohorts.tab import CohortTab
from ui.desk.desk import Desk
from ui.desk.later import add_later
from ui.kit.buttons import Button, MoreButton, secondary
from ui.kit.empty_state import EmptyState
from ui.kit.grid import Grid
from ui.kit.instead import Instead
from ui.kit.layout import box, least, line, row
from ui.kit.text import IconText, label
from ui.kit.theme import theme
from ui.kit.toolbar import SearchBox, Toolbar
from ui.results.drawing import (
    COLUMNS,
    LOOKS,
    OUTCOME,
    TOTAL,
    GridRow,
    cells_of,
    columns_of,
    keyed,
    totals_of,
)
from ui.results.entry import Entry, Place
from ui.results.filters import ResultChips
from ui.results.fixed import why_no_try, why_there
from ui.results.head_menu import open_menu
from ui.results.keys import ResultKeys
from ui.results.more import MORE
from ui.results.panel import ResultPanel
from ui.results.stages import head_buttons, stage_words
from ui.results.sums import show_total

NAMES = (200, 400)  # pixels, least and most
PANEL_FROM = 1080  # pixels of width that the panel needs beside the grid
PANEL_AFTER = 40  # ms after the last move
KEPT = "filter:results"


class ResultsTab(CohortTab):
    """The grid with its toolbar and the panel beside it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sheet: ResultSheet | None = None
        self.entry = Entry(self)
        self._why = ""  # why the current row cannot be changed
        self._waits = False  # a refresh that waits for the cell being edited
        self._wanted: tuple[int, int | None] | None = None
        self._panel_later = QTimer(self)  # keys must not wait for the panel
        self._panel_later.setSingleShot(True)
        self._panel_later.setInterval(PANEL_AFTER)
        self._panel_later.timeout.connect(self._fill_panel)
        self.search = SearchBox(_("Find trainee"))
        self.search.searched.connect(lambda _t: self.fill())
        self.chips = ResultChips()
        self.chips.changed.connect(self._filtered)
        self.search.to_list.connect(lambda: self.grid.setFocus())
        self._acts()
        self.unsaved = IconText("circle-alert", "", "danger", role="dangerstrong")
        self.go_there = secondary(_("Go to it"), self.entry.next_problem, small=True)
        self.go_there.setToolTip(self.problem.shortcut().toString())
        self.state = box(row(self.unsaved, self.go_there))
        self.state.hide()
        self.stage = label("", "muted")
        self._tools = Toolbar(self.search, self.chips, right=(
            self.state, self.stage, MoreButton(self.more, kind="quiet")))
        self.body.addWidget(self._tools)
        self.body.addWidget(line())
        self._build_grid()
        self.panel = ResultPanel(self)
        self._edge = line(vertical=True)
        self._middle = box(row(self.grid, self._edge, self.panel, spacing=0))
        self._pages = Instead(self._middle)
        self.body.addWidget(self._pages, 1)
        self.hint_state = (_("Saved as you type"), "ok")
        desk.changed.connect(self._changed)

    def _build_grid(self) -> None:
        self.grid = Grid(COLUMNS, looks=LOOKS, name="name", row="marks", frozen_width=NAMES[0], fill="outcome",
                         edit_on_type=True, accessible_name=_("Results"))
        self.grid.on_key = ResultKeys(self).press
        self.grid.why_not = lambda person, key: why_there(self, person, key)
        self.grid.head_menu_asked.connect(lambda key, place: open_menu(self, key, place))
        self.grid.edited.connect(self.entry.edited)
        self.grid.pasted.connect(lambda _cells, _left_out: self.entry.pasted(self.grid.last_block))
        self.grid.cleared.connect(self.entry.cleared)
        self.grid.moved.connect(self._moved)
        self.grid.opened.connect(lambda r: self.desk.show(Ref("trainee", r.result.trainee_id)))
        self.grid.actions_for_menu = [self.sum, None, self.absent, self.exempt, self.again, self.book, self.clear_cells,
                                      None, self.copy, self.paste, None, self.open_trainee]

    def _acts(self) -> None:
        """Every command of the tab, once."""
        self.sum = self.act(_("How the total is worked out"), self.show_sum, keys="Alt+Return|Alt+Enter", icon="info")
        self.absent = self.act(keyed(_("Mark absent"), "A"), self.entry.mark_absent, icon="user-x")
        self.exempt = self.act(_("Exempt from it"), self.entry.mark_exempt)
        self.again = self.act(keyed(_("Add resit"), "R"), self.entry.add_resit, icon="plus")
        self.book = self.act(_("Book resit…"), self.entry.book_resit, icon="calendar-days", keys="Shift+R")
        self.clear_cells = self.act(keyed(_("Take the latest result away"), "Del"), lambda: self.grid.clear_selected())
        self.copy = self.act(keyed(_("Copy"), "Ctrl+C"), lambda: self.grid.copy(), icon="copy")
        self.paste = self.act(keyed(_("Paste from Excel"), "Ctrl+V"), lambda: self.grid.paste(), icon="table-2")
        self.problem = self.act(_("Next problem"), self.entry.next_problem, keys="F8", icon="circle-alert")
        self.open_trainee = self.act(_("Open trainee"), self._open_trainee, icon="users")
        self.course = self.act(_("Assessments of the course"), self._open_course, icon="sliders-horizontal")
        self.to_excel = self.act(_("Export to Excel"), self.export, icon="file-spreadsheet")
        self.on_paper = self.act(_("Print the results"), self.print_, icon="printer")
        self.more = add_later(self, MORE, self.desk.why_not)

    def show_cohort(self, cohort: CohortWhole) -> None:
        if self.cohort is None or cohort.id != self.cohort.id:
            self.sheet = None
            self.grid.fill([], [], {})
            self.chips.set_value(self.desk.kept.get(KEPT, "all") or "all")
        super().show_cohort(cohort)

    def shown(self) -> None:
        self.load()
        self.grid.setFocus()

    def show_detail(self, detail: str) -> None:
        """`results:17:4` opens at the cell of enrolment 17 and component 4; `results:missing` what is not entered."""
        if detail in ("pass", "resit", "below", "missing", "draft"):
            self.chips.set_value(detail)
            self.fill()
            return
        keys = [int(k) for k in detail.split(":") if k.isdigit()]
        self._wanted = (keys[0], keys[1] if len(keys) > 1 else None) if keys else None
        if self.sheet is not None:
            self._go_wanted()

    def load(self) -> None:
        """Ask for the results again; while a cell is being edited the refresh waits."""
        if self.cohort is None:
            return
        why = self.desk.why_not(ResultsGrid)
        if why:
            self._instead(EmptyState("lock", _("Results are not shown to you"), why))
            return
        if self._editing():
            self._waits = True
            return
        self._waits = False
        self.desk.ask(ResultsGrid(cohort_id=self.cohort.id), owner=self, then=lambda rows: self._show(rows[0]),
                      failed=self._failed)

    def _failed(self, error: BaseException) -> None:
        if self.sheet is None:
            self._instead(EmptyState("triangle-alert", _("The results could not be read"), str(error),
                                     secondary(_("Try again"), self.load)))

    def _editing(self) -> bool:
        return self.grid.view.state() == QAbstractItemView.State.EditingState

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(ResultsGrid.reads):
            self.load()

    def _show(self, sheet: ResultSheet) -> None:
        if self._editing():
            self._waits = True
            return
        first = self.sheet is None
        self.sheet = sheet
        if not sheet.components:
            self._instead(EmptyState(
                "list-checks", _("Nothing is assessed in this course"), _("Say in the course what is assessed, with "
                                                                          "weight and pass mark."),
                Button.of(self.course)))
        elif not sheet.rows:
            self._instead(EmptyState("users", _("Nobody is in this cohort yet"), _("Enrol trainees in the roster.")))
        else:
            self._instead(None)
        if self.stage.text() != stage_words(sheet) or first:
            self.stage.setText(stage_words(sheet))
            self.actions_changed.emit()
        self.fill()
        if first and self.grid.current() is None and sheet.rows and sheet.components:
            self.grid.go(sheet.rows[0].enrolment_id, sheet.components[0].id)
        self._go_wanted()
        self.entry.speak()

    def _instead(self, state: QWidget | None) -> None:
        self._pages.show_instead(state)
        self._tools.setEnabled(state is None)

    def show_all(self) -> None:
        """No search and no filter."""
        self.chips.set_value("all")
        self.search.reset()
        self.fill()

    def _go_wanted(self) -> None:
        if self._wanted is None or self.sheet is None or not self.sheet.components:
            return
        person, component = self._wanted
        self._wanted = None
        self.show_all()
        self.grid.go(person, component or self.sheet.components[0].id)

    def _filtered(self, key: str) -> None:
        self.desk.kept.put(KEPT, "" if key in ("all", "wrong") else key)
        self.fill()

    def rows(self) -> list[GridRow]:
        """The trainees that search and filter leave."""
        assert self.sheet is not None
        everybody = [GridRow(r.enrolment_id, n, r) for n, r in enumerate(self.sheet.rows, start=1)]
        left = self.chips.leave(everybody, {p for p, _c in self.entry.here()}, shown_mark(self.sheet.limit))
        words = self.search.text().casefold().split()
        return [r for r in left if all(w in r.name.casefold() for w in words)]

    def fill(self) -> None:
        """Draw what was read last, with what is typed and not saved."""
        if self.sheet is None:
            return
        shown = self.rows()
        wrong = {place: (text, reading.problem) for place, (text, reading) in self.entry.wrong.items()}
        self.grid.fill(shown, columns_of(self.sheet, not self.why_not()), cells_of(self.sheet, shown, wrong))
        n = len(shown)
        self.grid.set_totals(_("Average · passed") if n else "",
                             totals_of(self.sheet, [r.result for r in shown]) if n else {})
        self._name_room()
        self._tell_wrong()
        self._show_panel()

    def component(self, key: Any) -> ComponentRow | None:
        """The component of a column; None for total and outcome."""
        return next((c for c in self.sheet.components if c.id == key), None) if self.sheet else None

    def result(self, key: Any) -> ResultRow | None:
        """The row of an enrolment."""
        return next((r for r in self.sheet.rows if r.enrolment_id == key), None) if self.sheet else None

    def here(self) -> tuple[ResultRow, ComponentRow, CellRow] | None:
        """Trainee, component and tries of the current cell; None on total and outcome."""
        place = self.grid.current()
        component, person = (self.component(place[1]), self.result(place[0])) if place else (None, None)
        if component is None or person is None:
            return None
        return person, component, next(c for c in person.cells if c.component_id == component.id)

    def places(self) -> list[Place]:
        """The selected cells that can be changed."""
        return [(p, c) for p, c in self.grid.selection() if self.component(c) is not None]

    def _moved(self, _row: object, _column: object) -> None:
        self.entry.moved()
        self._show_panel()
        place = self.grid.current()
        if place in self.entry.wrong:
            self.entry.show_card(place)  # type: ignore[arg-type]

    def _show_panel(self) -> None:
        place = self.grid.current()
        why = self._why = self.why_not() or (why_no_try(self, *place) if place else "")
        over = why or (why_there(self, *place) if place and self.component(place[1]) is not None else "")
        for action in (self.absent, self.exempt, self.again, self.book, self.clear_cells, self.paste):
            told = over if action in (self.absent, self.exempt, self.clear_cells) else why
            action.setEnabled(not told)
            action.setToolTip(told)
        self._panel_later.start()

    def _fill_panel(self) -> None:
        if self._waits:
            self.load()
        place = self.grid.current()
        person = self.result(place[0]) if place else None
        if self.sheet is not None and self.panel.isVisibleTo(self):
            self.panel.show_cell(self.sheet, person, self.component(place[1]) if place else None, self._why)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.setVisible(self.width() >= theme().px(PANEL_FROM))
        self._panel_later.start()
        self._edge.setVisible(self.width() >= theme().px(PANEL_FROM))
        least(self.search, 180 if self.width() >= theme().px(PANEL_FROM) else 130)
        self.unsaved.setVisible(self.width() >= theme().px(PANEL_FROM))  # the foot says it too
        QTimer.singleShot(0, self, self._name_room)

    def _name_room(self) -> None:
        """Names get what the columns leave, within reason."""
        room = self.grid.width() - sum(c.width for c in self.grid.model.columns) - 14
        self.grid.set_frozen_width(max(theme().px(NAMES[0]), min(theme().px(NAMES[1]), room)))

    # -- rights ----------------------------------------------------------------------------------------------------
    def why_not(self) -> str:
        """Why nothing can be entered here; '' when it can."""
        if self.cohort is not None and self.cohort.status in ("closed", "cancelled"):
            return _("The cohort is {status}; its results are only looked at.").format(
                status=cohort_status(self.cohort.status).lower())
        return self.desk.why_not(EnterResults)

    def refused(self) -> bool:
        """Say why nothing can be entered, if so."""
        why = self.why_not()
        if why:
            self.say(why, "danger")
        return bool(why)

    # -- commands ----------------------------------------------------------------------------------------------------
    def show_sum(self) -> None:
        """The sum of the current trainee, beside the total."""
        place = self.grid.current()
        person = self.result(place[0]) if place else None
        if self.sheet is not None and person is not None and place is not None:
            index = self.grid.model.place(place[0], TOTAL if place[1] != OUTCOME else OUTCOME)
            if not index.isValid():
                index = self.grid.model.place(place[0], OUTCOME)
            show_total(self.grid.view.visualRect(index), self.sheet, person, self.grid.view.viewport())

    def _open_trainee(self) -> None:
        place = self.grid.current()
        person = self.result(place[0]) if place else None
        if person is not None:
            self.desk.show(Ref("trainee", person.trainee_id))

    def _open_course(self) -> None:
        if self.cohort is not None:
            self.desk.show(Ref("course", self.cohort.course_id, "assessments"))

    def export(self) -> None:
        """Ctrl+Shift+E: which list of the cohort, its results first."""
        from ui.rosters.cohort import offer_cohort

        if self.cohort is not None:
            offer_cohort(self.desk, self, self.cohort, "results", "results")

    def print_(self) -> None:
        """Ctrl+P: the results as they are shown."""
        from ui.results.papers import print_results

        if self.cohort is not None and self.sheet is not None:
            print_results(self.desk, self, self.cohort, self.sheet, self.rows(), self.chips.words())

    # -- what is said --------------------------------------------------------------------------------------------------
    def _tell_wrong(self) -> None:
        n = len(self.entry.here())
        self.state.setVisible(n > 0)
        self.unsaved.setText(ngettext("{n} cell is not saved", "{n} cells are not saved", n).format(n=n))
        why = self.why_not()
        if n:
            self.say(ngettext("Saved, except {n} cell", "Saved, except {n} cells", n).format(n=n), "danger")
        elif why:
            self.say(_("Only looked at: {why}").format(why=why), "neutral")
        else:
            self.say(_("Saved as you type"), "ok")

    def say(self, words: str, tone: str) -> None:
        """The state at the right of the hints."""
        if self.hint_state != (words, tone):
            self.hint_state = (words, tone)
            self.hints_changed.emit()

    def held(self) -> object:
        """What is red, for the tab made anew."""
        return dict(self.entry.wrong) or None

    def take(self, held: object) -> None:
        """What was red there is red here."""
        if isinstance(held, dict):
            self.entry.wrong.update(held)
            self.fill()

    def actions(self) -> Sequence[QWidget]:
        return [Button.of(self.paste, text=_("Paste from Excel")), Button.of(self.to_excel),
                Button.of(self.course, text=_("Assessments")), *head_buttons(self)]

    def hints(self) -> Sequence[tuple[str, str]]:
        if self.why_not():
            return [("↑|↓", _("move")), ("Space", _("the sum")), ("Ctrl C", _("copy for Excel"))]
        found = [("0–9", _("type a mark")), ("Enter", _("next trainee")), ("Tab", _("next assessment")),
                 ("A", _("absent")), ("R", _("add resit")), ("Ctrl V", _("paste a column"))]
        if self.entry.here():
            return [("F8", _("next problem")), ("Alt 1", _("take the likely value")), *found]
        return [*found, ("Ctrl Z", _("undo"))]
