"""Leave in lists, with its papers for those only who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from app.attendance.around import EvidenceFile, LeaveRecord
from app.attendance.records import Status
from app.attendance.session_words import part_word
from app.cohorts.queries import check_own, own_cohorts
from app.cohorts.records import Cohort, Enrolment
from app.i18n import N_, _, language, show_date
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.trainees.records import Trainee

STATES = {"planned": N_("To decide"), "granted": N_("Granted"), "refused": N_("Refused"), "withdrawn": N_("Withdrawn")}


@dataclass(frozen=True)
class LeaveRow:
    """Leave of a trainee. Sick leave is 'excused' without more for whoever does not decide about leave."""

    id: int
    version: int
    enrolment_id: int
    trainee_id: int
    name: str
    cohort_id: int
    cohort: str
    first_day: date
    last_day: date
    part: str
    status: str  # code; '' when it is not shown
    kind: str  # in words
    state: str
    reason: str
    document: str
    issuer: str
    file_id: int | None
    file_name: str
    noted_by: str
    noted_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision: str

    @property
    def days(self) -> str:
        """'3 Jul 2026', '3 Jul 2026 – 7 Jul 2026, Morning'."""
        found = show_date(self.first_day)
        if self.last_day != self.first_day:
            found += f" – {show_date(self.last_day)}"
        return f"{found}, {part_word(self.part)}" if self.part else found

    @property
    def state_words(self) -> str:
        """The state, with why it was refused."""
        words = _(STATES.get(self.state, self.state))
        return f"{words}: {self.decision}" if self.decision else words

    @property
    def paper(self) -> str:
        """'MC 88121, Klinik Anda'."""
        return ", ".join(part for part in (self.document, self.issuer) if part)


def sensitive(work: Work) -> bool:
    """Whether the actor sees what a trainee was ill with and who says so."""
    return work.actor.may(Permission.ATTENDANCE_REOPEN)


@dataclass(frozen=True, kw_only=True)
class Leaves(Query[LeaveRow]):
    """Leave, what is to be decided first and then the latest: of a cohort, a trainee, or all that the actor sees."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"leave_record", "enrolment", "trainee", "cohort", "attendance_status", "evidence_file"})

    cohort_id: int | None = None
    trainee_id: int | None = None
    enrolment_id: int | None = None
    state: str = ""  # planned, granted ...; '' for all
    limit: int = 500

    def rows(self, work: Work) -> Sequence[LeaveRow]:
        if self.cohort_id is not None:
            check_own(work, self.cohort_id)
        wanted: Any = (
            select(LeaveRecord, Enrolment.trainee_id, Trainee.full_name, Cohort.id, Cohort.code, EvidenceFile.name,
                   Status.label_en, Status.label_ms, Status.policy_key)
            .join(Enrolment, Enrolment.id == LeaveRecord.enrolment_id)
            .join(Trainee, Trainee.id == Enrolment.trainee_id).join(Cohort, Cohort.id == Enrolment.cohort_id)
            .outerjoin(EvidenceFile, EvidenceFile.id == LeaveRecord.file_id)
            .outerjoin(Status, Status.code == LeaveRecord.status))
        for column, value in ((Enrolment.cohort_id, self.cohort_id), (Enrolment.trainee_id, self.trainee_id),
                              (Enrolment.id, self.enrolment_id), (LeaveRecord.state, self.state or None)):
            if value is not None:
                wanted = wanted.where(column == value)
        mine = own_cohorts(work.actor)
        if mine is not None:
            wanted = wanted.where(Cohort.id.in_(mine))
        wanted = wanted.order_by((LeaveRecord.state != "planned"), LeaveRecord.first_day.desc(), LeaveRecord.id.desc())
        return self._rows(work, wanted.limit(self.limit))

    @staticmethod
    def _rows(work: Work, wanted: Any) -> list[LeaveRow]:
        all_, malay = sensitive(work), language() == "ms"
        found = []
        for r, trainee, name, cohort_id, cohort, file, en, ms, key in work.session.execute(wanted):
            hidden = key == "sick" and not all_
            found.append(LeaveRow(
                r.id, r.version, r.enrolment_id, trainee, name, cohort_id, cohort, r.first_day, r.last_day, r.part,
                "" if hidden else r.status, _("Excused absence") if hidden else (ms if malay else en) or r.status,
                r.state, r.reason if all_ else "", r.document if all_ else "", r.issuer if all_ else "",
                r.file_id if all_ else None, (file or "") if all_ else "", r.noted_by, r.noted_at, r.decided_by,
                r.decided_at, r.decision))
        return found


@dataclass(frozen=True, kw_only=True)
class Evidence(Query[tuple[str, bytes]]):
    """Name and bytes of a scan, for those who decide about leave."""

    needs = Permission.ATTENDANCE_REOPEN
    reads = frozenset({"evidence_file", "leave_record"})

    leave_id: int

    def rows(self, work: Work) -> Sequence[tuple[str, bytes]]:
        found = work.session.execute(
            select(EvidenceFile.name, EvidenceFile.data)
            .join(LeaveRecord, LeaveRecord.file_id == EvidenceFile.id).where(LeaveRecord.id == self.leave_id)).all()
        return [(name, data) for name, data in found]


def count_leave(work: Work) -> int:
    """How much leave waits for a decision in the cohorts of the actor."""
    wanted = (select(func.count()).select_from(LeaveRecord)
              .join(Enrolment, Enrolment.id == LeaveRecord.enrolment_id).where(LeaveRecord.state == "planned"))
    mine = own_cohorts(work.actor)
    if mine is not None:
        wanted = wanted.where(Enrolment.cohort_id.in_(mine))
    return int(work.session.execute(wanted).scalar_one())
