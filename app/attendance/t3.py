"""The attendance report for a sponsor, with everything HRD Corp Form T3 has: one for each employer, as PDF and Excel.

Identity numbers stand in it in full, so it asks for the right to export them, a purpose and a recipient, and is kept
in the log of exports with the hash of its file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select

from app.attendance.paper_ink import BOLD, PLAIN, SOFT, both, put, put_line, rule
from app.attendance.queries import Register, RegisterView
from app.attendance.sheet_pages import EDGE, WIDTH, Design, Part, citizenship, draw, session_boxes
from app.attendance.sign_sheet import employers
from app.centre.queries import CentreProfile
from app.cohorts.exports import RecordExport, Release, check_release, let_out
from app.cohorts.queries import RollRow, check_own
from app.cohorts.records import Enrolment
from app.errors import Missing
from app.exchange.files import safe_file_name, write_bytes
from app.exchange.pdf import Ink
from app.i18n import N_, _, show_moment
from app.job import SILENT, Progress
from app.office.command import Query, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.trainees.records import Trainee

TITLE = N_("Trainee attendance report")
FORM = N_("Holds what HRD Corp Form T3 (PSMB/SBL-KHAS/T3/01) asks for")
ROWS = 16  # on a page, so that both certifications have their place below
STAMP = 42.0, 30.0  # mm


@dataclass(frozen=True)
class Report:
    """One employer's trainees with the register they stand in."""

    view: RegisterView
    centre: str
    employer: str
    people: tuple[RollRow, ...]
    countries: Mapping[int, str]  # nationality of who is not Malaysian, by enrolment
    printed: str

    def citizenship(self, row: RollRow) -> str:
        """Malaysian, or the country."""
        country = self.countries.get(row.enrolment_id, "")
        return country if row.citizenship == "NON" and country else citizenship(row)

    def remark(self, row: RollRow) -> str:
        """Who was replaced by whom, who came later or left."""
        names = {r.enrolment_id: r.name for r in self.view.rows}
        said = []
        if row.replaced_by_id is not None:
            said.append((both(N_("Replaced by")) + " " + names.get(row.replaced_by_id, "")).strip())
        elif row.left_on is not None:
            said.append(both(N_("Left")) + f" {row.left_on:%d/%m/%Y}")
        if row.joined_on > self.view.cohort.starts:
            said.append(both(N_("Joined")) + f" {row.joined_on:%d/%m/%Y}")
        return ", ".join(said)


@dataclass(frozen=True, kw_only=True)
class Nationalities(Query[tuple[int, str]]):
    """Enrolment and nationality (ISO 3166) of a cohort's trainees."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"enrolment", "trainee"})

    cohort_id: int

    def rows(self, work: Work) -> Sequence[tuple[int, str]]:
        check_own(work, self.cohort_id)
        return [(key, country) for key, country in work.session.execute(
            select(Enrolment.id, Trainee.nationality).join(Trainee, Trainee.id == Enrolment.trainee_id)
            .where(Enrolment.cohort_id == self.cohort_id))]


def reports(office: Office, cohort_id: int, *, employer: str | None = None, replaced: bool = False,
            only: Collection[int] | None = None) -> list[Report]:
    """A report for each employer, or for one; of some enrolments `only`. With `replaced` also who was replaced."""
    view = office.ask(Register(cohort_id=cohort_id, full=True, everyone=replaced))[0]
    centre = office.ask(CentreProfile())
    countries = dict(office.ask(Nationalities(cohort_id=cohort_id)))
    people = [r for r in view.rows if (r.on_roll or (replaced and r.status == "replaced"))
              and (only is None or r.enrolment_id in only)]
    found = [Report(view, centre[0].name if centre else "", name or "", tuple(who), countries,
                    show_moment(office.clock()))
             for name, who in employers(people) if employer is None or name == employer]
    if not found:
        raise Missing(_("Nobody is on the roll of this cohort."))
    return found


def report_pdf(found: Sequence[Report], step: Progress = SILENT) -> bytes:
    """The reports as one PDF, each on pages of its own."""
    view = found[0].view
    sessions = [s for s in view.sessions if not s.cancelled]
    parts = [(Design(TITLE, both(FORM), filled=True, rows=ROWS, padded=False, remark=one.remark,
                     citizenship=one.citizenship, foot=_certified(one)),
              Part(one.people, session_boxes(sessions), one.employer)) for one in found]
    return draw(view, found[0].centre, found[0].printed, parts, step)


def _certified(report: Report) -> Callable[[Ink, float], None]:
    """Both certifications, with room for a stamp."""
    def foot(ink: Ink, top: float) -> None:
        top = max(top, 156.0)
        width = (WIDTH - 2 * EDGE - 8) / 2
        for n, (who, whose) in enumerate(((N_("Certified by the training provider"), report.centre),
                                          (N_("Certified by the employer"), report.employer))):
            _certificate(ink, who, whose, EDGE + n * (width + 8), top + 3, width)

    return foot


def _certificate(ink: Ink, who: str, whose: str, x: float, top: float, width: float) -> None:
    wide, high = STAMP
    room = width - wide - 4
    put_line(ink, both(who), x, top + 2.5, room, 2.7, BOLD)
    put_line(ink, whose, x, top + 6.6, room, 2.7)
    put(ink, both(N_("I certify that the attendance above is true.")), x, top + 11.4, room, 2.2, PLAIN, SOFT, lines=2)
    for n, words in enumerate((N_("Signature"), N_("Name"), N_("Post"), N_("Date"))):
        y = top + 20 + n * 6.2
        put_line(ink, both(words), x, y, 26, 2.3, PLAIN, SOFT)
        rule(ink, x + 28, y + 0.6, room - 28)
    ink.rect(x + width - wide, top, wide, high + 10, stroke=SOFT, width=0.15)
    put_line(ink, both(N_("Company stamp")), x + width - wide / 2, top + high + 8, wide - 2, 2.2, PLAIN, SOFT,
             "center")


def t3_pdf(office: Office, cohort_id: int, *, release: Release, employer: str | None = None,
           replaced: bool = False, only: Collection[int] | None = None, step: Progress = SILENT) -> bytes:
    """The reports for printing; noted as an export, for the numbers leave the program on paper."""
    check_release(office.actor, release)
    found = reports(office, cohort_id, employer=employer, replaced=replaced, only=only)
    data = report_pdf(found, step)
    office.do(replace(_entry(found, release), file_name=f"T3 {found[0].view.cohort.code}.pdf",
                      file_hash=hashlib.sha256(data).hexdigest()))
    return data


def write_t3(office: Office, cohort_id: int, folder: Path, *, release: Release,
             employer: str | None = None, replaced: bool = False, only: Collection[int] | None = None,
             step: Progress = SILENT) -> list[Path]:
    """A PDF and a workbook for each employer in a folder; each is noted as an export."""
    from app.attendance.t3_sheet import write_report

    check_release(office.actor, release)
    written = []
    found = reports(office, cohort_id, employer=employer, replaced=replaced, only=only)
    for n, one in enumerate(found, start=1):
        parts = ["T3", one.view.cohort.code, one.employer]
        pdf = folder / safe_file_name(parts, ".pdf")
        book = folder / safe_file_name(parts, ".xlsx")
        with let_out(office, pdf, _entry([one], release)) as leaving:
            write_bytes(leaving.made, report_pdf([one]))
        with let_out(office, book, _entry([one], release)) as leaving:
            write_report(one, leaving.made)
        written += [pdf, book]
        step(n, len(found), _("Writing {name}").format(name=pdf.name))
    return written


def _entry(found: Sequence[Report], release: Release) -> RecordExport:
    return RecordExport(cohort_id=found[0].view.cohort.id, kind="t3", rows=sum(len(r.people) for r in found),
                        release=release)
