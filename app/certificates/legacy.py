"""Old paper certificates, of the time before Sijil: brought into the register from a list, compared first.

Of such a paper only what the list says is known. It has no PDF and no code; whoever checks its number is told that it
was recorded from the centre's list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sqlalchemy import select

from app.centre.queries import centre_row
from app.certificates import legacy_read
from app.certificates.facts import Facts
from app.certificates.legacy_read import OldPaper, ReadRow
from app.certificates.numbering import tidy
from app.certificates.queries import folded
from app.certificates.records import Certificate, CertificateEvent
from app.errors import Invalid, Refused
from app.exchange.tables.read import read_book, read_pasted
from app.exchange.tables.table import Book, letter
from app.i18n import _, local_time, ngettext, show_date
from app.job import SILENT, Progress
from app.office.command import Command, Query, Work, chunks
from app.office.office import Office
from app.office.permissions import Permission
from app.trainees import identity
from app.trainees.names import fold
from app.trainees.records import Identity, Trainee

MOST = 100_000  # certificates in one list
State = Literal["new", "there", "wrong"]


@dataclass(frozen=True)
class Known:
    """What the register knows of a number: whose it is, and when it was issued."""

    number: str
    name: str
    issued_on: str


@dataclass(frozen=True)
class Found:
    """What the records know about the numbers and identities of a list."""

    numbers: Mapping[str, Known]  # tidy number ->
    people: Mapping[str, str]  # identity -> name of the trainee


@dataclass(frozen=True, kw_only=True)
class FindOld(Query[Found]):
    """Which numbers are in the register already, and which identities belong to trainees."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"certificate", "trainee", "identity"})

    numbers: tuple[str, ...]
    identities: tuple[str, ...] = ()

    def rows(self, work: Work) -> Sequence[Found]:
        numbers: dict[str, Known] = {}
        wanted = {tidy(number) for number in self.numbers}
        for part in chunks(sorted({way for n in self.numbers for way in (n, tidy(n))})):
            for row in work.session.execute(select(Certificate.number, Certificate.holder, Certificate.issued_on).where(
                    Certificate.number.in_(part))):
                if tidy(row.number) in wanted:
                    numbers[tidy(row.number)] = Known(row.number, row.holder, row.issued_on.isoformat())
        people = _people(work, self.identities)
        return [Found(numbers, {number: name for number, (_key, name) in people.items()})]


def _people(work: Work, identities: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Identity -> trainee, where exactly one trainee has it."""
    found: dict[str, dict[int, str]] = {}
    for part in chunks(sorted({i for i in identities if i})):
        for row in work.session.execute(
                select(Identity.number, Trainee.id, Trainee.full_name)
                .join(Trainee, Trainee.id == Identity.trainee_id).where(Identity.number.in_(part))):
            found.setdefault(row.number, {})[row.id] = row.full_name
    return {number: next(iter(those.items())) for number, those in found.items() if len(those) == 1}


@dataclass(frozen=True)
class LegacyRow:
    """A row of the list beside the register."""

    read: ReadRow
    state: State
    why: tuple[tuple[str, str], ...] = ()  # column's letter, sentence
    trainee: str = ""  # whom the identity belongs to

    @property
    def id(self) -> int:
        """The row's number in the list."""
        return self.read.row

    def words(self) -> str:
        """What is wrong, with the columns: 'E: There is no date of issue.'"""
        return " ".join(f"{column}: {sentence}" if column else sentence for column, sentence in self.why)


@dataclass
class LegacyDraft:
    """A list that is being looked at. Nothing is recorded before `command` is done."""

    book: Book
    office: Office
    sheet: int = 0
    heading: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    rows: list[LegacyRow] = field(default_factory=list)

    def read(self, sheet: int | None = None, heading: int | None = None,
             columns: Mapping[str, int] | None = None) -> None:
        """Find the headings, of the first sheet that has them; what is given is taken as given."""
        tables = range(len(self.book.sheets)) if sheet is None else [sheet]
        found = [(at, *legacy_read.find_columns(self.book.sheets[at])) for at in tables]
        self.sheet, self.heading, self.columns = next((f for f in found if f[1]), found[0])
        if heading is not None:
            self.heading = heading
        if columns is not None:
            self.columns = dict(columns)
        self.compare()

    def missing(self) -> str:
        """Why the rows cannot be read yet; '' when they can."""
        names = [_(legacy_read.FIELDS[f]) for f in legacy_read.missing_columns(self.columns)]
        return _("Say which column has: {fields}.").format(fields=", ".join(names)) if names else ""

    def compare(self) -> None:
        """Read all rows and hold them against the register."""
        if self.missing():
            self.rows = []
            return
        day = local_time(self.office.clock()).date()
        read = legacy_read.read_rows(self.book.sheets[self.sheet], self.heading, self.columns, day)
        if len(read) > MOST:
            raise Invalid(_("This list has more than {n} rows. Part it.").format(n=MOST))
        papers = [r.paper for r in read if r.paper is not None]
        found = self.office.ask(FindOld(numbers=tuple(p.number for p in papers),
                                        identities=tuple(p.identity for p in papers)))[0]
        seen: dict[str, ReadRow] = {}
        self.rows = [self._judge(row, found, seen) for row in read]

    def _judge(self, row: ReadRow, found: Found, seen: dict[str, ReadRow]) -> LegacyRow:
        paper = row.paper
        if paper is None:
            return LegacyRow(row, "wrong", row.wrong)
        place = self._letter("number")
        before = seen.setdefault(tidy(paper.number), row)
        if before is not row:
            if before.paper == paper:
                return LegacyRow(row, "there", ((place, _("Row {n} says the same.").format(n=before.row)),))
            return LegacyRow(row, "wrong", ((place, _("Row {n} has this number too.").format(n=before.row)),))
        known = found.numbers.get(tidy(paper.number))
        if known is None:
            return LegacyRow(row, "new", trainee=found.people.get(paper.identity, ""))
        if fold(known.name) == fold(paper.name) and known.issued_on == paper.issued_on.isoformat():
            return LegacyRow(row, "there", ((place, _("This certificate is in the register already.")),))
        return LegacyRow(row, "wrong", ((place, _("The register has this number for {name}.").format(
            name=known.name)),))

    def _letter(self, of: str) -> str:
        return letter(self.columns[of]) if of in self.columns else ""

    def counts(self) -> dict[str, int]:
        """How many rows are new, there and wrong."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in ("new", "there", "wrong")}

    def command(self) -> RecordOld:
        """Records what is new."""
        return RecordOld(papers=tuple(r.read.paper for r in self.rows if r.state == "new" and r.read.paper is not None),
                         source=self.book.name)


def open_list(office: Office, path: Path, step: Progress = SILENT) -> LegacyDraft:
    """A list in a file, compared."""
    draft = LegacyDraft(read_book(path, step), office)
    draft.read()
    return draft


def paste_list(office: Office, text: str) -> LegacyDraft:
    """A list that was copied in a spreadsheet, compared."""
    draft = LegacyDraft(read_pasted(text, _("pasted list")), office)
    draft.read()
    return draft


@dataclass(frozen=True, kw_only=True)
class RecordOld(Command[int]):
    """Bring old paper certificates into the register; how many. None is overwritten."""

    needs = Permission.CERTIFICATES_ISSUE

    papers: tuple[OldPaper, ...]
    source: str = ""  # name of the list

    def label(self) -> str:
        n = len(self.papers)
        return ngettext("Record {n} old certificate", "Record {n} old certificates", n).format(n=n)

    def problems(self) -> dict[str, str]:
        return {} if self.papers else {"papers": _("There is nothing new to record.")}

    def run(self, work: Work) -> int:
        there = FindOld(numbers=tuple(p.number for p in self.papers)).rows(work)[0].numbers
        numbers = Counter(tidy(p.number) for p in self.papers)
        clash = next((n for n in numbers if n in there or numbers[n] > 1), None)
        if clash is not None:
            raise Refused(_("{number} is in the register by now. Read the list once more.").format(number=clash))
        centre = centre_row(work)
        if centre is None:
            raise Refused(_("Set up the centre first: its name and code stand on every certificate."))
        people = _people(work, (p.identity for p in self.papers))
        keys = work.insert_many(Certificate, [self._row(work, p, centre.name, people.get(p.identity, (None, ""))[0])
                                              for p in self.papers])
        work.insert_many(CertificateEvent, [
            {"certificate_id": key, "at": work.now, "by": work.actor.name, "kind": "recorded",
             "reason": " · ".join(part for part in (self.source, paper.note) if part)}
            for key, paper in zip(keys, self.papers, strict=True)])
        return len(keys)

    @staticmethod
    def _row(work: Work, paper: OldPaper, centre: str, trainee: int | None) -> dict[str, object]:
        facts = Facts(number=paper.number, verification_code="", kind=paper.kind, language="ms", design="klasik",
                      name=paper.name, identity_text=_shown(paper.identity), centre_name=centre,
                      course_title=paper.course, issued_on=paper.issued_on)
        return {"number": paper.number, "code": f"old {tidy(paper.number)}", "trainee_id": trainee, "kind": paper.kind,
                "language": "ms", "design": "klasik", "facts": facts.to_json(), "holder": paper.name,
                "search": folded(" ".join((paper.name, paper.number, tidy(paper.number), paper.identity))),
                "issued_on": paper.issued_on, "issued_at": work.now, "issued_by": work.actor.name, "legacy": True}


def _shown(number: str) -> str:
    return identity.show("MYKAD", number) if len(number) == 12 and number.isdigit() else number


def row_facts(row: LegacyRow) -> tuple[str, str, str, str]:
    """Number, name, course and date as a row of the list says them, readable or not."""
    paper, said = row.read.paper, row.read.said
    day = show_date(paper.issued_on) if paper is not None else said.get("date", "")
    return said.get("number", ""), said.get("name", ""), said.get("course", ""), day
