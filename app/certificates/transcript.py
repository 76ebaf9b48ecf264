"""The transcript of a trainee: every course at the centre with its results, certificates and exams, under a number of
its own. What was handed out is recorded; a number is never given twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select

from app.centre.queries import CentreRow, SignatoryRow, centre_row, signatories_on
from app.certificates.collect import fits
from app.certificates.numbering import number_text
from app.certificates.queries import live_certificates
from app.certificates.signing import Kit, kit_of
from app.certificates.templates import queries as templates
from app.certificates.templates.commands import keep as templates_keep
from app.certificates.templates.model import Layout
from app.cohorts.queries import check_own, read_cohort
from app.cohorts.records import Cohort, Enrolment, ExportLog
from app.cohorts.words import ON_ROLL, enrolment_status
from app.completion.assessed import Line, grade_key, lines_of
from app.completion.queries import read_completion
from app.completion.slip import UnitLine, identity_shown, unit_lines, unverified
from app.completion.words import decision_word
from app.errors import Invalid, Refused
from app.exchange.pen import Both, each
from app.i18n import _
from app.office import history
from app.office.command import Command, Query, Work
from app.office.permissions import Permission
from app.programmes.records import Course
from app.results.exams import ExamResult, read_results
from app.results.queries import read_tries, standings_of
from app.trainees.identity import mask, show
from app.trainees.records import Identity, Trainee
from app.trust import keys
from app.trust.statement import Claims, make_readable

PATTERN = "TR{yy}-{number:05}-{check}"
DESIGN = "transkrip"
"""Code of the template that comes with the program."""


@dataclass(frozen=True)
class TranscriptPart:
    """One enrolment."""

    code: str
    title: Both
    series: str
    starts: date
    ends: date
    hours: Decimal
    lines: tuple[Line, ...]
    units: tuple[UnitLine, ...]
    total: Fraction | None
    grade: Both
    outcome: Both  # the decision, or how the enrolment ended
    completed: bool
    attendance: str
    certificates: tuple[str, ...]
    verified: bool
    key: tuple[tuple[Both, str], ...]


@dataclass(frozen=True)
class Transcript:
    """Everything a transcript prints."""

    number: str  # '' while it is only looked at
    centre: CentreRow | None
    trainee_id: int
    trainee_number: str
    name: str
    identity: str
    parts: tuple[TranscriptPart, ...]
    exams: tuple[ExamResult, ...]
    issued_on: date
    signatory: SignatoryRow | None
    layout: Layout
    assets: Mapping[str, bytes]
    statement: str = ""  # what its QR code says, signed; '' while it is only looked at
    kit: Kit | None = None  # what its file is signed with; None while it is only looked at

    @property
    def verified(self) -> bool:
        """Whether every result on it is verified."""
        return all(p.verified for p in self.parts if p.lines)

    @property
    def completed(self) -> tuple[TranscriptPart, ...]:
        """The courses that were completed."""
        return tuple(p for p in self.parts if p.completed)


def read_transcript(work: Work, trainee_id: int, template: str, number: str = "",
                    signatory_id: int | None = None) -> Transcript:
    """Read inside a transaction; the latest course first. Missing or Refused when the template cannot be used."""
    layout, _digest = templates.current(work, template)
    if layout.table is None:
        raise Refused(_("{name} is a template of certificates. Choose one of transcripts.").format(name=template))
    person = work.get(Trainee, trainee_id)
    centre = centre_row(work)
    policy = identity_shown(work, centre.identity_on_certificate if centre else "full")
    held = work.session.scalars(select(Identity).where(
        Identity.trainee_id == trainee_id, Identity.is_current)).first()
    identity = "" if held is None or policy is None else (
        show(held.type, held.number) if policy else mask(held.number))
    rows = work.session.execute(select(Enrolment, Course).join(Cohort, Cohort.id == Enrolment.cohort_id)
                                .join(Course, Course.id == Cohort.course_id)
                                .where(Enrolment.trainee_id == trainee_id).order_by(Cohort.starts.desc())).all()
    papers: dict[int, list[str]] = {}
    for (enrolment_id, _kind), (_key, found, _state) in live_certificates(work, [e.id for e, _c in rows]).items():
        papers.setdefault(enrolment_id, []).append(found)
    open_ = unverified(work, [e.id for e, _c in rows])
    signing = signatories_on(work, work.today)
    signatory = next((s for s in signing if s.id == signatory_id), None) if signatory_id else next(iter(signing), None)
    return Transcript(number, centre, trainee_id, person.number, person.certificate_name or person.full_name, identity,
                      tuple(_part(work, e, c, tuple(papers.get(e.id, ())), e.id not in open_) for e, c in rows),
                      tuple(r for r in read_results(work, trainee_id=trainee_id) if r.state != "booked"), work.today,
                      signatory, layout, templates.assets_of(work, layout))


def _part(work: Work, enrolment: Enrolment, course: Course, papers: tuple[str, ...], verified: bool) -> TranscriptPart:
    check_own(work, enrolment.cohort_id)
    cohort = read_cohort(work, enrolment.cohort_id)
    hours = course.hours_theory + course.hours_practical
    title = (course.title_ms or course.title, course.title_en or course.title)
    if enrolment.status not in ON_ROLL:
        words = each(lambda: enrolment_status(enrolment.status))
        return TranscriptPart(course.code, title, cohort.code, enrolment.joined_on, enrolment.left_on or cohort.ends,
                              hours, (), (), None, ("", ""), words, False, "", papers, verified, ())
    sheet = read_completion(work, enrolment.cohort_id, enrolment.id)
    row = sheet.rows[0]
    mine = standings_of(sheet.course, read_tries(work, [enrolment.id]), enrolment.id)
    figure = row.attendance.figure
    grade = row.outcome.grade
    decided = row.decision.kind if row.decision else "completed" if papers else "pending"
    return TranscriptPart(
        course.code, title, cohort.code, cohort.starts, cohort.ends, hours, lines_of(sheet.course, mine),
        unit_lines(sheet.course, mine), row.total,
        (grade.title_ms or grade.title, grade.title) if grade else ("", ""), each(lambda: decision_word(decided)),
        decided in ("completed", "attended_only"), figure.text if figure is not None else "", papers, verified,
        tuple(grade_key(sheet.course.grades)))


def stated(work: Work, made: Transcript) -> Transcript:
    """With the signed statement of its QR code and what its file is signed with. Refused where this PC cannot sign."""
    keys.ensure(work)
    key, centre = keys.statement_signer(work), made.centre
    days = [day for part in made.completed for day in (part.starts, part.ends)]
    claims = Claims(number=made.number, name=made.name, kind="transcript", issued_on=made.issued_on,
                    course=", ".join(dict.fromkeys(part.code for part in made.completed)),
                    starts=min(days, default=None), ends=max(days, default=None),
                    anchor=history.head(work.session.connection()).anchor(), centre=centre.code if centre else "")
    said = make_readable(claims, key.kid, key.sign, centre.verify_url if centre else "",
                         fits)
    return replace(made, kit=kit_of(work), statement=said)


@dataclass(frozen=True, kw_only=True)
class TranscriptOf(Query[Transcript]):
    """A transcript to look at, without a number."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"attempt", "enrolment", "trainee", "identity", "cohort", "component", "certificate", "exam",
                       "template", "template_version", "template_asset"})

    trainee_id: int
    signatory_id: int | None = None
    template: str = DESIGN

    def rows(self, work: Work) -> Sequence[Transcript]:
        return [read_transcript(work, self.trainee_id, self.template, "", self.signatory_id)]


@dataclass(frozen=True, kw_only=True)
class IssueTranscript(Command[Transcript]):
    """Give a transcript its number and record that it was handed out. It is not undone: the paper has left."""

    needs = Permission.CERTIFICATES_ISSUE
    undoable = False

    trainee_id: int
    signatory_id: int | None = None
    template: str = DESIGN
    name: str = ""  # of the trainee, for the history

    def label(self) -> str:
        return _("Issue a transcript of {name}").format(name=self.name or self.trainee_id)

    def run(self, work: Work) -> Transcript:
        if work.session.execute(select(Enrolment.id).where(Enrolment.trainee_id == self.trainee_id)).first() is None:
            raise Invalid(_("There is nothing to certify: this trainee has been in no cohort."))
        year = work.today.year
        number = number_text(PATTERN, "", year, work.next_number(f"transcript {year}"))
        templates_keep(work, self.template)
        made = stated(work, read_transcript(work, self.trainee_id, self.template, number, self.signatory_id))
        said = json.dumps([made.number, made.trainee_number, made.name,
                           [[p.code, p.series, str(p.total), [[one.code, one.mark] for one in p.lines]]
                            for p in made.parts]], ensure_ascii=False)
        work.add(ExportLog(cohort_id=None, kind="transcript", rows=1, purpose=_("Transcript"), recipient=made.name,
                           file_name=number, file_hash=hashlib.sha256(said.encode()).hexdigest(), by=work.actor.name,
                           at=work.now))
        return made
