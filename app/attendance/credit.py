"""Attendance earned elsewhere: sessions made up for, and what a transfer brings along from the cohort before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.attendance.around import Credit
from app.attendance.figures import FULL, expected, units
from app.attendance.queries import OFF, read_facts
from app.attendance.records import ClassSession, Mark
from app.cohorts.commands import open_cohort
from app.cohorts.enrolments import Transfer
from app.cohorts.locks import refuse_locked
from app.cohorts.queries import check_own
from app.cohorts.records import Cohort, Enrolment
from app.errors import Invalid
from app.i18n import _, show_date
from app.office.command import Command, Query, Work
from app.office.permissions import Permission
from app.trainees.records import Trainee


def _enrolment(work: Work, key: int) -> Enrolment:
    enrolment = work.get(Enrolment, key)
    check_own(work, enrolment.cohort_id)
    open_cohort(work, enrolment.cohort_id)
    refuse_locked(work.session, [enrolment.id])
    return enrolment


@dataclass(frozen=True, kw_only=True)
class CreditMakeUp(Command[int]):
    """Credit a missed session that was made up for: on a day, in a session of any cohort if it was one."""

    needs = Permission.ATTENDANCE_REOPEN

    enrolment_id: int
    session_id: int
    on_day: date
    reason: str
    from_session_id: int | None = None

    def label(self) -> str:
        return _("Credit a session that was made up for")

    def problems(self) -> dict[str, str]:
        if self.reason.strip() or self.from_session_id is not None:
            return {}
        return {"reason": _("Write where and how the session was made up for.")}

    def run(self, work: Work) -> int:
        enrolment = _enrolment(work, self.enrolment_id)
        session = work.get(ClassSession, self.session_id)
        self._check(work, enrolment, session)
        return work.add(Credit(
            enrolment_id=enrolment.id, kind="makeup", session_id=session.id, attended=Decimal(1),
            from_session_id=self.from_session_id, on_day=self.on_day, reason=self.reason.strip(),
            given_by=work.actor.name, given_at=work.now)).id

    def _check(self, work: Work, enrolment: Enrolment, session: ClassSession) -> None:
        if session.cohort_id != enrolment.cohort_id or session.state in OFF:
            raise Invalid({"session_id": _("Choose a session of this cohort that took place.")})
        if session.day > work.today or not expected(session.day, enrolment.joined_on, enrolment.left_on):
            raise Invalid({"session_id": _("The trainee cannot have missed this session.")})
        if self.on_day > work.today:
            raise Invalid({"on_day": _("This day is still to come. Credit the session when it was made up for.")})
        if self.from_session_id is not None:
            where = work.get(ClassSession, self.from_session_id)
            if where.id == session.id:
                raise Invalid({"from_session_id": _("A session cannot make up for itself.")})
            if where.day != self.on_day or where.state in OFF:
                raise Invalid({"from_session_id": _("Choose a session that took place on this day.")})
        full = work.session.scalar(select(Mark.id).where(
            Mark.enrolment_id == enrolment.id, Mark.session_id == session.id, Mark.meaning == "attended",
            Mark.policy_key == ""))
        if full is not None:
            raise Invalid({"session_id": _("The trainee was present in this session.")})
        if work.session.scalar(select(Credit.id).where(
                Credit.enrolment_id == enrolment.id, Credit.session_id == session.id)) is not None:
            raise Invalid({"session_id": _("This session is credited already.")})


def _sums(work: Work, enrolment: Enrolment, last: date) -> dict[str, Decimal]:
    """Attended and counted until a day by the policy of the cohort, in sessions and in minutes; exact."""
    facts = read_facts(work, enrolment.cohort_id, enrolment.id)
    facts = replace(facts, dates={enrolment.id: (enrolment.joined_on, last)})
    found = {}
    for basis, more in (("sessions", ""), ("minutes", "_minutes")):
        one = facts.figures(replace(facts.policy, basis=basis, leaver="leaving"))[enrolment.id]
        found[f"attended{more}"] = Decimal(one.attended) / FULL
        found[f"counted{more}"] = Decimal(one.counted) / FULL
    return found


def bring(work: Work, old: Enrolment, new: Enrolment, last: date, reason: str) -> int | None:
    """Give an enrolment what the old one attended until a day; None when nothing counts there."""
    sums = _sums(work, old, last)
    if not sums["counted"] and not sums["counted_minutes"]:
        return None
    return work.add(Credit(enrolment_id=new.id, kind="transfer", from_enrolment_id=old.id, on_day=last,
                           reason=reason.strip(), given_by=work.actor.name, given_at=work.now, **sums)).id


@dataclass(frozen=True, kw_only=True)
class TransferWithCredit(Transfer):
    """Move trainees to another cohort, and count there what they attended here until then."""

    def run(self, work: Work) -> list[int]:
        made = super().run(work)
        for old_id, new_id in zip(self.enrolment_ids, made, strict=True):
            old, new = work.get(Enrolment, old_id), work.get(Enrolment, new_id)
            bring(work, old, new, (old.left_on or work.today), self.reason)
        return made


@dataclass(frozen=True, kw_only=True)
class BringCredit(Command[int]):
    """Count for a transferred trainee, afterwards too, what was attended in the cohort before."""

    needs = Permission.ATTENDANCE_REOPEN

    enrolment_id: int  # in the new cohort
    reason: str = ""

    def label(self) -> str:
        return _("Count the attendance of the cohort before")

    def run(self, work: Work) -> int:
        new = _enrolment(work, self.enrolment_id)
        old = work.session.scalars(select(Enrolment).where(Enrolment.moved_to_id == new.id)
                                   .order_by(Enrolment.id.desc())).first()
        if old is None:
            raise Invalid(_("This trainee has not come from another cohort."))
        if work.session.scalar(select(Credit.id).where(
                Credit.enrolment_id == new.id, Credit.from_enrolment_id == old.id)) is not None:
            raise Invalid(_("The attendance of the cohort before counts already."))
        made = bring(work, old, new, old.left_on or new.joined_on - timedelta(days=1), self.reason)
        if made is None:
            raise Invalid(_("In the cohort before no session counts."))
        return made


@dataclass(frozen=True)
class OtherSession:
    """A session of another cohort in which one may be made up for."""

    id: int
    cohort: str
    day: date
    part: str
    starts_at: str
    topic: str


@dataclass(frozen=True, kw_only=True)
class MakeUpSessions(Query[OtherSession]):
    """Sessions of a day that took place in other cohorts of the same course, of all cohorts: by time and cohort.

    Also those that the actor does not teach, since only day, time and topic of them are told.
    """

    needs = Permission.ATTENDANCE_REOPEN
    reads = frozenset({"class_session", "cohort"})

    cohort_id: int
    day: date

    def rows(self, work: Work) -> Sequence[OtherSession]:
        check_own(work, self.cohort_id)
        course = select(Cohort.course_id).where(Cohort.id == self.cohort_id).scalar_subquery()
        return [OtherSession(key, code, day, part, starts, topic) for key, code, day, part, starts, topic in
                work.session.execute(
                    select(ClassSession.id, Cohort.code, ClassSession.day, ClassSession.part, ClassSession.starts_at,
                           ClassSession.topic)
                    .join(Cohort, Cohort.id == ClassSession.cohort_id)
                    .where(ClassSession.day == self.day, ClassSession.state.not_in(OFF), Cohort.course_id == course,
                           Cohort.id != self.cohort_id, Cohort.status != "cancelled")
                    .order_by(ClassSession.starts_at, Cohort.code, ClassSession.id))]


@dataclass(frozen=True, kw_only=True)
class RemoveCredit(Command[int]):
    """Take a credit away again."""

    needs = Permission.ATTENDANCE_REOPEN

    credit_id: int

    def label(self) -> str:
        return _("Remove credited attendance")

    def run(self, work: Work) -> int:
        credit = work.get(Credit, self.credit_id)
        _enrolment(work, credit.enrolment_id)
        work.remove(credit)
        return self.credit_id


@dataclass(frozen=True)
class CreditRow:
    """A credit in a list."""

    id: int
    enrolment_id: int
    name: str
    kind: str
    day: date | None  # of the session that was missed
    part: str
    attended: Decimal
    counted: Decimal
    on_day: date | None
    from_cohort: str
    reason: str
    given_by: str
    given_at: datetime
    there: str = ""  # code of the cohort in which it was made up for

    @property
    def words(self) -> str:
        """'Made up for 3 Jul 2026 on 10 Jul 2026', '12 of 14 sessions from HCIA-5G-06'."""
        if self.kind == "makeup" and self.there:
            return _("{day} made up for on {on} in {cohort}").format(
                day=show_date(self.day), on=show_date(self.on_day), cohort=self.there)
        if self.kind == "makeup":
            return _("{day} made up for on {on}").format(day=show_date(self.day), on=show_date(self.on_day))
        return _("{attended} of {counted} sessions from {cohort}").format(
            attended=units(int(self.attended * FULL)), counted=units(int(self.counted * FULL)),
            cohort=self.from_cohort)


@dataclass(frozen=True, kw_only=True)
class Credits(Query[CreditRow]):
    """Credits of a cohort or of one enrolment, the latest first."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"attendance_credit", "enrolment", "trainee", "cohort", "class_session"})

    cohort_id: int
    enrolment_id: int | None = None

    def rows(self, work: Work) -> Sequence[CreditRow]:
        check_own(work, self.cohort_id)
        old, before = Enrolment.__table__.alias("old_enrolment"), Cohort.__table__.alias("old_cohort")
        where, other = ClassSession.__table__.alias("other_session"), Cohort.__table__.alias("other_cohort")
        wanted: Any = (
            select(Credit, Trainee.full_name, ClassSession.day, ClassSession.part, before.c.code, other.c.code)
            .join(Enrolment, Enrolment.id == Credit.enrolment_id)
            .join(Trainee, Trainee.id == Enrolment.trainee_id)
            .outerjoin(ClassSession, ClassSession.id == Credit.session_id)
            .outerjoin(old, old.c.id == Credit.from_enrolment_id).outerjoin(before, before.c.id == old.c.cohort_id)
            .outerjoin(where, where.c.id == Credit.from_session_id).outerjoin(other, other.c.id == where.c.cohort_id)
            .where(Enrolment.cohort_id == self.cohort_id).order_by(Credit.id.desc()))
        if self.enrolment_id is not None:
            wanted = wanted.where(Enrolment.id == self.enrolment_id)
        return [CreditRow(c.id, c.enrolment_id, name, c.kind, day, part or "", c.attended, c.counted, c.on_day,
                          code or "", c.reason, c.given_by, c.given_at, there or "")
                for c, name, day, part, code, there in work.session.execute(wanted)]
