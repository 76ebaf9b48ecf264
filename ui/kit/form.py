"""A form: fields from a list, two columns where there is room, problems beside the fields, saved with Ctrl+S.

The form never touches a record: values in, a frozen command out. `build` makes the command from the values; its pure
`problems()` is asked whenever a field is left, and shown for the fields that were touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import _, ngettext
from ui.kit.buttons import Button
from ui.kit.field import Field
from ui.kit.note import Note
from ui.kit.text import Elided, Glyph, label, set_look
from ui.kit.theme import theme

TWO_COLUMNS = 560  # least width in pixels


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
    """Signals: edited() on every change by the user, modified_changed(bool), problems_changed(int), save_asked()."""

    edited = Signal()
    modified_changed = Signal(bool)
    problems_changed = Signal(int)
    save_asked = Signal()

    def __init__(
        self,
        specs: Sequence[Spec],
        build: Callable[[dict[str, Any]], Any] | None = None,
        *,
        columns: int = 2,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.specs, self.build, self._columns = list(specs), build, columns
        self.fields: dict[str, Field] = {}
        self._saved: dict[str, Any] = {}
        self._touched: set[str] = set()
        self.modified = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(14)
        self.note = Note("", "danger")
        self.note.hide()
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

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show what is saved; keys that are left out become empty. The form is unmodified afterwards."""
        for key, field in self.fields.items():
            field.set_value(values.get(key))
        self.mark_saved()

    def mark_saved(self) -> None:
        """What is shown is what is saved."""
        self._saved = self.values()
        self._touched.clear()
        self.show_problems({})
        self._set_modified(False)

    def discard(self) -> None:
        """Back to what is saved."""
        saved = dict(self._saved)
        for key, field in self.fields.items():
            field.set_value(saved.get(key))
        self.mark_saved()

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
        self.note.setVisible(bool(rest))
        if rest:
            self.note.show_note(" ".join(rest), "danger")
        self.problems_changed.emit(self.problem_count())

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show what a save was refused for and go to the first of it; hand this to desk.do as `invalid`."""
        self._touched |= set(problems)
        self.show_problems(problems)
        for key, field in self.fields.items():
            if problems.get(key):
                field.focus()
                break

    def check(self, all_fields: bool = False) -> bool:
        """Ask the command about what is typed; only touched fields show it, unless all are asked for."""
        if self.build is None:
            return True
        problems = self.build(self.values()).problems()
        if all_fields:
            self.refuse(problems)
        else:
            self.show_problems({key: text for key, text in problems.items() if key in self._touched})
        return not problems

    def problem_count(self) -> int:
        """How many problems are shown."""
        return sum(bool(f.problem) for f in self.fields.values()) + (0 if self.note.isHidden() else 1)

    # -- what happens ------------------------------------------------------------------------------------------------
    def _edited(self, key: str) -> None:
        self._touched.add(key)
        self._set_modified(bool(self.changes()))
        self.problems_changed.emit(self.problem_count())
        self.edited.emit()

    def _left(self, key: str) -> None:
        if key in self._touched:
            self.check()

    def _set_modified(self, on: bool) -> None:
        if on != self.modified:
            self.modified = on
            self.modified_changed.emit(on)

    def set_read_only(self, on: bool, why: str = "") -> None:
        """All fields; `why` is said in a note above."""
        for field in self.fields.values():
            field.set_read_only(on)
        self.note.setVisible(bool(why))
        if why:
            self.note.show_note(why, "neutral")

    def event(self, event: QEvent) -> bool:
        """Claims Ctrl+S and Ctrl+Enter before a menu takes them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._saves(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._saves(event):
            self.save_asked.emit()
            return
        super().keyPressEvent(event)

    def _saves(self, event: QKeyEvent) -> bool:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return event.matches(QKeySequence.StandardKey.Save) or (enter and control)

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
        for number in range(2):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
        for one, other in zip(self.specs, self.specs[1:], strict=False):
            QWidget.setTabOrder(one.editor, other.editor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self._columns if self.width() >= TWO_COLUMNS else 1)

    def focus_first(self) -> None:
        """The cursor into the first field."""
        if self.specs:
            self.fields[self.specs[0].key].focus()


class FormFoot(QWidget):
    """Under a form: what is not saved or wrong, Discard changes, Save with its key."""

    def __init__(
        self,
        form: Form,
        on_save: Callable[[], object],
        *,
        save: str = "",
        on_discard: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme().px(52))
        self.form, self._on_save = form, on_save
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 0, 24, 0)
        layout.setSpacing(8)
        self._sign = Glyph("circle-alert", "danger", 16)
        self.words = Elided("", "muted")
        self.discard = Button(_("Discard changes"), on_discard or form.discard)
        self.save = Button(save or _("Save"), self.ask, kind="primary", keys="Ctrl S")
        layout.addWidget(self._sign)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.discard)
        layout.addWidget(self.save)
        form.modified_changed.connect(lambda _on: self._follow())
        form.problems_changed.connect(lambda _n: self._follow())
        form.edited.connect(self._follow)
        form.save_asked.connect(self.ask)
        self.always = False  # a new record may be saved as it is
        self._follow()

    def ask(self) -> None:
        """Save, when there is something to save; wrong fields are shown first."""
        if (self.form.modified or self.always) and self.save.isEnabled() and self.form.check(all_fields=True):
            self._on_save()

    def set_always(self, on: bool) -> None:
        """Save is usable before anything was changed (a new record)."""
        self.always = on
        self._follow()

    def _follow(self) -> None:
        problems, changes = self.form.problem_count(), len(self.form.changes()) if self.form.modified else 0
        if problems:
            words = ngettext(
                "{n} problem to fix before this can be saved", "{n} problems to fix before this can be saved", problems
            ).format(n=problems)
        elif changes:
            words = ngettext("Not saved: {n} change", "Not saved: {n} changes", changes).format(n=changes)
        else:
            words = ""
        self._sign.setVisible(bool(problems))
        self.words.setText(words)
        set_look(self.words, role="danger" if problems else "muted")
        self.discard.setVisible(self.form.modified)
        why = (
            _("Nothing has been changed.") if not self.form.modified and not self.always else words if problems else ""
        )
        self.save.explain(why)
