"""Step 2 of an import: which column of the list is which field, with sheet, heading row and cohort above."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.cohorts.draft import Draft
from app.cohorts.draft_checks import column_check, masked_samples
from app.cohorts.draft_rows import DraftColumn
from app.cohorts.queries import CohortRow
from app.i18n import _, ngettext
from ui.kit.buttons import secondary
from ui.kit.combo import Choice
from ui.kit.field import Field
from ui.kit.layout import box, clear, column, least, line, row, scrolled
from ui.kit.note import Note
from ui.kit.text import Elided, Glyph, key_cap, label
from ui.kit.text_box import NumberBox
from ui.kit.theme import theme

LEAVE_OUT = ""


class ColumnsStep(QWidget):
    """`changed()` after every choice; `again(sheet, heading row)` asks for another reading."""

    changed = Signal()
    again = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft: Draft | None = None
        self.choices: dict[int, Choice] = {}
        self.sheet = Choice([])
        self.heading = NumberBox()
        self.heading.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.cohort = Choice([], empty=_("No cohort: record them only"))
        self.sheet.edited.connect(lambda: self.again.emit(self.sheet.value() or 0, 0))
        match = secondary(_("Match again"), self._match, icon="refresh-cw")
        self.heading.editingFinished.connect(self._heading_typed)
        self._sheet_field = Field(_("Sheet"), self.sheet)
        self._sheet_field.setFixedWidth(theme().px(180))
        heading = Field(_("Headings are in row"), self.heading)
        heading.setFixedWidth(theme().px(140))
        cohort = Field(_("Also enrol everyone in"), self.cohort)
        least(cohort, 320)
        top = row(self._sheet_field, heading, cohort, None, match, margins=(24, 12, 24, 12), spacing=16)
        self.questions = QVBoxLayout()
        self.questions.setContentsMargins(24, 0, 24, 8)
        self.questions.setSpacing(6)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 12)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnMinimumWidth(0, 60)
        for place, share in enumerate((0, 22, 36, 0, 30, 26)):
            self._grid.setColumnStretch(place, share)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(box(top, "tools"))
        outer.addWidget(line())
        outer.addWidget(scrolled(box(column(self.questions, self._grid, None), "surface")), 1)

    def show_cohorts(self, rows: Sequence[CohortRow], chosen: int | None) -> None:
        """The cohorts that take trainees."""
        self.cohort.set_options([
            (c.id, f"{c.code} · {c.title or c.course_title} " + (
                _("({n} of {places} places)").format(n=c.enrolled, places=c.places) if c.places else ""))
            for c in rows if c.status in ("planned", "running", "finished")])
        self.cohort.set_value(chosen)

    def show_draft(self, draft: Draft) -> None:
        """The columns of the list."""
        self.draft = draft
        self.sheet.set_options(list(enumerate(draft.sheets)))
        self.sheet.set_value(draft.sheet)
        self._sheet_field.setVisible(len(draft.sheets) > 1)
        self.heading.set_value(draft.heading_row)
        clear(self.questions)
        for question in draft.questions:
            self.questions.addWidget(Note(question.sentence, "warn" if question.blocking else "neutral"))
        clear(self._grid)
        self.choices.clear()
        heads = (_("Col"), _("Heading in your file"), _("First rows"), "", _("Becomes in Sijil"), _("Check"))
        self._grid.addWidget(band("head"), 0, 0, 1, len(heads))
        self._grid.setRowMinimumHeight(0, theme().px(32))
        for place, words in enumerate(heads):
            self._grid.addWidget(box(row(Elided(words, "label"), margins=(24 if not place else 0, 0, 0, 0))), 0, place)
        options = draft.field_options()
        for number, one in enumerate(draft.columns, start=1):
            self._line(number, one, options)

    def _line(self, number: int, one: DraftColumn, options: Sequence[tuple[str, str]]) -> None:
        choice = Choice([(LEAVE_OUT, _("Do not import")), *options],
                        placeholder=_("Choose a field, or do not import"))
        choice.setAccessibleName(_("Column {letter}, {heading}").format(letter=one.letter, heading=one.heading))
        choice.set_value(one.field)
        choice.edited.connect(lambda: self._chosen(one.index, choice))
        self.choices[one.index] = choice
        imported = bool(one.field)
        self._grid.addWidget(band("open" if one.field is None else "line"), number, 0, 1, 6)
        self._grid.setRowMinimumHeight(number, theme().px(44))
        cells: tuple[QWidget, ...] = (
            box(row(key_cap(one.letter), None, margins=(24, 0, 0, 0))),
            Elided(one.heading or "–", "strong" if imported else "muted"),
            Elided(masked_samples(one), "muted"), Glyph("arrow-right" if imported else "minus", "text-2", 16),
            choice, box(row(self._check(one), margins=(0, 0, 16, 0))))
        for place, widget in enumerate(cells):
            self._grid.addWidget(widget, number, place)

    def _chosen(self, index: int, choice: Choice) -> None:
        if self.draft is not None:
            self.draft.assign(index, choice.value())
            self.show_draft(self.draft)
            self.choices[index].setFocus()
            self.changed.emit()

    def _match(self) -> None:
        if self.draft is not None:
            self.again.emit(self.draft.sheet, 0)

    def _heading_typed(self) -> None:
        value = self.heading.value()
        if self.draft is not None and value and int(value) != self.draft.heading_row:
            self.again.emit(self.draft.sheet, int(value))

    def first_open(self) -> QWidget:
        """The first column that waits for a choice, else the sheet."""
        if self.draft is not None:
            for one in self.draft.columns:
                if one.field is None and one.index in self.choices:
                    return self.choices[one.index]
        return self.cohort

    def open_columns(self) -> int:
        """How many columns wait for a choice."""
        return 0 if self.draft is None else sum(one.field is None for one in self.draft.columns)

    def words(self) -> str:
        """What is missing, for the foot."""
        if self.draft is None:
            return ""
        missing = self.draft.missing()
        if missing:
            return missing
        n = self.open_columns()
        return ngettext("{n} column needs a choice", "{n} columns need a choice", n).format(n=n) if n else ""

    def next_open(self) -> None:
        """The cursor to the next column that waits for a choice, from the first again after the last."""
        open_ = [self.choices[c.index] for c in (self.draft.columns if self.draft else ())
                 if c.field is None and c.index in self.choices]
        if open_:
            now = next((n for n, choice in enumerate(open_) if choice.hasFocus()), -1)
            open_[(now + 1) % len(open_)].setFocus()

    def _check(self, one: DraftColumn) -> QWidget:
        if one.field is None:
            return said("triangle-alert", _("Choose a field"), "warn", "warn")
        if not one.field:
            return said("minus", one.why, "text-3", "hint") if one.why else label("")
        tone, words = column_check(self.draft, one) if self.draft is not None else ("ok", one.why)
        return said("circle-check" if tone == "ok" else "triangle-alert", words, tone, "muted" if tone == "ok"
                    else "warn")


def said(icon: str, words: str, token: str, role: str) -> QWidget:
    """An icon and words that shorten themselves."""
    made = row(Glyph(icon, token, 16), Elided(words, role), spacing=6)
    made.setStretch(1, 1)
    return box(made)


def band(state: str) -> QFrame:
    """What lies under a row: 'head', 'line', or 'open' when it waits for a choice."""
    made = QFrame()
    made.setObjectName("band")
    made.setProperty("state", state)
    return made
