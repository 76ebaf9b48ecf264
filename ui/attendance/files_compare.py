"""Every cell of a file beside the register: what is new, what was marked otherwise, what cannot be taken and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.attendance.files.draft import CLASSES, FileCell, FileDraft
from app.attendance.files.online import OnlineDraft
from app.attendance.files.opening import cell_columns, class_words, here_words, there_words
from app.i18n import _
from ui.kit.buttons import Segments, quiet, secondary
from ui.kit.check import CheckBox
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, clear, column, least, line, row, scrolled
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED, STRONG, Look
from ui.kit.side_by_side import LEFT, RIGHT, Line, SideBySide
from ui.kit.table import Table
from ui.kit.text import Elided, label
from ui.kit.theme import theme
from ui.kit.toolbar import Chips

WIDTHS = {"who": 32, "where": 21, "text": 14, "there": 9, "here": 20, "class": 12, "why": 24}
SIGNS = {"new": ("plus", "ok"), "conflict": ("triangle-alert", "warn"), "out": ("minus", "hint"),
         "same": ("check", "muted")}


def class_look(cell: FileCell) -> Look:
    """The sign of a class; what was decided shows too."""
    if cell.cls == "conflict" and cell.taken:
        return Look("ok", "check", tip=_("The mark of the file is taken."))
    if cell.cls == "new" and not cell.taken:
        return Look("hint", "minus", tip=_("Left out."))
    sign, tone = SIGNS[cell.cls]
    return Look(tone, sign)


class CellsTable(Table):
    """1 keeps what is here, 2 takes the file's, Space turns it over."""

    take: Callable[[int], bool] | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Space) and not event.modifiers() \
                and self.take is not None and self.take(event.key()):
            return
        super().keyPressEvent(event)


class CompareStep(QWidget):
    """`changed()` whenever other cells are taken."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft: FileDraft | None = None
        self.chips = Chips([("new", _("New"), "plus"), ("conflict", _("Marked otherwise"), "triangle-alert"),
                            ("out", _("Not taken"), "minus"), ("same", _("The same"), "check"), ("all", _("All"))],
                           wrap=True)
        self.chips.changed.connect(lambda _key: self.refresh())
        self.measure = Segments([("session", _("Session")), ("meeting", _("Meeting"))], small=True)
        self.measure.setToolTip(_("Whether minutes count within the times of the session or of the meeting"))
        self.measure.setAccessibleName(_("Minutes of:"))
        self.measure.changed.connect(self._measured)
        self.absent = CheckBox(_("Mark the rest absent"))
        self.absent.edited.connect(self._absent)
        self._minutes = label(_("Minutes of:"), "muted")
        self.online = box(row(self._minutes, self.measure, self.absent, None, margins=(24, 6, 24, 6)), "tools")
        self.table: CellsTable | None = None
        self._top = QVBoxLayout(self)
        self._top.setContentsMargins(0, 0, 0, 0)
        self._top.setSpacing(0)
        self._top.addWidget(box(row(self.chips, None, margins=(24, 9, 24, 9)), "tools"))
        self._top.addWidget(self.online)
        self._top.addWidget(line())
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._top.addLayout(self._list, 3)
        self._top.addWidget(line(strong=True))
        self._detail = QVBoxLayout()
        self._detail.setContentsMargins(24, 12, 24, 12)
        self._detail.setSpacing(8)
        self.sides: SideBySide | None = None
        below = scrolled(box(column(self._detail, None), "sunken"))
        least(below, height=130)
        below.setMaximumHeight(theme().px(190))
        self._top.addWidget(below, 1)

    # -- showing -----------------------------------------------------------------------------------------------------
    def show_draft(self, draft: FileDraft) -> None:
        """The cells of a file, compared."""
        self.draft = draft
        self._make_table(draft)
        online = isinstance(draft, OnlineDraft)
        self.online.setVisible(online)
        if isinstance(draft, OnlineDraft):
            self.measure.set_value(draft.measure)
            self.absent.set_value(draft.absent)
        counts = draft.counts()
        self.chips.set_value(next((c for c in ("conflict", "new", "out") if counts[c]), "all"))
        self.refresh()

    def _make_table(self, draft: FileDraft) -> None:
        clear(self._list)
        columns = tuple(replace(c, width=WIDTHS.get(c.key, c.width)) for c in cell_columns(draft))
        looks = {"where": lambda c: MUTED, "text": lambda c: MUTED, "there": lambda c: STRONG if c.taken else MUTED,
                 "here": lambda c: STRONG if c.here and not c.taken else MUTED, "class": class_look}
        self.table = CellsTable(columns, looks=looks, name="who", stretch="why", key=lambda c: c.id, sort_here=True,
                                accessible_name=_("Cells of the file"))
        self.table.chosen.connect(self._chosen)
        self.table.take = self._key
        self.table.opened.connect(lambda cell: self._turn([cell.id], not cell.taken))
        pane = ListPane(self.table, EmptyState("check-check", _("Nothing of this kind is in the file")), actions=[
            quiet(_("Take from the file"), lambda: self._picked(True), icon="check"),
            quiet(_("Leave as it is here"), lambda: self._picked(False), icon="minus")])
        self._list.addWidget(pane)

    def refresh(self) -> None:
        """Show the cells of the chip anew."""
        if self.draft is None or self.table is None:
            return
        cells, counts = self.draft.cells(), self.draft.counts()
        for key in CLASSES:
            self.chips.set_count(key, counts[key])
        self.chips.set_count("all", len(cells))
        wanted = self.chips.value()
        self.table.set_rows([c for c in cells if wanted in ("all", c.cls)])
        if self.table.current_row() is None and self.table.rows_model.rowCount():
            self.table.selectRow(0)
        self._chosen(self.table.current_row())
        self.changed.emit()

    def _chosen(self, cell: FileCell | None) -> None:
        clear(self._detail)
        self.sides = None
        if cell is None or self.draft is None:
            return
        self._detail.addLayout(row(label(cell.wanted.who, "strong"), Elided(
            " · ".join(filter(None, (cell.wanted.where, class_words(cell), cell.why))), "muted"), None))
        if cell.cls == "conflict":
            sides = self.sides = SideBySide(
                [Line("mark", _("Mark"), here_words(self.draft, cell) or _("empty"), there_words(self.draft, cell),
                      RIGHT if cell.taken else LEFT)],
                (_("Here"), _("stays unless you choose otherwise")), (_("In the file"), self.draft.book.name))
            sides.changed.connect(lambda: self._turn([cell.id], bool(sides.taken(RIGHT))))
            self._detail.addWidget(sides)
        elif cell.cls == "new":
            words = _("Leave it out") if cell.taken else _("Take it")
            self._detail.addLayout(row(secondary(words, lambda: self._turn([cell.id], not cell.taken), small=True,
                                                 icon="minus" if cell.taken else "check"), None))
        if cell.wanted.reason:
            self._detail.addWidget(Elided(_("Reason: {reason}").format(reason=cell.wanted.reason), "muted"))

    # -- deciding ----------------------------------------------------------------------------------------------------
    def _key(self, key: int) -> bool:
        cell = self.table.current_row() if self.table is not None else None
        if cell is None or cell.cls not in ("new", "conflict"):
            return False
        self._turn([cell.id], key == Qt.Key.Key_2 if key != Qt.Key.Key_Space else not cell.taken)
        return True

    def _picked(self, taken: bool) -> None:
        if self.table is not None:
            self._turn(self.table.picked(), taken)

    def _turn(self, ids: list[int], taken: bool) -> None:
        if self.draft is not None:
            self.draft.choose(ids, taken)
            self.refresh()
            if self.table is not None:
                self.table.setFocus()

    def _measured(self, value: object) -> None:
        if isinstance(self.draft, OnlineDraft):
            self.draft.set_measure(str(value))
            self.refresh()

    def _absent(self) -> None:
        if isinstance(self.draft, OnlineDraft):
            self.draft.set_absent(self.absent.value())
            self.refresh()

    def next_problem(self) -> None:
        """F8: to the next cell that was marked otherwise."""
        if self.draft is None or self.table is None or not self.draft.counts()["conflict"]:
            return
        if self.chips.value() != "conflict":
            self.chips.set_value("conflict")
            self.refresh()
        at = self.table.currentIndex().row()
        self.table.choose(self.table.rows_model.row((at + 1) % self.table.rows_model.rowCount()).id)
        self.table.setFocus()
