"""Lists around a ceremony: names to be read and signed two days before, and the list for the programme book."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.centre.queries import CentreProfile
from app.certificates.stage import Stage, StageRow
from app.cohorts.queries import CohortDetail
from app.errors import Missing
from app.exchange.columns import Column
from app.exchange.list_paper import list_pdf
from app.exchange.sheet import write_sheet
from app.i18n import N_, _, show_moment
from app.job import SILENT, Progress
from app.office.office import Office


def _column(key: str, title: str, read: Callable[[StageRow], object], width: int) -> Column[StageRow]:
    return Column(key, lambda: _(title), read, width=width)


ROOM = 10.0  # mm: a name is written by hand
PROOF: tuple[Column[StageRow], ...] = (
    _column("name", N_("Name as it will be printed"), lambda r: r.name, 44),
    _column("identity", N_("MyKad or passport"), lambda r: r.identity, 16),
    _column("right", N_("Right (sign)"), lambda _r: "", 18),
    _column("wrong", N_("Wrong: write it as it should be"), lambda _r: "", 44))
PROGRAMME: tuple[Column[StageRow], ...] = (
    _column("name", N_("Name"), lambda r: r.name, 60),
    _column("organisation", N_("Employer"), lambda r: r.organisation, 40))


def proof_list(office: Office, cohort_id: int, step: Progress = SILENT) -> bytes:
    """Names by stage order, exactly as they will be printed, each with a line to sign or to correct it."""
    return _list(office, cohort_id, _("Proof list of names"), PROOF, step, [
        _("Read your name letter by letter. Sign when it is right, else write it beside it.")], ROOM)


def programme_list(office: Office, cohort_id: int, step: Progress = SILENT) -> bytes:
    """Names with their titles by stage order, for the book of the ceremony."""
    return _list(office, cohort_id, _("Programme-book list"), PROGRAMME, step, [])


def stage_rows(office: Office, cohort_id: int) -> list[StageRow]:
    """The roll in stage order. Missing when nobody is on it."""
    rows = list(office.ask(Stage(cohort_id=cohort_id)))
    if not rows:
        raise Missing(_("Nobody is on the roll of this cohort."))
    return rows


def _list(office: Office, cohort_id: int, title: str, columns: tuple[Column[StageRow], ...], step: Progress,
          more: list[str], row_height: float = 0.0) -> bytes:
    rows = stage_rows(office, cohort_id)
    cohort = office.ask(CohortDetail(cohort_id=cohort_id))[0]
    centre = office.ask(CentreProfile())
    numbers = {row.id: str(n) for n, row in enumerate(rows, start=1)}
    place: Column[StageRow] = Column("place", lambda: _("No."), lambda r: numbers[r.id], width=4)
    by = _("Printed {when} by {name}").format(when=show_moment(office.clock()), name=office.actor.name)
    return list_pdf(title, [f"{cohort.course_title} · {cohort.code}", *more], (place, *columns), rows, step,
                    centre=centre[0].name if centre else "", printed=by, row_height=row_height)


def programme_book(office: Office, cohort_id: int, path: Path, step: Progress = SILENT) -> Path:
    """The same as a workbook, for whoever sets the book."""
    return write_sheet(path, PROGRAMME, stage_rows(office, cohort_id), step)
