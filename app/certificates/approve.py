"""Making a certificate void: certificate staff ask with a reason, a verifier approves or refuses, or does it at once.

Nobody approves what he asked for himself while another verifier has an account; a small centre has one person for
everything, and there the events still say who asked and who approved.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.certificates.life import note
from app.certificates.queries import find
from app.certificates.records import Certificate, CertificateEvent
from app.cohorts.records import Cohort, Enrolment
from app.errors import Missing, Refused
from app.i18n import _
from app.office.command import Command, Work
from app.office.permissions import ROLES, Permission
from app.staff.records import User

SHORTEST = 5  # letters of a reason
_ASKING = ("void_asked", "void_refused")


def reason_problems(reason: str) -> dict[str, str]:
    """A reason has to say something."""
    if len(reason.strip()) < SHORTEST:
        return {"reason": _("Write the reason. Whoever verifies the certificate is told that it is void.")}
    return {}


def found(work: Work, number: str) -> Certificate:
    """The record of a number. Missing when there is none."""
    record = find(work, number)
    if record is None:
        raise Missing(_("There is no certificate {number}.").format(number=number))
    return record


def not_void(work: Work, number: str) -> Certificate:
    """The record of a number, when it is not void."""
    record = found(work, number)
    if record.state == "void":
        raise Refused(_("{number} is void already.").format(number=record.number))
    return record


def request_of(work: Work, record: Certificate) -> CertificateEvent | None:
    """Who asked to make it void, when nobody has answered yet."""
    last = work.session.scalars(select(CertificateEvent).where(
        CertificateEvent.certificate_id == record.id, CertificateEvent.kind.in_(_ASKING))
        .order_by(CertificateEvent.id.desc()).limit(1)).first()
    return last if last is not None and last.kind == "void_asked" and record.state != "void" else None


def others_void(work: Work) -> bool:
    """Whether anybody but the actor has an account that may make void."""
    return any(user.id != work.actor.user_id and any(
        Permission.CERTIFICATES_VOID in ROLES.get(role, ()) for role in user.roles.split())
        for user in work.session.scalars(select(User).where(User.active)))


def check_voiding(work: Work, record: Certificate) -> None:
    """Refused where the actor himself asked for it and another verifier can look at it."""
    asked = request_of(work, record)
    if asked is not None and asked.by == work.actor.name and others_void(work):
        raise Refused(_("You asked for this yourself. Another verifier has to decide."))


def make_void(work: Work, record: Certificate, reason: str) -> None:
    """Make it void for good: the number stays, its holder may get another one."""
    asked = request_of(work, record)
    record.state, record.voided_at = "void", work.now
    note(work, record, "void", reason=reason, approver=work.actor.name if asked is not None else "",
         person=asked.by if asked is not None else "")
    if record.enrolment_id is not None:
        _thaw(work, record.enrolment_id)


def _thaw(work: Work, enrolment_id: int) -> None:
    """Without a certificate that rests on it, the attendance policy of the cohort may be changed again."""
    cohort = work.get(Cohort, work.get(Enrolment, enrolment_id).cohort_id)
    others = select(Certificate.id).join(Enrolment, Enrolment.id == Certificate.enrolment_id).where(
        Enrolment.cohort_id == cohort.id, Certificate.state != "void").limit(1)
    if work.session.scalar(others) is None:
        cohort.policy_frozen_at = None


@dataclass(frozen=True, kw_only=True)
class AskVoid(Command[str]):
    """Ask a verifier to make a certificate void."""

    needs = Permission.CERTIFICATES_ISSUE
    undoable = False

    number: str
    reason: str

    def label(self) -> str:
        return _("Ask to make certificate {number} void").format(number=self.number)

    def problems(self) -> dict[str, str]:
        return reason_problems(self.reason)

    def run(self, work: Work) -> str:
        record = not_void(work, self.number)
        if request_of(work, record) is not None:
            raise Refused(_("Somebody has asked for this already; a verifier has to decide."))
        note(work, record, "void_asked", reason=self.reason.strip())
        return record.number


@dataclass(frozen=True, kw_only=True)
class ApproveVoid(Command[str]):
    """Approve what was asked: the certificate is void, for the reason that was given."""

    needs = Permission.CERTIFICATES_VOID
    undoable = False

    number: str

    def label(self) -> str:
        return _("Approve to make certificate {number} void").format(number=self.number)

    def run(self, work: Work) -> str:
        record = not_void(work, self.number)
        asked = request_of(work, record)
        if asked is None:
            raise Refused(_("Nobody has asked to make {number} void.").format(number=record.number))
        check_voiding(work, record)
        make_void(work, record, asked.reason)
        return record.number


@dataclass(frozen=True, kw_only=True)
class RefuseVoid(Command[str]):
    """Refuse what was asked, with a reason: the certificate stays valid."""

    needs = Permission.CERTIFICATES_VOID
    undoable = False

    number: str
    reason: str

    def label(self) -> str:
        return _("Refuse to make certificate {number} void").format(number=self.number)

    def problems(self) -> dict[str, str]:
        return {} if len(self.reason.strip()) >= SHORTEST else {"reason": _("Write why it stays valid.")}

    def run(self, work: Work) -> str:
        record = not_void(work, self.number)
        if request_of(work, record) is None:
            raise Refused(_("Nobody has asked to make {number} void.").format(number=record.number))
        note(work, record, "void_refused", reason=self.reason.strip())
        return record.number
