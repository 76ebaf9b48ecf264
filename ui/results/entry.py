"""What is typed and pasted into the results: understood and saved, or kept red on the screen with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.errors import Invalid
from app.i18n import _, ngettext
from app.results.commands import Cell, EnterResults, cell_key, fits, seen_of
from app.results.reading import Reading, read
from app.results.rules import Try, shown_mark
from ui.desk import talk
from ui.kit.grid_block import Pasted, RefusedCell, refused_cell
from ui.kit.refused import RefusedCells
from ui.kit.spoken import say
from ui.results.drawing import cell_words, state_letters
from ui.results.resit import ask_resit

if TYPE_CHECKING:
    from ui.results.grid import ResultsTab

Place = tuple[int, int]  # enrolment, component
Fix = tuple[str, Callable[[], object]]


class Entry:
    """`wrong` holds what was typed and is not saved, by place. Undo takes back one act, however many cells it had."""

    def __init__(self, tab: ResultsTab) -> None:
        self.tab = tab
        self.wrong: dict[Place, tuple[str, Reading]] = {}
        self._resit: Place | None = None
        self._card: Place | None = None  # whose message was shown last
        self._say: tuple[Cell, ...] = ()  # saved, to be spoken once the grid shows it
        self._done: dict[Place, str | None] = {}  # saved, but not read again yet: no other PC's entry
        self._theirs: set[Place] = set()  # where another PC's entry stands against what was typed

    # -- typing ---------------------------------------------------------------------------------------------------
    def edited(self, person: int, key: int, text: str) -> None:
        """A cell was left with another text in it."""
        component, again = self.tab.component(key), self._resit == (person, key)
        self._resit = None
        if component is None:
            return
        reading, place = read(text, component), (person, key)
        self._theirs.discard(place)
        if reading.problem:
            self.wrong[place] = (text, reading)
            self.tab.fill()
            self.show_card(place)
            say(self.tab.grid.view, f"{reading.problem}. {reading.advice}")
        elif again and not reading.state:
            self.tab.fill()
        else:
            self.enter([self._cell(place, reading, again)])

    @staticmethod
    def _cell(place: Place, reading: Reading, again: bool = False) -> Cell:
        return Cell(enrolment_id=place[0], component_id=place[1], state=reading.state, mark=reading.mark,
                    competency=reading.competency, next=again)

    def mark_absent(self) -> None:
        """A: everybody selected was absent; a single one leads to the next trainee."""
        cells = self.tab.places()
        if cells and not self.tab.refused():
            several = len(cells) > 1
            self.enter([Cell(enrolment_id=p, component_id=c, state="absent") for p, c in cells])
            if not several:
                self.tab.grid.step(down=1)

    def mark_exempt(self) -> None:
        """The selected cells need no result, by which evidence; their weight is shared by the others."""
        from ui.results.amend import exempt

        exempt(self.tab)

    def cleared(self, cells: Sequence[Place]) -> None:
        """Take the latest try of these cells away; what was not saved just goes."""
        kept = []
        for place in cells:
            if self.wrong.pop(place, None) is None:
                kept.append(Cell(enrolment_id=place[0], component_id=place[1], state=""))
        if kept and not self.tab.refused():
            self.enter(kept)
        self.tab.fill()

    def forget(self, place: Place) -> None:
        """What was typed there was not meant."""
        self.wrong.pop(place, None)
        self._theirs.discard(place)
        self.tab.fill()

    # -- resits ----------------------------------------------------------------------------------------------------
    def add_resit(self) -> None:
        """Begin the next try of the current cell; what is typed then goes beside the tries before."""
        found = self.tab.here()
        if found is None or self.tab.refused():
            return
        person, component, cell = found
        if not any(t.state != "booked" for t in cell.tries):
            self.tab.say(_("There is no first mark yet; type it."), "danger")
            return
        place = (person.enrolment_id, component.id)
        self._resit = place if cell.standing.booked is None else None  # what is booked is filled in
        grid = self.tab.grid
        drawn = grid.model.cell(grid.view.currentIndex())
        # the same mark again is a new one too
        grid.set_cells({place: replace(drawn, before=drawn.text, text="", editable=None)})
        grid.setFocus()
        grid.edit("")

    def book_resit(self) -> None:
        """Ask for the day of a resit, and its mark where there is one."""
        found = self.tab.here()
        if found is not None and not self.tab.refused():
            person, component, cell = found
            ask_resit(self.tab, component, person.name, person.enrolment_id, cell, lambda made: self.enter([made]))

    def moved(self) -> None:
        """Another cell is the current one: a resit that was given up is drawn as it was."""
        if self._resit is not None:  # what was typed arrives after the move
            QTimer.singleShot(0, self.tab, self._end_resit)

    def _end_resit(self) -> None:
        if self._resit is not None and self._resit != self.tab.grid.current():
            self._resit = None
            self.tab.fill()

    # -- saving ----------------------------------------------------------------------------------------------------
    def enter(self, cells: Sequence[Cell], invalid: Callable[[dict[str, str]], object] | None = None,
              then: Callable[[], object] | None = None) -> None:
        """Save these cells in one step; what the office refuses stays on the screen with its sentence."""
        given = tuple(replace(c, seen=self._seen((c.enrolment_id, c.component_id))) for c in cells)

        def saved(_count: int) -> None:
            self._saved(given)
            if then is not None:
                then()

        self.tab.desk.do(EnterResults(cells=given, subject=self._subject(given)), owner=self.tab, then=saved,
                         invalid=invalid or (lambda problems: self._others(given, problems)),
                         failed=lambda error: self._failed(given, error))

    def _seen(self, place: Place) -> str | None:
        """What the grid shows there: what another PC has entered since is not written over."""
        if place in self._done:
            return self._done[place]
        person = self.tab.result(place[0])
        cell = next((c for c in person.cells if c.component_id == place[1]), None) if person is not None else None
        return None if cell is None else seen_of(cell.tries[-1] if cell.tries else None)

    def _subject(self, cells: Sequence[Cell]) -> str:
        person, component = self.tab.result(cells[0].enrolment_id), self.tab.component(cells[0].component_id)
        if len(cells) > 1 or person is None or component is None:
            return ""
        return _("{name}, {title}").format(name=person.name, title=component.shown())

    def _saved(self, cells: Sequence[Cell]) -> None:
        for cell in cells:
            place = (cell.enrolment_id, cell.component_id)
            latest = int((self._seen(place) or "0").partition(":")[0])
            self._done[place] = seen_of(Try(latest + 1 if cell.next else latest or 1, cell.state, cell.mark,
                                            cell.competency)) if cell.state else None
            self.wrong.pop(place, None)
        self._say = tuple(cells)
        self.tab.load()

    def speak(self) -> None:
        """Say what was saved, as the grid shows it now."""
        self._done.clear()
        cells, self._say = self._say, ()
        if len(cells) > 1:
            say(self.tab.grid.view, ngettext("{n} result saved", "{n} results saved", len(cells)).format(n=len(cells)))
        for cell in cells[:1] if len(cells) == 1 else ():
            person, component = self.tab.result(cell.enrolment_id), self.tab.component(cell.component_id)
            if person is not None and component is not None:
                found = next(c for c in person.cells if c.component_id == component.id)
                say(self.tab.grid.view, _("{name}, {title}: {words}. Saved").format(
                    name=person.name, title=component.shown(), words=cell_words(component, found)))

    def _others(self, cells: Sequence[Cell], problems: dict[str, str]) -> None:
        """Some of these cells were refused: each tells why, and the others are saved, in one step."""
        self._invalid(cells, problems)
        rest = [cell for cell in cells if cell_key(cell) not in problems]
        if rest and len(rest) < len(cells):
            self.enter(rest, lambda more: self._invalid(rest, more))
        elif len(cells) == 1 and cells[0].state:
            place = (cells[0].enrolment_id, cells[0].component_id)
            if place in self.wrong:
                self.show_card(place)
                say(self.tab.grid.view, self.wrong[place][1].problem)

    def _invalid(self, cells: Sequence[Cell], problems: dict[str, str]) -> None:
        for cell in cells:
            told = problems.get(cell_key(cell))
            if told:
                text, other = typed(cell), self._other(cell)
                (self._theirs.add if other else self._theirs.discard)((cell.enrolment_id, cell.component_id))
                self._keep(cell, Reading(problem=told, advice=_("Not saved."), fixes=(text,) if text and other else ()))
        if "" in problems:
            self.tab.say(problems[""], "danger")
        self.tab.fill()
        self.tab.load()  # another PC may have been here

    def _other(self, cell: Cell) -> bool:
        """Whether the value itself is good, so that another PC's may be written over knowingly."""
        component = self.tab.component(cell.component_id)
        person = self.tab.result(cell.enrolment_id)
        tries = next((c.tries for c in person.cells if c.component_id == cell.component_id), ()) if person else ()
        return component is not None and not fits(cell, component) and not cell.next and all(
            t.stage == "draft" for t in tries)

    def _failed(self, cells: Sequence[Cell], error: BaseException) -> None:
        """The disk is full, the server is away: nothing that was typed is lost."""
        if isinstance(error, Invalid):
            return
        for cell in cells:
            text = typed(cell)
            self._keep(cell, Reading(problem=_("Could not be saved"), advice=_("It is kept here until it is saved."),
                                     fixes=(text,) if text else ()))
        self.tab.fill()

    def _keep(self, cell: Cell, reading: Reading) -> None:
        place = (cell.enrolment_id, cell.component_id)
        self.wrong[place] = (self.wrong.get(place, (typed(cell), reading))[0] or typed(cell), reading)

    # -- blocks ----------------------------------------------------------------------------------------------------
    def pasted(self, block: Pasted) -> None:
        """A block from a spreadsheet: one step for all that is understood, a list of all that is not."""
        if self.tab.refused():
            return
        good: list[Cell] = []
        refused = list(block.refused)
        for person, key, text in block.cells:
            component = self.tab.component(key)
            if component is None:
                continue
            reading, place = read(text, component), (person, key)
            if reading.problem:
                self.wrong[place] = (text, reading)
                refused.append(self._refused(place, text, reading.problem, len(refused)))
            elif reading.state:
                good.append(self._cell(place, reading))
        more = block.over_words()
        if good:
            self.enter(good, lambda problems: self._without(good, problems, refused, more),
                       lambda: self._list(refused, len(good), more))
        else:
            self._list(refused, 0, more)
        self.tab.fill()

    def _without(self, cells: Sequence[Cell], problems: dict[str, str], refused: list[RefusedCell], more: str) -> None:
        """Some of a block were refused by the office: enter the others, still in one step."""
        self._invalid(cells, problems)
        for cell in cells:
            told = problems.get(cell_key(cell))
            if told:
                refused.append(self._refused((cell.enrolment_id, cell.component_id), typed(cell), told, len(refused)))
        rest = [cell for cell in cells if cell_key(cell) not in problems]
        if rest:
            self.enter(rest, then=lambda: self._list(refused, len(rest), more))
        else:
            self._list(refused, 0, more)

    def _refused(self, place: Place, text: str, why: str, number: int) -> RefusedCell:
        return refused_cell(self.tab.grid.model, place, text, why, number)

    def _list(self, refused: Sequence[RefusedCell], taken: int, more: str) -> None:
        if refused or more:
            talk.open_dialog(RefusedCells(refused, taken, more, _("Assessment"), self.tab.window()))

    # -- what is wrong -----------------------------------------------------------------------------------------------
    def here(self) -> list[Place]:
        """The cells of this cohort that are not saved, in the order of the grid."""
        sheet = self.tab.sheet
        order = [(r.enrolment_id, c.id) for r in sheet.rows for c in sheet.components] if sheet is not None else []
        return [place for place in order if place in self.wrong]

    def next_problem(self) -> None:
        """Go to the next cell that is not saved."""
        wrong, sheet, grid = self.here(), self.tab.sheet, self.tab.grid
        if not wrong or sheet is None:
            self.tab.say(_("Everything is saved"), "ok")
            return
        order = [(r.enrolment_id, c.id) for r in sheet.rows for c in sheet.components]
        current = grid.current()
        at = order.index(current) if current in order else -1
        target = next(p for p in [*order[at + 1:], *order[:at + 1]] if p in self.wrong)
        if not grid.model.place(*target).isValid():
            self.tab.show_all()
        grid.go(*target)
        grid.setFocus()
        self.show_card(target)

    def fixes(self, place: Place) -> list[Fix]:
        """What can be done about it, the likely value first."""
        reading = self.wrong[place][1]
        theirs = place in self._theirs and bool(reading.fixes)
        words = _("Try again") if reading.problem == _("Could not be saved") else (
            _("Use mine, {mark}") if theirs else _("Use {mark}"))
        found: list[Fix] = [(words.format(mark=fix), lambda fix=fix: self.edited(*place, fix))
                            for fix in reading.fixes]
        found += self._moves(place)
        return [*found, (_("Keep theirs") if theirs else _("Clear"), lambda: self.forget(place))]

    def _moves(self, place: Place) -> list[Fix]:
        """A vendor's score in the wrong column: the exam of the course that takes it."""
        text = self.wrong[place][0]
        here = self.tab.component(place[1])
        if here is None or here.scale != "mark" or not text.strip().isdigit() or read(text, here).problem == "":
            return []

        def move(key: int) -> None:
            self.forget(place)
            self.edited(place[0], key, text)

        return [(_("Put {mark} into {title}").format(mark=text.strip(), title=c.shown()), lambda c=c: move(c.id))
                for c in (self.tab.sheet.components if self.tab.sheet is not None else ())
                if c.id != here.id and (c.exam_id is not None or c.max_mark >= 1000) and not read(text, c).problem]

    def show_card(self, place: Place) -> None:
        """The message beside the cell."""
        reading, self._card = self.wrong[place][1], place
        self.tab.grid.show_problem(*place, reading.problem, reading.advice, self.fixes(place))

    def take_fix(self, number: int) -> bool:
        """Alt+1, Alt+2: the fix with that number of the cell whose message stands open, else of the current cell."""
        place = self._card if self.tab.grid.problem_shown() and self._card in self.wrong else self.tab.grid.current()
        if place is None or place not in self.wrong:
            return False
        fixes = self.fixes(place)
        if number < len(fixes):
            self.tab.grid.hide_problem()
            fixes[number][1]()
        return True


def typed(cell: Cell) -> str:
    """A result as it would be typed."""
    return cell.competency or shown_mark(cell.mark) or state_letters(cell.state)
