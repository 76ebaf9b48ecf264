"""Exam results as a list for screen, Excel and paper, and the check list of names before the week of an exam."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.centre.queries import CentreProfile
from app.cohorts.exports import RecordExport, Release, check_release, let_out
from app.cohorts.queries import CohortDetail, RollRow, check_own, read_roll
from app.exchange.columns import Column
from app.exchange.files import write_bytes
from app.exchange.sheet import write_sheet
from app.i18n import _, show_date, show_moment, show_span
from app.job import SILENT, Progress
from app.office.command import Query, Work, chunks
from app.office.office import Office
from app.office.permissions import Permission
from app.results.exams import ExamResult, ExamResults, standing_words
from app.trainees.identity import type_name
from app.trainees.records import Identity

COLUMNS: tuple[Column[ExamResult], ...] = (
    Column("number", lambda: _("Trainee number"), lambda r: r.number, width=14),
    Column("name", lambda: _("Name"), lambda r: r.name, width=36),
    Column("cohort", lambda: _("Cohort"), lambda r: r.cohort, width=18),
    Column("exam", lambda: _("Exam"), lambda r: r.exam.code, width=12),
    Column("exam_name", lambda: _("Exam name"), lambda r: r.exam.name, width=26),
    Column("attempt", lambda: _("Try"), lambda r: r.attempt, width=6, kind="number"),
    Column("date", lambda: _("Date"), lambda r: r.on_date, show=show_date, width=13, kind="date"),
    Column("score", lambda: _("Score"), lambda r: r.score_text, width=10, align="right"),
    Column("outcome", lambda: _("Outcome"), lambda r: "" if r.passed is None else _("Passed") if r.passed
           else _("Failed"), width=11),
    Column("expires", lambda: _("Valid until"), lambda r: r.expires, show=show_date, width=13, kind="date"),
    Column("standing", lambda: _("State"), lambda r: standing_words(r.standing), width=16),
    Column("why", lambda: _("Note"), lambda r: r.why, width=34),
)


def write_exams(office: Office, path: Path, *, cohort_id: int | None = None, only: str = "", within: int = 90,
                step: Progress = SILENT) -> int:
    """Write exam results as a workbook; how many."""
    rows = office.ask(ExamResults(cohort_id=cohort_id, only=only, within=within))  # type: ignore[arg-type]
    write_sheet(path, COLUMNS, rows, step, name=_("Exam results"))
    return len(rows)


@dataclass(frozen=True)
class NameLine:
    """A name as it must be typed for the exam, with the number of the document that is shown at the door."""

    place: int
    row: RollRow
    checked_by: str

    @property
    def differs(self) -> str:
        """What must be looked at before the exam, in words."""
        told = []
        if not self.row.identity:
            told.append(_("No identity document"))
        if not self.checked_by:
            told.append(_("Not checked against the card"))
        if self.row.certificate_name and self.row.certificate_name.casefold() != self.row.name.casefold():
            told.append(_("The certificate has another name"))
        if not self.row.email:
            told.append(_("No e-mail for the account"))
        return "; ".join(told)


NAMES: tuple[Column[NameLine], ...] = (
    Column("place", lambda: _("No."), lambda r: r.place, width=6, kind="number"),
    Column("number", lambda: _("Trainee number"), lambda r: r.row.number, width=14),
    Column("name", lambda: _("Name exactly as on the document"), lambda r: r.row.name, width=40),
    Column("type", lambda: _("Document"), lambda r: type_name(r.row.identity_type), width=12),
    Column("identity", lambda: _("Number"), lambda r: r.row.identity, width=18, kind="identity"),
    Column("certificate", lambda: _("Name on the certificate"), lambda r: r.row.certificate_name or r.row.name,
           width=36),
    Column("email", lambda: _("E-mail of the account"), lambda r: r.row.email, width=28),
    Column("checked", lambda: _("Checked by"), lambda r: r.checked_by, width=16),
    Column("note", lambda: _("Look at"), lambda r: r.differs, width=30),
    Column("signed", lambda: _("Signature: my name is right"), lambda r: "", width=24),
)


@dataclass(frozen=True, kw_only=True)
class NameCheck(Query[NameLine]):
    """The names of a cohort with full identity numbers, by name."""

    needs = Permission.EXPORT_FULL
    reads = frozenset({"enrolment", "trainee", "identity"})

    cohort_id: int

    def rows(self, work: Work) -> Sequence[NameLine]:
        check_own(work, self.cohort_id)
        roll = read_roll(work, self.cohort_id, full=True, everyone=False)
        checked: dict[int, str] = {}
        for part in chunks([r.trainee_id for r in roll]):
            checked.update(work.session.execute(select(Identity.trainee_id, Identity.checked_by).where(
                Identity.trainee_id.in_(part), Identity.is_current)).all())
        return [NameLine(n, r, checked.get(r.trainee_id, "")) for n, r in enumerate(roll, start=1)]


def write_names(office: Office, cohort_id: int, path: Path, *, release: Release,
                step: Progress = SILENT) -> int:
    """Write the check list as .xlsx or .pdf, and record that it left; how many names. Raises Refused, Invalid."""
    check_release(office.actor, release)
    rows = office.ask(NameCheck(cohort_id=cohort_id))
    entry = RecordExport(cohort_id=cohort_id, kind="names", rows=len(rows), release=release)
    with let_out(office, path, entry) as leaving:
        if path.suffix.lower() == ".pdf":
            write_bytes(leaving.made, names_pdf(office, cohort_id, rows, step))
        else:
            write_sheet(leaving.made, NAMES, rows, step, name=_("Names"), title=_("Name check list"),
                        lines=[[(1, f)] for f in _facts(office, cohort_id)])
    return len(rows)


def names_pdf(office: Office, cohort_id: int, rows: Sequence[NameLine], step: Progress = SILENT) -> bytes:
    """The check list on paper."""
    from app.exchange.list_paper import list_pdf

    centre = office.ask(CentreProfile())
    by = _("Printed {when} by {name}").format(when=show_moment(office.clock()), name=office.actor.name)
    return list_pdf(_("Name check list"), _facts(office, cohort_id), NAMES, rows, step,
                    centre=centre[0].name if centre else "", printed=by)


def _facts(office: Office, cohort_id: int) -> list[str]:
    cohort = office.ask(CohortDetail(cohort_id=cohort_id))[0]
    return [f"{cohort.code} · {cohort.course_title} · {show_span(cohort.starts, cohort.ends)}",
            _("The name and number at the test centre must be those of the document that is shown there.")]
