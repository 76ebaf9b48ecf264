"""Step 2 of an import: which column of the list is which field, with sheet, heading row and cohort above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.cohorts.queries import CohortRow
from app.i18n import _, ngettext
from app.lists.rows import ColumnCheck, DraftColumn
from ui.desk import talk
from ui.kit.buttons import icon_button, quiet, secondary
from ui.kit.combo import Choice
from ui.kit.field import Field
from ui.kit.layout import box, clear, column, least, line, row, scrolled
from ui.kit.note import Note
from ui.kit.text import Elided, Glyph, key_cap
from ui.kit.text_box import NumberBox
from ui.kit.theme import theme
from ui.trainees.import_kinds import Importing
from ui.trainees.import_values import FixDialog, ValuesDialog

LEAVE_OUT = ""
ALL = -1
"""All sheets of one layout, instead of one sheet."""
Looked = dict[tuple[int, str], tuple[ColumnCheck, str]]
"""Column and field -> what it looks like, and which part of its dates comes first."""


def look(kind: Importing, draft: Any) -> Looked:
    """Look at all columns that have a field. May run beside the window."""
    return {(one.index, one.field): (kind.check(draft, one), kind.order(draft, one))
            for one in draft.columns if one.field}


class ColumnsStep(QWidget):
    """`changed()` after every choice; `again(sheet, heading row)` asks for another reading."""

    changed = Signal()
    again = Signal(int, int)

    def __init__(self, kind: Importing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.draft: Any = None
        self.remembered: set[int] = set()  # columns matched as the last time
        self._by_hand: set[int] = set()
        self._said = ""  # what stands above the questions: this file was here before
        self._looked: Looked = {}  # a long list is read once for each match
        self._lines: dict[int, tuple[DraftColumn, list[QWidget]]] = {}
        self.choices: dict[int, Choice] = {}
        self.orders: dict[int, Choice] = {}
        self.sheet = Choice([])
        self.heading = NumberBox()
        self.heading.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.cohort = Choice([], empty=_("No cohort: record them only"))
        self.sheet.edited.connect(lambda: self.again.emit(self.sheet.value() or 0, 0))
        match = self.match = secondary(_("Match again"), self._match, icon="refresh-cw")
        self.fix = quiet(_("One value for all rows…"), self.ask_fix, icon="copy-plus")
        self.heading.editingFinished.connect(self._heading_typed)
        self._sheet_field = Field(_("Sheet"), self.sheet)
        self._sheet_field.setFixedWidth(theme().px(180))
        heading = Field(_("Headings are in row"), self.heading)
        heading.setFixedWidth(theme().px(140))
        cohort = Field(_("Also enrol everyone in"), self.cohort)
        least(cohort, 240)
        if not kind.enrols:
            cohort.hide()
        top = row(self._sheet_field, heading, cohort, None, match, margins=(24, 12, 24, 12), spacing=16)
        top.setAlignment(match, Qt.AlignmentFlag.AlignBottom)
        self.questions = QVBoxLayout()
        self.questions.setContentsMargins(24, 0, 24, 8)
        self.questions.setSpacing(6)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 12)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnMinimumWidth(0, 60)
        for place, share in enumerate((0, 20, 32, 0, 30, 34)):
            self._grid.setColumnStretch(place, share)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(box(top, "tools"))
        outer.addWidget(line())
        outer.addWidget(scrolled(box(column(
            self.questions, self._grid, row(self.fix, None, margins=(16, 0, 24, 12)), None), "surface")), 1)

    def show_cohorts(self, rows: Sequence[CohortRow], chosen: int | None) -> None:
        """The cohorts that take trainees."""
        self.cohort.set_options([
            (c.id, f"{c.code} · {c.title or c.course_title} " + (
                _("({n} of {places} places)").format(n=c.enrolled, places=c.places) if c.places else ""))
            for c in rows if c.status in ("planned", "running", "finished")])
        self.cohort.set_value(chosen)

    # -- showing -----------------------------------------------------------------------------------------------------
    def begin(self, draft: Any, remembered: set[int], looked: Looked) -> None:
        """Another list, or the same read otherwise; `remembered` are the columns that were matched as the last time."""
        if draft is not self.draft:
            self._said = ""
        self.remembered, self._by_hand, self._looked = remembered, set(), looked
        self.show_draft(draft)

    def say(self, sentence: str) -> None:
        """Above everything else, as long as this list is looked at."""
        if sentence:
            self._said = sentence
            self.questions.insertWidget(0, Note(sentence, "warn"))

    def show_draft(self, draft: Any) -> None:
        """The columns of the list."""
        self.draft = draft
        together = self.kind.together(draft)
        self.sheet.set_options([*enumerate(draft.sheets), *([(ALL, ngettext(
            "{n} sheet together", "All {n} sheets together", len(together)).format(n=len(together)))]
            if len(together) > 1 else [])])
        self.sheet.set_value(ALL if getattr(draft, "others", ()) else draft.sheet)
        self._sheet_field.setVisible(len(draft.sheets) > 1)
        self.heading.set_value(draft.heading_row)
        self.fix.setVisible(self.kind.fixes(draft))
        clear(self.questions)
        notes = [*([(self._said, True)] if self._said else []), *self.kind.notes(draft)]
        for sentence in (sentence for sentence, blocking in notes if blocking):
            self.questions.addWidget(Note(sentence, "warn"))
        if plain := " ".join(sentence for sentence, blocking in notes if not blocking):
            self.questions.addWidget(Note(plain, "neutral"))
        clear(self._grid)
        self._lines.clear()
        self.choices.clear()
        self.orders.clear()
        heads = (_("Col"), _("Heading in your file"), _("First rows"), "", _("Becomes in Sijil"), _("Check"))
        self._grid.addWidget(band("head"), 0, 0, 1, len(heads))
        self._grid.setRowMinimumHeight(0, theme().px(32))
        for place, words in enumerate(heads):
            self._grid.addWidget(box(row(Elided(words, "label"), margins=(24 if not place else 0, 0, 0, 0))), 0, place)
        options = self.kind.options(draft)
        columns = draft.columns
        for number, one in enumerate(columns, start=1):
            self._line(number, one, options)
        for number, (field, value) in enumerate(self.kind.fixed(draft).items(), start=len(columns) + 1):
            self._fixed_line(number, field, value, dict(options))

    def _line(self, number: int, one: DraftColumn, options: Sequence[tuple[str, str]]) -> None:
        for old in self._lines.pop(number, (one, []))[1]:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.orders.pop(one.index, None)
        choice = Choice([(LEAVE_OUT, _("Do not import")), *options],
                        placeholder=_("Choose a field, or do not import"))
        choice.setAccessibleName(_("Column {letter}, {heading}").format(letter=one.letter, heading=one.heading))
        choice.set_value(one.field)
        choice.edited.connect(lambda: self._chosen(one.index, choice))
        self.choices[one.index] = choice
        imported = bool(one.field)
        check = self._check(one)
        waits = one.field is None or (one.index in self.orders and self.orders[one.index].value() is None)
        self._lines[number] = one, self._put(number, "open" if waits else "line", (
            box(row(key_cap(one.letter), None, margins=(24, 0, 0, 0))),
            Elided(one.heading or "–", "strong" if imported else "muted"),
            Elided(self.kind.samples(one), "muted"), Glyph("arrow-right" if imported else "minus", "text-2", 16),
            choice, box(row(*check, margins=(0, 0, 16, 0)))))

    def _fixed_line(self, number: int, field: str, value: str, options: dict[str, str]) -> None:
        """A value that all rows get."""
        words = options.get(field, field).removesuffix(" *")
        drop = icon_button("x", _("Take this value away: {field}").format(field=words), lambda: self._fix(field, ""),
                           small=True)
        self._put(number, "line", (
            box(row(Glyph("copy-plus", "text-2", 16), None, margins=(24, 0, 0, 0))), Elided(_("All rows"), "strong"),
            Elided(self.kind.choice_words(self.draft, field, value), "muted"), Glyph("arrow-right", "text-2", 16),
            Elided(words), box(row(*said("circle-check", _("Where the list has none"), "ok", "muted"), drop,
                                   margins=(0, 0, 16, 0)))))

    def _put(self, number: int, state: str, cells: Sequence[QWidget]) -> list[QWidget]:
        under = band(state)
        self._grid.addWidget(under, number, 0, 1, len(cells))
        self._grid.setRowMinimumHeight(number, theme().px(44))
        for place, widget in enumerate(cells):
            self._grid.addWidget(widget, number, place)
        return [under, *cells]

    def _check(self, one: DraftColumn) -> list[QWidget]:
        """What the last column says, with what can be done about it."""
        if one.field is None:
            return said("triangle-alert", one.why or _("Choose a field"), "warn", "warn")
        if not one.field:
            return said("minus", one.why, "text-3", "hint") if one.why and one.index not in self._by_hand else []
        if (one.index, one.field) not in self._looked:
            self._looked[one.index, one.field] = self.kind.check(self.draft, one), self.kind.order(self.draft, one)
        found, order = self._looked[one.index, one.field]
        if order == "ask":
            return [*said("triangle-alert", _("Not all are day first"), "warn", "warn"), self._order(one, order)]
        words = " · ".join(dict.fromkeys(filter(None, (
            found.words, "" if order or found.unknown else self._origin(one)))))
        made = (said("circle-check", words, "ok", "muted") if found.tone == "ok"
                else said("triangle-alert", words, "warn", "warn"))
        if found.unknown and found.choices:
            match = secondary(_("Match"), lambda: self.ask_values(one.index), small=True)
            match.setAccessibleName(_("Match the values of column {letter}").format(letter=one.letter))
            made.append(match)
        if order:
            made.append(self._order(one, order))
        return made

    def _origin(self, one: DraftColumn) -> str:
        """Where the match comes from."""
        if one.index in self._by_hand:
            return _("chosen by you")
        if one.index in self.remembered:
            return _("as last time")
        return one.why or _("Matched by heading")

    def _order(self, one: DraftColumn, order: str) -> Choice:
        """Which part of the dates comes first: said plainly, and changed where it is said."""
        choice = Choice([("day", _("day / month / year")), ("month", _("month / day / year"))],
                        placeholder=_("Which comes first?"))
        choice.setAccessibleName(_("Dates of column {letter}").format(letter=one.letter))
        choice.set_value(order)
        choice.edited.connect(lambda: self._order_said(one.index, str(choice.value())))
        self.orders[one.index] = choice
        return choice

    # -- choosing ----------------------------------------------------------------------------------------------------
    def _chosen(self, index: int, choice: Choice) -> None:
        if self.draft is not None:
            self.draft.assign(index, choice.value())
            self._by_hand.add(index)
            self._follow()
            self.choices[index].setFocus()

    def _order_said(self, index: int, order: str) -> None:
        self.draft.say_order(index, order)
        self._looked.clear()
        self._again()
        if index in self.orders:
            self.orders[index].setFocus()

    def _again(self) -> None:
        self.show_draft(self.draft)
        self.changed.emit()

    def _follow(self) -> None:
        """Draw the columns anew that are matched otherwise now."""
        options = self.kind.options(self.draft)
        for number, one in enumerate(self.draft.columns, start=1):
            if self._lines[number][0] != one:
                self._line(number, one, options)
        self.changed.emit()

    def ask_fix(self) -> None:
        """One value for a field that the list does not have."""
        if self.draft is not None:
            dialog = FixDialog(self.kind, self.draft, self)
            dialog.accepted.connect(lambda: self._fix(*dialog.answer()))
            talk.open_dialog(dialog)

    def _fix(self, field: str, value: str) -> None:
        self.draft.fix(field, value)
        self._again()
        self.fix.setFocus()

    def ask_values(self, index: int) -> None:
        """What the values mean that nobody knows."""
        one = next(c for c in self.draft.columns if c.index == index)
        found = self.kind.check(self.draft, one)
        dialog = ValuesDialog(one, found, self)

        def take() -> None:
            for raw, choice in dialog.answers().items():
                self.kind.translate(self.draft, one.field, raw, choice)
            self._looked.clear()
            self._again()
            self.choices[index].setFocus()

        dialog.accepted.connect(take)
        talk.open_dialog(dialog)

    def _match(self) -> None:
        if self.draft is not None:
            self.again.emit(self.draft.sheet, 0)

    def _heading_typed(self) -> None:
        value = self.heading.value()
        if self.draft is not None and value and int(value) != self.draft.heading_row:
            self.again.emit(self.draft.sheet, int(value))

    # -- what is open ------------------------------------------------------------------------------------------------
    def first_open(self) -> QWidget:
        """The first column that waits for a choice, else what may be chosen above."""
        waiting = self._waiting()
        if waiting:
            return waiting[0]
        return self.cohort if self.kind.enrols else self.heading

    def _waiting(self) -> list[Choice]:
        """Columns without a field, and dates that are written both ways, from the top."""
        if self.draft is None:
            return []
        found = []
        for one in self.draft.columns:
            if one.field is None and one.index in self.choices:
                found.append(self.choices[one.index])
            elif one.index in self.orders and self.orders[one.index].value() is None:
                found.append(self.orders[one.index])
        return found

    def open_columns(self) -> int:
        """How many columns wait for a choice."""
        return len(self._waiting())

    def missing(self) -> str:
        """What is to be settled before the rows can be judged; '' for nothing."""
        if self.draft is None:
            return ""
        wrong: str = self.draft.missing()
        n = self.open_columns()
        return wrong or (ngettext("{n} column needs a choice", "{n} columns need a choice", n).format(n=n) if n else "")

    def open_fields(self) -> int:
        """How many columns have no field yet."""
        return 0 if self.draft is None else sum(one.field is None for one in self.draft.columns)

    def needs_field(self) -> bool:
        """Does something else lack than a choice for the columns that are left?"""
        return self.draft is None or bool(self.draft.missing())

    def leave_rest(self) -> None:
        """Do not import the columns that have no field."""
        for one in self.draft.columns if self.draft is not None else ():
            if one.field is None:
                self.draft.assign(one.index, LEAVE_OUT)
                self._by_hand.add(one.index)
        self._follow()

    def next_open(self) -> None:
        """The cursor to the next column that waits for a choice, from the first again after the last."""
        open_ = self._waiting()
        if open_:
            now = next((n for n, choice in enumerate(open_) if choice.hasFocus()), -1)
            open_[(now + 1) % len(open_)].setFocus()


def said(icon: str, words: str, token: str, role: str) -> list[QWidget]:
    """An icon and words that shorten themselves."""
    made = row(Glyph(icon, token, 16), Elided(words, role), spacing=6)
    made.setStretch(1, 1)
    return [box(made)]


def band(state: str) -> QFrame:
    """What lies under a row: 'head', 'line', or 'open' when it waits for a choice."""
    made = QFrame()
    made.setObjectName("band")
    made.setProperty("state", state)
    return made
