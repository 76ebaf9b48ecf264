"""Attendance in figures: pure arithmetic by a policy, in whole numbers, that can explain itself.

A session counts once it is held: its register was taken or a mark exists, it was not cancelled, and the policy
counts its kind. Units are hundredths of a session (or of a minute), so that a half session stays exact. Three
figures come of it: to date, over the whole plan (what is not held counts as not attended), and the best that is
still possible (what is to come counts as attended).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.cohorts.policy import Policy
from app.i18n import _, ngettext

FULL = 100


@dataclass(frozen=True)
class Meeting:
    """A session as the figures see it."""

    id: int
    day: date
    held: bool
    minutes: int = 0
    kind: str = "theory"


@dataclass(frozen=True)
class Seen:
    """A mark as the figures see it: what it meant when it was set, fraction in hundredths, minutes lost."""

    meaning: str  # attended, part, absent, excluded
    policy_key: str = ""
    fraction: int = FULL
    minutes: int | None = None


@dataclass(frozen=True)
class Given:
    """Attendance earned elsewhere, in hundredths: for one missed session, or (session None) brought along."""

    session_id: int | None
    attended: int
    counted: int = 0
    attended_minutes: int = 0
    counted_minutes: int = 0


@dataclass(frozen=True)
class Share:
    """So much of so much, in hundredths, and the per cent of it: cut, never rounded up."""

    attended: int
    counted: int

    @property
    def tenths(self) -> int | None:
        """Tenths of a per cent; None when nothing counts."""
        return self.attended * 1000 // self.counted if self.counted else None

    @property
    def text(self) -> str:
        """'79.5 %'; '' when nothing counts."""
        return percent(self.tenths)


@dataclass(frozen=True)
class Figure:
    """The attendance of one enrolment. `attended` and `counted` are in hundredths of `basis`."""

    policy: Policy
    attended: int = 0
    counted: int = 0
    held: int = 0  # held sessions on which the trainee was expected
    unmarked: int = 0  # of these, without a mark
    to_come: int = 0  # sessions not yet held
    lates: int = 0
    may_miss: int | None = None  # sessions, whichever they are; None when there is nothing left to miss
    best: int | None = None  # tenths of a per cent that can still be reached
    missed: int = 0  # hundredths of sessions
    plan: Share = field(default_factory=lambda: Share(0, 0))
    possible: Share = field(default_factory=lambda: Share(0, 0))
    lost: int = 0  # sessions not yet held that will count as absent: he has left
    late_absences: int = 0  # late marks that count as absent, being the n-th
    too_late: int = 0  # late marks over the limit of minutes
    left_out: int = 0  # marks that the policy leaves out
    outside: int = 0  # held sessions before joining or after leaving that count as absent
    made_up: int = 0  # hundredths of basis that were made up elsewhere
    brought: Share = field(default_factory=lambda: Share(0, 0))  # by a transfer

    @property
    def to_date(self) -> Share:
        """Of what was held so far."""
        return Share(self.attended, self.counted)

    @property
    def tenths(self) -> int | None:
        """Tenths of a per cent, cut; None when nothing counts yet."""
        return self.to_date.tenths

    @property
    def text(self) -> str:
        """'79.5 %', never rounded up; '' when nothing counts yet."""
        return percent(self.tenths)

    @property
    def reaches(self) -> bool | None:
        """Whether what counts so far satisfies the policy; None when nothing counts yet."""
        if not self.counted:
            return None
        return self.attended * 100 >= self.policy.threshold * self.counted and not self.missed_too_many

    @property
    def missed_too_many(self) -> bool:
        """Whether more sessions were missed than may be."""
        allowed = self.policy.allowed_misses
        return allowed is not None and self.missed > allowed * FULL

    @property
    def blocked(self) -> bool:
        """Whether unmarked sessions keep the decision open."""
        return self.unmarked > 0 and self.policy.unmarked == "blocks"

    @property
    def outcome(self) -> str:
        """met, not_met or unknown: a decision only when no mark to come can change it."""
        if self.best is None and not self.counted:
            return "unknown"
        if self.over:
            return "not_met"
        if not self.blocked and not self.to_come and not self.lost:
            return "met" if self.reaches else "not_met"
        if self.counted and self.may_miss is not None and self.may_miss >= self.to_come + self._open:
            return "met"
        return "unknown"

    @property
    def needed(self) -> int:
        """Sessions that would have been needed of those counted (basis sessions), rounded up."""
        least = self.policy.threshold * self.counted
        if self.policy.allowed_misses is not None:
            least = max(least, (self.counted - self.policy.allowed_misses * FULL) * 100)
        return -(-least // (100 * FULL))

    @property
    def over(self) -> bool:
        """Whether the threshold can no longer be reached."""
        return self.best is not None and self.may_miss is None

    @property
    def left(self) -> int:
        """Sessions that can still be attended: those to come, and those whose empty mark blocks the decision."""
        return self.to_come + self._open

    @property
    def _open(self) -> int:
        return self.unmarked if self.policy.unmarked == "blocks" else 0

    def words(self) -> str:
        """How the figure comes about: '35 of 44 sessions, 79.5 %. Needs 36.'"""
        if not self.counted:
            return _("No session counts yet.")
        found = self._of(self.to_date)
        if self.policy.basis == "sessions" and (self.policy.threshold or self.policy.allowed_misses is None):
            found += " " + _("Needs {needed}.").format(needed=self.needed)
        if self.policy.allowed_misses is not None:
            found += " " + _("Missed {n}; {allowed} may be missed.").format(
                n=units(self.missed), allowed=self.policy.allowed_misses)
        if self.unmarked:
            found += " " + ngettext("{n} session is not marked.", "{n} sessions are not marked.",
                                    self.unmarked).format(n=self.unmarked)
        if self.to_come:
            found += " " + self._to_come_words()
        return found

    def plan_words(self) -> str:
        """The same over the whole plan: 'Over the whole plan: 35 of 60 sessions, 58.3 %.'; '' without one."""
        return _("Over the whole plan: {sum}").format(sum=self._of(self.plan)) if self.plan.counted else ""

    def best_words(self) -> str:
        """'Best still possible: 51 of 60 sessions, 85.0 %.'; '' when nothing counts."""
        return _("Best still possible: {sum}").format(sum=self._of(self.possible)) if self.possible.counted else ""

    def _of(self, share: Share) -> str:
        return (_("{attended} of {counted} minutes, {percent}.") if self.policy.basis == "minutes"
                else _("{attended} of {counted} sessions, {percent}.")).format(
            attended=units(share.attended), counted=units(share.counted), percent=share.text)

    def _to_come_words(self) -> str:
        if self.missed_too_many:
            return _("More were missed than may be.")
        if self.over:
            return _("Can reach {best} at most.").format(best=percent(self.best))
        if self.may_miss == 0:
            return _("Must attend all {n} left.").format(n=self.left)
        return _("May miss {n} of {left} left.").format(n=self.may_miss, left=self.left)


def percent(tenths: int | None) -> str:
    """Tenths of a per cent as '79.5 %'; '' for none."""
    return "" if tenths is None else f"{tenths // 10}.{tenths % 10} %"


def units(hundredths: int) -> str:
    """Hundredths as a plain number: '35', '35.5'."""
    whole, rest = divmod(hundredths, FULL)
    return f"{whole}.{rest:02}".rstrip("0") if rest else str(whole)


def share(seen: Seen, policy: Policy) -> int | None:
    """How much of a session a mark counts, in hundredths; None when it is left out.

    The policy decides by the mark's key; without one the mark says itself what it meant when it was set.
    """
    counts = policy.counts(seen.policy_key) or seen.meaning
    if counts == "excluded":
        return None
    if too_late(seen, policy):
        return 0
    return {"attended": FULL, "half": FULL // 2, "part": seen.fraction, "absent": 0}[counts]


def too_late(seen: Seen, policy: Policy) -> bool:
    """Whether it is a late mark over the limit of minutes."""
    return bool(policy.late_limit and seen.policy_key == "late" and (seen.minutes or 0) > policy.late_limit)


def expected(meeting_day: date, joined: date, left: date | None) -> bool:
    """Whether an enrolment with these dates (both inclusive) is expected on a day."""
    return joined <= meeting_day and (left is None or meeting_day <= left)


def figure(policy: Policy, meetings: Sequence[Meeting], marks: Mapping[int, Seen], joined: date,
           left: date | None = None, *, over: bool = False, credits: Sequence[Given] = ()) -> Figure:
    """The figure of one enrolment. `meetings` in order of time, `marks` by session.

    `over`: no session can be held any more (cohort finished).
    """
    made_up = {c.session_id: c for c in credits if c.session_id is not None}
    sums = _Sums(policy, over)
    for meeting in meetings:
        if not policy.counts_kind(meeting.kind):
            continue
        before, after = meeting.day < joined, left is not None and meeting.day > left
        if before or after:
            if (before and policy.joiner == "whole") or (after and policy.leaver == "whole"):
                sums.outside(meeting, made_up.get(meeting.id))
        elif not meeting.held:
            sums.open(meeting)
        else:
            sums.take(meeting, marks.get(meeting.id), made_up.get(meeting.id))
    for credit in credits:
        if credit.session_id is None:
            sums.bring(credit)
    return sums.figure()


class _Sums:
    """Adds up one enrolment, session by session."""

    def __init__(self, policy: Policy, over: bool) -> None:
        self.policy, self.over = policy, over
        self.minutes = policy.basis == "minutes"
        self.attended = self.counted = self.missed = self.held = self.unmarked = self.to_come = 0
        self.lates = self.late_absences = self.too_late = self.left_out = self.outside_held = self.made_up = 0
        self.brought = Share(0, 0)
        self.pending: list[int] = []  # weights of sessions that can still be attended
        self.lost: list[int] = []  # of sessions not yet held that will count as absent
        self.never: int = 0  # weight of planned sessions that can no longer be held

    def weight(self, meeting: Meeting) -> int:
        return max(meeting.minutes, 0) if self.minutes else 1

    def outside(self, meeting: Meeting, credit: Given | None) -> None:
        """A session before joining or after leaving that counts as absent, unless it was made up."""
        weight = self.weight(meeting)
        if meeting.held:
            self.outside_held += 1
            self._add(weight, 0, 0, credit)
        elif self.over:
            self.never += weight
        else:
            self.lost.append(weight)

    def open(self, meeting: Meeting) -> None:
        """A session that is not held yet."""
        if self.over:
            self.never += self.weight(meeting)
            return
        self.to_come += 1
        self.pending.append(self.weight(meeting))

    def take(self, meeting: Meeting, seen: Seen | None, credit: Given | None) -> None:
        """A held session on which the trainee was expected."""
        weight = self.weight(meeting)
        self.held += 1
        if seen is None:
            self._empty(weight, credit)
            return
        part = share(seen, self.policy)
        if part is None:
            self.left_out += 1
            return
        if seen.policy_key == "late":
            part = self._late(seen, part, credit)
        gained = weight * part
        if self.minutes and seen.minutes:
            gained = min(gained, max(0, weight - seen.minutes) * FULL)
        self._add(weight, part, gained, credit)

    def _empty(self, weight: int, credit: Given | None) -> None:
        if credit is not None:
            self._add(weight, 0, 0, credit)
            return
        self.unmarked += 1
        if self.policy.unmarked == "absent":
            self._add(weight, 0, 0, None)
        elif self.policy.unmarked == "blocks":
            self.pending.append(weight)

    def _late(self, seen: Seen, part: int, credit: Given | None) -> int:
        """What is left of a late mark: of every n, the n-th counts as absent. What was made up is not late."""
        self.too_late += too_late(seen, self.policy)
        if not part or (credit is not None and credit.attended >= FULL):
            return part
        self.lates += 1
        if self.policy.lates_per_absence and self.lates % self.policy.lates_per_absence == 0:
            self.late_absences += 1
            return 0
        return part

    def _add(self, weight: int, part: int, gained: int, credit: Given | None) -> None:
        """Count a session of which `part` hundredths were attended; a credit takes their place where it is more."""
        if credit is not None:
            own = gained
            part = max(part, min(FULL, credit.attended))
            if self.minutes:
                earned = credit.attended_minutes or weight * credit.attended
                gained = max(gained, min(weight * FULL, earned))
            else:
                gained = max(gained, part)
            self.made_up += gained - own
        self.counted += weight * FULL
        self.attended += gained
        self.missed += FULL - part

    def bring(self, credit: Given) -> None:
        """What a transfer brings along."""
        attended, counted = ((credit.attended_minutes, credit.counted_minutes) if self.minutes
                             else (credit.attended, credit.counted))
        self.brought = Share(self.brought.attended + attended, self.brought.counted + counted)
        self.attended += attended
        self.counted += counted
        self.missed += max(0, credit.counted - credit.attended)

    def figure(self) -> Figure:
        open_, lost = sum(self.pending) * FULL, sum(self.lost) * FULL
        total = self.counted + open_ + lost
        possible = Share(self.attended + open_, total)
        plan = Share(self.attended, total + self.never * FULL)
        return Figure(
            self.policy, self.attended, self.counted, self.held, self.unmarked, self.to_come, self.lates,
            self._may_miss(possible), possible.tenths, self.missed, plan, possible, len(self.lost),
            self.late_absences, self.too_late, self.left_out, self.outside_held, self.made_up, self.brought)

    def _may_miss(self, possible: Share) -> int | None:
        """How many sessions may still be missed, whichever they are. None: too late, or nothing counts."""
        spare = possible.attended * 100 - self.policy.threshold * possible.counted
        if spare < 0 or not possible.counted:
            return None
        most = len(self.pending)
        if self.policy.allowed_misses is not None:
            free = self.policy.allowed_misses * FULL - self.missed - len(self.lost) * FULL
            if free < 0:
                return None
            most = min(most, free // FULL)
        missed = 0
        for weight in sorted(self.pending, reverse=True):
            spare -= weight * FULL * 100
            if spare < 0 or missed == most:
                break
            missed += 1
        return missed
