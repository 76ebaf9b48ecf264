"""Anything on paper: the PDF is made beside the window, looked at, then printed or saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.centre.queries import CentreProfile
from app.exchange.columns import Column
from app.exchange.files import safe_file_name, write_bytes
from app.i18n import _, show_moment
from app.job import Job, Progress
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.paper import Make, Paper, Printed

__all__ = ["Make", "Paper", "Printed", "offer", "offer_list", "offer_paper"]


def offer(desk: Desk, title: str, make: Make, *, owner: QWidget, name: str, kind: str = "sheet",
          printed: Printed | None = None, labels: Callable[[], Sequence[str]] | None = None) -> None:
    """Make a PDF as a job, then show it before it is printed or saved.

    `make` runs beside the window. `name` is the file's, without its ending. `kind` is 'sheet' or 'certificate', for
    which a test sheet comes first. `printed` is called with the pages (0 is the first) that the user says have come
    out. `labels` gives a word on each page, once it is made.
    """
    offer_paper(desk, Paper(title, make, name, kind, printed, labels), owner)


def offer_paper(desk: Desk, paper: Paper, owner: QWidget) -> None:
    """The same for a paper that may be put into other orders. Scripted, an answer is the path it is saved under."""
    def show(data: bytes) -> None:
        if talk.scripted and talk.answers():
            _save(desk, paper, data, owner)
        else:
            from ui.desk.print_dialog import PrintDialog

            PrintDialog(desk, paper, data, owner).open()

    desk.start(Job(paper.title, paper.make, "files"), owner=owner, then=show)


def offer_list(desk: Desk, title: str, facts: Sequence[str], columns: Sequence[Column[Any]],
               rows: Callable[[Progress], Sequence[Any]], *, owner: QWidget, name: str) -> None:
    """A list on paper, with the centre above it and at the foot who printed it and when."""
    office = desk.office
    assert office is not None

    def make(step: Progress) -> bytes:
        from app.exchange.list_paper import list_pdf

        centre = office.ask(CentreProfile())
        by = _("Printed {when} by {name}").format(when=show_moment(office.clock()),
                                                  name=getattr(office.actor, "name", ""))
        return list_pdf(title, facts, columns, rows(step), step, centre=centre[0].name if centre else "", printed=by)

    offer(desk, title, make, owner=owner, name=name)


def _save(desk: Desk, paper: Paper, data: bytes, owner: QWidget) -> None:
    def save(path: Path) -> None:
        write_bytes(Path(path), data)
        desk.tell(_("Saved as {name}").format(name=Path(path).name))

    talk.choose_save(paper.title, _("PDF (*.pdf)"), safe_file_name([paper.name], ".pdf"), save, owner)
