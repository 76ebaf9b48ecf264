"""Help > Save a problem report: asks where, writes it beside the window, says what is in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import _
from app.job import Job, Progress
from app.office.office import utc_now
from ui.desk import talk
from ui.desk.desk import Desk


def save_report(desk: Desk, window: QWidget) -> None:
    """A zip with versions, counts and the log; nothing in it names a person."""
    engine = desk.office.engine if desk.office is not None else None
    screens = ", ".join(f"{s.size().width()}x{s.size().height()} at {s.devicePixelRatio():g}"
                        for s in QApplication.screens())
    screen = f"Window {window.width()}x{window.height()}, screens {screens}"

    def save(path: Path) -> None:
        from app.problem_report import write_report

        def write(step: Progress) -> None:
            write_report(Path(path), engine, screen, utc_now(), step)

        desk.start(Job(_("Problem report"), write, "office"), owner=window, then=lambda _none: desk.tell(
            _("Saved as {name}. It holds versions, counts and the log, and no name or number of a person.").format(
                name=Path(path).name)))

    talk.choose_save(_("Save a problem report"), _("Zip file (*.zip)"), "sijil-problem.zip", save, window)
