"""Changes after a register was closed: an instructor asks, the office decides, and both layers stay.

A mark that the office changes keeps what was taken in class in `Mark.entered`, next to what counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from app.attendance.around import MarkRequest
from app.attendance.limit import oldest_day
from app.attendance.marking import (
    NOT_MARKED,
    Cell,
    Meant,
    cell_problems,
    check_place,
    check_status,
    meant,
    new_mark,
    place_of,
    places_of,
    set_status,
)
from app.attendance.records import ClassSession, Mark, Status
from app.cohorts.queries import own_cohorts
from app.cohorts.records import Cohort, Enrolment
from app.errors import Conflict, Invalid, Refused
from app.i18n import _, language, ngettext, show_date
from app.office.command import Command, Query, Work
from app.office.permissions import Permission
from app.trainees.records import Trainee


@dataclass(frozen=True, kw_only=True)
class RequestMark(Command[int]):
    """Ask the office to change marks of closed registers, or of days that are too long ago. Returns how many."""

    needs = Permission.ATTENDANCE_MARK

    cells: tuple[Cell, ...]  # `reason` says why; a status of None asks to clear the mark
    who: str = ""

    def label(self) -> str:
        n = len(self.cells)
        if n == 1 and self.who:
            return _("Ask for another mark of {who}").format(who=self.who)
        return ngettext("Ask for the change of {n} mark", "Ask for the change of {n} marks", n).format(n=n)

    def problems(self) -> dict[str, str]:
        return cell_problems(self.cells, _("Write why the mark should be another."))

    def run(self, work: Work) -> int:
        known = places_of(work, self.cells)
        statuses = meant(work, {c.status for c in self.cells if c.status is not None})
        admitted: set[int] = set()
        oldest = oldest_day(work)
        for cell in self.cells:
            place = place_of(work, cell, known, admitted)
            check_place(work, place, closed=True)
            if place.closed_at is None and (oldest is None or place.day >= oldest):
                raise Refused(_("This register is open: mark it there, nobody has to decide."))
            if cell.status is not None:
                check_status(work, statuses[cell.status], cell.reason or "", cell.evidence or "")
            self._ask(work, cell, place.Mark)
        return len(self.cells)

    def _ask(self, work: Work, cell: Cell, mark: Mark | None) -> None:
        waiting = work.session.scalars(select(MarkRequest).where(
            MarkRequest.enrolment_id == cell.enrolment_id, MarkRequest.session_id == cell.session_id,
            MarkRequest.state == "open")).first()
        if waiting is not None:
            raise Refused(_("A change of this mark has been asked for by {name} already and waits for a decision.")
                          .format(name=waiting.asked_by))
        old = mark.status if mark is not None else ""
        if old == (cell.status or "") and cell.minutes in (None, mark.minutes if mark is not None else None):
            raise Invalid({"status": _("The mark is this already.")})
        work.session.add(MarkRequest(
            enrolment_id=cell.enrolment_id, session_id=cell.session_id, old_status=old, new_status=cell.status or "",
            minutes=cell.minutes, reason=(cell.reason or "").strip(), evidence=(cell.evidence or "").strip(),
            asked_by=work.actor.name, asked_at=work.now))


@dataclass(frozen=True, kw_only=True)
class WithdrawRequest(Command[int]):
    """Take back a request that nobody has decided yet."""

    needs = Permission.ATTENDANCE_MARK

    request_id: int

    def label(self) -> str:
        return _("Withdraw a request for another mark")

    def run(self, work: Work) -> int:
        request = work.get(MarkRequest, self.request_id)
        _check_waiting(request)
        if request.asked_by != work.actor.name and not work.actor.may(Permission.ATTENDANCE_REOPEN):
            raise Refused(_("{name} has asked for this; only who asked can withdraw it.").format(
                name=request.asked_by))
        request.state, request.decided_by, request.decided_at = "withdrawn", work.actor.name, work.now
        return request.id


@dataclass(frozen=True, kw_only=True)
class DecideRequests(Command[int]):
    """Accept or refuse requests; a refusal needs a reason. Accepted marks change though the register is closed."""

    needs = Permission.ATTENDANCE_REOPEN

    request_ids: tuple[int, ...]
    accept: bool
    reason: str = ""

    def label(self) -> str:
        n = len(self.request_ids)
        return (ngettext("Accept {n} change of a mark", "Accept {n} changes of marks", n) if self.accept else
                ngettext("Refuse {n} change of a mark", "Refuse {n} changes of marks", n)).format(n=n)

    def problems(self) -> dict[str, str]:
        if not self.request_ids:
            return {"requests": _("Choose at least one request.")}
        if not self.accept and not self.reason.strip():
            return {"reason": _("Write why the change is refused.")}
        return {}

    def run(self, work: Work) -> int:
        requests = [work.get(MarkRequest, key) for key in self.request_ids]
        for request in requests:
            _check_waiting(request)
            request.state = "accepted" if self.accept else "refused"
            request.decided_by, request.decided_at = work.actor.name, work.now
            request.decision = self.reason.strip()
        if self.accept:
            _accept(work, requests)
        return len(requests)


def _accept(work: Work, requests: Sequence[MarkRequest]) -> None:
    cells = [Cell(r.enrolment_id, r.session_id, r.new_status or None, r.reason, r.minutes, r.evidence, r.old_status)
             for r in requests]
    known = places_of(work, cells)
    statuses = meant(work, {c.status for c in cells if c.status is not None})
    admitted: set[int] = set()
    for cell in cells:
        place = place_of(work, cell, known, admitted)
        there = place.Mark.status if place.Mark is not None else ""
        if there not in (cell.seen, cell.status or ""):
            raise Conflict(_("The mark of {date} has been changed since it was asked for. Refuse the request, or "
                             "decide the mark in the register.").format(date=show_date(place.day)))
        check_place(work, place, closed=True)
        _decide(work, cell, place.Mark, statuses)


def _check_waiting(request: MarkRequest) -> None:
    if request.state != "open":
        raise Conflict(_("This request has been decided by {name} already.").format(name=request.decided_by))


@dataclass(frozen=True, kw_only=True)
class DecideMark(Command[int]):
    """Change marks of closed registers with a reason: what was taken in class stays beside what counts."""

    needs = Permission.ATTENDANCE_REOPEN

    cells: tuple[Cell, ...]
    who: str = ""

    def label(self) -> str:
        n = len(self.cells)
        if n == 1 and self.who:
            return _("Decide the mark of {who}").format(who=self.who)
        return ngettext("Decide {n} mark of a closed register", "Decide {n} marks of closed registers", n).format(n=n)

    def problems(self) -> dict[str, str]:
        return cell_problems(self.cells, _("Write why the mark is changed; the history keeps it."))

    def run(self, work: Work) -> int:
        known = places_of(work, self.cells)
        statuses = meant(work, {c.status for c in self.cells if c.status is not None})
        admitted: set[int] = set()
        for cell in self.cells:
            place = place_of(work, cell, known, admitted)
            check_place(work, place, closed=True)
            if place.closed_at is None:
                raise Refused(_("This register is open: mark it there, nobody has to decide."))
            if cell.status is not None:
                check_status(work, statuses[cell.status], cell.reason or "", cell.evidence or "",
                             anew=place.Mark is None or place.Mark.status != cell.status)
            _decide(work, cell, place.Mark, statuses)
        return len(self.cells)


def _decide(work: Work, cell: Cell, mark: Mark | None, statuses: dict[str, Meant]) -> None:
    """Put what the office decides over what class has taken."""
    if cell.status is None:
        if mark is not None:
            work.session.delete(mark)
        return
    status = statuses[cell.status]
    if mark is None:
        row = new_mark(work, cell.enrolment_id, cell.session_id, status, (cell.reason or "").strip(), cell.minutes,
                       "decision", (cell.evidence or "").strip())
        work.session.add(Mark(**{**row, "entered": NOT_MARKED}))
        return
    taken = mark.entered or mark.status
    if mark.status != status.code:
        set_status(mark, status)
        mark.minutes = None
    mark.entered = "" if status.code == taken else taken
    if cell.minutes is not None:
        mark.minutes = cell.minutes
    mark.reason, mark.source = (cell.reason or "").strip(), "decision"
    if cell.evidence is not None:
        mark.evidence = cell.evidence.strip()
    mark.marked_by, mark.marked_at = work.actor.name, work.now


@dataclass(frozen=True)
class RequestRow:
    """A request with what it is about. Codes and labels of the statuses; '' for no mark."""

    id: int
    cohort_id: int
    cohort: str
    enrolment_id: int
    session_id: int
    name: str
    day: date
    part: str
    old: str
    new: str
    old_label: str
    new_label: str
    minutes: int | None
    reason: str
    evidence: str
    state: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision: str


@dataclass(frozen=True, kw_only=True)
class OpenRequests(Query[RequestRow]):
    """Requests that wait for a decision, the oldest first: of one cohort or of all the actor works in.

    With `decided` also those that were decided, the newest first, up to `limit`.
    """

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"mark_request", "mark", "enrolment", "trainee", "class_session", "cohort"})

    cohort_id: int | None = None
    decided: bool = False
    limit: int = 500

    def rows(self, work: Work) -> Sequence[RequestRow]:
        if not _may_read(work):
            return []
        wanted = _asked(work, self.cohort_id)
        if self.decided:
            wanted = wanted.order_by(MarkRequest.asked_at.desc(), MarkRequest.id.desc())
        else:
            wanted = wanted.where(MarkRequest.state == "open").order_by(MarkRequest.asked_at, MarkRequest.id)
        return _rows(work, wanted.limit(self.limit))


def requests_of(work: Work, enrolment_id: int, session_id: int) -> list[RequestRow]:
    """All requests about one cell, the newest first, for its history."""
    if not _may_read(work):
        return []
    return _rows(work, _asked(work, None).where(
        MarkRequest.enrolment_id == enrolment_id, MarkRequest.session_id == session_id)
        .order_by(MarkRequest.id.desc()))


def count_open(work: Work) -> int:
    """How many wait for a decision in the cohorts the actor works in."""
    if not _may_read(work):
        return 0
    wanted = (select(func.count()).select_from(MarkRequest).join(Enrolment, Enrolment.id == MarkRequest.enrolment_id)
              .where(MarkRequest.state == "open"))
    mine = own_cohorts(work.actor)
    if mine is not None:
        wanted = wanted.where(Enrolment.cohort_id.in_(mine))
    return int(work.session.execute(wanted).scalar_one())


def _may_read(work: Work) -> bool:
    """Reasons (an MC) are for who marks or decides."""
    return work.actor.may(Permission.ATTENDANCE_MARK) or work.actor.may(Permission.ATTENDANCE_REOPEN)


def _asked(work: Work, cohort_id: int | None) -> Any:
    wanted = (select(MarkRequest, Trainee.full_name, ClassSession.day, ClassSession.part, Cohort.id, Cohort.code)
              .join(Enrolment, Enrolment.id == MarkRequest.enrolment_id)
              .join(Trainee, Trainee.id == Enrolment.trainee_id)
              .join(ClassSession, ClassSession.id == MarkRequest.session_id)
              .join(Cohort, Cohort.id == Enrolment.cohort_id))
    mine = own_cohorts(work.actor)
    if mine is not None:
        wanted = wanted.where(Cohort.id.in_(mine))
    return wanted.where(Cohort.id == cohort_id) if cohort_id is not None else wanted


def _rows(work: Work, wanted: Any) -> list[RequestRow]:
    malay = language() == "ms"
    names = {code: ms if malay else en for code, en, ms in work.session.execute(
        select(Status.code, Status.label_en, Status.label_ms))}
    return [RequestRow(r.id, cohort_id, code, r.enrolment_id, r.session_id, name, day, part, r.old_status,
                       r.new_status, names.get(r.old_status, r.old_status), names.get(r.new_status, r.new_status),
                       r.minutes, r.reason, r.evidence, r.state, r.asked_by, r.asked_at, r.decided_by, r.decided_at,
                       r.decision)
            for r, name, day, part, cohort_id, code in work.session.execute(wanted)]
