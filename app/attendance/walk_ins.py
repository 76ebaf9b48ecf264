"""People in class who are not on the roll: a name with marks, until the office merges or refuses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from app.attendance.around import WalkIn, WalkInMark
from app.attendance.commands import register_of
from app.attendance.figures import expected
from app.attendance.marking import meant, new_mark
from app.attendance.records import ClassSession, Mark
from app.cohorts.commands import open_cohort
from app.cohorts.enrolments import roll_trainee
from app.cohorts.locks import refuse_locked
from app.cohorts.queries import check_own, own_cohorts
from app.cohorts.records import Cohort, Enrolment
from app.errors import Conflict, Invalid, Refused
from app.i18n import N_, _, show_date
from app.office.command import Command, Query, Work
from app.office.permissions import Permission
from app.trainees.commands import AddTrainee
from app.trainees.records import Trainee

STATES = {"open": N_("To settle"), "merged": N_("Merged"), "refused": N_("Refused")}


def _open(work: Work, key: int) -> WalkIn:
    walk_in = work.get(WalkIn, key)
    check_own(work, walk_in.cohort_id)
    if walk_in.state != "open":
        raise Conflict(_("{name} has settled this already.").format(name=walk_in.settled_by))
    return walk_in


def _put(work: Work, walk_in: WalkIn, session_id: int, status: str | None, minutes: int | None) -> None:
    session = register_of(work, session_id)
    if session.cohort_id != walk_in.cohort_id:
        raise Refused(_("This session belongs to another cohort."))
    if session.day > work.today:
        raise Refused(_("This session is on {date}. It can be marked from that day on.").format(
            date=show_date(session.day, weekday=True)))
    mark = work.session.scalars(select(WalkInMark).where(
        WalkInMark.walk_in_id == walk_in.id, WalkInMark.session_id == session_id)).first()
    if status is None:
        if mark is not None:
            work.remove(mark)
        return
    if not meant(work, {status})[status].active:
        raise Invalid({"status": _("This status is retired. Choose another one.")})
    if mark is None:
        mark = WalkInMark(walk_in_id=walk_in.id, session_id=session_id)
        work.session.add(mark)
    mark.status, mark.minutes = status, minutes
    mark.marked_by, mark.marked_at = work.actor.name, work.now
    work.session.flush()


@dataclass(frozen=True, kw_only=True)
class NoteWalkIn(Command[int]):
    """Note somebody who is in class without being on the roll, present in these sessions."""

    needs = Permission.ATTENDANCE_MARK

    cohort_id: int
    name: str
    contact: str = ""
    note: str = ""
    session_ids: tuple[int, ...] = ()
    status: str = "H"

    def label(self) -> str:
        return _("Note a walk-in: {name}").format(name=self.name.strip())

    def problems(self) -> dict[str, str]:
        return {} if self.name.strip() else {"name": _("Write the name; the rest can follow.")}

    def run(self, work: Work) -> int:
        check_own(work, self.cohort_id)
        open_cohort(work, self.cohort_id)
        walk_in = work.add(WalkIn(
            cohort_id=self.cohort_id, name=" ".join(self.name.split()), contact=self.contact.strip(),
            note=self.note.strip(), noted_by=work.actor.name, noted_at=work.now))
        for session_id in self.session_ids:
            _put(work, walk_in, session_id, self.status, None)
        return walk_in.id


@dataclass(frozen=True, kw_only=True)
class MarkWalkIn(Command[int]):
    """Mark a walk-in in a session; None clears it."""

    needs = Permission.ATTENDANCE_MARK

    walk_in_id: int
    session_id: int
    status: str | None
    minutes: int | None = None

    def label(self) -> str:
        return _("Mark a walk-in")

    def run(self, work: Work) -> int:
        _put(work, _open(work, self.walk_in_id), self.session_id, self.status, self.minutes)
        return self.walk_in_id


@dataclass(frozen=True)
class MergeLine:
    """What becomes of one mark of a walk-in."""

    session_id: int
    day: date
    part: str
    status: str
    there: str  # the enrolment's own mark, which wins; '' for none
    fate: str  # moves, loses, outside (not on the roll that day), off (the session does not take place)


def _lines(work: Work, walk_in: WalkIn, enrolment_id: int | None, joined: date, left: date | None
           ) -> list[tuple[WalkInMark, MergeLine]]:
    wanted: Any = (select(WalkInMark, ClassSession.day, ClassSession.part, ClassSession.state)
                   .join(ClassSession, ClassSession.id == WalkInMark.session_id)
                   .where(WalkInMark.walk_in_id == walk_in.id)
                   .order_by(ClassSession.day, ClassSession.starts_at, ClassSession.id))
    own = dict(work.session.execute(select(Mark.session_id, Mark.status).where(
        Mark.enrolment_id == enrolment_id)).all()) if enrolment_id is not None else {}
    found = []
    for mark, day, part, state in work.session.execute(wanted):
        there = own.get(mark.session_id, "")
        fate = ("off" if state != "planned" else "loses" if there else
                "moves" if expected(day, joined, left) else "outside")
        found.append((mark, MergeLine(mark.session_id, day, part, mark.status, there, fate)))
    return found


@dataclass(frozen=True, kw_only=True)
class MergePreview(Query[MergeLine]):
    """Which marks move and which lose when a walk-in is merged: into an enrolment, or into one that is new."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"walk_in", "walk_in_mark", "mark", "enrolment", "class_session"})

    walk_in_id: int
    enrolment_id: int | None = None

    def rows(self, work: Work) -> Sequence[MergeLine]:
        walk_in = work.get(WalkIn, self.walk_in_id)
        check_own(work, walk_in.cohort_id)
        if self.enrolment_id is None:
            return [line for _mark, line in _lines(work, walk_in, None, date.min, None)]
        enrolment = work.get(Enrolment, self.enrolment_id)
        return [line for _mark, line in _lines(work, walk_in, enrolment.id, enrolment.joined_on, enrolment.left_on)]


@dataclass(frozen=True, kw_only=True)
class MergeWalkIn(Command[int]):
    """Merge a walk-in into an enrolment, or enrol a trainee (who may be new) first. Returns the enrolment.

    The enrolment's own mark wins. Whoever is enrolled here joins with the first session he came to.
    """

    needs = Permission.COHORTS_CHANGE

    walk_in_id: int
    enrolment_id: int | None = None
    trainee_id: int | None = None
    new: AddTrainee | None = None
    joined_on: date | None = None

    def label(self) -> str:
        return _("Merge a walk-in")

    def problems(self) -> dict[str, str]:
        if sum(one is not None for one in (self.enrolment_id, self.trainee_id, self.new)) != 1:
            return {"enrolment_id": _("Choose the trainee whom the walk-in is.")}
        return self.new.problems() if self.new is not None else {}

    def check(self, work: Work) -> None:
        if self.new is not None and not work.actor.may(self.new.needs):
            raise Refused(_("You may not record a new trainee."))

    def run(self, work: Work) -> int:
        walk_in = _open(work, self.walk_in_id)
        enrolment = self._enrolment(work, walk_in)
        refuse_locked(work.session, [enrolment.id])
        moves = [mark for mark, line in _lines(work, walk_in, enrolment.id, enrolment.joined_on, enrolment.left_on)
                 if line.fate == "moves"]
        statuses = meant(work, {mark.status for mark in moves})
        for mark in moves:
            row = new_mark(work, enrolment.id, mark.session_id, statuses[mark.status], _("Walk-in"), mark.minutes,
                           "grid")
            work.session.add(Mark(**{**row, "marked_by": mark.marked_by, "marked_at": mark.marked_at}))
        walk_in.state, walk_in.enrolment_id = "merged", enrolment.id
        walk_in.settled_by, walk_in.settled_at = work.actor.name, work.now
        return enrolment.id

    def _enrolment(self, work: Work, walk_in: WalkIn) -> Enrolment:
        if self.enrolment_id is not None:
            enrolment = work.get(Enrolment, self.enrolment_id)
            if enrolment.cohort_id != walk_in.cohort_id:
                raise Invalid({"enrolment_id": _("This trainee is in another cohort. Enrol the trainee here first.")})
            return enrolment
        cohort = open_cohort(work, walk_in.cohort_id)
        key = self.trainee_id if self.new is None else self.new.run(work)
        first = work.session.scalar(
            select(func.min(ClassSession.day)).join(WalkInMark, WalkInMark.session_id == ClassSession.id)
            .where(WalkInMark.walk_in_id == walk_in.id))
        made = roll_trainee(work, cohort, work.get(Trainee, key), self.joined_on or first or work.today)
        work.session.flush()
        return made


@dataclass(frozen=True, kw_only=True)
class RefuseWalkIn(Command[int]):
    """Refuse a walk-in with a reason: the marks stay with the name and count for nobody."""

    needs = Permission.COHORTS_CHANGE

    walk_in_id: int
    reason: str

    def label(self) -> str:
        return _("Refuse a walk-in")

    def problems(self) -> dict[str, str]:
        return {} if self.reason.strip() else {"reason": _("Write why this person is not taken onto the roll.")}

    def run(self, work: Work) -> int:
        walk_in = _open(work, self.walk_in_id)
        walk_in.state, walk_in.reason = "refused", self.reason.strip()
        walk_in.settled_by, walk_in.settled_at = work.actor.name, work.now
        return walk_in.id


@dataclass(frozen=True)
class WalkInRow:
    """A walk-in with its marks, session -> status."""

    id: int
    cohort_id: int
    cohort: str
    name: str
    contact: str
    note: str
    state: str
    reason: str
    enrolment_id: int | None
    noted_by: str
    noted_at: datetime
    settled_by: str
    settled_at: datetime | None
    marks: tuple[tuple[int, str], ...] = ()

    @property
    def state_words(self) -> str:
        """The state, with why it was refused."""
        words = _(STATES.get(self.state, self.state))
        return f"{words}: {self.reason}" if self.reason else words


@dataclass(frozen=True, kw_only=True)
class WalkIns(Query[WalkInRow]):
    """Walk-ins, those to settle first: of a cohort, or of all that the actor sees."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"walk_in", "walk_in_mark", "cohort"})

    cohort_id: int | None = None
    open_only: bool = False
    limit: int = 500

    def rows(self, work: Work) -> Sequence[WalkInRow]:
        wanted: Any = select(WalkIn, Cohort.code).join(Cohort, Cohort.id == WalkIn.cohort_id)
        if self.cohort_id is not None:
            check_own(work, self.cohort_id)
            wanted = wanted.where(WalkIn.cohort_id == self.cohort_id)
        if self.open_only:
            wanted = wanted.where(WalkIn.state == "open")
        mine = own_cohorts(work.actor)
        if mine is not None:
            wanted = wanted.where(Cohort.id.in_(mine))
        found = {w.id: WalkInRow(w.id, w.cohort_id, code, w.name, w.contact, w.note, w.state, w.reason,
                                 w.enrolment_id, w.noted_by, w.noted_at, w.settled_by, w.settled_at)
                 for w, code in work.session.execute(
                     wanted.order_by(WalkIn.state != "open", WalkIn.id.desc()).limit(self.limit))}
        marks: dict[int, list[tuple[int, str]]] = {}
        for key, session, status in work.session.execute(
                select(WalkInMark.walk_in_id, WalkInMark.session_id, WalkInMark.status)
                .where(WalkInMark.walk_in_id.in_(found)).order_by(WalkInMark.id)):
            marks.setdefault(key, []).append((session, status))
        return [replace(row, marks=tuple(marks.get(key, ()))) for key, row in found.items()]


def count_walk_ins(work: Work) -> int:
    """How many wait to be settled in the cohorts of the actor."""
    wanted = select(func.count()).select_from(WalkIn).where(WalkIn.state == "open")
    mine = own_cohorts(work.actor)
    if mine is not None:
        wanted = wanted.where(WalkIn.cohort_id.in_(mine))
    return int(work.session.execute(wanted).scalar_one())
