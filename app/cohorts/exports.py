"""Lists with full identity numbers that have left the program: what, why, to whom, who agreed, with the file's hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, or_, select

from app.cohorts.records import Cohort, ExportLog
from app.errors import Invalid, Refused
from app.exchange.files import beside, put_in_place
from app.i18n import _
from app.office.command import Command, Query, Work
from app.office.office import Office
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
    """Record that full identity numbers leave, and put their file in place, both or neither. It cannot be undone,
    because the file has left. What goes to a printer or the clipboard has no file."""

    needs = Permission.EXPORT_FULL
    undoable = False

    cohort_id: int | None
    kind: str
    rows: int
    release: Release
    file_name: str = ""
    file_hash: str = ""
    preset: str = ""
    photos: bool = False  # and no numbers
    made: Path | None = field(default=None, compare=False)
    path: Path | None = field(default=None, compare=False)

    def label(self) -> str:
        if self.photos:
            return _("Export photos in a list of {n} to {recipient}").format(
                n=self.rows, recipient=self.release.recipient.strip())
        return _("Export {n} identity numbers in full to {recipient}").format(
            n=self.rows, recipient=self.release.recipient.strip())

    def problems(self) -> dict[str, str]:
        return self.release.problems()

    def run(self, work: Work) -> int:
        given = self.release
        key = work.add(ExportLog(cohort_id=self.cohort_id, kind=self.kind, rows=self.rows,
                                 purpose=given.purpose.strip(), recipient=given.recipient.strip(),
                                 approver=given.approver.strip(), preset=self.preset.strip(),
                                 file_name=self.file_name, file_hash=self.file_hash, by=work.actor.name,
                                 at=work.now)).id
        if self.made is not None and self.path is not None:
            put_in_place(self.made, self.path)
        return key


@dataclass
class Leaving:
    """A file on its way out: where it is written, then its hash, and its line in the log when it has one."""

    made: Path
    file_hash: str = ""
    log_id: int | None = None


@contextmanager
def let_out(office: Office, path: Path, entry: RecordExport | None) -> Iterator[Leaving]:
    """Gives a place to write a file to; at the end of the block it is recorded and put in place, or neither.

    Without an entry there are no full numbers in it, and nothing is recorded. Raises Refused, Invalid, Unavailable.
    """
    with beside(path) as made:
        leaving = Leaving(made)
        yield leaving
        leaving.file_hash = file_hash(made)
        if entry is None:
            put_in_place(made, path)
            return
        try:
            leaving.log_id = office.do(replace(
                entry, file_name=path.name, file_hash=leaving.file_hash, made=made, path=path)).value
        except BaseException:
            if not made.exists():  # it was in place already when the records failed
                path.unlink(missing_ok=True)
            raise


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
