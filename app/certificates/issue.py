"""A cohort's certificates in one go, for front ends without a list to tick: plan, issue, write the files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.certificates.batch import Batch, Report
from app.certificates.collect import Award
from app.certificates.commands import RecordPrint
from app.certificates.facts import Design, Kind, Language
from app.certificates.plan import IssuePlan, Plan
from app.certificates.press import write_pdfs
from app.certificates.queries import CertificatesWhole
from app.errors import Invalid, SijilError
from app.i18n import _
from app.job import SILENT, Cancelled, Progress
from app.office.office import Office


@dataclass(frozen=True)
class Row:
    """Somebody on the roll: with a number (and file), or the reason why not."""

    name: str
    number: str = ""
    file: Path | None = None
    why: str = ""
    new: bool = False

    def to_json(self) -> dict[str, Any]:
        """As the command line prints it."""
        if not self.number:
            return {"name": self.name, "reason": self.why}
        return {"number": self.number, "name": self.name, "file": str(self.file) if self.file else None,
                "new": self.new}


@dataclass(frozen=True)
class Result:
    """Everybody on the roll by name, and the report of what was issued now."""

    rows: tuple[Row, ...]
    report: Report


def issue_cohort(office: Office, cohort_id: int, *, kind: Kind | None = None, design: Design | None = None,
                 language: Language | None = None, issued_on: date | None = None, folder: Path | None = None,
                 combined: Path | None = None, step: Progress = SILENT, award: Award | None = None) -> Result:
    """Issue to all who qualify and write the files of all who have one. Running it again issues nothing twice."""
    def ask() -> Plan:
        return office.ask(IssuePlan(cohort_id=cohort_id, kind=kind, design=design, language=language,
                                    issued_on=issued_on, award=award or Award()))[0]

    plan = ask()
    wrong = plan.award.problems(plan.kind, plan.language, plan.issued_on)
    if wrong:
        raise Invalid(wrong)
    people = [(line.enrolment_id, line.name) for line in plan.ready()]
    batch = Batch(people, plan.kind, plan.language, plan.design, plan.issued_on, plan.award)
    report = batch.run(office, step) if people else Report()
    after = ask() if people else plan
    refused = {r.enrolment_id: r.why for r in report.refused if not r.number}
    files, failure = _write(office, after, folder, combined, step, stopped=report.cancelled)
    new = {made.enrolment_id for made in report.issued}
    rows = []
    for line in after.lines:
        why = failure if line.number and failure and line.number not in files else ""
        if not line.number:
            why = "; ".join(line.why_not) or refused.get(line.enrolment_id, "") or report.stopped_by or _(
                "Its turn did not come.")
        rows.append(Row(line.name, line.number, files.get(line.number), why, line.enrolment_id in new))
    return Result(tuple(rows), report)


def _write(office: Office, plan: Plan, folder: Path | None, combined: Path | None, step: Progress, *,
           stopped: bool) -> tuple[dict[str, Path], str]:
    """Number -> file, and the sentence of what stood in the way. The certificates stand, whatever happens here."""
    ids = tuple(line.certificate_id for line in plan.issued() if line.certificate_id is not None)
    if not ids or stopped or (folder is None and combined is None):
        return {}, ""
    try:
        found = sorted(office.ask(CertificatesWhole(ids=ids)),  # whoever has no place on the stage keeps his here
                       key=lambda w: (w.row.stage_order is None, w.row.stage_order or 0))
        written = write_pdfs(found, folder, combined=combined, step=step)
        if office.may(RecordPrint):
            office.do(RecordPrint(certificate_ids=ids))
    except Cancelled:
        return {}, _("Writing the files was stopped. The certificates are issued; write them again.")
    except SijilError as error:
        return {}, str(error)
    return {w.number: w.file for w in written}, ""
