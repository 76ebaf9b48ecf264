"""The components of a course as rows of fields, edited as one field of a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.i18n import _
from app.programmes.commands import ComponentSpec
from app.programmes.exams import CatalogueRow
from ui.desk import talk
from ui.kit.buttons import icon_button, secondary
from ui.kit.combo import Choice
from ui.kit.layout import clear, row
from ui.kit.text import Elided
from ui.kit.text_box import NumberBox, TextBox
from ui.kit.theme import theme

HEADS = ("code", "title", "title_ms", "scale", "weight", "max_mark", "pass_mark")
NUMBERS = ("weight", "max_mark", "pass_mark")
BEHIND = ("kind", "must_pass", "max_attempts", "rule", "unit", "exam_id", "capped")  # in the dialog of a row


class ComponentRows(QWidget):
    """value() is a tuple of mappings, one for each row, numbers as they are typed; `spec_of` reads one."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(1, 3)
        self.grid.setColumnStretch(2, 3)
        self.add_button = secondary(_("Add component"), self._one_more, icon="plus", small=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(self.grid)
        outer.addLayout(row(self.add_button, None))
        self.rows: list[dict[str, Any]] = []
        self._fixed = self._read_only = False
        self.units: Callable[[], Sequence[tuple[str, str]]] = tuple  # code and words of the units there are
        self.exams: Sequence[CatalogueRow] = ()

    def _heads(self) -> tuple[str, ...]:
        return (_("Code"), _("Title"), _("Title in Malay"), _("Scale"), _("Weight %"), _("Out of"), _("Pass mark"))

    # -- the editor of a field ---------------------------------------------------------------------------------------
    def value(self) -> tuple[dict[str, Any], ...]:
        """What the rows hold."""
        return tuple({**{k: editors["behind"][k] for k in BEHIND}, **{k: editors[k].value() for k in HEADS}}
                     for editors in self.rows)

    def set_value(self, value: Any) -> None:
        """Fill the rows."""
        clear(self.grid)
        self.rows.clear()
        for place, words in enumerate(self._heads()):
            self.grid.addWidget(Elided(words, "label"), 0, place)
        for one in value or ():
            self._add(one)

    def show_error(self, on: bool) -> None:
        """The message below is enough."""

    def set_read_only(self, on: bool) -> None:
        """Not to be changed."""
        self._read_only = on
        self.set_value(self.value())
        self.add_button.setEnabled(not on and not self._fixed)

    def set_fixed(self, on: bool) -> None:
        """Marks rest on these components: only the titles stay open."""
        self._fixed = on
        self.add_button.explain(_("Cohorts use this edition.") if on else "")

    # -- rows ---------------------------------------------------------------------------------------------------------
    def _add(self, one: Mapping[str, Any]) -> None:
        line_no = len(self.rows) + 1
        editors: dict[str, Any] = {"behind": {k: one[k] for k in BEHIND}}
        for place, key in enumerate(HEADS):
            editor = self._editor(key)
            value = one[key]
            editor.set_value(f"{value.normalize():f}" if isinstance(value, Decimal) else value)
            editor.setAccessibleName(f"{self._heads()[place]} {line_no}")
            editor.set_read_only(self._read_only or (self._fixed and key not in ("title", "title_ms")))
            editor.edited.connect(self.edited)
            editors[key] = editor
            self.grid.addWidget(editor, line_no, place)
        more = icon_button("sliders-horizontal", _("More about this assessment"), lambda: self._more(editors),
                           small=True)
        editors["more"] = more
        self.grid.addWidget(more, line_no, len(HEADS), Qt.AlignmentFlag.AlignVCenter)
        if not self._fixed and not self._read_only:
            take = icon_button("trash-2", _("Remove component"), lambda: self._take(editors), small=True)
            editors["take"] = take
            self.grid.addWidget(take, line_no, len(HEADS) + 1, Qt.AlignmentFlag.AlignVCenter)
        self.rows.append(editors)
        self.setFocusProxy(self.rows[0]["code"])

    def _editor(self, key: str) -> Any:
        if key == "scale":
            return Choice([("mark", _("Marks")), ("competency", _("Competent or not")),
                           ("pass", _("Passed or failed"))])
        editor = NumberBox(places=2) if key in NUMBERS else TextBox()
        if key in NUMBERS or key == "code":
            editor.setMaximumWidth(theme().px(86))
        editor.setMinimumWidth(theme().px(44))
        return editor

    def tab_stops(self) -> list[QWidget]:
        """The fields as they are read, then the button below."""
        return [*(editors[key] for editors in self.rows for key in (*HEADS, "more", "take") if key in editors),
                self.add_button]

    def _one_more(self) -> None:
        self._add(row_of(ComponentSpec(f"C{len(self.rows) + 1}", "")))
        for one, other in pairwise(self.tab_stops()):
            QWidget.setTabOrder(one, other)
        self.rows[-1]["title"].setFocus()
        self.edited.emit()

    def _more(self, editors: dict[str, Any]) -> None:
        """What does not fit into the row, in a dialog of its own."""
        from ui.programmes.component_dialog import ComponentDialog

        dialog = ComponentDialog(editors["behind"], str(editors["title"].value() or editors["code"].value() or ""),
                                 self.units(), self.exams, self, fixed=self._fixed, read_only=self._read_only)

        def done() -> None:
            editors["behind"] = {**editors["behind"], **dialog.value()}
            exam = dialog.exam()
            if exam is not None and not self._fixed:
                editors["scale"].set_value("mark")
                editors["max_mark"].set_value(f"{exam.max_score.normalize():f}")
                editors["pass_mark"].set_value(f"{exam.pass_score.normalize():f}")
            self.edited.emit()

        dialog.accepted.connect(done)
        talk.open_dialog(dialog)

    def _take(self, editors: dict[str, Any]) -> None:
        self.set_value([one for one, other in zip(self.value(), self.rows, strict=True) if other is not editors])
        self.edited.emit()


def row_of(spec: Any, unit: str | None = None) -> dict[str, Any]:
    """A component as a row holds it; `unit` is the code of its unit where the component knows only the key."""
    found = {key: getattr(spec, key) for key in (*HEADS, *(k for k in BEHIND if k != "unit"))}
    found["unit"] = unit if unit is not None else getattr(spec, "unit", "")
    return found | {key: None if found[key] is None else Decimal(found[key]) for key in NUMBERS}


def spec_of(one: Mapping[str, Any]) -> ComponentSpec | str:
    """The component of a row, or the sentence about what cannot be read."""
    numbers = {k: one[k] for k in NUMBERS}
    if any(isinstance(v, str) for v in numbers.values()):
        return _("{title}: write numbers with a point, such as 12.5.").format(title=one["title"] or "")
    return ComponentSpec(one["code"] or "", one["title"] or "", one["title_ms"] or "", one["kind"],
                         one["scale"] or "mark", Decimal(numbers["weight"] or 0), Decimal(numbers["max_mark"] or 0),
                         None if numbers["pass_mark"] is None else Decimal(numbers["pass_mark"]), one["must_pass"],
                         one["max_attempts"], one["rule"], one["unit"] or "", one["exam_id"], bool(one["capped"]))


def rows_words(rows: Sequence[Mapping[str, Any]]) -> str:
    """The components in one line: `FINAL 60 %, PROJECT 40 %`."""
    return ", ".join(f"{one['code'] or '–'} {one['weight'] if one['weight'] is not None else 0:} %" for one in rows)
