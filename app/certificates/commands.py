"""Issuing, voiding, printing. None of these is undone: a certificate that has left the house is made void."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from app.centre.queries import centre_row
from app.centre.records import Series
from app.certificates import codes, numbering
from app.certificates.collect import collect, last_four, sealed, with_code
from app.certificates.facts import DESIGNS, KINDS, LANGUAGES, Design, Facts, Kind, Language
from app.certificates.pictures import put_apart
from app.certificates.queries import find, folded, live_certificates
from app.certificates.records import Certificate, CertificateEvent
from app.cohorts.records import Cohort, Enrolment
from app.completion.commands import put_decision
from app.completion.queries import CompletionRow, CompletionSheet, read_completion
from app.errors import Conflict, Invalid, Missing, Refused
from app.i18n import _, ngettext
from app.office import history
from app.office.command import Command, Work
from app.office.permissions import Permission
from app.results.locks import lock_under_certificate
from app.trainees.records import Identity, Trainee

TRIES = 20
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

    def label(self) -> str:
        return _("Issue a certificate to {name}").format(name=self.name) if self.name else _("Issue a certificate")

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for field, allowed in (("kind", KINDS), ("language", LANGUAGES), ("design", DESIGNS)):
            if getattr(self, field) not in allowed:
                found[field] = _("Choose one of {choices}.").format(choices=", ".join(allowed))
        return found

    def run(self, work: Work) -> Issued:
        series = active_series(work)
        year = self.issued_on.year
        count = work.next_number(numbering.scope(series.code, year))
        sheet, row = self._who(work)
        centre = centre_row(work)
        if centre is None:
            raise Refused(_("Set up the centre first: its name and code stand on every certificate."))
        number = numbering.number_text(series.pattern, centre.code, year, count)
        facts = collect(work, sheet, row, kind=self.kind, language=self.language, design=self.design,
                        issued_on=self.issued_on, number=number)
        facts = replace(facts, history_anchor=history.head(work.session.connection()).anchor())
        key = codes.make_key(work)
        code = _free_code(work, lambda: codes.make_code(key, sealed(facts)))
        facts = with_code(facts, code, last_four(facts), centre.verify_url)
        told = paper_problems(facts)
        if told:
            raise Invalid(" ".join(told))
        return self._write(work, series, row, facts)

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

    def _write(self, work: Work, series: Series, row: CompletionRow, facts: Facts) -> Issued:
        cohort = work.get(Cohort, work.get(Enrolment, self.enrolment_id).cohort_id)
        identities = work.session.scalars(select(Identity.number).where(Identity.trainee_id == row.trainee_id))
        record = work.add(Certificate(
            number=facts.number, code=facts.verification_code, enrolment_id=self.enrolment_id, series_id=series.id,
            kind=self.kind, language=self.language, design=self.design, facts=put_apart(work, facts).to_json(),
            holder=facts.full_name,
            search=folded(" ".join((facts.full_name, facts.number, facts.verification_code, *identities))),
            issued_on=self.issued_on, issued_at=work.now, issued_by=work.actor.name))
        work.add(CertificateEvent(certificate_id=record.id, at=work.now, by=work.actor.name, kind="issued"))
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


def active_series(work: Work) -> Series:
    """The series that new certificates are numbered by. Refused when there is none."""
    found = work.session.scalars(select(Series).where(Series.active).order_by(Series.id)).first()
    if found is None:
        raise Refused(_("There is no series of certificate numbers. Set one up: Settings, Centre."))
    return found


def _free_code(work: Work, make: Callable[[], str]) -> str:
    for _try in range(TRIES):
        code = make()
        if not work.session.scalar(select(Certificate.id).where(Certificate.code == code)):
            return code
    raise RuntimeError("no verification code is free")


def paper_problems(facts: Facts) -> list[str]:
    """Why these facts cannot be printed, a sentence each (a letter that no font has)."""
    from app.certificates.paper import problems

    return list(problems(facts))


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
        if len(self.reason.strip()) < 5:
            return {"reason": _("Write the reason. Whoever verifies the certificate is told that it is void.")}
        return {}

    def run(self, work: Work) -> str:
        record = find(work, self.number)
        if record is None:
            raise Missing(_("There is no certificate {number}.").format(number=self.number))
        if record.state == "void":
            raise Refused(_("{number} is void already.").format(number=record.number))
        record.state = "void"
        record.voided_at = work.now
        work.add(CertificateEvent(certificate_id=record.id, at=work.now, by=work.actor.name, kind="void",
                                  reason=self.reason.strip()))
        if record.enrolment_id is not None:
            self._thaw(work, record.enrolment_id)
        return record.number

    def _thaw(self, work: Work, enrolment_id: int) -> None:
        """Without a certificate that rests on it, the attendance policy of the cohort may be changed again."""
        cohort = work.get(Cohort, work.get(Enrolment, enrolment_id).cohort_id)
        others = select(Certificate.id).join(Enrolment, Enrolment.id == Certificate.enrolment_id).where(
            Enrolment.cohort_id == cohort.id, Certificate.state != "void").limit(1)
        if work.session.scalar(others) is None:
            cohort.policy_frozen_at = None


@dataclass(frozen=True, kw_only=True)
class RecordPrint(Command[int]):
    """Note that certificates were printed or written to PDF; each gets its next print number.

    `place` says on which printer and tray; it is kept with the print.
    """

    needs = Permission.CERTIFICATES_ISSUE
    undoable = False

    certificate_ids: tuple[int, ...]
    place: str = ""

    def label(self) -> str:
        n = len(self.certificate_ids)
        return ngettext("Print {n} certificate", "Print {n} certificates", n).format(n=n)

    def problems(self) -> dict[str, str]:
        return {} if self.certificate_ids else {"certificate_ids": _("Choose at least one certificate.")}

    def run(self, work: Work) -> int:
        for key in self.certificate_ids:
            record = work.get(Certificate, key)
            if record.state == "void":
                raise Refused(_("{number} is void and is not printed any more.").format(number=record.number))
            record.prints += 1
            record.printed_at = work.now
            work.session.flush()
            work.add(CertificateEvent(certificate_id=key, at=work.now, by=work.actor.name, kind="printed",
                                      reason=self.place.strip(), print_no=record.prints))
        return len(self.certificate_ids)


