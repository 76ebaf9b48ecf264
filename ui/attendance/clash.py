"""Two PCs have marked the same cell: both values with who and when, and a choice for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.attendance.marking import Cell, Clash
from app.i18n import _, ngettext, show_moment
from ui.attendance.book import Book
from ui.attendance.drawing import session_line
from ui.desk import talk
from ui.kit.check import OneOf
from ui.kit.dialog import Dialog
from ui.kit.layout import box, column, least, scrolled
from ui.kit.text import label
from ui.kit.theme import theme

MOST_LINES, HIGH = 4, 300
THERE, MINE = "there", "mine"


def ask_clashes(book: Book, clashes: Sequence[Clash], others: Sequence[Cell], source: str, parent: QWidget) -> None:
    """Ask what holds; `others` are the cells of the same step that nobody else has touched: they are saved anyway."""
    talk.open_dialog(ClashDialog(book, clashes, others, source, parent))


class ClashDialog(Dialog):
    """What is there stays unless the own mark is chosen."""

    def __init__(self, book: Book, clashes: Sequence[Clash], others: Sequence[Cell], source: str, parent: QWidget
                 ) -> None:
        n = len(clashes)
        super().__init__(ngettext("Somebody else has marked this cell", "Somebody else has marked {n} of these cells",
                                  n).format(n=n),
                         _("Nothing has been overwritten. Choose which mark holds."), action=_("Save the choice"),
                         safe=_("Keep what is there"), icon="users", parent=parent.window())
        self.book, self.clashes, self.others, self.source = book, tuple(clashes), tuple(others), source
        self.choices = [OneOf([(THERE, self._there(c)), (MINE, self._mine(c))]) for c in self.clashes]
        lines: list[QWidget] = []
        for clash, choice in zip(self.clashes, self.choices, strict=True):
            choice.set_value(THERE)
            choice.setAccessibleName(self._title(clash))
            lines.append(box(column(label(self._title(clash), "strong", wrap=True), choice, spacing=2)))
        held: QWidget = box(column(*lines, spacing=10))
        if n > MOST_LINES:
            held = scrolled(held)
            least(held, height=theme().px(HIGH))
        self.body.addWidget(held)
        self.accepted.connect(lambda: self._send(True))
        self.rejected.connect(lambda: self._send(False))

    def _title(self, clash: Clash) -> str:
        person, session = self.book.person(clash.cell.enrolment_id), self.book.session(clash.cell.session_id)
        return " · ".join(p for p in (person.name if person else "", session_line(session)[0] if session else "") if p)

    def _status(self, code: str | None) -> str:
        status = self.book.status(code) if code else None
        return status.label if status is not None else code or _("Not marked")

    def _there(self, clash: Clash) -> str:
        who = f"{clash.by}, {show_moment(clash.at)}" if clash.at is not None else _("cleared by somebody else")
        return f"{self._status(clash.there)} ({who})"

    def _mine(self, clash: Clash) -> str:
        return _("{status} (typed here)").format(status=self._status(clash.cell.status))

    def _send(self, chosen: bool) -> None:
        mine = [replace(c.cell, seen=c.there) for c, choice in zip(self.clashes, self.choices, strict=True)
                if chosen and choice.value() == MINE]
        cells = [*self.others, *mine]
        if cells:
            self.book.send(cells, self.source)
