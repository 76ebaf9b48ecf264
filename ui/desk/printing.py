"""Anything on paper: the PDF is made beside the window, looked at, then printed or saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.centre.queries import CentreProfile
from app.exchange.columns import Column
from app.exchange.files import atomic_write, safe_file_name
from app.exchange.list_paper import list_pdf
from app.i18n import _, show_moment
from app.job import Job, Progress
from ui.desk import talk
from ui.desk.desk import Desk

Make = Callable[[Progress], bytes]
Printed = Callable[[list[int]], object]


def offer(desk: Desk, title: str, make: Make, *, owner: QWidget, name: str, kind: str = "sheet",
          printed: Printed | None = None) -> None:
    """Make a PDF as a job, then show it before it is printed or saved.

    `make` runs beside the window. `name` is the file's, without its ending. `kind` says whose offsets count: 'sheet'
    or 'certificate'. `printed` is called with the pages (0 is the first) that the user says have come out.
    """
    desk.start(Job(title, make, "files"), owner=owner, then=lambda data: _show(desk, title, data, owner, name))


def offer_list(desk: Desk, title: str, facts: Sequence[str], columns: Sequence[Column[Any]],
               rows: Callable[[Progress], Sequence[Any]], *, owner: QWidget, name: str) -> None:
    """A list on paper, with the centre above it and at the foot who printed it and when."""
    office = desk.office
    assert office is not None

    def make(step: Progress) -> bytes:
        centre = office.ask(CentreProfile())
        by = _("Printed {when} by {name}").format(when=show_moment(office.clock()),
                                                  name=getattr(office.actor, "name", ""))
        return list_pdf(title, facts, columns, rows(step), step, centre=centre[0].name if centre else "", printed=by)

    offer(desk, title, make, owner=owner, name=name)


def _show(desk: Desk, title: str, data: bytes, owner: QWidget, name: str) -> None:
    def save(path: Path) -> None:
        with atomic_write(Path(path)) as temporary:
            temporary.write_bytes(data)
        desk.tell(_("Saved as {name}").format(name=Path(path).name))

    talk.choose_save(title, _("PDF (*.pdf)"), safe_file_name([name], ".pdf"), save, owner)
