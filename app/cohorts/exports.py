"""Lists with full identity numbers that have left the program: what, why, to whom, who agreed, with the file's hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, or_, select

from app.cohorts.records import Cohort, ExportLog
from app.errors import Invalid, Refused
from app.i18n import _
from app.office.command import Command, Query, Work
from app.office.permissions import Actor, Permission, who_may


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@dataclass(frozen=True, kw_only=True)
class Release:
    """Why full identity numbers may leave, for whom, and who has agreed to it."""

    purpose: str
    recipient: str
    approver: str

    def problems(self) -> dict[str, str]:
        """Field -> sentence for what is missing."""
        asked = {"purpose": _("Write what the full identity numbers are needed for."),
                 "recipient": _("Write who receives the file."),
                 "approver": _("Write the name of whoever has agreed that it may leave.")}
        return {name: sentence for name, sentence in asked.items() if not getattr(self, name).strip()}


def check_release(actor: Actor, release: Release | None) -> Release:
    """The release, when full identity numbers may leave with it. Refused without the right, Invalid field by field."""
    if not actor.may(Permission.EXPORT_FULL):
        raise Refused(_("Only {roles} may do this.").format(roles=who_may(Permission.EXPORT_FULL)))
    given = release or Release(purpose="", recipient="", approver="")
    missing = given.problems()
    if missing:
        raise Invalid(missing)
    return given


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
    approver: str = ""
    preset: str = ""

    def label(self) -> str:
        return _("Export {n} identity numbers in full to {recipient}").format(n=self.rows, recipient=self.recipient)

    def run(self, work: Work) -> int:
        return work.add(ExportLog(cohort_id=self.cohort_id, kind=self.kind, rows=self.rows,
                                  purpose=self.purpose.strip(), recipient=self.recipient.strip(),
                                  approver=self.approver.strip(), preset=self.preset.strip(),
                                  file_name=self.file_name, file_hash=self.file_hash, by=work.actor.name,
                                  at=work.now)).id


@dataclass(frozen=True)
class ExportRow:
    """A list that has left."""

    id: int
    at: datetime
    by: str
    kind: str
    preset: str
    cohort: str  # code
    rows: int
    purpose: str
    recipient: str
    approver: str
    file_name: str
    file_hash: str


@dataclass(frozen=True, kw_only=True)
class ExportsLeft(Query[ExportRow]):
    """What has left with full identity numbers, the latest first. `text` looks in names, purpose, recipient,
    approver and the hash of the file."""

    needs = Permission.HISTORY_VIEW
    reads = frozenset({"export_log", "cohort"})

    text: str = ""
    cohort_id: int | None = None
    offset: int = 0
    limit: int | None = 500

    def rows(self, work: Work) -> Sequence[ExportRow]:
        wanted = select(ExportLog, Cohort.code).outerjoin(Cohort, Cohort.id == ExportLog.cohort_id)
        if self.cohort_id is not None:
            wanted = wanted.where(ExportLog.cohort_id == self.cohort_id)
        for word in self.text.lower().split():
            wanted = wanted.where(or_(*(func.lower(column).contains(word, autoescape=True) for column in (
                ExportLog.preset, ExportLog.file_name, ExportLog.purpose, ExportLog.recipient, ExportLog.approver,
                ExportLog.by, ExportLog.file_hash, Cohort.code))))
        wanted = wanted.order_by(ExportLog.at.desc(), ExportLog.id.desc()).offset(self.offset).limit(self.limit)
        return [ExportRow(e.id, e.at, e.by, e.kind, e.preset, code or "", e.rows, e.purpose, e.recipient, e.approver,
                          e.file_name, e.file_hash) for e, code in work.session.execute(wanted)]
