"""The history of one cell, beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.attendance.cell_history import CellChange, CellHistory
from app.i18n import _, show_moment
from ui.attendance.book import Book, Place
from ui.attendance.drawing import session_line
from ui.kit.grid import Grid
from ui.kit.layout import box, column
from ui.kit.popover import Popover
from ui.kit.text import label

MOST = 8


def change_words(change: CellChange) -> str:
    """'Present → Late, 15 minutes. Bus', or what was asked for."""
    none = _("not marked")
    found = f"{change.before or none} → {change.after or none}"
    if change.minutes:
        found += ", " + _("{n} minutes").format(n=change.minutes)
    asked = {"request": _("Asked for: {change}"), "refused": _("Refused: {change}"),
             "withdrawn": _("Withdrawn: {change}")}.get(change.kind, "")
    if asked:
        found = asked.format(change=found)
    how = {"undo": _("taken back"), "redo": _("done again")}.get(change.kind, "") or source_words(change.source)
    if how:
        found += f" ({how})"
    more = [p for p in (change.reason, change.evidence) if p]
    if change.entered:
        more.insert(0, _("In class: {status}").format(status=change.entered))
    return f"{found}. {'. '.join(more)}" if more else found


def source_words(source: str) -> str:
    """Where a mark came from, where that is not the register itself."""
    return {"decision": _("decided by the office"), "leave": _("leave"), "door": _("at the door"),
            "online": _("online report"), "packet": _("attendance packet"), "import": _("imported"),
            "walkin": _("walk-in"), "console": _("command line")}.get(source, "")


def show_history(book: Book, grid: Grid, place: Place) -> None:
    """Ask, then open the card at the cell."""
    def show(changes: Sequence[CellChange]) -> None:
        row, session = book.person(place[0]), book.session(place[1])
        index = grid.model.place(*place)
        if row is None or session is None or not index.isValid():
            return
        title = f"{row.name} · {session_line(session)[0]}"
        Popover(grid.cell_rect(*place), title, _body(changes), owner=grid)

    book.desk.ask(CellHistory(enrolment_id=place[0], session_id=place[1]), owner=grid, then=show)


def _body(changes: Sequence[CellChange]) -> QWidget:
    lines: list[QWidget] = []
    spoken: list[str] = []
    for change in changes[:MOST]:
        words, who = change_words(change), f"{show_moment(change.at)} · {change.user}"
        lines += [label(words, "", wrap=True), label(who, "caption")]
        spoken.append(f"{words}, {who}")
    if not changes:
        lines.append(label(_("Nothing has been marked here yet."), "muted", wrap=True))
        spoken.append(_("Nothing has been marked here yet."))
    elif len(changes) > MOST:
        lines.append(label(_("{n} earlier changes are in the history of the cohort.").format(n=len(changes) - MOST),
                           "hint", wrap=True))
    body = box(column(*lines, spacing=3))
    body.setAccessibleDescription(". ".join(spoken))
    return body
