"""The results of a cohort: digits start editing, Enter goes to the next trainee, Tab to the next assessment.

Each cell is saved as it is left. A mark that cannot be taken stays on the screen, red, and is not saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.cohorts.queries import CohortWhole
from app.i18n import _, ngettext
from app.office.journal import Changes
from app.programmes.queries import ComponentRow
from app.results.commands import Cell, EnterResults, cell_key
from app.results.queries import ResultRow, ResultsGrid, ResultSheet
from app.results.reading import Reading, read
from ui.cohorts.tab import CohortTab
from ui.desk.desk import Desk
from ui.kit.buttons import link, secondary
from ui.kit.empty_state import EmptyState
from ui.kit.grid import Grid
from ui.kit.layout import box, line, row
from ui.kit.text import label
from ui.kit.toolbar import Chips, SearchBox, Toolbar
from ui.results.drawing import COLUMNS, LOOKS, GridRow, cell_of, columns_of, worked_out
from ui.results.panel import ResultPanel
from ui.results.resit import ask_resit_date

Place = tuple[int, int]  # enrolment, component
NAMES = (240, 400)  # pixels, least and most
PANEL_FROM = 1080  # pixels of width that the panel needs beside the grid


class ResultsTab(CohortTab):
    """The grid with its toolbar and the panel beside it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sheet: ResultSheet | None = None
        self.wrong: dict[Place, tuple[str, Reading]] = {}  # typed, not saved
        self._resit: Place | None = None
        self._waits = False  # a refresh that waits for the cell being edited
        self.search = SearchBox(_("Find trainee"))
        self.search.searched.connect(lambda _t: self._fill())
        self.chips = Chips([("all", _("All")), ("pass", _("Passing")), ("resit", _("Resit")),
                            ("below", _("Below the total")), ("incomplete", _("Not complete"))])
        self.chips.changed.connect(lambda _k: self._fill())
        self.unsaved = label("", "danger")
        self.go_there = link(_("Go to it"), self.next_problem)
        self.state = box(row(self.unsaved, self.go_there))
        self.state.hide()
        self.body.addWidget(Toolbar(self.search, self.chips, right=(self.state,)))
        self.body.addWidget(line())
        self.grid = Grid(COLUMNS, looks=LOOKS, name="name", row="marks", frozen_width=NAMES[0], fill="outcome",
                         edit_on_type=True, accessible_name=_("Results"))
        self.grid.on_key = self._key
        self.grid.edited.connect(self._edited)
        self.grid.pasted.connect(self._pasted)
        self.grid.cleared.connect(self._cleared)
        self.grid.moved.connect(self._moved)
        self.panel = ResultPanel(self.add_resit, self.book_resit)
        self._edge = line(vertical=True)
        self._middle = box(row(self.grid, self._edge, self.panel, spacing=0))
        self.body.addWidget(self._middle, 1)
        self._empty = EmptyState("list-checks", _("Nothing is assessed in this course"),
                                 _("Add components to the course, then enter results here."))
        self._empty.hide()
        self.body.addWidget(self._empty, 1)
        self.hint_state = (_("Saved as you type"), "ok")
        desk.changed.connect(self._changed)

    # -- what is shown ------------------------------------------------------------------------------------------
    def show_cohort(self, cohort: CohortWhole) -> None:
        if self.cohort is None or cohort.id != self.cohort.id:
            self.sheet, self.wrong = None, {}
            self.grid.fill([], [], {})
        super().show_cohort(cohort)

    def shown(self) -> None:
        self.load()
        self.grid.setFocus()

    def show_detail(self, detail: str) -> None:
        """`results:17:4` opens at the cell of enrolment 17 and component 4."""
        keys = [int(k) for k in detail.split(":") if k.isdigit()]
        self._wanted = (keys[0], keys[1] if len(keys) > 1 else None) if keys else None
        if self.sheet is not None:
            self._go_wanted()

    _wanted: tuple[int, int | None] | None = None

    def load(self) -> None:
        """Ask for the results again; while a cell is being edited the refresh waits."""
        if self.cohort is None:
            return
        if self._editing():
            self._waits = True
            return
        self._waits = False
        self.desk.ask(ResultsGrid(cohort_id=self.cohort.id), owner=self, then=lambda rows: self._show(rows[0]))

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
        self._empty.setVisible(not sheet.components)
        self._middle.setVisible(bool(sheet.components))
        self._fill()
        if first and self.grid.current() is None and sheet.rows and sheet.components:
            self.grid.go(sheet.rows[0].enrolment_id, sheet.components[0].id)
        self._go_wanted()

    def _go_wanted(self) -> None:
        if self._wanted is None or self.sheet is None or not self.sheet.components:
            return
        person, component = self._wanted
        self._wanted = None
        self.chips.set_value("all")
        self.search.reset()
        self._fill()
        self.grid.go(person, component or self.sheet.components[0].id)

    def rows(self) -> list[GridRow]:
        """The trainees that search and filter leave."""
        assert self.sheet is not None
        everybody = [GridRow(r.enrolment_id, n, r) for n, r in enumerate(self.sheet.rows, start=1)]
        self.chips.set_count("all", len(everybody))
        for kind in ("pass", "resit", "below", "incomplete"):
            self.chips.set_count(kind, sum(r.result.outcome.kind == kind for r in everybody))
        words = self.search.text().casefold().split()
        kind = self.chips.value()
        return [r for r in everybody if all(w in r.name.casefold() for w in words)
                and kind in ("all", r.result.outcome.kind)]

    def _fill(self) -> None:
        if self.sheet is None:
            return
        shown = self.rows()
        cells: dict[tuple[Any, Any], Any] = {}
        for each in shown:
            for component, cell in zip(self.sheet.components, each.result.cells, strict=True):
                cells[each.id, component.id] = self._drawn((each.id, component.id), component, cell, each.result.locked)
            cells.update(worked_out(each.result))
        self.grid.fill(shown, columns_of(self.sheet), cells)
        self._name_room()
        self._tell_wrong()
        self._panel()

    def _drawn(self, place: Place, component: ComponentRow, cell: Any, locked: bool) -> Any:
        drawn = cell_of(component, cell, locked)
        wrong = self.wrong.get(place)
        return replace(drawn, text=wrong[0], problem=wrong[1].problem, before="", after="") if wrong else drawn

    def component(self, key: Any) -> ComponentRow | None:
        """The component of a column; None for total and outcome."""
        return next((c for c in self.sheet.components if c.id == key), None) if self.sheet else None

    def result(self, key: Any) -> ResultRow | None:
        """The row of an enrolment."""
        return next((r for r in self.sheet.rows if r.enrolment_id == key), None) if self.sheet else None

    def _moved(self, _row: object, _column: object) -> None:
        if self._resit is not None:  # what was typed arrives after the move; given up, the cell is drawn as it was
            QTimer.singleShot(0, self, self._end_resit)
        self._panel()
        place = self.grid.current()
        if place in self.wrong:
            self._card(place)  # type: ignore[arg-type]

    def _end_resit(self) -> None:
        if self._resit is not None and self._resit != self.grid.current():
            self._resit = None
            self._fill()

    def _panel(self) -> None:
        if self.sheet is None:
            return
        place = self.grid.current()
        person = self.result(place[0]) if place else None
        why = self.desk.why_not(EnterResults)
        if not why and person is not None and person.locked:
            why = _("A certificate rests on it; void it first.")
        self.panel.show_cell(self.sheet, person, self.component(place[1]) if place else None, why)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.setVisible(self.width() >= PANEL_FROM)
        self._edge.setVisible(self.width() >= PANEL_FROM)
        QTimer.singleShot(0, self, self._name_room)

    def _name_room(self) -> None:
        """Names get what the columns leave, within reason."""
        room = self.grid.width() - sum(c.width for c in self.grid.model.columns) - 20
        self.grid.set_frozen_width(max(NAMES[0], min(NAMES[1], room)))

    # -- entering -------------------------------------------------------------------------------------------------
    def _key(self, event: QKeyEvent, cells: list[tuple[Any, Any]]) -> bool:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        letter = event.text().upper()
        if event.key() == Qt.Key.Key_F8:
            self.next_problem()
        elif letter == "A" and cells and not self._refused():
            several = self.grid.several()
            self.enter([Cell(enrolment_id=p, component_id=c, state="absent") for p, c in cells])
            if not several:
                self.grid.step(down=1)
        elif letter == "R" and cells:
            self.add_resit()
        elif event.text() and event.text().isprintable() and not event.text().isspace() and self._refused():
            pass
        else:
            return False
        return True

    def _refused(self) -> bool:
        why = self.desk.why_not(EnterResults)
        if why:
            self._say(why, "danger")
        return bool(why)

    def add_resit(self) -> None:
        """Begin the next try of the current cell; what is typed then goes beside the tries before."""
        place = self.grid.current()
        component = self.component(place[1]) if place else None
        person = self.result(place[0]) if place else None
        if place is None or component is None or person is None or self._refused():
            return
        cell = next(c for c in person.cells if c.component_id == component.id)
        if not any(t.state != "booked" for t in cell.tries):
            self._say(_("There is no first mark yet; type it."), "danger")
            return
        self._resit = place
        drawn = self.grid.model.cell(self.grid.view.currentIndex())
        self.grid.set_cells({place: replace(drawn, before=drawn.text, text="")})  # the same mark again is a new one too
        self.grid.setFocus()
        self.grid._edit("")

    def book_resit(self) -> None:
        """Ask for the date of a resit."""
        place = self.grid.current()
        component, person = (self.component(place[1]), self.result(place[0])) if place else (None, None)
        if place is None or component is None or person is None or self._refused():
            return
        cell = next(c for c in person.cells if c.component_id == component.id)
        again = bool(cell.tries) and cell.standing.booked is None
        ask_resit_date(self, component.shown(), person.name, lambda day: self.enter([Cell(
            enrolment_id=place[0], component_id=place[1], state="booked", on_date=day, next=again)]))

    def _edited(self, person: int, key: int, text: str) -> None:
        component, again = self.component(key), self._resit == (person, key)
        self._resit = None
        if component is None:
            return
        reading = read(text, component)
        place = (person, key)
        if reading.problem:
            self.wrong[place] = (text, reading)
            self._fill()
            self._card(place)
        elif again and not reading.state:
            self._fill()
        else:
            self.wrong.pop(place, None)
            self.enter([self._cell(place, reading, again)])
        if self._waits:
            self.load()

    @staticmethod
    def _cell(place: Place, reading: Reading, again: bool = False) -> Cell:
        return Cell(enrolment_id=place[0], component_id=place[1], state=reading.state, mark=reading.mark,
                    competency=reading.competency, next=again)

    def enter(self, cells: Sequence[Cell]) -> None:
        """Save these cells; what the office refuses stays on screen with its sentence."""
        subject = ""
        if len(cells) == 1:
            person, component = self.result(cells[0].enrolment_id), self.component(cells[0].component_id)
            if person is not None and component is not None:
                subject = _("{name}, {title}").format(name=person.name, title=component.shown())
        self._say(_("Saved as you type"), "ok")
        self.desk.do(EnterResults(cells=tuple(cells), subject=subject), owner=self,
                     invalid=lambda problems: self._invalid(cells, problems), failed=lambda _e: self.load())

    def _invalid(self, cells: Sequence[Cell], problems: dict[str, str]) -> None:
        for cell in cells:
            told = problems.get(cell_key(cell))
            if told:
                place = (cell.enrolment_id, cell.component_id)
                text = self.wrong.get(place, (f"{cell.mark or ''}", Reading()))[0]
                self.wrong[place] = (text, Reading(problem=told, advice=_("Not saved.")))
        if "" in problems:
            self._say(problems[""], "danger")
        self._fill()

    def _cleared(self, cells: list[Place]) -> None:
        kept = []
        for place in cells:
            if self.wrong.pop(place, None) is None:
                kept.append(Cell(enrolment_id=place[0], component_id=place[1], state=""))
        if kept and not self._refused():
            self.enter(kept)
        self._fill()

    def _pasted(self, block: list[tuple[int, int, str]], left_out: int) -> None:
        if self._refused():
            return
        good: list[Cell] = []
        for person, key, text in block:
            component = self.component(key)
            if component is None:
                left_out += 1
                continue
            reading = read(text, component)
            if reading.problem:
                self.wrong[person, key] = (text, reading)
            elif reading.state:
                self.wrong.pop((person, key), None)
                good.append(self._cell((person, key), reading))
        if good:
            self.enter(good)
        self._fill()
        if left_out:
            self._say(ngettext("{n} pasted cell has no place here and was left out.",
                               "{n} pasted cells have no place here and were left out.", left_out).format(n=left_out),
                      "danger")

    # -- what is wrong ----------------------------------------------------------------------------------------------
    def next_problem(self) -> None:
        """Go to the next cell that is not saved."""
        if not self.wrong or self.sheet is None:
            return
        order = [(r.enrolment_id, c.id) for r in self.sheet.rows for c in self.sheet.components]
        at = order.index(place) if (place := self.grid.current()) in order else -1  # type: ignore[arg-type]
        following = [*order[at + 1:], *order[:at + 1]]
        target = next((p for p in following if p in self.wrong), None)
        if target is not None:
            if self.grid.model.place(*target).isValid() is False:
                self.chips.set_value("all")
                self.search.reset()
                self._fill()
            self.grid.go(*target)
            self.grid.setFocus()
            self._card(target)

    def _card(self, place: Place) -> None:
        reading = self.wrong[place][1]
        fixes: list[tuple[str, Any]] = [(_("Use {mark}").format(mark=fix), lambda fix=fix: self._edited(*place, fix))
                                        for fix in reading.fixes]
        fixes.append((_("Clear"), lambda: self._forget(place)))
        self.grid.show_problem(*place, reading.problem, reading.advice, fixes)

    def _forget(self, place: Place) -> None:
        self.wrong.pop(place, None)
        self._fill()

    def _tell_wrong(self) -> None:
        n = len(self.wrong)
        self.state.setVisible(n > 0)
        self.unsaved.setText(ngettext("{n} cell is not saved", "{n} cells are not saved", n).format(n=n))
        if n:
            self._say(_("Saved, except what is red"), "danger")
        elif self.hint_state[0] == _("Saved, except what is red"):
            self._say(_("Saved as you type"), "ok")

    def may_leave(self) -> bool:
        """The page may be left; what is red was never saved and the cells say so."""
        return True

    def _say(self, words: str, tone: str) -> None:
        if self.hint_state != (words, tone):
            self.hint_state = (words, tone)
            self.hints_changed.emit()

    def actions(self) -> Sequence[QWidget]:
        return [secondary(_("Paste from Excel"), self.grid.paste, icon="table-2")]

    def hints(self) -> Sequence[tuple[str, str]]:
        return [("0–9", _("type a mark")), ("Enter", _("next trainee")), ("Tab", _("next assessment")),
                ("A", _("absent")), ("R", _("add resit")), ("Ctrl V", _("paste a column")), ("Ctrl Z", _("undo"))]
