"""Changes to when a cohort meets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.attendance.calendar import read_calendar
from app.attendance.generate import PARTS, Plan, Slot, hours_between, plan, time_problem
from app.attendance.queries import OFF
from app.attendance.records import ClassSession, Mark
from app.attendance.teachers import Teacher, teach
from app.cohorts.commands import open_cohort
from app.cohorts.queries import check_own
from app.cohorts.words import MODES, SESSION_KINDS
from app.errors import Invalid, Refused
from app.i18n import _, ngettext, show_date
from app.office.command import Command, Query, Work
from app.office.permissions import Permission

MOST = 1000
"""Sessions made at once; a longer run is a mistyped date."""


def slot_problems(slots: tuple[Slot, ...]) -> dict[str, str]:
    """What is wrong with the times of day."""
    if not slots:
        return {"slots": _("Choose at least one time of day.")}
    for slot in slots:
        problem = slot.problem()
        if problem:
            return {"slots": problem}
    return {}


@dataclass(frozen=True, kw_only=True)
class GenerateSessions(Command[Plan]):
    """Make sessions from the first to the last day of the cohort (or of the dates given), by the calendar.

    No weekdays means every working day. Returns what was made and which days were refused, and why.
    """

    needs = Permission.SESSIONS_CHANGE

    cohort_id: int
    slots: tuple[Slot, ...]
    weekdays: frozenset[int] = frozenset()  # 0 = Monday
    first: date | None = None
    last: date | None = None
    every: int = 1  # each nth week, counted from the week of the first day
    most: int | None = None  # ends after so many sessions
    kind: str = "theory"
    mode: str = ""
    venue: str = ""
    topic: str = ""
    instructors: tuple[Teacher, ...] = ()  # none = those of the cohort

    def label(self) -> str:
        return _("Make the sessions of the cohort")

    def problems(self) -> dict[str, str]:
        if self.first and self.last and self.last < self.first:
            return {"last": _("The last day is before the first. Check both dates.")}
        if not 1 <= self.every <= 52:
            return {"every": _("Write a number of weeks from 1 to 52.")}
        if self.most is not None and not 1 <= self.most <= MOST:
            return {"most": _("Write a number of sessions from 1 to {most}.").format(most=MOST)}
        return slot_problems(self.slots) | kind_problems(self.kind, self.mode)

    def run(self, work: Work) -> Plan:
        cohort = open_cohort(work, self.cohort_id)
        made = preview(work, self, cohort.starts, cohort.ends)
        keys = work.insert_many(ClassSession, [
            {"cohort_id": cohort.id, "day": one.day, "part": one.slot.part, "starts_at": one.slot.starts_at,
             "ends_at": one.slot.ends_at, "kind": self.kind, "mode": self.mode or cohort.mode, "venue": self.venue,
             "topic": self.topic, "hours": hours_between(one.slot.starts_at, one.slot.ends_at)}
            for one in made.sessions])
        teach(work, keys, self.instructors)
        return made


def preview(work: Work, wanted: GenerateSessions, starts: date, ends: date) -> Plan:
    """What the command would make."""
    taken = {(day, part, at) for day, part, at in work.session.execute(
        select(ClassSession.day, ClassSession.part, ClassSession.starts_at)
        .where(ClassSession.cohort_id == wanted.cohort_id))}
    made = plan(wanted.first or starts, wanted.last or ends, wanted.weekdays, wanted.slots,
                read_calendar(work.session), taken, every=wanted.every, most=wanted.most)
    if len(made.sessions) > MOST:
        raise Invalid({"last": _("This would be {n} sessions. Check the dates.").format(n=len(made.sessions))})
    return made


@dataclass(frozen=True, kw_only=True)
class PreviewSessions(Query[Plan]):
    """What GenerateSessions would make between two days, for the form; the cohort need not exist yet."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"class_session", "holiday", "weekend_rule"})

    first: date
    last: date
    slots: tuple[Slot, ...]
    weekdays: frozenset[int] = frozenset()
    cohort_id: int = 0
    every: int = 1
    most: int | None = None

    def rows(self, work: Work) -> list[Plan]:
        problems = slot_problems(self.slots)
        if problems:
            raise Invalid(problems)
        wanted = GenerateSessions(cohort_id=self.cohort_id, slots=self.slots, weekdays=self.weekdays,
                                  every=self.every, most=self.most)
        problems = wanted.problems()
        if problems:
            raise Invalid(problems)
        return [preview(work, wanted, self.first, self.last)]


def kind_problems(kind: str | None, mode: str | None) -> dict[str, str]:
    """What is wrong with what a session is and how it meets."""
    found: dict[str, str] = {}
    if kind is not None and kind not in SESSION_KINDS:
        found["kind"] = _("Choose what kind of session it is.")
    if mode and mode not in MODES:
        found["mode"] = _("Choose on site or online.")
    return found


def session_problems(part: str | None, starts_at: str | None, ends_at: str | None) -> dict[str, str]:
    """What is wrong with a session's form."""
    if part is not None and part not in PARTS:
        return {"part": _("Choose morning, afternoon, evening or full day.")}
    if starts_at is not None and ends_at is not None:
        problem = time_problem(starts_at, ends_at)
        if problem:
            return {"starts_at": problem}
    return {}


@dataclass(frozen=True, kw_only=True)
class AddSession(Command[int]):
    """Add one session, on any day; `replaces_id` links it to the cancelled one it makes up for."""

    needs = Permission.ATTENDANCE_MARK

    cohort_id: int
    day: date
    part: str = "AM"
    starts_at: str = "08:30"
    ends_at: str = "12:30"
    kind: str = "theory"
    mode: str = ""
    venue: str = ""
    topic: str = ""
    replaces_id: int | None = None
    instructors: tuple[Teacher, ...] = ()  # none = those of the cohort

    def label(self) -> str:
        return _("Add a session on {date}").format(date=show_date(self.day, weekday=True))

    def problems(self) -> dict[str, str]:
        return session_problems(self.part, self.starts_at, self.ends_at) | kind_problems(self.kind, self.mode)

    def check(self, work: Work) -> None:
        check_own(work, self.cohort_id)

    def run(self, work: Work) -> int:
        cohort = open_cohort(work, self.cohort_id)
        if self.replaces_id is not None:
            gone = work.get(ClassSession, self.replaces_id)
            if gone.cohort_id != cohort.id or gone.state not in OFF:
                raise Invalid(_("Only a session that is cancelled or postponed can be made up for."))
        _is_free(work, cohort.id, self.day, self.part, self.starts_at, None)
        made = work.add(ClassSession(
            cohort_id=cohort.id, day=self.day, part=self.part, starts_at=self.starts_at, ends_at=self.ends_at,
            kind=self.kind, mode=self.mode or cohort.mode, venue=self.venue.strip(), topic=self.topic.strip(),
            hours=hours_between(self.starts_at, self.ends_at), replaces_id=self.replaces_id))
        teach(work, [made.id], self.instructors)
        return made.id


def _is_free(work: Work, cohort_id: int, day: date, part: str, starts_at: str, mine: int | None) -> None:
    other = work.session.execute(select(ClassSession.id).where(
        ClassSession.cohort_id == cohort_id, ClassSession.day == day, ClassSession.part == part,
        ClassSession.starts_at == starts_at)).scalar()
    if other is not None and other != mine:
        raise Invalid({"starts_at": _("There is already a session at this time on {date}.").format(
            date=show_date(day, weekday=True))})


@dataclass(frozen=True, kw_only=True)
class ChangeSession(Command[int]):
    """Change or move a session; fields left None stay. One with marks is moved only with `confirmed`."""

    needs = Permission.SESSIONS_CHANGE

    session_id: int
    version: int | None = None
    day: date | None = None
    part: str | None = None
    starts_at: str | None = None
    ends_at: str | None = None
    kind: str | None = None
    mode: str | None = None
    venue: str | None = None
    topic: str | None = None
    instructors: tuple[Teacher, ...] | None = None  # () gives it back to those of the cohort
    reason: str = ""
    confirmed: bool = False

    def label(self) -> str:
        if self.day is not None:
            return _("Move a session to {date}").format(date=show_date(self.day, weekday=True))
        return _("Change a session")

    def problems(self) -> dict[str, str]:
        return session_problems(self.part, self.starts_at, self.ends_at) | kind_problems(self.kind, self.mode)

    def run(self, work: Work) -> int:
        session = work.get(ClassSession, self.session_id, self.version)
        open_cohort(work, session.cohort_id)
        moved = ((self.day or session.day, self.part or session.part) != (session.day, session.part))
        if moved:
            self._ask(work, session)
        session.day, session.part = self.day or session.day, self.part or session.part
        for name in ("starts_at", "ends_at", "kind", "mode", "venue", "topic"):
            value = getattr(self, name)
            if value is not None:
                setattr(session, name, value.strip())
        problems = session_problems(session.part, session.starts_at, session.ends_at)
        if problems:
            raise Invalid(problems)
        _is_free(work, session.cohort_id, session.day, session.part, session.starts_at, session.id)
        session.hours = hours_between(session.starts_at, session.ends_at)
        if self.reason.strip():
            session.reason = self.reason.strip()
        if self.instructors is not None:
            teach(work, [session.id], self.instructors)
        return session.id

    def _ask(self, work: Work, session: ClassSession) -> None:
        if session.closed_at is not None:
            raise Refused(_("This register is closed. Reopen it with a reason to move the session."))
        marks = work.session.execute(
            select(func.count()).select_from(Mark).where(Mark.session_id == session.id)).scalar_one()
        if marks and not self.confirmed:
            raise Invalid({"confirmed": ngettext(
                "{n} mark moves with the session. Confirm to move it.",
                "{n} marks move with the session. Confirm to move it.", marks).format(n=marks)})
