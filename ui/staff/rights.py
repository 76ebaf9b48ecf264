"""What each role may do, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.i18n import _
from app.office.permissions import ROLES, role_label
from ui.kit.layout import box, column, line
from ui.kit.text import label
from ui.kit.theme import theme

NONE = "–"
LARGE = 1.4  # times the normal text


def rights() -> Sequence[tuple[str, tuple[str, ...]]]:
    """The table of rights in words: what, then one cell per role in the order of ROLES."""
    none = NONE
    view, edit = _("view"), _("edit")
    return (
        (_("Trainees and enrolments"), (edit, _("masked"), view, view, _("masked"))),
        (_("Mark attendance"), (_("edit, reopen"), _("own, until closed"), view, _("reopen"), view)),
        (_("Enter marks"), (view, _("own classes"), view, _("enter, amend"), view)),
        (_("Override a requirement"), (none, none, none, _("with a reason"), none)),
        (_("Issue certificates"), (none, none, _("issue"), _("make void"), view)),
        (_("Export full identity numbers"), (_("logged"), none, _("logged"), _("logged"), none)),
        (_("Settings"), (edit, view, view, view, view)),
        (_("Users"), (edit, none, none, none, none)),
        (_("Backups"), (_("make, restore"), none, _("make"), none, none)),
        (_("History"), (view, none, none, view, view)),
    )


def rights_table() -> QWidget:
    """The table of rights as a card: a row for each thing, a column for each role."""
    rows: list[QWidget] = [box(_row(label("", "caption"), [
        label(role_label(role), "strong", wrap=True) for role in ROLES]),
                               "sunken")]
    for words, cells in rights():
        rows += [line(), box(_row(label(words, wrap=True), [
            label(cell, "hint" if cell == NONE else "muted", wrap=True) for cell in cells]))]
    for number, (words, cells) in enumerate(rights()):
        said = "; ".join(f"{role_label(role)}: {cell}" for role, cell in zip(ROLES, cells, strict=True))
        rows[2 + 2 * number].setAccessibleName(f"{words}. {said}")
    return box(column(*rows, spacing=0, margins=(1, 1, 1, 1)), "card")


def _row(head: QLabel, cells: Sequence[QLabel]) -> QHBoxLayout:
    """Columns of the same width in every row."""
    made = QHBoxLayout()
    made.setContentsMargins(12, 8, 12, 8)
    large = theme().scale > LARGE  # then six columns share what room there is
    made.setSpacing(4 if large else 12)
    for number, cell in enumerate((head, *cells)):
        cell.setSizePolicy(QSizePolicy.Policy.Ignored, cell.sizePolicy().verticalPolicy())
        if large:
            cell.setProperty("role", "caption")
        if number:
            cell.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made.addWidget(cell, 4 if number else 5 if large else 8)
    return made
