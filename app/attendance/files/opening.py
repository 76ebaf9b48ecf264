"""Opens a file of attendance for a cohort: what it is, is told by what stands in it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from app.attendance.files.draft import FileCell, FileDraft
from app.attendance.files.known import FileKnown, Known
from app.attendance.files.online import OnlineDraft
from app.attendance.files.own_grid import GridDraft
from app.attendance.files.packet import Packets
from app.attendance.files.packet_back import PacketDraft, uid_of
from app.attendance.files.reports import is_report
from app.errors import Invalid, Refused
from app.exchange.columns import Column
from app.exchange.tables.read import read_book
from app.exchange.tables.table import Book
from app.i18n import _, show_moment
from app.job import SILENT, Progress
from app.office.office import Office

KINDS = "(*.xlsx *.xls *.ods *.xlsm *.csv *.txt)"


def open_file(office: Office, path: Path, cohort_id: int, step: Progress = SILENT) -> FileDraft:
    """Read a file and compare it with the register. Raises Invalid, Refused, Missing, Unavailable in a sentence."""
    book = read_book(path, step)
    if not book.sheets or all(t.is_empty for t in book.sheets):
        raise Invalid(_("{file} is empty.").format(file=book.name))
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    known = office.ask(FileKnown(cohort_id=cohort_id, digest=digest))[0]
    draft = _draft(office, book, known, digest)
    draft.cells()
    return draft


def _draft(office: Office, book: Book, known: Known, digest: str) -> FileDraft:
    uid = uid_of(book)
    if uid:
        packets = office.ask(Packets(uid=uid))
        if not packets:
            raise Refused(_("{file} is a packet that was not made in these records: it comes from another centre, or "
                            "from a copy that was replaced by a backup.").format(file=book.name))
        if packets[0].cohort_id != known.view.cohort.id:
            raise Refused(_("{file} is a packet of cohort {code}. Open that cohort and bring it in there.").format(
                file=book.name, code=packets[0].cohort_code))
        return PacketDraft(book, known, digest, packets[0])
    if any(is_report(t) for t in book.sheets):
        return OnlineDraft(book, known, digest)
    return GridDraft(book, known, digest)


def compare_again(office: Office, draft: FileDraft) -> FileDraft:
    """The register as it is now; the answers stay."""
    draft.known = office.ask(FileKnown(cohort_id=draft.known.view.cohort.id, digest=draft.digest))[0]
    draft.forget()
    draft.cells()
    return draft


def earlier_words(draft: FileDraft) -> str:
    """When the same file came before; '' when it did not."""
    if not draft.known.earlier:
        return ""
    last = draft.known.earlier[-1]
    return _("This file was brought in before, by {who} on {when}.").format(who=last.by, when=show_moment(last.at))


def class_words(cell: FileCell) -> str:
    """The class of a cell in a word."""
    return {"new": _("new"), "same": _("same"), "conflict": _("conflict"), "out": _("not taken")}[cell.cls]


def here_words(draft: FileDraft, cell: FileCell) -> str:
    """What stands in the register, with who and when."""
    if not cell.here:
        return ""
    return " · ".join(filter(None, (draft.known.letter(cell.here), cell.here_by,
                                    show_moment(cell.here_at) if cell.here_at else "")))


def there_words(draft: FileDraft, cell: FileCell) -> str:
    """The mark that the file gives: 'L, 15 min'."""
    wanted = cell.wanted
    if wanted.enrolment_id is None or wanted.out:
        return "–"
    if wanted.status is None:
        return _("empty")
    letter = draft.known.letter(wanted.status)
    return _("{letter}, {n} min").format(letter=letter, n=wanted.minutes) if wanted.minutes else letter


def cell_columns(draft: FileDraft) -> tuple[Column[FileCell], ...]:
    """The list of cells, for the screen, the report in Excel and the command line."""
    return (Column("who", lambda: _("Trainee"), lambda c: c.wanted.who, width=34),
            Column("where", lambda: _("Session"), lambda c: c.wanted.where, width=26),
            Column("text", lambda: _("In the file"), lambda c: c.wanted.text, width=14),
            Column("there", lambda: _("Mark"), lambda c: there_words(draft, c), width=11),
            Column("here", lambda: _("Marked here"), lambda c: here_words(draft, c), width=26),
            Column("class", lambda: _("What it is"), class_words, width=12),
            Column("why", lambda: _("Reason"), lambda c: c.why, width=44))


def write_left_out(draft: FileDraft, path: Path, step: Progress = SILENT) -> int:
    """The cells that the register does not get, with the reasons, as a workbook."""
    from app.exchange.sheet import write_sheet

    cells = draft.left_out()
    write_sheet(path, cell_columns(draft), cells, step, name=_("Not taken"),
                title=_("Not taken from {file}").format(file=draft.book.name),
                lines=[[(1, " · ".join(draft.facts()))]])
    return len(cells)
