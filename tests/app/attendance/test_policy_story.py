"""Sessions, marks, leave, transfers, closing and undo in any order, against a model of the policy of its own.

SIJIL_STORIES=300 tells that many stories instead of a few.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.attendance.commands import (
    Cell,
    CloseSession,
    MarkAttendance,
    MarkRestPresent,
    ReopenSession,
    TakeRegister,
)
from app.attendance.figures import Given, Meeting, Seen, figure
from app.attendance.queries import AttendanceFigures
from app.attendance.session_states import CancelSession, RestoreSession
from app.attendance.sessions import ChangeSession
from app.cohorts.commands import ChangeCohortStatus, ChangePolicy
from app.cohorts.enrolments import ChangeEnrolment, Withdraw
from app.cohorts.policy import Policy
from app.db.engine import make_engine
from app.errors import Invalid, Refused
from app.home.attendance import BelowThreshold
from app.office.command import Command
from app.office.office import Office
from app.office.permissions import SYSTEM
from tests.app.attendance.policy_model import MEANINGS, Class_, Sum, judge, rounded_down
from tests.app.class_room import NAMES, open_class
from tests.app.policies import GiveCredit, any_policy

STORIES = int(os.environ.get("SIJIL_STORIES", "0"))
PEOPLE, PAST = 3, 12  # sessions up to today; more are to come
KINDS = {1: "practical", 2: "ceremony", 5: "practical", 13: "ceremony"}
SHORT = {3: "09:30", 6: "10:15", 14: "09:00"}
people, sessions = st.integers(0, PEOPLE - 1), st.integers(0, PAST + 1)


@dataclass(frozen=True)
class Facts:
    """All that the story has made true; a frozen value, so that undo is the value before."""

    policy: Policy
    state: tuple[tuple[bool, bool, bool], ...]  # per session: cancelled, taken, closed
    marks: frozenset[tuple[int, int, str, int | None]]  # person, session, status, minutes
    dates: tuple[tuple[date, date | None], ...]
    credits: frozenset[tuple[int, int | None, int, int]]  # person, session or None, attended, counted
    over: bool = False

    def mark(self, person: int, session: int) -> tuple[str, int | None] | None:
        return next(((s, m) for p, k, s, m in self.marks if (p, k) == (person, session)), None)

    def without(self, person: int, session: int) -> frozenset[tuple[int, int, str, int | None]]:
        return frozenset(m for m in self.marks if m[:2] != (person, session))

    def put(self, session: int, **more: bool) -> Facts:
        names = ("cancelled", "taken", "closed")
        now = tuple(more.get(name, was) for name, was in zip(names, self.state[session], strict=True))
        return replace(self, state=(*self.state[:session], now, *self.state[session + 1:]))  # type: ignore[arg-type]

    def date(self, person: int, joined: date, left: date | None) -> Facts:
        return replace(self, dates=(*self.dates[:person], (joined, left), *self.dates[person + 1:]))


class Story(RuleBasedStateMachine):
    """One cohort, one office; the facts beside them."""

    def __init__(self, template: Path) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copyfile(template, self.folder / "story.db")
        self.office = Office(make_engine(str(self.folder / "story.db")), SYSTEM)
        self.room = open_class(self.office, NAMES[:PEOPLE])
        found = self.room.view().sessions
        for n, s in enumerate(found):
            if n in KINDS or n in SHORT:
                self.office.do(ChangeSession(session_id=s.id, kind=KINDS.get(n), ends_at=SHORT.get(n)))
        view = self.room.view()
        self.sessions, self.keys = view.sessions, [r.enrolment_id for r in view.rows]
        self.office.forget_steps()
        self.facts = Facts(Policy(), ((False, False, False),) * len(self.sessions), frozenset(),
                           ((self.sessions[0].day, None),) * PEOPLE, frozenset())
        self.past: list[Facts] = []
        self.future: list[Facts] = []

    def teardown(self) -> None:
        self.office.engine.dispose()
        shutil.rmtree(self.folder)

    def act(self, command: Command[Any], then: Facts | None) -> None:
        """Do it; `then` None: the door must refuse, and nothing changes."""
        if then is None:
            with pytest.raises((Refused, Invalid)):
                self.office.do(command)
        elif then != self.facts:
            self.office.do(command)
            self.past.append(self.facts)
            self.future.clear()
            self.facts = then

    def expected(self, person: int, session: int) -> bool:
        joined, left = self.facts.dates[person]
        day = self.sessions[session].day
        return joined <= day and (left is None or day <= left)

    def markable(self, session: int) -> bool:
        cancelled, _taken, closed = self.facts.state[session]
        return not cancelled and not closed and session < PAST

    def empty(self, session: int) -> list[int]:
        return [p for p in range(PEOPLE) if self.expected(p, session) and self.facts.mark(p, session) is None]

    @initialize(seed=st.integers(0, 10_000))
    def first_weeks(self, seed: int) -> None:
        """Many marks and a policy, so that even a short story has something to count."""
        dice = random.Random(seed)
        marks = {(p, n, code, dice.choice((None, 10, 45, 90)) if code in "LP" else None)
                 for p in range(PEOPLE) for n in range(PAST) if (code := dice.choice("HHHHLLLXSKRP ")) != " "}
        self.act(MarkAttendance(who="all", cells=tuple(
            Cell(self.keys[p], self.sessions[n].id, code, reason="-", minutes=late) for p, n, code, late in marks)),
            replace(self.facts, marks=frozenset(marks)))
        self.another_policy(seed)

    @rule(person=people, session=sessions, status=st.sampled_from("HHHLLXSKRP"),
          minutes=st.sampled_from((None, 10, 45, 90, 500)))
    def mark(self, person: int, session: int, status: str, minutes: int | None) -> None:
        minutes = minutes if status in "LP" else None
        before = self.facts.mark(person, session)
        kept = before[1] if before and before[0] == status and minutes is None else minutes
        allowed = self.markable(session) and self.expected(person, session)
        cell = Cell(self.keys[person], self.sessions[session].id, status, reason="-", minutes=minutes)
        self.act(MarkAttendance(cells=(cell,), who="x"), replace(self.facts, marks=self.facts.without(
            person, session) | {(person, session, status, kept)}) if allowed else None)

    @rule(person=people, session=sessions)
    def clear(self, person: int, session: int) -> None:
        allowed = self.markable(session) and self.expected(person, session)
        cell = Cell(self.keys[person], self.sessions[session].id, None)
        self.act(MarkAttendance(cells=(cell,), who="x"), replace(
            self.facts, marks=self.facts.without(person, session)) if allowed else None)

    @rule(session=sessions)
    def rest_present(self, session: int) -> None:
        marked = self.facts.marks | {(p, session, "H", None) for p in self.empty(session)}
        self.act(MarkRestPresent(session_id=self.sessions[session].id),
                 replace(self.facts, marks=marked).put(session, taken=True) if self.markable(session) else None)

    @rule(session=sessions)
    def take(self, session: int) -> None:
        self.act(TakeRegister(session_id=self.sessions[session].id),
                 self.facts.put(session, taken=True) if self.markable(session) else None)

    @rule(session=sessions)
    def close(self, session: int) -> None:
        allowed = self.markable(session) and not self.empty(session)
        self.act(CloseSession(session_id=self.sessions[session].id),
                 self.facts.put(session, taken=True, closed=True) if allowed else None)

    @rule(session=sessions)
    def reopen(self, session: int) -> None:
        cancelled, _taken, closed = self.facts.state[session]
        self.act(ReopenSession(session_id=self.sessions[session].id, reason="wrong"),
                 self.facts.put(session, closed=False) if closed and not cancelled else None)

    @rule(session=sessions)
    def cancel_or_restore(self, session: int) -> None:
        cancelled, _taken, closed = self.facts.state[session]
        key = self.sessions[session].id
        if cancelled:
            self.act(RestoreSession(session_id=key), self.facts.put(session, cancelled=False))
        else:
            self.act(CancelSession(session_id=key, reason="rain"),
                     None if closed else self.facts.put(session, cancelled=True))

    @rule(person=people, session=sessions)
    def join_late(self, person: int, session: int) -> None:
        day, left = self.sessions[session].day, self.facts.dates[person][1]
        allowed = left is None or left >= day
        self.act(ChangeEnrolment(enrolment_id=self.keys[person], joined_on=day),
                 self.facts.date(person, day, left) if allowed else None)

    @rule(person=people, session=sessions)
    def leave_or_return(self, person: int, session: int) -> None:
        joined, left = self.facts.dates[person]
        day = max(joined, self.sessions[session].day)
        if left is not None:
            self.act(ChangeEnrolment(enrolment_id=self.keys[person], status="active"),
                     self.facts.date(person, joined, None))
        else:
            self.act(Withdraw(enrolment_ids=(self.keys[person],), reason="-", on=day),
                     self.facts.date(person, joined, day))

    @rule(person=people, session=sessions)
    def make_up(self, person: int, session: int) -> None:
        given = self.facts.credits | {(person, session, 1, 0)}
        if given != self.facts.credits:
            self.act(GiveCredit(enrolment_id=self.keys[person], session_id=self.sessions[session].id),
                     replace(self.facts, credits=given))

    @rule(person=people, attended=st.integers(0, 4), more=st.integers(0, 4))
    def bring(self, person: int, attended: int, more: int) -> None:
        counted = attended + more
        given = self.facts.credits | {(person, None, attended, counted)}
        if given != self.facts.credits and counted:
            self.act(GiveCredit(enrolment_id=self.keys[person], attended=attended, counted=counted,
                                minutes=(attended * 60, counted * 60)), replace(self.facts, credits=given))

    @rule(seed=st.integers(0, 10_000))
    def another_policy(self, seed: int) -> None:
        policy = any_policy(random.Random(seed))
        self.act(ChangePolicy(cohort_id=self.room.cohort_id, policy=policy), replace(self.facts, policy=policy))

    @rule()
    def finish_or_run(self) -> None:
        over = not self.facts.over
        self.act(ChangeCohortStatus(cohort_id=self.room.cohort_id, status="finished" if over else "running"),
                 replace(self.facts, over=over))

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        self.office.undo()
        self.future.append(self.facts)
        self.facts = self.past.pop()

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        self.office.redo()
        self.past.append(self.facts)
        self.facts = self.future.pop()

    def wanted(self, person: int) -> Sum:
        facts = self.facts
        classes = {n: Class_(s.day, s.minutes, s.kind, held=taken or any(m[1] == n for m in facts.marks),
                             planned=not cancelled)
                   for n, (s, (cancelled, taken, _closed)) in enumerate(zip(self.sessions, facts.state, strict=True))}
        marks = {k: (status, minutes) for p, k, status, minutes in facts.marks if p == person}
        made_up = {k for p, k, *_amounts in facts.credits if p == person and k is not None}
        brought = [(a, c, a * 60, c * 60) for p, k, a, c in facts.credits if p == person and k is None]
        return judge(facts.policy, classes, marks, *facts.dates[person], made_up, brought, facts.over)

    @invariant()
    def figures_are_what_the_model_says(self) -> None:
        rows = {r.enrolment_id: r.figure for r in self.office.ask(AttendanceFigures(cohort_id=self.room.cohort_id))}
        below = {r.id for r in self.office.ask(BelowThreshold())[0].rows}
        for person, key in enumerate(self.keys):
            found, wanted = rows[key], self.wanted(person)
            assert (Fraction(found.attended, 100), Fraction(found.counted, 100)) == (wanted.attended, wanted.counted)
            assert (Fraction(found.plan.attended, 100), Fraction(found.plan.counted, 100)) == wanted.plan
            assert (Fraction(found.possible.attended, 100), Fraction(found.possible.counted, 100)) == wanted.possible
            assert found.text == rounded_down((wanted.attended, wanted.counted))
            assert (found.reaches, found.may_miss, found.outcome) == (wanted.meets, wanted.may_miss, wanted.outcome)
            on_roll = self.facts.dates[person][1] is None
            assert (key in below) == (on_roll and not self.facts.over and wanted.meets is False)


def tell(template: Path, stories: int, steps: int) -> None:
    made: Callable[[], RuleBasedStateMachine] = lambda: Story(template)  # noqa: E731
    run_state_machine_as_test(made, settings=settings(  # type: ignore[arg-type]
        max_examples=stories, stateful_step_count=steps, deadline=None, derandomize=not STORIES, database=None,
        phases=list(Phase) if STORIES else [Phase.generate],  # to shrink a story takes minutes
        suppress_health_check=list(HealthCheck)))


def test_any_story_gives_the_figures_of_the_model(sqlite_template: Path) -> None:
    tell(sqlite_template, STORIES or 5, 60 if STORIES else 20)


@settings(max_examples=max(400, STORIES * 20))
@given(st.integers(0, 10**9))
def test_any_register_gives_the_figures_of_the_model(seed: int) -> None:
    """The same without a database: any marks, dates, credit and lengths, a thousand times as fast."""
    dice = random.Random(seed)
    policy = any_policy(dice)
    days = [date(2026, 3, 2) + timedelta(days=n // 2) for n in range(dice.randrange(30))]
    classes = {n: Class_(day, dice.choice((240, 240, 60, 95, 0)), dice.choice(("theory", "theory", "practical",
                                                                              "ceremony")), dice.random() < 0.8)
               for n, day in enumerate(days)}
    marks = {n: (code, dice.choice((None, 0, 15, 16, 60, 300)) if code in "LP" else None)
             for n, c in classes.items() if c.held and (code := dice.choice("HHHLLXSKRP  ")) != " "}
    joined = dice.choice([date(2026, 3, 2), *days])
    left = dice.choice((None, joined + timedelta(days=dice.randrange(15))))
    made_up = {n for n in classes if dice.random() < 0.1}
    brought = [(a, a + dice.randrange(5), a * 60, (a + 4) * 60) for a in range(dice.choice((0, 0, 0, 1, 3)))]
    over = dice.random() < 0.3
    wanted = judge(policy, classes, marks, joined, left, made_up, brought, over)
    found = figure(
        policy, [Meeting(n, c.day, c.held, c.minutes, c.kind) for n, c in classes.items()],
        {n: Seen(*MEANINGS[code], minutes=late) for n, (code, late) in marks.items()}, joined, left, over=over,
        credits=[*(Given(n, 100) for n in made_up),
                 *(Given(None, a * 100, c * 100, am * 100, cm * 100) for a, c, am, cm in brought)])
    assert (Fraction(found.attended, 100), Fraction(found.counted, 100)) == (wanted.attended, wanted.counted)
    assert (Fraction(found.plan.attended, 100), Fraction(found.plan.counted, 100)) == wanted.plan
    assert (Fraction(found.possible.attended, 100), Fraction(found.possible.counted, 100)) == wanted.possible
    assert (found.reaches, found.may_miss, found.outcome) == (wanted.meets, wanted.may_miss, wanted.outcome)
    assert found.text == rounded_down((wanted.attended, wanted.counted))
