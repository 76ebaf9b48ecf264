"""Changes to cohorts: opening, changing, their policy, their instructors, their state."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from app.cohorts.locks import refuse_frozen
from app.cohorts.policy import Policy
from app.cohorts.records import Cohort, CohortInstructor, Enrolment
from app.cohorts.words import COHORT_STATUSES, MODES, cohort_status
from app.errors import Conflict, Invalid, Refused
from app.i18n import _
from app.office.command import Command, Work
from app.office.permissions import Permission
from app.programmes.records import Course
from app.staff.records import User


@dataclass(frozen=True)
class Instructor:
    """Someone who teaches a cohort: a user of the program, or a name only."""

    name: str
    user_id: int | None = None
    role: str = "lead"


def cohort_problems(given: dict[str, Any]) -> dict[str, str]:
    """Field -> sentence for what a cohort's form holds; only fields that are given are looked at."""
    found: dict[str, str] = {}
    if "code" in given and not str(given["code"]).strip():
        found["code"] = _("Write a code, such as HCIA-5G-07. It must be different for every cohort.")
    elif len(str(given.get("code", ""))) > 40:
        found["code"] = _("The code has at most 40 letters.")
    starts, ends = given.get("starts"), given.get("ends")
    if starts is not None and ends is not None and ends < starts:
        found["ends"] = _("The last day is before the first. Check both dates.")
    if given.get("places") is not None and given["places"] < 1:
        found["places"] = _("A cohort has at least 1 place; leave it empty when there is no limit.")
    if "mode" in given and given["mode"] not in MODES:
        found["mode"] = _("Choose how the cohort meets.")
    if given.get("policy") is not None:
        found.update(given["policy"].problems())
    return found


def put_instructors(work: Work, cohort_id: int, instructors: tuple[Instructor, ...]) -> None:
    """Make these the instructors of a cohort, in this order; a name that is one user's own is linked to the user."""
    instructors = _linked(work, instructors)
    before = work.session.scalars(select(CohortInstructor).where(CohortInstructor.cohort_id == cohort_id)
                                  .order_by(CohortInstructor.position)).all()
    for place, one in enumerate(instructors, start=1):
        if place <= len(before):
            kept = before[place - 1]
            kept.name, kept.user_id, kept.role, kept.position = one.name.strip(), one.user_id, one.role, place
        else:
            work.session.add(CohortInstructor(cohort_id=cohort_id, name=one.name.strip(), user_id=one.user_id,
                                              role=one.role, position=place))
    for gone in before[len(instructors):]:
        work.session.delete(gone)
    work.session.flush()


def _linked(work: Work, instructors: tuple[Instructor, ...]) -> tuple[Instructor, ...]:
    """With the account of the user whose name or login it is, unless two share the name."""
    open_names = {one.name.strip().lower() for one in instructors if one.user_id is None}
    if not open_names:
        return instructors
    accounts: dict[str, set[int]] = {}
    for key, name, login in work.session.execute(select(User.id, User.name, User.login).where(
            User.active, or_(func.lower(User.name).in_(open_names), User.login.in_(open_names)))):
        accounts.setdefault(name.lower(), set()).add(key)
        accounts.setdefault(login.lower(), set()).add(key)
    found = []
    for one in instructors:
        keys = accounts.get(one.name.strip().lower(), set())
        found.append(replace(one, user_id=next(iter(keys))) if one.user_id is None and len(keys) == 1 else one)
    return tuple(found)


def instructor_problems(instructors: tuple[Instructor, ...]) -> dict[str, str]:
    """What is wrong with a list of instructors."""
    if any(not one.name.strip() for one in instructors):
        return {"instructors": _("Write the name of every instructor.")}
    return {}


@dataclass(frozen=True, kw_only=True)
class AddCohort(Command[int]):
    """Open a cohort. Without a policy it takes the default with the course's threshold."""

    needs = Permission.COHORTS_CHANGE

    code: str
    course_id: int
    starts: date
    ends: date
    title: str = ""
    places: int | None = None
    venue: str = ""
    mode: str = "onsite"
    funding: str = ""
    organiser: str = ""
    partner: str = ""
    notes: str = ""
    status: str = "planned"
    policy: Policy | None = None
    instructors: tuple[Instructor, ...] = ()

    def label(self) -> str:
        return _("Open cohort {code}").format(code=self.code.strip())

    def problems(self) -> dict[str, str]:
        given = {f.name: getattr(self, f.name) for f in fields(self)}
        return {**cohort_problems(given), **instructor_problems(self.instructors)}

    def run(self, work: Work) -> int:
        course = work.get(Course, self.course_id)
        _code_is_free(work, self.code.strip(), None)
        policy = self.policy or Policy(threshold=course.threshold)
        given = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("policy", "instructors")}
        given = {k: v.strip() if isinstance(v, str) else v for k, v in given.items()}
        cohort = work.add(Cohort(**given, policy=policy.to_json()))
        put_instructors(work, cohort.id, self.instructors)
        return cohort.id


def _code_is_free(work: Work, code: str, mine: int | None) -> None:
    other = work.session.execute(select(Cohort.id).where(func.lower(Cohort.code) == code.lower())).scalar()
    if other is not None and other != mine:
        raise Invalid({"code": _("There is already a cohort {code}. Choose another code.").format(code=code)})


@dataclass(frozen=True, kw_only=True)
class ChangeCohort(Command[int]):
    """Change what is known of a cohort; fields left None stay. `places` 0 takes the limit away."""

    needs = Permission.COHORTS_CHANGE

    cohort_id: int
    version: int | None = None
    code: str | None = None
    course_id: int | None = None
    starts: date | None = None
    ends: date | None = None
    title: str | None = None
    places: int | None = None
    venue: str | None = None
    mode: str | None = None
    funding: str | None = None
    organiser: str | None = None
    partner: str | None = None
    notes: str | None = None
    policy: Policy | None = None
    instructors: tuple[Instructor, ...] | None = None

    def label(self) -> str:
        return _("Change cohort {code}").format(code=self.code) if self.code else _("Change a cohort")

    def problems(self) -> dict[str, str]:
        given = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) is not None}
        if given.get("places") == 0:
            del given["places"]
        return {**cohort_problems(given), **instructor_problems(self.instructors or ())}

    def run(self, work: Work) -> int:
        cohort = open_cohort(work, self.cohort_id, self.version)
        if self.code is not None:
            _code_is_free(work, self.code.strip(), cohort.id)
        skipped = {"cohort_id", "version", "policy", "instructors"}
        for f in fields(self):
            value = getattr(self, f.name)
            if f.name not in skipped and value is not None:
                setattr(cohort, f.name, value.strip() if isinstance(value, str) else value)
        if self.places == 0:
            cohort.places = None
        if cohort.ends < cohort.starts:
            raise Invalid({"ends": _("The last day is before the first. Check both dates.")})
        if self.policy is not None:
            put_policy(cohort, self.policy)
        if self.instructors is not None:
            put_instructors(work, cohort.id, self.instructors)
        return cohort.id


def put_policy(cohort: Cohort, policy: Policy) -> None:
    """Give a cohort a policy; Refused when certificates already rest on another."""
    if Policy.from_json(cohort.policy) == policy:
        return
    refuse_frozen(cohort.policy_frozen_at)
    cohort.policy = policy.to_json()


def open_cohort(work: Work, cohort_id: int, version: int | None = None) -> Cohort:
    """The cohort, when it may still be changed; Refused when it is closed or cancelled."""
    cohort = work.get(Cohort, cohort_id, version)
    if cohort.status in ("closed", "cancelled"):
        raise Refused(_("The cohort {code} is {status}. Open it again to change it.").format(
            code=cohort.code, status=cohort_status(cohort.status).lower()))
    return cohort


@dataclass(frozen=True, kw_only=True)
class ChangePolicy(Command[int]):
    """Choose how the attendance of a cohort is counted. `seen` is the policy that was looked at while choosing."""

    needs = Permission.COHORTS_CHANGE

    cohort_id: int
    policy: Policy
    seen: Policy | None = None

    def label(self) -> str:
        return _("Change the attendance policy")

    def problems(self) -> dict[str, str]:
        return self.policy.problems()

    def run(self, work: Work) -> int:
        cohort = open_cohort(work, self.cohort_id)
        if self.seen is not None and Policy.from_json(cohort.policy) not in (self.seen, self.policy):
            raise Conflict(_("Somebody else has changed the attendance policy since you opened it. "
                             "Open it again to see the change."))
        put_policy(cohort, self.policy)
        return self.cohort_id


@dataclass(frozen=True, kw_only=True)
class SetInstructors(Command[int]):
    """Say who teaches a cohort, in order."""

    needs = Permission.COHORTS_CHANGE

    cohort_id: int
    instructors: tuple[Instructor, ...]

    def label(self) -> str:
        return _("Change the instructors")

    def problems(self) -> dict[str, str]:
        return instructor_problems(self.instructors)

    def run(self, work: Work) -> int:
        open_cohort(work, self.cohort_id)
        put_instructors(work, self.cohort_id, self.instructors)
        return self.cohort_id


@dataclass(frozen=True, kw_only=True)
class ChangeCohortStatus(Command[int]):
    """Move a cohort between planned, running, finished, closed and cancelled. Cancelling asks a reason."""

    needs = Permission.COHORTS_CHANGE

    cohort_id: int
    status: str
    reason: str = ""

    def label(self) -> str:
        return _("Set the cohort to {status}").format(status=cohort_status(self.status).lower())

    def problems(self) -> dict[str, str]:
        if self.status not in COHORT_STATUSES:
            return {"status": _("Choose one of the states of a cohort.")}
        if self.status == "cancelled" and not self.reason.strip():
            return {"reason": _("Write why the cohort is cancelled.")}
        return {}

    def run(self, work: Work) -> int:
        cohort = work.get(Cohort, self.cohort_id)
        cohort.status = self.status
        if self.reason.strip():
            cohort.notes = "\n".join(p for p in (cohort.notes, self.reason.strip()) if p)
        if self.status in ("finished", "closed"):
            for enrolment in work.session.scalars(select(Enrolment).where(
                    Enrolment.cohort_id == cohort.id, Enrolment.status == "active")):
                enrolment.status = "finished"
        elif self.status in ("planned", "running"):
            for enrolment in work.session.scalars(select(Enrolment).where(
                    Enrolment.cohort_id == cohort.id, Enrolment.status == "finished")):
                enrolment.status = "active"
        return cohort.id
