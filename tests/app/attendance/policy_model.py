"""The policy once more, written from its words and not from the engine: lists of fractions, no running sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from app.cohorts.policy import Policy

MEANINGS = {"H": ("attended", ""), "L": ("attended", "late"), "X": ("absent", ""), "S": ("absent", "sick"),
            "K": ("absent", "leave"), "R": ("attended", "duty"), "P": ("attended", "early")}


@dataclass(frozen=True)
class Class_:
    """A session: is it held, and is it planned at all?"""

    day: date
    minutes: int
    kind: str
    held: bool
    planned: bool = True


@dataclass(frozen=True)
class Sum:
    """What the model says of one trainee."""

    attended: Fraction
    counted: Fraction
    plan: tuple[Fraction, Fraction]
    possible: tuple[Fraction, Fraction]
    meets: bool | None
    may_miss: int | None
    outcome: str


@dataclass(frozen=True)
class _Term:
    """One session of one trainee. `worth` None: still open; `lost`: will be held without him."""

    size: Fraction
    worth: Fraction | None
    missed: Fraction = Fraction(0)
    lost: bool = False
    never: bool = False


def judge(policy: Policy, classes: Mapping[int, Class_], marks: Mapping[int, tuple[str, int | None]], joined: date,
          left: date | None, made_up: set[int], brought: Sequence[tuple[int, int, int, int]],
          over: bool = False) -> Sum:
    """`marks`: status and minutes by session; `made_up`: sessions; `brought`: attended, counted, both in minutes."""
    wanted = {k: c for k, c in sorted(classes.items(), key=lambda kc: (kc[1].day, kc[0])) if c.planned
              and (c.kind in policy.kinds or (not policy.kinds and c.kind != "ceremony"))}
    turned = _turned_lates(policy, wanted, marks, joined, left, made_up)
    terms = [t for k, c in wanted.items() if (t := _term(policy, k, c, marks.get(k), joined, left, k in made_up,
                                                         k in turned, over)) is not None]
    by_minutes = policy.basis == "minutes"
    extra = [((Fraction(am), Fraction(cm)) if by_minutes else (Fraction(a), Fraction(c)), Fraction(c - a))
             for a, c, am, cm in brought]
    done = [t for t in terms if t.worth is not None]
    attended = sum((t.worth or Fraction(0) for t in done), Fraction(0)) + sum((e[0][0] for e in extra), Fraction(0))
    counted = sum((t.size for t in done), Fraction(0)) + sum((e[0][1] for e in extra), Fraction(0))
    missed = sum((t.missed for t in done), Fraction(0)) + sum((e[1] for e in extra), Fraction(0))
    open_ = sorted((t.size for t in terms if t.worth is None and not t.lost and not t.never), reverse=True)
    lost = [t.size for t in terms if t.lost]
    never = sum((t.size for t in terms if t.never), Fraction(0))
    total = counted + sum(open_) + sum(lost)

    def good(absent: int) -> bool:
        """Does it still do when so many of the longest open ones are missed?"""
        there = attended + sum(open_[absent:], Fraction(0))
        enough = total > 0 and there / total >= Fraction(policy.threshold, 100)
        few = policy.allowed_misses is None or missed + len(lost) + absent <= policy.allowed_misses
        return enough and few

    meets = None
    if counted:
        few = policy.allowed_misses is None or missed <= policy.allowed_misses
        meets = attended / counted >= Fraction(policy.threshold, 100) and few
    may_miss = max((n for n in range(len(open_) + 1) if good(n)), default=None)
    outcome = "unknown"
    if total and not good(0):
        outcome = "not_met"
    elif counted and good(len(open_)):
        outcome = "met"
    return Sum(attended, counted, (attended, total + never), (attended + sum(open_), total), meets, may_miss, outcome)


def _term(policy: Policy, key: int, c: Class_, mark: tuple[str, int | None] | None, joined: date, left: date | None,
          made_up: bool, turned: bool, over: bool) -> _Term | None:
    size = Fraction(max(c.minutes, 0)) if policy.basis == "minutes" else Fraction(1)
    early, gone = c.day < joined, left is not None and c.day > left
    if (early and policy.joiner == "joined") or (gone and policy.leaver == "leaving"):
        return None
    if not c.held:
        if over:
            return _Term(size, None, never=True)
        return _Term(size, None, lost=early or gone)
    if early or gone:
        return _Term(size, size if made_up else Fraction(0), Fraction(0 if made_up else 1))
    if mark is None:
        if made_up:
            return _Term(size, size)
        if policy.unmarked == "blocks":
            return _Term(size, None)
        return None if policy.unmarked == "excluded" else _Term(size, Fraction(0), Fraction(1))
    part = _part(policy, *mark)
    if part is None:
        return None
    if made_up:
        return _Term(size, size)
    if turned:
        part = Fraction(0)
    worth = part * size
    if policy.basis == "minutes" and mark[1]:
        worth = min(worth, max(Fraction(0), size - mark[1]))
    return _Term(size, worth, 1 - part)


def _part(policy: Policy, status: str, minutes: int | None) -> Fraction | None:
    meaning, key = MEANINGS[status]
    rule = getattr(policy, key) if key else meaning
    rule = meaning if rule == "status" else rule
    if rule == "excluded":
        return None
    if key == "late" and policy.late_limit and minutes is not None and minutes > policy.late_limit:
        return Fraction(0)
    return {"attended": Fraction(1), "half": Fraction(1, 2), "absent": Fraction(0)}[rule]


def _turned_lates(policy: Policy, classes: Mapping[int, Class_], marks: Mapping[int, tuple[str, int | None]],
                  joined: date, left: date | None, made_up: set[int]) -> set[int]:
    """Every n-th late mark that counts for something."""
    lates = [k for k, c in classes.items() if k in marks and marks[k][0] == "L" and k not in made_up and c.held
             and joined <= c.day and (left is None or c.day <= left) and _part(policy, *marks[k])]
    n = policy.lates_per_absence
    return set(lates[n - 1::n]) if n else set()


def rounded_down(share: tuple[Fraction, Fraction]) -> str:
    """'79.5 %'."""
    if not share[1]:
        return ""
    tenths = floor(share[0] / share[1] * 1000)
    return f"{tenths // 10}.{tenths % 10} %"
