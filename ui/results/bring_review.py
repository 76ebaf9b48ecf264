"""The review of a list of marks: the list as a sheet, with each question beside the cell it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.exchange.columns import Column
from app.i18n import _
from app.results.bring import KEEP_OURS, BringCell, BringDraft, BringRow, try_words
from app.results.bring_columns import LEAVE
from ui.kit.grid import Cell, Grid, GridColumn
from ui.kit.layout import box, row
from ui.kit.look import MUTED, PLAIN, Look
from ui.kit.text import Elided
from ui.kit.theme import theme
from ui.kit.toolbar import Chips

WHO = "who"
SIGNS = {"ok": ("ok", "check"), "ask": ("warn", "triangle-alert"), "reject": ("danger", "circle-x"),
         "left": ("muted", "minus"), "skip": ("muted", "minus")}
Fix = tuple[str, Callable[[], object]]


@dataclass(frozen=True)
class ReviewRow:
    """A row of the list in the sheet."""

    id: int
    bring: BringRow

    @property
    def said(self) -> str:
        """The name as the list has it."""
        return self.bring.match.said


COLUMNS: tuple[Column[ReviewRow], ...] = (
    Column("row", lambda: _("Row"), lambda r: r.id, kind="number", width=6),
    Column("said", lambda: _("In the list"), lambda r: r.said, width=28),
)


def _row_look(one: ReviewRow) -> Look:
    tone, icon = SIGNS[one.bring.cls]
    return Look(tone, icon, tip=one.bring.why)


LOOKS = {"row": _row_look, "said": lambda r: MUTED if r.bring.cls in ("left", "skip") else PLAIN}


def cell_of(one: BringCell) -> Cell:
    """A cell as it is drawn: a question in red or with a corner, the same as here pale, left out struck through."""
    cls, text = one.judged.cls, one.text
    after = ""
    if one.ours is not None and cls in ("ask", "ok"):
        after = try_words(one.ours)
    if cls in ("ask", "reject"):
        return Cell(text or "–", problem=one.judged.what, after=after,
                    spoken=f"{text}, {one.judged.what}")
    if cls == "left":
        return Cell("", before=text, spoken=_("{text}, left out").format(text=text))
    if cls == "same":
        return Cell(text, tone="muted", tip=_("Recorded already"), spoken=_("{text}, recorded already").format(
            text=text))
    if cls == "blank":
        return Cell(text if one.judged.what else "", tone="muted", tip=one.judged.what)
    shown = text if one.judged.mark is None else f"{one.judged.mark.normalize():f}"
    return Cell(shown, bold=True, after=after, tip=text if shown != text.strip() else "")


class ReviewStep(QWidget):
    """`changed()` whenever the counts may be different."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft: BringDraft | None = None
        self._fixes: list[Fix] = []
        self.chips = Chips([("all", _("All")), ("open", _("Open questions"), "triangle-alert"), ("ok", _("Ready"),
                            "check"), ("left", _("Left out"), "minus")], wrap=True)
        self.chips.changed.connect(lambda _k: self.refresh())
        hint = Elided(_("Type in a cell to correct it, Del leaves it out. Your file is not changed."), "hint")
        self.grid = Grid(COLUMNS, looks=LOOKS, name="said", row="marks", frozen_width=theme().px(280), fill=WHO,
                         edit_on_type=True, accessible_name=_("Cells of the list"))
        self.grid.on_key = self._key
        self.grid.edited.connect(self._edited)
        self.grid.cleared.connect(self._cleared)
        self.grid.moved.connect(lambda _r, _c: QTimer.singleShot(0, self, self._card))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        top = row(self.chips, hint, spacing=16)
        top.setStretch(0, 3)
        top.setStretch(1, 2)
        layout.addWidget(box(top))
        layout.addWidget(self.grid, 1)

    # -- showing ------------------------------------------------------------------------------------------------------
    def show_draft(self, draft: BringDraft) -> None:
        """Begin with the open questions, if there are any."""
        self.draft = draft
        counts = draft.counts()
        self.chips.set_value("open" if counts["ask"] + counts["reject"] else "all")
        self.refresh()
        self.next_problem()

    def rows(self) -> list[BringRow]:
        """The rows of the chip."""
        assert self.draft is not None
        wanted = {"open": ("ask", "reject"), "ok": ("ok",), "left": ("left", "skip")}.get(self.chips.value())
        return [r for r in self.draft.rows() if wanted is None or r.cls in wanted]

    def refresh(self) -> None:
        """Draw the rows anew; the current cell stays, or goes to the next open one when its row has left."""
        if self.draft is None:
            return
        counts = self.draft.counts()
        for key, n in (("all", len(self.draft.rows())), ("open", counts["ask"] + counts["reject"]),
                       ("ok", counts["ok"]), ("left", counts["left"] + counts["skip"])):
            self.chips.set_count(key, n)
        shown = [ReviewRow(r.row, r) for r in self.rows()]
        self.grid.fill(shown, self._columns(), self._cells(shown))
        self.changed.emit()
        QTimer.singleShot(0, self, self._card)

    def _columns(self) -> list[GridColumn]:
        assert self.draft is not None
        found = []
        for one in self.draft.columns:
            if one.use == "component" and one.component is not None:
                under = _("try {n}").format(n=one.number) if one.number > 1 else one.letter
                found.append(GridColumn(one.index, one.component.shown(), under, align="right", width=theme().px(104),
                                        spoken=f"{one.component.shown()}, {under}"))
        found.append(GridColumn(WHO, _("Who this is"), _("on the roll"), align="left", width=theme().px(170),
                                editable=False, rule_before=True))
        return found

    @staticmethod
    def _cells(rows: list[ReviewRow]) -> dict[tuple[Any, Any], Cell]:
        cells: dict[tuple[Any, Any], Cell] = {}
        for one in rows:
            for cell in one.bring.cells:
                cells[one.id, cell.column.index] = cell_of(cell)
            match = one.bring.match
            if match.nobody or one.bring.cls == "left":
                cells[one.id, WHO] = Cell(match.nobody or _("Left out"), tone="muted")
            elif match.question:
                cells[one.id, WHO] = Cell(match.person.name if match.person else "?", problem=match.question)
            else:
                cells[one.id, WHO] = Cell(match.person.name if match.person else "", tone="ok", icon="check")
        return cells

    # -- the question beside the cell -----------------------------------------------------------------------------
    def current(self) -> tuple[BringRow, BringCell | None] | None:
        """The row and cell the cursor is on; no cell in the column of people."""
        place = self.grid.current()
        if place is None or self.draft is None:
            return None
        found = next((r for r in self.draft.rows() if r.row == place[0]), None)
        if found is None:
            return None
        return found, next((c for c in found.cells if c.column.index == place[1]), None)

    def _card(self) -> None:
        found = self.current()
        self.grid.hide_problem()
        self._fixes = []
        if found is None or self.draft is None or not self.isVisible():
            return
        one, cell = found
        if cell is None:
            title, told = one.match.said or _("Row {n}").format(n=one.row), one.match.question
            self._fixes = self._people(one)
            if not told and one.cls != "left":
                self._fixes = []
        else:
            title, told = cell.text or "–", cell.judged.what
            self._fixes = self._answers(one, cell) if cell.judged.cls in ("ask", "reject") else []
        if self._fixes:
            place = self.grid.current()
            assert place is not None
            self.grid.show_problem(*place, title, told, self._fixes)

    def _people(self, one: BringRow) -> list[Fix]:
        draft = self.draft
        assert draft is not None
        if one.cls == "left" and one.row in draft.people:
            return [(_("Take in again"), lambda: self._do(lambda: draft.people.pop(one.row, None), reset=True))]
        fixes: list[Fix] = [(p.name, lambda p=p: self._do(lambda: draft.choose(one.row, p.enrolment_id)))
                            for p in one.match.choices[:3]]
        return [*fixes, (_("Leave the row out"), lambda: self._do(lambda: draft.choose(one.row, None)))]

    def _answers(self, one: BringRow, cell: BringCell) -> list[Fix]:
        draft, at = self.draft, (one.row, cell.column.index)
        assert draft is not None
        fixes: list[Fix] = [(_("Absent") if text == "TH" else text, lambda t=text: self._do(
            lambda: draft.answer(*at, t))) for text in cell.judged.choices]
        if cell.ours is not None and not cell.judged.choices and cell.judged.cls == "ask":
            fixes = [(_("Take the list's"), lambda: self._do(lambda: draft.take_theirs(*at))),
                     (_("Keep ours"), lambda: self._do(lambda: draft.answer(*at, KEEP_OURS)))]
            return fixes
        return [*fixes, (_("Leave it out"), lambda: self._do(lambda: draft.answer(*at, LEAVE)))]

    def _do(self, act: Callable[[], object], *, reset: bool = False) -> None:
        assert self.draft is not None
        act()
        if reset:
            self.draft.forget()
        self.refresh()
        self.grid.view.setFocus()

    # -- keys ---------------------------------------------------------------------------------------------------------
    def _key(self, event: QKeyEvent, _cells: object) -> bool:
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
            at = event.key() - Qt.Key.Key_1
            if at < len(self._fixes):
                self._fixes[at][1]()
            return True
        if event.key() == Qt.Key.Key_F8:
            self.next_problem()
            return True
        return False

    def _edited(self, person: Any, column: Any, text: str) -> None:
        draft = self.draft
        if draft is not None:
            QTimer.singleShot(0, self, lambda: self._do(lambda: draft.answer(person, column, text)))

    def _cleared(self, cells: list[tuple[Any, Any]]) -> None:
        draft = self.draft
        if draft is None:
            return

        def leave() -> None:
            for person, column in cells:
                if column != WHO:
                    draft.answer(person, column, LEAVE)

        self._do(leave)

    def next_problem(self) -> None:
        """To the next cell with a question, from the first again after the last."""
        if self.draft is None:
            return
        open_ = [(r.row, WHO) for r in self.draft.rows() if r.match.question and r.cls != "left"]
        open_ += [(r.row, c.column.index) for r in self.draft.rows() for c in r.cells
                  if c.judged.cls in ("ask", "reject")]
        open_ = [place for place in open_ if self.grid.model.place(*place).isValid()]
        if not open_:
            return
        order = sorted(open_, key=lambda p: (p[0], 10_000 if p[1] == WHO else int(str(p[1]))))
        here = self.grid.current()
        at = order.index(here) + 1 if here in order else 0  # type: ignore[arg-type]
        self.grid.go(*order[at % len(order)])
        self.grid.view.setFocus()
        QTimer.singleShot(0, self, self._card)
