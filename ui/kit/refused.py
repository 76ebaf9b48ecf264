"""The cells of a pasted block that were not taken, in a list that can be copied and put right in the spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.exchange.columns import Column
from app.i18n import _, ngettext
from ui.kit.buttons import secondary
from ui.kit.dialog import Dialog
from ui.kit.grid_block import RefusedCell, write_block
from ui.kit.table import Table

COLUMNS: tuple[Column[RefusedCell], ...] = (
    Column("name", lambda: _("Trainee"), lambda r: r.name, width=26),
    Column("column", lambda: _("Column"), lambda r: r.column, width=20),
    Column("text", lambda: _("What was in it"), lambda r: r.text, width=12),
    Column("why", lambda: _("Why it was not taken"), lambda r: r.why, width=48),
)
HEIGHT = 280


class RefusedCells(Dialog):
    """`taken` cells are in the grid already; `more` says what else was left out."""

    def __init__(self, refused: Sequence[RefusedCell], taken: int, more: str = "", column: str = "",
                 parent: QWidget | None = None) -> None:
        n = len(refused)
        title = (ngettext("{n} cell was not taken", "{n} cells were not taken", n).format(n=n) if n
                 else _("The block was larger than the table"))
        said = ngettext("{n} other cell is saved. Undo takes it back.",
                        "{n} other cells are saved. Undo takes them back together.", taken).format(n=taken) if taken \
            else _("Nothing was changed.")
        super().__init__(title, f"{more} {said}".strip(), safe=_("Close"), icon="triangle-alert", wide=bool(n),
                         parent=parent)
        self.refused = tuple(refused)
        self.copy_button = secondary(_("Copy the list"), self.copy, icon="copy")
        self.copy_button.setVisible(bool(n))
        self.foot.insertWidget(0, self.copy_button)
        columns = [c if c.key != "column" or not column else
                   Column("column", lambda: column, lambda r: r.column, width=20) for c in COLUMNS]
        self.table = Table(columns, row="marks", stretch="why", name="name", edge=12, sortable=(),
                           accessible_name=title)
        self.table.set_rows(self.refused)
        self.table.setFixedHeight(HEIGHT)
        self.table.setVisible(bool(n))
        self.body.addWidget(self.table)

    def copy(self) -> None:
        """The list with its heads, for a spreadsheet or a letter."""
        head = [column.title() for column in COLUMNS]
        QGuiApplication.clipboard().setText(write_block(
            [head, *([r.name, r.column, r.text, r.why] for r in self.refused)]))
