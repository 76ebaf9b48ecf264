"""Recording what a file of attendance says, in one step that one undo takes back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.attendance.around import AttendanceFile, KnownName, Packet
from app.attendance.commands import MarkAttendance
from app.cohorts.queries import check_own
from app.cohorts.records import Enrolment
from app.i18n import _, ngettext
from app.office.command import Work
from app.trainees.records import ImportBatch


@dataclass(frozen=True, kw_only=True)
class BringAttendance(MarkAttendance):
    """Record the cells of a file that were agreed to: all or none. Names said by a person are remembered.

    A cell that was marked after it was compared raises MarkedMeanwhile, as in the register.
    """

    cohort_id: int
    kind: str  # teams zoom packet grid
    file: str
    digest: str
    session_id: int | None = None
    remember: tuple[tuple[str, str, int], ...] = ()  # folded, as shown, trainee
    packet_uid: str = ""

    def label(self) -> str:
        n = len(self.cells)
        return ngettext("Bring in {n} mark from {file}", "Bring in {n} marks from {file}", n).format(
            n=n, file=self.file)

    def problems(self) -> dict[str, str]:
        if not self.cells and not self.remember:
            return {"cells": _("Nothing of this file is new.")}
        return super().problems() if self.cells else {}

    def run(self, work: Work) -> int:
        check_own(work, self.cohort_id)
        marked = super().run(work) if self.cells else 0
        work.add(AttendanceFile(cohort_id=self.cohort_id, session_id=self.session_id, kind=self.kind,
                                file_name=self.file, file_hash=self.digest, marks=marked, by=work.actor.name,
                                at=work.now))
        work.add(ImportBatch(kind="attendance", file_name=self.file, file_hash=self.digest, cohort_id=self.cohort_id,
                             added=marked, mode="both", by=work.actor.name, at=work.now))
        if self.remember:
            self._remember(work)
        if self.packet_uid:
            packet = work.session.scalar(select(Packet).where(Packet.uid == self.packet_uid))
            if packet is not None:
                packet.returned_by, packet.returned_at = work.actor.name, work.now
        return marked

    def _remember(self, work: Work) -> None:
        """A name that meant another trainee of this cohort so far means the one who was said now."""
        mine = select(Enrolment.trainee_id).where(Enrolment.cohort_id == self.cohort_id)
        there = {(one.folded, one.trainee_id): one for one in work.session.scalars(
            select(KnownName).where(KnownName.folded.in_({folded for folded, _shown, _trainee in self.remember}),
                                    KnownName.trainee_id.in_(mine)))}
        said = {(folded, trainee): shown for folded, shown, trainee in self.remember}
        for key, one in there.items():
            if key not in said:
                work.session.delete(one)
        for (folded, trainee), shown in said.items():
            if (folded, trainee) not in there:
                work.add(KnownName(folded=folded, shown=shown, trainee_id=trainee, by=work.actor.name, at=work.now))
