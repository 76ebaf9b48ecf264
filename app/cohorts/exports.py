"""Lists with full identity numbers that have left the program: what, why, to whom, with the hash of the file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from app.cohorts.records import ExportLog
from app.i18n import _
from app.office.command import Command, Work
from app.office.permissions import Permission


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@dataclass(frozen=True, kw_only=True)
class RecordExport(Command[int]):
    """Record that full identity numbers were exported. It cannot be undone, because the file has left."""

    needs = Permission.EXPORT_FULL
    undoable = False

    cohort_id: int | None
    kind: str
    rows: int
    purpose: str
    recipient: str
    file_name: str
    file_hash: str

    def label(self) -> str:
        return _("Export {n} identity numbers in full to {recipient}").format(n=self.rows, recipient=self.recipient)

    def run(self, work: Work) -> int:
        return work.add(ExportLog(cohort_id=self.cohort_id, kind=self.kind, rows=self.rows,
                                  purpose=self.purpose.strip(), recipient=self.recipient.strip(),
                                  file_name=self.file_name, file_hash=self.file_hash, by=work.actor.name,
                                  at=work.now)).id
