"""Two questions while columns are matched: what unknown values mean, and one value for all rows."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from app.i18n import _, ngettext
from app.lists.rows import ColumnCheck, DraftColumn
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import box, least, scrolled
from ui.kit.text import Elided, Glyph
from ui.kit.text_box import TextBox
from ui.trainees.import_kinds import Importing

MOST_HIGH = 320  # pixels


class ValuesDialog(Dialog):
    """Each value that nobody knows, how often it stands there, and what it means. Nothing must be answered."""

    def __init__(self, one: DraftColumn, found: ColumnCheck, owner: QWidget) -> None:
        super().__init__(_("What do these values of '{heading}' mean?").format(heading=one.heading or one.letter),
                         _("What you say holds for all rows. A value that you leave open is asked about row by row."),
                         action=_("Match these values"), icon="arrow-right-left", parent=owner.window())
        self.setObjectName("match-values")
        self.choices: dict[str, Choice] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 4, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for place, share in enumerate((4, 0, 5)):
            grid.setColumnStretch(place, share)
        options = [(value, _(words)) for value, words in found.choices]
        for number, (raw, times) in enumerate(found.unknown):
            choice = Choice(options, empty=_("Ask me row by row"))
            choice.setAccessibleName(raw)
            self.choices[raw] = choice
            said = Elided(f"{raw}  ({times:,})" if times > 1 else raw)
            said.setToolTip(ngettext("'{value}' in {n} row", "'{value}' in {n} rows", times).format(
                value=raw, n=times))
            for place, widget in enumerate((said, Glyph("arrow-right", "text-2", 16), choice)):
                grid.addWidget(widget, number, place)
        area = scrolled(box(grid))
        least(area, height=min(MOST_HIGH, 12 + 42 * len(found.unknown)))
        self.body.addWidget(area)
        next(iter(self.choices.values())).setFocus()

    def answers(self) -> dict[str, str]:
        """Value of the list -> what it means, of those that were answered."""
        return {raw: str(choice.value()) for raw, choice in self.choices.items() if choice.value() is not None}


class FixDialog(Dialog):
    """A field, and the value that every row gets in which the list has none."""

    def __init__(self, kind: Importing, draft: Any, owner: QWidget) -> None:
        super().__init__(_("Which value do all rows have?"),
                         _("The value is used in rows where the list has none. A value in the list goes before."),
                         action=_("Use this value"), icon="copy-plus", parent=owner.window())
        self.setObjectName("fixed-value")
        self.kind, self.draft = kind, draft
        taken = {c.field for c in draft.columns}
        options = [(key, words) for key, words in kind.options(draft) if key not in taken or key in kind.fixed(draft)]
        self.field = Choice(options or kind.options(draft), placeholder=_("Choose a field"))
        self.field.edited.connect(self._follow)
        self.text = Field(_("Value"), TextBox(), required=True)
        self.choice = Field(_("Value"), Choice([]), required=True)
        for widget in (Field(_("Becomes in Sijil"), self.field, required=True), self.text, self.choice):
            self.body.addWidget(widget)
        self.check = self._good
        self._follow()
        self.field.setFocus()

    def _follow(self) -> None:
        name = self.field.value()
        choices = self.kind.choices_of(self.draft, name) if name else []
        self.choice.editor.set_options(choices)
        self.choice.setVisible(bool(choices))
        self.text.setVisible(not choices)
        for one in (self.text, self.choice):
            one.set_error("")
        self.fit()

    def _shown(self) -> Field:
        return self.choice if not self.choice.isHidden() else self.text

    def answer(self) -> tuple[str, str]:
        """Field and value."""
        return str(self.field.value() or ""), str(self._shown().value() or "").strip()

    def _good(self) -> bool:
        name, value = self.answer()
        wrong = _("Choose the field first.") if not name else _("Write the value.") if not value else (
            self.kind.wrong_value(self.draft, name, value))
        self._shown().set_error(wrong)
        return not wrong
