"""The papers of the sample: roster, attendance sheet, the certificates of the finished cohort."""

from __future__ import annotations

from pathlib import Path

from app.attendance.sheets import write_roster
from app.attendance.sign_sheet import write_sign_sheet
from app.certificates.issue import issue_cohort
from app.chance import fixed
from app.cohorts.queries import CohortDetail
from app.completion.roster import results_for
from app.job import SILENT, Progress
from app.office.office import Office
from app.sample.paper_shop import hand_out
from app.sample.story import SEED

FINISHED = "HCIA-AI-03"


def write_papers(office: Office, folder: Path, step: Progress = SILENT) -> tuple[list[Path], list[str]]:
    """Write them all; the files, and who got no certificate and why."""
    cohort = office.ask(CohortDetail(code=FINISHED))[0]
    files = [write_roster(office, cohort.id, folder / f"{FINISHED} roster.xlsx", results=results_for(office),
                          step=step),
             write_sign_sheet(office, cohort.id, folder / f"{FINISHED} attendance.pdf", filled=True, step=step)]
    with fixed(f"{SEED}{FINISHED}"):
        done = issue_cohort(office, cohort.id, folder=folder / "certificates",
                            combined=folder / f"{FINISHED} certificates.pdf", step=step)
    files.append(folder / f"{FINISHED} certificates.pdf")
    files += [Path(row.file) for row in done.rows if row.file]
    hand_out(office)
    return files, [f"{row.name}: {row.why}" for row in done.rows if not row.number]
