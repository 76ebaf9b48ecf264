"""Registers as frozen rows: a handful of statements for a cohort, however many marks the database holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select

from app.attendance.around import Credit, WalkIn
from app.attendance.figures import FULL, Figure, Given, Meeting, Seen, expected, figure
from app.attendance.generate import minutes_between
from app.attendance.leave_fill import proposals
from app.attendance.limit import oldest_day, requested_cells
from app.attendance.records import ClassSession, Mark, Status
from app.attendance.statuses import StatusRow
from app.cohorts.locks import locked_enrolments
from app.cohorts.policy import Policy
from app.cohorts.queries import CohortWhole, RollRow, check_own, check_seen, read_cohort, read_roll
from app.cohorts.records import Cohort, Enrolment
from app.office.command import Query, Work
from app.office.permissions import Permission

OFF = ("cancelled", "postponed")
"""States of a session that does not take place."""


@dataclass(frozen=True)
class SessionRow:
    """A session of a cohort. `number` counts those not cancelled, from 1; a cancelled one has 0."""

    id: int
    version: int
    number: int
    day: date
    part: str
    starts_at: str
    ends_at: str
    kind: str
    mode: str
    venue: str
    topic: str
    hours: Decimal
    state: str
    reason: str
    replaces_id: int | None
    taken_by: str
    taken_at: datetime | None
    closed_by: str
    closed_at: datetime | None
    marked: int = 0

    @property
    def cancelled(self) -> bool:
        """Whether it does not take place: cancelled, or put off without a new day."""
        return self.state in OFF

    @property
    def held(self) -> bool:
        """Register taken or a mark exists, and not cancelled."""
        return not self.cancelled and (self.taken_at is not None or self.marked > 0)

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return minutes_between(self.starts_at, self.ends_at)

    def meeting(self) -> Meeting:
        """As the figures see it."""
        return Meeting(self.id, self.day, self.held, self.minutes, self.kind)


@dataclass(frozen=True)
class MarkCell:
    """A mark in the register."""

    status: str
    meaning: str
    fraction: int
    minutes: int | None
    reason: str
    policy_key: str = ""
    evidence: str = ""  # number of the MC or letter
    entered: str = ""  # taken in class, where the office decided otherwise; '-' when class left it empty
    source: str = "grid"
    by: str = ""
    at: datetime | None = None

    def seen(self) -> Seen:
        """As the figures see it: what the status meant when it was set."""
        return Seen(self.meaning, self.policy_key, self.fraction, self.minutes)


@dataclass(frozen=True)
class RegisterView:
    """Everything the attendance grid and its papers need. `marks` by (enrolment, session)."""

    cohort: CohortWhole
    today: date
    statuses: tuple[StatusRow, ...]
    sessions: tuple[SessionRow, ...]
    rows: tuple[RollRow, ...]
    marks: Mapping[tuple[int, int], MarkCell]
    figures: Mapping[int, Figure] = field(default_factory=dict)
    locked: frozenset[int] = frozenset()  # enrolments a certificate rests on
    credits: Mapping[int, Sequence[Given]] = field(default_factory=dict)  # by enrolment
    proposed: Mapping[tuple[int, int], str] = field(default_factory=dict)  # planned leave: status code
    requested: Mapping[tuple[int, int], str] = field(default_factory=dict)  # open request: wanted code, '' to clear
    oldest: date | None = None  # the first day whose marks may still be changed by whoever sits here
    walk_ins: int = 0  # to settle

    def expected(self, row: RollRow, session: SessionRow) -> bool:
        """Whether the trainee should be there."""
        return expected(session.day, row.joined_on, row.left_on)

    def work_out(self, rows: Iterable[RollRow]) -> dict[int, Figure]:
        """Enrolment -> attendance in figures, from the marks as they are here."""
        meetings = [s.meeting() for s in self.sessions if not s.cancelled]
        found: dict[int, Figure] = {}
        for row in rows:
            marks = {m.id: cell.seen() for m in meetings
                     if (cell := self.marks.get((row.enrolment_id, m.id))) is not None}
            found[row.enrolment_id] = figure(self.cohort.policy, meetings, marks, row.joined_on, row.left_on,
                                             over=self.over, credits=self.credits.get(row.enrolment_id, ()))
        return found

    @property
    def over(self) -> bool:
        """Whether no session can be held any more."""
        return self.cohort.status in ("finished", "closed")


def read_statuses(work: Work, *, active_only: bool = False) -> tuple[StatusRow, ...]:
    """The statuses of the centre in their order."""
    wanted = select(Status).order_by(Status.position, Status.id)
    if active_only:
        wanted = wanted.where(Status.active)
    return tuple(StatusRow(s.code, s.letter_en, s.letter_ms, s.label_en, s.label_ms, s.meaning, s.fraction, s.look,
                           s.policy_key, s.needs_reason, s.needs_evidence, s.roles, s.active, s.id, s.version)
                 for s in work.session.scalars(wanted))


def read_sessions(work: Work, cohort_id: int) -> list[SessionRow]:
    """The sessions of a cohort in order of time, with how many marks each has."""
    counted = dict(work.session.execute(
        select(Mark.session_id, func.count()).join(ClassSession, ClassSession.id == Mark.session_id)
        .where(ClassSession.cohort_id == cohort_id).group_by(Mark.session_id)).all())
    found: list[SessionRow] = []
    number = 0
    table = ClassSession.__table__
    for row in work.session.execute(select(table).where(table.c.cohort_id == cohort_id)
                                    .order_by(table.c.day, table.c.starts_at, table.c.id)).mappings():
        off = row["state"] in OFF
        number += not off
        given = {k: v for k, v in row.items() if k != "cohort_id"}
        found.append(SessionRow(**given, number=0 if off else number,
                                marked=counted.get(row["id"], 0)))
    return found


def read_marks(work: Work, cohort_id: int, only: int | None = None) -> dict[tuple[int, int], MarkCell]:
    """All marks of a cohort (or of one enrolment in it) by (enrolment, session).

    Reasons are for who marks or reopens registers, those of leave (an MC) for the latter only.
    """
    office = work.actor.may(Permission.ATTENDANCE_REOPEN)
    reasons = office or work.actor.may(Permission.ATTENDANCE_MARK)
    wanted = (select(Mark.enrolment_id, Mark.session_id, Mark.status, Mark.meaning, Mark.fraction, Mark.minutes,
                     Mark.reason, Mark.policy_key, Mark.evidence, Mark.entered, Mark.source, Mark.marked_by,
                     Mark.marked_at, Mark.leave_id)
              .join(Enrolment, Enrolment.id == Mark.enrolment_id).where(Enrolment.cohort_id == cohort_id))
    if only is not None:
        wanted = wanted.where(Mark.enrolment_id == only)
    return {(e, s): MarkCell(status, meaning, int(fraction * 100), minutes, reason if shown else "", key,
                             evidence if shown else "", entered, source, by, at)
            for e, s, status, meaning, fraction, minutes, reason, key, evidence, entered, source, by, at, leave
            in work.session.execute(wanted) for shown in (office or (reasons and leave is None),)}


def read_credits(work: Work, *which: ColumnElement[bool]) -> dict[int, list[Given]]:
    """Enrolment -> what it earned elsewhere, of the enrolments for which `which` holds."""
    found: dict[int, list[Given]] = {}
    for key, session, *amounts in work.session.execute(
            select(Credit.enrolment_id, Credit.session_id, Credit.attended, Credit.counted, Credit.attended_minutes,
                   Credit.counted_minutes)
            .join(Enrolment, Enrolment.id == Credit.enrolment_id).where(*which).order_by(Credit.id)):
        found.setdefault(key, []).append(Given(session, *(int(amount * FULL) for amount in amounts)))
    return found


@dataclass(frozen=True, kw_only=True)
class Register(Query[RegisterView]):
    """The register of a cohort; `figures` by enrolment are worked out too. `full` shows identity numbers."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"cohort", "class_session", "mark", "enrolment", "trainee", "identity", "attendance_status",
                       "cohort_instructor", "certificate", "mark_request", "setting", "attendance_credit",
                       "leave_record", "walk_in"})

    cohort_id: int
    everyone: bool = False  # also those who have left and have no mark
    full: bool = False

    def rows(self, work: Work) -> Sequence[RegisterView]:
        view = read_register(work, self.cohort_id, full=self.full, everyone=self.everyone)
        return [view]


def read_register(work: Work, cohort_id: int, *, full: bool = False, everyone: bool = False) -> RegisterView:
    """The register, read inside a transaction."""
    cohort = read_cohort(work, cohort_id)
    marks = read_marks(work, cohort_id)
    marked = {enrolment for enrolment, _session in marks}
    roll = read_roll(work, cohort_id, full=full)
    rows = tuple(r for r in roll if everyone or r.on_roll or (r.enrolment_id in marked and r.status != "transferred"))
    bare = RegisterView(cohort, work.today, read_statuses(work), tuple(read_sessions(work, cohort_id)), rows, marks,
                        locked=frozenset(locked_enrolments(work.session, (r.enrolment_id for r in rows))),
                        credits=read_credits(work, Enrolment.cohort_id == cohort_id),
                        proposed=proposals(work, cohort_id), requested=requested_cells(work, cohort_id),
                        oldest=oldest_day(work), walk_ins=_walk_ins(work, cohort_id))
    return replace(bare, figures=bare.work_out(rows))


def _walk_ins(work: Work, cohort_id: int) -> int:
    """How many walk-ins of a cohort wait for the office."""
    return work.session.scalar(select(func.count()).select_from(WalkIn).where(
        WalkIn.cohort_id == cohort_id, WalkIn.state == "open")) or 0


@dataclass(frozen=True)
class FigureRow:
    """The attendance of an enrolment."""

    enrolment_id: int
    figure: Figure


@dataclass(frozen=True, kw_only=True)
class AttendanceFigures(Query[FigureRow]):
    """Attendance of every enrolment of a cohort, in figures."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"cohort", "class_session", "mark", "enrolment", "attendance_credit"})

    cohort_id: int

    def rows(self, work: Work) -> Sequence[FigureRow]:
        return [FigureRow(key, found) for key, found in attendance_figures(work, self.cohort_id).items()]


def attendance_figures(work: Work, cohort_id: int, only: int | None = None) -> dict[int, Figure]:
    """Enrolment -> figure for a cohort (or one enrolment in it), read inside a transaction."""
    return read_facts(work, cohort_id, only).figures()


@dataclass(frozen=True)
class Facts:
    """What the figures of a cohort are made of, so that they can be worked out by more than one policy."""

    policy: Policy
    meetings: Sequence[Meeting]
    marks: Mapping[int, Mapping[int, Seen]]
    credits: Mapping[int, Sequence[Given]]
    dates: Mapping[int, tuple[date, date | None]]  # enrolment -> joined, left
    over: bool

    def figures(self, policy: Policy | None = None) -> dict[int, Figure]:
        """Enrolment -> figure, by the cohort's policy or another."""
        return {key: figure(policy or self.policy, self.meetings, self.marks.get(key, {}), joined, left,
                            over=self.over, credits=self.credits.get(key, ()))
                for key, (joined, left) in self.dates.items()}


def read_facts(work: Work, cohort_id: int, only: int | None = None) -> Facts:
    """What the figures of a cohort (or of one enrolment in it) are made of."""
    check_own(work, cohort_id)
    policy, status = work.session.execute(
        select(Cohort.policy, Cohort.status).where(Cohort.id == cohort_id)).one()
    marks: dict[int, dict[int, Seen]] = {}
    for (enrolment, session), cell in read_marks(work, cohort_id, only).items():
        marks.setdefault(enrolment, {})[session] = cell.seen()
    which = [Enrolment.cohort_id == cohort_id, *([Enrolment.id == only] if only is not None else [])]
    dates = {key: (joined, left) for key, joined, left in work.session.execute(
        select(Enrolment.id, Enrolment.joined_on, Enrolment.left_on).where(*which))}
    return Facts(Policy.from_json(policy), [s.meeting() for s in read_sessions(work, cohort_id) if not s.cancelled],
                 marks, read_credits(work, *which), dates, status in ("finished", "closed"))


@dataclass(frozen=True, kw_only=True)
class Sessions(Query[SessionRow]):
    """The sessions of a cohort in order."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"class_session", "mark"})

    cohort_id: int

    def rows(self, work: Work) -> Sequence[SessionRow]:
        check_seen(work, self.cohort_id)
        return read_sessions(work, self.cohort_id)


@dataclass(frozen=True, kw_only=True)
class AttendanceStatuses(Query[StatusRow]):
    """The attendance statuses of the centre."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"attendance_status"})

    def rows(self, work: Work) -> Sequence[StatusRow]:
        return read_statuses(work)
