"""Leave of trainees: noted ahead by whoever teaches, granted by the office, and only then in the register."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from app.attendance.around import EvidenceFile, LeaveRecord
from app.attendance.generate import PARTS
from app.attendance.leave_fill import Filled, fill, take_back
from app.attendance.marking import check_status, meant
from app.cohorts.commands import open_cohort
from app.cohorts.queries import check_own
from app.cohorts.records import Cohort, Enrolment
from app.cohorts.words import ON_ROLL
from app.errors import Invalid, Refused
from app.i18n import _, show_date
from app.office.command import Command, Work
from app.office.permissions import Permission

MOST_BYTES = 5 * 1024 * 1024
MOST_DAYS = 366
BEGINS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
"""How the bytes of a scan begin: the name of a file is not believed."""


@dataclass(frozen=True)
class Scan:
    """A scanned letter or MC, as it was chosen."""

    name: str
    data: bytes

    def problem(self) -> str:
        """Why it cannot be kept; '' when it can."""
        if not self.data:
            return _("This file is empty.")
        if len(self.data) > MOST_BYTES:
            return _("This file has {size} MB; a scan may have 5 MB. Scan it in grey, or at 150 dots an inch.").format(
                size=-(-len(self.data) // (1024 * 1024)))
        if not any(self.data.startswith(begin) for begin in BEGINS):
            return _("This is no PDF, JPEG or PNG, whatever its name says. Choose the scan itself.")
        return ""


def days_problem(first: date | None, last: date | None, part: str | None) -> dict[str, str]:
    """What is wrong with days and part, before anything is asked."""
    if first is not None and last is not None:
        if last < first:
            return {"last_day": _("The last day is before the first.")}
        if (last - first).days >= MOST_DAYS:
            return {"last_day": _("Leave longer than a year is most likely a slip. Check the year.")}
    if part and part not in PARTS:
        return {"part": _("Choose a part of the day.")}
    return {}


def _keep(work: Work, scan: Scan | None) -> int | None:
    """The key of the file, kept once each."""
    if scan is None:
        return None
    digest = hashlib.sha256(scan.data).hexdigest()
    there = work.session.scalar(select(EvidenceFile.id).where(EvidenceFile.hash == digest))
    if there is not None:
        return there
    return work.add(EvidenceFile(hash=digest, name=scan.name.replace("\\", "/").rpartition("/")[2],
                                 data=scan.data)).id


def _enrolment(work: Work, key: int) -> Enrolment:
    """The enrolment, in a cohort of the actor that is open."""
    enrolment = work.get(Enrolment, key)
    check_own(work, enrolment.cohort_id)
    open_cohort(work, enrolment.cohort_id)
    return enrolment


def _check_days(work: Work, leave: LeaveRecord) -> None:
    """Within the run, and not twice."""
    starts, _ends, joined, left = work.session.execute(
        select(Cohort.starts, Cohort.ends, Enrolment.joined_on, Enrolment.left_on)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id).where(Enrolment.id == leave.enrolment_id)).one()
    if leave.last_day < max(starts, joined) or (left is not None and leave.first_day > left):
        raise Invalid({"first_day": _("The trainee is not in class on these days.")})
    same = select(LeaveRecord).where(
        LeaveRecord.enrolment_id == leave.enrolment_id, LeaveRecord.state.in_(("planned", "granted")),
        LeaveRecord.first_day <= leave.last_day, LeaveRecord.last_day >= leave.first_day)
    if leave.part:
        same = same.where(or_(LeaveRecord.part == "", LeaveRecord.part == leave.part))
    other = next((one for one in work.session.scalars(same) if one.id != leave.id), None)
    if other is not None:
        raise Invalid({"first_day": _("Leave from {first} to {last} is noted already. Change it instead.").format(
            first=show_date(other.first_day), last=show_date(other.last_day))})


def _new(work: Work, said: Any, state: str) -> LeaveRecord:
    """The record of a command, checked and with its key."""
    enrolment = _enrolment(work, said.enrolment_id)
    if enrolment.status not in ON_ROLL and state == "planned":
        raise Invalid(_("This trainee has already left the cohort."))
    leave = LeaveRecord(
        enrolment_id=enrolment.id, first_day=said.first_day, last_day=said.last_day, part=said.part,
        status=said.status, state=state, reason=said.reason.strip(), document=said.document.strip(),
        issuer=said.issuer.strip(), noted_by=work.actor.name, noted_at=work.now, decided_at=None, file_id=None)
    with work.session.no_autoflush:
        _check_days(work, leave)
        status = meant(work, {said.status})[said.status]
        if status.meaning == "attended" and not status.policy_key:
            raise Invalid({"status": _("Leave needs a status for being away.")})
        if not status.active:
            raise Invalid({"status": _("The status “{name}” is retired. Choose another one.").format(
                name=status.label)})
        leave.file_id = _keep(work, said.scan)
    return work.add(leave)


@dataclass(frozen=True, kw_only=True)
class NoteLeave(Command[int]):
    """Note leave ahead. It is proposed on its days, and forced on nobody until the office grants it."""

    needs = Permission.ATTENDANCE_MARK

    enrolment_id: int
    first_day: date
    last_day: date
    status: str
    part: str = ""
    reason: str = ""
    document: str = ""
    issuer: str = ""
    scan: Scan | None = None

    def label(self) -> str:
        return _("Note leave")

    def problems(self) -> dict[str, str]:
        return _problems(self)

    def run(self, work: Work) -> int:
        return _new(work, self, "planned").id


@dataclass(frozen=True, kw_only=True)
class GiveLeave(NoteLeave):
    """Note leave and grant it in one step: the usual way when the paper is already here."""

    needs = Permission.ATTENDANCE_REOPEN

    def label(self) -> str:
        return _("Grant leave")

    def run(self, work: Work) -> Filled:  # type: ignore[override]
        return _grant(work, _new(work, self, "granted"))


def _problems(said: Any) -> dict[str, str]:
    found = days_problem(said.first_day, said.last_day, said.part)
    if said.scan is not None and said.scan.problem():
        found["scan"] = said.scan.problem()
    return found


def _grant(work: Work, leave: LeaveRecord) -> Filled:
    status = meant(work, {leave.status})[leave.status]
    check_status(work, status, leave.reason, leave.document)
    leave.state, leave.decided_by, leave.decided_at = "granted", work.actor.name, work.now
    return fill(work, leave)


def _open_leave(work: Work, key: int, version: int | None, *states: str) -> LeaveRecord:
    leave = work.get(LeaveRecord, key, version)
    _enrolment(work, leave.enrolment_id)
    if leave.state not in states:
        raise Refused({"granted": _("This leave has been granted already."),
                       "refused": _("This leave has been refused."),
                       "withdrawn": _("This leave has been withdrawn.")}.get(
                           leave.state, _("This leave has not been granted yet.")))
    return leave


@dataclass(frozen=True, kw_only=True)
class GrantLeave(Command[Filled]):
    """Grant leave: past sessions get its status where nobody is marked or just absent, coming ones when they are held.

    Returns what was set, which marks stay, and which registers are closed.
    """

    needs = Permission.ATTENDANCE_REOPEN

    leave_id: int
    version: int | None = None

    def label(self) -> str:
        return _("Grant leave")

    def run(self, work: Work) -> Filled:
        return _grant(work, _open_leave(work, self.leave_id, self.version, "planned"))


@dataclass(frozen=True, kw_only=True)
class RefuseLeave(Command[int]):
    """Refuse leave with a reason; it is proposed no longer."""

    needs = Permission.ATTENDANCE_REOPEN

    leave_id: int
    reason: str
    version: int | None = None

    def label(self) -> str:
        return _("Refuse leave")

    def problems(self) -> dict[str, str]:
        return {} if self.reason.strip() else {"reason": _("Write why the leave is refused.")}

    def run(self, work: Work) -> int:
        leave = _open_leave(work, self.leave_id, self.version, "planned")
        leave.state, leave.decision = "refused", self.reason.strip()
        leave.decided_by, leave.decided_at = work.actor.name, work.now
        return leave.id


@dataclass(frozen=True, kw_only=True)
class WithdrawLeave(Command[Filled]):
    """Withdraw leave. Marks that it set go back to what they were, unless somebody has changed them since."""

    needs = Permission.ATTENDANCE_MARK

    leave_id: int
    version: int | None = None

    def label(self) -> str:
        return _("Withdraw leave")

    def run(self, work: Work) -> Filled:
        leave = _open_leave(work, self.leave_id, self.version, "planned", "granted")
        if leave.state == "granted" and not work.actor.may(Permission.ATTENDANCE_REOPEN):
            raise Refused(_("This leave is granted. The office can withdraw it."))
        done = take_back(work, leave)
        leave.state, leave.decided_by, leave.decided_at = "withdrawn", work.actor.name, work.now
        return done


@dataclass(frozen=True, kw_only=True)
class ChangeLeave(Command[Filled]):
    """Change leave; fields left None stay. Granted leave fills its new days and leaves those it no longer covers."""

    needs = Permission.ATTENDANCE_MARK

    leave_id: int
    version: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    part: str | None = None
    status: str | None = None
    reason: str | None = None
    document: str | None = None
    issuer: str | None = None
    scan: Scan | None = None

    def label(self) -> str:
        return _("Change leave")

    def problems(self) -> dict[str, str]:
        return _problems(self)

    def run(self, work: Work) -> Filled:
        leave = _open_leave(work, self.leave_id, self.version, "planned", "granted")
        granted = leave.state == "granted"
        if granted and not work.actor.may(Permission.ATTENDANCE_REOPEN):
            raise Refused(_("This leave is granted. The office can change it."))
        left = take_back(work, leave).left_out if granted else ()
        for name in ("first_day", "last_day", "part", "status", "reason", "document", "issuer"):
            value = getattr(self, name)
            if value is not None:
                setattr(leave, name, value.strip() if isinstance(value, str) else value)
        leave.file_id = _keep(work, self.scan) or leave.file_id
        problems = days_problem(leave.first_day, leave.last_day, leave.part)
        if problems:
            raise Invalid(problems)
        _check_days(work, leave)
        meant(work, {leave.status})
        if not granted:
            return Filled(leave.id, 0)
        check_status(work, meant(work, {leave.status})[leave.status], leave.reason, leave.document, anew=False)
        done = fill(work, leave)
        told = {one.session_id for one in done.left_out}
        return Filled(leave.id, done.marks, (*(o for o in left if o.session_id not in told), *done.left_out))
