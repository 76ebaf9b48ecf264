"""Changes to several sessions at once, and another cohort's timetable taken over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.attendance.calendar import read_calendar
from app.attendance.generate import Plan, Planned, RefusedDay, Slot
from app.attendance.records import ClassSession, SessionInstructor
from app.attendance.sessions import kind_problems
from app.attendance.teachers import Teacher, teach
from app.cohorts.commands import open_cohort
from app.cohorts.queries import check_own
from app.cohorts.records import Cohort
from app.errors import Invalid
from app.i18n import _, ngettext
from app.office.command import Command, Query, Work, chunks
from app.office.permissions import Permission

FIELDS = ("kind", "mode", "venue", "topic")


@dataclass(frozen=True, kw_only=True)
class ChangeSessions(Command[int]):
    """Give several sessions the same kind, mode, venue, topic or instructors; what is None stays. How many changed."""

    needs = Permission.SESSIONS_CHANGE

    session_ids: tuple[int, ...]
    kind: str | None = None
    mode: str | None = None
    venue: str | None = None
    topic: str | None = None
    instructors: tuple[Teacher, ...] | None = None  # () gives them back to those of the cohort

    def label(self) -> str:
        n = len(self.session_ids)
        return ngettext("Change {n} session", "Change {n} sessions", n).format(n=n)

    def problems(self) -> dict[str, str]:
        if not self.session_ids:
            return {"": _("Choose at least one session.")}
        return kind_problems(self.kind, self.mode)

    def run(self, work: Work) -> int:
        cohorts: set[int] = set()
        for key in self.session_ids:
            session = work.get(ClassSession, key)
            if session.cohort_id not in cohorts:
                open_cohort(work, session.cohort_id)
                cohorts.add(session.cohort_id)
            for name in FIELDS:
                value = getattr(self, name)
                if value is not None:
                    setattr(session, name, value.strip())
        if self.instructors is not None:
            teach(work, self.session_ids, self.instructors)
        return len(self.session_ids)


@dataclass(frozen=True, kw_only=True)
class SetTopics(Command[int]):
    """Write what each session is about, as a column typed or pasted: (session, topic)."""

    needs = Permission.ATTENDANCE_MARK

    topics: tuple[tuple[int, str], ...]

    def label(self) -> str:
        n = len(self.topics)
        return ngettext("Write the topic of {n} session", "Write the topics of {n} sessions", n).format(n=n)

    def run(self, work: Work) -> int:
        for key, topic in self.topics:
            session = work.get(ClassSession, key)
            check_own(work, session.cohort_id)
            open_cohort(work, session.cohort_id)
            session.topic = topic.strip()
        return len(self.topics)


def copied(work: Work, source_id: int, cohort_id: int) -> Plan:
    """The source's sessions, each as many days after this cohort's start as there; its days off are refused.

    Both weeks begin on a Monday, so that a cohort that starts on another weekday keeps the weekdays of the source.
    """
    starts, source_starts = (
        work.session.execute(select(Cohort.starts).where(Cohort.id == key)).scalar_one()
        for key in (cohort_id, source_id))
    shift = _monday(starts) - _monday(source_starts)
    calendar = read_calendar(work.session)
    taken = {(day, part, at) for day, part, at in work.session.execute(
        select(ClassSession.day, ClassSession.part, ClassSession.starts_at)
        .where(ClassSession.cohort_id == cohort_id))}
    made: list[Planned] = []
    refused: list[RefusedDay] = []
    for session in _source(work, source_id):
        day = session.day + shift
        slot = Slot(session.part, session.starts_at, session.ends_at)
        why = calendar.closed(day)
        if why is None and (day, slot.part, slot.starts_at) in taken:
            why = _("There is already a session at {time}.").format(time=slot.starts_at)
        if why is None and day < starts:
            why = _("It is before the first day of the cohort.")
        if why is not None:
            refused.append(RefusedDay(day, why))
        else:
            made.append(Planned(day, slot))
    return Plan(tuple(made), tuple(refused))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _source(work: Work, source_id: int) -> list[ClassSession]:
    return list(work.session.scalars(
        select(ClassSession).where(ClassSession.cohort_id == source_id, ClassSession.state == "planned")
        .order_by(ClassSession.day, ClassSession.starts_at, ClassSession.id)))


@dataclass(frozen=True, kw_only=True)
class PreviewCopy(Query[Plan]):
    """What CopyTimetable would make, and which days are refused."""

    needs = Permission.SESSIONS_CHANGE
    reads = frozenset({"class_session", "holiday", "weekend_rule", "cohort"})

    cohort_id: int
    source_id: int

    def rows(self, work: Work) -> list[Plan]:
        return [copied(work, self.source_id, self.cohort_id)]


@dataclass(frozen=True, kw_only=True)
class CopyTimetable(Command[Plan]):
    """Make the sessions of another cohort for this one: same weeks, weekdays, times, kinds, topics, rooms, instructors.

    Days on which the centre is closed are refused and returned with the reason.
    """

    needs = Permission.SESSIONS_CHANGE

    cohort_id: int
    source_id: int
    instructors: bool = True  # also who teaches single sessions

    def label(self) -> str:
        return _("Copy a timetable")

    def problems(self) -> dict[str, str]:
        return {"source_id": _("Choose another cohort.")} if self.cohort_id == self.source_id else {}

    def run(self, work: Work) -> Plan:
        open_cohort(work, self.cohort_id)
        check_own(work, self.source_id)
        plan = copied(work, self.source_id, self.cohort_id)
        if not plan.sessions:
            raise Invalid({"source_id": _("None of its sessions can be copied.")} if plan.refused else
                          {"source_id": _("That cohort has no sessions.")})
        wanted = {(p.day, p.slot.part, p.slot.starts_at) for p in plan.sessions}
        starts, theirs = (work.get(Cohort, key).starts for key in (self.cohort_id, self.source_id))
        shift = _monday(starts) - _monday(theirs)
        sources = [s for s in _source(work, self.source_id) if (s.day + shift, s.part, s.starts_at) in wanted]
        keys = work.insert_many(ClassSession, [
            {"cohort_id": self.cohort_id, "day": s.day + shift, "part": s.part, "starts_at": s.starts_at,
             "ends_at": s.ends_at, "kind": s.kind, "mode": s.mode, "venue": s.venue, "topic": s.topic, "hours": s.hours}
            for s in sources])
        if self.instructors:
            self._teachers(work, dict(zip((s.id for s in sources), keys, strict=True)))
        return plan

    @staticmethod
    def _teachers(work: Work, new: dict[int, int]) -> None:
        rows = [{"session_id": new[r.session_id], "user_id": r.user_id, "name": r.name, "position": r.position}
                for part in chunks(sorted(new))
                for r in work.session.scalars(
                    select(SessionInstructor).where(SessionInstructor.session_id.in_(part)))]
        if rows:
            work.insert_many(SessionInstructor, rows)
