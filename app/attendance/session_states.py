"""What becomes of a session: cancelled, postponed to a day not yet known, back in its place, or taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.attendance.commands import register_of
from app.attendance.queries import OFF
from app.attendance.records import ClassSession, Mark, SessionInstructor
from app.attendance.session_words import part_word
from app.attendance.sessions import AddSession
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


def _put_off(work: Work, session_id: int, reason: str) -> int:
    marks = work.session.execute(
        select(func.count()).select_from(Mark).where(Mark.session_id == session_id)).scalar_one()
    if marks:
        raise Invalid(ngettext(
            "{n} trainee is marked in this session, so it has begun. Cancel it and add another instead.",
            "{n} trainees are marked in this session, so it has begun. Cancel it and add another instead.",
            marks).format(n=marks))
    return _set_aside(work, session_id, "postponed", reason)


def _restore(work: Work, session_id: int) -> int:
    session = work.get(ClassSession, session_id)
    check_own(work, session.cohort_id)
    open_cohort(work, session.cohort_id)
    if session.state not in OFF:
        raise Invalid(_("This session is not cancelled."))
    _refuse_certified(work, session.id)
    session.state, session.reason = "planned", ""
    return session.id


def _each(work: Work, session_ids: Sequence[int], do: Callable[[int], int]) -> int:
    """Do it to each; what stands against one of them is said with its day."""
    for key in session_ids:
        try:
            do(key)
        except (Invalid, Refused) as why:
            session = work.get(ClassSession, key)
            raise Refused(f"{show_date(session.day, weekday=True)} {part_word(session.part)}: {why}") from why
    return len(session_ids)


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
        return _put_off(work, self.session_id, self.reason)


@dataclass(frozen=True, kw_only=True)
class RestoreSession(Command[int]):
    """Take the cancelling or postponing of a session back."""

    needs = Permission.ATTENDANCE_MARK

    session_id: int

    def label(self) -> str:
        return _("Restore a session")

    def run(self, work: Work) -> int:
        return _restore(work, self.session_id)


@dataclass(frozen=True, kw_only=True)
class SetSessionsAside(Command[int]):
    """Several sessions at once, or none of them; what the subclass does to each is in one undo step. How many."""

    needs = Permission.ATTENDANCE_MARK

    session_ids: tuple[int, ...]
    reason: str

    def problems(self) -> dict[str, str]:
        found = {} if self.reason.strip() else {"reason": _("Write why these sessions do not take place.")}
        return found if self.session_ids else {"": _("Choose at least one session.")}

    def run(self, work: Work) -> int:
        return _each(work, self.session_ids, lambda key: self.one(work, key))

    def one(self, work: Work, key: int) -> int:
        """What becomes of one of them."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class CancelSessions(SetSessionsAside):
    """Cancel several sessions for one reason."""

    def label(self) -> str:
        n = len(self.session_ids)
        return ngettext("Cancel {n} session: {reason}", "Cancel {n} sessions: {reason}", n).format(
            n=n, reason=self.reason.strip())

    def one(self, work: Work, key: int) -> int:
        return _set_aside(work, key, "cancelled", self.reason)


@dataclass(frozen=True, kw_only=True)
class PostponeSessions(SetSessionsAside):
    """Put several sessions off for one reason."""

    def label(self) -> str:
        n = len(self.session_ids)
        return ngettext("Postpone {n} session: {reason}", "Postpone {n} sessions: {reason}", n).format(
            n=n, reason=self.reason.strip())

    def one(self, work: Work, key: int) -> int:
        return _put_off(work, key, self.reason)


@dataclass(frozen=True, kw_only=True)
class RestoreSessions(Command[int]):
    """Take the cancelling or postponing of several sessions back. How many."""

    needs = Permission.ATTENDANCE_MARK

    session_ids: tuple[int, ...]

    def label(self) -> str:
        n = len(self.session_ids)
        return ngettext("Restore {n} session", "Restore {n} sessions", n).format(n=n)

    def problems(self) -> dict[str, str]:
        return {} if self.session_ids else {"": _("Choose at least one session.")}

    def run(self, work: Work) -> int:
        return _each(work, self.session_ids, lambda key: _restore(work, key))


@dataclass(frozen=True, kw_only=True)
class ReplaceSession(AddSession):
    """Add a session in the place of another, which is cancelled in the same step if it is still planned."""

    reason: str = ""

    def run(self, work: Work) -> int:
        gone = work.get(ClassSession, self.replaces_id or 0)
        if gone.state not in OFF:
            if not self.reason.strip():
                raise Invalid({"reason": _("Write why the session is cancelled.")})
            _set_aside(work, gone.id, "cancelled", self.reason)
            work.session.flush()
        return super().run(work)


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
