"""Issuing, voiding, printing. None of these is undone: a certificate that has left the house is made void."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select

from app.centre.records import Series
from app.certificates import numbering
from app.certificates.approve import check_voiding, make_void, not_void, reason_problems
from app.certificates.collect import Award, collect
from app.certificates.facts import KINDS, LANGUAGES, Design, Kind, Language
from app.certificates.life import note
from app.certificates.pictures import put_apart
from app.certificates.queries import folded, live_certificates
from app.certificates.records import Certificate
from app.certificates.runs import Run, put_run
from app.certificates.seal import Sealed, seal, the_centre
from app.certificates.templates.commands import keep
from app.cohorts.records import Cohort, Enrolment
from app.completion.commands import put_decision
from app.completion.queries import CompletionRow, CompletionSheet, read_completion
from app.errors import Conflict, Invalid, Missing, Refused
from app.i18n import _, ngettext
from app.office.command import Command, Work
from app.office.permissions import Permission
from app.results.locks import lock_under_certificate
from app.trainees.records import Identity, Trainee

ON_RESULTS = ("completion", "achievement")
"""Kinds that rest on results; the others say only that somebody was there."""


@dataclass(frozen=True)
class Issued:
    """A certificate that was just issued."""

    id: int
    enrolment_id: int
    number: str
    code: str
    holder: str


class AlreadyIssued(Conflict):
    """The enrolment has a live certificate of this kind; `number` says which."""

    def __init__(self, number: str, name: str) -> None:
        super().__init__(_("{name} has {number} already.").format(name=name, number=number))
        self.number = number


@dataclass(frozen=True, kw_only=True)
class IssueCertificate(Command[Issued]):
    """Issue one certificate: number, frozen facts and code, in one transaction. A refusal leaves no gap.

    The number's counter is taken first: it locks out other issuers, so all that is read after it is what they left.
    """

    needs = Permission.CERTIFICATES_ISSUE
    undoable = False

    enrolment_id: int
    kind: Kind = "completion"
    language: Language = "bi"
    design: Design = "klasik"
    issued_on: date
    name: str = ""  # of the trainee, for the label
    award: Award = field(default_factory=Award)

    def label(self) -> str:
        return _("Issue a certificate to {name}").format(name=self.name) if self.name else _("Issue a certificate")

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, allowed in (("kind", KINDS), ("language", LANGUAGES)):
            if getattr(self, name) not in allowed:
                found[name] = _("Choose one of {choices}.").format(choices=", ".join(allowed))
        return found | self.award.problems(self.kind, self.language, self.issued_on)

    def run(self, work: Work) -> Issued:
        programme = numbering.programme_of(work, self.enrolment_id)
        series = numbering.active_series(work, programme, self.kind)
        number = numbering.take(work, series, the_centre(work).code, self.issued_on.year, programme, self.kind)
        sheet, row = self._who(work)
        facts = collect(work, sheet, row, kind=self.kind, language=self.language, design=self.design,
                        issued_on=self.issued_on, number=number, award=self.award)
        facts = replace(facts, template=keep(work, self.design).digest)
        return self._write(work, series, row, seal(work, facts))

    def _who(self, work: Work) -> tuple[CompletionSheet, CompletionRow]:
        enrolment = work.get(Enrolment, self.enrolment_id)
        name = work.get(Trainee, enrolment.trainee_id).full_name
        live = live_certificates(work, [enrolment.id]).get((enrolment.id, self.kind))
        if live is not None:
            raise AlreadyIssued(live[1], name)
        sheet = read_completion(work, enrolment.cohort_id, enrolment.id)
        if not sheet.rows:
            raise Missing(_("{name} has left the cohort.").format(name=name))
        if sheet.cohort.status == "cancelled":
            raise Refused(_("The cohort was cancelled; it has no certificates."))
        if self.issued_on < sheet.cohort.starts:
            raise Invalid({"issued_on": _("The date of issue lies before the first day of the cohort.")})
        why = sheet.rows[0].why_not(self.kind)
        if why:
            raise Refused(_("{name} does not qualify: {why}").format(name=name, why="; ".join(why)))
        return sheet, sheet.rows[0]

    def _write(self, work: Work, series: Series, row: CompletionRow, made: Sealed) -> Issued:
        facts = made.facts
        cohort = work.get(Cohort, work.get(Enrolment, self.enrolment_id).cohort_id)
        identities = work.session.scalars(select(Identity.number).where(Identity.trainee_id == row.trainee_id))
        record = work.add(Certificate(
            number=facts.number, code=facts.verification_code, enrolment_id=self.enrolment_id, series_id=series.id,
            kind=self.kind, language=self.language, design=self.design, facts=put_apart(work, facts).to_json(),
            holder=facts.full_name,
            search=folded(" ".join((facts.full_name, facts.number, facts.verification_code, *identities))),
            issued_on=self.issued_on, issued_at=work.now, issued_by=work.actor.name, awarded_on=facts.awarded_on,
            expires_on=facts.expires_on, status_index=made.status_index, key_id=made.key_id))
        note(work, record, "issued")
        if cohort.policy_frozen_at is None:
            cohort.policy_frozen_at = work.now
        if self.kind in ON_RESULTS:
            lock_under_certificate(work, self.enrolment_id, record.number)
        if row.decision is None or row.decision.kind == "pending":
            if row.qualifies:
                put_decision(work, row, "completed")
            elif self.kind == "attendance":
                put_decision(work, row, "attended_only")
        return Issued(record.id, self.enrolment_id, record.number, record.code, record.holder)


@dataclass(frozen=True, kw_only=True)
class VoidCertificate(Command[str]):
    """Make a certificate void, for good. Its number stays in the register and is never given again."""

    needs = Permission.CERTIFICATES_VOID
    undoable = False

    number: str
    reason: str

    def label(self) -> str:
        return _("Void certificate {number}").format(number=self.number)

    def problems(self) -> dict[str, str]:
        return reason_problems(self.reason)

    def run(self, work: Work) -> str:
        record = not_void(work, self.number)
        check_voiding(work, record)
        make_void(work, record, self.reason.strip())
        return record.number


@dataclass(frozen=True, kw_only=True)
class RecordPrint(Command[int]):
    """Note that certificates were printed or written to PDF; each gets its next print number.

    `where` says on which printer and which sheets they were; the print log keeps it. `place` in words comes first in
    the life of each certificate.
    """

    needs = Permission.CERTIFICATES_ISSUE
    undoable = False

    certificate_ids: tuple[int, ...]
    place: str = ""
    where: Run = field(default_factory=Run)

    def label(self) -> str:
        n = len(self.certificate_ids)
        return ngettext("Print {n} certificate", "Print {n} certificates", n).format(n=n)

    def problems(self) -> dict[str, str]:
        return {} if self.certificate_ids else {"certificate_ids": _("Choose at least one certificate.")}

    def run(self, work: Work) -> int:
        run = put_run(work, "certificate", self.where, len(self.certificate_ids))
        sheets = self.where.sheets or tuple(range(1, len(self.certificate_ids) + 1))
        for key, sheet in zip(self.certificate_ids, sheets, strict=True):
            record = work.get(Certificate, key)
            if record.state == "void":
                raise Refused(_("{number} is void and is not printed any more.").format(number=record.number))
            if record.legacy:
                raise Refused(_("{number} is an old paper; it can be replaced.").format(number=record.number))
            record.prints += 1
            record.printed_at = work.now
            work.session.flush()
            note(work, record, "printed", reason=self.place.strip() or self.where.words(), print_no=record.prints,
                 run_id=run.id, sheet=sheet)
        return len(self.certificate_ids)
