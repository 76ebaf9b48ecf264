"""The print log: who printed which sheet when and where, and which papers came out more than once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from app.certificates.queries import CertificateWhole, folded
from app.certificates.records import Certificate, CertificateEvent, PrintRun
from app.i18n import MALAYSIA, N_, _
from app.office.command import Command, Query, Work
from app.office.permissions import Permission
from app.trainees.names import sort_key

NO_PLACE = 10_000_000  # behind everybody who has one
WHATS = ("certificate", "sample", "test", "label", "register", "proof", "programme")
ORDERS: tuple[tuple[str, str, Callable[[CertificateWhole], tuple[str, ...]]], ...] = (
    ("stage", N_("By cohort, in stage order, then by name"),
     lambda w: (w.row.cohort_code, f"{NO_PLACE if w.row.stage_order is None else w.row.stage_order:08}",
                folded(sort_key(w.facts.name)), w.row.number)),
    ("roll", N_("As on the roll of the cohort"),
     lambda w: (w.row.cohort_code, f"{w.row.enrolment_id:010}", w.row.number)),
    ("name", N_("By name"), lambda w: (folded(sort_key(w.facts.name)), w.row.number)),
    ("number", N_("By number"), lambda w: (w.row.number,)))
"""Orders of a run: key, words, and what is sorted by. Titles never count."""


@dataclass(frozen=True)
class Run:
    """Where and how a run was printed. `sheets`: the place of each paper in the run, from 1; () for 1, 2, 3, …"""

    target: str = ""  # printer, or the name of a file
    tray: str = ""
    right: Decimal = field(default_factory=Decimal)  # mm
    down: Decimal = field(default_factory=Decimal)
    order: str = ""
    sheets: tuple[int, ...] = ()
    note: str = ""

    def words(self) -> str:
        """Printer and tray, as an event of a certificate keeps them."""
        return ", ".join(part for part in (self.target, self.tray) if part)


def put_run(work: Work, what: str, run: Run, count: int) -> PrintRun:
    """Write a run down."""
    made: PrintRun = work.add(PrintRun(
        at=work.now, by=work.actor.name, what=what, target=run.target.strip(), tray=run.tray.strip(),
        right=run.right, down=run.down, order=run.order, sheets=count, note=run.note.strip()))
    work.session.flush()
    return made


@dataclass(frozen=True, kw_only=True)
class RecordRun(Command[int]):
    """Note a run of papers that are no certificates: samples, labels, registers, lists. Its key."""

    needs = Permission.CERTIFICATES_ISSUE
    undoable = False

    what: str
    sheets: int
    where: Run = field(default_factory=Run)

    def label(self) -> str:
        return _("Note in the print log: {what}").format(what=what_word(self.what))

    def problems(self) -> dict[str, str]:
        return {} if self.what in WHATS else {"what": _("Choose one of {choices}.").format(choices=", ".join(WHATS))}

    def run(self, work: Work) -> int:
        return put_run(work, self.what, self.where, self.sheets).id


def what_word(what: str) -> str:
    """What was printed, in words."""
    return {"certificate": _("Certificates"), "sample": _("Sample"), "test": _("Test sheet"),
            "label": _("Envelope labels"), "register": _("Acceptance register"), "proof": _("Proof list of names"),
            "programme": _("Programme-book list")}.get(what, what)


@dataclass(frozen=True)
class RunRow:
    """A line of the print log. `again` papers of it came out of another run too, the same print of the same number."""

    id: int
    at: datetime
    by: str
    what: str
    target: str
    tray: str
    right: Decimal
    down: Decimal
    order: str
    sheets: int
    note: str
    first_sheet: int | None = None
    last_sheet: int | None = None
    first_number: str = ""
    last_number: str = ""
    again: int = 0

    @property
    def place(self) -> str:
        """Printer and tray, or the file."""
        return ", ".join(part for part in (self.target, self.tray) if part)

    def from_to(self) -> str:
        """'57 – 148 · KL26-00057-X – KL26-00148-A'."""
        if self.first_sheet is None:
            return ""
        if self.first_sheet == self.last_sheet:
            return f"{self.first_sheet} · {self.first_number}"
        return f"{self.first_sheet} – {self.last_sheet} · {self.first_number} – {self.last_number}"


_OTHER = aliased(CertificateEvent)
_AGAIN = select(_OTHER.id).where(
    _OTHER.certificate_id == CertificateEvent.certificate_id, _OTHER.edition == CertificateEvent.edition,
    _OTHER.kind == "printed", _OTHER.id != CertificateEvent.id).exists()
"""Printed before or after, the same edition."""


@dataclass(frozen=True, kw_only=True)
class PrintLog(Query[RunRow]):
    """Runs, the latest first. `text` finds who, where, and numbers and names on the sheets; `again`: printed twice."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"print_run", "certificate_event", "certificate"})

    text: str = ""
    what: str = ""
    since: date | None = None
    until: date | None = None
    again: bool = False
    certificate_id: int | None = None
    limit: int | None = 500

    def rows(self, work: Work) -> Sequence[RunRow]:
        wanted = select(PrintRun).order_by(PrintRun.at.desc(), PrintRun.id.desc()).limit(self.limit)
        sheets = select(CertificateEvent.id).join(Certificate, Certificate.id == CertificateEvent.certificate_id).where(
            CertificateEvent.run_id == PrintRun.id)
        for word in self.text.split():
            like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            searched = "%" + folded(like.strip("%")) + "%"
            wanted = wanted.where(or_(
                PrintRun.by.ilike(like, escape="\\"), PrintRun.target.ilike(like, escape="\\"),
                PrintRun.tray.ilike(like, escape="\\"), PrintRun.note.ilike(like, escape="\\"),
                sheets.where(Certificate.search.like(searched, escape="\\")).exists()))
        if self.what:
            wanted = wanted.where(PrintRun.what == self.what)
        if self.since is not None:
            wanted = wanted.where(PrintRun.at >= _midnight(self.since))
        if self.until is not None:
            wanted = wanted.where(PrintRun.at < _midnight(self.until + timedelta(days=1)))
        if self.again:
            wanted = wanted.where(sheets.where(_AGAIN).exists())
        if self.certificate_id is not None:
            wanted = wanted.where(sheets.where(Certificate.id == self.certificate_id).exists())
        return [_row(work, run) for run in work.session.scalars(wanted).all()]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), MALAYSIA)


def _row(work: Work, run: PrintRun) -> RunRow:
    mine = CertificateEvent.run_id == run.id
    first, last = work.session.execute(
        select(func.min(CertificateEvent.sheet), func.max(CertificateEvent.sheet)).where(mine)).one()
    found = work.session.execute(
        select(CertificateEvent.sheet, Certificate.number)
        .join(Certificate, Certificate.id == CertificateEvent.certificate_id)
        .where(mine, CertificateEvent.sheet.in_((first, last)))) if first is not None else ()
    numbers = {row[0]: row[1] for row in found}
    again = work.session.scalar(select(func.count()).select_from(CertificateEvent).where(mine, _AGAIN)) or 0
    return RunRow(run.id, run.at, run.by, run.what, run.target, run.tray, run.right, run.down, run.order, run.sheets,
                  run.note, first, last, numbers.get(first, ""), numbers.get(last, ""), again)


@dataclass(frozen=True)
class SheetRow:
    """A sheet of a run. `again`: the same print of this certificate came out of another run too."""

    id: int
    sheet: int
    certificate_id: int
    number: str
    holder: str
    print_no: int
    again: bool


@dataclass(frozen=True, kw_only=True)
class RunSheets(Query[SheetRow]):
    """The sheets of one run, in their order."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"print_run", "certificate_event", "certificate"})

    run_id: int

    def rows(self, work: Work) -> Sequence[SheetRow]:
        found = work.session.execute(
            select(CertificateEvent.id, CertificateEvent.sheet, Certificate.id, Certificate.number, Certificate.holder,
                   CertificateEvent.print_no, _AGAIN)
            .join(Certificate, Certificate.id == CertificateEvent.certificate_id)
            .where(CertificateEvent.run_id == self.run_id).order_by(CertificateEvent.sheet, CertificateEvent.id))
        return [SheetRow(key, sheet or 0, paper, number, holder, print_no or 0, bool(again))
                for key, sheet, paper, number, holder, print_no, again in found]
