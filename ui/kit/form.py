"""A form: fields from a list, two columns where there is room, problems beside the fields, saved with Ctrl+S.

The form never touches a record: values in, a frozen command out. `build` makes the command from the values; its pure
`problems()` is asked whenever a field is left, and shown for the fields that were touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QMetaMethod, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.kit.field import Field
from ui.kit.form_foot import FormFoot
from ui.kit.note import Note
from ui.kit.problem_strip import ProblemStrip
from ui.kit.text import label
from ui.kit.theme import theme

__all__ = ["Form", "FormFoot", "Spec"]
TWO_COLUMNS, THREE_COLUMNS = 560, 800  # least width in pixels


@dataclass(frozen=True)
class Spec:
    """One field; the key is the command's field. `section` starts a group with a heading, `wide` spans all columns."""

    key: str
    label: str
    editor: Any
    required: bool = False
    help: str = ""
    wide: bool = False
    section: str = ""


class Form(QWidget):
    """Signals: edited() on every change by the user, modified_changed(bool), problems_changed(int), save_asked(),
    discard_asked() on Esc while something is not saved, shown(subject) when something else is shown.

    `build` makes the command of what is typed; `warn` gives sentences that stop nobody. `strip` sums the problems up
    with links to their fields: put it elsewhere when the form itself scrolls.
    """

    edited = Signal()
    modified_changed = Signal(bool)
    problems_changed = Signal(int)
    save_asked = Signal()
    discard_asked = Signal()
    shown = Signal(str)

    def __init__(
        self,
        specs: Sequence[Spec],
        build: Callable[[dict[str, Any]], Any] | None = None,
        *,
        columns: int = 2,
        warn: Callable[[dict[str, Any]], Mapping[str, str]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.specs, self.build, self.warn, self._columns = list(specs), build, warn, columns
        self.subject = ""  # what is shown: 'trainee:12'
        self.fields: dict[str, Field] = {}
        self._saved: dict[str, Any] = {}
        self._touched: set[str] = set()
        self.modified = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(14)
        self.note = Note("", "danger")
        self.note.hide()
        self.strip = ProblemStrip()
        self.strip.chosen.connect(lambda key: self.fields[key].focus())
        self._refused, self._why = False, ""
        outer.addWidget(self.strip)
        outer.addWidget(self.note)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(14)
        outer.addLayout(self._grid)
        outer.addStretch(1)
        self._heads: dict[str, QWidget] = {}
        for spec in self.specs:
            field = Field(spec.label, spec.editor, required=spec.required, help=spec.help)
            self.fields[spec.key] = field
            field.edited.connect(lambda key=spec.key: self._edited(key))
            field.left.connect(lambda key=spec.key: self._left(key))
            if spec.section:
                self._heads[spec.key] = label(spec.section, "strong")
        self._shape = 0
        self._arrange(columns)
        self._saved = self.values()

    # -- values ---------------------------------------------------------------------------------------------------
    def values(self) -> dict[str, Any]:
        """What the fields hold, by key."""
        return {key: field.value() for key, field in self.fields.items()}

    def set_values(self, values: Mapping[str, Any], subject: str | None = None) -> None:
        """Show what is saved; keys that are left out become empty. The form is unmodified afterwards, but for what
        was typed about this `subject` before ('trainee:12') and waits to be put back."""
        for key, field in self.fields.items():
            field.set_value(values.get(key))
        self._order()  # an editor may have made its parts anew
        self.mark_saved()
        self.look_again()
        if subject is not None:
            self.subject = subject
            if typed := self._claim(subject):
                self.put(typed)
            self.shown.emit(subject)

    def put(self, values: Mapping[str, Any]) -> None:
        """As if somebody had typed these."""
        for key in values:
            if key in self.fields:
                self.fields[key].set_value(values[key])
                self._touched.add(key)
        self._follow()
        self.check()
        self.edited.emit()

    def rebase(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Other values are what is saved, while what is shown stays; returns them as the fields hold them."""
        typed = self.values()
        for key, field in self.fields.items():
            field.set_value(values.get(key))
        self._saved = self.values()
        for key, field in self.fields.items():
            field.set_value(typed[key])
        self._follow()
        return dict(self._saved)

    @property
    def saved(self) -> dict[str, Any]:
        """What is saved, as the fields hold it."""
        return dict(self._saved)

    def typed(self) -> dict[str, Any]:
        """What is typed and not saved."""
        now = self.values()
        return {key: now[key] for key in self.changes()}

    def held(self) -> tuple[str, dict[str, Any]] | None:
        """The subject and what is typed about it, for the same form made anew; None when all is saved."""
        return (self.subject, self.typed()) if self.modified else None

    def _claim(self, subject: str) -> dict[str, Any]:
        """What was typed about this subject on the same page before it was made anew."""
        above = self.parentWidget()
        while above is not None:
            waiting = getattr(above, "waiting", None)
            if waiting:
                for name, (about, typed) in list(waiting.items()):
                    if about == subject and (name == self.objectName() or not self.objectName()):
                        waiting.pop(name)
                        return dict(typed)
            above = above.parentWidget()
        return {}

    def mark_saved(self) -> None:
        """What is shown is what is saved."""
        self._saved = self.values()
        self._touched.clear()
        self._refused = False
        self.show_problems({})
        self._follow()

    def discard(self) -> None:
        """Back to what is saved."""
        saved = dict(self._saved)
        for key, field in self.fields.items():
            field.set_value(saved.get(key))
        self.mark_saved()
        self.look_again()

    def look_again(self) -> None:
        """Say anew what should be looked at."""
        warnings = self.warn(self.values()) if self.warn is not None else {}
        for key, field in self.fields.items():
            field.set_warning(warnings.get(key, ""))

    def changes(self) -> list[str]:
        """Keys of the fields that differ from what is saved."""
        now = self.values()
        return [key for key in now if now[key] != self._saved.get(key)]

    def command(self) -> Any:
        """The command of what is typed; ValueError when the form has no `build`."""
        if self.build is None:
            raise ValueError("this form builds no command")
        return self.build(self.values())

    # -- problems ----------------------------------------------------------------------------------------------------
    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Sentences beside their fields; those of no field ('' or unknown) in a note above."""
        for key, field in self.fields.items():
            field.set_error(problems.get(key, ""))
        rest = [sentence for key, sentence in problems.items() if key not in self.fields and sentence]
        if rest:
            self.note.show_note(" ".join(rest), "danger")
        elif not self._why:
            self.note.hide()
        else:
            self.note.show_note(self._why, "neutral")
        self.note.setVisible(bool(rest or self._why))
        self._sum_up()

    def _sum_up(self) -> None:
        """The strip: after a refused save, and whenever there are several problems."""
        found = [(key, f.title, f.problem) for key, f in self.fields.items() if f.problem]
        self._refused = self._refused and bool(found)
        self.strip.show_problems(found if self._refused or len(found) > 1 else [])
        self.problems_changed.emit(self.problem_count())

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show what a save was refused for and go to the first of it; hand this to desk.do as `invalid`."""
        self._touched |= set(problems)
        self._refused = True
        self.show_problems(problems)
        for key, field in self.fields.items():
            if problems.get(key):
                field.focus()
                break

    def check(self, all_fields: bool = False) -> bool:
        """Ask the command about what is typed; only touched fields show it, unless all are asked for."""
        if self.build is None:
            return True
        unread = self._unread()
        problems = {**unread, **self.build({**self.values(), **dict.fromkeys(unread)}).problems()}
        self.look_again()
        if all_fields:
            self.refuse(problems)
        else:
            self.show_problems({key: text for key, text in problems.items() if key in self._touched})
        return not problems

    def _unread(self) -> dict[str, str]:
        """What was typed into dates and numbers and is none; no command is asked about such text."""
        found = {key: getattr(field.editor, "unread", str)() for key, field in self.fields.items()}
        return {key: sentence for key, sentence in found.items() if sentence}

    def problem_count(self) -> int:
        """How many problems are shown."""
        note = not self.note.isHidden() and self.note.property("tone") == "danger"
        return sum(bool(f.problem) for f in self.fields.values()) + int(note)

    # -- what happens ------------------------------------------------------------------------------------------------
    def _edited(self, key: str) -> None:
        self._touched.add(key)
        self._follow()
        self._sum_up()
        self.edited.emit()

    def _left(self, key: str) -> None:
        if key in self._touched:
            self.check()

    def _follow(self) -> None:
        """Dots at the fields that differ from what is saved."""
        changed = set(self.changes())
        for key, field in self.fields.items():
            field.set_changed(key in changed)
        on = bool(changed)
        if on != self.modified:
            self.modified = on
            self.modified_changed.emit(on)

    def set_read_only(self, on: bool, why: str = "") -> None:
        """All fields; `why` is said in a note above."""
        self._why = why
        for field in self.fields.values():
            field.set_read_only(on)
        self.note.setVisible(bool(why))
        if why:
            self.note.show_note(why, "neutral")

    def event(self, event: QEvent) -> bool:
        """Claims Ctrl+S and Ctrl+Enter before a menu takes them, and Esc while something is not saved."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and (
            self._saves(event) or self._discards(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._saves(event):
            self.save_asked.emit()
            return
        if self._discards(event):
            self.discard_asked.emit()
            return
        super().keyPressEvent(event)

    def _discards(self, event: QKeyEvent) -> bool:
        """Esc, while something is not saved and somebody asks about it; else it belongs to whoever holds the form."""
        return (event.key() == Qt.Key.Key_Escape and self.modified
                and self.isSignalConnected(QMetaMethod.fromSignal(self.discard_asked)))

    def _saves(self, event: QKeyEvent) -> bool:
        """Ctrl+S and Ctrl+Enter, where somebody saves the form; else they belong to the dialog around it."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return ((event.matches(QKeySequence.StandardKey.Save) or (enter and control))
                and self.isSignalConnected(QMetaMethod.fromSignal(self.save_asked)))

    # -- layout -------------------------------------------------------------------------------------------------------
    def _arrange(self, columns: int) -> None:
        if columns == self._shape:
            return
        self._shape = columns
        while self._grid.count():
            self._grid.takeAt(0)
        row = column = 0
        for spec in self.specs:
            field = self.fields[spec.key]
            if (spec.wide or spec.section) and column:
                row, column = row + 1, 0
            if spec.key in self._heads:
                self._grid.addWidget(self._heads[spec.key], row, 0, 1, columns)
                row += 1
            if spec.wide or columns == 1:
                self._grid.addWidget(field, row, 0, 1, columns, Qt.AlignmentFlag.AlignTop)
                row += 1
                continue
            self._grid.addWidget(field, row, column, Qt.AlignmentFlag.AlignTop)
            column += 1
            if column == columns:
                row, column = row + 1, 0
        for number in range(self._columns):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
        self._order()

    def _order(self) -> None:
        """Tab goes as one reads. An editor of several parts may say which: `tab_stops()`."""
        stops = [stop for spec in self.specs
                 for stop in (spec.editor.tab_stops() if hasattr(spec.editor, "tab_stops") else [spec.editor])]
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = theme().px  # larger words need broader columns
        room = 3 if self.width() >= px(THREE_COLUMNS) else 2 if self.width() >= px(TWO_COLUMNS) else 1
        self._arrange(min(self._columns, room))

    def focus_first(self) -> None:
        """The cursor into the first field."""
        if self.specs:
            self.fields[self.specs[0].key].focus()
