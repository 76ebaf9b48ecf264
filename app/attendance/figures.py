"""Attendance in figures: pure arithmetic by a policy, in whole numbers, that can explain itself.

A session counts once it is held: its register was taken or a mark exists, and it was not cancelled.
Units are hundredths of a session (or of a minute), so that a half session stays exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Seen:
    """A mark as the figures see it: what it meant when it was set, fraction in hundredths, minutes lost."""

    meaning: str  # attended, part, absent, excluded
    policy_key: str = ""
    fraction: int = FULL
    minutes: int | None = None


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
    may_miss: int | None = None  # sessions; None when there is nothing left to miss
    best: int | None = None  # tenths of a per cent that can still be reached

    @property
    def tenths(self) -> int | None:
        """Tenths of a per cent, cut; None when nothing counts yet."""
        return self.attended * 1000 // self.counted if self.counted else None

    @property
    def text(self) -> str:
        """'79.5 %', never rounded up; '' when nothing counts yet."""
        return percent(self.tenths)

    @property
    def reaches(self) -> bool | None:
        """Whether what counts so far reaches the threshold; None when nothing counts yet."""
        if not self.counted:
            return None
        return self.attended * 100 >= self.policy.threshold * self.counted

    @property
    def blocked(self) -> bool:
        """Whether unmarked sessions keep the decision open."""
        return self.unmarked > 0 and self.policy.unmarked == "blocks"

    @property
    def outcome(self) -> str:
        """met, not_met or unknown: a decision only when no mark to come can change it."""
        if self.best is None and not self.counted:
            return "unknown"
        if self.best is not None and self.may_miss is None:
            return "not_met"
        if not self.blocked and not self.to_come:
            return "met" if self.reaches else "not_met"
        if self.counted and self.may_miss is not None and self.may_miss >= self.to_come + self._open:
            return "met"
        return "unknown"

    @property
    def needed(self) -> int:
        """Sessions that would have been needed of those counted (basis sessions), rounded up."""
        return -(-self.policy.threshold * self.counted // (100 * FULL))

    @property
    def over(self) -> bool:
        """Whether the threshold can no longer be reached."""
        return self.best is not None and self.may_miss is None

    @property
    def _open(self) -> int:
        return self.unmarked if self.policy.unmarked == "blocks" else 0

    def words(self) -> str:
        """How the figure comes about: '35 of 44 sessions, 79.5 %. Needs 36.'"""
        if not self.counted:
            return _("No session counts yet.")
        if self.policy.basis == "minutes":
            found = _("{attended} of {counted} minutes, {percent}.").format(
                attended=units(self.attended), counted=units(self.counted), percent=self.text)
        else:
            found = _("{attended} of {counted} sessions, {percent}. Needs {needed}.").format(
                attended=units(self.attended), counted=units(self.counted), percent=self.text, needed=self.needed)
        if self.unmarked:
            found += " " + ngettext("{n} session is not marked.", "{n} sessions are not marked.",
                                    self.unmarked).format(n=self.unmarked)
        if self.to_come:
            found += " " + self._to_come_words()
        return found

    def _to_come_words(self) -> str:
        if self.over:
            return _("Can reach {best} at most.").format(best=percent(self.best))
        left = self.to_come + self._open
        if self.may_miss == 0:
            return _("Must attend all {n} left.").format(n=left)
        return _("May miss {n} of {left} left.").format(n=self.may_miss, left=left)


def percent(tenths: int | None) -> str:
    """Tenths of a per cent as '79.5 %'; '' for none."""
    return "" if tenths is None else f"{tenths // 10}.{tenths % 10} %"


def units(hundredths: int) -> str:
    """Hundredths as a plain number: '35', '35.5'."""
    whole, rest = divmod(hundredths, FULL)
    return f"{whole}.{rest:02}".rstrip("0") if rest else str(whole)


def share(seen: Seen, policy: Policy) -> int | None:
    """How much of a session a mark counts, in hundredths; None when it is left out."""
    counts = policy.counts(seen.policy_key)
    if counts is None:
        counts = {"attended": "attended", "part": "part", "absent": "absent", "excluded": "excluded"}[seen.meaning]
    if counts == "excluded":
        return None
    return {"attended": FULL, "half": FULL // 2, "part": seen.fraction, "absent": 0}[counts]


def expected(meeting_day: date, joined: date, left: date | None) -> bool:
    """Whether an enrolment with these dates (both inclusive) is expected on a day."""
    return joined <= meeting_day and (left is None or meeting_day <= left)


def figure(policy: Policy, meetings: Sequence[Meeting], marks: Mapping[int, Seen], joined: date,
           left: date | None = None, *, over: bool = False) -> Figure:
    """The figure of one enrolment. `marks` by session; `over` = no session can be held any more (cohort finished)."""
    attended = counted = held = unmarked = lates = 0
    pending: list[int] = []
    to_come = 0
    for meeting in meetings:
        weight = max(meeting.minutes, 0) if policy.basis == "minutes" else 1
        if left is not None and meeting.day > left:
            continue
        if meeting.day < joined:
            if policy.joiner == "whole" and meeting.held:
                counted += weight * FULL
            continue
        if not meeting.held:
            if not over:
                to_come += 1
                pending.append(weight)
            continue
        held += 1
        seen = marks.get(meeting.id)
        if seen is None:
            unmarked += 1
            if policy.unmarked == "absent":
                counted += weight * FULL
            elif policy.unmarked == "blocks":
                pending.append(weight)
            continue
        part = share(seen, policy)
        if part is None:
            continue
        lates += seen.policy_key == "late"
        counted += weight * FULL
        gained = weight * part
        if policy.basis == "minutes" and part and seen.minutes:
            gained = max(0, gained - seen.minutes * FULL)
        attended += gained
    if policy.lates_per_absence and policy.basis == "sessions":
        attended = max(0, attended - lates // policy.lates_per_absence * FULL)
    may_miss, best = _prospect(policy, attended, counted, pending)
    return Figure(policy, attended, counted, held, unmarked, to_come, lates, may_miss, best)


def _prospect(policy: Policy, attended: int, counted: int, pending: list[int]) -> tuple[int | None, int | None]:
    """Most sessions that may still be missed (None: too late), and the best per cent in tenths (None: nothing)."""
    total = counted + sum(pending) * FULL
    if not total:
        return None, None
    most = attended + sum(pending) * FULL
    best = most * 1000 // total
    spare = most * 100 - policy.threshold * total
    if spare < 0:
        return None, best
    missed = 0
    for weight in sorted(pending):
        spare -= weight * FULL * 100
        if spare < 0:
            break
        missed += 1
    return missed, best
