"""Which lists were brought in, and which of them can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.cohorts.records import Cohort
from app.cohorts.undo_import import UNDOING, why_never
from app.i18n import N_, _
from app.office.command import Query, Work
from app.office.permissions import Permission, who_may
from app.trainees.records import ImportBatch

KINDS = {"trainees": N_("Trainees"), "sessions": N_("Sessions"), "exams": N_("Exam records"), "results": N_("Results"),
         "attendance": N_("Attendance"), "certificates": N_("Old certificates")}


@dataclass(frozen=True)
class ImportRow:
    """A list that was brought in. `why_not` says why it cannot be taken back; '' when `BeforeUndo` is worth asking."""

    id: int
    kind: str
    file_name: str
    file_hash: str
    sheet: str
    mode: str
    cohort_id: int | None
    cohort: str  # its code
    added: int
    changed: int
    unchanged: int
    left_out: int
    by: str
    at: datetime
    undone_by: str
    undone_at: datetime | None
    why_not: str

    @property
    def kind_words(self) -> str:
        """The kind of list in words."""
        return _(KINDS[self.kind]) if self.kind in KINDS else self.kind


@dataclass(frozen=True, kw_only=True)
class ImportBatches(Query[ImportRow]):
    """The latest first; those of one file by its hash. Who may not bring in trainees sees his own."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"import_batch", "cohort"})

    file_hash: str = ""
    batch_id: int | None = None
    limit: int = 1000

    def rows(self, work: Work) -> Sequence[ImportRow]:
        wanted = (select(ImportBatch, Cohort.code).outerjoin(Cohort, Cohort.id == ImportBatch.cohort_id)
                  .order_by(ImportBatch.at.desc(), ImportBatch.id.desc()).limit(self.limit))
        if self.file_hash:
            wanted = wanted.where(ImportBatch.file_hash == self.file_hash)
        if self.batch_id is not None:
            wanted = wanted.where(ImportBatch.id == self.batch_id)
        if not work.actor.may(Permission.TRAINEES_IMPORT):
            wanted = wanted.where(ImportBatch.by == work.actor.name)
        return [ImportRow(b.id, b.kind, b.file_name, b.file_hash, b.sheet, b.mode, b.cohort_id, code or "", b.added,
                          b.changed, b.unchanged, b.left_out, b.by, b.at, b.undone_by, b.undone_at, _why(work, b))
                for b, code in work.session.execute(wanted)]


def _why(work: Work, batch: ImportBatch) -> str:
    if said := why_never(batch):
        return said
    needs = UNDOING[batch.kind].needs
    return "" if work.actor.may(needs) else _("Only {roles} may do this.").format(roles=who_may(needs))
