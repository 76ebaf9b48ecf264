"""Old paper certificates, of the time before Sijil: recorded from a list (`old_list.py`) that was compared first.

Of such a paper only what the list says is known. It has no PDF and no code; whoever checks its number is told that it
was recorded from the centre's list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.centre.queries import centre_row
from app.certificates.facts import Facts
from app.certificates.numbering import tidy
from app.certificates.old_list import OLD, OldPaper
from app.certificates.queries import folded
from app.certificates.records import Certificate, CertificateEvent
from app.errors import Refused
from app.i18n import _, ngettext
from app.lists.draft import OnRecord
from app.office.command import Command, Query, Work, chunks
from app.office.permissions import Permission
from app.trainees import identity
from app.trainees.layouts import remember_layout
from app.trainees.records import Identity, ImportBatch, Trainee

MOST = 100_000  # certificates in one list


@dataclass(frozen=True)
class Found:
    """What the records know about the numbers and identities of a list."""

    numbers: Mapping[Hashable, OnRecord]  # tidy number -> whose it is, and of which day
    people: Mapping[str, str]  # identity -> name of the trainee


@dataclass(frozen=True, kw_only=True)
class FindOld(Query[Found]):
    """Which of the numbers that rows name are in the register already, and which identities belong to trainees."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"certificate", "trainee", "identity"})

    numbers: tuple[str, ...]
    identities: tuple[str, ...] = ()

    def rows(self, work: Work) -> Sequence[Found]:
        numbers: dict[Hashable, OnRecord] = {}
        wanted = {tidy(number) for number in self.numbers}
        for part in chunks(sorted({way for n in self.numbers for way in (n, tidy(n))})):
            for row in work.session.execute(select(Certificate.number, Certificate.holder, Certificate.issued_on).where(
                    Certificate.number.in_(part))):
                if tidy(row.number) in wanted:
                    numbers[tidy(row.number)] = OnRecord(row.number, {"name": row.holder, "date": row.issued_on})
        people = _people(work, self.identities)
        return [Found(numbers, {number: name for number, (_key, name) in people.items()})]


def about(rows: Sequence[Mapping[str, Any]]) -> FindOld:
    """The question for the rows of a draft."""
    return FindOld(numbers=tuple(str(r["number"]) for r in rows if r.get("number")),
                   identities=tuple(str(r["identity"]) for r in rows if r.get("identity")))


def _people(work: Work, identities: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Identity -> trainee, where exactly one trainee has it."""
    found: dict[str, dict[int, str]] = {}
    for part in chunks(sorted({i for i in identities if i})):
        for row in work.session.execute(
                select(Identity.number, Trainee.id, Trainee.full_name)
                .join(Trainee, Trainee.id == Identity.trainee_id).where(Identity.number.in_(part))):
            found.setdefault(row.number, {})[row.id] = row.full_name
    return {number: next(iter(those.items())) for number, those in found.items() if len(those) == 1}


@dataclass(frozen=True, kw_only=True)
class RecordOld(Command[int]):
    """Bring old paper certificates into the register; none is overwritten. Returns the batch."""

    needs = Permission.CERTIFICATES_ISSUE

    papers: tuple[OldPaper, ...]
    file_name: str = ""
    file_hash: str = ""
    sheet: str = ""
    unchanged: int = 0
    left_out: int = 0
    layout: str = ""
    matches: Mapping[str, Any] = field(default_factory=dict)

    def label(self) -> str:
        n = len(self.papers)
        return ngettext("Record {n} old certificate", "Record {n} old certificates", n).format(n=n)

    def problems(self) -> dict[str, str]:
        if len(self.papers) > MOST:
            return {"papers": _("This list has more than {n} rows. Part it.").format(n=MOST)}
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
             "reason": " · ".join(part for part in (self.file_name, paper.note) if part)}
            for key, paper in zip(keys, self.papers, strict=True)])
        if self.layout:
            remember_layout(work, OLD.name, self.layout, self.matches)
        return work.add(ImportBatch(
            kind=OLD.name, file_name=self.file_name, file_hash=self.file_hash, added=len(keys), sheet=self.sheet,
            unchanged=self.unchanged, left_out=self.left_out, mode="add", by=work.actor.name, at=work.now)).id

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
