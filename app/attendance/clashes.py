"""Clashes: another session at the same time with the same cohort, instructor or room. Shown, never forbidden.

Times are half-open: 10:00-12:00 and 12:00-13:00 do not clash. One question over the index of days, however many
sessions the database holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.attendance.records import ClassSession, SessionInstructor
from app.cohorts.records import Cohort, CohortInstructor
from app.i18n import _, ngettext, show_date
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission

KINDS = ("cohort", "instructor", "venue")
"""What two sessions may share, the worst first."""

DAYS = 200
"""Days asked about in one statement."""


@dataclass(frozen=True)
class Meet:
    """A session that is there or planned: when, where and with whom. `id` 0 is one that is only planned."""

    day: date
    starts_at: str
    ends_at: str
    venue: str = ""
    instructors: tuple[str, ...] = ()
    cohort_id: int = 0
    id: int = 0
    code: str = ""  # of the cohort


@dataclass(frozen=True)
class Clash:
    """What two sessions share, and the other one."""

    kind: str  # one of KINDS
    what: str  # name of the instructor or room
    other: Meet

    def words(self) -> str:
        """'Makmal 3 is taken by HCIA-5G-07, 08:30-12:30'."""
        times = f"{self.other.starts_at}–{self.other.ends_at}"
        if self.kind == "cohort":
            return _("The cohort has another session, {times}").format(times=times)
        if self.kind == "instructor":
            return _("{name} teaches {code}, {times}").format(name=self.what, code=self.other.code, times=times)
        return _("{venue} is taken by {code}, {times}").format(venue=self.what, code=self.other.code, times=times)


def folded(text: str) -> str:
    """A room or name for comparing: small letters, single spaces."""
    return " ".join(text.casefold().split())


def find_clashes(session: Session, wanted: Sequence[Meet]) -> dict[int, list[Clash]]:
    """Place in `wanted` -> its clashes with sessions of the database and with each other."""
    by_day: dict[date, list[int]] = {}
    for place, meet in enumerate(wanted):
        by_day.setdefault(meet.day, []).append(place)
    others = list(_meets(session, by_day))
    mine = {meet.id for meet in wanted if meet.id}
    found: dict[int, list[Clash]] = {}
    pool: dict[date, list[Meet]] = {}
    for other in others:
        if other.id not in mine:
            pool.setdefault(other.day, []).append(other)
    for day, places in by_day.items():
        for place in places:
            rivals = [*pool.get(day, ()), *(wanted[p] for p in places if p != place)]
            clashes = [c for rival in rivals for c in _shared(wanted[place], rival)]
            if clashes:
                found[place] = sorted(clashes, key=lambda c: KINDS.index(c.kind))
    return found


def _shared(one: Meet, other: Meet) -> Iterable[Clash]:
    if not (one.starts_at < other.ends_at and other.starts_at < one.ends_at):
        return
    if one.cohort_id and one.cohort_id == other.cohort_id:
        yield Clash("cohort", "", other)
        return
    theirs = {folded(name): name for name in other.instructors}
    for name in one.instructors:
        if folded(name) in theirs:
            yield Clash("instructor", name, other)
    if one.venue and folded(one.venue) == folded(other.venue):
        yield Clash("venue", one.venue, other)


def _meets(session: Session, days: Iterable[date]) -> Iterable[Meet]:
    for part in chunks(sorted(days), DAYS):
        rows = session.execute(
            select(ClassSession.id, ClassSession.cohort_id, ClassSession.day, ClassSession.starts_at,
                   ClassSession.ends_at, ClassSession.venue, Cohort.venue.label("usual"), Cohort.code)
            .join(Cohort, Cohort.id == ClassSession.cohort_id)
            .where(ClassSession.day.in_(part), ClassSession.state == "planned", Cohort.status != "cancelled")).all()
        taught = instructors_of(session, [(r.id, r.cohort_id) for r in rows])
        for r in rows:
            yield Meet(r.day, r.starts_at, r.ends_at, r.venue or r.usual, taught[r.id], r.cohort_id, r.id, r.code)


def instructors_of(session: Session, sessions: Sequence[tuple[int, int]]) -> dict[int, tuple[str, ...]]:
    """Session -> who teaches it, from (session, cohort): its own instructors, else those of the cohort."""
    own: dict[int, list[str]] = {}
    for part in chunks([key for key, _cohort in sessions]):
        for key, name in session.execute(
                select(SessionInstructor.session_id, SessionInstructor.name)
                .where(SessionInstructor.session_id.in_(part))
                .order_by(SessionInstructor.position, SessionInstructor.id)):
            own.setdefault(key, []).append(name)
    usual = cohort_instructors(session, {cohort for key, cohort in sessions if key not in own})
    return {key: tuple(own.get(key, usual.get(cohort, ()))) for key, cohort in sessions}


def cohort_instructors(session: Session, cohorts: Iterable[int]) -> Mapping[int, Sequence[str]]:
    """Cohort -> names of those who teach (an assessor or judge does not)."""
    found: dict[int, list[str]] = {}
    for part in chunks(sorted(set(cohorts))):
        for key, name in session.execute(
                select(CohortInstructor.cohort_id, CohortInstructor.name)
                .where(and_(CohortInstructor.cohort_id.in_(part),
                            or_(CohortInstructor.role.is_(None), CohortInstructor.role.not_in(
                                ("assessor", "verifier", "judge")))))
                .order_by(CohortInstructor.position, CohortInstructor.id)):
            found.setdefault(key, []).append(name)
    return found


@dataclass(frozen=True)
class Clashing:
    """A time that was asked about, and what it clashes with."""

    day: date
    clash: Clash


@dataclass(frozen=True, kw_only=True)
class ClashesOf(Query[Clashing]):
    """What sessions at these times (day, starts, ends) would clash with, before they are made or moved."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"class_session", "session_instructor", "cohort_instructor", "cohort"})

    cohort_id: int
    times: tuple[tuple[date, str, str], ...]
    venue: str = ""  # '' is the cohort's
    instructors: tuple[str, ...] = ()  # none = those of the cohort
    session_id: int = 0  # the one that is moved, which does not clash with itself

    def rows(self, work: Work) -> list[Clashing]:
        usual = work.session.execute(select(Cohort.venue).where(Cohort.id == self.cohort_id)).scalar() or ""
        taught = self.instructors or tuple(
            cohort_instructors(work.session, [self.cohort_id]).get(self.cohort_id, ()))
        found = find_clashes(work.session, [
            Meet(day, starts, ends, self.venue.strip() or usual, taught, self.cohort_id, self.session_id)
            for day, starts, ends in self.times])
        return [Clashing(self.times[place][0], clash) for place in sorted(found) for clash in found[place]]


def clashing_words(found: Sequence[Clashing], most: int = 4) -> str:
    """'2 clashes: Mon 6 Jul, Makmal 3 is taken by CYBER-05, 08:30-12:30; …'; '' when there is none."""
    if not found:
        return ""
    said = [f"{show_date(one.day, weekday=True)}: {one.clash.words()}" for one in found[:most]]
    if len(found) > most:
        said.append(_("and {n} more").format(n=len(found) - most))
    return ngettext("{n} clash.", "{n} clashes.", len(found)).format(n=len(found)) + " " + "; ".join(said) + "."
