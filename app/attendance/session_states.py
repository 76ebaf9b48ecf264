"""What becomes of a session: cancelled, postponed to a day not yet known, back in its place, or taken away."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from app.attendance.commands import register_of
from app.attendance.queries import OFF
from app.attendance.records import ClassSession, Mark, SessionInstructor
from app.cohorts.commands import open_cohort
from app.cohorts.locks import refuse_locked
from app.cohorts.queries import check_own
from app.errors import Invalid, Refused
from app.i18n import _, ngettext, show_date
from app.office.command import Command, Work
from app.office.permissions import Permission


def _refuse_certified(work: Work, session_id: int) -> None:
    """A session with marks that certificates rest on keeps its state."""
    refuse_locked(work.session, work.session.scalars(select(Mark.enrolment_id).where(Mark.session_id == session_id)))


def _set_aside(work: Work, session_id: int, state: str, reason: str) -> int:
    session = register_of(work, session_id)
    if session.closed_at is not None:
        raise Refused(_("This register is closed. Reopen it with a reason to cancel the session."))
    _refuse_certified(work, session.id)
    session.state, session.reason = state, reason.strip()
    return session.id


@dataclass(frozen=True, kw_only=True)
class CancelSession(Command[int]):
    """Cancel a session with a reason. Its marks stay but do not count."""

    needs = Permission.ATTENDANCE_MARK

    session_id: int
    reason: str

    def label(self) -> str:
        return _("Cancel a session: {reason}").format(reason=self.reason.strip())

    def problems(self) -> dict[str, str]:
        return {} if self.reason.strip() else {"reason": _("Write why the session is cancelled.")}

    def run(self, work: Work) -> int:
        return _set_aside(work, self.session_id, "cancelled", self.reason)


@dataclass(frozen=True, kw_only=True)
class PostponeSession(Command[int]):
    """Put a session off with a reason, to a day that is not known yet. It counts again once it has one."""

    needs = Permission.ATTENDANCE_MARK

    session_id: int
    reason: str

    def label(self) -> str:
        return _("Postpone a session: {reason}").format(reason=self.reason.strip())

    def problems(self) -> dict[str, str]:
        return {} if self.reason.strip() else {"reason": _("Write why the session is postponed.")}

    def run(self, work: Work) -> int:
        marks = work.session.execute(
            select(func.count()).select_from(Mark).where(Mark.session_id == self.session_id)).scalar_one()
        if marks:
            raise Invalid(ngettext(
                "{n} trainee is marked in this session, so it has begun. Cancel it and add another instead.",
                "{n} trainees are marked in this session, so it has begun. Cancel it and add another instead.",
                marks).format(n=marks))
        return _set_aside(work, self.session_id, "postponed", self.reason)


@dataclass(frozen=True, kw_only=True)
class RestoreSession(Command[int]):
    """Take the cancelling or postponing of a session back."""

    needs = Permission.ATTENDANCE_MARK

    session_id: int

    def label(self) -> str:
        return _("Restore a session")

    def run(self, work: Work) -> int:
        session = work.get(ClassSession, self.session_id)
        check_own(work, session.cohort_id)
        open_cohort(work, session.cohort_id)
        if session.state not in OFF:
            raise Invalid(_("This session is not cancelled."))
        _refuse_certified(work, session.id)
        session.state, session.reason = "planned", ""
        return session.id


@dataclass(frozen=True, kw_only=True)
class RemoveSessions(Command[int]):
    """Take sessions away that were made by mistake; one with marks or a register is cancelled instead. How many."""

    needs = Permission.SESSIONS_CHANGE

    session_ids: tuple[int, ...]

    def label(self) -> str:
        return ngettext("Remove {n} session", "Remove {n} sessions",
                        len(self.session_ids)).format(n=len(self.session_ids))

    def problems(self) -> dict[str, str]:
        return {} if self.session_ids else {"": _("Choose at least one session.")}

    def run(self, work: Work) -> int:
        sessions = [work.get(ClassSession, key) for key in self.session_ids]
        for session in sessions:
            open_cohort(work, session.cohort_id)
            marks = work.session.execute(
                select(func.count()).select_from(Mark).where(Mark.session_id == session.id)).scalar_one()
            if marks or session.taken_at is not None:
                raise Invalid(_("The session of {date} has a register already. Cancel it instead; its marks "
                                "stay.").format(date=show_date(session.day, weekday=True)))
        for session in sessions:
            for row in work.session.scalars(
                    select(SessionInstructor).where(SessionInstructor.session_id == session.id)):
                work.session.delete(row)
            for other in work.session.scalars(
                    select(ClassSession).where(ClassSession.replaces_id == session.id)):
                other.replaces_id = None
        work.session.flush()
        for session in sessions:
            work.session.delete(session)
        return len(sessions)
