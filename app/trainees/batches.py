"""Lists that were brought in: when, by whom, from which file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.office.command import Query, Work
from app.office.permissions import Permission
from app.trainees.records import ImportBatch


@dataclass(frozen=True)
class Batch:
    """A list that was brought in."""

    id: int
    kind: str
    file_name: str
    file_hash: str
    sheet: str
    mode: str
    added: int
    changed: int
    unchanged: int
    left_out: int
    by: str
    at: datetime
    undone_by: str
    undone_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Batches(Query[Batch]):
    """All of them, the latest first; those of one file by its hash."""

    needs = Permission.TRAINEES_IMPORT
    reads = frozenset({"import_batch"})

    file_hash: str = ""
    limit: int = 1000

    def rows(self, work: Work) -> Sequence[Batch]:
        wanted = select(ImportBatch).order_by(ImportBatch.at.desc(), ImportBatch.id.desc()).limit(self.limit)
        if self.file_hash:
            wanted = wanted.where(ImportBatch.file_hash == self.file_hash)
        return [Batch(b.id, b.kind, b.file_name, b.file_hash, b.sheet, b.mode, b.added, b.changed, b.unchanged,
                      b.left_out, b.by, b.at, b.undone_by, b.undone_at) for b in work.session.scalars(wanted)]
