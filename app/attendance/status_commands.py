"""Attendance statuses as data: a centre adds, renames, orders and retires them. One in use is never deleted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, or_, select

from app.attendance.around import LeaveRecord, MarkRequest, WalkInMark
from app.attendance.limit import MARK_DAYS, MOST_DAYS, mark_days
from app.attendance.queries import read_statuses
from app.attendance.records import Mark, Status
from app.attendance.statuses import StatusRow
from app.centre.records import Setting
from app.cohorts.policy import KEYS
from app.errors import Conflict, Invalid, Refused
from app.i18n import _
from app.office.command import Command, Query, Work
from app.office.permissions import ROLES, Permission

MEANINGS = ("attended", "part", "absent", "excluded")
LOOKS = ("letter", "bar", "block", "outline", "dashed")
ALWAYS = "H"
"""Everything that marks present leans on this one: it stays, though it may be renamed."""


@dataclass(frozen=True, kw_only=True)
class SaveStatus(Command[int]):
    """Add a status (`status_id` None), or change one. What it means from now on changes no mark that is there."""

    needs = Permission.CENTRE_CHANGE

    status_id: int | None = None
    version: int | None = None
    code: str = ""  # of a new one; that of a status in use stays
    letter_en: str
    letter_ms: str
    label_en: str
    label_ms: str
    meaning: str = "attended"
    fraction: Decimal = Decimal(1)
    look: str = "letter"
    policy_key: str = ""
    needs_reason: bool = False
    needs_evidence: bool = False
    roles: tuple[str, ...] = ()

    def label(self) -> str:
        words = _("Change the attendance status {name}") if self.status_id else _("Add the attendance status {name}")
        return words.format(name=self.label_en.strip())

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        code = self.code.strip()
        if self.status_id is None and not (1 <= len(code) <= 8 and code.isascii() and code.isalnum()):
            found["code"] = _("Write a short code of letters and digits, up to 8.")
        for name in ("letter_en", "letter_ms"):
            letter = getattr(self, name).strip()
            if len(letter) != 1 or not letter.isalpha():
                found[name] = _("Write one letter: it is the key that marks.")
        for name in ("label_en", "label_ms"):
            if not getattr(self, name).strip():
                found[name] = _("Write the name of the status.")
        if self.meaning not in MEANINGS:
            found["meaning"] = _("Choose what the status means.")
        elif self.meaning == "part" and not 0 < self.fraction < 1:
            found["fraction"] = _("Write which part of the session counts, between 0 and 1, for example 0.5.")
        if self.look not in LOOKS:
            found["look"] = _("Choose how the mark is drawn.")
        if self.policy_key not in ("", *KEYS):
            found["policy_key"] = _("Choose a rule of the policy, or none.")
        if set(self.roles) - set(ROLES):
            found["roles"] = _("Choose roles of the program.")
        return found

    def run(self, work: Work) -> int:
        status = work.get(Status, self.status_id, self.version) if self.status_id is not None else None
        self._check_unique(work, status)
        if status is None:
            last = work.session.execute(select(func.coalesce(func.max(Status.position), 0))).scalar_one()
            status = Status(code=self.code.strip().upper(), position=last + 1, active=True)
            self._fill(status)
            return work.add(status).id
        code = self.code.strip().upper()
        if code and code != status.code:
            raise Invalid({"code": _("The code of a status stays: marks and files refer to it.")})
        if status.code == ALWAYS and (self.meaning != "attended" or self.needs_reason or self.needs_evidence
                                      or self.roles):
            raise Invalid({"meaning": _("This status means present for everybody. Its letter and name can be "
                                        "changed, what it means cannot.")})
        self._fill(status)
        return status.id

    def _fill(self, status: Status) -> None:
        status.letter_en, status.letter_ms = self.letter_en.strip().upper(), self.letter_ms.strip().upper()
        status.label_en, status.label_ms = self.label_en.strip(), self.label_ms.strip()
        status.meaning, status.look, status.policy_key = self.meaning, self.look, self.policy_key
        status.fraction = self.fraction if self.meaning == "part" else Decimal(1)
        status.needs_reason, status.needs_evidence = self.needs_reason, self.needs_evidence
        status.roles = ",".join(sorted(self.roles))

    def _check_unique(self, work: Work, own: Status | None) -> None:
        found: dict[str, str] = {}
        for other in work.session.scalars(select(Status)):
            if own is not None and other.id == own.id:
                continue
            if own is None and other.code == self.code.strip().upper():
                found["code"] = _("There is a status with this code: {name}.").format(name=other.label_en)
            for name, label in (("letter_en", other.label_en), ("letter_ms", other.label_ms)):
                if getattr(other, name).upper() == getattr(self, name).strip().upper():
                    found[name] = _("This letter means {name} already.").format(name=label)
        if found:
            raise Invalid(found)


@dataclass(frozen=True, kw_only=True)
class OrderStatuses(Command[int]):
    """The order in which statuses are offered; all of them, by key."""

    needs = Permission.CENTRE_CHANGE

    ids: tuple[int, ...]

    def label(self) -> str:
        return _("Order the attendance statuses")

    def run(self, work: Work) -> int:
        there = {s.id: s for s in work.session.scalars(select(Status))}
        if set(there) != set(self.ids):
            raise Conflict(_("The statuses are others by now. Open the list again."))
        for place, key in enumerate(self.ids, start=1):
            there[key].position = place
        return len(self.ids)


@dataclass(frozen=True, kw_only=True)
class RetireStatus(Command[int]):
    """Offer a status no longer, or again. Marks with it stay as they are."""

    needs = Permission.CENTRE_CHANGE

    status_id: int
    active: bool = False

    def label(self) -> str:
        return _("Use an attendance status again") if self.active else _("Retire an attendance status")

    def run(self, work: Work) -> int:
        status = work.get(Status, self.status_id)
        if status.code == ALWAYS:
            raise Refused(_("Present is needed: everything that marks present leans on it."))
        status.active = self.active
        return status.id


@dataclass(frozen=True, kw_only=True)
class RemoveStatus(Command[int]):
    """Delete a status that nothing has used yet."""

    needs = Permission.CENTRE_CHANGE

    status_id: int

    def label(self) -> str:
        return _("Remove an attendance status")

    def run(self, work: Work) -> int:
        status = work.get(Status, self.status_id)
        if status.code == ALWAYS or used(work, status.code):
            raise Refused(_("This status is in use, so it is kept. Retire it; then it is offered no longer."))
        work.remove(status)
        return self.status_id


def used(work: Work, code: str) -> bool:
    """Whether any record carries this status."""
    asked = (select(Mark.id).where(or_(Mark.status == code, Mark.entered == code)),
             select(LeaveRecord.id).where(LeaveRecord.status == code),
             select(WalkInMark.id).where(WalkInMark.status == code),
             select(MarkRequest.id).where(or_(MarkRequest.old_status == code, MarkRequest.new_status == code)))
    return any(work.session.execute(one.limit(1)).first() is not None for one in asked)


@dataclass(frozen=True, kw_only=True)
class SetMarkLimit(Command[int]):
    """How many days after a session its marks may be changed by who may not reopen registers; 0 = always."""

    needs = Permission.CENTRE_CHANGE

    days: int

    def label(self) -> str:
        return _("Set how far back marks may be changed")

    def problems(self) -> dict[str, str]:
        return {} if 0 <= self.days <= MOST_DAYS else {
            "days": _("Write the days as a number from 0 to {n}.").format(n=MOST_DAYS)}

    def run(self, work: Work) -> int:
        found = work.session.scalars(select(Setting).where(Setting.key == MARK_DAYS)).first()
        if found is None:
            work.add(Setting(key=MARK_DAYS, value=json.dumps(self.days)))
        else:
            found.value = json.dumps(self.days)
        return self.days


@dataclass(frozen=True)
class StatusesOfCentre:
    """All statuses in their order, retired ones too, and the limit."""

    statuses: tuple[StatusRow, ...]
    days: int


@dataclass(frozen=True, kw_only=True)
class CentreStatuses(Query[StatusesOfCentre]):
    """What the settings show."""

    needs = Permission.CENTRE_VIEW
    reads = frozenset({"attendance_status", "setting"})

    def rows(self, work: Work) -> Sequence[StatusesOfCentre]:
        return [StatusesOfCentre(read_statuses(work), mark_days(work))]
