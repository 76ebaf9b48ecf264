"""Step 3 of an import: rows with their problems, corrected in place, accepted singly or all of a kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import _, ngettext
from app.lists.rows import DraftIssue, Effect
from ui.kit.buttons import Button, icon_button, quiet, secondary
from ui.kit.combo import Choice
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, clear, column, least, line, row, scrolled
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED, Look
from ui.kit.table import Table
from ui.kit.text import Elided, Glyph, IconText, label
from ui.kit.text_box import TextBox
from ui.kit.theme import theme
from ui.kit.toolbar import Chips
from ui.trainees.import_kinds import Importing, effect_words
from ui.trainees.import_pick import Pick

SIGNS = {"reject": ("circle-x", "danger"), "ask": ("triangle-alert", "warn"), "suggest": ("triangle-alert", "warn"),
         "known": ("copy", "accent"), "left": ("minus", "hint"), "ok": ("check", "ok")}
WIDE = 1400  # pixels
WAITING = ("problems", "reject", "known", "check")
"""Filters of rows that need a decision."""
ON_RECORD = ("new", "change", "same")
"""Filters by how rows stand to the records, shown where there are such rows."""


def cell_look(fields: tuple[str, ...]) -> Any:
    """Red where a cell must be corrected, yellow where it should be looked at."""
    def look(one: Any) -> Look | None:
        if one.state in ("left", "ok"):
            return MUTED if one.state == "left" else None
        found = [issue for issue in one.issues if issue.field in fields and issue.cls != "ok"]
        if not found:
            return None
        worst = max(found, key=lambda issue: ("suggest", "ask", "reject").index(issue.cls))
        return Look(problem=worst.what) if worst.cls == "reject" else Look(warning=worst.what)

    return look


def problem_look(one: Any) -> Look:
    """The sign before the sentence."""
    sign, tone = SIGNS[one.state]
    return Look(tone=tone, icon=sign, tip=one.sentence)


class RowsTable(Table):
    """1 and 2 go to whoever compares two values; a number that is hidden is shown while it is edited."""

    take: Callable[[int], bool] | None = None
    hidden_columns: tuple[str, ...] = ()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_1, Qt.Key.Key_2) and not event.modifiers() and self.take is not None:
            self.take(event.key())
            return
        super().keyPressEvent(event)

    def make_editor(self, parent: QWidget, index: Any) -> QWidget:
        made = super().make_editor(parent, index)
        one = self.rows_model.row(index.row())
        for key in self.hidden_columns:
            if isinstance(made, TextBox) and index.column() == self.column_at(key):
                made.setText(one.shown(key))
                made.selectAll()
        return made


class ReviewStep(QWidget):
    """`changed()` whenever the counts may be different, `corrected()` when a cell was. `full`: identity numbers may be
    seen."""

    changed = Signal()
    corrected = Signal()

    def __init__(self, kind: Importing, *, full: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.pick: Pick | None = None
        self.draft: Any = None
        self._rows: list[Any] = []  # of the filter
        self.counts: dict[str, int] = {}
        self.effect = Effect()
        self.run = lambda do, then: (do(), then())
        self.chips = Chips(kind.chips(), wrap=True)
        self.chips.changed.connect(lambda _key: self.fill())
        columns = kind.columns(full)
        looks = {c.key: cell_look(kind.concerns(c.key)) for c in columns} | {
            "row": lambda _r: MUTED, "problem": problem_look}
        self.table = RowsTable(columns, looks=looks, name=kind.name, stretch="problem", editable=kind.editable,
                               key=lambda r: r.row, sort_here=True, accessible_name=_("Rows of the list"))
        self.table.hidden_columns = kind.hidden
        self.mode = Choice([])
        self.mode.setMinimumContentsLength(20)
        self.mode.setAccessibleName(_("What is done with the list"))
        self.mode.edited.connect(self._mode_said)
        self.table.chosen.connect(self._chosen)
        self.table.cell_edited.connect(self._corrected)
        self.table.take = lambda key: self.pick is not None and self.pick.sides.press(key)
        self.table.opened.connect(lambda _row: self.decide())
        self.pane = ListPane(self.table, EmptyState("check-check", _("Nothing here needs your attention")), actions=[
            quiet(_("Accept the proposals"), self.accept_picked, icon="check"),
            quiet(_("Leave out"), self.leave_out_picked, icon="minus"),
            quiet(_("Take in again"), self.take_in_picked, icon="undo-2")])
        self._detail = QVBoxLayout()
        self._detail.setContentsMargins(24, 12, 24, 12)
        self._detail.setSpacing(8)
        below = self._below = scrolled(box(column(self._detail, None), "sunken"))
        least(below, height=150)
        below.setMaximumHeight(theme().px(340))
        hint = self._hint = Elided(_("Type in a cell to correct it. Your file is not changed."), "hint")
        hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top = row(self.chips, hint, self.mode, margins=(24, 9, 24, 9), spacing=16)
        top.setStretch(0, 3)
        top.setStretch(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(box(top, "tools"))
        outer.addWidget(line())
        outer.addWidget(self.pane, 1)
        outer.addWidget(line(strong=True))
        outer.addWidget(below, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint.setVisible(self.width() >= theme().px(WIDE))  # else the filters need its room

    # -- showing ------------------------------------------------------------------------------------------------
    def show_draft(self, draft: Any, figures: tuple[dict[str, int], Effect]) -> None:
        """The rows of a list that was judged, with what they come to."""
        self.draft = draft
        modes = self.kind.modes(draft)
        self.mode.set_options(modes)
        self.mode.setVisible(bool(modes))
        if modes:
            self.mode.set_value(draft.mode)
        self.counts, self.effect = figures
        self.chips.set_value("problems" if self.counts["problems"] else "ready")
        self.show_counts()
        if self.table.rows_model.rowCount():
            self.table.selectRow(0)
            self.table.setFocus()

    def count(self) -> None:
        """Sum the rows up, which takes a while in a long list."""
        self.counts, self.effect = self.kind.figures(self.draft)

    def refresh(self) -> None:
        """Sum the rows up, and show those of the filter anew."""
        if self.draft is not None:
            self.count()
            self.show_counts()

    def show_counts(self) -> None:
        """Show what was summed up, and the rows of the filter."""
        for key, number in self.counts.items():
            if self.chips.has(key):
                self.chips.set_count(key, number)
                self.chips.chip(key).setVisible(bool(number) or key not in ON_RECORD or key == self.chips.value())
        self.fill()
        self.changed.emit()

    def fill(self) -> None:
        """Show the rows of the filter."""
        if self.draft is None:
            return
        focus = QApplication.focusWidget()
        decided = focus is not None and self._below.isAncestorOf(focus)
        at = self.table.currentIndex().row()
        self._rows = self.draft.rows_of(self.chips.value())
        self.table.set_rows(self._rows)
        rows = self.table.rows_model.rowCount()
        if self.table.current_row() is None and rows:  # what was decided has left the list: the row that took its place
            self.table.choose(self.table.rows_model.row(min(max(at, 0), rows - 1)).row)
        self._chosen(self.table.current_row())
        if decided:
            self.table.setFocus()

    def _chosen(self, one: Any) -> None:
        clear(self._detail)
        self.pick = None
        if one is None or self.draft is None:
            return
        pick = self.pick = self.kind.pick(self.draft, one)
        self._detail.addLayout(self._title(one))
        if one.state == "left":
            again = [] if one.skipped else [secondary(_("Take in again"), lambda: self._do(one, "take_in"),
                                                      icon="undo-2", small=True)]
            self._detail.addLayout(row(label(one.skipped or _("This row is left out."), "muted"), *again, None))
            return
        for issue in one.issues:
            if issue.cls != "ok":
                self._issue(one, issue)
        if pick is not None:
            pick.decided.connect(lambda fields, alike: self._decide(one, fields, alike))
            pick.refused.connect(lambda: self._refuse(one))
            self._detail.addWidget(pick)
        elif one.state in ("reject", "ask", "suggest"):
            self._detail.addLayout(row(secondary(_("Leave this row out"), lambda: self._do(one, "leave_out"),
                                                 icon="minus", small=True), None))

    def _title(self, one: Any) -> QHBoxLayout:
        """What row this is, and the way to the ones before and after it."""
        words, more = self.kind.title_of(one, self.pick is not None)
        parts: list[Any] = [*([Glyph("copy", "accent-text", 16)] if self.pick is not None else []),
                            label(words, "strong"), Elided(more, "muted")]
        at, rows = self.table.currentIndex().row() + 1, self._rows
        made = row(*parts, None)
        if at:
            made.addWidget(icon_button("chevron-left", _("Row before"), lambda: self.go(-1), small=True))
            made.addWidget(label(_("{n} of {all}").format(n=at, all=len(rows)), "muted"))
            made.addWidget(icon_button("chevron-right", _("Row after"), lambda: self.go(1), small=True))
        return made

    def go(self, step: int) -> None:
        """To the row before (-1) or after (1)."""
        model = self.table.rows_model
        there = self.table.currentIndex().row() + step
        if 0 <= there < model.rowCount():
            self.table.choose(model.row(there).row)
            self.table.setFocus()

    def decide(self) -> None:
        """Enter in the list: take the values that are chosen, else go to the answers below it."""
        if self.pick is not None:
            self.pick.decide()
            return
        answers = [b for b in self._below.findChildren(Button) if b.isVisible() and b.isEnabled() and b.text()]
        if answers:
            answers[0].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape and focus is not None and self._below.isAncestorOf(focus):
            self.table.setFocus()  # from the answers back to the row, not out of the import
            return
        super().keyPressEvent(event)

    def next_problem(self) -> None:
        """F8: to the next row that needs a decision; from the first again after the last."""
        if self.draft is None or not self.counts["problems"]:
            return
        if self.chips.value() not in WAITING:
            self.chips.set_value("problems")
            self.fill()
        model = self.table.rows_model
        at = self.table.currentIndex().row()
        if model.rowCount():
            self.table.choose(model.row((at + 1) % model.rowCount()).row)
            self.table.setFocus()

    def _issue(self, one: Any, issue: Any) -> None:
        sign, tone = SIGNS[issue.cls]
        items: list[Any] = [IconText(sign, issue.what, tone, "")]
        if issue.cls == "suggest":
            items.append(secondary(_("Accept"), lambda: self._accept(one, issue.kind, False), icon="check", small=True))
            alike = self.draft.alike(issue.kind) if self.draft is not None else 0
            if alike > 1:
                items.append(secondary(_("Accept all {n} of this kind").format(n=alike),
                                       lambda: self._accept(one, issue.kind, True), icon="check-check", small=True))
        for choice in dict.fromkeys([*issue.choices, *([issue.suggested] if issue.cls in ("ask", "reject") else [])]):
            if choice:
                items.append(secondary(self.kind.choice_words(self.draft, issue.field, choice),
                                       lambda c=choice: self._choose(one, issue.field, c), small=True))
        if issue.cls == "ask" and issue.keepable:
            items.append(secondary(_("It is right as it is"), lambda: self._keep(one, issue.field), small=True))
            alike = self.draft.alike(issue.kind) if self.draft is not None else 0
            if alike > 1:
                items.append(secondary(_("So in all {n} rows of this kind").format(n=f"{alike:,}"),
                                       lambda: self._keep_alike(issue), icon="check-check", small=True))
        if issue.override:
            items.append(secondary(_("It is so on the card"), lambda: self._override(one), small=True))
        self._detail.addLayout(row(*items, None))

    def missing(self) -> str:
        """What stands before the last step; '' for nothing."""
        if n := self.counts["problems"]:
            return ngettext("{n} row needs your attention first.", "{n} rows need your attention first.",
                            n).format(n=n)
        if self.kind.ready(self.effect):
            return ""
        return (_("All of this list is on record already.") if self.effect.same
                else _("No row of this list is ready to be recorded."))

    def foot_words(self) -> str:
        """What the list would do now, beside the last button."""
        return effect_words(self.effect) if self.draft is not None else ""

    # -- changing -------------------------------------------------------------------------------------------------
    def change(self, do: Callable[[], object], then: Callable[[], object] = lambda: None) -> None:
        """Say something about rows; all of them are judged anew by it."""
        if self.draft is None:
            return

        def work() -> None:
            do()
            self.count()

        def done() -> None:
            self.show_counts()
            then()

        self.run(work, done)

    def _mode_said(self) -> None:
        draft, mode = self.draft, self.mode.value()
        self.change(lambda: setattr(draft, "mode", mode))

    def _corrected(self, one: Any, key: str, text: str) -> None:
        if self.draft is not None and text.strip() != one.shown(key):
            QTimer.singleShot(0, self, lambda: self._answer(one, key, text))  # the editor is still closing

    def _answer(self, one: Any, field: str, text: str) -> None:
        self.change(lambda: self.draft.answer(one.row, field, text), self.corrected.emit)

    def _choose(self, one: Any, field: str, text: str) -> None:
        self.change(lambda: self.draft.choose(one.row, field, text), self.corrected.emit)

    def _keep(self, one: Any, field: str) -> None:
        self.change(lambda: self.draft.keep(one.row, field))

    def _keep_alike(self, issue: DraftIssue) -> None:
        draft = self.draft

        def keep() -> None:
            alike = [one.row for one in draft.rows if one.state != "left" and any(
                i.kind == issue.kind for i in one.issues)]
            for number in alike:
                draft.keep(number, issue.field)

        self.change(keep)

    def _override(self, one: Any) -> None:
        self.change(lambda: self.draft.override(one.row, _("It is so on the card.")))

    def _accept(self, one: Any, kind: str, alike: bool) -> None:
        self.change(lambda: self.draft.accept_kind(kind) if alike else self.draft.accept(one.row, kind))

    def _decide(self, one: Any, fields: tuple[str, ...], alike: bool) -> None:
        self.change(lambda: self.kind.decide(self.draft, one, fields, alike))

    def _refuse(self, one: Any) -> None:
        self.change(lambda: self.kind.refuse(self.draft, one))

    def _do(self, one: Any, what: str) -> None:
        self.change(lambda: getattr(self.draft, what)(one.row))

    def accept_picked(self) -> None:
        """Take every proposal of the picked rows."""
        self._picked("accept")

    def leave_out_picked(self) -> None:
        """Leave the picked rows out."""
        self._picked("leave_out")

    def take_in_picked(self) -> None:
        """Take rows that were left out in again."""
        self._picked("take_in")

    def _picked(self, what: str) -> None:
        numbers = self.table.picked()
        self.change(lambda: [getattr(self.draft, what)(number) for number in numbers])
