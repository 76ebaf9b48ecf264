"""Who is below the attendance that is needed, in all running cohorts at once.

Whether somebody is below is decided by `app.attendance.figures` alone. To ask it of a few people only, a bound comes
first: who was there in full at so many sessions that nothing else could bring him below is not looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, func, select

from app.attendance.figures import FULL, Figure, Given, Meeting, Seen, expected, figure, share
from app.attendance.generate import minutes_between
from app.attendance.queries import OFF, read_credits
from app.attendance.records import ClassSession, Mark
from app.cohorts.policy import Policy
from app.cohorts.queries import own_cohorts
from app.cohorts.records import Cohort, Enrolment
from app.cohorts.words import ON_ROLL
from app.home.running import runs
from app.i18n import _
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission
from app.trainees.records import Trainee


@dataclass(frozen=True)
class BelowRow:
    """An enrolment below the threshold of its cohort. `in_a_row`: absences up to the last session that was marked."""

    id: int  # of the enrolment
    trainee_id: int
    name: str
    cohort_id: int
    cohort: str  # its code
    figure: Figure
    in_a_row: int

    @property
    def share(self) -> float:
        """0 .. 1, for a bar only."""
        return (self.figure.tenths or 0) / 1000

    def to_finish(self) -> str:
        """What it takes to reach the threshold still, in words."""
        return to_finish(self.figure)

    @property
    def absent(self) -> str:
        """'3 in a row'; one absence is no row."""
        if self.in_a_row < 2:
            return ""
        return _("{n} in a row").format(n=self.in_a_row)


def to_finish(found: Figure) -> str:
    """'Must attend all 9 left', 'May miss 1 of 9', 'Cannot reach 80 % any more', 'Missed more than the 3 allowed'."""
    if found.missed_too_many:
        return _("Missed more than the {n} allowed").format(n=found.policy.allowed_misses)
    if found.over:
        return _("Cannot reach {percent} % any more").format(percent=found.policy.threshold)
    if found.may_miss is None:
        return ""
    if not found.may_miss:
        return _("Must attend all {n} left").format(n=found.left)
    return _("May miss {n} of {left}").format(n=found.may_miss, left=found.left)


def absences_in_a_row(policy: Policy, meetings: Sequence[Meeting], marks: Mapping[int, Seen], joined: date,
                      left: date | None) -> int:
    """Absences one after the other, up to the last session with a mark. `meetings` in order of time.

    A mark is an absence when the policy counts it as nothing attended; what it leaves out is passed over.
    """
    count = 0
    for meeting in reversed(meetings):
        if not meeting.held or not expected(meeting.day, joined, left):
            continue
        seen = marks.get(meeting.id)
        if seen is None:
            if count:
                break
            continue  # the register of the last session is still being marked
        part = share(seen, policy)
        if part is None:
            continue
        if part:
            break
        count += 1
    return count


@dataclass(frozen=True)
class BelowList:
    """Everybody below, the lowest first, and in how many running cohorts was looked."""

    rows: tuple[BelowRow, ...]
    cohorts: int

    @property
    def thresholds(self) -> tuple[int, ...]:
        """The thresholds in per cent that occur, in order."""
        return tuple(sorted({row.figure.policy.threshold for row in self.rows}))


@dataclass(frozen=True, kw_only=True)
class BelowThreshold(Query[BelowList]):
    """Who is below the threshold of a running cohort, the lowest first; of an instructor his own cohorts only."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"cohort", "class_session", "mark", "enrolment", "attendance_credit", "trainee",
                       "cohort_instructor"})

    def rows(self, work: Work) -> Sequence[BelowList]:
        cohorts = _running(work)
        policies = {key: Policy.from_json(policy) for key, (_code, policy) in cohorts.items()}
        meetings, off = _meetings(work, policies)
        everybody = _roll(work, sorted(cohorts))
        credits = _credits(work, sorted(cohorts))
        brought = {everybody[key][0] for key in credits if key in everybody}  # counts though nothing was held yet
        looked = sorted(key for key in cohorts if key in brought or any(m.held for m in meetings[key]))
        among = set(looked)
        roll = {key: row for key, row in everybody.items() if row[0] in among}
        full = _full(work, looked, roll, policies, off)
        doubtful = {key: (cohort, joined, left) for key, (cohort, _t, joined, left) in roll.items()
                    if key in credits or not _safe(full.get(key, 0), meetings[cohort], policies[cohort], joined, left)}
        marks = _marks(work, doubtful)
        below: list[tuple[int, Figure, int]] = []
        for key, (cohort, joined, left) in doubtful.items():
            seen = marks.get(key, {})
            found = figure(policies[cohort], meetings[cohort], seen, joined, left, credits=credits.get(key, ()))
            if found.reaches is False:
                below.append((key, found, absences_in_a_row(policies[cohort], meetings[cohort], seen, joined, left)))
        names = _names(work, {roll[key][1] for key, _f, _n in below})
        rows = [BelowRow(key, roll[key][1], names[roll[key][1]], roll[key][0], cohorts[roll[key][0]][0], found, run)
                for key, found, run in below]
        rows.sort(key=lambda r: (r.figure.tenths or 0, r.name))
        return [BelowList(tuple(rows), len(looked))]


def _running(work: Work) -> dict[int, tuple[str, str]]:
    """Cohort -> code and policy, of the running ones that the actor sees."""
    wanted: Any = select(Cohort.id, Cohort.code, Cohort.policy).where(runs(work),
                                                                      Cohort.starts <= work.today)
    mine = own_cohorts(work.actor)
    if mine is not None:
        wanted = wanted.where(Cohort.id.in_(mine))
    return {key: (code, policy) for key, code, policy in work.session.execute(wanted)}


def _meetings(work: Work, policies: Mapping[int, Policy]) -> tuple[dict[int, list[Meeting]], dict[int, list[int]]]:
    """Cohort -> its sessions that count, in order of time; and cohort -> those that do not but may have marks."""
    table = ClassSession.__table__.c
    held = (table.taken_at.is_not(None)) | exists().where(Mark.session_id == table.id)
    found: dict[int, list[Meeting]] = {key: [] for key in policies}
    off: dict[int, list[int]] = {}
    for part in chunks(sorted(policies)):
        for key, cohort, day, starts, ends, kind, state, was_held in work.session.execute(
                select(table.id, table.cohort_id, table.day, table.starts_at, table.ends_at, table.kind, table.state,
                       held).where(table.cohort_id.in_(part))
                .order_by(table.cohort_id, table.day, table.starts_at, table.id)):
            if state not in OFF and policies[cohort].counts_kind(kind):
                found[cohort].append(
                    Meeting(key, day, bool(was_held), minutes_between(starts, ends), kind))
            elif was_held:
                off.setdefault(cohort, []).append(key)
    return found, off


def _credits(work: Work, cohorts: Sequence[int]) -> dict[int, list[Given]]:
    found: dict[int, list[Given]] = {}
    for part in chunks(cohorts):
        found.update(read_credits(work, Enrolment.cohort_id.in_(part)))
    return found


def _roll(work: Work, cohorts: Sequence[int]) -> dict[int, tuple[int, int, date, date | None]]:
    """Enrolment -> cohort, trainee, joined, left; of those on the roll."""
    found: dict[int, tuple[int, int, date, date | None]] = {}
    for part in chunks(cohorts):
        for key, cohort, trainee, joined, left in work.session.execute(
                select(Enrolment.id, Enrolment.cohort_id, Enrolment.trainee_id, Enrolment.joined_on,
                       Enrolment.left_on)
                .where(Enrolment.cohort_id.in_(part), Enrolment.status.in_(ON_ROLL))):
            found[key] = (cohort, trainee, joined, left)
    return found


def _full(work: Work, cohorts: Sequence[int], roll: Mapping[int, tuple[int, int, date, date | None]],
          policies: Mapping[int, Policy], off: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Enrolment -> sessions that certainly count in full, counted by SQL for each kind of mark."""
    sure: dict[tuple[Policy, Seen], bool] = {}
    found: dict[int, int] = {}
    for part in chunks(cohorts, 200):  # each brings a session or two that do not count
        apart = [key for cohort in part for key in off.get(cohort, ())]
        for key, meaning, name, fraction, timed, count in work.session.execute(
                select(Mark.enrolment_id, Mark.meaning, Mark.policy_key, Mark.fraction, Mark.minutes.is_not(None),
                       func.count())
                .join(Enrolment, Enrolment.id == Mark.enrolment_id)
                .where(Enrolment.cohort_id.in_(part), *([Mark.session_id.not_in(apart)] if apart else []))
                .group_by(Mark.enrolment_id, Mark.meaning, Mark.policy_key, Mark.fraction,
                          Mark.minutes.is_not(None))):
            if key not in roll or timed:
                continue
            policy = policies[roll[key][0]]
            kind = (policy, Seen(meaning, name, int(fraction * FULL)))
            if kind not in sure:
                sure[kind] = share(kind[1], policy) == FULL and not (policy.lates_per_absence and name == "late")
            if sure[kind]:
                found[key] = found.get(key, 0) + count
    return found


def _safe(full: int, meetings: Sequence[Meeting], policy: Policy, joined: date, left: date | None) -> bool:
    """Whether sessions attended in full alone satisfy the policy for all that were held."""
    days = [m.day for m in meetings if m.held]
    if not days or joined > days[0] or left is not None:
        return False
    if policy.allowed_misses is not None and len(days) - full > policy.allowed_misses:
        return False
    if policy.basis == "minutes":
        return full >= len(days)
    return full * 100 >= policy.threshold * len(days)


def _marks(work: Work, enrolments: Collection[int]) -> dict[int, dict[int, Seen]]:
    found: dict[int, dict[int, Seen]] = {}
    for part in chunks(sorted(enrolments)):
        for key, session, name, meaning, fraction, minutes in work.session.execute(
                select(Mark.enrolment_id, Mark.session_id, Mark.policy_key, Mark.meaning, Mark.fraction, Mark.minutes)
                .where(Mark.enrolment_id.in_(part))):
            found.setdefault(key, {})[session] = Seen(meaning, name, int(fraction * FULL), minutes)
    return found


def _names(work: Work, trainees: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for part in chunks(sorted(trainees)):
        found.update(work.session.execute(
            select(Trainee.id, Trainee.full_name).where(Trainee.id.in_(part))).all())
    return found
